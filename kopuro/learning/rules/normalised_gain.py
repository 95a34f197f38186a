"""Normalised gain: how much of what could still be gained was gained.

Source: Hake (1998), American J. Physics 66, 64–74: (mean post − mean pre) / (maximum − mean pre), of class means.
"""

from __future__ import annotations

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import NOTHING, Estimate, Floats, fewer_draws, from_resamples, resampled_sums
from kopuro.learning.rules.said import gettext_noop


def highest_score(given: float | None, scores: Floats, notes: list[str]) -> float | None:
    """Return the highest possible score: the one given, else 1 or 100 where all scores fit, with a note; or None."""
    if given is not None:
        if scores.max() > given:
            raise Problem("learning.maximum", f"A score of {scores.max():g} is above the maximum given, {given:g}.")
        return given
    low, high = float(scores.min()), float(scores.max())
    if low >= 0 and high <= 1:
        notes.append(gettext_noop("Scores were taken as shares of 1 for the normalised gain; say --max otherwise."))
        return 1.0
    if low >= 0 and high <= 100:
        notes.append(gettext_noop("Scores were taken as percentages for the normalised gain; say --max otherwise."))
        return 100.0
    notes.append(gettext_noop("No normalised gain: say the highest possible score with --max."))
    return None


def normalised_gain(
    x: Floats, y: Floats, limit: float | None, paired: bool, resamples: int, seed: int, level: float, notes: list[str]
) -> Estimate:
    """Return (mean post − mean pre) / (maximum − mean pre) with a bootstrap over people."""
    if limit is None:
        return NOTHING
    room = limit - float(x.mean())
    if room <= 1e-12 * max(abs(limit), 1.0):
        notes.append(gettext_noop("Everybody began at the maximum: there was no room to gain."))
        return NOTHING
    rng = np.random.default_rng(seed)
    draws = fewer_draws(resamples, max(x.size, y.size))
    if paired:
        before, after = resampled_sums(np.column_stack([x, y]), draws, rng).T / x.size
    else:
        before = resampled_sums(x[:, None], draws, rng)[:, 0] / x.size
        after = resampled_sums(y[:, None], draws, rng)[:, 0] / y.size
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = (after - before) / (limit - before)
    return from_resamples((float(y.mean()) - float(x.mean())) / room, drawn, level)
