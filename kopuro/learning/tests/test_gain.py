"""Gain: published effect sizes, pairs, people who left, a waiting group, sites."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kopuro.core.problems import Problem
from kopuro.learning.rules.effect_size import d_z_interval, independent, paired_within
from kopuro.learning.rules.gain import gains_by_group, paired_gain, unpaired_gain
from kopuro.learning.rules.gain_model import difference_in_differences, gain_model
from kopuro.learning.rules.gain_report import gain_report
from kopuro.learning.rules.score_tables import gain_table
from kopuro.learning.rules.tables import read_table

nan = np.nan


def exactly(mean: float, sd: float, n: int, seed: int) -> np.ndarray:
    """n scores of just this mean and SD."""
    z = np.random.default_rng(seed).normal(size=n)
    return mean + sd * (z - z.mean()) / z.std(ddof=1)


@pytest.mark.reference
def test_means_103_and_100():
    """Borenstein et al. (2009), ch. 4: d .5970, g .5924, V_g .0411."""
    found = paired_gain(exactly(100, 4.5, 50, 1), exactly(103, 5.5, 50, 2))
    assert found.d == pytest.approx(0.5970, abs=5e-5)
    assert found.hedges_g.value == pytest.approx(0.5924, abs=5e-5)
    assert found.var_g == pytest.approx(0.0411, abs=5e-5)
    size = independent(100, 103, 4.5, 5.5, 50, 50)
    assert (found.d, found.hedges_g.value, found.var_g) == pytest.approx((size.d, size.g, size.var_g))


@pytest.mark.reference
def test_matched_pairs_of_borenstein():
    """Difference 3, SD of differences 5.5, r .7, 50 pairs: d .4225, g .4160, V_g .0127."""
    size = paired_within(3, 5.5, 0.7, 50)
    assert (size.d, size.g, size.var_g) == (
        pytest.approx(0.4225, abs=5e-5),
        pytest.approx(0.4160, abs=5e-5),
        pytest.approx(0.0127, abs=5e-5),
    )


@pytest.mark.reference
def test_hakes_normalised_gain():
    """Class averages of 45 % before and 72.5 % after gain half of what could be gained."""
    found = paired_gain(exactly(45, 5, 30, 1), exactly(72.5, 5, 30, 2), maximum=100)
    assert found.normalised_gain.value == pytest.approx(0.5)


def test_the_gain_is_the_paired_t_interval():
    rng = np.random.default_rng(3)
    pre = rng.normal(50, 10, 25)
    post = pre + rng.normal(4, 6, 25)
    found, known = paired_gain(pre, post), stats.ttest_rel(post, pre)
    assert (found.gain.low, found.gain.high) == pytest.approx(tuple(known.confidence_interval()))
    assert found.p_value == pytest.approx(known.pvalue)


def test_welch_where_tests_are_not_paired():
    rng = np.random.default_rng(4)
    pre, post = rng.normal(50, 10, 25), rng.normal(55, 5, 40)
    found, known = unpaired_gain(pre, post), stats.ttest_ind(post, pre, equal_var=False)
    assert (found.gain.low, found.gain.high) == pytest.approx(tuple(known.confidence_interval()))
    assert found.p_value == pytest.approx(known.pvalue)
    assert (found.n_pre, found.n_post) == (25, 40)


def test_noncentral_t_interval_turns_around():
    found = d_z_interval(0.5, 30)
    assert stats.nct.sf(0.5 * 30**0.5, 29, found.low * 30**0.5) == pytest.approx(0.025, abs=1e-6)
    assert stats.nct.cdf(0.5 * 30**0.5, 29, found.high * 30**0.5) == pytest.approx(0.025, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9999), st.integers(2, 30), st.floats(0.1, 50), st.floats(-100, 100))
def test_units_and_order_change_no_effect_size(seed, n, scale, shift):
    rng = np.random.default_rng(seed)
    pre, post = rng.normal(size=n), rng.normal(size=n) + 1
    one = paired_gain(pre, post, resamples=100)
    order = rng.permutation(n)
    other = paired_gain(scale * pre[order] + shift, scale * post[order] + shift, resamples=100)
    assert one.hedges_g.value == pytest.approx(other.hedges_g.value, rel=1e-6)
    assert one.hedges_g_z.value == pytest.approx(other.hedges_g_z.value, rel=1e-6)
    assert one.hedges_g.low <= one.hedges_g.value <= one.hedges_g.high


def test_people_with_one_test_change_nothing_but_the_attrition():
    pre, post = exactly(50, 10, 20, 1), exactly(55, 10, 20, 2)
    one = paired_gain(pre, post)
    other = paired_gain(np.append(pre, [10.0, 20.0, nan]), np.append(post, [nan, nan, 90.0]))
    assert one.gain == other.gain
    assert (other.attrition.pre_only, other.attrition.post_only) == (2, 1)
    assert other.attrition.mean_pre_left == 15.0
    assert "Not paired: 2 people without the post-test, 1 person without the pre-test." in other.notes
    assert any(note.startswith("Those who left began differently") for note in other.notes)


def test_equal_scores_have_no_effect_size():
    found = paired_gain(np.full(12, 3.0), np.full(12, 5.0), maximum=5)
    assert (found.d, found.hedges_g.value, found.d_z) == (None, None, None)
    assert found.gain.value == 2.0
    assert found.normalised_gain.value == 1.0
    assert "All scores of each test are equal: a standardised gain is not defined." in found.notes


def test_everybody_at_the_maximum_had_no_room():
    found = paired_gain(np.full(12, 10.0), np.linspace(8, 10, 12), maximum=10)
    assert found.normalised_gain.value is None
    assert "Everybody began at the maximum: there was no room to gain." in found.notes


def test_one_pair_is_refused():
    with pytest.raises(Problem) as refused:
        paired_gain(np.array([1.0, nan]), np.array([2.0, 3.0]))
    assert refused.value.code == "learning.few_pairs"


def test_a_score_above_the_maximum_is_refused():
    with pytest.raises(Problem) as refused:
        paired_gain(np.array([1.0, 2.0]), np.array([2.0, 30.0]), maximum=20)
    assert refused.value.code == "learning.maximum"


def test_small_groups_say_too_few():
    pre, post = exactly(50, 10, 21, 1), exactly(55, 10, 21, 2)
    found = gains_by_group(pre, post, ["north"] * 12 + ["south"] * 9)
    assert found["south"] == {"n": None, "gain": None, "hedges_g": None, "note": "too few"}
    assert found["north"]["n"] == 12


def test_bots_of_known_gain_are_recovered():
    """d_av .6 and d_z .6/√(2(1 − .6)), 25 pairs, 200 groups."""
    rng = np.random.default_rng(61)
    held = np.zeros(2)
    for _ in range(200):
        pre = rng.normal(size=25)
        post = 0.6 * pre + 0.8 * rng.normal(size=25) + 0.6
        found = paired_gain(pre, post, resamples=100)
        held += [
            found.hedges_g.low <= 0.6 <= found.hedges_g.high,
            found.hedges_g_z.low <= 0.6 / np.sqrt(0.8) <= found.hedges_g_z.high,
        ]
    assert (held >= 180).all()
    assert (held <= 198).all()


def test_the_mixed_model_of_complete_pairs_is_the_paired_gain():
    rng = np.random.default_rng(62)
    pre = rng.normal(50, 8, 60)
    post = pre + rng.normal(5, 6, 60)
    model, paired = gain_model(pre, post), paired_gain(pre, post)
    assert model.converged
    assert model.gain.value == pytest.approx(paired.gain.value, abs=1e-6)
    assert model.gain.se == pytest.approx(paired.gain.se, rel=1e-3)


def test_the_mixed_model_uses_people_with_one_test_and_tells_sites_apart():
    rng = np.random.default_rng(63)
    site = np.arange(160) % 8
    base = 50 + rng.normal(0, 6, 8)[site] + rng.normal(0, 5, 160)
    pre, post = base + rng.normal(0, 3, 160), base + 4 + rng.normal(0, 3, 160)
    post[:30] = nan
    model = gain_model(pre, post, sites=[f"site {place}" for place in site])
    assert (model.n_people, model.n_scores, model.n_sites) == (160, 290, 8)
    assert model.gain.low <= 4 <= model.gain.high
    assert model.sd_person == pytest.approx(5, abs=1.2)
    assert model.sd_site == pytest.approx(6, abs=3.5)


def test_a_waiting_group_takes_away_what_time_did():
    rng = np.random.default_rng(64)
    held = 0
    trained = np.repeat([1.0, 0.0], 30)
    for _ in range(200):
        pre = rng.normal(50, 8, 60)
        post = pre + 2 + 5 * trained + rng.normal(0, 6, 60)
        found = difference_in_differences(pre, post, trained).difference
        held += found.low <= 5 <= found.high
    assert 0.90 <= held / 200 <= 0.99


def test_few_sites_are_not_taken_for_many_people():
    pre, post = exactly(50, 5, 24, 1), exactly(55, 5, 24, 2)
    found = difference_in_differences(pre, post, np.arange(24) % 2 * 1.0, sites=["one", "two"] * 12)
    assert found.method == "Welch"
    assert found.notes == ("Fewer than 5 sites: people were taken as independent.",)


def test_a_long_table_is_paired_by_key():
    table = read_table(
        b"key,time,score,site\na1,pre,10,Osh\na1,post,14,Osh\nb2,post,12,Osh\nb2,pre,11,Osh\nc3,pre,9,Talas\n"
    )
    scores = gain_table(table)
    assert scores.pre.tolist() == [10, 11, 9]
    assert scores.post[:2].tolist() == [14, 12]
    assert np.isnan(scores.post[2])
    assert scores.sites == ("Osh", "Osh", "Talas")


def test_the_same_key_twice_is_refused_with_its_rows():
    with pytest.raises(Problem) as refused:
        gain_table(read_table(b"key,pre,post\na,1,2\nb,1,2\na,3,4\n"))
    assert refused.value.sentence == 'Rows 2 and 4: key "a" appears twice.'


def test_the_report_adds_the_waiting_group_and_the_model():
    rows = [
        f"k{n},{'waiting' if n % 2 else 'trained'},s{n % 6},{40 + n % 17},{45 + n % 13 + 4 * (n % 2 == 0)}"
        for n in range(60)
    ]
    table = read_table("\n".join(["key,group,site,pre,post", *rows]).encode())
    answer = gain_report(gain_table(table), resamples=200).as_json()
    assert answer["difference_in_differences"]["method"] == "cluster-robust by site (6 sites)"
    assert answer["model"]["n_sites"] == 6
    assert answer["groups"]["trained"]["n"] == 30
