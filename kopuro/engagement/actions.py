"""Steps on the ladder, meetings and missions, promises, requests, initiatives of others."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from kopuro.core.actor import Actor
from kopuro.core.partial_dates import checked_span
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.engagement import access, rules, terms
from kopuro.engagement.models import AgreedPoint, Initiative, Ladder, LadderStep, Meeting, Request
from kopuro.engagement.queries import standing_of
from kopuro.people import access as people
from kopuro.people.actions import organisation_named
from kopuro.people.models import Organisation, Person
from kopuro.programme.models import Programme

MEETING = ("kind", "status", "title", "country", "place", "online", "purpose", "delegation")


def _allowed(actor: Actor, programme_id: int) -> None:
    if not access.may_change(actor, programme_id):
        raise Problem("engagement.not-allowed", "Only the project team keeps the engagement. Ask it.", status=403)


@write("ladder.open")
def open_ladder(
    *, actor: Actor, at: datetime, programme: Programme, country: str, agency: str, group: str = "law_enforcement"
) -> Ladder:
    """Begins with an agency, by name. Raises `Problem` `engagement.twice` where it has begun already."""
    _allowed(actor, programme.pk)
    organisation = organisation_named(name=agency, country=country, group=group, kind="10")
    if Ladder.objects.filter(programme=programme, agency=organisation).exists():
        raise Problem("engagement.twice", f"{organisation} stands on the ladder already. Record its next step there.")
    return Ladder.objects.create(programme=programme, country=country, agency=organisation)


@write("ladder.step")
def record_step(
    *, actor: Actor, at: datetime, ladder: Ladder, move: str, rung: str = "", on: str = "", note: str = ""
) -> LadderStep:
    """The step; its ladder then stands where it leads. Raises `Problem` `engagement.ladder` for a step that can't follow the present one."""
    _allowed(actor, ladder.programme_id)
    before = standing_of(ladder.steps.all())
    checked_span(on, "")
    rules.check(before, move, rung)
    step = LadderStep.objects.create(
        ladder=ladder, move=move, rung=rung if move in ("climb", "back") else "", on=on, note=note[:500]
    )
    after = rules.after(before, move, rung)
    ladder.rung, ladder.stalled = after.rung, after.stalled
    ladder.save(update_fields=["rung", "stalled"])
    return step


@write("ladder.contact")
def name_contact(*, actor: Actor, at: datetime, ladder: Ladder, person: Person | None) -> Ladder:
    """Whom to call at the agency. The ladder keeps the person's key; the name stays in the programme's contact book.
    Raises `Problem` `engagement.contact` for a person who does not stand in it."""
    _allowed(actor, ladder.programme_id)
    book = people.persons_visible_to(actor, [str(ladder.programme.key)])
    if person is not None and not book.filter(pk=person.pk).exists():
        raise Problem("engagement.contact", "Choose a person of the programme's contact book, or enter a new one.")
    ladder.contact_person = person.key if person else None
    ladder.save(update_fields=["contact_person"])
    return ladder


@write("meeting.record")
def record_meeting(
    *, actor: Actor, at: datetime, programme: Programme, kind: str, title: str, country: str, start: str = "", end: str = "",
    agencies: list[str] | None = None, **facts: Any,
) -> Meeting:  # fmt: skip
    """`agencies` by name; `facts`: status, place, online, purpose, delegation (roles, not names)."""
    _allowed(actor, programme.pk)
    start, end = checked_span(start, end)
    meeting = Meeting.objects.create(
        programme=programme, kind=kind, title=title[:300], country=country, start=start, end=end, **facts
    )
    for name in agencies or []:
        meeting.agencies.add(organisation_named(name=name, country=country, group="law_enforcement", kind="10"))
    return meeting


@write("meeting.change")
def change_meeting(
    *, actor: Actor, at: datetime, meeting: Meeting, start: str = "", end: str = "", agencies: list[str] | None = None, **facts: Any
) -> Meeting:  # fmt: skip
    """A planned meeting was held, moved or cancelled; or what was entered is mended."""
    _allowed(actor, meeting.programme_id)
    meeting.start, meeting.end = checked_span(start, end)
    for name in MEETING:
        if name in facts:
            setattr(meeting, name, facts[name])
    meeting.save()
    if agencies is not None:
        meeting.agencies.set(
            [
                organisation_named(name=one, country=meeting.country, group="law_enforcement", kind="10")
                for one in agencies
            ]
        )
    return meeting


@write("point.agree")
def agree(
    *, actor: Actor, at: datetime, meeting: Meeting, kind: str, text: str, owner: str = "", due_on: date | None = None
) -> AgreedPoint:
    """Raises `Problem` `engagement.promise` for a promise that nobody owns."""
    _allowed(actor, meeting.programme_id)
    holder: Organisation | None = organisation_named(name=owner, country="") if owner.strip() else None
    if kind == terms.PointKind.PROMISE and holder is None:
        raise Problem("engagement.promise", "A promise needs the organisation that made it.")
    return AgreedPoint.objects.create(meeting=meeting, kind=kind, text=text[:500], owner=holder, due_on=due_on)


@write("point.keep")
def keep_promise(*, actor: Actor, at: datetime, point: AgreedPoint, on: date) -> AgreedPoint:
    _allowed(actor, point.meeting.programme_id)
    point.kept_on = on
    point.save(update_fields=["kept_on"])
    return point


@write("request.record")
def record_request(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    country: str,
    agency: str,
    topic: str,
    text: str,
    asked_on: str = "",
) -> Request:
    _allowed(actor, programme.pk)
    asked_on, _ = checked_span(asked_on, "")
    organisation = organisation_named(name=agency, country=country, group="law_enforcement", kind="10")
    return Request.objects.create(
        programme=programme, country=country, agency=organisation, topic=topic, text=text[:500], asked_on=asked_on
    )


@write("request.answer")
def answer_request(*, actor: Actor, at: datetime, request: Request, status: str, answer: str) -> Request:
    """Raises `Problem` `engagement.answer` for a refusal without a reason."""
    _allowed(actor, request.programme_id)
    if status == terms.RequestStatus.DECLINED and not answer.strip():
        raise Problem("engagement.answer", "A declined request needs its reason. Write a sentence.")
    request.status, request.answer = status, answer[:500]
    request.save(update_fields=["status", "answer"])
    return request


@write("initiative.record")
def record_initiative(
    *, actor: Actor, at: datetime, programme: Programme, country: str, organisation: str, topic: str, title: str, start: str = "",
    end: str = "", note: str = "",
) -> Initiative:  # fmt: skip
    _allowed(actor, programme.pk)
    start, end = checked_span(start, end)
    body = organisation_named(name=organisation)
    return Initiative.objects.create(
        programme=programme,
        country=country,
        organisation=body,
        topic=topic,
        title=title[:300],
        start=start,
        end=end,
        note=note[:500],
    )
