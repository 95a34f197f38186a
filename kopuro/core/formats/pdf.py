"""PDF: characters with their places, put back into lines, columns and paragraphs."""

from __future__ import annotations

import ctypes
import re

from kopuro.core.formats.archive import damaged, encrypted
from kopuro.core.formats.blocks import tidy
from kopuro.core.formats.layout import Line, Run, lines_in_reading_order, paragraphs, without_running_lines
from kopuro.core.formats.shape import Found, Limits
from kopuro.core.problems import Problem

SOFT_HYPHENS = "\x02\ufffe\xad"
PASSWORD_NEEDED = 4
DULL_TITLE = re.compile(
    r"^(?:untitled|microsoft word|document\d*|без имени|sans titre|.*\.(?:docx?|indd|pptx?|pdf))", re.I
)


def read(data: bytes, limits: Limits) -> Found:
    """Text of a PDF in reading order, paragraph by paragraph, with the offset of each page.

    Raises `intake.encrypted`, `intake.damaged`, `intake.no_text` (scanned pages).
    """
    import pypdfium2  # noqa: PLC0415 - native library, loaded only in the child process that reads PDF

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_NEEDED:
            raise encrypted() from error
        raise damaged(f"pdfium: {error}") from error
    if not count:
        raise damaged("no pages")
    notes = []
    if count > limits.max_pages:
        notes.append(f"Only the first {limits.max_pages} of {count} pages were read.")
    if b"%%EOF" not in data[-2048:]:
        notes.append("The file seems to be cut off at its end.")
    pages: list[list[Line]] = []
    unmapped = total = 0
    for number in range(min(count, limits.max_pages)):
        try:
            runs, size, bad = _runs(document[number])
        except pypdfium2.PdfiumError:
            notes.append(f"Page {number + 1} could not be read.")
            runs, size, bad = [], (0.0, 0.0), 0
        unmapped += bad
        total += sum(len(run.text) for run in runs)
        pages.append(lines_in_reading_order(runs, size))
    _demand_text(pages, total, unmapped)
    empty = [str(number + 1) for number, lines in enumerate(pages) if not lines]
    if empty:
        notes.append(f"No text on page {', '.join(empty[:20])} (a picture or an empty page).")
    title = _title(document, pages)
    text, offsets, cut = _join(without_running_lines(pages), limits)
    if cut:
        notes.append(f"Only the first {limits.max_text} characters were read.")
    return Found(text, title=title, pages=offsets, notes=tuple(notes))


def _demand_text(pages: list[list[Line]], total: int, unmapped: int) -> None:
    letters = sum(char.isalpha() for lines in pages for line in lines for char in line.text)
    if letters < 12 * len(pages) and letters < 200:
        raise Problem(
            "intake.no_text",
            "The PDF holds pictures of pages and no text. Run text recognition (OCR) on it, or ask its sender for the "
            "document it was made from.",
            detail=f"{letters} letters on {len(pages)} pages",
        )
    if unmapped * 3 > total:
        raise Problem(
            "intake.no_text",
            "The letters of this PDF can be seen but not read, because its fonts carry no table of letters. Run text "
            "recognition (OCR) on it, or ask its sender for the document it was made from.",
            detail=f"{unmapped} of {total} characters without a letter",
        )


def _runs(page: object) -> tuple[list[Run], tuple[float, float], int]:
    """Pieces of lines (text and box, origin at the upper left), the page's size in points, unreadable characters."""
    import pypdfium2.raw as raw  # noqa: PLC0415 - as above

    width, height = page.get_size()  # type: ignore[attr-defined]
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    handle = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    box = raw.FS_RECTF()
    runs: list[Run] = []
    text: list[str] = []
    edges: list[float] = []
    size = 0.0
    bad = 0

    def close() -> None:
        nonlocal size
        joined = "".join(text).strip()
        if joined and edges:
            runs.append(Run(joined, edges[0], edges[1], edges[2], edges[3], size))
        text.clear()
        edges.clear()
        size = 0.0

    for index in range(min(raw.FPDFText_CountChars(handle), 200_000)):
        code = raw.FPDFText_GetUnicode(handle, index)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in "\r\n":
            close()
            continue
        if char in SOFT_HYPHENS or raw.FPDFText_IsHyphen(handle, index) == 1:
            char = "\xad"
        elif code == 0 or char == "\ufffd" or 0xE000 <= code < 0xF900:
            bad += 1
            char = "•" if 0xF0A0 <= code <= 0xF0FF else "\ufffd"
        if char.isspace() or (raw.FPDFText_IsGenerated(handle, index) == 1 and char == " "):
            if text:
                text.append(" ")
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, index, box):
            text.append(char)
            continue
        if not raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top):
            text.append(char)
            continue
        x0, x1, y0, y1 = left.value, right.value, height - box.top, height - box.bottom
        em = raw.FPDFText_GetFontSize(handle, index) or (y1 - y0)
        em = em if 2 <= em <= 200 else max(4.0, min(y1 - y0, 60.0))
        # A jump sideways of more than a word's space, or up or down, begins another piece.
        if edges and (x0 - edges[2] > 1.6 * em or x0 < edges[0] - em or abs(y1 - edges[3]) > 0.7 * em):
            close()
        if edges:
            edges[0], edges[1] = min(edges[0], x0), min(edges[1], y0)
            edges[2], edges[3] = max(edges[2], x1), max(edges[3], y1)
        else:
            edges.extend((x0, y0, x1, y1))
        size = max(size, min(em, y1 - y0 + 0.1) if y1 > y0 else em)
        text.append(char)
    close()
    textpage.close()
    return runs, (width, height), bad


def _title(document: object, pages: list[list[Line]]) -> str:
    told = tidy(document.get_metadata_value("Title") or "")[:300]  # type: ignore[attr-defined]
    if told and not DULL_TITLE.match(told):
        return told.replace("\n", " ")
    lines = [line for line in (pages[0] if pages else []) if sum(map(str.isalpha, line.text)) > 3]
    largest = max((line.size for line in lines), default=0.0)
    picked: list[str] = []
    for line in lines:
        if line.size > largest - 0.5:
            picked.append(line.text)
        elif picked:
            break
    return tidy(" ".join(picked)).replace("\n", " ")[:300]


def _join(pages: list[list[Line]], limits: Limits) -> tuple[str, tuple[int, ...], bool]:
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    words = frozenset(re.findall(r"\w+(?:-\w+)+", " ".join(line.text for lines in pages for line in lines).lower()))
    for lines in pages:
        offsets.append(min(length, limits.max_text))
        for paragraph in paragraphs(lines, words):
            block = tidy(paragraph)
            if block:
                parts.append(block + "\n\n")
                length += len(block) + 2
    text = "".join(parts)
    cut = len(text) > limits.max_text
    text = text[: limits.max_text].rstrip()
    return text, tuple(min(offset, len(text)) for offset in offsets), cut
