"""A card before it is stored: claims as plain values, in the vocabulary of `activities.rules`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """A claim to be stored. `start` and `end` are the span in the document's text (equal where there is none)."""

    field: str
    value: Any
    start: int = 0
    end: int = 0
    qualifier: str = ""
    unit: str = ""
    scope: str = ""
    precision: str = ""
    basis: str = ""
    row: str = ""


@dataclass(frozen=True)
class CardDraft:
    """One activity as read."""

    drafts: tuple[Draft, ...]

    @property
    def title(self) -> str:
        return next((str(draft.value) for draft in self.drafts if draft.field == "title"), "")
