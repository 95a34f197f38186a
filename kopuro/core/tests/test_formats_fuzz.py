"""Damaged bytes of every format: text or a Problem, within the limits, never another exception and never a hang."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.formats import Extracted, Limits, read_bytes
from kopuro.core.problems import Problem
from kopuro.core.tests.format_files import docx, member, ods, odt, pdf, xls, xlsx, zipped

WORDS = "On 14 March 2021 some 25 officers met in Osh. Ош, 14 марта 2021 года. "
PAGE = f"""<!doctype html><html lang=en><head><title>News</title><script type="application/ld+json">{{"datePublished":
"2021-03-14"}}</script></head><body><nav>Menu</nav><article><h1>News</h1><p>{WORDS * 4}</p><table><tr><td>a<td>b
</table></article></body></html>"""
LIMITS = Limits(seconds=5, max_text=20_000, max_rows=200, max_columns=30, max_pages=5)
CONTENT = st.lists(
    st.tuples(st.integers(0, 1 << 30), st.sampled_from(["put", "cut", "twice", "drop"]), st.binary(max_size=12)),
    min_size=1,
    max_size=6,
)


def files() -> dict[str, bytes]:
    return {
        "a.txt": (WORDS * 5).encode("windows-1251"),
        "a.csv": ("Title;Date;City\n" + f"One;14.03.2021;{WORDS}\n" * 4).encode(),
        "a.md": f"# News\n\n{WORDS}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> * deep [x](y)\n".encode(),
        "a.html": PAGE.encode(),
        "a.docx": docx(WORDS, WORDS),
        "a.odt": odt(WORDS, WORDS),
        "a.ods": ods(("Title", "City"), ("One", "Osh")),
        "a.xlsx": xlsx(("Title", "City"), ("One", "Osh")),
        "a.xls": xls(("Title", "City"), ("One", "Osh")),
        "a.pdf": pdf([(50.0, 700.0, "On 14 March 2021 some 25 officers met in the city of Osh, in the south.")]),
    }


FILES = files()
PARTS = {
    "a.docx": ("word/document.xml", "word/styles.xml", "_rels/.rels", "[Content_Types].xml"),
    "a.odt": ("content.xml", "meta.xml", "META-INF/manifest.xml"),
    "a.ods": ("content.xml",),
    "a.xlsx": ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"),
}


def mutated(data: bytes, steps: list[tuple[int, str, bytes]]) -> bytes:
    for place, kind, piece in steps:
        at = place % (len(data) + 1)
        if kind == "put":
            data = data[:at] + piece + data[at + len(piece) :]
        elif kind == "cut":
            data = data[:at]
        elif kind == "twice":
            data = data[:at] + data[at : at + 300] + data[at:]
        else:
            data = data[:at] + data[at + 1 + len(piece) * 5 :]
    return data


def holds(name: str, data: bytes) -> None:
    started = time.monotonic()
    try:
        read = read_bytes(name, data, limits=LIMITS)
    except Problem as problem:
        assert problem.code.startswith("intake.")
        assert problem.sentence.endswith(".")
    else:
        assert isinstance(read, Extracted)
        assert len(read.text) <= LIMITS.max_text
        assert "\x00" not in read.text
        read.text.encode("utf-8")
        assert all(0 <= offset <= len(read.text) for offset in read.pages)
    assert time.monotonic() - started < 25


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40, deadline=None)
@given(steps=CONTENT)
def test_mutated_bytes_give_text_or_a_problem(name, steps):
    holds(name, mutated(FILES[name], steps))


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, parts in PARTS.items() for part in parts])
@settings(max_examples=20, deadline=None)
@given(steps=CONTENT)
def test_mutated_parts_in_a_sound_archive_give_text_or_a_problem(name, part, steps):
    with zipfile.ZipFile(io.BytesIO(FILES[name])) as source:
        members = {key: source.read(key) for key in source.namelist()}
    members[part] = mutated(member(FILES[name], part), steps)

    holds(name, zipped(members))


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=600), name=st.sampled_from(sorted(FILES)))
def test_any_bytes_give_text_or_a_problem(data, name):
    holds(name, data)


@settings(max_examples=40, deadline=None)
@given(
    head=st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    data=st.binary(max_size=300),
)
def test_any_bytes_behind_a_signature_give_text_or_a_problem(head, data):
    holds("a", head + data)
