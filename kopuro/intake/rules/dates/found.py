"""What the date readers hand back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DateFound:
    """One date or range as written.

    start, end: character span in the original text.
    first, last: ISO 8601 shortened to its precision ('2024-02-14', '2023-08', '2017'), or None when no year can be known.
    month_day: ('02-21', '02-23') when day and month are known and the year is not; else ().
    basis: 'stated', 'completed' (year taken from the page's own date), 'duration' (one end from a stated length),
        'relative' ('today', resolved from the page's own date).
    kind: 'plain', 'dateline', 'page', 'deadline', 'historical', 'season'. Only 'plain' and 'season' may date an activity.
    cue: nearest word that says what happened then: 'held', 'will', 'started', 'ended', 'planned', 'published',
        'adopted', 'since', 'until', 'by', 'from', 'on', 'in' or ''.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    month_day: tuple[str, ...]
    basis: str
    kind: str
    cue: str


@dataclass(frozen=True)
class DurationFound:
    """A stated length ('three-day training'): amount of unit 'day', 'week', 'month' or 'hour'; days only for unit 'day'."""

    start: int
    end: int
    amount: int
    unit: str
    days: int | None
