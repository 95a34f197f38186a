"""Reads of follow-up: the filtered list, where a recommendation stands, its chain as steps to be drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kopuro.core.actor import Actor
from kopuro.core.search import found_by_words
from kopuro.followup import access
from kopuro.followup.models import Action, Recommendation, Response, Uptake

STAGES = ("waiting", "answered", "acting", "used", "declined")


def with_standing(rows: QuerySet[Recommendation]) -> QuerySet[Any]:
    """Adds what the list needs to tell each one's stage, in the same query."""
    latest = Response.objects.filter(recommendation=OuterRef("pk")).order_by("-on", "-id").values("answer")[:1]
    return rows.order_by("-id").select_related("activity", "addressee", "programme").annotate(
        answer=latest,
        actions_all=Count("actions", distinct=True),
        actions_done=Count("actions", filter=Q(actions__done_on__isnull=False), distinct=True),
        used=Exists(Uptake.objects.filter(recommendation=OuterRef("pk"))),
    )


def listed(actor: Actor, filters: dict[str, Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = access.visible_to(actor)
    if filters.get("programme"):
        rows = rows.filter(programme__code=filters["programme"])
    for name in ("type", "addressee"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    rows = with_standing(rows)
    stage = filters.get("stage")
    if stage == "waiting":
        rows = rows.filter(answer__isnull=True, used=False)
    elif stage == "answered":
        rows = rows.filter(answer__in=("accepted", "partly"), actions_all=0, used=False)
    elif stage == "acting":
        rows = rows.filter(actions_all__gt=0, used=False).exclude(answer="not")
    elif stage == "used":
        rows = rows.filter(used=True)
    elif stage == "declined":
        rows = rows.filter(answer="not")
    return found_by_words("recommendation", filters["q"], rows) if filters.get("q") else rows


def stage_of(row: Any) -> str:
    """Where a recommendation with standing (see `with_standing`) has come to."""
    if row.used:
        return "used"
    if row.answer == "not":
        return "declined"
    if row.actions_all:
        return "acting"
    return "answered" if row.answer else "waiting"


def overdue(actor: Actor, on: date) -> QuerySet[Action]:
    """Actions past their date and not done, of recommendations the actor may see."""
    return Action.objects.filter(
        recommendation__in=access.visible_to(actor), due_on__lt=on, done_on__isnull=True
    ).select_related("recommendation", "owner")
