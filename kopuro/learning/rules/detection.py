"""Telling signal from noise: hits never without false alarms, sensitivity never without criterion.

Sources: Green & Swets (1966) and Macmillan & Creelman (2005) for d′, c and ln β; Pollack & Norman (1964) in the form of
Stanislaw & Todorov (1999) for A′; Hautus (1995) for the log-linear correction; Gourevitch & Galanter (1967) for the
standard error. With one decision per case and two kinds of case, d′ = z(H) − z(F), c = −[z(H) + z(F)] / 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import (
    LEVEL,
    Estimate,
    Floats,
    around,
    fewer_draws,
    from_resamples,
    resampled_sums,
    t_quantile,
    wilson,
    z_quantile,
)
from kopuro.learning.rules.said import gettext_noop

Correction = Literal["loglinear", "half", "none"]


@dataclass(frozen=True)
class SeatCounts:
    """Hits, misses, false alarms, correct rejections, each of shape (seats,). Sums of parts are the counts of all."""

    hits: Floats
    misses: Floats
    false_alarms: Floats
    correct_rejections: Floats

    @classmethod
    def of(
        cls, hits: ArrayLike, misses: ArrayLike, false_alarms: ArrayLike, correct_rejections: ArrayLike
    ) -> SeatCounts:
        """Return counts from numbers or sequences; Problem for negative or missing ones."""
        given = (hits, misses, false_alarms, correct_rejections)
        columns = [np.atleast_1d(np.asarray(counts, dtype=np.float64)) for counts in given]
        if any(not np.isfinite(column).all() or (column < 0).any() for column in columns):
            raise Problem("learning.counts", "Counts of hits and false alarms must be numbers from zero up.")
        return cls(*columns)

    @property
    def signals(self) -> Floats:
        """Cases that were signals, per seat."""
        return self.hits + self.misses

    @property
    def noises(self) -> Floats:
        """Cases that were no signals, per seat."""
        return self.false_alarms + self.correct_rejections

    def __len__(self) -> int:
        return int(self.hits.size)

    def table(self) -> Floats:
        """Return shape (seats, 4)."""
        return np.column_stack([self.hits, self.misses, self.false_alarms, self.correct_rejections])

    def pooled(self) -> SeatCounts:
        """Return the counts of all seats together, shape (1,)."""
        return SeatCounts.of(*self.table().sum(axis=0))


@dataclass(frozen=True)
class Indices:
    """Detection indices, each an array of the shape of the counts; nan where a rate does not exist or d′ is infinite.

    `hit_rate` and `false_alarm_rate` are as observed; everything else follows from the corrected rates.
    """

    hit_rate: Floats
    false_alarm_rate: Floats
    hit_rate_corrected: Floats
    false_alarm_rate_corrected: Floats
    d_prime: Floats
    criterion: Floats
    ln_beta: Floats
    a_prime: Floats
    se_d_prime: Floats


def count_seats(
    seats: NDArray[np.int64], signal: Floats, response: Floats, weight: Floats | None = None, *, n_seats: int
) -> SeatCounts:
    """Return the counts per seat of single decisions, each array of shape (decisions,); nan decisions are left out.

    The counts are additive: those of two parts of the data, added, are those of the whole.
    """
    known = ~(np.isnan(signal) | np.isnan(response))
    kind = (2 * (1 - signal[known]) + (1 - response[known])).astype(np.int64)  # hit, miss, false alarm, rejection
    weights = None if weight is None else weight[known]
    flat = np.bincount(seats[known] * 4 + kind, weights=weights, minlength=n_seats * 4)
    return SeatCounts(*flat.reshape(n_seats, 4).T.astype(np.float64))


def indices(counts: SeatCounts, correction: Correction = "loglinear") -> Indices:
    """Return the detection indices of each row of counts.

    `loglinear` adds ½ to hits and false alarms and 1 to their totals, always; `half` moves only rates of 0 and 1, by
    1/(2n); `none` leaves them, so that d′ is undefined there.
    """
    signals, noises = counts.signals, counts.noises
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        hit, alarm = counts.hits / signals, counts.false_alarms / noises
        h, f = corrected(counts.hits, signals, correction), corrected(counts.false_alarms, noises, correction)
        zh, zf = special.ndtri(h), special.ndtri(f)
        variance = rate_variance(h, signals) + rate_variance(f, noises)
        return Indices(
            hit_rate=hit,
            false_alarm_rate=alarm,
            hit_rate_corrected=h,
            false_alarm_rate_corrected=f,
            d_prime=_finite(zh - zf),
            criterion=_finite(-(zh + zf) / 2),
            ln_beta=_finite((zf**2 - zh**2) / 2),
            a_prime=_finite(a_prime(h, f)),
            se_d_prime=_finite(np.sqrt(variance)),
        )


def corrected(events: Floats, total: Floats, correction: Correction) -> Floats:
    """Return rates after the correction; nan where there was no case at all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = events / total
        if correction == "loglinear":
            return np.where(total > 0, (events + 0.5) / (total + 1), np.nan)
        if correction == "half":
            return np.where(rate == 0, 0.5 / total, np.where(rate == 1, 1 - 0.5 / total, rate))
        if correction == "none":
            return rate
    raise Problem("learning.correction", f'"{correction}" is no correction; choose loglinear, half or none.')


def rate_variance(rate: Floats, total: Floats) -> Floats:
    """Return the variance of z(rate) by the delta method (Gourevitch & Galanter 1967): p(1−p) / (n φ(z)²)."""
    density = np.exp(-(special.ndtri(rate) ** 2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(rate * (1 - rate) / (total * density**2))


def a_prime(hit: Floats, alarm: Floats) -> Floats:
    """Return A′, the average of the largest and the smallest area a proper curve through (F, H) can have."""
    gap = hit - alarm
    high, low = np.maximum(hit, alarm), np.minimum(hit, alarm)
    with np.errstate(divide="ignore", invalid="ignore"):
        area = (gap**2 + np.abs(gap)) / (4 * high * (1 - low))
    return np.where(gap == 0, 0.5, 0.5 + np.sign(gap) * area)


@dataclass(frozen=True)
class Intervals:
    """The pooled figures with their intervals, and how these were made."""

    hit_rate: Estimate
    false_alarm_rate: Estimate
    d_prime: Estimate
    criterion: Estimate
    method: str


def formula_intervals(
    counts: SeatCounts, correction: Correction = "loglinear", *, level: float = LEVEL
) -> tuple[Intervals, list[str]]:
    """Return intervals of one row of counts by formula: Wilson for rates, Gourevitch–Galanter for d′ and c."""
    one = counts.pooled()
    found = indices(one, correction)
    quantile = z_quantile(level)
    d, c, se = float(found.d_prime[0]), float(found.criterion[0]), float(found.se_d_prime[0])
    notes: list[str] = []
    if not one.signals[0] or not one.noises[0]:
        missing = "signals" if not one.signals[0] else "non-signals"
        notes.append(
            gettext_noop(
                "The file has no %(missing)s: sensitivity and criterion need cases of both kinds.", missing=missing
            )
        )
    elif np.isnan(d):
        notes.append(
            gettext_noop("A rate is 0 or 1, so without a correction d′ is infinite: choose loglinear or half.")
        )
    answer = Intervals(
        wilson(float(one.hits[0]), float(one.signals[0]), level),
        wilson(float(one.false_alarms[0]), float(one.noises[0]), level),
        around(d, se, quantile),
        around(c, se / 2, quantile),
        "formula",
    )
    return answer, notes


def bootstrap_intervals(
    counts: SeatCounts,
    correction: Correction = "loglinear",
    *,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> Intervals:
    """Return percentile intervals of the pooled figures: seats are drawn where there are two or more, else decisions.

    Drawing seats keeps the decisions of a person together, so the interval speaks of other people of the same kind.
    """
    rng = np.random.default_rng(seed)
    if len(counts) > 1:
        drawn = resampled_sums(counts.table(), fewer_draws(resamples, len(counts)), rng)
        method = "bootstrap over seats"
    else:
        hits, misses, alarms, rejections = np.rint(counts.table()[0]).astype(np.int64)
        hit = rng.binomial(hits + misses, hits / max(1, hits + misses), resamples)
        alarm = rng.binomial(alarms + rejections, alarms / max(1, alarms + rejections), resamples)
        drawn = np.column_stack([hit, hits + misses - hit, alarm, alarms + rejections - alarm]).astype(np.float64)
        method = "bootstrap over decisions"
    resampled = indices(SeatCounts(*drawn.T), correction)
    found = indices(counts.pooled(), correction)
    ends = {
        name: from_resamples(float(getattr(found, name)[0]), getattr(resampled, name), level)
        for name in ("hit_rate", "false_alarm_rate", "d_prime", "criterion")
    }
    return Intervals(**ends, method=method)


def seat_mean(values: Floats, level: float = LEVEL) -> tuple[Estimate, float | None]:
    """Return the mean over seats with its t interval, and the standard deviation between seats; nan left out."""
    known = values[~np.isnan(values)]
    if known.size < 2:
        return Estimate(float(known[0]) if known.size else None), None
    spread = float(known.std(ddof=1))
    quantile = t_quantile(level, known.size - 1)
    return around(float(known.mean()), spread / np.sqrt(known.size), quantile), spread


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)
