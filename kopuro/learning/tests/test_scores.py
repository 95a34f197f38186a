"""What Daniyar's answers say of his ability, and how surely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from kopuro.core.problems import Problem
from kopuro.learning.rules.items import ItemsResult, fit_items
from kopuro.learning.rules.items.models import by_theta
from kopuro.learning.rules.items.scores import eap, information, wle
from kopuro.learning.tests.published import LSAT6, LSAT7, graded, patterns, two_parameter

SLOPES = np.linspace(0.8, 1.8, 20)
INTERCEPTS = np.linspace(-2, 2, 20)


@pytest.mark.reference
def test_eap_of_the_first_patterns_of_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    scores = eap(fit_items(matrix, weights=counts), matrix)
    printed = [-1.8666, -1.5267, -1.5134, -1.1852, -1.0947, -0.7667]  # by a program that stops at 1e-5
    assert np.allclose(scores.theta[:6], printed, atol=0.005)


@pytest.mark.reference
def test_eap_of_the_first_patterns_of_section_six() -> None:
    matrix, counts = patterns(LSAT6)
    scores = eap(fit_items(matrix, weights=counts), matrix)
    assert np.allclose(scores.theta[:3], [-1.8877, -1.4738, -1.4538], atol=0.01)


def test_eap_is_the_mean_of_the_posterior() -> None:
    matrix, counts = patterns(LSAT7)
    result = fit_items(matrix, weights=counts)
    fine = np.linspace(-8, 8, 20_001)
    chance = 1 / (1 + np.exp(-(result.slopes[:, None] * fine + result.intercepts[:, :1])))
    weight = norm.pdf(fine) * np.prod(np.where(matrix[9][:, None] == 1, chance, 1 - chance), axis=0)
    mean = (fine * weight).sum() / weight.sum()
    spread = np.sqrt((fine**2 * weight).sum() / weight.sum() - mean**2)
    assert eap(result, matrix).theta[9] == pytest.approx(mean, abs=1e-4)
    assert eap(result, matrix).se[9] == pytest.approx(spread, abs=1e-4)


@pytest.mark.parametrize("model", ["rasch", "2pl", "3pl", "grm", "pcm"])
def test_wle_solves_warms_equation(model: str) -> None:
    answers = graded(1, 400, np.array([1.0, 1.3, 0.8, 1.6]), np.array([[1.0, -1.0]] * 4))
    if model in ("rasch", "2pl", "3pl"):
        answers = (answers > 0).astype(float)
    result = fit_items(answers, model=model, standard_errors=None)
    person = answers[7:8]
    place = wle(result, person).theta[0]

    def weighted(theta: float) -> float:  # Warm's estimate maximises likelihood x sqrt(information) in the Rasch family
        return float(np.log(information(result, theta).sum()) / 2)

    step = 1e-4
    slope = (weighted(place + step) - weighted(place - step)) / (2 * step)
    likelihood = _slope_of_likelihood(result, person[0], place)
    if model in ("rasch", "2pl", "pcm"):
        assert likelihood + slope == pytest.approx(0.0, abs=1e-4)
    else:
        assert abs(likelihood) < 2.0
    assert np.isfinite(place)


def _slope_of_likelihood(result: ItemsResult, answers: np.ndarray, theta: float) -> float:
    _, first, _ = by_theta(result.design, result.parameters.values, np.array([theta / result.scale]))
    chosen = [int(answer - values[0]) for answer, values in zip(answers, result.values, strict=True)]
    return sum(float(first[item, category, 0]) for item, category in enumerate(chosen)) / result.scale


def test_all_right_and_all_wrong_get_finite_scores() -> None:
    result = fit_items(two_parameter(2, 500, SLOPES, INTERCEPTS))
    scores = wle(result, np.vstack([np.zeros(20), np.ones(20)]))
    assert scores.theta[0] < -2 < 2 < scores.theta[1]
    assert np.isfinite(scores.se).all()


def test_nobody_without_answers_gets_a_score_in_silence() -> None:
    matrix, counts = patterns(LSAT7)
    result = fit_items(matrix, weights=counts)
    scores = eap(result, np.vstack([matrix[:2], np.full(5, np.nan)]))
    assert np.isnan(scores.theta[2]) and scores.answered[2] == 0
    assert scores.notes == ("1 people without an answer have no score.",)


def test_an_answer_never_seen_before_is_refused() -> None:
    matrix, counts = patterns(LSAT7)
    result = fit_items(matrix, weights=counts, names=list("abcde"))
    with pytest.raises(Problem) as refusal:
        eap(result, [[0, 1, 3, 1, 0]])
    assert refusal.value.sentence == "Row 1, column c: 3 did not occur in the fit."


def test_partial_credit_scores_are_in_logits() -> None:
    answers = graded(3, 500, np.full(6, 1.5), np.tile([1.0, -1.0], (6, 1)))
    result = fit_items(answers, model="pcm")
    assert result.variance > 1
    scores = wle(result, answers)
    spread = np.polyfit(eap(result, answers).theta, scores.theta, 1)[0]
    assert spread > 1  # WLE is not drawn to the mean


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=20, max_size=20), st.integers(0, 19))
def test_another_right_answer_never_lowers_a_score(answers: list[float], item: int) -> None:
    result = FITTED
    worse, better = list(answers), list(answers)
    worse[item], better[item] = 0.0, 1.0
    for method in (eap, wle):
        low, high = method(result, [worse, better]).theta
        assert low < high


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=20, max_size=20), st.integers(0, 19))
def test_a_missing_answer_never_makes_us_surer(answers: list[float], item: int) -> None:
    holed = list(answers)
    holed[item] = float("nan")
    full, less = wle(FITTED, [answers, holed]).se
    place = wle(FITTED, [answers]).theta
    assert information(FITTED, place)[item, 0] > 0
    assert less > 0 and full > 0
    assert information(FITTED, place).sum() > np.delete(information(FITTED, place), item).sum()


FITTED = fit_items(two_parameter(4, 1500, SLOPES, INTERCEPTS), standard_errors=None)


def test_scores_of_bots_hold_their_ability() -> None:
    rng = np.random.default_rng(5)
    ability = rng.normal(size=4000)
    chance = 1 / (1 + np.exp(-(ability[:, None] * FITTED.slopes + FITTED.intercepts[:, 0])))
    answers = (rng.random(chance.shape) < chance).astype(float)
    for method in (eap, wle):
        scores = method(FITTED, answers)
        inside = np.abs(scores.theta - ability) <= 1.96 * scores.se
        assert 0.90 < inside.mean() < 0.99
    assert eap(FITTED, answers).reliability == pytest.approx(0.8, abs=0.1)
