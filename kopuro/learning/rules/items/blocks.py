"""Packed answers: eight right/wrong answers, or three on a five-point scale, share one byte.

A million people x 50 items take 7 MB, a sum over items is one table look-up per byte, and partitions travel lightly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kopuro.learning.rules.results import Floats

Bytes = NDArray[np.uint8]
CHUNK = 8192  # people handled at once: their posteriors stay near the processor


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
        return np.concatenate([table.take(codes, axis=1) for table, codes in zip(self.digits, packed, strict=True)])


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
    def weight(self) -> float:
        """Number of people, or the sum of their weights."""
        return float(self.people if self.weights is None else self.weights.sum())

    @property
    def complete(self) -> bool:
        return self.packing.states == self.packing.categories

    def chunks(self, size: int = CHUNK) -> Iterator[tuple[Bytes, Floats | None]]:
        """The packed answers and weights, a cache-sized piece at a time."""
        for start in range(0, self.people, size):
            part = slice(start, start + size)
            yield self.packed[:, part], None if self.weights is None else self.weights[part]
