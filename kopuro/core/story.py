"""The story of a value as a page tells it: what is shown, by which rule, and the sentences or rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Table


@dataclass(frozen=True)
class StoryClaim:
    """One source's statement. `kind` colours the passage (date, place, count, body, advice, other)."""

    value: str
    source: str
    url: str = ""
    before: str = ""
    passage: str = ""
    after: str = ""
    language: str = ""
    kind: str = "other"
    state: str = ""
    state_kind: str = ""
    decided: str = ""
    shown: bool = False


@dataclass(frozen=True)
class Story:
    """`value` as shown on the page, `rule` in a sentence, then claims, or the counted rows as a table, or both."""

    value: str
    rule: str = ""
    claims: tuple[StoryClaim, ...] = ()
    table: Table | None = None


Names = Callable[[Actor, set[str]], dict[str, str]]
_lookups: list[Names] = []


def names_come_from(lookup: Names) -> None:
    """Package people hands in its lookup when Kopuro starts: names are read there alone."""
    _lookups[:] = [lookup]


def who(actor: Actor, keys: Iterable[str | None]) -> dict[str, str]:
    """For each account key the words by which this reader may know who it was; at most one query."""
    wanted = {key for key in keys if key}
    return _lookups[0](actor, wanted) if _lookups and wanted else {}
