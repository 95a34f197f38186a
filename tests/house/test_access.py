"""The access matrix: every address × every role × own and other programme. Hidden and missing look the same."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from kopuro.people.models import Account
from kopuro.programme.models import Membership
from tests.cast import MEMBERS
from tests.house.routes import own
from tests.house.things import CANARY, everything

pytestmark = pytest.mark.django_db

EVERYBODY = [*MEMBERS, "zarina"]
# Countries belong to no programme; a sign-in link to no role.
SHARED = {"country", "country-story", "enter"}
WORDS_OF_OTHERS = "elsewhere-7731"


@pytest.fixture
def world(cast):
    """The own programme, and another one in which none of the cast has a role."""
    cast.accounts["stranger"] = Account.objects.create(username="stranger", name="Aida's colleague elsewhere")
    Membership.objects.create(programme=cast.other, account=cast.accounts["stranger"], role="team")
    cast.own = everything(cast.programme, cast.accounts["aida"], "at-home-5512")
    cast.elsewhere = everything(cast.other, cast.accounts["stranger"], WORDS_OF_OTHERS)
    return cast


def addresses(made):
    """Every address of ours, with arguments where it takes some."""
    for _pattern, entry in own():
        takes = re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern))
        if entry.name in made or not takes:
            yield (
                entry,
                reverse(entry.name, kwargs={k: v for k, v in made.get(entry.name, {}).items() if k in takes} or None),
            )


def test_every_address_can_be_walked(world):
    walked = {entry.name for entry, _url in addresses(world.own)}
    left = {entry.name for _address, entry in own()} - walked
    assert left == {"columns"}, "a new address needs a thing in tests/house/things.py"


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_rule_decides_and_nothing_breaks(world, name):
    client, actor = world.client(name), world.actor(name)
    for entry, url in addresses(world.own):
        status = client.get(url).status_code
        if entry.name == "enter":
            assert status == 403
        elif not entry.callback.rule.allows(actor):
            assert status == (404 if actor.is_signed_in else 302), f"{name} {url}"
        else:
            assert status in (200, 302, 404, 405), f"{name} {url} {status}"


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_belongs_to_another_programme_is_not_there(world, name):
    """Neither reading nor writing, and the answer is that of a thing that never was."""
    client = world.client(name)
    for entry, url in addresses(world.elsewhere):
        if entry.name in SHARED or not re.search("<", str(entry.pattern)):
            continue
        for method in (client.get, client.post):
            status = method(url).status_code
            assert status in (302, 404, 405), f"{name} {method.__name__} {url} {status}"
            assert status != 302 or name == "zarina", f"{name} {url} led on"


@pytest.mark.parametrize("name", ["aida", "gulnora", "daniyar"])
def test_hidden_and_missing_give_the_same_answer(world, name):
    client = world.client(name)
    for route in ("activity", "series", "recommendation", "document", "meeting", "ladder", "indicator", "organisation"):
        key = world.elsewhere[route]["key"]
        hidden = client.get(reverse(route, args=[key]))
        missing = client.get(reverse(route, args=[uuid.uuid4()]))
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content


@pytest.mark.parametrize("name", EVERYBODY)
def test_no_page_of_theirs_speaks_of_another_programme(world, name):
    client = world.client(name)
    pages = ["/", "/activities/", "/series/", "/recommendations/", "/engagement/", "/engagement/meetings/", "/sources/", "/organisations/",
             "/intake/", "/results/", f"/search/?q={WORDS_OF_OTHERS}", f"/activities/?q={WORDS_OF_OTHERS}", "/countries/KG/",
             "/activities/?format=csv", "/recommendations/?format=csv", "/engagement/?format=csv",
             f"/activities/?programme={world.other.code}"]  # fmt: skip
    for url in pages:
        body = client.get(url, follow=True).content.decode()
        told = re.sub(r'(?:value|href|action)="[^"]*"', "", body)  # what was asked may be said back
        assert WORDS_OF_OTHERS not in told, f"{name} {url}"


@pytest.mark.parametrize("name", [*MEMBERS, "zarina"])
def test_names_of_persons_are_for_the_team_alone(world, name):
    """A canary stands in every contact: who is not of the team never meets it, on any page or export."""
    client = world.client(name)
    met = {entry.name for entry, url in addresses(world.own) if CANARY.encode() in b"".join(client.get(url))}
    assert met == ({"programme-about", "contact-remove", "ladder", "ladder-contact"} if name == "aida" else set())


def test_the_canary_would_be_found():
    """The twin of the test above: were the page to show persons to all, it would be red."""
    from kopuro.people.access import persons_visible_to
    from kopuro.people.models import Person, PersonProgramme
    from tests.cast import gathered

    cast = gathered()
    person = Person.objects.create(name=CANARY, group="women")
    PersonProgramme.objects.create(person=person, programme=cast.programme.key)
    keys = [str(cast.programme.key)]
    assert list(persons_visible_to(cast.aida, keys)) == [person]
    cast.accounts["aida"].group = "law_enforcement"
    assert list(persons_visible_to(cast.aida, keys)) == []


def test_the_two_faces_of_the_wall_agree(cast):
    from kopuro.people.access import may_see_person, persons_visible_to
    from kopuro.people.models import Person, PersonProgramme
    from kopuro.people.terms import Group

    keys = [str(cast.programme.key)]
    for group in Group:
        person = Person.objects.create(name=str(group), group=group)
        PersonProgramme.objects.create(person=person, programme=cast.programme.key)
    for viewer in Group:
        cast.accounts["aida"].group = viewer
        listed = {person.pk for person in persons_visible_to(cast.aida, keys)}
        allowed = {person.pk for person in Person.objects.all() if may_see_person(cast.aida, person, keys)}
        assert listed == allowed
