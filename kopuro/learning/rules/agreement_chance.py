"""Agreement corrected for chance over categories: percent, Gwet's AC, the kappa family, Brennan–Prediger.

Source: Gwet, K. L. (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 2–6 (coefficients, weights, missing
ratings, variances by linearisation over units; t quantile with units − 1 degrees of freedom).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement_counts import Counts
from kopuro.learning.rules.results import (
    LEVEL,
    NOTHING,
    Estimate,
    Floats,
    around,
    t_quantile,
)

Weights = Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio"]
MOST_WEIGHTED = 1_000  # categories a matrix of weights is built for


@dataclass(frozen=True)
class ChanceCorrected:
    """The coefficients that share one observed agreement and differ in what they take for chance."""

    percent: Estimate
    ac: Estimate
    fleiss: Estimate
    brennan_prediger: Estimate


def weight_matrix(values: Floats, kind: Weights) -> Floats | None:
    """Return agreement weights (categories × categories), 1 on the diagonal; None for identity.

    `values` are the categories in ascending order; ordinal weights use their ranks, the others their distances.
    """
    if kind == "identity" or values.size < 2:
        return None
    if values.size > MOST_WEIGHTED:
        raise Problem(
            "learning.too_many_categories",
            f"{values.size:,} categories are too many to weigh (at most {MOST_WEIGHTED:,}). Round the ratings.",
        )
    gap = np.abs(values[:, None] - values)
    span = gap.max()
    if kind == "linear":
        return np.asarray(1 - gap / span)
    if kind == "quadratic":
        return np.asarray(1 - (gap / span) ** 2)
    if kind == "radical":
        return np.asarray(1 - np.sqrt(gap / span))
    if kind == "ordinal":
        steps = np.abs(np.subtract.outer(np.arange(values.size), np.arange(values.size)))
        return np.asarray(1 - steps * (steps + 1) / (values.size * (values.size - 1)))
    if kind == "ratio":
        if values.min() < 0:
            raise Problem("learning.negative", "Ratio weights need values from zero up; the file has negative ones.")
        total = values[:, None] + values
        share = gap / np.where(total == 0, 1.0, total)
        return np.asarray(1 - (share / share.max()) ** 2)
    raise Problem("learning.weights", f'"{kind}" are no weights Kopuro knows.')


def chance_corrected(counts: Counts, weights: Floats | None = None, *, level: float = LEVEL) -> ChanceCorrected:
    """Return percent agreement, AC1 (AC2 with weights), Fleiss' kappa and Brennan–Prediger with their intervals.

    `counts.table` has shape (units, categories) and holds every category the raters could have used; units without a
    rating are ignored, units with one rating tell about chance only. Undefined coefficients come back as None.
    """
    table = counts.table[counts.per_unit >= 1]
    per_unit = table.sum(axis=1)
    units, categories = table.shape
    pairable = per_unit >= 2
    compared = int(pairable.sum())
    if compared == 0:
        raise Problem("learning.no_pairs", "No unit was rated by two raters, so agreement can't be measured.")
    like = table if weights is None else table @ weights
    agreed = np.zeros(units)
    agreed[pairable] = np.einsum("ij,ij->i", table, like - 1)[pairable] / (per_unit * (per_unit - 1))[pairable]
    observed = float(agreed.sum() / compared)
    scaled = agreed * (units / compared)
    shares = table / per_unit[:, None]
    margins = shares.mean(axis=0)
    weight_sum = float(categories if weights is None else weights.sum())
    percent = _estimate(observed, scaled, level, lowest=0.0)
    if categories < 2:
        return ChanceCorrected(percent, NOTHING, NOTHING, NOTHING)

    ac_scale = weight_sum / (categories * (categories - 1))
    ac_chance = ac_scale * float(margins @ (1 - margins))
    ac_by_unit = ac_scale * (shares @ (1 - margins))
    near = margins if weights is None else weights @ margins
    fleiss_chance = float(margins @ near)
    fleiss_by_unit = shares @ near
    bp_chance = weight_sum / categories**2
    return ChanceCorrected(
        percent,
        _corrected(observed, scaled, pairable, ac_chance, ac_by_unit, level),
        _corrected(observed, scaled, pairable, fleiss_chance, fleiss_by_unit, level),
        _corrected(observed, scaled, pairable, bp_chance, np.full(units, bp_chance), level),
    )


def conger_kappa(matrix: Floats, values: Floats, weights: Floats | None = None, *, level: float = LEVEL) -> Estimate:
    """Return Conger's kappa, which is Cohen's (1960, weighted: 1968) for two raters, with its interval.

    `matrix` has shape (units, raters), nan for missing; `values` are all categories in ascending order. Chance is the
    mean over pairs of raters of the product of their own shares.
    """
    rated = ~np.isnan(matrix)
    matrix = matrix[rated.any(axis=1)]
    rated = ~np.isnan(matrix)
    matrix, rated = matrix[:, rated.any(axis=0)], rated[:, rated.any(axis=0)]
    units, raters = matrix.shape
    per_unit = rated.sum(axis=1)
    pairable = per_unit >= 2
    compared = int(pairable.sum())
    if compared == 0 or raters < 2 or values.size < 2 or raters * values.size > 5_000_000:
        return NOTHING
    codes = np.searchsorted(values, np.where(rated, matrix, values[0]))
    flat = codes + np.arange(units)[:, None] * values.size
    table = np.bincount(flat[rated], minlength=units * values.size).reshape(units, -1).astype(np.float64)
    like = table if weights is None else table @ weights
    agreed = np.zeros(units)
    agreed[pairable] = np.einsum("ij,ij->i", table, like - 1)[pairable] / (per_unit * (per_unit - 1))[pairable]
    observed = float(agreed.sum() / compared)

    by_rater = codes + np.arange(raters) * values.size
    shares = np.bincount(by_rater[rated], minlength=raters * values.size).reshape(raters, -1)
    known = rated.sum(axis=0)
    shares = shares / known[:, None]
    others = shares.sum(axis=0) - shares  # the other raters' shares, shape (raters, categories)
    near = others if weights is None else others @ weights
    pairs = raters * (raters - 1)
    chance_of = np.einsum("ij,ij->i", shares, near)
    chance = float(chance_of.sum() / pairs)
    # how chance moves when a unit weighs a little more: each rater's share of that unit's category, twice (symmetry)
    moved = np.where(rated, near[np.arange(raters), codes] - chance_of, 0.0) * (units / known)
    chance_by_unit = chance + moved.sum(axis=1) / pairs
    return _corrected(observed, agreed * (units / compared), pairable, chance, chance_by_unit, level)


def _corrected(
    observed: float, scaled: Floats, pairable: np.ndarray, chance: float, chance_by_unit: Floats, level: float
) -> Estimate:
    """Return (observed − chance) / (1 − chance) with the linearised variance over units (Gwet 2014, eq. 5.3 ff.)."""
    room = 1.0 - chance
    if room < 1e-12:
        return NOTHING
    value = (observed - chance) / room
    units = scaled.size
    by_unit = np.where(pairable, scaled - chance * (units / pairable.sum()), 0.0) / room
    by_unit = by_unit - 2 * (1 - value) * (chance_by_unit - chance) / room
    return _estimate(value, by_unit, level)


def _estimate(value: float, by_unit: Floats, level: float, lowest: float = -np.inf) -> Estimate:
    units = by_unit.size
    if units < 2:
        return Estimate(value)
    variance = float(((by_unit - value) ** 2).sum() / (units * (units - 1)))
    quantile = t_quantile(level, units - 1)
    return around(value, float(np.sqrt(variance)), quantile, lowest=lowest, highest=1.0)
