"""Disaggregation: what was reached and promised in the cells of a dimension (sex, age band, country, group)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count
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
from kopuro.reporting.queries.actuals import FEW, filter_of, people_counted, rows_of
from kopuro.reporting.rules import Row, belongs, in_period

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


def tables(indicator: Indicator) -> list[Table]:
    """One for each period and dimension that has something to tell."""
    rows = rows_of(indicator.result.programme)
    found = []
    for period in indicator.result.programme.periods.all():
        for dimension in indicator.dimensions:
            if table := breakdown(indicator, period, dimension, rows):
                found.append(table)
    return found


def breakdown(indicator: Indicator, period: Period, dimension: str, rows: list[Row]) -> Table | None:
    """Reached and promised in each cell; None where neither is known. `rows` are those of `rows_of`. A reached cell
    below ten is not shown, nor is the next smallest, so that it can't be worked out from the sum."""
    reached = _entered(indicator, period, dimension)
    if indicator.contribution in (Contribution.UNIQUE_PEOPLE, Contribution.PARTICIPATIONS):
        reached = _counted(indicator, period, dimension, rows)
    promised = {target.cell: target for target in indicator.targets.filter(period=period, dimension=dimension)}
    lines = []
    for cell in [*reached, *(cell for cell in promised if cell not in reached)]:
        target = promised.get(cell)
        door = (
            Cell(figure_phrase(target.value), door=reverse("entered", args=["target", target.pk])) if target else None
        )
        lines.append((cell_label(dimension, cell), reached.get(cell), door))
    columns = (str(Dimension(dimension).label).capitalize(), _("Reached"), _("Target"))
    return Table(f"{indicator}, {period}", columns, tuple(lines), numbers=(1, 2)) if lines else None


def _entered(indicator: Indicator, period: Period, dimension: str) -> dict[str, Any]:
    door = reverse("actual-story", args=[indicator.key, period.pk])
    found = indicator.entered_actuals.filter(period=period, dimension=dimension).order_by("cell")
    return {row.cell: Cell(figure_phrase(Decimal(row.value)), door=door) for row in found}


def _counted(indicator: Indicator, period: Period, dimension: str, rows: list[Row]) -> dict[str, Any]:
    wanted = filter_of(indicator)
    mine = [row for row in rows if belongs(row, wanted) and in_period(row, period.starts_on, period.ends_on)]
    what = Count("person", distinct=True) if indicator.contribution == Contribution.UNIQUE_PEOPLE else Count("id")
    column = COLUMN[Dimension(dimension)]
    cells = list(people_counted(indicator, mine).order_by().values_list(column).annotate(n=what).order_by("-n"))
    small = {value for value, n in cells if n < FEW}
    if len(small) == 1 and len(cells) > 1:
        small.add(min((pair for pair in cells if pair[0] not in small), key=lambda pair: pair[1])[0])
    door = reverse("actual-story", args=[indicator.key, period.pk])
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
