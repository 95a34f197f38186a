"""Folds an activity's claims into its columns and rows. Nothing else writes those, so a value and its story agree."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from kopuro.activities import rules
from kopuro.activities.models import (
    Activity,
    ActivityAudience,
    ActivityCountry,
    ActivityOrganisation,
    ActivityPlace,
    ActivityTopic,
    AttendanceSheet,
    Count,
    Link,
    Quotation,
)
from kopuro.activities.queries import facts_of
from kopuro.activities.rules import Fact, Shown
from kopuro.people.actions import organisation_named
from kopuro.sources.models import Claim


def refresh(activity: Activity) -> Activity:
    """Called inside every write that touches the activity's claims."""
    facts = facts_of(activity)
    shown = rules.fold(facts)
    _columns(activity, shown, {fact.id: fact for fact in facts})
    activity.save()
    _rows(activity, shown)
    return activity


def fold_attendance(activity: Activity) -> None:
    """Called inside every write that touches the activity's participations."""
    rows = activity.participations.filter(stage="attended").order_by("id")
    found = list(rows.values_list("person", "days", "group", "sex", "age_band", "country"))
    facts = {
        "people": len(found),
        "tenths": sum(round(days * 10) for _person, days, *_words in found),
        "packed": rules.pack(found),
    }
    AttendanceSheet.objects.update_or_create(activity=activity, defaults=facts)


def _columns(activity: Activity, shown: Shown, facts: dict[int, Fact]) -> None:
    for name in ("title", "type", "status", "mode", "summary", "wave", "track"):
        if name in shown.single:
            setattr(activity, name, shown.value(name) or "")
    if "status" not in shown.single:
        activity.status = "held"
    choice = shown.single.get("dates")
    dates = rules.dates_of(str(choice.chosen.value)) if choice else {"start": "", "end": "", "month_day": []}
    activity.start, activity.end, activity.month_day = dates["start"], dates["end"], dates["month_day"]
    activity.precision = rules.precision(activity.start or activity.end)
    activity.date_basis = (facts[choice.chosen.id].basis if choice else "") or "unknown"
    activity.starts_on = rules.first_day(activity.start) if activity.start else None
    activity.ends_on = rules.last_day(activity.end) if activity.end else None
    if "status" not in shown.single and activity.starts_on and activity.starts_on > activity.created_at.date():
        activity.status = "planned"
    activity.people, activity.people_qualifier, activity.people_stage = None, "", ""
    for stage in rules.STAGES:
        total = shown.single.get(f"participants.{stage}")
        if total:
            activity.people, activity.people_stage = int(total.chosen.value), stage  # type: ignore[call-overload]
            activity.people_qualifier = total.chosen.qualifier or "exact"
            break
    activity.conflicts = shown.conflicts


def _rows(activity: Activity, shown: Shown) -> None:
    for model in (ActivityPlace, ActivityCountry, ActivityOrganisation, ActivityAudience, ActivityTopic, Count):
        model.objects.filter(activity=activity).delete()  # type: ignore[attr-defined]
    made: list[Model] = []
    for fact in shown.many.get("place", []):
        keep = ("level", "written", "name", "country", "unit", "latitude", "longitude")
        made.append(ActivityPlace(activity=activity, claim_id=fact.id, **_only(fact.value, keep)))
    for fact in shown.many.get("country", []):
        made.append(
            ActivityCountry(activity=activity, claim_id=fact.id, which=fact.value["set"], area=fact.value["area"])
        )
    for fact in shown.many.get("audience", []):
        made.append(ActivityAudience(activity=activity, claim_id=fact.id, **_only(fact.value, ("group", "written"))))
    for fact in shown.many.get("topic", []):
        made.append(ActivityTopic(activity=activity, claim_id=fact.id, topic=fact.value))
    _venue_countries(activity, shown, made)
    for row in made:
        row.save()
    _organisations(activity, shown)
    _counts(activity, shown)
    _links(activity, shown)
    _quotations(activity, shown)


def _only(value: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value[name] for name in names if value.get(name) is not None}


def _venue_countries(activity: Activity, shown: Shown, made: list[Model]) -> None:
    """Where it was follows from the places; nothing is added that no place says."""
    stated = {row.area for row in made if isinstance(row, ActivityCountry) and row.which == "venue"}
    for fact in shown.many.get("place", []):
        country = fact.value.get("country") or ""
        if country and country not in stated:
            stated.add(country)
            made.append(ActivityCountry(activity=activity, claim_id=fact.id, which="venue", area=country))


def _organisations(activity: Activity, shown: Shown) -> None:
    for fact in shown.many.get("organisation", []):
        value = fact.value
        organisation = organisation_named(
            name=value["name"], country=value.get("country") or "", acronym=value.get("acronym") or "",
            group=value.get("group") or "other", kind=value.get("kind") or "90",
        )  # fmt: skip
        ActivityOrganisation.objects.get_or_create(
            activity=activity, organisation=organisation, role=value["role"], defaults={"claim_id": fact.id}
        )


def _counts(activity: Activity, shown: Shown) -> None:
    for stage in rules.STAGES:
        choice = shown.single.get(f"participants.{stage}")
        if choice:
            Count.objects.create(
                activity=activity,
                stage=stage,
                number=int(str(choice.chosen.value)),
                qualifier=choice.chosen.qualifier or "exact",
                claim_id=choice.chosen.id,
            )
    for fact in shown.many.get("group", []):
        keep = ("stage", "number", "upper", "unit", "mode", "label", "scope")
        Count.objects.create(
            activity=activity, claim_id=fact.id, qualifier=fact.qualifier or "exact", **_only(fact.value, keep)
        )


def _links(activity: Activity, shown: Shown) -> None:
    facts = {fact.id: fact for fact in shown.many.get("follows", [])}
    Link.objects.filter(activity=activity).exclude(claim_id__in=facts).delete()
    for fact in facts.values():
        earlier = Activity.objects.filter(key=fact.value["earlier"]).first() if fact.value.get("earlier") else None
        Link.objects.update_or_create(
            activity=activity,
            claim_id=fact.id,
            defaults={"written": fact.value.get("written", "")[:500], "earlier": earlier},
        )


def _quotations(activity: Activity, shown: Shown) -> None:
    """Rows stay where they are, for a person may have added consent to them."""
    facts = {fact.id: fact for fact in shown.many.get("quote", [])}
    Quotation.objects.filter(activity=activity).exclude(claim_id__in=facts).delete()
    passages = dict(Claim.objects.filter(pk__in=facts).values_list("pk", "passage_id"))
    for fact in facts.values():
        if passages.get(fact.id):
            Quotation.objects.get_or_create(
                activity=activity, claim_id=fact.id,
                defaults={"passage_id": passages[fact.id], "speaker_role": (fact.value.get("role") or "")[:300]},
            )  # fmt: skip
