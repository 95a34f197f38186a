"""The first page, health, the living style page."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from kopuro.core.pages import ADMINISTRATOR, ANYONE, Request, page
from kopuro.core.style import sample_parts
from kopuro.programme import access as programme_access
from kopuro.web.health import findings


@page(ANYONE)
def home(request: Request) -> HttpResponse:
    """Outsiders learn what Kopuro is; a member of one programme goes to it; of several, chooses."""
    if not request.actor.is_signed_in:
        return render(request, "web/welcome.html")
    programmes = list(programme_access.visible_to(request.actor)[:2])
    if len(programmes) == 1:
        return redirect(programmes[0])
    return redirect("programmes")


@page(ANYONE)
def health(request: Request) -> HttpResponse:
    """For people a page, for machines `?format=json`; outsiders see only whether all is well."""
    rows = findings()
    well = all(row.ok for row in rows)
    status = 200 if well else 503
    shown = rows if request.actor.is_administrator or request.actor.may_somewhere("programme.change") else []
    if request.GET.get("format") == "json":
        return JsonResponse({"ok": well, "findings": {row.name: row.ok for row in shown}}, status=status)
    return render(request, "web/health.html", {"well": well, "rows": shown}, status=status)


@page(ADMINISTRATOR)
def style(request: Request) -> HttpResponse:
    """Every part of a page once."""
    return render(request, "core/style.html", sample_parts())
