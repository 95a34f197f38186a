"""Answers as the item models keep them: coded from 0, items that say nothing set aside, packed into blocks.

A survey of all rows comes first, as a sum over parts; then each part can be packed wherever it lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.blocks import Block, Bytes, Packing
from kopuro.learning.rules.items.models import FAMILIES, Design
from kopuro.learning.rules.partials import Sums, add_up
from kopuro.learning.rules.results import Floats

MAX_CATEGORIES = 50
READ = 65536
SPLIT = 4
LEAST_SPLIT = 8192


@dataclass(frozen=True)
class Survey(Sums):
    """What must be known of all rows before any can be packed."""

    rows: int
    weight: float
    chosen: NDArray[np.int64]  # (columns, 128): how often each answer occurs
    missing: NDArray[np.int64]  # (columns,)
    trouble: tuple[str, ...]  # what can't be read, at most a few


@dataclass(frozen=True)
class Answers:
    """How a table becomes blocks: the model's design, which columns carry information (`kept`), the names of those that
    don't (`dropped`), and the answers behind the categories of each kept item (`values`)."""

    design: Design
    names: tuple[str, ...]
    kept: tuple[int, ...]
    dropped: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    some_missing: tuple[bool, ...]
    columns: int
    notes: tuple[str, ...]
    groups: tuple[str, ...] = ("all",)

    @cached_property
    def complete(self) -> Packing:
        return Packing(self.design.categories, self.design.categories)

    @cached_property
    def incomplete(self) -> Packing:
        pairs = zip(self.design.categories, self.some_missing, strict=True)
        return Packing(tuple(count + int(gone) for count, gone in pairs), self.design.categories)

    @cached_property
    def lookup(self) -> NDArray[np.int8]:
        """(items, 256): the category of each answer, -1 where there is none."""
        table = np.full((len(self.kept), 256), -1, dtype=np.int8)
        for item, values in enumerate(self.values):
            table[item, list(values)] = np.arange(len(values))
        return table


def read_answers(
    matrix: ArrayLike,
    *,
    model: str,
    weights: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    group: Sequence[object] | None = None,
) -> tuple[tuple[Block, ...], Answers]:
    """Check a (people, items) matrix and pack it.

    Missing answers are nan. Right/wrong models need 0 and 1; graded models any whole numbers from 0 to 127, which are
    recoded to consecutive categories. Items that everyone answered alike are dropped and named; people without any
    answer are left out. Raises Problem `learning.items_*` for a table that is empty, of the wrong shape or holds other
    values.
    """
    check_model(model)
    table = as_table(matrix)
    people, columns = table.shape
    labels = tuple(names) if names is not None else tuple(f"item{place + 1}" for place in range(columns))
    if len(labels) != columns:
        raise Problem("learning.items_names", f"There are {columns} items but {len(labels)} names.")
    weight = _weights(weights, people)
    which, group_names = _groups(group, people)
    parts = (
        survey(table[start : start + READ], None if weight is None else weight[start : start + READ], labels, start)
        for start in range(0, people, READ)
    )
    answers = replace(plan(add_up(parts), labels, model), groups=group_names)
    blocks: list[Block] = []
    for place in range(len(group_names)):
        rows = None if len(group_names) == 1 else np.flatnonzero(which == place)
        part = table if rows is None else table[rows]
        share = weight if weight is None or rows is None else weight[rows]
        blocks += pack(part, share, answers, place)
    left = sum(block.people for block in blocks)
    if left < 2 or sum(block.weight for block in blocks) < 2:
        raise Problem("learning.items_too_few_people", "At least two people with answers are needed to estimate items.")
    if left < people:
        answers = replace(
            answers, notes=(*answers.notes, f"{people - left} rows without an answer or a weight were left out.")
        )
    return tuple(blocks), answers


def survey(table: Floats, weight: Floats | None, labels: Sequence[str], first_row: int | None = None) -> Survey:
    """Which answers occur in these rows. Rows of weight 0 are not looked at."""
    if weight is not None:
        table, weight = table[weight > 0], weight[weight > 0]
    rows, columns = table.shape
    whole, gone, bad = _whole(table)
    trouble: tuple[str, ...] = ()
    if bad.any():
        row, column = (int(place[0]) for place in np.nonzero(bad))
        where = "A row" if first_row is None or weight is not None else f"Row {first_row + row + 1}"
        trouble = (f"{where}, column {labels[column]}: {table[row, column]:g} is not an answer category.",)
    chosen = np.zeros((columns, 128), dtype=np.int64)
    seen = np.bincount(whole.view(np.uint8).ravel(), minlength=256)[:128]
    for value in np.flatnonzero(seen):
        chosen[:, value] = (whole == value).sum(axis=0)
    missing = np.zeros(columns, dtype=np.int64)
    if gone is not None:
        missing = gone.sum(axis=0)
        chosen[:, 0] -= missing  # a missing answer was read as 0
    return Survey(rows, float(rows if weight is None else weight.sum()), chosen, missing, trouble)


def plan(seen: Survey, labels: Sequence[str], model: str) -> Answers:
    """Which items can be used and how their answers are coded. Raises Problem `learning.items_*`."""
    family = FAMILIES[model]
    columns = len(labels)
    if seen.trouble:
        raise Problem(
            "learning.items_values",
            f"{seen.trouble[0]} Use whole numbers from 0, such as 0 for wrong and 1 for right, and leave missing "
            "answers empty.",
        )
    if family.binary and seen.chosen[:, 2:].any():
        column, value = (int(place[0]) for place in np.nonzero(seen.chosen[:, 2:]))
        raise Problem(
            "learning.items_values",
            f"Column {labels[column]} holds {value + 2}, but the model {model} reads 0 (wrong) and 1 (right). "
            "Use grm or pcm for answers in more than two steps.",
        )
    values = [tuple(int(value) for value in np.flatnonzero(row)) for row in seen.chosen]
    if max(len(found) for found in values) > MAX_CATEGORIES:
        raise Problem("learning.items_values", f"An item has more than {MAX_CATEGORIES} different answers.")
    kept = [place for place in range(columns) if len(values[place]) > 1]
    dropped = tuple(labels[place] for place in range(columns) if len(values[place]) <= 1)
    if not kept:
        raise Problem("learning.items_no_variation", "Every item was answered alike by everyone: nothing to estimate.")
    needed = {"fixed": 1, "common": 2, "free": 3}[family.slope]
    if len(kept) < needed:
        raise Problem(
            "learning.items_too_few_items",
            f"The model {model} needs at least {needed} items that differ between people; there are {len(kept)}. "
            f"{'Use rasch.' if family.binary else 'Add items.'}",
        )
    notes = []
    if dropped:
        notes.append(f"Dropped because every answer is the same or missing: {', '.join(dropped)}.")
    gaps = [labels[place] for place in kept if values[place][-1] - values[place][0] != len(values[place]) - 1]
    if gaps:
        notes.append(f"Categories nobody chose were closed up in: {', '.join(gaps)}.")
    return Answers(
        design=Design(family, tuple(len(values[place]) for place in kept)),
        names=tuple(labels[place] for place in kept),
        kept=tuple(kept),
        dropped=dropped,
        values=tuple(values[place] for place in kept),
        some_missing=tuple(bool(seen.missing[place] > 0) for place in kept),
        columns=columns,
        notes=tuple(notes),
    )


def pack(table: Floats, weight: Floats | None, answers: Answers, group: int = 0) -> list[Block]:
    """The blocks of one group: people who answered everything, and the rest, cut into a few pieces each."""
    kept, lookup = list(answers.kept), answers.lookup
    pieces: dict[bool, list[Bytes]] = {True: [], False: []}
    shares: dict[bool, list[Floats]] = {True: [], False: []}
    for start in range(0, len(table), READ):
        part = table[start : start + READ]
        share = None if weight is None else weight[start : start + READ]
        codes, gone, _ = _whole(part)
        columns = np.ascontiguousarray(codes.T).view(np.uint8)
        coded = np.stack([lookup[item][columns[place]] for item, place in enumerate(kept)])
        if gone is not None:
            coded[gone.T[kept]] = -1
        full = (coded >= 0).all(axis=0)
        some = (coded >= 0).any(axis=0)
        if share is not None:
            full, some = full & (share > 0), some & (share > 0)
        for whole, rows in ((True, full), (False, some & ~full)):
            if rows.any():
                packing = answers.complete if whole else answers.incomplete
                pieces[whole].append(packing.pack(coded if rows.all() else coded[:, rows]))
                if share is not None:
                    shares[whole].append(share[rows])
    blocks = []
    for whole, packing in ((True, answers.complete), (False, answers.incomplete)):
        if not pieces[whole]:
            continue
        packed = np.concatenate(pieces[whole], axis=1)
        weights = np.concatenate(shares[whole]) if shares[whole] else None
        for piece in _shares_of_work(packed.shape[1]):
            blocks.append(Block(packed[:, piece], packing, None if weights is None else weights[piece], group))
    return blocks


def check_model(model: str) -> None:
    """Raises Problem `learning.items_model` for a name that is not a model."""
    if model not in FAMILIES:
        raise Problem("learning.items_model", f"There is no item model called {model!r}. Choose {', '.join(FAMILIES)}.")


def as_table(matrix: ArrayLike) -> Floats:
    """A (people, items) array of numbers, or Problem."""
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


def _whole(table: Floats) -> tuple[NDArray[np.int8], NDArray[np.bool_] | None, NDArray[np.bool_]]:
    """Answers as small whole numbers, where they are missing (None: nowhere), and where they are neither."""
    with np.errstate(invalid="ignore"):
        whole = np.ascontiguousarray(table).astype(np.int8)
    odd = (whole != table) | (whole < 0)
    if not odd.any():
        return whole, None, odd
    gone = np.isnan(table) if table.dtype.kind == "f" else np.zeros(table.shape, dtype=bool)
    whole[odd] = 0
    return whole, gone if gone.any() else None, odd & ~gone


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


def _shares_of_work(people: int) -> list[slice]:
    """Cut many people into a few blocks, so that more than one processor can work."""
    pieces = min(SPLIT, max(1, people // LEAST_SPLIT))
    edges = np.linspace(0, people, pieces + 1).astype(int)
    return [slice(first, last) for first, last in pairwise(edges)]
