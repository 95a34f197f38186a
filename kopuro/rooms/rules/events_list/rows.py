"""The rows of a list under its columns: what each says, and what in it can't be taken and has to be mended first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .columns import Columns, TableLike
from .times import Moment, duration_of, moment_of
from .words import BY_HAND, NO, OFTEN_ONCE, YES, folded

MOST_ROWS = 1000
LETTERS = re.compile(r"[^\W\d_]{3}")
MOST_FAULTS = 100


@dataclass(frozen=True)
class Fault:
    """Something to mend in the sheet; `row` as its program counts, `column` its letter or ""."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.column}{self.row}: {self.sentence}" if self.column else f"{self.row}: {self.sentence}"


@dataclass(frozen=True)
class Row:
    """One inject as written: words by meaning; `at` where it names a time; `heading` the section it stands under."""

    number: int
    words: Mapping[str, str]
    at: Moment | None = None
    heading: str = ""


@dataclass(frozen=True)
class Read:
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = field(default=())


def letter(place: int) -> str:
    """Column 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def read(table: TableLike, columns: Columns) -> Read:
    """Rows below the headers; empty ones are passed over, a row with one cell across the list is a heading."""
    faults = list(_shape(table, columns))
    notes: list[str] = []
    rows: list[Row] = []
    heading = ""
    for place, cells in enumerate(table.rows[columns.header + 1 :], columns.header + 1):
        number = table.first_row + place
        if all(cell is None or not str(cell).strip() for cell in cells):
            continue
        title = _heading(table, columns, place, cells)
        if title:
            heading = title
            notes.append(f"Row {number}, “{title[:60]}”, is read as a heading of the rows below it.")
            continue
        if len(rows) == MOST_ROWS:
            faults.append(Fault(number, "", f"The list has more than {MOST_ROWS} injects. Split it."))
            break
        row, wrong = _row(columns, number, cells, heading)
        faults += wrong
        rows.append(row)
    faults += _twice(columns, rows)
    if not rows and not faults:
        faults.append(Fault(table.first_row + columns.header, "", "No inject stands below the headers."))
    if not columns.usable:
        faults.append(Fault(table.first_row + columns.header, "", "No column is the title or the text of the injects."))
    return Read(tuple(rows), tuple(faults[:MOST_FAULTS]), tuple(notes))


def _shape(table: TableLike, columns: Columns) -> list[Fault]:
    """Hidden rows, joined cells and formulas without a result: nobody can see what they would put into a room."""
    found = []
    for row in table.hidden:
        if row > columns.header:
            found.append(Fault(table.first_row + row, "", "The row is hidden. Show it, or delete it."))
    for top, left, bottom, right in table.merged:
        heading = top == bottom and left == 0
        if bottom > columns.header and not heading:
            what = f"{letter(left)}{table.first_row + top}:{letter(right)}{table.first_row + bottom}"
            found.append(Fault(table.first_row + top, letter(left), f"The cells {what} are merged. Split them."))
    for row, column in table.unstored:
        if row > columns.header:
            wrong = "The formula has no stored result. Write the value itself."
            found.append(Fault(table.first_row + row, letter(column), wrong))
    return found


def _heading(table: TableLike, columns: Columns, place: int, cells: tuple[Any, ...]) -> str:
    """The words of a row that stands across the list: merged from the first column on, or alone in a wide list."""
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    if len(filled) != 1 or moment_of(filled[0]) is not None or not LETTERS.search(str(filled[0])):
        return ""
    joined = any(top == bottom == place and left == 0 for top, left, bottom, _right in table.merged)
    first = cells[0] is not None and str(cells[0]).strip()
    wide = sum(bool(one) for one in columns.meanings) >= 3
    here = columns.meanings[0] if columns.meanings else ""
    alone = bool(first) and wide and here.split(":")[0] not in ("title", "text", "code")
    return " ".join(str(filled[0]).split())[:200] if joined or alone else ""


def _row(columns: Columns, number: int, cells: tuple[Any, ...], heading: str) -> tuple[Row, list[Fault]]:
    words: dict[str, str] = {}
    faults: list[Fault] = []
    at: Moment | None = None
    for place, meaning in enumerate(columns.meanings):
        cell = cells[place] if place < len(cells) else None
        if not meaning or cell is None:
            continue
        text = str(cell).replace("\r\n", "\n").replace("\r", "\n")
        if meaning == "time" and text.strip() and not BY_HAND.match(folded(text)):
            at = moment_of(cell)
            if at is None:
                wrong = f"“{text.strip()[:40]}” is not a time. Write it like 0:45, 09:30, STARTEX+45 min or 1h10m."
                faults.append(Fault(number, letter(place), wrong))
        if meaning in words:  # several columns of remarks, or of people responsible
            words[meaning] = f"{words[meaning]}; {text}"
        else:
            words[meaning] = text
    said = any(words.get(one, "").strip() for one in columns.meanings if one.split(":")[0] in ("title", "text"))
    if columns.usable and not said:
        faults.append(Fault(number, "", "The row has neither a title nor a text. Fill it, or empty the row."))
    if (limit := words.get("deadline", "").strip()) and duration_of(limit) is None:
        place = columns.meanings.index("deadline")
        faults.append(Fault(number, letter(place), f"“{limit[:40]}” is not a length of time. Write it like 30 min."))
    for meaning in ("contingency", "acknowledgement"):
        said_so = folded(words.get(meaning, ""))
        if said_so and not YES.match(said_so) and not NO.match(said_so):
            place = columns.meanings.index(meaning)
            faults.append(Fault(number, letter(place), f"“{words[meaning][:40]}” is neither yes nor no."))
    return Row(number, words, at, heading), faults


def _twice(columns: Columns, rows: list[Row]) -> list[Fault]:
    """The same number or code for two injects: nobody could say which one was sent."""
    found = []
    for meaning in ("number", "code"):
        if meaning not in OFTEN_ONCE or columns.place(meaning) is None:
            continue
        seen: dict[str, int] = {}
        for row in rows:
            word = folded(row.words.get(meaning, ""))
            if word and word in seen:
                wrong = f"The {meaning} “{word[:40]}” stands in row {seen[word]} too."
                found.append(Fault(row.number, letter(columns.meanings.index(meaning)), wrong))
            elif word:
                seen[word] = row.number
    return found
