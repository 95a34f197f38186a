"""Which activities count towards an indicator in a period, and what they count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

COUNTED = ("held", "ongoing")


@dataclass(frozen=True)
class Row:
    """An activity as the count needs it. `listed` are its recorded attendances, `person_days` theirs; `stated` is what
    its documents say (None when they say nothing)."""

    id: int
    type: str
    status: str
    starts_on: date | None
    ends_on: date | None
    countries: frozenset[str] = frozenset()
    listed: int = 0
    person_days: float = 0.0
    sessions: int = 0
    stated: int | None = None


@dataclass(frozen=True)
class Filter:
    """What an indicator counts; empty sets mean all. `only` are the activities that serve it by name."""

    types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    only: frozenset[int] | None = None


@dataclass(frozen=True)
class Reached:
    """A figure with what it rests on: the activities that were counted, and those that could not be."""

    value: float | None
    counted: tuple[int, ...] = ()
    from_lists: float = 0
    from_documents: float = 0
    silent: tuple[int, ...] = field(default=())


def belongs(row: Row, wanted: Filter) -> bool:
    if row.status not in COUNTED:
        return False
    if wanted.only is not None and row.id not in wanted.only:
        return False
    if wanted.types and row.type not in wanted.types:
        return False
    return not wanted.countries or bool(wanted.countries & row.countries)


def in_period(row: Row, starts_on: date, ends_on: date) -> bool:
    """An activity counts in the period in which it ended, once; one without a date counts in none."""
    day = row.ends_on or row.starts_on
    return day is not None and starts_on <= day <= ends_on


def count(rows: Iterable[Row], rule: str) -> Reached:
    """Adds activities, sessions, participations or person-days. A participation is counted from the attendance list
    where there is one, else from what the documents state; an activity with neither is named as silent."""
    rows = list(rows)
    ids = tuple(row.id for row in rows)
    if rule == "activities":
        return Reached(len(rows), ids)
    if rule == "sessions":
        return Reached(sum(row.sessions for row in rows), ids, silent=tuple(row.id for row in rows if not row.sessions))
    if rule == "person_days":
        silent = tuple(row.id for row in rows if not row.listed)
        return Reached(sum(row.person_days for row in rows), ids, silent=silent)
    if rule == "participations":
        lists = sum(row.listed for row in rows)
        documents = sum(row.stated or 0 for row in rows if not row.listed)
        silent = tuple(row.id for row in rows if not row.listed and row.stated is None)
        return Reached(lists + documents, ids, lists, documents, silent)
    raise ValueError(f"rows can't count {rule}")
