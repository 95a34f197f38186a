"""Places that no reader of place names finds: towns the gazetteer does not hold, the country a text implies."""

from __future__ import annotations

import re

from kopuro.core.gazetteer import Place
from kopuro.intake.rules.anchors import Segment
from kopuro.intake.rules.countries import MONEY
from kopuro.intake.rules.places import PlaceFound
from kopuro.intake.rules.scene import Scene, SceneSentence

_OPEN = re.compile(
    r"\b(?:in the (?:city|town|village|commune|district) of|in the village of|(?:town|city|village|commune|ville|localité) (?:of|"
    r"de)|в (?:городе|городе|селе|посёлке|поселке)|held in|took place in|tenue?s? à|organisée?s? à|"
    r"(?:à l['’]|at the )(?:[Uu]niversité|[Uu]niversity|[Aa]cadémie|[Aa]cademy) (?:de|of)|\bà)\s+([A-ZÀ-ÖА-ЯЁ][\wÀ-ÿ’'-]{3,}(?:[ -][A-ZÀ-ÖА-ЯЁ][\wÀ-ÿ’'-]+)?)(?=\s*(?:[.,(;]|$|from|on|in|near|du|les|le|with|"
    r"by|and|et|с|от|for))"
)


_NO_TOWN = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|English|Russian|French|Arabic|Zoom|Online|Central|West|East|North|South|The|"
    r"Partnership|Cooperation|Co|Parliament|Europe|Africa|Asia|Sahel|l['’])",
    re.I,
)


_IN_TOWN = re.compile(
    r"(?:^|\W)(?:in|at|à|в|г\.|городе|ville de)\s+((?:[A-ZÀ-ÖА-ЯЁ][\w’'-]{2,} ?){1,3})(?:,\s*|\s*\(|,?\s(?:au|en)\s)$"
)


def _before_country(scene: Scene, s: SceneSentence) -> PlaceFound | None:
    """A town the gazetteer does not know that stands before its country: "in Rezekne, Latvia"."""
    for p in s.places:
        if p.place.level != "country" or p.adjective:
            continue
        m = _IN_TOWN.search(scene.text.raw, max(s.start, p.start - 60), p.start)
        if m is None or _NO_TOWN.match(m.group(1)) or m.group(1).isupper():
            continue
        start, end = m.start(1), m.start(1) + len(m.group(1).rstrip())
        taken = any(b.start < end and start < b.end for b in s.bodies) or any(
            q.start < end and start < q.end for q in s.places
        )
        if not taken:
            return PlaceFound(start, end, Place(m.group(1).rstrip(), "city", p.place.country), "at", False, m.group(1))
    return None


def unlisted(scene: Scene, s: SceneSentence) -> list[PlaceFound]:
    """A town the gazetteer does not know, where the words around leave no doubt ("held in X,"); its country is the one the text speaks of most."""
    told = _before_country(scene, s)
    if told is not None:
        return [told]
    m = _OPEN.search(scene.text.raw, s.start, s.end)
    if (
        not m
        or _NO_TOWN.match(m.group(1))
        or m.group(1).isupper()
        or ("niversit" not in m.group() and any(b.start < m.end(1) and m.start(1) < b.end for b in s.bodies))
        or any(p.start < m.end(1) and m.start(1) < p.end for p in s.places)
    ):
        return []
    here = {p.place.country for p in s.places if p.place.level == "country" and p.cue == "at" and not p.adjective}
    codes = [
        p.place.country
        for x in scene.sentences
        for p in x.places
        if p.place.country
        and p.place.level == "country"
        and not MONEY.search(scene.text.raw, max(x.start, p.start - 50), p.start)
    ]
    country = (
        here.pop()
        if len(here) == 1
        else (
            max(set(codes), key=codes.count)
            if codes and codes.count(max(set(codes), key=codes.count)) > len(codes) / 2
            else ""
        )
    )
    return [PlaceFound(m.start(1), m.end(1), Place(m.group(1), "city", country), "at", False, m.group(1))]


_HOSTS = re.compile(r"\s+(?:will\s+|has\s+)?(?:hosts?|hosted|to host|is hosting)\b")


_BEYOND = re.compile(
    r"\b(?:international|regional|multinational|global|abroad|\d+ countries|countries|states|région\w*|internationa\w+|pays|"
    r"регион\w*|международн\w*|стран\w*)\b",
    re.I,
)


def implied(scene: Scene, segment: Segment) -> list[PlaceFound]:
    """The country where no place is told: the one that hosts, else the only one the heading, the first sentences and the agencies speak of, unless
    the text looks beyond one country or says that people met online."""
    anchor = segment.anchor.sentence
    lead = [s for s in ([segment.title] if segment.title else []) + [anchor, *segment.sentences[:4]] if not s.about]
    for s in lead:
        for p in s.places:
            if p.place.level == "country" and not p.adjective and _HOSTS.match(scene.text.raw, p.end):
                return [p]
    if segment.type in ("study_visit", "mission") or any(m.value == "online" for s in lead for m in s.modes):
        return []
    for s in lead:  # "hosted by the Government of Uzbekistan"
        for r in s.roles:
            if r.role == "host" and r.body.country and not s.programme:
                body = r.body
                return [
                    PlaceFound(
                        body.start, body.end, Place(body.written, "country", body.country), "", False, body.written
                    )
                ]
    told = [
        p
        for s in lead
        if not s.programme and (s in (anchor, segment.title) or s.kinds or any(m.value != "weak" for m in s.marks))
        for p in s.places
        if p.place.country and p.place.level == "country" and p.cue not in ("name", "dateline")
        if not MONEY.search(scene.text.raw, max(s.start, p.start - 70), p.start)
    ]
    own = [r.body for s in lead if not s.programme for r in s.roles if r.role == "participant" and r.body.country]
    codes = {p.place.country for p in told}
    codes |= {b.country for s in lead if not s.programme for b in s.bodies if b.country}
    line = next((p for s in scene.sentences[:4] for p in s.places if p.cue == "dateline" and p.place.country), None)
    if line is not None and codes == {line.place.country}:
        return [_whole(scene, line)]
    wide = any(_BEYOND.search(scene.text.raw, s.start, s.end) for s in (anchor, segment.title) if s is not None)
    if len(codes) == 1 and not wide and not told and own:
        body = own[0]
        return [PlaceFound(body.start, body.end, Place(body.written, "country", body.country), "", False, body.written)]
    if len(codes) != 1 or wide or not told or (len(told) < 2 and all(p.adjective for p in told)):
        return []
    return [_whole(scene, told[0])]


def _whole(scene: Scene, p: PlaceFound) -> PlaceFound:
    """The country of a place."""
    return PlaceFound(p.start, p.end, Place(p.written, "country", p.place.country), p.cue, False, p.written)
