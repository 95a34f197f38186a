"""Which column means what: the header row found, a meaning guessed for each column, and how its times are to be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from .times import moment_of
from .words import BY_HEADER, OFTEN_ONCE, PER_LANGUAGE, folded, meaning_of

Axis = Literal["phase", "start", "clock"]
"""Times count from the beginning of their phase, from the start of the exercise, or are times of day."""

SEARCHED = 30
WIDEST = 60
TOLD = re.compile(r"(.+?) ?[(\[]([a-z]{2,3}(?:-[a-z]{2,8})?)[)\]]\Z")
SAID = {"english": "en", "russian": "ru", "kyrgyz": "ky", "kazakh": "kk", "uzbek": "uz", "tajik": "tg", "рус": "ru", "англ": "en"}  # fmt: skip


class TableLike(Protocol):
    """What `core.formats.Table` is."""

    @property
    def name(self) -> str: ...
    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]: ...
    @property
    def first_row(self) -> int: ...
    @property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]: ...
    @property
    def hidden(self) -> tuple[int, ...]: ...
    @property
    def unstored(self) -> tuple[tuple[int, int], ...]: ...


@dataclass(frozen=True)
class Columns:
    """`header` is the 0-based row of the headers within the table. A meaning is a word of `words.MEANINGS`, for words of
    a language with it ("title:en"), or "" for a column that is not taken."""

    header: int
    headers: tuple[str, ...]
    meanings: tuple[str, ...]
    axis: Axis

    def place(self, meaning: str) -> int | None:
        return self.meanings.index(meaning) if meaning in self.meanings else None

    def languages(self, otherwise: str) -> tuple[str, ...]:
        """Those its columns of words are in."""
        found = [one.partition(":")[2] for one in self.meanings if ":" in one]
        return tuple(dict.fromkeys(found)) or (otherwise,)

    @property
    def usable(self) -> bool:
        """A list says at least what is put in."""
        return any(one.split(":")[0] in ("title", "text") for one in self.meanings)


def suggest(table: TableLike, language: str) -> Columns | None:
    """The headers of a list and what they seem to mean, words without a named language being in `language`; None when no
    row has two headers of an events list."""
    best = max(
        range(min(SEARCHED, len(table.rows))), key=lambda row: (_score(table.rows[row]), -row), default=None
    )  # fmt: skip
    if best is None or _score(table.rows[best]) < 2:
        return None
    headers = headers_of(table.rows[best])
    meanings: list[str] = []
    for header in headers:
        meaning = _meaning(header, language)
        base = meaning.split(":")[0]
        taken = meaning in meanings and (base in OFTEN_ONCE or base in PER_LANGUAGE)
        meanings.append("" if taken else meaning)
    return Columns(best, headers, tuple(meanings), _axis(table, best, headers, meanings))


def unclear(table: TableLike) -> Columns:
    """The fullest of the first rows as headers, no column given a meaning: a person says what they mean."""
    best = max(range(min(SEARCHED, len(table.rows))), key=lambda row: (_filled(table.rows[row]), -row))
    headers = headers_of(table.rows[best])
    return Columns(best, headers, ("",) * len(headers), "start")


def headers_of(row: Sequence[Any]) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(str(cell).split())[:80] for cell in row[:WIDEST])


def _filled(row: Sequence[Any]) -> int:
    return sum(cell is not None for cell in row[:WIDEST])


def _score(row: Sequence[Any]) -> int:
    found = [_meaning("" if cell is None else str(cell), "en") for cell in row[:WIDEST]]
    return len({one for one in found if one})


def _meaning(header: str, language: str) -> str:
    key = folded(header)
    told = TOLD.fullmatch(key)
    if told:
        base = BY_HEADER.get(folded(told[1]))
        if base in PER_LANGUAGE:
            return f"{base}:{told[2]}"
    for word, code in SAID.items():
        if key.endswith((f" {word}", f"({word})")):
            base = BY_HEADER.get(folded(key[: key.rindex(word)].rstrip("(, ")))
            if base in PER_LANGUAGE:
                return f"{base}:{code}"
    base = meaning_of(key)
    return f"{base}:{language}" if base in PER_LANGUAGE else base


def _axis(table: TableLike, header: int, headers: Sequence[str], meanings: Sequence[str]) -> Axis:
    """Our own lists count from the phase; others by what their header or their cells say."""
    if {"code", "phase", "condition", "kind"} <= set(meanings) and "time" in meanings:
        return "phase"
    place = meanings.index("time") if "time" in meanings else None
    if place is None:
        return "start"
    said = folded(headers[place])
    if re.search(r"offset|elapsed|relative|startex|от начала|^[th]\+", said):
        return "start"
    cells = [row[place] for row in table.rows[header + 1 :] if place < len(row) and row[place] is not None]
    moments = [one for one in map(moment_of, cells) if one is not None]
    clocks = [one for one in moments if one.clock]
    if any(one.sure for one in moments if not one.clock) or not clocks:
        return "start"
    # 0:00, 0:10, 0:45 counts from the start; 09:00, 09:10 is a time of day.
    return "clock" if any(one.day or one.sure for one in clocks) or clocks[0].seconds >= 4 * 3600 else "start"
