"""The programme as lines of activities over months: bars where dates are known, soft bars where only a month is."""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kopuro.core.drawing.picture import Cell, LegendEntry, Picture, Table
from kopuro.core.drawing.svg import drawing, element, link, percent, rem, text, text_to_fit, titled
from kopuro.core.drawing.words import ENGLISH, Words

State = Literal["planned", "ongoing", "held", "cancelled"]
Day = datetime.date

# At 288 px of width a slot of 8.4 % and a track of 1.5 rem are both 24 px: neighbours can be pressed apart.
SLOT = 8.4
TRACK = 1.5
FULLEST = 8
LEAST = 4.0
MOST_ROWS = 300
LABEL = 1.75
AXIS = 2.25


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


def draw_timeline(timeline: Timeline, words: Words = ENGLISH) -> Picture:
    """The drawing is as wide as its place (lengths in percent and rem), so words keep their size on a phone."""
    span = span_of(timeline)
    inside: list[str] = []
    top = AXIS
    crowded = False
    for name in line_names(timeline):
        shapes, height, full = draw_line(timeline, name, span, top, words)
        inside.append(element("g", *shapes, class_="line"))
        top += height
        crowded = crowded or full
    height = top + 1.5
    behind = axis(span, height - 1.25, words)
    if timeline.today and span.first <= timeline.today < span.after:
        behind.append(today_line(span.place(timeline.today), height, words))
    undated = [item for item in timeline.items if not item.start]
    picture_words = describe(timeline, len(undated), words)
    markup = drawing(
        timeline.title,
        picture_words,
        *behind,
        *inside,
        class_="timeline",
        width="100%",
        height=rem(height),
    )
    return Picture(
        timeline.title, picture_words, markup, table_of(timeline, words), legend_of(timeline, crowded, words)
    )


def axis(span: Span, bottom: float, words: Words) -> list[str]:
    """Year lines and names, and month names as close as the width allows (class `wide` is hidden on a phone)."""
    near, far = (
        (1, 1) if span.months <= 6 else (1, 3) if span.months <= 14 else (3, 12) if span.months <= 40 else (12, 12)
    )
    years_apart = 1 + span.months // 160
    out = []
    for month in span.starts(by_year=near == 12):
        x = percent(span.place(month), words.mirrored)
        since = month.month - 1
        shift = None if month == span.first else "-0.3rem" if words.mirrored else "0.3rem"
        if (since == 0 or month == span.first) and (month.year % years_apart == 0):
            if month != span.first:
                out.append(element("line", class_="year", x1=x, x2=x, y1="0", y2=rem(bottom)))
            room = span.place(Day(month.year + 1, 1, 1)) - span.place(month) if month.year < 9990 else 100
            if room > 7:
                out.append(text(month.year, class_="year", x=x, dx=shift, y="0.8rem"))
        if since % near == 0 and near < 12:
            css = "month" if since % far == 0 and far < 12 else "month wide"
            out.append(text(words.months[since], class_=css, x=x, dx=shift, y="1.8rem"))
            if month != span.first and since:
                out.append(element("line", class_=css, x1=x, x2=x, y1="1.1rem", y2=rem(bottom)))
    out.append(element("line", class_="ground", x1="0", x2="100%", y1=rem(AXIS - 0.2), y2=rem(AXIS - 0.2)))
    return out


def today_line(place: float, height: float, words: Words) -> str:
    x = percent(place, words.mirrored)
    anchor = "start" if place < 8 else "end" if place > 92 else "middle"
    return element(
        "g",
        element("line", x1=x, x2=x, y1=rem(AXIS - 0.2), y2=rem(height - 1.1)),
        text(words.today, x=x, y=rem(height - 0.2), text_anchor=anchor),
        class_="today",
    )


def draw_line(timeline: Timeline, name: str, span: Span, top: float, words: Words) -> tuple[list[str], float, bool]:
    """One line of the programme: its name, its steps, its bars. Returns shapes, height in rem, and if it was full."""
    start_x = percent(0, words.mirrored)
    shapes = [text_to_fit(name, 17.5, 0.9375, "line-name", x=start_x, y=rem(top + 1.25))]
    steps = sorted((step for step in timeline.steps if step.line == name), key=lambda step: step.day)
    at = top + LABEL
    if steps:
        shapes += [diamond(step, span.place(step.day), at + 0.75, words) for step in steps]
        at += TRACK
    items = sorted(
        (item for item in timeline.items if item.line == name and item.start),
        key=lambda item: (item.start or span.first, item.title),
    )
    places = [places_of(item, span) for item in items]
    tracks = pack(places)
    if tracks is None:
        shapes += columns(items, span, at, words)
        at += 3
    else:
        for item, place, track in zip(items, places, tracks, strict=True):
            shapes.append(bar(item, place, at + track * TRACK + 0.75, words))
        at += TRACK * (max(tracks, default=-1) + 1)
    return shapes, at - top + 0.5, tracks is None


def places_of(item: TimelineItem, span: Span) -> tuple[float, float]:
    start = item.start or span.first
    end = max(item.end or start, start)
    if not item.precise:
        start, end = start.replace(day=1), end.replace(day=calendar.monthrange(end.year, end.month)[1])
    return span.place(start), span.place(end)


def bar(item: TimelineItem, place: tuple[float, float], y: float, words: Words) -> str:
    start, end = place
    if not item.precise and end - start < LEAST:
        # Narrower than its hatching: as wide as the dot of a day, about the same middle.
        middle = min(100 - LEAST / 2, max(LEAST / 2, (start + end) / 2))
        start, end = middle - LEAST / 2, middle + LEAST / 2
    x1, x2 = percent(start, words.mirrored), percent(end, words.mirrored)
    said = f"{item.title}, {item.when or spell(item)}, {state_word(item.state, words)}"
    css = f"bar bar-{item.state}" + ("" if item.precise else " bar-soft")
    line = {"x1": x1, "x2": x2, "y1": rem(y), "y2": rem(y)}
    shapes = [titled(said), element("line", class_="hit", **line), element("line", class_=css, **line)]
    if item.state in ("planned", "cancelled"):
        shapes.append(element("line", class_=f"bar-core bar-core-{item.state}", **line))
    return link(item.url, *shapes, aria_label=said if item.url else None)


def diamond(step: TimelineStep, place: float, y: float, words: Words) -> str:
    said = f"{step.title}, {step.when or step.day.isoformat()}"
    mark = element("path", d="M0-6 6 0 0 6-6 0Z", class_="step")
    hit = element("circle", r="12", class_="hit-area")
    return link(
        step.url,
        titled(said),
        element("svg", hit, mark, x=percent(place, words.mirrored), y=rem(y), overflow="visible"),
        aria_label=said if step.url else None,
    )


def columns(items: Sequence[TimelineItem], span: Span, top: float, words: Words) -> list[str]:
    """A line too full for bars: a column for each month, as high as its number of activities."""
    counts: dict[Day, int] = {}
    for item in items:
        if item.start:
            month = item.start.replace(day=1)
            counts[month] = counts.get(month, 0) + 1
    most = max(counts.values())
    out = []
    for month, count in sorted(counts.items()):
        left, right = span.place(month), span.place(next_month(month))
        height = 2.6 * count / most
        x = right if words.mirrored else left
        out.append(
            element(
                "rect",
                titled(f"{words.months[month.month - 1]} {month.year}: {words.number(count)}"),
                class_="column",
                x=percent(x, words.mirrored),
                width=percent(max(0.3, (right - left) * 0.85)),
                y=rem(top + 2.8 - height),
                height=rem(height),
            )
        )
    return out


def spell(item: TimelineItem) -> str:
    if not item.start:
        return ""
    form = "%Y-%m-%d" if item.precise else "%Y-%m"
    start = item.start.strftime(form)
    return f"{start} – {item.end.strftime(form)}" if item.end and item.end.strftime(form) != start else start


def state_word(state: State, words: Words) -> str:
    return {
        "planned": words.planned,
        "ongoing": words.ongoing,
        "held": words.held,
        "cancelled": words.cancelled,
    }.get(state, state)


def describe(timeline: Timeline, undated: int, words: Words) -> str:
    parts = []
    for state in ("held", "ongoing", "planned", "cancelled"):
        count = sum(1 for item in timeline.items if item.state == state)
        if count:
            parts.append(f"{state_word(state, words)}: {words.number(count)}")
    if undated:
        parts.append(f"{words.undated}: {words.number(undated)}")
    return "; ".join(parts)


def table_of(timeline: Timeline, words: Words) -> Table:
    """A row for each activity and step, by date; above 300, the number of activities by month and line."""
    if len(timeline.items) > MOST_ROWS:
        return months_of(timeline, words)
    rows: list[tuple[Day, tuple[Cell | str | int | float | None, ...]]] = [
        (
            item.start or Day.max,
            (
                Cell(item.title, url=item.url),
                item.line,
                item.when or spell(item) or words.undated,
                state_word(item.state, words),
            ),
        )
        for item in timeline.items
    ]
    rows += [
        (
            step.day,
            (Cell(step.title, url=step.url), step.line, step.when or step.day.isoformat(), words.engagement_step),
        )
        for step in timeline.steps
    ]
    rows.sort(key=lambda row: row[0])
    columns = (words.activity, words.series, words.when, words.state)
    return Table(timeline.title, columns, tuple(cells for _, cells in rows))


def months_of(timeline: Timeline, words: Words) -> Table:
    counts = Counter((item.start.replace(day=1) if item.start else Day.max, item.line) for item in timeline.items)
    rows = tuple(
        (words.undated if month == Day.max else f"{words.months[month.month - 1]} {month.year}", line, count)
        for (month, line), count in sorted(counts.items())
    )
    return Table(timeline.title, (words.when, words.series, words.per_month), rows, numbers=(2,))


def legend_of(timeline: Timeline, crowded: bool, words: Words) -> tuple[LegendEntry, ...]:
    out = []
    line = {"x1": 6.0, "x2": 22.0, "y1": 7.0, "y2": 7.0}
    for state in ("held", "ongoing", "planned", "cancelled"):
        if any(item.state == state for item in timeline.items):
            sign = element("line", class_=f"bar bar-{state}", **line)
            if state in ("planned", "cancelled"):
                sign += element("line", class_=f"bar-core bar-core-{state}", **line)
            out.append(LegendEntry(sign, state_word(state, words)))
    if any(item.start and not item.precise for item in timeline.items):
        out.append(LegendEntry(element("line", class_="bar bar-held bar-soft", **line), words.imprecise))
    if timeline.steps:
        out.append(LegendEntry(element("path", d="M14 1 20 7 14 13 8 7Z", class_="step"), words.engagement_step))
    if crowded:
        out.append(
            LegendEntry(element("rect", class_="column", x=10.0, y=1.0, width=8.0, height=12.0), words.per_month)
        )
    return tuple(out)
