"""In which order a seat sees the cases of a set: another for each seat, the two of a matched pair far apart."""

from __future__ import annotations

import hashlib

from .scenario.cases import RatingSet


def case_order(rated: RatingSet, seat: str) -> tuple[str, ...]:
    """The cases of the set in the order for `seat`: the same whenever it is asked for.

    Cases are sorted by a hash of seed, seat and case. Of each pair one goes to the first half and one to the second,
    so that as much as possible stands between them."""

    def lot(name: str) -> bytes:
        return hashlib.blake2b(f"{rated.design.seed} {seat} {name}".encode(), digest_size=8).digest()

    halves: tuple[list[str], list[str]] = ([], [])
    placed: set[str] = set()
    for pair in rated.design.pairs:
        for half, case in enumerate(sorted(pair, key=lot)):
            if case in rated.cases and case not in placed:
                halves[half % 2].append(case)
                placed.add(case)
    for case in sorted(set(rated.cases) - placed, key=lot):
        halves[0 if len(halves[0]) <= len(halves[1]) else 1].append(case)
    first, second = (sorted(half, key=lot) for half in halves)
    partner: dict[str, str] = {
        case: other for pair in rated.design.pairs if len(pair) == 2 for case, other in (pair, pair[::-1])
    }
    alone = [case for case in first if partner.get(case) not in second]
    if len(first) > len(second) and alone:  # an odd one at the end keeps the others a whole half apart
        first.remove(alone[-1])
        first.append(alone[-1])
    paired = [partner[case] if partner.get(case) in second else None for case in first]
    others = iter([case for case in second if partner.get(case) not in first])
    filled = [case or next(others, None) for case in paired]
    return (*first, *(case for case in filled if case), *others)
