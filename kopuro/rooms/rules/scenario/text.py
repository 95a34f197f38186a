"""The small values a scenario is made of: words per language, codes, durations, places in a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

Code = NewType("Code", str)
"""A short name: lower-case Latin letters, digits and hyphens, beginning with a letter."""

Seconds = NewType("Seconds", int)
"""A length of exercise time; written `45s`, `6m`, `1h10m`."""

CODE = re.compile(r"[a-z][a-z0-9-]{0,47}\Z")
_DURATION = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s)?\Z")


@dataclass(frozen=True, order=True)
class Place:
    """A line in a file of the scenario's folder; lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Text:
    """The same words in several languages, in the order written."""

    by: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.by)

    def get(self, *languages: str) -> str:
        """The words in the first of `languages` that has them, else in the first written; empty when there are none."""
        words = dict(self.by)
        for language in languages:
            if words.get(language):
                return words[language]
        return next((text for _, text in self.by if text), "")

    def plain(self) -> dict[str, str]:
        return dict(self.by)


NO_TEXT = Text()
AT_ONCE = Seconds(0)


def seconds_of(written: str) -> int | None:
    """Seconds of `1h10m`, `6m`, `45s`; None when it is not written so."""
    found = _DURATION.match(written.strip())
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def written_seconds(seconds: int) -> str:
    """The shortest writing of a duration: 4200 → `1h10m`, 0 → `0s`."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{left}s" if left else ""]
    return "".join(parts) or "0s"
