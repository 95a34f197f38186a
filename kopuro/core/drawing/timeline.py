"""The programme as lines of activities over months: bars where dates are known, soft bars where only a month is."""

from __future__ import annotations

from collections.abc import Sequence

from kopuro.core.drawing.picture import Picture
from kopuro.core.drawing.svg import drawing, element, link, percent, rem, text, text_to_fit, titled
from kopuro.core.drawing.timeline_plan import (
    SLOT,
    Day,
    Span,
    Timeline,
    TimelineItem,
    TimelineStep,
    line_names,
    next_month,
    pack,
    places_of,
    span_of,
)
from kopuro.core.drawing.timeline_told import describe, legend_of, spell, state_word, table_of
from kopuro.core.drawing.words import ENGLISH, Words

__all__ = [
    "SLOT",
    "Day",
    "Span",
    "Timeline",
    "TimelineItem",
    "TimelineStep",
    "draw_timeline",
    "line_names",
    "pack",
    "places_of",
    "span_of",
]

TRACK = 1.5
LEAST = 4.0
LABEL = 1.75
AXIS = 2.25


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
