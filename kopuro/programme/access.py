"""Which programmes an actor may see, and who may change them."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.core.actor import Actor
from kopuro.programme.models import Programme


def visible_to(actor: Actor) -> QuerySet[Programme]:
    return Programme.objects.filter(pk__in=actor.programmes("programme.read"))


def may_see(actor: Actor, programme: Programme) -> bool:
    return actor.may("programme.read", programme.pk)


def may_change(actor: Actor, programme: Programme) -> bool:
    return actor.may("programme.change", programme.pk)


def may_see_framework(actor: Actor, programme: Programme) -> bool:
    return actor.may("framework.read", programme.pk)


def may_change_framework(actor: Actor, programme: Programme) -> bool:
    return actor.may("framework.change", programme.pk)


def may_create(actor: Actor) -> bool:
    """A new programme is opened by an administrator, or by a team that already keeps one."""
    return actor.is_administrator or actor.may_somewhere("programme.change")
