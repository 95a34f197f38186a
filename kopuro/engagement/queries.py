"""The ladders as a drawing, the order of steps, open promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.core.actor import Actor
from kopuro.core.drawing.ladder import Ladder as Drawing
from kopuro.core.drawing.ladder import LadderRow
from kopuro.core.phrases import date_phrase
from kopuro.core.search import found_by_words
from kopuro.engagement import access
from kopuro.engagement.models import Ladder, LadderStep, Meeting
from kopuro.engagement.rules import RUNGS, Standing, standing
from kopuro.engagement.terms import Rung


def with_latest(rows: QuerySet[Ladder]) -> QuerySet[Ladder]:
    """Adds the date of the latest step, in the same query."""
    latest = LadderStep.objects.filter(ladder=OuterRef("pk")).order_by("-id").values("on")[:1]
    return rows.select_related("agency", "programme").annotate(latest=Subquery(latest))


def drawn_ladders(rows: QuerySet[Ladder], title: str = "") -> Drawing:
    """A line for each agency."""
    lines = [
        LadderRow(
            ladder.agency.acronym or ladder.agency.name,
            RUNGS.index(ladder.rung) + 1 if ladder.rung else 0,
            ladder.stalled,
            date_phrase(ladder.latest) if ladder.latest else "",  # type: ignore[attr-defined]
            reverse("ladder", args=[ladder.key]),
        )
        for ladder in with_latest(rows)
    ]
    return Drawing(title or _("How far each agency has come"), [str(label) for label in Rung.labels], lines)


def meetings_listed(actor: Actor, filters: dict[str, Any]) -> QuerySet[Meeting]:
    rows = access.meetings_visible_to(actor).select_related("programme").prefetch_related("agencies")
    for name in ("country", "kind", "status"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return found_by_words("meeting", filters["q"], rows) if filters.get("q") else rows


def standing_of(steps: Iterable[Any]) -> Standing:
    return standing((step.move, step.rung) for step in steps)
