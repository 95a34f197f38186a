"""Chinara tests what her questions measure; Hamid checks the numbers against the literature."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.items import ItemsResult, fit_items
from kopuro.learning.rules.items.answers import read_answers
from kopuro.learning.rules.items.expectation import expect_by_posterior, expect_by_score
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.tests.published import LSAT6, LSAT7, graded, patterns, people, two_parameter

SLOPES = np.array([0.7, 1.0, 1.3, 1.6, 0.9, 1.2])
INTERCEPTS = np.array([-1.0, 0.5, 0.0, 1.0, -0.5, 0.3])
STEPS = np.array([[2.0, 0.5, -1.0], [1.5, 0.0, -1.5], [1.0, -0.5, -2.0], [2.5, 1.0, 0.0], [1.0, 0.2, -0.8]])


def rounded(values: object, digits: int) -> list[float]:
    return [round(float(value), digits) for value in np.asarray(values)]


@pytest.fixture(scope="module")
def lsat6() -> dict[str, ItemsResult]:
    matrix, counts = patterns(LSAT6)
    return {model: fit_items(matrix, model=model, weights=counts) for model in ("rasch", "1pl", "2pl")}


@pytest.mark.reference
def test_rasch_with_slope_one_on_section_six(lsat6: dict[str, ItemsResult]) -> None:
    assert round(lsat6["rasch"].log_likelihood, 3) == -2473.054
    assert rounded([item.b[0] for item in lsat6["rasch"].items], 4) == [-2.8720, -1.0630, -0.2576, -1.3881, -2.2188]


@pytest.mark.reference
def test_common_slope_on_section_six(lsat6: dict[str, ItemsResult]) -> None:
    assert round(lsat6["1pl"].log_likelihood, 3) == -2466.938
    assert {round(item.a, 4) for item in lsat6["1pl"].items} == {0.7551}


@pytest.mark.reference
def test_two_parameters_on_section_six(lsat6: dict[str, ItemsResult]) -> None:
    result = lsat6["2pl"]
    assert round(result.log_likelihood, 3) == -2466.653
    assert rounded(result.slopes, 4) == [0.8257, 0.7227, 0.8909, 0.6884, 0.6569]
    assert rounded(result.intercepts[:, 0], 4) == [2.7732, 0.9902, 0.2491, 1.2848, 2.0533]


@pytest.mark.reference
def test_two_parameters_on_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    result = fit_items(matrix, model="2pl", weights=counts)
    assert round(result.log_likelihood, 3) == -2658.805
    assert round(result.aic, 2) == 5337.61
    assert round(result.bic, 3) == 5386.688
    assert rounded(result.intercepts[:, 0], 2) == [1.86, 0.81, 1.81, 0.49, 1.85]
    # printed .988 1.081 1.706 .765 .736 by a program that stops at 1e-4
    assert np.allclose(result.slopes, [0.988, 1.081, 1.706, 0.765, 0.736], atol=0.002)


@pytest.mark.reference
def test_common_slope_on_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    result = fit_items(matrix, model="1pl", weights=counts)
    assert round(result.items[0].a, 3) == 1.011
    assert rounded(result.intercepts[:, 0], 2) == [1.87, 0.79, 1.46, 0.52, 1.99]


@pytest.mark.reference
def test_rasch_with_free_variance_on_section_six() -> None:
    matrix, counts = patterns(LSAT6)
    result = fit_items(matrix, model="pcm", weights=counts)
    assert rounded([item.d[0] for item in result.items], 3) == [2.730, 0.999, 0.240, 1.306, 2.099]
    assert round(result.variance, 2) == 0.57
    assert {item.a for item in result.items} == {1.0}


def test_counted_patterns_are_the_same_as_people() -> None:
    matrix, counts = patterns(LSAT7)
    assert np.allclose(
        fit_items(people(LSAT7)).parameters.values, fit_items(matrix, weights=counts).parameters.values, atol=1e-9
    )


def test_right_wrong_items_are_a_special_case_of_every_graded_model() -> None:
    matrix, counts = patterns(LSAT7)
    plain = fit_items(matrix, weights=counts, tolerance=1e-8)
    for model in ("grm", "gpcm"):
        other = fit_items(matrix, weights=counts, model=model, tolerance=1e-8)
        assert np.allclose(other.parameters.values, plain.parameters.values, atol=1e-6)
        assert other.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)


def test_partial_credit_is_generalised_partial_credit_with_equal_slopes() -> None:
    answers = graded(1, 400, np.ones(5), STEPS)
    bound, free = fit_items(answers, model="pcm"), fit_items(answers, model="gpcm")
    assert bound.log_likelihood <= free.log_likelihood
    assert bound.free_parameters == free.free_parameters - 4
    first = bound.items[0]
    assert first.b == tuple(-d for d in first.d)
    assert first.cumulative == tuple(np.cumsum(first.d))


def test_graded_responses_of_bots_are_recovered() -> None:
    result = fit_items(graded(2, 20_000, SLOPES[:5], STEPS), model="grm")
    assert result.converged
    for item, slope, steps in zip(result.items, SLOPES, STEPS, strict=False):
        assert abs(item.a - slope) < 4 * (item.se_a or 0)
        assert all(abs(d - step) < 4 * (se or 0) for d, step, se in zip(item.d, steps, item.se_d, strict=True))
        assert list(item.d) == sorted(item.d, reverse=True)


def test_guessing_bots_are_recovered_under_the_prior() -> None:
    rng = np.random.default_rng(3)
    known = two_parameter(4, 20_000, np.full(8, 1.5), np.linspace(-2, 1.5, 8)) == 1
    guessed = rng.random(known.shape) < 0.2
    result = fit_items((known | guessed).astype(float), model="3pl")
    floors = [item.c for item in result.items]
    assert abs(float(np.mean(floors)) - 0.2) < 0.02
    assert abs(float(np.mean(result.slopes)) - 1.5) < 0.1
    assert any("Beta(5, 17)" in note for note in result.notes)


def test_both_roads_through_the_e_step_give_the_same_sums() -> None:
    blocks, answers = read_answers(two_parameter(5, 9000, np.tile(SLOPES, 3), np.tile(INTERCEPTS, 3)), model="2pl")
    values = np.column_stack([np.tile(SLOPES, 3), np.tile(INTERCEPTS, 3)])
    parameters, quadrature = Parameters(values, np.array([[0.0, 1.0]])), Quadrature.spaced(61, (-6.0, 6.0))
    short = expect_by_score(blocks[0], answers.design, parameters, quadrature)
    general = expect_by_posterior(blocks[0], answers.design, parameters, quadrature)
    assert short.log_likelihood == pytest.approx(general.log_likelihood, rel=1e-12)
    assert np.allclose(short.answers, general.answers, rtol=1e-9, atol=1e-7)
    assert np.allclose(short.latent, general.latent, rtol=1e-9, atol=1e-7)


def test_missing_answers_are_left_out_not_counted_as_wrong() -> None:
    answers = two_parameter(6, 4000, SLOPES, INTERCEPTS)
    holes = answers.copy()
    holes[np.random.default_rng(7).random(holes.shape) < 0.2] = np.nan
    result = fit_items(holes)
    for item, slope, intercept in zip(result.items, SLOPES, INTERCEPTS, strict=True):
        assert abs(item.a - slope) < 4 * (item.se_a or 0)
        assert abs(item.d[0] - intercept) < 4 * (item.se_d[0] or 0)


def test_the_answer_is_already_there_after_the_promised_tolerance() -> None:
    matrix, counts = patterns(LSAT6)
    usual = fit_items(matrix, weights=counts, standard_errors=None)
    exact = fit_items(matrix, weights=counts, standard_errors=None, tolerance=1e-10)
    assert np.abs(usual.parameters.values - exact.parameters.values).max() < 1e-6


def test_items_answered_alike_are_dropped_and_named() -> None:
    matrix, counts = patterns(LSAT6)
    wide = np.column_stack([np.ones(len(matrix)), matrix, np.full(len(matrix), np.nan)])
    result = fit_items(wide, weights=counts, names=["easy", "a", "b", "c", "d", "e", "empty"])
    assert result.dropped == ("easy", "empty")
    assert result.notes[0] == "Dropped because every answer is the same or missing: easy, empty."
    assert round(result.log_likelihood, 3) == -2466.653


def test_json_has_the_promised_keys_and_no_nan() -> None:
    matrix, counts = patterns(LSAT6)
    told = fit_items(matrix, weights=counts).as_json()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert {"model", "n", "log_likelihood", "converged", "items", "notes"} <= set(told)
    assert set(told["items"][0]) == {"name", "a", "d", "b", "se_a", "se_d", "se_b"}
    assert told["n"] == 1000
    steps = fit_items(graded(8, 300, SLOPES[:5], STEPS), model="grm").as_json()["items"][0]
    assert len(steps["d"]) == len(steps["b"]) == len(steps["se_d"]) == 3


@pytest.mark.parametrize(
    ("matrix", "options", "code"),
    [
        ([], {}, "learning.items_shape"),
        ([[]], {}, "learning.items_shape"),
        ([[1, 0, 1]], {}, "learning.items_no_variation"),
        ([["x", "y"]], {}, "learning.items_values"),
        ([[0, 1, 2], [1, 0, 1]], {}, "learning.items_values"),
        ([[0, 0.5, 1], [1, 0, 1]], {}, "learning.items_values"),
        ([[0, -9, 1], [1, 0, 1]], {}, "learning.items_values"),
        ([[0, np.inf, 1], [1, 0, 1]], {}, "learning.items_values"),
        ([[0, 1e30, 1], [1, 0, 1]], {"model": "grm"}, "learning.items_values"),
        ([[1, 1, 1], [1, 1, 1]], {}, "learning.items_no_variation"),
        ([[0, 1, 1], [1, 1, 1]], {}, "learning.items_too_few_items"),
        ([[0, 1], [1, 0]], {"model": "2pl"}, "learning.items_too_few_items"),
        ([[0, 1, 1], [1, 0, 0]], {"names": ["a"]}, "learning.items_names"),
        ([[0, 1, 1], [1, 0, 0]], {"weights": [1]}, "learning.items_weights"),
        ([[0, 1, 1], [1, 0, 0]], {"weights": [1, -1]}, "learning.items_weights"),
        ([[0, 1, 1], [1, 0, 0]], {"weights": [0.1, 0.1]}, "learning.items_too_few_people"),
        ([[0, 1, 1], [1, 0, 0]], {"model": "4pl"}, "learning.items_model"),
        ([[0, 1, 1], [1, 0, 0]], {"nodes": 1}, "learning.items_settings"),
        ([[0, 1, 1], [1, 0, 0]], {"standard_errors": "magic"}, "learning.items_settings"),
    ],
)
def test_tables_that_cannot_be_measured_are_refused_with_a_code(matrix: object, options: dict, code: str) -> None:
    with pytest.raises(Problem) as refusal:
        fit_items(matrix, **options)
    assert refusal.value.code == code


def test_a_refusal_names_row_and_column() -> None:
    with pytest.raises(Problem) as refusal:
        fit_items([[0, 1, 0], [1, 7.5, 1]], names=["q1", "q2", "q3"])
    assert refusal.value.sentence.startswith("Row 2, column q2: 7.5 is not an answer category.")


def test_perfect_separation_is_said_not_hidden() -> None:
    ladder = np.tril(np.ones((7, 6)))[:, :6]
    ladder = np.vstack([np.zeros(6), ladder[:6]])
    result = fit_items(np.repeat(ladder, 40, axis=0), max_iterations=300)
    assert any("runs to infinity" in note for note in result.notes)
    assert np.isfinite(result.parameters.values).all()
    json.dumps(result.as_json(), allow_nan=False)


def test_small_groups_are_told_to_use_simpler_models() -> None:
    result = fit_items(two_parameter(9, 60, SLOPES, INTERCEPTS))
    assert result.notes[0].startswith("n = 60: below 200 people slopes are not to be trusted")
    assert not fit_items(two_parameter(9, 60, SLOPES, INTERCEPTS), model="rasch").notes


def test_one_item_is_enough_for_rasch() -> None:
    result = fit_items([[1], [0], [1], [1]], model="rasch")
    assert result.converged and result.items[0].d[0] > 0


def test_a_wrong_key_shows_as_a_negative_slope() -> None:
    answers = two_parameter(10, 2000, SLOPES, INTERCEPTS)
    answers[:, 2] = 1 - answers[:, 2]
    result = fit_items(answers, names=list("abcdef"))
    assert result.items[2].a < 0
    assert any(note.startswith("Negative slope") and note.endswith(": c.") for note in result.notes)


def test_rows_without_answers_change_nothing() -> None:
    answers = two_parameter(11, 300, SLOPES, INTERCEPTS)
    plain = fit_items(answers)
    padded = fit_items(np.vstack([answers, np.full((25, 6), np.nan)]))
    assert padded.n == plain.n == 300
    assert np.allclose(plain.parameters.values, padded.parameters.values, atol=1e-9)
    assert padded.notes == ("25 rows without an answer or a weight were left out.",)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["1pl", "2pl", "grm", "pcm"]))
def test_the_order_of_people_and_items_does_not_matter(seed: int, model: str) -> None:
    rng = np.random.default_rng(seed)
    answers = two_parameter(seed, 250, SLOPES, INTERCEPTS)
    people_order, item_order = rng.permutation(250), rng.permutation(6)
    plain = fit_items(answers, model=model, tolerance=1e-8, standard_errors=None)
    mixed = fit_items(answers[people_order][:, item_order], model=model, tolerance=1e-8, standard_errors=None)
    assert mixed.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-7)
    assert np.allclose(mixed.parameters.values, plain.parameters.values[item_order], atol=1e-4)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["rasch", "1pl", "2pl"]))
def test_swapping_right_and_wrong_turns_the_intercepts(seed: int, model: str) -> None:
    answers = two_parameter(seed, 250, SLOPES, INTERCEPTS)
    plain = fit_items(answers, model=model, tolerance=1e-8, standard_errors=None)
    turned = fit_items(1 - answers, model=model, tolerance=1e-8, standard_errors=None)
    assert np.allclose(turned.slopes, plain.slopes, atol=1e-4)
    assert np.allclose(turned.intercepts, -plain.intercepts, atol=1e-4)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_richer_model_never_fits_worse(seed: int) -> None:
    answers = two_parameter(seed, 400, SLOPES, INTERCEPTS)
    ladder = [fit_items(answers, model=model, standard_errors=None) for model in ("rasch", "1pl", "2pl")]
    ladder.append(fit_items(answers, model="3pl", guess_prior=None, standard_errors=None))
    heights = [result.log_likelihood for result in ladder]
    # The lower asymptote comes to zero only in the limit, so a 3PL without guessing ends a hair below the 2PL.
    slack = (1e-4, 1e-4, 1e-2)
    assert all(richer >= plainer - loose for plainer, richer, loose in zip(heights, heights[1:], slack, strict=False))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=4, max_size=4), min_size=2, max_size=25),
    st.sampled_from(["rasch", "1pl", "2pl", "3pl", "grm", "pcm"]),
)
def test_any_table_gives_finite_figures_or_a_problem(table: list[list[float]], model: str) -> None:
    try:
        told = fit_items(table, model=model, max_iterations=60).as_json()
    except Problem as refusal:
        assert refusal.code.startswith("learning.items_")
    else:
        json.dumps(told, allow_nan=False)
        assert told["log_likelihood"] <= 0
        assert all(item["a"] is not None for item in told["items"])


def test_bots_are_recovered_at_nominal_coverage() -> None:
    """200 groups of 600 bots: 95 % intervals hold the true parameters in 90 to 99 % of cases."""
    slopes, intercepts = SLOPES[:5], INTERCEPTS[:5]
    held = np.zeros(2)
    for seed in range(200):
        found, counts = np.unique(two_parameter(seed, 600, slopes, intercepts), axis=0, return_counts=True)
        items = fit_items(found, weights=counts).items
        held[0] += sum(
            abs(item.a - slope) <= 1.96 * (item.se_a or 0) for item, slope in zip(items, slopes, strict=True)
        )
        held[1] += sum(
            abs(item.d[0] - d) <= 1.96 * (item.se_d[0] or 0) for item, d in zip(items, intercepts, strict=True)
        )
    coverage = held / (200 * len(slopes))
    assert (coverage > 0.90).all() and (coverage < 0.99).all()
