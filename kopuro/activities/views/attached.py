"""Sessions, agendas, materials, photos and quotations: added, changed, removed. Each form is one action of `actions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from kopuro.activities import access, actions, forms
from kopuro.activities.models import Activity
from kopuro.activities.views.changes import changed
from kopuro.activities.views.pages import seen
from kopuro.core import clock
from kopuro.core.form_pages import form_page, removal_page
from kopuro.core.pages import Request, may, may_any, page

TRAINS = may_any("activity.change", "activity.train")


def trained(request: Request, key: UUID) -> Activity:
    activity = seen(request, key)
    if not access.may_train(request.actor, activity):
        raise Http404
    return activity


def _add(
    request: Request, back: Activity, form: Any, act: Callable[..., Any], title: str, *, lead: str = "", **on: Any
) -> HttpResponse:
    """A page with `form`, whose values go to `act` together with `on`, and `back` to the activity."""

    def do(form: Any) -> Any:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return act(actor=request.actor, at=clock.now(), key=form.key, **on, **facts)

    return form_page(request, form, do, title=title, lead=lead or str(back), then=back, crumbs=[back])


def _remove(request: Request, back: Activity, row: Any, act: Callable[..., Any], title: str, **on: Any) -> HttpResponse:
    def do(form: Any) -> Any:
        return act(actor=request.actor, at=clock.now(), key=form.key, **on)

    return removal_page(request, row, do, title=title, then=back, crumbs=[back])


@page(TRAINS)
def session_new(request: Request, key: UUID) -> HttpResponse:
    activity = trained(request, key)
    return _add(
        request,
        activity,
        forms.SessionForm(request.POST or None),
        actions.add_session,
        _("A new session"),
        activity=activity,
    )


@page(TRAINS)
def session_change(request: Request, key: UUID, session: UUID) -> HttpResponse:
    activity = trained(request, key)
    row = get_object_or_404(activity.sessions, key=session)
    form = forms.SessionForm(
        request.POST or None,
        initial={name: getattr(row, name) for name in forms.SessionForm.base_fields if name != "once"},
    )
    return _add(request, activity, form, actions.change_session, _("The session"), session=row)


@page(TRAINS)
def session_remove(request: Request, key: UUID, session: UUID) -> HttpResponse:
    activity = trained(request, key)
    row = activity.sessions.filter(key=session).first()
    return _remove(
        request, activity, row, actions.remove_session, _("Remove this session and its agenda?"), session=row
    )


@page(TRAINS)
def agenda_new(request: Request, key: UUID, session: UUID) -> HttpResponse:
    activity = trained(request, key)
    sitting = get_object_or_404(activity.sessions, key=session)
    form = forms.AgendaForm(request.POST or None)
    return _add(
        request,
        activity,
        form,
        actions.add_agenda_item,
        _("A point of the agenda"),
        lead=sitting.title,
        session=sitting,
    )


@page(TRAINS)
def agenda_change(request: Request, key: UUID, session: UUID, item: int) -> HttpResponse:
    activity = trained(request, key)
    sitting = get_object_or_404(activity.sessions, key=session)
    row = get_object_or_404(sitting.agenda, pk=item)
    form = forms.AgendaForm(request.POST or None, initial={"title": row.title, "begins": row.begins, "lead": row.lead})
    return _add(
        request, activity, form, actions.change_agenda_item, _("A point of the agenda"), lead=sitting.title, item=row
    )


@page(TRAINS)
def agenda_remove(request: Request, key: UUID, session: UUID, item: int) -> HttpResponse:
    activity = trained(request, key)
    sitting = get_object_or_404(activity.sessions, key=session)
    row = sitting.agenda.filter(pk=item).first()
    return _remove(request, activity, row, actions.remove_agenda_item, _("Remove this point of the agenda?"), item=row)


@page(TRAINS)
def material_new(request: Request, key: UUID) -> HttpResponse:
    activity = trained(request, key)
    form = forms.MaterialForm(request.POST or None, request.FILES or None)

    def add(*, file: Any, **facts: Any) -> Any:
        return actions.add_material(name=file.name, data=file.read(), **facts)

    return _add(request, activity, form, add, _("Training material"), activity=activity)


@page(TRAINS)
def material_change(request: Request, key: UUID, material: UUID) -> HttpResponse:
    activity = trained(request, key)
    row = get_object_or_404(activity.materials, key=material)
    initial = {name: getattr(row, name) for name in ("title", "kind", "language", "licence")}
    form = forms.MaterialChangeForm(request.POST or None, initial=initial)
    return _add(request, activity, form, actions.change_material, _("Training material"), material=row)


@page(TRAINS)
def material_remove(request: Request, key: UUID, material: UUID) -> HttpResponse:
    activity = trained(request, key)
    row = activity.materials.filter(key=material).first()
    return _remove(
        request, activity, row, actions.remove_material, _("Remove this material and its file?"), material=row
    )


@page(may("activity.change"))
def photo_new(request: Request, key: UUID) -> HttpResponse:
    activity = changed(request, key)
    form = forms.PhotoForm(request.POST or None, request.FILES or None)

    def add(*, file: Any, **facts: Any) -> Any:
        return actions.add_photo(data=file.read(), **facts)

    return _add(request, activity, form, add, _("A photo"), activity=activity)


@page(may("activity.change"))
def photo_change(request: Request, key: UUID, photo: UUID) -> HttpResponse:
    activity = changed(request, key)
    row = get_object_or_404(access.photos_visible_to(request.actor, activity), key=photo)
    initial = {name: getattr(row, name) for name in ("caption", "credit", "consent_note", "may_be_shown")}
    form = forms.PhotoChangeForm(request.POST or None, initial=initial)
    return _add(request, activity, form, actions.change_photo, _("Caption and consent"), photo=row)


@page(may("activity.change"))
def photo_remove(request: Request, key: UUID, photo: UUID) -> HttpResponse:
    activity = changed(request, key)
    row = access.photos_visible_to(request.actor, activity).filter(key=photo).first()
    return _remove(request, activity, row, actions.remove_photo, _("Remove this photo and its file?"), photo=row)


@page(may("activity.change"))
def quotation_change(request: Request, key: UUID, quotation: int) -> HttpResponse:
    activity = changed(request, key)
    row = get_object_or_404(access.quotations_visible_to(request.actor, activity), pk=quotation)
    initial = {name: getattr(row, name) for name in ("speaker_role", "speaker_group", "consent_note", "may_be_shown")}
    form = forms.QuotationForm(request.POST or None, initial=initial)
    return _add(request, activity, form, actions.describe_quotation, _("A quotation"), quotation=row)
