"""Rows of a mapped sheet into claims, each with the cell it came from, and problems that name row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kopuro.intake.rules.sheets import cells
from kopuro.intake.rules.sheets.cells import Cell, When
from kopuro.intake.rules.sheets.mapping import Mapping, TableLike
from kopuro.intake.rules.sheets.words import PLAN, TOTAL, mode_of, status_of, type_of

COUNTS = {"planned": "planned", "attended": "attended", "registered": "registered"}
ROLES = {"organiser": "organiser", "funder": "funder", "partner": "partner"}
LONGEST = 400
_PROSE = frozenset({"title", "summary", "notes"})


@dataclass(frozen=True)
class CellProblem:
    """What could not be taken, where: `row` and `column` as the spreadsheet shows them ("" for the whole row)."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class _At:
    """A cell: its value, and row and column within the table (those of the upper left one of merged cells)."""

    value: Cell
    row: int
    column: int
    shared: bool = False


def letter(column: int) -> str:
    """A, B, … Z, AA for a 0-based column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def apply_mapping(table: TableLike, mapping: Mapping) -> tuple[list[dict[str, Any]], list[CellProblem]]:
    """(rows, problems). A row is `{"row": 4, "sheet": …, "claims": [{"field", "value", "cell", "written", …}]}`.

    Fields and values are those of an activity's claims (`title`, `type`, `status`, `dates`, `mode`, `place`,
    `participants.<stage>`, `organisation`, `wave`, `summary`), and besides `series` and `notes` as written. Totals,
    headings and empty rows give no activity; a cell that can't be read gives a problem and no claim.
    """
    reader = _Reader(table, mapping)
    return reader.rows(), reader.problems


class _Reader:
    def __init__(self, table: TableLike, mapping: Mapping) -> None:
        self.table, self.mapping = table, mapping
        self.problems: list[CellProblem] = []
        self.first = mapping.header + mapping.depth
        above = [cells.written(cell) for row in table.rows[: mapping.header] for cell in row if cell is not None]
        heading = " ".join([table.name, *above])[:5_000]
        self.planned = bool(PLAN.search(heading))
        self.year = _one_year(above) or _one_year([table.name])
        self.section_country: _At | None = None
        self.section_series: _At | None = None
        self.month_first = self._slashes()
        self.shared = self._shared()

    def rows(self) -> list[dict[str, Any]]:
        found = []
        for number in range(self.first, len(self.table.rows)):
            row = self.table.rows[number]
            if self._is_no_activity(number, row):
                continue
            claims = self._claims(number)
            if not any(claim["field"] == "title" for claim in claims):
                if claims:
                    self._problem(
                        number, None, "The row has no title, so it was left out. Give it one, or delete the row."
                    )
                continue
            found.append({"row": number + self.table.first_row, "sheet": self.table.name, "claims": claims})
        return found

    def _is_no_activity(self, number: int, row: Sequence[Cell]) -> bool:
        filled = [(column, cell) for column, cell in enumerate(row) if not cells.is_empty(cell)]
        if not filled:
            return True
        texts = [(column, cell) for column, cell in filled if isinstance(cell, str)]
        if texts and len(texts[0][1]) < 80 and TOTAL.match(texts[0][1]):
            return True
        again = [cells.written(cell).strip() for cell in row]
        if (
            sum(text == header for text, header in zip(again, self.mapping.headers, strict=False) if text)
            > len(filled) * 0.6
        ):
            return True  # the header row, printed again
        if len(filled) == 1 and texts and len(self.mapping.headers) > 2:
            self._section(number, *texts[0])
            return True
        return not texts and all(isinstance(cell, (int, float)) for _, cell in filled)

    def _section(self, number: int, column: int, text: str) -> None:
        """A row with one text alone is a heading for the rows below: a country, a year, or a series."""
        at = _At(text.strip(), number, column)
        if cells.country_code(text):
            self.section_country, self.section_series = at, None
        elif years := _one_year([text]):
            self.year = years
        elif not cells.when(text, year=2000):
            self.section_series = at

    def _claims(self, number: int) -> list[dict[str, Any]]:
        claims: list[dict[str, Any]] = []
        self._words(number, claims)
        on = self._dates(number, claims)
        self._places(number, claims, on)
        self._counts(number, claims)
        for field, role in ROLES.items():
            for at in self._all(number, field):
                for name in cells.bodies(cells.written(at.value)):
                    self._claim(claims, "organisation", {"role": role, "name": name[:200]}, at)
        return claims

    def _words(self, number: int, claims: list[dict[str, Any]]) -> None:
        for field in ("title", "series", "wave", "summary", "notes"):
            for at in self._all(number, field):
                text = re.sub(r"\s+", " ", cells.written(at.value)).strip()
                limit = {"title": LONGEST, "wave": 60, "series": LONGEST}.get(field, 20_000)
                if len(text) > limit:
                    self._problem(number, at.column, f"The text is longer than {limit} letters and was cut.")
                self._claim(claims, field, text[:limit], at)
        if self.section_series and not any(claim["field"] == "series" for claim in claims):
            self._claim(claims, "series", str(self.section_series.value)[:LONGEST], self.section_series)
        for field, read in (("type", type_of), ("status", status_of), ("mode", mode_of)):
            for at in self._all(number, field)[:1]:
                value = read(cells.written(at.value))
                if value:
                    self._claim(claims, field, value, at)
                else:
                    self._problem(
                        number, at.column, f"“{_short(at.value)}” is not known as a {field}, so none was taken."
                    )
        if self._only_planned(number) and not any(claim["field"] == "status" for claim in claims):
            title = self._all(number, "title")
            if title:
                self._claim(claims, "status", "planned", title[0])

    def _only_planned(self, number: int) -> bool:
        """Whether the sheet is a plan, or the row counts the people expected and nobody who came."""
        told = {field for field in COUNTS if any(str(at.value).strip() for at in self._all(number, field))}
        return self.planned or told == {"planned"}

    def _dates(self, number: int, claims: list[dict[str, Any]]) -> date | None:
        year = self._year(number)
        found: dict[str, tuple[When, _At]] = {}
        for field in ("dates", "start", "end"):
            for at in self._all(number, field)[:1]:
                value = cells.when(at.value, year=year, month_first=bool(self.month_first.get(at.column)))
                if self.month_first.get(at.column, False) is None and cells.SLASHED.search(cells.written(at.value)):
                    self._problem(
                        number,
                        at.column,
                        f"“{_short(at.value)}”: this column writes days and months in both orders. Write the date as 2027-03-14.",
                    )
                elif value is None:
                    self._problem(
                        number,
                        at.column,
                        f"“{_short(at.value)}” can't be read as a date. Write 2027-03-14, 14.03.2027 or 12–14 March 2027.",
                    )
                else:
                    found[field] = (value, at)
        start = found.get("start") or found.get("dates")
        end = found.get("end") or found.get("dates") or start
        if start is None and end is None:
            return None
        first, at = start or (When("", ""), end[1]) if end else start  # type: ignore[misc]
        last = end[0] if end else first
        return self._dated(number, claims, first, last, at)

    def _dated(self, number: int, claims: list[dict[str, Any]], first: When, last: When, at: _At) -> date | None:
        begin, finish = first.first, last.last or last.first
        shared = min(len(begin), len(finish))
        if begin and finish and finish[:shared] < begin[:shared]:
            self._problem(
                number, at.column, f"The end ({finish}) lies before the start ({begin}), so neither was taken."
            )
            return None
        if not begin and not finish:
            marks = [*first.month_day[:1], *(last.month_day or first.month_day)[-1:]]
            self._claim(
                claims, "dates", {"start": "", "end": "", "month_day": marks}, at, precision="unknown", basis="stated"
            )
            self._problem(number, at.column, f"“{_short(at.value)}” has no year; only day and month were taken.")
            return None
        precision = "season" if first.season else {10: "day", 7: "month", 4: "year"}.get(len(begin), "unknown")
        basis = "completed" if "completed" in (first.basis, last.basis) else first.basis
        value = {"start": begin, "end": finish if begin else "", "month_day": []}
        if not begin:
            self._problem(number, at.column, f"There is an end ({finish}) and no start, so no date was taken.")
            return None
        self._claim(claims, "dates", value, at, precision=precision, basis=basis)
        return date.fromisoformat(begin) if len(begin) == 10 else None

    def _year(self, number: int) -> int | None:
        for at in self._all(number, "year")[:1]:
            return _one_year([cells.written(at.value)])
        return self.year

    def _places(self, number: int, claims: list[dict[str, Any]], on: date | None) -> None:
        codes: list[str] = []
        country = self._all(number, "country")[:1] or ([self.section_country] if self.section_country else [])
        stated: list[tuple[str, str]] = []
        for at in country:
            for part in re.split(r"[;,/\n]|\s(?:and|и|et)\s", cells.written(at.value)):
                if code := cells.country_code(part):
                    stated.append((part.strip(), code))
                    codes.append(code)
                elif not cells.is_empty(part.strip()) and not mode_of(part):
                    self._problem(
                        number, at.column, f"“{_short(part.strip())}” is not known as a country, so none was taken."
                    )
        covered: set[str] = set()
        for at in (*self._all(number, "city")[:1], *self._all(number, "place")[:1]):
            text = cells.written(at.value)
            mode = mode_of(text)
            if mode and not cells.names_a_place(text):
                if not any(claim["field"] == "mode" for claim in claims):
                    self._claim(claims, "mode", mode, at)
                continue
            for place in cells.places(text, codes[0] if len(codes) == 1 else "", on):
                covered.add(place["country"])
                self._claim(claims, "place", place, at)
                if codes and place["country"] and place["country"] not in codes:
                    self._problem(
                        number, at.column, f"{place['name']} does not lie in the country the row names; both were kept."
                    )
        for (part, code), at in zip(stated, [country[0]] * len(stated) if country else [], strict=True):
            if code not in covered:
                self._claim(claims, "place", cells.country_place(part, code), at)

    def _counts(self, number: int, claims: list[dict[str, Any]]) -> None:
        fields = {**COUNTS, "people": "planned" if self.planned else "reported"}
        taken: set[str] = set()
        for field, stage in fields.items():
            for at in self._all(number, field)[:1]:
                if at.shared:
                    # A number over several rows belongs to all of them together; giving it to each would count it again.
                    if at.row == number:
                        self._problem(
                            number,
                            at.column,
                            f"“{_short(at.value)}” stands for several rows together, so it was given to none of them.",
                        )
                    continue
                value = cells.count(at.value)
                if value is None:
                    self._problem(number, at.column, f"“{_short(at.value)}” can't be read as one number of people.")
                elif stage not in taken:
                    taken.add(stage)
                    self._claim(
                        claims,
                        f"participants.{stage}",
                        value.number,
                        at,
                        qualifier=value.qualifier,
                        unit="people",
                        scope="activity",
                    )

    def _all(self, number: int, field: str) -> list[_At]:
        """The filled cells of a row that mean `field`; errors of the spreadsheet are told and left out."""
        found = []
        for column, meaning in enumerate(self.mapping.fields):
            if meaning != field:
                continue
            at = self._cell(number, column)
            if isinstance(at.value, str) and len(at.value) > cells.LIST and field not in _PROSE:
                at = replace(at, value=at.value[: cells.LIST])
            if cells.is_error(at.value):
                self._problem(number, column, f"The cell holds the spreadsheet's error {at.value}.")
            elif not cells.is_empty(at.value):
                found.append(at)
        return found

    def _cell(self, number: int, column: int) -> _At:
        top = self.shared.get((number, column))
        row = self.table.rows[number if top is None else top]
        if top is not None:
            return _At(row[column] if column < len(row) else None, top, column, shared=True)
        return _At(row[column] if column < len(row) else None, number, column)

    def _shared(self) -> dict[tuple[int, int], int]:
        """(row, column) → the first row of the downwards merged cells it belongs to."""
        return {
            (number, left): top
            for top, left, bottom, _ in self.table.merged
            if top >= self.first and bottom > top
            for number in range(top, min(bottom + 1, len(self.table.rows)))
        }

    def _slashes(self) -> dict[int, bool | None]:
        return {
            column: cells.month_first_of(row[column] for row in self.table.rows[self.first :] if column < len(row))
            for column, field in enumerate(self.mapping.fields)
            if field in ("dates", "start", "end")
        }

    def _claim(self, claims: list[dict[str, Any]], field: str, value: Any, at: _At, **more: str) -> None:
        address = f"{letter(at.column)}{at.row + self.table.first_row}"
        claims.append(
            {"field": field, "value": value, "cell": address, "written": cells.written(at.value)[:LONGEST], **more}
        )

    def _problem(self, number: int, column: int | None, sentence: str) -> None:
        problem = CellProblem(number + self.table.first_row, "" if column is None else letter(column), sentence)
        if problem not in self.problems:
            self.problems.append(problem)


def _one_year(texts: Sequence[str]) -> int | None:
    years = {int(year) for text in texts for year in cells.YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _short(value: object) -> str:
    text = cells.written(value) if not isinstance(value, str) else value  # type: ignore[arg-type]
    return text if len(text) <= 60 else text[:57] + "…"
