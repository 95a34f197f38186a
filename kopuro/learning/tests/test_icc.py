"""Intraclass correlation: Shrout & Fleiss reproduced, gaps used honestly, edges said aloud."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.icc import FORMS, icc

nan = np.nan

# Shrout & Fleiss (1979), table 2: 6 targets, 4 judges
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("form", "value", "low", "high"),
    [
        ("icc1", 0.17, -0.13, 0.72),
        ("icc2", 0.29, 0.02, 0.76),
        ("icc3", 0.71, 0.34, 0.95),
        ("icc1k", 0.44, -0.88, 0.91),
        ("icc2k", 0.62, 0.07, 0.93),
        ("icc3k", 0.91, 0.68, 0.99),
    ],
)
def test_shrout_and_fleiss(form, value, low, high):
    found = icc(JUDGES).forms[form]
    assert (round(found.value, 2), round(found.low, 2), round(found.high, 2)) == (value, low, high)


@pytest.mark.reference
def test_shrout_and_fleiss_mean_squares():
    assert {name: round(value, 2) for name, value in icc(JUDGES).mean_squares.items()} == {
        "between": 11.24,
        "within": 6.26,
        "judges": 32.49,
        "error": 1.02,
    }


def test_a_late_gap_changes_little_and_is_named():
    gapped = JUDGES.copy()
    gapped[0, 0] = gapped[3, 2] = nan
    found = icc(gapped)
    assert found.n_ratings == 22
    assert found.forms["icc3"].value == pytest.approx(0.718, abs=0.001)
    assert found.forms["icc3"].low < 0.71 < found.forms["icc3"].high
    assert found.notes[0] == "Missing: 2 ratings; all given ratings were used (--missing complete drops targets)."


def test_complete_rows_only_on_request():
    gapped = JUDGES.copy()
    gapped[0, 0] = nan
    found = icc(gapped, missing="complete")
    assert found.n_targets == 5
    assert found.forms == icc(JUDGES[1:]).forms
    assert "Left out for a missing rating: 1 target of 6." in found.notes


def test_fitting_constants_equals_mean_squares_where_nothing_is_missing():
    from kopuro.learning.rules.icc import _forms, _Layout  # noqa: PLC0415 - the inner step has no other door

    layout = _Layout(~np.isnan(JUDGES))
    forms = _forms(*layout.components(JUDGES[None]), 4.0)[0]
    exact = icc(JUDGES).forms
    assert forms == pytest.approx([exact[form].value for form in FORMS], abs=1e-12)


def test_raters_without_shared_targets_are_refused():
    apart = np.full((4, 4), nan)
    apart[0, :2], apart[1, :2], apart[2, 2:], apart[3, 2:] = [1, 2], [2, 3], [1, 1], [2, 1]
    with pytest.raises(Problem) as refused:
        icc(apart)
    assert refused.value.code == "learning.unconnected"


def test_equal_ratings_say_so():
    found = icc(np.ones((5, 3)))
    assert {found.forms[form].value for form in FORMS} == {None}
    assert found.notes[0] == "All ratings are equal: an intraclass correlation is not defined without any variation."


def test_raters_a_constant_apart_agree_in_form_three_only():
    found = icc(np.arange(12.0)[:, None] + np.array([[0.0, 5.0, 9.0]]))
    assert found.forms["icc3"].value == 1.0
    assert found.forms["icc2"].value < 0.6


@pytest.mark.parametrize(
    ("ratings", "code"),
    [
        (np.array([[1.0], [2.0]]), "learning.one_rater"),
        (np.array([[1.0, 2.0]]), "learning.few_targets"),
        (np.array([[1.0, np.inf], [1.0, 2.0]]), "learning.not_finite"),
    ],
)
def test_too_little_is_refused(ratings, code):
    with pytest.raises(Problem) as refused:
        icc(ratings)
    assert refused.value.code == code


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 8), st.integers(2, 5), st.floats(0.01, 100), st.floats(-100, 100))
def test_order_scale_and_origin_change_nothing(seed, targets, raters, scale, shift):
    rng = np.random.default_rng(seed)
    ratings = rng.normal(size=(targets, 1)) + rng.normal(size=(targets, raters))
    one = icc(ratings)
    other = icc(scale * ratings[rng.permutation(targets)][:, rng.permutation(raters)] + shift)
    for form in FORMS:
        left, right = one.forms[form], other.forms[form]
        assert (left.value is None) == (right.value is None)
        if left.value is not None:
            assert left.value == pytest.approx(right.value, rel=1e-6, abs=1e-6)
            assert left.value <= 1
        if left.low is not None and left.high is not None:
            assert left.low <= left.value <= left.high


@pytest.mark.parametrize("missing", [0.0, 0.25])
def test_bots_of_known_reliability_are_recovered(missing):
    """Targets SD 1, raters SD .5, noise SD 1: ICC(2) = .444, ICC(3) = .5, held by nominal intervals."""
    rng = np.random.default_rng(21)
    held = {"icc2": 0, "icc3": 0}
    for draw in range(200):
        ratings = rng.normal(size=(25, 1)) + 0.5 * rng.normal(size=(1, 8)) + rng.normal(size=(25, 8))
        ratings[rng.random(ratings.shape) < missing] = nan
        found = icc(ratings, resamples=300, seed=draw).forms
        for form, truth in (("icc2", 1 / 2.25), ("icc3", 0.5)):
            held[form] += found[form].low <= truth <= found[form].high
    assert 0.90 <= held["icc2"] / 200 <= 0.99
    assert 0.90 <= held["icc3"] / 200 <= 0.99
