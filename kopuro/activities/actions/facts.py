"""Stating, deciding and settling the facts of an activity; which programmes run it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kopuro.activities import access, rules, terms
from kopuro.activities.actions.folding import refresh
from kopuro.activities.models import Activity, Running, Series
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.engagement.models import Request
from kopuro.programme.models import Indicator, Programme
from kopuro.sources import actions as sources
from kopuro.sources.models import Claim, Document

CHOICES = {"type": terms.Type.values, "status": terms.Status.values, "mode": ["", *terms.Mode.values]}
LONGEST = {"title": 400, "wave": 60, "track": 120, "series": 300, "summary": 20_000}


def refused() -> Problem:
    return Problem("activities.not-allowed", "You can't change this activity. Ask its project team.", status=403)


def clean(field: str, value: Any) -> Any:
    """A single value as it is stored. Raises `Problem` `activities.value` for what the field can't hold."""
    if field == "dates":
        return rules.checked_dates(value)
    if field in CHOICES:
        if value not in CHOICES[field]:
            raise Problem("activities.value", f"“{value}” is not known for {field}. Choose from the list.")
        return value
    if field.startswith("participants."):
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100_000_000:
            raise Problem("activities.value", "A number of people is a whole number that is not negative.")
        return value
    if field in LONGEST:
        text = " ".join(str(value).split()) if field != "summary" else str(value).strip()
        if field == "title" and not text:
            raise Problem("activities.value", "An activity needs a title.")
        if len(text) > LONGEST[field]:
            raise Problem("activities.value", f"This text is too long; {field} holds {LONGEST[field]} characters.")
        return text
    if field in rules.MANY:
        return value
    raise Problem("activities.value", f"An activity has no field “{field}”.")


def add_claims(*, actor: Actor, at: datetime, subject: UUID, facts: Mapping[str, Any], **more: Any) -> None:
    """A claim per fact; a list of a repeated field is a claim each."""
    for field, value in facts.items():
        values = value if field in rules.MANY and isinstance(value, list) else [value]
        for one in values:
            cleaned = clean(field, one)
            precision = rules.precision(cleaned["start"]) if field == "dates" else ""
            basis = "stated" if field == "dates" else ""
            sources.state(
                actor=actor,
                at=at,
                subject=subject,
                field=field,
                value=cleaned,
                precision=precision,
                basis=basis,
                **more,
            )


@write("activity.create")
def create_activity(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    facts: Mapping[str, Any],
    subject: UUID | None = None,
    note: str = "",
) -> Activity:
    """A new activity of a programme from facts a person states; `subject` gives it the key its claims already carry."""
    if not actor.may("activity.change", programme.pk):
        raise refused()
    activity = Activity(title="", created_at=at)
    if subject:
        activity.key = subject
    activity.save()
    Running.objects.create(programme=programme, activity=activity)
    add_claims(actor=actor, at=at, subject=activity.key, facts=facts, note=note)
    refresh(activity)
    if not activity.title:
        raise Problem("activities.value", "An activity needs a title.")
    return activity


@write("activity.state")
def state_facts(
    *, actor: Actor, at: datetime, activity: Activity, facts: Mapping[str, Any], note: str = "", qualifier: str = ""
) -> Activity:
    """`qualifier` belongs to a count. What a person enters is settled: it is shown before what documents say, and the documents' claims stay beside it."""
    if not access.may_change(actor, activity):
        raise refused()
    for told in facts.get("follows", []):
        _not_itself(activity, told.get("earlier"))
    add_claims(actor=actor, at=at, subject=activity.key, facts=facts, note=note, qualifier=qualifier)
    for field in facts:
        if field in rules.SINGLE:
            newest = Claim.objects.filter(subject=activity.key, field=field, extractor="person").latest("id")
            sources.settle(actor=actor, at=at, claim=newest)
    return refresh(activity)


@write("claim.decide")
def decide_claim(
    *, actor: Actor, at: datetime, activity: Activity, claim: Claim, status: str, value: Any = None
) -> Activity:
    if not access.may_change(actor, activity) or claim.subject != activity.key:
        raise refused()
    sources.decide(
        actor=actor, at=at, claim=claim, status=status, value=clean(claim.field, value) if value is not None else None
    )
    return refresh(activity)


@write("claim.settle")
def settle_claim(*, actor: Actor, at: datetime, activity: Activity, claim: Claim) -> Activity:
    if not access.may_change(actor, activity) or claim.subject != activity.key:
        raise refused()
    sources.settle(actor=actor, at=at, claim=claim)
    return refresh(activity)


@write("activity.follow")
def link_earlier(*, actor: Actor, at: datetime, activity: Activity, claim: Claim, earlier: Activity) -> Activity:
    """Says which activity of the record the words of a document (“the workshop of last autumn”) mean. The words stay.
    Raises `Problem` `activities.value` for the activity itself."""
    if not access.may_change(actor, activity) or claim.subject != activity.key or not access.may_see(actor, earlier):
        raise refused()
    _not_itself(activity, earlier.key)
    value = {**(claim.value or {}), "earlier": str(earlier.key)}
    sources.decide(actor=actor, at=at, claim=claim, status="corrected", value=value)
    return refresh(activity)


def _not_itself(activity: Activity, earlier: object) -> None:
    if str(earlier or "") == str(activity.key):
        raise Problem("activities.value", "An activity can't follow itself. Choose an earlier one.")


@write("activity.answer")
def answer_requests(*, actor: Actor, at: datetime, activity: Activity, requests: list[Request]) -> Activity:
    """Which requests of agencies the activity answers, of those asked in the programmes that run it."""
    running = [row.programme_id for row in activity.runnings.all()]
    if not access.may_change(actor, activity) or any(one.programme_id not in running for one in requests):
        raise refused()
    activity.answers.set(requests)
    return activity


@write("activity.run-by")
def run_by(*, actor: Actor, at: datetime, activity: Activity, programmes: list[Programme]) -> Activity:
    """Sets which of the actor's programmes run it; programmes of other teams stay. Raises `Problem` `activities.running`
    when none would be left."""
    if not access.may_change(actor, activity):
        raise refused()
    mine = set(actor.programmes("activity.change"))
    wanted = {one.pk for one in programmes}
    if not wanted <= mine:
        raise refused()
    others = activity.runnings.exclude(programme_id__in=mine)
    if not wanted and not others.exists():
        raise Problem("activities.running", "At least one programme runs an activity. Tick one.")
    activity.runnings.filter(programme_id__in=mine - wanted).delete()
    for programme in programmes:
        Running.objects.get_or_create(programme=programme, activity=activity)
    gone = activity.answers.exclude(programme_id__in=activity.runnings.values("programme_id"))
    activity.answers.remove(*gone)
    return activity


@write("activity.run")
def run_in(*, actor: Actor, at: datetime, activity: Activity, programme: Programme) -> Activity:
    """Makes it joint: it counts once in each programme and once overall."""
    if not access.may_change(actor, activity) or not actor.may("activity.change", programme.pk):
        raise refused()
    Running.objects.get_or_create(programme=programme, activity=activity)
    return activity


@write("activity.series")
def put_in_series(*, actor: Actor, at: datetime, activity: Activity, series: Series | None) -> Activity:
    if not access.may_change(actor, activity) or (series and not access.may_change_series(actor, series)):
        raise refused()
    activity.series = series
    activity.save(update_fields=["series"])
    return activity


@write("activity.indicator")
def serve_indicator(*, actor: Actor, at: datetime, activity: Activity, indicator: Indicator, serves: bool) -> Activity:
    if not access.may_change(actor, activity):
        raise refused()
    (activity.indicators.add if serves else activity.indicators.remove)(indicator)
    return activity


@write("activity.no-names")
def mark_no_names(*, actor: Actor, at: datetime, activity: Activity, on: bool) -> Activity:
    """“No names, no quotes”: words, photos and the documents that speak of it are then for the team alone."""
    if not access.may_change(actor, activity):
        raise refused()
    activity.no_names = on
    activity.save(update_fields=["no_names"])
    told = Claim.objects.filter(subject=activity.key, document__isnull=False).exclude(status="rejected")
    for document in Document.objects.filter(pk__in=told.values("document_id")):
        document.team_only = _speaks_of_marked(document)
        document.save(update_fields=["team_only"])
    return activity


def _speaks_of_marked(document: Document) -> bool:
    subjects = Claim.objects.filter(document=document).exclude(status="rejected").values("subject")
    return Activity.objects.filter(key__in=subjects, no_names=True).exists()
