"""What a timeline shows: activities and steps on lines, the months they span, and their places along them."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["planned", "ongoing", "held", "cancelled"]
Day = datetime.date

# At 288 px of width a slot of 8.4 % and a track of 1.5 rem are both 24 px: neighbours can be pressed apart.
SLOT = 8.4
FULLEST = 8


@dataclass(frozen=True)
class TimelineItem:
    """An activity on a line (a series or a country). `start` None: it stands in the table only.

    `when` is the date in words for the reader; `precise` is False where the day is not known.
    """

    line: str
    title: str
    start: Day | None
    end: Day | None = None
    state: State = "held"
    precise: bool = True
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class TimelineStep:
    """A step of the engagement with a country or agency, drawn as a small diamond on its line."""

    line: str
    title: str
    day: Day
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class Timeline:
    """`lines` fixes their order; a line not named there comes after, in order of appearance."""

    title: str
    items: Sequence[TimelineItem] = ()
    steps: Sequence[TimelineStep] = ()
    today: Day | None = None
    lines: Sequence[str] = ()
    start: Day | None = None
    end: Day | None = None


@dataclass(frozen=True)
class Span:
    """The months shown, whole, and where a day lies in them as a percentage."""

    first: Day
    after: Day

    @property
    def months(self) -> int:
        return (self.after.year - self.first.year) * 12 + self.after.month - self.first.month

    def place(self, day: Day) -> float:
        return max(0.0, min(100.0, 100 * (day - self.first).days / (self.after - self.first).days))

    def starts(self, by_year: bool = False) -> Iterator[Day]:
        """First days of the months; `by_year` of the first month and then of each January."""
        month = self.first
        while month < self.after:
            yield month
            month = Day(month.year + 1, 1, 1) if by_year else next_month(month)


def next_month(day: Day) -> Day:
    return Day(day.year + day.month // 12, day.month % 12 + 1, 1)


def span_of(timeline: Timeline) -> Span:
    """From the first of the earliest month to the first after the latest; at least three months."""
    days = [day for item in timeline.items for day in (item.start, item.end) if day]
    days += [step.day for step in timeline.steps]
    days += [day for day in (timeline.start, timeline.end) if day]
    if not days:
        days = [timeline.today or Day(2000, 1, 1)]
    first = min(days).replace(day=1)
    last = min(max(days), Day(9990, 1, 1))
    after = next_month(last)
    while (after.year - first.year) * 12 + after.month - first.month < 3:
        after = next_month(after)
    return Span(first, after)


def line_names(timeline: Timeline) -> list[str]:
    names = list(dict.fromkeys([*timeline.lines, *(i.line for i in timeline.items), *(s.line for s in timeline.steps)]))
    used = {item.line for item in timeline.items if item.start} | {step.line for step in timeline.steps}
    return [name for name in names if name in used]


def pack(places: Sequence[tuple[float, float]], slot: float = SLOT, most: int = FULLEST) -> list[int] | None:
    """The track of each bar (start, end in percent, sorted by start) such that neighbours of a track keep a slot.

    None when they need more than `most` tracks.
    """
    ends: list[float] = []
    tracks = []
    for start, end in places:
        free = next((track for track, last in enumerate(ends) if start >= last), len(ends))
        if free == most:
            return None
        if free == len(ends):
            ends.append(0.0)
        ends[free] = max(end + slot / 2, start + slot)
        tracks.append(free)
    return tracks


def places_of(item: TimelineItem, span: Span) -> tuple[float, float]:
    start = item.start or span.first
    end = max(item.end or start, start)
    if not item.precise:
        start, end = start.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    return span.place(start), span.place(end)
