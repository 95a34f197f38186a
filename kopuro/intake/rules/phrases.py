"""A table of phrases found in one pass over the words of a text: names, cues and terms in any language, longest match first.

A phrase is written in plain words; `word*` stands for any word that begins so (three letters or more before the star), `(the)` for a word
that may be missing. `case` says how the first word must be written: "any", "cap" (a capital first) or "exact" (as given, for acronyms).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from kopuro.intake.rules.text import Text, word_set

T = TypeVar("T")
DATA = Path(__file__).parent / "data"
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


_Entry = tuple[tuple[str, ...], str, str, T]  # words, case, first word as given, value


class Phrases(Generic[T]):
    """Phrases with a value each. A word costs two look-ups in a set, so tables may be large; only a word that begins a phrase costs more."""

    def __init__(self) -> None:
        self._whole: dict[str, list[_Entry[T]]] = {}
        self._stems: dict[str, list[_Entry[T]]] = {}
        self._latin = True  # whether any stem is of a Latin word
        self._second: dict[
            str, tuple[dict[str, list[_Entry[T]]], list[_Entry[T]]]
        ] = {}  # for a first word: the entries by their second word, and those that any second word may follow

    def add(self, phrase: str, value: T, case: str = "any") -> None:
        """Adds a phrase; a later entry of the same words does not replace an earlier one."""
        for variant in _variants(phrase):
            parts = [p for p in _SPLIT.split(variant) if p]
            if not parts:
                continue
            words = tuple(p.lower().replace("ё", "е") for p in parts)
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
        self._latin = any(stem < "Ѐ" for stem in self._stems)
        for first, entries in self._whole.items():
            seconds = {e[0][1] for e in entries if len(e[0]) > 1 and not e[0][1].endswith("*")}
            loose = [e for e in entries if len(e[0]) == 1 or e[0][1].endswith("*")]
            self._second[first] = (
                {
                    second: [e for e in entries if len(e[0]) == 1 or e[0][1] == second or e[0][1].endswith("*")]
                    for second in seconds
                },
                loose,
            )
        return self

    def find(self, text: Text) -> list[Hit[T]]:
        """All hits from left to right, of hits that begin at one word the longest, none inside another."""
        found: list[Hit[T]] = []
        whole, stems, lower, second = self._whole, self._stems, text.lower, self._second
        size, past = len(lower), 0
        where = text.where
        places = [at for word in where.keys() & whole.keys() for at in where[word]]
        if stems and (text.cyrillic or self._latin):
            beginning = text.stem_where
            more = [at for stem in beginning.keys() & stems.keys() for at in beginning[stem]]
            places = list({*places, *more}) if more else places
        places.sort()
        for at in places:
            if at < past:
                continue
            word = lower[at]
            stem = word[:_STEM]
            best: Hit[T] | None = None
            if word in whole:
                seconds, loose = second[word]
                entries = seconds.get(lower[at + 1], loose) if at + 1 < size else loose
                if entries:
                    best = self._best(text, at, entries)
            if stem in stems and len(word) >= _STEM:
                other = self._best(text, at, stems[stem])
                if other is not None and (best is None or other.last > best.last):
                    best = other
            if best is not None:
                found.append(best)
                past = best.last
        return found

    def _best(self, text: Text, at: int, entries: list[_Entry[T]]) -> Hit[T] | None:
        lower = text.lower
        room, word = len(lower) - at, lower[at]
        ahead = lower[at + 1] if room > 1 else ""
        for words, case, first, value in entries:
            count = len(words)
            if count > 1:
                want = words[1]
                if count > room or (want != ahead and not (want[-1] == "*" and ahead.startswith(want[:-1]))):
                    continue
            if words[0][-1] == "*" and not word.startswith(words[0][:-1]):
                continue
            if case != "any" and (
                (case == "cap" and not text.words[at][0].isupper()) or (case == "exact" and text.words[at] != first)
            ):
                continue
            for step in range(1, count):
                want, have = words[step], lower[at + step]
                if not (have == want or (want[-1] == "*" and have.startswith(want[:-1]))) or not text.joined(at + step):
                    break
            else:
                return Hit(at, at + count, text.starts[at], text.ends[at + count - 1], value)
        return None


def listed(file: str) -> Iterator[tuple[list[str], list[str]]]:
    """Lines of a word list in `data/`: the columns before the last, and the phrases of the last, which are parted by ";"."""
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            *columns, words = line.split("\t")
            yield columns, [word.strip() for word in words.split(";") if word.strip()]


def _variants(phrase: str) -> list[str]:
    if "(" not in phrase:
        return [phrase]
    before, rest = phrase.split("(", 1)
    inside, after = rest.split(")", 1)
    return [before + inside + tail for tail in _variants(after)] + [before + tail for tail in _variants(after)]


__all__ = ["Hit", "Phrases", "listed", "word_set"]
