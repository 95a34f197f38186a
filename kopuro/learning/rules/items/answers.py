"""Answers as the item models keep them: coded from 0, items that say nothing set aside, packed into a few bytes a person.

Eight right/wrong answers, or three on a five-point scale, share one byte. A million people x 50 items take 7 MB, a sum
over items is one table look-up per byte, and partitions travel lightly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.models import FAMILIES, Design
from kopuro.learning.rules.results import Floats

Bytes = NDArray[np.uint8]
CHUNK = 8192  # people handled at once: their posteriors stay in the processor's cache
MAX_CATEGORIES = 50
READ = 65536
SPLIT = 4
LEAST_SPLIT = 8192


@dataclass(frozen=True)
class Packing:
    """How the answers of neighbouring items share a byte: one more state than categories where answers are missing."""

    states: tuple[int, ...]  # per item: number of categories, and one more where some answers are missing
    categories: tuple[int, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first item of each byte, and the number of items at the end."""
        starts, product = [0], 1
        for item, states in enumerate(self.states):
            if product * states > 256:
                starts.append(item)
                product = 1
            product *= states
        return (*starts, len(self.states))

    @cached_property
    def digits(self) -> tuple[NDArray[np.int8], ...]:
        """For each byte (items of the byte, states of the byte): the answer of each item, -1 where it is missing."""
        tables = []
        for first, last in pairwise(self.starts):
            states = self.states[first:last]
            digits = np.array(np.unravel_index(np.arange(np.prod(states)), states[::-1]), dtype=np.int8)[::-1]
            missing = digits >= np.asarray(self.categories[first:last])[:, None]
            tables.append(np.where(missing, np.int8(-1), digits))
        return tuple(tables)

    def pack(self, answers: NDArray[np.int8]) -> Bytes:
        """(items, people) of answers, -1 where missing -> (bytes, people)."""
        packed = np.zeros((len(self.starts) - 1, answers.shape[1]), dtype=np.uint8)
        for place, (first, last) in enumerate(pairwise(self.starts)):
            factor = 1
            for item in range(first, last):
                digit = np.where(answers[item] < 0, self.categories[item], answers[item]).astype(np.uint8)
                packed[place] += digit * np.uint8(factor)
                factor *= self.states[item]
        return packed

    def unpack(self, packed: Bytes) -> NDArray[np.int8]:
        """(bytes, people) -> (items, people) of answers, -1 where missing."""
        return np.concatenate([table[:, codes] for table, codes in zip(self.digits, packed, strict=True)])


@dataclass(frozen=True)
class Block:
    """Packed answers of some people of one group; the unit that a partial sum is taken over."""

    packed: Bytes  # (bytes, people)
    packing: Packing
    weights: Floats | None = None
    group: int = 0

    @property
    def people(self) -> int:
        return int(self.packed.shape[1])

    @property
    def complete(self) -> bool:
        return self.packing.states == self.packing.categories

    def chunks(self, size: int = CHUNK) -> Iterator[tuple[Bytes, Floats | None]]:
        """The packed answers and weights, a cache-sized piece at a time."""
        for start in range(0, self.people, size):
            part = slice(start, start + size)
            yield self.packed[:, part], None if self.weights is None else self.weights[part]


@dataclass(frozen=True)
class Answers:
    """What a model is fitted to. `kept` are the columns of the matrix that carry information, `dropped` the names of
    those that don't, `lowest` the value that became 0 in each kept item (graded models)."""

    blocks: tuple[Block, ...]
    design: Design
    names: tuple[str, ...]
    kept: tuple[int, ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    n: float
    groups: tuple[str, ...] = ("all",)


def read_answers(
    matrix: ArrayLike,
    *,
    model: str,
    weights: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    group: Sequence[object] | None = None,
) -> Answers:
    """Check a (people, items) matrix and pack it.

    Missing answers are nan. Right/wrong models need 0 and 1; graded models any whole numbers, which are recoded to
    consecutive categories. Items that everyone answered alike are dropped and named; people without any answer are
    left out. Raises Problem `learning.items_*` for a table that is empty, of the wrong shape or holds other values.
    """
    if model not in FAMILIES:
        raise Problem("learning.items_model", f"There is no item model called {model!r}. Choose {', '.join(FAMILIES)}.")
    table = _matrix(matrix)
    people, columns = table.shape
    labels = tuple(names) if names is not None else tuple(f"item{place + 1}" for place in range(columns))
    if len(labels) != columns:
        raise Problem("learning.items_names", f"There are {columns} items but {len(labels)} names.")
    weight = _weights(weights, people)
    seen = _survey(table, labels, model)
    notes: list[str] = []
    kept = [place for place in range(columns) if len(seen.values[place]) > 1]
    dropped = [place for place in range(columns) if len(seen.values[place]) <= 1]
    if dropped:
        listed = ", ".join(labels[place] for place in dropped)
        notes.append(f"Dropped because every answer is the same or missing: {listed}.")
    if not kept:
        raise Problem("learning.items_no_variation", "Every item was answered alike by everyone: nothing to estimate.")
    needed = {"fixed": 1, "common": 2, "free": 3}[FAMILIES[model].slope]
    if len(kept) < needed:
        raise Problem(
            "learning.items_too_few_items",
            f"The model {model} needs at least {needed} items that differ between people; there are {len(kept)}. "
            f"{'Use rasch.' if kept and FAMILIES[model].binary else 'Add items.'}",
        )
    notes += _recoding(seen, kept, labels, FAMILIES[model].binary)
    categories = tuple(len(seen.values[place]) for place in kept)
    design = Design(FAMILIES[model], categories)
    which, group_names = _groups(group, people)
    answered = seen.answered[:, kept].sum(axis=1) if seen.answered is not None else np.full(people, len(kept))
    use = answered > 0
    if weight is not None:
        use &= weight > 0
    n = float(use.sum() if weight is None else weight[use].sum())
    if int(use.sum()) < 2 or n < 2:
        raise Problem("learning.items_too_few_people", "At least two people with answers are needed to estimate items.")
    if not use.all():
        notes.append(f"{people - int(use.sum())} rows without an answer or a weight were left out.")
    blocks = _pack(table, kept, seen, categories, use, weight, which, len(group_names))
    chosen = tuple(labels[place] for place in kept)
    lost = tuple(labels[place] for place in dropped)
    return Answers(blocks, design, chosen, tuple(kept), lost, tuple(notes), n, group_names)


@dataclass(frozen=True)
class _Survey:
    values: list[NDArray[np.int64]]  # per item: the values that occur, ascending
    missing: NDArray[np.int64]  # per item: how many answers are missing
    answered: NDArray[np.bool_] | None  # (people, items), None when nothing is missing


def _matrix(matrix: ArrayLike) -> Floats:
    try:
        table = np.asarray(matrix)
        if table.dtype.kind not in "bui":
            table = table.astype(float, copy=False)
    except (TypeError, ValueError) as trouble:
        raise Problem(
            "learning.items_values", "The answers must be numbers, empty where missing.", detail=str(trouble)
        ) from trouble
    if table.ndim != 2 or 0 in table.shape:
        raise Problem("learning.items_shape", "Answers are needed as a table: a row per person, a column per item.")
    return table


def _weights(weights: ArrayLike | None, people: int) -> Floats | None:
    if weights is None:
        return None
    weight = np.asarray(weights, dtype=float)
    if weight.shape != (people,) or not np.isfinite(weight).all() or (weight < 0).any():
        raise Problem("learning.items_weights", "Weights must be one number, 0 or more, for each row.")
    return weight


def _groups(group: Sequence[object] | None, people: int) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    if group is None:
        return np.zeros(people, dtype=np.intp), ("all",)
    labels = np.asarray([str(value) for value in group])
    if labels.shape != (people,):
        raise Problem("learning.items_groups", "The group must be given for each row.")
    names, which = np.unique(labels, return_inverse=True)
    return which, tuple(str(name) for name in names)


def _survey(table: Floats, labels: Sequence[str], model: str) -> _Survey:
    """The values of each item and where answers are missing, a slice of rows at a time."""
    people, columns = table.shape
    counts: dict[int, NDArray[np.int64]] = {}
    missing = np.zeros(columns, dtype=np.int64)
    answered: NDArray[np.bool_] | None = None
    for start in range(0, people, READ):
        rows = table[start : start + READ]
        with np.errstate(invalid="ignore"):
            whole = rows.astype(np.int8)
        odd = (whole != rows) | (whole < 0)
        if odd.any():
            gone = np.isnan(rows) if rows.dtype.kind == "f" else np.zeros(rows.shape, dtype=bool)
            bad = odd & ~gone
            if bad.any():
                row, column = (int(place[0]) for place in np.nonzero(bad))
                value = rows[row, column]
                raise Problem(
                    "learning.items_values",
                    f"Row {start + row + 1}, column {labels[column]}: {value:g} is not an answer category. "
                    "Use whole numbers, 0 and 1 for wrong and right, and leave missing answers empty.",
                )
            if answered is None:
                answered = np.ones((people, columns), dtype=bool)
            answered[start : start + READ] = ~gone
            missing += gone.sum(axis=0)
            whole = np.where(gone, np.int8(-128), whole)
        for value in _distinct(whole):
            found = (whole == value).sum(axis=0)
            counts[value] = counts.get(value, 0) + found
    if len(counts) > MAX_CATEGORIES:
        raise Problem(
            "learning.items_values", f"{len(counts)} different answers occur; item models take up to {MAX_CATEGORIES}."
        )
    if FAMILIES[model].binary and (wrong := sorted(set(counts) - {0, 1})):
        column = int(np.nonzero(counts[wrong[0]])[0][0])
        raise Problem(
            "learning.items_values",
            f"Column {labels[column]} holds {wrong[0]}, but the model {model} reads 0 (wrong) and 1 (right). "
            "Use grm or pcm for answers in more than two steps.",
        )
    order = sorted(counts)
    values = [np.array([value for value in order if counts[value][column] > 0]) for column in range(columns)]
    return _Survey(values, missing, answered)


def _distinct(whole: NDArray[np.int8]) -> list[int]:
    present = np.bincount(whole.view(np.uint8).ravel(), minlength=256)
    values = np.nonzero(present)[0].astype(np.uint8).view(np.int8)
    return [int(value) for value in values if value != -128]


def _recoding(seen: _Survey, kept: list[int], labels: Sequence[str], binary: bool) -> list[str]:
    if binary:
        return []
    gaps = [labels[place] for place in kept if np.ptp(seen.values[place]) != len(seen.values[place]) - 1]
    if not gaps:
        return []
    return [f"Categories nobody chose were closed up in: {', '.join(gaps)}."]


def _pack(
    table: Floats,
    kept: list[int],
    seen: _Survey,
    categories: tuple[int, ...],
    use: NDArray[np.bool_],
    weight: Floats | None,
    which: NDArray[np.intp],
    groups: int,
) -> tuple[Block, ...]:
    """One block of complete rows and one with missing answers for each group."""
    some_missing = tuple(count + int(seen.missing[place] > 0) for count, place in zip(categories, kept, strict=True))
    lookup = np.full((len(kept), 256), -1, dtype=np.int8)
    for item, place in enumerate(kept):
        lookup[item, seen.values[place].astype(np.uint8)] = np.arange(categories[item])
    full = np.ones(len(use), dtype=bool) if seen.answered is None else seen.answered[:, kept].all(axis=1)
    blocks = []
    for group in range(groups):
        for whole, states in ((True, categories), (False, some_missing)):
            rows = use & (which == group) & (full if whole else ~full)
            if not rows.any():
                continue
            packing = Packing(states, categories)
            pieces = []
            for start in range(0, len(use), READ):
                part = table[start : start + READ][rows[start : start + READ]]
                if not len(part):
                    continue
                gone = np.isnan(part[:, kept].T) if part.dtype.kind == "f" else None
                with np.errstate(invalid="ignore"):
                    codes = part.astype(np.int8).view(np.uint8).T
                coded = np.stack([lookup[item][codes[place]] for item, place in enumerate(kept)])
                if gone is not None and not whole:
                    coded[gone] = -1
                pieces.append(packing.pack(coded))
            weights = None if weight is None else weight[rows]
            packed = np.concatenate(pieces, axis=1)
            for part in _shares_of_work(packed.shape[1]):
                blocks.append(Block(packed[:, part], packing, None if weights is None else weights[part], group))
    return tuple(blocks)


def _shares_of_work(people: int) -> list[slice]:
    """Cut many people into a few blocks, so that more than one processor can work."""
    pieces = min(SPLIT, max(1, people // LEAST_SPLIT))
    edges = np.linspace(0, people, pieces + 1).astype(int)
    return [slice(first, last) for first, last in pairwise(edges)]
