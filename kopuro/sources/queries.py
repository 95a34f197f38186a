"""The story behind a value: its claims, each with the sentence it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kopuro.core.actor import Actor
from kopuro.core.phrases import date_phrase
from kopuro.core.search import found_by_words
from kopuro.core.story import StoryClaim, who
from kopuro.sources import access
from kopuro.sources.models import Claim, Document
from kopuro.sources.terms import ClaimStatus

AROUND = 160
REASONS = {
    "only": gettext_lazy("It is the only value stated."),
    "settled": gettext_lazy("A person chose it among the values stated."),
    "status": gettext_lazy("A corrected value goes before one that was accepted as read."),
    "precision": gettext_lazy("The more precise of the values stated is shown."),
    "qualifier": gettext_lazy("An exact number goes before one that says “about” or “at least”."),
    "published": gettext_lazy("The latest document that states it is shown."),
    "first": gettext_lazy("The documents weigh the same; the one read first is shown until someone settles it."),
}
STATES = {
    ClaimStatus.ACCEPTED: "done",
    ClaimStatus.CORRECTED: "accent",
    ClaimStatus.PROPOSED: "open",
    ClaimStatus.REJECTED: "off",
}


def listed(actor: Actor, filters: dict[str, Any]) -> QuerySet[Document]:
    """The documents this actor may read that pass the filters, without their texts."""
    rows = access.visible_to(actor).defer("text")
    for name in ("kind", "language"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return found_by_words("document", filters["q"], rows) if filters.get("q") else rows


def around(document: Document, start: int, end: int) -> tuple[str, str, str]:
    """The passage with the words of its paragraph before and after it."""
    text = document.text
    left = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    newline = text.find("\n", end)
    right = min(newline if newline >= 0 else len(text), end + AROUND)
    before = ("…" if left > 0 and text[left - 1] != "\n" else "") + text[left:start]
    after = text[end:right] + ("…" if right < len(text) and text[right] != "\n" else "")
    return before, text[start:end], after


def story_claims(
    claims: Iterable[Claim], *, actor: Actor, shown: int | None, phrase: Callable[[Claim], str], kind: str = "other"
) -> tuple[StoryClaim, ...]:
    """Claims with their passages, for one who may read the documents; for others only that a document states it."""
    rows = list(claims)
    readable = set(
        access.visible_to(actor).filter(pk__in={claim.document_id for claim in rows}).values_list("pk", flat=True)
    )
    names = who(actor, (claim.decided_by for claim in rows))
    return tuple(
        _story_claim(claim, claim.document_id in readable, shown, phrase, kind, names.get(claim.decided_by or "", ""))
        for claim in rows
    )


def _story_claim(
    claim: Claim, readable: bool, shown: int | None, phrase: Callable[[Claim], str], kind: str, by: str
) -> StoryClaim:
    facts: dict[str, Any] = {
        "value": phrase(claim),
        "state": claim.get_status_display(),
        "state_kind": STATES.get(ClaimStatus(claim.status), ""),
        "shown": claim.pk == shown,
        "kind": kind,
        "decided": ", ".join(filter(None, (date_phrase(localtime(claim.decided_at).date()), by)))
        if claim.decided_at
        else "",
    }
    document = claim.document
    if document is None:
        return StoryClaim(source=claim.note or _("entered by the team"), **facts)
    if not readable:
        return StoryClaim(source=_("a document in the team's file"), **facts)
    source = f"{document}" + (f", {claim.row}" if claim.row else "")
    if claim.extractor == "person":
        source += f" · {_('added by a person')}"
    url = reverse("document", args=[document.key])
    if claim.passage is None:
        return StoryClaim(source=source, url=url, language=document.language, **facts)
    before, middle, after = around(document, claim.passage.start, claim.passage.end)
    return StoryClaim(
        source=source, url=f"{url}#p{claim.passage.start}", before=before, passage=middle, after=after,
        language=document.language, **facts,
    )  # fmt: skip
