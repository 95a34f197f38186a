"""What every drawing gives back: markup, words that say the same, and a table for those who would rather read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A table cell that leads somewhere: `url` is a plain link, `door` opens the value's story."""

    text: str | int | float | None
    url: str = ""
    door: str = ""


Value = Cell | str | int | float | None


@dataclass(frozen=True)
class MarkedCell:
    """A cell as the template needs it: its value, the heading of its column, and whether it is a number."""

    value: Value
    column: str
    number: bool


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns; `numbers` lists the positions of columns set as figures; None means not known."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    numbers: tuple[int, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row of {len(row)} cells under {len(self.columns)} columns: {row!r}")

    @property
    def marked_rows(self) -> Iterator[list[MarkedCell]]:
        for row in self.rows:
            yield [
                MarkedCell(value, column, place in self.numbers)
                for place, (value, column) in enumerate(zip(row, self.columns, strict=True))
            ]


@dataclass(frozen=True)
class LegendEntry:
    """A sign and its words; `sign` is markup drawn in a box of 28 by 14 units."""

    sign: str
    label: str


@dataclass(frozen=True)
class Picture:
    """`markup` holds one or more complete `<svg>` elements, safe to print as they are: all text in them is escaped."""

    title: str
    description: str
    markup: str
    table: Table
    legend: tuple[LegendEntry, ...] = ()
    legend_on_phone_only: bool = False
