"""Classical item statistics and the reliability of a total score: what small groups can carry.

Facility and discrimination of each item; Cronbach's alpha with Feldt's interval (Feldt, Woodruff & Salih 1987);
McDonald's omega from a one-factor model by maximum likelihood with a delta-method interval. What a change of one person
must exceed stands in `change`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.change import minimal_detectable_change, standard_error_of_measurement
from kopuro.learning.rules.omega import mcdonald_omega
from kopuro.learning.rules.results import LEVEL, Estimate, Floats, finite
from kopuro.learning.rules.said import gettext_noop

TAIL = 0.27  # of people in the upper and the lower group (Kelley 1939)


@dataclass(frozen=True)
class ClassicalItem:
    """One item. `facility`: mean as a share of the highest score; `discrimination`: facility in the upper 27 % less
    that in the lower; `item_rest`: correlation with the sum of the other items; `alpha_without`: alpha of those."""

    name: str
    n: float
    facility: float | None
    discrimination: float | None
    item_rest: float | None
    alpha_without: float | None

    def as_json(self) -> dict[str, Any]:
        keys = ("facility", "discrimination", "item_rest", "alpha_without")
        return {"name": self.name, "n": _count(self.n), **{key: finite(getattr(self, key)) for key in keys}}


@dataclass(frozen=True)
class ClassicalResult:
    """A test by classical statistics. `n` counts people with every answer, on whom reliability rests."""

    n: float
    mean: float | None
    sd: float | None
    alpha: Estimate
    omega: Estimate
    sem: float | None
    mdc95: float | None
    items: tuple[ClassicalItem, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "n": _count(self.n),
            **{key: finite(getattr(self, key)) for key in ("mean", "sd", "sem", "mdc95")},
            "alpha": self.alpha.as_json(),
            "omega": self.omega.as_json(),
            "items": [item.as_json() for item in self.items],
            "notes": list(self.notes),
        }


def classical(
    matrix: ArrayLike, *, weights: ArrayLike | None = None, names: Sequence[str] | None = None, level: float = LEVEL
) -> ClassicalResult:
    """Item statistics and reliability of a (people, items) table, nan where missing; `weights` count patterns.

    Facility uses everyone who answered the item; everything else the people who answered all. Raises Problem
    `learning.items_*` for a table without rows, columns or numbers.
    """
    table, weight, labels = _read(matrix, weights, names)
    people, columns = table.shape
    notes: list[str] = []
    known = ~np.isnan(table)
    full = known.all(axis=1) & (weight > 0)
    whole, share = table[full], weight[full]
    n = float(share.sum())
    if not full.all():
        notes.append(
            gettext_noop("%(n)s rows with missing answers count for facility only.", n=people - int(full.sum()))
        )
    top = np.array([_top(table[:, item]) for item in range(columns)])
    low = np.full(columns, _bottom(table))
    covariance = _covariance(whole, share)
    alpha, omega = Estimate(None), Estimate(None)
    if covariance is None:
        notes.append(gettext_noop("Fewer than two people answered everything: no reliability."))
    else:
        constant = [labels[item] for item in np.flatnonzero(np.diag(covariance) <= 0)]
        if constant:
            notes.append(gettext_noop("Every answer is the same in: %(n)s.", n=", ".join(constant)))
        alpha = cronbach_alpha(covariance, n, level)
        if alpha.value is None:
            notes.append(gettext_noop("Reliability needs two items or more and people who differ."))
        omega, why = mcdonald_omega(covariance, n, level)
        if why:
            notes.append(why)
    items = tuple(
        ClassicalItem(
            labels[item],
            float(weight[known[:, item]].sum()),
            _facility(table[:, item], weight, low[item], top[item]),
            _discrimination(whole, share, item, low[item], top[item]),
            *_rest(covariance, item, n, level),
        )
        for item in range(columns)
    )
    mean = sd = sem = mdc = None
    if covariance is not None:
        mean = float((whole.sum(axis=1) * share).sum() / n)
        sd = float(np.sqrt(covariance.sum()))
        if alpha.value is not None:
            if alpha.value < 0:
                notes.append(
                    gettext_noop("Reliability came out below 0 (is a key turned round?): all spread is taken as noise.")
                )
            reliability = max(0.0, alpha.value)
            sem = standard_error_of_measurement(sd, reliability)
            mdc = minimal_detectable_change(sd, reliability)
    return ClassicalResult(n, mean, sd, alpha, omega, sem, mdc, items, tuple(notes))


def cronbach_alpha(covariance: Floats, n: float, level: float = LEVEL) -> Estimate:
    """Alpha from the (items, items) covariance of n people, with Feldt's interval."""
    items = len(covariance)
    total = float(covariance.sum())
    if items < 2 or total <= 0 or n < 2:
        return Estimate(None)
    value = items / (items - 1) * (1 - float(np.trace(covariance)) / total)
    tail = (1 - level) / 2
    freedom = n - 1, (n - 1) * (items - 1)
    low = 1 - (1 - value) * float(special.fdtri(*freedom, 1 - tail))
    high = 1 - (1 - value) * float(special.fdtri(*freedom, tail))
    return Estimate(value, finite(low), finite(high))


def _read(
    matrix: ArrayLike, weights: ArrayLike | None, names: Sequence[str] | None
) -> tuple[Floats, Floats, tuple[str, ...]]:
    try:
        table = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError) as trouble:
        raise Problem("learning.items_values", "The answers must be numbers, empty where missing.") from trouble
    if table.ndim != 2 or 0 in table.shape:
        raise Problem("learning.items_shape", "Answers are needed as a table: a row per person, a column per item.")
    if np.isinf(table).any():
        raise Problem("learning.items_values", "An answer is infinite; answers are scores of an item.")
    labels = tuple(names) if names is not None else tuple(f"item{item + 1}" for item in range(table.shape[1]))
    if len(labels) != table.shape[1]:
        raise Problem("learning.items_names", f"There are {table.shape[1]} items but {len(labels)} names.")
    weight = np.ones(len(table)) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (len(table),) or not np.isfinite(weight).all() or (weight < 0).any():
        raise Problem("learning.items_weights", "Weights must be one number, 0 or more, for each row.")
    return table, weight, labels


def _count(n: float) -> float | int:
    return int(n) if float(n).is_integer() else float(n)


def _covariance(whole: Floats, share: Floats) -> Floats | None:
    n = float(share.sum())
    if n < 2 or len(whole) < 1:
        return None
    centred = whole - (share @ whole) / n
    return np.asarray((centred * share[:, None]).T @ centred / (n - 1))


def _top(column: Floats) -> float:
    known = column[~np.isnan(column)]
    return max(1.0, float(known.max())) if len(known) else 1.0


def _bottom(table: Floats) -> float:
    """Items are scored from 0; a test in which nobody has 0 starts at its lowest answer."""
    known = table[~np.isnan(table)]
    return float(known.min()) if len(known) and known.min() < known.max() else 0.0


def _facility(column: Floats, weight: Floats, low: float, top: float) -> float | None:
    known = ~np.isnan(column) & (weight > 0)
    if not known.any() or top <= low:
        return None
    return float(((column[known] - low) * weight[known]).sum() / weight[known].sum() / (top - low))


def _discrimination(whole: Floats, share: Floats, item: int, low: float, top: float) -> float | None:
    """Facility of the upper less that of the lower 27 % by total score; people at the limit count in part."""
    n = float(share.sum())
    if n < 4 or top <= low:
        return None
    total = whole.sum(axis=1)
    size = TAIL * n

    def group(sign: int) -> float:
        scores, which = np.unique(sign * total, return_inverse=True)
        people = np.bincount(which, weights=share)
        answers = np.bincount(which, weights=share * whole[:, item])
        before = np.concatenate([[0.0], np.cumsum(people)[:-1]])
        part = np.clip((size - before) / people, 0.0, 1.0)
        assert len(scores) == len(part)
        return float((answers * part).sum() / size)

    return float((group(-1) - group(1)) / (top - low))


def _rest(covariance: Floats | None, item: int, n: float, level: float) -> tuple[float | None, float | None]:
    """Correlation with the rest, and alpha of the rest."""
    if covariance is None or len(covariance) < 2:
        return None, None
    others = np.arange(len(covariance)) != item
    rest = covariance[np.ix_(others, others)]
    spread = float(covariance[item, item] * rest.sum())
    correlation = float(covariance[item, others].sum() / np.sqrt(spread)) if spread > 0 else None
    return correlation, cronbach_alpha(rest, n, level).value
