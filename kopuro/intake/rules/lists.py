"""Activities told without a sentence of their own: entries of a list ("3–5 March, Osh: training for …"), visits told by a verb alone."""

from __future__ import annotations

import re
from itertools import pairwise

from kopuro.intake.rules.anchors import Segment, all_apart
from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.kinds import Kind
from kopuro.intake.rules.mentions import Mention, event_dates, is_generic, mentions_in
from kopuro.intake.rules.phrases import Hit
from kopuro.intake.rules.places import PlaceFound
from kopuro.intake.rules.scene import Scene, SceneSentence

_AHEAD = re.compile(
    r"\b(?:upcoming|planned|next (?:steps|activities|events)|coming (?:months|weeks|events)|calendar|предстоящ\w+|план\w*|"
    r"à venir|prochain\w*|calendrier)\b",
    re.I,
)
_WENT = re.compile(
    r"\b(?:delegations?|groups?|teams?|officials|officers|representatives|specialists|experts|participants|students|judges|"
    r"prosecutors|staff|members|management|leadership|directors?|managers?|coordinators?|journalists|leaders|делегаци\w+|групп\w+|сотрудник\w+|представител\w+|специалист\w+|"
    r"délégations?|groupes?|représentants|officiers|magistrats|cadres)\b[^.;]{0,110}?\b(?P<verb>(?:has |have )?(?:visited|"
    r"travel(?:l)?ed to|went to|paid (?:a|an|its|their) (?:\w+ )?visit to|arrived in|are visiting|is visiting)|посетил\w*|"
    r"побывал\w*|прибыл\w*|совершил\w* поездк\w+|выехал\w*|(?:a|ont) visité|s['’]est rendue?|se sont rendue?s)\b",
    re.I,
)
_TO_LEARN = re.compile(
    r"\b(?:learn\w*|study|studied|experience|practices?|familiari\w+|acquaint\w*|exchange|how|training|see|опыт\w*|изуч\w+|"
    r"ознаком\w+|обмен\w*|expérience|pratiques|s['’]inspirer|échange\w*)\b",
    re.I,
)
_PEOPLE_GO = frozenset(("study_visit", "mission"))


def listed_activities(scene: Scene, telling: list[SceneSentence]) -> list[Segment]:
    """The entries of a list that each hold a date and a word for an activity; [] when there are fewer than two of them at different times."""
    blocks: dict[int, list[SceneSentence]] = {}
    for s in telling:
        blocks.setdefault(s.block, []).append(s)
    found: list[Segment] = []
    for number, sentences in blocks.items():
        first, block = sentences[0], scene.text.blocks[number]
        dates = [d for d in event_dates(first) if d.month_day or len(d.first or "") >= 7]
        leads = bool(dates) and dates[0].start - first.start <= 16
        if not dates or not (block.bullet or leads) or block.end - block.start > 700:
            continue
        typed = [m for m in mentions_in(scene, first) if m.kind.type and m.kind.weight >= 2 and not m.earlier]
        if not typed or (first.verbs and not block.bullet):
            continue
        own = min(dates, key=lambda d: abs(d.start - typed[0].hit.start))
        found.append(
            Segment(typed[0], typed[0].kind.type, list(sentences), own_date=own, own_places=_towns(first) or None)
        )
    if len(found) < 2 or not all_apart([f.own_date for f in found if f.own_date]):
        return []
    for segment in found:
        segment.planned = _announced(scene, segment.anchor.sentence)
    found[0].primary = True
    return found


def _announced(scene: Scene, s: SceneSentence) -> bool:
    """Whether the heading above an entry says that what follows is to come."""
    above = next((x for x in reversed(scene.sentences[: s.number]) if x.heading and x.block != s.block), None)
    return above is not None and bool(_AHEAD.search(scene.text.raw, above.start, above.end))


def _towns(s: SceneSentence) -> list[PlaceFound]:
    return [
        p for p in s.places if p.place.level == "city" and not p.adjective and p.cue in ("at", "to", "", "dateline")
    ]


def visit_told(scene: Scene, title: SceneSentence | None, telling: list[SceneSentence]) -> Segment | None:
    """A visit told by a verb ("A delegation of … visited Warsaw to learn …") in a text that names no activity."""
    for s in [*telling[:5]]:
        if s.heading or s.programme or s.about or is_generic(s, scene):
            continue
        m = _WENT.search(scene.text.raw, s.start, s.end)
        if m is None:
            continue
        goal = [
            p
            for p in s.places
            if p.start > m.start("verb") and not p.adjective and p.place.level in ("city", "country", "region")
        ]
        if not goal:
            continue
        learns = _TO_LEARN.search(scene.text.raw, m.end("verb"), s.end) or (title and title.kinds)
        first = scene.text.word_at(m.start("verb"))
        hit: Hit[Kind | None] = Hit(
            first, scene.text.word_at(m.end("verb") - 1) + 1, m.start("verb"), m.end("verb"), None
        )
        kind = Kind("study_visit" if learns else "mission", False, 2)
        places = [p for p in goal if p.place.level == "city" and p.start - m.end("verb") < 160] or goal[:1]
        segment = Segment(Mention(s, hit, kind, False, True, False), kind.type, title=title, primary=True)
        segment.own_places = places[:3]
        return segment
    return None


def clause_places(s: SceneSentence, pairs: list[tuple[Mention, DateFound]]) -> list[list[PlaceFound]]:
    """The towns of each of several activities told in one sentence: those that stand in its own stretch of it."""
    bounds = [m.hit.start for m, _ in pairs] + [s.end]
    return [
        [p for p in s.places if a <= p.start < b and p.cue == "at" and p.place.level == "city" and not p.adjective]
        for a, b in pairwise(bounds)
    ]
