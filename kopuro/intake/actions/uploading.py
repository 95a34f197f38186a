"""One uploaded file from bytes to a reading with cards: the road that the page, the command and the demo share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from kopuro.core.actor import Actor
from kopuro.core.formats import Extracted, Limits, read_bytes
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.intake import access
from kopuro.intake.actions.filing import file_document, remember_mapping, store_cards
from kopuro.intake.extractors import chosen_extractor
from kopuro.intake.models import Card, Reading, SheetMapping
from kopuro.intake.taking_in import TakenIn, from_bytes, understood
from kopuro.intake.terms import CardStatus
from kopuro.programme.models import Programme
from kopuro.sources.models import Claim


def mappings_of(programme: Programme) -> dict[str, dict[str, Any]]:
    return {row.fingerprint: row.mapping for row in SheetMapping.objects.filter(programme=programme)}


def take_in(*, actor: Actor, at: datetime, programme: Programme, name: str, data: bytes, key: str = "") -> Reading:
    """Reads and files one document. Raises `Problem` `intake.*`; then nothing of it is stored."""
    if not access.may_take_in(actor, programme):
        raise Problem("intake.not-allowed", "Only the project team files documents. Ask it.", status=403)
    extractor = chosen_extractor()
    limits = Limits(max_bytes=settings.UPLOAD_LIMIT)
    taken = from_bytes(name, data, extractor=extractor, limits=limits, remembered=mappings_of(programme))
    return file_document(
        actor=actor, at=at, programme=programme, name=name, data=data, extracted=taken.extracted, language=taken.language,
        page_date=taken.page_date, cards=taken.cards, found=found_of(taken), extractor="sheet" if taken.mappings else extractor.name,
        extractor_version=extractor.version, key=key,
    )  # fmt: skip


def found_of(taken: TakenIn) -> dict[str, Any]:
    """What is kept of the reading beside its claims."""
    return {
        "programme_facts": list(taken.programme_facts),
        "problems": list(taken.problems),
        "mappings": [{"fingerprint": one.fingerprint, **one.as_plain()} for one in taken.mappings],
    }


@write("sheet.columns")
def change_columns(*, actor: Actor, at: datetime, reading: Reading, fields: dict[str, list[str]]) -> Reading:
    """What the columns of a filed sheet mean, by fingerprint: the cards are made anew and the meaning is remembered for
    the next sheet with these headers. Raises `Problem` `intake.columns` once a card has been decided."""
    if not access.may_review(actor, reading):
        raise Problem("intake.not-allowed", "Only the project team files documents. Ask it.", status=403)
    if reading.cards.exclude(status=CardStatus.PROPOSED).exists():
        raise Problem(
            "intake.columns",
            "Some rows have been decided already. Undo them first, then change the columns.",
            status=409,
        )
    remembered = mappings_of(reading.programme)
    for one in reading.found["mappings"]:
        chosen = fields.get(one["fingerprint"])
        if chosen:
            if "title" not in chosen:
                raise Problem("intake.columns", "One column must be the title of the activity.")
            mapping = {"headers": one["headers"], "fields": chosen}
            remembered[one["fingerprint"]] = mapping
            remember_mapping(
                actor=actor, at=at, programme=reading.programme, fingerprint=one["fingerprint"], mapping=mapping
            )
    taken = understood(reading.document.name, _extracted(reading), remembered=remembered)
    keys = list(reading.cards.values_list("key", flat=True))
    Claim.objects.filter(subject__in=keys).delete()
    Card.objects.filter(reading=reading).delete()
    reading.found = found_of(taken)
    reading.save(update_fields=["found"])
    store_cards(reading=reading, document=reading.document, cards=taken.cards, at=at)
    return reading


def _extracted(reading: Reading) -> Extracted:
    with reading.document.file.open("rb") as file:
        return read_bytes(reading.document.name, file.read(), limits=Limits(max_bytes=settings.UPLOAD_LIMIT))
