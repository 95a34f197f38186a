"""Signing in by a link; accounts, for administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.pages import ADMINISTRATOR, ANYONE, Request, may, page
from kopuro.core.problems import Problem
from kopuro.people import access, actions
from kopuro.people.actions import secret_hash
from kopuro.people.forms import AccountForm, OrganisationForm, SameBodyForm
from kopuro.people.models import Account, Organisation, SignInLink

PAGE = 100


@page(ANYONE)
def enter(request: Request, secret: str) -> HttpResponse:
    link = (
        SignInLink.objects.select_related("account")
        .filter(secret_hash=secret_hash(secret), expires_at__gt=clock.now(), account__is_active=True)
        .first()
    )
    if link is None:
        raise Problem(
            "people.link",
            "This sign-in link is no longer valid. Ask for a fresh one, or sign in with your password.",
            status=403,
        )
    login(request, link.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")


@page(ADMINISTRATOR)
def account_list(request: Request) -> HttpResponse:
    rows = Account.objects.order_by("-is_active", "username")
    return render(
        request, "people/account_list.html", {"page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    )


@page(ADMINISTRATOR)
def account_new(request: Request) -> HttpResponse:
    form = AccountForm(request.POST or None)

    def do(form: Any) -> str:
        facts = {name: form.cleaned_data[name] for name in ("username", "name", "group", "is_administrator")}
        actions.open_account(actor=request.actor, at=clock.now(), key=form.key, **facts)
        return reverse("accounts")

    lead = _("It has no password: give the person a sign-in link, and a team adds the account to a programme.")
    return form_page(request, form, do, title=_("A new account"), lead=lead)


@page(ADMINISTRATOR)
@require_POST
def account_link(request: Request, key: UUID) -> HttpResponse:
    """Shows a fresh link once."""
    account = get_object_or_404(Account, key=key)
    link = actions.give_link(actor=request.actor, at=clock.now(), account=account)
    address = request.build_absolute_uri(reverse("enter", args=[link.secret]))  # type: ignore[attr-defined]
    return render(request, "people/account_link.html", {"account": account, "address": address, "link": link})


@page(ADMINISTRATOR)
@require_POST
def account_close(request: Request, key: UUID) -> HttpResponse:
    account = get_object_or_404(Account, key=key)
    actions.close_account(actor=request.actor, at=clock.now(), account=account)
    messages.success(request, _("Closed: %s can't sign in any more.") % account.name)
    return redirect("accounts")


def changed(request: Request, key: UUID) -> Organisation:
    row = get_object_or_404(access.organisations_visible_to(request.actor), key=key)
    if not access.may_change_organisation(request.actor, row):
        raise Http404
    return row


@page(may("programme.change"))
def organisation_change(request: Request, key: UUID) -> HttpResponse:
    row = changed(request, key)
    facts = ("name", "acronym", "kind", "group", "country", "about")
    spelled = [one.written for one in row.names.all() if one.written not in (row.name, row.acronym)]
    initial = {name: getattr(row, name) for name in facts} | {"written": "\n".join(spelled)}
    form = OrganisationForm(request.POST or None, initial=initial)

    def do(form: Any) -> Organisation:
        given = {name: form.cleaned_data[name] for name in (*facts, "written")}
        return actions.describe_organisation(
            actor=request.actor, at=clock.now(), organisation=row, key=form.key, **given
        )

    return form_page(request, form, do, title=_("The body"), lead=row.name, crumbs=[row])


@page(may("programme.change"))
def organisation_join(request: Request, key: UUID) -> HttpResponse:
    """Two spellings were read as two bodies."""
    row = changed(request, key)
    among = access.organisations_visible_to(request.actor).exclude(pk=row.pk)
    form = SameBodyForm(request.POST or None, among=among)

    def do(form: Any) -> Organisation:
        into = form.cleaned_data["into"]
        return actions.join_organisations(
            actor=request.actor, at=clock.now(), organisation=row, into=into, key=form.key
        )

    lead = _("All that names %s will name the other body, and its spellings go along. This can't be taken back.")
    return form_page(request, form, do, title=_("The same body"), lead=lead % row.name, crumbs=[row])
