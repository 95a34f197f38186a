"""Lessons of a run taken over into follow-up: composed here, because rooms know nothing of recommendations."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopuro.core import clock
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.followup import actions as followup
from kopuro.followup.models import Recommendation
from kopuro.rooms import access
from kopuro.rooms.queries import aftermath


@page(may("room.read"))
def run_lessons(request: Request, key: UUID) -> HttpResponse:
    """Each lesson with a recommendation becomes one, once, with its owner as the owner of a first action."""
    run = get_object_or_404(access.runs_visible_to(request.actor), key=key)
    lessons = aftermath.review(run, get_language() or "en")["lessons"]
    may_take = request.actor.may("followup.change", run.programme_id)
    taken = {
        row.text: row
        for row in Recommendation.objects.filter(programme=run.programme, claim__note__contains=str(run.key))
    }
    if request.method == "POST":
        if not may_take:
            raise Http404
        wanted = request.POST.get("lesson", "")
        lesson = next(
            (one for one in lessons if str(one["seq"]) == wanted and one["words"].get("recommendation")), None
        )
        if lesson is None:
            raise Http404
        text = lesson["words"]["recommendation"]
        if text not in taken:
            at, once = clock.now(), key_of(request)
            advice = followup.recommend(
                actor=request.actor, at=at, programme=run.programme, text=text, activity=run.activity, made_on=at.date().isoformat(),
                note=_("Lesson of the exercise “%(run)s” (%(key)s): %(lesson)s")
                % {"run": run.title[:80], "key": run.key, "lesson": lesson["words"]["text"][:200]}, key=once,
            )  # fmt: skip
            if lesson["words"].get("owner"):
                followup.plan_action(
                    actor=request.actor, at=at, recommendation=advice, text=text, owner=lesson["words"]["owner"],
                    key=f"{once[:50]}-action" if once else "",
                )  # fmt: skip
            messages.success(request, _("It stands in follow-up now."))
        return redirect(request.path)
    context = {
        "run": run,
        "programme": run.programme,
        "lessons": [(one, taken.get(one["words"].get("recommendation", ""))) for one in lessons],
        "may_take": may_take,
    }
    return render(request, "web/room_lessons.html", context)
