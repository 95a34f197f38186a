"""Is a question harder in Russian than in Kyrgyz for people who know as much? Bakyt wants to know before he uses it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.dif import dif
from kopuro.learning.rules.items.mantel_haenszel import ets_class, mantel_haenszel
from kopuro.learning.tests.published import graded

SLOPES = np.linspace(0.9, 1.5, 10)
INTERCEPTS = np.linspace(-1.5, 1.5, 10)

# Bickel, Hammel & O'Connell (1975), admissions to Berkeley: admitted and refused men, admitted and refused women
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def berkeley() -> tuple[list[int], list[bool], list[str]]:
    admitted: list[int] = []
    woman: list[bool] = []
    department: list[str] = []
    for name, (yes_men, no_men, yes_women, no_women) in BERKELEY.items():
        admitted += [1] * yes_men + [0] * no_men + [1] * yes_women + [0] * no_women
        woman += [False] * (yes_men + no_men) + [True] * (yes_women + no_women)
        department += [name] * (yes_men + no_men + yes_women + no_women)
    return admitted, woman, department


def two_languages(seed: int, n: int, harder: float, impact: float = 0.4) -> tuple[np.ndarray, list[str]]:
    """Bots of two languages; the third item is `harder` logits more in Russian, whose readers are less able."""
    rng = np.random.default_rng(seed)
    russian = rng.random(n) < 0.5
    ability = rng.normal(size=n) - impact * russian
    intercepts = np.tile(INTERCEPTS, (n, 1))
    intercepts[russian, 2] -= harder
    answers = rng.random((n, 10)) < 1 / (1 + np.exp(-(ability[:, None] * SLOPES + intercepts)))
    return answers.astype(float), ["ru" if reads else "ky" for reads in russian]


@pytest.mark.reference
def test_mantel_haenszel_of_the_berkeley_admissions() -> None:
    found = mantel_haenszel(*berkeley())
    assert round(found.odds_ratio or 0, 7) == 0.9046968
    assert round(found.chi_square or 0, 4) == 1.4269
    assert round(found.p or 0, 4) == 0.2323
    spread = (found.se_delta or 0) / 2.35
    middle = float(np.log(found.odds_ratio or 1))
    low, high = np.exp([middle - 1.959964 * spread, middle + 1.959964 * spread])
    assert (round(low, 4), round(high, 4)) == (0.7719, 1.0603)


def test_the_delta_is_minus_2_35_times_the_log_odds_ratio() -> None:
    found = mantel_haenszel(*berkeley())
    assert found.delta == pytest.approx(-2.35 * np.log(0.9046968258))
    assert found.size == "A"


@pytest.mark.parametrize(
    ("delta", "se", "p", "size"),
    [
        (0.9, 0.1, 0.0001, "A"),
        (-1.2, 0.3, 0.2, "A"),
        (-1.2, 0.2, 0.001, "B"),
        (1.6, 0.5, 0.01, "B"),
        (-1.6, 0.2, 0.0001, "C"),
        (2.5, 0.3, None, "A"),
    ],
)
def test_classes_of_the_educational_testing_service(delta: float, se: float, p: float | None, size: str) -> None:
    assert ets_class(delta, se, p) == size


def test_an_item_harder_in_one_language_is_found_by_both_methods() -> None:
    answers, language = two_languages(1, 2500, harder=1.0)
    result = dif(answers, language, by="language", reference="ky")
    flagged = {item.name for item in result.items if item.mantel_haenszel.size in ("B", "C")}
    assert flagged == {"item3"}
    third = result.items[2]
    assert third.mantel_haenszel.delta is not None and third.mantel_haenszel.delta < -1.5
    assert third.likelihood_ratio is not None and third.likelihood_ratio.p_adjusted < 1e-6
    assert third.likelihood_ratio.delta == pytest.approx(-2.35, abs=0.8)
    assert third.likelihood_ratio.signed < 0
    label, n, mean, sd = result.groups[1]
    assert label == "ru" and n > 1000
    assert mean == pytest.approx(-0.4, abs=0.15) and sd == pytest.approx(1.0, abs=0.15)


def test_a_difference_of_ability_alone_is_no_dif() -> None:
    answers, language = two_languages(2, 2500, harder=0.0, impact=0.8)
    result = dif(answers, language)
    assert all(item.mantel_haenszel.size == "A" for item in result.items)
    assert all(item.likelihood_ratio is not None and item.likelihood_ratio.p_adjusted > 0.01 for item in result.items)


def test_three_groups_are_each_compared_with_the_reference() -> None:
    answers, language = two_languages(3, 900, harder=0.0)
    groups = [["ky", "ru", "tg"][place % 3] for place in range(900)]
    result = dif(answers, groups, model=None)
    assert [label for label, *_ in result.groups][0] == result.reference
    assert len(result.items) == 20
    assert all(item.likelihood_ratio is None for item in result.items)
    assert len(language) == 900


def test_graded_items_get_a_standardised_difference() -> None:
    steps = np.tile([1.0, -1.0], (8, 1))
    first = graded(4, 700, np.full(8, 1.3), steps)
    second = graded(5, 700, np.full(8, 1.3), steps - np.array([[1.0]] + [[0.0]] * 7))
    result = dif(np.vstack([first, second]), ["ky"] * 700 + ["ru"] * 700, reference="ky", model="grm")
    effects = [item.mantel_haenszel.effect or 0 for item in result.items]
    assert effects[0] == min(effects) and effects[0] < -0.17
    assert result.items[0].mantel_haenszel.size in ("B", "C")
    assert result.items[0].mantel_haenszel.delta is None
    assert result.items[0].likelihood_ratio is not None and result.items[0].likelihood_ratio.p < 1e-6


def test_small_groups_are_named() -> None:
    answers, language = two_languages(6, 120, harder=0.0)
    result = dif(answers, language, model=None)
    assert any(note.startswith("Fewer than 100 people") for note in result.notes)


def test_one_group_cannot_be_compared() -> None:
    answers, _ = two_languages(7, 50, harder=0.0)
    with pytest.raises(Problem, match="learning.dif_one_group"):
        dif(answers, ["ky"] * 50)
    with pytest.raises(Problem, match="learning.dif_reference"):
        dif(answers, ["ky", "ru"] * 25, reference="uz")


def test_json_holds_no_nan() -> None:
    answers, language = two_languages(8, 150, harder=0.5)
    answers[:10, 1] = np.nan
    json.dumps(dif(answers, language, model="rasch").as_json(), allow_nan=False)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_swapping_the_groups_turns_the_delta(seed: int) -> None:
    rng = np.random.default_rng(seed)
    right, group, score = rng.integers(0, 2, 80), rng.random(80) < 0.5, rng.integers(0, 4, 80)
    one, other = mantel_haenszel(right, group, score), mantel_haenszel(right, ~group, score)
    assert one.chi_square == pytest.approx(other.chi_square)
    if one.delta is not None and other.delta is not None:
        assert one.delta == pytest.approx(-other.delta)
        assert one.se_delta == pytest.approx(other.se_delta)
        assert one.size == other.size


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.booleans(), st.integers(0, 3)), max_size=12))
def test_any_handful_of_answers_gives_finite_figures_or_none(rows: list[tuple[int, bool, int]]) -> None:
    found = mantel_haenszel([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
    json.dumps(found.as_json(), allow_nan=False)
