"""Actuals of indicators, counted from the rows of the record or entered with a source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from kopuro.activities.access import visible_to
from kopuro.activities.models import Activity, ActivityCountry, Participation, Running
from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.phrases import figure_phrase
from kopuro.core.story import Story
from kopuro.followup.models import Uptake
from kopuro.programme.models import EnteredActual, Indicator, Period, Programme, Target
from kopuro.programme.queries import family
from kopuro.programme.terms import Contribution
from kopuro.reporting.rules import Filter, Reached, Row, belongs, count, in_period
from kopuro.sources.models import Claim
from kopuro.sources.queries import story_claims

FEW = 10


def rows_of(programme: Programme) -> list[Row]:
    """The activities of the programme and its parts as the count needs them, in a constant number of queries. One run
    jointly stands here once: it is named by its number, never reached through the programmes that run it."""
    own = Running.objects.filter(programme_id__in=family(programme)).values("activity_id")
    countries: dict[int, set[str]] = defaultdict(set)
    pairs = ActivityCountry.objects.filter(which="venue", activity_id__in=own)
    for activity, area in pairs.values_list("activity_id", "area"):
        countries[activity].add(area)
    lists = {
        row["activity_id"]: row
        for row in Participation.objects.filter(activity_id__in=own, stage="attended")
        .values("activity_id")
        .annotate(people=Count("id"), days=Sum("days"))
    }
    activities = Activity.objects.filter(pk__in=own).annotate(sittings=Count("sessions"))
    fields = ("id", "type", "status", "starts_on", "ends_on", "people", "people_stage", "sittings")
    out = []
    for row in activities.order_by().values(*fields):
        listed: Any = lists.get(row["id"], {})
        stated = row["people"] if row["people_stage"] in ("attended", "reported") else None
        out.append(
            Row(
                row["id"], row["type"], row["status"], row["starts_on"], row["ends_on"], frozenset(countries[row["id"]]),
                listed.get("people", 0), float(listed.get("days") or 0), row["sittings"], stated,
            )
        )  # fmt: skip
    return out


def filter_of(indicator: Indicator) -> Filter:
    only = frozenset(one.pk for one in indicator.activities.all()) if indicator.chosen_only else None
    return Filter(frozenset(indicator.activity_types), frozenset(indicator.countries), only)


def reached(indicator: Indicator, period: Period, rows: list[Row], entered: dict[tuple[int, int], Any]) -> Reached:
    """`entered` are whole figures by (indicator, period)."""
    if indicator.contribution == Contribution.ENTERED:
        value = entered.get((indicator.pk, period.pk))
        return Reached(float(value) if value is not None else None)
    if indicator.contribution == Contribution.RECOMMENDATIONS:
        return Reached(_taken_up(indicator, period).count())
    wanted = filter_of(indicator)
    mine = [row for row in rows if belongs(row, wanted) and in_period(row, period.starts_on, period.ends_on)]
    if indicator.contribution == Contribution.UNIQUE_PEOPLE:
        return _unique(indicator, mine)
    if indicator.group and indicator.contribution in (Contribution.PARTICIPATIONS, Contribution.PERSON_DAYS):
        return _of_group(indicator, mine)
    return count(mine, indicator.contribution)


def people_counted(indicator: Indicator, mine: list[Row]) -> Any:
    """Rows of attendance of these activities, of the indicator's group where it names one."""
    rows = Participation.objects.filter(activity_id__in=[row.id for row in mine], stage="attended")
    return rows.filter(group=indicator.group) if indicator.group else rows


def _unique(indicator: Indicator, mine: list[Row]) -> Reached:
    """Different keys in attendance lists; a number in a document can't be told apart and is never added."""
    people = people_counted(indicator, mine).aggregate(n=Count("person", distinct=True))["n"]
    silent = tuple(row.id for row in mine if not row.listed)
    return Reached(people, tuple(row.id for row in mine), people, 0, silent)


def _of_group(indicator: Indicator, mine: list[Row]) -> Reached:
    sums = people_counted(indicator, mine).aggregate(n=Count("id"), days=Sum("days"))
    value = sums["n"] if indicator.contribution == Contribution.PARTICIPATIONS else float(sums["days"] or 0)
    return Reached(value, tuple(row.id for row in mine), value, 0, tuple(row.id for row in mine if not row.listed))


def _taken_up(indicator: Indicator, period: Period) -> Any:
    """Uptakes in the period, one per recommendation."""
    uptakes = Uptake.objects.filter(recommendation__programme_id__in=family(indicator.result.programme))
    low, high = period.starts_on.isoformat(), period.ends_on.isoformat()
    # A shortened date (2024, 2024-02) sorts before its days: compare it to the bounds at its own length.
    inside = Q(on__gte=low, on__lte=high) | Q(on=low[:4]) | Q(on=low[:7])
    return uptakes.filter(inside).values("recommendation").distinct()


@dataclass(frozen=True)
class Figure:
    """Of one period: what was promised (None where nothing was) and what was reached."""

    period: Period
    promise: Target | None
    reached: Reached

    @property
    def target(self) -> Any:
        return self.promise.value if self.promise else None

    @property
    def shown(self) -> str:
        return figure_phrase(_whole(self.reached.value))


@dataclass(frozen=True)
class IndicatorLine:
    indicator: Indicator
    figures: list[Figure]


def framework(programme: Programme) -> tuple[list[Any], list[Period]]:
    """Results with their indicators and figures, in the order of their numbers; queries do not grow with activities."""
    periods = list(programme.periods.all())
    results = list(programme.results.prefetch_related("indicators__targets", "indicators__activities"))
    rows = rows_of(programme)
    whole = EnteredActual.objects.filter(indicator__result__programme=programme, dimension="")
    entered = {(row.indicator_id, row.period_id): row.value for row in whole}
    lines: dict[int, list[IndicatorLine]] = defaultdict(list)
    for result in results:
        for indicator in result.indicators.all():
            indicator.result = result
            targets = {target.period_id: target for target in indicator.targets.all() if not target.dimension}
            figures = [
                Figure(period, targets.get(period.pk), reached(indicator, period, rows, entered)) for period in periods
            ]
            lines[result.pk].append(IndicatorLine(indicator, figures))
    ordered: list[Any] = []
    _descend(None, 0, results, lines, ordered)
    return ordered, periods


def _descend(
    parent: int | None, depth: int, results: list[Any], lines: dict[int, list[IndicatorLine]], out: list[Any]
) -> None:
    """Depth first, higher levels before lower ones; a result without a parent stands at the top."""
    for result in sorted(
        (one for one in results if one.parent_id == parent), key=lambda one: (-int(one.level), one.code, one.pk)
    ):
        out.append((depth, result, lines[result.pk]))
        _descend(result.pk, depth + 1, results, lines, out)


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def actual_story(actor: Actor, indicator: Indicator, period: Period) -> Story:
    """The rows that were counted and by which rule, or the source of what was entered."""
    label = indicator.get_contribution_display()
    if indicator.contribution == Contribution.ENTERED:
        rows = indicator.entered_actuals.filter(period=period).select_related("claim")
        claims = Claim.objects.filter(pk__in=rows.values("claim_id")).select_related("document", "passage")
        value = next((row.value for row in rows if not row.dimension), None)
        told = story_claims(claims, actor=actor, shown=None, phrase=lambda claim: str(claim.value), kind="count")
        return Story(
            figure_phrase(_whole(float(value))) if value is not None else _("not entered"),
            _("Entered by the team with its source."),
            told,
        )
    if indicator.contribution == Contribution.RECOMMENDATIONS:
        found = Uptake.objects.filter(
            recommendation__in=_taken_up(indicator, period).values("recommendation")
        ).select_related("recommendation")
        cells = tuple(
            (Cell(row.recommendation.text, url=row.recommendation.get_absolute_url()), row.text) for row in found
        )
        table = Table(_("Recommendations taken up"), (_("Recommendation"), _("How")), cells)
        return Story(
            str(len({row.recommendation_id for row in found})),
            _("Recommendations with proof of uptake in the period, each once."),
            table=table,
        )
    activities = rows_of(indicator.result.programme)
    figure = reached(indicator, period, activities, {})
    rule = _rule(label, figure)
    return Story(figure_phrase(_whole(figure.value)), rule, table=_rows_table(actor, figure, activities))


def _rule(label: str, figure: Reached) -> str:
    said = _("Counted: %(what)s of activities held in the period, each in the period in which it ended.") % {
        "what": label
    }
    if figure.from_documents:
        said += " " + _("%(lists)s from attendance lists, %(documents)s as stated in documents.") % {
            "lists": figure_phrase(_whole(figure.from_lists)), "documents": figure_phrase(_whole(figure.from_documents)),
        }  # fmt: skip
    if figure.silent:
        said += " " + _("%(n)d of the activities add nothing, because no list or document gives their number.") % {
            "n": len(figure.silent)
        }
    return said


def _rows_table(actor: Actor, figure: Reached, rows: list[Row]) -> Table:
    by_id = {row.id: row for row in rows}
    shown = visible_to(actor).filter(pk__in=figure.counted).order_by("ends_on", "id")[:500]
    cells = tuple(
        (
            Cell(activity.title, url=activity.get_absolute_url()),
            activity.end or activity.start,
            by_id[activity.pk].listed or _("none"),
            by_id[activity.pk].stated if by_id[activity.pk].stated is not None else _("not stated"),
            by_id[activity.pk].sessions,
        )
        for activity in shown
    )
    columns = (_("Activity"), _("Ended"), _("In the list"), _("As stated"), _("Sessions"))
    return Table(_("Activities that were counted"), columns, cells, numbers=(2, 3, 4))
