"""Fit of each element to the model, and how far the elements of a facet lie apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kopuro.learning.rules.facets.joint import Expected, Location, Uses, sign
from kopuro.learning.rules.facets.ratings import Coded, Index, elements, sums
from kopuro.learning.rules.facets.result import Facet, FacetElement, Step
from kopuro.learning.rules.results import Floats, finite


def facet_of(
    coded: Coded,
    kept: Coded,
    facet: int,
    location: Location,
    models: tuple[Expected, Expected],
    use: Uses,
    errors: Floats,
    subset: Index,
) -> Facet:
    """The elements of one facet with measures, errors and fit, and the facet's separation.

    `models`: what the model expects of the kept ratings, and of all.
    """
    size = elements(coded, facet)
    model, whole = models
    infit, outfit, infit_z, outfit_z = _mean_squares(kept, facet, model)
    conditional = 1 / np.sqrt(np.maximum(sums(coded, facet, whole.variance), 1e-12))
    number = np.bincount(coded.index[facet], minlength=size)
    values = np.asarray(coded.categories)
    mean = sums(coded, facet, values[coded.score]) / number
    fair = _fair(kept, location, facet, values, use)
    measures = location.measures[facet]
    estimated = use[facet]
    out = []
    for place, label in enumerate(coded.labels[facet]):
        seen = bool(estimated[place])
        out.append(
            FacetElement(
                label=label,
                measure=float(measures[place]),
                se=finite(float(errors[place] if seen else conditional[place])),
                se_conditional=finite(float(conditional[place])),
                n=int(number[place]),
                mean_rating=float(mean[place]),
                fair_rating=float(fair[place]),
                infit=finite(float(infit[place])) if seen else None,
                outfit=finite(float(outfit[place])) if seen else None,
                infit_z=finite(float(infit_z[place])) if seen else None,
                outfit_z=finite(float(outfit_z[place])) if seen else None,
                extreme=not seen,
                subset=int(subset[place]),
            )
        )
    return Facet(coded.names[facet], tuple(out), *_separation(measures[estimated], errors[estimated]))


def step_of(kept: Coded, location: Location, place: int, errors: Floats) -> Step:
    """The category at `place` and the threshold into it."""
    count = int((kept.score == place).sum())
    if place == 0:
        return Step(kept.categories[0], count, None, None)
    error = finite(float(errors[place - 1])) if kept.top > 1 else None
    return Step(kept.categories[place], count, float(location.steps[place - 1]), error)


def _mean_squares(kept: Coded, facet: int, model: Expected) -> tuple[Floats, Floats, Floats, Floats]:
    """Infit and outfit mean squares and their standardised forms (Wilson-Hilferty), per element."""
    residual = (kept.score - model.score) ** 2
    variance = np.maximum(model.variance, 1e-12)
    number = np.maximum(np.bincount(kept.index[facet], minlength=elements(kept, facet)), 1)
    information = np.maximum(sums(kept, facet, variance), 1e-12)
    infit = sums(kept, facet, residual) / information
    outfit = sums(kept, facet, residual / variance) / number
    spread_in = np.sqrt(np.maximum(sums(kept, facet, model.fourth - variance**2), 0)) / information
    spread_out = np.sqrt(np.maximum(sums(kept, facet, model.fourth / variance**2 - 1), 0)) / number
    return infit, outfit, _standardised(infit, spread_in), _standardised(outfit, spread_out)


def _standardised(mean_square: Floats, spread: Floats) -> Floats:
    spread = np.clip(spread, 1e-9, np.sqrt(2.0))
    return (np.cbrt(mean_square) - 1) * (3 / spread) + spread / 3


def _fair(kept: Coded, location: Location, facet: int, values: Floats, use: Uses) -> Floats:
    """The rating expected of each element when everything else is average."""
    others = sum(
        sign(other) * float(location.measures[other][use[other]].mean())
        for other in range(len(kept.names))
        if other != facet and use[other].any()
    )
    total = sign(facet) * location.measures[facet] + others
    offset = np.concatenate([[0.0], -np.cumsum(location.steps)])
    logs = total[:, None] * np.arange(kept.top + 1) + offset
    chance = np.exp(logs - logs.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    return np.asarray(chance @ values)


def _separation(
    measures: NDArray[np.float64], errors: Floats
) -> tuple[float | None, float | None, float | None, float | None, float | None, int, float | None]:
    """SD, root mean square error, separation, reliability, and chi-square of all elements being equal."""
    good = np.isfinite(errors) & (errors > 0)
    measures, errors = measures[good], errors[good]
    if len(measures) < 2:
        return None, None, None, None, None, 0, None
    variance, error = float(measures.var()), float((errors**2).mean())
    true = max(0.0, variance - error)
    weight = 1 / errors**2
    statistic = float((weight * measures**2).sum() - (weight * measures).sum() ** 2 / weight.sum())
    df = len(measures) - 1
    reliability = true / variance if variance > 0 else None
    return (
        float(np.sqrt(variance)),
        float(np.sqrt(error)),
        float(np.sqrt(true / error)),
        reliability,
        statistic,
        df,
        float(special.chdtrc(df, statistic)),
    )
