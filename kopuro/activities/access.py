"""Which activities and series an actor may see; who may change them; who may see names, words and photos in them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from kopuro.activities.models import Activity, Photo, Quotation, Running, Series
from kopuro.core.actor import Actor
from kopuro.people.access import BEHIND_THE_WALL


def visible_to(actor: Actor) -> QuerySet[Activity]:
    """Activities that at least one programme of the actor runs; a joint one appears once."""
    # Asked of each row rather than gathered first: a list in the order of its dates then stops at the end of its page.
    running = Running.objects.filter(activity=OuterRef("pk"), programme_id__in=actor.programmes("activity.read"))
    return Activity.objects.filter(Exists(running))


def series_visible_to(actor: Actor) -> QuerySet[Series]:
    return Series.objects.filter(programme_id__in=actor.programmes("activity.read"))


def may_see(actor: Actor, activity: Activity) -> bool:
    return any(actor.may("activity.read", running.programme_id) for running in activity.runnings.all())


def may_change(actor: Actor, activity: Activity) -> bool:
    return any(actor.may("activity.change", running.programme_id) for running in activity.runnings.all())


def may_train(actor: Actor, activity: Activity) -> bool:
    """Agendas and materials: the team, and trainers."""
    return may_change(actor, activity) or any(
        actor.may("activity.train", running.programme_id) for running in activity.runnings.all()
    )


def may_change_series(actor: Actor, series: Series) -> bool:
    return actor.may("activity.change", series.programme_id)


def quotations_visible_to(actor: Actor, activity: Activity) -> QuerySet[Quotation]:
    """Words of people are for those who keep or evaluate the record. In an activity marked "no names, no quotes" they
    are for the team alone, and a law-enforcement role never reads words of a protected group."""
    rows = activity.quotations.all()
    if may_change(actor, activity) and actor.group not in BEHIND_THE_WALL:
        return rows
    if activity.no_names or actor.group in BEHIND_THE_WALL:
        return rows.none()
    if any(actor.may("quotation.read", running.programme_id) for running in activity.runnings.all()):
        return rows
    return rows.filter(may_be_shown=True)


def photos_visible_to(actor: Actor, activity: Activity) -> QuerySet[Photo]:
    """Photos with consent are for all who see the activity, unless it is marked; without, for the team alone."""
    rows = activity.photos.all()
    if may_change(actor, activity) and actor.group not in BEHIND_THE_WALL:
        return rows
    if activity.no_names or actor.group in BEHIND_THE_WALL:
        return rows.none()
    return rows.filter(may_be_shown=True)
