"""Five countries as one square for each region of ISO 3166-2: every region is as large as any other.

The places are our own and say neighbourhood only, not shape or border. Squares of one country stand closer together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kopuro.core.drawing.picture import Cell, LegendEntry, Picture, Table
from kopuro.core.drawing.svg import clean, drawing, element, fit, link, number, text, titled
from kopuro.core.drawing.words import ENGLISH, Words

# Rows from north to south, columns from west to east; a code without hyphen is the name of the country beside it.
LAYOUT = """
.      .      KZ     KZ-39  KZ-59  KZ-55  .      .      .
.      KZ-27  KZ-15  KZ-11  KZ-71  KZ-10  KZ-63  .      .
.      KZ-23  KZ-43  KZ-62  KZ-35  KZ-33  .      .      .
KZ-47  UZ-QR  UZ-NW  KZ-61  KZ-31  KZ-19  KZ-75  .      .
TM-B   UZ-XO  UZ-BU  KZ-79  KG-T   KG-GB  KG-C   KG-Y   .
TM-D   UZ     UZ-SA  UZ-TK  UZ-TO  UZ-NG  KG-J   KG-N   KG
TM-A   TM-L   UZ-QA  UZ-JI  UZ-SI  UZ-FA  UZ-AN  KG-GO  KG-O
TM-S   TM-M   UZ-SU  TJ-RA  TJ-SU  KG-B   .      .      .
TM     .      .      TJ-DU  TJ-KT  TJ-GB  TJ     .      .
"""
PLACES: dict[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(LAYOUT.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "."
}
UNIT_AT = {place: code for code, place in PLACES.items() if "-" in code}
UNITS = tuple(code for code in PLACES if "-" in code)
SHORT = {
    "KZ-10": "Aba", "KZ-11": "Akm", "KZ-15": "Akt", "KZ-19": "Alm.r", "KZ-23": "Aty", "KZ-27": "West", "KZ-31": "Zha",
    "KZ-33": "Jet", "KZ-35": "Kar", "KZ-39": "Kos", "KZ-43": "Kyz", "KZ-47": "Man", "KZ-55": "Pav", "KZ-59": "Nor",
    "KZ-61": "Tur", "KZ-62": "Uly", "KZ-63": "East", "KZ-71": "Ast", "KZ-75": "Alm", "KZ-79": "Shy", "KG-B": "Bat",
    "KG-C": "Chu", "KG-GB": "Bish", "KG-GO": "Osh", "KG-J": "Jal", "KG-N": "Nar", "KG-O": "Osh.r", "KG-T": "Tal",
    "KG-Y": "Iss", "TJ-DU": "Dus", "TJ-GB": "GBAO", "TJ-KT": "Kha", "TJ-RA": "DRS", "TJ-SU": "Sug", "TM-A": "Aha",
    "TM-B": "Bal", "TM-D": "Das", "TM-L": "Leb", "TM-M": "Mar", "TM-S": "Ash", "UZ-AN": "And", "UZ-BU": "Buk",
    "UZ-FA": "Fer", "UZ-JI": "Jiz", "UZ-NG": "Nam", "UZ-NW": "Nav", "UZ-QA": "Kas", "UZ-QR": "Kkp", "UZ-SA": "Sam",
    "UZ-SI": "Syr", "UZ-SU": "Sur", "UZ-TK": "Tas", "UZ-TO": "Tas.r", "UZ-XO": "Kho",
}  # fmt: skip
TILE = 36.0
COLUMNS = 9
ROWS = 9


@dataclass(frozen=True)
class TileValue:
    """What is known of one region: a number, or `too_few` where it may not be shown; `url` opens the rows behind."""

    value: float | None
    url: str = ""
    too_few: bool = False


@dataclass(frozen=True)
class TileMap:
    """`values` by ISO 3166-2 code; `names` gives each region's (and country's) name in the reader's language.

    A code that is no square of this map is listed in the table only, so that nothing is lost.
    """

    title: str
    values: Mapping[str, TileValue]
    names: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    short: Mapping[str, str] = field(default_factory=lambda: SHORT)


def shade_limits(values: list[float]) -> list[float]:
    """Upper ends of at most five classes of equal width in whole numbers; empty when there is nothing above zero."""
    most = max((value for value in values if value > 0 and math.isfinite(value)), default=0)
    if most <= 0:
        return []
    step = max(1, math.ceil(most / 5))
    return [float(step * place) for place in range(1, math.ceil(most / step) + 1)]


def shade_of(value: float | None, limits: list[float]) -> int:
    """0 for nothing, 1 to 5 by class; few classes are spread over the darker shades."""
    if not value or value <= 0 or not limits or not math.isfinite(value):
        return 0
    place = next((place for place, limit in enumerate(limits) if value <= limit), len(limits) - 1)
    return 5 if len(limits) == 1 else round(1 + place * 4 / (len(limits) - 1))


def draw_tilemap(tilemap: TileMap, words: Words = ENGLISH) -> Picture:
    shown = {code: value for code, value in tilemap.values.items() if "-" in code}
    limits = shade_limits([value.value for value in shown.values() if value.value is not None and not value.too_few])
    inside = []
    for code in PLACES:
        if "-" in code:
            inside.append(tile(code, shown.get(code, TileValue(None)), limits, tilemap, words))
        else:
            inside.append(country_name(code, tilemap))
    description = describe(tilemap, shown, words)
    markup = drawing(
        tilemap.title,
        description,
        *inside,
        class_="tilemap",
        viewBox=f"0 0 {number(COLUMNS * TILE)} {number(ROWS * TILE)}",
    )
    return Picture(tilemap.title, description, markup, table_of(tilemap, words), legend_of(limits, shown, words))


def edges(code: str) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a square: a narrow gap to its own country, a wider one to others."""
    column, row = PLACES[code]

    def gap(across: int, down: int) -> float:
        other = UNIT_AT.get((column + across, row + down), "")
        return 0.5 if other[:2] == code[:2] else 2.0

    left, top = column * TILE, row * TILE
    return left + gap(-1, 0), top + gap(0, -1), left + TILE - gap(1, 0), top + TILE - gap(0, 1)


def tile(code: str, value: TileValue, limits: list[float], tilemap: TileMap, words: Words) -> str:
    left, top, right, bottom = edges(code)
    centre = (left + right) / 2
    amount = words.too_few if value.too_few else words.number(value.value) if value.value is not None else ""
    shade = 0 if value.too_few else shade_of(value.value, limits)
    name = tilemap.names.get(code, code)
    said = f"{name}: {amount or words.none}" + (f" {tilemap.unit}" if amount and tilemap.unit else "")
    label = fit(tilemap.short.get(code, code[3:]), TILE - 1, 10.5)
    css = f"tile shade-{shade}" + (" tile-hidden" if value.too_few else "")
    shapes = [
        titled(said),
        element("rect", x=left, y=top, width=right - left, height=bottom - top, rx=2.0),
        text(label, class_="tile-name", x=centre, y=top + (14 if amount else 21), text_anchor="middle"),
    ]
    if amount:
        figure = "‹" if value.too_few else fit(amount, TILE - 4, 13)
        shapes.append(text(figure, class_="tile-value", x=centre, y=top + 28.5, text_anchor="middle"))
    return link(value.url, *shapes, class_=css, aria_label=said if value.url else None)


def country_name(code: str, tilemap: TileMap) -> str:
    column, row = PLACES[code]
    inside = (titled(tilemap.names.get(code, code)), clean(code))
    x, y = (column + 0.5) * TILE, (row + 0.5) * TILE + 5
    return element("text", *inside, class_="country", x=x, y=y, text_anchor="middle")


def describe(tilemap: TileMap, shown: Mapping[str, TileValue], words: Words) -> str:
    ranked = sorted(
        ((value.value, code) for code, value in shown.items() if value.value and not value.too_few), reverse=True
    )
    said = [f"{tilemap.names.get(code, code)}: {words.number(value)}" for value, code in ranked[:5]]
    return "; ".join(said) if said else words.none


def table_of(tilemap: TileMap, words: Words) -> Table:
    rows = []
    for code in sorted({*UNITS, *tilemap.values}):
        value = tilemap.values.get(code)
        if value is None:
            continue
        shown = Cell(words.too_few if value.too_few else value.value, url="", door=value.url)
        country = tilemap.names.get(code[:2], code[:2])
        rows.append((tilemap.names.get(code, code), country, shown))
    heading = f"{words.value} ({tilemap.unit})" if tilemap.unit else words.value
    return Table(tilemap.title, (words.region, words.country, heading), tuple(rows), numbers=(2,))


def legend_of(limits: list[float], shown: Mapping[str, TileValue], words: Words) -> tuple[LegendEntry, ...]:
    def swatch(css: str) -> str:
        return element("g", element("rect", x=7.0, y=0.0, width=14.0, height=14.0, rx=2.0), class_=css)

    out = []
    low = 0.0
    for limit in limits:
        said = words.number(limit) if limit - low <= 1 else f"{words.number(low + 1)}–{words.number(limit)}"
        out.append(LegendEntry(swatch(f"tile shade-{shade_of(limit, limits)}"), said))
        low = limit
    out.append(LegendEntry(swatch("tile shade-0"), words.none))
    if any(value.too_few for value in shown.values()):
        out.append(LegendEntry(swatch("tile shade-0 tile-hidden"), words.too_few))
    return tuple(out)
