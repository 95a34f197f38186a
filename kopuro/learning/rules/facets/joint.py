"""Joint maximum likelihood of all measures and steps by Newton's method.

The likelihood is concave, so a step that does not climb is halved until it does. The measured facet, usually the
largest, is eliminated from each linear system (its part of the information is diagonal), which leaves a small one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kopuro.learning.rules.facets.ratings import Coded, elements, sums
from kopuro.learning.rules.results import Floats

Uses = tuple[NDArray[np.bool_], ...]
BEYOND = 40.0  # logits; no rating scale tells such measures apart
FARTHEST = 2.0  # largest move of a measure in one step, in logits


@dataclass(frozen=True)
class Location:
    """Measures of each facet and the step thresholds (steps,), step k leading from category k to k + 1."""

    measures: tuple[Floats, ...]
    steps: Floats
    log_likelihood: float = 0.0


@dataclass(frozen=True)
class LocationErrors:
    """Standard errors that allow for everything else being estimated."""

    facets: tuple[Floats, ...]
    steps: Floats


@dataclass(frozen=True)
class Expected:
    """What the model expects of each rating, (n,) each; `reach` and `slope` (steps, n)."""

    score: Floats
    variance: Floats
    reach: Floats  # P(score >= k)
    slope: Floats  # covariance of the score with reaching k
    fourth: Floats  # fourth central moment of the score
    log_likelihood: float


def sign(facet: int) -> float:
    """The measured facet raises ratings, all others lower them."""
    return 1.0 if facet == 0 else -1.0


def predictor(coded: Coded, location: Location) -> Floats:
    return sum(
        (sign(facet) * location.measures[facet][coded.index[facet]] for facet in range(len(coded.names))),
        start=np.zeros(len(coded.score)),
    )


def expected(coded: Coded, location: Location) -> Expected:
    """Moments of every rating under the model."""
    total = predictor(coded, location)
    offset = np.concatenate([[0.0], -np.cumsum(location.steps)])
    category = np.arange(coded.top + 1, dtype=float)
    logs = np.multiply.outer(category, total)  # categories first: long rows are quick to add up
    logs += offset[:, None]
    logs -= logs.max(axis=0)
    chosen = logs[coded.score, np.arange(len(total))]
    chance = np.exp(logs, out=logs)
    norm = chance.sum(axis=0)
    chance /= norm
    log_likelihood = float((chosen - np.log(norm)).sum())
    mean = category @ chance
    apart = category[:, None] - mean
    lean = apart * chance
    square = apart * lean
    reach = np.cumsum(chance[:0:-1], axis=0)[::-1]
    slope = np.cumsum(lean[:0:-1], axis=0)[::-1]
    return Expected(mean, square.sum(axis=0), reach, slope, (square * apart**2).sum(axis=0), log_likelihood)


def estimate(
    coded: Coded, use: Uses, connected: bool, tolerance: float, max_iterations: int
) -> tuple[Location, int, bool]:
    """Measures that maximise the joint likelihood, centred except in the measured facet."""
    here = _centred(_start(coded, use), use)
    model = expected(coded, here)
    iteration = 0
    for iteration in range(1, max_iterations + 1):
        moves, step_moves = _newton(coded, here, model, use, connected)
        largest = max(float(np.abs(step_moves).max(initial=0.0)), *(float(np.abs(move).max()) for move in moves))
        scale = min(1.0, FARTHEST / largest) if largest > 0 else 1.0
        for _ in range(40):
            there = Location(
                tuple(old + scale * move for old, move in zip(here.measures, moves, strict=True)),
                here.steps + scale * step_moves,
            )
            after = expected(coded, there)
            if after.log_likelihood >= model.log_likelihood - 1e-10 * abs(model.log_likelihood):
                break
            scale /= 2
        here, model = _centred(there, use), after
        if max(float(np.abs(part).max()) for part in (*here.measures, here.steps)) > BEYOND:
            break  # the likelihood climbs for ever: some ratings separate perfectly
        if scale * largest < tolerance:
            return replace(here, log_likelihood=model.log_likelihood), iteration, True
    return replace(here, log_likelihood=model.log_likelihood), iteration, False


def estimate_extremes(coded: Coded, location: Location, use: Uses, extreme: float) -> Location:
    """Measures of elements with extreme scores, given all others, from a score moved inwards by `extreme` points."""
    measures = [measure.copy() for measure in location.measures]
    for _ in range(3):  # an extreme case may have met an extreme seat
        for facet, remain in enumerate(use):
            if remain.all():
                continue
            now = replace(location, measures=tuple(measures))
            measures[facet] = _one_facet(coded, now, facet, ~remain, extreme)
    return replace(location, measures=tuple(measures))


def information_errors(coded: Coded, location: Location, use: Uses, connected: bool) -> LocationErrors:
    """Square roots of the diagonal of the inverse information under the centring."""
    diagonal, links, small = _information(coded, expected(coded, location), use)
    inverse = _inverse(*_reduced(coded, diagonal, links, small, use), connected)
    pulled = links / diagonal[:, None]
    out = [_root(1 / diagonal + np.einsum("ij,jk,ik->i", pulled, inverse, pulled))]
    edges = _edges(coded)
    root = _root(np.diag(inverse))
    out += [root[first:last] for first, last in edges]
    facets = tuple(np.where(remain, errors, np.nan) for errors, remain in zip(out, use, strict=True))
    return LocationErrors(facets, root[edges[-1][1] if edges else 0 :])


def _start(coded: Coded, use: Uses) -> Location:
    """Log odds of the mean rating of each element, and of neighbouring categories."""
    measures = []
    for facet in range(len(coded.names)):
        number = np.bincount(coded.index[facet], minlength=elements(coded, facet))
        share = np.clip((sums(coded, facet, coded.score) + 0.5) / (coded.top * number + 1.0), 0.01, 0.99)
        measures.append(np.where(use[facet], sign(facet) * np.log(share / (1 - share)), 0.0))
    count = np.bincount(coded.score, minlength=coded.top + 1) + 0.5
    return Location(tuple(measures), np.log(count[:-1] / count[1:]))


def _centred(location: Location, use: Uses) -> Location:
    """Facets but the first and the steps have mean 0; what is taken off goes to the measured facet."""
    measures = list(location.measures)
    shift = 0.0
    for facet in range(1, len(measures)):
        middle = float(measures[facet][use[facet]].mean()) if use[facet].any() else 0.0
        measures[facet] = np.where(use[facet], measures[facet] - middle, measures[facet])
        shift -= middle
    middle = float(location.steps.mean())
    measures[0] = np.where(use[0], measures[0] + shift - middle, measures[0])
    return Location(tuple(measures), location.steps - middle, location.log_likelihood)


def _newton(
    coded: Coded, location: Location, model: Expected, use: Uses, connected: bool
) -> tuple[list[Floats], Floats]:
    """The move of every measure and of the steps."""
    diagonal, links, small = _information(coded, model, use)
    residual = coded.score - model.score
    pull = [sign(facet) * sums(coded, facet, residual) for facet in range(len(coded.names))]
    reached = coded.score >= np.arange(1, coded.top + 1)[:, None]
    right = np.concatenate([*pull[1:], (model.reach - reached).sum(axis=1)]) - links.T @ (pull[0] / diagonal)
    answer = _solve(*_reduced(coded, diagonal, links, small, use), right, connected)
    edges = _edges(coded)
    moves = [(pull[0] - links @ answer) / diagonal, *(answer[first:last] for first, last in edges)]
    held = [np.where(remain, move, 0.0) for move, remain in zip(moves, use, strict=True)]
    return held, answer[edges[-1][1] if edges else 0 :]


def _edges(coded: Coded) -> list[tuple[int, int]]:
    """Where each facet but the first stands in the reduced system; the steps follow."""
    ends = np.cumsum([0, *(elements(coded, facet) for facet in range(1, len(coded.names)))])
    return [(int(first), int(last)) for first, last in pairwise(ends)]


def _information(coded: Coded, model: Expected, use: Uses) -> tuple[Floats, Floats, Floats]:
    """The measured facet's diagonal, its links to the other facets and the steps, and the block of those."""
    facets = range(len(coded.names))
    rest = facets[1:]
    diagonal = np.where(use[0], sums(coded, 0, model.variance), 1.0)
    by_step = [
        -sign(facet) * np.column_stack([sums(coded, facet, column) for column in model.slope]) for facet in facets
    ]
    links = np.concatenate([*(-_weighted(coded, 0, facet, model.variance) for facet in rest), by_step[0]], axis=1)
    rows = [[*(_weighted(coded, one, other, model.variance) for other in rest), by_step[one]] for one in rest]
    later = np.maximum.outer(np.arange(coded.top), np.arange(coded.top))
    steps = model.reach.sum(axis=1)[later] - model.reach @ model.reach.T
    rows.append([*(by_step[facet].T for facet in rest), steps])
    return diagonal, links, np.block(rows)


def _weighted(coded: Coded, one: int, other: int, weight: Floats) -> Floats:
    rows, columns = elements(coded, one), elements(coded, other)
    if one == other:
        return np.diag(sums(coded, one, weight))
    pairs = coded.index[one] * columns + coded.index[other]
    table = np.bincount(pairs, weights=weight, minlength=rows * columns).astype(np.float64)
    return table.reshape(rows, columns)


def _reduced(coded: Coded, diagonal: Floats, links: Floats, small: Floats, use: Uses) -> tuple[Floats, Floats]:
    """The information of the other facets and the steps with the measured facet eliminated, and a column for each
    centring (of each facet, and of the steps), scaled alike."""
    reduced = small - links.T @ (links / diagonal[:, None])
    idle = ~np.concatenate([*use[1:], np.ones(coded.top, dtype=bool)])
    reduced[idle, idle] = 1.0
    size = float(np.trace(reduced)) / len(reduced) or 1.0
    centred = np.zeros((len(reduced), len(coded.names)))
    edges = _edges(coded)
    for column, (first, last) in enumerate(edges):
        centred[first:last, column] = use[column + 1]
    centred[edges[-1][1] if edges else 0 :, -1] = 1.0
    return reduced, centred * (size / np.maximum(centred.sum(axis=0), 1.0))


def _solve(reduced: Floats, centred: Floats, right: Floats, connected: bool) -> Floats:
    """The move that keeps every mean at 0. The system is singular only in the directions the centring holds, so adding
    their squares changes nothing but makes it regular. Where subsets float more freely the smallest move serves."""
    if connected:
        try:
            return np.asarray(np.linalg.solve(reduced + centred @ centred.T, right))
        except np.linalg.LinAlgError:  # the ratings say nothing of some element (its information has vanished)
            pass
    return np.asarray(np.linalg.pinv(reduced, rcond=1e-10, hermitian=True) @ right)


def _inverse(reduced: Floats, centred: Floats, connected: bool) -> Floats:
    """The covariance under the centring (the inverse of a bordered matrix), or the generalised inverse."""
    if connected:
        corner = np.zeros((centred.shape[1], centred.shape[1]))
        try:
            whole = np.linalg.inv(np.block([[reduced, centred], [centred.T, corner]]))
            return np.asarray(whole[: len(reduced), : len(reduced)])
        except np.linalg.LinAlgError:
            pass
    return np.asarray(np.linalg.pinv(reduced, rcond=1e-10, hermitian=True))


def _one_facet(coded: Coded, location: Location, facet: int, which: NDArray[np.bool_], extreme: float) -> Floats:
    """Newton on the elements `which` of one facet, everything else held."""
    rows = which[coded.index[facet]]
    part = coded.only(rows)
    number = np.bincount(part.index[facet], minlength=elements(coded, facet))
    target = np.clip(sums(part, facet, part.score), extreme, np.maximum(coded.top * number - extreme, extreme))
    measure = location.measures[facet].copy()
    for _ in range(60):
        now = replace(location, measures=(*location.measures[:facet], measure, *location.measures[facet + 1 :]))
        model = expected(part, now)
        gap = target - sums(part, facet, model.score)
        variance = np.maximum(sums(part, facet, model.variance), 1e-6)
        move = np.where(which, np.clip(sign(facet) * gap / variance, -1.0, 1.0), 0.0)
        measure = measure + move
        if np.abs(move).max(initial=0.0) < 1e-8:
            break
    return measure


def _root(values: Floats) -> Floats:
    return np.sqrt(np.where(values > 0, values, np.nan))
