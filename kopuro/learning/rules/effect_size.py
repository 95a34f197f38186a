"""Standardised differences of two means, independent or paired, with Hedges' correction and their variances.

Sources: Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, ch. 4 (d, J, variances); Cumming
(2012), Understanding the New Statistics, ch. 11 (d_av); Bonett (2008), Psychological Methods 13, 99–109, eq. 12
(variance of d_av in paired data with unequal spread); Hedges (1981) for J.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from kopuro.learning.rules.results import (
    LEVEL,
    Estimate,
    around,
    z_quantile,
)


def small_sample_factor(df: float) -> float:
    """Return Hedges' J = 1 − 3/(4·df − 1), which takes the bias of d away."""
    return 1 - 3 / (4 * df - 1)


@dataclass(frozen=True)
class EffectSize:
    """d, its correction g = J·d, and the variance of g."""

    d: float
    g: float
    var_g: float


def independent(mean_1: float, mean_2: float, sd_1: float, sd_2: float, n_1: int, n_2: int) -> EffectSize:
    """Return (mean_2 − mean_1) over the pooled SD, for two groups of different people. SDs are with n − 1."""
    df = n_1 + n_2 - 2
    pooled = np.sqrt(((n_1 - 1) * sd_1**2 + (n_2 - 1) * sd_2**2) / df)
    d = float((mean_2 - mean_1) / pooled)
    variance = (n_1 + n_2) / (n_1 * n_2) + d**2 / (2 * (n_1 + n_2))
    j = small_sample_factor(df)
    return EffectSize(d, j * d, float(j**2 * variance))


def paired_within(difference: float, sd_difference: float, r: float, n: int) -> EffectSize:
    """Return the paired difference over the SD within occasions, SD_difference/√(2(1 − r)); variance uses r."""
    d = float(difference / (sd_difference / np.sqrt(2 * (1 - r))))
    variance = (1 / n + d**2 / (2 * n)) * 2 * (1 - r)
    j = small_sample_factor(n - 1)
    return EffectSize(d, j * d, float(j**2 * variance))


def paired_z(difference: float, sd_difference: float, n: int) -> EffectSize:
    """Return d_z, the paired difference over its own SD: what the t-test sees, larger where r is high."""
    d = float(difference / sd_difference)
    j = small_sample_factor(n - 1)
    return EffectSize(d, j * d, float(j**2 * (1 / n + d**2 / (2 * n))))


def paired_average_variance(d: float, sd_1: float, sd_2: float, r: float, n: int) -> float:
    """Return the variance of d_av in paired data (Bonett 2008): spreads may differ, r is their correlation."""
    mean_square = (sd_1**2 + sd_2**2) / 2
    of_spread = d**2 * (sd_1**4 + sd_2**4 + 2 * (r * sd_1 * sd_2) ** 2) / (8 * mean_square**2 * (n - 1))
    of_mean = (sd_1**2 + sd_2**2 - 2 * r * sd_1 * sd_2) / (mean_square * (n - 1))
    return float(of_spread + of_mean)


def d_z_interval(d_z: float, n: int, level: float = LEVEL) -> Estimate:
    """Return d_z with its exact interval from the noncentral t distribution, uncorrected.

    Where t is so large that the distribution can't be computed, the normal interval stands in.
    """
    t = float(d_z * np.sqrt(n))
    tail = (1 - level) / 2
    if abs(t) < 35:
        low, high = _noncentrality(t, n - 1, 1 - tail), _noncentrality(t, n - 1, tail)
        if low is not None and high is not None:
            return Estimate(d_z, low / float(np.sqrt(n)), high / float(np.sqrt(n)))
    return around(d_z, float(np.sqrt(1 / n + d_z**2 / (2 * n))), z_quantile(level))


def _noncentrality(t: float, df: int, share: float) -> float | None:
    """Return the noncentrality under which t has `share` of the distribution below it."""

    def excess(centre: float) -> float:
        return float(special.nctdtr(df, centre, t)) - share

    reach = 6 + 0.5 * abs(t)
    for _ in range(5):
        ends = excess(t - reach), excess(t + reach)
        if not np.isfinite(ends).all():
            return None
        if ends[0] > 0 > ends[1]:
            return float(optimize.brentq(excess, t - reach, t + reach, xtol=1e-8))
        reach *= 1.5
    return None
