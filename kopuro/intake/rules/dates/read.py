"""Dates of a text, with the year completed, the end inferred and "today" resolved only where the text allows it."""

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date, timedelta

from kopuro.intake.rules.dates import context
from kopuro.intake.rules.dates.cues import table_language
from kopuro.intake.rules.dates.durations import find_durations
from kopuro.intake.rules.dates.found import DateFound, DurationFound
from kopuro.intake.rules.dates.scan import Run, Token, is_day, runs
from kopuro.intake.rules.dates.shapes import Segment, Stretch, stretches

_FAR_DURATION = 320  # characters between a day and the length told of it, the length included
_PEOPLE_NEXT = re.compile(
    r"\s(?:\w+\s){0,2}(?:people|persons|participants|police|officers|women|men|students|schools|человек|участник\w+|personnes|participants)\b"
)
_STREET = re.compile(
    r"^\s?(?:street|str\b|st\.|avenue|ave\b|square|park\b|boulevard|проспект|площад|street)", re.IGNORECASE
)
_STREET_BEFORE = re.compile(
    r"(?:улиц\w{1,2}|ул\.|проспект\w{0,2}|пр\.|площад\w{1,2}|rue(?: du)?|avenue(?: du)?|place(?: du)?|boulevard(?: du)?)\s?$",
    re.IGNORECASE,
)
_SEASON_NOUN = re.compile(
    r"^[\s-](?:school|camp|university|academy|olympi|games|semester|course|edition|festival|institute|universit|lager|лагер|школ)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"\b(?:start|beg[au]n|begin|open|clos|conclud|end(?:s|ed)\b|launch|held|host|organi[sz]|gather|met\b|meet|took part|take part|took place|takes place|conduct|convene|complet|"
    r"kick|discuss|attend|particip|trained|deliver|present|visit|sign|"
    r"нача|старт|откр[ыо]|заверш|законч|прош[её]л|прошл|проход|состоял|провод|провел|провёл|организ|собра|встрет|обсу|участ|посет|подпис|"
    r"débu|commenc|ouvert|ouvr|clôtur|achev|tenu|tient|eu lieu|lanc|organis|réuni|particip|termin|rassembl|accueil)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?]\s+[^\Wа-яёa-z\d_]|\n\s*\n")
_AS_OF = re.compile(r"(?:as of|until|till|up to|на|по|до|à|d['’]|jusqu['’]à)\s?(?:le\s)?$|aujourd['’]$", re.IGNORECASE)


def find_dates(text: str, language: str, page_date: date | None = None) -> list[DateFound]:
    """All dates of a text in the order they stand.

    A year that the text does not give is taken from `page_date` alone (or from a date of the same sentence); without it the
    day and month go to `month_day`. "Today" is resolved from `page_date`, and only beside a word of something happening.
    """
    found: list[DateFound] = []
    durations: list[DurationFound] | None = None
    words = table_language(language)
    for run in runs(text, language):
        for stretch in stretches(run):
            seen = _dated(text, stretch, page_date, words)
            if seen is not None:
                found.append(seen)
        if "t" in run.letters and page_date is not None:
            found += [
                seen
                for token in run.tokens
                if token.letter == "t"
                for seen in _relative(text, run, token, page_date, words)
            ]
    found.sort(key=lambda each: (each.start, each.end))
    found = _sentence_years(text, found) if page_date is None else found
    if any(_single_day(each) for each in found):
        durations = find_durations(text, language)
    return [_with_duration(text, each, durations) for each in found] if durations else found


def full_days(text: str, language: str, low: int, high: int) -> list[DateFound]:
    """The single days written with their year between two offsets: those that could be a page's own date."""
    words = table_language(language)
    found = []
    for run in runs(text, language):
        if run.tokens[0].start < low or run.tokens[-1].end > high:
            continue
        for stretch in stretches(run):
            if not stretch.is_range and len(stretch.first.days) == 1 and stretch.first.year is not None:
                seen = _dated(text, stretch, None, words)
                if seen is not None:
                    found.append(seen)
    return found


def _dated(text: str, stretch: Stretch, page_date: date | None, words: str) -> DateFound | None:
    first, last = stretch.first, stretch.last
    start, end = first.start, last.end
    if not _stands(text, stretch):
        return None
    completed = False
    cue = context.cue_of(text, start, end, words)
    if last.year is None or first.year is None:
        completed = _complete(first, last, cue, page_date)
    days = bool(first.days or last.days)
    kind = _kind(text, stretch, days)
    if first.year is None or last.year is None:
        if days and first.days and last.days and first.month and last.month:
            marks = (f"{first.month:02}-{first.days[0]:02}", f"{last.month:02}-{last.days[-1]:02}")
            return DateFound(start, end, None, None, marks, "stated", kind, cue)
        return DateFound(start, end, None, None, (), "stated", kind, cue)
    if not all(is_day(s.year or 0, s.month or 0, day) for s in (first, last) for day in s.days):
        return None
    begin, finish = _iso(first, False), _iso(last, True)
    shared = min(len(begin), len(finish))
    if finish[:shared] < begin[:shared]:
        return None
    basis = "completed" if completed else "stated"
    if first.shape == "lastmonth":
        basis = "relative"
    return DateFound(start, end, begin, finish, (), basis, kind, cue)


def _stands(text: str, stretch: Stretch) -> bool:
    """Whether the words are a date at all: a bare month or year needs a preposition, a street name is none."""
    first, last = stretch.first, stretch.last
    after = text[last.end : last.end + 40]
    if any(s.unsure and not s.small and not s.days and s.year is None and s.shift is None for s in (first, last)):
        return False
    if any(s.small and (s.year is None or s.shared) for s in (first, last)):
        return False
    named = first.shape in ("daymonth", "month") and first.year is None
    if named and (_STREET.match(after) or _STREET_BEFORE.search(text[max(0, first.start - 20) : first.start])):
        return False
    if first.shape == "numeric" and not stretch.is_range and first.year is None:
        return stretch.prep in ("on", "le", "by", "until", "from") or text[first.start - 1 : first.start] == "("
    bare = first.year is None and first.shift is None and first.toward is None
    if first.shape == "month" and bare and not stretch.is_range:
        return bool(stretch.prep) or first.part
    if first.shape in ("week", "half", "quarter") and bare:
        return first.shape == "week"
    if first.shape == "season":
        if bare and _SEASON_NOUN.match(after):
            return False
        return (
            not bare
            or stretch.prep
            in ("in", "during", "for", "since", "en", "à", "a", "on", "the", "of", "на", "к", "за", "по")
            or (text[first.start : first.end].lower() in ("летом", "осенью", "весной", "зимой"))
        )
    if first.shape == "year" and not stretch.is_range:
        if first.shift is not None or first.part:
            return True
        if first.year == 2000 and _PEOPLE_NEXT.match(after):
            return False
        return (
            bool(stretch.prep)
            or bool(re.match(r"\s?(?:год|гг?\.)", after))
            or bool(re.search(r"год\w*\.?$|г\.?$|year", text[first.start : first.end]))
        )
    return True


def _kind(text: str, stretch: Stretch, days: bool) -> str:
    first, last = stretch.first, stretch.last
    start, end = first.start, last.end
    single = days and first is last and len(first.days) == 1
    if first.shape == "year" and stretch.is_range and not first.part and stretch.dashed:
        return "historical"
    if days and context.is_deadline(text, start):
        return "deadline"
    if single and context.is_of_the_day(text, start):
        return "historical"
    if days or first.shape == "month":
        line = context.line_kind(text, start, end, single)
        if line == "dateline":
            return "dateline" if single or not days else "plain"  # a range in a dateline is the activity's own
        if line in ("page", "updated"):
            return "page"
        if line == "field":
            return "plain"
    if context.is_deadline(text, start):
        return "deadline"
    if context.is_history(text, start, end, days):
        return "historical"
    return "season" if first.shape == "season" else "plain"


def _complete(first: Segment, last: Segment, cue: str, page_date: date | None) -> bool:
    """Gives both segments a year from the page's own date; False when there is none to give."""
    if page_date is None:
        return False
    if first.shape == "lastmonth":
        moved = page_date.year * 12 + page_date.month - 1 + (first.toward or 0)
        first.year, first.month = divmod(moved, 12)
        first.month += 1
        return True
    for segment in (last, first):
        if segment.year is not None:
            continue
        if segment.shift is not None:
            segment.year = page_date.year + segment.shift
        elif segment is first and first is not last and last.year is not None:
            segment.year = last.year - (1 if (first.month or 0) > (last.month or 0) else 0)
        else:
            segment.year = _nearest_year(segment, cue, page_date)
    return True


def _nearest_year(segment: Segment, cue: str, page_date: date) -> int:
    """The page's own year, or the one beside it when the words or the distance (more than half a year) say so."""
    year = page_date.year
    if segment.month is None:
        return year + (segment.toward or 0)
    day = segment.days[0] if segment.days else 15
    months_ahead = segment.month - page_date.month
    ahead = (segment.month, day) > (page_date.month, page_date.day + (0 if segment.days else 15))
    if segment.toward == -1:
        return year - 1 if ahead else year
    if segment.toward == 1:
        return year if ahead else year + 1
    if cue in ("will", "planned") and months_ahead < -2:
        return year + 1
    if ahead and cue in ("held", "ended", "since") and months_ahead > 1:
        return year - 1
    if months_ahead > 8:
        return year - 1 if cue not in ("will", "planned", "by", "until") else year
    return year


def _iso(segment: Segment, end: bool) -> str:
    year = segment.year
    if segment.days and segment.month:
        return f"{year:04}-{segment.month:02}-{segment.days[-1 if end else 0]:02}"
    if segment.month:
        return f"{year:04}-{segment.month:02}"
    if segment.months:
        return f"{year:04}-{segment.months[1 if end else 0]:02}"
    return f"{year:04}"


def _relative(text: str, run: Run, token: Token, page_date: date, words: str) -> list[DateFound]:
    if any(letter in run.letters for letter in "mMn") or not isinstance(token.value, int):
        return []
    start, end = token.start, token.end
    if text[end : end + 2] in ("'s", "’s") or text[max(0, start - 1) : start] in ("“", "«", '"'):
        return []
    if text[max(0, start - 8) : start].lower().replace("’", "'") == "aujourd'":
        start -= 8
    before, after = text[max(0, start - 90) : start], text[end : end + 90]
    if _AS_OF.search(before) or not (_HAPPENS.search(before[-70:]) or _HAPPENS.search(after[:70])):
        return []
    quoted = (
        before.rfind("“") > before.rfind("”") or before.rfind("«") > before.rfind("»") or before.count('"') % 2 == 1
    )
    if quoted:
        return []
    day = (page_date + timedelta(days=token.value)).isoformat()
    cue = context.cue_of(text, start, end, words)
    return [DateFound(start, end, day, day, (), "relative", "plain", cue)]


def _sentence_years(text: str, found: list[DateFound]) -> list[DateFound]:
    """ "on 14 March in Osh and 17 March 2023 in Bishkek": the year of the one stands for the other of the same sentence."""
    out = list(found)
    for index, each in enumerate(found):
        if not each.month_day or each.kind != "plain":
            continue
        for other in (found[index + 1] if index + 1 < len(found) else None, out[index - 1] if index else None):
            if (
                other is None
                or other.first is None
                or other.last is None
                or len(other.first) != 10
                or other.kind != "plain"
            ):
                continue
            gap = text[min(each.end, other.end) : max(each.start, other.start)]
            if len(gap) > 80 or re.search(r"[.!?;\n]\s|\n", gap + " "):
                continue
            year = other.first[:4]
            first, last = f"{year}-{each.month_day[0]}", f"{year}-{each.month_day[1]}"
            in_order = last <= other.first if other.start > each.start else first >= other.last
            if in_order and first <= last and is_day(int(year), int(first[5:7]), int(first[8:])):
                out[index] = replace(each, first=first, last=last, month_day=(), basis="completed")
                break
    return out


def _single_day(each: DateFound) -> bool:
    if each.kind != "plain":
        return False
    if each.first is not None:
        return each.first == each.last and len(each.first) == 10
    return bool(each.month_day) and each.month_day[0] == each.month_day[1]


def _with_duration(text: str, each: DateFound, durations: list[DurationFound]) -> DateFound:
    """Adds the end that a stated length gives to a single day ("a three-day course began on 5 March")."""
    if not _single_day(each) or each.cue in ("adopted", "published", "since"):
        return each
    last_day = each.cue in ("by", "until")  # "for three days, until 30 January"
    near = bisect_left(durations, each.start - _FAR_DURATION, key=lambda d: d.start)
    for at in range(near, len(durations)):
        duration = durations[at]
        if duration.start > each.end + _FAR_DURATION:
            break
        if duration.days is None or not 2 <= duration.days <= 31:
            continue
        gap = text[min(each.end, duration.end) : max(each.start, duration.start)]
        if len(gap) > 260 or (last_day and (len(gap) > 14 or duration.start > each.start)):
            continue
        stops = len(_STOP.findall(gap))
        if stops > (1 if each.cue in ("started", "ended") else 0):
            continue
        return _stretched(each, duration.days - 1, last_day or each.cue == "ended")
    return each


def _stretched(each: DateFound, more: int, backward: bool) -> DateFound:
    if each.first is None:
        known = date.fromisoformat(f"2024-{each.month_day[0]}")
        other = known + timedelta(days=-more if backward else more)
        if other.year != known.year:
            return each
        marks = (f"{other:%m-%d}", each.month_day[1]) if backward else (each.month_day[0], f"{other:%m-%d}")
        return replace(each, month_day=marks, basis="duration")
    known = date.fromisoformat(each.first)
    try:
        other = known + timedelta(days=-more if backward else more)
    except OverflowError:
        return each
    if backward:
        return replace(each, first=other.isoformat(), basis="duration")
    return replace(each, last=other.isoformat(), basis="duration")
