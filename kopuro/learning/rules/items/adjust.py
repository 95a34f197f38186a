"""Probabilities adjusted for having looked at many items at once."""

from __future__ import annotations

from collections.abc import Sequence


def false_discovery(p: Sequence[float | None]) -> list[float | None]:
    """Benjamini & Hochberg's (1995) adjusted p; None where there was no test."""
    known = sorted(((value, place) for place, value in enumerate(p) if value is not None), reverse=True)
    out: list[float | None] = [None] * len(p)
    smallest = 1.0
    for rank, (value, place) in enumerate(known):
        smallest = min(smallest, value * len(known) / (len(known) - rank))
        out[place] = smallest
    return out
