"""The visible rule by which one of several claims is shown, and what counts as a conflict."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

STATUS_RANK = {"corrected": 3, "accepted": 2, "proposed": 1}
QUALIFIER_RANK = {"exact": 2, "": 1, "about": 1, "at_least": 0}
PRECISION_RANK = {"day": 4, "month": 3, "season": 2, "year": 1, "unknown": 0, "": 4}


@dataclass(frozen=True)
class Stated:
    """A claim as plain values: what the choice needs and nothing else."""

    id: int
    value: object
    status: str
    qualifier: str = ""
    precision: str = ""
    published: date | None = None
    settled: bool = False


@dataclass(frozen=True)
class Choice:
    """The claim shown, the reason in a word for the page, and the claims that differ from it."""

    chosen: Stated
    reason: str
    differing: tuple[Stated, ...]

    @property
    def in_conflict(self) -> bool:
        """Others differ and nobody has settled it."""
        return bool(self.differing) and not self.chosen.settled


def choose(claims: Iterable[Stated]) -> Choice | None:
    """Picks the shown value: settled by a person, else corrected before accepted before proposed, else the more
    precise, else the firmer count, else the latest published, else the first read. Rejected claims are left out."""
    living: Sequence[Stated] = [claim for claim in claims if claim.status in STATUS_RANK]
    if not living:
        return None
    steps = (
        ("settled", lambda claim: int(claim.settled)),
        ("status", lambda claim: STATUS_RANK[claim.status]),
        ("precision", lambda claim: PRECISION_RANK.get(claim.precision, 0)),
        ("qualifier", lambda claim: QUALIFIER_RANK.get(claim.qualifier, 0)),
        ("published", lambda claim: (claim.published or date.min).toordinal()),
    )
    left, reason = list(living), "only"
    for name, rank in steps:
        best = max(map(rank, left))
        kept = [claim for claim in left if rank(claim) == best]
        if len(kept) < len(left):
            reason = name
        left = kept
    chosen = min(left, key=lambda claim: claim.id)
    if len(left) > 1 and any(claim.value != chosen.value for claim in left):
        reason = "first"
    differing = tuple(claim for claim in living if not agree(claim.value, chosen.value))
    return Choice(chosen, reason, differing)


def agree(one: object, other: object) -> bool:
    """Equal values agree; so do two dates of which one is the other at less precision (2024-02 and 2024-02-14)."""
    if isinstance(one, str) and isinstance(other, str) and one[:4].isdigit() and other[:4].isdigit():
        return one.startswith(other) or other.startswith(one)
    return one == other


@dataclass(frozen=True)
class Piece:
    """A run of text; `start` is the first passage that begins here, None where no passage is."""

    text: str
    start: int | None = None
    passages: tuple[int, ...] = ()


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """Cuts a text at the borders of (overlapping) spans, so that each run is marked by all spans that hold it. The
    pieces together are the text. Spans are numbered by their place in `spans`."""
    spans = [(max(0, start), min(len(text), end)) for start, end in spans]
    borders = sorted({0, len(text), *(point for span in spans for point in span)})
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, (start, end) in enumerate(spans):
        if start < end:
            opening.setdefault(start, []).append(number)
            closing.setdefault(end, []).append(number)
    held: dict[int, None] = {}
    out = []
    for left, right in itertools.pairwise(borders):
        for number in closing.get(left, []):
            held.pop(number, None)
        for number in opening.get(left, []):
            held[number] = None
        out.append(Piece(text[left:right], left if left in opening else None, tuple(held)))
    return out
