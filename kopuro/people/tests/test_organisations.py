"""One body under many spellings: named rightly, joined when it was read as two."""

from __future__ import annotations

import pytest

from kopuro.activities.models import ActivityOrganisation
from kopuro.activities.tests.factories import workshop
from kopuro.core.problems import Problem
from kopuro.engagement import actions as engagement
from kopuro.people import actions
from kopuro.people.models import Organisation
from kopuro.people.queries import organisation_by_name
from kopuro.programme import actions as programmes
from kopuro.programme.models import Partner

pytestmark = pytest.mark.django_db
NAMED = {"acronym": "MIA", "kind": "10", "group": "law_enforcement", "country": "UZ", "about": "", "written": []}


def body(cast, name: str, role: str = "2") -> Organisation:
    programmes.add_partner(programme=cast.programme, name=name, role=role, **cast.writing())
    return Organisation.objects.get(name=name)


def test_documents_that_use_an_old_name_mean_the_same_body(cast):
    row = body(cast, "Uzbekistan's Ministry of Internal Affairs")
    actions.describe_organisation(
        organisation=row,
        name="Ministry of Internal Affairs",
        **NAMED | {"written": ["МВД Узбекистана"]},
        **cast.writing(),
    )
    for written in (
        "Uzbekistan's Ministry of Internal Affairs",
        "МВД Узбекистана",
        "MIA",
        "ministry of internal affairs",
    ):
        assert organisation_by_name(written) == row


def test_two_bodies_of_a_country_are_not_called_the_same(cast):
    body(cast, "OSCE")
    other = body(cast, "Academy")
    with pytest.raises(Problem, match=r"people\.same-name"):
        actions.describe_organisation(organisation=other, name="OSCE", **NAMED | {"country": ""}, **cast.writing())


def test_what_named_one_names_the_other(cast):
    held = workshop(cast)
    first, again = body(cast, "Government of Japan", "1"), body(cast, "Правительство Японии", "1")
    for one in (first, again):
        ActivityOrganisation.objects.create(activity=held, organisation=one, role="funder")
    actions.join_organisations(organisation=again, into=first, **cast.writing())
    assert organisation_by_name("Правительство Японии") == first
    assert list(held.organisations.filter(role="funder").values_list("organisation", flat=True)) == [first.pk]
    assert Partner.objects.filter(organisation=first).count() == 1
    assert not Organisation.objects.filter(pk=again.pk).exists()


def test_a_unit_that_is_its_own_parent_stands_alone(cast):
    whole, unit = body(cast, "Ministry"), body(cast, "The Ministry itself")
    unit.parent = whole
    unit.save()
    actions.join_organisations(organisation=whole, into=unit, **cast.writing())
    unit.refresh_from_db()
    assert unit.parent is None


def test_two_ladders_are_not_made_one_and_nothing_is_half_done(cast):
    ladders = [
        engagement.open_ladder(
            programme=cast.programme, country="UZ", agency=name, group="law_enforcement", **cast.writing()
        )
        for name in ("MIA", "Ministry of Interior")
    ]
    first, again = (ladder.agency for ladder in ladders)
    with pytest.raises(Problem, match=r"people\.same-name"):
        actions.join_organisations(organisation=again, into=first, **cast.writing())
    assert organisation_by_name("Ministry of Interior") == again
    assert list(first.names.values_list("written", flat=True)) == ["MIA"]


def test_a_body_is_not_joined_to_itself(cast):
    row = body(cast, "OSCE")
    with pytest.raises(Problem, match=r"people\.same-name"):
        actions.join_organisations(organisation=row, into=row, **cast.writing())


def test_only_a_team_that_names_it_changes_it(cast):
    row, unnamed = body(cast, "OSCE"), Organisation.objects.create(name="Somewhere else")
    for name, one in (("bakyt", row), ("gulnora", row), ("aida", unnamed)):
        with pytest.raises(Problem, match=r"people\.not-allowed"):
            actions.describe_organisation(organisation=one, name="Ours", **NAMED, **cast.writing(name))
        with pytest.raises(Problem, match=r"people\.not-allowed"):
            actions.join_organisations(organisation=one, into=row, **cast.writing(name))


def test_a_body_that_another_programme_names_too_is_not_joined_over_its_head(cast):
    first, again = body(cast, "Police"), body(cast, "Women's council")
    Partner.objects.create(programme=cast.other, organisation=again, role="4")
    with pytest.raises(Problem, match=r"people\.not-allowed"):
        actions.join_organisations(organisation=again, into=first, **cast.writing())
    with pytest.raises(Problem, match=r"people\.not-allowed"):
        actions.join_organisations(organisation=first, into=again, **cast.writing())
    assert Organisation.objects.filter(pk__in=(first.pk, again.pk)).count() == 2


def test_pages_correct_and_join(cast):
    first, again = body(cast, "Government of Japan"), body(cast, "Правительство Японии")
    page = cast.client("aida")
    shown = page.get(f"/organisations/{again.key}/same/").content.decode()
    assert "Government of Japan" in shown
    refused = page.post(f"/organisations/{again.key}/same/", {"into": "Nobody knows"})
    assert refused.status_code == 422
    assert (
        page.post(f"/organisations/{again.key}/same/", {"into": "government of japan"}).url == first.get_absolute_url()
    )
    sent = NAMED | {"name": "Japan", "written": "Japon\nЯпония"}
    assert page.post(f"/organisations/{first.key}/change/", sent).status_code == 302
    assert organisation_by_name("Япония") == first
    assert cast.client("gulnora").get(f"/organisations/{first.key}/change/").status_code == 404
