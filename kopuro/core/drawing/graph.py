"""Placing the nodes of a chain: steps from the left, lanes for branches. Cycles and unknown names are dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Placed:
    """`order` is the reading order, `step` the distance from the start, `lane` the branch; 0 is the main line."""

    order: tuple[str, ...]
    step: Mapping[str, int]
    lane: Mapping[str, int]
    row: Mapping[str, int]
    main_parent: Mapping[str, str]
    edges: tuple[tuple[str, str], ...]


def without_cycles(parents: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Edges (from, to) in the order given, leaving out each that would close a circle."""
    children: dict[str, list[str]] = {key: [] for key in parents}
    kept: list[tuple[str, str]] = []

    def reaches(start: str, goal: str) -> bool:
        waiting, seen = [start], {start}
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            for child in children[here]:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return False

    for key, before in parents.items():
        for parent in dict.fromkeys(before):
            if parent in parents and not reaches(key, parent):
                children[parent].append(key)
                kept.append((parent, key))
    return kept


def place(parents: Mapping[str, Sequence[str]]) -> Placed:
    """`parents`: for each node, in reading order, the nodes it follows."""
    edges = without_cycles(parents)
    before: dict[str, list[str]] = {key: [] for key in parents}
    after: dict[str, list[str]] = {key: [] for key in parents}
    for parent, child in edges:
        before[child].append(parent)
        after[parent].append(child)
    by_step = steps_of(parents, before, after)
    main_parent = {key: max(before[key], key=lambda parent: by_step[parent]) for key in parents if before[key]}
    follow = {key: [child for child in after[key] if main_parent[child] == key] for key in parents}
    reach = reach_of(parents, by_step, follow)

    order: list[str] = []
    lane: dict[str, int] = {}
    row: dict[str, int] = {}
    rows_used = 0
    for root in (key for key in parents if not before[key]):
        waiting = [(root, 0, rows_used)]
        while waiting:
            key, here, at = waiting.pop()
            order.append(key)
            lane[key] = here
            row[key] = rows_used if at < 0 else at
            rows_used = max(rows_used, row[key] + 1)
            # The longest branch goes on straight and is read last; the others stand beside it.
            children = sorted(follow[key], key=lambda child: -reach[child])
            if children:
                waiting.append((children[0], here, row[key]))
                waiting += [(child, here + 1, -1) for child in children[:0:-1]]
    return Placed(tuple(order), by_step, lane, row, main_parent, tuple(edges))


def steps_of(
    parents: Mapping[str, Sequence[str]], before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> dict[str, int]:
    """The longest way from a start to each node."""
    left = {key: len(before[key]) for key in parents}
    step = dict.fromkeys(parents, 0)
    ready = [key for key in parents if not left[key]]
    while ready:
        key = ready.pop()
        for child in after[key]:
            step[child] = max(step[child], step[key] + 1)
            left[child] -= 1
            if not left[child]:
                ready.append(child)
    return step


def reach_of(
    parents: Mapping[str, Sequence[str]], step: Mapping[str, int], follow: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """How far each node leads on along its branch."""
    reach = dict.fromkeys(parents, 0)
    for key in sorted(parents, key=lambda key: -step[key]):
        reach[key] = max((1 + reach[child] for child in follow[key]), default=0)
    return reach
