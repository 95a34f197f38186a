"""Puts the actor on the request, and turns a `Problem` into a page that helps."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from kopuro.core.problems import Problem
from kopuro.programme.queries import actor_of

log = logging.getLogger("kopuro.problems")
Answer = Callable[[HttpRequest], HttpResponse]


def actor(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user))  # type: ignore[attr-defined]
        response = get_response(request)
        if "Cache-Control" not in response:
            # A page is for the person it was made for: no cache on the way keeps it.
            response["Cache-Control"] = "private, no-cache"
        return response

    return middleware


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
