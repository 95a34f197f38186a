"""Pages of the other staff: evaluator, wellbeing officer, role-player; and the debrief."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from kopuro.core.pages import Request, may, page
from kopuro.rooms import access, doorway, terms
from kopuro.rooms.queries import beside
from kopuro.rooms.queries.control import control
from kopuro.rooms.terms import LEADERS, SeatKind
from kopuro.rooms.views.leading import led, now_ms, own_seat, seen, staffed


@page(may("room.read"))
def evaluate(request: Request, key: UUID) -> HttpResponse:
    """Criteria, marks and observations of one evaluator."""
    run = seen(request, key)
    seat = own_seat(request, run, SeatKind.EVALUATOR, *LEADERS)
    language = get_language() or "en"
    shown = beside.evaluation(run, now_ms(), language, seat.seat if seat else "")
    here = control(run, now_ms(), language, doorway.present(run.log_name))
    return render(
        request,
        "rooms/evaluate.html",
        staffed(run, seat, shown=shown, control=here, marks=terms.MARKS, kind=SeatKind.EVALUATOR),
    )


@page(may("room.read"))
def care(request: Request, key: UUID) -> HttpResponse:
    """Who has stepped out, whose stop word waits, who has gone quiet. No reasons, no answers, no figures."""
    run = seen(request, key)
    seat = own_seat(request, run, SeatKind.WELLBEING, *LEADERS)
    shown = beside.wellbeing(run, now_ms(), get_language() or "en", doorway.present(run.log_name))
    return render(request, "rooms/care.html", staffed(run, seat, shown=shown, kind=SeatKind.WELLBEING))


@page(may("room.lead"))
def characters(request: Request, key: UUID) -> HttpResponse:
    """A role-player's page: each played character, what it knows, what was said to it, and a line to answer."""
    run = led(request, key)
    if not access.may_take(request.actor, run, SeatKind.ROLEPLAYER):
        raise Http404
    seat = own_seat(request, run, SeatKind.ROLEPLAYER, *LEADERS)
    shown = beside.cast(run, now_ms(), get_language() or "en")
    return render(request, "rooms/characters.html", staffed(run, seat, shown=shown, kind=SeatKind.ROLEPLAYER))


@page(may("room.lead"))
def debrief(request: Request, key: UUID) -> HttpResponse:
    """The unnamed round: everybody types at once, entries are put under themes, themes are ranked; then lessons."""
    run = led(request, key)
    seat = own_seat(request, run, *LEADERS)
    shown = beside.debriefing(run, now_ms(), get_language() or "en")
    return render(request, "rooms/debrief.html", staffed(run, seat, shown=shown))
