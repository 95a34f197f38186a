"""Who may see persons. The wall: a law-enforcement role never reads a person of a protected group (docs/privacy.md)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from kopuro.core.actor import Actor
from kopuro.people.models import Organisation, Person
from kopuro.people.terms import PROTECTED_GROUPS, Group

BEHIND_THE_WALL = (Group.LAW_ENFORCEMENT, Group.PRISON, Group.JUSTICE)


# The ways in which an organisation comes into a programme. These are tables of later packages; only the names of the
# relations are known here, and a test walks every one.
ROADS = {
    "partnerships__programme_id": "programme.read",
    "activity_roles__activity__runnings__programme_id": "activity.read",
    "ladders__programme_id": "engagement.read",
    "meetings__programme_id": "engagement.read",
    "requests__programme_id": "engagement.read",
    "initiatives__programme_id": "engagement.read",
    "promises__meeting__programme_id": "engagement.read",
    "recommendations__programme_id": "followup.read",
    "actions__recommendation__programme_id": "followup.read",
}


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Bodies that something names which the actor may see; and the own one."""
    seen = Q(pk=actor.organisation_id or 0)
    for road, verb in ROADS.items():
        programmes = actor.programmes(verb)
        if programmes:
            seen |= Q(Exists(Organisation.objects.filter(pk=OuterRef("pk"), **{f"{road}__in": programmes})))
    return Organisation.objects.filter(seen)


def may_change_organisation(actor: Actor, organisation: Organisation) -> bool:
    """A team of a programme that names it."""
    mine = actor.programmes("programme.change")
    named = Q()
    for road in ROADS:
        named |= Q(Exists(Organisation.objects.filter(pk=OuterRef("pk"), **{f"{road}__in": mine})))
    return bool(mine) and Organisation.objects.filter(named, pk=organisation.pk).exists()


def may_join_organisation(actor: Actor, organisation: Organisation) -> bool:
    """The team of every programme that names it: joining moves what stands in all of them, and with it what a focal
    point of the body may read there."""
    mine = actor.programmes("programme.change")
    body = Organisation.objects.filter(pk=organisation.pk)
    programmes = {pk for road in ROADS for pk in body.values_list(road, flat=True).distinct() if pk is not None}
    return programmes <= set(mine) and may_change_organisation(actor, organisation)


def persons_visible_to(actor: Actor, programme_keys: list[str]) -> QuerySet[Person]:
    """Persons in the contact books of the given programmes, less those behind the wall. The caller hands in the
    programmes in which the actor holds `people.read`."""
    rows = Person.objects.filter(books__programme__in=programme_keys).distinct()
    return rows.exclude(group__in=PROTECTED_GROUPS) if actor.group in BEHIND_THE_WALL else rows


def may_see_person(actor: Actor, person: Person, programme_keys: list[str]) -> bool:
    if actor.group in BEHIND_THE_WALL and person.group in PROTECTED_GROUPS:
        return False
    return any(str(book.programme) in programme_keys for book in person.books.all())
