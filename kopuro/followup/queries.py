"""Reads of follow-up: the filtered list, where a recommendation stands, its chain as steps to be drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kopuro.core.actor import Actor
from kopuro.core.search import found_by_words
from kopuro.followup import access
from kopuro.followup.models import Action, Recommendation, Response, Uptake

STAGES = ("waiting", "answered", "acting", "used", "declined")


def with_standing(rows: QuerySet[Recommendation]) -> QuerySet[Any]:
    """Adds what the list needs to tell each one's stage, in the same query."""
    latest = Response.objects.filter(recommendation=OuterRef("pk")).order_by("-on", "-id").values("answer")[:1]
    actions = Action.objects.filter(recommendation=OuterRef("pk"))
    return (
        rows.order_by("-id")
        .select_related("activity", "addressee", "programme")
        .annotate(
            answer=latest,
            actions_all=_counted(actions),
            actions_done=_counted(actions.filter(done_on__isnull=False)),
            used=Exists(Uptake.objects.filter(recommendation=OuterRef("pk"))),
        )
    )


def _counted(actions: QuerySet[Action]) -> Any:
    """Counted for the rows that are shown alone; a join would group all recommendations first."""
    n = actions.order_by().values("recommendation").annotate(n=Count("id")).values("n")
    return Coalesce(Subquery(n), 0, output_field=IntegerField())


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


def alike(actor: Actor, recommendation: Recommendation) -> QuerySet[Recommendation]:
    """What it may repeat: the others of its activity first, then those of its programme."""
    others = access.visible_to(actor).filter(programme=recommendation.programme_id).exclude(pk=recommendation.pk)
    same = (
        Case(When(activity=recommendation.activity_id, then=0), default=1) if recommendation.activity_id else Value(1)
    )
    return others.order_by(same, "-id")


def overdue(actor: Actor, on: date) -> QuerySet[Action]:
    """Actions past their date and not done, of recommendations the actor may see."""
    return Action.objects.filter(
        recommendation__in=access.visible_to(actor), due_on__lt=on, done_on__isnull=True
    ).select_related("recommendation", "owner")
