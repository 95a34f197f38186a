"""Taking files in: the page that lists what waits, the form, and the columns of a sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopuro.core import clock
from kopuro.core.pages import Request, may, page
from kopuro.core.problems import Problem
from kopuro.intake import access, actions
from kopuro.intake.actions.uploading import mappings_of
from kopuro.intake.forms import FIELD_CHOICES, TakeInForm
from kopuro.intake.models import Card, Reading
from kopuro.programme import access as programme_access

PAGE = 50


@page(may("intake.run"))
def intake(request: Request) -> HttpResponse:
    """What waits for review, and the form that takes in more. One bad file never holds up the others."""
    form = TakeInForm(request.POST or None, request.FILES or None, actor=request.actor)
    refused: list[tuple[str, Problem]] = []
    if request.method == "POST" and form.is_valid():
        filed, refused = take_all(request, form)
        if filed and not refused:
            return onward(request, filed)
        for reading in filed:
            messages.success(request, _("Read: %s") % reading.document)
        form = TakeInForm(actor=request.actor)
    rows = access.visible_to(request.actor).select_related("document", "programme").defer("document__text")
    rows = rows.order_by("-id").annotate(open_cards=of_cards(status="proposed"), all_cards=of_cards())
    waiting = rows.filter(reviewed_at__isnull=True).order_by("id")
    context = {
        "form": form,
        "refused": refused,
        "waiting": waiting,
        "page": Paginator(rows.filter(reviewed_at__isnull=False), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "intake/intake.html", context, status=422 if refused else 200)


def of_cards(**wanted: Any) -> Any:
    """How many cards a reading has, counted for the readings that are shown alone."""
    cards = Card.objects.filter(reading=OuterRef("pk"), **wanted).order_by()
    return Coalesce(Subquery(cards.values("reading").annotate(n=Count("pk")).values("n")), 0)


def take_all(request: Request, form: TakeInForm) -> tuple[list[Reading], list[tuple[str, Problem]]]:
    programme = get_object_or_404(programme_access.visible_to(request.actor), code=form.cleaned_data["programme"])
    filed: list[Reading] = []
    refused: list[tuple[str, Problem]] = []
    for number, file in enumerate(form.cleaned_data["files"]):
        key = f"{form.key[:56]}-{number}" if form.key else ""
        try:
            filed.append(
                actions.take_in(
                    actor=request.actor, at=clock.now(), programme=programme, name=file.name, data=file.read(), key=key
                )
            )
        except Problem as problem:
            refused.append((file.name, problem))
    return filed, refused


def onward(request: Request, filed: list[Reading]) -> HttpResponse:
    """To the review of the first; a sheet whose headers are new first asks what its columns mean."""
    n = len(filed)
    messages.success(request, ngettext("%(n)d document was read.", "%(n)d documents were read.", n) % {"n": n})
    first = filed[0]
    known = mappings_of(first.programme)
    if any(one["fingerprint"] not in known for one in first.found.get("mappings", [])):
        return redirect("columns", first.key)
    return redirect("review", first.key)


@page(may("intake.run"))
def columns(request: Request, key: UUID) -> HttpResponse:
    """What each column of a sheet means; the answer is remembered for the next sheet with these headers."""
    reading = get_object_or_404(access.visible_to(request.actor).select_related("document", "programme"), key=key)
    mappings: list[dict[str, Any]] = reading.found.get("mappings", [])
    if not mappings:
        raise Http404
    problem = None
    if request.method == "POST":
        allowed = {value for value, _label in FIELD_CHOICES}
        fields = {
            one["fingerprint"]: [
                value if (value := request.POST.get(f"{number}-{place}", "")) in allowed else ""
                for place in range(len(one["headers"]))
            ]
            for number, one in enumerate(mappings)
        }
        try:
            actions.change_columns(actor=request.actor, at=clock.now(), reading=reading, fields=fields)
        except Problem as refusal:
            problem = refusal
        else:
            messages.success(request, _("Remembered: the next sheet with these headers is read the same way."))
            return redirect("review", reading.key)
    tables = [
        {
            "number": number,
            "columns": [
                {"name": f"{number}-{place}", "header": header, "field": field}
                for place, (header, field) in enumerate(zip(one["headers"], one["fields"], strict=True))
            ],
        }
        for number, one in enumerate(mappings)
    ]
    context = {
        "reading": reading,
        "programme": reading.programme,
        "tables": tables,
        "choices": FIELD_CHOICES,
        "problem": problem,
    }
    return render(request, "intake/columns.html", context, status=problem.status if problem else 200)
