"""The seam between a statistic and where its rows are: one table, or partitions on many machines.

A statistic that is a sum over rows is written as one pure function of a block of rows. `Blocks.total` adds its parts:
here in memory, in `kopuro.learning.spark` as map-reduce. Nothing else knows where the rows live.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from functools import cache, reduce
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import ThreadpoolController

MOST_WORKERS = 8

B_co = TypeVar("B_co", covariant=True)
T = TypeVar("T", bound="Sums")


class Sums:
    """A frozen dataclass of numbers and arrays that adds field by field."""

    def __add__(self, other: Self) -> Self:
        names = [field.name for field in fields(self)]  # type: ignore[arg-type]
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in names})


class Blocks(Protocol[B_co]):
    """Rows cut into blocks; `total` applies a function to each block and adds what comes back."""

    def total(self, part: Callable[[B_co], T]) -> T: ...


@dataclass(frozen=True)
class InMemory(Generic[B_co]):
    """Blocks held by this process, one thread to a block.

    The linear algebra library is held to one thread meanwhile: on a busy machine its own threads wait for each other
    at every small product. The parts are added in the order of the blocks, so the sum does not depend on timing.
    """

    blocks: Sequence[B_co]

    def total(self, part: Callable[[B_co], T]) -> T:
        workers = min(len(self.blocks), os.cpu_count() or 1, MOST_WORKERS)
        with one_thread():
            if workers < 2:
                return add_up(part(block) for block in self.blocks)
            with ThreadPoolExecutor(workers) as pool:
                return add_up(pool.map(part, self.blocks))


def one_thread() -> AbstractContextManager[object]:
    """Holds the linear algebra library to one thread while it is entered."""
    return _linear_algebra().limit(limits=1, user_api="blas")


@cache
def _linear_algebra() -> ThreadpoolController:
    return ThreadpoolController()  # looks through the loaded libraries, which takes milliseconds: once


def add_up(parts: Iterable[T]) -> T:
    """The sum of one or more parts, in the order given."""
    return reduce(lambda left, right: left + right, parts)


@dataclass(frozen=True)
class DetectionSums(Sums):
    """Counts of judgements, (groups,) each: everything d' and the criterion of a group are computed from."""

    hits: NDArray[np.int64]
    misses: NDArray[np.int64]
    false_alarms: NDArray[np.int64]
    correct_rejections: NDArray[np.int64]


def detection_sums(signal: ArrayLike, response: ArrayLike, group: ArrayLike, groups: int) -> DetectionSums:
    """Hits, misses, false alarms and correct rejections per group (a seat, a case, a team) of one block of judgements.

    `signal`, `response`: (rows,) of 0/1; `group`: (rows,) of integers below `groups`. Rows where either judgement is
    missing (NaN or negative) are left out.
    """
    truth, said = np.asarray(signal, dtype=float), np.asarray(response, dtype=float)
    known = np.isin(truth, (0, 1)) & np.isin(said, (0, 1))
    index = np.asarray(group, dtype=np.intp)[known] * 4 + (2 * truth[known] + said[known]).astype(np.intp)
    table = np.bincount(index, minlength=4 * groups).astype(np.int64).reshape(groups, 4)
    return DetectionSums(hits=table[:, 3], misses=table[:, 2], false_alarms=table[:, 1], correct_rejections=table[:, 0])
