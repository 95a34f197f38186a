"""When an activity was: which of the dates of a text is its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kopuro.intake.rules.backward import BACKWARD
from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.dates.durations import find_durations
from kopuro.intake.rules.scene import Scene, SceneSentence
from kopuro.intake.rules.segments import Segment
from kopuro.intake.rules.statuses import BEGINS, ENDS, status_of

_OPENS = re.compile(
    r"\b(?:kicks off|kicked off|opens|begins|starts|opened|started|начал\w+|открыл\w+|стартовал\w*|s['’]ouvre|débute|a débuté)\b",
    re.I,
)
_PERIOD_TILL = re.compile(
    r"\b(?:periods?|phases?|extension|extended|project|programme|program|contract|mandate|strategy|plan|продл\w+|проект\w*|программ\w*|период\w*|projet|"
    r"programme|période|prolong\w+)\b[^.,;]{0,40}\b(?:till|until|through|up to|до|jusqu['’](?:en|au|à))\s*$",
    re.I,
)
_PROJECT_BEGINS = re.compile(
    r"\b(?:start\w*|beg[au]n|launch\w*|implement\w*|running|нача\w+|запуст\w+|запущен\w*|реализу\w+|lancé\w*|débuté\w*|mis en œuvre)\s+(?:\w+\s+){0,3}?"
    r"(?:implementation|projects?|programme|initiative|реализаци\w+|проект\w*|программ\w*|projets?|mise en œuvre)\b"
    r"|\b(?:project|programme|initiative|проект\w*|программ\w*|projet)\b[^.,;]{0,60}\b(?:start\w*|beg[au]n|launched|running|запущен\w*|начал\w*|стартовал\w*|"
    r"lancé\w*|débuté\w*|a démarré)\b",
    re.I,
)
_CLOSING = re.compile(
    r"\b(?:closing|graduation|certificate|award) ceremony\b|\bceremony (?:of|for) (?:the )?(?:closing|graduation)|\bцеремони\w+ (?:закрыти\w+|вручени\w+)|"
    r"\bcérémonie (?:de|consacrant la|marquant la) (?:clôture|remise)|\bcérémonie de fin\b|\bont clôturé\b|\ba été clôturé",
    re.I,
)
_OVER = re.compile(
    r"\b(?:over|during|in the course of|for|в течение|на протяжении|pendant|durant|au cours de)\s+(?:the |these |ces |les |этих )?$",
    re.I,
)
_EACH = re.compile(r"\s*(?:\w+\s+)?(?:each|каждый|chacun)", re.I)
_NOT_OWN = frozenset(("adopted", "since", "published"))
_SINCE = re.compile(r"\b(?:since|с|depuis)\s*$")


@dataclass(frozen=True, slots=True)
class TimeRead:
    """Start and end (ISO, shortened to their precision), or `month_day` where no year is known, with the dates they were read from."""

    start: str | None
    end: str | None
    month_day: tuple[str, ...]
    basis: str | None
    status: str
    dates: tuple[DateFound, ...]
    status_span: tuple[int, int]


def read_time(scene: Scene, segment: Segment, only: bool) -> TimeRead:
    """The time of one activity. Dates of strategies, attacks and publications are not its own; a year alone counts only in its anchor sentence."""
    chosen = _chosen(scene, segment)
    status, span = status_of(scene, segment, chosen)
    if chosen is None:
        opening = _opening_day(scene, segment)
        if opening is not None:
            return TimeRead(opening.first, None, (), opening.basis, "ongoing", (opening,), span)
        return TimeRead(None, None, (), None, status, (), span)
    first, last, days, used = chosen.first, chosen.last, chosen.month_day, [chosen]
    if not first and days:  # "26 and 27 February" here, "26-27 February 2020" elsewhere in the text
        full = next(
            (
                d
                for s in scene.sentences
                for d in s.dates
                if d.first and len(d.first) == 10 and d.first[5:] == days[0] and (d.last or d.first)[5:] == days[-1]
            ),
            None,
        )
        if full is not None:
            first, last = full.first, full.last
            used.append(full)
    if (
        chosen.basis == "duration"
        and first
        and last
        and len(first) == 10
        and ENDS.search(scene.text.raw[segment.anchor.sentence.start : segment.anchor.sentence.end])
        and not BEGINS.search(scene.text.raw[segment.anchor.sentence.start : segment.anchor.sentence.end])
        and re.search(rf"\b0?{int(first[8:])}\b", scene.text.raw[chosen.start : chosen.end])
    ):
        lasted = date.fromisoformat(last) - date.fromisoformat(first)
        first, last = (date.fromisoformat(first) - lasted).isoformat(), first
    elif (
        chosen.basis == "duration"
        and not first
        and len(days) == 2
        and days[0] != days[1]
        and _ended_on(scene, segment, chosen)
    ):
        begin, finish = (date.fromisoformat(f"2001-{day}") for day in days)
        days = ((begin - (finish - begin)).isoformat()[5:], days[0])
    elif (
        (chosen.cue == "ended" or _closes(scene, segment, chosen))
        and first == last
        and first
        and len(first) == 10
        and chosen.basis != "duration"
    ):
        length = _length(scene, segment)
        if length and _start_of(segment, chosen) is None:
            opened = (date.fromisoformat(first) - timedelta(days=length - 1)).isoformat()
            return TimeRead(opened, last, (), "duration", status, tuple(used), span)
        first = None  # the end is known, the start is not
        return TimeRead(_start_of(segment, chosen), last, (), chosen.basis, status, tuple(used), span)
    if chosen.cue == "until" and first and first == last and len(first) == 10 and chosen.basis != "duration":
        opening = _opening_day(scene, segment) or next(
            (d for d in segment.anchor.sentence.dates if d.cue == "started"), None
        )
        since = opening.first if opening is not None and (opening.first or "") < first else None
        told = [*used, opening] if opening is not None and since else used
        return TimeRead(since, last, (), chosen.basis, status, tuple(told), span)
    partner = _other_end(segment, chosen)
    if partner is None and first and first == last and len(first) == 10 and chosen.basis != "duration":
        length = _length(scene, segment) if status == "ongoing" or chosen.cue == "started" else 0
        if length:
            last = (date.fromisoformat(first) + timedelta(days=length - 1)).isoformat()
            return TimeRead(first, last, (), "duration", status, tuple(used), span)
    if partner is not None and first and partner.first and len(first) == len(partner.first):
        used.append(partner)
        first, last = min(first, partner.first), max(last or first, partner.last or partner.first)
    if first:
        return TimeRead(first, last or first, (), chosen.basis, status, tuple(used), span)
    if days:
        return TimeRead(None, None, (days[0], days[-1]), chosen.basis, status, tuple(used), span)
    return TimeRead(None, None, (), None, status, (), span)


def _ended_on(scene: Scene, segment: Segment, chosen: DateFound) -> bool:
    """Whether the sentence says that the activity ended on the day from which its length was counted."""
    s = segment.anchor.sentence
    raw = scene.text.raw[s.start : s.end]
    told = re.search(rf"\b0?{int(chosen.month_day[0][3:])}\b", scene.text.raw[chosen.start : chosen.end])
    return bool(ENDS.search(raw) and not BEGINS.search(raw) and told)


def _closes(scene: Scene, segment: Segment, chosen: DateFound) -> bool:
    """Whether the date is that of a closing ceremony alone."""
    s = next((x for x in segment.sentences if x.start <= chosen.start < x.end), None)
    if s is None or BEGINS.search(scene.text.raw, s.start, s.end):
        return False
    return bool(_CLOSING.search(scene.text.raw, max(s.start, chosen.start - 200), min(s.end, chosen.end + 60)))


def _length(scene: Scene, segment: Segment) -> int:
    """Days the activity took, where one of its sentences says so ("the three-day course", "over three days"); 0 when none does."""
    days = set()
    for s in segment.sentences:
        if s.programme or s.about or s.chrome or abs(s.number - segment.anchor.sentence.number) > 8:
            continue
        raw = scene.text.raw[s.start : s.end]
        if "day" not in raw and "дн" not in raw and "jour" not in raw and "день" not in raw:
            continue
        for found in find_durations(raw, scene.language or "en"):
            spoken = any(0 <= k.start - s.start - found.end <= 40 for k in s.kinds if k.value)
            over = _OVER.search(raw, 0, found.start) is not None
            if found.days and (spoken or over) and not _EACH.match(raw, found.end):
                days.add(found.days)
    return days.pop() if len(days) == 1 else 0


def _opening_day(scene: Scene, segment: Segment) -> DateFound | None:
    """The dateline's day where the same sentence says that the activity opens ("23 August, Tashkent – UNDP kicks off a course …")."""
    s = segment.anchor.sentence
    if not _OPENS.search(scene.text.raw, s.start, s.end):
        return None
    return next((d for d in s.dates if d.kind == "dateline" and d.first == d.last and len(d.first or "") == 10), None)


def _start_of(segment: Segment, ended: DateFound) -> str | None:
    partner = _other_end(segment, ended)
    return partner.first if partner is not None else None


def _usable(d: DateFound) -> bool:
    if d.kind == "dateline":
        return bool(d.first and d.last and d.first != d.last and len(d.first) == 10)
    return d.kind in ("plain", "season") and d.cue not in _NOT_OWN and bool(d.first or d.month_day)


def _of_another(scene: Scene, s: SceneSentence, d: DateFound) -> bool:
    """Whether a date is that of the earlier activity a sentence looks back to ("… builds on the training held in March")."""
    return bool(BACKWARD.search(scene.text.raw, max(s.start, d.start - 200), d.start))


def _of_project(scene: Scene, s: SceneSentence, d: DateFound) -> bool:
    """Whether a date is that of the project: its beginning, or the end of a period ("the extension till September 2019")."""
    raw = scene.text.raw
    if _PERIOD_TILL.search(raw, max(s.start, d.start - 90), d.start):
        return True
    near = _PROJECT_BEGINS.search(raw, max(s.start, d.start - 90), min(s.end, d.end + 60))
    if near is None or any(near.start() < k.end and k.start < near.end() for k in s.kinds if k.value and k.value.type):
        return False
    between = raw[near.end() : d.start] if near.end() <= d.start else raw[d.end : near.start()]
    return len(between) < 30 and not any(c in between for c in ",;")


def _chosen(scene: Scene, segment: Segment) -> DateFound | None:
    if segment.own_date is not None:
        return segment.own_date
    anchor = segment.anchor.sentence
    best: tuple[float, DateFound] | None = None
    taken: set[int] = set()
    for s in segment.sentences:
        if s.programme or s.about or s.chrome:
            continue
        base = _nearness(s, segment, anchor)
        for d in s.dates:
            if not _usable(d) or (
                len(d.first or "") == 4 and _SINCE.search(scene.text.raw[max(0, d.start - 8) : d.start])
            ):
                continue
            score = base
            score += 2 if d.cue in ("held", "planned", "will", "started", "ended", "until", "from") else 0
            score -= 1.5 if d.cue in ("by",) else 0
            score += (
                1.5
                if (d.first and len(d.first) == 10) or d.month_day
                else -2.5
                if d.first and len(d.first) == 4 and d.kind != "season"
                else 0
            )
            score += 0.5 if d.first != d.last or (len(d.month_day) == 2 and d.month_day[0] != d.month_day[1]) else 0
            if s is anchor:
                score -= min(2.0, abs(d.start - segment.anchor.hit.start) / 150)
            if d.start in taken or _of_another(scene, s, d) or _of_project(scene, s, d):
                continue
            if best is None or score > best[0]:
                best = (score, d)
    if best is None or best[0] < 2.5:
        return None
    return best[1]


def _nearness(s: SceneSentence, segment: Segment, anchor: SceneSentence) -> float:
    if s is anchor:
        return 5.0
    if s is segment.title:
        return 3.0
    kind = any(k.value and (k.value.type in ("", segment.type) or k.value.weight >= 2) for k in s.kinds)
    held = bool(s.verbs)
    near = abs(s.number - anchor.number) <= 2
    if kind and held:
        return 2.5 if near else 1.5
    if (held and near) or (s.heading and len(s.dates) == 1 and near):
        return 1.5
    if s.heading or s.end - s.start < 60:
        return 2.0
    return -0.5


def _other_end(segment: Segment, chosen: DateFound) -> DateFound | None:
    """The date of the end when the chosen one only says the start ("started on 5 May … concluded on 9 May"), or the other way round."""
    wanted = {"started": "ended", "ended": "started"}.get(chosen.cue)
    if wanted is None or chosen.first != chosen.last or not chosen.first:
        return None
    for s in segment.sentences:
        if s.programme or s.about or not s.kinds:
            continue
        for d in s.dates:
            if (
                d.kind == "plain"
                and d.cue == wanted
                and d.first
                and d.first != chosen.first
                and len(d.first) == 10
                and d.first[:7] == chosen.first[:7]
            ):
                return d
    return None
