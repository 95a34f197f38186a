"""Sensitivity from confidence ratings: the curve of hits against false alarms over all criteria at once.

Sources: Dorfman & Alf (1969), J. Math. Psychology 6, 487–496 (maximum likelihood for two normal distributions of
unequal variance, by scoring); Bamber (1975) and DeLong, DeLong & Clarke-Pearson (1988) for the trapezoid area.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import (
    LEVEL,
    NOTHING,
    Estimate,
    Floats,
    Plain,
    around,
    z_quantile,
)

MOST_STEPS = 11  # more distinct ratings are joined into this many before the normal model is fitted


@dataclass(frozen=True)
class RocResult(Plain):
    """`az` is the area under the fitted curve, `trapezoid` that under the observed points.

    z(H) = a + b·z(F); `d_a` is the distance in units of the root mean variance. `points` are (F, H) from strict to lax.
    """

    trapezoid: Estimate
    az: Estimate
    a: Estimate
    b: Estimate
    d_a: Estimate
    log_likelihood: float | None
    points: tuple[tuple[float, float], ...]
    notes: tuple[str, ...]


def rating_of(response: Floats, confidence: Floats) -> Floats:
    """Return one scale from "surely noise" to "surely signal" out of yes/no answers and confidence in them.

    Every yes lies above every no, also at confidence 0. Shapes (decisions,); nan where either is missing. Raises
    Problem for negative confidence.
    """
    if (confidence < 0).any():  # nan compares false
        raise Problem("learning.confidence", "Confidence must be zero or more; the file has a negative value.")
    return (2 * response - 1) * (confidence + 1.0)


def roc(signal: Floats, rating: Floats, *, level: float = LEVEL) -> RocResult:
    """Return the rating curve of decisions: `signal` 0/1 and `rating` (higher: more like a signal), shape (decisions,).

    Decisions with nan are left out. Areas are None, with a note, where one kind of case is missing.
    """
    known = ~(np.isnan(signal) | np.isnan(rating))
    values, codes = np.unique(rating[known], return_inverse=True)
    is_signal = signal[known] == 1
    noise = np.bincount(codes[~is_signal], minlength=values.size).astype(np.float64)
    signals = np.bincount(codes[is_signal], minlength=values.size).astype(np.float64)
    return roc_from_counts(noise, signals, level=level)


def roc_from_counts(noise: Floats, signals: Floats, *, level: float = LEVEL) -> RocResult:
    """Return the rating curve of counts per rating step, from the step least like a signal to the most, shape (steps,).

    The counts of parts of the data add up to those of the whole.
    """
    used = (noise + signals) > 0
    noise, signals = noise[used], signals[used]
    if not noise.sum() or not signals.sum():
        why = "A curve needs rated cases of both kinds."
        return RocResult(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, None, (), (why,))
    alarms = np.concatenate([[0.0], np.cumsum(noise[::-1]) / noise.sum()])
    hits = np.concatenate([[0.0], np.cumsum(signals[::-1]) / signals.sum()])
    points = tuple(zip(alarms.tolist(), hits.tolist(), strict=True))
    trapezoid = _trapezoid(noise, signals, level)
    fit, why = _binormal(*_joined(noise, signals))
    if fit is None:
        return RocResult(trapezoid, NOTHING, NOTHING, NOTHING, NOTHING, None, points, (why,))
    quantile = z_quantile(level)
    a, b = fit.a, fit.b
    scale = np.sqrt(1 + b**2)
    density = np.exp(-((a / scale) ** 2) / 2) / np.sqrt(2 * np.pi)
    to_z = np.array([1 / scale, -a * b / scale**3])
    se_z = float(np.sqrt(to_z @ fit.covariance @ to_z))
    az = around(float(special.ndtr(a / scale)), float(density * se_z), quantile, lowest=0.0, highest=1.0)
    notes = []
    if b < 0.5 or b > 2:
        notes.append("The fitted curve is far from symmetric: compare its area with the trapezoid.")
    return RocResult(
        trapezoid,
        az,
        around(a, float(np.sqrt(fit.covariance[0, 0])), quantile),
        around(b, float(np.sqrt(fit.covariance[1, 1])), quantile),
        around(float(a / scale * np.sqrt(2)), se_z * float(np.sqrt(2)), quantile),
        fit.log_likelihood,
        points,
        tuple(notes),
    )


def _trapezoid(noise: Floats, signals: Floats, level: float) -> Estimate:
    """Return P(signal rated above noise) + ½ P(tie) with DeLong's standard error."""
    n, m = noise.sum(), signals.sum()
    above = (np.cumsum(noise) - noise / 2) / n  # for a signal at each step: the share of noise below it
    below = 1 - (np.cumsum(signals) - signals / 2) / m  # for a noise case: the share of signals above it
    area = float(signals @ above / m)
    if n < 2 or m < 2:
        return Estimate(area)
    variance = float(signals @ (above - area) ** 2 / (m - 1) / m + noise @ (below - area) ** 2 / (n - 1) / n)
    if variance == 0:
        return Estimate(area)
    return around(area, np.sqrt(variance), z_quantile(level), lowest=0.0, highest=1.0)


def _joined(noise: Floats, signals: Floats) -> tuple[Floats, Floats]:
    """Join rating steps so that about MOST_STEPS of equal mass remain."""
    if noise.size <= MOST_STEPS:
        return noise, signals
    share = np.cumsum(noise + signals) / (noise.sum() + signals.sum())
    group = np.minimum(np.ceil(share * MOST_STEPS - 1e-9).astype(np.int64) - 1, MOST_STEPS - 1)
    joined = [np.bincount(group, counts, minlength=MOST_STEPS).astype(np.float64) for counts in (noise, signals)]
    used = (joined[0] + joined[1]) > 0
    return joined[0][used], joined[1][used]


@dataclass(frozen=True)
class _Fit:
    a: float
    b: float
    covariance: Floats
    log_likelihood: float


def _binormal(noise: Floats, signals: Floats) -> tuple[_Fit | None, str]:
    """Fit P(noise ≤ t) = Φ(t), P(signal ≤ t) = Φ(b·t − a) by scoring with step halving, or say why it can't be."""
    inner_f, inner_h = np.cumsum(noise)[:-1] / noise.sum(), np.cumsum(signals)[:-1] / signals.sum()
    usable = ((inner_f > 0) & (inner_f < 1) & (inner_h > 0) & (inner_h < 1)).sum()
    if noise.size < 3 or usable < 2:
        return None, "Too few different ratings within both kinds of case to fit a curve: see the trapezoid."
    spread = np.arange(1, noise.size) / noise.size  # half a case over all steps keeps empty steps apart
    f = (np.cumsum(noise)[:-1] + spread / 2) / (noise.sum() + 0.5)
    h = (np.cumsum(signals)[:-1] + spread / 2) / (signals.sum() + 0.5)
    zf, zh = special.ndtri(f), special.ndtri(h)
    b = float(np.clip(zh.std() / max(zf.std(), 1e-3), 0.2, 5.0))
    theta = np.concatenate([[b * zf.mean() - zh.mean(), b], zf])
    value = _log_likelihood(theta, noise, signals)
    if not np.isfinite(value):
        return None, "The ratings do not determine a curve: see the trapezoid."
    for _ in range(200):
        gradient, information = _score(theta, noise, signals)
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return None, "The ratings do not determine a curve: see the trapezoid."
        size = 1.0
        while size > 1e-8:
            proposal = theta + size * step
            new = _log_likelihood(proposal, noise, signals)
            if np.isfinite(new) and new >= value - 1e-12:
                break
            size /= 2
        else:
            break
        moved = float(np.abs(size * step).max())
        theta, value = proposal, new
        if moved < 1e-9:
            break
    if not 0.02 < theta[1] < 50 or np.abs(theta).max() > 30:
        return None, "The fitted curve runs into a corner (hits or false alarms at the edge): see the trapezoid."
    covariance = np.asarray(np.linalg.inv(_score(theta, noise, signals)[1])[:2, :2], dtype=np.float64)
    return _Fit(float(theta[0]), float(theta[1]), covariance, float(value)), ""


def _cells(theta: Floats) -> tuple[Floats, Floats]:
    """Return the probabilities of the steps under noise and under signal."""
    a, b, cuts = theta[0], theta[1], theta[2:]
    noise = np.diff(np.concatenate([[0.0], special.ndtr(cuts), [1.0]]))
    signal = np.diff(np.concatenate([[0.0], special.ndtr(b * cuts - a), [1.0]]))
    return noise, signal


def _log_likelihood(theta: Floats, noise: Floats, signals: Floats) -> float:
    if theta[1] <= 0 or (np.diff(theta[2:]) <= 0).any():
        return -np.inf
    p, q = _cells(theta)
    if (p <= 0).any() or (q <= 0).any():
        return -np.inf
    return float(noise @ np.log(p) + signals @ np.log(q))


def _score(theta: Floats, noise: Floats, signals: Floats) -> tuple[Floats, Floats]:
    """Return gradient and expected information."""
    a, b, cuts = theta[0], theta[1], theta[2:]
    steps, size = cuts.size, theta.size
    p, q = _cells(theta)
    at_noise = np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
    at_signal = np.exp(-((b * cuts - a) ** 2) / 2) / np.sqrt(2 * np.pi)
    upper_p, upper_q = np.zeros((steps + 2, size)), np.zeros((steps + 2, size))
    place = np.arange(steps)
    upper_p[place + 1, place + 2] = at_noise
    upper_q[place + 1, place + 2] = b * at_signal
    upper_q[1:-1, 0] = -at_signal
    upper_q[1:-1, 1] = cuts * at_signal
    dp, dq = np.diff(upper_p, axis=0), np.diff(upper_q, axis=0)
    gradient = dp.T @ (noise / p) + dq.T @ (signals / q)
    information = noise.sum() * (dp.T / p) @ dp + signals.sum() * (dq.T / q) @ dq
    return gradient, information
