"""Which measures can be compared at all: a rater who shares no case with the others floats freely."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kopuro.learning.rules.facets.ratings import Coded, Index, elements
from kopuro.learning.rules.results import Floats

SMALL = 1e-8


def subsets_of(coded: Coded) -> tuple[Index, ...]:
    """For each facet the number of the subset of each of its elements; elements of one subset can be compared.

    Two elements can be compared when their difference is estimable, that is orthogonal to the null space of the
    design. The null space is found on the smaller facets after the largest has been eliminated.
    """
    order = sorted(range(len(coded.names)), key=lambda facet: -elements(coded, facet))
    big, rest = order[0], order[1:]
    sizes = [elements(coded, facet) for facet in range(len(coded.names))]
    result: list[Index] = [np.zeros(size, dtype=np.intp) for size in sizes]
    if not rest:
        return tuple(result)
    number = np.bincount(coded.index[big], minlength=sizes[big]).astype(float)
    links = np.concatenate([_cross(coded, big, facet) for facet in rest], axis=1)  # (big, all of the rest)
    whole = np.block([[_cross(coded, one, other) for other in rest] for one in rest])
    safe = np.where(number > 0, number, 1.0)
    reduced = whole - links.T @ (links / safe[:, None])
    values, vectors = np.linalg.eigh(reduced)
    null = vectors[:, values < SMALL * max(1.0, values[-1])]
    null[np.abs(null).sum(axis=1) < 1e-12] = 0.0
    start = 0
    for facet in rest:
        result[facet] = _same_rows(null[start : start + sizes[facet]])
        start += sizes[facet]
    result[big] = _same_rows(-(links / safe[:, None]) @ null)
    # numbers of different facets are matched through the ratings that join them
    return _common_numbers(coded, result)


def _cross(coded: Coded, one: int, other: int) -> Floats:
    rows, columns = elements(coded, one), elements(coded, other)
    pairs = coded.index[one] * columns + coded.index[other]
    return np.bincount(pairs, minlength=rows * columns).reshape(rows, columns).astype(float)


def _same_rows(rows: Floats) -> Index:
    """Number the distinct rows, up to rounding."""
    if rows.shape[1] == 0:
        return np.zeros(len(rows), dtype=np.intp)
    return np.unique(np.round(rows, 6) + 0.0, axis=0, return_inverse=True)[1].reshape(-1).astype(np.intp)


def _common_numbers(coded: Coded, local: list[Index]) -> tuple[Index, ...]:
    """One numbering for the measured facet's subsets, largest first; other facets take the number they are joined to,
    and those joined to several keep 0 when they hold a single class."""
    first = local[0]
    seen: NDArray[np.intp] = np.bincount(first[coded.index[0]], minlength=int(first.max()) + 1)
    rank = np.empty(len(seen), dtype=np.intp)
    rank[np.argsort(-seen, kind="stable")] = np.arange(len(seen))
    out = [rank[first]]
    for facet in range(1, len(local)):
        if len(np.unique(local[facet])) == 1:
            out.append(np.zeros_like(local[facet]))
            continue
        numbers = np.zeros_like(local[facet])
        joined = out[0][coded.index[0]]
        np.maximum.at(numbers, coded.index[facet], joined)
        out.append(numbers)
    return tuple(out)
