"""Calibration: do stated chances come true as often as they say.

Sources: Brier (1950), Monthly Weather Review 78, 1–3; Murphy (1973), J. Applied Meteorology 12, 595–600 (reliability −
resolution + uncertainty over distinct forecasts); Stephenson, Coelho & Jolliffe (2008), Weather and Forecasting 23,
752–757 (what binning adds within bins); Naeini, Cooper & Hauskrecht (2015) for ECE, here with bins of equal mass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import (
    LEVEL,
    NOTHING,
    Estimate,
    Floats,
    around,
    fewer_draws,
    finite,
    from_resamples,
    many,
    resampled_sums,
    t_quantile,
    wilson,
)
from kopuro.learning.rules.said import gettext_noop

FEWEST_FOR_ECE = 100
BINS = 10


@dataclass(frozen=True)
class Bin:
    """Forecasts of one bin: how many, their mean, and how often the event came, with a Wilson interval."""

    n: int
    forecast: float
    observed: Estimate


@dataclass(frozen=True)
class CalibrationResult:
    """`reliability`, `resolution`, `uncertainty` are over distinct forecasts and add up to the Brier score exactly."""

    n: int
    n_clusters: int | None
    brier: Estimate
    reliability: float
    resolution: float
    uncertainty: float
    log_loss: Estimate
    ece: Estimate
    overconfidence: Estimate
    mean_forecast: float
    base_rate: float
    skill: float | None
    binned: dict[str, float]
    bins: tuple[Bin, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        return {
            "n": self.n,
            "n_clusters": self.n_clusters,
            "brier": finite(self.brier.value),
            "reliability": self.reliability,
            "resolution": self.resolution,
            "uncertainty": self.uncertainty,
            "log_loss": finite(self.log_loss.value),
            "ece": finite(self.ece.value),
            "overconfidence": finite(self.overconfidence.value),
            "mean_forecast": self.mean_forecast,
            "base_rate": self.base_rate,
            "skill": self.skill,
            "intervals": {
                "brier": self.brier.as_json(),
                "log_loss": self.log_loss.as_json(),
                "ece": self.ece.as_json(),
                "overconfidence": self.overconfidence.as_json(),
            },
            "binned": self.binned,
            "bins": [{"n": one.n, "forecast": one.forecast, "observed": one.observed.as_json()} for one in self.bins],
            "notes": list(self.notes),
        }


def calibration(
    forecast: Floats,
    outcome: Floats,
    *,
    clusters: NDArray[np.int64] | None = None,
    bins: int = BINS,
    resamples: int = 1000,
    seed: int = 1,
    level: float = LEVEL,
) -> CalibrationResult:
    """Return the calibration of forecasts, shape (n,) in 0…1, against outcomes 0/1; nan in either is left out.

    Over-confidence is mean forecast − base rate. With `clusters` (codes of the people who forecast, shape (n,))
    intervals of means are by cluster-robust standard errors and that of ECE by drawing people; else single forecasts.
    Raises Problem for values outside their range and when nothing is left.
    """
    notes = []
    known = ~(np.isnan(forecast) | np.isnan(outcome))
    if not known.all():
        notes.append(
            gettext_noop(
                "Left out for a missing value: %(forecasts)s.", forecasts=many(int((~known).sum()), "forecast")
            )
        )
    p, y = forecast[known], outcome[known]
    if p.size == 0:
        raise Problem("learning.no_forecasts", "No row has both a forecast and an outcome.")
    if ((p < 0) | (p > 1)).any() or not np.isin(y, (0.0, 1.0)).all():
        raise Problem("learning.forecast_range", "Forecasts must lie in 0 to 1 and outcomes be 0 or 1.")
    who = None if clusters is None else np.unique(clusters[known], return_inverse=True)[1]
    base = float(y.mean())
    distinct, code = np.unique(p, return_inverse=True)
    if 2 * distinct.size > p.size:
        notes.append(
            gettext_noop(
                "Most forecasts are one of a kind, so reliability and resolution over them say little: see binned."
            )
        )
    reliability, resolution = _murphy(p, y, code, base)
    uncertainty = base * (1 - base)
    squared = (p - y) ** 2
    with np.errstate(divide="ignore"):
        surprise = -np.log(np.where(y == 1, p, 1 - p))
    certain = int(np.isinf(surprise).sum())
    if certain:
        notes.append(
            gettext_noop(
                "The log loss is infinite: %(outcomes)s called impossible (a forecast of 0 or 1 that failed).",
                outcomes=many(certain, "outcome was", "outcomes were"),
            )
        )
    if base in (0.0, 1.0):
        notes.append(gettext_noop("All outcomes are equal: resolution and skill say nothing here."))
    groups = np.minimum(bins, p.size)
    place = _equal_mass(p, int(groups))
    ece = NOTHING
    if p.size >= FEWEST_FOR_ECE:
        ece = _ece_interval(p, y, place, who, resamples, seed, level)
    else:
        notes.append(
            gettext_noop(
                "ECE is given from %(fewest_for_ece)s forecasts; below, it measures noise.",
                fewest_for_ece=FEWEST_FOR_ECE,
            )
        )
    if p.size < 30:
        notes.append(
            gettext_noop("Only %(forecasts)s: read the intervals, not the values.", forecasts=many(p.size, "forecast"))
        )
    binned = dict(zip(("reliability", "resolution"), _murphy(p, y, place, base), strict=True))
    binned["within_bins"] = float(squared.mean()) - binned["reliability"] + binned["resolution"] - uncertainty
    return CalibrationResult(
        n=int(p.size),
        n_clusters=None if who is None else int(who.max()) + 1,
        brier=_mean(squared, who, level, lowest=0.0, highest=1.0),
        reliability=reliability,
        resolution=resolution,
        uncertainty=uncertainty,
        log_loss=NOTHING if certain else _mean(surprise, who, level, lowest=0.0),
        ece=ece,
        overconfidence=_mean(p - y, who, level, lowest=-1.0, highest=1.0),
        mean_forecast=float(p.mean()),
        base_rate=base,
        skill=None if uncertainty == 0 else float(1 - squared.mean() / uncertainty),
        binned=binned,
        bins=tuple(
            Bin(int(chosen.sum()), float(p[chosen].mean()), wilson(float(y[chosen].sum()), float(chosen.sum()), level))
            for chosen in (place == one for one in np.unique(place))
        ),
        notes=tuple(notes),
    )


def _murphy(p: Floats, y: Floats, group: NDArray[np.int64], base: float) -> tuple[float, float]:
    """Return reliability and resolution of forecasts in groups, shape (n,) each."""
    sizes = np.bincount(group)
    used = sizes > 0
    n = sizes[used].astype(np.float64)
    forecast, observed = np.bincount(group, p)[used] / n, np.bincount(group, y)[used] / n
    return float(n @ (forecast - observed) ** 2 / p.size), float(n @ (observed - base) ** 2 / p.size)


def _equal_mass(p: Floats, bins: int) -> NDArray[np.int64]:
    """Return the bin of each forecast: bins of about equal mass, equal forecasts never split."""
    _, code, counts = np.unique(p, return_inverse=True, return_counts=True)
    middle = (np.cumsum(counts) - counts / 2) / p.size
    return np.minimum((middle * bins).astype(np.int64), bins - 1)[code]


def _ece_interval(
    p: Floats,
    y: Floats,
    place: NDArray[np.int64],
    who: NDArray[np.int64] | None,
    resamples: int,
    seed: int,
    level: float,
) -> Estimate:
    """Return the expected calibration error: mean |forecast − observed| over bins, weighted by their size."""
    bins = int(place.max()) + 1
    unit = np.arange(p.size) if who is None else who
    units = int(unit.max()) + 1
    flat = np.asarray(np.bincount(unit * bins + place, p - y, minlength=units * bins), dtype=np.float64)
    gaps = flat.reshape(units, bins)
    sizes = np.bincount(unit, minlength=units).astype(np.float64)[:, None]
    value = float(np.abs(gaps.sum(axis=0)).sum() / p.size)
    draws = fewer_draws(resamples, units * bins)
    drawn = resampled_sums(gaps, draws, np.random.default_rng(seed), sizes)
    return from_resamples(value, np.abs(drawn[:, :-1]).sum(axis=1) / drawn[:, -1], level)


def _mean(
    values: Floats, who: NDArray[np.int64] | None, level: float, lowest: float = -np.inf, highest: float = np.inf
) -> Estimate:
    """Return a mean with its t interval; clustered deviations are summed by person first (CR1)."""
    value = float(values.mean())
    if who is None:
        groups, sums = values.size, values - value
    else:
        groups, sums = int(who.max()) + 1, np.asarray(np.bincount(who, values - value), dtype=np.float64)
    if groups < 2:
        return Estimate(value)
    se = float(np.sqrt((sums @ sums) * groups / (groups - 1)) / values.size)
    return around(value, se, t_quantile(level, groups - 1), lowest=lowest, highest=highest)
