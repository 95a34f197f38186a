"""Intraclass correlation in six forms: how far ratings tell the targets apart.

Sources: Shrout & Fleiss (1979), Psychological Bulletin 86, 420–428 (forms, F intervals); McGraw & Wong (1996),
Psychological Methods 1, 30–46 (degrees of freedom for form 2). With missing ratings the variance components come from
all ratings by fitting constants (Henderson 1953, method 3), which equals the mean squares where nothing is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement_counts import as_ratings
from kopuro.learning.rules.results import (
    LEVEL,
    Estimate,
    Floats,
    fewer_draws,
    many,
)

FORMS = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")
Missing = Literal["all", "complete"]


@dataclass(frozen=True)
class IccResult:
    """`k` is the number of ratings the averaged forms speak of (harmonic mean per target where some are missing)."""

    n_targets: int
    n_raters: int
    n_ratings: int
    k: float
    method: str
    forms: dict[str, Estimate]
    mean_squares: dict[str, float]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        return {
            "n": self.n_targets,
            "n_targets": self.n_targets,
            "n_raters": self.n_raters,
            "n_ratings": self.n_ratings,
            "k": self.k,
            "method": self.method,
            **{form: estimate.as_json() for form, estimate in self.forms.items()},
            "mean_squares": self.mean_squares,
            "notes": list(self.notes),
        }


def icc(
    matrix: Floats, *, missing: Missing = "all", resamples: int = 2000, seed: int = 1, level: float = LEVEL
) -> IccResult:
    """Return ICC(1), (2), (3), single and averaged, of ratings (targets, raters), nan for missing.

    Nothing missing: mean squares and F intervals. Otherwise `missing="all"` uses every rating, with intervals from
    `resamples` draws of the fitted model; `missing="complete"` drops targets with a gap. Raises Problem for one
    rater, fewer than two targets, and ratings so scattered that raters and targets do not hang together.
    """
    ratings = as_ratings(matrix)
    notes: list[str] = []
    empty = np.isnan(ratings).all(axis=0)
    if empty.any():
        notes.append(f"Without any rating, left out: {many(int(empty.sum()), 'rater')}.")
        ratings = as_ratings(ratings[:, ~empty])
    known: NDArray[np.bool_] = ~np.isnan(ratings)
    if not known.any(axis=1).all():
        notes.append(f"Without any rating, left out: {many(int((~known.any(axis=1)).sum()), 'target')}.")
        ratings, known = ratings[known.any(axis=1)], known[known.any(axis=1)]
    full: NDArray[np.bool_] = np.asarray(known.all(axis=1))
    if not full.all() and missing == "complete":
        notes.append(f"Left out for a missing rating: {many(int((~full).sum()), 'target')} of {full.size}.")
        ratings, known, full = ratings[full], known[full], full[full]
    if ratings.shape[0] < 2:
        raise Problem("learning.few_targets", "An intraclass correlation needs at least two rated targets.")
    if full.all():
        method = "mean squares, F intervals"
        k = float(ratings.shape[1])
        forms, squares = _complete(ratings, level, notes)
    else:
        method = "variance components from all ratings, intervals by simulation on the same gaps"
        gaps = int(known.size - known.sum())
        notes.append(
            f"Missing: {many(gaps, 'rating')}; all given ratings were used (--missing complete drops targets)."
        )
        k = float(1.0 / np.mean(1.0 / known.sum(axis=1)))
        forms, squares = _incomplete(ratings, k, resamples, seed, level, notes)
    if ratings.shape[0] < 10:
        notes.append(f"Only {many(ratings.shape[0], 'target')}: read the intervals, not the values.")
    if any(forms[form].value is not None and (forms[form].value or 0) < 0 for form in FORMS[:3]):
        notes.append("A value below zero means that targets differ less than ratings of the same target do.")
    return IccResult(ratings.shape[0], ratings.shape[1], int(known.sum()), k, method, forms, squares, tuple(notes))


def _complete(ratings: Floats, level: float, notes: list[str]) -> tuple[dict[str, Estimate], dict[str, float]]:
    """Shrout & Fleiss on a full table, shape (targets, raters)."""
    n, k = ratings.shape
    centred = ratings - ratings.mean()
    rows, columns = centred.mean(axis=1), centred.mean(axis=0)
    between = k * float(rows @ rows) / (n - 1)
    judges = n * float(columns @ columns) / (k - 1)
    within = float(((centred - rows[:, None]) ** 2).sum()) / (n * (k - 1))
    error = float(((centred - rows[:, None] - columns) ** 2).sum()) / ((n - 1) * (k - 1))
    scale = float((centred**2).mean())
    tiny = 1e-13 * scale
    within, error, judges, between = (0.0 if x <= tiny else x for x in (within, error, judges, between))
    squares = {"between": between, "within": within, "judges": judges, "error": error}
    if scale <= 1e-26 * float(np.abs(ratings).max()) ** 2 or scale == 0:
        notes.append("All ratings are equal: an intraclass correlation is not defined without any variation.")
        return dict.fromkeys(FORMS, Estimate(None)), squares
    if error == 0:
        notes.append("Raters differ by a constant at most: forms 2 and 3 have no interval.")

    def f_ratio(noise: float, df: int) -> tuple[float, float, float]:
        """Return F and the two F values its interval runs between."""
        if noise == 0:
            return (np.inf, np.nan, np.nan) if between else (np.nan, np.nan, np.nan)
        value = between / noise
        tail = 0.5 + level / 2
        return value, value / special.fdtri(n - 1, df, tail), value * special.fdtri(df, n - 1, tail)

    def single(f: float) -> float:
        return 1.0 if f == np.inf else (f - 1) / (f + k - 1)

    def mean(f: float) -> float:
        return 1.0 if f == np.inf else (1 - 1 / f if f > 0 else -np.inf)

    one = f_ratio(within, n * (k - 1))
    three = f_ratio(error, (n - 1) * (k - 1))
    denominator = between + (k - 1) * error + k * (judges - error) / n
    two = (between - error) / denominator if denominator > 0 else np.nan
    spread = between + (judges - error) / n
    two_k = (between - error) / spread if spread > 0 else np.nan
    low, high = _two_way_interval(n, k, between, judges, error, two, level)
    forms = {
        "icc1": _estimate(*(single(f) for f in one)),
        "icc2": _estimate(two, low, high),
        "icc3": _estimate(*(single(f) for f in three)),
        "icc1k": _estimate(*(mean(f) for f in one)),
        "icc2k": _estimate(two_k, _stepped_up(low, k), _stepped_up(high, k)),
        "icc3k": _estimate(*(mean(f) for f in three)),
    }
    undefined = [form for form, estimate in forms.items() if estimate.value is None]
    if undefined:
        notes.append(f"Not defined, because the targets do not differ at all: {', '.join(undefined)}.")
    return forms, squares


def _two_way_interval(
    n: int, k: float, between: float, judges: float, error: float, value: float, level: float
) -> tuple[float, float]:
    """Return the interval of ICC(2) with Satterthwaite's degrees of freedom."""
    if error == 0 or not np.isfinite(value):
        return np.nan, np.nan
    f_judges = judges / error
    inner = n * (1 + (k - 1) * value) - k * value
    df = (k - 1) * (n - 1) * (k * value * f_judges + inner) ** 2
    df /= (n - 1) * k**2 * value**2 * f_judges**2 + inner**2
    if not df > 0:
        return np.nan, np.nan
    tail = 0.5 + level / 2
    upper, lower = special.fdtri(n - 1, df, tail), special.fdtri(df, n - 1, tail)
    rest = k * judges + (k * n - k - n) * error
    with np.errstate(all="ignore"):  # with hardly any degree of freedom F has no upper end
        low = np.float64(n * (between - upper * error)) / (upper * rest + n * between)
        high = np.float64(n * (lower * between - error)) / (rest + n * lower * between)
    return (float(low), float(high)) if low <= value <= high else (np.nan, np.nan)


def _stepped_up(value: float, k: float) -> float:
    """Spearman–Brown: the reliability of the mean of k ratings."""
    divisor = 1 + (k - 1) * value
    return k * value / divisor if divisor > 0 else np.nan


def _estimate(value: float, low: float = np.nan, high: float = np.nan) -> Estimate:
    if not np.isfinite(value):
        return Estimate(None)
    return Estimate(float(value), *(float(end) if np.isfinite(end) else None for end in (low, high)))


def _incomplete(
    ratings: Floats, k: float, resamples: int, seed: int, level: float, notes: list[str]
) -> tuple[dict[str, Estimate], dict[str, float]]:
    """Fit constants to all ratings; intervals by drawing new ratings from the fitted components on the same gaps.

    The draws are compared on the scale of log F, where their spread hardly depends on the value; on a full table this
    gives back the F intervals of forms 1 and 3.
    """
    layout = _Layout(~np.isnan(ratings))
    two_way, one_way = layout.components(np.nan_to_num(ratings)[None])
    targets, judges, error = map(float, two_way[0])
    if np.isnan(error):
        raise Problem(
            "learning.unconnected",
            "Raters and targets do not hang together: no chain of shared targets joins all raters. Rate some targets "
            "by several raters, or compare the groups apart.",
        )
    components = {"variance_targets": targets, "variance_raters": judges, "variance_error": error}
    values = _forms(two_way, one_way, k)[0]
    if not np.isfinite(values).any():
        notes.append("All ratings are equal: an intraclass correlation is not defined without any variation.")
        return dict.fromkeys(FORMS, Estimate(None)), components
    if min(targets, judges) < 0:
        notes.append("A variance was estimated below zero and is counted as it is: targets or raters hardly differ.")
    low, high = _drawn_interval(layout, two_way[0], one_way[0], k, values, resamples, seed, level)
    # the mean squares a full table of the same components and effective sizes would have, for form 2
    raters = layout.per_rater.size
    per_rater = raters / float((1 / layout.per_rater).sum())
    between, spread = max(k * targets + error, 0.0), max(per_rater * judges + error, 0.0)
    ends = _two_way_interval(layout.per_target.size, k, between, spread, error, values[1], level)
    low[1], high[1] = ends
    low[4], high[4] = _stepped_up(ends[0], k), _stepped_up(ends[1], k)
    return {form: _estimate(values[place], low[place], high[place]) for place, form in enumerate(FORMS)}, components


def _drawn_interval(
    layout: _Layout,
    two_way: Floats,
    one_way: Floats,
    k: float,
    values: Floats,
    resamples: int,
    seed: int,
    level: float,
) -> tuple[Floats, Floats]:
    """Return both ends for the six forms: the estimate's log F less the quantiles of how far draws fall from truth."""
    rng = np.random.default_rng(seed)
    sd = np.sqrt(np.maximum(two_way, 0.0))
    sd_one = np.sqrt(np.maximum(one_way, 0.0))
    truth = _log_f(_forms(sd[None] ** 2, sd_one[None] ** 2, k), k)[0]
    size = layout.known.size
    draws = fewer_draws(resamples, size, budget=200_000_000)
    step = max(1, min(draws, 4_000_000 // size))
    drawn = []
    for start in range(0, draws, step):
        shape = (min(step, draws - start), *layout.known.shape)
        noise = rng.standard_normal(shape)
        target = rng.standard_normal((shape[0], shape[1], 1))
        judge = rng.standard_normal((shape[0], 1, shape[2]))
        two, _ = layout.components(sd[0] * target + sd[1] * judge + sd[2] * noise)
        _, one = layout.components(sd_one[0] * target + sd_one[1] * noise)
        drawn.append(_log_f(_forms(two, one, k), k))
    with np.errstate(invalid="ignore"):  # both can be infinite where targets equal each other exactly
        gaps = np.concatenate(drawn) - truth
    gaps[~np.isfinite(gaps)] = np.nan
    tail = (1 - level) / 2
    if np.isnan(gaps).all(axis=0).any():
        return np.full(6, np.nan), np.full(6, np.nan)
    near, far = np.nanquantile(gaps, [1 - tail, tail], axis=0)
    centre = _log_f(values[None], k)[0]
    return _from_log_f(centre - near, k), _from_log_f(centre - far, k)


def _log_f(forms: Floats, k: float) -> Floats:
    """Return log F of the six forms, shape (draws, 6): (1 + (k−1)ρ)/(1−ρ) for single, 1/(1−ρ) for averaged."""
    with np.errstate(divide="ignore", invalid="ignore"):
        single = np.log(np.maximum((1 + (k - 1) * forms[:, :3]) / (1 - forms[:, :3]), 1e-9))
        mean = np.log(np.maximum(1 / (1 - forms[:, 3:]), 1e-9))
    return np.column_stack([single, mean])


def _from_log_f(values: Floats, k: float) -> Floats:
    f = np.exp(values)
    return np.concatenate([(f[:3] - 1) / (f[:3] + k - 1), 1 - 1 / f[3:]])


def _forms(two_way: Floats, one_way: Floats, k: float) -> Floats:
    """Return the six forms of variance components (draws, 3) and (draws, 2); nan where a form is not defined."""
    targets, judges, error = two_way.T
    between, within = one_way.T
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = np.column_stack(
            [
                between / (between + within),
                targets / (targets + judges + error),
                targets / (targets + error),
                between / (between + within / k),
                targets / (targets + (judges + error) / k),
                targets / (targets + error / k),
            ]
        )
    answer[~np.isfinite(answer)] = np.nan
    return answer


class _Layout:
    """Which rater rated which target, and the variance components of ratings on that layout."""

    def __init__(self, known: np.ndarray) -> None:
        self.known = known
        self.per_target = known.sum(axis=1).astype(np.float64)
        self.per_rater = known.sum(axis=0).astype(np.float64)
        self.total = float(known.sum())
        z = known.astype(np.float64)
        laplacian = np.diag(self.per_rater) - z.T @ (z / self.per_target[:, None])
        roots, vectors = np.linalg.eigh(laplacian)
        good = roots > 1e-9 * max(float(roots[-1]), 1.0)
        self.connected = int(good.sum()) == known.shape[1] - 1
        self.half_inverse = vectors[:, good] / np.sqrt(roots[good])

    def components(self, y: Floats) -> tuple[Floats, Floats]:
        """Return ((targets, raters, error) variances, (between, within) of the one-way layout) of ratings.

        `y` has shape (draws, targets, raters); what stands in the gaps is ignored.
        """
        targets, raters = self.known.shape
        y = np.where(self.known, y, 0.0)
        grand = y.sum(axis=(1, 2)) / self.total
        y = np.where(self.known, y - grand[:, None, None], 0.0)
        means = y.sum(axis=2) / self.per_target
        centred = np.where(self.known, y - means[:, :, None], 0.0)
        within = np.einsum("bij,bij->b", centred, centred)
        by_raters = ((centred.sum(axis=1) @ self.half_inverse) ** 2).sum(axis=1)
        rest = np.maximum(within - by_raters, 0.0)
        apart = np.einsum("bij,bij->b", y, y) - (y.sum(axis=1) ** 2 / self.per_rater).sum(axis=1)
        between = (means**2) @ self.per_target
        size = (self.total - float(self.per_target @ self.per_target) / self.total) / (targets - 1)
        df = self.total - targets - raters + 1
        with np.errstate(divide="ignore", invalid="ignore"):
            error = rest / df if df > 0 and self.connected else np.full(len(y), np.nan)
            two_way = [
                (apart - rest - (targets - 1) * error) / (self.total - raters),
                (by_raters - (raters - 1) * error) / (self.total - targets),
                error,
            ]
            noise = within / (self.total - targets)
            one_way = [(between / (targets - 1) - noise) / size, noise]
        return np.column_stack(two_way), np.column_stack(one_way)
