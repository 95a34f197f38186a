"""Bias in matched vignettes: exact where the design is balanced, equal to statsmodels, bots recovered."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.bias import trait_effect, trait_effects
from kopuro.learning.rules.judgement_tables import bias_table
from kopuro.learning.rules.tables import read_table


def room(rng, seats=30, pairs=8, effect=0.15, base=0.4, seat_sd=0.1):
    """Every seat answers both variants of every pair; half of the pairs are signals."""
    seat = np.repeat(np.arange(seats), 2 * pairs)
    pair = np.tile(np.repeat(np.arange(pairs), 2), seats)
    varied = np.tile([0.0, 1.0], seats * pairs)
    chance = np.clip(base + effect * varied + rng.uniform(-1, 1, seats)[seat] * seat_sd, 0, 1)
    return (rng.random(seat.size) < chance).astype(float), varied, seat, pair, (pair % 2).astype(float)


@pytest.mark.reference
@settings(max_examples=30, deadline=None)
@given(st.integers(0, 9999))
def test_a_balanced_design_gives_the_difference_of_means(seed):
    response, varied, seat, pair, _ = room(np.random.default_rng(seed), seats=10, pairs=4)
    found = trait_effect(response, varied, seat, pair=pair, resamples=100)
    assert found.amce.value == response[varied == 1].mean() - response[varied == 0].mean()


def test_standard_error_is_that_of_statsmodels():
    response, varied, seat, _, _ = room(np.random.default_rng(71))
    fit = sm.OLS(response, sm.add_constant(varied)).fit(cov_type="cluster", cov_kwds={"groups": seat}, use_t=True)
    found = trait_effect(response, varied, seat, resamples=100)
    assert found.amce.se == pytest.approx(fit.bse[1])
    assert (found.amce.low, found.amce.high) == pytest.approx(tuple(fit.conf_int()[1]))
    assert found.p_value == pytest.approx(fit.pvalues[1])


def test_bots_of_known_bias_are_recovered():
    rng = np.random.default_rng(72)
    held = 0
    for _ in range(200):
        response, varied, seat, pair, _ = room(rng)
        found = trait_effect(response, varied, seat, pair=pair)
        held += found.amce.low <= 0.15 <= found.amce.high
    assert 0.90 <= held / 200 <= 0.99


def test_a_readier_flag_shows_in_the_criterion_not_in_sensitivity():
    rng = np.random.default_rng(73)
    response, varied, seat, pair, signal = room(rng, seats=60, effect=0.0)
    lean = 0.3 * signal + 0.25 * varied
    response = (rng.random(response.size) < 0.25 + lean).astype(float)
    found = trait_effect(response, varied, seat, pair=pair, signal=signal)
    assert found.detection.criterion.high < 0
    assert found.detection.d_prime.low < 0 < found.detection.d_prime.high
    assert found.sentence == "The trait alone moved answers up: a bias that chance does not explain."


def test_equivalence_needs_a_bound_set_beforehand():
    rng = np.random.default_rng(74)
    response, varied, seat, _, _ = room(rng, seats=400, effect=0.0)
    without = trait_effect(response, varied, seat)
    within = trait_effect(response, varied, seat, bound=0.05)
    assert without.equivalence is None
    assert within.equivalence.equivalent
    assert within.equivalence.p_value < 0.05
    assert within.sentence == "Any effect of the trait is smaller than the bound set beforehand (0.05)."


def test_no_effect_in_a_small_room_is_not_called_equivalence():
    response, varied, seat, _, _ = room(np.random.default_rng(75), seats=12, pairs=2, effect=0.0)
    found = trait_effect(response, varied, seat, bound=0.02)
    assert not found.equivalence.equivalent
    assert found.sentence == "No effect of the trait was seen, and one large enough to matter is not ruled out."


def test_a_bound_of_zero_is_refused():
    response, varied, seat, _, _ = room(np.random.default_rng(76))
    with pytest.raises(Problem) as refused:
        trait_effect(response, varied, seat, bound=0.0)
    assert refused.value.code == "learning.bound"


def test_few_seats_say_too_few():
    response, varied, seat, _, _ = room(np.random.default_rng(77), seats=9)
    found = trait_effect(response, varied, seat)
    assert found.sentence == "Too few to say whether the trait moved the answers."


def test_seats_alike_give_no_test():
    found = trait_effect(np.tile([0.0, 1.0], 20), np.tile([0.0, 1.0], 20), np.repeat(np.arange(20), 2))
    assert (found.amce.value, found.amce.low, found.p_value) == (1.0, None, None)
    assert any(note.startswith("All seats answered alike") for note in found.notes)


def test_one_variant_is_refused():
    with pytest.raises(Problem) as refused:
        trait_effect(np.array([1.0, 0.0]), np.array([1.0, 1.0]), np.array([0, 1]))
    assert refused.value.code == "learning.one_variant"


def test_half_seen_pairs_are_told():
    response, varied, seat, pair, _ = room(np.random.default_rng(78), seats=12, pairs=3)
    response[0] = np.nan
    found = trait_effect(response, varied, seat, pair=pair)
    assert found.notes == (
        "Left out for a missing value: 1 answer.",
        "1 pair of 36 shown to a seat were seen in one variant only; they count as answers, not as matched pairs.",
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 9999))
def test_swapping_the_variants_turns_the_sign(seed):
    rng = np.random.default_rng(seed)
    response, varied, seat, pair, signal = room(rng, seats=11, pairs=4)
    one = trait_effect(response, varied, seat, pair=pair, signal=signal, resamples=100)
    other = trait_effect(response, 1 - varied, seat, pair=pair, signal=signal, resamples=100)
    assert one.amce.value == pytest.approx(-other.amce.value)
    assert one.amce.se == pytest.approx(other.amce.se)
    assert one.detection.criterion.value == pytest.approx(-other.detection.criterion.value)


def test_traits_and_their_levels_from_a_table():
    rows = ["seat,pair,signal,clothing,district,response"]
    rows += [
        f"S{n % 12},P{n % 4},{n % 2},{('none', 'scarf', 'beard')[n % 3]},{('centre', 'edge')[n // 3 % 2]},{n % 5 % 2}"
        for n in range(144)
    ]
    answers = bias_table(read_table("\n".join(rows).encode()))
    assert [(trait.name, trait.level, trait.baseline) for trait in answers.traits] == [
        ("clothing", "beard", "none"),
        ("clothing", "scarf", "none"),
        ("district", "edge", "centre"),
    ]
    effects = trait_effects(answers, resamples=100)
    assert [effect.n for effect in effects] == [96, 96, 144]
