"""What a page may say: plain sentences, companions for every figure, silence below ten, clear words for odd data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kopuro.learning.rules import parts, summary, summary_judgements
from kopuro.learning.rules.summary import Answers, agreement_part, codes, gain_part, items_part, scores
from kopuro.learning.rules.summary_judgements import Decisions, bias_part, calibration_part, detection_part

NAN = np.nan


def answers(before, after, later=None) -> Answers:
    tables = tuple(
        np.asarray(table, dtype=float)
        for table in (before, after, np.full_like(np.asarray(before, dtype=float), NAN) if later is None else later)
    )
    return Answers(tuple(f"item {place}" for place in range(tables[0].shape[1])), tables)


def a_test(people=20, items=6, gain=1, seed=3) -> Answers:
    draw = np.random.default_rng(seed)
    skill = draw.normal(size=people)
    before, after = (
        (draw.normal(size=(people, items)) + skill[:, None] + more > 0.4).astype(float) for more in (0.0, gain)
    )
    return answers(before, after)


def judged(
    seats=20, cases=12, *, before=0.4, after=-0.4, skill=1.2, seed=3, signals=0.5, occasions=(0, 1)
) -> Decisions:
    draw = np.random.default_rng(seed)
    rows = [
        (seat, case, when, float(case < cases * signals), float(draw.normal() + (skill / 2 if case < cases * signals else -skill / 2) > (before, after, after)[when]))
        for seat in range(seats) for when in occasions for case in range(cases)
    ]  # fmt: skip
    seat, case, when, signal, response = (np.array(column) for column in zip(*rows, strict=True))
    traits = tuple(("dress", ("everyday", "religious")[int(one) % 2]) for one in case)
    return Decisions(seat, case, when, signal.astype(float), response, np.full(seat.size, 75.0), traits, case // 2)


def test_gain_is_told_with_its_interval_its_reliability_and_n():
    part = gain_part(a_test())

    assert part.verdict.startswith("People knew more after than before: ")
    assert [label for label, _value in part.figures] == [
        "Mean before → after", "Gain in points", "Gain against the spread of people (Hedges’ g)", "Share of what could still be gained",
        "Reliability of the test after (α)",
    ]  # fmt: skip
    assert part.n == 20 and len(part.marks) == 2
    assert " to " in dict(part.figures)["Gain in points"]


def test_a_missing_answer_is_neither_right_nor_wrong():
    table = np.array([[1, 0, NAN, NAN], [1, 1, 1, 1], [NAN] * 4])

    assert scores(table, np.ones(4)).tolist()[:2] == [2.0, 4.0]
    assert np.isnan(scores(table, np.ones(4))[2])


def test_who_took_one_test_only_is_counted_and_left_out():
    some = a_test(22)
    some.tables[1][:2] = NAN

    part = gain_part(some)

    assert (part.n, dict(part.figures)["Left out: only before / only after"]) == (20, "2 / 0")


def test_what_was_kept_at_the_call_back_is_told_from_ten_on():
    some = a_test()
    some.tables[2][:12] = some.tables[1][:12]

    assert dict(gain_part(some).figures)["Still above before, at the call-back"].endswith(", 12 people")
    some.tables[2][9:] = NAN
    assert "Still above before, at the call-back" not in dict(gain_part(some).figures)


PARTS_OF = {
    "gain": lambda n: gain_part(a_test(n)),
    "items": lambda n: items_part(a_test(n)),
    "detection": lambda n: detection_part(judged(n)),
    "calibration": lambda n: calibration_part(judged(n)),
    "bias": lambda n: bias_part(judged(n)),
    "agreement": lambda n: agreement_part([("", np.random.default_rng(1).integers(1, 5, (8, n)).astype(float))]),
}


@pytest.mark.parametrize("name", PARTS_OF)
def test_nothing_is_said_of_nine_people_and_everything_of_ten(name):
    nine, ten = PARTS_OF[name](9), PARTS_OF[name](10)

    assert nine == parts.Part(name, 0, parts.TOO_FEW)
    assert nine.data == {}
    assert ten.is_shown and ten.n == 10


@pytest.mark.parametrize("name", PARTS_OF)
def test_with_the_threshold_broken_the_test_above_would_be_red(name, monkeypatch):
    for module in (parts, summary, summary_judgements):
        monkeypatch.setattr(module, "FEWEST", 2)

    assert PARTS_OF[name](9).is_shown


def test_ten_people_in_all_but_nine_in_a_part_say_nothing_of_the_part():
    before = judged(9, occasions=(0,))
    after = judged(12, occasions=(1,))
    both = Decisions(
        np.concatenate([before.seat, after.seat]), np.concatenate([before.case, after.case]), np.concatenate([before.occasion, after.occasion]),
        np.concatenate([before.signal, after.signal]), np.concatenate([before.response, after.response]),
        np.concatenate([before.confidence, after.confidence]), before.traits + after.traits,
    )  # fmt: skip

    assert [one.when for one in detection_part(both).moments] == ["after"]
    few = np.full((8, 12), NAN)
    few[:, :9] = 3.0
    part = agreement_part([("full", np.random.default_rng(1).integers(1, 5, (8, 12)).astype(float)), ("thin", few)])
    assert [label for label, _value in part.figures] == ["full"]
    assert "thin: fewer than ten raters, so nothing is said of it." in part.notes


def test_more_suspicious_is_not_more_accurate():
    part = detection_part(judged(30, 24))

    assert part.verdict == "More suspicious, not more accurate."
    assert part.table[0] == ("", "before", "after", "change")
    assert [row[0] for row in part.table[1:]] == [
        "Hits", "False alarms", "Sensitivity d′", "Criterion c", "d′ of a typical person, over people and cases", "People",
    ]  # fmt: skip


def test_seats_that_judged_twice_are_compared_with_themselves():
    some = judged(20)
    alone = some.only(~((some.seat < 3) & (some.occasion == 1)))

    assert detection_part(alone).data["change"]["paired"] is True
    assert detection_part(alone).data["change"]["n_seats"] == 17
    strangers = some.only((some.occasion == 0) == (some.seat < 10))
    assert detection_part(strangers).data["change"]["paired"] is False


def test_the_call_back_is_a_moment_of_its_own():
    part = detection_part(judged(occasions=(0, 1, 2)))

    assert [one.when for one in part.moments] == ["before", "after", "call-back"]


def test_without_any_signal_nothing_is_called_sensitive():
    part = detection_part(judged(signals=0.0))

    assert not part.is_shown
    assert part.verdict == "All cases were non-signals: hits and false alarms need cases of both kinds."


def test_all_equal_answers_give_words_and_no_nan():
    same = answers(np.ones((12, 4)), np.ones((12, 4)))

    gain, items = gain_part(same), items_part(same)

    assert gain.verdict == "No gain that can be told from chance."
    assert "nan" not in json.dumps([gain.data, items.data, gain.figures, items.figures]).lower()


def test_judges_who_all_say_the_same_are_not_called_agreeing():
    part = agreement_part([("seriousness", np.full((6, 12), 3.0))])

    assert part.verdict == "Agreement beyond chance can’t be judged: see the notes."
    assert part.marks == ()


def test_tests_that_share_no_item_show_no_gain():
    before, after = np.full((12, 4), NAN), np.full((12, 4), NAN)
    before[:, :2], after[:, 2:] = 1.0, 1.0

    assert gain_part(answers(before, after)).verdict == "Before and after share no item, so no gain can be told."


def test_all_responses_alike_are_no_bias_and_no_crash():
    some = judged()
    flat = Decisions(
        some.seat,
        some.case,
        some.occasion,
        some.signal,
        np.ones_like(some.response),
        some.confidence,
        some.traits,
        some.pair,
    )

    for part in (detection_part(flat), calibration_part(flat), bias_part(flat)):
        assert "nan" not in json.dumps([part.figures, part.verdict]).lower()


def test_a_trait_with_one_variant_is_told():
    some = judged()
    one = Decisions(
        some.seat,
        some.case,
        some.occasion,
        some.signal,
        some.response,
        some.confidence,
        (("dress", "plain"),) * some.seat.size,
    )

    part = bias_part(one)

    assert (part.is_shown, part.notes[1]) == (False, "dress: only one variant was judged.")


@pytest.mark.parametrize("part", [lambda d: calibration_part(d), lambda d: bias_part(d)])
def test_judgements_after_the_training_are_what_counts(part):
    some = judged()
    later = some.only(some.occasion == 1)

    assert dict(part(some).figures) == dict(part(later).figures)


def test_nobody_asked_how_sure_is_said():
    some = judged()
    silent = Decisions(
        some.seat, some.case, some.occasion, some.signal, some.response, np.full(some.seat.size, NAN), some.traits
    )

    assert calibration_part(silent).verdict == "Nobody was asked how sure they were."


def test_no_sentence_ranks_anybody():
    words = " ".join(
        part(24).verdict + " ".join(label for label, _v in part(24).figures) for part in PARTS_OF.values()
    ).lower()

    assert not {"best", "worst", "rank", "top", "better than the"} & set(words.split())


def test_words_become_numbers_in_order_of_appearance():
    assert codes(["b", "a", "b"]).tolist() == [0, 1, 0]


def with_a_group_that_waited(trained=30, waiting=30, gain=1.0, seed=11, names=("trained", "waiting")) -> Answers:
    draw = np.random.default_rng(seed)
    people = trained + waiting
    skill = draw.normal(size=(people, 1))
    moved = np.where(np.arange(people) < trained, gain, 0.0)[:, None]
    before, after = ((draw.normal(size=(people, 8)) + skill + more > 0.4).astype(float) for more in (0.0, moved))
    whole = answers(before, after)
    groups = tuple(names[0] if place < trained else names[1] for place in range(people))
    return Answers(whole.items, whole.tables, groups)


def test_where_a_group_waited_the_gain_is_that_of_the_trained_beyond_it():
    part = gain_part(with_a_group_that_waited())

    assert part.verdict.startswith("The trained gained ") and part.verdict.endswith(" more than those who waited.")
    beyond = dict(part.figures)["Points gained beyond those who waited"]
    assert beyond.endswith(", 30 trained and 30 who waited") and " to " in beyond
    assert part.n == 30, "the pictured gain is that of the trained alone"
    assert part.data["difference_in_differences"]["n_waiting"] == 30
    alone = gain_part(answers(*(table[:30] for table in with_a_group_that_waited().tables)))
    assert dict(part.figures)["Gain in points"] == dict(alone.figures)["Gain in points"]


def test_no_gain_beyond_those_who_waited_is_said_to_be_none():
    part = gain_part(with_a_group_that_waited(gain=0.0))

    assert part.verdict == "No gain of the trained beyond that of those who waited can be told from chance."


def test_fewer_than_ten_who_waited_are_not_told():
    part = gain_part(with_a_group_that_waited(waiting=9))

    assert "Points gained beyond those who waited" not in dict(part.figures)
    assert part.n == 30
    assert any("Fewer than ten of those who waited" in note for note in part.notes)


@pytest.mark.parametrize("names", [("women", "youth"), ("women", "women")])
def test_groups_of_which_none_waited_are_not_compared(names):
    part = gain_part(with_a_group_that_waited(names=names))

    assert part.n == 60
    assert "Points gained beyond those who waited" not in dict(part.figures)
    assert part.verdict.startswith("People knew more after than before: ")
