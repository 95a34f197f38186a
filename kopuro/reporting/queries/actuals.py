"""Actuals of indicators, counted from the rows of the record or entered with a source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from kopuro.activities.access import visible_to
from kopuro.activities.models import Activity, ActivityCountry, AttendanceSheet, Running, Session
from kopuro.activities.rules import unpack
from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.phrases import figure_phrase
from kopuro.core.story import Story
from kopuro.followup.models import Uptake
from kopuro.programme.models import EnteredActual, Indicator, Period, Programme, Target
from kopuro.programme.queries import family
from kopuro.programme.terms import Contribution
from kopuro.reporting.rules import Ended, Filter, Reached, Row, belongs, count, ended, in_period
from kopuro.sources.models import Claim
from kopuro.sources.queries import story_claims

FEW = 10
SHOWN = 200
STATED = ("attended", "reported")


class Record:
    """What a programme and its parts have on record, as the counts need it; each part is read when it is first asked for,
    in one query. An activity run jointly stands here once: it is named by its number, never reached through the
    programmes that run it."""

    def __init__(self, programme: Programme) -> None:
        self.family = family(programme)
        self.own = Running.objects.filter(programme_id__in=self.family).values("activity_id")

    @cached_property
    def rows(self) -> list[Row]:
        fields = ("id", "type", "status", "ended", "people", "people_stage", "sheet__people", "sheet__tenths")
        found = Activity.objects.filter(pk__in=self.own).annotate(ended=Coalesce("ends_on", "starts_on")).order_by()
        return [
            Row(pk, kind, status, day, listed or 0, (tenths or 0) / 10, people if stage in STATED else None)
            for pk, kind, status, day, people, stage, listed, tenths in found.values_list(*fields)
        ]

    @cached_property
    def countries(self) -> dict[int, set[str]]:
        """In which countries each took place."""
        venues: dict[int, set[str]] = defaultdict(set)
        pairs = ActivityCountry.objects.filter(which="venue", activity_id__in=self.own)
        for activity, area in pairs.values_list("activity_id", "area"):
            venues[activity].add(area)
        return venues

    @cached_property
    def sessions(self) -> dict[int, int]:
        sittings = Session.objects.filter(activity_id__in=self.own).order_by()
        return dict(sittings.values_list("activity_id").annotate(n=Count("id")))

    @cached_property
    def attendance(self) -> tuple[NDArray[np.int64], NDArray[np.void]]:
        """The number of the activity, and the attendance, for each that was recorded; its persons are numbered from 0."""
        sheets = list(
            AttendanceSheet.objects.filter(activity_id__in=self.own).values_list("activity_id", "people", "packed")
        )
        numbers = np.repeat([one[0] for one in sheets], [one[1] for one in sheets]).astype(np.int64)
        found = unpack(bytes(one[2]) for one in sheets).copy()
        found["person"] = np.unique(found["person"], return_inverse=True)[1]
        return numbers, found

    @cached_property
    def ended(self) -> Ended:
        return ended(self.rows)

    def counted(self, indicator: Indicator, period: Period) -> list[Row]:
        wanted = filter_of(indicator)
        rows = in_period(self.ended, period.starts_on, period.ends_on)
        if not (wanted.types or wanted.countries or wanted.only is not None):
            return rows
        places = self.countries if wanted.countries else {}
        return [row for row in rows if belongs(row, wanted, places.get(row.id, set()))]

    @cached_property
    def uptakes(self) -> list[tuple[int, int, str]]:
        """Each proof of uptake: its number, that of the recommendation, and when."""
        found = Uptake.objects.filter(recommendation__programme_id__in=self.family)
        return list(found.values_list("pk", "recommendation_id", "on"))

    def taken_up(self, period: Period) -> dict[int, int]:
        """Proofs of uptake in the period and their recommendations; a shortened date (2024, 2024-02) counts in every
        period that it touches."""
        low, high = period.starts_on.isoformat(), period.ends_on.isoformat()
        return {pk: advice for pk, advice, on in self.uptakes if on and low[: len(on)] <= on <= high[: len(on)]}

    def people(self, indicator: Indicator, rows: list[Row]) -> NDArray[np.void]:
        """The recorded attendances of these activities, of the indicator's group where it names one."""
        numbers, found = self.attendance
        found = found[np.isin(numbers, [row.id for row in rows])]
        return found[found["group"] == indicator.group.encode()] if indicator.group else found


def filter_of(indicator: Indicator) -> Filter:
    only = frozenset(one.pk for one in indicator.activities.all()) if indicator.chosen_only else None
    return Filter(frozenset(indicator.activity_types), frozenset(indicator.countries), only)


def reached(indicator: Indicator, period: Period, record: Record, entered: dict[tuple[int, int], Any]) -> Reached:
    """`entered` are whole figures by (indicator, period)."""
    if indicator.contribution == Contribution.ENTERED:
        value = entered.get((indicator.pk, period.pk))
        return Reached(float(value) if value is not None else None)
    if indicator.contribution == Contribution.RECOMMENDATIONS:
        return Reached(len(set(record.taken_up(period).values())))
    mine = record.counted(indicator, period)
    if indicator.contribution == Contribution.UNIQUE_PEOPLE:
        # A number in a document can't be told apart from others and is never added.
        return _of_lists(mine, different(record.people(indicator, mine)))
    if indicator.group and indicator.contribution == Contribution.PARTICIPATIONS:
        return _of_lists(mine, len(record.people(indicator, mine)))
    if indicator.group and indicator.contribution == Contribution.PERSON_DAYS:
        return _of_lists(mine, int(record.people(indicator, mine)["tenths"].sum()) / 10)
    return count(
        mine, indicator.contribution, record.sessions if indicator.contribution == Contribution.SESSIONS else {}
    )


def different(people: NDArray[np.void]) -> int:
    """How many different persons there are among attendances."""
    return int(np.count_nonzero(np.bincount(people["person"].astype(np.int64))))


def _of_lists(mine: list[Row], value: float) -> Reached:
    silent = tuple(row.id for row in mine if not row.listed)
    return Reached(value, tuple(row.id for row in mine), value, 0, silent)


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
    record = Record(programme)
    whole = EnteredActual.objects.filter(indicator__result__programme=programme, dimension="")
    entered = {(row.indicator_id, row.period_id): row.value for row in whole}
    lines: dict[int, list[IndicatorLine]] = defaultdict(list)
    for result in results:
        for indicator in result.indicators.all():
            indicator.result = result
            targets = {target.period_id: target for target in indicator.targets.all() if not target.dimension}
            figures = [
                Figure(period, targets.get(period.pk), reached(indicator, period, record, entered))
                for period in periods
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
        proofs = Record(indicator.result.programme).taken_up(period)
        found = Uptake.objects.filter(pk__in=proofs).select_related("recommendation")
        cells = tuple(
            (Cell(row.recommendation.text, url=row.recommendation.get_absolute_url()), row.text) for row in found
        )
        table = Table(_("Recommendations taken up"), (_("Recommendation"), _("How")), cells)
        return Story(
            str(len({row.recommendation_id for row in found})),
            _("Recommendations with proof of uptake in the period, each once."),
            table=table,
        )
    record = Record(indicator.result.programme)
    figure = reached(indicator, period, record, {})
    rule = _rule(label, figure)
    table = _rows_table(actor, figure, in_period(record.ended, period.starts_on, period.ends_on))
    return Story(figure_phrase(_whole(figure.value)), rule, table=table)


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
    latest = sorted(figure.counted, key=lambda one: (by_id[one].ended or date.min, one))[:SHOWN]
    shown = visible_to(actor).filter(pk__in=latest).annotate(sittings=Count("sessions")).order_by("ends_on", "id")
    cells = tuple(
        (
            Cell(activity.title, url=activity.get_absolute_url()),
            activity.end or activity.start,
            by_id[activity.pk].listed or _("none"),
            by_id[activity.pk].stated if by_id[activity.pk].stated is not None else _("not stated"),
            activity.sittings,
        )
        for activity in shown
    )
    columns = (_("Activity"), _("Ended"), _("In the list"), _("As stated"), _("Sessions"))
    note = ""
    if len(figure.counted) > SHOWN:
        note = _("The first %(n)d of %(all)d are shown; the list of activities has all.") % {
            "n": SHOWN, "all": len(figure.counted),
        }  # fmt: skip
    return Table(_("Activities that were counted"), columns, cells, numbers=(2, 3, 4), note=note)
