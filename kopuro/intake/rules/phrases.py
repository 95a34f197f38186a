"""A table of phrases found in one pass over the words of a text: names, cues and terms in any language, longest match first.

A phrase is written in plain words; `word*` stands for any word that begins so (three letters or more before the star), `(the)` for a word
that may be missing. `case` says how the first word must be written: "any", "cap" (a capital first) or "exact" (as given, for acronyms).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kopuro.intake.rules.text import Text

T = TypeVar("T")
_SPLIT = re.compile(r"[^\w*]+|_")
_STEM = 3


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found: words [first, last) and characters [start, end) of the text, and what the table holds for it."""

    first: int
    last: int
    start: int
    end: int
    value: T


class Phrases(Generic[T]):
    """Phrases with a value each. Look-ups cost one or two dictionary reads a word, so tables may be large."""

    def __init__(self) -> None:
        self._whole: dict[str, list[tuple[tuple[str, ...], str, str, T]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], str, str, T]]] = {}

    def add(self, phrase: str, value: T, case: str = "any") -> None:
        """Adds a phrase; a later entry of the same words does not replace an earlier one."""
        for variant in _variants(phrase):
            parts = [p for p in _SPLIT.split(variant) if p]
            if not parts:
                continue
            words = tuple(p.lower() for p in parts)
            entry = (words, case, parts[0], value)
            if words[0].endswith("*"):
                if len(words[0]) <= _STEM:
                    raise ValueError(f"a stem needs {_STEM} letters: {phrase}")
                self._stems.setdefault(words[0][:_STEM], []).append(entry)
            else:
                self._whole.setdefault(words[0], []).append(entry)

    def add_all(self, phrases: Iterable[str], value: T, case: str = "any") -> None:
        for phrase in phrases:
            self.add(phrase, value, case)

    def seal(self) -> Phrases[T]:
        """Sorts entries longest first; call once after the last `add`."""
        for table in (self._whole, self._stems):
            for entries in table.values():
                entries.sort(key=lambda e: (-len(e[0]), -len(e[0][0])))
        return self

    def find(self, text: Text, overlapping: bool = False) -> list[Hit[T]]:
        """All hits from left to right; of hits that begin at one word the longest; without `overlapping` none inside another."""
        found: list[Hit[T]] = []
        whole, stems, lower = self._whole, self._stems, text.lower
        at, size = 0, len(lower)
        while at < size:
            word = lower[at]
            best: Hit[T] | None = None
            entries = whole.get(word)
            if entries is not None:
                best = self._best(text, at, entries)
            if len(word) >= _STEM:
                entries = stems.get(word[:_STEM])
                if entries is not None:
                    other = self._best(text, at, entries)
                    if other is not None and (best is None or other.last > best.last):
                        best = other
            if best is None:
                at += 1
                continue
            found.append(best)
            at = at + 1 if overlapping else best.last
        return found

    def _best(self, text: Text, at: int, entries: list[tuple[tuple[str, ...], str, str, T]]) -> Hit[T] | None:
        lower, size = text.lower, len(text.lower)
        for words, case, first, value in entries:
            last = at + len(words)
            if last > size:
                continue
            if words[0][-1] == "*" and not lower[at].startswith(words[0][:-1]):
                continue
            if case == "cap" and not text.words[at][0].isupper():
                continue
            if case == "exact" and text.words[at] != first:
                continue
            for step in range(1, len(words)):
                want, have = words[step], lower[at + step]
                if not (have == want or (want[-1] == "*" and have.startswith(want[:-1]))) or not text.joined(at + step):
                    break
            else:
                return Hit(at, last, text.starts[at], text.ends[last - 1], value)
        return None


def _variants(phrase: str) -> list[str]:
    if "(" not in phrase:
        return [phrase]
    before, rest = phrase.split("(", 1)
    inside, after = rest.split(")", 1)
    return [before + inside + tail for tail in _variants(after)] + [before + tail for tail in _variants(after)]
