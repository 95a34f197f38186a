"""Does the model fit? S-X2 for each item, M2 for the test.

S-X2 (Orlando & Thissen 2000; Kang & Chen 2008 for graded items) compares answers observed and expected among people of
the same total score. M2 (Maydeu-Olivares & Joe 2005, 2006) compares means and cross products of items with the model;
for graded items it takes the items' scores, as M2* of Cai & Hansen (2013) does. Both need complete answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special
from scipy.optimize import brentq

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.adjust import false_discovery
from kopuro.learning.rules.items.errors import free_directions
from kopuro.learning.rules.items.models import derivatives, log_probabilities
from kopuro.learning.rules.items.result import ItemsResult
from kopuro.learning.rules.items.scores import code_answers
from kopuro.learning.rules.results import Floats, finite

LEAST_EXPECTED = 1.0
MOST_MOMENTS = 4000


@dataclass(frozen=True)
class ItemFit:
    """S-X2 of one item. `p_adjusted` is Benjamini & Hochberg's, for looking at all items at once."""

    name: str
    s_x2: float | None
    df: int
    p: float | None
    p_adjusted: float | None
    rmsea: float | None

    def as_json(self) -> dict[str, Any]:
        keys = ("s_x2", "p", "p_adjusted", "rmsea")
        return {"name": self.name, "df": self.df, **{key: finite(getattr(self, key)) for key in keys}}


@dataclass(frozen=True)
class ModelFit:
    """M2 with RMSEA and its 90 % interval, and the standardised root mean square residual of the correlations."""

    m2: float | None
    df: int
    p: float | None
    rmsea: float | None
    rmsea_low: float | None
    rmsea_high: float | None
    srmsr: float | None
    n: float
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        keys = ("m2", "p", "rmsea", "rmsea_low", "rmsea_high", "srmsr", "n")
        return {**{key: finite(getattr(self, key)) for key in keys}, "df": self.df, "notes": list(self.notes)}


def item_fit(
    result: ItemsResult, matrix: ArrayLike, weights: ArrayLike | None = None, least: float = LEAST_EXPECTED
) -> tuple[ItemFit, ...]:
    """S-X2 of every item. Cells are joined with their neighbours until `least` people are expected in each."""
    coded, weight = _complete(result, matrix, weights)
    nodes = result.quadrature.nodes
    chance = np.exp(log_probabilities(result.design, result.parameters.values, nodes))
    prior = np.exp(result.quadrature.log_prior())
    tops = np.asarray(result.design.categories) - 1
    highest = int(tops.sum())
    total = coded.sum(axis=0, dtype=np.int64)
    people = np.bincount(total, weights=weight, minlength=highest + 1)
    whole = _score_distribution(chance, result.design.categories)
    out = []
    for item, name in enumerate(result.names):
        rest = _score_distribution(chance, result.design.categories, leave_out=item)
        top = int(tops[item])
        index = total * (top + 1) + coded[item]
        observed = np.bincount(index, weights=weight, minlength=(highest + 1) * (top + 1)).astype(np.float64)
        observed = observed.reshape(highest + 1, -1)
        joint = np.zeros((highest + 1, top + 1))
        for category in range(top + 1):
            joint[category : category + len(rest), category] = (rest * (chance[item, category] * prior)).sum(axis=1)
        share = joint / np.maximum((whole * prior).sum(axis=1), 1e-300)[:, None]
        scores = slice(top, highest - top + 1) if top == 1 else slice(1, highest)
        expected = share[scores] * people[scores, None]
        statistic, cells = _chi_square(observed[scores], expected, least)
        df = cells - _item_parameters(result)
        out.append((name, statistic, df))
    p = [float(special.chdtrc(df, statistic)) if df > 0 else None for _, statistic, df in out]
    adjusted = false_discovery(p)
    n = float(weight.sum())
    return tuple(
        ItemFit(
            name,
            statistic if df > 0 else None,
            max(df, 0),
            p[place],
            adjusted[place],
            float(np.sqrt(max(0.0, statistic - df) / (df * (n - 1)))) if df > 0 and n > 1 else None,
        )
        for place, (name, statistic, df) in enumerate(out)
    )


def m2(result: ItemsResult, matrix: ArrayLike, weights: ArrayLike | None = None) -> ModelFit:
    """M2 of the whole model. None, with a note, where the items are too few for a degree of freedom."""
    coded, weight = _complete(result, matrix, weights)
    n = float(weight.sum())
    items = len(coded)
    first, second = np.tril_indices(items, -1)
    moments = items + len(first)
    directions, _ = free_directions(result.design, result.parameters.values)
    df = moments - directions.shape[1]
    if df <= 0 or moments > MOST_MOMENTS:
        why = "too few items for this model" if df <= 0 else "too many items"
        return ModelFit(None, max(df, 0), None, None, None, None, None, n, (f"M2 can't be computed: {why}.",))
    scores = coded.astype(float)
    observed = np.concatenate([scores @ weight, ((scores * weight) @ scores.T)[first, second]]) / n
    prior = np.exp(result.quadrature.log_prior())
    nodes, design, values = result.quadrature.nodes, result.design, result.parameters.values
    chance = np.exp(log_probabilities(design, values, nodes))
    category = np.arange(design.top, dtype=float)
    mean = np.einsum("k,ikq->iq", category, chance)
    square = np.einsum("k,ikq->iq", category**2, chance)
    given = np.concatenate([mean, mean[first] * mean[second]])
    model = given @ prior
    by = np.einsum("k,ipkq,ikq->ipq", category, derivatives(design, values, nodes), chance)
    change = _moment_derivatives(by, mean, prior, first, second) @ directions
    spread = _second_moments(given, mean, square, prior, first, second, items) - np.outer(model, model)
    statistic = _quadratic(observed - model, spread, change) * n
    if statistic is None or not np.isfinite(statistic):
        return ModelFit(None, df, None, None, None, None, None, n, ("M2 can't be computed: margins are singular.",))
    low, high = _noncentrality(statistic, df)
    scale = df * max(n - 1, 1.0)
    residual = _correlations(observed, scores, weight, n, items) - _correlations_of_model(model, square @ prior, items)
    return ModelFit(
        float(statistic),
        df,
        float(special.chdtrc(df, statistic)),
        float(np.sqrt(max(0.0, statistic - df) / scale)),
        float(np.sqrt(low / scale)),
        float(np.sqrt(high / scale)),
        float(np.sqrt((residual**2).mean())),
        n,
        () if n == result.n else (f"{result.n - n:g} people with missing answers were left out.",),
    )


def _complete(result: ItemsResult, matrix: ArrayLike, weights: ArrayLike | None) -> tuple[NDArray[np.int8], Floats]:
    coded = code_answers(result, matrix)
    weight = np.ones(coded.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    full = (coded >= 0).all(axis=0) & (weight > 0)
    if weight[full].sum() < 2:
        raise Problem("learning.items_no_complete", "Fit needs people who answered every item; there are none.")
    return coded[:, full], weight[full]


def _score_distribution(chance: Floats, categories: tuple[int, ...], leave_out: int = -1) -> Floats:
    """(scores, nodes): chance of each total score given theta (Lord & Wingersky 1984)."""
    scores = np.ones((1, chance.shape[2]))
    for item, count in enumerate(categories):
        if item == leave_out:
            continue
        longer = np.zeros((len(scores) + count - 1, chance.shape[2]))
        for category in range(count):
            longer[category : category + len(scores)] += scores * chance[item, category]
        scores = longer
    return scores


def _chi_square(observed: Floats, expected: Floats, least: float) -> tuple[float, int]:
    """Pearson's statistic and the number of free cells after joining: score groups of right/wrong items with their
    neighbours towards the middle, answer categories of graded items with the next within their score group."""
    if expected.shape[1] == 2:
        observed, expected = _join_rows(observed, expected, least)
        free = len(expected)
        good = expected > 0
        return float(((observed - expected)[good] ** 2 / expected[good]).sum()), free
    statistic, free = 0.0, 0
    for seen, hoped in zip(observed, expected, strict=True):
        o, e = _join_cells(seen[hoped > 0], hoped[hoped > 0], least)
        if len(e) > 1:
            statistic += float(((o - e) ** 2 / e).sum())
            free += len(e) - 1
    return statistic, free


def _join_rows(observed: Floats, expected: Floats, least: float) -> tuple[Floats, Floats]:
    o, e = [row.copy() for row in observed], [row.copy() for row in expected]
    for end, neighbour in ((0, 1), (-1, -2)):
        while len(e) > 1 and e[end].min() < least:
            e[neighbour] += e[end]
            o[neighbour] += o[end]
            del e[end], o[end]
    place = 1
    while place < len(e) - 1:
        if e[place].min() < least:
            e[place + 1] += e[place]
            o[place + 1] += o[place]
            del e[place], o[place]
        else:
            place += 1
    return np.array(o), np.array(e)


def _join_cells(observed: Floats, expected: Floats, least: float) -> tuple[Floats, Floats]:
    o, e = [float(value) for value in observed], [float(value) for value in expected]
    while len(e) > 1 and min(e) < least:
        place = int(np.argmin(e))
        near = place - 1 if place == len(e) - 1 or (place > 0 and e[place - 1] < e[place + 1]) else place + 1
        e[near] += e[place]
        o[near] += o[place]
        del e[place], o[place]
    return np.array(o), np.array(e)


def _item_parameters(result: ItemsResult) -> int:
    """Parameters estimated for an item of its own (a common slope is nobody's own)."""
    design = result.design
    own = {"fixed": 0, "common": 0, "free": 1}[design.family.slope]
    return own + (design.top - 1) + (1 if design.family.guess else 0)


def _moment_derivatives(
    by: Floats, mean: Floats, prior: Floats, first: NDArray[np.intp], second: NDArray[np.intp]
) -> Floats:
    """(moments, items * width): derivative of each moment by each parameter."""
    items, width, _ = by.shape
    change = np.zeros((items + len(first), items, width))
    change[np.arange(items), np.arange(items)] = by @ prior
    pairs = np.arange(len(first)) + items
    change[pairs, first] = np.einsum("mpq,mq,q->mp", by[first], mean[second], prior)
    change[pairs, second] = np.einsum("mpq,mq,q->mp", by[second], mean[first], prior)
    return change.reshape(len(change), -1)


def _second_moments(
    given: Floats,
    mean: Floats,
    square: Floats,
    prior: Floats,
    first: NDArray[np.intp],
    second: NDArray[np.intp],
    items: int,
) -> Floats:
    """E of the product of every two moments; where they share an item its mean square replaces the squared mean."""
    whole = (given * prior) @ given.T
    extra = square - mean**2
    holds = np.zeros((len(given), items), dtype=bool)
    holds[np.arange(items), np.arange(items)] = True
    pairs = np.arange(len(first)) + items
    holds[pairs, first] = holds[pairs, second] = True
    for item in range(items):
        having = np.flatnonzero(holds[:, item])
        # the other item of each moment, or none
        rest = np.ones((len(having), mean.shape[1]))
        for row, moment in enumerate(having):
            if moment >= items:
                other = first[moment - items] if second[moment - items] == item else second[moment - items]
                rest[row] = mean[other]
        whole[np.ix_(having, having)] += (rest * (extra[item] * prior)) @ rest.T
    # moments of the same two items share both: add what sharing each alone leaves out
    both = (extra[first] * extra[second]) @ prior
    whole[pairs, pairs] += both
    return whole


def _quadratic(residual: Floats, spread: Floats, change: Floats) -> float:
    """e' (S^-1 - S^-1 D (D' S^-1 D)^-1 D' S^-1) e by an orthogonal complement of D."""
    q, _ = np.linalg.qr(change, mode="complete")
    rest = q[:, np.linalg.matrix_rank(change) :]
    projected = rest.T @ residual
    return float(projected @ np.linalg.solve(rest.T @ spread @ rest, projected))


def _noncentrality(statistic: float, df: int) -> tuple[float, float]:
    """90 % limits of the noncentrality parameter."""

    def gap(value: float, chance: float) -> float:
        return float(special.chndtr(statistic, df, value) if value > 0 else special.chdtr(df, statistic)) - chance

    far = 4 * statistic + 10 * df + 50
    low = brentq(gap, 0.0, far, args=(0.95,)) if gap(0.0, 0.95) > 0 > gap(far, 0.95) else 0.0
    high = brentq(gap, 0.0, far, args=(0.05,)) if gap(0.0, 0.05) > 0 > gap(far, 0.05) else 0.0
    return float(low), float(high)


def _correlations(observed: Floats, scores: Floats, weight: Floats, n: float, items: int) -> Floats:
    mean = observed[:items]
    sd = np.sqrt(np.maximum((scores**2 @ weight) / n - mean**2, 1e-12))
    first, second = np.tril_indices(items, -1)
    return np.asarray((observed[items:] - mean[first] * mean[second]) / (sd[first] * sd[second]))


def _correlations_of_model(model: Floats, squares: Floats, items: int) -> Floats:
    mean = model[:items]
    sd = np.sqrt(np.maximum(squares - mean**2, 1e-12))
    first, second = np.tril_indices(items, -1)
    return np.asarray((model[items:] - mean[first] * mean[second]) / (sd[first] * sd[second]))
