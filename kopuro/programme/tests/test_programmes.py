"""Programmes are opened, belong to each other, and have members with roles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kopuro.core.problems import Problem
from kopuro.people.models import Account, Person
from kopuro.people.roles import ROLES
from kopuro.programme import access, actions
from kopuro.programme.models import Programme
from kopuro.programme.queries import actor_of

pytestmark = pytest.mark.django_db


def opened(cast, **facts) -> Programme:
    given = {"title": "Resilient communities", "countries": ["KZ"], **facts}
    return actions.open_programme(member=cast.accounts["aida"], **given, **cast.writing())


def test_a_team_opens_a_second_programme_and_keeps_it(cast):
    programme = opened(cast)
    assert programme.code == "resilient-communities"
    assert access.may_change(cast.actor("aida"), programme)
    assert not access.may_see(cast.actor("gulnora"), programme)


@pytest.mark.parametrize("name", ["bakyt", "gulnora", "hamid", "daniyar", "zarina"])
def test_others_open_none(cast, name):
    with pytest.raises(Problem, match=r"programme\.not-allowed"):
        actions.open_programme(title="Mine", member=cast.accounts["aida"], **cast.writing(name))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"starts_on": date(2024, 2, 1), "ends_on": date(2024, 1, 1)}, "programme.dates"),
        ({"budget": Decimal(1)}, "programme.budget"),
        ({"budget": Decimal(-1), "currency": "EUR"}, "programme.budget"),
        ({"code": "leica"}, "programme.code"),
    ],
)
def test_what_can_not_be_is_refused(cast, facts, code):
    with pytest.raises(Problem, match=code.replace(".", r"\.")):
        opened(cast, **facts)
    assert Programme.objects.count() == 2


def test_a_programme_is_not_part_of_itself(cast):
    part = opened(cast, parent=cast.programme)
    with pytest.raises(Problem, match=r"programme\.parent"):
        actions.change_programme(programme=cast.programme, parent=part, **cast.writing())


def test_a_role_counts_in_its_programme_alone(cast):
    programme = opened(cast)
    actions.add_member(
        programme=programme,
        account=cast.accounts["gulnora"],
        role="team",
        actor=cast.actor("aida"),
        at=cast.writing()["at"],
    )
    gulnora = actor_of(cast.accounts["gulnora"])
    assert gulnora.may("activity.change", programme.pk)
    assert not gulnora.may("activity.change", cast.programme.pk)


def test_nobody_becomes_administrator_through_a_programme(cast):
    with pytest.raises(Problem, match=r"programme\.role"):
        actions.add_member(
            programme=cast.programme, account=cast.accounts["hamid"], role="administrator", **cast.writing()
        )


@pytest.mark.parametrize(
    ("scheme", "code", "score", "problem"),
    [("sdg", "99.9", "", "code-list"), ("marker", "1", "", "score"), ("nonsense", "1", "", "code-list")],
)
def test_a_code_is_of_its_list(cast, scheme, code, score, problem):
    with pytest.raises(Problem, match=rf"programme\.{problem}"):
        actions.classify(programme=cast.programme, scheme=scheme, code=code, score=score, **cast.writing())


def test_a_contact_stands_in_the_programmes_book(cast):
    actions.add_contact(programme=cast.programme, name="Zarina", role="logistics", **cast.writing())
    assert Person.objects.get().books.get().programme == cast.programme.key


@pytest.mark.parametrize("role", ROLES)
def test_only_the_team_writes_the_record(role):
    """Read once more when a role gains a verb: these belong to the team."""
    team = {
        "programme.change",
        "framework.change",
        "engagement.change",
        "activity.change",
        "people.change",
        "people.read",
        "intake.run",
        "source.change",
        "followup.change",
    }
    assert (ROLES[role].verbs & team == team) if role == "team" else not ROLES[role].verbs & team


def test_a_closed_account_may_do_nothing(cast):
    Account.objects.filter(username="aida").update(is_active=False)
    cast.accounts["aida"].refresh_from_db()
    assert not cast.actor("aida").is_signed_in


def test_the_member_form_lists_nobody(cast):
    body = cast.client("aida").get("/programmes/leica/members/new/").content.decode()
    assert "Elmira" not in body and "Daniyar" not in body
