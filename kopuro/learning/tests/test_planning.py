"""Planning: the numbers a team asks for before it invites people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.plan_tables import plan_one, plans_from
from kopuro.learning.rules.planning import plan_bias, plan_detection, plan_gain, plan_groups, plan_reliability
from kopuro.learning.rules.tables import read_table


@pytest.mark.reference
@pytest.mark.parametrize(("seats", "points"), [(30, 12.8), (60, 9.0), (250, 4.4)])
def test_eight_pairs(seats, points):
    assert plan_bias(seats=seats, pairs=8).values["points"] == pytest.approx(points, abs=0.05)


@pytest.mark.reference
def test_one_person_judging_twelve_and_twelve():
    """H .8 and F .2 lie 2 × .8416 apart: standard error .58."""
    plan = plan_detection(seats=1, cases=12, d_prime=1.6832)
    assert plan.values["se_d_prime"] == pytest.approx(0.58, abs=0.005)


@given(st.integers(2, 300), st.integers(1, 30))
def test_the_plan_turns_around(seats, pairs):
    effect = plan_bias(seats=seats, pairs=pairs).values["effect"]
    if effect <= 1:
        assert plan_bias(pairs=pairs, effect=effect).values["seats"] == seats
        assert plan_bias(seats=seats, effect=effect).values["pairs"] == pairs


@given(st.floats(0.05, 0.5), st.floats(0, 0.9))
def test_correlated_pairs_need_fewer_seats_and_differing_seats_more(effect, correlation):
    plain = plan_bias(pairs=8, effect=effect).values["seats"]
    assert plan_bias(pairs=8, effect=effect, pair_correlation=correlation).values["seats"] <= plain
    assert plan_bias(pairs=8, effect=effect, seat_sd=0.2).values["seats"] >= plain


def test_power_of_the_plan_is_what_it_says():
    """50 pairs, d_av .4, r .5: the paired test detects it four times in five."""
    plan = plan_gain(effect=0.4)
    assert plan.values["people"] == 50
    assert plan.sentence == (
        "50 people with both tests can detect a gain of 0.40 standard deviations (power 80%, two-sided test at 5%)."
    )


def test_sites_cost_people():
    apart = plan_groups(effect=0.4).values["people"]
    together = plan_groups(effect=0.4, site_size=20, site_correlation=0.1).values["people"]
    assert together == pytest.approx(apart * 2.9, rel=0.02)


def test_spearman_brown():
    plan = plan_reliability(items=10, reliability=0.6, new_items=20)
    assert plan.values["wanted"] == pytest.approx(0.75)
    assert plan_reliability(items=10, reliability=0.6, wanted=0.75).values["new_items"] == 20


@pytest.mark.parametrize(
    ("design", "numbers", "code"),
    [
        ("bias", {"seats": 30}, "learning.plan_open"),
        ("bias", {"seats": 30, "pairs": 8, "effect": 0.1}, "learning.plan_open"),
        ("bias", {"seats": 0, "pairs": 8}, "learning.plan_range"),
        ("bias", {"pairs": 8, "effect": float("nan")}, "learning.plan_range"),
        ("bias", {"seats": 10, "effect": 0.05, "seat_sd": 0.5}, "learning.plan_impossible"),
        ("gain", {"effect": 0.4, "power": 1.0}, "learning.plan_range"),
        ("gain", {"effect": 0.4, "pairs": 8}, "learning.plan_open"),
        ("reliability", {"wanted": 0.9}, "learning.plan_open"),
        ("detection", {"seats": 5, "cases": 10, "d_prime": 90}, "learning.plan_range"),
        ("tarot", {}, "learning.plan_design"),
    ],
)
def test_what_can_not_be_planned_is_refused(design, numbers, code):
    with pytest.raises(Problem) as refused:
        plan_one(design, numbers)
    assert refused.value.code == code


def test_a_table_of_plans():
    table = read_table(b"design,seats,pairs,effect,people\nbias,30,8,,\nbias,,8,0.1,\ngain,,,0.5,\n")
    plans = plans_from(table, "bias", {})
    assert [plan.solved for plan in plans] == ["effect", "seats", "people"]


def test_a_row_that_can_not_be_planned_is_named():
    with pytest.raises(Problem) as refused:
        plans_from(read_table(b"seats,pairs\n30,8\n30,\n"), "bias", {})
    assert refused.value.sentence.startswith("Row 3: Give all but one of")
