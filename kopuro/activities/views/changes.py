"""Stating, settling and placing: the forms that change what an activity or a series says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.activities import access, actions, forms, rules
from kopuro.activities.models import Activity
from kopuro.activities.views.pages import fact_form, seen
from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.programme import access as programme_access
from kopuro.sources.models import Claim


def changed(request: Request, key: UUID) -> Activity:
    activity = seen(request, key)
    if not access.may_change(request.actor, activity):
        raise Http404
    return activity


@page(may("activity.change"))
def activity_new(request: Request) -> HttpResponse:
    form = forms.ActivityForm(request.POST or None, actor=request.actor)

    def do(filled_form: forms.ActivityForm) -> Activity:
        programme = get_object_or_404(
            programme_access.visible_to(request.actor), code=filled_form.cleaned_data["programme"]
        )
        return actions.create_activity(
            actor=request.actor, at=clock.now(), programme=programme, facts=filled_form.facts(),
            note=filled_form.cleaned_data["note"], key=filled_form.key,
        )  # fmt: skip

    return form_page(
        request,
        form,
        do,
        title=_("A new activity"),
        lead=_("Enter what is known; what stays empty is shown as not stated."),
        then=None,
    )


@page(may("activity.change"))
@require_POST
def fact(request: Request, key: UUID, field: str) -> HttpResponse:
    """Adds or corrects a value from its story page."""
    activity = changed(request, key)
    form = fact_form(request, activity, field, request.POST)
    if form is None:
        raise Http404

    def do(form: Any) -> Activity:
        facts, note = facts_of(field, form)
        return actions.state_facts(
            actor=request.actor, at=clock.now(), activity=activity, facts=facts, note=note,
            qualifier=form.cleaned_data.get("qualifier", ""), key=form.key,
        )  # fmt: skip

    return form_page(
        request, form, do, title=_("Correct a value"), lead=str(activity), then=activity, crumbs=[activity]
    )


def facts_of(field: str, form: Any) -> tuple[dict[str, Any], str]:
    data = form.cleaned_data
    if field == "place":
        return {"place": [forms.place_value(data["city"], data["country"])]}, data["note"]
    if field == "organisation":
        return {"organisation": [{"name": data["name"], "role": data["role"], "group": data["group"]}]}, data["note"]
    if field == "audience":
        return {"audience": [{"group": data["group"], "written": data["written"]}]}, ""
    return {field: [form.value()] if field in rules.MANY else form.value()}, data["note"]


@page(may("activity.change"))
@require_POST
def settle(request: Request, key: UUID, claim: UUID) -> HttpResponse:
    """Of several values this one is shown."""
    activity = changed(request, key)
    chosen = get_object_or_404(Claim, key=claim, subject=activity.key)
    actions.settle_claim(actor=request.actor, at=clock.now(), activity=activity, claim=chosen, key=key_of(request))
    messages.success(request, _("Settled: this value is shown from now on. The others stay in the story."))
    return redirect("value-story", activity.key, chosen.field)


@page(may("activity.change"))
@require_POST
def reject(request: Request, key: UUID, claim: UUID) -> HttpResponse:
    """A value that is wrong leaves the page; the story keeps it as rejected."""
    activity = changed(request, key)
    wrong = get_object_or_404(Claim, key=claim, subject=activity.key)
    actions.decide_claim(
        actor=request.actor, at=clock.now(), activity=activity, claim=wrong, status="rejected", key=key_of(request)
    )
    messages.success(request, _("Rejected. The story keeps it, crossed out."))
    return redirect("value-story", activity.key, wrong.field)


@page(may("activity.change"))
def follows_link(request: Request, key: UUID, claim: UUID) -> HttpResponse:
    """Which activity of the record do the words of a document mean?"""
    activity = changed(request, key)
    told = get_object_or_404(Claim, key=claim, subject=activity.key, field="follows")
    rows = access.visible_to(request.actor).exclude(pk=activity.pk)
    form = forms.EarlierForm(request.POST or None, rows=rows)

    def do(form: Any) -> Activity:
        earlier = form.cleaned_data["earlier"]
        return actions.link_earlier(
            actor=request.actor, at=clock.now(), activity=activity, claim=told, earlier=earlier, key=form.key
        )

    lead = _("The document says: “%s”") % told.value.get("written", "")
    return form_page(request, form, do, title=_("The earlier activity"), lead=lead, then=activity, crumbs=[activity])


@page(may("activity.change"))
@require_POST
def no_names(request: Request, key: UUID) -> HttpResponse:
    activity = changed(request, key)
    actions.mark_no_names(actor=request.actor, at=clock.now(), activity=activity, on=request.POST.get("on") == "1")
    messages.success(request, _("Saved."))
    return redirect(activity)


@page(may("activity.change"))
def series_new(request: Request) -> HttpResponse:
    form = forms.SeriesForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> Any:
        data = form.cleaned_data
        programme = get_object_or_404(programme_access.visible_to(request.actor), code=data["programme"])
        return actions.create_series(
            actor=request.actor,
            at=clock.now(),
            programme=programme,
            title=data["title"],
            kind=data["kind"],
            about=data["about"],
            key=form.key,
        )

    return form_page(
        request,
        form,
        do,
        title=_("A new series"),
        lead=_("Waves, rounds, tracks and intakes belong together here."),
        then=None,
    )


@page(may("activity.change"))
def series_change(request: Request, key: UUID) -> HttpResponse:
    series = get_object_or_404(access.series_visible_to(request.actor), key=key)
    if not access.may_change_series(request.actor, series):
        raise Http404
    initial = {name: getattr(series, name) for name in ("title", "kind", "about", "parent")}
    form = forms.SeriesChangeForm(request.POST or None, actor=request.actor, series=series, initial=initial)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in initial}
        return actions.change_series(actor=request.actor, at=clock.now(), series=series, key=form.key, **facts)

    return form_page(request, form, do, title=_("The series"), then=series, crumbs=[series])


@page(may("activity.change"))
def series_count(request: Request, key: UUID) -> HttpResponse:
    series = get_object_or_404(access.series_visible_to(request.actor), key=key)
    if not access.may_change_series(request.actor, series):
        raise Http404
    form = forms.SeriesCountForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return actions.state_series_count(actor=request.actor, at=clock.now(), series=series, key=form.key, **facts)

    lead = _("What a source says of the whole series; it is never added to its activities.")
    return form_page(request, form, do, title=_("A number for the whole series"), lead=lead, then=series)


@page(may("activity.change"))
def placing(request: Request, key: UUID) -> HttpResponse:
    """Which series it belongs to, which programmes run it, which requests it answers, which indicators it serves."""
    activity = changed(request, key)
    form = forms.PlacingForm(request.POST or None, activity=activity, actor=request.actor)

    @transaction.atomic
    def do(form: Any) -> Any:
        common = {"actor": request.actor, "at": clock.now(), "activity": activity}
        if "programmes" in form.fields:
            actions.run_by(programmes=list(form.cleaned_data["programmes"]), **common)
        if "answers" in form.fields:
            running = activity.runnings.values("programme_id")
            answered = form.cleaned_data["answers"].filter(programme_id__in=running)
            actions.answer_requests(requests=list(answered), **common)
        actions.put_in_series(series=form.cleaned_data["series"], **common)
        chosen = set(form.cleaned_data["indicators"])
        offered = form.fields["indicators"].queryset if "indicators" in form.fields else []
        for indicator in offered:
            actions.serve_indicator(indicator=indicator, serves=indicator in chosen, **common)
        return activity

    return form_page(
        request, form, do, title=_("Where it belongs"), lead=str(activity), then=activity, crumbs=[activity]
    )
