"""The list, the page of an activity, the story behind a value."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count as Number
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kopuro.activities import access, queries, rules
from kopuro.activities.forms import (
    ActivityFilter,
    AudienceForm,
    FactForm,
    OrganisationForm,
    PlaceForm,
)
from kopuro.activities.models import Activity, ActivityCountry, Series
from kopuro.core.exports import download
from kopuro.core.pages import Request, may, page
from kopuro.core.phrases import date_phrase
from kopuro.core.templatetags.kopuro_words import country

PAGE = 50
EDITABLE = (
    "title",
    "type",
    "status",
    "dates",
    "place",
    "mode",
    "participants.reported",
    "organisation",
    "audience",
    "summary",
)
ADD_FORMS = {"place": PlaceForm, "organisation": OrganisationForm, "audience": AudienceForm}


@page(may("activity.read"))
def activity_list(request: Request) -> HttpResponse:
    areas = list(
        ActivityCountry.objects.filter(which="venue", activity__in=access.visible_to(request.actor))
        .order_by("area")
        .values_list("area", flat=True)
        .distinct()
    )
    form = ActivityFilter(request.GET or None, actor=request.actor, areas=areas)
    rows = queries.listed(request.actor, form.values() if request.GET else {})
    if "format" in request.GET:
        return export(request, rows)
    shown = Paginator(queries.with_list_parts(rows), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "activities/activity_list.html",
        {"form": form, "page": shown, "may_add": request.actor.may_somewhere("activity.change")},
    )


def export(request: Request, rows: object) -> HttpResponse:
    """The filtered list as a file, for those who may take data along."""
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    columns = (
        "key",
        "title",
        "type",
        "status",
        "start",
        "end",
        "date basis",
        "mode",
        "places",
        "countries",
        "people",
        "people are",
        "people qualifier",
        "series",
    )
    lines = (
        (
            activity.key, activity.title, activity.type, activity.status, activity.start, activity.end, activity.date_basis,
            activity.mode, "; ".join(place.name for place in activity.places.all()),
            "; ".join(dict.fromkeys(place.country for place in activity.places.all() if place.country)),
            activity.people, activity.people_stage, activity.people_qualifier, activity.series or "",
        )
        for activity in queries.with_list_parts(rows)  # type: ignore[arg-type]
    )  # fmt: skip
    return download("activities", request.GET["format"], columns, lines)


def seen(request: Request, key: UUID) -> Activity:
    """The activity with its parts, or 404 both for hidden and for missing."""
    return get_object_or_404(queries.with_page_parts(request.actor), key=key)


@page(may("activity.read"))
def activity_detail(request: Request, key: UUID) -> HttpResponse:
    activity = seen(request, key)
    places = list(activity.places.all())
    countries = {which: [] for which in ("venue", "participants", "experts")}  # type: dict[str, list[ActivityCountry]]
    for row in activity.countries.all():
        countries[row.which].append(row)
    counts = list(activity.counts.all())
    running = activity.runnings.all()
    return render(
        request,
        "activities/activity_detail.html",
        {
            "activity": activity,
            "programme": running[0].programme if running else None,
            "programmes": [row.programme for row in running if access.may_see(request.actor, activity)],
            "place_line": ", ".join(dict.fromkeys(place.written for place in places)),
            "country_line": ", ".join(country(row.area) for row in countries["venue"]),
            "countries": countries,
            "totals": [count for count in counts if not count.label and count.unit == "people"],
            "groups": [count for count in counts if count.label or count.unit != "people"],
            "attendance": queries.attendance(activity),
            "quotations": access.quotations_visible_to(request.actor, activity).select_related("passage__document"),
            "photos": access.photos_visible_to(request.actor, activity),
            "documents": queries.documents_of(request.actor, activity),
            "may_change": access.may_change(request.actor, activity),
            "may_train": access.may_train(request.actor, activity),
            "editable": [(field, queries.label(field)) for field in EDITABLE],
        },
    )


@page(may("activity.read"))
def value_story(request: Request, key: UUID, field: str) -> HttpResponse:
    """Why this value? The claims, the sentences, the rule; and for the team, where to settle and correct it."""
    activity = seen(request, key)
    if field == "attendance":
        told = queries.ValueStory(queries.attendance_story(activity))
    elif field in rules.SINGLE or field in rules.MANY:
        if field == "quote":
            raise Http404
        told = queries.story(request.actor, activity, field)
    else:
        raise Http404
    may_change = access.may_change(request.actor, activity)
    return render(
        request,
        "activities/value_story.html",
        {
            "activity": activity,
            "field": field,
            "label": queries.label(field),
            "told": told,
            "form": fact_form(field, told) if may_change else None,
            "may_change": may_change,
        },
    )


def fact_form(field: str, told: queries.ValueStory) -> object:
    """The form that adds or corrects a value of this field; None where values come from rows."""
    if field in ADD_FORMS:
        return ADD_FORMS[field]()
    if field in rules.SINGLE:
        chosen = next((claim.value for claim in told.claims if claim.pk == told.chosen), None)
        return FactForm(field=field, value=chosen)
    return None


@page(may("activity.read"))
def series_list(request: Request) -> HttpResponse:
    rows = access.series_visible_to(request.actor).select_related("programme", "parent").order_by("title")
    rows = rows.annotate(members=Number("activities"))
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "activities/series_list.html",
        {"page": shown, "may_add": request.actor.may_somewhere("activity.change")},
    )


@page(may("activity.read"))
def series_detail(request: Request, key: UUID) -> HttpResponse:
    series: Series = get_object_or_404(access.series_visible_to(request.actor).select_related("programme"), key=key)
    members = queries.with_list_parts(access.visible_to(request.actor).filter(series=series)).order_by(
        "starts_on", "id"
    )
    return render(
        request,
        "activities/series_detail.html",
        {
            "series": series,
            "programme": series.programme,
            "page": Paginator(members, PAGE).get_page(request.GET.get("page")),
            "counts": series.counts.select_related("claim"),
            "sum": queries.summed(members),
            "period": date_phrase(*queries.span(members)),
            "may_change": access.may_change_series(request.actor, series),
        },
    )


@page(may("activity.read"))
def series_story(request: Request, key: UUID) -> HttpResponse:
    series: Series = get_object_or_404(access.series_visible_to(request.actor), key=key)
    told = queries.series_story(request.actor, series)
    return render(request, "activities/series_story.html", {"series": series, "story": told})
