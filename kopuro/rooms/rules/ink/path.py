"""What playing a story gives: passages, the ways between them, and what in the story a room has no word for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    text: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Lines that come together, at one place (knot, stitch, gather), and the choices that stand under them."""

    place: str
    lines: tuple[str, ...]
    tags: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Way:
    """From a passage on, by one of its choices or (`choice` None) by itself."""

    source: int
    choice: int | None
    target: int


@dataclass(frozen=True)
class Story:
    """Passages in the order in which they are first met; the first one begins."""

    tags: tuple[str, ...]
    passages: tuple[Passage, ...]
    ways: tuple[Way, ...]
    told: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON values; `story_of` makes them a story again."""
        return asdict(self)


def story_of(plain: Mapping[str, Any]) -> Story:
    return Story(
        tuple(plain["tags"]),
        tuple(
            Passage(
                one["place"], tuple(one["lines"]), tuple(one["tags"]),
                tuple(Choice(each["text"], tuple(each["tags"])) for each in one["choices"]),
            )
            for one in plain["passages"]
        ),
        tuple(Way(**one) for one in plain["ways"]),
        tuple(plain["told"]),
    )  # fmt: skip
