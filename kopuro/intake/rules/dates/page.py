"""The page's own date: a published line, a date alone on its line near the top, a dateline, or one at the very end."""

import re
from datetime import date

from kopuro.intake.rules.dates import context
from kopuro.intake.rules.dates.found import DateFound
from kopuro.intake.rules.dates.read import full_days
from kopuro.intake.rules.dates.scan import is_day
from kopuro.intake.rules.dates.words import table_for

_HEAD = 2_500
_TAIL = 700
_PARAGRAPH = 160
_STACKED = re.compile(
    r"(?m)^[ \t]*(?P<day>\d{1,2})[ \t]*\n\s*(?P<month>[^\W\d_]{3,9})\.?[ \t]*\n\s*(?P<year>(?:19|20)\d\d)[ \t]*$"
)


def find_page_date(text: str, language: str) -> date | None:
    """The day a page was published or datelined, read from the text alone; None when it states none to the day."""
    head = text[:_HEAD]
    lines: list[DateFound] = []
    datelines: list[DateFound] = []
    updated: list[DateFound] = []
    for each in full_days(text, language, 0, _HEAD):
        if each.kind == "page":
            line = context.line_kind(text, each.start, each.end, True)
            if line == "page" and context.is_published(text, each.start):
                return date.fromisoformat(each.first or "")
            (updated if line == "updated" else lines).append(each)
        elif each.kind == "dateline":
            datelines.append(each)
    body = _body_start(head)
    above = [each for each in lines if each.start < body]
    for candidates in (above[-1:], datelines[:1], lines[:1]):
        if candidates:
            return date.fromisoformat(candidates[0].first or "")
    stacked = _STACKED.search(head)  # a calendar leaf: day, month and year each on a line
    if stacked is not None:
        letter, month = table_for(language).get(stacked.group("month").lower(), ("", 0))
        year, day = int(stacked.group("year")), int(stacked.group("day"))
        if letter == "m" and isinstance(month, int) and is_day(year, month, day):
            return date(year, month, day)
    if len(text) > _HEAD:
        for each in full_days(text, language, max(_HEAD, len(text) - _TAIL), len(text)):
            if each.kind == "page":
                return date.fromisoformat(each.first or "")
    return date.fromisoformat(updated[0].first or "") if updated else None


def _body_start(head: str) -> int:
    """Where the first line of paragraph length begins."""
    at = 0
    for line in head.split("\n"):
        if len(line) >= _PARAGRAPH:
            return at
        at += len(line) + 1
    return len(head)
