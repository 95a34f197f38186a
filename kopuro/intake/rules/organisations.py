"""The bodies of one activity by role: organisers, funders, partners, and the institutions whose people took part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.core.gazetteer import country_name, folded
from kopuro.intake.rules.bodies import BodyFound
from kopuro.intake.rules.mentions import recalls
from kopuro.intake.rules.programme import ProgrammeRead
from kopuro.intake.rules.roles import RoleFound
from kopuro.intake.rules.scene import Scene, SceneSentence
from kopuro.intake.rules.segments import Segment


@dataclass(frozen=True, slots=True)
class Standing:
    """A body in one field of an activity; `role` is the finer role (host, trainer, implementer …), `scope` activity or programme."""

    field: str
    name: str
    role: str
    scope: str
    start: int
    end: int
    country: str = ""
    group: str = ""


_VISITED = re.compile(
    r"\b(?:visited|met|meet|welcomed|introduced|briefed|visit to|hosted|organi[sz]e[ds]? by|explained|learned|"
    r"посетил\w+|встретил\w+|ознакомил\w+|ont visité|ont rencontré|accueillis)\b",
    re.I,
)
_PAYS = re.compile(
    r"\b(?:funded|financed|co-funded|sponsored|financially supported)\s+by\b|\bsoutien généreux\b|\bgénéreux soutien\b|\bfinancial (?:support|"
    r"assistance)\s+(?:of|from)\b|\bwith (?:funding|support|contributions?) from\b|\b(?:финансируем\w+|"
    r"финансирован\w+|финансовой поддержке)\b|\bfinancée?s?\s+(?:par\b)?|\bappui financier\b|\bfinancements? (?:de|du|d)\b(?!\s?(?:terroris|la prolif))|"
    r"\bsoutien financier\b|\bsupported by\b|\bsupport of\b",
    re.I,
)
_PAY_GAP = re.compile(
    r"(?:[\s,()]|\b(?:eu|european|union|the|and|by|of|from|governments?|people|kingdom|federal|republic|и|правительств\w*|"
    r"королевств\w*|par|le|la|les|l|de|du|des|d|et|gouvernements?|royaume|état|république|fédérale|démocratique|populaire|confédération)\b|['’])*",
    re.I,
)
_LEADS_NAME = re.compile(r"(?:['’]s)?\s+(?!Government\b)[A-Z][a-z]+\b")
_FIELD = {
    "organiser": "organisers",
    "funder": "funders",
    "partner": "partners",
    "supporter": "partners",
    "host": "partners",
    "implementer": "partners",
    "trainer": "partners",
}


def read_bodies(scene: Scene, segment: Segment, programme: ProgrammeRead, only: bool) -> list[Standing]:
    """All bodies of an activity. Who organises is looked for in its anchor sentence, then in its other sentences, then in the heading."""
    found: list[Standing] = []
    anchor = segment.anchor.sentence
    telling = [s for s in segment.sentences if not s.about and not s.chrome]
    organisers = _organisers(scene, segment, telling)
    taken = {folded(o.body.name) for o in organisers}
    for r in organisers:
        found.append(_standing(r.body, "organisers", "organiser"))
    supporters: list[RoleFound] = []
    for s in telling:
        if s.programme and not any(k.value for k in s.kinds):
            continue
        for r in s.roles:
            if r.body.general or not r.role or folded(r.body.name) in taken:
                continue
            if r.role == "funder":
                found.append(_standing(r.body, "funders", "funder"))
            elif (
                r.role in ("partner", "supporter", "host")
                and (s is anchor or s is segment.title or _about_event(s) or abs(s.number - anchor.number) <= 1)
            ) or r.role == "implementer":
                supporters.append(r)
    if not organisers:
        project = _project_of(scene)
        if project is not None and (segment.section or not supporters):
            found.append(
                Standing(
                    "organisers", project.name, "organiser", "programme", project.start, project.end, "", "project"
                )
            )
            taken.add(folded(project.name))
            organisers = [RoleFound(project, "organiser", 0)]
    if not organisers and supporters:
        first = supporters[0].sentence
        for r in [x for x in supporters if x.sentence == first and x.role == supporters[0].role]:
            found.append(_standing(r.body, "organisers", r.role))
            taken.add(folded(r.body.name))
    for r in supporters:
        if folded(r.body.name) not in taken:
            found.append(_standing(r.body, "partners", r.role))
    found.extend(_paying_countries(scene, telling))
    for b in programme.bodies:
        name = "funders" if b.role == "funder" else "partners"
        if folded(b.name) in taken and name == "partners":
            continue
        found.append(Standing(name, b.name, b.role, "programme", b.start, b.end, "", b.group))
    funded = {folded(f.name) for f in found if f.field == "funders"}
    found = [f for f in found if not (f.field == "partners" and folded(f.name) in funded)]
    running = [folded(f.name) for f in found if f.field == "organisers"]
    found = [  # "an OSCE-supported workshop, organised by the OSCE Office in Tajikistan" has no second body
        f for f in found if f.field != "partners" or not any(name.startswith(folded(f.name) + " ") for name in running)
    ]
    listed = {folded(f.name) for f in found if f.field in ("organisers", "funders")}
    visit = segment.type == "study_visit"
    quoted = [q for s in telling for q in s.quotes if q.attributed]
    for s in telling:
        if s.programme:
            continue
        for r in s.roles:
            if any(q.start <= r.body.start < q.end for q in quoted):
                continue  # what someone said names no one who took part
            key = folded(r.body.name)
            if key in listed:
                continue
            if r.role == "participant" and r.body.group != "project" and not (visit and _visited(s, anchor)):
                found.append(_standing(r.body, "institutions", "participant"))
            elif r.role == "trainer" and not r.body.general:
                found.append(_standing(r.body, "trainers", "trainer"))
    return _unique(found)


def _visited(s: SceneSentence, anchor: SceneSentence) -> bool:
    """Whether a sentence of a study visit tells whom the guests met, and not who they were."""
    return s is not anchor and bool(_VISITED.search(s.words))


def _paying_countries(scene: Scene, telling: list[SceneSentence]) -> list[Standing]:
    """Countries that pay: "funded by Denmark", "funded by the Governments of Germany and Sweden", "при финансовой поддержке Японии"."""
    found = []
    for s in telling:
        if not any(p.place.level == "country" for p in s.places):
            continue
        for m in _PAYS.finditer(scene.text.raw, s.start, s.end):
            reach = m.end()
            for p in s.places:
                if p.start < m.end() or p.place.level != "country" or p.cue in ("at", "name"):
                    continue
                if not p.adjective and _LEADS_NAME.match(scene.text.raw, p.end):
                    break  # "funded by the U.S. Department of State": the department
                gap = scene.text.raw[reach : p.start]
                if len(gap) > 50 or not _PAY_GAP.fullmatch(gap):
                    break
                if p.adjective and not re.match(
                    r"\s*(?:[Gg]overnment|правительств)", scene.text.raw[p.end : p.end + 16]
                ):
                    break
                found.append(
                    Standing(
                        "funders",
                        "Government of " + country_name(p.place.country)
                        if "overnment" in scene.text.raw[m.end() : p.start]
                        else country_name(p.place.country),
                        "funder",
                        "activity",
                        p.start,
                        p.end,
                        p.place.country,
                        "donor",
                    )
                )
                reach = p.end
    return found


def _standing(body: BodyFound, name: str, role: str) -> Standing:
    label = body.name
    return Standing(name, label, role, "activity", body.start, body.end, body.country, body.group)


def _project_of(scene: Scene) -> BodyFound | None:
    """The project whose page or newsletter this is: the only one it names, three times or in the lines of the site itself."""
    named = [b for s in scene.sentences for b in s.bodies if b.group == "project"]
    of_site = any(b.group == "project" for s in scene.sentences if s.chrome for b in s.bodies)
    return named[0] if (of_site or len(named) >= 3) and len({folded(b.name) for b in named}) == 1 else None


def _about_event(s: SceneSentence) -> bool:
    return any(k.value for k in s.kinds)


_GIVEN = re.compile(
    r"\b(?:delivered by|dispensée?s? par|assurée?s? par|taught by|facilitated by|led by|conducted by|carried out by)\b"
)
_AT_SCHOOL = re.compile(r"\b(?:course|training|programme|program|seminar|workshop)s?\b[^.;]{0,70}\bat (?:the )?$", re.I)
_PART_OF = re.compile(
    r"\b(?:part of|framework of|frame of|frames of|within|under|в рамках (?:проекта|программы|инициативы)|dans le cadre (?:du projet|du programme|de l['’]initiative|des activités))"
    r"\s+(?:(?:the|an?|its|activities of|work of|project|programme)\s+){0,3}[«“\"]?(?:de |du |d['’]|l['’])?$",
    re.I,
)
_BY = re.compile(r"\b(?:co-?)?(?:organi[sz]ed|arranged|convened|hosted)(?: jointly)? by\b")


def _said(s: SceneSentence, quoted: list[tuple[int, int]]) -> bool:
    """Whether a sentence stands inside a quotation."""
    return any(a <= s.start + 1 < b for a, b in quoted)


def _organisers(scene: Scene, segment: Segment, telling: list[SceneSentence]) -> list[RoleFound]:
    anchor = segment.anchor.sentence
    quoted = [(q.start, q.end) for s in telling for q in s.quotes]
    telling = [s for s in telling if s is anchor or not (_said(s, quoted) or recalls(s))]
    here = [
        r
        for r in anchor.roles
        if r.role == "organiser" and not r.body.general and not any(a <= r.body.start < b for a, b in quoted)
    ]
    if here:
        known = {folded(r.body.name) for r in here}
        for s in telling:  # "The government hosted … The workshop was co-organised by …"
            passive = (
                s is not anchor
                and not s.programme
                and not s.heading
                and _about_event(s)
                and not any(q.attributed for q in s.quotes)
            )
            if passive and abs(s.number - anchor.number) <= 4 and _BY.search(scene.text.raw, s.start, s.end):
                here += [
                    r
                    for r in s.roles
                    if r.role == "organiser" and not r.body.general and folded(r.body.name) not in known
                ]
        return here
    ranked = sorted(
        (s for s in telling if s is not anchor),
        key=lambda s: (s is segment.title or s.heading, not _about_event(s), abs(s.number - anchor.number)),
    )
    for s in ranked:
        if s.programme or not (_about_event(s) or s is segment.title or abs(s.number - anchor.number) <= 1):
            continue
        there = [r for r in s.roles if r.role == "organiser" and not r.body.general]
        if there:
            return there
    for s in telling:
        told = [r for r in s.roles if r.role == "organiser" and not r.body.general]
        if told and not s.programme and s is not segment.title:
            return told
    for s in [anchor, *telling]:
        owners = [r for r in s.roles if r.role == "owner" and not r.body.general]
        if owners and (s is anchor or _about_event(s)):
            return owners
    for s in [anchor, *telling]:
        hosts = [r for r in s.roles if r.role == "host" and not r.body.general]
        if hosts and (s is anchor or (_about_event(s) and not s.programme)):
            return hosts
    for r in anchor.roles:  # "completed a course at the OSCE Border Management Staff College"
        if r.body.group == "academia" and not r.body.general and r.role in ("", "owner", "venue"):
            before = scene.text.raw[max(anchor.start, r.body.start - 90) : r.body.start]
            if _AT_SCHOOL.search(before):
                return [r]
    for s in [anchor, *telling]:  # "the first course delivered by EUCAP"
        given = [r for r in s.roles if r.role == "trainer" and not r.body.general and r.body.group]
        if (
            given
            and not s.programme
            and (s is anchor or _about_event(s))
            and _GIVEN.search(scene.text.raw, s.start, given[0].body.start)
        ):
            return given[:1]
    for s in [anchor, *telling]:  # "The training was part of UNDP's efforts", "a meeting within the Forum"
        if s.programme or not (s is anchor or _about_event(s)):
            continue
        of = [
            r
            for r in s.roles
            if r.body.group in ("international", "project", "donor", "civil_society")
            and not r.body.general
            and r.role in ("", "owner", "supporter", "implementer")
            and _PART_OF.search(scene.text.raw, s.start, r.body.start)
        ]
        if of:
            return of[:1]
    title = segment.title
    for s in ([title] if title else []) + [anchor, *segment.sentences[:4]]:
        project = next(
            (r for r in s.roles if r.body.group == "project" and r.role in ("", "implementer", "supporter")), None
        )
        if project is not None and (segment.type == "steering_committee" or s is title or s is anchor):
            return [project]
    if title is not None and title.roles:
        first = title.roles[0]
        if (
            not first.body.general
            and not first.role
            and first.body.start - title.start < 25
            and first.body.group not in ("government", "justice")
            and title.verbs
        ):
            return [first]
    return []


def _unique(found: list[Standing]) -> list[Standing]:
    seen: set[tuple[str, str]] = set()
    kept = []
    people: dict[
        str, list[set[str]]
    ] = {}  # groups of people already told, by class: "border guards", "border guard officers"
    for s in found:
        key = (s.field, folded(s.name))
        if s.field == "institutions" and s.name[:1].islower() and key not in seen:
            stems = {w[:5] for w in key[1].split() if len(w) > 2}
            if any(stems == other for other in people.setdefault(s.group, [])):
                continue
            people[s.group].append(stems)
        if key not in seen:
            seen.add(key)
            kept.append(s)
    return kept
