"""Runs that are kept longer than was said."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kopuro.core.models import AuditLine
from kopuro.rooms.models import Run
from kopuro.rooms.terms import RunStatus


def due(today: date) -> list[Run]:
    """Runs past their retention date that may still hold words: those never erased, and those not sealed when they were,
    for people could go on typing."""
    erased = AuditLine.objects.filter(verb="run.forget", kind=Run._meta.label).values_list("thing", flat=True)
    past = Run.objects.filter(retain_until__lt=today).exclude(
        Q(status=RunStatus.SEALED, key__in=[*erased]) & ~Q(seats__code_hash__gt="")
    )
    return list(past.distinct().order_by("retain_until", "pk"))
