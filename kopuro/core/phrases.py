"""Dates and counts as people say them, in the reader's language, with their precision and qualifier kept."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, pgettext

Precision = Literal["day", "month", "year", ""]
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
Moment = datetime.date | str | None
# Languages that write months with a capital; Django's French and some others have it where they should not.
CAPITAL_MONTHS = frozenset({"en", "de", "tr", "az", "lb"})


def read_partial(moment: Moment, precision: str = "") -> tuple[datetime.date | None, str]:
    """A date, or an ISO date cut to its precision ("2024-02-14", "2023-08", "2017"), as first day and precision.

    Anything else, a date that is not in the calendar included, gives (None, "").
    """
    if isinstance(moment, datetime.datetime):
        moment = moment.date()
    if isinstance(moment, datetime.date):
        return moment, precision or "day"
    found = PARTIAL.match(moment.strip()) if isinstance(moment, str) else None
    if not found:
        return None, ""
    year, month, day = found.groups()
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None, ""
    return first, precision or ("day" if day else "month" if month else "year")


def spoken(moment: datetime.date, form: str) -> str:
    """The date in the reader's language; month names small where the language writes them so."""
    return spoken_in(get_language() or "en", moment, form)


@lru_cache(maxsize=8192)
def spoken_in(language: str, moment: datetime.date, form: str) -> str:
    said = date_format(moment, form)
    return said if language[:2] in CAPITAL_MONTHS else said.lower()


def date_phrase(start: Moment, end: Moment = None, precision: str = "") -> str:
    """ "14–16 February 2024", "August 2023", "2017", "since 14 February 2024" is not said: no end means one moment.

    `precision` (day, month, year) says how much of a full date is known; empty when nothing is known.
    """
    first, first_precision = read_partial(start, precision)
    last, last_precision = read_partial(end, precision)
    if first is None:
        first, first_precision, last = last, last_precision, None
    if first is None:
        return ""
    formats = {"day": "j E Y", "month": "F Y", "year": "Y"}
    if last is None or (last == first and last_precision == first_precision):
        return spoken(first, formats.get(first_precision, "j E Y"))
    if first_precision == last_precision == "day" and first.year == last.year:
        if first.month == last.month:
            return f"{first.day}–{spoken(last, 'j E Y')}"
        return f"{spoken(first, 'j E')} – {spoken(last, 'j E Y')}"
    if first_precision == last_precision == "month" and first.year == last.year:
        return spoken(first, "F Y") if first.month == last.month else f"{spoken(first, 'F')} – {spoken(last, 'F Y')}"
    if first_precision == last_precision == "year":
        return f"{first.year}–{last.year}" if first.year != last.year else str(first.year)
    return f"{spoken(first, formats[first_precision])} – {spoken(last, formats[last_precision])}"


def month_day_phrase(start: str, end: str = "") -> str:
    """Days of a year that is not known: "02-21", "02-23" as "21–23 February"; empty when unreadable."""
    try:
        first = datetime.datetime.strptime(f"2000-{start}", "%Y-%m-%d").date()
        last = datetime.datetime.strptime(f"2000-{end or start}", "%Y-%m-%d").date()
    except ValueError:
        return ""
    if first == last:
        return spoken(first, "j E")
    if first.month == last.month:
        return f"{first.day}–{spoken(last, 'j E')}"
    return f"{spoken(first, 'j E')} – {spoken(last, 'j E')}"


def basis_phrase(basis: str) -> str:
    """How a date came about, when it is not simply stated."""
    return {
        "completed": gettext("year taken from the page"),
        "inferred": gettext("worked out from the duration"),
        "unknown": gettext("not stated in any source"),
    }.get(basis, "")


def figure_phrase(number: object) -> str:
    """A number the reader's way ("4,000", "0.55"; at most two decimals); text as it is; empty for None."""
    if number is None:
        return ""
    if isinstance(number, Decimal):
        number = float(number)
    if isinstance(number, bool) or not isinstance(number, int | float):
        return str(number)
    if isinstance(number, float):
        if not math.isfinite(number):
            return ""
        number = int(number) if number == int(number) else round(number, 2)
    return number_format(number, use_l10n=True, force_grouping=True)


def count_phrase(number: int | float | None, qualifier: str = "", unit: str = "") -> str:
    """ "250", "about 35 people", "at least 100": the qualifier is never dropped."""
    if number is None:
        return ""
    said = figure_phrase(number)
    if qualifier == "about":
        said = pgettext("a count", "about %s") % said
    elif qualifier == "at_least":
        said = pgettext("a count", "at least %s") % said
    elif qualifier == "at_most":
        said = pgettext("a count", "at most %s") % said
    return f"{said} {unit}" if unit else said
