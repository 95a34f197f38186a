"""The home of a programme: what waits for whom, what is next, time, place, who does what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopuro.core import clock
from kopuro.core.actor import Actor
from kopuro.core.kept import kept
from kopuro.core.pages import Request, may, page
from kopuro.core.phrases import date_phrase
from kopuro.engagement.access import meetings_visible_to
from kopuro.engagement.models import AgreedPoint
from kopuro.followup import access as followup_access
from kopuro.followup.queries import overdue, with_standing
from kopuro.intake.models import Reading
from kopuro.programme import access as programme_access
from kopuro.programme.models import Programme
from kopuro.reporting.queries import figures, overview

SOON = timedelta(days=30)
SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """Something that wants a person: where to go, in words, and whether it is late."""

    words: str
    url: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Place:
    label: str
    url: str


def waiting_for(actor: Actor, programme: Programme) -> list[Waiting]:
    """What waits for this person, by what the person may do; late things first."""
    today = clock.today()
    out: list[Waiting] = []
    if actor.may("intake.run", programme.pk):
        rows = Reading.objects.filter(programme=programme, reviewed_at__isnull=True)
        if n := rows.count():
            first = rows.order_by("id").first()
            words = ngettext("%(n)d document to review", "%(n)d documents to review", n) % {"n": n}
            out.append(Waiting(words, reverse("review", args=[first.key])))  # type: ignore[union-attr]
    if actor.may("activity.change", programme.pk):
        out += _activities(actor, programme)
    if actor.may("followup.change", programme.pk):
        for action in overdue(actor, today).filter(recommendation__programme=programme)[:SHOWN]:
            out.append(
                Waiting(
                    action.text,
                    action.recommendation.get_absolute_url(),
                    f"{action.owner} · {date_phrase(action.due_on)}",
                    True,
                )
            )
    out += _unanswered(actor, programme)
    for point in promises(actor, programme)[:SHOWN]:
        late = point.due_on is not None and point.due_on < today
        out.append(
            Waiting(
                point.text,
                reverse("meeting", args=[point.meeting.key]),
                f"{point.owner} · {date_phrase(point.due_on)}",
                late,
            )
        )
    return sorted(out, key=lambda one: not one.urgent)


def _activities(actor: Actor, programme: Programme) -> list[Waiting]:
    today = clock.today()
    out = [
        Waiting(_("Report or new date: %s") % one.title, one.get_absolute_url(), date_phrase(one.start, one.end), True)
        for one in overview.late(actor, programme, today)[:SHOWN]
    ]
    differing = overview.activities_of(actor, programme).filter(conflicts__gt=0)
    if n := differing.count():
        words = ngettext("%(n)d activity whose documents differ", "%(n)d activities whose documents differ", n) % {
            "n": n
        }
        out.append(Waiting(words, f"{reverse('activities')}?{urlencode({'conflicts': 'on'})}"))
    return out


def _unanswered(actor: Actor, programme: Programme) -> list[Waiting]:
    """For the team all, for a focal point those to the own agency."""
    rows = with_standing(followup_access.visible_to(actor).filter(programme=programme)).filter(
        answer__isnull=True, used=False, actions_all=0
    )
    if actor.may("followup.change", programme.pk):
        n = rows.count()
        words = ngettext("%(n)d recommendation without an answer", "%(n)d recommendations without an answer", n) % {
            "n": n
        }
        return [Waiting(words, f"{reverse('recommendations')}?stage=waiting")] if n else []
    if actor.may("followup.respond_own", programme.pk) and actor.organisation_id:
        return [
            Waiting(_("Answer: %s") % row.text, row.get_absolute_url())
            for row in rows.filter(addressee=actor.organisation_id)[:SHOWN]
        ]
    return []


def promises(actor: Actor, programme: Programme) -> list[AgreedPoint]:
    """Promises not yet kept that fall due within a month."""
    meetings = meetings_visible_to(actor).filter(programme=programme)
    rows = AgreedPoint.objects.filter(
        meeting__in=meetings, kind="promise", kept_on__isnull=True, due_on__lte=clock.today() + SOON
    )
    return list(rows.select_related("meeting", "owner").order_by("due_on"))


def places_of(actor: Actor, programme: Programme) -> list[Place]:
    wanted = [
        (_("Results against targets"), "programme-framework", "framework.read"),
        (_("Who does what, where, when"), "five-w", "activity.read"),
        (_("Gaps and overlaps"), "gaps", "engagement.read"),
        (_("What was learned"), "programme-learning", "learning.read"),
    ]
    out = [
        Place(label, reverse(name, args=[programme.code]))
        for label, name, verb in wanted
        if actor.may(verb, programme.pk)
    ]
    out.append(Place(_("Series"), reverse("series-list")))
    out.append(Place(_("Organisations"), reverse("organisations")))
    return out


@page(may("programme.read"))
@kept
def programme_home(request: Request, code: str) -> HttpResponse:
    programme: Programme = get_object_or_404(
        programme_access.visible_to(request.actor).prefetch_related("countries"), code=code
    )
    head = figures.headline(overview.activities_of(request.actor, programme))
    coming = list(overview.coming(request.actor, programme, clock.today())[:SHOWN])
    silent = ngettext("%(n)d activity states no number", "%(n)d activities state no number", head.silent) % {
        "n": head.silent
    }
    return render(
        request,
        "web/programme_home.html",
        {
            "programme": programme,
            "waiting": waiting_for(request.actor, programme),
            "headline": head,
            "parts": figures.parts_table(request.actor, programme),
            "silent_note": silent if head.silent else "",
            "next": coming,
            "timeline": overview.timeline(request.actor, programme, clock.today()),
            "tilemap": overview.tilemap(request.actor, programme),
            "five_w": overview.five_w_of(overview.activities_of(request.actor, programme)[:8]),
            "places": places_of(request.actor, programme),
            "may_take_in": request.actor.may("intake.run", programme.pk),
        },
    )
