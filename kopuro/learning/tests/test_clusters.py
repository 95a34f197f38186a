"""The cluster-robust error beside statsmodels, which takes seconds to load and gives the same figure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.learning.rules.clusters import clustered_se


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 12), st.integers(2, 9))
def test_the_error_is_that_of_statsmodels(seed: int, seats: int, pairs: int) -> None:
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415 - seconds to load, wanted by this test alone

    draw = np.random.default_rng(seed)
    who = np.repeat(np.arange(seats), 2 * pairs)
    x = draw.integers(0, 2, who.size).astype(float)
    x[:2] = (0.0, 1.0)
    y = draw.normal(size=who.size) + draw.normal(size=seats)[who]
    fit = OLS(y, np.column_stack([np.ones_like(x), x])).fit(cov_type="cluster", cov_kwds={"groups": who}, use_t=True)
    assert clustered_se(y, x, who) == pytest.approx(float(fit.bse[1]), rel=1e-9)


def test_what_has_no_error_has_none() -> None:
    nothing = np.array([0.0, 1.0, 1.0])
    assert np.isnan(clustered_se(nothing, nothing, np.zeros(3, dtype=np.int64)))
    assert np.isnan(clustered_se(nothing, np.ones(3), np.arange(3)))
    assert np.isnan(clustered_se(nothing[:2], nothing[:2], np.arange(2)))
