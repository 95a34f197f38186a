"""Taking files in: the page that lists what waits, and the form."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kopuro.core.pages import Request, may, page
from kopuro.intake import access


@page(may("intake.run"))
def intake(request: Request) -> HttpResponse:
    return render(request, "intake/intake.html", {"readings": access.visible_to(request.actor)})
