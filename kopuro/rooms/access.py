"""Who sees scenarios and runs, who leads, who reviews. Stations are let in by their seat token, not by a role."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.core.actor import Actor
from kopuro.programme.models import Programme
from kopuro.rooms.models import Run, Scenario, Version
from kopuro.rooms.terms import LEADERS, SeatKind


def scenarios_visible_to(actor: Actor) -> QuerySet[Scenario]:
    return Scenario.objects.filter(programme_id__in=actor.programmes("room.read"))


def versions_visible_to(actor: Actor) -> QuerySet[Version]:
    rows = Version.objects.filter(scenario__programme_id__in=actor.programmes("room.read"))
    return rows.select_related("scenario__programme", "author")


def runs_visible_to(actor: Actor) -> QuerySet[Run]:
    rows = Run.objects.filter(programme_id__in=actor.programmes("room.read"))
    return rows.select_related("programme", "activity", "version__scenario")


def may_lead(actor: Actor, programme: Programme) -> bool:
    """Write scenarios and lead runs."""
    return actor.may("room.lead", programme.pk)


def may_see_run(actor: Actor, run: Run) -> bool:
    return actor.may("room.read", run.programme_id)


def may_review(actor: Actor, version: Version) -> bool:
    """Four eyes: whoever has a hand in the text does not review it."""
    if not (version.is_published and actor.may("room.read", version.scenario.programme_id)):
        return False
    return not version.authors.filter(account__key=actor.key).exists()


def may_take(actor: Actor, run: Run, kind: str) -> bool:
    """Leading, playing a character and the projector are for those who lead; observing and care for all who may read."""
    if kind in (*LEADERS, SeatKind.ROLEPLAYER, SeatKind.SCREEN):
        return actor.may("room.lead", run.programme_id)
    return kind in (SeatKind.EVALUATOR, SeatKind.WELLBEING) and may_see_run(actor, run)
