"""Who may see figures of learning, who may take data in, who may take it along. Nobody lists figures of single persons."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.activities import access as activities
from kopuro.activities.models import Activity, Running
from kopuro.core.actor import Actor
from kopuro.learning.models import LearningFile
from kopuro.people.access import BEHIND_THE_WALL


def _running(actor: Actor, verb: str) -> QuerySet[Running]:
    return Running.objects.filter(programme_id__in=actor.programmes(verb))


def visible_to(actor: Actor) -> QuerySet[LearningFile]:
    """Files of activities in programmes whose learning the actor may read."""
    return LearningFile.objects.filter(activity_id__in=_running(actor, "learning.read").values("activity_id"))


def activities_visible_to(actor: Actor) -> QuerySet[Activity]:
    """Activities whose learning page the actor may open."""
    return activities.visible_to(actor).filter(pk__in=_running(actor, "learning.read").values("activity_id"))


def _may(actor: Actor, verb: str, activity: Activity) -> bool:
    return any(actor.may(verb, running.programme_id) for running in activity.runnings.all())


def may_take_in(actor: Actor, activity: Activity) -> bool:
    return _may(actor, "learning.change", activity)


def may_take_along(actor: Actor, activity: Activity) -> bool:
    """Rows under random keys, with groups, are for who evaluates: the team and evaluators, and never for an account of
    law enforcement, prison or justice."""
    if actor.group in BEHIND_THE_WALL:
        return False
    return may_take_in(actor, activity) and _may(actor, "report.export", activity)
