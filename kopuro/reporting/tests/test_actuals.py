"""Actuals are counted from rows; what can't be counted is named, not guessed."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest

from kopuro.activities import actions as activities
from kopuro.activities.rules import Attendee
from kopuro.activities.tests.factories import workshop
from kopuro.core.problems import Problem
from kopuro.programme import actions
from kopuro.programme.models import Programme
from kopuro.reporting.queries.actuals import Record, actual_story, framework, reached
from kopuro.reporting.queries.cells import Parts, breakdown, choices, tables
from kopuro.reporting.queries.figures import figure_story, parts_table
from kopuro.reporting.queries.overview import activities_of
from kopuro.reporting.rules import Filter, Row, belongs, count, ended, in_period


def row(id: int = 1, **facts) -> Row:
    given = {
        "type": "workshop",
        "status": "held",
        "ended": date(2024, 2, 16),
        **facts,
    }
    return Row(id, **given)


def test_an_activity_counts_in_the_period_in_which_it_ended():
    after_new_year = row(ended=date(2024, 1, 2))
    found = ended([after_new_year])
    assert in_period(found, date(2024, 1, 2), date(2024, 12, 31)) == [after_new_year]
    assert in_period(found, date(2023, 1, 1), date(2024, 1, 2)) == [after_new_year]
    assert in_period(found, date(2023, 1, 1), date(2024, 1, 1)) == []


def test_one_without_a_date_counts_in_none():
    assert in_period(ended([row(ended=None)]), date(1900, 1, 1), date(2999, 1, 1)) == []


@pytest.mark.parametrize(
    ("facts", "wanted", "counts"),
    [
        ({}, Filter(), True),
        ({"status": "planned"}, Filter(), False),
        ({"status": "cancelled"}, Filter(), False),
        ({}, Filter(types=frozenset({"camp"})), False),
        ({}, Filter(countries=frozenset({"KZ", "KG"})), True),
        ({}, Filter(countries=frozenset({"KZ", "UZ"})), False),
        ({}, Filter(only=frozenset({1})), True),
        ({}, Filter(only=frozenset()), False),
    ],
)
def test_a_filter_chooses(facts, wanted, counts):
    assert belongs(row(**facts), wanted, {"KG"}) is counts


def test_participations_come_from_the_list_else_from_what_is_stated():
    found = count([row(1, listed=31, stated=30), row(2, stated=35), row(3)], "participations")
    assert (found.value, found.from_lists, found.from_documents, found.silent) == (66, 31, 35, (3,))


def people(n: int, sex: str = "female") -> list[Attendee]:
    return [Attendee(person=uuid.uuid4(), group="prison", sex=sex, days=Decimal(2)) for _ in range(n)]


@pytest.fixture
def world(cast):
    """Two workshops of 2024: the same twelve women at both, thirty men at one."""
    women, men = people(12), people(30, "male")
    first = workshop(cast)
    second = workshop(cast, title="A second one", dates={"start": "2024-05-06", "end": "2024-05-08"})
    activities.record_participations(activity=first, attendees=women + men, **cast.writing())
    activities.record_participations(activity=second, attendees=women, **cast.writing())
    cast.period = actions.add_period(
        programme=cast.programme, label="2024", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), **cast.writing()
    )
    cast.result = actions.add_result(programme=cast.programme, level="1", title="Trained together", **cast.writing())
    return cast


def figure(world, contribution: str, **facts):
    indicator = actions.add_indicator(
        result=world.result, title=contribution, contribution=contribution, **facts, **world.writing()
    )
    return indicator, reached(indicator, world.period, Record(world.programme), {}).value


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("contribution", "value"),
    [("activities", 2), ("participations", 54), ("unique_people", 42), ("person_days", 108.0), ("sessions", 0)],
)
def test_each_rule_counts_its_own(world, contribution, value):
    assert figure(world, contribution)[1] == value


@pytest.mark.django_db
def test_only_chosen_activities_serve_a_chosen_indicator(world):
    indicator, value = figure(world, "activities", chosen_only=True)
    assert value == 0
    activities.serve_indicator(
        activity=indicator.result.programme.activities.first(), indicator=indicator, serves=True, **world.writing()
    )
    assert reached(indicator, world.period, Record(world.programme), {}).value == 1


@pytest.mark.django_db
def test_a_joint_activity_counts_once_in_each_programme(world):
    from kopuro.programme.models import Membership

    Membership.objects.create(programme=world.other, account=world.accounts["aida"], role="team")
    activities.run_in(activity=world.programme.activities.first(), programme=world.other, **world.writing())
    assert (len(Record(world.programme).rows), len(Record(world.other).rows)) == (2, 1)


@pytest.mark.django_db
def test_a_figure_opens_the_rows_behind_it(world):
    indicator, _value = figure(world, "participations")
    story = actual_story(world.aida, indicator, world.period)
    assert story.value == "54"
    assert [cells[2] for cells in story.table.rows] == [42, 12]


@pytest.mark.django_db
def test_a_small_cell_is_hidden_and_can_not_be_worked_out(world):
    activities.record_participations(
        activity=world.programme.activities.first(), attendees=people(3, "other"), **world.writing()
    )
    indicator, _value = figure(world, "unique_people", dimensions=["sex"])
    table = breakdown(Parts(indicator), world.period, "sex", Record(world.programme))
    shown = {cells[0]: cells[1] for cells in table.rows}
    assert shown["men"].text == 30
    assert shown["another"] == shown["women"] == "fewer than 10, or hidden to protect them"


@pytest.mark.django_db
def test_a_target_for_a_part_stands_beside_what_that_part_reached(world):
    indicator, _value = figure(world, "unique_people", dimensions=["sex"])
    assert [(label, [value for value, _words in cells]) for label, cells in choices(indicator)] == [
        ("sex", ["sex:female", "sex:male", "sex:other", "sex:unknown"])
    ]
    target = {"period": world.period, "value": Decimal(20), "dimension": "sex", "cell": "female"}
    actions.set_target(indicator=indicator, **target, **world.writing())
    (table,) = tables(indicator, Record(world.programme))
    assert [(cells[0], cells[1].text, cells[2] and cells[2].text) for cells in table.rows] == [
        ("men", 30, None),
        ("women", 12, "20"),
    ]


@pytest.mark.django_db
def test_entered_parts_are_shown_too(world):
    indicator, _value = figure(world, "entered", dimensions=["sex"])
    part = {"period": world.period, "value": Decimal(7), "dimension": "sex", "cell": "female", "source": "a letter"}
    actions.enter_actual(indicator=indicator, **part, **world.writing())
    (table,) = tables(indicator, Record(world.programme))
    assert [(cells[0], cells[1].text, cells[2]) for cells in table.rows] == [("women", "7", None)]


@pytest.mark.django_db
def test_a_larger_programme_counts_what_its_parts_run_each_once(world):
    """Both run the first workshop jointly: once in each, once overall, and so do its people."""
    region = actions.open_programme(title="Region", member=world.accounts["aida"], **world.writing())
    actions.change_programme(programme=world.programme, parent=region, **world.writing())
    activities.run_in(activity=world.programme.activities.first(), programme=region, **world.writing())
    rows = Record(region).rows
    assert (len(rows), sum(row.listed for row in rows)) == (2, 54)
    table = parts_table(world.aida, region)
    assert [[getattr(cell, "text", cell) for cell in line] for line in table.rows] == [
        ["Police and civil society together", 2, 70, 0],
        ["All together", 2, 70, 0],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("what", "value", "n"), [("held", "2", 2), ("people", "70", 2), ("planned", "1", 1)])
def test_a_large_figure_opens_the_rows_that_were_counted(world, what, value, n):
    workshop(world, title="Next", status="planned", **{"participants.reported": None, "participants.planned": 20})
    story = figure_story(world.aida, activities_of(world.aida, world.programme), what)
    assert (story.value, len(story.table.rows)) == (value, n)


@pytest.mark.django_db
def test_a_result_is_mended_and_keeps_its_place(world):
    above = actions.add_result(programme=world.programme, level="2", title="Cooperation", **world.writing())
    changed = actions.change_result(result=world.result, title="Trained side by side", parent=above, **world.writing())
    assert (changed.title, changed.parent, changed.level) == ("Trained side by side", above, "1")
    with pytest.raises(Problem, match=r"framework\.level"):
        actions.change_result(result=above, parent=changed, **world.writing())


@pytest.mark.django_db
def test_an_entered_figure_needs_its_source(world):
    indicator, _value = figure(world, "entered")
    with pytest.raises(Problem, match=r"framework\.source"):
        actions.enter_actual(indicator=indicator, period=world.period, value=Decimal(3), source=" ", **world.writing())
    actions.enter_actual(
        indicator=indicator, period=world.period, value=Decimal(3), source="Annual report, p. 12", **world.writing()
    )
    story = actual_story(world.aida, indicator, world.period)
    assert (story.value, story.claims[0].source) == ("3", "Annual report, p. 12")


@pytest.mark.django_db
def test_what_rows_count_is_not_entered_by_hand(world):
    indicator, _value = figure(world, "activities")
    with pytest.raises(Problem, match=r"framework\.computed"):
        actions.enter_actual(indicator=indicator, period=world.period, value=Decimal(3), source="x", **world.writing())


@pytest.mark.django_db
def test_an_output_stands_under_an_outcome(world):
    with pytest.raises(Problem, match=r"framework\.level"):
        actions.add_result(
            programme=world.programme, level="2", title="Outcome", parent=world.result, **world.writing()
        )


@pytest.mark.django_db
def test_the_framework_page_asks_no_more_for_three_activities_than_for_one(world, django_assert_num_queries):
    figure(world, "participations")
    one, other = (Programme.objects.get(pk=world.programme.pk) for _ in range(2))
    with django_assert_num_queries(8):
        framework(one)
    for number in range(3):
        workshop(world, title=f"More {number}")
    with django_assert_num_queries(8):
        framework(other)
