"""Published data sets as patterns with counts, read into arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Bock & Lieberman (1970), section 6 of the Law School Admission Test, 1,000 people x 5 items
LSAT6 = """
00000:3 00001:6 00010:2 00011:11 00100:1 00101:1 00110:3 00111:4 01000:1 01001:8 01011:16 01101:3 01110:2 01111:15
10000:10 10001:29 10010:14 10011:81 10100:3 10101:28 10110:15 10111:80 11000:16 11001:56 11010:21 11011:173 11100:11
11101:61 11110:28 11111:298
"""
# Bock & Aitkin (1981), section 7
LSAT7 = """
00000:12 00001:19 00010:1 00011:7 00100:3 00101:19 00110:3 00111:17 01000:10 01001:5 01010:3 01011:7 01100:7 01101:23
01110:8 01111:28 10000:7 10001:39 10010:11 10011:34 10100:14 10101:51 10110:15 10111:90 11000:6 11001:25 11010:7
11011:35 11100:18 11101:136 11110:32 11111:308
"""
# Wright & Stone (1979), the Knox cube test: 35 children x 18 tapping patterns
KNOX = """
111111100000000000 111111111100000000 111111111001000000 111100101000000000 111111111100000000 111111111100000000
111111111111101000 111111111100000000 111111111100000000 111111111110000000 111011111000000000 111110101100000000
111110011111000000 111111111110000000 111111111111100000 111111111010000000 111101111100000000 111111111100100000
111111111000000000 111111111100100000 111111111110100000 111111111111000000 111111111100110000 111111111110100110
111011000000000000 111111111100000000 111111100000000000 111111111010000000 111111001110010000 111111111000000000
111111111100000000 111111111110000000 111100100100000000 111111111101010000 111000000000000000
"""

Table = NDArray[np.float64]


def patterns(text: str) -> tuple[Table, Table]:
    """Answers (patterns, items) and how many people gave each."""
    pairs = [pair.split(":") for pair in text.split()]
    return np.array([[float(digit) for digit in pattern] for pattern, _ in pairs]), np.array(
        [float(count) for _, count in pairs]
    )


def people(text: str) -> Table:
    """A row for each person."""
    matrix, counts = patterns(text)
    return np.repeat(matrix, counts.astype(int), axis=0)


def rows(text: str) -> Table:
    """Answers (people, items) without counts."""
    return np.array([[float(digit) for digit in row] for row in text.split()])


def two_parameter(seed: int, n: int, slopes: Table, intercepts: Table, mean: float = 0.0) -> Table:
    """Bots that answer by the two-parameter model."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(mean, 1.0, size=n)
    chance = 1 / (1 + np.exp(-(ability[:, None] * slopes + intercepts)))
    return (rng.random((n, len(slopes))) < chance).astype(float)


def graded(seed: int, n: int, slopes: Table, intercepts: Table) -> Table:
    """Bots that answer by the graded response model; intercepts (items, steps) fall."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=n)
    reach = 1 / (1 + np.exp(-(ability[:, None, None] * slopes[:, None] + intercepts)))
    return (rng.random((n, len(slopes), 1)) < reach).sum(axis=2).astype(float)
