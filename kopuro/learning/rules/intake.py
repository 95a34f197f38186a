"""Rows of a trainer's or evaluator's table into answers, judgements and ratings. Codes of people go in, keys come out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kopuro.core.problems import Problem
from kopuro.learning.rules.columns import MAY, NEEDS, Columns, key_of
from kopuro.learning.rules.tables import YES_NO, is_formula, is_missing, shown

MOST_ROWS = 50_000
MOST_ITEMS = 400
MOST_CELLS = 200_000
MOST_SCORE = 1e6
# How long a word may be: a longer one is refused rather than cut, because two cut words could become one.
LONGEST = {
    "item": 80,
    "case": 80,
    "pair": 80,
    "trait": 80,
    "level": 80,
    "unit": 80,
    "indicator": 80,
    "group": 40,
    "language": 8,
}
NUMBER = re.compile(r"[+-]?(\d{1,12}([.,]\d{0,12})?|[.,]\d{1,12})", re.ASCII)
# Columns about the person that no measurement needs; never suggested as an item.
PERSONAL = re.compile(
    r"(?<![^\W_])(name|surname|e-?mail|phone|tel|имя|фамилия|фио|почта|телефон|nom|prénom|courriel)(?![^\W_])"
)
HEADERS = {
    "code": ("code", "key", "id", "seat", "rater", "participant", "person", "код", "участник", "clé", "participant·e"),
    "occasion": ("occasion", "time", "test", "when", "wave", "pre_post", "phase", "этап", "момент", "moment"),
    "group": ("group", "track", "группа", "groupe"),
    "language": ("language", "lang", "язык", "langue"),
    "case": ("case", "vignette", "кейс", "случай", "cas"),
    "signal": ("signal", "truth", "сигнал"),
    "response": ("response", "answer", "judgement", "judgment", "ответ", "réponse"),
    "confidence": ("confidence", "sure", "уверенность", "confiance"),
    "pair": ("pair", "пара", "paire"),
    "trait": ("trait", "attribute", "признак"),
    "level": ("level", "variant", "уровень", "niveau"),
    "unit": ("unit", "target", "case", "единица"),
    "indicator": ("indicator", "criterion", "индикатор", "indicateur"),
    "value": ("value", "rating", "score", "оценка", "note"),
}
OCCASIONS = ("pre", "post", "later")
BEFORE = {"pre", "before", "t0", "baseline", "до", "avant", "pretest", "pre-test"}
AFTER = {"post", "after", "t1", "после", "après", "posttest", "post-test"}
LATER = {"later", "follow-up", "followup", "call-back", "t2", "позже", "plus tard"}


@dataclass(frozen=True)
class Read:
    """Rows ready to be stored, as plain values, and sentences about what was left out."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def suggest(kind: str, headers: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> Columns:
    """Guesses by header words; for answers every other column of numbers is an item of the test (all columns, where no
    `rows` are given to look at). Columns about the person are left out."""
    low = [header.strip().lower().replace(" ", "_") for header in headers]
    named: dict[str, int] = {}
    for role in (*NEEDS[kind], *MAY[kind]):
        for place, header in enumerate(low):
            if role != "items" and header in HEADERS.get(role, ()) and place not in named.values():
                named[role] = place
                break
    items: tuple[tuple[int, str], ...] = ()
    if kind == "answers":
        free = [place for place in range(len(headers)) if place not in named.values() and low[place]]
        items = tuple((place, headers[place].strip()) for place in free if _may_be_item(low[place], place, rows))
    return Columns(named, items)


def _may_be_item(header: str, place: int, rows: Sequence[Sequence[str]]) -> bool:
    if PERSONAL.search(header):
        return False
    cells = [row[place].strip() for row in rows[:200] if place < len(row)]
    said = [cell for cell in cells if not is_missing(cell)]
    numbers = [cell for cell in said if _number(cell) is not None]
    # A slip in a column of numbers is told with its row when the table is read; a column of words is no item.
    return not rows or (bool(said) and 2 * len(numbers) >= len(said))


def _number(said: str) -> float | None:
    """0 or 1 for words of yes and no, a plain number with point or comma, else None: no inf, no exponents, no other
    digits."""
    known = YES_NO.get(said.lower())
    if known is not None:
        return known
    return float(said.replace(",", ".")) if NUMBER.fullmatch(said) else None


def check(kind: str, columns: Columns) -> None:
    """Raises `Problem` `learning.columns` when something needed has no column, or an item has no name of its own."""
    missing = [role for role in NEEDS[kind] if role != "items" and role not in columns.named]
    if missing or ("items" in NEEDS[kind] and not columns.items):
        words = ", ".join(missing) or "at least one item"
        raise Problem("learning.columns", f"Say which column holds: {words}.")
    if len(columns.items) > MOST_ITEMS:
        raise Problem(
            "learning.too_big", f"The table has {len(columns.items)} items; at most {MOST_ITEMS} can be kept."
        )
    names = [name for _place, name in columns.items]
    for name in names:
        if not name or is_formula(name) or len(name) > LONGEST["item"]:
            raise Problem(
                "learning.columns",
                f"Give the item “{shown(name)}” a short plain heading of up to {LONGEST['item']} letters.",
            )
        if names.count(name) > 1:
            raise Problem("learning.columns", f"Two items are called “{shown(name)}”. Give each a heading of its own.")


def read_rows(
    kind: str,
    columns: Columns,
    rows: Sequence[Sequence[str]],
    salt: str,
    *,
    occasion: str = "",
    width: int | None = None,
    first_row: int = 2,
) -> Read:
    """`rows` are the lines under the headers, as text; blank ones are passed over. `occasion` is that of a file whose
    rows do not say theirs, `width` the number of headers, `first_row` the number of the first line in its file.

    Raises `Problem`, always before anything is kept: `learning.columns`, `learning.no_rows`, `learning.too_big`,
    `learning.ragged` and `learning.cell` naming row and column, `learning.twice` for a code that answers the same twice.
    """
    check(kind, columns)
    if len(rows) > MOST_ROWS or len(rows) * max(1, len(columns.items)) > MOST_CELLS:
        raise Problem(
            "learning.too_big",
            f"The table is too large: at most {MOST_ROWS:,} rows and {MOST_CELLS:,} answers can be kept in one.",
        )
    reader = _Reader(kind, columns, salt, occasion)
    reader.count_from(rows)
    for number, row in enumerate(rows, start=first_row):
        if any(cell.strip() for cell in row):
            if width is not None and len(row) != width:
                raise Problem("learning.ragged", f"Row {number} has {len(row)} cells where the heading has {width}.")
            reader.take(number, row)
    if not reader.read.rows:
        raise Problem("learning.no_rows", "No row under the heading has both a code and something to keep.")
    if reader.without_code:
        reader.read.notes.append(f"{reader.without_code} rows without a code were left out.")
    return reader.read


class _Reader:
    def __init__(self, kind: str, columns: Columns, salt: str, occasion: str) -> None:
        self.kind, self.columns, self.salt, self.occasion = kind, columns, salt, occasion
        self.read = Read()
        self.seen: dict[tuple[object, ...], int] = {}
        self.without_code = 0
        self.first = 1

    def count_from(self, rows: Sequence[Sequence[str]]) -> None:
        """Occasions may be numbers: 1, 2, 3, or 0, 1, 2 where a zero stands anywhere."""
        if any(self.cell(row, "occasion") == "0" for row in rows):
            self.first = 0

    def take(self, number: int, row: Sequence[str]) -> None:
        code = self.cell(row, "code")
        if is_missing(code):
            self.without_code += any(not is_missing(cell) for cell in row)
            return
        key = key_of(self.salt, code)
        if self.kind == "answers":
            self.answers(number, row, key)
        elif self.kind == "judgements":
            self.judgement(number, row, key)
        else:
            self.rating(number, row, key)

    def cell(self, row: Sequence[str], role: str) -> str:
        place = self.columns.named.get(role)
        return row[place].strip() if place is not None and place < len(row) else ""

    def once(self, number: int, *what: object) -> None:
        first = self.seen.setdefault(what, number)
        if first != number:
            raise Problem(
                "learning.twice", f"Row {number} repeats row {first}: the same code, time and item. Leave one out."
            )

    def when(self, number: int, row: Sequence[str]) -> str:
        said = self.cell(row, "occasion").lower()
        for name, known in (("pre", BEFORE), ("post", AFTER), ("later", LATER)):
            if said in known:
                return name
        if said in ("0", "1", "2", "3") and 0 <= int(said) - self.first < len(OCCASIONS):
            return OCCASIONS[int(said) - self.first]
        if not said and self.occasion:
            return self.occasion
        raise self.refused(number, "occasion", said, "is neither before, after nor call-back")

    def number(self, number: int, name: str, said: str, low: float, high: float) -> float | None:
        """The number in a cell, None where it is missing."""
        if is_missing(said):
            return None
        value = _number(said)
        if value is None:
            why = "is a formula; save the file with values instead" if is_formula(said) else "is not a number"
            raise self.refused(number, name, said, why)
        if not low <= value <= high:
            raise self.refused(number, name, said, f"is not between {low:g} and {high:,.0f}")
        return value

    def flag(self, number: int, row: Sequence[str], role: str) -> float | None:
        """0 or 1; a judgement between them is no judgement."""
        said = self.cell(row, role)
        if is_missing(said):
            return None
        value = _number(said)
        if value not in (0.0, 1.0):
            raise self.refused(number, role, said, "is neither 0 nor 1, no nor yes")
        return value

    def refused(self, number: int, role: str, said: str, why: str) -> Problem:
        return Problem("learning.cell", f"Row {number}, {role}: “{shown(said)}” {why}.")

    def text(self, number: int, row: Sequence[str], role: str) -> str:
        said = self.cell(row, role)
        if is_missing(said):
            return ""
        if is_formula(said):
            raise self.refused(number, role, said, "is a formula; save the file with values instead")
        if len(said) > LONGEST[role]:
            raise self.refused(number, role, said, f"is longer than {LONGEST[role]} letters")
        return said

    def needed(self, number: int, row: Sequence[str], role: str) -> str:
        said = self.text(number, row, role)
        if not said:
            raise self.refused(number, role, self.cell(row, role), "is empty")
        return said

    def answers(self, number: int, row: Sequence[str], key: uuid.UUID) -> None:
        occasion = self.when(number, row)
        self.once(number, key, occasion)
        more = {"group": self.text(number, row, "group"), "language": self.text(number, row, "language")}
        for place, item in self.columns.items:
            said = row[place].strip() if place < len(row) else ""
            score = self.number(number, item, said, 0, MOST_SCORE)
            self.read.rows.append(
                {"key": key, "occasion": occasion, "item": item, "answer": said, "score": score, **more}
            )

    def judgement(self, number: int, row: Sequence[str], key: uuid.UUID) -> None:
        case = self.needed(number, row, "case")
        occasion = self.when(number, row) if "occasion" in self.columns.named else self.occasion or "post"
        self.once(number, key, occasion, case)
        signal, response = self.flag(number, row, "signal"), self.flag(number, row, "response")
        words = {role: self.text(number, row, role) for role in ("pair", "trait", "level")}
        confidence = self.number(number, "confidence", self.cell(row, "confidence").rstrip("% "), 0, 100)
        self.read.rows.append(
            {
                "seat": key, "occasion": occasion, "case": case, "signal": None if signal is None else bool(signal),
                "response": response, "confidence": confidence, **words,
            }
        )  # fmt: skip

    def rating(self, number: int, row: Sequence[str], key: uuid.UUID) -> None:
        unit, indicator = self.needed(number, row, "unit"), self.text(number, row, "indicator")
        self.once(number, key, unit, indicator)
        value = self.number(number, "value", self.cell(row, "value"), -MOST_SCORE, MOST_SCORE)
        self.read.rows.append({"rater": key, "unit": unit, "indicator": indicator, "value": value})
