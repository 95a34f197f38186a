"""Which activities a text reports, and which sentences speak of which: one, several in one sentence, parallel tracks, sections of a newsletter, none.

An activity needs an anchor: a word for an activity beside a sign that it was held or will be (a verb, a date, a place, people). A word that
points back ("the workshop", "мероприятие") belongs to the activity spoken of; a further anchor opens a new activity only with a fact of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from kopuro.core.gazetteer import Place
from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.kinds import Kind
from kopuro.intake.rules.mentions import (
    DATED_KINDS,
    STATES,
    Mention,
    event_dates,
    is_generic,
    mentions_in,
    score,
    tells,
)
from kopuro.intake.rules.phrases import Hit
from kopuro.intake.rules.places import PlaceFound
from kopuro.intake.rules.scene import Scene, SceneSentence

_TRACKS = re.compile(
    r"\b(?:in parallel|parallel to|simultaneously|at the same time|параллельно|одновременно|en parallèle|"
    r"parallèlement)\b",
    re.I,
)
_PARALLEL = re.compile(
    r"\b(?:in parallel|parallel to|alongside (?:the|this)|at the same time|simultaneously|on the sidelines|"
    r"on the margins|back-to-back|as part of (?:this|the) (?:project|initiative|programme)|in addition|"
    r"additionally|also (?:held|organi[sz]ed|conducted|hosted|took place|visited)|another|separately|"
    r"в рамках (?:того же|этого|данного|этого же) (?:проекта|визита)|dans le cadre du même projet|параллельно|кроме того|также (?:был\w*|прош\w+|состоял\w+|провел\w*)|одновременно|помимо|в рамках визита|"
    r"ещё один|еще один|en parallèle|en marge|par ailleurs|également|une autre|un autre|parallèlement)\b",
    re.I,
)
_BACK_FIRST = frozenset("tTaAiIfFpPeElLsSсСпПрР")
_BACK = re.compile(
    r"(?:the|a|an|its)?\s*(?:first|previous|earlier|preceding|initial|last) (?:two |three )?(?:\w+ )?(?:event|"
    r"training|workshop|seminar|session|course|wave|round|meeting|conference|visit|phase|camp|"
    r"edition)s?\b[^.]{0,90}?\b(?:was|were|took|had|included|held|brought|targeted)\b|"
    r"(?:следующ|предыдущ|перв)\w+ (?:\w+ )?(?:семинар|тренинг|встреч|мероприят|этап|курс|"
    r"заседани)\w* (?:\w+ )?(?:был|прош|состоя|прове|плани|заплан|пройд)\w*|ранее\b|(?:la|le) (?:première?|"
    r"précédente?) (?:\w+ )?(?:formation|atelier|séminaire|session|réunion|phase|édition)\b[^.]{0,20}(?:a |"
    r"s['’]est |avait )|"
    r"(?:this|the) (?:\w+ )?(?:workshop|training|seminar|meeting|course|event|conference) (?:followed|follows)\b",
    re.I,
)
_FOLLOWED = re.compile(r"\bfollow(?:s|ed|ing)\b|\bfait suite\b|\bà l['’]issue d|\bpreceded\b|\bпродолжени", re.I)


MOST = 60  # activities read of one section; more is no document of the field


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
    heading: SceneSentence | None = None  # of its section in a newsletter
    back: list[SceneSentence] = field(
        default_factory=list
    )  # sentences about earlier activities, which give no facts of this one


def segments(scene: Scene) -> list[Segment]:
    """All activities of a text in order of appearance; [] when it reports none."""
    if scene.refused:
        return []
    body = [s for s in scene.sentences if not s.chrome]
    sections = _sections(scene, body)
    found: list[Segment] = []
    for heading, part in sections:
        found.extend(_of_section(scene, heading, part, whole=len(sections) == 1))
    return found


def title_sentence(body: list[SceneSentence], scene: Scene) -> SceneSentence | None:
    """The heading of the text: the first heading of some words that is no date and no caption."""
    best: SceneSentence | None = None
    for s in body[:10]:
        raw = scene.raw(s.start, s.end)
        if not s.heading:
            if len(raw) > 60 and best is None:
                break
            continue
        words = raw.split()
        if len(words) < 4 or len(raw) > 220 or (s.dates and len(words) < 6):
            continue
        if best is None or (any(k.value for k in s.kinds) and not any(k.value for k in best.kinds)):
            best = s
    return best


def _sections(scene: Scene, body: list[SceneSentence]) -> list[tuple[SceneSentence | None, list[SceneSentence]]]:
    """Parts of a newsletter: runs of sentences under headings that name a country or an activity, when at least two such parts hold dates."""
    parts: list[tuple[SceneSentence | None, list[SceneSentence]]] = [(None, [])]
    for s in body:
        raw = scene.raw(s.start, s.end)
        country = any(p.place.level in ("country", "city") and not p.adjective for p in s.places) and len(raw) <= 30
        named = any(k.value for k in s.kinds) and len(raw.split()) >= 4
        if s.heading and (country or named) and not s.dates and parts[-1][1]:
            parts.append((s, []))
        else:
            parts[-1][1].append(s)
    strong = [p for p in parts if p[0] is not None and _has_event(p[1])]
    if len(strong) < 2:
        return [(None, body)]
    merged: list[tuple[SceneSentence | None, list[SceneSentence]]] = []
    for heading, part in parts:
        if heading is not None and not part and merged:
            continue
        merged.append((heading, part))
    return merged


def _has_event(part: list[SceneSentence]) -> bool:
    return any(any(k.value for k in s.kinds) and any(d.kind in DATED_KINDS for d in s.dates) and s.verbs for s in part)


def _of_section(scene: Scene, heading: SceneSentence | None, part: list[SceneSentence], whole: bool) -> list[Segment]:
    title = title_sentence(part, scene) if heading is None else heading
    telling = [s for s in part if s is not title and not s.programme and not s.about]
    mentions = [m for s in telling for m in mentions_in(scene, s)]
    order = {s.number: n for n, s in enumerate(telling)}
    title_kinds = [k for k in (title.kinds if title else []) if k.value and k.value.type]
    by_sentence: dict[int, list[Mention]] = {}
    for m in mentions:
        by_sentence.setdefault(m.sentence.number, []).append(m)
    for m in mentions:
        m.score = score(m, order[m.sentence.number], title_kinds, scene, by_sentence[m.sentence.number])
    good = [m for m in mentions if m.score >= 5 and not m.earlier] or [m for m in mentions if m.score >= 7]
    if heading is not None and good and not _firm_news(part):
        return []  # a section of a newsletter that only hopes for an activity reports none
    if not good:
        rescued = _from_title(scene, title, telling) if heading is None else None
        return [rescued] if rescued else []
    best = max(good, key=lambda m: (m.score, -m.hit.start))
    kind = _best_type(best, title_kinds, mentions, telling)
    primary = Segment(
        best,
        kind,
        title=title if (whole or heading is not None) else None,
        section=scene.raw(heading.start, heading.end) if heading else "",
        primary=True,
    )
    primary.heading = heading
    found = [primary]
    split = _split_in_sentence(scene, best.sentence, by_sentence[best.sentence.number])
    if len(split) > 1:
        found = split
        for segment in found:
            segment.section, segment.heading = primary.section, heading
        main = next((f for f in found if f.type == primary.type), found[-1])
        main.title, main.primary = primary.title if heading is None else None, True
        primary = main
    anchors = {s.anchor.sentence.number: s for s in found}
    primary_range = _range(_segment_dates(primary, telling, scene))
    for m in mentions:
        if m.sentence.number in anchors or m.sentence is best.sentence or len(found) >= MOST:
            continue
        new = _further(scene, m, primary, primary_range, telling)
        if new is None:
            continue
        others = _split_in_sentence(scene, m.sentence, by_sentence[m.sentence.number]) if new.own_date else [new]
        others = others if len(others) > 1 else [new]
        if any(_same_event(new, old) for old in found if old is not primary):
            continue
        for segment in others:
            segment.section, segment.heading = primary.section, heading
            found.append(segment)
        anchors[m.sentence.number] = others[0]
    _share_out(found, part, anchors, primary)
    return found


def _firm_news(part: list[SceneSentence]) -> bool:
    """Whether a sentence that names an activity also says that it was held, or when it is."""
    told = [s for s in part if any(k.value for k in s.kinds)]
    return any(
        "held" in s.statuses or any(d.month_day or len(d.first or "") >= 7 for d in event_dates(s)) for s in told
    )


def _from_title(scene: Scene, title: SceneSentence | None, telling: list[SceneSentence]) -> Segment | None:
    """An activity told by the heading ("OSCE holds training on …") when the text itself gives a date, a place or people."""
    if title is None or not telling:
        return None
    dated = any(d.month_day or len(d.first or "") == 10 for d in event_dates(title))
    mentions = [m for m in mentions_in(scene, title) if m.kind.type and (m.kind.weight >= 2 or dated)]
    lead = (
        [title, *telling[:4]] if dated else telling[:4]
    )  # a heading such as "Mission note: Tashkent, 22 February to 1 March"
    signs = sum(
        bool([d for d in event_dates(s) if d.month_day or len(d.first or "") > 4])
        + bool([c for c in s.counts if c.role == "participants" and c.unit == "people"])
        + bool([p for p in s.places if p.place.level == "city" and (p.cue == "at" or s is title)])
        + bool(s.statuses)
        for s in lead
    )
    if not mentions or signs < 2:
        return None
    return Segment(mentions[0], mentions[0].kind.type, [title, *telling], title=title, primary=True)


_RANK = {
    "steering_committee": 0,
    "study_visit": 0,
    "camp": 1,
    "workshop": 2,
    "seminar": 2,
    "conference": 2,
    "training": 3,
    "mission": 3,
    "campaign": 3,
    "dialogue": 3,
    "meeting": 4,
    "other": 5,
}


def _best_type(
    best: Mention, title_kinds: list[Hit[Kind | None]], mentions: list[Mention], telling: list[SceneSentence]
) -> str:
    """The type shown: what the anchor's sentence calls it; the heading decides when the anchor's word is weak or only says "event"."""
    same = [m for m in mentions if m.sentence is best.sentence and m.kind.type and not m.earlier]
    typed = [k.value for k in title_kinds if k.value and k.value.weight >= 2]
    own = best.kind.type
    if own and typed and any(k.type == own for k in typed):
        return own
    if typed and (own in ("", "other", "meeting", "mission") or (own == "dialogue" and best.kind.weight < 3)):
        return min((k.type for k in typed), key=lambda t: _RANK.get(t, 9))
    if own == "":
        if same:
            return min((m.kind.type for m in same), key=lambda t: _RANK.get(t, 9))
        rest = [
            m.kind.type
            for m in mentions
            if m.kind.type and m.kind.weight >= 2 and m.sentence.number <= best.sentence.number + 8
        ]
        return rest[0] if rest else "other"
    return own


def _range(dates: list[DateFound]) -> tuple[str, str] | None:
    firsts = [d.first for d in dates if d.first]
    lasts = [d.last or d.first for d in dates if d.first]
    if firsts:
        return min(firsts), max(str(x) for x in lasts)
    days = [md for d in dates for md in d.month_day]
    return (min(days), max(days)) if days else None


def _apart(a: tuple[str, str] | None, b: tuple[str, str] | None) -> bool:
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


def _segment_dates(segment: Segment, telling: list[SceneSentence], scene: Scene) -> list[DateFound]:
    if segment.own_date:
        return [segment.own_date]
    near = sorted(event_dates(segment.anchor.sentence), key=lambda d: abs(d.start - segment.anchor.hit.start))
    precise = [d for d in near if d.month_day or (d.first and len(d.first) > 4)]
    return precise[:1] or near[:1]


def _further(
    scene: Scene, m: Mention, primary: Segment, primary_range: tuple[str, str] | None, telling: list[SceneSentence]
) -> Segment | None:
    """A new activity that a later mention opens, or None when it speaks of the one known or only of activities in general."""
    s = m.sentence
    loose = m.kind.weight == 1 and not (m.kind.plural and m.kind.type == "") and m.kind.type != "mission"
    if not s.verbs or s.programme or loose:
        return None
    raw = scene.text.raw[s.start : s.end]
    dates = [d for d in event_dates(s) if (d.first and len(d.first) > 4) or d.month_day]
    near = [d for d in dates if abs(d.start - m.hit.start) < 200]
    own = min(near, key=lambda d: abs(d.start - m.hit.start), default=None)
    generic = is_generic(s, scene)
    places = [p for p in s.places if p.cue == "at" and p.place.level == "city" and not p.adjective]
    people = [c for c in s.counts if c.role == "participants" and c.unit == "people"]
    if own is not None and not generic and (m.kind.weight > 1 or m.kind.type == "mission"):
        apart = _apart(_range([own]), primary_range) or (primary_range is None and m.earlier)
        if (m.earlier or m.definite or tells(s, _FOLLOWED, scene)) and not (
            own.month_day or (own.first and len(own.first) == 10)
        ):
            return None
        legal = tells(s, STATES, scene) and not places
        if apart and not legal and (m.kind.type or places or people or _wave(scene, m)):
            return Segment(m, m.kind.type or primary.type, own_date=own)
        return None
    if generic or m.definite or s.heading:
        return None
    parallel = bool(_PARALLEL.search(raw[:160]))
    other_type = bool(m.kind.type) and m.kind.type != primary.type and m.kind.weight >= 3 and m.kind.type != "other"
    other_city = bool(places) and not (
        {p.place.name for p in places} & {p.place.name for p in primary.anchor.sentence.places}
    )
    if _TRACKS.search(raw[:80]) and m.kind.plural and m.kind.type in ("", primary.type) and primary.anchor.kind.plural:
        return Segment(m, primary.type, track=True)
    if parallel and m.kind.type and m.kind.weight >= 2 and (people or places or other_type or m.kind.plural):
        return Segment(m, m.kind.type)
    anew = m.indefinite or m.kind.plural or raw[:1] >= "Ѐ"  # Russian has no article
    if other_type and anew and other_city and (people or "held" in s.statuses):
        return Segment(m, m.kind.type)
    return None


def _wave(scene: Scene, m: Mention) -> bool:
    return bool(
        re.search(
            r"\b(?:wave|round|session|phase|module|part|stage|этап|волна|модуль|phase|édition)\b",
            scene.text.raw[m.sentence.start : m.sentence.end],
            re.I,
        )
    )


def _same_event(a: Segment, b: Segment) -> bool:
    if a.own_date and b.own_date:
        return not _apart(_range([a.own_date]), _range([b.own_date])) and a.type == b.type
    return a.type == b.type and a.own_date is None and b.own_date is None


def _split_in_sentence(scene: Scene, s: SceneSentence, mentions: list[Mention]) -> list[Segment]:
    """Several activities in one sentence: as many days as places ("in Osh on 5 May, in Talas on 7 May"), or a word for an activity before each date."""
    dates = [d for d in event_dates(s) if d.month_day or (d.first and len(d.first) >= 7)]
    own = [m for m in mentions if m.sentence is s and (m.kind.type or m.kind.plural)]
    if len(dates) < 2 or not own:
        return []
    kinds = [m for m in own if m.kind.type and not m.earlier and (m.kind.weight > 1 or m.kind.type == "mission")]
    paired: dict[int, tuple[Mention, DateFound]] = {}
    for d in dates:
        before = [m for m in kinds if m.hit.end <= d.start and d.start - m.hit.end < 120]
        if before and before[-1].hit.start not in paired:
            paired[before[-1].hit.start] = (before[-1], d)
    if len(paired) >= 2 and _all_apart([d for _, d in paired.values()]):
        return [Segment(m, m.kind.type, own_date=d) for m, d in paired.values()]
    if not _all_apart(dates):
        return []
    places = [p for p in s.places if p.cue in ("at", "") and p.place.level in ("city", "region") and not p.adjective]
    districts = [d for d in scene.districts if s.start <= d[0] < s.end]
    if len(districts) == len(dates) != len(places):
        codes = (
            p.place.country
            for x in scene.sentences
            for p in x.places
            if p.place.country and p.place.level == "country" and not p.adjective
        )
        country = next(codes, "")
        places = [
            PlaceFound(a, b, Place(name, "district", country), "at", False, scene.raw(a, b)) for a, b, name in districts
        ]
    if len(places) == len(dates) and own[0].kind.plural:
        merged = sorted([(p.start, "p") for p in places] + [(d.start, "d") for d in dates])
        if all(a[1] != b[1] for a, b in pairwise(merged)):
            return [
                Segment(own[0], own[0].kind.type or "other", own_date=d, own_places=[p])
                for d, p in zip(dates, places, strict=True)
            ]
    return []


def _all_apart(dates: list[DateFound]) -> bool:
    ranges = [_range([d]) for d in dates]
    return all(_apart(a, b) for n, a in enumerate(ranges) for b in ranges[n + 1 :])


def _looks_back(s: SceneSentence) -> bool:
    """Whether a sentence only tells an earlier activity ("The first event was organised in September for …")."""
    return s.words[:1] in _BACK_FIRST and bool(_BACK.match(s.words))


def _share_out(found: list[Segment], part: list[SceneSentence], anchors: dict[int, Segment], primary: Segment) -> None:
    """Gives each sentence to the activity spoken of: the last one opened in its paragraph, else the main one."""
    current, block = primary, -1
    for s in part:
        if s.number not in anchors and s is not primary.title and _looks_back(s):
            primary.back.append(s)
            continue
        if s.number in anchors:
            current, block = anchors[s.number], s.block
            sharing = [f for f in found if f.anchor.sentence is s]
            for f in sharing:
                f.sentences.append(s)
            if not sharing:
                current.sentences.append(s)
            continue
        if s.block != block and current is not primary:
            current = primary
        current.sentences.append(s)
