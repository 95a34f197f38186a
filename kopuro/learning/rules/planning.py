"""How many seats, pairs, items or people are needed to see the effect one cares about, or what a number can show.

Normal approximation: an effect is detected with probability `power` in a two-sided test at `alpha` when it is
(z₁₋α/₂ + z_power) standard errors. Sources: Cohen (1988), Statistical Power Analysis, ch. 1–2; Gourevitch & Galanter
(1967) for d′; Spearman (1910) and Brown (1910) for test length. Bias: 8 pairs × 30 seats detect 12.8 points, 60 seats
9.0, 250 seats 4.4, when half of the answers say signal and members of a pair are taken as unrelated (both the worst
case).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.detection import rate_variance
from kopuro.learning.rules.said import Said, gettext_noop

Design = Literal["bias", "detection", "gain", "groups", "reliability"]
ALPHA, POWER = 0.05, 0.80


@dataclass(frozen=True)
class Plan:
    """A design with the number asked for filled in; `solved` names it, `sentence` says it in words."""

    design: Design
    solved: str
    values: dict[str, float]
    sentence: str
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the design's numbers, the one solved for, and the sentence."""
        return {
            "design": self.design,
            "solved": self.solved,
            **self.values,
            "sentence": self.sentence,
            "notes": list(self.notes),
        }


def plan_bias(
    *,
    seats: float | None = None,
    pairs: float | None = None,
    effect: float | None = None,
    share: float = 0.5,
    pair_correlation: float = 0.0,
    seat_sd: float = 0.0,
    alpha: float = ALPHA,
    power: float = POWER,
) -> Plan:
    """Plan matched pairs: give two of `seats`, `pairs` per seat, `effect` (difference of shares); the third is found.

    `share` is the expected share of "signal", `pair_correlation` the correlation of answers within a pair,
    `seat_sd` how far the bias itself differs between seats (standard deviation, as a share).
    """
    _probabilities(alpha, power)
    _within("share", share, 0.001, 0.999)
    _within("pair_correlation", pair_correlation, 0.0, 0.999)
    _within("seat_sd", seat_sd, 0.0, 1.0)
    single = 2 * share * (1 - share) * (1 - pair_correlation)  # variance of one pair's difference
    how = _Seats(single, seat_sd, _z(alpha, power), "pairs", (0.0001, 1.0))
    solved, seats, pairs, effect = how.solve(seats, pairs, effect)
    values = {"seats": seats, "pairs": pairs, "effect": effect, "points": 100 * effect}
    values |= {"share": share, "pair_correlation": pair_correlation, "seat_sd": seat_sd}
    sentence = gettext_noop(
        "%(seats)s with %(pairs)s each can detect a bias of %(points)s points (%(test)s).",
        seats=_count(seats, "seat"), pairs=_count(pairs, "pair"), points=f"{100 * effect:.1f}", test=_test(alpha, power),
    )  # fmt: skip
    return _plan("bias", solved, values, sentence, alpha, power)


def plan_detection(
    *,
    seats: float | None = 1,
    cases: float | None = None,
    effect: float | None = None,
    d_prime: float = 1.5,
    criterion: float = 0.0,
    seat_sd: float = 0.0,
    alpha: float = ALPHA,
    power: float = POWER,
) -> Plan:
    """Plan a change of d′ between two measurements of the same seats: two of `seats`, `cases`, `effect` are given.

    `cases` is the number of cases of each kind per seat and measurement, `d_prime` and `criterion` are what is
    expected, `seat_sd` how far the true change differs between seats. Also gives the standard error of one seat's d′.
    """
    _probabilities(alpha, power)
    rates = special.ndtr(np.array([d_prime / 2 - criterion, -d_prime / 2 - criterion]))
    with np.errstate(invalid="ignore"):  # rates of 0 and 1 are refused below
        per_case = float(rate_variance(rates, np.ones(2)).sum())  # variance of d′ with one case of each kind
    if not math.isfinite(per_case):
        raise Problem("learning.plan_range", "That d′ and criterion leave no room for errors; expect a smaller d′.")
    how = _Seats(2 * per_case, seat_sd, _z(alpha, power), "cases", (0.001, 20.0))
    solved, seats, cases, effect = how.solve(seats, cases, effect)
    values = {"seats": seats, "cases": cases, "effect": effect, "d_prime": d_prime}
    values |= {"criterion": criterion, "seat_sd": seat_sd, "se_d_prime": math.sqrt(per_case / cases)}
    sentence = gettext_noop(
        "%(seats)s with %(signals)s and as many non-signals, before and after, can detect a change in d′ of %(effect)s; "
        "the standard error of one seat's d′ is %(se)s (%(test)s).",
        seats=_count(seats, "seat"), signals=_count(cases, "signal"), effect=f"{effect:.2f}",
        se=f"{values['se_d_prime']:.2f}", test=_test(alpha, power),
    )  # fmt: skip
    return _plan("detection", solved, values, sentence, alpha, power)


def plan_gain(
    *,
    people: float | None = None,
    effect: float | None = None,
    correlation: float = 0.5,
    alpha: float = ALPHA,
    power: float = POWER,
) -> Plan:
    """Plan a paired gain: give `people` or `effect` (in SDs of a test, d_av); `correlation` of pre with post."""
    _probabilities(alpha, power)
    _within("correlation", correlation, -0.99, 0.999)
    spread = 2 * (1 - correlation)
    solved, people, effect = _people_or_effect(people, effect, spread, _z(alpha, power))
    values = {"people": float(people), "effect": float(effect), "correlation": correlation}
    sentence = gettext_noop(
        "%(people)s with both tests can detect a gain of %(effect)s standard deviations (%(test)s).",
        people=_count(people, "person", "people"), effect=f"{effect:.2f}", test=_test(alpha, power),
    )  # fmt: skip
    return _plan("gain", solved, values, sentence, alpha, power)


def plan_groups(
    *,
    people: float | None = None,
    effect: float | None = None,
    correlation: float = 0.5,
    site_size: float = 1.0,
    site_correlation: float = 0.0,
    alpha: float = ALPHA,
    power: float = POWER,
) -> Plan:
    """Plan trained against waiting, `people` in each group, by the difference of their gains in SDs of a test.

    `site_size` people share a site and their gains correlate by `site_correlation`: the design effect 1 + (m − 1)ρ.
    """
    _probabilities(alpha, power)
    _within("correlation", correlation, -0.99, 0.999)
    _within("site_correlation", site_correlation, 0.0, 1.0)
    spread = 4 * (1 - correlation) * (1 + (_positive("site_size", site_size) - 1) * site_correlation)
    solved, people, effect = _people_or_effect(people, effect, spread, _z(alpha, power))
    values = {"people": float(people), "effect": float(effect), "correlation": correlation}
    values |= {"site_size": float(site_size), "site_correlation": site_correlation}
    sentence = gettext_noop(
        "%(people)s trained and as many waiting can detect a difference in gain of %(effect)s standard deviations "
        "(%(test)s).",
        people=_count(people, "person", "people"), effect=f"{effect:.2f}", test=_test(alpha, power),
    )  # fmt: skip
    return _plan("groups", solved, values, sentence, alpha, power)


def plan_reliability(
    *, items: float, reliability: float, wanted: float | None = None, new_items: float | None = None
) -> Plan:
    """Plan a test's length by Spearman–Brown: from `items` with `reliability` to what is `wanted`, or to `new_items`."""
    items = _positive("items", items)
    _within("reliability", reliability, 0.001, 0.999)
    solved = _one_missing(wanted=wanted, new_items=new_items)
    if solved == "new_items":
        wanted = _within("wanted", wanted, 0.001, 0.999)
        new_items = _ceil(items * wanted * (1 - reliability) / (reliability * (1 - wanted)))
    else:
        new_items = _positive("new_items", new_items)
        factor = new_items / items
        wanted = factor * reliability / (1 + (factor - 1) * reliability)
    values = {"items": items, "reliability": reliability, "new_items": float(new_items), "wanted": float(wanted)}
    sentence = gettext_noop(
        "%(items)s of the same kind give a reliability of %(reliability)s.",
        items=_count(new_items, "item"), reliability=f"{float(wanted):.2f}",
    )  # fmt: skip
    return Plan("reliability", solved, values, sentence)


def _people_or_effect(people: float | None, effect: float | None, spread: float, z: float) -> tuple[str, float, float]:
    """Return which of the two was missing, and both; `spread` is the variance of one person's contribution."""
    if _one_missing(people=people, effect=effect) == "effect":
        number = _positive("people", people)
        return "effect", number, z * math.sqrt(spread / number)
    size = _within("effect", effect, 0.001, 20.0)
    return "people", _ceil((z / size) ** 2 * spread), size


def _plan(design: Design, solved: str, values: dict[str, float], sentence: str, alpha: float, power: float) -> Plan:
    return Plan(design, solved, values | {"alpha": alpha, "power": power}, sentence)


def _test(alpha: float, power: float) -> str:
    words = gettext_noop("power %(power)s, two-sided test at %(alpha)s")
    return Said(words, power=f"{power:.0%}", alpha=f"{alpha:.0%}")


@dataclass(frozen=True)
class _Seats:
    """Seats that each answer to so many of `name`: effect² = z²·(single / each + seat_sd²) / seats."""

    single: float  # variance that one of them adds
    seat_sd: float
    z: float
    name: str
    effects: tuple[float, float]

    def solve(self, seats: float | None, each: float | None, effect: float | None) -> tuple[str, float, float, float]:
        """Return which of the three was missing, and all three."""
        solved = _one_missing(**{"seats": seats, self.name: each, "effect": effect})
        if solved == "effect":
            seats, each = _positive("seats", seats), _positive(self.name, each)
            return solved, seats, each, self.z * math.sqrt((self.single / each + self.seat_sd**2) / seats)
        effect = _within("effect", effect, *self.effects)
        if solved == "seats":
            each = _positive(self.name, each)
            return solved, _ceil((self.z / effect) ** 2 * (self.single / each + self.seat_sd**2)), each, effect
        seats = _positive("seats", seats)
        room = seats * (effect / self.z) ** 2 - self.seat_sd**2
        if room <= 0:
            words = f"More {self.name} can't help: seats differ too much. Add seats."
            raise Problem("learning.plan_impossible", words)
        return solved, seats, _ceil(self.single / room), effect


def _z(alpha: float, power: float) -> float:
    return float(special.ndtri(1 - alpha / 2) + special.ndtri(power))


def _probabilities(alpha: float, power: float) -> None:
    if not 0 < alpha < 0.5 or not 0.5 <= power < 1:
        raise Problem("learning.plan_range", "Alpha must lie in 0 to 0.5 and power in 0.5 to 1.")


def _one_missing(**values: float | None) -> str:
    missing = [name for name, value in values.items() if value is None]
    if len(missing) != 1:
        names = ", ".join(values)
        raise Problem("learning.plan_open", f"Give all but one of: {names}. The one left out is worked out.")
    return missing[0]


def _positive(name: str, value: float | None) -> float:
    if value is None or not math.isfinite(value) or not 1 <= value <= 1e9:
        raise Problem("learning.plan_range", f"{name} must be a number from 1 up.")
    return float(value)


def _within(name: str, value: float | None, low: float, high: float) -> float:
    if value is None or not math.isfinite(value) or not low <= value <= high:
        raise Problem("learning.plan_range", f"{name} must lie between {low:g} and {high:g}.")
    return float(value)


def _ceil(value: float) -> float:
    return float(max(1, math.ceil(value - 1e-9)))


def _count(value: float | None, noun: str, nouns: str = "") -> str:
    number = float(value or 0)
    return Said(f"%(n)s {noun if number == 1 else nouns or noun + 's'}", n=f"{number:,.10g}")
