"""A document is filed in a programme and read; every fact becomes a proposed claim with its passage. All or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kopuro.core.actor import Actor
from kopuro.core.formats import Extracted
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.intake import access
from kopuro.intake.models import Card, Reading, SheetMapping
from kopuro.intake.rules.drafts import CardDraft, Draft
from kopuro.programme.models import Filing, Programme
from kopuro.sources import actions as sources
from kopuro.sources.models import Claim, Document, Passage
from kopuro.sources.terms import DocumentKind

NEWSLETTER = ("newsletter", "бюллетень", "bulletin", "infolettre")
RELEASE = ("press release", "пресс-релиз", "communiqué de presse")


def kind_of(extracted: Extracted) -> str:
    """What the document calls itself; a guess a person may change."""
    head = f"{extracted.title} {extracted.text[:600]}".casefold()
    if extracted.kind in ("xlsx", "xls", "csv", "ods"):
        return DocumentKind.SHEET
    if any(word in head for word in RELEASE):
        return DocumentKind.PRESS_RELEASE
    if any(word in head for word in NEWSLETTER):
        return DocumentKind.NEWSLETTER
    if extracted.kind == "html":
        return DocumentKind.NEWS
    return DocumentKind.REPORT if extracted.kind in ("docx", "odt", "pdf") else DocumentKind.OTHER


@write("document.file")
def file_document(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    name: str,
    data: bytes,
    extracted: Extracted,
    language: str,
    page_date: date | None,
    cards: Sequence[CardDraft],
    found: dict[str, Any],
    extractor: str,
    extractor_version: str,
) -> Reading:
    """Raises `Problem` `intake.again` for a document that this programme has read already, `intake.not-allowed` for
    anyone but its team."""
    if not access.may_take_in(actor, programme):
        raise Problem("intake.not-allowed", "Only the project team files documents. Ask it.", status=403)
    document = sources.keep_document(
        actor=actor, at=at, name=name, data=data, text=extracted.text, format=extracted.kind, kind=kind_of(extracted),
        title=(extracted.title or name)[:400], language=language[:8], publisher=extracted.publisher[:300],
        published_on=page_date, page_starts=list(extracted.pages), notes=list(extracted.notes),
    )  # fmt: skip
    if Reading.objects.filter(programme=programme, document=document).exists():
        raise Problem(
            "intake.again",
            f"“{name}” is already in this programme's file, as “{document}”. Nothing was read twice.",
            status=409,
        )
    Filing.objects.get_or_create(programme=programme, document=document, defaults={"filed_at": at})
    reading = Reading.objects.create(
        programme=programme,
        document=document,
        extractor=extractor,
        extractor_version=extractor_version,
        found=found,
        read_at=at,
    )
    store_cards(reading=reading, document=document, cards=cards, at=at)
    return reading


def store_cards(*, reading: Reading, document: Document, cards: Sequence[CardDraft], at: datetime) -> None:
    """In three inserts, however many claims."""
    rows = Card.objects.bulk_create([Card(reading=reading, position=number) for number, _ in enumerate(cards, 1)])
    spans = {
        (draft.start, draft.end)
        for card in cards
        for draft in card.drafts
        if 0 <= draft.start < draft.end <= len(document.text)
    }
    Passage.objects.bulk_create(
        [Passage(document=document, start=start, end=end) for start, end in sorted(spans)], ignore_conflicts=True
    )
    passages = {(row.start, row.end): row for row in document.passages.all()}
    Claim.objects.bulk_create(
        claim_of(draft, card_row, document, passages, reading, at)
        for card_row, card in zip(rows, cards, strict=True)
        for draft in card.drafts
    )


def claim_of(
    draft: Draft,
    card: Card,
    document: Document,
    passages: dict[tuple[int, int], Passage],
    reading: Reading,
    at: datetime,
) -> Claim:
    return Claim(
        subject=card.key, field=draft.field, value=draft.value, read_value=draft.value, qualifier=draft.qualifier,
        unit=draft.unit[:40], scope=draft.scope[:40], precision=draft.precision, basis=draft.basis, row=draft.row[:80],
        passage=passages.get((draft.start, draft.end)), document=document, extractor=reading.extractor,
        extractor_version=reading.extractor_version, stated_at=at,
    )  # fmt: skip


@write("sheet.mapping")
def remember_mapping(
    *, actor: Actor, at: datetime, programme: Programme, fingerprint: str, mapping: dict[str, Any]
) -> SheetMapping:
    if not access.may_take_in(actor, programme):
        raise Problem("intake.not-allowed", "Only the project team files documents. Ask it.", status=403)
    row, _ = SheetMapping.objects.update_or_create(
        programme=programme, fingerprint=fingerprint, defaults={"mapping": mapping, "used_at": at}
    )
    return row
