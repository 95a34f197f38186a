"""The fields of one activity, each with its claims: dates, places, people, countries, bodies, topics, recommendations, links, quotations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kopuro.intake.rules.claims import FieldClaim
from kopuro.intake.rules.countries import CountryFound, countries_in
from kopuro.intake.rules.kinds import mode_of
from kopuro.intake.rules.organisations import Standing, read_bodies
from kopuro.intake.rules.people import read_people
from kopuro.intake.rules.phrases import Hit
from kopuro.intake.rules.programme import ProgrammeRead
from kopuro.intake.rules.recommendations import RecommendationFound
from kopuro.intake.rules.references import ReferenceFound
from kopuro.intake.rules.scene import Scene, SceneSentence
from kopuro.intake.rules.segments import Segment
from kopuro.intake.rules.sites import PlaceRead, read_sites
from kopuro.intake.rules.times import TimeRead, read_time
from kopuro.intake.rules.titles import title_of
from kopuro.intake.rules.topics import LABELS, ranked

_DISCUSSED = re.compile(
    r"\b(?:discussed|are participating|participate|participated|took part|gathered|attended|met|are meeting|meet|обсудил\w+|"
    r"приняли участие|встретил\w+|собрал\w+|ont participé|ont pris part|se sont réunis|ont discuté)\b",
    re.I,
)
_ABROAD = re.compile(
    r"\b(?:international|regional|multinational|multilateral|bilateral|global)\s+(?:\w+[- ]){0,3}?(?:workshop|"
    r"training|seminar|conference|course|meeting|event|forum|visit|dialogue|symposium|participants|congress)|"
    r"\b\d+ countries|\b(?:from|across|of|throughout) (?:the )?(?:entire |whole |wider )?(?:Western Balkans|region\b(?! of)|South[- ]East(?:ern)? Europe|MENA|Sahel|"
    r"(?:West|East|Central|North|Southern) Africa|Horn of Africa|Middle East|globe|world)|\bcountries (?:of|from|in)|\bCentral Asian? (?:countries|states|region|republics)|\b(?:from|"
    r"of) (?:\w+ )?countries\b|"
    r"\b(?:международн|региональн|межгосударств)\w+ (?:\w+ )?(?:семинар|тренинг|конференц|форум|встреч|круглы|"
    r"курс|совещан|консультац)|\bстран(?:ы|ах|ам|ами)? (?:Центральной|СНГ|ШОС|региона|ЕС)|\bиз \w+ стран|"
    r"\b(?:formation|atelier|séminaire|conférence|réunion|forum|rencontre|colloque)s? (?:\w+ )?(?:internationale?|"
    r"régionale?|sous-régionale?)s?\b|\bsous-région|\bpays (?:d|de|du|des|membres|africains)\b",
    re.I,
)
_SEATS = frozenset(  # where international bodies sit: that a meeting was there says nothing of who came
    ("Vienna", "Geneva", "Brussels", "The Hague", "New York", "New York City", "Strasbourg", "Lyon")
)
_JOINED = re.compile(
    r"\b(?:participated|joined|connected|took part|attended|подключил\w+|участвовал\w+|приняли участие|"
    r"ont participé|connectés?)\b",
    re.I,
)

__all__ = ["ActivityRead", "FieldClaim", "PlaceRead", "read_activity"]


@dataclass(frozen=True)
class ActivityRead:
    """One activity as read. Names are those of `kopuro intake --json`; `claims` hold a span for every value."""

    title: str
    type: str
    status: str
    start: str | None
    end: str | None
    month_day: tuple[str, ...]
    date_basis: str | None
    places: tuple[PlaceRead, ...]
    mode: str | None
    total: int | None
    qualifier: str | None
    groups: tuple[tuple[str, int], ...]
    participant_countries: tuple[str, ...]
    expert_countries: tuple[str, ...]
    institutions: tuple[str, ...]
    organisers: tuple[str, ...]
    funders: tuple[str, ...]
    partners: tuple[str, ...]
    topics: tuple[str, ...]
    recommendations: tuple[str, ...]
    follows: tuple[str, ...]
    quotes: int
    anchor: tuple[int, int]
    claims: tuple[FieldClaim, ...] = field(default_factory=tuple)


def read_activity(
    scene: Scene,
    segment: Segment,
    programme: ProgrammeRead,
    recommendations: list[RecommendationFound],
    references: list[ReferenceFound],
    only: bool,
) -> ActivityRead:
    """All fields of one activity from its sentences. `only` tells that the text holds no other, so that facts told apart belong to it too."""
    claims: list[FieldClaim] = []
    title, a, b = title_of(scene, segment)
    claims.append(FieldClaim("title", title, a, b, why="titles"))
    hit = segment.anchor.hit
    claims.append(FieldClaim("type", segment.type, hit.start, hit.end, why="kinds"))
    numbers = {s.number for s in segment.sentences}
    time = read_time(scene, segment, only)
    claims.extend(_time_claims(time))
    places = read_sites(scene, segment, time, only)
    for p in places:
        claims.append(
            FieldClaim("places", p.city or p.region or p.country or "", p.start, p.end, scope=p.level, why="places")
        )
    mode, mode_claims = _mode(segment, places)
    claims.extend(mode_claims)
    people = read_people(scene, segment)
    claims.extend(people.claims)
    standings = read_bodies(scene, segment, programme, only)
    for one in standings:
        claims.append(
            FieldClaim(
                one.field, one.name, one.start, one.end, scope=one.scope, why="bodies", role=one.role, group=one.group
            )
        )
    taking_part, teaching = _countries(scene, segment, places, standings)
    for c in taking_part:
        claims.append(
            FieldClaim(
                "participant_countries",
                c.code,
                c.start,
                c.end,
                basis="implied" if c.implied else "stated",
                why="countries",
            )
        )
    for c in teaching:
        claims.append(FieldClaim("expert_countries", c.code, c.start, c.end, basis="stated", why="countries"))
    topics = _topics(scene, segment)
    for code, hits in topics:
        claims.extend(FieldClaim("topics", LABELS[code], h.start, h.end, why="topics") for h in hits[:3])
    own_recommendations = [r for r in recommendations if only or _sentence_of(scene, r.start) in numbers]
    for r in own_recommendations:
        claims.append(FieldClaim("recommendations", r.text, r.start, r.end, qualifier=r.kind, why="recommendations"))
    numbers |= {s.number for s in segment.back}
    own_references = [r for r in references if r.sentence in numbers or only]
    for f in own_references:
        claims.append(FieldClaim("follows", f.text, f.start, f.end, why="references"))
    quotes = [q for s in segment.sentences for q in s.quotes if q.attributed]
    for q in quotes:
        claims.append(FieldClaim("quotes", q.speaker, q.start, q.end, why="quotes", role=q.speaker_role))
    return ActivityRead(
        title=title,
        type=segment.type,
        status=time.status,
        start=time.start,
        end=time.end,
        month_day=time.month_day,
        date_basis=time.basis,
        places=places,
        mode=mode,
        total=people.total,
        qualifier=people.qualifier,
        groups=people.groups,
        participant_countries=tuple(dict.fromkeys(c.code for c in taking_part)),
        expert_countries=tuple(dict.fromkeys(c.code for c in teaching)),
        institutions=_names(standings, "institutions"),
        organisers=_names(standings, "organisers"),
        funders=_names(standings, "funders"),
        partners=_names(standings, "partners"),
        topics=tuple(LABELS[code] for code, _ in topics),
        recommendations=tuple(r.text for r in own_recommendations),
        follows=tuple(f.text for f in own_references),
        quotes=len(quotes),
        anchor=(segment.anchor.sentence.start, segment.anchor.sentence.end),
        claims=tuple(claims),
    )


def _names(standings: list[Standing], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.name for s in standings if s.field == name))


def _sentence_of(scene: Scene, position: int) -> int:
    return scene.text.sentence_at(position)


def _time_claims(time: TimeRead) -> list[FieldClaim]:
    claims = [FieldClaim("status", time.status, time.status_span[0], time.status_span[1], why="kinds")]
    for d in time.dates:
        value = "/".join(filter(None, (d.first, d.last))) or "/".join(d.month_day)
        precision = {10: "day", 7: "month", 4: "year"}.get(len(d.first or ""), "day" if d.month_day else "")
        claims.append(FieldClaim("start", value, d.start, d.end, precision=precision, basis=d.basis, why="dates"))
    return claims


def _mode(segment: Segment, places: tuple[PlaceRead, ...]) -> tuple[str | None, list[FieldClaim]]:
    found: set[str] = set()
    claims: list[FieldClaim] = []
    shared = segment.own_date is not None and len(segment.anchor.sentence.dates) > 1
    for s in segment.sentences:
        near = (
            s is segment.anchor.sentence
            or s is segment.title
            or any(k.value for k in s.kinds)
            or any(c.role == "participants" or c.mode for c in s.counts)
            or bool(s.modes and _JOINED.search(s.words))
        )
        if not near:
            continue
        for m in s.modes:
            if shared and s is segment.anchor.sentence and abs(m.start - segment.anchor.hit.start) > 40:
                continue
            if m.value:
                found.add(m.value)
                claims.append(FieldClaim("mode", m.value, m.start, m.end, why="kinds"))
        for c in s.counts:
            if c.mode:
                found.add(c.mode)
    site = any(p.city or p.level in ("region", "district", "venue") for p in places)
    mode = mode_of(found, site)
    if mode == "online" and site and not _all_online(segment):
        joined = any(_JOINED.search(s.words) and any(m.value == "online" for m in s.modes) for s in segment.sentences)
        if joined:
            return "hybrid", claims
        mode = "hybrid" if "onsite" in found else "onsite"
        claims = []
    return mode, claims


def _all_online(segment: Segment) -> bool:
    """Whether the words "online", "webinar" stand in the heading or the sentence that tells the activity."""
    lead = [segment.anchor.sentence] + ([segment.title] if segment.title else [])
    return any(m.value == "online" for s in lead for m in s.modes)


def _countries(
    scene: Scene, segment: Segment, places: tuple[PlaceRead, ...], standings: list[Standing]
) -> tuple[list[CountryFound], list[CountryFound]]:
    skip = {p.start for p in places}
    found: list[CountryFound] = []
    for s in segment.sentences:
        if s.programme or s.about:
            continue
        found.extend(countries_in(scene, s, skip))
    taking_part = _first_of_each([c for c in found if c.part == "participant"])
    teaching = _first_of_each([c for c in found if c.part == "expert"])
    if teaching and (
        not taking_part or {c.code for c in teaching} & {c.code for c in taking_part}
    ):  # "Experts from five states discussed …"
        first = next(c for c in found if c.part == "expert")
        sentence = next((s for s in segment.sentences if s.start <= first.start < s.end), None)
        if (
            sentence is not None
            and _DISCUSSED.search(scene.text.raw, first.end, sentence.end)
            and not re.search(r"\bparticipants?\b|участник|shared|поделил", sentence.words, re.I)
        ):
            here = [replace(c, part="participant") for c in teaching if sentence.start <= c.start < sentence.end]
            taking_part, teaching = (
                _first_of_each(taking_part + here),
                [c for c in teaching if not sentence.start <= c.start < sentence.end],
            )
            found = [c for c in found if not (c.part == "expert" and sentence.start <= c.start < sentence.end)]
    if segment.type == "study_visit":
        visited = {p.country for p in places}
        if any(c.code not in visited for c in taking_part):
            taking_part = [c for c in taking_part if c.code not in visited]
    codes = {c.code for c in taking_part}
    teaching = [
        c
        for c in teaching
        if c.code not in codes or any(f.code == c.code and f.part == "expert" and not f.adjective for f in found)
    ]
    if not taking_part:
        for one in standings:
            if one.field == "institutions" and one.country and one.country not in codes:
                codes.add(one.country)
                taking_part.append(CountryFound(one.country, "participant", one.start, one.end, True))
    if not taking_part and segment.type not in ("study_visit", "steering_committee", "conference", "mission"):
        at = {p.country for p in places if p.country}
        if len(at) == 1:
            place = next(p for p in places if p.country)
            local = (
                any(one.field == "institutions" for one in standings)
                or any(c.role == "participants" for s in segment.sentences for c in s.counts)
                or any(m.value == "participant" for s in segment.sentences for m in s.marks)
            )
            seat = any(p.city in _SEATS for p in places)
            abroad = seat or any(_ABROAD.search(scene.text.raw, s.start, s.end) for s in _lead(segment))
            if local and not abroad:
                taking_part.append(CountryFound(str(place.country), "participant", place.start, place.end, True))
    return taking_part, teaching


def _lead(segment: Segment) -> list[SceneSentence]:
    """The sentences that say who took part: the anchor, the heading, and those that count participants."""
    return [
        segment.anchor.sentence,
        *([segment.title] if segment.title else []),
        *(s for s in segment.sentences if any(c.role == "participants" for c in s.counts)),
    ]


def _first_of_each(found: list[CountryFound]) -> list[CountryFound]:
    kept: dict[str, CountryFound] = {}
    for c in found:
        kept.setdefault(c.code, c)
    return list(kept.values())


def _topics(scene: Scene, segment: Segment) -> list[tuple[str, list[Hit[str]]]]:
    weighted: list[tuple[Hit[str], float]] = []
    for s in segment.sentences:
        if s.about and not s.heading:
            continue
        weight = 3.0 if s is segment.title else 2.0 if s is segment.anchor.sentence else 0.5 if s.programme else 1.0
        weighted.extend((h, weight) for h in s.topics)
    return ranked(weighted)
