"""The condition language: read, refused with a position, always an answer, and what can never hold is found."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.rooms.rules.conditions import All, Any_, Call, ConditionError, Not, Test, holds, parse, tests_of
from kopuro.rooms.rules.satisfiable import World, satisfiable

Test.__test__ = False
tests_of.__test__ = False


@dataclass
class Team:
    """What one team has done: the facts a condition may ask for."""

    chosen: dict[str, list[str]] = field(default_factory=dict)
    sure: dict[str, list[float]] = field(default_factory=dict)
    ratings: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    done: set[tuple[str, str]] = field(default_factory=set)
    time: float = 0.0
    phase_time: float = 0.0

    def choices(self, inject):
        return self.chosen.get(inject, [])

    def shares(self, inject):
        return self.chosen.get(inject, [])

    def confidences(self, inject):
        return self.sure.get(inject, [])

    def rated(self, rating_set):
        return any(code == rating_set for code, _ in self.ratings)

    def rating(self, rating_set, case):
        return self.ratings.get((rating_set, case))

    def count(self, things):
        return self.counts.get(things, 0)

    def happened(self, word, code):
        return (word, code) in self.done

    def elapsed(self):
        return self.time

    def in_phase(self):
        return self.phase_time


def test_and_binds_closer_than_or_and_not_closest():
    condition = parse("flag(a) or not flag(b) and flag(c)")

    assert condition == Any_((_flag("a"), All((Not(_flag("b")), _flag("c")))))
    assert [test.call.args for test in tests_of(condition)] == [("a",), ("b",), ("c",)]


def _flag(code):
    return Test(Call("flag", (code,)), "=", 1.0)


DONE = Team(
    chosen={"step": ["talk", "talk", "wait"], "vote": []},
    sure={"step": [80, 40]},
    ratings={("set", "one"): "nothing"},
    counts={"requests": 2},
    done={("flag", "kept"), ("sent", "letter"), ("asked", "school")},
    time=600,
    phase_time=90,
)

HOLDS = [
    ("decided(step)", True),
    ("decided(other)", False),
    ("decision(step) = talk", True),
    ("decision(step) == talk", True),
    ("decision(step) != talk", False),
    ("decision(step) != report", True),
    ("decision(other) != talk", False),
    ("not decision(other) = talk", True),
    ("share(step, talk) > 66%", True),
    ("share(step, talk) >= 67", False),
    ("share(vote, talk) <= 100", False),
    ("confidence(step) = 60", True),
    ("confidence(other) < 101", False),
    ("rated(set)", True),
    ("rating(set, one) = nothing", True),
    ("rating(set, one) != talk", True),
    ("rating(set, two) != talk", False),
    ("count(requests) >= 2 and count(decisions) = 0", True),
    ("asked(school) and sent(letter) and not opened(letter)", True),
    ("flag(kept) and not (flag(hurt) or elapsed > 10m)", True),
    ("elapsed >= 10m", True),
    ("in_phase < 1m30s", False),
    ("in_phase <= 90s", True),
    ("in_phase != 1h", True),
]


@pytest.mark.parametrize(("written", "expected"), HOLDS, ids=[row[0] for row in HOLDS])
def test_what_holds(written, expected):
    assert holds(parse(written), DONE) is expected


REFUSED = [
    ("", 0),
    ("   ", 3),
    ("flag", 4),
    ("flag(", 5),
    ("flag()", 5),
    ("flag(a", 6),
    ("flag(a) and", 11),
    ("flag(a) flag(b)", 8),
    ("and flag(a)", 0),
    ("flag(a) = 1", 8),
    ("decision(a)", 11),
    ("decision(a) < b", 14),
    ("decision(a) = 3", 14),
    ("elapsed > 5", 10),
    ("elapsed > soon", 10),
    ("count(requests) = 3m", 18),
    ("__import__(os)", 0),
    ("os.system(x)", 2),
    ("lambda: 1", 6),
    ("flag(a); flag(b)", 7),
    ("flag('a')", 5),
    ("share(a) > 1", 7),
    ("(" * 40 + "flag(a)" + ")" * 40, 31),
    ("not " * 40 + "flag(a)", 124),
    ("flag(a) or " * 500 + "flag(a)", 2000),
]


@pytest.mark.parametrize(("written", "at"), REFUSED, ids=[row[0][:20] or "nothing" for row in REFUSED])
def test_what_is_refused_and_where(written, at):
    with pytest.raises(ConditionError) as refused:
        parse(written)

    assert refused.value.at == at
    assert refused.value.wrong


pieces = st.sampled_from(
    [
        "flag(a)",
        "decision(x)",
        "=",
        "!=",
        "<",
        "a",
        "talk",
        "and",
        "or",
        "not",
        "(",
        ")",
        "3m",
        "50%",
        "7",
        "elapsed",
        ",",
        "share(x, a)",
        "é",
        "\n",
    ]
)


@settings(max_examples=300)
@given(st.text(max_size=60) | st.lists(pieces, max_size=12).map(" ".join))
def test_any_text_is_read_or_refused_and_what_is_read_has_an_answer(written):
    try:
        condition = parse(written)
    except ConditionError as refused:
        assert 0 <= refused.at <= len(written)
    else:
        assert holds(condition, DONE) in (True, False)
        assert holds(Not(condition), DONE) is not holds(condition, DONE)


EVERYTHING = World(
    possible=lambda test: True,
    single={"step": frozenset({"talk", "wait"})},
    groups={"tea": "next", "door": "next"},
    longest={"in_phase": 240.0},
)

NEVER = [
    "flag(a) and not flag(a)",
    "decision(step) = talk and decision(step) = wait",
    "decision(step) != talk and decision(step) != wait",
    "decision(step) = talk and not decided(step)",
    "decided(step) and not decision(step) = talk and not decision(step) = wait",
    "elapsed > 5m and elapsed < 5m",
    "elapsed > 5m and not elapsed > 4m",
    "in_phase > 4m",
    "in_phase >= 4m and in_phase != 4m",
    "count(requests) > 2 and count(requests) < 3",
    "share(vote, a) > 100%",
    "confidence(step) > 60 and confidence(step) <= 60",
    "sent(tea) and sent(door)",
    "rating(s, c) = a and rating(s, c) = b",
    "(flag(a) or flag(b)) and not flag(a) and not flag(b)",
]
SOMETIMES = [
    "flag(a) and not flag(b)",
    "decision(vote) = talk and decision(vote) = wait",  # individual choices: one may talk and one may wait
    "decision(step) != talk",
    "not decided(step)",
    "elapsed > 5m and elapsed <= 6m",
    "in_phase >= 4m",
    "count(requests) > 2 and count(requests) < 4",
    "sent(tea) or sent(door)",
    "not (flag(a) and decision(step) = talk)",
    "not confidence(step) > 60 and not confidence(step) <= 60",  # before anybody has decided
]


@pytest.mark.parametrize("written", NEVER)
def test_contradictions_are_found(written):
    assert not satisfiable(parse(written), EVERYTHING)


@pytest.mark.parametrize("written", SOMETIMES)
def test_what_may_happen_is_not_refused(written):
    assert satisfiable(parse(written), EVERYTHING)


def test_a_condition_with_too_many_ways_is_given_the_benefit_of_the_doubt():
    written = " and ".join(f"(flag(a{number}) or flag(b{number}))" for number in range(20))

    assert satisfiable(parse(written), EVERYTHING)


atoms = st.one_of(
    st.builds(lambda code: f"flag({code})", st.sampled_from("ab")),
    st.builds(
        lambda op, code: f"decision(step) {op} {code}", st.sampled_from(["=", "!="]), st.sampled_from(["talk", "wait"])
    ),
    st.just("decided(step)"),
    st.builds(
        lambda op, n: f"count(requests) {op} {n}", st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.integers(0, 3)
    ),
    st.builds(lambda op, n: f"in_phase {op} {n}s", st.sampled_from(["=", "<", "<=", ">", ">="]), st.integers(0, 241)),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=6,
)
teams = st.builds(
    lambda flags, step, count, time: Team(
        chosen={"step": [step]} if step else {},
        counts={"requests": count},
        done={("flag", f) for f in flags},
        phase_time=time,
    ),
    st.sets(st.sampled_from("ab")),
    st.sampled_from(["", "talk", "wait"]),
    st.integers(0, 4),
    st.integers(0, 240).map(float),
)


@settings(max_examples=300)
@given(conditions, teams)
def test_whatever_holds_somewhere_is_never_called_impossible(written, team):
    condition = parse(written)

    if holds(condition, team):
        assert satisfiable(condition, EVERYTHING)
