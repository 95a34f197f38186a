"""How far each country or agency has come on the ladder of engagement, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kopuro.core.drawing.picture import Cell, LegendEntry, Picture, Table
from kopuro.core.drawing.svg import drawing, element, link, percent, rem, text, text_to_fit, titled, width_of, wrap
from kopuro.core.drawing.words import ENGLISH, Words

FIRST = 3.0
ROW = 3.0
HEAD = 2.5


@dataclass(frozen=True)
class LadderRow:
    """`reached` counts the steps done, 0 for none; `since` is the date of the last in words."""

    name: str
    reached: int
    stalled: bool = False
    since: str = ""
    url: str = ""


@dataclass(frozen=True)
class Ladder:
    """`steps` names the rungs from the first to the last."""

    title: str
    steps: Sequence[str]
    rows: Sequence[LadderRow]


def draw_ladder(ladder: Ladder, words: Words = ENGLISH) -> Picture:
    count = max(1, len(ladder.steps))

    def x_of(place: int) -> str:
        return percent(FIRST + (100 - 2 * FIRST) * place / max(1, count - 1), words.mirrored)

    inside = headings(ladder, [x_of(place) for place in range(count)], words)
    for place, row in enumerate(ladder.rows):
        inside.append(rung_line(ladder, row, HEAD + place * ROW, [x_of(step) for step in range(count)], words))
    description = "; ".join(f"{row.name}: {step_word(ladder, row, words)}" for row in ladder.rows)
    markup = drawing(
        ladder.title,
        description,
        *inside,
        class_="ladder",
        width="100%",
        height=rem(HEAD + ROW * len(ladder.rows) + 0.25),
    )
    numbers = tuple(
        LegendEntry(text(place, x=14.0, y=12.0, text_anchor="middle", class_="step-number"), step)
        for place, step in enumerate(ladder.steps, start=1)
    )
    return Picture(ladder.title, description, markup, table_of(ladder, words), numbers, legend_on_phone_only=True)


def headings(ladder: Ladder, places: list[str], words: Words) -> list[str]:
    """Names of the steps over the columns where there is room, their numbers on a phone."""
    out = []
    last = len(places) - 1
    for place, (x, step) in enumerate(zip(places, ladder.steps, strict=False)):
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        edge = {0: "0%", last: "100%"}.get(place, x)
        edge = {"0%": "100%", "100%": "0%"}.get(edge, edge) if words.mirrored else edge
        lines = wrap(step, 7.4, 0.8, 2)
        for down, line in enumerate(lines):
            y = rem(1.9 - (len(lines) - 1 - down) * 1.0)
            out.append(text(line, class_="step-name wide", x=edge, y=y, text_anchor=anchor))
        out.append(text(place + 1, class_="step-number narrow", x=x, y="1.9rem", text_anchor="middle"))
    return out


def rung_line(ladder: Ladder, row: LadderRow, top: float, places: list[str], words: Words) -> str:
    reached = max(0, min(row.reached, len(places)))
    said = step_word(ladder, row, words)
    y = rem(top + 2.1)
    start, end = ("100%", "0%") if words.mirrored else ("0%", "100%")
    shapes = [
        titled(f"{row.name}: {said}"),
        element("line", class_="rule", x1="0%", x2="100%", y1=rem(top), y2=rem(top)),
        text_to_fit(row.name, 11.0, 0.9375, "line-name", x=start, y=rem(top + 1.15)),
        text_to_fit(
            said,
            17.4 - min(11.0, width_of(row.name, 0.9375)),
            0.8125,
            "step-said step-stalled" if row.stalled else "step-said",
            x=end,
            y=rem(top + 1.15),
            text_anchor="end",
        ),
        element("line", class_="rail", x1=places[0], x2=places[-1], y1=y, y2=y),
    ]
    if reached > 1:
        shapes.append(element("line", class_="rail rail-done", x1=places[0], x2=places[reached - 1], y1=y, y2=y))
    for place, x in enumerate(places):
        here = place == reached - 1
        if here and row.stalled:
            mark = element("path", class_="rung rung-stalled", d="M0-9 9 0 0 9-9 0Z")
            shapes.append(element("svg", mark, x=x, y=y, overflow="visible"))
        else:
            css = "rung rung-here" if here else "rung rung-done" if place < reached else "rung"
            shapes.append(element("circle", class_=css, cx=x, cy=y, r="7.5" if here else "5"))
    return link(row.url, *shapes, class_="ladder-row", aria_label=f"{row.name}: {said}" if row.url else None)


def step_word(ladder: Ladder, row: LadderRow, words: Words) -> str:
    if row.reached < 1 or not ladder.steps:
        return words.not_started
    step = ladder.steps[min(row.reached, len(ladder.steps)) - 1]
    return f"{words.stalled}: {step}" if row.stalled else step


def table_of(ladder: Ladder, words: Words) -> Table:
    rows = tuple((Cell(row.name, url=row.url), step_word(ladder, row, words), row.since) for row in ladder.rows)
    return Table(ladder.title, (words.series, words.step, words.since), rows)
