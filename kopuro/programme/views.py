"""Pages that keep a programme: its facts, partners, codes, members, contacts. Its home is composed in `web`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopuro.core import clock
from kopuro.core.form_pages import form_page, removal_page
from kopuro.core.kept import kept
from kopuro.core.pages import SIGNED_IN, Request, Rule, may, page
from kopuro.people import access as people_access
from kopuro.people.models import Account
from kopuro.programme import access, actions, forms
from kopuro.programme.models import Programme

CREATES = Rule("opens programmes", access.may_create)


@page(SIGNED_IN)
@kept
def programme_list(request: Request) -> HttpResponse:
    programmes = access.visible_to(request.actor).select_related("parent").prefetch_related("countries")
    return render(
        request,
        "programme/programme_list.html",
        {"programmes": programmes, "may_add": access.may_create(request.actor)},
    )


@page(CREATES)
def programme_new(request: Request) -> HttpResponse:
    form = forms.ProgrammeForm(request.POST or None, parents=access.visible_to(request.actor))

    def do(form: Any) -> Programme:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        member = Account.objects.get(key=request.actor.key)
        return actions.open_programme(actor=request.actor, at=clock.now(), member=member, key=form.key, **facts)

    return form_page(request, form, do, title=_("A new programme"), lead=_("You become its first team member."))


def changed(request: Request, code: str) -> Programme:
    programme = get_object_or_404(access.visible_to(request.actor), code=code)
    if not access.may_change(request.actor, programme):
        raise Http404
    return programme


@page(may("programme.change"))
def programme_change(request: Request, code: str) -> HttpResponse:
    programme = changed(request, code)
    names = ("title", "objective", "starts_on", "ends_on", "budget", "currency", "parent")
    initial = {name: getattr(programme, name) for name in names}
    initial["countries"] = [row.area for row in programme.countries.all()]
    parents = access.visible_to(request.actor).exclude(pk=programme.pk)
    form = forms.ProgrammeForm(request.POST or None, initial=initial, parents=parents)

    def do(form: Any) -> Programme:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return actions.change_programme(actor=request.actor, at=clock.now(), programme=programme, key=form.key, **facts)

    return form_page(request, form, do, title=_("The programme"), then=programme, crumbs=[programme])


@page(may("programme.read"))
def programme_about(request: Request, code: str) -> HttpResponse:
    """Everything that is kept of the programme itself."""
    programme = get_object_or_404(access.visible_to(request.actor).select_related("parent"), code=code)
    may_see_people = request.actor.may("people.read", programme.pk)
    contacts = people_access.persons_visible_to(request.actor, [str(programme.key)]) if may_see_people else []
    return render(
        request,
        "programme/programme_about.html",
        {
            "programme": programme,
            "partnerships": programme.partnerships.select_related("organisation"),
            "classifications": programme.classifications.all(),
            "countries": programme.countries.all(),
            "parts": access.visible_to(request.actor).filter(parent=programme),
            "may_see_parent": programme.parent is not None and access.may_see(request.actor, programme.parent),
            "members": programme.memberships.select_related("account") if may_see_people else [],
            "contacts": contacts,
            "may_change": access.may_change(request.actor, programme),
        },
    )


def about(programme: Programme) -> str:
    return redirect("programme-about", programme.code)["Location"]


@page(may("programme.change"))
def partner_new(request: Request, code: str) -> HttpResponse:
    programme = changed(request, code)
    form = forms.PartnerForm(request.POST or None)

    def do(form: Any) -> Any:
        data = form.cleaned_data
        return actions.add_partner(
            actor=request.actor, at=clock.now(), programme=programme, name=data["name"], role=data["role"], key=form.key
        )

    return form_page(request, form, do, title=_("A partner"), then=about(programme), crumbs=[programme])


def _remove(
    request: Request, back: Programme, row: Any, act: Callable[..., Any], title: str, **on: Any
) -> HttpResponse:
    def do(form: Any) -> Any:
        return act(actor=request.actor, at=clock.now(), key=form.key, **on)

    return removal_page(request, row, do, title=title, then=about(back), crumbs=[back])


@page(may("programme.change"))
def partner_remove(request: Request, code: str, partner: int) -> HttpResponse:
    programme = changed(request, code)
    row = programme.partnerships.select_related("organisation").filter(pk=partner).first()
    return _remove(request, programme, row, actions.remove_partner, _("Remove this partner?"), partner=row)


@page(may("programme.change"))
def classification_remove(request: Request, code: str, row: int) -> HttpResponse:
    programme = changed(request, code)
    found = programme.classifications.filter(pk=row).first()
    return _remove(
        request, programme, found, actions.remove_classification, _("Remove this code?"), classification=found
    )


@page(may("programme.change"))
def member_remove(request: Request, code: str, row: int) -> HttpResponse:
    programme = changed(request, code)
    found = programme.memberships.select_related("account").filter(pk=row).first()
    return _remove(request, programme, found, actions.remove_member, _("End this role?"), membership=found)


@page(may("people.change"))
def contact_remove(request: Request, code: str, person: UUID) -> HttpResponse:
    programme = changed(request, code)
    found = people_access.persons_visible_to(request.actor, [str(programme.key)]).filter(key=person).first()
    return _remove(
        request, programme, found, actions.remove_contact, _("Remove this contact?"), programme=programme, person=found
    )


@page(may("programme.change"))
def classification_new(request: Request, code: str) -> HttpResponse:
    programme = changed(request, code)
    form = forms.ClassificationForm(request.POST or None)

    def do(form: Any) -> Any:
        scheme, _colon, number = form.cleaned_data["code"].partition(":")
        facts = {"scheme": scheme, "code": number, "score": form.cleaned_data["score"]}
        return actions.classify(actor=request.actor, at=clock.now(), programme=programme, key=form.key, **facts)

    return form_page(request, form, do, title=_("A code"), then=about(programme), crumbs=[programme])


@page(may("programme.change"))
def member_new(request: Request, code: str) -> HttpResponse:
    programme = changed(request, code)
    form = forms.MemberForm(request.POST or None)

    def do(form: Any) -> Any:
        data = form.cleaned_data
        return actions.add_member(
            actor=request.actor,
            at=clock.now(),
            programme=programme,
            account=data["username"],
            role=data["role"],
            key=form.key,
        )

    return form_page(
        request,
        form,
        do,
        title=_("A member"),
        lead=_("A role opens what that role may see, and no more."),
        then=about(programme),
        crumbs=[programme],
    )


@page(may("people.change"))
def contact_new(request: Request, code: str) -> HttpResponse:
    programme = changed(request, code)
    form = forms.ContactForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return actions.add_contact(actor=request.actor, at=clock.now(), programme=programme, key=form.key, **facts)

    return form_page(request, form, do, title=_("A contact"), then=about(programme), crumbs=[programme])
