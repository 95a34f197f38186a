"""Who may see persons. The wall: a law-enforcement role never reads a person of a protected group (docs/privacy.md)."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.core.actor import Actor
from kopuro.people.models import Organisation, Person
from kopuro.people.terms import PROTECTED_GROUPS, Group

BEHIND_THE_WALL = (Group.LAW_ENFORCEMENT, Group.PRISON, Group.JUSTICE)


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Bodies are public; a member of any programme may look them up."""
    return Organisation.objects.all() if actor.may_somewhere("programme.read") else Organisation.objects.none()


def persons_visible_to(actor: Actor, programme_keys: list[str]) -> QuerySet[Person]:
    """Persons in the contact books of the given programmes, less those behind the wall. The caller hands in the
    programmes in which the actor holds `people.read`."""
    rows = Person.objects.filter(books__programme__in=programme_keys).distinct()
    return rows.exclude(group__in=PROTECTED_GROUPS) if actor.group in BEHIND_THE_WALL else rows


def may_see_person(actor: Actor, person: Person, programme_keys: list[str]) -> bool:
    if actor.group in BEHIND_THE_WALL and person.group in PROTECTED_GROUPS:
        return False
    return any(str(book.programme) in programme_keys for book in person.books.all())
