"""Telling signal from noise: published values, bots of known d′, what must not change it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from kopuro.core.problems import Problem
from kopuro.learning.rules.detection import (
    SeatCounts,
    bootstrap_intervals,
    count_seats,
    formula_intervals,
    indices,
    wilson,
)
from kopuro.learning.rules.detection_result import (
    detect_counts,
    detect_decisions,
    detection_change,
    flags_right,
)
from kopuro.learning.rules.roc import rating_of, roc, roc_from_counts


def rates(hit: float, alarm: float, n: float = 100) -> SeatCounts:
    return SeatCounts.of(hit * n, (1 - hit) * n, alarm * n, (1 - alarm) * n)


@pytest.mark.reference
@pytest.mark.parametrize(
    ("hit", "alarm", "d_prime", "criterion"), [(0.69, 0.31, 0.992, 0.0), (0.89, 0.59, 0.999, -0.727)]
)
def test_sensitivity_and_criterion(hit, alarm, d_prime, criterion):
    found = indices(rates(hit, alarm), "none")
    assert found.d_prime[0] == pytest.approx(d_prime, abs=0.0005)
    assert found.criterion[0] == pytest.approx(criterion, abs=0.0005)


@pytest.mark.reference
@pytest.mark.parametrize(("n", "se"), [(6, 0.825), (12, 0.583), (20, 0.452), (40, 0.319)])
def test_standard_error_of_gourevitch_and_galanter(n, se):
    assert indices(rates(0.8, 0.2, n), "none").se_d_prime[0] == pytest.approx(se, abs=0.0005)


@pytest.mark.reference
def test_log_linear_correction_as_in_wickens():
    """82 of 100 old words and 46 of 100 new ones called old (documented example of R's statpsych::signal)."""
    found = indices(SeatCounts.of(82, 18, 46, 54))
    assert found.hit_rate_corrected[0] == pytest.approx(0.8168317, abs=5e-8)
    assert found.false_alarm_rate_corrected[0] == pytest.approx(0.460396, abs=5e-7)
    assert found.d_prime[0] == pytest.approx(1.002793, abs=5e-7)
    assert found.criterion[0] == pytest.approx(-0.4019603, abs=5e-8)


@pytest.mark.reference
def test_rating_curve_of_hanley_and_mcneil():
    """109 CT images rated 1–5 (Radiology 143, 29–36, 1982): areas .893 and .911; a 1.657, b .713 by Dorfman & Alf."""
    found = roc_from_counts(np.array([33.0, 6, 6, 11, 2]), np.array([3.0, 2, 2, 11, 33]))
    assert found.trapezoid.value == pytest.approx(0.893, abs=0.0005)
    assert found.trapezoid.se == pytest.approx(0.0307, abs=0.00005)
    assert found.az.value == pytest.approx(0.911, abs=0.0005)
    assert found.a.value == pytest.approx(1.6568, abs=0.00005)
    assert found.b.value == pytest.approx(0.7130, abs=0.00005)
    assert found.log_likelihood == pytest.approx(-123.6486, abs=0.00005)
    assert found.d_a.value == pytest.approx(1.9078, abs=0.00005)


@pytest.mark.reference
def test_rare_signals_drown_in_false_alarms():
    assert flags_right(0.9, 0.1, 0.001) == pytest.approx(0.009, abs=0.0005)


def test_a_prime_by_its_two_formulas():
    """Pollack & Norman (1964) give one formula for H ≥ F and its mirror for H < F."""
    h, f = 0.8, 0.3
    above = 0.5 + (h - f) * (1 + h - f) / (4 * h * (1 - f))
    assert indices(rates(h, f), "none").a_prime[0] == pytest.approx(above)
    assert indices(rates(f, h), "none").a_prime[0] == pytest.approx(1 - above)


def test_ln_beta_is_criterion_times_sensitivity():
    found = indices(rates(0.84, 0.31), "none")
    assert found.ln_beta[0] == pytest.approx(found.criterion[0] * found.d_prime[0])


def test_half_correction_moves_only_the_extremes():
    found = indices(SeatCounts.of([12, 9], [0, 3], [0, 4], [12, 8]), "half")
    assert found.hit_rate_corrected.tolist() == [1 - 1 / 24, 0.75]
    assert found.false_alarm_rate_corrected.tolist() == [1 / 24, 4 / 12]


def test_without_correction_a_perfect_seat_has_no_finite_sensitivity():
    result = detect_counts(SeatCounts.of(12, 0, 0, 12), "none").as_json()
    assert (result["d_prime"], result["se_d_prime"], result["hit_rate"]) == (None, None, 1.0)
    assert "A rate is 0 or 1, so without a correction d′ is infinite: choose loglinear or half." in result["notes"]


def test_no_signals_say_so():
    result = detect_counts(SeatCounts.of(0, 0, 3, 9)).as_json()
    assert (result["hit_rate"], result["d_prime"], result["false_alarm_rate"]) == (None, None, 0.25)
    assert "The file has no signals: sensitivity and criterion need cases of both kinds." in result["notes"]


def test_negative_counts_are_refused():
    with pytest.raises(Problem) as refused:
        SeatCounts.of(-1, 2, 3, 4)
    assert refused.value.code == "learning.counts"


def test_missing_answers_are_left_out_and_counted():
    result = detect_decisions(np.array([1, 1, 0, 0, np.nan]), np.array([1, np.nan, 0, 1, 1.0]))
    assert result.as_json()["n"] == 3
    assert result.notes[0] == "Left out for a missing answer: 2 decisions."


def test_counts_of_parts_add_up():
    rng = np.random.default_rng(1)
    seat, signal, response = rng.integers(0, 5, 400), rng.integers(0, 2, 400) * 1.0, rng.integers(0, 2, 400) * 1.0
    whole = count_seats(seat, signal, response, n_seats=5).table()
    parts = [
        count_seats(seat[part], signal[part], response[part], n_seats=5).table()
        for part in (slice(150), slice(150, None))
    ]
    assert (whole == parts[0] + parts[1]).all()


counts = st.tuples(*[st.integers(0, 40)] * 4)


@settings(max_examples=80, deadline=None)
@given(counts, st.sampled_from(["loglinear", "half", "none"]))
def test_swapping_the_names_of_signal_and_noise_mirrors_everything(four, correction):
    hits, misses, alarms, rejections = four
    one = indices(SeatCounts.of(hits, misses, alarms, rejections), correction)
    other = indices(SeatCounts.of(rejections, alarms, misses, hits), correction)
    assert one.d_prime[0] == pytest.approx(other.d_prime[0], nan_ok=True)
    assert one.criterion[0] == pytest.approx(-other.criterion[0], nan_ok=True)
    assert one.a_prime[0] == pytest.approx(other.a_prime[0], nan_ok=True)
    if np.isfinite(one.a_prime[0]):
        assert 0 <= one.a_prime[0] <= 1


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.integers(0, 38), st.integers(0, 40))
def test_one_more_hit_raises_sensitivity_and_lowers_the_criterion(n, hits, alarms):
    hits, alarms = min(hits, n - 1), min(alarms, n)
    less = indices(SeatCounts.of(hits, n - hits, alarms, n - alarms))
    more = indices(SeatCounts.of(hits + 1, n - hits - 1, alarms, n - alarms))
    assert more.d_prime[0] > less.d_prime[0]
    assert more.criterion[0] < less.criterion[0]


@settings(max_examples=30, deadline=None)
@given(st.lists(counts, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_of_seats_changes_nothing(seats, random):
    shuffled = list(seats)
    random.shuffle(shuffled)
    one, other = (detect_counts(SeatCounts.of(*zip(*rows, strict=True)), resamples=100) for rows in (seats, shuffled))
    assert one.pooled.d_prime[0] == pytest.approx(other.pooled.d_prime[0], nan_ok=True)
    assert one.seat_d_prime.value == (
        None if other.seat_d_prime.value is None else pytest.approx(other.seat_d_prime.value)
    )


def test_bots_of_known_sensitivity_are_held_by_the_formula():
    """12 + 12 cases, d′ 1.2, c .3, 400 bots: nominal coverage although the sample is tiny."""
    rng = np.random.default_rng(31)
    hit, alarm = special.ndtr(0.6 - 0.3), special.ndtr(-0.6 - 0.3)
    hits, alarms = rng.binomial(12, hit, 400), rng.binomial(12, alarm, 400)
    found = indices(SeatCounts.of(hits, 12 - hits, alarms, 12 - alarms))
    d_held = np.abs(found.d_prime - 1.2) <= 1.96 * found.se_d_prime
    c_held = np.abs(found.criterion - 0.3) <= 1.96 * found.se_d_prime / 2
    assert 0.90 <= d_held.mean() <= 0.99
    assert 0.90 <= c_held.mean() <= 0.99


def test_bootstrap_over_seats_holds_the_pooled_sensitivity_of_the_population():
    rng = np.random.default_rng(32)
    held = 0
    lean = rng.normal(0, 0.4, 200_000)
    pooled = special.ndtr(0.75 - lean).mean(), special.ndtr(-0.75 - lean).mean()
    truth = special.ndtri(pooled[0]) - special.ndtri(pooled[1])
    for draw in range(200):
        seat = rng.normal(0, 0.4, 30)
        hits, alarms = rng.binomial(24, special.ndtr(0.75 - seat)), rng.binomial(24, special.ndtr(-0.75 - seat))
        one = bootstrap_intervals(SeatCounts.of(hits, 24 - hits, alarms, 24 - alarms), resamples=400, seed=draw)
        held += one.d_prime.low <= truth <= one.d_prime.high
    assert 0.90 <= held / 200 <= 0.99


def test_one_seat_alone_draws_its_decisions():
    one = bootstrap_intervals(SeatCounts.of(9, 3, 4, 8))
    assert one.method == "bootstrap over decisions"
    assert one.d_prime.low < one.d_prime.value < one.d_prime.high


def test_wilson_stays_inside_and_moves_with_the_count():
    assert (wilson(0, 10).low, wilson(10, 10).high) == (0.0, 1.0)
    assert wilson(0, 10).high == pytest.approx(0.2775, abs=0.00005)  # z²/(n + z²)


def shifted(d_prime: float, lean: float, seats: int, seed: int) -> SeatCounts:
    rng = np.random.default_rng(seed)
    hits = rng.binomial(40, special.ndtr(d_prime / 2 - lean), seats)
    alarms = rng.binomial(40, special.ndtr(-d_prime / 2 - lean), seats)
    return SeatCounts.of(hits, 40 - hits, alarms, 40 - alarms)


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (shifted(1.2, -0.4, 25, 2), "more_suspicious"),
        (shifted(2.2, 0.0, 25, 3), "better"),
        (shifted(2.2, -0.5, 25, 4), "better_and_readier"),
        (shifted(0.4, 0.0, 25, 5), "worse"),
        (shifted(1.2, 0.5, 25, 6), "less_suspicious"),
        (shifted(1.2, 0.0, 25, 7), "no_change"),
    ],
)
def test_before_and_after_in_plain_words(after, verdict):
    assert detection_change(shifted(1.2, 0.0, 25, 1), after).verdict == verdict


def test_more_suspicious_not_more_accurate():
    change = detection_change(shifted(1.2, 0.0, 25, 1), shifted(1.2, -0.4, 25, 2))
    assert change.sentence == "More suspicious, not more accurate."


def test_nine_seats_are_too_few_for_a_verdict():
    assert detection_change(shifted(1, 0, 9, 1), shifted(3, 0, 9, 2)).verdict == "too_few"


def test_the_trapezoid_is_the_share_of_pairs_ranked_right():
    rng = np.random.default_rng(3)
    signal, rating = rng.integers(0, 2, 80) * 1.0, rng.integers(1, 7, 80) * 1.0
    ups = [(a > b) + (a == b) / 2 for a in rating[signal == 1] for b in rating[signal == 0]]
    assert roc(signal, rating).trapezoid.value == pytest.approx(np.mean(ups))


def test_confidence_orders_every_no_below_every_yes():
    response, confidence = np.array([0, 0, 1, 1.0]), np.array([90, 0, 0, 90.0])
    assert np.argsort(rating_of(response, confidence)).tolist() == [0, 1, 2, 3]


def test_ratings_that_tell_all_apart_have_no_fitted_curve():
    found = roc(np.array([0, 0, 0, 1, 1, 1.0]), np.array([1, 2, 3, 4, 5, 6.0]))
    assert found.trapezoid.value == 1.0
    assert found.az.value is None
    assert found.notes == ("Too few different ratings within both kinds of case to fit a curve: see the trapezoid.",)


def test_fitted_curve_recovers_unequal_variances():
    """Signals N(1.5, 1.25²) against N(0, 1): a = 1.2, b = .8 held by nominal intervals."""
    rng = np.random.default_rng(33)
    held = np.zeros(3)
    cuts = np.array([-0.8, 0.0, 0.7, 1.3, 2.0])
    truth = 1.2, 0.8, special.ndtr(1.2 / np.sqrt(1.64))
    for _ in range(200):
        noise, signal = rng.normal(0, 1, 150), rng.normal(1.5, 1.25, 150)
        counted = [np.bincount(np.searchsorted(cuts, values), minlength=6) * 1.0 for values in (noise, signal)]
        found = roc_from_counts(*counted)
        held += [one.low <= value <= one.high for one, value in zip((found.a, found.b, found.az), truth, strict=True)]
    assert (held >= 180).all()
    assert (held <= 198).all()


def test_formula_interval_is_symmetric_about_sensitivity():
    one, _ = formula_intervals(SeatCounts.of(30, 10, 12, 28), "none")
    assert one.d_prime.high - one.d_prime.value == pytest.approx(1.959964 * one.d_prime.se)
