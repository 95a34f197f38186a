"""The posterior of divide-by-total models tabulated over the score s = sum(a * x), and how to read between the lines.

Given complete answers the posterior of theta depends on a person only through s, and smoothly. It is computed on a
fine lattice of scores and interpolated with degree 7; the same weights, transposed, spread people onto the lattice. The
lattice is refined until the error halfway between its points is below LATTICE_ERROR.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kopuro.learning.rules.items.blocks import Block, Bytes
from kopuro.learning.rules.items.models import Design, log_probabilities
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.results import Floats

POINTS = 8  # of the interpolation
LATTICE_ERROR = 1e-11  # accepted in the expected ability and in the posterior at any node


@dataclass(frozen=True)
class Lattice:
    """The posterior at equally spaced scores, and how to read between them."""

    scores: Floats
    spacing: float
    points: int  # 1: scores lie on the lattice
    posterior: Floats  # (nodes, scores)
    ability: Floats
    log_total: Floats

    def read(self, score: Floats, weights: Floats | None, on_lattice: Floats) -> Floats:
        """Expected ability (times weight) of each score; adds the people to the lattice points around them."""
        ability = np.zeros_like(score)
        for index, share in self.around(score):
            ability += self.ability[index] * share
            people = share if weights is None else share * weights
            on_lattice += np.bincount(index, weights=people, minlength=len(on_lattice))
        return ability if weights is None else ability * weights

    def around(self, score: Floats) -> Iterator[tuple[NDArray[np.intp], Floats]]:
        """Each lattice point to read for a score, with its share; the index array is reused."""
        place = (score - self.scores[0]) * (1.0 / self.spacing)
        if self.points == 1:
            yield np.rint(place).astype(np.intp), np.ones_like(score)
            return
        index = place.astype(np.intp)
        shares = _shares(place - index)
        index -= POINTS // 2 - 1
        for share in shares:
            yield index, share
            index += 1


def score_tables(block: Block, slopes: Floats) -> list[Floats]:
    """For each byte of packed answers, sum(a * x) over its items for each of its states."""
    parts = zip(block.packing.digits, pairwise(block.packing.starts), strict=True)
    return [digits.T @ slopes[first:last] for digits, (first, last) in parts]


def packed_scores(packed: Bytes, tables: list[Floats]) -> Floats:
    """(people,) sum(a * x) over all items."""
    score: Floats = tables[0][packed[0]]
    for table, codes in zip(tables[1:], packed[1:], strict=True):
        score += table[codes]
    return score


def lattice_for(block: Block, design: Design, parameters: Parameters, quadrature: Quadrature) -> Lattice | None:
    """A lattice fine enough for the errors allowed, or None where the direct road is as short."""
    slopes = parameters.values[:, 0]
    top = np.asarray(design.categories) - 1
    whole = bool(np.all(slopes == slopes[0])) and float(slopes[0]) != 0
    low, high = float(np.minimum(slopes, 0) @ top), float(np.maximum(slopes, 0) @ top)
    spacing = abs(float(slopes[0])) if whole else 0.1
    if 3 * ((high - low) / spacing + POINTS) > block.people:
        return None
    mean, sd = parameters.latent[block.group]
    nodes = quadrature.nodes
    floor = log_probabilities(design, parameters.values, nodes)[:, 0].sum(axis=0) + quadrature.log_prior(mean, sd)
    if whole:  # scores are multiples of the slope
        scores = np.arange(int(top.sum()) + 1, dtype=np.float64) * float(slopes[0])
        return _tabulate(scores, float(slopes[0]), 1, floor, nodes)
    while True:
        count = int(np.ceil((high - low) / spacing)) + POINTS + 1
        if 3 * count > block.people:
            return None
        scores = low + spacing * (np.arange(count, dtype=np.float64) - POINTS // 2)
        lattice = _tabulate(scores, spacing, POINTS, floor, nodes)
        if _error(lattice, floor, nodes) < LATTICE_ERROR:
            return lattice
        spacing /= 1.6


def _tabulate(scores: Floats, spacing: float, points: int, floor: Floats, nodes: Floats) -> Lattice:
    posterior = np.multiply.outer(nodes, scores) + floor[:, None]
    peak = posterior.max(axis=0)
    posterior -= peak
    np.exp(posterior, out=posterior)
    total = posterior.sum(axis=0)
    posterior /= total
    return Lattice(scores, spacing, points, posterior, nodes @ posterior, np.log(total) + peak)


def _error(lattice: Lattice, floor: Floats, nodes: Floats) -> float:
    """Largest error of reading halfway between lattice points, where interpolation is worst; every fourth one tried."""
    half = POINTS // 2
    index = np.arange(half - 1, len(lattice.scores) - half, 4)
    truth = _tabulate(lattice.scores[index] + 0.5 * lattice.spacing, lattice.spacing, 1, floor, nodes)
    shares = [float(share[0]) for share in _shares(np.array([0.5]))]
    offsets = range(1 - half, half + 1)
    ability = sum(share * lattice.ability[index + step] for share, step in zip(shares, offsets, strict=True))
    chance = sum(share * lattice.posterior[:, index + step] for share, step in zip(shares, offsets, strict=True))
    return float(max(np.abs(ability - truth.ability).max(), np.abs(chance - truth.posterior).max()))


def _shares(fraction: Floats) -> list[Floats]:
    """Lagrange weights of the POINTS lattice points around a place `fraction` past the middle one."""
    half = POINTS // 2
    gaps = [fraction - step for step in range(1 - half, half + 1)]
    before: list[Floats] = [np.ones_like(fraction)]
    for gap in gaps[:-1]:
        before.append(before[-1] * gap)
    shares: list[Floats] = [fraction] * POINTS
    after = np.ones_like(fraction)
    for place in range(POINTS - 1, -1, -1):
        scale = 1.0
        for other in range(POINTS):
            if other != place:
                scale *= place - other
        shares[place] = before[place] * after / scale
        after = after * gaps[place]
    return shares
