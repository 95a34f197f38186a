"""Disaggregation: what was reached and promised in the cells of a dimension (sex, age band, country, group)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.activities.models import Participation, Running
from kopuro.activities.terms import Sex
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.phrases import figure_phrase
from kopuro.core.templatetags.kopuro_words import country
from kopuro.people.terms import Group
from kopuro.programme.models import Indicator, Period
from kopuro.programme.queries import family
from kopuro.programme.terms import Contribution, Dimension
from kopuro.reporting.queries.actuals import FEW, Record, different

COLUMN = {Dimension.SEX: "sex", Dimension.AGE: "age_band", Dimension.COUNTRY: "country", Dimension.GROUP: "group"}
AGES = ("under 18", "18–24", "25–34", "35–54", "55 and over")


def choices(indicator: Indicator) -> list[tuple[str, list[tuple[str, str]]]]:
    """The cells for which a figure can be set, by dimension of the indicator; values are "sex:female". Age bands are
    those of the attendance lists, or usual ones while there is no list."""
    programme = indicator.result.programme
    out = []
    for dimension in indicator.dimensions:
        if dimension == Dimension.SEX:
            cells = list(Sex.values)
        elif dimension == Dimension.GROUP:
            cells = list(Group.values)
        elif dimension == Dimension.COUNTRY:
            cells = [row.area for row in programme.countries.all()]
        else:
            own = Running.objects.filter(programme_id__in=family(programme)).values("activity_id")
            found = Participation.objects.filter(activity_id__in=own).exclude(age_band="")
            cells = sorted(found.order_by().values_list("age_band", flat=True).distinct()) or list(AGES)
        label = str(Dimension(dimension).label)
        out.append((label, [(f"{dimension}:{cell}", cell_label(dimension, cell)) for cell in cells]))
    return out


def tables(indicator: Indicator, record: Record) -> list[Table]:
    """One for each period and dimension that has something to tell, in a constant number of queries."""
    told = Parts(indicator)
    periods = list(indicator.result.programme.periods.all())
    found = (breakdown(told, period, dimension, record) for period in periods for dimension in indicator.dimensions)
    return [table for table in found if table]


class Parts:
    """What was promised and entered for parts of an indicator, by period and dimension."""

    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator
        self.promised: dict[tuple[int, str], dict[str, Any]] = defaultdict(dict)
        for target in indicator.targets.exclude(dimension=""):
            self.promised[target.period_id, target.dimension][target.cell] = target
        self.entered: dict[tuple[int, str], dict[str, Any]] = defaultdict(dict)
        for row in indicator.entered_actuals.exclude(dimension="").order_by("cell"):
            self.entered[row.period_id, row.dimension][row.cell] = row.value


def breakdown(told: Parts, period: Period, dimension: str, record: Record) -> Table | None:
    """Reached and promised in each cell; None where neither is known. A reached cell below ten is not
    shown, nor is the next smallest, so that it can't be worked out from the sum."""
    indicator = told.indicator
    door = reverse("actual-story", args=[indicator.key, period.pk])
    entered = told.entered[period.pk, dimension].items()
    reached: dict[str, Any] = {cell: Cell(figure_phrase(Decimal(value)), door=door) for cell, value in entered}
    if indicator.contribution in (Contribution.UNIQUE_PEOPLE, Contribution.PARTICIPATIONS):
        reached = _counted(indicator, period, dimension, record, door)
    promised = told.promised[period.pk, dimension]
    lines = []
    for cell in [*reached, *(cell for cell in promised if cell not in reached)]:
        target = promised.get(cell)
        why = reverse("entered", args=["target", target.pk]) if target else ""
        promise = Cell(figure_phrase(target.value), door=why) if target else None
        lines.append((cell_label(dimension, cell), reached.get(cell), promise))
    columns = (str(Dimension(dimension).label).capitalize(), _("Reached"), _("Target"))
    return Table(f"{indicator}, {period}", columns, tuple(lines), numbers=(1, 2)) if lines else None


def _counted(indicator: Indicator, period: Period, dimension: str, record: Record, door: str) -> dict[str, Any]:
    people = record.people(indicator, record.counted(indicator, period))
    of_cell = people[COLUMN[Dimension(dimension)]]
    unique = indicator.contribution == Contribution.UNIQUE_PEOPLE
    sizes = {
        value: different(people[of_cell == value]) if unique else int((of_cell == value).sum())
        for value in np.unique(of_cell)
    }
    cells = sorted(((value.decode(), n) for value, n in sizes.items()), key=lambda pair: -pair[1])
    small = {value for value, n in cells if n < FEW}
    if len(small) == 1 and len(cells) > 1:
        small.add(min((pair for pair in cells if pair[0] not in small), key=lambda pair: pair[1])[0])
    return {
        value: Cell(n, door=door) if value not in small else _("fewer than 10, or hidden to protect them")
        for value, n in cells
    }


def cell_label(dimension: str, value: str) -> str:
    if dimension == Dimension.SEX:
        return str(Sex(value).label)
    if dimension == Dimension.GROUP:
        return str(Group(value).label)
    return country(value) if dimension == Dimension.COUNTRY and value else value or _("not stated")
