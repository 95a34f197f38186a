"""Marginal maximum likelihood by EM, sped up by SQUAREM and kept uphill by a guard on the likelihood.

EM for item models: Bock & Aitkin (1981). SQUAREM, step length S3: Varadhan & Roland (2008). An extrapolated step is
kept only when the likelihood there is no worse than after the plain step. Each pass over the data is one partial sum
per block, so the same loop runs in memory and on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from kopuro.learning.rules.items.blocks import Block
from kopuro.learning.rules.items.expectation import ExpectedSums, expect
from kopuro.learning.rules.items.models import (
    Design,
    clip,
    derivatives,
    in_range,
    keep_order,
    log_probabilities,
    pushed,
)
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.partials import Blocks
from kopuro.learning.rules.results import Floats

INNER_STEPS = 2  # more buy nothing: the next pass moves the target anyway
LONGEST = 2.0  # of a Newton step, in any parameter of an item
HALVINGS = 8
SLACK = 1e-9  # relative, for rounding in the sum over people
SETTLED = 1e-9  # an M-step stops when its Newton step is smaller


@dataclass(frozen=True)
class Settings:
    """How far and how long: `tolerance` bounds the distance left to the maximum, in any parameter."""

    quadrature: Quadrature
    tolerance: float = 1e-6
    max_iterations: int = 2000
    guess_prior: tuple[float, float] | None = (5.0, 17.0)
    free_latent: bool = False  # estimate mean and standard deviation of every group but the first


@dataclass(frozen=True)
class Fitted:
    """Where EM stopped. `iterations` counts passes over the data; `log_likelihood` leaves the prior out."""

    parameters: Parameters
    sums: ExpectedSums
    log_likelihood: float
    iterations: int
    converged: bool


def climb(blocks: Blocks[Block], design: Design, start: Parameters, settings: Settings) -> Fitted:
    """Maximise the marginal likelihood from `start`."""
    passes = 0

    def expected(parameters: Parameters) -> ExpectedSums:
        nonlocal passes
        passes += 1
        part: Callable[[Block], ExpectedSums] = partial(
            expect, design=design, parameters=parameters, quadrature=settings.quadrature
        )
        return blocks.total(part)

    here = start
    sums = expected(here)
    height = sums.log_likelihood + log_prior(design, here.values, settings)
    while passes < settings.max_iterations:
        once = maximise(design, here, sums, settings)
        first = _vector(once) - _vector(here)
        if not np.abs(first).max() > SETTLED:
            return Fitted(here, sums, sums.log_likelihood, passes, True)
        sums_once = expected(once)
        height_once = sums_once.log_likelihood + log_prior(design, once.values, settings)
        for _ in range(HALVINGS):  # a Newton step can overshoot where an item says little of a parameter
            if height_once >= height - SLACK * abs(height):
                break
            first = 0.5 * first
            once = _apart(_vector(here) + first, here)
            sums_once = expected(once)
            height_once = sums_once.log_likelihood + log_prior(design, once.values, settings)
        twice = maximise(design, once, sums_once, settings)
        bend = _vector(twice) - _vector(once) - first
        size = float(np.sqrt((first @ first) / max(float(bend @ bend), 1e-300)))
        left = float(np.abs(first).max()) * max(1.0, size)
        if left < settings.tolerance:
            return Fitted(once, sums_once, sums_once.log_likelihood, passes, True)
        leap = _apart(_vector(here) + 2 * size * first + size * size * bend, here) if size > 1 else twice
        if not in_range(design, leap.values):
            leap = twice
        sums = expected(leap)
        height = sums.log_likelihood + log_prior(design, leap.values, settings)
        if not height >= height_once - SLACK * abs(height_once) and leap is not twice:
            leap = twice
            sums = expected(leap)
            height = sums.log_likelihood + log_prior(design, leap.values, settings)
        here = leap
    return Fitted(here, sums, sums.log_likelihood, passes, False)


def maximise(design: Design, parameters: Parameters, sums: ExpectedSums, settings: Settings) -> Parameters:
    """The M-step: Newton's method on each item, Fisher's information in place of the second derivative."""
    values = parameters.values
    for _ in range(INNER_STEPS):
        gradient, information = slopes_of(design, values, sums, settings)
        step = _solve(design, gradient, information, design.used & ~pushed(design, values, gradient))
        step *= np.minimum(1.0, LONGEST / np.maximum(np.abs(step).max(axis=1, keepdims=True), 1e-300))
        new = clip(design, keep_order(design, values, values + step))
        moved = float(np.abs(new - values).max())
        values = new
        if moved < SETTLED:
            break
    return Parameters(values, _latent(parameters.latent, sums, settings))


def slopes_of(design: Design, values: Floats, sums: ExpectedSums, settings: Settings) -> tuple[Floats, Floats]:
    """Gradient (items, width) and expected information (items, width, width) of the complete-data likelihood."""
    nodes = settings.quadrature.nodes
    logs = log_probabilities(design, values, nodes)
    chance = np.exp(logs)
    by = derivatives(design, values, nodes, logs)
    expected = sums.present[:, None, :] * chance
    flat = by.reshape(design.items, design.width, -1)
    information = (flat * expected.reshape(design.items, 1, -1)) @ flat.transpose(0, 2, 1)
    if design.family.linear:
        category = np.arange(design.top)
        gradient = sums.answers.copy()
        gradient[:, 0] -= np.einsum("k,ikq,q->i", category, expected, nodes)
        for step in range(1, design.top):
            gradient[:, step] -= expected[:, step:].sum(axis=(1, 2))
    else:
        gradient = np.asarray(flat @ sums.counts.reshape(design.items, -1, 1))[:, :, 0]
    if design.family.guess and settings.guess_prior is not None:
        alpha, beta = settings.guess_prior
        floor = expit(values[:, -1])
        gradient[:, -1] += (alpha - 1) * (1 - floor) - (beta - 1) * floor
        information[:, -1, -1] += (alpha + beta - 2) * floor * (1 - floor)
    return np.asarray(gradient * design.used), np.asarray(information)


def log_prior(design: Design, values: Floats, settings: Settings) -> float:
    """Log density of the Beta prior on the lower asymptotes, up to a constant."""
    if not design.family.guess or settings.guess_prior is None:
        return 0.0
    alpha, beta = settings.guess_prior
    floor = values[:, -1]
    return float(-((alpha - 1) * np.logaddexp(0, -floor) + (beta - 1) * np.logaddexp(0, floor)).sum())


def starting_values(design: Design, shares: Floats, groups: int = 1) -> Parameters:
    """Slopes 1 and intercepts from the share (items, top) of answers in each category."""
    values = np.zeros((design.items, design.width))
    values[:, 0] = 1.0
    safe = np.clip(shares, 1e-6, None)
    for item, categories in enumerate(design.categories):
        share = safe[item, :categories] / safe[item, :categories].sum()
        if design.family.linear:
            values[item, 1:categories] = np.log(share[1:] / share[:-1])
        else:
            over = np.cumsum(share[::-1])[::-1][1:]
            values[item, 1:categories] = 1.2 * np.log(over / (1 - over))
    if design.family.guess:
        values[:, -1] = -1.5
    latent = np.tile([0.0, 1.0], (groups, 1))
    return Parameters(clip(design, values), latent)


def _solve(design: Design, gradient: Floats, information: Floats, used: NDArray[np.bool_]) -> Floats:
    """Newton steps of the parameters in `used` under the model's constraint on slopes; a ridge holds items that say
    almost nothing."""
    slope = design.family.slope
    gradient = gradient * used
    information = information * used[:, :, None] * used[:, None]
    spare = np.zeros_like(information)
    diagonal = np.arange(design.width)
    spare[:, diagonal, diagonal] = np.where(used, 1e-10 + 1e-10 * information[:, diagonal, diagonal], 1.0)
    information = information + spare
    step = np.zeros_like(gradient)
    if slope == "free":
        step[:] = np.linalg.solve(information, gradient[:, :, None])[:, :, 0] * used
        return step
    inner, cross = information[:, 1:, 1:], information[:, 0, 1:]
    if slope == "common":
        both = np.linalg.solve(inner, np.stack([gradient[:, 1:], cross], axis=2))
        numerator = gradient[:, 0].sum() - (cross * both[:, :, 0]).sum()
        step[:, 0] = numerator / (information[:, 0, 0].sum() - (cross * both[:, :, 1]).sum())
    step[:, 1:] = np.linalg.solve(inner, (gradient[:, 1:] - cross * step[:, :1])[:, :, None])[:, :, 0]
    step[:, 1:] *= used[:, 1:]
    return step


def _latent(latent: Floats, sums: ExpectedSums, settings: Settings) -> Floats:
    """Mean and standard deviation of theta: the first group stays N(0, 1), the others move when asked to."""
    if not settings.free_latent or len(latent) < 2:
        return latent
    nodes, people = settings.quadrature.nodes, sums.latent
    total = people.sum(axis=1)
    mean = people @ nodes / total
    sd = np.sqrt(np.maximum(people @ nodes**2 / total - mean**2, 1e-3))
    new = np.column_stack([mean, sd])
    new[0] = latent[0]
    return new


def _vector(parameters: Parameters) -> Floats:
    return np.concatenate([parameters.values.ravel(), parameters.latent.ravel()])


def _apart(vector: Floats, like: Parameters) -> Parameters:
    size = like.values.size
    return Parameters(vector[:size].reshape(like.values.shape), vector[size:].reshape(like.latent.shape))
