"""What an item model hands back, in the field's parameters and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.special import expit

from kopuro.learning.rules.items.models import Design
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.results import Floats, finite


@dataclass(frozen=True)
class Item:
    """One item. `d` are intercepts (a * theta + d), `b` difficulties (-d / a): one each for right/wrong items, one for
    each step or boundary of graded ones. `c` is the lower asymptote of the 3PL. Standard errors are None where the
    parameter is fixed or the data do not give one."""

    name: str
    a: float
    d: tuple[float, ...]
    b: tuple[float | None, ...]
    se_a: float | None
    se_d: tuple[float | None, ...]
    se_b: tuple[float | None, ...]
    c: float | None = None
    se_c: float | None = None
    binary: bool = True
    cumulative: tuple[float, ...] | None = None  # sums of d, the intercepts some programs print for partial credit

    def as_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"name": self.name, "a": finite(self.a), "se_a": finite(self.se_a)}
        for key, values in (("d", self.d), ("b", self.b), ("se_d", self.se_d), ("se_b", self.se_b)):
            numbers = [finite(value) for value in values]
            out[key] = numbers[0] if self.binary else numbers
        if self.c is not None:
            out |= {"c": finite(self.c), "se_c": finite(self.se_c)}
        if self.cumulative is not None:
            out["d_cumulative"] = [finite(value) for value in self.cumulative]
        return out


@dataclass(frozen=True)
class ItemsResult:
    """A fitted item model. `variance` is that of theta on the scale of the reported slopes (1 except for pcm)."""

    model: str
    n: float
    log_likelihood: float
    converged: bool
    iterations: int
    items: tuple[Item, ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    free_parameters: int
    variance: float
    se_variance: float | None
    method: str | None
    condition: float | None
    design: Design
    parameters: Parameters
    quadrature: Quadrature
    covariance: Floats | None
    kept: tuple[int, ...]  # columns of the table that the items stand in
    columns: int
    values: tuple[tuple[int, ...], ...]  # the answers behind the categories of each item

    @property
    def aic(self) -> float:
        return 2 * self.free_parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        return self.free_parameters * float(np.log(self.n)) - 2 * self.log_likelihood

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.items)

    @property
    def slopes(self) -> Floats:
        """(items,) on the scale theta ~ N(0, 1)."""
        return self.parameters.values[:, 0]

    @property
    def intercepts(self) -> Floats:
        """(items, most steps): intercepts, nan where an item has fewer steps."""
        steps = slice(1, self.design.top)
        return np.where(self.design.used[:, steps], self.parameters.values[:, steps], np.nan)

    @cached_property
    def scale(self) -> float:
        """Standard deviation of theta on the reported scale: estimated scores are multiplied by it."""
        return float(np.sqrt(self.variance))

    def as_json(self) -> dict[str, Any]:
        """Plain values ready for json.dumps; no nan."""
        whole = float(self.n).is_integer()
        return {
            "model": self.model,
            "description": self.design.family.title,
            "n": int(self.n) if whole else self.n,
            "n_items": len(self.items),
            "log_likelihood": finite(self.log_likelihood),
            "aic": finite(self.aic),
            "bic": finite(self.bic),
            "parameters": self.free_parameters,
            "converged": self.converged,
            "iterations": self.iterations,
            "nodes": len(self.quadrature.nodes),
            "bounds": [float(self.quadrature.nodes[0]), float(self.quadrature.nodes[-1])],
            "variance": finite(self.variance),
            "se_variance": finite(self.se_variance),
            "standard_errors": self.method,
            "items": [item.as_json() for item in self.items],
            "dropped": list(self.dropped),
            "notes": list(self.notes),
        }


def items_of(
    names: tuple[str, ...], design: Design, values: Floats, errors: Floats | None, covariance: Floats | None
) -> tuple[Item, ...]:
    """The items in the field's parameters; `errors` (items, width), `covariance` over all of them flattened."""
    family = design.family
    unit = family.name == "pcm"  # reported with slope 1 and a free variance: the intercepts stay as they are
    out = []
    for place, (name, categories) in enumerate(zip(names, design.categories, strict=True)):
        steps = np.arange(1, categories)
        slope, intercepts = float(values[place, 0]), values[place, steps]
        se = np.full(design.width, np.nan) if errors is None else errors[place]
        fixed = unit or family.slope == "fixed"
        by_slope = 1.0 if unit else slope
        difficulties = tuple(_ratio(-float(d), by_slope) for d in intercepts)
        if covariance is None:
            se_b: tuple[float | None, ...] = tuple(None for _ in steps)
        elif fixed:
            se_b = tuple(_ratio(float(se[step]), by_slope) for step in steps)
        else:
            at = place * design.width
            se_b = tuple(_delta(float(values[place, step]), slope, covariance, at, at + int(step)) for step in steps)
        out.append(
            Item(
                name=name,
                a=by_slope,
                d=tuple(float(d) for d in intercepts),
                b=difficulties,
                se_a=None if fixed else finite(float(se[0])),
                se_d=tuple(finite(float(se[step])) for step in steps),
                se_b=se_b,
                c=float(expit(values[place, -1])) if family.guess else None,
                se_c=finite(float(se[-1] * expit(values[place, -1]) * expit(-values[place, -1])))
                if family.guess
                else None,
                binary=family.binary,
                cumulative=tuple(float(d) for d in np.cumsum(intercepts))
                if family.linear and not family.binary
                else None,
            )
        )
    return tuple(out)


def _ratio(top: float, bottom: float) -> float | None:
    return None if abs(bottom) < 1e-9 else finite(top / bottom)


def _delta(intercept: float, slope: float, covariance: Floats, a: int, d: int) -> float | None:
    """Standard error of -d / a by the delta method."""
    if abs(slope) < 1e-9:
        return None
    by_a, by_d = intercept / slope**2, -1 / slope
    variance = by_a**2 * covariance[a, a] + by_d**2 * covariance[d, d] + 2 * by_a * by_d * covariance[a, d]
    return finite(float(np.sqrt(variance))) if variance >= 0 else None
