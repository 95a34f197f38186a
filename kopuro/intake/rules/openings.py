"""Activities beside the main one: opened by a later sentence, or several told in one sentence."""

from __future__ import annotations

import re
from itertools import pairwise

from kopuro.core.gazetteer import Place
from kopuro.intake.rules.anchors import Segment, all_apart, apart, range_of
from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.lists import clause_places
from kopuro.intake.rules.mentions import STATES, Mention, event_dates, is_generic, tells
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
_FOLLOWED = re.compile(r"\bfollow(?:s|ed|ing)\b|\bfait suite\b|\bà l['’]issue d|\bpreceded\b|\bпродолжени", re.I)


_IN_LINE = re.compile(r"\bdans (?:la suite (?:logique )?d|la continuité d|le prolongement d)", re.I)


def further(
    scene: Scene, m: Mention, primary: Segment, primary_range: tuple[str, str] | None, telling: list[SceneSentence]
) -> Segment | None:
    """A new activity that a later mention opens, or None when it speaks of the one known or only of activities in general."""
    s = m.sentence
    if m.hit.first and scene.text.lower[m.hit.first - 1] in _THIS and scene.text.joined(m.hit.first):
        return None  # "this workshop coincides with …": the one spoken of
    if _IN_LINE.search(scene.text.raw, s.start, m.hit.start):
        return None  # "s'inscrit dans la suite logique de la formation tenue du …": an earlier one
    if m.kind.type == "" and not _WHOSE.isdisjoint(scene.text.lower[max(0, m.hit.first - 4) : m.hit.first]):
        return None  # "… the trials, whose second session was opened on …"
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
        other_time = apart(range_of([own]), primary_range) or (primary_range is None and m.earlier)
        announced = "planned" in s.statuses and own.cue in ("will", "planned")
        if (
            not announced
            and (m.earlier or m.definite or tells(s, _FOLLOWED, scene))
            and not (own.month_day or (own.first and len(own.first) == 10))
        ):
            return None
        legal = tells(s, STATES, scene) and not places
        if other_time and not legal and (m.kind.type or places or people or _wave(scene, m)):
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


_THIS = frozenset(
    ("this", "these", "cet", "cette", "ce", "ces", "этот", "эта", "это", "этом", "данный", "данная", "данное")
)
_WHOSE = frozenset(("whose", "dont"))
_AT_TOWN = re.compile(r"\s*,?\s*(?:à|in|at|в|г\.)\s+([A-ZÀ-ÖА-ЯЁ][\wÀ-ÿ’'-]{2,}(?:[ -][A-ZÀ-ÖА-ЯЁ][\wÀ-ÿ’'-]+)?)")


def _town_after(scene: Scene, s: SceneSentence, d: DateFound, stop: int) -> PlaceFound | None:
    """The town told right after a date ("les 28-29 octobre 2015 à Augsbourg (Allemagne)"), one the gazetteer does not hold included."""
    known = [p for p in s.places if d.end <= p.start < min(stop, d.end + 40)]
    town = next((p for p in known if p.place.level in ("city", "region") and not p.adjective), None)
    if town is not None:
        return town
    m = _AT_TOWN.match(scene.text.raw, d.end, stop)
    country = next((p.place.country for p in known if p.place.level == "country" and not p.adjective), "")
    if m is None or not country or any(p.start <= m.start(1) < p.end for p in known):
        return None
    return PlaceFound(m.start(1), m.end(1), Place(m.group(1), "city", country), "at", False, m.group(1))


def same_event(a: Segment, b: Segment) -> bool:
    if a.own_date and b.own_date:
        return not apart(range_of([a.own_date]), range_of([b.own_date])) and a.type == b.type
    return a.type == b.type and a.own_date is None and b.own_date is None


def split_in_sentence(scene: Scene, s: SceneSentence, mentions: list[Mention]) -> list[Segment]:
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
    if len(paired) >= 2 and all_apart([d for _, d in paired.values()]):
        pairs = sorted(paired.values(), key=lambda pair: pair[0].hit.start)
        towns = clause_places(s, pairs)
        if not all(towns):
            towns = [[] for _ in pairs]
        return [
            Segment(m, m.kind.type, own_date=d, own_places=at or None) for (m, d), at in zip(pairs, towns, strict=True)
        ]
    if not all_apart(dates):
        return []
    if own[0].kind.plural or len(dates) > 2:
        sites = [
            _town_after(scene, s, d, dates[n + 1].start if n + 1 < len(dates) else s.end) for n, d in enumerate(dates)
        ]
        if all(sites):
            kind = own[0].kind.type or "other"
            return [
                Segment(own[0], kind, own_date=d, own_places=[p])
                for d, p in zip(dates, sites, strict=True)
                if p is not None
            ]
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
