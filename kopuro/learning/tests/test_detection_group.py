"""The group model of detection: bots with known d′, criterion and spread come back; edges say so."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, optimize, special

from kopuro.learning.rules.detection import SeatCounts
from kopuro.learning.rules.detection_group import fit_group, from_counts, from_trials, patterns
from kopuro.learning.rules.detection_laplace import Decisions, Laplace


def bots(
    rng, seats=15, cases=24, d_prime=1.0, criterion=0.2, sd_criterion=0.4, sd_d_prime=0.3, sd_case=0.3
) -> Decisions:
    """Every seat judges every case; half of the cases are signals."""
    signal = np.tile([1.0, 0.0], cases // 2)
    case_lean = rng.normal(0, sd_case, cases)
    lean, keen = rng.normal(0, sd_criterion, (seats, 1)), rng.normal(0, sd_d_prime, (seats, 1))
    eta = -criterion - lean - case_lean + (d_prime + keen) * (signal - 0.5)
    response = (rng.random((seats, cases)) < special.ndtr(eta)).astype(float)
    seat, case = np.meshgrid(np.arange(seats), np.arange(cases), indexing="ij")
    return from_trials(seat.ravel(), case.ravel(), np.tile(signal, seats), response.ravel())


def test_bots_with_seat_and_case_effects_are_recovered():
    """15 seats × 24 cases, 200 groups: unbiased, and held by nominal intervals."""
    rng = np.random.default_rng(41)
    held, found = np.zeros(2), []
    for _ in range(200):
        one = fit_group(bots(rng))
        assert one.converged
        held += [one.d_prime.low <= 1.0 <= one.d_prime.high, one.criterion.low <= 0.2 <= one.criterion.high]
        found.append((one.d_prime.value, one.criterion.value))
    assert (held >= 180).all()
    assert (held <= 198).all()
    assert np.mean(found, axis=0) == pytest.approx([1.0, 0.2], abs=0.04)


def test_pooling_flattens_what_the_model_recovers():
    rng = np.random.default_rng(42)
    one = fit_group(bots(rng, seats=200, d_prime=1.5, criterion=0.0, sd_criterion=1.0, sd_d_prime=0.2, sd_case=0.0))
    assert one.d_prime.value == pytest.approx(1.5, abs=0.12)
    assert one.sd_criterion == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("crossed", [True, False])
def test_the_gradient_is_the_slope_of_the_objective(crossed):
    rng = np.random.default_rng(43)
    if crossed:
        decisions, psi = bots(rng, seats=6, cases=8), np.array([-0.1, 1.0, 0.5, 0.3, 0.4])
    else:
        counts = SeatCounts.of([9, 10, 12, 5], [3, 2, 0, 7], [2, 5, 3, 0], [10, 7, 9, 12])
        decisions, psi = from_counts(counts, np.array([1.0, 2, 1, 3])), np.array([-0.1, 1.0, 0.5, 0.3])
    model = Laplace(decisions)
    slope = optimize.approx_fprime(psi, lambda at: model.value(at)[0], 1e-6)
    assert model.value(psi)[1] == pytest.approx(slope, abs=2e-4)


def test_laplace_comes_near_the_integral():
    """One seat's marginal likelihood by brute integration over its two effects."""
    hits, alarms, n = 9, 3, 12
    psi = np.array([-0.1, 1.1, 0.5, 0.4])

    def integrand(v: float, u: float) -> float:
        up, down = psi[0] + psi[1] / 2 + 0.5 * u + 0.2 * v, psi[0] - psi[1] / 2 + 0.5 * u - 0.2 * v
        fit = special.xlogy(hits, special.ndtr(up)) + special.xlogy(n - hits, special.ndtr(-up))
        fit += special.xlogy(alarms, special.ndtr(down)) + special.xlogy(n - alarms, special.ndtr(-down))
        return float(np.exp(fit - (u**2 + v**2) / 2) / (2 * np.pi))

    exact, _ = integrate.dblquad(integrand, -7, 7, -7, 7)
    ways = special.binom(n, hits) * special.binom(n, alarms)
    model = Laplace(from_counts(SeatCounts.of(hits, n - hits, alarms, n - alarms)))
    assert -model.value(psi)[0] == pytest.approx(np.log(exact * ways), abs=0.01)


def test_patterns_with_their_numbers_equal_all_seats():
    """Millions of seats are a short table of distinct counts: the same estimates from either."""
    rng = np.random.default_rng(44)
    lean = rng.normal(0, 0.4, 800)
    hits, alarms = rng.binomial(6, special.ndtr(0.6 - lean)), rng.binomial(6, special.ndtr(-0.6 - lean))
    counts = SeatCounts.of(hits, 6 - hits, alarms, 6 - alarms)
    short, copies = patterns(counts)
    assert len(short) <= 49
    one, other = fit_group(from_counts(short, copies)), fit_group(from_counts(counts))
    assert one.n_seats == other.n_seats == 800
    assert one.d_prime.value == pytest.approx(other.d_prime.value, abs=1e-5)
    assert one.d_prime.se == pytest.approx(other.d_prime.se, rel=1e-3)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-4)
    assert one.d_prime.value == pytest.approx(1.2, abs=0.15)


def test_order_of_rows_and_names_of_seats_change_nothing():
    rng = np.random.default_rng(45)
    one = bots(rng, seats=10, cases=12)
    mixed = rng.permutation(one.yes.size)
    names = rng.permutation(10)
    other = Decisions(
        names[one.seat[mixed]], one.case[mixed], one.signal[mixed], one.yes[mixed], one.total[mixed], one.copies, 12
    )
    left, right = fit_group(one), fit_group(other)
    assert left.d_prime.value == pytest.approx(right.d_prime.value, abs=1e-4)
    assert left.log_likelihood == pytest.approx(right.log_likelihood, abs=1e-6)


def test_four_seats_are_too_few():
    one = fit_group(bots(np.random.default_rng(1), seats=4))
    assert one.d_prime.value is None
    assert one.notes == ("A group model needs at least 5 seats; the file has 4.",)


def test_perfect_separation_is_said():
    n = np.full(8, 6.0)
    one = fit_group(from_counts(SeatCounts.of(n, 0 * n, n / 3, 2 * n / 3)))
    assert one.notes == ("All answers to signals are equal: no finite d′ fits the group (perfect separation).",)
    assert one.as_json()["d_prime"] == {"value": None, "low": None, "high": None}


def test_seats_alike_have_no_spread():
    n = np.full(12, 10.0)
    one = fit_group(from_counts(SeatCounts.of(0.8 * n, 0.2 * n, 0.3 * n, 0.7 * n)))
    assert one.sd_criterion == pytest.approx(0.0, abs=1e-3)
    assert one.d_prime.value == pytest.approx(special.ndtri(0.8) - special.ndtri(0.3), abs=1e-3)
