"""Who sees how far the programme has come with which agency: the team and evaluators all, a focal point the own one."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kopuro.core.actor import Actor
from kopuro.engagement.models import Initiative, Ladder, Meeting, Request


def _own_or_all(actor: Actor, agency: str) -> Q:
    everything = Q(programme_id__in=actor.programmes("engagement.read"))
    if not actor.organisation_id:
        return everything
    own = Q(programme_id__in=actor.programmes("engagement.read_own")) & Q(**{agency: actor.organisation_id})
    return everything | own


def visible_to(actor: Actor) -> QuerySet[Ladder]:
    return Ladder.objects.filter(_own_or_all(actor, "agency_id"))


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(_own_or_all(actor, "agencies"))
    return Meeting.objects.filter(pk__in=rows.values("pk"))


def requests_visible_to(actor: Actor) -> QuerySet[Request]:
    return Request.objects.filter(_own_or_all(actor, "agency_id"))


def initiatives_visible_to(actor: Actor) -> QuerySet[Initiative]:
    return Initiative.objects.filter(programme_id__in=actor.programmes("engagement.read"))


def may_see(actor: Actor, ladder: Ladder) -> bool:
    if actor.may("engagement.read", ladder.programme_id):
        return True
    return actor.may("engagement.read_own", ladder.programme_id) and ladder.agency_id == actor.organisation_id


def may_change(actor: Actor, programme_id: int) -> bool:
    return actor.may("engagement.change", programme_id)
