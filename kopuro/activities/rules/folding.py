"""How claims fold into what an activity shows: dates shortened to their precision, people by stage, which value stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kopuro.core.partial_dates import checked_span, first_day, last_day
from kopuro.core.problems import Problem
from kopuro.sources.rules import Choice, Stated, choose

MONTH_DAY = re.compile(r"\d{2}-\d{2}")
NAMES = ("title", "summary", "wave", "track", "series")  # every document words these its own way: that is no conflict
STAGES = ("attended", "reported", "registered", "planned")
SINGLE = (
    "title",
    "type",
    "status",
    "dates",
    "mode",
    "summary",
    "wave",
    "track",
    "series",
    *(f"participants.{s}" for s in STAGES),
)
MANY = ("place", "organisation", "country", "audience", "topic", "group", "follows", "quote", "recommendation")


def checked_dates(value: Mapping[str, Any]) -> dict[str, Any]:
    """`{"start", "end", "month_day"}` with an end not before its start. Raises `Problem` `core.date`."""
    start, end = checked_span(str(value.get("start") or ""), str(value.get("end") or ""))
    month_day = [str(part) for part in value.get("month_day") or []]
    if any(not MONTH_DAY.fullmatch(part) for part in month_day):
        raise Problem("core.date", "A day without a year is written as month and day, such as 02-21.")
    return {"start": start, "end": end, "month_day": month_day}


@dataclass(frozen=True)
class Fact:
    """A living claim as plain values."""

    id: int
    field: str
    value: Any
    status: str
    qualifier: str = ""
    precision: str = ""
    basis: str = ""
    published: date | None = None
    settled: bool = False


@dataclass(frozen=True)
class Shown:
    """The fold: chosen single values with their choice, and all distinct values of each repeated field."""

    single: dict[str, Choice] = field(default_factory=dict)
    many: dict[str, list[Fact]] = field(default_factory=dict)

    @property
    def conflicts(self) -> int:
        return sum(choice.in_conflict for name, choice in self.single.items() if name not in NAMES)

    def value(self, name: str, default: Any = "") -> Any:
        choice = self.single.get(name)
        return choice.chosen.value if choice else default


def fold(facts: Iterable[Fact]) -> Shown:
    """Chooses among single values (see `sources.rules.choose`) and gathers repeated ones, each distinct value once, the
    most firmly decided claim standing for it."""
    by_field: dict[str, list[Fact]] = {}
    for fact in facts:
        by_field.setdefault(fact.field, []).append(fact)
    shown = Shown()
    for name, rows in by_field.items():
        if name in SINGLE:
            choice = choose(_stated(fact) for fact in rows)
            if choice:
                shown.single[name] = choice
        elif name in MANY:
            shown.many[name] = _distinct(rows)
    return shown


def _stated(fact: Fact) -> Stated:
    value = fact.value
    if fact.field == "dates":
        known = value["start"] or value["end"]
        value = f"{value['start']}/{value['end']}" if known else "--".join(value["month_day"])
    # The latest document is nearer to the facts, but a title should not change with every document: the first one stays.
    published = None if fact.field in NAMES else fact.published
    return Stated(fact.id, value, fact.status, fact.qualifier, fact.precision, published, fact.settled)


def dates_of(text: str) -> dict[str, Any]:
    """Reads back what `_stated` wrote of dates."""
    if "/" in text:
        start, end = text.split("/")
        return {"start": start, "end": end, "month_day": []}
    return {"start": "", "end": "", "month_day": [part for part in text.split("--") if part]}


def _distinct(rows: list[Fact]) -> list[Fact]:
    kept: dict[str, Fact] = {}
    for fact in sorted(rows, key=lambda one: (one.status != "corrected", one.id)):
        kept.setdefault(_same(fact), fact)
    return sorted(kept.values(), key=lambda one: one.id)


def _same(fact: Fact) -> str:
    value = fact.value
    if fact.field == "place":
        return "|".join(str(value.get(part, "")).casefold() for part in ("level", "name", "country"))
    if fact.field == "organisation":
        return f"{value['role']}|{value['name'].casefold()}"
    if fact.field in ("follows", "quote"):
        return f"{fact.id}"
    return repr(sorted(value.items()) if isinstance(value, dict) else value)


LIKELY = 0.5


def likeness(
    title: str, other: str, start: str, end: str, other_start: str, other_end: str, places: set[str], others: set[str]
) -> float:
    """How likely two records speak of one activity, 0 to 1: dates weigh a half, the place three tenths, the title two
    tenths. Unknown dates or places neither help nor hinder: what is known is weighed alone."""
    weighed: list[tuple[float, float]] = [(0.2, _shared_words(title, other))]
    if (start or end) and (other_start or other_end):
        weighed.append((0.5, _overlap(start or end, end or start, other_start or other_end, other_end or other_start)))
    if places and others:
        weighed.append((0.3, 1.0 if places & others else 0.0))
    if len(weighed) == 1:
        return weighed[0][1] * 0.9
    return sum(weight * value for weight, value in weighed) / sum(weight for weight, _ in weighed)


def _shared_words(one: str, other: str) -> float:
    first, second = (set(re.findall(r"\w{4,}", text.casefold())) for text in (one, other))
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _overlap(start: str, end: str, other_start: str, other_end: str) -> float:
    """1 for the same days, a half where one lies in the other at less precision, 0 apart."""
    if (start, end) == (other_start, other_end):
        return 1.0
    a, b = first_day(start), last_day(end)
    c, d = first_day(other_start), last_day(other_end)
    if b < c or d < a:
        return 0.0
    shared = (min(b, d) - max(a, c)).days + 1
    return max(0.3, shared / max((b - a).days + 1, (d - c).days + 1))
