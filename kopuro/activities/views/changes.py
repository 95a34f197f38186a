"""Forms that change an activity: one view per thing that can be added, each an action of `actions`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.activities import access, actions, forms, rules
from kopuro.activities.models import Activity
from kopuro.activities.views.pages import ADD_FORMS, seen
from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.forms import KeyedForm, key_of
from kopuro.core.pages import Request, may, may_any, page
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
    if field in ADD_FORMS:
        form: KeyedForm = ADD_FORMS[field](request.POST)
    elif field in rules.SINGLE:
        form = forms.FactForm(request.POST, field=field)
    else:
        raise Http404

    def do(form: Any) -> Activity:
        facts, note = facts_of(field, form)
        return actions.state_facts(
            actor=request.actor, at=clock.now(), activity=activity, facts=facts, note=note, key=form.key
        )

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
    return {field: form.value()}, data["note"]


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
@require_POST
def no_names(request: Request, key: UUID) -> HttpResponse:
    activity = changed(request, key)
    actions.mark_no_names(actor=request.actor, at=clock.now(), activity=activity, on=request.POST.get("on") == "1")
    messages.success(request, _("Saved."))
    return redirect(activity)


def _trained(request: Request, key: UUID) -> Activity:
    activity = seen(request, key)
    if not access.may_train(request.actor, activity):
        raise Http404
    return activity


TRAINS = may_any("activity.change", "activity.train")


@page(TRAINS)
def session_new(request: Request, key: UUID) -> HttpResponse:
    activity = _trained(request, key)
    form = forms.SessionForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return actions.add_session(actor=request.actor, at=clock.now(), activity=activity, key=form.key, **facts)

    return form_page(request, form, do, title=_("A new session"), lead=str(activity), then=activity, crumbs=[activity])


@page(TRAINS)
def agenda_new(request: Request, key: UUID, session: UUID) -> HttpResponse:
    activity = _trained(request, key)
    sitting = get_object_or_404(activity.sessions, key=session)
    form = forms.AgendaForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("title", "begins", "lead")}
        return actions.add_agenda_item(actor=request.actor, at=clock.now(), session=sitting, key=form.key, **facts)

    return form_page(
        request, form, do, title=_("A point of the agenda"), lead=sitting.title, then=activity, crumbs=[activity]
    )


@page(TRAINS)
def material_new(request: Request, key: UUID) -> HttpResponse:
    activity = _trained(request, key)
    form = forms.MaterialForm(request.POST or None, request.FILES or None)

    def do(form: Any) -> Any:
        file = form.cleaned_data["file"]
        facts = {name: form.cleaned_data[name] for name in ("title", "kind", "language", "licence")}
        return actions.add_material(
            actor=request.actor,
            at=clock.now(),
            activity=activity,
            name=file.name,
            data=file.read(),
            key=form.key,
            **facts,
        )

    return form_page(
        request, form, do, title=_("Training material"), lead=str(activity), then=activity, crumbs=[activity]
    )


@page(may("activity.change"))
def photo_new(request: Request, key: UUID) -> HttpResponse:
    activity = changed(request, key)
    form = forms.PhotoForm(request.POST or None, request.FILES or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("caption", "credit", "consent_note", "may_be_shown")}
        data = form.cleaned_data["file"].read()
        return actions.add_photo(
            actor=request.actor, at=clock.now(), activity=activity, data=data, key=form.key, **facts
        )

    return form_page(request, form, do, title=_("A photo"), lead=str(activity), then=activity, crumbs=[activity])


@page(may("activity.change"))
@require_POST
def photo_remove(request: Request, key: UUID, photo: UUID) -> HttpResponse:
    activity = changed(request, key)
    actions.remove_photo(actor=request.actor, at=clock.now(), photo=get_object_or_404(activity.photos, key=photo))
    messages.success(request, _("Removed."))
    return redirect(activity)


@page(may("activity.change"))
def quotation_change(request: Request, key: UUID, quotation: int) -> HttpResponse:
    activity = changed(request, key)
    row = get_object_or_404(access.quotations_visible_to(request.actor, activity), pk=quotation)
    initial = {name: getattr(row, name) for name in ("speaker_role", "speaker_group", "consent_note", "may_be_shown")}
    form = forms.QuotationForm(request.POST or None, initial=initial)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in initial}
        return actions.describe_quotation(actor=request.actor, at=clock.now(), quotation=row, key=form.key, **facts)

    return form_page(request, form, do, title=_("A quotation"), lead=str(activity), then=activity, crumbs=[activity])


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
    """Which series it belongs to, which other programme runs it too, which indicators it serves."""
    activity = changed(request, key)
    form = forms.PlacingForm(request.POST or None, activity=activity, actor=request.actor)

    def do(form: Any) -> Any:
        common = {"actor": request.actor, "at": clock.now(), "activity": activity}
        actions.put_in_series(series=form.cleaned_data["series"], **common)
        for programme in form.cleaned_data["programmes"]:
            actions.run_in(programme=programme, **common)
        chosen = set(form.cleaned_data["indicators"])
        offered = form.fields["indicators"].queryset if "indicators" in form.fields else []
        for indicator in offered:
            actions.serve_indicator(indicator=indicator, serves=indicator in chosen, **common)
        return activity

    return form_page(
        request, form, do, title=_("Where it belongs"), lead=str(activity), then=activity, crumbs=[activity]
    )
