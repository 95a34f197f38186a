"""Hostile and broken files: each is refused in time, with its code and a sentence that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kopuro.core.formats import Limits, guard, read_bytes, read_file
from kopuro.core.problems import Problem
from kopuro.core.tests.format_files import archive, changed, docx, member, ods, odt, pdf, xlsx, zipped

W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORDS = "The officers met in Osh and spoke about prevention. "


def refused(name: str, data: bytes, limits: Limits | None = None) -> str:
    """The code of the problem; the sentence must be one a person can act on, the time short."""
    started = time.monotonic()
    with pytest.raises(Problem) as caught:
        read_bytes(name, data, limits=limits or Limits())
    assert time.monotonic() - started < 25
    assert caught.value.sentence.endswith(".")
    assert len(caught.value.sentence) > 30
    return caught.value.code


def document(xml: bytes) -> bytes:
    return changed(docx("x"), word__document_DOT_xml=xml)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8, "intake.unknown_type"),
        ("scan.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "intake.unknown_type"),
        ("talk.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(600), "intake.unknown_type"),
        ("all.zip", archive(a_DOT_txt=b"hello"), "intake.unknown_type"),
        ("all.rar", b"Rar!\x1a\x07\x00" + bytes(range(200)), "intake.unknown_type"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"), "intake.unknown_type"),
        ("slides.pptx", archive(**{"[Content_Types]_DOT_xml": b"<Types>presentationml.presentation.main+xml</Types>"}), "intake.unknown_type"),
        ("note.rtf", b"{\\rtf1\\ansi Some words.}", "intake.unknown_type"),
        ("run.exe", b"MZ\x90\x00\x03" + bytes(600), "intake.unknown_type"),
        ("feed.xml", b"<?xml version='1.0'?><rss><channel><title>News</title></channel></rss>", "intake.unknown_type"),
        ("page.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n", "intake.unknown_type"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "intake.encrypted"),
        ("noise.txt", bytes((n * 7919 + n // 3) % 256 for n in range(5000)), "intake.not_text"),
        ("noise", os.urandom(4096), "intake.not_text"),
        ("cut.docx", docx(WORDS * 50)[:-200], "intake.damaged"),
        ("cut.xlsx", xlsx(("Title", "City"), ("One", "Osh"))[:2000], "intake.damaged"),
        ("cut.odt", odt(WORDS)[: len(odt(WORDS)) // 2], "intake.damaged"),
        ("cut.pdf", b"%PDF-1.7\n", "intake.damaged"),
        ("broken.docx", document(b"<w:document><w:body>"), "intake.damaged"),
        ("empty.docx", document(b'<w:document xmlns:w="%s"><w:body/></w:document>' % W), "intake.no_text"),
        ("no-body.docx", changed(docx("x"), word__document_DOT_xml=None), "intake.damaged"),
        ("other.odt", changed(odt("x"), content_DOT_xml=b"<a/>"), "intake.damaged"),
        ("junk.ods", changed(ods(("x",)), content_DOT_xml=b"\x00\x01"), "intake.damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_can_not_be_read_is_refused_with_its_code(name, data, code):
    assert refused(name, data) == code


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path):
    path = tmp_path / "big.pdf"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    started = time.monotonic()

    with pytest.raises(Problem) as caught:
        read_file(path)

    assert time.monotonic() - started < 3
    assert caught.value.code == "intake.too_big"
    assert caught.value.sentence.startswith("The file has 52 MB; the limit is 26 MB.")


def test_a_pipe_is_not_waited_for(tmp_path):
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)

    with pytest.raises(Problem) as caught:
        read_file(path)

    assert caught.value.code == "intake.no_file"


def test_an_archive_that_unpacks_to_gigabytes_is_refused():
    padding = b"<w:p/>" * (8 * 1024 * 1024)
    body = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (W, padding)

    assert refused("bomb.docx", document(body)) == "intake.archive_bomb"


def test_an_archive_of_very_many_parts_is_refused():
    members = {f"word/media/{number}.xml": b"" for number in range(6000)}
    base = {name: member(docx("x"), name) for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml")}

    assert refused("many.docx", zipped(base | members)) == "intake.archive_bomb"


def test_a_part_that_lies_about_its_size_is_refused():
    data = bytearray(docx(WORDS * 4000))
    name = b"word/document.xml"
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(name))
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")

    assert refused("liar.docx", bytes(data)) == "intake.damaged"


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("entity", [LAUGHS, OUTSIDE])
def test_declared_entities_are_refused_in_every_office_format(entity):
    body = entity + b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>' % W
    content = member(odt("words"), "content.xml").partition(b"?>")
    sheet = member(ods(("words",)), "content.xml").partition(b"?>")
    strings = b"<sst>&a;</sst>"

    assert refused("a.docx", document(body)) == "intake.unsafe"
    assert refused("a.docx", document(body.decode().encode("utf-16"))) == "intake.unsafe"
    assert (
        refused("a.odt", changed(odt("x"), content_DOT_xml=content[0] + content[1] + entity + content[2]))
        == "intake.unsafe"
    )
    assert (
        refused("a.ods", changed(ods(("x",)), content_DOT_xml=sheet[0] + sheet[1] + entity + sheet[2]))
        == "intake.unsafe"
    )
    assert refused("a.xlsx", changed(xlsx(("x",)), xl__sharedStrings_DOT_xml=entity + strings)) == "intake.unsafe"


def test_an_entity_in_a_page_opens_no_file():
    page = (
        b"<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><html><body><p>"
        + WORDS.encode() * 5
        + b"&a;</p></body></html>"
    )

    text = read_bytes("a.html", page).text

    assert Path("/etc/hostname").read_text().strip() not in text


def test_two_kinds_in_one_file_are_refused():
    page = pdf([(50.0, 700.0, WORDS)])

    assert refused("a.pdf", page + docx("x")) == "intake.two_in_one"
    assert refused("a.docx", b"PK\x03\x04%PDF-1.4" + docx("x")) == "intake.two_in_one"
    both = member(xlsx(("x",)), "[Content_Types].xml") + member(docx("x"), "[Content_Types].xml")
    assert refused("a.docx", changed(docx("x"), **{"[Content_Types]_DOT_xml": both})) == "intake.two_in_one"


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_ends_in_text_or_a_problem(depth):
    deep = b"<w:sdt><w:sdtContent>" * depth + b"<w:p/>" + b"</w:sdtContent></w:sdt>" * depth
    body = b'<w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>Top.</w:t></w:r></w:p>%s</w:body></w:document>' % (W, deep)
    page = b"<html><body>" + b"<div>" * depth + WORDS.encode() + b"</div>" * depth + b"<p>Bottom.</p></body></html>"
    spans = b"<text:span>" * depth + b"x" + b"</text:span>" * depth
    content = member(odt("words"), "content.xml").replace(b"words", b"words " + spans)

    for name, data in (
        ("a.docx", document(body)),
        ("a.html", page),
        ("a.odt", changed(odt("x"), content_DOT_xml=content)),
        ("a.md", b"> " * depth + b"deep\n\nwords\n"),
    ):
        try:
            assert read_bytes(name, data, limits=Limits(seconds=8)).text
        except Problem as problem:
            assert problem.code.startswith("intake.")


def long_pdf() -> bytes:
    """About 400,000 letters: some seconds of work."""
    return pdf(*[[(20.0, 780.0 - 7 * n, WORDS * 2) for n in range(100)]] * 40, size=5)


def test_a_file_that_takes_too_long_is_stopped_in_time():
    started = time.monotonic()

    code = refused("slow.pdf", long_pdf(), Limits(seconds=0.3))

    assert code == "intake.too_heavy"
    assert time.monotonic() - started < 20


def test_after_a_killed_child_the_next_file_is_read():
    refused("slow.pdf", long_pdf(), Limits(seconds=0.3))

    assert read_bytes("a.docx", docx("Still here.")).text == "Still here."


def test_a_file_that_takes_too_much_memory_is_stopped():
    cells = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 250_000
    body = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (W, cells)

    assert refused("heavy.docx", document(body), Limits(memory=120 * 1024 * 1024)) == "intake.too_heavy"


@pytest.mark.parametrize(
    "piece",
    ["<!---->", "<!-- ", "<", "# ", "|", "**", "a,", ";", '"', "-->", "\n", "<p", "=", "\u200b", "\u0301", "é", "я"],
)
def test_a_repeated_piece_is_decided_in_time(piece):
    started = time.monotonic()

    for name in ("a.txt", "a.csv", "a.html", "a.md"):
        try:
            read_bytes(name, (piece * 200_000 + "x").encode(), limits=Limits(seconds=5))
        except Problem as problem:
            assert problem.code.startswith("intake.")

    assert time.monotonic() - started < 25


def test_files_are_read_side_by_side():
    found: list[str] = []

    def read(number: int) -> None:
        found.append(read_bytes("a.docx", docx(f"Report {number}.")).text)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(found) == [f"Report {number}." for number in range(8)]


def ask(code: str) -> str:
    """What a line of Python answers inside a locked child process."""
    lines = (
        f"import sys, os, resource; sys.path.insert(0, {str(guard.ROOT)!r})",
        "from kopuro.core.formats import child, shape",
        "child._lock(shape.Limits())",
        "try:\n    out = " + code + "\nexcept Exception as error:\n    out = type(error).__name__",
        "sys.stdout.write(repr(out))",
    )
    done = subprocess.run([sys.executable, "-I", "-c", "\n".join(lines)], capture_output=True, timeout=30, text=True)
    return done.stdout


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("__import__('socket').socket()", "'PermissionError'"),
        ("__import__('subprocess').run(['true'])", "'PermissionError'"),
        ("os.system('true')", "'PermissionError'"),
        ("os.fork()", "'PermissionError'"),
        ("open('/tmp/kopuro-should-not-exist', 'w')", "'PermissionError'"),
        ("os.open('/tmp/kopuro-should-not-exist', os.O_CREAT | os.O_RDWR)", "'PermissionError'"),
        ("os.remove('/tmp/kopuro-should-not-exist')", "'PermissionError'"),
        ("len(bytearray(3 << 30))", "'MemoryError'"),
        ("resource.getrlimit(resource.RLIMIT_FSIZE)[0]", "0"),
        ("1 + 1", "2"),
    ],
)
def test_a_child_can_do_nothing_but_read(code, answer):
    assert ask(code) == answer


def test_no_setting_or_key_reaches_the_child(monkeypatch):
    monkeypatch.setenv("KOPURO_SECRET_KEY", "not-for-children")
    child = guard.Child(Limits().memory)
    try:
        environment = Path(f"/proc/{child._process.pid}/environ")
        assert not environment.exists() or b"not-for-children" not in environment.read_bytes()
    finally:
        child.end()
