"""The story of a value as a page tells it: what is shown, by which rule, and the sentences or rows behind it."""

from __future__ import annotations

from dataclasses import dataclass

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
