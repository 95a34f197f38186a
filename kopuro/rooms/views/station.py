"""The trainees' door: join with the PIN, the station itself, one's own figures by code. A seat token in a cookie, no account."""

from __future__ import annotations

import secrets
import time
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.core import clock
from kopuro.core.pages import ANYONE, Request, page
from kopuro.core.problems import Problem
from kopuro.rooms import actions
from kopuro.rooms.desk import desk, seat_claim, seat_token
from kopuro.rooms.doorway import gate
from kopuro.rooms.forms.library import JoinForm
from kopuro.rooms.models import Run, Seat
from kopuro.rooms.queries import joining, own
from kopuro.rooms.seat_codes import own_code
from kopuro.rooms.station_words import station_words
from kopuro.rooms.views.library import media_response

SEAT, DEVICE = "kopuro_seat", "kopuro_device"
SEAT_LIFE = 14 * 24 * 3600


def seat_of(request: Request) -> tuple[Run, str] | None:
    """The run and seat that this browser holds, if it still stands."""
    claim = seat_claim(request.COOKIES.get(SEAT, ""))
    if claim is None:
        return None
    run = Run.objects.select_related("programme", "version__scenario").filter(key=claim.run).first()
    if run is None or not joining.is_seated(run, claim.seat):
        return None
    return run, claim.seat


def run_of(request: Request, pin: str) -> Run:
    """The run that a PIN opens. Raises Problem `room.pin` or, after too many wrong ones, `room.gate`."""
    device, address = request.COOKIES.get(DEVICE, "")[:64], str(request.META.get("REMOTE_ADDR", ""))
    if gate.refuses(device, address, time.monotonic()):
        raise Problem(
            "room.gate",
            "Too many wrong PINs. Ask the person who leads the room to let you in, or try again in ten minutes.",
            status=429,
        )
    name = desk().run_of_pin(pin)
    run = Run.objects.select_related("version__scenario").filter(key=name).first() if name else None
    if run is None:
        gate.guessed_wrong(device, address, time.monotonic())
        raise Problem("room.pin", "No room has this PIN. Look at the screen again.", status=404)
    return run


def kept(response: HttpResponse, request: Request, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=SEAT_LIFE, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


@page(ANYONE)
@csp_update({"media-src": [SELF]})
def station(request: Request) -> HttpResponse:
    """The station of this browser's seat; without one, the door."""
    seated = seat_of(request)
    pin = "".join(request.GET.get("pin", "").split())[:12]
    if seated and (not pin or pin == seated[0].pin):
        run, seat = seated
        language = get_language() or "en"
        context = {
            "run": run,
            "seat": seat,
            "boot": {
                **joining.boot(run, seat, language),
                "token": seat_token(run.log_name, seat),
                "code": own_code(run.log_name, seat),
                "csrf": get_token(request),
            },
            "told": joining.told(run, seat, language),
            "words": station_words(),
            "code": own_code(run.log_name, seat),
        }
        return render(request, "rooms/station.html", context)
    return door(request, pin)


def door(request: Request, pin: str, form: Any = None, problem: Problem | None = None) -> HttpResponse:
    front = None
    if (pin and problem is None) or form is not None:
        try:
            front = joining.front(run_of(request, pin), get_language() or "en")
            form = form or JoinForm(initial={"pin": pin}, places=front["places"])
        except Problem as refusal:
            problem = refusal
    context = {"front": front, "form": form if front else None, "pin": pin, "problem": problem}
    response = render(request, "rooms/door.html", context, status=problem.status if problem else 200)
    if DEVICE not in request.COOKIES:
        kept(response, request, DEVICE, secrets.token_hex(12))
    return response


@page(ANYONE)
@require_POST
def join(request: Request) -> HttpResponse:
    """Takes a seat; the form sent twice takes one."""
    pin = "".join(request.POST.get("pin", "").split())[:12]
    try:
        run = run_of(request, pin)
    except Problem as refusal:
        return door(request, pin, problem=refusal)
    form = JoinForm(request.POST, places=joining.front(run, get_language() or "en")["places"])
    if not form.is_valid():
        return door(request, pin, form=form)
    team, _slash, role = form.cleaned_data["place"].partition("/")
    try:
        seat: Seat = actions.take_seat(
            actor=request.actor,
            at=clock.now(),
            run=run,
            sign=form.cleaned_data["sign"],
            team=team,
            role=role,
            once=form.key,
        )
    except Problem as refusal:
        form.add_error("sign" if refusal.code.startswith("room.sign") else None, refusal.sentence)
        return door(request, pin, form=form)
    return kept(redirect("station"), request, SEAT, seat_token(run.log_name, seat.seat))


@page(ANYONE)
@require_POST
def leave(request: Request) -> HttpResponse:
    """This browser lets go of its seat. The seat itself is given up on the station or by who leads."""
    response = redirect("station")
    response.delete_cookie(SEAT)
    return response


@page(ANYONE)
def media(request: Request, name: str) -> HttpResponse:
    seated = seat_of(request)
    if seated is None or not joining.was_sent(*seated, name):
        raise Http404
    return media_response(seated[0].version, name)


@page(ANYONE)
def own_figures(request: Request) -> HttpResponse:
    """A trainee's own figures, opened by the code that only the own station has shown."""
    code = request.POST.get("code", "")
    figures, problem = None, None
    if request.method == "POST":
        device, address = request.COOKIES.get(DEVICE, "")[:64], str(request.META.get("REMOTE_ADDR", ""))
        if gate.refuses(device, address, time.monotonic()):
            problem = Problem("room.gate", _("Too many wrong codes. Try again in ten minutes."), status=429)
        else:
            figures = own.figures(code, get_language() or "en")
            if figures is None:
                gate.guessed_wrong(device, address, time.monotonic())
                problem = Problem("room.code", _("No seat has this code. Look at your station again."), status=404)
    return render(
        request,
        "rooms/own_figures.html",
        {"figures": figures, "problem": problem},
        status=problem.status if problem else 200,
    )
