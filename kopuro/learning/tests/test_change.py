"""Change of one person against the noise of the test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.change import (
    minimal_detectable_change,
    reliable_change,
    reliable_change_index,
    standard_error_of_measurement,
)


@pytest.mark.reference
def test_error_and_detectable_change():
    assert standard_error_of_measurement(10, 0.8) == pytest.approx(4.472, abs=0.0005)
    assert minimal_detectable_change(10, 0.8) == pytest.approx(12.396, abs=0.0005)


@pytest.mark.reference
def test_jacobson_and_truax():
    """Their couple: 32.5 before, 47.5 after, SD 10, reliability .80: index 15/6.32 = 2.37."""
    index = reliable_change_index(np.array([32.5]), np.array([47.5]), 10, 0.8)
    assert index[0] == pytest.approx(2.37, abs=0.005)


def test_people_who_moved_beyond_noise_are_counted():
    pre = np.array([30.0, 40, 50, 60, 70])
    found = reliable_change(pre, pre + np.array([25, 5, 0, -5, -25]), 0.8)
    assert (found.improved, found.unchanged, found.worse) == (1, 3, 1)


@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1))
def test_a_more_reliable_test_sees_smaller_changes(sd, one, other):
    worse, better = sorted((one, other))
    assert minimal_detectable_change(sd, better) <= minimal_detectable_change(sd, worse)


@pytest.mark.parametrize(("sd", "reliability"), [(10, 1.2), (10, -0.1), (-1, 0.5), (float("nan"), 0.5)])
def test_impossible_reliability_is_refused(sd, reliability):
    with pytest.raises(Problem) as refused:
        standard_error_of_measurement(sd, reliability)
    assert refused.value.code == "learning.reliability"


def test_perfect_reliability_has_no_index():
    with pytest.raises(Problem):
        reliable_change_index(np.array([1.0]), np.array([2.0]), 10, 1.0)
