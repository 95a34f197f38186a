"""Twenty people took Chinara's test: what can be said of it without a model."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kopuro.core.problems import Problem
from kopuro.learning.rules.classical import (
    classical,
    cronbach_alpha,
)
from kopuro.learning.rules.omega import mcdonald_omega
from kopuro.learning.tests.published import LSAT6, LSAT7, patterns, people, two_parameter


@pytest.mark.reference
def test_alpha_of_section_six() -> None:
    matrix, counts = patterns(LSAT6)
    assert round(classical(matrix, weights=counts).alpha.value or 0, 4) == 0.2950


@pytest.mark.reference
def test_item_statistics_of_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    result = classical(matrix, weights=counts)
    assert (round(result.mean or 0, 3), round(result.sd or 0, 3)) == (3.707, 1.199)
    assert round(result.alpha.value or 0, 3) == 0.453
    assert round(result.sem or 0, 3) == 0.886
    assert [round(item.facility or 0, 3) for item in result.items] == [0.828, 0.658, 0.772, 0.606, 0.843]
    assert [round(item.item_rest or 0, 3) for item in result.items] == [0.246, 0.247, 0.313, 0.223, 0.175]
    assert [round(item.alpha_without or 0, 3) for item in result.items] == [0.396, 0.394, 0.345, 0.415, 0.438]


def test_a_reliability_below_zero_is_said_and_counts_as_none() -> None:
    turned = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1], [0, 1, 0]])
    result = classical(turned)
    assert (result.alpha.value or 0) < 0
    assert result.sem == result.sd
    assert any("below 0" in note for note in result.notes)


def test_alpha_of_parallel_items_is_the_spearman_brown_formula() -> None:
    covariance = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    assert cronbach_alpha(covariance, 100).value == pytest.approx(4 * 0.5 / (1 + 3 * 0.5))


def test_omega_is_alpha_when_items_are_equivalent_and_above_it_otherwise() -> None:
    equal = np.full((5, 5), 0.4) + 0.6 * np.eye(5)
    omega, why = mcdonald_omega(equal, 200)
    assert why == ""
    assert omega.value == pytest.approx(cronbach_alpha(equal, 200).value, abs=1e-6)
    loadings = np.array([0.9, 0.7, 0.5, 0.3, 0.6])
    unequal = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    exact = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    omega, _ = mcdonald_omega(unequal, 200)
    assert omega.value == pytest.approx(exact, abs=1e-5)
    assert exact > (cronbach_alpha(unequal, 200).value or 1)


def test_intervals_of_alpha_and_omega_hold_the_truth_at_nominal_coverage() -> None:
    loadings = np.array([0.8, 0.7, 0.6, 0.7, 0.8, 0.75])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    root = np.linalg.cholesky(covariance)
    truth = [cronbach_alpha(covariance, 100).value or 0, mcdonald_omega(covariance, 100)[0].value or 0]
    held = np.zeros(2)
    for seed in range(200):
        sample = np.random.default_rng(seed).normal(size=(120, 6)) @ root.T
        found = np.cov(sample.T)
        for place, estimate in enumerate((cronbach_alpha(found, 120), mcdonald_omega(found, 120)[0])):
            held[place] += (estimate.low or 0) <= truth[place] <= (estimate.high or 0)
    assert (held / 200 > 0.90).all() and (held / 200 < 0.99).all()


def test_counted_patterns_are_the_same_as_people() -> None:
    matrix, counts = patterns(LSAT7)
    counted, listed = classical(matrix, weights=counts), classical(people(LSAT7))
    assert counted.alpha.value == pytest.approx(listed.alpha.value)
    assert counted.alpha.low == pytest.approx(listed.alpha.low)
    for one, other in zip(counted.items, listed.items, strict=True):
        assert one.discrimination == pytest.approx(other.discrimination)
        assert one.n == other.n


def test_discrimination_compares_the_upper_with_the_lower_27_percent() -> None:
    table = np.zeros((100, 2))
    table[73:, 0] = 1  # the best 27 people have both right
    table[60:, 1] = 1
    first, second = classical(table).items
    assert first.discrimination == pytest.approx(1.0)
    assert second.discrimination == pytest.approx(1.0)


def test_facility_of_a_five_point_scale_runs_from_lowest_to_highest() -> None:
    table = np.array([[1, 5], [3, 1], [5, 3], [3, 3]], dtype=float)
    assert [item.facility for item in classical(table).items] == [0.5, 0.5]


def test_missing_answers_count_for_facility_only() -> None:
    table = two_parameter(1, 60, np.full(4, 1.2), np.zeros(4))
    table[:10, 0] = np.nan
    result = classical(table)
    assert result.n == 50
    assert result.items[0].n == 50 and result.items[1].n == 60
    assert result.notes[0] == "10 rows with missing answers count for facility only."


def test_too_little_to_say_is_said() -> None:
    one = classical([[1, 0, 1]])
    assert one.alpha.value is None
    assert one.notes == ("Fewer than two people answered everything: no reliability.",)
    same = classical(np.ones((10, 3)))
    assert same.alpha.value is None
    assert "Reliability needs two items or more and people who differ." in same.notes
    assert classical([[1], [0]]).alpha.value is None


def test_tables_that_cannot_be_read_are_refused() -> None:
    for table, code in (([], "items_shape"), ([["x"]], "items_values"), ([[np.inf, 1]], "items_values")):
        with pytest.raises(Problem) as refusal:
            classical(table)
        assert refusal.value.code == f"learning.{code}"
    with pytest.raises(Problem, match="learning.items_weights"):
        classical([[1, 0], [0, 1]], weights=[1, -1])


@settings(max_examples=60, deadline=None)
@given(
    arrays(float, st.tuples(st.integers(1, 12), st.integers(1, 6)), elements=st.sampled_from([0.0, 1.0, 2.0, np.nan]))
)
def test_any_small_table_gives_finite_figures_or_none(table: np.ndarray) -> None:
    told = classical(table).as_json()
    json.dumps(told, allow_nan=False)
    assert told["alpha"]["value"] is None or told["alpha"]["value"] <= 1
    for item in told["items"]:
        assert item["facility"] is None or 0 <= item["facility"] <= 1
        assert item["discrimination"] is None or -1 <= item["discrimination"] <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 10), st.floats(-5, 5))
def test_reliability_does_not_depend_on_the_unit_or_the_order(seed: int, unit: float, shift: float) -> None:
    table = two_parameter(seed, 80, np.full(5, 1.3), np.linspace(-1, 1, 5))
    order = np.random.default_rng(seed).permutation(5)
    plain, moved = classical(table), classical(table[:, order] * unit + shift)
    assert moved.alpha.value == pytest.approx(plain.alpha.value, abs=1e-9)
    if plain.omega.value is not None and moved.omega.value is not None:
        assert moved.omega.value == pytest.approx(plain.omega.value, abs=1e-4)
