"""Reads of activities: the filtered list, the parts of a page, the story behind a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Count as Number
from django.db.models import Max, Min, Prefetch, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kopuro.activities import access, rules, terms
from kopuro.activities.models import Activity, ActivityCountry, ActivityPlace, Link, Participation, Running, Series
from kopuro.core import phrases
from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.search import found_by_words
from kopuro.core.story import Story
from kopuro.core.templatetags.kopuro_words import country
from kopuro.engagement.access import requests_visible_to
from kopuro.engagement.models import Request
from kopuro.people.terms import Group
from kopuro.programme.models import Programme
from kopuro.programme.queries import family
from kopuro.sources import access as source_access
from kopuro.sources.models import Claim, Document
from kopuro.sources.queries import REASONS, story_claims
from kopuro.sources.terms import Basis, ClaimStatus

MARK = {"dates": "date", "place": "place", "country": "place", "organisation": "body", "group": "count"}
FEW = 10
DECIDED = (ClaimStatus.ACCEPTED, ClaimStatus.CORRECTED)


def facts_of(activity: Activity) -> list[rules.Fact]:
    claims = Claim.objects.filter(subject=activity.key, status__in=DECIDED).select_related("document")
    return [
        rules.Fact(
            id=claim.pk, field=claim.field, value=claim.value, status=claim.status, qualifier=claim.qualifier,
            precision=claim.precision, basis=claim.basis, settled=claim.settled_at is not None,
            published=claim.document.published_on if claim.document else None,
        )
        for claim in claims
    ]  # fmt: skip


def listed(actor: Actor, filters: dict[str, Any]) -> QuerySet[Activity]:
    """The activities this actor may see that pass the filters, with what a list shows, in a constant number of queries."""
    rows = access.visible_to(actor)
    if filters.get("programme"):
        chosen = Programme.objects.filter(code=filters["programme"], pk__in=actor.programmes("activity.read")).first()
        run = Running.objects.filter(programme_id__in=family(chosen) if chosen else [])
        rows = rows.filter(pk__in=run.values("activity_id"))
    if filters.get("country"):
        rows = rows.filter(
            pk__in=ActivityCountry.objects.filter(which="venue", area=filters["country"]).values("activity_id")
        )
    if filters.get("unit"):
        rows = rows.filter(pk__in=ActivityPlace.objects.filter(unit=filters["unit"]).values("activity_id"))
    for name in ("type", "status", "mode"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if filters.get("year"):
        year = int(filters["year"])
        spanned = rows.annotate(first=Coalesce("starts_on", "ends_on"), last=Coalesce("ends_on", "starts_on"))
        rows = spanned.filter(first__year__lte=year, last__year__gte=year)
    if filters.get("group"):
        rows = rows.filter(pk__in=rows.model.objects.filter(audiences__group=filters["group"]).values("pk"))
    if filters.get("topic"):
        rows = rows.filter(pk__in=rows.model.objects.filter(topics__topic=filters["topic"]).values("pk"))
    if filters.get("conflicts"):
        rows = rows.filter(conflicts__gt=0)
    if filters.get("q"):
        rows = found_by_words("activity", filters["q"], rows)
    return rows


def with_list_parts(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    return rows.select_related("series").prefetch_related("places")


COLUMNS = (
    "key", "title", "type", "status", "start", "end", "date basis", "mode", "places", "countries", "people", "people are",
    "people qualifier", "series", "wave", "track", "programmes",
)  # fmt: skip


def exported(actor: Actor, rows: QuerySet[Activity]) -> Iterator[tuple[Any, ...]]:
    """The rows under `COLUMNS`; programmes as their short names, those the actor sees."""
    seen = set(actor.programmes("programme.read"))
    for activity in with_list_parts(rows).prefetch_related("runnings__programme"):
        yield _exported(activity, seen)


def _exported(activity: Activity, seen: set[int]) -> tuple[Any, ...]:
    places = activity.places.all()
    return (
        activity.key, activity.title, activity.type, activity.status, activity.start, activity.end, activity.date_basis,
        activity.mode, "; ".join(place.name for place in places),
        "; ".join(dict.fromkeys(place.country for place in places if place.country)), activity.people, activity.people_stage,
        activity.people_qualifier, activity.series or "", activity.wave, activity.track,
        "; ".join(sorted(row.programme.code for row in activity.runnings.all() if row.programme_id in seen)),
    )  # fmt: skip


def with_page_parts(actor: Actor) -> QuerySet[Activity]:
    """One activity with all that its page shows."""
    return access.visible_to(actor).select_related("series").prefetch_related(
        "places", "countries", "organisations__organisation", "audiences", "topics", "counts", "materials",
        "runnings__programme", "links__earlier", "indicators", "sessions__agenda", "answers__agency",
        Prefetch("later_links", queryset=later_links(actor), to_attr="followed_by"),
    )  # fmt: skip


def linked(actor: Actor, activity: Activity) -> set[Activity]:
    """The earlier activities it points to that this reader may see; of others only the written words are told."""
    earlier = [link.earlier_id for link in activity.links.all() if link.earlier_id]
    return set(access.visible_to(actor).filter(pk__in=earlier)) if earlier else set()


def answers_told(actor: Actor, activity: Activity) -> list[Request]:
    """The requests it answers, for those who may read them."""
    seen = set(requests_visible_to(actor).filter(answered_by=activity).values_list("pk", flat=True))
    return [one for one in activity.answers.all() if one.pk in seen]


def later_links(actor: Actor) -> QuerySet[Any]:
    return Link.objects.filter(activity__in=access.visible_to(actor)).select_related("activity")


def phrase(field: str, value: Any, qualifier: str = "") -> str:
    """A claim's value in words."""
    if value in (None, "", [], {}):
        return _("not stated")
    if field == "dates":
        if value.get("start") or value.get("end"):
            return phrases.date_phrase(value.get("start") or "", value.get("end") or "")
        return phrases.month_day_phrase(*(value.get("month_day") or [""]))
    if field.startswith("participants."):
        return phrases.count_phrase(value, qualifier)
    if field == "group":
        return f"{phrases.count_phrase(value['number'], qualifier)} {value.get('label', '')}".strip()
    if field == "place":
        parts = [value.get("written") or value.get("name"), country(value["country"]) if value.get("country") else ""]
        return ", ".join(part for part in parts if part)
    if field == "organisation":
        return f"{value['name']} ({terms.OrganisationRole(value['role']).label})"
    if field == "country":
        return f"{country(value['area'])} ({terms.CountrySet(value['set']).label})"
    if field == "audience":
        return value.get("written") or str(Group(value["group"]).label)
    if field == "follows":
        return str(value.get("written") or _("an activity of the record"))
    if field == "quote":
        return str(value.get("role") or _("a speaker"))
    for name, choices in (("type", terms.Type), ("status", terms.Status), ("mode", terms.Mode)):
        if field == name and value in choices.values:
            return str(choices(value).label)
    return str(value)


def phrase_of(claim: Claim) -> str:
    return phrase(claim.field, claim.value, claim.qualifier)


@dataclass(frozen=True)
class ValueStory:
    """What the story page of one field needs: the story, the claims that may be settled, whether they differ."""

    story: Story
    claims: list[Claim] = field(default_factory=list)
    chosen: int | None = None
    in_conflict: bool = False


def story(actor: Actor, activity: Activity, name: str) -> ValueStory:
    """Every value's story: the claims of all documents, the one shown and by which rule."""
    claims = list(
        Claim.objects.filter(subject=activity.key, field=name)
        .exclude(status="proposed")
        .select_related("document", "passage")
    )
    shown = rules.fold(facts_of(activity))
    choice = shown.single.get(name)
    if choice:
        chosen = next(claim for claim in claims if claim.pk == choice.chosen.id)
        told = story_claims(claims, actor=actor, shown=chosen.pk, phrase=phrase_of, kind=_mark(name))
        rule = str(REASONS[choice.reason])
        if name == "dates" and chosen.basis not in ("", Basis.STATED):
            rule += f" {Basis(chosen.basis).label[:1].upper()}{Basis(chosen.basis).label[1:]}."
        if choice.in_conflict:
            rule += " " + _("The documents differ; the team can settle it.")
        return ValueStory(Story(phrase_of(chosen), rule, told), claims, chosen.pk, choice.in_conflict)
    living = [claim for claim in claims if claim.status != "rejected"]
    told = story_claims(claims, actor=actor, shown=None, phrase=phrase_of, kind=_mark(name))
    value = "; ".join(dict.fromkeys(phrase_of(claim) for claim in living)) or _("not stated")
    return ValueStory(Story(value, _("All values that were accepted are shown."), told), claims)


def _mark(name: str) -> str:
    return "count" if name.startswith("participants.") else MARK.get(name, "other")


@dataclass(frozen=True)
class Attendance:
    """Numbers of participations; parts below ten are not shown (docs/privacy.md)."""

    people: int
    person_days: Any
    groups: list[tuple[str, int | None]]


def attendance(activity: Activity) -> Attendance | None:
    rows = Participation.objects.filter(activity=activity, stage="attended")
    sums = rows.aggregate(people=Number("id"), days=Sum("days"))
    if not sums["people"]:
        return None
    by_group = list(rows.values_list("group").annotate(n=Number("id")).order_by("-n", "group"))
    hidden = {group for group, n in by_group if n < FEW}
    if len(hidden) == 1 and len(by_group) > 1:
        # One hidden cell beside an exact sum could be worked out: the next smallest goes with it.
        hidden.add(min((n, group) for group, n in by_group if group not in hidden)[1])
    groups = [(str(Group(group).label), n if group not in hidden else None) for group, n in by_group]
    return Attendance(sums["people"], sums["days"], groups)


def attendance_story(activity: Activity) -> Story:
    found = attendance(activity)
    if found is None:
        return Story("0", _("No attendance has been recorded yet."))
    table = Table(
        _("Recorded attendance by group"),
        (_("Group"), _("People")),
        tuple(
            (label, n if n is not None else _("fewer than 10, or hidden to protect them")) for label, n in found.groups
        ),
        numbers=(1,),
    )
    return Story(str(found.people), _("Rows of attendance of this activity, one per person, counted."), table=table)


def documents_of(actor: Actor, activity: Activity) -> QuerySet[Document]:
    """Documents that state something of it, for those who may read them."""
    stated = Claim.objects.filter(subject=activity.key).exclude(status="rejected").values("document_id")
    return source_access.visible_to(actor).filter(pk__in=stated)


class Pool:
    """The activities of a programme that cards may speak of, read once for all cards of a document."""

    COMPARED = 200

    def __init__(self, actor: Actor, programme_id: int) -> None:
        self.own = access.visible_to(actor).filter(runnings__programme_id=programme_id)
        columns = ("pk", "title", "start", "end", "starts_on", "ends_on")
        self.rows = list(self.own.values_list(*columns))
        self.places: dict[int, set[str]] = defaultdict(set)
        places = ActivityPlace.objects.filter(activity__runnings__programme_id=programme_id)
        for activity, name in places.values_list("activity_id", "name"):
            self.places[activity].add(name.casefold())

    def likely(self, *, title: str, start: str, end: str, places: list[str]) -> list[tuple[float, int]]:
        """(likeness, id of the activity), best first: by date, place and title (see `rules.likeness`)."""
        here = {place.casefold() for place in places}
        scored = []
        for pk, other, first, last, _starts_on, _ends_on in self._at_that_time(start, end):
            score = rules.likeness(title, other, start, end, first, last, here, self.places[pk])
            if score >= rules.LIKELY:
                scored.append((score, pk))
        return sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:5]

    def _at_that_time(self, start: str, end: str) -> list[Any]:
        if not (start or end):
            return self.rows[: self.COMPARED]
        first, last = rules.first_day(start or end), rules.last_day(end or start)
        found = (row for row in self.rows if row[4] is None or (row[4] <= last and first <= row[5]))
        return list(islice(found, self.COMPARED))


LABELS = {
    "title": _l("Title"), "type": _l("Type"), "status": _l("Status"), "dates": _l("When"), "mode": _l("Mode"),
    "summary": _l("Summary"), "wave": _l("Wave"), "track": _l("Track"), "place": _l("Where"), "country": _l("Countries"),
    "organisation": _l("Organisations"), "audience": _l("For whom"), "topic": _l("Topics"), "group": _l("Groups and other numbers"),
    "series": _l("Series"), "follows": _l("Earlier activities"), "quote": _l("Quotations"), "recommendation": _l("Recommendations"),
    "attendance": _l("Recorded attendance"), "participants.attended": _l("People who attended"),
    "participants.reported": _l("People, as reported"), "participants.registered": _l("People registered"),
    "participants.planned": _l("People planned for"),
}  # fmt: skip


def label(field: str) -> str:
    return str(LABELS.get(field, field))


@dataclass(frozen=True)
class Summed:
    """What the members of a series say together: only what each of them states, beside how many state nothing."""

    activities: int
    people: int
    silent: int


def summed(rows: QuerySet[Activity]) -> Summed:
    found = rows.order_by().aggregate(n=Number("id"), stated=Number("people"), people=Sum("people"))
    return Summed(found["n"], found["people"] or 0, found["n"] - found["stated"])


def span(rows: QuerySet[Activity]) -> tuple[Any, Any]:
    found = rows.order_by().aggregate(first=Min("starts_on"), last=Max("ends_on"))
    return found["first"], found["last"]


def series_story(actor: Actor, series: Series) -> Story:
    """What documents say of the whole series, beside the sum of its members: two figures that are never added."""
    members = access.visible_to(actor).filter(series=series)
    total = summed(members)
    claims = Claim.objects.filter(subject=series.key).select_related("document", "passage")
    rows = tuple(
        (Cell(one.title, url=one.get_absolute_url()), one.people if one.people is not None else _("not stated"))
        for one in members.order_by("starts_on", "id")[:200]
    )
    table = Table(_("Activities of this series"), (_("Activity"), _("People")), rows, numbers=(1,))
    rule = _("The people of the activities are added; %(silent)d of %(all)d state no number. What documents say of the whole series stands above and is not added to it.") % {
        "silent": total.silent, "all": total.activities,
    }  # fmt: skip
    return Story(
        str(total.people), rule, story_claims(claims, actor=actor, shown=None, phrase=phrase_of, kind="count"), table
    )
