"""Times of events lists as planners write them: STARTEX+0:45, T+45 min, 09:30, 0930, Day 2 14:00, 1h10m, a cell of time."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time

from kopuro.rooms.rules.scenario.text import seconds_of

from .words import folded

DAY = 86_400
FROM_START = r"(?:startex|start|t|h|e|нач(?:ало)?|ч|с)"
_ZERO = re.compile(r"(?:startex|start(?: of exercise)?|начало(?: учения)?|старт)\Z")
_SIGNED = re.compile(rf"{FROM_START}?\s*([+\-−–])\s*(\d{{1,3}})(?::(\d{{2}}))?(?::(\d{{2}}))?\s*([a-zа-я.]*)\Z")
_UNITS = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d)?)\s*(?:h|hr|hrs|hours?|ч|час|часа|часов)\.?)?\s*(?:(\d{1,4})\s*(?:m|min|mins|minutes?|м|мин|минут[аы]?)\.?)?\s*(?:(\d{1,5})\s*(?:s|sec|secs|seconds?|с|сек|секунд[аы]?)\.?)?\Z"
)
_DAYED = re.compile(r"(?:d|day|день|д)\s*[+.]?\s*(\d{1,2})[\s,;/:]+(.+)\Z")
_DAYS = re.compile(r"(\d{1,2}) days?, (\d{1,2}):(\d{2}):(\d{2})\Z")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*(am|pm|a\.m|p\.m|hrs|h|z|l|ч)?\.?\Z")
_PLAIN = re.compile(r"(\d{2})(\d{2})\s*(?:hrs|h|z|l)?\Z")
HOURS = ("h", "hr", "hrs", "hour", "hours", "ч", "час", "часа", "часов")
SECONDS = ("s", "sec", "с", "сек")


@dataclass(frozen=True)
class Moment:
    """`seconds` from the start, or of the day where `clock`; `day` counts from 1 where one is named, else 0. `sure` is
    false for 0:45, which may be either."""

    seconds: int
    clock: bool
    day: int = 0
    sure: bool = True
    date: date | None = None


def moment_of(cell: object) -> Moment | None:
    """What a cell says, None when it says no time. Negative seconds lie before the start."""
    if isinstance(cell, datetime):
        return Moment(cell.hour * 3600 + cell.minute * 60 + cell.second, True, date=cell.date())
    if isinstance(cell, time):
        return Moment(cell.hour * 3600 + cell.minute * 60 + cell.second, True, sure=False)
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, int | float):
        return _of_number(float(cell))
    text = folded(cell)
    if not text or len(text) > 40:
        return None
    return _of_text(text)


def _of_number(value: float) -> Moment | None:
    """A fraction is a part of the day, as sheets keep times; whole numbers are minutes, but 0930 is a time."""
    if not math.isfinite(value) or value < 0 or value >= 10_000:
        return None
    if value != int(value):
        return Moment(round(value * DAY), True, sure=False) if value < 3 else Moment(round(value * 60), False)
    return Moment(int(value) * 60, False, sure=False)


def _of_text(text: str) -> Moment | None:
    if _ZERO.match(text):
        return Moment(0, False)
    if found := _DAYS.match(text):  # a length of time in a cell, as sheets keep it
        days, hours, minutes, seconds = map(int, found.groups())
        return Moment(days * DAY + hours * 3600 + minutes * 60 + seconds, False)
    if found := _DAYED.match(text):
        inner = _of_text(found[2].strip())
        return Moment(inner.seconds, True, int(found[1])) if inner and inner.clock and not inner.day else None
    if found := _SIGNED.match(text):
        return _signed(found)
    own = seconds_of(text)
    if own is not None:
        return Moment(own, False)
    if found := _CLOCK.match(text):
        return _clock(found)
    if (found := _PLAIN.match(text)) and int(found[1]) < 24 and int(found[2]) < 60:
        return Moment(int(found[1]) * 3600 + int(found[2]) * 60, True)
    if re.fullmatch(r"\d{1,3}", text):
        return Moment(int(text) * 60, False, sure=False)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[ t]\d{2}:\d{2}(?::\d{2})?", text):
        return moment_of(datetime.fromisoformat(text))
    found = _UNITS.match(text)
    if found and any(found.groups()):
        part = float((found[1] or "0").replace(",", "."))
        return Moment(round(part * 3600) + int(found[2] or 0) * 60 + int(found[3] or 0), False)
    return None


def _signed(found: re.Match[str]) -> Moment | None:
    sign, first, second, third, unit = found.groups()
    unit = unit.strip(".")
    if second is not None:
        if unit not in ("", *HOURS) or int(second) > 59:
            return None
        length = int(first) * 3600 + int(second) * 60 + int(third or 0)
    elif unit in SECONDS:
        length = int(first)
    elif unit in HOURS or (not unit and folded(found[0]).startswith(("h", "ч"))):
        length = int(first) * 3600
    elif not unit or re.fullmatch(r"m|min|mins|minutes?|м|мин|минут[аы]?", unit):
        length = int(first) * 60
    else:
        return None
    return Moment(length if sign == "+" else -length, False)


def _clock(found: re.Match[str]) -> Moment | None:
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    half = (found[4] or "").replace(".", "")
    if minutes > 59 or seconds > 59 or (half in ("am", "pm") and not 1 <= hours <= 12):
        return None
    if hours > 23:
        return Moment(hours * 3600 + minutes * 60 + seconds, False)
    if half in ("am", "pm"):
        hours = hours % 12 + (12 if half == "pm" else 0)
    return Moment(hours * 3600 + minutes * 60 + seconds, True, sure=bool(half))


def duration_of(written: str) -> int | None:
    """Seconds of a deadline: our own writing, or 30 min, 0:30, 1 h."""
    own = seconds_of(written)
    if own is not None:
        return own
    moment = moment_of(written)
    return moment.seconds if moment is not None and moment.seconds >= 0 and not moment.day else None
