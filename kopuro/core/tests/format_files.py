"""Files made for the tests of the formats: real ones, written by the libraries that write such files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import xlwt
from docx import Document
from odf import opendocument, table, text
from openpyxl import Workbook


def xls(*rows: Sequence[object]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Plan")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value, *([day] if isinstance(value, date) else []))
    return saved(book)


def docx(*paragraphs: str, fill: Callable[[object], None] | None = None) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if fill:
        fill(document)
    return saved(document)


def xlsx(*rows: Sequence[object], fill: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if fill:
        fill(book)
    return saved(book)


def odt(*paragraphs: str) -> bytes:
    document = opendocument.OpenDocumentText()
    for paragraph in paragraphs:
        document.text.addElement(text.P(text=paragraph))
    return saved(document)


def ods(*rows: Sequence[str]) -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Plan")
    for row in rows:
        line = table.TableRow()
        for value in row:
            cell = table.TableCell()
            cell.addElement(text.P(text=value))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    return saved(document)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    """A deflated ZIP; `__` in a name stands for `/`, `_DOT_` for `.`."""
    return zipped({name.replace("__", "/").replace("_DOT_", "."): body for name, body in members.items()})


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in members.items():
            target.writestr(name, body)
    return buffer.getvalue()


def changed(data: bytes, **members: bytes | None) -> bytes:
    """The archive with members replaced, added, or (None) left out; names as in `archive`."""
    changes = {name.replace("__", "/").replace("_DOT_", "."): body for name, body in members.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        kept = {name: source.read(name) for name in source.namelist()}
    kept.update(changes)  # type: ignore[arg-type]
    return zipped({name: body for name, body in kept.items() if body is not None})


def member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def pdf(
    *pages: Sequence[tuple[float, float, str]], size: float = 10, extra: bytes = b"", trailer: bytes = b""
) -> bytes:
    """A PDF with Helvetica text at (x, y) of each page of 600 × 800 points, written in the order given."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, page in enumerate(pages):
        stream = b"".join(
            b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n"
            % (size, x, y, words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for x, y, words in page
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    if extra:
        objects.append(extra)
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    last = trailer.replace(b"EXTRA", b"%d 0 R" % len(objects))
    return (
        body
        + head
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            last,
            len(body),
        )
    )


def locked_pdf() -> bytes:
    """A PDF that asks for a password before it shows a page."""
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32)
    page = [(72.0, 700.0, "Only for those who know the word")]
    return pdf(page, extra=lock, trailer=b"/Encrypt EXTRA /ID [<00112233445566778899aabbccddeeff> <00>]")
