"""Krippendorff's alpha in four metrics, missing ratings allowed, with a bootstrap over the units.

Source: Krippendorff, K. (2019), Content Analysis, 4th ed., ch. 12: alpha = 1 − observed/expected disagreement over all
pairable ratings. Nominal, ordinal and interval disagreement are differences of codes, of mid-ranks and of values, so
they follow from sums over each unit; nothing of the size raters × raters is ever built.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement_counts import Counts, as_ratings, count, short_scale
from kopuro.learning.rules.results import (
    BLOCK,
    LEVEL,
    Estimate,
    Floats,
    draw_units,
    fewer_draws,
    from_resamples,
)
from kopuro.learning.rules.said import gettext_noop

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
MOST_VALUES = 5_000  # distinct values the ratio metric compares in pairs


def krippendorff_alpha(matrix: Floats, metric: Metric = "nominal") -> float | None:
    """Return alpha of a ratings matrix (units, raters), nan for missing; None where no rating differs from another.

    Raises Problem for one rater, for no unit with two ratings, and for negative values under the ratio metric.
    """
    return _Disagreement(as_ratings(matrix), metric).alpha()


def alpha_interval(
    matrix: Floats, metric: Metric = "nominal", *, resamples: int = 2000, seed: int = 1, level: float = LEVEL
) -> tuple[Estimate, list[str]]:
    """Return alpha with its percentile bootstrap interval over units, and notes.

    Units are drawn with replacement, all ratings of a unit together. Very large tables use fewer resamples (never
    fewer than 100), so that the work stays bounded.
    """
    disagreement = _Disagreement(as_ratings(matrix), metric)
    value = disagreement.alpha()
    if value is None:
        return Estimate(None), [gettext_noop("All ratings are equal: alpha is not defined without any variation.")]
    notes: list[str] = []
    if disagreement.units < 2:
        return Estimate(value), [gettext_noop("Only one unit has two ratings: no interval can be given for alpha.")]
    if disagreement.units < 20:
        notes.append(
            gettext_noop(
                "Units that can be compared: %(units)s, few: the interval of alpha is itself rough.",
                units=disagreement.units,
            )
        )
    drawn = disagreement.resample(resamples, np.random.default_rng(seed))
    undefined = int(np.isnan(drawn).sum())
    if undefined > 0.05 * drawn.size:
        notes.append(
            gettext_noop(
                "%(undefined)s of %(size)s resamples had no variation and were left out of alpha's interval.",
                undefined=undefined,
                size=drawn.size,
            )
        )
    return from_resamples(value, drawn, level), notes


class _Disagreement:
    """The sums alpha is made of, over units with at least two ratings."""

    def __init__(self, ratings: Floats, metric: Metric) -> None:
        self.metric = metric
        self.counts: Counts | None = None
        if metric == "interval":
            self._from_moments(ratings)
        else:
            self._from_counts(count(ratings))
        if self.units == 0:
            raise Problem("learning.no_pairs", "No unit was rated by two raters, so agreement can't be measured.")

    @property
    def units(self) -> int:
        return int(self.per_unit.size)

    def _from_moments(self, ratings: Floats) -> None:
        """Keep n, Σx and Σx² per unit; values are centred first, so that the sums keep their digits."""
        short = short_scale(ratings)
        if short is not None:
            keep = short.per_unit >= 2
            table = short.table[keep]
            self.per_unit = table.sum(axis=1)
            used = table.sum(axis=0)
            values = short.values - float(used @ short.values) / max(1.0, float(used.sum()))
            self.sums, self.squares = table @ values, table @ values**2
            self.varies = int((used > 0).sum()) > 1
        else:
            known = ~np.isnan(ratings)
            keep = known.sum(axis=1) >= 2
            kept, known = ratings[keep], known[keep]
            self.per_unit = known.sum(axis=1).astype(np.float64)
            centre = float(np.nansum(kept)) / max(1.0, float(self.per_unit.sum()))
            values = np.where(known, kept - centre, 0.0)
            self.sums, self.squares = values.sum(axis=1), np.einsum("ij,ij->i", values, values)
            self.varies = bool(self.per_unit.size) and _varies(kept)
        self.observed = 2 * (self.per_unit * self.squares - self.sums**2) / (self.per_unit - 1)

    def _from_counts(self, counts: Counts) -> None:
        keep = counts.per_unit >= 2
        table = counts.table[keep]
        used = table.any(axis=0)
        self.counts = Counts(table[:, used], counts.values[used])
        self.per_unit = self.counts.per_unit
        self.varies = int(used.sum()) > 1
        n = self.counts.table
        if self.metric == "nominal":
            self.observed = (self.per_unit**2 - np.einsum("ij,ij->i", n, n)) / (self.per_unit - 1)
        elif self.metric == "ratio":
            self.distance = _ratio_distances(self.counts.values)
            self.observed = np.einsum("ij,ij->i", n @ self.distance, n) / (self.per_unit - 1)
        elif self.metric != "ordinal":
            raise Problem("learning.metric", f'"{self.metric}" is no metric; choose nominal, ordinal, interval, ratio.')

    def alpha(self) -> float | None:
        if not self.varies:
            return None
        value = float(self.weighted(np.ones((1, self.units)))[0])
        return value if np.isfinite(value) else None

    def weighted(self, weights: Floats) -> Floats:
        """Return alpha for each row of unit weights, shape (draws, units); nan where nothing varies."""
        total = weights @ self.per_unit
        if self.counts is None:
            observed = weights @ self.observed
            expected = 2 * (total * (weights @ self.squares) - (weights @ self.sums) ** 2)
            scale = total * (weights @ self.squares)
        else:
            margins = weights @ self.counts.table
            if self.metric == "ordinal":
                observed, expected = self._ordinal(weights, margins)
            else:
                observed = weights @ self.observed
                if self.metric == "nominal":
                    expected = total**2 - np.einsum("ij,ij->i", margins, margins)
                else:
                    expected = np.einsum("ij,ij->i", margins @ self.distance, margins)
            scale = total
        with np.errstate(divide="ignore", invalid="ignore"):
            alpha = 1.0 - (total - 1) * observed / expected
        return np.where(expected > 1e-12 * scale, alpha, np.nan)

    def _ordinal(self, weights: Floats, margins: Floats) -> tuple[Floats, Floats]:
        """Return observed and expected disagreement of mid-ranks, which change with every resample."""
        assert self.counts is not None
        table = self.counts.table
        total = margins.sum(axis=1, keepdims=True)
        ranks = np.cumsum(margins, axis=1) - margins / 2 - total / 2  # centred mid-ranks, shape (draws, categories)
        by_unit = ranks @ table.T
        squares_by_unit = (ranks**2) @ table.T
        pairs = 2 * (self.per_unit * squares_by_unit - by_unit**2) / (self.per_unit - 1)
        observed = np.einsum("ij,ij->i", weights, pairs)
        first = np.einsum("ij,ij->i", margins, ranks)
        expected = 2 * (total[:, 0] * np.einsum("ij,ij->i", margins, ranks**2) - first**2)
        return observed, expected

    def resample(self, resamples: int, rng: np.random.Generator) -> Floats:
        """Return alpha of `resamples` draws of units with replacement."""
        units = self.units
        width = units * (self.counts.values.size if self.counts is not None else 1)
        draws = fewer_draws(resamples, width)
        step = max(1, min(draws, BLOCK // units))
        answer = np.empty(draws)
        for start in range(0, draws, step):
            size = min(step, draws - start)
            answer[start : start + size] = self.weighted(draw_units(units, size, rng))
        return answer


def _ratio_distances(values: Floats) -> Floats:
    if values.size and values.min() < 0:
        raise Problem("learning.negative", "The ratio metric needs values from zero up; the file has negative ones.")
    if values.size > MOST_VALUES:
        raise Problem(
            "learning.too_many_categories",
            f"{values.size:,} different values are too many for the ratio metric (at most {MOST_VALUES:,}).",
        )
    total = values[:, None] + values
    return ((values[:, None] - values) / np.where(total == 0, 1.0, total)) ** 2


def _varies(ratings: Floats) -> bool:
    return bool(np.nanmin(ratings) < np.nanmax(ratings))
