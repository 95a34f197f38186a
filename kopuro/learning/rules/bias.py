"""Bias by matched vignettes: two texts differing in one trait, and how far that trait alone moves the answers.

Sources: Hainmueller, Hopkins & Yamamoto (2014), Political Analysis 22, 1–30 (average marginal component effect);
Liang & Zeger (1986) for standard errors robust to answers of the same person; Schuirmann (1987), J. Pharmacokinetics
and Biopharmaceutics 15, 657–680 (two one-sided tests against a bound set beforehand).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.clusters import clustered_se
from kopuro.learning.rules.detection import Correction, count_seats
from kopuro.learning.rules.detection_result import DetectionChange, detection_change
from kopuro.learning.rules.judgement_tables import VignetteAnswers
from kopuro.learning.rules.results import (
    LEVEL,
    Estimate,
    Floats,
    Plain,
    around,
    finite,
    many,
    t_quantile,
    two_sided,
)
from kopuro.learning.rules.said import Said, gettext_noop

FEWEST_SEATS = 10


@dataclass(frozen=True)
class Equivalence(Plain):
    """Two one-sided tests: is the effect surely smaller than the bound, in either direction."""

    bound: float
    p_value: float | None
    equivalent: bool


@dataclass(frozen=True)
class TraitEffect:
    """The effect of one level of a trait against its baseline, in units of the answer (0–1: share saying signal)."""

    trait: str
    level: str
    baseline: str
    n: int
    n_seats: int
    n_pairs: int | None
    mean: float
    mean_baseline: float
    amce: Estimate
    p_value: float | None
    equivalence: Equivalence | None
    detection: DetectionChange | None
    sentence: str
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        answer: dict[str, Any] = {
            "trait": self.trait,
            "level": self.level,
            "baseline": self.baseline,
            "n": self.n,
            "n_seats": self.n_seats,
            "n_pairs": self.n_pairs,
            "mean": self.mean,
            "mean_baseline": self.mean_baseline,
            "amce": self.amce.as_json(),
            "p_value": self.p_value,
        }
        if self.equivalence is not None:
            answer["equivalence"] = self.equivalence.as_json()
        if self.detection is not None:
            answer["d_prime_difference"] = self.detection.d_prime.as_json()
            answer["criterion_difference"] = self.detection.criterion.as_json()
        return answer | {"sentence": self.sentence, "notes": list(self.notes)}


def trait_effect(
    response: Floats,
    varied: Floats,
    seat: NDArray[np.int64],
    *,
    pair: NDArray[np.int64] | None = None,
    signal: Floats | None = None,
    bound: float | None = None,
    names: tuple[str, str, str] = ("trait", "1", "0"),
    correction: Correction = "loglinear",
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> TraitEffect:
    """Return the effect of a trait on answers, all of shape (answers,), nan in response or trait left out.

    `varied` is 1 where the vignette carries the trait, 0 at baseline; `seat` and `pair` are codes; `signal` is the key
    (0/1), with which a 0/1 response is split into d′ and criterion; `bound` is the smallest effect that would matter,
    set before looking. `names` are (trait, level, baseline). Raises Problem when one of the two variants is missing.
    """
    known = ~(np.isnan(response) | np.isnan(varied))
    y, x, who = response[known], varied[known], np.unique(seat[known], return_inverse=True)[1]
    if not (x == 1).any() or not (x == 0).any():
        raise Problem(
            "learning.one_variant",
            f"Trait {names[0]}: answers to both variants are needed, with the trait and without it.",
        )
    seats = int(who.max()) + 1
    notes: list[str] = []
    if not known.all():
        notes.append(
            gettext_noop("Left out for a missing value: %(answers)s.", answers=many(int((~known).sum()), "answer"))
        )
    means = float(y[x == 1].mean()), float(y[x == 0].mean())
    se = _error(y, x, who) if seats > 1 else float("nan")
    value = means[0] - means[1]
    quantile = t_quantile(level, max(1, seats - 1))
    amce = around(value, se, quantile)
    p_value = two_sided(value / se, seats - 1) if seats > 1 and se > 0 else None
    if seats == 1:
        notes.append(gettext_noop("All answers come from one seat: no interval can be given."))
    elif se == 0 or not np.isfinite(se):
        notes.append(
            gettext_noop("All seats answered alike: the standard error is zero or undefined, so no test is made.")
        )
        amce, p_value = Estimate(value), None
    if 1 < seats < FEWEST_SEATS:
        notes.append(gettext_noop("Only %(seats)s seats: too few for a verdict.", seats=seats))
    equivalence = None if bound is None else _equivalence(value, se, seats, bound, 1 - level)
    pairs = None if pair is None else _pairs(pair[known], x, who, notes)
    split = None
    if signal is not None and np.isin(y, (0.0, 1.0)).all():
        split = _split(signal[known], y, x, who, seats, correction, resamples, seed, level, notes)
    return TraitEffect(
        trait=names[0],
        level=names[1],
        baseline=names[2],
        n=int(y.size),
        n_seats=seats,
        n_pairs=pairs,
        mean=means[0],
        mean_baseline=means[1],
        amce=amce,
        p_value=finite(p_value),
        equivalence=equivalence,
        detection=split,
        sentence=_sentence(amce, equivalence, seats),
        notes=tuple(notes),
    )


def trait_effects(answers: VignetteAnswers, **how: Any) -> list[TraitEffect]:
    """Return the effect of every trait and level of a table; `how` goes to trait_effect (bound, correction …)."""
    return [
        trait_effect(
            answers.response,
            trait.varied,
            answers.seat,
            pair=answers.pair,
            signal=answers.signal,
            names=(trait.name, trait.level, trait.baseline),
            **how,
        )
        for trait in answers.traits
    ]


def _error(y: Floats, x: Floats, who: NDArray[np.int64]) -> float:
    """Return the cluster-robust standard error of the slope, 0 where it is nothing but rounding."""
    if np.ptp(y) == 0:
        return 0.0
    se = clustered_se(y, x, who)
    return 0.0 if se < 1e-12 * float(np.abs(y).max()) else se


def _equivalence(value: float, se: float, seats: int, bound: float, alpha: float) -> Equivalence:
    if not bound > 0:
        raise Problem("learning.bound", "The equivalence bound must be above zero: the smallest effect that matters.")
    if seats < 2 or not np.isfinite(se):
        return Equivalence(bound, None, False)
    if se == 0:
        return Equivalence(bound, None, abs(value) < bound and seats >= FEWEST_SEATS)
    df = seats - 1
    p = float(special.stdtr(df, (abs(value) - bound) / se))
    return Equivalence(bound, p, p < alpha)


def _pairs(pair: NDArray[np.int64], x: Floats, who: NDArray[np.int64], notes: list[str]) -> int:
    """Return the number of pairs and tell how many a seat saw only half of."""
    pairs = int(np.unique(pair).size)
    cell = who * (int(pair.max()) + 1) + pair
    _, place = np.unique(cell, return_inverse=True)
    with_trait, without = np.bincount(place, x), np.bincount(place, 1 - x)
    halves = int(((with_trait > 0) != (without > 0)).sum())
    if halves:
        notes.append(
            gettext_noop(
                "%(pairs)s of %(size)s shown to a seat were seen in one variant only; they count as answers, not as matched pairs.",
                pairs=many(halves, "pair"),
                size=with_trait.size,
            )
        )
    return pairs


def _split(
    signal: Floats,
    y: Floats,
    x: Floats,
    who: NDArray[np.int64],
    seats: int,
    correction: Correction,
    resamples: int,
    seed: int,
    level: float,
    notes: list[str],
) -> DetectionChange | None:
    """Return the change of d′ and criterion from baseline to trait."""
    counts = [count_seats(who[x == v], signal[x == v], y[x == v], n_seats=seats) for v in (0.0, 1.0)]
    if any(not one.signals.sum() or not one.noises.sum() for one in counts):
        notes.append(gettext_noop("A split into d′ and criterion needs signals and non-signals in both variants."))
        return None
    return detection_change(counts[0], counts[1], correction, paired=True, resamples=resamples, seed=seed, level=level)


def _sentence(amce: Estimate, equivalence: Equivalence | None, seats: int) -> str:
    if seats < FEWEST_SEATS or amce.low is None or amce.high is None:
        return gettext_noop("Too few to say whether the trait moved the answers.")
    if amce.low > 0:
        return gettext_noop("The trait alone moved answers up: a bias that chance does not explain.")
    if amce.high < 0:
        return gettext_noop("The trait alone moved answers down: a bias that chance does not explain.")
    if equivalence is not None and equivalence.equivalent:
        words = gettext_noop("Any effect of the trait is smaller than the bound set beforehand (%(bound)s).")
        return Said(words, bound=f"{equivalence.bound:g}")
    return gettext_noop("No effect of the trait was seen, and one large enough to matter is not ruled out.")
