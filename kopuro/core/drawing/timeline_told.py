"""A timeline in words: what its shapes are called, its description, its table, its legend."""

from __future__ import annotations

from collections import Counter

from kopuro.core.drawing.picture import Cell, LegendEntry, Table
from kopuro.core.drawing.svg import element
from kopuro.core.drawing.timeline_plan import Day, State, Timeline, TimelineItem
from kopuro.core.drawing.words import Words

MOST_ROWS = 300


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
