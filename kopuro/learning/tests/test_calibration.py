"""Calibration: published forecasts, Murphy's identity, what can't be said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.calibration import calibration

TEN_FORECASTS = np.array([0.92, 0.83, 0.71, 0.63, 0.55, 0.42, 0.31, 0.22, 0.24, 0.12])
TEN_OUTCOMES = np.array([1, 1, 0, 1, 0, 1, 0, 0, 0, 0], dtype=float)


@pytest.mark.reference
def test_ten_forecasts():
    found = calibration(TEN_FORECASTS, TEN_OUTCOMES)
    assert found.brier.value == pytest.approx(0.15317, abs=5e-6)
    assert found.log_loss.value == pytest.approx(0.46574, abs=5e-6)
    assert found.overconfidence.value == pytest.approx(0.095, abs=5e-7)


def test_murphys_parts_by_hand():
    """Forecast .8 five times with four events, .3 five times with one: base rate .5."""
    found = calibration(np.repeat([0.8, 0.3], 5), np.array([1, 1, 1, 1, 0, 1, 0, 0, 0, 0.0]))
    assert found.reliability == pytest.approx((5 * 0.0 + 5 * (0.3 - 0.2) ** 2) / 10)
    assert found.resolution == pytest.approx(0.09)
    assert found.uncertainty == 0.25
    assert found.brier.value == pytest.approx(0.005 - 0.09 + 0.25)


forecasts = st.lists(
    st.tuples(st.sampled_from([0.0, 0.05, 0.2, 0.5, 0.7, 0.95, 1.0]), st.booleans()), min_size=1, max_size=60
)


@settings(max_examples=80, deadline=None)
@given(forecasts, st.randoms(use_true_random=False))
def test_parts_add_up_and_order_changes_nothing(rows, random):
    p, y = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    one = calibration(p, y)
    assert one.reliability - one.resolution + one.uncertainty == pytest.approx(one.brier.value, abs=1e-12)
    binned = one.binned
    assert binned["reliability"] - binned["resolution"] + one.uncertainty + binned["within_bins"] == pytest.approx(
        one.brier.value, abs=1e-12
    )
    assert 0 <= one.brier.value <= 1
    order = list(range(p.size))
    random.shuffle(order)
    assert calibration(p[order], y[order]).brier.value == pytest.approx(one.brier.value)


def test_missing_rows_change_nothing_but_a_note():
    more = calibration(np.append(TEN_FORECASTS, [np.nan, 0.5]), np.append(TEN_OUTCOMES, [1.0, np.nan]))
    assert more.brier == calibration(TEN_FORECASTS, TEN_OUTCOMES).brier
    assert more.notes[0] == "Left out for a missing value: 2 forecasts."


def test_ece_needs_a_hundred_forecasts():
    assert calibration(TEN_FORECASTS, TEN_OUTCOMES).ece.value is None
    assert (
        "ECE is given from 100 forecasts; below, it measures noise." in calibration(TEN_FORECASTS, TEN_OUTCOMES).notes
    )


def test_ece_over_bins_of_equal_mass():
    rng = np.random.default_rng(5)
    p = rng.random(200)
    y = (rng.random(200) < 0.3 + 0.4 * p).astype(float)
    order = np.argsort(p)
    by_hand = sum(abs(p[part].mean() - y[part].mean()) * 20 for part in np.split(order, 10)) / 200
    assert calibration(p, y).ece.value == pytest.approx(by_hand)


def test_certainty_that_failed_has_no_finite_log_loss():
    found = calibration(np.array([1.0, 0.0, 0.5]), np.array([0.0, 0.0, 1.0]))
    assert found.log_loss.value is None
    assert any(note.startswith("The log loss is infinite: 1 outcome was called impossible") for note in found.notes)


def test_certainty_that_held_costs_nothing():
    assert calibration(np.array([1.0, 0.0]), np.array([1.0, 0.0])).log_loss.value == 0.0


def test_equal_outcomes_have_no_skill():
    found = calibration(np.array([0.7, 0.8]), np.array([1.0, 1.0]))
    assert (found.skill, found.uncertainty, found.resolution) == (None, 0.0, 0.0)


@pytest.mark.parametrize(
    ("p", "y", "code"),
    [
        ([1.2], [1.0], "learning.forecast_range"),
        ([0.5], [2.0], "learning.forecast_range"),
        ([np.nan], [1.0], "learning.no_forecasts"),
        ([], [], "learning.no_forecasts"),
    ],
)
def test_impossible_forecasts_are_refused(p, y, code):
    with pytest.raises(Problem) as refused:
        calibration(np.array(p), np.array(y))
    assert refused.value.code == code


def test_overconfident_bots_are_recovered_person_by_person():
    """25 people × 20 forecasts, each .1 too sure with people differing: held by the cluster interval."""
    rng = np.random.default_rng(51)
    held = 0
    people = np.repeat(np.arange(25), 20)
    for _ in range(200):
        truth = rng.uniform(0.2, 0.6, people.size)
        p = truth + 0.1 + rng.normal(0, 0.08, 25).clip(-0.19, 0.19)[people]
        y = (rng.random(people.size) < truth).astype(float)
        found = calibration(p, y, clusters=people, resamples=200).overconfidence
        held += found.low <= 0.1 <= found.high
    assert 0.90 <= held / 200 <= 0.99
