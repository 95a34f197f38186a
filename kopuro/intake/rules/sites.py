"""Where an activity was: cities, regions or the country, chosen from the sentences that tell it; places of origin and datelines left out."""

from __future__ import annotations

import re

from kopuro.intake.rules.implied_places import implied, unlisted
from kopuro.intake.rules.placed import PlaceRead, as_read
from kopuro.intake.rules.places import PlaceFound
from kopuro.intake.rules.scene import Scene, SceneSentence
from kopuro.intake.rules.segments import Segment
from kopuro.intake.rules.times import TimeRead

_ORIGIN = re.compile(
    r"\b(?:from|representing|of)\s+(?:the\s+)?(?:\w+\s+){0,3}$|\b(?:из|жител\w+|уроженц\w+)\s+(?:\w+\s+){0,2}$", re.I
)
_REGIONS_OF = re.compile(
    r"\b(?:regions?|provinces?|districts?|parts?|oblasts?|областей|регионов|районов|régions)\s+(?:of\s+)?(?:the\s+)?$",
    re.I,
)
_EMBASSY = re.compile(
    r"\b(?:Ambassador|Embassy|Delegation|Consulate|[Пп]осол|[Пп]осольств\w+|[Aa]mbassad\w+)\b[^,.;]{0,34}$"
)
_TOWN_OF = re.compile(r"(?:^|\W)(?:г\.|город\w?)\s*$")
_AT_WORK = re.compile(r"\b(?:working|serving|posted|stationed|employed|based) (?:at|in) (?:the )?(?:\w+, )*$", re.I)
_HAPPENED = re.compile(
    r"\b(?:attack|incident|bombing|war|conflict|fighting|terrakt|теракт|взрыв|attentat|guerre)\w*\b", re.I
)


def read_sites(scene: Scene, segment: Segment, time: TimeRead, only: bool) -> tuple[PlaceRead, ...]:
    """Places of one activity, cities before regions before the country; a country alone only where no place in it is known."""
    if segment.own_places is not None:
        return as_read(scene, segment.own_places, time, [])
    anchor = segment.anchor.sentence
    visiting = segment.type in ("study_visit", "mission")
    stated = _stated(scene, anchor, visiting, segment)
    kept: list[PlaceFound] = _closest(scene, anchor, stated) or stated
    if (
        stated and not _closest(scene, anchor, stated) and not visiting
    ):  # "… from Brussels took part. The meeting took place in Samarkand."
        for s in segment.sentences:
            if (
                s is not anchor
                and _tells(s, segment)
                and not s.programme
                and not s.about
                and abs(s.number - anchor.number) <= 8
            ):
                firm = [p for p in _closest(scene, s, _stated(scene, s, visiting, segment)) if p.place.level == "city"]
                if firm:
                    kept = firm
                    break
    cities = [p for p in kept if p.place.level == "city"]
    if not cities:
        loose = [
            p
            for p in anchor.places
            if p.place.level == "city"
            and p.cue in ("", "of")
            and not p.adjective
            and not _ORIGIN.search(scene.text.raw[max(anchor.start, p.start - 40) : p.start])
        ]
        if len(loose) == 1 and re.search(
            r"(?:hotel|hôtel|отел\w+|гостиниц\w+|ville|[(])[^.,;]{0,50}$",
            scene.text.raw[max(anchor.start, loose[0].start - 60) : loose[0].start],
            re.I,
        ):
            kept += loose
            cities = loose
    districts: list[tuple[int, int, str]] = []
    if not cities:
        rest = sorted(
            (s for s in segment.sentences if s is not anchor and not s.programme and not s.about and not s.chrome),
            key=lambda s: (not _tells(s, segment), abs(s.number - anchor.number)),
        )
        if segment.title is not None and segment.title is not anchor:
            rest.insert(0, segment.title)
        for s in rest:
            far = abs(s.number - anchor.number) > 6 and not _tells(s, segment)
            if far or not s.places:
                continue
            more = (
                [p for p in _stated(scene, s, visiting, segment) if p.place.level == "city"]
                if _tells(s, segment) or s is segment.title or (abs(s.number - anchor.number) <= 2 and s.verbs)
                else []
            )
            if more:
                kept += more
                break
        cities = [p for p in kept if p.place.level == "city"]
        if not cities and visiting:
            for s in segment.sentences:
                if not s.programme and not s.about and any(v.value == "held" for v in s.verbs):
                    kept += [p for p in _stated(scene, s, True, segment) if p.place.level == "city"]
            cities = [p for p in kept if p.place.level == "city"]
    else:
        for s in segment.sentences:
            if (
                s is not anchor
                and _tells(s, segment)
                and abs(s.number - anchor.number) <= 8
                and not s.programme
                and (visiting or segment.anchor.kind.plural)
            ):
                kept += [p for p in _stated(scene, s, visiting, segment) if p.place.level == "city"]
    if not any(p.place.level in ("city", "region") for p in kept):
        for s in segment.sentences:
            if s.programme or s.about or not (_tells(s, segment) or s is segment.title or s is anchor):
                continue
            more = [
                p
                for p in s.places
                if p.place.level == "region"
                and p.cue in (("at", "", "of", "unit") if s is anchor else ("at", ""))
                and not p.adjective
            ]
            if more:
                kept += more
                break
    if not any(p.place.level in ("city", "region") for p in kept):
        kept += unlisted(scene, anchor)
        for s in segment.sentences:
            if kept or s.programme or s.about or s.chrome or abs(s.number - anchor.number) > 3 or s is anchor:
                continue
            if "held" in s.statuses or s is segment.title:
                kept += unlisted(scene, s)
    if not any(p.place.level in ("city", "region") for p in kept):
        towns = [p for s in (anchor, segment.title) if s for p in s.places if _is_town(scene, p)]
        kept += towns if len({p.place.name for p in towns}) == 1 else []
    names = {p.place.name for p in kept if p.place.level in ("city", "region")}
    districts = (
        [
            d
            for d in scene.districts
            if any(s.start <= d[0] < s.end and (s is anchor or _tells(s, segment)) for s in segment.sentences)
        ]
        if not cities
        else []
    )
    if not kept or not names:
        kept += _country(scene, segment)
    if not kept and segment.own_date is None:
        kept = implied(scene, segment)
    if not kept and not only and not segment.primary and segment.heading is None:
        heads = [s for s in scene.sentences[:5] if s.heading and not s.chrome]
        told = [p for s in heads for p in s.places if p.place.level == "country" and p.cue == "at" and not p.adjective]
        kept = told if len({p.place.country for p in told}) == 1 else []
    if not kept and segment.heading is not None:
        kept = [p for p in segment.heading.places if p.place.level in ("country", "city") and not p.adjective][:1]
    return as_read(scene, kept, time, districts, visiting)


def _is_town(scene: Scene, p: PlaceFound) -> bool:
    """Whether a place of origin is written as a town and nothing else ("школьники г. Каракол")."""
    return p.place.level == "city" and bool(_TOWN_OF.search(scene.text.raw, max(0, p.start - 8), p.start))


def _tells(s: SceneSentence, segment: Segment) -> bool:
    """Whether a sentence speaks of the activity as an event: a word for it and a verb of holding."""
    return any(k.value for k in s.kinds) and (
        bool(s.verbs) or any(0 < p.start - k.end <= 5 for k in s.kinds if k.value for p in s.places)
    )


def _stated(scene: Scene, s: SceneSentence, visiting: bool, segment: Segment) -> list[PlaceFound]:
    raw = scene.text.raw
    found = []
    own = segment.own_date
    for p in s.places:
        if p.adjective or p.place.level in ("world region",):
            continue
        told = (
            p.cue == "at"
            or (
                segment.type == "study_visit"
                and (p.cue == "unit" or (p.cue == "name" and raw[max(0, p.start - 3) : p.start] == "in "))
            )
            or (
                p.cue == "to"
                and (visiting or scene.text.lower[scene.text.word_at(p.start) - 1] in ("visited", "посетили"))
            )
        )
        if s is segment.title and p.cue == "" and p.place.level == "city":
            told = told or any(0 <= p.start - d.end <= 3 and d.kind == "plain" for d in s.dates)
        if (
            s.heading
            and p.cue == ""
            and p.place.level == "city"
            and (s is not segment.title or s is segment.anchor.sentence)
        ):
            told = True
        if p.cue == "dateline" and any(
            (d.first and d.first != d.last and len(d.first) == 10 and 0 <= p.start - d.end <= 4)
            or (d.kind == "dateline" and d.first != d.last)
            for d in s.dates
        ):
            told = True
        if re.match(r"\s+(?:will host|hosts?|hosted|принял\w*|a accueilli|a abrité)\b", raw[p.end : p.end + 14]):
            told = True  # "Vienna hosted the conference"
        if not told:
            continue
        before = raw[max(s.start, p.start - 40) : p.start]
        if _ORIGIN.search(before) and p.cue not in ("at", "to"):
            continue
        if _EMBASSY.search(before) or _AT_WORK.search(before):
            continue
        if _HAPPENED.search(raw[max(s.start, p.start - 30) : p.start].rpartition("”")[2]):
            continue
        if (
            own is not None
            and segment.anchor.sentence is s
            and len([d for d in s.dates if d.month_day or d.first]) > 1
            and abs(p.start - own.start) > 120
            and abs(p.start - segment.anchor.hit.start) > 120
        ):
            continue
        found.append(p)
    return found


def _closest(scene: Scene, s: SceneSentence, stated: list[PlaceFound]) -> list[PlaceFound]:
    """Of several places those told right after a verb of holding, a word for an activity, or beside a date; the others when none is."""
    raw = scene.text.raw
    marks = [v.end for v in s.verbs] + [k.end for k in s.kinds]
    firm: list[PlaceFound] = []
    for p in stated:
        after_word = any(
            0 <= p.start - m <= 24 and not re.search(r"\b(?:of|from|structures|office|offices)\b", raw[m : p.start])
            for m in marks
        )
        dated = any(0 <= d.start - p.end <= 26 or 0 <= p.start - d.end <= 14 for d in s.dates)
        chained = bool(firm) and p.start - firm[-1].end <= 12
        if after_word or dated or chained:
            firm.append(p)
    return firm


def _country(scene: Scene, segment: Segment) -> list[PlaceFound]:
    """The country told with "in" in the anchor's sentence, the heading or the first sentences."""
    order = [segment.anchor.sentence, *([segment.title] if segment.title else []), *segment.sentences[:5]]
    for s in order:
        if (
            s.programme
            or s.about
            or not (s in (segment.anchor.sentence, segment.title) or any(k.value for k in s.kinds))
        ):
            continue
        more = [
            p
            for p in s.places
            if p.place.level == "country"
            and not p.adjective
            and (p.cue == "at" or (p.cue == "unit" and s is segment.title))
        ]
        if more:
            return (
                [p for p in more if p.place.country == more[0].place.country][:1]
                if s is not segment.anchor.sentence
                else more
            )
    anchor = segment.anchor.sentence
    whole = [p for p in anchor.places if p.place.level == "country" and p.cue == "of"]
    whole = [p for p in whole if _REGIONS_OF.search(scene.text.raw[max(anchor.start, p.start - 40) : p.start])]
    if len(whole) == 1:
        return whole
    for s in order:
        more = [
            p
            for p in s.places
            if p.place.level == "country"
            and not p.adjective
            and p.cue == "unit"
            and not s.programme
            and (s in (segment.anchor.sentence, segment.title) or any(k.value for k in s.kinds))
        ]
        if len(more) == 1:
            return more
    for s in order[:2]:
        if s is segment.title and s is not None:
            more = [p for p in s.places if p.place.level == "country" and not p.adjective and p.cue == ""]
            if len(more) == 1 and not any(b.start <= more[0].start < b.end for b in s.bodies):
                before = scene.text.raw[s.start : more[0].start]
                if not re.search(r"\b(?:UNDP|UNICEF|IOM|UNODC|OSCE|IWPR|UN Women|UNFPA|ЮНИСЕФ|ПРООН)\s*$", before):
                    return more
    return []
