"""Who entered it and when: the story of a date or a figure that a person typed and no document states.

The audit knows who did what to which thing; each kind of thing is read on its own road, so that what the reader may not
see has no story either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kopuro.activities import access as activities
from kopuro.activities.models import Session
from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Table
from kopuro.core.kept import kept
from kopuro.core.models import AuditLine
from kopuro.core.pages import SIGNED_IN, Request, page
from kopuro.core.phrases import date_phrase, figure_phrase
from kopuro.core.story import Story, who
from kopuro.engagement import access as engagement
from kopuro.engagement.models import AgreedPoint, LadderStep
from kopuro.followup import access as followup
from kopuro.followup.models import Action, Response, Uptake
from kopuro.programme import access as programmes
from kopuro.programme.models import Indicator, Target
from kopuro.sources import access as sources
from kopuro.sources.models import Claim
from kopuro.sources.queries import story_claims


@dataclass(frozen=True)
class Kind:
    """`road` gives what the actor may see, `tell` the values whose story is asked for."""

    label: Any
    road: Callable[[Actor], QuerySet[Any]]
    tell: Callable[[Any], list[str]]
    has_claims: bool = False


def _framework(actor: Actor, road: str) -> dict[str, list[int]]:
    return {f"{road}__in": actor.programmes("framework.read")}


def _span(thing: Any) -> list[str]:
    return [date_phrase(thing.start, thing.end)]


def _programme(thing: Any) -> list[str]:
    start = date_phrase(thing.starts_on) or _("start not stated")
    said = [f"{start} – {date_phrase(thing.ends_on) or _('end not stated')}"]
    return [*said, f"{figure_phrase(thing.budget)} {thing.currency}"] if thing.budget is not None else said


def _target(thing: Any) -> list[str]:
    return [figure_phrase(thing.value), str(thing.period), thing.cell]


def _baseline(thing: Any) -> list[str]:
    return (
        [f"{figure_phrase(thing.baseline)} ({thing.baseline_year})", thing.baseline_note]
        if thing.baseline is not None
        else []
    )


def _point(thing: Any) -> list[str]:
    due = _("until %s") % date_phrase(thing.due_on) if thing.due_on else ""
    return [thing.text, due, _("kept on %s") % date_phrase(thing.kept_on) if thing.kept_on else ""]


def _action(thing: Any) -> list[str]:
    due = _("until %s") % date_phrase(thing.due_on) if thing.due_on else ""
    return [thing.text, due, _("done on %s") % date_phrase(thing.done_on) if thing.done_on else ""]


def _session(thing: Any) -> list[str]:
    times = [f"{localtime(one):%Y-%m-%d %H:%M}" for one in (thing.starts_at, thing.ends_at) if one]
    return [thing.title, " – ".join(times)]


KINDS: dict[str, Kind] = {
    "programme": Kind(_l("Dates and budget"), programmes.visible_to, _programme),
    "step": Kind(
        _l("Step with an agency"), lambda actor: LadderStep.objects.filter(ladder__in=engagement.visible_to(actor)),
        lambda x: [f"{x.get_move_display()} {x.get_rung_display()}".strip(), date_phrase(x.on), x.note],
    ),
    "meeting": Kind(_l("When it was"), engagement.meetings_visible_to, _span),
    "point": Kind(_l("What was agreed"), lambda actor: AgreedPoint.objects.filter(meeting__in=engagement.meetings_visible_to(actor)), _point),
    "request": Kind(_l("What was asked for"), engagement.requests_visible_to, lambda x: [x.text, date_phrase(x.asked_on)]),
    "initiative": Kind(_l("What others do"), engagement.initiatives_visible_to, lambda x: [x.title, *_span(x)]),
    "target": Kind(_l("Target"), lambda actor: Target.objects.filter(**_framework(actor, "indicator__result__programme_id")), _target),
    "baseline": Kind(_l("Baseline"), lambda actor: Indicator.objects.filter(**_framework(actor, "result__programme_id")), _baseline),
    "session": Kind(_l("Session"), lambda actor: Session.objects.filter(activity__in=activities.visible_to(actor)), _session),
    "recommendation": Kind(_l("Recommendation"), followup.visible_to, lambda x: [x.text, date_phrase(x.made_on)], has_claims=True),
    "response": Kind(
        _l("Response"), lambda actor: Response.objects.filter(recommendation__in=followup.visible_to(actor)),
        lambda x: [x.get_answer_display(), date_phrase(x.on)],
    ),
    "action": Kind(_l("Action"), lambda actor: Action.objects.filter(recommendation__in=followup.visible_to(actor)), _action),
    "uptake": Kind(
        _l("Uptake"), lambda actor: Uptake.objects.filter(recommendation__in=followup.visible_to(actor)),
        lambda x: [x.text, date_phrase(x.on)],
    ),
    "document": Kind(
        _l("When it was published"), lambda actor: sources.visible_to(actor).defer("text"),
        lambda x: [date_phrase(x.published_on), x.publisher],
    ),
}  # fmt: skip

FIRST = {"open", "record", "add", "make", "create", "plan", "set", "enter", "step", "agree"}


@page(SIGNED_IN)
@kept
def entered(request: Request, kind: str, thing: str) -> HttpResponse:
    known = KINDS.get(kind)
    if known is None:
        raise Http404
    rows = known.road(request.actor)
    row = get_object_or_404(rows, **_named(thing, keyed=hasattr(rows.model, "key")))
    context = {"label": known.label, "story": story_of(request.actor, known, row)}
    return render(request, "web/entered.html", context)


def _named(thing: str, *, keyed: bool) -> dict[str, Any]:
    """A row by its public key, or by its number where it has none."""
    if not keyed:
        if not (thing.isascii() and thing.isdigit() and len(thing) < 18):
            raise Http404
        return {"pk": int(thing)}
    try:
        return {"key": UUID(thing)}
    except ValueError as error:
        raise Http404 from error


def story_of(actor: Actor, kind: Kind, row: Any) -> Story:
    """What was entered, the claims about it where there are any, and each write that touched it."""
    name = str(getattr(row, "key", row.pk))
    lines = list(AuditLine.objects.filter(kind=row._meta.label, thing=name).order_by("id")[:50])
    claims = Claim.objects.none()
    if kind.has_claims:
        claims = (
            Claim.objects.filter(subject=row.key).exclude(document=None, note="").select_related("document", "passage")
        )
    told = story_claims(claims, actor=actor, shown=None, phrase=lambda claim: str(claim.value))
    moments = [(line.at, line.actor, _done(line.verb)) for line in lines]
    if not moments and getattr(row, "added_at", None):
        moments = [(row.added_at, row.added_by, _("taken in; read from the file"))]
    if not moments and getattr(row, "created_at", None):
        moments = [(row.created_at, "", _("entered"))]
    names = who(actor, (by for _at, by, _what in moments))
    cells = tuple((f"{localtime(at):%Y-%m-%d %H:%M}", names.get(by, ""), what) for at, by, what in moments)
    table = Table(_("Who entered it, and when"), (_("When"), _("Who"), _("What")), cells) if cells else None
    value = "; ".join(filter(None, kind.tell(row))) or _("not stated")
    rule = _("Entered by hand.") if not told else _("Entered by hand, with the source that was named.")
    if kind is KINDS["document"]:
        rule = _("Read from the file, or entered by the team.")
    return Story(value, rule, told, table)


def _done(verb: str) -> str:
    """The first word of a thing enters it; keeping a promise, doing an action and the like change it."""
    word = verb.partition(".")[2]
    special = {
        "keep": _("marked as kept"),
        "done": _("marked as done"),
        "answer": _("answered"),
        "remove": _("removed"),
    }
    return special.get(word) or (_("entered") if word in FIRST else _("changed"))
