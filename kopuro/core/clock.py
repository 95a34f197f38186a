"""The one place that asks the time; actions are handed theirs."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today() -> date:
    return timezone.localdate()


def at_local(day: date, hour: int) -> datetime:
    """A full hour of a day in the installation's time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))
