"""The learning page of an activity, a series, a programme; one's own result by code; figures as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kopuro.activities import access as activities
from kopuro.activities.models import Activity
from kopuro.core import clock
from kopuro.core.drawing.picture import Picture
from kopuro.core.exports import download
from kopuro.core.pages import SIGNED_IN, Request, may, page
from kopuro.learning import access, actions, packages, queries
from kopuro.learning.drawing import draw_calibration, draw_detection, draw_forest
from kopuro.learning.forms import CodeForm
from kopuro.learning.rules.summary import Part
from kopuro.programme import access as programmes

READS = may("learning.read")


@dataclass(frozen=True)
class ShownPart:
    part: Part
    heading: str
    picture: Picture | None = None


def headings() -> dict[str, str]:
    return {
        "gain": _("Did people learn?"), "items": _("Is the test sound?"), "detection": _("Do they tell signal from noise?"),
        "calibration": _("How sure, and how often right?"), "bias": _("What moves judgements that should not?"),
        "agreement": _("Do they agree?"),
    }  # fmt: skip


def shown(part: Part) -> ShownPart:
    return ShownPart(part, headings()[part.name], picture_of(part))


def picture_of(part: Part) -> Picture | None:
    if not part.is_shown:
        return None
    if part.name == "detection":
        before, after = part.result
        words = {"title": _("Hits against false alarms"), "hits": _("Hits"), "alarms": _("False alarms"), "before": _("before"),
                 "after": _("after"), "when": _("When"), "iso": _("equal sensitivity d′")}  # fmt: skip
        return draw_detection(before, after, words)
    if part.name == "calibration":
        return draw_calibration(part.result, {"title": _("How sure against how often right"), "sure": _("Sure"), "right": _("Right")})
    if part.name == "bias":
        words = {"title": _("Differences within matched pairs"), "trait": _("Trait"), "difference": _("Difference"), "seats": _("Seats")}
        return draw_forest(part.result, words)
    return None


def learning_page(request: Request, *, thing: Any, of: Any, activity: Activity | None = None, name: str = "") -> HttpResponse:
    """`of` are the activities whose files count together."""
    files = queries.files_of(request.actor, of)
    parts = queries.parts(files)
    if request.GET.get("format") == "json":
        return JsonResponse({"parts": [packages.plain(part) for part in parts]})
    context = {
        "thing": thing,
        "programme": None,
        "activity": activity,
        "files": files,
        "parts": [shown(part) for part in parts],
        "coverage": queries.coverage(files),
        "may_change": activity is not None and access.may_take_in(request.actor, activity),
        "may_export": request.actor.may_somewhere("report.export"),
        "address": request.path,
        "name": name,
    }
    return render(request, "learning/learning.html", context)


def activity_of(request: Request, key: UUID) -> Activity:
    rows = access.activities_visible_to(request.actor).prefetch_related("runnings")
    return get_object_or_404(rows, key=key)


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
    return learning_page(request, thing=programme, of=of)


@page(READS)
def data_package(request: Request, key: UUID) -> HttpResponse:
    """Long tables and code book for an evaluator; keys are drawn anew, so that no two packages can be joined by them."""
    activity = activity_of(request, key)
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    files = queries.files_of(request.actor, Activity.objects.filter(pk=activity.pk))
    response = HttpResponse(packages.package(files), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="learning-data.zip"'
    return response


@page(READS)
def report(request: Request, key: UUID) -> HttpResponse:
    """The learning page of an activity as a PDF."""
    activity = activity_of(request, key)
    files = queries.files_of(request.actor, Activity.objects.filter(pk=activity.pk))
    parts = [shown(part) for part in queries.parts(files)]
    data = packages.report_pdf(activity, parts, queries.coverage(files), clock.today())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="learning-report.pdf"'
    return response


@page(READS)
def figures(request: Request, key: UUID) -> HttpResponse:
    """The figures of the page as a table."""
    activity = activity_of(request, key)
    files = queries.files_of(request.actor, Activity.objects.filter(pk=activity.pk))
    rows = [(part.name, part.n, part.verdict, label, value) for part in queries.parts(files) for label, value in (part.figures or (("", ""),))]
    return download("learning", request.GET.get("format", "csv"), ("part", "n", "in words", "figure", "value"), rows)


@page(may("learning.change"))
@require_POST
def file_remove(request: Request, key: UUID, file: UUID) -> HttpResponse:
    activity = activity_of(request, key)
    row = get_object_or_404(access.visible_to(request.actor), key=file, activity=activity)
    actions.remove(actor=request.actor, at=clock.now(), file=row)
    messages.success(request, _("Removed with all its rows."))
    return redirect("activity-learning", activity.key)


@page(may("learning.change"))
@require_POST
def keys_final(request: Request, key: UUID) -> HttpResponse:
    activity = activity_of(request, key)
    actions.make_keys_final(actor=request.actor, at=clock.now(), activity=activity)
    messages.success(request, _("The secret is gone: no code finds its key any more."))
    return redirect("activity-learning", activity.key)


@page(SIGNED_IN)
@sensitive_post_parameters("code")
def own_result(request: Request, key: UUID) -> HttpResponse:
    """One's own result, for whoever made the code. The code is sent, never stored or logged."""
    activity = get_object_or_404(activities.visible_to(request.actor), key=key)
    form = CodeForm(request.POST or None)
    rows = queries.own_result(activity, form.cleaned_data["code"]) if request.method == "POST" and form.is_valid() else None
    context = {"activity": activity, "form": form, "rows": rows, "asked": request.method == "POST"}
    return render(request, "learning/own_result.html", context)
