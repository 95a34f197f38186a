"""Whether a condition can ever become true: a cautious answer by cases ("no" is certain, "yes" may be too hopeful)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from .conditions import Any_, Call, Condition, Not, Test

MAX_WAYS = 4096

Literal_ = tuple[Test, bool]
"""A comparison and whether it has to be true."""


def ways(condition: Condition, wanted: bool = True) -> list[frozenset[Literal_]] | None:
    """The ways to make the condition `wanted`, each a set of literals; None when there are too many to list."""
    if isinstance(condition, Test):
        return [frozenset([(condition, wanted)])]
    if isinstance(condition, Not):
        return ways(condition.part, not wanted)
    parts = [ways(part, wanted) for part in condition.parts]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if isinstance(condition, Any_) == wanted:
        joined = [way for part in known for way in part]
        return joined if len(joined) <= MAX_WAYS else None
    count = 1
    for part in known:
        count *= len(part)
        if count > MAX_WAYS:
            return None
    return [frozenset().union(*combination) for combination in product(*known)]


@dataclass(frozen=True)
class World:
    """What an author's scenario makes possible, for one place in it."""

    possible: Callable[[Test], bool]  # can this comparison ever be true here?
    single: Mapping[str, frozenset[str]] = field(default_factory=dict)  # team decision → its options: only one is taken
    groups: Mapping[str, str] = field(default_factory=dict)  # inject → its alternatives group
    longest: Mapping[str, float] = field(default_factory=dict)  # elapsed, in_phase → greatest value by plan


def satisfiable(condition: Condition, world: World, given: Iterable[Literal_] = ()) -> bool:
    """False when no way of making the condition true (together with `given`) is free of contradiction."""
    found = ways(condition)
    if found is None:
        return True
    taken = frozenset(given)
    return any(_consistent(way | taken, world) for way in found)


def _consistent(way: frozenset[Literal_], world: World) -> bool:
    positive = [test for test, wanted in way if wanted]
    negative = [test for test, wanted in way if not wanted]
    if not all(world.possible(test) for test in positive):
        return False
    if set(positive) & set(negative):
        return False
    return _choices_fit(positive, negative, world) and _sent_fit(positive, world) and _numbers_fit(way, world)


def _choices_fit(positive: list[Test], negative: list[Test], world: World) -> bool:
    """A team takes one option; a decision that fell is decided; what is undecided has no option."""
    for inject in {test.call.args[0] for test in positive if test.call.word in ("decided", "decision", "confidence")}:
        same = [test for test in positive if test.call.word == "decision" and test.call.args[0] == inject]
        if any(test.call == Call("decided", (inject,)) for test in negative):
            return False
        equal = {test.value for test in same if test.op == "="}
        unequal = {test.value for test in same if test.op == "!="}
        refused = {
            test.value for test in negative if test.call == Call("decision", (inject,)) and test.op == "="
        } | unequal
        if equal & refused:
            return False
        options = world.single.get(inject)
        if options is not None and (len(equal) > 1 or not (options - refused)):
            return False
    for call in {test.call for test in positive if test.call.word == "rating"}:
        equal = {test.value for test in positive if test.call == call and test.op == "="}
        unequal = {test.value for test in positive if test.call == call and test.op == "!="}
        if len(equal) > 1 or equal & unequal:
            return False
    return True


def _sent_fit(positive: list[Test], world: World) -> bool:
    """Of an alternatives group a team is sent one inject."""
    taken: dict[str, str] = {}
    for test in positive:
        if test.call.word not in ("sent", "opened", "acked", "decided", "decision"):
            continue
        group = world.groups.get(test.call.args[0])
        if group and taken.setdefault(group, test.call.args[0]) != test.call.args[0]:
            return False
    return True


_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_ALWAYS_KNOWN = ("elapsed", "in_phase", "count")


def _numbers_fit(way: frozenset[Literal_], world: World) -> bool:
    bounds: dict[Call, list[tuple[str, float]]] = {}
    for test, wanted in way:
        if isinstance(test.value, str) or test.call.word not in ("elapsed", "in_phase", "count", "share", "confidence"):
            continue
        if wanted or test.call.word in _ALWAYS_KNOWN:
            op = test.op if wanted else _OPPOSITE[test.op]
            bounds.setdefault(test.call, []).append((op, test.value))
    for call, tests in bounds.items():
        low, high = 0.0, float("inf")
        if call.word in ("share", "confidence"):
            high = 100.0
        high = min(high, world.longest.get(call.word, high))
        step = 1.0 if call.word == "count" else 1e-6
        for op, value in tests:
            if op in ("=", ">="):
                low = max(low, value)
            if op in ("=", "<="):
                high = min(high, value)
            if op == ">":
                low = max(low, value + step if call.word != "count" else float(int(value) + 1))
            if op == "<":
                high = min(high, value - step)
        if low > high:
            return False
        if call.word == "count" and not any(low <= whole <= high for whole in _wholes(low, high)):
            return False
        if low == high and any(op == "!=" and value == low for op, value in tests):
            return False
    return True


def _wholes(low: float, high: float) -> list[int]:
    first = int(low) if low == int(low) else int(low) + 1
    return [first] if first <= high else []
