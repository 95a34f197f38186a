"""Which activities a text reports, and which sentences speak of which: one, several in one sentence, parallel tracks, sections of a newsletter, none.

An activity needs an anchor: a word for an activity beside a sign that it was held or will be (a verb, a date, a place, people). A word that
points back ("the workshop", "мероприятие") belongs to the activity spoken of; a further anchor opens a new activity only with a fact of its own.
"""

from __future__ import annotations

import re

from kopuro.intake.rules.anchors import Segment, range_of, segment_dates
from kopuro.intake.rules.kinds import Kind
from kopuro.intake.rules.lists import listed_activities, visit_told
from kopuro.intake.rules.mentions import DATED_KINDS, Mention, event_dates, mentions_in, score
from kopuro.intake.rules.openings import further, same_event, split_in_sentence
from kopuro.intake.rules.phrases import Hit
from kopuro.intake.rules.scene import Scene, SceneSentence

__all__ = ["MOST", "Segment", "segments", "title_sentence"]

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


MOST = 60  # activities read of one section; more is no document of the field


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
    listing = _of_publication(scene, body)
    for s in listing:
        s.dates = []  # the day each item of the list was published
    parts: list[tuple[SceneSentence | None, list[SceneSentence]]] = [(None, [])]
    for s in body:
        if not s.heading or s.dates or not parts[-1][1]:
            parts[-1][1].append(s)
            continue
        raw = scene.raw(s.start, s.end)
        if s in listing:
            parts.append((s, []))
            continue
        country = any(p.place.level in ("country", "city") and not p.adjective for p in s.places) and len(raw) <= 30
        named = any(k.value for k in s.kinds) and len(raw.split()) >= 2 and raw[-1:] != ":"
        if country or named:
            parts.append((s, []))
        else:
            parts[-1][1].append(s)
    strong = [p for p in parts if p[0] is not None and _has_event(p[1], p[0])]
    if len(strong) < 2:
        return [(None, body)]
    merged: list[tuple[SceneSentence | None, list[SceneSentence]]] = []
    for heading, part in parts:
        if heading is not None and not part and merged:
            continue
        merged.append((heading, part))
    return merged


def _of_publication(scene: Scene, body: list[SceneSentence]) -> list[SceneSentence]:
    """Headings of a list of news that each end with a full date: the titles with their day of publication."""
    found = []
    for s in body:
        if s.heading and len(s.dates) == 1 and len(scene.raw(s.start, s.end).split()) >= 7:
            d = s.dates[0]
            if d.first == d.last and len(d.first or "") == 10 and s.end - d.end <= 2 and d.start - s.start > 30:
                found.append(s)
    return found if len(found) >= 2 else []


def _has_event(part: list[SceneSentence], heading: SceneSentence) -> bool:
    """Whether a part tells a dated activity, named in the sentence or in the heading above it."""
    named = any(k.value and k.value.type for k in heading.kinds)
    return any(
        (named or any(k.value for k in s.kinds)) and any(d.kind in DATED_KINDS for d in s.dates) and s.verbs
        for s in part
    )


def _of_section(scene: Scene, heading: SceneSentence | None, part: list[SceneSentence], whole: bool) -> list[Segment]:
    title = title_sentence(part, scene) if heading is None else heading
    telling = [s for s in part if s is not title and not s.programme and not s.about]
    mentions = [m for s in telling for m in mentions_in(scene, s)]
    order: dict[int, int] = {}
    for s in telling:  # lines of the site and headings do not count
        order[s.number] = sum(not x.heading for x in telling[: len(order)]) if len(order) < 40 else len(order)
    entries = listed_activities(scene, telling)
    if entries:
        for entry in entries:
            entry.section, entry.heading = scene.raw(heading.start, heading.end) if heading else "", heading
        return entries
    title_kinds = [k for k in (title.kinds if title else []) if k.value and k.value.type]
    by_sentence: dict[int, list[Mention]] = {}
    for m in mentions:
        by_sentence.setdefault(m.sentence.number, []).append(m)
    for m in mentions:
        m.score = score(m, order[m.sentence.number], title_kinds, scene, by_sentence[m.sentence.number])
    good = [m for m in mentions if m.score >= 5 and not m.earlier] or [
        m for m in mentions if m.score >= 7 and not m.recalled
    ]
    if heading is not None and good and not _firm_news(part):
        return []  # a section of a newsletter that only hopes for an activity reports none
    if not good:
        rescued = _from_title(scene, title, telling) or visit_told(scene, title, telling)
        if rescued is not None and not rescued.sentences:
            _share_out(scene, [rescued], part, {rescued.anchor.sentence.number: rescued}, rescued)
        if rescued is not None and heading is not None:
            rescued.section, rescued.heading = scene.raw(heading.start, heading.end), heading
        return [rescued] if rescued else []
    best = max(good, key=lambda m: (m.score, -m.hit.start))
    kind = _best_type(scene, best, title_kinds, mentions)
    primary = Segment(
        best,
        kind,
        title=title if (whole or heading is not None) else None,
        section=scene.raw(heading.start, heading.end) if heading else "",
        primary=True,
    )
    primary.heading = heading
    found = [primary]
    split = split_in_sentence(scene, best.sentence, by_sentence[best.sentence.number])
    if len(split) > 1:
        found = split
        for segment in found:
            segment.section, segment.heading = primary.section, heading
        main = next((f for f in found if f.type == primary.type), found[-1])
        main.title, main.primary = primary.title if heading is None else None, True
        primary = main
    anchors = {s.anchor.sentence.number: s for s in found}
    primary_range = range_of(segment_dates(primary))
    for m in mentions:
        if m.sentence.number in anchors or m.sentence is best.sentence or len(found) >= MOST:
            continue
        new = further(scene, m, primary, primary_range, telling)
        if new is None:
            continue
        others = split_in_sentence(scene, m.sentence, by_sentence[m.sentence.number]) if new.own_date else [new]
        others = others if len(others) > 1 else [new]
        if any(same_event(new, old) for old in found if old is not primary):
            continue
        for segment in others:
            segment.section, segment.heading = primary.section, heading
            found.append(segment)
        anchors[m.sentence.number] = others[0]
    _share_out(scene, found, part, anchors, primary)
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
    mentions = [m for m in mentions_in(scene, title, short=True) if m.kind.type and (m.kind.weight >= 2 or dated)]
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


_TRAINING_SEMINAR = re.compile(r"training[- ]seminar|семинар-тренинг|тренинг-семинар", re.I)
_CEREMONY = re.compile(r"ceremony|церемони|cérémonie", re.I)
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


def _best_type(scene: Scene, best: Mention, title_kinds: list[Hit[Kind | None]], mentions: list[Mention]) -> str:
    """The type shown: what the anchor's sentence calls it; the heading decides when the anchor's word is weak or only says "event"."""
    same = [m for m in mentions if m.sentence is best.sentence and m.kind.type and not m.earlier]
    typed = [k.value for k in title_kinds if k.value and k.value.weight >= 2]
    own = best.kind.type
    if own and typed and any(k.type == own for k in typed):
        return own
    if typed and (own in ("", "other", "meeting", "mission") or (own == "dialogue" and best.kind.weight < 3)):
        return min((k.type for k in typed), key=lambda t: _RANK.get(t, 9))
    if own == "seminar" and any(k.type == "training" for k in typed) and _TRAINING_SEMINAR.match(best.word(scene)):
        return "training"
    ceremony = own == "other" and bool(_CEREMONY.search(best.word(scene)))
    if own == "" or ceremony:
        same = [m for m in same if m.kind.type != "other"] if ceremony else same
        if same:
            return min((m.kind.type for m in same), key=lambda t: _RANK.get(t, 9))
        rest = [
            m.kind.type
            for m in mentions
            if m.kind.type
            and m.kind.weight >= 2
            and not (ceremony and m.kind.type == "other")
            and m.sentence.number <= best.sentence.number + 8
        ]
        return rest[0] if rest else "other"
    return own


def _looks_back(s: SceneSentence) -> bool:
    """Whether a sentence only tells an earlier activity ("The first event was organised in September for …")."""
    return s.words[:1] in _BACK_FIRST and bool(_BACK.match(s.words))


def _share_out(
    scene: Scene, found: list[Segment], part: list[SceneSentence], anchors: dict[int, Segment], primary: Segment
) -> None:
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
        bullet = scene.text.blocks[s.block].bullet
        announced = _announces(scene, s, found) or _names_other(s, found, primary)
        if announced is not None:  # "Participants of the dialogue platforms recommended:" and the list below
            current, block = announced, s.block
        elif bullet and s.block == block + 1:
            block = s.block
        elif s.block != block and current is not primary:
            current = primary
        current.sentences.append(s)


def _names_other(s: SceneSentence, found: list[Segment], primary: Segment) -> Segment | None:
    """The activity a sentence names by its firm word where the main one is of another type: "Participants of the dialogue platforms noted …"."""
    if len(found) < 2 or s.heading:
        return None
    named = {
        k.value.type for k in s.kinds[:1] if k.value and k.value.type and k.value.weight >= 3 and k.start - s.start < 60
    }
    if len(named) != 1 or primary.type in named:
        return None
    told = [f for f in found if f.type in named]
    return told[0] if len(told) == 1 and told[0].anchor.sentence.number < s.number else None


def _announces(scene: Scene, s: SceneSentence, found: list[Segment]) -> Segment | None:
    """The activity whose list a line announces; None for a line that announces none, or that of several of one type."""
    if len(found) < 2 or scene.text.raw[s.end - 1] != ":":
        return None
    named = {k.value.type for k in s.kinds if k.value and k.value.type}
    told = [f for f in found if f.type in named]
    return told[0] if len(told) == 1 else None
