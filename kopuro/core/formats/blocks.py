"""Paragraphs, headings, list items and tables gathered into text: what every document format is reduced to."""

from __future__ import annotations

import re

from kopuro.core.formats.encodings import clean
from kopuro.core.formats.shape import Limits, Table

SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\u202a-\u202e]")


class Blocks:
    """Collects blocks in reading order; blank lines between blocks, none between the items of a list."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._last_was_item = False
        self.tables: list[Table] = []
        self.heading = ""
        self.cut = False

    @property
    def length(self) -> int:
        return self._length

    def paragraph(self, text: str, *, item: bool = False) -> None:
        text = tidy(text)
        if not text or self.cut:
            return
        if item and text[0] not in "-–—•*·":
            text = f"- {text}"
        glue = "" if not self._parts else "\n" if item and self._last_was_item else "\n\n"
        self._parts.append(glue + text)
        self._length += len(glue) + len(text)
        self._last_was_item = item
        self.cut = self._length > self._limits.max_text

    def title(self, text: str) -> None:
        """A heading; the first one is kept as the document's."""
        self.heading = self.heading or tidy(text).replace("\n", " ")
        self.paragraph(text)

    def table(self, rows: list[list[str]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> None:
        rows = [[tidy(cell) for cell in row[: self._limits.max_columns]] for row in rows[: self._limits.max_rows]]
        if not any(any(row) for row in rows):
            return
        if max(map(len, rows)) == 1 or (len(rows) == 1 and any(len(cell) > 200 for cell in rows[0])):
            # A table with one column, or one row of long cells, is layout and not a table.
            for row in rows:
                for cell in row:
                    self.paragraph(cell)
            return
        if len(self.tables) < self._limits.max_tables:
            cells = tuple(tuple(cell or None for cell in row) for row in rows)
            self.tables.append(Table(f"Table {len(self.tables) + 1}", cells, merged=merged))
        lines = (" | ".join(cell.replace("\n", " ") for cell in row if cell) for row in rows)
        self.paragraph("\n".join(line for line in lines if line))

    def text(self) -> str:
        return "".join(self._parts)[: self._limits.max_text]

    def notes(self) -> tuple[str, ...]:
        return (f"Only the first {self._limits.max_text} characters were read.",) if self.cut else ()


def tidy(text: str) -> str:
    """One block's text: single spaces, no blank lines, nothing invisible."""
    text = ZERO_WIDTH.sub("", clean(text))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
