"""Puts the actor on the request, and turns a `Problem` into a page that helps."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kopuro.core.actor import OUTSIDER, Actor
from kopuro.core.kept import remembered
from kopuro.core.problems import Problem
from kopuro.programme.queries import actor_of

log = logging.getLogger("kopuro.problems")
Answer = Callable[[HttpRequest], HttpResponse]


def actor(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_behind(request))  # type: ignore[attr-defined]
        response = get_response(request)
        if "Cache-Control" not in response:
            # A page is for the person it was made for: no cache on the way keeps it.
            response["Cache-Control"] = "private, no-cache"
        return response

    return middleware


def actor_behind(request: HttpRequest) -> Actor:
    """Session, account and memberships are read again as soon as anything is written, and once a minute."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not session:
        return OUTSIDER
    return remembered(request, ("actor", session, get_language()), lambda: actor_of(request.user))


def problems(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Problem):
            return None
        log.info("%s %s %s", error.code, request.path, error.detail)
        template = "core/parts/problem.html" if getattr(request, "htmx", False) else "web/problem.html"
        return render(request, template, {"problem": error}, status=error.status)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
