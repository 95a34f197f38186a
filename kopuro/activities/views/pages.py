"""The list, the page of an activity, the story behind a value."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count as Number
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kopuro.activities import access, forms, queries, rules
from kopuro.activities.forms import ActivityFilter
from kopuro.activities.models import Activity, ActivityCountry, Series
from kopuro.core.exports import download
from kopuro.core.forms import KeyedForm
from kopuro.core.kept import kept
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
    "country",
    "topic",
    "group",
    "follows",
    "wave",
    "track",
    "summary",
)
ADD_FORMS: dict[str, type[KeyedForm]] = {
    "place": forms.PlaceForm, "organisation": forms.OrganisationForm, "audience": forms.AudienceForm, "country": forms.CountryForm,
    "topic": forms.TopicForm, "group": forms.GroupForm,
}  # fmt: skip


@page(may("activity.read"))
@kept
def activity_list(request: Request) -> HttpResponse:
    areas = list(
        ActivityCountry.objects.filter(which="venue", activity__in=access.visible_to(request.actor))
        .order_by("area")
        .values_list("area", flat=True)
        .distinct()
    )
    form = ActivityFilter(request.GET or None, actor=request.actor, areas=areas)
    filters = form.values() if request.GET else {}
    if "format" in request.GET:
        return export(request, filters)
    rows = queries.listed(request.actor, filters)
    shown = Paginator(queries.with_list_parts(rows), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "activities/activity_list.html",
        {"form": form, "page": shown, "may_add": request.actor.may_somewhere("activity.change")},
    )


def export(request: Request, filters: dict[str, Any]) -> HttpResponse:
    """The filtered list as a file, of the programmes from which this person may take data along."""
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    actor = request.actor.within("report.export")
    rows = queries.exported(actor, queries.listed(actor, filters))
    return download("activities", request.GET["format"], queries.COLUMNS, rows)


def seen(request: Request, key: UUID) -> Activity:
    """The activity with its parts, or 404 both for hidden and for missing."""
    return get_object_or_404(queries.with_page_parts(request.actor), key=key)


@page(may("activity.read"))
@kept
def activity_detail(request: Request, key: UUID) -> HttpResponse:
    activity = seen(request, key)
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
            "programme": next(
                (row.programme for row in running if request.actor.may("programme.read", row.programme_id)), None
            ),
            "programmes": [row.programme for row in running if request.actor.may("activity.read", row.programme_id)],
            "answers": queries.answers_told(request.actor, activity),
            "seen_links": queries.linked(request.actor, activity),
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
            "may_read_learning": any(request.actor.may("learning.read", row.programme_id) for row in running),
            "editable": [(field, queries.label(field)) for field in EDITABLE],
        },
    )


@page(may("activity.read"))
@kept
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
            "form": fact_form(request, activity, field, told=told) if may_change else None,
            "may_change": may_change,
            # The only title standing can't be rejected: an activity without one could not be found again.
            "may_reject": field != "title" or sum(claim.status != "rejected" for claim in told.claims) > 1,
        },
    )


def fact_form(
    request: Request, activity: Activity, field: str, data: Any = None, *, told: queries.ValueStory | None = None
) -> KeyedForm | None:
    """The form that adds or corrects a value of this field; None where values come from rows. `?value=` fills it in."""
    if field == "follows":
        rows = access.visible_to(request.actor).exclude(pk=activity.pk)
        return forms.FollowsForm(data, rows=rows)
    if field in ADD_FORMS:
        return ADD_FORMS[field](data)
    if field in rules.SINGLE:
        chosen = next((claim.value for claim in told.claims if claim.pk == told.chosen), None) if told else None
        wished = request.GET.get("value") if field in ("status", "type", "mode") else None
        return forms.FactForm(data, field=field, value=wished or chosen)
    return None


@page(may("activity.read"))
@kept
def series_list(request: Request) -> HttpResponse:
    rows = access.series_visible_to(request.actor).select_related("programme", "parent").order_by("title")
    if "format" in request.GET:
        return series_export(request)
    seen_here = Q(activities__in=access.visible_to(request.actor))
    rows = rows.annotate(members=Number("activities", filter=seen_here, distinct=True))
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "activities/series_list.html",
        {"page": shown, "may_add": request.actor.may_somewhere("activity.change")},
    )


def series_export(request: Request) -> HttpResponse:
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    actor = request.actor.within("report.export")
    columns = (
        "key",
        "programme",
        "kind",
        "title",
        "part of",
        "activities",
        "people in its activities",
        "activities without a number",
        "of the whole series",
    )
    rows = []
    for series in access.series_visible_to(actor).select_related("programme", "parent").prefetch_related("counts"):
        total = queries.summed(access.visible_to(actor).filter(series=series))
        said = "; ".join(
            f"{count.number} {count.label or count.unit} ({count.stage}, {count.qualifier})"
            for count in series.counts.all()
        )
        rows.append(
            (
                series.key,
                series.programme.code,
                series.kind,
                series.title,
                series.parent or "",
                total.activities,
                total.people,
                total.silent,
                said,
            )
        )
    return download("series", request.GET["format"], columns, rows)


@page(may("activity.read"))
@kept
def series_detail(request: Request, key: UUID) -> HttpResponse:
    series: Series = get_object_or_404(
        access.series_visible_to(request.actor).select_related("programme", "parent"), key=key
    )
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
            "parts": series.parts.all(),
            "sum": queries.summed(members),
            "period": date_phrase(*queries.span(members)),
            "may_change": access.may_change_series(request.actor, series),
            "may_read_learning": request.actor.may("learning.read", series.programme_id),
        },
    )


@page(may("activity.read"))
@kept
def series_story(request: Request, key: UUID) -> HttpResponse:
    series: Series = get_object_or_404(access.series_visible_to(request.actor), key=key)
    told = queries.series_story(request.actor, series)
    return render(request, "activities/series_story.html", {"series": series, "story": told})
