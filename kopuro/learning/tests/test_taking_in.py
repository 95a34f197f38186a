"""Chinara and Hamid take tables in: keys instead of codes, once and not twice, or not at all."""

from __future__ import annotations

import pytest
from django.apps import apps

from kopuro.core.models import AuditLine
from kopuro.core.problems import Problem
from kopuro.learning import actions, queries
from kopuro.learning.models import Answer, Judgement, LearningFile, LearningMapping, Pairing, RatingGiven
from kopuro.learning.rules.columns import Columns
from kopuro.learning.tests.factories import TABLES, a_workshop, code_of, taken_in, test_table
from kopuro.programme.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(cast):
    return a_workshop(cast)


def refusal(call, *args, **how) -> Problem:
    with pytest.raises(Problem) as refused:
        call(*args, **how)
    return refused.value


def rows_kept() -> int:
    return (
        LearningFile.objects.count() + Answer.objects.count() + Judgement.objects.count() + RatingGiven.objects.count()
    )


@pytest.mark.parametrize("kind", TABLES)
def test_a_trainer_takes_a_table_in(cast, workshop, kind):
    file = taken_in(cast, workshop, kind)

    assert (file.rows, file.kind, file.taken_in_by) == (len(TABLES[kind]()[1]), kind, cast.actor("chinara").key)
    assert AuditLine.objects.filter(verb="learning.take-in", thing=str(file.key)).exists()


@pytest.mark.parametrize("name", ["bakyt", "daniyar", "elmira", "farid", "gulnora", "zarina"])
def test_nobody_else_takes_tables_in_or_out(cast, workshop, name):
    file = taken_in(cast, workshop, "ratings")
    before = rows_kept()

    assert refusal(taken_in, cast, workshop, "answers", by=name).code == "learning.not-allowed"
    assert refusal(actions.remove, file=file, **cast.writing(name)).code == "learning.not-allowed"
    assert refusal(actions.make_keys_final, activity=workshop, **cast.writing(name)).code == "learning.not-allowed"
    assert rows_kept() == before


def test_an_evaluator_of_another_programme_takes_nothing_in_here(cast, workshop):
    Membership.objects.filter(account=cast.accounts["hamid"]).update(programme=cast.other)

    assert refusal(taken_in, cast, workshop, "answers", by="hamid").code == "learning.not-allowed"


def test_no_code_stands_anywhere_in_the_record(cast, workshop):
    """Every column of every table is searched for every code that was taken in."""
    for kind in TABLES:
        taken_in(cast, workshop, kind)

    # Another table with an item named by a code shows that the search finds one.
    kept = everything_kept()
    assert [place for place in range(24) if code_of(place) in kept] == []
    file = LearningFile.objects.first()
    file.title = code_of(3)
    file.save()
    assert [place for place in range(24) if code_of(place) in everything_kept()] == [3]


def everything_kept() -> str:
    models = [model for model in apps.get_app_config("kopuro").get_models() if not model._meta.proxy]
    return "\n".join(str(row) for model in models for row in model.objects.values_list())


def test_the_same_code_pairs_before_and_after_and_over_files(cast, workshop):
    headers, rows = test_table(12)
    for when, word in (("pre", "before"), ("post", "after")):
        mine = [(row[0].upper() if when == "post" else row[0], *row[2:]) for row in rows if row[1] == word]
        taken_in(cast, workshop, "answers", ((headers[0], *headers[2:]), mine), occasion=when)

    keys = [set(Answer.objects.filter(occasion=when).values_list("key", flat=True)) for when in ("pre", "post")]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 12


def test_another_activity_gives_the_same_code_another_key(cast, workshop):
    other = a_workshop(cast, "Another workshop")
    for activity in (workshop, other):
        taken_in(cast, activity, "answers")

    first, second = (
        set(Answer.objects.filter(file__activity=activity).values_list("key", flat=True))
        for activity in (workshop, other)
    )
    assert (len(first), first & second) == (24, set())


def test_rows_do_not_stand_in_the_order_of_the_sheet(cast, workshop):
    taken_in(cast, workshop, "ratings")

    raters = list(RatingGiven.objects.order_by("id").values_list("rater", flat=True))
    assert raters == sorted(raters, key=str)


def test_the_same_table_twice_is_kept_once(cast, workshop):
    taken_in(cast, workshop, "answers")
    before = rows_kept()

    assert refusal(taken_in, cast, workshop, "answers").code == "learning.again"
    assert rows_kept() == before


def test_the_same_form_sent_twice_has_one_effect(cast, workshop):
    once = taken_in(cast, workshop, "answers", key="form-1")

    assert taken_in(cast, workshop, "answers", key="form-1") == once
    assert LearningFile.objects.count() == 1


@pytest.mark.parametrize("kind", TABLES)
def test_a_second_table_with_the_same_answers_is_refused(cast, workshop, kind):
    taken_in(cast, workshop, kind)
    headers, rows = TABLES[kind]()

    assert refusal(taken_in, cast, workshop, kind, (headers, rows[:5])).code == "learning.given"


def test_one_bad_cell_and_nothing_is_stored(cast, workshop):
    headers, rows = test_table()
    rows[-1] = (*rows[-1][:-1], "inf")

    problem = refusal(
        taken_in,
        cast,
        workshop,
        "answers",
        (headers, rows),
        columns=Columns({"code": 0, "occasion": 1}, tuple((n, headers[n]) for n in range(2, 10))),
    )

    assert (problem.code, problem.sentence) == ("learning.cell", "Row 49, item 8: “inf” is not a number.")
    assert rows_kept() == 0
    assert not Pairing.objects.exists() and not LearningMapping.objects.exists()


def test_the_columns_are_remembered_by_their_headings(cast, workshop):
    headers, rows = test_table()
    columns = Columns({"code": 0, "occasion": 1}, ((3, "item 2"),))
    taken_in(cast, workshop, "answers", (headers, rows), columns=columns)

    other = a_workshop(cast, "Another workshop")
    again = actions.fingerprint_of([f" {header.upper()} " for header in headers])
    assert queries.remembered(other, "answers", again) == columns
    assert queries.remembered(other, "ratings", again) is None


def test_keys_made_final_pair_nothing_more_and_find_nobody(cast, workshop):
    taken_in(cast, workshop, "answers")
    assert queries.own_result(cast.actor("elmira"), workshop, code_of(1))

    actions.make_keys_final(activity=workshop, **cast.writing("hamid"))

    assert queries.own_result(cast.actor("elmira"), workshop, code_of(1)) == []
    assert refusal(taken_in, cast, workshop, "ratings").code == "learning.final"
    assert queries.is_final(workshop)
    assert queries.parts(list(LearningFile.objects.all()))[0].n == 24


def test_a_table_goes_with_all_its_rows_and_may_come_again(cast, workshop):
    file = taken_in(cast, workshop, "answers")

    actions.remove(file=file, **cast.writing("chinara"))

    assert rows_kept() == 0
    taken_in(cast, workshop, "answers")


def test_the_secret_guards_what_recognises_a_table(cast, workshop):
    """The mark of a table is made under the activity's secret: without it nobody can try codes against it."""
    first = taken_in(cast, workshop, "answers")
    second = taken_in(cast, a_workshop(cast, "Another workshop"), "answers")

    assert first.fingerprint != second.fingerprint
