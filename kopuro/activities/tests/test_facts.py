"""What the team states, settles and rejects; what others may not."""

from __future__ import annotations

import pytest

from kopuro.activities import actions
from kopuro.activities.models import Activity, Count
from kopuro.activities.tests.factories import workshop
from kopuro.core.models import AuditLine
from kopuro.core.problems import Problem
from kopuro.sources.models import Claim

pytestmark = pytest.mark.django_db


def test_what_aida_enters_stands_with_a_claim_behind_every_value(cast):
    activity = workshop(cast)
    assert (activity.start, activity.end, activity.people, activity.people_stage) == (
        "2024-02-14",
        "2024-02-16",
        35,
        "reported",
    )
    fields = set(Claim.objects.filter(subject=activity.key).values_list("field", flat=True))
    assert fields == {"title", "type", "status", "dates", "place", "participants.reported", "organisation"}


def test_an_activity_without_a_date_has_none(cast):
    activity = workshop(cast, dates=None)
    assert (activity.start, activity.starts_on, activity.precision) == ("", None, "unknown")


def test_a_plan_is_kept_apart_from_attendance(cast):
    activity = workshop(cast, **{"participants.planned": 60})
    assert (activity.people, activity.people_stage) == (35, "reported")
    assert set(Count.objects.filter(activity=activity).values_list("stage", "number")) == {
        ("reported", 35),
        ("planned", 60),
    }


def test_a_correction_is_shown_and_the_first_value_stays_in_the_story(cast):
    activity = workshop(cast)
    actions.state_facts(
        activity=activity, facts={"participants.reported": 38}, note="attendance sheet", **cast.writing()
    )
    activity.refresh_from_db()
    assert (activity.people, activity.conflicts) == (38, 0)
    assert set(
        Claim.objects.filter(subject=activity.key, field="participants.reported").values_list("value", flat=True)
    ) == {35, 38}


def test_a_rejected_number_leaves_the_page(cast):
    activity = workshop(cast)
    claim = Claim.objects.get(subject=activity.key, field="participants.reported")
    actions.decide_claim(activity=activity, claim=claim, status="rejected", **cast.writing())
    activity.refresh_from_db()
    assert activity.people is None


def test_a_joint_activity_stands_in_both_programmes_once(cast):
    from kopuro.programme.models import Membership

    Membership.objects.create(programme=cast.other, account=cast.accounts["aida"], role="team")
    activity = workshop(cast)
    actions.run_in(activity=activity, programme=cast.other, **cast.writing())
    assert Activity.objects.filter(runnings__programme=cast.programme).count() == 1
    assert Activity.objects.filter(runnings__programme=cast.other).count() == 1
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("name", ["bakyt", "chinara", "daniyar", "elmira", "gulnora", "hamid", "zarina"])
def test_only_the_team_states_facts(cast, name):
    activity = workshop(cast)
    with pytest.raises(Problem, match=r"activities\.not-allowed"):
        actions.state_facts(activity=activity, facts={"title": "Mine"}, **cast.writing(name))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "party"),
        ("participants.reported", -1),
        ("participants.reported", True),
        ("title", "  "),
        ("title", "x" * 401),
        ("nonsense", 1),
    ],
)
def test_a_value_that_a_field_cannot_hold_is_refused_and_nothing_changes(cast, field, value):
    activity = workshop(cast)
    before = Claim.objects.count()
    with pytest.raises(Problem, match=r"activities\.value"):
        actions.state_facts(activity=activity, facts={field: value}, **cast.writing())
    assert Claim.objects.count() == before


def test_a_form_sent_twice_makes_one_activity(cast):
    facts = {"title": "Seminar", "type": "seminar", "status": "held"}
    first = actions.create_activity(programme=cast.programme, facts=facts, key="form-1", **cast.writing())
    second = actions.create_activity(programme=cast.programme, facts=facts, key="form-1", **cast.writing())
    assert (first.pk, Activity.objects.count()) == (second.pk, 1)


def test_a_key_does_not_travel_between_actions(cast):
    actions.create_activity(programme=cast.programme, facts={"title": "Seminar"}, key="form-1", **cast.writing())
    with pytest.raises(Problem, match=r"core\.reused-key"):
        actions.create_series(programme=cast.programme, title="Series", key="form-1", **cast.writing())


def test_every_write_leaves_its_line_in_the_audit_without_values(cast):
    activity = workshop(cast)
    line = AuditLine.objects.get(thing=str(activity.key))
    assert (line.verb, line.actor, line.kind) == ("activity.create", cast.aida.key, "kopuro.Activity")
    assert "Almaty" not in str(line.fields)


def test_a_number_of_the_whole_series_is_not_added_to_its_activities(cast):
    from kopuro.activities.queries import series_story, summed

    series = actions.create_series(programme=cast.programme, title="Inspectors", **cast.writing())
    actions.put_in_series(activity=workshop(cast), series=series, **cast.writing())
    actions.state_series_count(series=series, stage="reported", number=250, note="press release", **cast.writing())
    assert summed(Activity.objects.filter(series=series)).people == 35
    assert series_story(cast.aida, series).value == "35"
