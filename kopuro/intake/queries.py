"""What the review page shows: the text cut at its passages, the cards with their claims, what a card may be merged with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from kopuro.activities.models import Activity
from kopuro.activities.queries import Pool, label, phrase_of
from kopuro.activities.rules import MANY
from kopuro.core.actor import Actor
from kopuro.intake.models import Card, Reading
from kopuro.intake.terms import CardStatus
from kopuro.people.queries import spelling
from kopuro.programme.models import Partner
from kopuro.programme.terms import PartnerRole
from kopuro.sources.models import Claim
from kopuro.sources.rules import Piece, pieces
from kopuro.sources.terms import ClaimStatus

ORDER = (
    "title", "type", "status", "dates", "place", "mode", "participants.attended", "participants.reported",
    "participants.registered", "participants.planned", "group", "audience", "country", "organisation", "topic", "follows",
    "recommendation", "quote", "series", "wave", "track", "summary",
)  # fmt: skip
COLOURS = {
    "dates": "date", "place": "place", "country": "place", "group": "count", "organisation": "body",
    "audience": "body", "recommendation": "advice", "follows": "advice",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A claim on a card: its words, its colour, and the number of its passage (None where it has none)."""

    claim: Claim
    label: str
    words: str
    colour: str
    passage: int | None

    @property
    def is_rejected(self) -> bool:
        return self.claim.status == ClaimStatus.REJECTED

    @property
    def is_single(self) -> bool:
        return self.claim.field not in MANY


@dataclass(frozen=True)
class ShownCard:
    card: Card
    title: str
    lines: list[Line]
    candidates: list[tuple[float, Activity]]

    @property
    def is_open(self) -> bool:
        return self.card.status == CardStatus.PROPOSED


@dataclass(frozen=True)
class Marked:
    """A run of the text with the colour of its first claim and the numbers of all its passages."""

    text: str
    colour: str
    numbers: str
    start: int | None


def claims_of(card: Card) -> list[Claim]:
    return claims_by_card([card], card.reading)[card.pk]


def claims_by_card(cards: Iterable[Card], reading: Reading) -> dict[int, list[Claim]]:
    """The claims of each card. A merged card's carry the key of the activity they went to; they are told by document."""
    subjects = {
        card.pk: card.activity.key if card.activity and card.status == CardStatus.MERGED else card.key for card in cards
    }
    found: dict[Any, list[Claim]] = defaultdict(list)
    rows = Claim.objects.filter(subject__in=set(subjects.values()), document=reading.document_id)
    for claim in rows.select_related("passage").order_by("id"):
        found[claim.subject].append(claim)
    return {pk: found[subject] for pk, subject in subjects.items()}


def colour_of(field: str) -> str:
    return "count" if field.startswith("participants.") else COLOURS.get(field, "other")


def shown_cards(actor: Actor, reading: Reading) -> tuple[list[ShownCard], list[Marked]]:
    """Cards in their order, and the text with the passages of their living claims."""
    cards = list(reading.cards.select_related("activity", "reading"))
    by_card = claims_by_card(cards, reading)
    spans = sorted(
        {
            (claim.passage.start, claim.passage.end)
            for claims in by_card.values()
            for claim in claims
            if claim.passage and claim.status != ClaimStatus.REJECTED
        }
    )
    number = {span: place for place, span in enumerate(spans)}
    colours: dict[int, str] = {}
    pool = None
    if any(card.status == CardStatus.PROPOSED for card in cards):
        pool = Pool(actor, reading.programme_id)
    shown: list[tuple[Card, str, list[Line], list[tuple[float, int]]]] = []
    for card in cards:
        lines = [_line(claim, number) for claim in sorted(by_card[card.pk], key=_order)]
        for line in lines:
            if line.passage is not None:
                colours.setdefault(line.passage, line.colour)
        title = next((line.words for line in lines if line.claim.field == "title" and not line.is_rejected), "")
        likely = _likely(pool, by_card[card.pk], title) if pool and card.status == CardStatus.PROPOSED else []
        shown.append((card, title, lines, likely))
    text = [_marked(piece, colours) for piece in pieces(reading.document.text, spans)]
    known = pool.own.in_bulk([pk for *_card, likely in shown for _score, pk in likely]) if pool else {}
    return [
        ShownCard(card, title, lines, [(score, known[pk]) for score, pk in likely])
        for card, title, lines, likely in shown
    ], text


def _order(claim: Claim) -> tuple[int, int]:
    return (ORDER.index(claim.field) if claim.field in ORDER else len(ORDER), claim.pk)


def _line(claim: Claim, number: dict[tuple[int, int], int]) -> Line:
    passage = number.get((claim.passage.start, claim.passage.end)) if claim.passage else None
    return Line(claim, label(claim.field), phrase_of(claim), colour_of(claim.field), passage)


def _marked(piece: Piece, colours: dict[int, str]) -> Marked:
    if not piece.passages:
        return Marked(piece.text, "", "", None)
    # Of several passages over one piece the last opened is the innermost: its colour is shown.
    innermost = piece.passages[-1]
    return Marked(piece.text, colours.get(innermost, "other"), " ".join(map(str, piece.passages)), piece.start)


def _likely(pool: Pool, claims: list[Claim], title: str) -> list[tuple[float, int]]:
    living = [claim for claim in claims if claim.status != ClaimStatus.REJECTED]
    values: list[tuple[str, Any]] = [(claim.field, claim.value) for claim in living]
    dates: dict[str, Any] = dict(values).get("dates") or {}
    places = [value.get("name", "") for field, value in values if field == "place"]
    return pool.likely(title=title, start=dates.get("start") or "", end=dates.get("end") or "", places=places)


def next_to_review(actor: Actor, reading: Reading) -> Reading | None:
    """The oldest other reading of the programme that waits for a person."""
    return (
        Reading.objects.filter(programme=reading.programme_id, reviewed_at__isnull=True)
        .filter(programme_id__in=actor.programmes("intake.run"))
        .exclude(pk=reading.pk)
        .order_by("id")
        .first()
    )


def programme_facts(reading: Reading) -> list[dict[str, Any]]:
    """What the text says of the programme, and whether it is known already."""
    known = {
        (spelling(row.organisation.name), row.role)
        for row in Partner.objects.filter(programme=reading.programme).select_related("organisation")
    }
    facts = cast(dict[str, Any], reading.found).get("programme_facts", [])
    return [
        {**fact, "label": PartnerRole(fact["role"]).label, "known": (spelling(fact["name"]), fact["role"]) in known}
        for fact in facts
    ]
