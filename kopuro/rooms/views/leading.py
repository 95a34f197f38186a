"""The facilitator's console, one inject by hand, and the address to which every staff page sends its acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.core import clock
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.core.problems import Problem
from kopuro.rooms import access, actions, doorway
from kopuro.rooms.desk import desk, seat_token
from kopuro.rooms.forms.acts import command_of
from kopuro.rooms.models import Run, Seat
from kopuro.rooms.queries.control import control
from kopuro.rooms.queries.injects import one_inject
from kopuro.rooms.terms import LEADERS


def seen(request: Request, key: UUID) -> Run:
    return get_object_or_404(access.runs_visible_to(request.actor), key=key)


def led(request: Request, key: UUID) -> Run:
    run = seen(request, key)
    if not access.may_lead(request.actor, run.programme):
        raise Http404
    return run


def own_seat(request: Request, run: Run, *kinds: str) -> Seat | None:
    """The seat of this account in one of the roles, the first role first."""
    seats = {seat.kind: seat for seat in run.seats.filter(account__key=request.actor.key).select_related("account")}
    return next((seats[kind] for kind in kinds if kind in seats), None)


def now_ms() -> int:
    return int(clock.now().timestamp() * 1000)


def staffed(run: Run, seat: Seat | None, **context: Any) -> dict[str, Any]:
    """What every staff page needs: the run, the seat and its token for the stream."""
    return {
        "run": run,
        "programme": run.programme,
        "seat": seat,
        "token": seat_token(run.log_name, seat.seat) if seat else "",
        "drawn_at": now_ms(),
        **context,
    }


@page(may("room.lead"))
def console(request: Request, key: UUID) -> HttpResponse:
    run = led(request, key)
    seat = own_seat(request, run, *LEADERS)
    shown = control(run, now_ms(), get_language() or "en", doorway.present(run.log_name))
    languages = desk().read(run.log_name, lambda hall: list(hall.state.languages))
    context = staffed(run, seat, control=shown, languages=languages, speeds=(0.5, 1, 2, 4, 10, 20))
    return render(request, "rooms/console.html", context)


@page(may("room.lead"))
def inject(request: Request, key: UUID, inject: str) -> HttpResponse:
    """One inject: what it says, what is expected, where it is; edit its words for those who will get it."""
    run = led(request, key)
    shown = one_inject(run, inject, get_language() or "en")
    if shown is None:
        raise Http404
    return render(request, "rooms/inject.html", staffed(run, own_seat(request, run, *LEADERS), shown=shown))


@page(may("room.read"))
@require_POST
def run_do(request: Request, key: UUID) -> HttpResponse:
    """One act of a staff seat. Answers a form with the page it came from, a script with a word of JSON."""
    run = seen(request, key)
    seat = get_object_or_404(
        run.seats.select_related("account"), account__key=request.actor.key, seat=request.POST.get("as", "")
    )
    kind, data = command_of(request.POST)
    once = key_of(request)
    try:
        actions.lead(actor=request.actor, at=clock.now(), run=run, seat=seat, kind=kind, data=data, once=once, key=once)
    except Problem as refusal:
        if request.headers.get("Accept") == "application/json":
            told = {"code": refusal.code, "sentence": refusal.sentence}
            return JsonResponse({"problem": told}, status=refusal.status)
        raise
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"done": True})
    messages.success(request, _("Done."))
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/rooms/"):
        back = reverse("run-console", args=[run.key])
    return redirect(back)
