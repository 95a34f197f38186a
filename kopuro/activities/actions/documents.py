"""Mending what is kept of a document. It stands here and not in sources, because the date of publication weighs in which
value an activity shows: every activity the document speaks of is folded anew in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from kopuro.activities.actions.facts import refused
from kopuro.activities.actions.folding import refresh
from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.sources import access
from kopuro.sources.models import Claim, Document


@write("document.describe")
def describe_document(
    *, actor: Actor, at: datetime, document: Document, title: str, kind: str, language: str, publisher: str,
    published_on: date | None, licence_note: str, address: str,
) -> Document:  # fmt: skip
    """Raises `Problem` `activities.not-allowed` for anyone but a team in whose file it stands, `sources.title` without a
    title."""
    if not access.may_change(actor, document):
        raise refused()
    if not title.strip():
        raise Problem("sources.title", "A document needs a title by which people find it.")
    moved = document.published_on != published_on
    document.title, document.kind, document.language = title.strip()[:400], kind, language.strip()[:8]
    document.publisher, document.published_on = publisher.strip()[:300], published_on
    document.licence_note, document.address = licence_note.strip()[:400], address.strip()[:500]
    document.save()
    if moved:
        told = Claim.objects.filter(document=document).exclude(status="rejected").values("subject")
        for activity in Activity.objects.filter(key__in=told):
            refresh(activity)
    return document
