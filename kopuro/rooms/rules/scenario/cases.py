"""Invented persons to be judged: attributes, teaching indicators, cases with a key and its spread, rated sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .text import NO_TEXT, Code, Text

Means = Literal["signal", "no_signal", "not_enough"]


@dataclass(frozen=True)
class Attribute:
    """A trait that vignettes vary. A protected one (religion, ethnicity, sex, origin, visible piety) never counts."""

    code: Code
    title: Text
    levels: tuple[Code, ...]
    protected: bool = False


@dataclass(frozen=True)
class Indicator:
    """An invented teaching indicator; it exists only inside its scenario."""

    code: Code
    title: Text
    counts: Text
    does_not_count: Text
    relevant: bool  # false: a distractor
    attribute: Code | None = None  # the attribute it is about, if any


@dataclass(frozen=True)
class Key:
    """The judgement the case is compared with, and how far those who made it agreed."""

    value: Code  # one of the set's values
    spread: tuple[tuple[Code, float], ...]  # share of raters per value; sums to 1
    raters: int = 0  # 0: the authors' provisional key
    because: Text = NO_TEXT
    indicators: tuple[tuple[Code, Literal["present", "absent", "unknown"]], ...] = ()


@dataclass(frozen=True)
class Case:
    """`vignette` is Markdown in cases/<code>.<language>.md; {slots} in it are filled from `slots`."""

    code: Code
    name: Text
    key: Key
    attributes: tuple[tuple[Code, Code], ...] = ()
    slots: tuple[tuple[Code, Text], ...] = ()
    vignette: Text = field(default=NO_TEXT, metadata={"page": "vignette"})
    same_text_as: Code | None = None  # matched pair: the vignette of another case with one's own slots


@dataclass(frozen=True)
class Value:
    code: Code
    label: Text
    means: Means


@dataclass(frozen=True)
class Design:
    """How vignettes vary: which attributes, which pairs differ in one of them only, in how many blocks, which seed."""

    vary: tuple[Code, ...] = ()
    pairs: tuple[tuple[Code, ...], ...] = ()
    blocks: int = 1
    seed: int = 1


@dataclass(frozen=True)
class RatingSet:
    code: Code
    title: Text
    question: Text
    values: tuple[Value, ...]
    cases: tuple[Code, ...]
    indicators: tuple[Code, ...] = ()
    design: Design = Design()
