"""Which column means what: the header row is found, a meaning suggested for each column, and the whole remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from kopuro.core.gazetteer import resolve_place
from kopuro.intake.rules.sheets import cells
from kopuro.intake.rules.sheets.cells import Cell
from kopuro.intake.rules.sheets.words import FIELDS, PRIVATE, folded, meanings, mode_of, type_of

SEARCHED = 30
SAMPLE = 40


class TableLike(Protocol):
    """What `formats.Table` is: rows from the first that holds anything, its number in the sheet, merged spans."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]: ...
    @property
    def first_row(self) -> int: ...
    @property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]: ...


@dataclass(frozen=True)
class Mapping:
    """Columns and what they mean, in the order of the sheet; "" for a column that is not taken.

    `header` is the 0-based row of the headers within the table, `depth` how many rows they take (1 or 2); both are
    found anew in each sheet, the meanings are what is remembered under `fingerprint`.
    """

    fingerprint: str
    header: int
    depth: int
    headers: tuple[str, ...]
    fields: tuple[str, ...]

    def as_plain(self) -> dict[str, Any]:
        """For storing as JSON."""
        return {"headers": list(self.headers), "fields": list(self.fields)}

    def column_of(self, field: str) -> int | None:
        """The first column that means `field`."""
        return self.fields.index(field) if field in self.fields else None


def fingerprint(headers: Sequence[object]) -> str:
    """A key under which a mapping remembers itself: the headers in their order, whatever their case and marks."""
    words = [folded(header) for header in headers]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def suggest(table: TableLike, remembered: dict[str, Any] | None = None) -> Mapping | None:
    """The header row and a meaning for each column; None for a table that is no list of activities.

    `remembered` is what `as_plain` gave for a sheet of the same headers: its meanings are taken instead of guessed.
    """
    header, depth = _header(table)
    headers = headers_at(table, header, depth)
    if not any(headers):
        return None
    mark = fingerprint(headers)
    if remembered is not None:
        fields = tuple(field if field in FIELDS else "" for field in map(str, remembered.get("fields", ())))
        fields = (*fields, *[""] * len(headers))[: len(headers)]
    else:
        fields = _meanings(table, header + depth, headers)
        # A list of activities says at least what, and when or where or what kind.
        others = {"start", "end", "dates", "city", "place", "country", "type", "planned", "attended", "people"}
        title = fields.index("title") if "title" in fields else None
        if title is None or not others & set(fields):
            return None
        if "title" not in dict(meanings(headers[title])) and not {"start", "dates"} & set(fields):
            return None
    return Mapping(mark, header, depth, headers, fields)


def unclear(table: TableLike) -> Mapping | None:
    """The headers of a table that `suggest` does not take for a list of activities, no column given a meaning: a person
    may say what they mean. None for what has no headers with rows below."""
    header, depth = _header(table)
    headers = headers_at(table, header, depth)
    below = table.rows[header + depth :]
    if sum(map(bool, headers)) < 2 or not any(sum(not cells.is_empty(cell) for cell in row) > 1 for row in below):
        return None
    return Mapping(fingerprint(headers), header, depth, headers, ("",) * len(headers))


def headers_at(table: TableLike, header: int, depth: int) -> tuple[str, ...]:
    """The texts of the header row; two rows are joined ("Dates › Start")."""
    width = max((len(row) for row in table.rows[:SEARCHED]), default=0)
    texts = [""] * width
    for number in range(header, min(header + depth, len(table.rows))):
        row = [cells.written(cell) for cell in table.rows[number]] + [""] * width
        for top, left, bottom, right in table.merged:
            if top == number and left < width and (bottom > top or right > left):
                for column in range(left, min(right + 1, width)):
                    row[column] = row[left]
        for column in range(width):
            text = re.sub(r"\s+", " ", row[column]).strip()
            if text and text not in texts[column]:
                texts[column] = f"{texts[column]} › {text}" if texts[column] else text
    return tuple(texts)


def _header(table: TableLike) -> tuple[int, int]:
    best: tuple[float, int] = (0.0, 0)
    for number, row in enumerate(table.rows[:SEARCHED]):
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        known = {field for text in texts if len(text) < 80 for field, weight in meanings(text)[:1] if weight > 1}
        # Data cells ("Training", "Osh") also look like headers; a header row names several different things.
        score = len(known) + 0.1 * len(texts) - 0.5 * sum(not isinstance(cell, (str, type(None))) for cell in row)
        if len(known) >= 2 and score > best[0] + 0.75:
            best = (score, number)
    number = best[1]
    if number and _groups(table, number - 1):
        return number - 1, 2
    if not best[0]:
        number = next((n for n, row in enumerate(table.rows[:SEARCHED]) if sum(isinstance(c, str) for c in row) > 1), 0)
    two = any(top == number and bottom == number and right > left for top, left, bottom, right in table.merged)
    if two and number + 1 < len(table.rows):
        below = [cell for cell in table.rows[number + 1] if cell is not None]
        return number, 2 if below and all(isinstance(cell, str) and len(cell) < 40 for cell in below) else 1
    return number, 1


def _groups(table: TableLike, number: int) -> bool:
    """Whether a row holds headings over several columns each, and not one title over all of them."""
    filled = sum(cell is not None for cell in table.rows[number])
    return filled > 1 and any(top == bottom == number and right > left for top, left, bottom, right in table.merged)


def _meanings(table: TableLike, first: int, headers: tuple[str, ...]) -> tuple[str, ...]:
    sample = table.rows[first : first + SAMPLE]
    scored: list[tuple[float, int, str]] = []
    for column, header in enumerate(headers):
        held = [row[column] for row in sample if column < len(row)]
        values = [value for value in held if not cells.is_empty(value) and not cells.is_error(value)]
        evidence = {} if PRIVATE.search(folded(header)) else _evidence(values)
        named = dict(meanings(header))
        for field in {*named, *evidence}:
            score = named.get(field, 0) + evidence.get(field, 0.0)
            if field in named and values and field in _NEEDED and field not in evidence:
                score -= 3.0  # called so, but its cells hold something else
            if field in named or score >= 1.2:
                scored.append((score, column, field))
    fields = [""] * len(headers)
    taken: set[str] = set()
    for score, column, field in sorted(scored, key=lambda entry: (-entry[0], entry[1])):
        if score > 0.5 and not fields[column] and (field not in taken or field in _REPEATED):
            if field == "dates" and {"start", "end"} <= taken:
                continue
            fields[column] = field
            taken.add(field)
    if "title" not in taken:
        _longest_text(sample, headers, fields)
    return tuple(fields)


_NEEDED = frozenset({"start", "end", "dates", "planned", "attended", "registered", "people", "country", "year"})
_REPEATED = frozenset({"partner", "notes"})


def _evidence(values: Sequence[Cell]) -> dict[str, float]:
    """What the cells themselves speak for: field → up to about 1.5; 0 for one that only a few of them fit."""
    if not values:
        return {}
    texts = [value for value in values if isinstance(value, str)]
    share: dict[str, float] = {}

    def part(field: str, fitting: int, most: float) -> None:
        if fitting:
            share[field] = most * fitting / len(values) if fitting * 2 > len(values) else 0.0

    dated = sum(
        isinstance(v, date) or (isinstance(v, str) and len(v) < 60 and cells.when(v) is not None) for v in values
    )
    serial = sum(
        isinstance(v, (int, float)) and not isinstance(v, bool) and cells.serial_day(v) is not None for v in values
    )
    months = sum(cells.when(v, year=2000) is not None for v in texts if len(v) < 30)
    part("dates", max(dated, months), 1.3)
    part("start", dated + serial, 0.6)
    part("end", dated + serial, 0.6)
    years = sum(
        (isinstance(v, int) and 1990 <= v <= 2100) or (isinstance(v, str) and bool(re.fullmatch(r"20\d\d", v)))
        for v in values
    )
    part("year", years, 0.6)
    counted = sum(cells.count(v) is not None for v in values if not (isinstance(v, str) and len(v) > 30))
    for field in ("planned", "attended", "registered", "people"):
        part(field, counted, 0.6)
    countries = [
        cells.country_code(re.split(r"[;,/\n]|\s(?:and|и|et)\s", text)[0]) for text in texts if len(text) < 200
    ]
    part("country", sum(map(bool, countries)), 1.4)
    known = [resolve_place(text) for text in texts if len(text) < 40]
    part("city", sum(bool(place and place.place.level == "city") for place in known), 1.4)
    short = [text for text in texts if len(text) < 40]
    part("mode", sum(mode_of(text) is not None for text in short if len(text) < 25), 1.4)
    kinds = {text.casefold() for text in short if type_of(text)}
    # A column of types repeats itself; a column of titles does not.
    if len(kinds) * 1.5 <= len(values) or max(map(len, short), default=99) < 22:
        part("type", sum(type_of(text) is not None for text in short), 1.3)
    return share


def _longest_text(sample: Sequence[Sequence[Cell]], headers: Sequence[str], fields: list[str]) -> None:
    """No column is called a title: the one with the longest differing texts is."""
    best: tuple[float, int] | None = None
    for column, header in enumerate(headers):
        texts = [row[column] for row in sample if column < len(row) and isinstance(row[column], str)]
        if fields[column] or PRIVATE.search(folded(header)) or len(texts) * 2 < len(sample) or not texts:
            continue
        score = sum(map(len, map(str, texts))) / len(texts) * len(set(texts)) / len(texts)
        if score > 8 and (best is None or score > best[0]):
            best = (score, column)
    if best is not None:
        fields[best[1]] = "title"
