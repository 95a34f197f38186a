"""Who sees recommendations and their chain, who may answer, who may change."""

from __future__ import annotations

from django.db.models import QuerySet

from kopuro.core.actor import Actor
from kopuro.followup.models import Recommendation


def visible_to(actor: Actor) -> QuerySet[Recommendation]:
    """What is told twice stands under the one that it repeats; what was no advice is gone."""
    mine = Recommendation.objects.filter(programme_id__in=actor.programmes("followup.read"))
    return mine.filter(same_as__isnull=True, withdrawn=False)


def may_see(actor: Actor, recommendation: Recommendation) -> bool:
    standing = recommendation.same_as_id is None and not recommendation.withdrawn
    return standing and actor.may("followup.read", recommendation.programme_id)


def may_change(actor: Actor, recommendation: Recommendation) -> bool:
    return actor.may("followup.change", recommendation.programme_id)


def may_respond(actor: Actor, recommendation: Recommendation) -> bool:
    """The team for anybody; a focal point for the own agency's."""
    if may_change(actor, recommendation):
        return True
    own = actor.organisation_id is not None and recommendation.addressee_id == actor.organisation_id
    return own and actor.may("followup.respond_own", recommendation.programme_id)
