"""Who may see figures of learning, and who may take data in. Nobody lists figures of single persons."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.activities import access as activities
from kopuro.activities.models import Activity, Running
from kopuro.core.actor import Actor
from kopuro.learning.models import LearningFile


def _running(actor: Actor, verb: str) -> QuerySet[Running]:
    return Running.objects.filter(programme_id__in=actor.programmes(verb))


def visible_to(actor: Actor) -> QuerySet[LearningFile]:
    """Files of activities in programmes whose learning the actor may read."""
    return LearningFile.objects.filter(activity_id__in=_running(actor, "learning.read").values("activity_id"))


def activities_visible_to(actor: Actor) -> QuerySet[Activity]:
    """Activities whose learning page the actor may open."""
    return activities.visible_to(actor).filter(pk__in=_running(actor, "learning.read").values("activity_id"))


def may_take_in(actor: Actor, activity: Activity) -> bool:
    return any(actor.may("learning.change", running.programme_id) for running in activity.runnings.all())
