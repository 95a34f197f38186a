"""Agreement, intraclass correlation and detection beside other packages, where these are installed.

`krippendorff` and `pingouin` are GPL: the product never imports them. Install them in an environment of your own and
run `pytest tests/oracle`; without them these tests are skipped. statsmodels is always there.
"""

from __future__ import annotations

import numpy as np
import pytest

from kopuro.learning.rules.agreement import agreement
from kopuro.learning.rules.alpha import krippendorff_alpha
from kopuro.learning.rules.icc import icc

nan = np.nan


def scattered(seed: int, missing: float = 0.15, categories: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    truth = rng.integers(1, categories + 1, (40, 1))
    ratings = np.where(rng.random((40, 6)) < 0.6, truth, rng.integers(1, categories + 1, (40, 6))).astype(float)
    ratings[rng.random(ratings.shape) < missing] = nan
    return ratings


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", range(5))
def test_alpha_beside_krippendorff(metric, seed):
    oracle = pytest.importorskip("krippendorff", reason="the package krippendorff (GPL) is not installed")
    ratings = scattered(seed)
    expected = oracle.alpha(reliability_data=ratings.T, level_of_measurement=metric)
    assert krippendorff_alpha(ratings, metric) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_gwets_family_beside_irrcac(seed):
    raw = pytest.importorskip("irrCAC.raw", reason="the package irrCAC is not installed")
    pandas = pytest.importorskip("pandas")
    ratings = scattered(seed)
    # Named, because irrCAC 0.4.4 takes an empty cell for a category of its own.
    oracle = raw.CAC(pandas.DataFrame(ratings), digits=8, categories=[1.0, 2.0, 3.0, 4.0, 5.0])
    found = agreement(ratings, resamples=100)
    for ours, theirs in (
        (found.unweighted.ac, oracle.gwet()),
        (found.unweighted.fleiss, oracle.fleiss()),
        (found.unweighted.brennan_prediger, oracle.bp()),
        (found.conger, oracle.conger()),
    ):
        assert ours.value == pytest.approx(theirs["est"]["coefficient_value"], abs=1e-7)
        assert ours.se == pytest.approx(theirs["est"]["se"], abs=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_icc_beside_pingouin(seed):
    oracle = pytest.importorskip("pingouin", reason="the package pingouin (GPL) is not installed")
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(seed)
    ratings = rng.normal(size=(12, 1)) + 0.5 * rng.normal(size=(1, 5)) + rng.normal(size=(12, 5))
    rows = [(target, rater, ratings[target, rater]) for target in range(12) for rater in range(5)]
    table = oracle.intraclass_corr(
        pandas.DataFrame(rows, columns=["target", "rater", "rating"]), "target", "rater", "rating"
    )
    forms = icc(ratings).forms
    for form, (_, theirs) in zip(("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"), table.iterrows(), strict=True):
        assert forms[form].value == pytest.approx(theirs["ICC"], abs=1e-8)
        low, high = theirs["CI95"] if "CI95" in theirs else theirs["CI95%"]
        assert (forms[form].low, forms[form].high) == (pytest.approx(low, abs=0.006), pytest.approx(high, abs=0.006))


@pytest.mark.parametrize("seed", range(5))
def test_fleiss_and_cohen_beside_statsmodels(seed):
    from statsmodels.stats import inter_rater  # noqa: PLC0415 - loads slowly

    ratings = scattered(seed, missing=0.0)
    counted, _ = inter_rater.aggregate_raters(ratings.astype(int))
    assert agreement(ratings, resamples=100).unweighted.fleiss.value == pytest.approx(
        inter_rater.fleiss_kappa(counted), abs=1e-10
    )
    pair = ratings[:, :2]
    square = np.zeros((5, 5))
    np.add.at(square, tuple(pair.astype(int).T - 1), 1)
    expected = inter_rater.cohens_kappa(square)
    found = agreement(pair, categories=[1, 2, 3, 4, 5], resamples=100).conger
    assert found.value == pytest.approx(expected.kappa, abs=1e-10)
    assert found.se == pytest.approx(expected.std_kappa, rel=0.03)  # theirs divides by n, Gwet's by n − 1


def test_group_model_beside_statsmodels_without_cases():
    """A probit model with normal seats by Laplace beside one by variational Bayes: the same middle."""
    from statsmodels.genmod.bayes_mixed_glm import BinomialBayesMixedGLM  # noqa: PLC0415 - loads slowly

    from kopuro.learning.rules.detection_group import fit_group, from_trials  # noqa: PLC0415 - beside its peer

    rng = np.random.default_rng(9)
    seats, cases = 40, 30
    lean = rng.normal(0, 0.5, seats)
    signal = np.tile([1.0, 0.0], seats * cases // 2)
    seat = np.repeat(np.arange(seats), cases)
    response = (rng.normal(size=seat.size) < (signal - 0.5) * 1.4 - lean[seat]).astype(float)
    ours = fit_group(from_trials(seat, np.tile(np.arange(cases), seats), signal, response))
    design = np.column_stack([np.ones(seat.size), signal - 0.5])
    random_part = (seat[:, None] == np.arange(seats)).astype(float)
    model = BinomialBayesMixedGLM(response, design, random_part, np.zeros(seats, dtype=int))
    logit = model.fit_vb().fe_mean
    assert ours.d_prime.value == pytest.approx(logit[1] / 1.7, abs=0.12)  # a logit is about 1.7 probits
    assert ours.criterion.value == pytest.approx(-logit[0] / 1.7, abs=0.08)
