"""The programme at a glance: what is next, timeline, tile map, who does what where when for whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.activities.access import visible_to
from kopuro.activities.models import Activity, ActivityCountry, ActivityPlace, Running
from kopuro.activities.rules import first_day
from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Table
from kopuro.core.drawing.tilemap import UNITS, TileMap, TileValue
from kopuro.core.drawing.timeline import Timeline, TimelineItem, TimelineStep
from kopuro.core.phrases import count_phrase, date_phrase
from kopuro.core.templatetags.kopuro_words import country, unit
from kopuro.engagement.access import initiatives_visible_to, meetings_visible_to, requests_visible_to
from kopuro.programme.models import Programme
from kopuro.programme.queries import family
from kopuro.programme.terms import TOPICS

DRAWN = 200
NOBODY = UUID(int=0)


def activities_of(actor: Actor, programme: Programme) -> QuerySet[Activity]:
    """Of the programme and its parts, each once; of the parts, what this reader may see."""
    return visible_to(actor).filter(
        Exists(Running.objects.filter(activity=OuterRef("pk"), programme_id__in=family(programme)))
    )


def coming(actor: Actor, programme: Programme, today: date) -> QuerySet[Activity]:
    """What is next: planned or under way, the soonest first."""
    rows = activities_of(actor, programme).filter(status__in=("planned", "ongoing"))
    return (
        rows.filter(Q(ends_on__gte=today) | Q(ends_on__isnull=True))
        .order_by("starts_on", "id")
        .prefetch_related("places")
    )


def late(actor: Actor, programme: Programme, today: date) -> QuerySet[Activity]:
    """Planned, but its last day is over: it wants a report or a new date."""
    return activities_of(actor, programme).filter(status="planned", ends_on__lt=today).order_by("ends_on", "id")


def timeline(actor: Actor, programme: Programme, today: date) -> Timeline:
    """A line for each country, the engagement as diamonds. Only the last 200 activities are drawn."""
    # Plain values: hundreds of whole activities with their countries would take longer than all else on the page.
    columns = ("pk", "key", "title", "starts_on", "ends_on", "status", "precision", "start", "end")
    rows = list(activities_of(actor, programme).values_list(*columns)[:DRAWN])
    venues: dict[int, list[str]] = defaultdict(list)
    of_them = ActivityCountry.objects.filter(which="venue", activity_id__in=[row[0] for row in rows])
    for activity, area in of_them.values_list("activity_id", "area"):
        venues[activity].append(area)
    items = []
    address = reverse("activity", args=[NOBODY])  # asked once: hundreds of times it would take longer than the drawing
    for pk, key, title, starts_on, ends_on, status, precision, start, end in rows:
        areas = venues[pk]
        line = country(areas[0]) if len(areas) == 1 else _("several countries") if areas else _("country not stated")
        when, url = date_phrase(start, end), address.replace(str(NOBODY), str(key))
        items.append(TimelineItem(line, title, starts_on, ends_on, status, precision == "day", when, url))
    steps = [
        TimelineStep(
            country(row.country),
            row.title,
            first_day(row.start),
            date_phrase(row.start, row.end),
            reverse("meeting", args=[row.key]),
        )
        for row in meetings_visible_to(actor).filter(programme_id__in=family(programme)).exclude(start="")[:100]
    ]
    return Timeline(_("Activities and engagement by country"), items, steps, today)


def tilemap(actor: Actor, programme: Programme) -> TileMap:
    """Activities held or planned in each region, each once per region."""
    pairs = ActivityPlace.objects.filter(activity__in=activities_of(actor, programme)).exclude(unit="")
    counted = dict(pairs.order_by().values_list("unit").annotate(n=Count("activity_id", distinct=True)))
    address = reverse("activities")
    values = {
        code: TileValue(n, f"{address}?{urlencode({'programme': programme.code, 'unit': code})}")
        for code, n in counted.items()
    }
    names = {code: unit(code) for code in {*UNITS, *values}} | {
        code: country(code) for code in ("KZ", "KG", "TJ", "TM", "UZ")
    }
    return TileMap(_("Activities by region"), values, names, _("activities"))


def five_w(actor: Actor, programme: Programme) -> list[dict[str, Any]]:
    """Who does what, where, when, for whom: a row for each activity of the programme."""
    return five_w_of(activities_of(actor, programme))


def five_w_of(activities: Any) -> list[dict[str, Any]]:
    """The rows of some activities (a queryset or a page), in a constant number of queries."""
    rows = list(activities)
    prefetch_related_objects(rows, "organisations__organisation", "places", "topics", "audiences")
    return [_w_row(activity) for activity in rows]


def _w_row(activity: Activity) -> dict[str, Any]:
    who = [
        str(row.organisation)
        for row in activity.organisations.all()
        if row.role in ("organiser", "co_organiser", "implementer")
    ]
    topics = [str(TOPICS.get(row.topic, row.topic)) for row in activity.topics.all()]
    where = [
        f"{place.name}{', ' + country(place.country) if place.country and place.level != 'country' else ''}"
        for place in activity.places.all()
    ]
    return {
        "activity": activity,
        "who": "; ".join(dict.fromkeys(who)),
        "what": f"{activity.get_type_display()}: {activity.title}",
        "topics": "; ".join(topics),
        "where": "; ".join(dict.fromkeys(where)),
        "when": date_phrase(activity.start, activity.end),
        "for_whom": "; ".join(dict.fromkeys(str(row.get_group_display()) for row in activity.audiences.all())),
        "people": count_phrase(activity.people, activity.people_qualifier) if activity.people is not None else "",
    }


@dataclass(frozen=True)
class GapRow:
    """One subject in one country: what agencies ask for, what we do or plan, what others do."""

    area: str
    topic: str
    requests: int
    ours: int
    others: int

    @property
    def verdict(self) -> str:
        if self.requests and not self.ours and not self.others:
            return "gap"
        if self.ours and self.others:
            return "overlap"
        return ""


def gaps(actor: Actor, programme: Programme) -> list[GapRow]:
    """Requests against own activities and known initiatives of others, by country and subject."""
    own_and_parts = family(programme)
    asked = Counter(
        requests_visible_to(actor)
        .filter(programme_id__in=own_and_parts)
        .exclude(status="declined")
        .values_list("country", "topic")
    )
    others = Counter(
        initiatives_visible_to(actor).filter(programme_id__in=own_and_parts).values_list("country", "topic")
    )
    own = activities_of(actor, programme).exclude(status="cancelled")
    pairs = (
        own.order_by().filter(countries__which="venue", topics__isnull=False).values("countries__area", "topics__topic")
    )
    ours = Counter(
        {
            (row["countries__area"], row["topics__topic"]): row["n"]
            for row in pairs.annotate(n=Count("pk", distinct=True))
        }
    )
    keys = sorted(set(asked) | set(others) | {key for key in ours if key in asked or key in others})
    return [
        GapRow(area, topic, asked[(area, topic)], ours[(area, topic)], others[(area, topic)]) for area, topic in keys
    ]


def gap_table(rows: list[GapRow]) -> Table:
    said = {"gap": _("gap: asked for, nobody does it"), "overlap": _("overlap: agree who does what"), "": ""}
    cells = tuple(
        (
            country(row.area),
            str(TOPICS.get(row.topic, row.topic)),
            row.requests,
            row.ours,
            row.others,
            said[row.verdict],
        )
        for row in rows
    )
    columns = (_("Country"), _("Subject"), _("Requests"), _("Ours"), _("Others"), _("What to do"))
    return Table(_("Requests, own activities and initiatives of others"), columns, cells, numbers=(2, 3, 4))
