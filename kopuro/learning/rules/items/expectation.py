"""The E-step as partial sums: what a block of answers contributes to the likelihood and to the M-step.

Two roads give the same sums. The general one forms every person's posterior over the nodes with matrix products. The
short one serves the divide-by-total models on complete answers: there the posterior depends on a person only through
the score s = sum(a * x), and is read off a table (see `lattice`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kopuro.learning.rules.items.blocks import CHUNK, Block
from kopuro.learning.rules.items.lattice import lattice_for, packed_scores, score_tables
from kopuro.learning.rules.items.models import Design, log_probabilities
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.partials import Sums
from kopuro.learning.rules.results import Floats


@dataclass(frozen=True)
class ExpectedSums(Sums):
    """Sums over people. `answers` is what the M-step needs of the data: for divide-by-total models (items, width) of
    sum(x * E theta) and the number of people at or over each step; else `counts` (items, top, nodes)."""

    log_likelihood: float
    latent: Floats  # (groups, nodes): expected number of people at each node
    present: Floats  # (items, nodes): the same, among those who answered the item
    answers: Floats
    counts: Floats


@dataclass(frozen=True)
class CategorySums(Sums):
    """How many people chose each category of each item, (items, top)."""

    counts: Floats
    people: int
    weight: float


def category_sums(block: Block, design: Design) -> CategorySums:
    """Counts of one block, weighted."""
    counts = np.zeros((design.items, design.top))
    first = 0
    for digits, codes in zip(block.packing.digits, block.packed, strict=True):
        states = np.bincount(codes, weights=block.weights, minlength=digits.shape[1])
        last = first + len(digits)
        for category in range(design.top):
            counts[first:last, category] = (digits == category) @ states
        first = last
    return CategorySums(counts, block.people, block.weight)


@dataclass(frozen=True)
class Chunk:
    """Posteriors (nodes, people) of a piece of a block, weighted so that a column sums to the person's weight."""

    posterior: Floats
    onehot: Floats  # (cells, people): 1 where the person chose the category, categories above the lowest
    mask: Floats | None  # (items, people): 1 where answered; None when complete
    log_likelihood: float
    weights: Floats | None


def posteriors(
    block: Block, design: Design, parameters: Parameters, quadrature: Quadrature, size: int = CHUNK
) -> Iterator[Chunk]:
    """The posterior of every person of a block, chunk by chunk."""
    item, category = design.cells
    logs = log_probabilities(design, parameters.values, quadrature.nodes)
    lowest = np.ascontiguousarray(logs[:, 0])
    above = (logs[item, category] - logs[item, 0]).T
    mean, sd = parameters.latent[block.group]
    prior = quadrature.log_prior(mean, sd)[:, None]
    if block.complete:
        prior = prior + lowest.sum(axis=0)[:, None]
    categories = category.astype(np.int8)[:, None]
    binary = design.top == 2
    for packed, weights in block.chunks(size):
        answers = block.packing.unpack(packed)
        onehot = ((answers == 1) if binary else (answers[item] == categories)).astype(float)
        posterior = above @ onehot
        mask = None
        if block.complete:
            posterior += prior
        else:
            mask = (answers >= 0).astype(float)
            posterior += lowest.T @ mask + prior
        log_likelihood = normalise(posterior, weights)
        yield Chunk(posterior, onehot, mask, log_likelihood, weights)


def normalise(logs: Floats, weights: Floats | None) -> float:
    """Turn log joint densities (nodes, people) into weighted posteriors in place; return the log-likelihood."""
    peak = logs.max(axis=0)
    logs -= peak
    np.exp(logs, out=logs)
    total = logs.sum(axis=0)
    each = np.log(total) + peak
    logs *= (1.0 / total) if weights is None else (weights / total)
    return float(each.sum() if weights is None else weights @ each)


def expect(block: Block, design: Design, parameters: Parameters, quadrature: Quadrature) -> ExpectedSums:
    """The sums of one block by whichever road is open to it."""
    if design.family.linear and block.complete:
        return expect_by_score(block, design, parameters, quadrature)
    return expect_by_posterior(block, design, parameters, quadrature)


def expect_by_posterior(block: Block, design: Design, parameters: Parameters, quadrature: Quadrature) -> ExpectedSums:
    """The general road: counts of answers at each node, by matrix products."""
    item, category = design.cells
    nodes = len(quadrature.nodes)
    chosen = np.zeros((len(item), nodes))
    people = np.zeros(nodes)
    present = np.zeros((design.items, nodes))
    log_likelihood = 0.0
    for chunk in posteriors(block, design, parameters, quadrature):
        log_likelihood += chunk.log_likelihood
        chosen += chunk.onehot @ chunk.posterior.T
        people += chunk.posterior.sum(axis=1)
        if chunk.mask is not None:
            present += chunk.mask @ chunk.posterior.T
    if block.complete:
        present[:] = people
    counts = np.zeros((design.items, design.top, nodes))
    counts[item, category] = chosen
    counts[:, 0] = present - counts.sum(axis=1)
    latent = np.zeros((len(parameters.latent), nodes))
    latent[block.group] = people
    if not design.family.linear:
        return ExpectedSums(log_likelihood, latent, present, np.zeros(0), counts)
    answers = np.zeros((design.items, design.width))
    answers[:, 0] = np.einsum("k,ikq,q->i", np.arange(design.top), counts, quadrature.nodes)
    for step in range(1, design.top):
        answers[:, step] = counts[:, step:].sum(axis=(1, 2))
    return ExpectedSums(log_likelihood, latent, present, answers, np.zeros(0))


def expect_by_score(block: Block, design: Design, parameters: Parameters, quadrature: Quadrature) -> ExpectedSums:
    """The short road: the posterior tabulated over the score."""
    values = parameters.values
    mean, sd = parameters.latent[block.group]
    floor = log_probabilities(design, values, quadrature.nodes)[:, 0].sum(axis=0) + quadrature.log_prior(mean, sd)
    tables = score_tables(block, values[:, 0])
    lattice = lattice_for(block, design, parameters, quadrature)
    log_likelihood, people = 0.0, np.zeros(len(quadrature.nodes))
    on_lattice = np.zeros(0 if lattice is None else len(lattice.scores))
    sizes = [len(table) for table in tables]
    moments = [np.zeros(size) for size in sizes]
    numbers = [np.zeros(size) for size in sizes]
    for packed, weights in block.chunks(2 * CHUNK if lattice is not None else CHUNK):
        score = packed_scores(packed, tables)
        if lattice is None:
            posterior = np.multiply.outer(quadrature.nodes, score)
            posterior += floor[:, None]
            log_likelihood += normalise(posterior, weights)
            people += posterior.sum(axis=1)
            ability = quadrature.nodes @ posterior
        else:
            ability = lattice.read(score, weights, on_lattice)
        for place, codes in enumerate(packed):
            moments[place] += np.bincount(codes, weights=ability, minlength=sizes[place])
            numbers[place] += np.bincount(codes, weights=weights, minlength=sizes[place])
    if lattice is not None:
        people = lattice.posterior @ on_lattice
        log_likelihood = float(lattice.log_total @ on_lattice)
    answers = np.zeros((design.items, design.width))
    answers[:, 0] = np.concatenate([d @ m for d, m in zip(block.packing.digits, moments, strict=True)])
    for step in range(1, design.top):
        answers[:, step] = np.concatenate([(d >= step) @ m for d, m in zip(block.packing.digits, numbers, strict=True)])
    log_likelihood += float((values[:, 1 : design.top] * answers[:, 1 : design.top]).sum())
    latent = np.zeros((len(parameters.latent), len(people)))
    latent[block.group] = people
    present = np.broadcast_to(people, (design.items, len(people)))
    return ExpectedSums(log_likelihood, latent, present, answers, np.zeros(0))
