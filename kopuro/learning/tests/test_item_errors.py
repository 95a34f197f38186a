"""How sure are we of an item: Hamid compares standard errors with the literature and with the likelihood itself."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kopuro.learning.rules.items import fit_items, settings_for
from kopuro.learning.rules.items.answers import read_answers
from kopuro.learning.rules.items.em import log_prior
from kopuro.learning.rules.items.errors import _moments as moments
from kopuro.learning.rules.items.errors import free_directions, lost_sums, score_sums
from kopuro.learning.rules.items.expectation import expect_by_posterior
from kopuro.learning.rules.items.quadrature import Parameters
from kopuro.learning.tests.published import LSAT7, graded, patterns, two_parameter

STEPS = np.array([[1.5, -0.5], [1.0, -1.0], [0.5, -1.5], [2.0, 0.0]])


def interval(value: float, se: float | None) -> tuple[float, float]:
    return round(value - 1.96 * (se or 0), 2), round(value + 1.96 * (se or 0), 2)


@pytest.mark.reference
def test_intervals_of_section_seven_are_the_printed_ones() -> None:
    matrix, counts = patterns(LSAT7)
    items = fit_items(matrix, weights=counts).items
    assert [interval(item.a, item.se_a) for item in items] == [
        (0.64, 1.33), (0.75, 1.41), (1.08, 2.34), (0.5, 1.03), (0.44, 1.03)
    ]  # fmt: skip
    assert [interval(item.d[0], item.se_d[0]) for item in items] == [
        (1.6, 2.11), (0.63, 0.99), (1.4, 2.21), (0.34, 0.63), (1.63, 2.08)
    ]  # fmt: skip


@pytest.mark.reference
def test_condition_number_of_the_information_on_section_seven() -> None:
    matrix, counts = patterns(LSAT7)
    printed = 30.23  # by programs that stop at 1e-4
    assert fit_items(matrix, weights=counts).condition == pytest.approx(printed, rel=0.01)
    assert fit_items(matrix, weights=counts, model="1pl", standard_errors="cross-product").condition == pytest.approx(
        5.171716, rel=1e-3
    )


@pytest.mark.parametrize("model", ["rasch", "1pl", "2pl", "3pl", "grm", "pcm", "gpcm"])
def test_the_information_is_minus_the_second_derivative_of_the_likelihood(model: str) -> None:
    answers = graded(1, 150, np.array([1.0, 0.8, 1.4, 1.1]), STEPS)
    if model in ("rasch", "1pl", "2pl", "3pl"):
        answers = (answers > 0).astype(float)
    answers[:20, 1] = np.nan
    result = fit_items(answers, model=model, tolerance=1e-9)
    blocks, read = read_answers(answers, model=model)
    settings = settings_for()
    values = result.parameters.values
    directions, _ = free_directions(read.design, values)

    def height(shift: np.ndarray) -> float:
        moved = values + (directions @ shift).reshape(values.shape)
        parameters = Parameters(moved, result.parameters.latent)
        parts = (expect_by_posterior(block, read.design, parameters, settings.quadrature) for block in blocks)
        return sum(part.log_likelihood for part in parts) + log_prior(read.design, moved, settings)

    size, step = directions.shape[1], 1e-3
    numeric = np.zeros((size, size))
    for one, other in product(range(size), repeat=2):
        unit = np.eye(size) * step
        numeric[one, other] = -sum(
            left * right * height(left * unit[one] + right * unit[other]) for left, right in product((1, -1), repeat=2)
        ) / (4 * step**2)
    unit = np.eye(size) * step
    gradient = [(height(unit[place]) - height(-unit[place])) / (2 * step) for place in range(size)]
    assert np.abs(gradient).max() < 1e-3  # it is a maximum, not just where the search stopped
    covariance = directions @ np.linalg.inv(numeric) @ directions.T
    assert result.covariance is not None
    estimated = np.isfinite(result.covariance)
    assert np.allclose(result.covariance[estimated], covariance[estimated], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("model", ["rasch", "1pl", "2pl", "pcm", "gpcm"])
def test_both_roads_to_the_lost_information_agree(model: str) -> None:
    answers = graded(2, 4000, np.array([1.0, 0.8, 1.4, 1.1]), STEPS)
    if model in ("rasch", "1pl", "2pl"):
        answers = (answers > 0).astype(float)
    result = fit_items(answers, model=model, standard_errors=None)
    blocks, read = read_answers(answers, model=model)
    given = (read.design, result.parameters, result.quadrature)
    within, between = moments(blocks[0], *given, pairs=True)
    assert np.allclose(lost_sums(blocks[0], *given).lost, within - between, atol=1e-7)


def test_cross_products_approach_the_information_as_people_grow() -> None:
    answers = two_parameter(3, 30_000, np.array([1.0, 1.5, 0.8, 1.2]), np.array([0.0, 0.5, -0.5, 1.0]))
    exact, crossed = (fit_items(answers, standard_errors=method) for method in ("oakes", "cross-product"))
    for one, other in zip(exact.items, crossed.items, strict=True):
        assert other.se_a == pytest.approx(one.se_a, rel=0.03)
        assert other.se_d[0] == pytest.approx(one.se_d[0], rel=0.03)


def test_scores_of_people_sum_to_zero_at_the_maximum() -> None:
    answers = two_parameter(4, 500, np.array([1.0, 1.5, 0.8]), np.array([0.0, 0.5, -0.5]))
    result = fit_items(answers, tolerance=1e-9)
    blocks, read = read_answers(answers, model="2pl")
    products = score_sums(blocks[0], read.design, result.parameters, result.quadrature).products
    assert products.shape == (6, 6)
    assert np.allclose(products, products.T)
    assert np.linalg.eigvalsh(products).min() > 0


def test_without_standard_errors_none_are_shown() -> None:
    matrix, counts = patterns(LSAT7)
    told = fit_items(matrix, weights=counts, standard_errors=None).as_json()
    assert told["items"][0]["se_a"] is None and told["items"][0]["se_d"] is None


def test_data_that_do_not_tell_parameters_apart_get_no_error_but_a_sentence() -> None:
    answers = np.array([[0, 0, 0], [1, 1, 1]] * 50, dtype=float)
    result = fit_items(answers)
    assert all(item.se_a is None for item in result.items)
    assert len(result.notes) >= 2
