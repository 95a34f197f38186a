"""The learning page of an activity, a series, a programme; one's own result by code; figures as data; planning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kopuro.activities import access as activities
from kopuro.activities.models import Activity
from kopuro.core import clock
from kopuro.core.drawing.picture import Picture, Table
from kopuro.core.exports import download
from kopuro.core.forms import key_of
from kopuro.core.pages import SIGNED_IN, Request, may, page
from kopuro.core.problems import Problem
from kopuro.learning import access, actions, drawing, packages, queries
from kopuro.learning.forms import CodeForm, PlanForm
from kopuro.learning.models import LearningFile
from kopuro.learning.rules.parts import Part
from kopuro.learning.saying import in_words, say
from kopuro.programme import access as programmes

READS = may("learning.read")


@dataclass(frozen=True)
class ShownPart:
    part: Part
    heading: str
    explained: str
    picture: Picture | None = None
    table: Table | None = None

    @property
    def anchor(self) -> str:
        return f"{self.part.name}-{slugify(self.part.about, allow_unicode=True)}" if self.part.about else self.part.name


def headings() -> dict[str, tuple[str, str]]:
    """The question of each part, and how to read its figures, in a sentence."""
    return {
        "gain": (
            _("Did people learn?"),
            _("The same people took the test before and after; only who took both counts. Without a group that waited, a gain is not yet proof that the training made it."),
        ),
        "items": (
            _("Is the test sound?"),
            _("A good item is solved more often by who solves the others too. Reliability near 1 means that another such test would order people alike."),
        ),
        "detection": (
            _("Do they tell signal from noise?"),
            _("Hits alone say little: whoever calls everything a signal misses none. Sensitivity d′ is how well signals are told from other cases (0: not at all); criterion c is how readily somebody says “signal” (below 0: readily)."),
        ),
        "calibration": (
            _("How sure, and how often right?"),
            _("On the diagonal people are as often right as they are sure; below it they are too sure."),
        ),
        "bias": (
            _("What moves judgements that should not?"),
            _("Two texts of a pair differ in one trait alone. A difference means that the trait itself changed the judgement; the shaded band holds differences too small to matter."),
        ),
        "agreement": (
            _("Do they agree?"),
            _("α is 1 where all judge alike and 0 where they agree as by chance. Below .667 nothing should be built on the ratings."),
        ),
    }  # fmt: skip


def shown(part: Part) -> ShownPart:
    part = in_words(part)
    heading, explained = headings()[part.name]
    table = None
    if part.table:
        head, *rows = part.table
        table = Table(heading, (_("Figure"), *head[1:]), tuple(rows), tuple(range(1, len(head))))
    if part.about:
        heading = f"{heading} {part.about}"
    return ShownPart(part, heading, explained, picture_of(part) if part.is_shown else None, table)


def picture_of(part: Part) -> Picture | None:
    words = {
        "before": _("before"), "after": _("after"), "call-back": _("call-back"), "when": _("When"), "people": _("People"),
        "to": _("to"), "what": _("What"),
    }  # fmt: skip
    if part.name == "gain" and part.marks:
        return drawing.draw_gain(
            part.marks, part.top, words | {"title": _("Mean scores before and after"), "axis": _("points")}
        )
    if part.name == "items" and part.items:
        more = {
            "title": _("Share of right answers, item by item"), "item": _("Item"), "discrimination": _("Discrimination"),
            "rest": _("With the rest"), "read": _("Read as"), "weak": _("goes badly with the rest"),
            "easy": _("nearly all solve it"), "hard": _("few solve it"),
        }  # fmt: skip
        return drawing.draw_items(part.items, words | more)
    if part.name == "detection" and part.moments:
        more = {
            "title": _("Hits against false alarms"), "hits": _("Hits"), "alarms": _("False alarms"),
            "same_d": _("equal sensitivity d′"), "same_c": _("equal criterion c"), "training": _("Training"),
        }  # fmt: skip
        return drawing.draw_detection(part.moments, words | more)
    if part.name == "calibration" and part.marks:
        more = {
            "title": _("How sure against how often right"), "sure": _("Sure"), "right": _("Right"),
            "judgements": _("Judgements"), "on_line": _("as right as sure"),
        }  # fmt: skip
        return drawing.draw_calibration(part.marks, words | more)
    if part.name == "bias" and part.marks:
        return drawing.draw_differences(
            part.marks, words | {"title": _("Differences within matched pairs"), "axis": _("points of 100")}
        )
    if part.name == "agreement" and part.marks:
        return drawing.draw_agreement(
            part.marks, words | {"title": _("Agreement by indicator"), "axis": _("agreement α")}
        )
    return None


def learning_page(request: Request, *, thing: Any, of: Any, activity: Activity | None = None) -> HttpResponse:
    """`of` are the activities whose files count together."""
    files = list(queries.files_of(request.actor, of))
    parts = queries.parts(files)
    if request.GET.get("format") == "json":
        return JsonResponse(
            {"parts": [packages.plain(part) for part in parts]}, json_dumps_params={"ensure_ascii": False}
        )
    context = {
        "thing": thing,
        "activity": activity,
        "files": files,
        "parts": [shown(part) for part in parts],
        "coverage": queries.coverage(files),
        "may_change": activity is not None and access.may_take_in(request.actor, activity),
        "may_take_along": activity is not None and access.may_take_along(request.actor, activity),
        "is_final": activity is not None and bool(files) and queries.is_final(activity),
    }
    return render(request, "learning/learning.html", context)


def activity_of(request: Request, key: UUID) -> Activity:
    rows = access.activities_visible_to(request.actor).prefetch_related("runnings")
    return get_object_or_404(rows, key=key)


def files_of(request: Request, activity: Activity) -> list[LearningFile]:
    return list(queries.files_of(request.actor, Activity.objects.filter(pk=activity.pk)))


@page(READS)
def activity_learning(request: Request, key: UUID) -> HttpResponse:
    activity = activity_of(request, key)
    return learning_page(request, thing=activity, of=Activity.objects.filter(pk=activity.pk), activity=activity)


@page(READS)
def series_learning(request: Request, key: UUID) -> HttpResponse:
    series = get_object_or_404(activities.series_visible_to(request.actor), key=key)
    return learning_page(request, thing=series, of=access.activities_visible_to(request.actor).filter(series=series))


@page(READS)
def programme_learning(request: Request, code: str) -> HttpResponse:
    programme = get_object_or_404(programmes.visible_to(request.actor), code=code)
    of = access.activities_visible_to(request.actor).filter(runnings__programme=programme)
    if not request.actor.may("learning.read", programme.pk):
        raise Http404
    return learning_page(request, thing=programme, of=of)


@page(READS)
def data_package(request: Request, key: UUID) -> HttpResponse:
    """Long tables and code book for an evaluator; keys are drawn anew, so that no two packages can be joined by them."""
    activity = activity_of(request, key)
    if not access.may_take_along(request.actor, activity):
        raise Http404
    response = HttpResponse(packages.package(files_of(request, activity)), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="learning-data.zip"'
    return response


@page(READS)
def report(request: Request, key: UUID) -> HttpResponse:
    """The learning page of an activity as a PDF."""
    activity = activity_of(request, key)
    files = files_of(request, activity)
    parts = [shown(part) for part in queries.parts(files)]
    data = packages.report_pdf(activity, parts, queries.coverage(files), clock.today())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="learning-report.pdf"'
    return response


@page(READS)
def figures(request: Request, key: UUID) -> HttpResponse:
    """The figures of the page as a table."""
    activity = activity_of(request, key)
    rows = [
        (part.name, part.about, part.n, part.verdict, label, value)
        for part in map(in_words, queries.parts(files_of(request, activity)))
        for label, value in (part.figures or (("", ""),))
    ]
    return download(
        "learning", request.GET.get("format", "csv"), ("part", "of", "n", "in words", "figure", "value"), rows
    )


@page(may("learning.change"))
@require_POST
def file_remove(request: Request, key: UUID, file: UUID) -> HttpResponse:
    activity = activity_of(request, key)
    row = get_object_or_404(access.visible_to(request.actor), key=file, activity=activity)
    actions.remove(actor=request.actor, at=clock.now(), file=row, key=key_of(request))
    messages.success(request, _("Removed with all its rows."))
    return redirect("activity-learning", activity.key)


@page(may("learning.change"))
@require_POST
def keys_final(request: Request, key: UUID) -> HttpResponse:
    activity = activity_of(request, key)
    actions.make_keys_final(actor=request.actor, at=clock.now(), activity=activity, key=key_of(request))
    messages.success(request, _("The secret is gone: no code finds its key any more."))
    return redirect("activity-learning", activity.key)


@page(SIGNED_IN)
@sensitive_post_parameters("code")
def own_result(request: Request, key: UUID) -> HttpResponse:
    """One's own result, for whoever made the code. The code is sent, never stored or logged."""
    activity = get_object_or_404(activities.visible_to(request.actor), key=key)
    form = CodeForm(request.POST or None)
    rows, problem = None, None
    if request.method == "POST" and form.is_valid():
        try:
            rows = queries.own_result(request.actor, activity, form.cleaned_data["code"])
        except Problem as refusal:
            problem = refusal
        form = CodeForm()  # the code does not stand on the page that is left open
    context = {"activity": activity, "form": form, "rows": rows, "problem": problem}
    return render(request, "learning/own_result.html", context, status=problem.status if problem else 200)


@page(READS)
def plan(request: Request) -> HttpResponse:
    """How many people, pairs, cases, items for the effect one cares about."""
    form = PlanForm(request.GET if "design" in request.GET else None, initial={"design": "gain"})
    answer, problem = None, None
    if form.is_bound and form.is_valid():
        from kopuro.learning.rules.plan_tables import plan_one  # noqa: PLC0415 - loads numerical libraries

        try:
            found = plan_one(form.cleaned_data["design"], form.numbers())
            answer = {"sentence": say(found.sentence), "notes": [say(note) for note in found.notes]}
        except Problem as refusal:
            problem = refusal
    context = {"form": form, "answer": answer, "problem": problem}
    return render(request, "learning/plan.html", context, status=problem.status if problem else 200)
