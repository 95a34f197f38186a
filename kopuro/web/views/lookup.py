"""Search over all, organisations, countries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pycountry
from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kopuro.activities import access as activities
from kopuro.activities.models import ActivityCountry, ActivityOrganisation
from kopuro.core import clock
from kopuro.core.actor import Actor
from kopuro.core.exports import download
from kopuro.core.kept import kept
from kopuro.core.pages import SIGNED_IN, Request, may, page
from kopuro.core.phrases import date_phrase
from kopuro.core.search import found_by_words
from kopuro.core.templatetags.kopuro_words import country
from kopuro.engagement import access as engagement
from kopuro.engagement.models import AgreedPoint
from kopuro.engagement.queries import drawn_ladders
from kopuro.followup import access as followup
from kopuro.people import access as people
from kopuro.people.models import Organisation
from kopuro.people.terms import Group
from kopuro.programme import access as programmes
from kopuro.reporting.queries import figures
from kopuro.sources import access as sources

PAGE = 50
SHOWN = 8


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_l("Words"), max_length=200, required=False, widget=forms.TextInput({"type": "search", "autofocus": True})
    )
    kind = forms.ChoiceField(label=_l("What"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", _("everything")),
            *((kind, label) for kind, (label, *_rest) in KINDS.items()),
        ]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class HitGroup:
    label: str
    total: int
    hits: list[Hit]
    more: str = ""


Road = Callable[[Actor], Any]
Tell = Callable[[Any], Hit]


def _when(thing: Any) -> str:
    return date_phrase(thing.start, thing.end)


KINDS: dict[str, tuple[Any, Road, Tell]] = {
    "activity": (_l("Activities"), activities.visible_to, lambda x: Hit(x.title, x.get_absolute_url(), _when(x))),
    "series": (_l("Series"), activities.series_visible_to, lambda x: Hit(x.title, x.get_absolute_url())),
    "recommendation": (_l("Recommendations"), followup.visible_to, lambda x: Hit(x.text, x.get_absolute_url(), x.made_on)),
    "document": (_l("Documents"), lambda actor: sources.visible_to(actor).defer("text"), lambda x: Hit(str(x), reverse("document", args=[x.key]), x.publisher)),
    "organisation": (_l("Organisations"), people.organisations_visible_to, lambda x: Hit(x.name, reverse("organisation", args=[x.key]), x.acronym)),
    "meeting": (_l("Meetings and missions"), engagement.meetings_visible_to, lambda x: Hit(x.title, reverse("meeting", args=[x.key]), _when(x))),
    "programme": (_l("Programmes"), programmes.visible_to, lambda x: Hit(x.title, x.get_absolute_url(), x.code)),
}  # fmt: skip


@page(SIGNED_IN)
@kept
def search(request: Request) -> HttpResponse:
    """Each kind is searched on its own road: what the actor may not see is not found."""
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    only = form.cleaned_data.get("kind", "") if words else ""
    groups = []
    for kind, (label, road, tell) in KINDS.items():
        if not words or (only and kind != only):
            continue
        rows = found_by_words(kind, words, road(request.actor))
        # Looked through once: the numbers of all that is found, then the rows of those shown.
        found = list(rows.values_list("pk", flat=True))
        if found:
            limit = 100 if only else SHOWN
            more = f"?{urlencode({'q': words, 'kind': kind})}" if len(found) > limit else ""
            shown = road(request.actor).in_bulk(found[:limit])
            hits = [tell(shown[pk]) for pk in found[:limit] if pk in shown]
            groups.append(HitGroup(str(label), len(found), hits, more))
    context = {"form": form, "q": words, "groups": groups, "total": sum(group.total for group in groups)}
    return render(request, "web/search.html", context)


class OrganisationFilter(forms.Form):
    q = forms.CharField(label=_l("Words"), max_length=200, required=False, widget=forms.TextInput({"type": "search"}))
    group = forms.ChoiceField(label=_l("Kind of body"), required=False, choices=[("", _l("any")), *Group.choices])


def organisations_listed(actor: Actor, filters: dict[str, Any]) -> list[tuple[int, int]]:
    """(id, activities that name it) of those that something names which the actor may see, the most often named first.
    Counted for all in one go: asked of each organisation by itself it takes a hundred times as long."""
    rows = people.organisations_visible_to(actor)
    if filters.get("group"):
        rows = rows.filter(group=filters["group"])
    if filters.get("q"):
        rows = found_by_words("organisation", filters["q"], rows)
    roles = ActivityOrganisation.objects.filter(activity__in=activities.visible_to(actor)).order_by()
    times = dict(roles.values_list("organisation").annotate(n=Count("activity_id", distinct=True)))
    found = [(times.get(pk, 0), name, pk) for pk, name in rows.order_by().values_list("pk", "name")]
    return [(pk, n) for n, _name, pk in sorted(found, key=lambda one: (-one[0], one[1]))]


def organisations_of(listed: Iterable[tuple[int, int]]) -> list[Any]:
    """The organisations themselves, `times` on each."""
    pairs = list(listed)
    known: dict[int, Any] = Organisation.objects.prefetch_related("names").in_bulk([pk for pk, _n in pairs])
    for pk, n in pairs:
        known[pk].times = n
    return [known[pk] for pk, _n in pairs]


def organisation_export(request: Request, filters: dict[str, Any]) -> HttpResponse:
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    columns = ("key", "name", "acronym", "kind", "group", "country", "also written", "activities")
    rows = (
        (one.key, one.name, one.acronym, one.get_kind_display(), one.group, one.country, "; ".join(row.written for row in one.names.all() if row.written != one.name), one.times)
        for one in organisations_of(organisations_listed(request.actor.within("report.export"), filters))
    )  # fmt: skip
    return download("organisations", request.GET["format"], columns, rows)


@page(may("programme.read"))
@kept
def organisation_list(request: Request) -> HttpResponse:
    """Those that something names which the actor may see, the most often named first."""
    form = OrganisationFilter(request.GET or None)
    filters = form.cleaned_data if form.is_valid() else {}
    if "format" in request.GET:
        return organisation_export(request, filters)
    page = Paginator(organisations_listed(request.actor, filters), PAGE).get_page(request.GET.get("page"))
    page.object_list = organisations_of(page.object_list)
    return render(request, "web/organisation_list.html", {"form": form, "page": page})


@page(may("programme.read"))
@kept
def organisation_detail(request: Request, key: UUID) -> HttpResponse:
    organisation = get_object_or_404(people.organisations_visible_to(request.actor), key=key)
    roles = ActivityOrganisation.objects.filter(
        organisation=organisation, activity__in=activities.visible_to(request.actor)
    )
    roles = roles.select_related("activity").order_by("-activity__starts_on", "-activity_id", "role")
    return render(
        request,
        "web/organisation.html",
        {
            "organisation": organisation,
            "names": [
                row.written
                for row in organisation.names.all()
                if row.written not in (organisation.name, organisation.acronym)
            ],
            "may_change": people.may_change_organisation(request.actor, organisation),
            "ladders": engagement.visible_to(request.actor).filter(agency=organisation).select_related("programme"),
            "partnerships": organisation.partnerships.filter(
                programme__in=programmes.visible_to(request.actor)
            ).select_related("programme"),
            "recommendations": followup.visible_to(request.actor).filter(addressee=organisation)[:PAGE],
            "page": Paginator(roles, PAGE).get_page(request.GET.get("page")),
        },
    )


def in_country(actor: Actor, code: str) -> Any:
    """The activities that took place there."""
    there = ActivityCountry.objects.filter(activity=OuterRef("pk"), which="venue", area=code)
    return activities.visible_to(actor).filter(Exists(there))


def known_country(code: str) -> str:
    code = code.upper()
    if pycountry.countries.get(alpha_2=code) is None:
        raise Http404
    return code


@page(may("activity.read"))
@kept
def country_story(request: Request, code: str, what: str) -> HttpResponse:
    """Why this number? The activities of the country that were counted."""
    code = known_country(code)
    if what not in figures.FIGURES:
        raise Http404
    story = figures.figure_story(request.actor, in_country(request.actor, code), what)
    return render(request, "reporting/figure_story.html", {"place": country(code), "what": what, "story": story})


@page(may("activity.read"))
@kept
def country_detail(request: Request, code: str) -> HttpResponse:
    """Where the programmes stand in one country."""
    code = known_country(code)
    rows = in_country(request.actor, code)
    meetings = engagement.meetings_visible_to(request.actor).filter(country=code)
    open_points = AgreedPoint.objects.filter(meeting__in=meetings, kind="promise", kept_on__isnull=True)
    return render(
        request,
        "web/country.html",
        {
            "name": country(code),
            "code": code,
            "headline": figures.headline(rows),
            "list_url": f"{reverse('activities')}?{urlencode({'country': code})}",
            "ladders": drawn_ladders(engagement.visible_to(request.actor).filter(country=code)),
            "promises": open_points.select_related("meeting", "owner")[:PAGE],
            "meetings": meetings[:SHOWN],
            "activities": rows[:SHOWN],
            "recommendations": followup.visible_to(request.actor).filter(activity__in=rows)[:SHOWN],
            "today": clock.today(),
        },
    )
