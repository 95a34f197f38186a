"""Pages of the engagement: ladders, meetings and missions, requests and initiatives."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopuro.core import clock
from kopuro.core.actor import Actor
from kopuro.core.exports import download
from kopuro.core.form_pages import form_page
from kopuro.core.kept import kept
from kopuro.core.pages import Request, may, may_any, page
from kopuro.core.templatetags.kopuro_words import country
from kopuro.engagement import access, actions, forms, queries
from kopuro.engagement.models import Ladder, Meeting
from kopuro.engagement.terms import MeetingStatus
from kopuro.people import access as people_access
from kopuro.programme import access as programme_access
from kopuro.programme import actions as programme_actions
from kopuro.programme.models import Programme

READS = may_any("engagement.read", "engagement.read_own")
CHANGES = may("engagement.change")
PAGE = 50


@page(READS)
@kept
def engagement(request: Request) -> HttpResponse:
    """A drawing for each country, then what is asked and what others do."""
    ladders = access.visible_to(request.actor)
    if "format" in request.GET:
        return export(request)
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
            # The activities that answer a request stand in a later package; only the relation's name is known here.
            "requests": access.requests_visible_to(request.actor)
            .select_related("agency")
            .prefetch_related("answered_by")[:PAGE],
            "initiatives": access.initiatives_visible_to(request.actor).select_related("organisation")[:PAGE],
            "may_change": request.actor.may_somewhere("engagement.change"),
            "programmes": programme_access.visible_to(request.actor).filter(
                pk__in=request.actor.programmes("engagement.read")
            ),
            "stalled": ladders.filter(stalled=True).count(),
        },
    )


def exporting(request: Request) -> Actor:
    """Whoever takes data along, seen only where that is allowed."""
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    return request.actor.within("report.export")


def export(request: Request) -> HttpResponse:
    """One of the three lists of the page: the ladders, `?list=requests`, `?list=initiatives`."""
    actor, form, rows = exporting(request), request.GET["format"], []  # type: Actor, str, list[Any]
    wanted = request.GET.get("list", "ladders")
    if wanted == "requests":
        asked = access.requests_visible_to(actor).select_related("programme", "agency").prefetch_related("answered_by")
        rows = [
            (one.programme.code, one.country, one.agency.name, one.topic, one.text, one.asked_on, one.status, one.answer, "; ".join(map(str, one.answered_by.all())))
            for one in asked
        ]  # fmt: skip
        return download(
            "requests",
            form,
            ("programme", "country", "agency", "topic", "text", "asked on", "status", "answer", "answered by"),
            rows,
        )
    if wanted == "initiatives":
        known = access.initiatives_visible_to(actor).select_related("programme", "organisation")
        rows = [
            (one.programme.code, one.country, one.organisation.name, one.topic, one.title, one.start, one.end, one.note)
            for one in known
        ]
        return download(
            "initiatives",
            form,
            ("programme", "country", "organisation", "topic", "title", "start", "end", "note"),
            rows,
        )
    rows = [
        (one.programme.code, one.country, one.agency.name, one.rung, "yes" if one.stalled else "no", one.latest)  # type: ignore[attr-defined]
        for one in queries.with_latest(access.visible_to(actor))
    ]
    return download("engagement", form, ("programme", "country", "agency", "step", "stalled", "since"), rows)


@page(READS)
def ladder_detail(request: Request, key: UUID) -> HttpResponse:
    ladder = get_object_or_404(access.visible_to(request.actor).select_related("agency", "programme"), key=key)
    reads_people = request.actor.may("people.read", ladder.programme_id)
    book = people_access.persons_visible_to(request.actor, [str(ladder.programme.key)]) if reads_people else None
    context = {
        "ladder": ladder,
        "reads_people": reads_people,
        "contact": book.filter(key=ladder.contact_person).first()
        if book is not None and ladder.contact_person
        else None,
        "programme": ladder.programme,
        "drawing": queries.drawn_ladders(Ladder.objects.filter(pk=ladder.pk), str(ladder.agency)),
        "steps": ladder.steps.all(),
        "meetings": access.meetings_visible_to(request.actor).filter(agencies=ladder.agency_id),
        "requests": access.requests_visible_to(request.actor).filter(
            agency=ladder.agency_id, programme=ladder.programme_id
        ),
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
        ladder = actions.open_ladder(
            actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts()
        )
        return address("ladder", ladder.key)

    return form_page(
        request, form, do, title=_("An agency"), lead=_("From the first presentation to joint work, a step at a time.")
    )


@page(CHANGES)
def step_new(request: Request, key: UUID) -> HttpResponse:
    ladder = get_object_or_404(access.visible_to(request.actor), key=key)
    if not access.may_change(request.actor, ladder.programme_id):
        raise Http404
    form = forms.StepForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("move", "rung", "on", "note")}
        return actions.record_step(actor=request.actor, at=clock.now(), ladder=ladder, key=form.key, **facts)

    return form_page(
        request, form, do, title=_("The next step"), lead=str(ladder.agency), then=address("ladder", ladder.key)
    )


@page(CHANGES)
def ladder_contact(request: Request, key: UUID) -> HttpResponse:
    """Whom to call: a person of the contact book, or a new one who is put into it."""
    ladder = get_object_or_404(access.visible_to(request.actor).select_related("agency", "programme"), key=key)
    if not (
        access.may_change(request.actor, ladder.programme_id)
        and request.actor.may("people.change", ladder.programme_id)
    ):
        raise Http404
    book = people_access.persons_visible_to(request.actor, [str(ladder.programme.key)])
    form = forms.ContactForm(
        request.POST or None, book=book, initial={"person": book.filter(key=ladder.contact_person).first()}
    )

    def do(form: Any) -> Any:
        data, common = form.cleaned_data, {"actor": request.actor, "at": clock.now()}
        with transaction.atomic():
            person = data["person"]
            if data["name"]:
                person = programme_actions.add_contact(
                    programme=ladder.programme, name=data["name"], role=_("contact at %s") % ladder.agency, email=data["email"],
                    phone=data["phone"], organisation=ladder.agency.name, group=ladder.agency.group, key=form.key, **common,
                )  # fmt: skip
            return actions.name_contact(ladder=ladder, person=person, **common)

    lead = _("The name stays in the programme's contact book; who may not read people does not see it.")
    return form_page(
        request, form, do, title=_("Contact at %s") % ladder.agency.name, lead=lead, then=address("ladder", ladder.key)
    )


@page(READS)
@kept
def meeting_list(request: Request) -> HttpResponse:
    mine = access.meetings_visible_to(request.actor)
    codes = list(mine.order_by("country").values_list("country", flat=True).distinct())
    form = forms.MeetingFilter(request.GET or None, codes=codes)
    filters = form.values() if request.GET else {}
    if "format" in request.GET:
        return meeting_export(request, filters)
    shown = Paginator(queries.meetings_listed(request.actor, filters), PAGE).get_page(request.GET.get("page"))
    may_change = request.actor.may_somewhere("engagement.change")
    return render(request, "engagement/meeting_list.html", {"form": form, "page": shown, "may_change": may_change})


def meeting_export(request: Request, filters: dict[str, Any]) -> HttpResponse:
    columns = (
        "programme",
        "kind",
        "status",
        "title",
        "country",
        "place",
        "online",
        "start",
        "end",
        "agencies",
        "purpose",
        "delegation",
        "points",
        "open promises",
    )
    rows = (
        (
            one.programme.code, one.kind, one.status, one.title, one.country, one.place, "yes" if one.online else "no", one.start, one.end,
            "; ".join(agency.name for agency in one.agencies.all()), one.purpose, one.delegation, len(one.points.all()),
            sum(point.kind == "promise" and point.kept_on is None for point in one.points.all()),
        )
        for one in queries.meetings_listed(exporting(request), filters).prefetch_related("points")
    )  # fmt: skip
    return download("meetings", request.GET["format"], columns, rows)


def seen_meeting(request: Request, key: UUID) -> Meeting:
    return get_object_or_404(access.meetings_visible_to(request.actor).select_related("programme", "claim"), key=key)


@page(READS)
@kept
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
        meeting = actions.record_meeting(
            actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts()
        )
        return address("meeting", meeting.key)

    return form_page(
        request, form, do, title=_("A meeting or mission"), lead=_("What was agreed is added on its page.")
    )


@page(CHANGES)
def meeting_change(request: Request, key: UUID) -> HttpResponse:
    meeting = kept_meeting(request, key)
    initial = {name: getattr(meeting, name) for name in (*actions.MEETING, "start", "end")}
    initial["agencies"] = "\n".join(agency.name for agency in meeting.agencies.all())
    if request.GET.get("status") in MeetingStatus.values:
        initial["status"] = request.GET["status"]
    form = forms.MeetingChangeForm(request.POST or None, actor=request.actor, initial=initial)

    def do(form: Any) -> Any:
        return actions.change_meeting(
            actor=request.actor, at=clock.now(), meeting=meeting, key=form.key, **form.facts()
        )

    return form_page(
        request, form, do, title=_("The meeting"), lead=meeting.title, then=address("meeting", meeting.key)
    )


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

    return form_page(
        request, form, do, title=_("What was agreed"), lead=meeting.title, then=address("meeting", meeting.key)
    )


@page(CHANGES)
def point_kept(request: Request, key: UUID, point: UUID) -> HttpResponse:
    meeting = kept_meeting(request, key)
    promise = get_object_or_404(meeting.points, key=point)
    form = forms.KeptForm(request.POST or None, initial={"on": clock.today()})

    def do(form: Any) -> Any:
        return actions.keep_promise(
            actor=request.actor, at=clock.now(), point=promise, on=form.cleaned_data["on"], key=form.key
        )

    return form_page(
        request, form, do, title=_("The promise was kept"), lead=promise.text, then=address("meeting", meeting.key)
    )


@page(CHANGES)
def request_new(request: Request) -> HttpResponse:
    form = forms.RequestForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> Any:
        return actions.record_request(
            actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts()
        )

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
        return actions.record_initiative(
            actor=request.actor, at=clock.now(), programme=programme_of(request, form), key=form.key, **form.facts()
        )

    return form_page(
        request,
        form,
        do,
        title=_("An initiative of others"),
        lead=_("So that gaps and overlaps show."),
        then=address("engagement"),
    )
