"""Accounts are given: the first at the keyboard, the others by an administrator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password

from kopuro.core import clock
from kopuro.core.problems import Problem
from kopuro.people import actions
from kopuro.people.access import ROADS
from kopuro.people.models import Account, Organisation, SignInLink
from kopuro.web.commands.members import link_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(cast):
    Account.objects.filter(username="aida").update(is_administrator=True)
    cast.accounts["aida"].refresh_from_db()
    return cast


def test_the_first_account_is_opened_at_the_keyboard(client):
    secret = link_for("aida", name="Aida", group="other", administrator=True)
    assert client.get(f"/enter/{secret}/", follow=True).status_code == 200
    assert client.get("/accounts/").status_code == 200


def test_an_unknown_account_without_a_name_is_told():
    with pytest.raises(Problem, match=r"command\.account"):
        link_for("nobody", name=None, group="other", administrator=False)


def test_a_link_signs_in_until_it_expires_and_its_secret_is_not_kept(boss, client):
    link = actions.give_link(actor=boss.aida, at=clock.now(), account=boss.accounts["hamid"])
    assert link.secret not in str(list(SignInLink.objects.values_list()))
    assert client.get(f"/enter/{link.secret}/").status_code == 302
    SignInLink.objects.update(expires_at=link.made_at - timedelta(seconds=1))
    assert client.get(f"/enter/{link.secret}/").status_code == 403


def test_a_fresh_link_ends_the_one_before(boss, client):
    first, _second = (
        actions.give_link(actor=boss.aida, at=clock.now(), account=boss.accounts["hamid"]) for _ in range(2)
    )
    assert client.get(f"/enter/{first.secret}/").status_code == 403


def test_a_closed_account_is_an_outsider_at_once(boss):
    client = boss.client("hamid")
    assert client.get("/activities/").status_code == 200
    actions.close_account(account=boss.accounts["hamid"], **boss.writing())
    assert client.get("/activities/").status_code == 302


def test_an_administrator_does_not_close_the_own_account(boss):
    with pytest.raises(Problem, match=r"people\.not-allowed"):
        actions.close_account(account=boss.accounts["aida"], **boss.writing())


@pytest.mark.parametrize("name", ["bakyt", "gulnora", "hamid", "zarina"])
def test_others_open_no_accounts_and_see_none(boss, name):
    with pytest.raises(Problem, match=r"people\.not-allowed"):
        actions.open_account(username="x", name="X", group="other", **boss.writing(name))
    assert boss.client(name).get("/accounts/").status_code in (302, 404)


def test_an_administrator_without_a_role_sees_no_programme(boss):
    boss.accounts["aida"].memberships.all().delete()
    client = boss.client("aida")
    assert client.get("/programmes/leica/").status_code == 404
    assert client.get("/activities/").status_code == 404


def test_passwords_are_kept_as_measured():
    kind, _id, _version, costs, *_rest = make_password("a long enough password").split("$")
    assert (kind, costs) == ("argon2", "m=47104,t=1,p=1")


def test_nobody_signs_up(client):
    page = client.post(
        "/account/signup/",
        {"username": "zarina", "password1": "a long enough password", "password2": "a long enough password"},
    )
    assert not Account.objects.filter(username="zarina").exists()
    assert page.status_code in (200, 403)


@pytest.mark.parametrize("road", ROADS)
def test_every_road_to_an_organisation_is_a_relation_that_stands(road):
    assert Organisation.objects.filter(**{f"{road}__in": [1]}).count() == 0
