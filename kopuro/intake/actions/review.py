"""The review of a reading, one step at a time, each with what is needed to take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kopuro.activities.actions import refresh
from kopuro.activities.actions.facts import clean
from kopuro.activities.models import Activity, Running, Series
from kopuro.activities.rules import MANY, precision
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.followup.models import Recommendation
from kopuro.intake import access
from kopuro.intake.models import Card, Reading, ReviewStep
from kopuro.intake.queries import claims_of
from kopuro.intake.terms import CardStatus
from kopuro.people.actions import organisation_named
from kopuro.programme.models import Partner
from kopuro.sources import actions as sources
from kopuro.sources.models import Claim, Document
from kopuro.sources.terms import ClaimStatus

KEPT = ("subject", "status", "value", "qualifier", "precision", "decided_at", "decided_by", "settled_at", "settled_by")


def _allowed(actor: Actor, reading: Reading) -> None:
    if not access.may_review(actor, reading):
        raise Problem("intake.not-allowed", "Only the project team reviews readings. Ask it.", status=403)


def _open(card: Card) -> None:
    if card.status != CardStatus.PROPOSED:
        raise Problem(
            "intake.decided", "This card has been decided already. Undo first if you want to change it.", status=409
        )


def _remember(
    reading: Reading, verb: str, card: Card | None, claims: Iterable[Claim], actor: Actor, at: datetime
) -> ReviewStep:
    before: dict[str, Any] = {
        "claims": [{"id": claim.pk, **{name: _plain(getattr(claim, name)) for name in KEPT}} for claim in claims],
        "card": {"status": card.status, "activity_id": card.activity_id} if card else None,
    }
    return ReviewStep.objects.create(reading=reading, verb=verb, card=card, before=before, at=at, actor=actor.key)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | list | dict | None) else str(value)


def _accept_rest(claims: Iterable[Claim], actor: Actor, at: datetime) -> None:
    waiting = [claim.pk for claim in claims if claim.status == ClaimStatus.PROPOSED]
    Claim.objects.filter(pk__in=waiting).update(status=ClaimStatus.ACCEPTED, decided_at=at, decided_by=actor.key)


def _recommend(card: Card, activity: Activity, at: datetime) -> list[int]:
    """Recommendations read with the activity become follow-up, each with its passage."""
    made = []
    claims = Claim.objects.filter(
        subject=activity.key,
        document=card.reading.document_id,
        field="recommendation",
        status__in=("accepted", "corrected"),
    )
    for claim in claims:
        if not Recommendation.objects.filter(claim=claim).exists():
            made.append(
                Recommendation.objects.create(
                    programme=card.reading.programme, text=str(claim.value)[:1000], activity=activity, passage=claim.passage,
                    claim=claim, made_on=activity.end, created_at=at,
                ).pk
            )  # fmt: skip
    return made


def _join_series(card: Card, activity: Activity) -> None:
    """A sheet names the series of each row; the first row of one opens it."""
    claims = Claim.objects.filter(subject=activity.key, field="series", status__in=("accepted", "corrected"))
    named = claims.order_by("-id").first()
    if named and activity.series_id is None:
        series, _ = Series.objects.get_or_create(programme=card.reading.programme, title=str(named.value)[:300])
        activity.series = series
        activity.save(update_fields=["series"])


def _note(step: ReviewStep, **facts: Any) -> None:
    step.before |= facts
    step.save(update_fields=["before"])


@write("card.accept")
def accept_card(*, actor: Actor, at: datetime, card: Card) -> Card:
    """The card's activity stands: what was not rejected or corrected is accepted as read."""
    _allowed(actor, card.reading)
    _open(card)
    claims = claims_of(card)
    step = _remember(card.reading, "accept", card, claims, actor, at)
    _accept_rest(claims, actor, at)
    activity = Activity.objects.create(key=card.key, title="", created_at=at)
    Running.objects.create(programme=card.reading.programme, activity=activity)
    refresh(activity)
    if not activity.title:
        raise Problem("intake.untitled", "This card has no title. Give it one, then accept it.")
    _join_series(card, activity)
    card.status, card.activity = CardStatus.ACCEPTED, activity
    card.save(update_fields=["status", "activity"])
    _note(step, created=activity.pk, recommendations=_recommend(card, activity, at))
    _close_when_done(card.reading, actor, at)
    return card


@write("card.merge")
def merge_card(*, actor: Actor, at: datetime, card: Card, activity: Activity) -> Card:
    """The card speaks of an activity that stands already: its claims join the others', conflicts are shown there."""
    _allowed(actor, card.reading)
    _open(card)
    if not Running.objects.filter(activity=activity, programme_id__in=actor.programmes("activity.change")).exists():
        raise Problem("intake.not-allowed", "You can't change the activity you chose. Choose another.", status=403)
    claims = claims_of(card)
    step = _remember(card.reading, "merge", card, claims, actor, at)
    _accept_rest(claims, actor, at)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(subject=activity.key)
    _, joined = Running.objects.get_or_create(activity=activity, programme=card.reading.programme)
    refresh(activity)
    if activity.no_names:
        Document.objects.filter(pk=card.reading.document_id).update(team_only=True)
    _join_series(card, activity)
    card.status, card.activity = CardStatus.MERGED, activity
    card.save(update_fields=["status", "activity"])
    _note(step, merged=activity.pk, joined=joined, recommendations=_recommend(card, activity, at))
    _close_when_done(card.reading, actor, at)
    return card


@write("card.reject")
def reject_card(*, actor: Actor, at: datetime, card: Card) -> Card:
    _allowed(actor, card.reading)
    _open(card)
    claims = claims_of(card)
    _remember(card.reading, "reject", card, claims, actor, at)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(
        status=ClaimStatus.REJECTED, decided_at=at, decided_by=actor.key
    )
    card.status = CardStatus.REJECTED
    card.save(update_fields=["status"])
    _close_when_done(card.reading, actor, at)
    return card


@write("card.split")
def split_card(*, actor: Actor, at: datetime, card: Card, claims: list[Claim], title: str) -> Card:
    """Moves the chosen claims to a card of their own: the text spoke of two activities."""
    _allowed(actor, card.reading)
    _open(card)
    if not claims or any(claim.subject != card.key for claim in claims):
        raise Problem("intake.split", "Mark the values that belong to the other activity, then split.")
    step = _remember(card.reading, "split", card, claims, actor, at)
    other = Card.objects.create(reading=card.reading, position=card.reading.cards.count() + 1)
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(subject=other.key)
    if not any(claim.field == "title" for claim in claims):
        sources.state(
            actor=actor,
            at=at,
            subject=other.key,
            field="title",
            value=clean("title", title),
            document=card.reading.document,
        )
    _note(step, other=other.pk)
    return other


@write("claim.correct")
def correct_claim(*, actor: Actor, at: datetime, card: Card, claim: Claim, value: Any, qualifier: str = "") -> Claim:
    _allowed(actor, card.reading)
    _open(card)
    _remember(card.reading, "correct", card, [claim], actor, at)
    if qualifier:
        claim.qualifier = qualifier
    value = clean(claim.field, value)
    if claim.field == "dates":
        claim.precision = precision(value["start"])
    claim.save(update_fields=["qualifier", "precision"])
    return sources.decide(actor=actor, at=at, claim=claim, status=ClaimStatus.CORRECTED, value=value)


@write("claim.reject")
def reject_claim(*, actor: Actor, at: datetime, card: Card, claim: Claim) -> Claim:
    _allowed(actor, card.reading)
    _open(card)
    _remember(card.reading, "reject value", card, [claim], actor, at)
    return sources.decide(actor=actor, at=at, claim=claim, status=ClaimStatus.REJECTED)


@write("claim.add")
def add_claim(
    *, actor: Actor, at: datetime, card: Card, field: str, value: Any, start: int = 0, end: int = 0, qualifier: str = ""
) -> Claim:
    """What the reader missed, with the passage a person marked (if any)."""
    _allowed(actor, card.reading)
    _open(card)
    document = card.reading.document
    if field not in MANY and Claim.objects.filter(subject=card.key, field=field).exclude(status="rejected").exists():
        raise Problem("intake.value-stands", "This card has such a value already. Correct that one.")
    step = _remember(card.reading, "add", card, [], actor, at)
    value = clean(field, value)
    claim = sources.state(
        actor=actor, at=at, subject=card.key, field=field, value=value, document=document, qualifier=qualifier,
        passage=sources.passage(document=document, start=start, end=end) if end > start else None,
        **({"precision": precision(value["start"]), "basis": "stated"} if field == "dates" else {}),
    )  # fmt: skip
    _note(step, added=claim.pk)
    return claim


@write("programme.partner")
def accept_partner(*, actor: Actor, at: datetime, reading: Reading, name: str, role: str) -> Partner:
    """Boilerplate ("funded by …, managed by …") belongs to the programme."""
    _allowed(actor, reading)
    organisation = organisation_named(name=name)
    partner, _ = Partner.objects.get_or_create(programme=reading.programme, organisation=organisation, role=role)
    return partner


@write("reading.finish")
def finish(*, actor: Actor, at: datetime, reading: Reading) -> Reading:
    """Ends the review of a text in which nothing is left to decide."""
    _allowed(actor, reading)
    if reading.cards.filter(status=CardStatus.PROPOSED).exists():
        raise Problem("intake.open-cards", "Some cards are still to be decided: accept, merge or reject them first.")
    reading.reviewed_at, reading.reviewed_by = at, actor.key
    reading.save(update_fields=["reviewed_at", "reviewed_by"])
    return reading


def _close_when_done(reading: Reading, actor: Actor, at: datetime) -> None:
    if not reading.cards.filter(status=CardStatus.PROPOSED).exists():
        reading.reviewed_at, reading.reviewed_by = at, actor.key
        reading.save(update_fields=["reviewed_at", "reviewed_by"])


@write("review.undo")
def undo(*, actor: Actor, at: datetime, reading: Reading) -> ReviewStep:
    """Takes the last step back. Raises `Problem` `intake.undo` when there is none, or when the activity that came of it
    has since been worked on."""
    _allowed(actor, reading)
    step = reading.steps.filter(undone_at__isnull=True).last()
    if step is None:
        raise Problem("intake.undo", "There is nothing to take back.")
    before, card = step.before, step.card
    _unmake(step, before)
    for row in before["claims"]:
        Claim.objects.filter(pk=row["id"]).update(**{name: row[name] for name in KEPT})
    if card and before["card"]:
        Card.objects.filter(pk=card.pk).update(**before["card"])
    if before.get("merged"):
        refresh(Activity.objects.get(pk=before["merged"]))
    step.undone_at = at
    step.save(update_fields=["undone_at"])
    Reading.objects.filter(pk=reading.pk).update(reviewed_at=None, reviewed_by=None)
    return step


def _unmake(step: ReviewStep, before: dict[str, Any]) -> None:
    Recommendation.objects.filter(pk__in=before.get("recommendations", [])).delete()
    if before.get("added"):
        Claim.objects.filter(pk=before["added"]).delete()
    if before.get("other"):
        other = Card.objects.get(pk=before["other"])
        Claim.objects.filter(subject=other.key, extractor="person").delete()
        Claim.objects.filter(subject=other.key).update(subject=step.card.key)  # type: ignore[union-attr]
        other.delete()
    if before.get("created"):
        activity = Activity.objects.get(pk=before["created"])
        worked_on = activity.sessions.exists() or activity.photos.exists() or activity.materials.exists()
        elsewhere = Claim.objects.filter(subject=activity.key).exclude(document=step.reading.document_id).exists()
        if worked_on or elsewhere:
            raise Problem(
                "intake.undo", "The activity has been worked on since. Change it on its own page instead.", status=409
            )
        activity.delete()
    if before.get("merged") and before.get("joined"):
        Running.objects.filter(activity_id=before["merged"], programme=step.reading.programme).delete()
