"""The date grammar: from the letters of a run to the days, months and years it states.

A segment is one written date; segments joined by a range word, or by "and", share the month and year that only one of them states.
"""

import re
from dataclasses import dataclass

from kopuro.intake.rules.dates.scan import Run, Token, is_day

_DAYS = "d(?:(?:c?d){0,8}c?[ar]d){0,4}"
_YEAR = "(?:c?[yYj])?"
_SEGMENT = re.compile(
    rf"""
    (?P<numeric>(?:d[ra])?[nN])
    | (?P<yearfirst>j(?:{_DAYS})?e?[mMV](?!c?[yYj]))
    | (?P<daymonth>{_DAYS}e?[mMV]e?{_YEAR})
    | (?P<monthday>e?[mM](?:{_DAYS})(?![mMVkhn]){_YEAR})
    | (?P<half>p?dh{_YEAR})
    | (?P<quarter>p?(?:dkc?|qc?)(?:[yYj])?)
    | (?P<week>dze?[mM]{_YEAR})
    | (?P<season>[pe]{{0,2}}se?{_YEAR})
    | (?P<month>p?z?e?[mMV]e?{_YEAR})
    | (?P<year>p?[yYj])
    | (?P<lastmonth>B)
    """,
    re.VERBOSE,
)
_JOINT = re.compile("c?[ra]f?|c")


@dataclass
class Segment:
    """One written date: what it states of day, month and year; `shift` is a year told as "this" (0) or "last" (-1)."""

    shape: str
    start: int
    end: int
    days: tuple[int, ...] = ()
    month: int | None = None
    year: int | None = None
    shift: int | None = None  # "this year" 0, "last year" -1, "next year" 1
    toward: int | None = None  # "last March" -1, "next March" 1
    months: tuple[int, int] | None = None  # a half or quarter of a year
    part: bool = False  # "early", "end of"
    unsure: bool = False  # a short month ("dec"): needs a day or a year beside it
    small: bool = False  # "may", "march" in small letters: needs a year
    shared: bool = False  # its year stands in another segment of the same phrase
    toward_next: bool = False  # "between" before it


@dataclass
class Stretch:
    """One or two segments that make one date or one range, with the preposition before them."""

    first: Segment
    last: Segment
    prep: str
    dashed: bool = False  # joined by a range word rather than by "and"

    @property
    def is_range(self) -> bool:
        return self.first is not self.last


def stretches(run: Run) -> list[Stretch]:
    """The dates and ranges of a run, in order; impossible dates are left out."""
    found: list[Stretch] = []
    chain: list[tuple[Segment, str]] = []  # segments with the joint before them
    letters = run.letters
    at = 0
    prep = run.prep
    opening = ""
    for match in _SEGMENT.finditer(letters):
        between = letters[at : match.start()]
        segment = _segment(run, match)
        if "f" in between or (match.start() and letters[match.start() - 1] == "f"):
            token = next((t for t in run.tokens[at : match.start()] if t.letter == "f"), None)
            opening = "between" if token is not None and token.value == "between" else "from"
        joint = between.rstrip("f") if chain else ""
        if chain and not _JOINT.fullmatch(joint or "?"):
            found += _joined(chain, prep)
            chain, prep = [], ""
        if not chain and opening:
            prep = prep or opening
        if opening == "between":
            segment.toward_next, opening = True, ""
        elif chain and "f" in between:
            # "from 3 to 5 March and from 7 to 9 April"
            found += _joined(chain, prep)
            chain, prep = [], "from"
        opening = ""
        chain.append((segment, joint if chain else ""))
        at = match.end()
    return found + _joined(chain, prep)


def _segment(run: Run, match: re.Match[str]) -> Segment:
    tokens = run.tokens[match.start() : match.end()]
    shape = str(match.lastgroup)
    if shape == "monthday" and run.prep in ("in", "of") and match.group() in ("md", "Md"):
        tokens, shape = tokens[:1], "month"  # "in March 20 officers came"
    segment = Segment(shape, tokens[0].start, tokens[-1].end)
    days: list[int] = []
    for token in tokens:
        _take(segment, token, days)
    if shape == "half" and days:
        segment.months = (1, 6) if days[0] == 1 else (7, 12)
        segment.months, days = (segment.months, []) if days[0] <= 2 else (None, [])
    elif shape == "quarter":
        quarter = days[0] if days else segment.months[0] if segment.months else 0
        segment.months = (3 * quarter - 2, 3 * quarter) if 1 <= quarter <= 4 else None
        days = []
    elif shape == "week":
        days = []
    segment.days = tuple(days)
    return segment


def _take(segment: Segment, token: Token, days: list[int]) -> None:
    value = token.value
    letter = token.letter
    if letter in "nN" and isinstance(value, tuple):
        segment.year, segment.month, day = value
        days.append(day)
    elif isinstance(value, int):
        if letter == "d":
            days.append(value)
        elif letter in "mMV":
            segment.month = value
            segment.unsure = letter != "m"
            segment.small = letter == "V"
        elif letter in "yj":
            segment.year = value
        elif letter == "Y":
            segment.shift = value
        elif letter == "e":
            segment.toward = value
        elif letter == "q":
            segment.months = (value, value)
        elif letter == "B":
            segment.toward = value
        elif letter == "p":
            segment.part = True


def _joined(chain: list[tuple[Segment, str]], prep: str) -> list[Stretch]:
    """Shares months and years along a chain, then pairs its segments."""
    segments = [segment for segment, _ in chain]
    _share(segments, [joint for _, joint in chain])
    found: list[Stretch] = []
    index = 0
    while index < len(segments):
        first = last = segments[index]
        while index + 1 < len(segments) and _pairs(last, segments[index + 1], chain[index + 1][1], first):
            index += 1
            last = segments[index]
        if _possible(first) and _possible(last):
            found.append(Stretch(first, last, prep, "r" in chain[index][1]))
        index += 1
    return found


def _share(segments: list[Segment], joints: list[str]) -> None:
    for index in range(len(segments) - 2, -1, -1):
        here, after = segments[index], segments[index + 1]
        if here.year is None and here.shift is None and here.toward is None and here.shape != "season":
            if after.year is not None and after.shape not in ("year",):
                here.year = after.year - (1 if _later(here, after) and "r" in joints[index + 1] else 0)
                here.shared = True
            elif after.shift is not None:
                here.shift = after.shift
    for index in range(1, len(segments)):
        before, here = segments[index - 1], segments[index]
        if not joints[index] or before.year is None or before.shape == "year" or not here.month:
            continue
        if here.year is None and here.shift is None and here.toward is None:
            here.year = before.year + (1 if _later(before, here) else 0)
            here.shared = True


def _later(one: Segment, other: Segment) -> bool:
    """Whether one falls later in a year than the other."""
    if one.month is None or other.month is None:
        return False
    return (one.month, one.days[-1:] or (0,)) > (other.month, other.days[:1] or (32,))


def _pairs(last: Segment, following: Segment, joint: str, first: Segment) -> bool:
    """Whether two joined segments are one range: a range word, "between … and", or neighbours in the calendar."""
    if "r" in joint:
        return first is last
    if "a" in joint and first.toward_next:
        return first is last
    if last.days and following.days:
        return _days_apart(last, following) in (1, 2)
    if last.month and following.month and not last.days and not following.days:
        return (last.year, last.month + 1) == (following.year, following.month)
    if last.shape == following.shape == "year" and last.year and following.year:
        return last.year + 1 == following.year
    return False


def _days_apart(one: Segment, other: Segment) -> int:
    if one.month is None or other.month is None or one.year != other.year:
        return -1
    year = one.year or 2024
    if not is_day(year, one.month, one.days[-1]) or not is_day(year, other.month, other.days[0]):
        return -1
    return _day_of_year(other.month, other.days[0]) - _day_of_year(one.month, one.days[-1])


def _day_of_year(month: int, day: int) -> int:
    return (0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)[month - 1] + day


def _possible(segment: Segment) -> bool:
    """Refuses days that do not exist and lists that run backward."""
    if not segment.days:
        return segment.shape not in ("half", "quarter") or segment.months is not None
    if segment.month is None or list(segment.days) != sorted(set(segment.days)):
        return False
    return all(is_day(segment.year or 2024, segment.month, day) for day in segment.days)
