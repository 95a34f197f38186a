"""Small multiples: reached against target for each period, a panel for each indicator or country."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kopuro.core.drawing.picture import Cell, LegendEntry, Picture, Table
from kopuro.core.drawing.svg import drawing, element, fit, link, number, text, titled, wrap
from kopuro.core.drawing.words import ENGLISH, Words

WIDTH = 260.0
HEAD = 44.0
PLOT = 76.0
FOOT = 20.0
MOST = 12


@dataclass(frozen=True)
class Period:
    """`actual` and `target` in the panel's unit; None is not known, `too_few` may not be shown."""

    label: str
    actual: float | None = None
    target: float | None = None
    url: str = ""
    too_few: bool = False


@dataclass(frozen=True)
class Panel:
    title: str
    periods: Sequence[Period]
    unit: str = ""


@dataclass(frozen=True)
class Multiples:
    """`same_scale` draws all panels to one scale, so that their heights can be compared."""

    title: str
    panels: Sequence[Panel]
    same_scale: bool = False


def draw_multiples(multiples: Multiples, words: Words = ENGLISH) -> Picture:
    """A panel shows its last 12 periods; the table has all."""
    overall = top_of(multiples.panels)
    panels = [
        draw_panel(panel, overall if multiples.same_scale else top_of([panel]), words) for panel in multiples.panels
    ]
    markup = element("div", *panels, class_="multiples")
    legend = [
        LegendEntry(element("rect", class_="actual", x=9.0, y=2.0, width=10.0, height=12.0), words.actual),
        LegendEntry(element("line", class_="target", x1=5.0, x2=23.0, y1=7.0, y2=7.0), words.target),
    ]
    periods = [period for panel in multiples.panels for period in panel.periods]
    if not any(period.target is not None for period in periods):
        legend.pop()
    if any(period.too_few for period in periods):
        legend.append(
            LegendEntry(element("rect", class_="hidden", x=9.0, y=2.0, width=10.0, height=11.0), words.too_few)
        )
    description = "; ".join(describe(panel, words) for panel in multiples.panels[:12])
    return Picture(multiples.title, description, markup, table_of(multiples, words), tuple(legend))


def known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def top_of(panels: Sequence[Panel]) -> float:
    values = [
        value
        for panel in panels
        for period in panel.periods
        for value in (None if period.too_few else known(period.actual), known(period.target))
        if value is not None
    ]
    return max([value for value in values if value > 0], default=1.0)


def share(value: float, top: float) -> float:
    return max(0.0, min(1.0, value / top))


def draw_panel(panel: Panel, top: float, words: Words) -> str:
    shown = list(panel.periods)[-MOST:]
    heading = wrap(panel.title, WIDTH, 15, 2)
    inside = [
        text(line, class_="panel-name", x=WIDTH if words.mirrored else 0.0, y=14.0 + 17 * place)
        for place, line in enumerate(heading)
    ]
    floor = HEAD + 14 + PLOT
    inside.append(element("line", class_="ground", x1=0.0, x2=WIDTH, y1=floor, y2=floor))
    slot = WIDTH / max(4, len(shown))
    for place, period in enumerate(shown):
        left = place * slot
        if words.mirrored:
            left = WIDTH - left - slot
        inside.append(draw_period(panel, period, left, slot, floor, top, words))
    return drawing(
        panel.title,
        describe(panel, words),
        *inside,
        class_="panel-drawing",
        viewBox=f"0 0 {number(WIDTH)} {number(HEAD + 14 + PLOT + FOOT)}",
    )


def draw_period(panel: Panel, period: Period, left: float, slot: float, floor: float, top: float, words: Words) -> str:
    centre = left + slot / 2
    width = min(34.0, slot - 6)
    actual, target = known(period.actual), known(period.target)
    shapes = [titled(said_of(panel, period, words))]
    height = PLOT * (0.3 if period.too_few else share(actual or 0, top))
    column = {"x": centre - width / 2, "y": floor - height, "width": width, "height": height}
    # A target just above the column would run through its number: the number goes above both.
    over = PLOT * share(target, top) if target is not None else 0.0
    over = over if height <= over < height + 19 else height
    if period.too_few:
        shapes.append(element("rect", class_="hidden", **column))
        shapes.append(text("‹", class_="amount", x=centre, y=floor - over - 5, text_anchor="middle"))
    elif actual is not None:
        shapes.append(element("rect", class_="actual", **column))
        said = fit(words.number(actual), slot, 13)
        shapes.append(text(said, class_="amount", x=centre, y=floor - over - 5, text_anchor="middle"))
    if target is not None:
        y = floor - PLOT * share(target, top)
        half = min(width / 2 + 5, slot / 2 - 0.5)
        shapes.append(element("line", class_="target", x1=centre - half, x2=centre + half, y1=y, y2=y))
    label = fit(period.label, slot - 2, 12)
    shapes.append(text(label, class_="period", x=centre, y=floor + 15, text_anchor="middle"))
    return link(period.url, *shapes, aria_label=said_of(panel, period, words) if period.url else None)


def said_of(panel: Panel, period: Period, words: Words) -> str:
    unit = f" {panel.unit}" if panel.unit else ""
    actual = known(period.actual)
    reached = words.too_few if period.too_few else words.none if actual is None else words.number(actual) + unit
    said = f"{period.label}: {words.actual} {reached}"
    target = known(period.target)
    return said if target is None else f"{said}, {words.target} {words.number(target)}{unit}"


def describe(panel: Panel, words: Words) -> str:
    return f"{panel.title}: " + "; ".join(said_of(panel, period, words) for period in panel.periods[-MOST:])


def table_of(multiples: Multiples, words: Words) -> Table:
    rows = []
    for panel in multiples.panels:
        name = f"{panel.title} ({panel.unit})" if panel.unit else panel.title
        for period in panel.periods:
            actual = words.too_few if period.too_few else known(period.actual)
            rows.append((name, period.label, Cell(actual, door=period.url), known(period.target)))
    columns = (words.indicator, words.period, words.actual, words.target)
    return Table(multiples.title, columns, tuple(rows), numbers=(2, 3))
