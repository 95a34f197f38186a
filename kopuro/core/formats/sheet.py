"""Spreadsheets: XLSX (streamed, values as stored) and the older XLS."""

from __future__ import annotations

import io
import math
import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from kopuro.core.formats.archive import Archive, damaged
from kopuro.core.formats.blocks import tidy
from kopuro.core.formats.shape import Cell, Found, Limits, Span, Table

MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
UNSTORED = re.compile(rb"</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>|</(?:\w+:)?c>)")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
FAR = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def read_xlsx(data: bytes, limits: Limits, *, as_written: bool = False) -> Found:
    """All visible sheets of an XLSX; formulas give the value stored with them. `as_written` keeps line breaks and spaces
    of a cell, for lists that are read back into what they were made from.

    Raises `intake.damaged`, `intake.unsafe`, `intake.archive_bomb`, `intake.encrypted`.
    """
    archive = Archive(data, limits)
    for name in sorted(archive.names):
        if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
            archive.xml(name)
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import, and only in the child process that reads XLSX

    try:
        # Read-only: the default mode builds every cell of the claimed range and hangs on a far cell.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise damaged(f"openpyxl: {error!r}") from error
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in book.worksheets[: limits.max_tables]:
        if sheet.sheet_state != "visible":
            notes.append(f"Sheet “{sheet.title}” is hidden in the file and was not read.")
            continue
        raw = archive.xml(posixpath.normpath(str(getattr(sheet, "_worksheet_path", "")).lstrip("/")))
        try:
            # The size a sheet claims is often wrong; what its cells say is not.
            sheet.reset_dimensions()
            height, width = _size(raw, limits)
            rows = [
                [_cell(value, as_written) for value in row]
                for row in sheet.iter_rows(max_row=height, max_col=width, values_only=True)
            ]
        except Exception as error:
            raise damaged(f"openpyxl: {error!r}") from error
        notes.extend(_sheet_notes(sheet.title, raw, limits))
        if table := trimmed(sheet.title, rows, _merged(raw, limits)):
            top, bottom = table.first_row - 1, len(table.rows)
            hidden = tuple(row - top for row in _hidden(raw) if 0 <= row - top < bottom)
            unstored = tuple((row - top, column) for row, column in _unstored(raw) if row - top >= 0)
            tables.append(replace(table, hidden=hidden, unstored=unstored))
    title = tidy(str(book.properties.title or ""))[:300]
    return Found(as_text(tables, limits), title=title, tables=tuple(tables), notes=tuple(notes))


def read_xls(data: bytes, limits: Limits) -> Found:
    """All sheets of an XLS; raises `intake.damaged`."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - only in the child process that reads XLS

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names[: limits.max_tables]
        found = [(name, book.get_sheet_by_name(name)) for name in names]
        grids = [(name, sheet.to_python(skip_empty_area=False, nrows=limits.max_rows)) for name, sheet in found]
    except Exception as error:
        raise damaged(f"calamine: {error!r}") from error
    tables = []
    for name, grid in grids:
        rows = [[_cell(value) for value in row[: limits.max_columns]] for row in grid]
        if table := trimmed(name, rows, []):
            tables.append(table)
    return Found(as_text(tables, limits), tables=tuple(tables))


def trimmed(name: str, rows: Sequence[Sequence[Cell]], merged: Sequence[Span]) -> Table | None:
    """A table without empty rows around it and empty cells at row ends; None when nothing is left."""
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        width = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
        lines.append(tuple(row[:width]))
    while lines and not lines[-1]:
        lines.pop()
    first = next((number for number, line in enumerate(lines) if line), None)
    if first is None:
        return None
    spans = tuple((top - first, left, bottom - first, right) for top, left, bottom, right in merged if top >= first)
    return Table(tidy(name)[:100], tuple(lines[first:]), first_row=first + 1, merged=spans)


def as_text(tables: Sequence[Table], limits: Limits) -> str:
    """The sheets as lines of tab-separated values, so that a spreadsheet can be searched and quoted."""
    parts: list[str] = []
    length = 0
    for table in tables:
        parts.append(table.name)
        for row in table.rows:
            line = "\t".join("" if cell is None else str(cell).replace("\n", " ") for cell in row)
            length += len(line) + 1
            if length > limits.max_text:
                return "\n".join(parts)
            if line:
                parts.append(line)
        parts.append("")
    return "\n".join(parts).strip()


def _cell(value: object, as_written: bool = False) -> Cell:
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) and abs(value) < 1e15 else value
    if isinstance(value, int):
        return value if abs(value) < 10**15 else str(value)
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
        return value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value
    if isinstance(value, (time, timedelta)):
        return str(value)
    if as_written:
        return str(value) or None
    return tidy(str(value)) or None


def _hidden(raw: bytes) -> list[int]:
    """0-based rows that the sheet hides."""
    found = []
    for (attributes,) in (match.groups() for match in ROW.finditer(raw)):
        number = re.search(rb'\br="(\d{1,7})"', attributes)
        if number and re.search(rb'\bhidden="(?:1|true)"', attributes):
            found.append(int(number[1]) - 1)
    return found[:5_000]


def _unstored(raw: bytes) -> list[tuple[int, int]]:
    """0-based (row, column) of formulas without a stored result."""
    found = []
    for match in list(UNSTORED.finditer(raw))[:200]:
        cells = FAR.findall(raw, max(0, match.start() - 10_000), match.start())
        if cells:
            found.append((int(cells[-1][1]) - 1, _column(cells[-1][0])))
    return found


def _merged(raw: bytes, limits: Limits) -> list[Span]:
    spans = []
    for left, top, right, bottom in MERGE.findall(raw)[:5_000]:
        span = (
            int(top) - 1,
            _column(left),
            min(int(bottom) - 1, limits.max_rows),
            min(_column(right), limits.max_columns),
        )
        if span[0] <= span[2] and span[1] <= span[3]:
            spans.append(span)
    return spans


def _size(raw: bytes, limits: Limits) -> tuple[int, int]:
    """(rows, columns) that hold the cells within the limits; the limits where cells carry no address."""
    cells = [(int(row), _column(column) + 1) for column, row in FAR.findall(raw)]
    if not cells:
        return limits.max_rows, limits.max_columns
    near = [cell for cell in cells if cell[0] <= limits.max_rows and cell[1] <= limits.max_columns]
    return max((row for row, _ in near), default=1), max((column for _, column in near), default=1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheet_notes(title: str, raw: bytes, limits: Limits) -> list[str]:
    notes = []
    if unstored := len(UNSTORED.findall(raw)):
        notes.append(
            f"Sheet “{title}”: {unstored} formulas have no stored result and were left empty. Open the file in a "
            "spreadsheet program and save it once."
        )
    if any(int(row) > limits.max_rows or _column(column) >= limits.max_columns for column, row in FAR.findall(raw)):
        notes.append(
            f"Sheet “{title}”: only the first {limits.max_rows} rows and {limits.max_columns} columns were read."
        )
    return notes
