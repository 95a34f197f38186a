"""The condition language of triggers: comparisons joined by and, or, not. No code, no effects, always an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from .scenario.text import seconds_of

Op = Literal["=", "!=", "<", "<=", ">", ">="]
Holds = Literal["code", "number", "duration", "truth"]

MAX_LENGTH = 2000
_MAX_DEPTH = 30

WORDS: dict[str, tuple[tuple[str, ...], Holds]] = {
    # word: (what its arguments name, what it gives)
    "decided": (("decision",), "truth"),
    "decision": (("decision",), "code"),
    "share": (("choice", "option"), "number"),
    "confidence": (("decision",), "number"),
    "rated": (("set",), "truth"),
    "rating": (("set", "case"), "code"),
    "count": (("things",), "number"),
    "asked": (("request",), "truth"),
    "sent": (("inject",), "truth"),
    "opened": (("inject",), "truth"),
    "acked": (("inject",), "truth"),
    "flag": (("flag",), "truth"),
    "elapsed": ((), "duration"),
    "in_phase": ((), "duration"),
}
COUNTED = ("requests", "decisions", "ratings", "messages")


class ConditionError(ValueError):
    """A condition that cannot be read. `at` counts characters from 0."""

    def __init__(self, wrong: str, at: int) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.at = at


@dataclass(frozen=True)
class Call:
    word: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Test:
    """`call op value`; a call that gives a truth stands alone as `call = 1`."""

    call: Call
    op: Op
    value: str | float


@dataclass(frozen=True)
class Not:
    part: Condition


@dataclass(frozen=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any_:
    parts: tuple[Condition, ...]


Condition = Test | Not | All | Any_


class Facts(Protocol):
    """What a condition may ask about one team. Every answer exists at every moment of a run."""

    def choices(self, inject: str) -> Sequence[str]:
        """The team's own decision if there is one, else the individual ones of its seats, in order."""

    def shares(self, inject: str) -> Sequence[str]:
        """The individual choices of the team's seats (decision or poll)."""

    def confidences(self, inject: str) -> Sequence[float]: ...

    def rated(self, rating_set: str) -> bool: ...

    def rating(self, rating_set: str, case: str) -> str | None: ...

    def count(self, things: str) -> int: ...

    def happened(self, word: str, code: str) -> bool:
        """For asked, sent, opened, acked, flag."""

    def elapsed(self) -> float: ...

    def in_phase(self) -> float: ...


_TOKEN = re.compile(
    r"\s*(?:(?P<duration>(?:\d+h)?(?:\d+m)?(?:\d+s)|(?:\d+h)(?:\d+m)?|\d+m)(?![\w-])|(?P<number>\d+(?:\.\d+)?)(?P<percent>%)?(?![\w-])"
    r"|(?P<name>[a-zA-Z][a-zA-Z0-9_-]*)|(?P<op><=|>=|!=|==|=|<|>)|(?P<mark>[(),]))"
)


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found = []
    at = 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if not match:
            rest = at + len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(f"'{text[rest : rest + 12].strip()}' is not understood", rest)
        kind = match.lastgroup or ""
        kind = "number" if kind == "percent" else kind
        found.append((kind, match[kind], match.start(kind)))
        at = match.end()
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        if len(text) > MAX_LENGTH:
            raise ConditionError(f"the condition is longer than {MAX_LENGTH} characters", MAX_LENGTH)
        self.tokens = _tokens(text)
        self.next = 0
        self.end = len(text)

    def look(self) -> tuple[str, str, int]:
        return self.tokens[self.next] if self.next < len(self.tokens) else ("end", "the end", self.end)

    def take(self) -> tuple[str, str, int]:
        token = self.look()
        self.next += 1
        return token

    def want(self, mark: str) -> None:
        kind, word, at = self.take()
        if word != mark or kind == "end":
            raise ConditionError(f"'{mark}' is expected before {word!r}", at)

    def either(self, depth: int) -> Condition:
        parts = [self.both(depth)]
        while self.look()[1] == "or":
            self.take()
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Any_(tuple(parts))

    def both(self, depth: int) -> Condition:
        parts = [self.one(depth)]
        while self.look()[1] == "and":
            self.take()
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def one(self, depth: int) -> Condition:
        kind, word, at = self.take()
        if depth > _MAX_DEPTH:
            raise ConditionError("the brackets nest too deeply", at)
        if word == "not":
            return Not(self.one(depth + 1))
        if word == "(":
            inner = self.either(depth + 1)
            self.want(")")
            return inner
        if kind != "name" or word in ("and", "or"):
            raise ConditionError(f"a comparison is expected instead of {word!r}", at)
        return self.test(word, at)

    def test(self, word: str, at: int) -> Condition:
        if word not in WORDS:
            raise ConditionError(f"'{word}' is not a word of conditions; there are {', '.join(WORDS)}", at)
        wanted, gives = WORDS[word]
        args: list[str] = []
        if wanted:
            self.want("(")
            for index in range(len(wanted)):
                if index:
                    self.want(",")
                kind, name, where = self.take()
                if kind != "name":
                    raise ConditionError(f"'{word}' needs the name of a {wanted[index]} here", where)
                args.append(name)
            self.want(")")
        call = Call(word, tuple(args))
        kind, op, where = self.look()
        if gives == "truth":
            if kind == "op":
                raise ConditionError(f"'{word}' is true or false by itself and is not compared", where)
            return Test(call, "=", 1.0)
        if kind != "op":
            raise ConditionError(f"'{word}' must be compared with something (= != < <= > >=)", where)
        self.take()
        sign: Op = "=" if op == "==" else op  # type: ignore[assignment]
        return Test(call, sign, self.value(word, gives, sign))

    def value(self, word: str, gives: Holds, op: Op) -> str | float:
        kind, written, at = self.take()
        if gives == "code":
            if op not in ("=", "!="):
                raise ConditionError(f"'{word}' can only be compared by = or !=", at)
            if kind != "name":
                raise ConditionError(f"'{word}' is compared with a code, not with {written!r}", at)
            return written
        if gives == "duration":
            if kind != "duration":
                raise ConditionError(f"'{word}' is compared with a duration like 3m", at)
            return float(seconds_of(written) or 0)
        if kind != "number":
            raise ConditionError(f"'{word}' is compared with a number", at)
        return float(written)


def parse(text: str) -> Condition:
    """Reads a condition. Raises ConditionError with the position of what is wrong."""
    parser = _Parser(text)
    condition = parser.either(0)
    kind, word, at = parser.look()
    if kind != "end":
        raise ConditionError(f"{word!r} follows where 'and', 'or' or the end is expected", at)
    return condition


def tests_of(condition: Condition) -> list[Test]:
    """Every comparison in it, from left to right."""
    if isinstance(condition, Test):
        return [condition]
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return [test for part in parts for test in tests_of(part)]


def _compare(left: float, op: Op, right: float) -> bool:
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[op]


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether the condition is true now. Whatever has not happened compares as false."""
    if isinstance(condition, All):
        return all(holds(part, facts) for part in condition.parts)
    if isinstance(condition, Any_):
        return any(holds(part, facts) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, facts)
    return _holds_test(condition, facts)


def _holds_test(test: Test, facts: Facts) -> bool:
    word, args = test.call.word, test.call.args
    if word == "decided":
        return bool(facts.choices(args[0]))
    if word == "decision":
        choices = facts.choices(args[0])
        chosen = test.value in choices
        return chosen if test.op == "=" else bool(choices) and not chosen
    if word == "rating":
        rated = facts.rating(args[0], args[1])
        return rated is not None and (rated == test.value) == (test.op == "=")
    if word == "rated":
        return facts.rated(args[0])
    value: float | None
    if word == "share":
        choices = facts.shares(args[0])
        value = 100.0 * sum(choice == args[1] for choice in choices) / len(choices) if choices else None
    elif word == "confidence":
        given = facts.confidences(args[0])
        value = sum(given) / len(given) if given else None
    elif word == "count":
        value = float(facts.count(args[0]))
    elif word == "elapsed":
        value = facts.elapsed()
    elif word == "in_phase":
        value = facts.in_phase()
    else:
        return facts.happened(word, args[0])
    return value is not None and _compare(value, test.op, float(test.value))
