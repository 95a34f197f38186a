"""Signing in by a link."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect

from kopuro.core import clock
from kopuro.core.pages import ANYONE, Request, page
from kopuro.core.problems import Problem
from kopuro.people.actions import secret_hash
from kopuro.people.models import SignInLink


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
