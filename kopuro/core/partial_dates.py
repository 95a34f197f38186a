"""Dates shortened to what is known: 2024-02-14, 2024-02, 2024. The text is the truth; days are worked out from it."""

from __future__ import annotations

import calendar
import re
from datetime import date

from kopuro.core.problems import Problem

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def first_day(iso: str) -> date:
    """The first day a shortened date can mean. Raises `Problem` `core.date` for what is not one."""
    year, month, day = _parts(iso)
    return _day(year, month or 1, day or 1, iso)


def last_day(iso: str) -> date:
    """The last day a shortened date can mean."""
    year, month, day = _parts(iso)
    month = month or 12
    if not 1 <= month <= 12:
        raise _no_date(iso)
    return _day(year, month, day or calendar.monthrange(year, month)[1], iso)


def precision(iso: str) -> str:
    """day, month or year; unknown for an empty one."""
    return {10: "day", 7: "month", 4: "year"}.get(len(iso), "unknown")


def _parts(iso: str) -> tuple[int, int | None, int | None]:
    found = ISO.fullmatch(iso)
    if not found or found[1] == "0000":
        raise _no_date(iso)
    return int(found[1]), found[2] and int(found[2]), found[3] and int(found[3])  # type: ignore[return-value]


def _day(year: int, month: int, day: int, iso: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _no_date(iso) from error


def _no_date(iso: str) -> Problem:
    return Problem("core.date", f"“{iso}” is not a date. Write 2024-02-14, or 2024-02, or 2024.")


def checked_span(start: str, end: str) -> tuple[str, str]:
    """Both as they are: an end that is not known stays empty, and so does a start. Raises `Problem` `core.date` for what
    is no date, and for an end before its start."""
    low, high = first_day(start) if start else None, last_day(end) if end else None
    if low and high and high < low:
        raise Problem("core.date", "The end lies before the start. Mend one of the two.")
    return start, end
