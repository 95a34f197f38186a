"""One stated value with its place in the text: what every reader of an activity hands on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldClaim:
    """One stated value of an activity with its span in the text. `why` names the reader; `start` = `end` where nothing is pointed at."""

    field: str
    value: str
    start: int
    end: int
    qualifier: str = ""
    unit: str = ""
    scope: str = ""
    precision: str = ""
    basis: str = ""
    why: str = ""
    role: str = ""
    group: str = ""
