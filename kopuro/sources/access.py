"""Who may read documents and the claims drawn from them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from kopuro.core.actor import Actor
from kopuro.sources.models import Claim, Document


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Documents filed in a programme whose sources the actor may read; those that speak of an activity marked “no names,
    no quotes” are for the team alone. (The filing is a later package's table; its
    name in the lookup is the only thing known of it here.)"""
    readers = Q(filings__programme_id__in=actor.programmes("source.read"), team_only=False)
    keepers = Q(filings__programme_id__in=actor.programmes("source.change"))
    return Document.objects.filter(pk__in=Document.objects.filter(readers | keepers).order_by().values("pk"))


def claims_visible_to(actor: Actor) -> QuerySet[Claim]:
    """Claims drawn from visible documents, and those that a person entered (they quote no document)."""
    return Claim.objects.filter(Q(document__isnull=True) | Q(document__in=visible_to(actor)))


def may_see(actor: Actor, document: Document) -> bool:
    return visible_to(actor).filter(pk=document.pk).exists()


def may_change(actor: Actor, document: Document) -> bool:
    """A team in whose file it stands."""
    return Document.objects.filter(pk=document.pk, filings__programme_id__in=actor.programmes("source.change")).exists()
