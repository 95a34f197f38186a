"""The parts of a learning page as plain values: a sentence, figures, notes, and what a picture needs. Made by `summary`,
kept by the page; nothing here calculates, so that reading a page loads no numerical library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kopuro.learning.rules.said import gettext_noop

FEWEST = 10
TOO_FEW = gettext_noop("Too few people to say: figures are shown from ten on.")
ORDER = ("gain", "items", "detection", "calibration", "bias", "agreement")


@dataclass(frozen=True)
class Mark:
    """A value with the ends of its interval (None where there is none) and the number it rests on."""

    label: str
    value: float
    low: float | None
    high: float | None
    n: int
    # Where along the other axis it stands (calibration: how sure), or the limit it is read against.
    at: float | None = None


@dataclass(frozen=True)
class Moment:
    """Judgements of one occasion: shares of hits and false alarms, d′ and criterion as said on the page; `training`
    names the activity where several stand side by side."""

    when: str
    hits: float
    alarms: float
    d_prime: str
    criterion: str
    n: int
    training: str = ""


@dataclass(frozen=True)
class ItemCard:
    """One item of a test; shares of the highest score before and after, None where too few answered."""

    name: str
    before: float | None
    after: float | None
    discrimination: float | None
    rest: float | None
    verdict: str


@dataclass(frozen=True)
class Part:
    """One part of the page. `data` holds the estimates under the keys of `kopuro measure --json`."""

    name: str
    n: int
    verdict: str
    figures: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    moments: tuple[Moment, ...] = ()
    items: tuple[ItemCard, ...] = ()
    # Occasions beside each other, where there are several: headings, then rows; they hold what `figures` lists.
    table: tuple[tuple[str, ...], ...] = ()
    top: float = 1.0
    # Which test it speaks of, where there are several; "" for the only one.
    about: str = ""
    data: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def is_shown(self) -> bool:
        return bool(self.figures)


def too_few(name: str, n: int) -> Part:
    """Says that there are too few, and nothing else: not even how many below ten."""
    return Part(name, 0 if n < FEWEST else n, TOO_FEW)
