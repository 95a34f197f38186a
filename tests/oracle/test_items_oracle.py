"""Item models, facets and classical statistics beside other packages, where those are installed (none is needed)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from statsmodels.stats.contingency_tables import StratifiedTable

from kopuro.learning.rules.facets import fit_facets
from kopuro.learning.rules.items import fit_items
from kopuro.learning.rules.items.mantel_haenszel import mantel_haenszel
from kopuro.learning.tests.published import LSAT6, graded, people, two_parameter


def test_two_parameter_fit_beside_mirt() -> None:
    mirt = pytest.importorskip("mirt", reason="the package mirt is not installed")
    answers = two_parameter(1, 800, np.linspace(0.8, 1.6, 8), np.linspace(-1.2, 1.2, 8))
    theirs = mirt.fit_mirt(answers.astype(int), "2PL", n_quadpts=61, tol=1e-7, max_iter=3000)
    ours = fit_items(answers)
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood, abs=0.01)
    slopes = np.ravel(theirs.model.parameters["discrimination"])
    assert np.allclose(slopes, ours.slopes, atol=0.01)


def test_graded_response_fit_beside_mirt() -> None:
    mirt = pytest.importorskip("mirt", reason="the package mirt is not installed")
    answers = graded(2, 800, np.linspace(0.8, 1.6, 6), np.tile([1.5, 0.0, -1.5], (6, 1)))
    theirs = mirt.fit_mirt(answers.astype(int), "GRM", n_categories=4, n_quadpts=61, tol=1e-7, max_iter=3000)
    ours = fit_items(answers, model="grm")
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood, abs=0.02)


def test_two_parameter_fit_beside_a_general_optimiser() -> None:
    """The marginal likelihood written out in five lines and left to SciPy."""
    answers = people(LSAT6)
    nodes = np.linspace(-6, 6, 61)
    weight = np.exp(-0.5 * nodes**2)
    weight /= weight.sum()

    def minus_height(vector: np.ndarray) -> float:
        logit = vector[:5, None] * nodes + vector[5:, None]
        chance = np.exp(answers @ -np.logaddexp(0, -logit) + (1 - answers) @ -np.logaddexp(0, logit))
        return -float(np.log(chance @ weight).sum())

    found = minimize(minus_height, np.ones(10), method="BFGS", options={"gtol": 1e-5})
    ours = fit_items(answers)
    assert ours.log_likelihood == pytest.approx(-found.fun, abs=1e-5)
    assert np.allclose(np.concatenate([ours.slopes, ours.intercepts[:, 0]]), found.x, atol=2e-3)


def test_mantel_haenszel_beside_statsmodels() -> None:
    rng = np.random.default_rng(3)
    right, focal, score = rng.integers(0, 2, 400), rng.random(400) < 0.4, rng.integers(0, 5, 400)
    tables = [
        np.array(
            [[((right == r) & (focal == f) & (score == s)).sum() for r in (1, 0)] for f in (False, True)], dtype=float
        )
        for s in range(5)
    ]
    theirs = StratifiedTable(tables)
    ours = mantel_haenszel(right, focal, score)
    assert ours.odds_ratio == pytest.approx(theirs.oddsratio_pooled)
    assert (ours.se_delta or 0) / 2.35 == pytest.approx(theirs.logodds_pooled_se)
    assert ours.chi_square == pytest.approx(theirs.test_null_odds(correction=True).statistic)


def test_severity_beside_raschpy() -> None:
    raschpy = pytest.importorskip("raschpy", reason="the package raschpy is not installed")
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(4)
    case, indicator, seat = (part.ravel() for part in np.meshgrid(range(150), range(6), range(6), indexing="ij"))
    level = rng.normal(size=150)[case] - np.linspace(-0.5, 0.5, 6)[indicator] - np.linspace(-0.8, 0.8, 6)[seat]
    logs = level[:, None] * np.arange(4) - np.array([0.0, -1.0, -1.0, 0.0])
    chance = np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)
    rating = (rng.random((len(level), 1)) > chance.cumsum(axis=1)).sum(axis=1)
    table = pandas.DataFrame({"Rater": seat, "Person": case, "indicator": indicator, "rating": rating})
    wide = table.pivot_table(index=["Rater", "Person"], columns="indicator", values="rating", aggfunc="first")
    wide.columns = [f"indicator {name}" for name in wide.columns]
    model = raschpy.MFRM(wide, max_score=3)
    model.calibrate_global()
    theirs = np.asarray(model.raters_global, dtype=float)
    result = fit_facets(rating, {"case": case, "indicator": indicator, "seat": seat})
    ours = np.array([element.measure for element in result.facet("seat").elements])
    assert np.allclose(ours, theirs - theirs.mean(), atol=0.08)  # pairwise against joint estimates
