"""One activity on the way: its anchor, the sentences that speak of it, and the ranges of its dates."""

from __future__ import annotations

from dataclasses import dataclass, field

from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.mentions import Mention, event_dates
from kopuro.intake.rules.places import PlaceFound
from kopuro.intake.rules.scene import SceneSentence


@dataclass
class Segment:
    """One activity: its anchor, the sentences that speak of it, its own date and places where one sentence holds several activities."""

    anchor: Mention
    type: str
    sentences: list[SceneSentence] = field(default_factory=list)
    own_date: DateFound | None = None
    own_places: list[PlaceFound] | None = None
    title: SceneSentence | None = None
    section: str = ""
    primary: bool = False
    track: bool = False  # runs beside the main activity, at its time and place
    planned: bool = False  # announced by the heading above it
    heading: SceneSentence | None = None  # of its section in a newsletter
    back: list[SceneSentence] = field(
        default_factory=list
    )  # sentences about earlier activities, which give no facts of this one


def range_of(dates: list[DateFound]) -> tuple[str, str] | None:
    firsts = [d.first for d in dates if d.first]
    lasts = [d.last or d.first for d in dates if d.first]
    if firsts:
        return min(firsts), max(str(x) for x in lasts)
    days = [md for d in dates for md in d.month_day]
    return (min(days), max(days)) if days else None


def apart(a: tuple[str, str] | None, b: tuple[str, str] | None) -> bool:
    """Whether two ranges of (shortened) dates can't be the same time."""
    if a is None or b is None:
        return False
    if (len(a[0]) == 5) != (len(b[0]) == 5):  # a day without a year beside a full date: compare the days
        full, day = (b, a) if len(a[0]) == 5 else (a, b)
        if len(full[0]) == 7 and len(full[1]) == 7:
            return full[1][5:] < day[0][:2] or day[1][:2] < full[0][5:]
        if len(full[0]) < 10 or len(full[1]) < 10:
            return False
        full = (full[0][5:], full[1][5:])
        return full[1] < day[0] or day[1] < full[0]
    size = min(len(a[0]), len(b[0]), len(a[1]), len(b[1]))
    return a[1][:size] < b[0][:size] or b[1][:size] < a[0][:size]


def segment_dates(segment: Segment) -> list[DateFound]:
    """The date of an activity's anchor that is nearest to its word."""
    if segment.own_date:
        return [segment.own_date]
    near = sorted(event_dates(segment.anchor.sentence), key=lambda d: abs(d.start - segment.anchor.hit.start))
    precise = [d for d in near if d.month_day or (d.first and len(d.first) > 4)]
    return precise[:1] or near[:1]


def all_apart(dates: list[DateFound]) -> bool:
    ranges = [range_of([d]) for d in dates]
    return all(apart(a, b) for n, a in enumerate(ranges) for b in ranges[n + 1 :])
