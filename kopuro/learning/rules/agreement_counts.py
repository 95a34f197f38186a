"""How often each unit was put into each category: what every coefficient of agreement is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import Floats

MOST_CELLS = 40_000_000  # units × categories held at once
LONGEST_SCALE = 12  # steps counted one by one


@dataclass(frozen=True)
class Counts:
    """`table` has shape (units, categories); `values` are the categories in ascending order, as rated."""

    table: Floats
    values: Floats

    @property
    def per_unit(self) -> Floats:
        """Ratings each unit got, shape (units,)."""
        return np.asarray(self.table.sum(axis=1))


def as_ratings(matrix: Floats) -> Floats:
    """Return the matrix as floats of shape (units, raters) or raise a Problem: one rater, no two ratings of a unit."""
    ratings = np.asarray(matrix, dtype=np.float64)
    if ratings.ndim != 2:
        raise Problem("learning.not_a_matrix", "Ratings are needed as a table: a row for each unit.")
    if ratings.shape[1] < 2:
        raise Problem("learning.one_rater", "Agreement needs at least two raters; the file has one.")
    if np.isinf(ratings).any():
        raise Problem("learning.not_finite", "A rating is infinite; ratings must be plain numbers.")
    return ratings


def count(matrix: Floats) -> Counts:
    """Return the counts of a ratings matrix (units, raters), nan for missing.

    A short scale of whole numbers is counted step by step, a longer one by codes; other values are sorted first.
    """
    ratings = np.asarray(matrix, dtype=np.float64)
    units = ratings.shape[0]
    short = short_scale(ratings)
    if short is not None:
        return short
    codes, values = _small_codes(ratings)
    if codes is None:
        known = ~np.isnan(ratings)
        values, found = np.unique(ratings[known], return_inverse=True)
        where = np.nonzero(known)[0]
        _not_too_many(units, values.size)
        flat = np.bincount(where * values.size + found, minlength=units * values.size)
        return Counts(flat.reshape(units, -1).astype(np.float64), values)
    width = values.size + 1  # one more column takes the missing ratings
    codes += (np.arange(units, dtype=np.int32) * width)[:, None]
    table = np.bincount(codes.ravel(), minlength=units * width).reshape(units, width)[:, :-1].astype(np.float64)
    used = table.any(axis=0)
    return Counts(table[:, used], values[used])


def short_scale(ratings: Floats) -> Counts | None:
    """Return the counts when all values are steps of one scale of at most LONGEST_SCALE whole numbers, else None."""
    if ratings.size == 0:
        return None
    low, high = np.fmin.reduce(ratings, axis=None), np.fmax.reduce(ratings, axis=None)
    if not np.isfinite(high - low) or high - low >= LONGEST_SCALE or low != int(low):
        return None
    values = np.arange(low, high + 1)
    table = np.empty((ratings.shape[0], values.size))
    for place, value in enumerate(values):
        table[:, place] = np.count_nonzero(ratings == value, axis=1)
    if table.sum() + np.count_nonzero(np.isnan(ratings)) != ratings.size:
        return None  # values between the steps
    used = table.any(axis=0)
    return Counts(table[:, used], values[used])


def _small_codes(ratings: Floats) -> tuple[NDArray[np.int32] | None, Floats]:
    """Return whole-number codes from 0, missing coded last; None where values are not few whole numbers."""
    if ratings.size == 0:
        return None, np.empty(0)
    low, high = np.fmin.reduce(ratings, axis=None), np.fmax.reduce(ratings, axis=None)
    if not (np.isfinite(low) and np.isfinite(high)) or high - low > 100 or low != int(low):
        return None, np.empty(0)
    filled = np.where(np.isnan(ratings), high + 1, ratings)
    codes = (filled - low).astype(np.int32)
    if not np.array_equal(codes + low, filled) or ratings.shape[0] * (high - low + 2) > 2**31 - 1:
        return None, np.empty(0)
    return codes, np.arange(low, high + 1)


def _not_too_many(units: int, categories: int) -> None:
    if units * categories > MOST_CELLS:
        raise Problem(
            "learning.too_many_categories",
            f"{categories:,} different values on {units:,} units are too many to count as categories. Measured values "
            "need the metric interval (or rounding); words need a short list of categories.",
        )
