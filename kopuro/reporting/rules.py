"""Which activities count towards an indicator in a period, and what they count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

COUNTED = ("held", "ongoing")


class Row(NamedTuple):
    """An activity as the count needs it. `listed` are its recorded attendances, `person_days` theirs; `stated` is what
    its documents say (None when they say nothing)."""

    id: int
    type: str
    status: str
    ended: date | None
    listed: int = 0
    person_days: float = 0.0
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


def belongs(row: Row, wanted: Filter, countries: Set[str] = frozenset()) -> bool:
    """`countries` are those in which it took place."""
    if row.status not in COUNTED:
        return False
    if wanted.only is not None and row.id not in wanted.only:
        return False
    if wanted.types and row.type not in wanted.types:
        return False
    return not wanted.countries or bool(wanted.countries & countries)


Ended = tuple[list[date], list[Row]]


def ended(rows: Iterable[Row]) -> Ended:
    """Activities that count at all in the order in which they ended, and the day of each; those without a date are left
    out, for they count in no period."""
    dated = sorted((row.ended, row.id, row) for row in rows if row.ended and row.status in COUNTED)
    return [day for day, _id, _row in dated], [row for _day, _id, row in dated]


def in_period(found: Ended, starts_on: date, ends_on: date) -> list[Row]:
    """An activity counts in the period in which it ended, once."""
    days, rows = found
    return rows[bisect_left(days, starts_on) : bisect_right(days, ends_on)]


def count(rows: Iterable[Row], rule: str, sessions: Mapping[int, int] = MappingProxyType({})) -> Reached:
    """Adds activities, sessions (how many each activity has), participations or person-days. A participation is counted from the attendance list
    where there is one, else from what the documents state; an activity with neither is named as silent."""
    rows = list(rows)
    ids = tuple(row.id for row in rows)
    if rule == "activities":
        return Reached(len(rows), ids)
    if rule == "sessions":
        return Reached(
            sum(sessions.get(one, 0) for one in ids), ids, silent=tuple(one for one in ids if one not in sessions)
        )
    if rule == "person_days":
        silent = tuple(row.id for row in rows if not row.listed)
        return Reached(sum(row.person_days for row in rows), ids, silent=silent)
    if rule == "participations":
        lists = sum(row.listed for row in rows)
        documents = sum(row.stated or 0 for row in rows if not row.listed)
        silent = tuple(row.id for row in rows if not row.listed and row.stated is None)
        return Reached(lists + documents, ids, lists, documents, silent)
    raise ValueError(f"rows can't count {rule}")
