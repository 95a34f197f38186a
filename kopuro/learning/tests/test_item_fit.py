"""Hamid asks whether the model fits before he believes it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kopuro.core.problems import Problem
from kopuro.learning.rules.items import fit_items
from kopuro.learning.rules.items.fit import item_fit, m2
from kopuro.learning.tests.published import LSAT6, LSAT7, graded, patterns, people, two_parameter


@pytest.mark.reference
def test_m2_of_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    fit = m2(fit_items(matrix, weights=counts), matrix, counts)
    assert (round(fit.m2 or 0, 5), fit.df, round(fit.p or 0, 3)) == (11.93841, 5, 0.036)
    assert round(fit.rmsea or 0, 3) == 0.037
    assert round(fit.srmsr or 0, 3) == 0.032


@pytest.mark.reference
def test_m2_of_section_six() -> None:
    matrix, counts = patterns(LSAT6)
    common = m2(fit_items(matrix, weights=counts, model="1pl"), matrix, counts)
    assert common.df == 9
    assert common.m2 == pytest.approx(5.292, abs=0.002)
    assert m2(fit_items(matrix, weights=counts), matrix, counts).m2 == pytest.approx(4.737, abs=0.002)


@pytest.mark.reference
def test_s_x2_of_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    fit = item_fit(fit_items(matrix, weights=counts), matrix, counts)
    assert [item.df for item in fit] == [2, 2, 2, 2, 2]
    printed = [4.7494, 14.4511, 1.2704, 5.2374, 0.9411]  # by a program that stops at 1e-5
    assert np.allclose([item.s_x2 or 0 for item in fit], printed, atol=0.004)


@pytest.mark.reference
def test_p_of_s_x2_on_section_six() -> None:
    matrix, counts = patterns(LSAT6)
    assert round(item_fit(fit_items(matrix, weights=counts), matrix, counts)[0].p or 0, 3) == 0.798


def test_people_and_counted_patterns_fit_alike() -> None:
    matrix, counts = patterns(LSAT7)
    result = fit_items(matrix, weights=counts)
    assert m2(result, people(LSAT7)).m2 == pytest.approx(m2(result, matrix, counts).m2)
    assert item_fit(result, people(LSAT7))[1].s_x2 == pytest.approx(item_fit(result, matrix, counts)[1].s_x2)


def test_an_item_that_measures_something_else_stands_out() -> None:
    answers = two_parameter(1, 3000, np.full(10, 1.5), np.linspace(-1.5, 1.5, 10))
    total = answers.sum(axis=1)
    answers[:, 4] = ((total > 3) & (total < 8)).astype(float)  # right in the middle, wrong at both ends
    fit = item_fit(fit_items(answers), answers)
    assert fit[4].p_adjusted is not None and fit[4].p_adjusted < 1e-6
    assert fit[4].rmsea == max(item.rmsea or 0 for item in fit)


def test_bots_that_follow_the_model_are_seldom_rejected() -> None:
    """100 tests of 800 bots: p of M2 and of S-X2 below .05 about one time in twenty."""
    m2_rejections = item_rejections = 0
    slopes, intercepts = np.array([0.8, 1.2, 1.6, 1.0, 1.4, 0.9]), np.linspace(-1, 1, 6)
    for seed in range(100):
        found, counts = np.unique(two_parameter(seed, 800, slopes, intercepts), axis=0, return_counts=True)
        result = fit_items(found, weights=counts, standard_errors=None)
        m2_rejections += (m2(result, found, counts).p or 1) < 0.05
        item_rejections += sum((item.p or 1) < 0.05 for item in item_fit(result, found, counts))
    assert m2_rejections <= 12
    assert item_rejections <= 0.09 * 600


def test_graded_items_have_fit_too() -> None:
    answers = graded(2, 2000, np.array([1.0, 1.4, 0.8, 1.2, 1.6, 1.1]), np.tile([1.5, 0.0, -1.5], (6, 1)))
    result = fit_items(answers, model="grm")
    fit = item_fit(result, answers)
    assert all(item.df > 0 and 0 <= (item.p or 0) <= 1 for item in fit)
    assert sum((item.p or 1) < 0.01 for item in fit) <= 1
    json.dumps([item.as_json() for item in fit], allow_nan=False)


def test_m2_of_many_graded_items_has_about_its_expectation() -> None:
    answers = graded(3, 3000, np.linspace(0.8, 1.6, 12), np.tile([1.0, -1.0], (12, 1)))
    fit = m2(fit_items(answers, model="grm"), answers)
    assert fit.df == 78 - 36
    assert 0.001 < (fit.p or 0) < 0.999
    assert fit.rmsea_low is not None and fit.rmsea_low <= (fit.rmsea or 0) <= (fit.rmsea_high or 0)


def test_too_few_items_for_m2_is_said() -> None:
    answers = graded(4, 500, np.full(4, 1.2), np.tile([1.5, 0.0, -1.5], (4, 1)))
    fit = m2(fit_items(answers, model="grm"), answers)
    assert fit.m2 is None
    assert fit.notes == ("M2 can't be computed: too few items for this model.",)


def test_people_with_missing_answers_are_left_out_and_counted() -> None:
    answers = two_parameter(5, 500, np.full(6, 1.2), np.linspace(-1, 1, 6))
    answers[:40, 0] = np.nan
    fit = m2(fit_items(answers), answers)
    assert fit.n == 460
    assert fit.notes == ("40 people with missing answers were left out.",)


def test_fit_without_a_complete_person_is_refused() -> None:
    answers = two_parameter(6, 300, np.full(6, 1.2), np.linspace(-1, 1, 6))
    answers[np.arange(300), np.arange(300) % 6] = np.nan
    with pytest.raises(Problem, match="learning.items_no_complete"):
        m2(fit_items(answers), answers)
