"""Ratings with their facets, coded from 0, and the elements that can't be estimated set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import Floats

Index = NDArray[np.intp]
MAX_CATEGORIES = 100


@dataclass(frozen=True)
class Coded:
    """`score` (n,) counts categories from 0; `index[f]` (n,) is the element of facet f; facet 0 is the measured one."""

    score: Index
    index: tuple[Index, ...]
    names: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    categories: tuple[float, ...]  # the ratings behind the codes
    groups: tuple[str, ...]
    group: Index | None
    notes: tuple[str, ...]

    @property
    def top(self) -> int:
        return len(self.categories) - 1

    def only(self, rows: NDArray[np.bool_]) -> Coded:
        return replace(
            self,
            score=self.score[rows],
            index=tuple(part[rows] for part in self.index),
            group=None if self.group is None else self.group[rows],
        )


def code_ratings(
    rating: ArrayLike,
    facets: Mapping[str, Sequence[object]],
    measured: str | None,
    case_group: Sequence[object] | None,
) -> Coded:
    """Check and code; raises Problem `learning.facets_*`."""
    try:
        values = np.asarray(rating, dtype=float)
    except (TypeError, ValueError) as trouble:
        raise Problem("learning.facets_values", "Ratings must be numbers, empty where missing.") from trouble
    if values.ndim != 1 or not facets:
        raise Problem("learning.facets_shape", "Give one rating per row and at least one facet, such as the case.")
    names = list(facets)
    if measured is not None and measured not in facets:
        raise Problem("learning.facets_measured", f"There is no facet {measured!r}; there are {', '.join(names)}.")
    first = measured if measured is not None else names[0]
    names = [first, *(name for name in names if name != first)]
    columns = []
    for name in names:
        codes, found = _coded(facets[name])
        if codes.shape != values.shape:
            raise Problem(
                "learning.facets_shape", f"There are {len(values)} ratings but {len(codes)} labels of {name}."
            )
        columns.append((codes, found))
    if np.isinf(values).any():
        raise Problem("learning.facets_values", "A rating is infinite; ratings are steps of a scale.")
    known = np.isfinite(values)
    notes = []
    if not known.all():
        notes.append(f"{int((~known).sum())} missing ratings were left out.")
    steps, score = np.unique(values[known], return_inverse=True)
    if len(steps) > MAX_CATEGORIES:
        raise Problem(
            "learning.facets_values",
            f"{len(steps)} different ratings occur; a rating scale has at most {MAX_CATEGORIES} steps.",
        )
    if len(steps) < 2:
        raise Problem("learning.facets_no_variation", "All ratings are the same (or missing): nothing to measure.")
    if len(steps) > 2 and (np.diff(steps) != np.diff(steps)[0]).any():
        notes.append("Categories nobody used were closed up: steps count used categories.")
    index, labels = [], []
    for codes, found in columns:
        present = np.bincount(codes[known], minlength=len(found)) > 0
        order = [place for place in _natural(found) if present[place]]
        rank = np.full(len(found), -1, dtype=np.intp)
        rank[order] = np.arange(len(order))
        index.append(rank[codes[known]])
        labels.append(tuple(found[place] for place in order))
    group: Index | None = None
    groups: tuple[str, ...] = ()
    if case_group is not None:
        codes, found = _coded(case_group)
        if codes.shape != values.shape:
            raise Problem("learning.facets_shape", "The group of the case must be given for each rating.")
        group, groups = codes[known], tuple(found)
    return Coded(
        np.asarray(score, dtype=np.intp),
        tuple(index),
        tuple(names),
        tuple(labels),
        tuple(float(step) for step in steps),
        groups,
        group,
        tuple(notes),
    )


def without_extremes(coded: Coded) -> tuple[Coded | None, tuple[NDArray[np.bool_], ...]]:
    """The ratings left after elements with only lowest or only highest ratings are set aside, again and again, and for
    each facet which elements remain. None when nothing remains."""
    rows = np.ones(len(coded.score), dtype=bool)
    remain = tuple(np.ones(len(labels), dtype=bool) for labels in coded.labels)
    while True:
        changed = False
        for index, use in zip(coded.index, remain, strict=True):
            total = np.bincount(index[rows], weights=coded.score[rows], minlength=len(use))
            number = np.bincount(index[rows], minlength=len(use))
            bad = use & ((total <= 0) | (total >= coded.top * number))
            if bad.any():
                use[bad] = False
                rows &= use[index]
                changed = True
        if not changed:
            break
    if not rows.any() or len(np.unique(coded.score[rows])) < 2:
        return None, remain
    return coded.only(rows), remain


def elements(coded: Coded, facet: int) -> int:
    return len(coded.labels[facet])


def sums(coded: Coded, facet: int, values: Floats | Index) -> Floats:
    """Sum of a value per rating over each element of a facet."""
    return np.bincount(coded.index[facet], weights=values, minlength=elements(coded, facet)).astype(np.float64)


def _coded(labels: Sequence[object]) -> tuple[Index, list[str]]:
    """A number for each label in the order met, and the labels; labels that read alike are the same."""
    items = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    try:
        raw = dict.fromkeys(items)
    except TypeError:  # a list, say, is no label, but its text is
        items = [str(label) for label in items]
        raw = dict.fromkeys(items)
    found: dict[str, int] = {}
    places = {label: found.setdefault(str(label), len(found)) for label in raw}
    return np.fromiter(map(places.__getitem__, items), dtype=np.intp, count=len(items)), list(found)


def _natural(labels: Sequence[str]) -> list[int]:
    """Order of labels: numbers by size, before words by letter."""

    def key(place: int) -> tuple[int, float, str]:
        try:
            return 0, float(labels[place]), ""
        except ValueError:
            return 1, 0.0, labels[place]

    return sorted(range(len(labels)), key=key)
