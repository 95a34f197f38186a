"""Rows of a trainer's or evaluator's table into answers, judgements and ratings. Codes of people go in, keys come out."""

from __future__ import annotations

import hashlib
import hmac
import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kopuro.core.problems import Problem
from kopuro.learning.rules.tables import YES_NO, is_formula, is_missing, shown

MOST_ROWS = 50_000
MOST_ITEMS = 400
# What each kind of table needs and may have, in the order in which a page asks; `items` is any number of columns.
NEEDS = {"answers": ("code", "items"), "judgements": ("code", "case", "signal", "response"), "ratings": ("code", "unit", "value")}
MAY = {
    "answers": ("occasion", "group", "language"),
    "judgements": ("occasion", "confidence", "pair", "trait", "level"),
    "ratings": ("indicator",),
}
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
BEFORE = {"pre", "before", "0", "t0", "1", "baseline", "до", "avant", "pretest", "pre-test"}
AFTER = {"post", "after", "t1", "2", "после", "après", "posttest", "post-test"}
LATER = {"later", "follow-up", "followup", "call-back", "t2", "3", "позже", "plus tard"}


@dataclass(frozen=True)
class Columns:
    """Which column (by position) means what; `items` are the columns of a test, by position, with their names."""

    named: Mapping[str, int]
    items: tuple[tuple[int, str], ...] = ()

    def as_plain(self) -> dict[str, Any]:
        return {"named": dict(self.named), "items": [list(pair) for pair in self.items]}


@dataclass(frozen=True)
class Read:
    """Rows ready to be stored, as plain values, and sentences about what was left out."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def suggest(kind: str, headers: Sequence[str]) -> Columns:
    """Guesses by header words; for answers every other column is an item of the test."""
    low = [header.strip().lower().replace(" ", "_") for header in headers]
    named: dict[str, int] = {}
    for role in (*NEEDS[kind], *MAY[kind]):
        for place, header in enumerate(low):
            if role != "items" and header in HEADERS.get(role, ()) and place not in named.values():
                named[role] = place
                break
    items = tuple((place, headers[place].strip()[:80]) for place in range(len(headers)) if place not in named.values()) if kind == "answers" else ()
    return Columns(named, items)


def check(kind: str, columns: Columns) -> None:
    """Raises `Problem` `learning.columns` when something needed has no column."""
    missing = [role for role in NEEDS[kind] if role != "items" and role not in columns.named]
    if missing or ("items" in NEEDS[kind] and not columns.items):
        words = ", ".join(missing) or "at least one item"
        raise Problem("learning.columns", f"Say which column holds: {words}.")
    if len(columns.items) > MOST_ITEMS:
        raise Problem("learning.too_big", f"The table has {len(columns.items)} items; at most {MOST_ITEMS} can be kept.")


def key_of(salt: str, code: str) -> uuid.UUID:
    """The random key of a self-made code within one activity (HMAC-SHA-256); capitals and spaces don't matter."""
    digest = hmac.new(bytes.fromhex(salt), "".join(code.split()).casefold().encode(), hashlib.sha256).digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def read_rows(kind: str, columns: Columns, rows: Sequence[Sequence[str]], salt: str, *, occasion: str = "") -> Read:
    """`rows` are the lines under the headers, as text. `occasion` is that of a file whose rows do not say theirs.

    Raises `Problem` `learning.cell` naming row and column, `learning.no_rows`, `learning.twice` for a code that answers
    the same twice.
    """
    check(kind, columns)
    if not rows:
        raise Problem("learning.no_rows", "The file has a heading row but no data under it.")
    if len(rows) > MOST_ROWS:
        raise Problem("learning.too_big", f"The file has {len(rows)} rows; at most {MOST_ROWS} can be kept in one.")
    reader = _Reader(kind, columns, salt, occasion)
    for number, row in enumerate(rows, start=2):
        reader.take(number, row)
    if reader.without_code:
        reader.read.notes.append(f"{reader.without_code} rows without a code were left out.")
    return reader.read


class _Reader:
    def __init__(self, kind: str, columns: Columns, salt: str, occasion: str) -> None:
        self.kind, self.columns, self.salt, self.occasion = kind, columns, salt, occasion
        self.read = Read()
        self.seen: dict[tuple[object, ...], int] = {}
        self.without_code = 0

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
            raise Problem("learning.twice", f"Row {number} repeats row {first}: the same code, time and item. Leave one out.")

    def when(self, number: int, row: Sequence[str]) -> str:
        said = self.cell(row, "occasion").lower()
        for name, known in (("pre", BEFORE), ("post", AFTER), ("later", LATER)):
            if said in known:
                return name
        if not said and self.occasion:
            return self.occasion
        raise self.refused(number, "occasion", said, "is neither before, after nor call-back")

    def number(self, number: int, row: Sequence[str], role: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        return self.as_number(number, role, self.cell(row, role), low, high)

    def as_number(self, number: int, role: str, said: str, low: float = -math.inf, high: float = math.inf) -> float | None:
        if is_missing(said):
            return None
        if is_formula(said):
            raise self.refused(number, role, said, "is a formula; save the file with values instead")
        try:
            value = float(YES_NO.get(said.lower(), said.replace(",", ".")))
        except ValueError as error:
            raise self.refused(number, role, said, "is not a number") from error
        if not math.isfinite(value) or not low <= value <= high or abs(value) > 1e9:
            raise self.refused(number, role, said, "is out of bounds")
        return value

    def refused(self, number: int, role: str, said: str, why: str) -> Problem:
        return Problem("learning.cell", f"Row {number}, {role}: “{shown(said)}” {why}.")

    def text(self, row: Sequence[str], role: str, most: int = 80) -> str:
        return self.cell(row, role)[:most]

    def answers(self, number: int, row: Sequence[str], key: uuid.UUID) -> None:
        occasion = self.when(number, row)
        self.once(number, key, occasion)
        more = {"group": self.text(row, "group", 40), "language": self.text(row, "language", 8)}
        for place, item in self.columns.items:
            said = row[place].strip() if place < len(row) else ""
            score = self.as_number(number, item, said)
            self.read.rows.append({"key": key, "occasion": occasion, "item": item, "answer": said[:200], "score": score, **more})

    def judgement(self, number: int, row: Sequence[str], key: uuid.UUID) -> None:
        case = self.text(row, "case")
        if not case:
            raise self.refused(number, "case", "", "is empty")
        occasion = self.when(number, row) if "occasion" in self.columns.named else self.occasion or "post"
        self.once(number, key, occasion, case)
        signal = self.number(number, row, "signal", 0, 1)
        confidence = self.number(number, row, "confidence", 0, 100)
        self.read.rows.append(
            {
                "seat": key, "occasion": occasion, "case": case, "pair": self.text(row, "pair"), "trait": self.text(row, "trait"),
                "level": self.text(row, "level"), "signal": None if signal is None else bool(signal),
                "response": self.number(number, row, "response", 0, 1), "confidence": confidence,
            }
        )  # fmt: skip

    def rating(self, number: int, row: Sequence[str], key: uuid.UUID) -> None:
        unit = self.text(row, "unit")
        if not unit:
            raise self.refused(number, "unit", "", "is empty")
        indicator = self.text(row, "indicator")
        self.once(number, key, unit, indicator)
        value = self.number(number, row, "value")
        self.read.rows.append({"rater": key, "unit": unit, "indicator": indicator, "value": value})
