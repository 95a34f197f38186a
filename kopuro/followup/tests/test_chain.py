"""From advice to change: asked, answered, done, used."""

from __future__ import annotations

from datetime import date

import pytest

from kopuro.activities.tests.factories import workshop
from kopuro.core.problems import Problem
from kopuro.followup import access, actions, queries
from kopuro.followup.chains import chain_of
from kopuro.followup.models import Recommendation

pytestmark = pytest.mark.django_db


def advice(cast, **facts) -> Recommendation:
    given = {
        "text": "Create a room for simulations",
        "addressee": "Prison Service",
        "activity": workshop(cast),
        **facts,
    }
    made = actions.recommend(programme=cast.programme, **given, **cast.writing())
    Recommendation.objects.filter(pk=made.pk, addressee__name="Prison Service").update(addressee=cast.prison)
    made.refresh_from_db()
    return made


def stage(cast) -> str:
    return queries.stage_of(queries.with_standing(access.visible_to(cast.aida)).get())


def test_advice_climbs_from_waiting_to_used(cast):
    row = advice(cast)
    seen = [stage(cast)]
    actions.respond(recommendation=row, answer="accepted", why="", on=date(2026, 3, 1), **cast.writing())
    seen.append(stage(cast))
    step = actions.plan_action(recommendation=row, text="Build it", owner="LEICA", **cast.writing())
    seen.append(stage(cast))
    held = workshop(cast, title="The first simulation")
    actions.mark_done(action=step, on=date(2026, 4, 1), carried_out_by=held, **cast.writing())
    actions.record_uptake(
        recommendation=row, kind="activity", text="Twenty officers tried it", activity=held, **cast.writing()
    )
    seen.append(stage(cast))
    assert seen == ["waiting", "answered", "acting", "used"]
    nodes = chain_of(cast.aida, Recommendation.objects.get()).nodes
    assert [node.kind for node in nodes] == ["Activity", "Recommendation", "Response", "Action", "Activity", "Uptake"]


def test_no_needs_its_reason(cast):
    with pytest.raises(Problem, match=r"followup\.why"):
        actions.respond(recommendation=advice(cast), answer="not", why=" ", on=date(2026, 3, 1), **cast.writing())


def test_advice_comes_from_somewhere(cast):
    with pytest.raises(Problem, match=r"followup\.source"):
        actions.recommend(programme=cast.programme, text="Do more", **cast.writing())


def test_done_names_what_shows_it(cast):
    step = actions.plan_action(recommendation=advice(cast), text="Build it", owner="LEICA", **cast.writing())
    with pytest.raises(Problem, match=r"followup\.done"):
        actions.mark_done(action=step, on=date(2026, 4, 1), **cast.writing())


def test_uptake_needs_its_proof(cast):
    with pytest.raises(Problem, match=r"followup\.proof"):
        actions.record_uptake(recommendation=advice(cast), kind="practice", text="We changed", **cast.writing())


def test_bakyt_answers_for_his_own_agency_alone(cast):
    own, foreign = advice(cast), advice(cast, text="Change the law", addressee="Parliament")
    actions.respond(recommendation=own, answer="accepted", why="", on=date(2026, 3, 1), **cast.writing("bakyt"))
    with pytest.raises(Problem, match=r"followup\.not-allowed"):
        actions.respond(recommendation=foreign, answer="accepted", why="", on=date(2026, 3, 1), **cast.writing("bakyt"))


@pytest.mark.parametrize("name", ["chinara", "gulnora", "hamid", "daniyar", "zarina"])
def test_others_do_not_answer(cast, name):
    with pytest.raises(Problem, match=r"followup\.not-allowed"):
        actions.respond(
            recommendation=advice(cast), answer="accepted", why="", on=date(2026, 3, 1), **cast.writing(name)
        )


def test_an_overdue_action_is_found(cast):
    actions.plan_action(
        recommendation=advice(cast), text="Build it", owner="LEICA", due_on=date(2026, 3, 1), **cast.writing()
    )
    assert queries.overdue(cast.aida, date(2026, 3, 2)).count() == 1
    assert queries.overdue(cast.aida, date(2026, 3, 1)).count() == 0


def test_a_chain_does_not_name_what_the_reader_may_not_see(cast):
    row = advice(cast)
    assert "Police and civil society side by side" in str(chain_of(cast.aida, row).nodes)
    assert "Police and civil society side by side" not in str(chain_of(cast.actor("zarina"), row).nodes)


def told_twice(cast) -> tuple[Recommendation, Recommendation]:
    held = workshop(cast)
    return advice(cast, activity=held), advice(cast, activity=held, text="Créer une salle de simulation")


def test_advice_told_twice_stands_once(cast):
    first, again = told_twice(cast)
    actions.join(recommendation=again, into=first, **cast.writing())
    assert list(access.visible_to(cast.aida)) == [first]
    actions.part(recommendation=again, **cast.writing())
    assert set(access.visible_to(cast.aida)) == {first, again}


def test_what_was_told_again_comes_along_when_advice_is_joined(cast):
    first, again = told_twice(cast)
    third = advice(cast, text="Build a simulation room")
    actions.join(recommendation=third, into=again, **cast.writing())
    again.refresh_from_db()
    actions.join(recommendation=again, into=first, **cast.writing())
    assert set(first.told_again.all()) == {again, third}


def test_answered_advice_is_not_joined_or_withdrawn(cast):
    first, again = told_twice(cast)
    actions.respond(recommendation=again, answer="accepted", why="", on=date(2026, 3, 1), **cast.writing())
    with pytest.raises(Problem, match=r"followup\.same"):
        actions.join(recommendation=again, into=first, **cast.writing())
    with pytest.raises(Problem, match=r"followup\.same"):
        actions.withdraw(recommendation=again, **cast.writing())
    assert set(access.visible_to(cast.aida)) == {first, again}


def test_advice_is_not_joined_to_itself_or_to_what_is_gone(cast):
    first, again = told_twice(cast)
    actions.withdraw(recommendation=first, **cast.writing())
    first.refresh_from_db()
    for into in (again, first):
        with pytest.raises(Problem, match=r"followup\.(same|not-allowed)"):
            actions.join(recommendation=again, into=into, **cast.writing())


def test_what_was_no_advice_is_gone_and_its_claim_rejected(cast):
    first, again = told_twice(cast)
    actions.join(recommendation=again, into=first, **cast.writing())
    actions.withdraw(recommendation=first, **cast.writing())
    assert list(access.visible_to(cast.aida)) == [again]
    first.refresh_from_db()
    assert first.claim.status == "rejected"


def test_only_the_team_joins_and_withdraws(cast):
    first, again = told_twice(cast)
    for write in (
        lambda: actions.join(recommendation=again, into=first, **cast.writing("bakyt")),
        lambda: actions.withdraw(recommendation=first, **cast.writing("bakyt")),
    ):
        with pytest.raises(Problem, match=r"followup\.not-allowed"):
            write()


def test_a_page_joins_and_takes_apart(cast):
    first, again = told_twice(cast)
    page = cast.client("aida")
    form = page.get(f"/recommendations/{again.key}/same/")
    assert first.text in form.content.decode()
    page.post(f"/recommendations/{again.key}/same/", {"into": first.pk, "once": "k1"})
    assert again.text in page.get(f"/recommendations/{first.key}/why/").content.decode()
    assert page.get(f"/recommendations/{again.key}/").url == first.get_absolute_url()
    page.post(f"/recommendations/{first.key}/same/{again.key}/apart/", {"once": "k2"})
    assert set(access.visible_to(cast.aida)) == {first, again}
