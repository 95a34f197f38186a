"""Bias by group of case: whether indicators or seats are stricter with one group than with the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import special

from kopuro.learning.rules.facets.joint import Expected, sign
from kopuro.learning.rules.facets.ratings import Coded, elements
from kopuro.learning.rules.facets.result import GroupBias


def bias_by_group(
    kept: Coded, model: Expected, groups: tuple[str, ...], people: Sequence[str]
) -> tuple[GroupBias, ...]:
    """One `GroupBias` for each facet but the measured one.

    The term of an element and a group is the shift of its measure that would make expected and observed scores meet in
    that group (one Newton step from 0): sum of residuals over sum of variances. Of people only the sum is kept.
    """
    if kept.group is None or len(groups) < 2:
        return ()
    out = []
    for facet in range(1, len(kept.names)):
        size = elements(kept, facet)
        if size < 2:
            continue
        cell = kept.index[facet] * len(groups) + kept.group
        cells = size * len(groups)
        residual = np.bincount(cell, weights=kept.score - model.score, minlength=cells)
        variance = np.bincount(cell, weights=model.variance, minlength=cells)
        number = np.bincount(cell, minlength=cells)
        there = np.flatnonzero(variance > 0)
        shift = sign(facet) * residual[there] / variance[there]
        se = 1 / np.sqrt(variance[there])
        statistic = float((shift**2 / se**2).sum())
        df = max(0, (size - 1) * (len(groups) - 1) - (cells - len(there)))
        extra = max(0.0, float(np.average(shift**2 - se**2, weights=1 / se**2)))
        terms = []
        if kept.names[facet].lower() not in people:
            for place, bias, error in zip(there, shift, se, strict=True):
                label, group = kept.labels[facet][place // len(groups)], groups[place % len(groups)]
                p = float(2 * special.ndtr(-abs(bias / error)))
                terms.append((label, group, int(number[place]), float(bias), float(error), p))
        out.append(
            GroupBias(
                facet=kept.names[facet],
                chi_square=statistic,
                df=df,
                p=float(special.chdtrc(df, statistic)) if df > 0 else None,
                sd=float(np.sqrt(extra)),
                beyond_two=int((np.abs(shift / se) > 2).sum()),
                n_terms=len(there),
                terms=tuple(terms),
            )
        )
    return tuple(out)
