"""Keeping documents and passages, stating claims, deciding and settling them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.sources.models import Claim, Document, Passage
from kopuro.sources.terms import ClaimStatus


def keep_document(*, actor: Actor, at: datetime, name: str, data: bytes, text: str, **facts: Any) -> Document:
    """Stores the file as it came. The same bytes are one document. Called inside the write that files it."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = Document.objects.filter(sha256=sha256).first()
    if known:
        return known
    document = Document(
        name=name[-255:], sha256=sha256, size=len(data), text=text, added_at=at, added_by=actor.key, **facts
    )
    document.file.save(f"{sha256[:2]}/{sha256}", ContentFile(data), save=False)
    document.save()
    return document


def passage(*, document: Document, start: int, end: int) -> Passage:
    """The passage of a span, made on first use. Raises `Problem` `sources.span` outside the text."""
    if not 0 <= start < end <= len(document.text):
        raise Problem("sources.span", "This passage lies outside the document. Reload the page and mark it again.")
    found, _ = Passage.objects.get_or_create(document=document, start=start, end=end)
    return found


def state(*, actor: Actor, at: datetime, subject: UUID, field: str, value: Any, **more: Any) -> Claim:
    """A claim entered by a person: it stands at once. `note` says where the person has it from."""
    return Claim.objects.create(
        subject=subject, field=field, value=value, read_value=value, extractor="person", status=ClaimStatus.ACCEPTED,
        stated_at=at, decided_at=at, decided_by=actor.key, **more,
    )  # fmt: skip


def decide(*, actor: Actor, at: datetime, claim: Claim, status: str, value: Any = None) -> Claim:
    """Accepts, corrects (with the value a person gives) or rejects. What was read stays in `read_value`."""
    if status == ClaimStatus.CORRECTED:
        claim.value = value
    claim.status, claim.decided_at, claim.decided_by = status, at, actor.key
    claim.save(update_fields=["value", "status", "decided_at", "decided_by"])
    return claim


def settle(*, actor: Actor, at: datetime, claim: Claim) -> Claim:
    """Of several claims about one field this one is shown from now on."""
    Claim.objects.filter(subject=claim.subject, field=claim.field).update(settled_at=None, settled_by=None)
    claim.settled_at, claim.settled_by = at, actor.key
    claim.save(update_fields=["settled_at", "settled_by"])
    return claim


def published_on(claim: Claim) -> date | None:
    return claim.document.published_on if claim.document else None
