"""Who may read documents in and review what was understood: the project team of the programme."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.core.actor import Actor
from kopuro.intake.models import Reading
from kopuro.programme.models import Programme


def visible_to(actor: Actor) -> QuerySet[Reading]:
    return Reading.objects.filter(programme_id__in=actor.programmes("intake.run"))


def may_review(actor: Actor, reading: Reading) -> bool:
    return actor.may("intake.run", reading.programme_id)


def may_take_in(actor: Actor, programme: Programme) -> bool:
    return actor.may("intake.run", programme.pk)
