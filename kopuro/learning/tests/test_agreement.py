"""Agreement of raters: published values, what must not change it, and what can't be measured."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement import agreement
from kopuro.learning.rules.alpha import krippendorff_alpha

nan = np.nan

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: 4 observers, 12 units, gaps
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
        [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
    ]
).T
METRICS = ("nominal", "ordinal", "interval", "ratio")


def from_counts(rows: list[list[int]]) -> np.ndarray:
    """Anonymous raters from counts per category: the order of raters carries nothing."""
    return np.array([[code for code, n in enumerate(row) for _ in range(n)] for row in rows], dtype=float)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_observers(metric, alpha):
    assert krippendorff_alpha(FOUR_OBSERVERS, metric) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.reference
def test_gwets_coefficients_of_four_observers():
    """Gwet (2014), ch. 4: coefficients, standard errors, t intervals cut at 1."""
    found = agreement(FOUR_OBSERVERS).unweighted
    assert found.ac.value == pytest.approx(0.77544, abs=5e-6)
    assert found.ac.se == pytest.approx(0.14295, abs=5e-6)
    assert (found.ac.low, found.ac.high) == (pytest.approx(0.46081, abs=5e-6), 1.0)
    assert found.fleiss.value == pytest.approx(0.76117, abs=5e-6)
    assert found.fleiss.se == pytest.approx(0.15302, abs=5e-6)
    assert found.fleiss.low == pytest.approx(0.42438, abs=5e-6)
    assert found.brennan_prediger.value == pytest.approx(0.77273, abs=5e-6)
    assert found.brennan_prediger.se == pytest.approx(0.14472, abs=5e-6)
    assert found.percent.value == pytest.approx(0.81818, abs=5e-6)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("weights", "ac2", "fleiss", "conger"),
    [
        ("ordinal", 0.89894, 0.85021, 0.84308),
        ("quadratic", 0.91400, 0.86494, 0.85717),
        ("linear", 0.85874, 0.81794, 0.81314),
        ("ratio", 0.85737, 0.82134, 0.81101),
        ("radical", 0.81981, 0.78992, 0.78765),
    ],
)
def test_weighted_coefficients_of_four_observers(weights, ac2, fleiss, conger):
    found = agreement(FOUR_OBSERVERS, "ordinal", weights=weights)
    assert found.weighted.ac.value == pytest.approx(ac2, abs=5e-6)
    assert found.weighted.fleiss.value == pytest.approx(fleiss, abs=5e-6)
    assert found.weighted_conger.value == pytest.approx(conger, abs=5e-6)


@pytest.mark.reference
def test_conger_with_standard_error():
    found = agreement(FOUR_OBSERVERS).conger
    assert (found.value, found.se) == (pytest.approx(0.76207, abs=5e-6), pytest.approx(0.15011, abs=5e-6))


@pytest.mark.reference
def test_krippendorffs_two_observers_binary():
    both = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float).T
    assert krippendorff_alpha(both) == pytest.approx(0.095, abs=0.0005)


@pytest.mark.reference
def test_krippendorffs_two_observers_five_categories():
    codes = np.array([[ord(letter) for letter in row] for row in ("aabbdcccedda", "babbbccceddd")], dtype=float).T
    assert krippendorff_alpha(codes) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.reference
def test_two_abstractors_of_emergency_visits():
    """Gwet (2014): 100 visits, three categories; Cohen's kappa, Scott's pi (here Fleiss), AC1."""
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    pairs = [(i, j) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    found = agreement(np.array(pairs, dtype=float))
    assert found.conger.value == pytest.approx(0.7964094, abs=5e-8)
    assert found.unweighted.fleiss.value == pytest.approx(0.7962397, abs=5e-8)
    assert found.unweighted.ac.value == pytest.approx(0.8493305, abs=5e-8)
    assert found.unweighted.percent.value == 0.89


@pytest.mark.reference
def test_fleiss_psychiatric_diagnoses():
    """Fleiss (1971), Psychological Bulletin 76, 378–382: 30 patients, 6 psychiatrists, 5 diagnoses, kappa .430."""
    digits = (
        "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 00501 30012 51000 "
        "02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
    )
    ratings = from_counts([[int(digit) for digit in row] for row in digits.split()])
    found = agreement(ratings).unweighted
    assert found.fleiss.value == pytest.approx(0.430, abs=0.0005)
    assert found.percent.value == pytest.approx(0.5556, abs=0.00005)


@pytest.mark.reference
def test_fleiss_fourteen_raters():
    rows = "0,0,0,0,14 0,2,6,4,2 0,0,3,5,6 0,3,9,2,0 2,2,8,1,1 7,7,0,0,0 3,2,6,3,0 2,5,3,2,2 6,5,2,1,0 0,2,2,3,7"
    ratings = from_counts([[int(n) for n in row.split(",")] for row in rows.split()])
    assert agreement(ratings).unweighted.fleiss.value == pytest.approx(0.210, abs=0.0005)


def alpha_by_definition(ratings: np.ndarray, metric: str) -> float:
    """Krippendorff's own recipe: the coincidence matrix, every pair of values by itself."""
    values = sorted(set(ratings[~np.isnan(ratings)]))
    place = {value: k for k, value in enumerate(values)}
    together = np.zeros((len(values), len(values)))
    for row in ratings:
        known = [place[value] for value in row[~np.isnan(row)]]
        for i, one in enumerate(known):
            for j, other in enumerate(known):
                if i != j and len(known) > 1:
                    together[one, other] += 1 / (len(known) - 1)
    n = together.sum(axis=1)

    def distance(c: int, k: int) -> float:
        if metric == "nominal":
            return float(c != k)
        if metric == "ordinal":
            low, high = min(c, k), max(c, k)
            return (n[low : high + 1].sum() - (n[low] + n[high]) / 2) ** 2 if c != k else 0.0
        gap = values[c] - values[k]
        return gap**2 if metric == "interval" else (gap / ((values[c] + values[k]) or 1)) ** 2

    delta = np.array([[distance(c, k) for k in range(len(values))] for c in range(len(values))])
    return 1 - (n.sum() - 1) * (together * delta).sum() / (np.outer(n, n) * delta).sum()


@pytest.mark.parametrize("metric", METRICS)
def test_fast_alpha_is_alpha_by_definition(metric):
    rng = np.random.default_rng(4)
    ratings = np.round(rng.gamma(2, 2, (40, 5)), 1) + rng.integers(0, 3, (40, 1))
    ratings[rng.random(ratings.shape) < 0.2] = nan
    assert krippendorff_alpha(ratings, metric) == pytest.approx(alpha_by_definition(ratings, metric), abs=1e-12)


tables = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=7),
    elements=st.sampled_from([1.0, 2.0, 3.0, 5.0, nan]),
)


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from(METRICS), st.randoms(use_true_random=False))
def test_order_of_people_and_empty_rows_change_nothing(ratings, metric, random):
    try:
        found = agreement(ratings, metric, resamples=100)
    except Problem as problem:
        assert problem.code in {"learning.no_pairs", "learning.one_rater"}
        return
    rows, columns = list(range(ratings.shape[0])), list(range(ratings.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    again = agreement(
        np.vstack([ratings[rows][:, columns], np.full((2, ratings.shape[1]), nan)]), metric, resamples=100
    )
    for one, other in (
        (found.alpha, again.alpha),
        (found.unweighted.ac, again.unweighted.ac),
        (found.unweighted.fleiss, again.unweighted.fleiss),
        (found.conger, again.conger),
    ):
        assert one.value == pytest.approx(other.value, abs=1e-9) if one.value is not None else other.value is None
        if one.value is not None:
            assert one.value <= 1 + 1e-12
        if one.low is not None:
            assert one.low <= one.value <= one.high


@settings(max_examples=40, deadline=None)
@given(tables)
def test_new_names_for_categories_change_nothing(ratings):
    renamed = np.select([ratings == old for old in (1, 2, 3, 5)], [40, 10, 30, 20], nan)
    try:
        one, other = agreement(ratings, resamples=100), agreement(renamed, resamples=100)
    except Problem:
        return
    for name in ("ac", "fleiss", "brennan_prediger", "percent"):
        left, right = getattr(one.unweighted, name).value, getattr(other.unweighted, name).value
        assert left == (pytest.approx(right, abs=1e-9) if right is not None else None)


def test_stretching_an_interval_scale_changes_nothing_and_a_monotone_one_leaves_ordinal_alpha():
    rng = np.random.default_rng(2)
    ratings = rng.integers(1, 8, (30, 4)).astype(float)
    assert krippendorff_alpha(3 * ratings + 100, "interval") == pytest.approx(krippendorff_alpha(ratings, "interval"))
    assert krippendorff_alpha(np.exp(ratings), "ordinal") == pytest.approx(krippendorff_alpha(ratings, "ordinal"))
    assert krippendorff_alpha(7 * ratings, "ratio") == pytest.approx(krippendorff_alpha(ratings, "ratio"))


@pytest.mark.parametrize("metric", METRICS)
def test_full_agreement_is_one(metric):
    found = agreement(np.repeat(np.arange(1.0, 7.0)[:, None], 3, axis=1), metric)
    assert (found.alpha.value, found.unweighted.ac.value, found.unweighted.percent.value) == (1.0, 1.0, 1.0)


def test_all_ratings_equal_say_so():
    found = agreement(np.full((5, 3), 2.0))
    assert found.alpha.value is None
    assert found.unweighted.ac.value is None
    assert found.unweighted.percent.value == 1.0
    assert "All ratings are equal: alpha is not defined without any variation." in found.notes


def test_all_ratings_equal_on_a_known_scale_have_ac1():
    assert agreement(np.full((5, 3), 2.0), categories=[1, 2, 3]).unweighted.ac.value == 1.0


def test_unused_categories_count_for_ac1_and_brennan_prediger_only():
    seen, known = agreement(FOUR_OBSERVERS), agreement(FOUR_OBSERVERS, categories=[1, 2, 3, 4, 5, 6, 7])
    assert known.unweighted.brennan_prediger.value > seen.unweighted.brennan_prediger.value
    assert known.unweighted.fleiss.value == pytest.approx(seen.unweighted.fleiss.value)
    assert known.alpha.value == seen.alpha.value


def test_one_rater_is_refused():
    with pytest.raises(Problem, match="at least two raters") as refused:
        agreement(np.array([[1.0], [2.0]]))
    assert refused.value.code == "learning.one_rater"


def test_no_unit_rated_twice_is_refused():
    with pytest.raises(Problem) as refused:
        agreement(np.array([[1.0, nan], [nan, 2.0]]))
    assert refused.value.code == "learning.no_pairs"


def test_ratio_metric_refuses_negative_values():
    with pytest.raises(Problem) as refused:
        krippendorff_alpha(np.array([[-1.0, 2.0], [1.0, 2.0]]), "ratio")
    assert refused.value.code == "learning.negative"


def test_values_closer_than_the_coding_step_stay_apart():
    assert agreement(np.array([[1e-300, 0.0], [-1.0, 0.0]])).n_categories == 3


def test_a_rater_without_ratings_is_left_out_and_named():
    found = agreement(np.column_stack([FOUR_OBSERVERS, np.full(12, nan)]))
    assert found.n_raters == 4
    assert "1 of 5 raters gave no rating at all and were left out." in found.notes


def test_bootstrap_of_alpha_covers_the_alpha_of_the_population():
    """30 of a known population of units, drawn 200 times: the interval holds the population's alpha."""
    rng = np.random.default_rng(11)
    truth = rng.integers(0, 2, 4000)
    population = np.where(rng.random((4000, 4)) < 0.15, 1 - truth[:, None], truth[:, None]).astype(float)
    alpha = krippendorff_alpha(population)
    held = 0
    for draw in range(200):
        one = agreement(population[rng.integers(0, 4000, 60)], resamples=300, seed=draw).alpha
        held += one.low <= alpha <= one.high
    assert 0.90 <= held / 200 <= 0.99


def test_gwets_interval_covers_the_ac1_of_the_population():
    rng = np.random.default_rng(12)
    truth = rng.choice(3, 4000, p=[0.7, 0.2, 0.1])
    population = np.where(rng.random((4000, 3)) < 0.2, rng.integers(0, 3, (4000, 3)), truth[:, None]).astype(float)
    ac1 = agreement(population, resamples=100).unweighted.ac.value
    held = 0
    for _ in range(200):
        one = agreement(population[rng.integers(0, 4000, 50)], resamples=100).unweighted.ac
        held += one.low <= ac1 <= one.high
    assert 0.90 <= held / 200 <= 0.99
