"""Standard errors of item parameters: the observed information by Oakes' identity, or cross products of scores.

Oakes (1999): minus the second derivative of the log-likelihood is the complete-data information less what is lost by
not seeing theta, the posterior covariance of the complete-data score summed over people (Louis 1982). All of it is
exact at the nodes; nothing is differenced over the data. Cross products (BHHH): the sum of outer products of each
person's score, which needs less work and more people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from kopuro.learning.rules.items.blocks import Block
from kopuro.learning.rules.items.em import Fitted, Settings, slopes_of
from kopuro.learning.rules.items.expectation import posteriors
from kopuro.learning.rules.items.lattice import Lattice, lattice_for, packed_scores, score_tables
from kopuro.learning.rules.items.models import Design, at_limit, derivatives
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.partials import Blocks, Sums
from kopuro.learning.rules.results import Floats

CHUNK = 4096
DIFFERENCE = 1e-5
LARGEST_JOINT = 4e8  # bytes; above it only cross products are taken
LARGEST_CONDITION = 1e13


@dataclass(frozen=True)
class LostSums(Sums):
    """Sum over people of the posterior covariance of the complete-data score, (parameters, parameters)."""

    lost: Floats


@dataclass(frozen=True)
class ScoreSums(Sums):
    """Sum over people of the outer product of the score, (parameters, parameters)."""

    products: Floats


@dataclass(frozen=True)
class Errors:
    """Covariance of the parameters that were estimated, spread over all (items * width); nan where there is none."""

    covariance: Floats
    condition: float | None  # of the information matrix; large when parameters can hardly be told apart
    notes: tuple[str, ...]

    def standard(self, design: Design) -> Floats:
        """(items, width) of standard errors."""
        with np.errstate(invalid="ignore"):
            return np.sqrt(np.diag(self.covariance)).reshape(design.items, design.width)


def standard_errors(blocks: Blocks[Block], design: Design, fitted: Fitted, settings: Settings, method: str) -> Errors:
    """Invert the information at the estimates; parameters at a limit are held fixed and get no standard error."""
    notes: list[str] = []
    columns = sum(design.categories)
    if method == "oakes" and 8.0 * columns**2 * len(settings.quadrature.nodes) > LARGEST_JOINT:
        method = "cross-product"
        notes.append("Standard errors by cross products: the test has too many items for Oakes' identity.")
    given: dict[str, Any] = {"design": design, "parameters": fitted.parameters, "quadrature": settings.quadrature}
    if method == "oakes":
        lost: Callable[[Block], LostSums] = partial(lost_sums, **given)
        information = complete_information(design, fitted, settings) - blocks.total(lost).lost
    else:
        scores: Callable[[Block], ScoreSums] = partial(score_sums, **given)
        information = blocks.total(scores).products
        if design.family.guess and settings.guess_prior is not None:
            information = information + _prior_information(design, fitted.parameters.values, settings.guess_prior)
    directions, fixed = free_directions(design, fitted.parameters.values)
    if fixed:
        notes.append("fixed:" + ",".join(str(item) for item in fixed))
    size = design.items * design.width
    nothing = np.full((size, size), np.nan)
    if not directions.shape[1]:
        return Errors(nothing, None, tuple(notes))
    free = directions.T @ information @ directions
    inverse, condition = _invert(free)
    if inverse is None:
        notes.append(
            "No standard errors: the information matrix is not positive definite, so these data do not tell the "
            "parameters apart. Use a simpler model or more people."
        )
        return Errors(nothing, condition, tuple(notes))
    covariance = directions @ inverse @ directions.T
    none = ~directions.any(axis=1)
    covariance[none] = np.nan
    covariance[:, none] = np.nan
    return Errors(covariance, condition, tuple(notes))


def score_sums(block: Block, design: Design, parameters: Parameters, quadrature: Quadrature) -> ScoreSums:
    """Cross products of one block."""
    return ScoreSums(_moments(block, design, parameters, quadrature, pairs=False)[1])


def lost_sums(block: Block, design: Design, parameters: Parameters, quadrature: Quadrature) -> LostSums:
    """What one block loses by not seeing theta, by whichever road is open to it."""
    if design.family.linear and block.complete:
        lattice = lattice_for(block, design, parameters, quadrature)
        if lattice is not None:
            return LostSums(_lost_by_score(block, design, parameters, quadrature, lattice))
    within, between = _moments(block, design, parameters, quadrature, pairs=True)
    return LostSums(within - between)


def _lost_by_score(
    block: Block, design: Design, parameters: Parameters, quadrature: Quadrature, lattice: Lattice
) -> Floats:
    """The same from the tabulated posterior: given the score, the complete-data score is x * theta + f(theta)."""
    nodes, items, width = quadrature.nodes, design.items, design.width
    functions = derivatives(design, parameters.values, nodes)[:, :, 0].reshape(items * width, -1)
    ability = lattice.ability
    mean = functions @ lattice.posterior
    with_ability = (functions * nodes) @ lattice.posterior - mean * ability  # covariance of theta and f at each score
    variance = nodes**2 @ lattice.posterior - ability**2
    tables = score_tables(block, parameters.values[:, 0])
    sizes = [len(table) for table in tables]
    points = len(lattice.scores)
    counts = np.zeros(points)
    answers = [np.zeros(size * points) for size in sizes]
    products = np.zeros((items, items))
    for packed, weights in block.chunks(2 * CHUNK):
        score = packed_scores(packed, tables)
        spread = np.zeros_like(score)
        rows = [codes.astype(np.intp) * points for codes in packed]
        for index, share in lattice.around(score):
            people = share if weights is None else share * weights
            counts += np.bincount(index, weights=people, minlength=points)
            spread += variance[index] * people
            for place, row in enumerate(rows):
                answers[place] += np.bincount(row + index, weights=people, minlength=len(answers[place]))
        chosen = block.packing.unpack(packed).astype(float)
        products += (chosen * spread) @ chosen.T
    by_item = np.concatenate(
        [digits @ table.reshape(-1, points) for digits, table in zip(block.packing.digits, answers, strict=True)]
    )
    lost = (functions * (lattice.posterior @ counts)) @ functions.T - (mean * counts) @ mean.T
    mixed = np.zeros((items * width, items * width))
    mixed[::width] = by_item @ with_ability.T
    lost += mixed + mixed.T
    lost[::width, ::width] += products
    return lost


def _moments(
    block: Block, design: Design, parameters: Parameters, quadrature: Quadrature, pairs: bool
) -> tuple[Floats, Floats]:
    """Sums over people of E[s s'] and of E[s] E[s'] for the complete-data score s; `pairs=False` skips the first."""
    by = derivatives(design, parameters.values, quadrature.nodes)
    items, width, _, nodes = by.shape
    item, category = design.cells
    if block.complete:  # the lowest category is everybody's base; the others differ from it
        base = np.ascontiguousarray(by[:, :, 0]).reshape(items * width, nodes)
        effect = by[item, :, category] - by[item, :, 0]
    else:  # a missing answer has no base, so every category stands for itself
        base = np.zeros((items * width, nodes))
        item, category = np.nonzero(design.valid)
        effect = by[item, :, category]
    starts = np.searchsorted(item, np.arange(items))
    flat = effect.reshape(-1, nodes)
    joint = np.zeros((len(item), len(item), nodes) if pairs else (0, 0, 0))
    alone, people = np.zeros((len(item), nodes)), np.zeros(nodes)
    between = np.zeros((items * width, items * width))
    for chunk in posteriors(block, design, parameters, quadrature, CHUNK):
        chosen = chunk.onehot if block.complete else _every_category(chunk.onehot, chunk.mask, design)
        scores = (flat @ chunk.posterior).reshape(len(item), width, -1)
        scores *= chosen[:, None]
        score = np.add.reduceat(scores, starts, axis=0).reshape(items * width, -1)
        if block.complete:
            score += base @ chunk.posterior
        if chunk.weights is not None:
            score /= np.sqrt(chunk.weights)
        between += score @ score.T
        if pairs:
            people += chunk.posterior.sum(axis=1)
            alone += chosen @ chunk.posterior.T
            _add_joint(joint, chosen, chunk.posterior)
    if not pairs:
        return np.zeros_like(between), between
    within = _from_cells(joint, effect, item, starts, items, width)
    if block.complete:
        mixed = np.add.reduceat(alone[:, None] * effect, starts, axis=0).reshape(items * width, nodes) @ base.T
        within += (base * people) @ base.T + mixed + mixed.T
    return within, between


def complete_information(design: Design, fitted: Fitted, settings: Settings) -> Floats:
    """Minus the second derivative of the expected complete-data likelihood (and prior), block-diagonal by item."""
    values = fitted.parameters.values
    items, width = values.shape
    if design.family.linear:
        each = slopes_of(design, values, fitted.sums, settings)[1]
    else:
        each = np.zeros((items, width, width))
        for place in range(width):
            step = np.zeros_like(values)
            step[:, place] = DIFFERENCE
            up = slopes_of(design, values + step, fitted.sums, settings)[0]
            down = slopes_of(design, values - step, fitted.sums, settings)[0]
            each[:, :, place] = (down - up) / (2 * DIFFERENCE)
        each = 0.5 * (each + each.transpose(0, 2, 1)) * design.used[:, :, None] * design.used[:, None]
    return _block_diagonal(each)


def _add_joint(joint: Floats, chosen: Floats, posterior: Floats) -> None:
    """Adds the expected number of people at each node who chose both of two categories; upper triangle."""
    people_first = np.ascontiguousarray(posterior.T)
    chosen_first = np.ascontiguousarray(chosen.T)
    for cell in range(len(joint)):
        rows = np.flatnonzero(chosen[cell])
        if len(rows):
            joint[cell, cell:] += chosen_first[rows, cell:].T @ people_first[rows]


def _from_cells(
    joint: Floats, effect: Floats, item: NDArray[np.intp], starts: NDArray[np.intp], items: int, width: int
) -> Floats:
    """Sum over pairs of categories of joint count x effect x effect, filled to a symmetric matrix."""
    within = np.zeros((items, width, items, width))
    for cell in range(len(item)):
        at = effect[cell][None] * joint[cell, cell:, None]  # (later cells, width, nodes)
        products = at @ effect[cell:].transpose(0, 2, 1)  # (later cells, width of this, width of that)
        if len(products):
            products[0] *= 0.5  # the diagonal is added twice below
        whole = np.zeros((len(item), width, width))
        whole[cell:] = products
        within[item[cell]] += np.add.reduceat(whole, starts, axis=0).transpose(1, 0, 2)
    square = within.reshape(items * width, items * width)
    return square + square.T


def _every_category(onehot: Floats, mask: Floats | None, design: Design) -> Floats:
    """(all cells, people) from the cells above the lowest and the mask of answered items."""
    assert mask is not None
    item, category = np.nonzero(design.valid)
    whole = np.empty((len(item), onehot.shape[1]))
    whole[category > 0] = onehot
    above = np.add.reduceat(onehot, np.searchsorted(design.cells[0], np.arange(design.items)), axis=0)
    whole[category == 0] = mask - above
    return whole


def free_directions(design: Design, values: Floats) -> tuple[Floats, list[int]]:
    """Directions (items * width, free parameters) in which the estimates may move, and the items held at a limit."""
    used = design.used.copy()
    held = at_limit(design, values)
    stuck = held[:, 0]
    if design.family.slope == "free":
        used &= ~held
        used[stuck] = False
    slope = used.copy()
    slope[:, 1:] = False
    rest = np.flatnonzero((used & ~slope).ravel())
    directions = np.zeros((used.size, 0))
    if design.family.slope == "common":
        directions = slope.ravel().astype(float)[:, None]
    elif design.family.slope == "free":
        rest = np.flatnonzero(used.ravel())
    unit = np.zeros((used.size, len(rest)))
    unit[rest, np.arange(len(rest))] = 1.0
    fixed = [int(item) for item in np.flatnonzero(stuck)] if design.family.slope == "free" else []
    return np.concatenate([directions, unit], axis=1), fixed


def _invert(information: Floats) -> tuple[Floats | None, float | None]:
    """The inverse and the condition number; None when the matrix is not safely positive definite."""
    if not np.isfinite(information).all():
        return None, None
    scale = np.sqrt(np.clip(np.diag(information), 1e-300, None))
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    plain = np.linalg.eigvalsh(information)
    condition = float(plain[-1] / plain[0]) if plain[0] > 0 else None
    if values[0] <= 0 or values[-1] / values[0] > LARGEST_CONDITION:
        return None, condition
    return (vectors / values) @ vectors.T / np.outer(scale, scale), condition


def _prior_information(design: Design, values: Floats, prior: tuple[float, float]) -> Floats:
    floor = expit(values[:, -1])
    each = np.zeros((*values.shape, values.shape[1]))
    each[:, -1, -1] = (sum(prior) - 2) * floor * (1 - floor)
    return _block_diagonal(each)


def _block_diagonal(each: Floats) -> Floats:
    items, width, _ = each.shape
    whole = np.zeros((items, width, items, width))
    diagonal = np.arange(items)
    whole[diagonal, :, diagonal] = each
    return whole.reshape(items * width, items * width)
