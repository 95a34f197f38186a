"""How the room judged, as a page and as a part of the review; from a sealed training, taken into learning data."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopuro.core import clock
from kopuro.core.pages import Request, may, page
from kopuro.core.problems import Problem
from kopuro.learning import access as learning
from kopuro.learning.terms import Occasion
from kopuro.learning.views import shown
from kopuro.rooms import access
from kopuro.rooms.models import Run
from kopuro.rooms.terms import Mode, RunStatus
from kopuro.web.learning_from_room import judged, take_room, taken_of
from kopuro.web.room_judgement import parts_of


@page(may("room.read"))
def run_judgement(request: Request, key: UUID) -> HttpResponse:
    """The group's figures, never a seat's. Taking them over is asked on the same page, once, and told."""
    run = get_object_or_404(access.runs_visible_to(request.actor), key=key)
    may_take = run.activity is not None and learning.may_take_in(request.actor, run.activity)
    problem = None
    if request.method == "POST":
        if not may_take:
            raise Http404
        problem = _take(request, run)
        if problem is None:
            return redirect(f"{request.path}#take")
    found = parts_of(run)
    seats, judgements = judged(run) if found else (0, 0)
    context = {
        "run": run,
        "programme": run.programme,
        "over": found is not None,
        "parts": [shown(part) for part in found or ()],
        "provisional": run.version.key_status != "panel",
        "taken": taken_of(run),
        "may_take": may_take and bool(found) and run.status == RunStatus.SEALED and run.mode == Mode.TRAINING,
        "seats": seats,
        "judgements": judgements,
        "occasions": Occasion.choices,
        "occasion": Occasion.POST,
        "problem": problem,
    }
    return render(request, "web/room_judgement.html", context, status=problem.status if problem else 200)


def _take(request: Request, run: Run) -> Problem | None:
    occasion = request.POST.get("occasion", "")
    if occasion not in Occasion.values or "sure" not in request.POST:
        return Problem("learning.room-sure", _("Say which occasion it was, and tick that it may be taken."), status=422)
    before = {file.pk for file in taken_of(run)}
    try:
        files = take_room(actor=request.actor, at=clock.now(), run=run, occasion=occasion)
    except Problem as refusal:
        return refusal
    new = [file for file in files if file.pk not in before]
    rows = sum(file.rows for file in new)
    if new:
        words = ngettext("%(n)d judgement was taken into the activity's learning data: %(names)s.",
                         "%(n)d judgements were taken into the activity's learning data: %(names)s.", rows)  # fmt: skip
        messages.success(request, words % {"n": rows, "names": ", ".join(str(file) for file in new)})
    else:
        messages.info(request, _("It was taken before. Nothing was stored twice."))
    return None
