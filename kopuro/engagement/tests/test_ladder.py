"""An agency climbs, stalls, reopens; promises have owners; a focal point sees the own agency."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.engagement import access, actions
from kopuro.engagement.models import Ladder
from kopuro.engagement.rules import RUNGS, Standing, after, check, standing

MOVES = st.tuples(st.sampled_from(["climb", "stall", "reopen", "back"]), st.sampled_from(RUNGS))


@given(st.lists(MOVES, max_size=30))
def test_whatever_is_tried_the_standing_stays_possible(tries):
    now, taken = Standing(), []
    for move, rung in tries:
        try:
            check(now, move, rung)
        except Problem:
            continue
        now = after(now, move, rung)
        taken.append((move, rung))
        assert 0 <= now.height <= 7
        assert not now.stalled or now.rung
    assert standing(taken) == now


@pytest.mark.parametrize(
    ("steps", "move", "rung"),
    [
        ([], "stall", ""),
        ([], "reopen", ""),
        ([("climb", "presented"), ("stall", "")], "climb", "running"),
        ([("climb", "presented"), ("stall", "")], "stall", ""),
        ([("climb", "plan_agreed")], "climb", "presented"),
        ([("climb", "presented")], "back", "running"),
        ([], "climb", "moon"),
    ],
)
def test_a_step_that_cannot_follow_is_refused(steps, move, rung):
    with pytest.raises(Problem, match=r"engagement\.ladder"):
        check(standing(steps), move, rung)


@pytest.mark.django_db
def test_the_ladder_remembers_where_it_stands(cast):
    ladder = actions.open_ladder(programme=cast.programme, country="KG", agency="Prison Service", **cast.writing())
    for move, rung in (("climb", "presented"), ("stall", ""), ("reopen", ""), ("climb", "mission_held")):
        actions.record_step(ladder=ladder, move=move, rung=rung, on="2021-03", **cast.writing())
    ladder.refresh_from_db()
    assert (ladder.rung, ladder.stalled, ladder.steps.count()) == ("mission_held", False, 4)


@pytest.mark.django_db
def test_an_agency_begins_once(cast):
    for number in range(2):
        if number:
            with pytest.raises(Problem, match=r"engagement\.twice"):
                actions.open_ladder(programme=cast.programme, country="KG", agency="Prison  service", **cast.writing())
        else:
            actions.open_ladder(programme=cast.programme, country="KG", agency="Prison Service", **cast.writing())
    assert Ladder.objects.count() == 1


@pytest.mark.django_db
def test_bakyt_sees_his_own_agency_alone(cast):
    own = actions.open_ladder(programme=cast.programme, country="KG", agency="Prison Service", **cast.writing())
    Ladder.objects.filter(pk=own.pk).update(agency=cast.prison)
    actions.open_ladder(programme=cast.programme, country="KG", agency="Ministry of Internal Affairs", **cast.writing())
    assert [ladder.agency_id for ladder in access.visible_to(cast.actor("bakyt"))] == [cast.prison.pk]
    assert access.visible_to(cast.aida).count() == 2
    assert access.visible_to(cast.actor("gulnora")).count() == 0


@pytest.mark.django_db
def test_the_two_faces_agree(cast):
    for agency in ("Prison Service", "Ministry"):
        actions.open_ladder(programme=cast.programme, country="KG", agency=agency, **cast.writing())
    Ladder.objects.filter(agency__name="Prison Service").update(agency=cast.prison)
    for name in cast.accounts:
        actor = cast.actor(name)
        listed = set(access.visible_to(actor))
        assert listed == {ladder for ladder in Ladder.objects.all() if access.may_see(actor, ladder)}, name


@pytest.mark.django_db
def test_a_promise_has_an_owner_and_is_kept(cast):
    meeting = actions.record_meeting(
        programme=cast.programme,
        kind="mission",
        title="Tashkent",
        country="UZ",
        start="2021-02-22",
        end="2021-03-01",
        **cast.writing(),
    )
    with pytest.raises(Problem, match=r"engagement\.promise"):
        actions.agree(meeting=meeting, kind="promise", text="Send proposals", **cast.writing())
    point = actions.agree(
        meeting=meeting,
        kind="promise",
        text="Send proposals",
        owner="Ministry",
        due_on=date(2021, 3, 31),
        **cast.writing(),
    )
    actions.keep_promise(point=point, on=date(2021, 4, 2), **cast.writing())
    point.refresh_from_db()
    assert point.kept_on == date(2021, 4, 2)


@pytest.mark.django_db
def test_a_declined_request_says_why(cast):
    asked = actions.record_request(
        programme=cast.programme,
        country="KG",
        agency="Prison Service",
        topic="prisons",
        text="A room",
        **cast.writing(),
    )
    with pytest.raises(Problem, match=r"engagement\.answer"):
        actions.answer_request(request=asked, status="declined", answer=" ", **cast.writing())


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bakyt", "chinara", "gulnora", "hamid", "daniyar", "zarina"])
def test_only_the_team_keeps_the_engagement(cast, name):
    with pytest.raises(Problem, match=r"engagement\.not-allowed"):
        actions.open_ladder(programme=cast.programme, country="KG", agency="Prison Service", **cast.writing(name))
