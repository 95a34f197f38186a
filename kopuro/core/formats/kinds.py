"""What a file is, decided by its content; the extension only breaks ties and is contradicted in a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from kopuro.core.formats.archive import Archive, encrypted
from kopuro.core.formats.delimited import looks_like_table
from kopuro.core.formats.encodings import decode
from kopuro.core.formats.shape import Limits
from kopuro.core.problems import Problem

EXTENSIONS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pdf": "pdf",
    ".odt": "odt",
    ".ott": "odt",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xltx": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".ots": "ods",
    ".csv": "csv",
    ".tsv": "csv",
}
READABLE = "text, Markdown, HTML, DOCX, PDF, ODT, XLSX, XLS, ODS and CSV"
SAY = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "a web page",
    "docx": "a Word document",
    "pdf": "a PDF",
    "odt": "an OpenDocument text",
    "xlsx": "an Excel workbook",
    "xls": "an Excel workbook of the older kind",
    "ods": "an OpenDocument spreadsheet",
    "csv": "a table in plain text",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes of files that people do send and that hold no text to read, with what to do instead.
REFUSED = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"BM", "a picture"),
    (b"\x00\x00\x00 ftyp", "a film or sound recording"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"RIFF", "a picture, film or sound recording"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ", "an archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "an RTF document"),
    (b"%!PS", "a PostScript file"),
)
OFFICE_MAIN = (
    (rb"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled", "docx"),
    (rb"spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled", "xlsx"),
    (rb"ms-excel\.sheet\.binary", "xlsb"),
    (rb"presentationml\.|ms-powerpoint\.", "pptx"),
)
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
TAG = re.compile(r"</?(?:p|div|h[1-6]|br|li|ul|table|td|span|a|strong|em|body|html)\b[^>]{0,300}>", re.IGNORECASE)
MARKDOWN_MARK = re.compile(
    r"^(?:#{1,6} \S|[*+-] \S|\d+\. \S|> \S|\|.+\|$|```)|\*\*\S[^*\n]*\*\*|\]\(https?://", re.MULTILINE
)


@dataclass(frozen=True)
class Kind:
    """`name` of the format; `text` where it is a text format (decoded); notes for the reviewer."""

    name: str
    text: str | None = None
    notes: tuple[str, ...] = ()


def kind_of(name: str, data: bytes, limits: Limits) -> Kind:
    """Decide what `data`, called `name` by its sender, is. Raises `Problem` (`intake.*`) when it can't be read here."""
    if not data or not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xff\xfe"):
        raise Problem("intake.empty", "The file is empty. Check that it was saved or sent completely.")
    if len(data) > limits.max_bytes:
        raise too_big(len(data), limits)
    told = EXTENSIONS.get(PurePath(name).suffix.lower())
    kind = _binary_kind(data, limits) or _text_kind(told, data)
    if told and told != kind.name and {told, kind.name} != {"text", "markdown"}:
        note = (
            f"The name ends in {PurePath(name).suffix.lower()}, but the file is {SAY[kind.name]}; it was read as that."
        )
        kind = Kind(kind.name, kind.text, (note, *kind.notes))
    return kind


def too_big(size: int, limits: Limits) -> Problem:
    return Problem(
        "intake.too_big",
        f"The file has {size / 1e6:.0f} MB; the limit is {limits.max_bytes / 1e6:.0f} MB. Leave out the photos, or "
        "split the document.",
        status=413,
    )


def unknown(what: str, advice: str = "") -> Problem:
    return Problem(
        "intake.unknown_type",
        f"This is {what}, which can't be read here. {advice or f'What can be read: {READABLE}.'}",
        status=415,
    )


def _binary_kind(data: bytes, limits: Limits) -> Kind | None:
    start = data[:1024].lstrip(b"\x00 \t\r\n\xef\xbb\xbf")
    if start.startswith(b"%PDF-"):
        if _ends_as_zip(data):
            raise _two_in_one("a PDF and an archive")
        return Kind("pdf")
    if data.startswith(b"PK"):
        if b"%PDF-" in data[:1024]:
            raise _two_in_one("an archive and a PDF")
        return _zip_kind(data, limits)
    if data.startswith(OLE):
        return _ole_kind(data)
    if data[4:8] == b"ftyp":
        raise unknown("a picture, film or sound recording")
    for signature, what in REFUSED:
        if data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:512]):
            raise unknown(what, _advice(what))
    return None


def _advice(what: str) -> str:
    if what == "a picture":
        return "If it shows a document, run text recognition (OCR) on it and add the result."
    if what == "an archive":
        return "Unpack it and add the documents in it."
    if what in {"an RTF document", "a PostScript file"}:
        return "Open it and save it as DOCX or PDF."
    return ""


def _two_in_one(detail: str) -> Problem:
    return Problem(
        "intake.two_in_one",
        "The file is two kinds of file in one, which no ordinary program makes, so it was not opened. Save the "
        "document again in the program it was made with.",
        detail=detail,
    )


def _ends_as_zip(data: bytes) -> bool:
    """Whether a real archive (end record whose comment fits, with members) is glued to the end of another file."""
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - 66_000))
    if place < 0 or len(data) - place < 22 or not data[place + 10 : place + 12].strip(b"\x00"):
        return False
    comment = int.from_bytes(data[place + 20 : place + 22], "little")
    if place + 22 + comment > len(data) or len(data) - (place + 22 + comment) > 2:
        return False
    return data.rfind(b"PK\x01\x02", 0, place) >= 0


def _zip_kind(data: bytes, limits: Limits) -> Kind:
    archive = Archive(data, limits)
    names = archive.names
    if "[Content_Types].xml" in names:
        types = archive.xml("[Content_Types].xml")
        mains = {kind for pattern, kind in OFFICE_MAIN if re.search(pattern, types)}
        mains = {kind for kind in mains if kind != "docx" or any(name.startswith("word/") for name in names)}
        if len(mains) > 1:
            raise _two_in_one(f"main parts {sorted(mains)}")
        main = mains.pop() if mains else ""
        if main == "pptx":
            raise unknown("a presentation", "Save its text as PDF or DOCX and add that.")
        if main == "xlsb":
            raise unknown("a binary Excel workbook", "Open it and save it as XLSX.")
        if main:
            macros = any(name.endswith("vbaProject.bin") for name in names)
            return Kind(main, notes=("The file holds macros; they were ignored.",) if macros else ())
        raise unknown("a package of parts without a document")
    if "mimetype" in names:
        mime = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.xml(
            "META-INF/manifest.xml", doctype=True
        ):
            raise encrypted()
        for part, kind in (("opendocument.text", "odt"), ("opendocument.spreadsheet", "ods")):
            if part in mime and "content.xml" in names:
                return Kind(kind)
        if "epub" in mime:
            raise unknown("an e-book", "Save it as PDF or HTML and add that.")
        raise unknown(f"a file of type {mime[:60]}")
    raise unknown("an archive", _advice("an archive"))


def _ole_kind(data: bytes) -> Kind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise encrypted()
    if holds("Workbook") or holds("Book"):
        return Kind("xls")
    if holds("WordDocument"):
        raise unknown("a Word document of the older kind (.doc)", "Open it and save it as DOCX.")
    raise unknown("an Office file of the older kind", "Open it and save it as DOCX, XLSX or PDF.")


def _text_kind(told: str | None, data: bytes) -> Kind:
    text, _, notes = decode(data)
    head = text[:20_000]
    if HTML_START.match(head) and (len(TAG.findall(head)) >= 2 or told == "html"):
        return Kind("html", text, notes)
    if told == "html" and len(TAG.findall(head)) >= 2:
        return Kind("html", text, notes)
    if re.match(r"\s*<\?xml|\s*<(?:rss|feed|svg|office:document)\b", head):
        raise unknown("an XML file", "Save the document as HTML, DOCX, ODT or plain text.")
    if re.search(
        r"^content-type:\s*multipart/(?:related|mixed|alternative)", head[:4000], re.IGNORECASE | re.MULTILINE
    ):
        raise unknown("a saved mail or web archive", "Save the page as HTML, or the message as plain text.")
    if looks_like_table(text, told=told == "csv"):
        return Kind("csv", text, notes)
    if told == "markdown" or (
        told != "text" and len(MARKDOWN_MARK.findall(head)) >= 3 and re.search(r"^#{1,3} ", head, re.M)
    ):
        return Kind("markdown", text, notes)
    return Kind("text", text, notes)
