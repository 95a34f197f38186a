"""Series and the counts that belong to them (never added to those of their members)."""

from __future__ import annotations

from datetime import datetime

from kopuro.activities import access
from kopuro.activities.actions.facts import refused
from kopuro.activities.models import Count, Series
from kopuro.activities.terms import Scope
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.programme.models import Programme
from kopuro.sources import actions as sources


@write("series.create")
def create_series(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    title: str,
    kind: str = "series",
    parent: Series | None = None,
    about: str = "",
) -> Series:
    if not actor.may("activity.change", programme.pk):
        raise refused()
    title = " ".join(title.split())
    if not title:
        raise Problem("activities.value", "A series needs a title.")
    return Series.objects.create(programme=programme, title=title[:300], kind=kind, parent=parent, about=about)


@write("series.change")
def change_series(
    *, actor: Actor, at: datetime, series: Series, title: str, kind: str, about: str, parent: Series | None = None
) -> Series:
    """Raises `Problem` `activities.series` where the series would be a part of itself."""
    if not access.may_change_series(actor, series):
        raise refused()
    title = " ".join(title.split())
    if not title:
        raise Problem("activities.value", "A series needs a title.")
    above = parent
    while above is not None:
        if above.pk == series.pk or above.programme_id != series.programme_id:
            raise Problem(
                "activities.series", "A series can't be part of itself or of another programme's. Choose another."
            )
        above = above.parent
    series.title, series.kind, series.about, series.parent = title[:300], kind, about, parent
    series.save()
    return series


@write("series.count")
def state_series_count(
    *,
    actor: Actor,
    at: datetime,
    series: Series,
    stage: str,
    number: int,
    qualifier: str = "exact",
    label: str = "",
    note: str = "",
) -> Series:
    """A count of the whole series, as one source gives it."""
    if not access.may_change_series(actor, series):
        raise refused()
    claim = sources.state(
        actor=actor,
        at=at,
        subject=series.key,
        field=f"participants.{stage}",
        value=number,
        qualifier=qualifier,
        scope=Scope.SERIES,
        note=note,
    )
    Count.objects.create(
        series=series, stage=stage, number=number, qualifier=qualifier, scope=Scope.SERIES, label=label, claim=claim
    )
    return series
