"""Pages of the engagement: ladders, meetings and missions, requests and initiatives."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopuro.core import clock
from kopuro.core.exports import download
from kopuro.core.form_pages import form_page
from kopuro.core.pages import Request, may, may_any, page
from kopuro.core.templatetags.kopuro_words import country
from kopuro.engagement import access, actions, forms, queries
from kopuro.engagement.models import Ladder, Meeting
from kopuro.programme import access as programme_access
from kopuro.programme.models import Programme

READS = may_any("engagement.read", "engagement.read_own")
CHANGES = may("engagement.change")
PAGE = 50


@page(READS)
def engagement(request: Request) -> HttpResponse:
    """A drawing for each country, then what is asked and what others do."""
    ladders = access.visible_to(request.actor)
    if "format" in request.GET:
        return export(request, ladders)
    codes = list(ladders.order_by("country").values_list("country", flat=True).distinct())
    by_country = [(code, queries.drawn_ladders(ladders.filter(country=code), country(code))) for code in codes]
    meetings = access.meetings_visible_to(request.actor)
    return render(
        request,
        "engagement/engagement.html",
        {
            "by_country": by_country,
            "meetings": meetings[:8],
            "meetings_total": meetings.count(),
            "requests": access.requests_visible_to(request.actor).select_related("agency")[:PAGE],
            "initiatives": access.initiatives_visible_to(request.actor).select_related("organisation")[:PAGE],
            "may_change": request.actor.may_somewhere("engagement.change"),
            "programmes": programme_access.visible_to(request.actor).filter(pk__in=request.actor.programmes("engagement.read")),
            "stalled": ladders.filter(stalled=True).count(),
        },
    )


def export(request: Request, ladders: Any) -> HttpResponse:
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    columns = ("programme", "country", "agency", "step", "stalled", "since")
    rows = (
        (one.programme.code, one.country, one.agency.name, one.rung, "yes" if one.stalled else "no", one.latest)
        for one in queries.with_latest(ladders)
    )
    return download("engagement", request.GET["format"], columns, rows)


@page(READS)
def ladder_detail(request: Request, key: UUID) -> HttpResponse:
    ladder = get_object_or_404(access.visible_to(request.actor).select_related("agency", "programme"), key=key)
    context = {
        "ladder": ladder,
        "programme": ladder.programme,
        "drawing": queries.drawn_ladders(Ladder.objects.filter(pk=ladder.pk), str(ladder.agency)),
        "steps": ladder.steps.all(),
        "meetings": access.meetings_visible_to(request.actor).filter(agencies=ladder.agency_id),
        "requests": access.requests_visible_to(request.actor).filter(agency=ladder.agency_id, programme=ladder.programme_id),
        "may_change": access.may_change(request.actor, ladder.programme_id),
    }
    return render(request, "engagement/ladder_detail.html", context)


def programme_of(request: Request, form: Any) -> Programme:
    return get_object_or_404(programme_access.visible_to(request.actor), code=form.cleaned_data["programme"])


def address(name: str, *args: Any) -> str:
    return redirect(name, *args)["Location"]


@page(CHANGES)
def ladder_new(request: Request) -> HttpResponse:
    form = forms.LadderForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> str:
        ladder = actions.open_ladder(actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts())
        return address("ladder", ladder.key)

    return form_page(request, form, do, title=_("An agency"), lead=_("From the first presentation to joint work, a step at a time."))


@page(CHANGES)
def step_new(request: Request, key: UUID) -> HttpResponse:
    ladder = get_object_or_404(access.visible_to(request.actor), key=key)
    if not access.may_change(request.actor, ladder.programme_id):
        raise Http404
    form = forms.StepForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("move", "rung", "on", "note")}
        return actions.record_step(actor=request.actor, at=clock.now(), ladder=ladder, key=form.key, **facts)

    return form_page(request, form, do, title=_("The next step"), lead=str(ladder.agency), then=address("ladder", ladder.key))


@page(READS)
def meeting_list(request: Request) -> HttpResponse:
    rows = access.meetings_visible_to(request.actor).prefetch_related("agencies")
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "engagement/meeting_list.html", {"page": shown, "may_change": request.actor.may_somewhere("engagement.change")})


def seen_meeting(request: Request, key: UUID) -> Meeting:
    return get_object_or_404(access.meetings_visible_to(request.actor).select_related("programme", "claim"), key=key)


@page(READS)
def meeting_detail(request: Request, key: UUID) -> HttpResponse:
    meeting = seen_meeting(request, key)
    context = {
        "meeting": meeting,
        "programme": meeting.programme,
        "agencies": meeting.agencies.all(),
        "points": meeting.points.select_related("owner"),
        "today": clock.today(),
        "may_change": access.may_change(request.actor, meeting.programme_id),
    }
    return render(request, "engagement/meeting_detail.html", context)


@page(CHANGES)
def meeting_new(request: Request) -> HttpResponse:
    form = forms.MeetingForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> str:
        meeting = actions.record_meeting(actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts())
        return address("meeting", meeting.key)

    return form_page(request, form, do, title=_("A meeting or mission"), lead=_("What was agreed is added on its page."))


def kept_meeting(request: Request, key: UUID) -> Meeting:
    meeting = seen_meeting(request, key)
    if not access.may_change(request.actor, meeting.programme_id):
        raise Http404
    return meeting


@page(CHANGES)
def point_new(request: Request, key: UUID) -> HttpResponse:
    meeting = kept_meeting(request, key)
    form = forms.PointForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("kind", "text", "owner", "due_on")}
        return actions.agree(actor=request.actor, at=clock.now(), meeting=meeting, key=form.key, **facts)

    return form_page(request, form, do, title=_("What was agreed"), lead=meeting.title, then=address("meeting", meeting.key))


@page(CHANGES)
def point_kept(request: Request, key: UUID, point: UUID) -> HttpResponse:
    meeting = kept_meeting(request, key)
    promise = get_object_or_404(meeting.points, key=point)
    form = forms.KeptForm(request.POST or None, initial={"on": clock.today()})

    def do(form: Any) -> Any:
        return actions.keep_promise(actor=request.actor, at=clock.now(), point=promise, on=form.cleaned_data["on"], key=form.key)

    return form_page(request, form, do, title=_("The promise was kept"), lead=promise.text, then=address("meeting", meeting.key))


@page(CHANGES)
def request_new(request: Request) -> HttpResponse:
    form = forms.RequestForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> Any:
        return actions.record_request(actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts())

    return form_page(request, form, do, title=_("A request of an agency"), then=address("engagement"))


@page(CHANGES)
def request_answer(request: Request, key: UUID) -> HttpResponse:
    asked = get_object_or_404(access.requests_visible_to(request.actor), key=key)
    if not access.may_change(request.actor, asked.programme_id):
        raise Http404
    form = forms.AnswerForm(request.POST or None, initial={"status": asked.status, "answer": asked.answer})

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("status", "answer")}
        return actions.answer_request(actor=request.actor, at=clock.now(), request=asked, key=form.key, **facts)

    return form_page(request, form, do, title=_("Answer a request"), lead=asked.text, then=address("engagement"))


@page(CHANGES)
def initiative_new(request: Request) -> HttpResponse:
    form = forms.InitiativeForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> Any:
        return actions.record_initiative(actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts())

    return form_page(request, form, do, title=_("An initiative of others"), lead=_("So that gaps and overlaps show."), then=address("engagement"))
