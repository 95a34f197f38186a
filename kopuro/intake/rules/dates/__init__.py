"""Dates as documents of the field write them: ranges, months, seasons, datelines, page dates and stated lengths."""

from kopuro.intake.rules.dates.durations import find_durations
from kopuro.intake.rules.dates.found import DateFound, DurationFound
from kopuro.intake.rules.dates.page import find_page_date
from kopuro.intake.rules.dates.read import find_dates

__all__ = ["DateFound", "DurationFound", "find_dates", "find_durations", "find_page_date"]
