"""Lists as files. Every cell is written as an explicit string, so that no spreadsheet runs it as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "xlsx")


def text_of(value: Any) -> str:
    """Empty for None; control characters that a sheet can't hold are left out."""
    text = "" if value is None else str(value)
    return "".join(char for char in text if char >= " " or char in "\n\t")[:32_000]


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, for the spreadsheet programs that need one. A cell that a spreadsheet would run gets
    an apostrophe before it (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        cells = [text_of(value) for value in row]
        writer.writerow([f"'{cell}" if cell.startswith(RUNS_AS_FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Kopuro") -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - with it comes numpy: half a second that a start need not wait for
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in [columns, *rows]:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value="")
            cell.value, cell.data_type = text_of(value), "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(name: str, form: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """The list as an attachment `name.csv` or `name.xlsx`."""
    if form not in FORMATS:
        raise Http404
    data = as_csv(columns, rows) if form == "csv" else as_xlsx(columns, rows, name)
    response = HttpResponse(data, content_type="text/csv; charset=utf-8" if form == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
