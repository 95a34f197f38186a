"""A foreign file into one table of text: headings, rows, and the number of the first row in its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kopuro.core.formats import read_bytes
from kopuro.core.formats.shape import Cell, Limits, Table
from kopuro.core.problems import Problem

KINDS = ("csv", "xlsx", "xls", "ods")
# The table travels through a page between two steps, so it stays small.
MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 20_000
LIMITS = Limits(max_bytes=5 * 1024 * 1024, max_text=MOST_BYTES, max_rows=MOST_ROWS + 1, max_columns=500, max_tables=20)


@dataclass(frozen=True)
class Sheet:
    """`headers` are not empty at the end; `rows` have the cells of the file, padded where a spreadsheet left the end of
    a row out. `first_row` is the number of `rows[0]` in the file."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 2

    def as_text(self) -> str:
        """CSV that `from_text` reads back."""
        out = io.StringIO()
        csv.writer(out).writerows([(str(self.first_row),), self.headers, *self.rows])
        return out.getvalue()


def sheet_of(name: str, data: bytes) -> Sheet:
    """The first table of a file with a heading and a row under it.

    Raises `Problem` `intake.*` for what can't be read, `learning.no_table` and `learning.too_big`.
    """
    found = read_bytes(name, data, limits=LIMITS)
    tables = [table for table in found.tables if len(table.rows) > 1] if found.kind in KINDS else []
    if not tables:
        raise Problem(
            "learning.no_table",
            "There is no table in this file. Give a CSV, XLSX or ODS file with a heading row and rows under it.",
        )
    if any("Only the first" in note for note in found.notes):
        raise Problem(
            "learning.too_big", f"The table is too large: at most {MOST_ROWS:,} rows can be taken in at once. Split it."
        )
    sheet = _sheet(tables[0], pad=found.kind != "csv")
    if len(sheet.as_text().encode()) > MOST_BYTES:
        raise Problem(
            "learning.too_big",
            "The table holds more than 2 MB of text. Leave out columns that are not needed, or split it.",
        )
    return sheet


def _sheet(table: Table, *, pad: bool) -> Sheet:
    rows = [[cell_text(cell) for cell in row] for row in table.rows]
    width = len(_trimmed(rows[0]))
    if not width:
        raise Problem("learning.no_table", "The first row is empty. Give the table a heading row.")
    out = []
    for row in rows[1:]:
        cells = row[:width] + _trimmed(row[width:])
        out.append(tuple(cells + [""] * (width - len(cells)) if pad or not any(cells) else cells))
    return Sheet(tuple(rows[0][:width]), tuple(out), table.first_row + 1)


def _trimmed(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it: 3 for 3.0, an ISO date, nothing for an empty one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def from_text(text: str) -> Sheet:
    """The table back from the page. It may have been changed there, so it is judged like a file."""
    broken = Problem("learning.no_table", "The table was lost on its way through the page. Choose the file again.")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES + 4 * MOST_ROWS:
        raise Problem("learning.too_big", "The table holds more than 2 MB of text. Split it.")
    try:
        rows = [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
        first_row = int(rows[0][0])
    except (csv.Error, ValueError, IndexError) as error:
        raise broken from error
    if len(rows) < 3 or not rows[1] or not 1 <= first_row <= 1_000_000 or len(rows) > MOST_ROWS + 2:
        raise broken
    return Sheet(rows[1], tuple(rows[2:]), first_row)
