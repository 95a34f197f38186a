"""Reading a table somebody else made: strict about what it says, clear about the row and column that can't be read."""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import Floats

MAX_BYTES = 400_000_000
MAX_COLUMNS = 20_000
MAX_CELLS = 120_000_000
MAX_NUMBER = 1e15  # squares and sums of larger ones leave double precision
MISSING = frozenset({"", ".", "-", "–", "—", "*", "na", "n/a", "#n/a", "nan", "null"})
YES_NO = {"0": 0.0, "1": 1.0, "no": 0.0, "yes": 1.0, "false": 0.0, "true": 1.0, "0.0": 0.0, "1.0": 1.0}

_number = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII).fullmatch
_decimal_comma = re.compile(r"[+-]?\d+,\d+", re.ASCII).fullmatch
_controls = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def shown(text: str, length: int = 40) -> str:
    """Return a cell or heading fit for a message: control characters replaced, cut at `length`."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in text[: length + 1])
    return clean if len(clean) <= length else clean[: length - 1] + "…"


def is_missing(cell: str) -> bool:
    """Tell whether a cell stands for "no answer"."""
    return cell.strip().lower() in MISSING


def is_formula(cell: str) -> bool:
    """Tell whether a spreadsheet would run the cell instead of showing it."""
    text = cell.strip()
    if text[:1] in {"=", "@"}:
        return True
    return text[:1] in {"+", "-"} and len(text) > 1 and not _number(text) and not _decimal_comma(text)


@dataclass(frozen=True)
class Table:
    """Columns of text under unique headings; `rows[i]` is the line of the file that record i came from."""

    names: tuple[str, ...]
    columns: tuple[list[str], ...]
    rows: Sequence[int]
    decimal_comma: bool = False
    notes: tuple[str, ...] = ()
    _places: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for place, name in enumerate(self.names):
            self._places.setdefault(_key(name), place)

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, *names: str) -> str | None:
        """Return the heading that equals one of `names` (case, spaces and hyphens aside), or None."""
        for name in names:
            place = self._places.get(_key(name))
            if place is not None:
                return self.names[place]
        return None

    def need(self, *names: str) -> str:
        """Return the heading that equals one of `names`, or raise a Problem that lists what is there."""
        found = self.find(*names)
        if found is None:
            there = ", ".join(shown(name, 24) for name in self.names[:12])
            more = f" and {len(self.names) - 12} more" if len(self.names) > 12 else ""
            raise Problem("learning.missing_column", f'The file needs a column "{names[0]}". It has: {there}{more}.')
        return found

    def cells(self, name: str) -> list[str]:
        """Return the raw cells of a column."""
        return self.columns[self._places[_key(name)]]

    def numbers(
        self, name: str, *, low: float | None = None, high: float | None = None, whole: bool = False, gaps: bool = True
    ) -> Floats:
        """Return a column as floats, shape (rows,), missing as nan; Problem names the row of the first bad cell.

        `low` and `high` bound the values, `whole` asks for whole numbers, `gaps=False` refuses missing cells.
        """
        cells = self.cells(name)
        known: dict[str, float] = {}
        for cell in dict.fromkeys(cells):
            value = self._number(cell)
            if value is None:
                raise self._refused(name, cell, "is not a number")
            if value != value:
                if not gaps:
                    raise self._refused(name, cell, "is empty; a value is needed there")
            elif abs(value) > MAX_NUMBER:
                raise self._refused(name, cell, "is too large to calculate with")
            elif low is not None and value < low:
                raise self._refused(name, cell, f"is below {low:g}")
            elif high is not None and value > high:
                raise self._refused(name, cell, f"is above {high:g}")
            elif whole and value != int(value):
                raise self._refused(name, cell, "is not a whole number")
            known[cell] = value
        return np.fromiter(map(known.__getitem__, cells), dtype=np.float64, count=len(cells))

    def flags(self, name: str) -> Floats:
        """Return a column of 0/1 (also yes/no, true/false) as floats, missing as nan."""
        cells = self.cells(name)
        known: dict[str, float] = {}
        for cell in dict.fromkeys(cells):
            value = YES_NO.get(cell.strip().lower())
            if value is None and not is_missing(cell):
                raise self._refused(name, cell, "is neither 0 nor 1")
            known[cell] = float("nan") if value is None else value
        return np.fromiter(map(known.__getitem__, cells), dtype=np.float64, count=len(cells))

    def words(self, name: str) -> list[str]:
        """Return a column as trimmed text, missing as an empty string; formulas are refused."""
        cells = self.cells(name)
        known: dict[str, str] = {}
        for cell in dict.fromkeys(cells):
            if is_missing(cell):
                known[cell] = ""
            elif is_formula(cell):
                raise self._refused(name, cell, "is a formula; a plain value is needed")
            else:
                known[cell] = cell.strip()
        return [known[cell] for cell in cells]

    def codes(self, name: str) -> tuple[np.ndarray, list[str]]:
        """Return (code per row, distinct words in order of appearance); every row must have a word."""
        words = self.words(name)
        places = {word: place for place, word in enumerate(dict.fromkeys(words))}
        if "" in places:
            raise self._refused(name, self.cells(name)[words.index("")], "is empty; a value is needed there")
        return np.fromiter(map(places.__getitem__, words), dtype=np.int64, count=len(words)), list(places)

    def numeric(self, name: str) -> bool:
        """Tell whether every cell of a column is a number or missing."""
        return all(self._number(cell) is not None for cell in dict.fromkeys(self.cells(name)))

    def _number(self, cell: str) -> float | None:
        text = cell.strip()
        if text.lower() in MISSING:
            return float("nan")
        if _number(text):
            return float(text)
        if self.decimal_comma and _decimal_comma(text):
            return float(text.replace(",", "."))
        return None

    def _refused(self, name: str, cell: str, why: str) -> Problem:
        row = self.rows[self.cells(name).index(cell)]
        where = f'Row {row}, column "{shown(name)}"'
        if is_formula(cell):
            why = "is a formula; save the file with values instead"
        elif why == "is not a number" and _decimal_comma(cell.strip()):
            why += "; a decimal comma is read in files with semicolons or tabs"
        return Problem("learning.cell", f'{where}: "{shown(cell)}" {why}.')


def read_table(
    data: bytes, *, encoding: str = "utf-8", heading: bool = True, delimiter: str | None = None, limit: int = MAX_CELLS
) -> Table:
    """Return the table in a CSV file's bytes: comma, semicolon or tab; UTF-8, or UTF-16 with its mark.

    `heading=False` reads a file without a heading row (columns are then called "column 1" …). Raises Problem for what
    is not a table of text: binary, wrong encoding, ragged rows, repeated headings, too many cells.
    """
    text = _decoded(data, encoding)
    first, offset = _first_line(text)
    if first.lower().startswith("sep=") and len(first) == 5:  # a line some spreadsheets write before the heading
        delimiter, text = first[4], text[offset:]
        first, _ = _first_line(text)
    mark = delimiter or _delimiter(first)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=mark, strict=True)
    records = _records(reader)
    try:
        head, head_row = next(records)
    except StopIteration:
        raise Problem("learning.empty_file", "The file is empty. A heading row and data are needed.") from None
    width = len(head)
    while width > 1 and not head[width - 1].strip():
        width -= 1  # spreadsheets like to add empty columns at the end
    if width > MAX_COLUMNS:
        raise Problem("learning.too_big", f"The file has {width} columns; at most {MAX_COLUMNS} can be read.")
    notes: list[str] = []
    if heading:
        names = _names([cell.strip() for cell in head[:width]], notes)
        rows = array("q")
        columns: list[list[str]] = [[] for _ in names]
    else:
        names = [f"column {place}" for place in range(1, width + 1)]
        rows = array("q", [head_row])
        columns = [[cell] for cell in head[:width]]
    _fill(records, columns, rows, width, limit)
    if not rows:
        raise Problem("learning.no_rows", "The file has a heading row but no data under it.")
    return Table(tuple(names), tuple(columns), rows, decimal_comma=mark != ",", notes=tuple(notes))


def read_file(path: Path, *, encoding: str = "utf-8", heading: bool = True) -> Table:
    """Return the table of a file, or of standard input for "-"; never reads more than the limit, nor a device."""
    if str(path) == "-":
        return read_table(sys.stdin.buffer.read(MAX_BYTES + 1), encoding=encoding, heading=heading)
    try:
        if path.is_dir():
            raise Problem("learning.no_file", f'"{shown(path.name)}" is a folder; name a CSV file in it.')
        if not path.is_file():  # neither a device nor a pipe, which may never end
            raise Problem("learning.no_file", f'There is no ordinary file "{shown(str(path), 120)}".')
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Problem("learning.no_file", f'"{shown(path.name)}" can\'t be read.', detail=str(error)) from None
    return read_table(data, encoding=encoding, heading=heading)


def _fill(
    records: Iterator[tuple[list[str], int]], columns: list[list[str]], rows: array[int], width: int, limit: int
) -> None:
    """Append the records to the columns, a block at a time."""
    block: list[list[str]] = []
    for record, row in records:
        if len(record) != width:
            if len(record) < width or any(cell.strip() for cell in record[width:]):
                raise Problem("learning.ragged", f"Row {row} has {len(record)} cells where the heading has {width}.")
            record = record[:width]
        block.append(record)
        rows.append(row)
        if len(block) == 4096:
            _flush(block, columns)
            if len(rows) * width > limit:
                raise Problem("learning.too_big", f"The file has more than {limit:,} cells; split it.")
    _flush(block, columns)


def _flush(block: list[list[str]], columns: list[list[str]]) -> None:
    if block:
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column.extend(cells)
        block.clear()


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[list[str], int]]:
    """Yield each record that is not blank with the line it ends on; broken quoting becomes a Problem."""
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = reader.line_num  # type: ignore[attr-defined]
            raise Problem(
                "learning.broken_file",
                f"Row {line} can't be read: a quotation mark may be missing, or a cell is far too long.",
                detail=str(error),
            ) from None
        if record and (record[0].strip() or any(cell.strip() for cell in record)):
            yield record, reader.line_num  # type: ignore[attr-defined]


def _decoded(data: bytes, encoding: str) -> str:
    """Return the text of the file, or a Problem that says what the file seems to be."""
    if len(data) > MAX_BYTES:
        raise Problem("learning.too_big", f"The file is larger than {MAX_BYTES // 1_000_000} MB; split it.")
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Problem("learning.empty_file", "The file is empty. A heading row and data are needed.")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Problem("learning.not_text", "The file is a spreadsheet or archive. Save it as CSV (UTF-8) first.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except (UnicodeError, LookupError) as error:
        row = data[: getattr(error, "start", 0)].count(b"\n") + 1
        raise Problem(
            "learning.encoding",
            f"Row {row} can't be read as {encoding}. Save the file as CSV UTF-8, or name its encoding (--encoding "
            "cp1251 for Cyrillic Windows files).",
            detail=str(error),
        ) from None
    if _controls.search(text):
        raise Problem("learning.not_text", "The file holds bytes that are not text. Save the table as CSV (UTF-8).")
    return text


def _first_line(text: str) -> tuple[str, int]:
    """Return the first line that is not blank and the offset behind it."""
    for match in re.finditer(r"[^\r\n]*(\r\n|\r|\n|$)", text):
        if match.group().strip() or match.end() >= len(text):
            return match.group().strip("\r\n"), match.end()
    return "", len(text)


def _delimiter(line: str) -> str:
    """Return the separator that stands most often in the heading, outside quotation marks."""
    bare = re.sub(r'"[^"]*"', "", line)
    counts = {mark: bare.count(mark) for mark in (",", ";", "\t", "|")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def _names(cells: list[str], notes: list[str]) -> list[str]:
    """Return unique headings; refuse repeated ones and a first row that looks like data."""
    numbers = [float(cell) for cell in cells if _number(cell)]
    if len(numbers) == sum(1 for cell in cells if cell) and numbers:
        if any(a >= b for a, b in itertools.pairwise(numbers)) or any(n != int(n) for n in numbers):
            raise Problem(
                "learning.no_heading",
                "The first row looks like data, not headings. Add a heading row, or say --no-heading.",
            )
        notes.append("The first row holds only numbers; it was taken as headings (say --no-heading if it is data).")
    names: list[str] = []
    seen: dict[str, int] = {}
    for place, cell in enumerate(cells, start=1):
        name = cell or f"unnamed {place}"
        if _key(name) in seen:
            raise Problem(
                "learning.same_heading",
                f'Columns {seen[_key(name)]} and {place} are both called "{shown(name)}". Give each its own name.',
            )
        seen[_key(name)] = place
        names.append(name)
    return names


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())
