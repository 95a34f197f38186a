"""One item in two groups of people matched by score: the Mantel-Haenszel statistics.

Common odds ratio, the ETS delta -2.35 ln(odds ratio) with its classes A, B, C (Holland & Thayer 1988; Zieky 1993), and
the standardised difference of Dorans & Kulick (1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from kopuro.learning.rules.results import Floats, finite

DELTA = -2.35  # from log odds to the ETS delta scale


@dataclass(frozen=True)
class MantelHaenszel:
    """One item, one focal group. Right/wrong items have `odds_ratio`, `delta` and its error; graded ones (Mantel 1963)
    only the standardised difference `standardised` in score points and `effect`, the same in standard deviations."""

    chi_square: float | None
    p: float | None
    odds_ratio: float | None
    delta: float | None
    se_delta: float | None
    standardised: float | None
    effect: float | None
    size: str | None  # class A, B or C

    def as_json(self) -> dict[str, Any]:
        keys = ("chi_square", "p", "odds_ratio", "delta", "se_delta", "standardised", "effect")
        return {**{key: finite(getattr(self, key)) for key in keys}, "class": self.size}


def mantel_haenszel(right: ArrayLike, focal: ArrayLike, score: ArrayLike) -> MantelHaenszel:
    """One item by strata: `right` (people,) its score, `focal` (people,) true in the focal group, `score` (people,) the
    strata. The statistic has the continuity correction for right/wrong items."""
    answer, group = np.asarray(right, dtype=float), np.asarray(focal, dtype=bool)
    strata = np.unique(np.asarray(score), return_inverse=True)[1]
    size = int(strata.max()) + 1 if len(strata) else 0
    n_focal = np.bincount(strata, weights=group, minlength=size)
    n_reference = np.bincount(strata, weights=~group, minlength=size)
    use = (n_focal > 0) & (n_reference > 0)
    if not use.any():
        return MantelHaenszel(None, None, None, None, None, None, None, None)
    sums = {True: np.zeros(size), False: np.zeros(size)}
    for which in sums:
        sums[which][:] = np.bincount(strata, weights=answer * (group == which), minlength=size)
    total = n_focal + n_reference
    all_right = sums[True] + sums[False]
    squares = np.bincount(strata, weights=answer**2, minlength=size)
    weight = n_focal[use] / n_focal[use].sum()
    gap = float((weight * (sums[True][use] / n_focal[use] - sums[False][use] / n_reference[use])).sum())
    expected = n_reference * all_right / total
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = n_focal * n_reference * (total * squares - all_right**2) / (total**2 * (total - 1))
    variance = np.where(total > 1, variance, 0.0)[use].sum()
    distance = abs(float((sums[False] - expected)[use].sum()))
    binary = bool(np.isin(answer, (0, 1)).all())
    statistic = max(0.0, distance - (0.5 if binary else 0.0)) ** 2 / variance if variance > 0 else None
    p = None if statistic is None else float(special.chdtrc(1, statistic))
    spread = _pooled_sd(answer, group)
    effect = gap / spread if spread > 0 else None
    if not binary:
        return MantelHaenszel(finite(statistic), p, None, None, None, gap, effect, _graded_class(effect, p))
    a, b = sums[False][use], (n_reference - sums[False])[use]
    c, d = sums[True][use], (n_focal - sums[True])[use]
    n = total[use]
    r, s = float((a * d / n).sum()), float((b * c / n).sum())
    if r <= 0 or s <= 0:
        return MantelHaenszel(finite(statistic), p, None, None, None, gap, effect, None)
    ratio = r / s
    agree, differ = (a + d) / n, (b + c) / n
    log_variance = float(  # Robins, Breslow & Greenland 1986
        (agree * a * d / n).sum() / (2 * r**2)
        + ((agree * b * c + differ * a * d) / n).sum() / (2 * r * s)
        + (differ * b * c / n).sum() / (2 * s**2)
    )
    delta, se = DELTA * float(np.log(ratio)), abs(DELTA) * float(np.sqrt(log_variance))
    return MantelHaenszel(finite(statistic), p, ratio, delta, se, gap, effect, ets_class(delta, se, p))


def ets_class(delta: float, se: float, p: float | None) -> str:
    """A: |delta| below 1 or not different from 0; C: at least 1.5 and above 1 by more than chance; B: between."""
    size = abs(delta)
    if size < 1 or p is None or p >= 0.05:
        return "A"
    if size >= 1.5 and se > 0 and (size - 1) / se > special.ndtri(0.95):
        return "C"
    return "B"


def _graded_class(effect: float | None, p: float | None) -> str | None:
    """Classes of the standardised difference in standard deviations: .17 and .25."""
    if effect is None or p is None:
        return None
    if p >= 0.05 or abs(effect) <= 0.17:
        return "A"
    return "B" if abs(effect) <= 0.25 else "C"


def _pooled_sd(answer: Floats, group: NDArray[np.bool_]) -> float:
    parts = [answer[group], answer[~group]]
    degrees = sum(len(part) - 1 for part in parts)
    if degrees < 1:
        return 0.0
    return float(np.sqrt(sum(((part - part.mean()) ** 2).sum() for part in parts if len(part)) / degrees))
