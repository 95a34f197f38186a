"""Places and countries named in a text, with the small word that says how: "in Almaty" (at), "from Kazakhstan" (from), "of Tajikistan" (of)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from kopuro.core.gazetteer import Place, country_adjectives, place_names
from kopuro.intake.rules.capitals import CAPITAL, capital_beside, capital_of
from kopuro.intake.rules.phrases import Phrases, word_set
from kopuro.intake.rules.text import Text

CENTRAL_ASIA = ("KZ", "KG", "TJ", "TM", "UZ")


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place named at characters [start, end): `cue` is "at", "to", "from", "of", "unit" ("police in …"), "dateline" or ""; `adjective` when only the adjective stands there."""

    start: int
    end: int
    place: Place
    cue: str
    adjective: bool
    written: str


@dataclass(frozen=True, slots=True)
class _Entry:
    place: Place
    adjective: bool


_AT = word_set("in at near within around across в во на à au aux en dans")
_TO = frozenset(["to", "visited", "visiting", "к", "посетили"])
_FROM = frozenset(["from", "из", "со", "с", "depuis"])
_OF = word_set("of by for s de du des d between through по для между")
_CITY_WORDS = word_set(
    "center centers centre centres центрах city town village cities towns villages district capital центре "
    "центра городе городах город города г гор селе село пгт ville villes commune village cité localité центр "
    "столице capitale шаары қаласы shahri"
)
_UNITS = word_set(  # "special units in Uzbekistan": whose they are, not where something was held
    "units agencies forces services structures offices departments institutions authorities organizations "
    "organisations communities embassy embassies delegation mission missions office partners counterparts police "
    "officers situation representation headquarters women people citizens bodies ambassador prisons schools "
    "system attack attacks war conflict camps elections"
)
_BRACKETED = re.compile(r"\s*\([^()\n]{1,90}\)\s*(?:,|and|и|et)?\s*(?:in |в |en |au )?")
_INSIDE = frozenset(("at", "inside", "dans"))  # "at prisons in Talas", not "prisons in Talas"
_SCHOOLS = word_set("university institute college academy school lyceum universität")
_CITY_AFTER = word_set("city town cities towns village municipality шаары қаласы")
_NOT_LANGUAGE = word_set("language languages язык языке языков langue speaking language")
_FIRST_NAMES = word_set("mr mrs ms dr ambassador г-н г-жа г-жи mme m saint st colonel general")
_DATELINE = re.compile(
    r"^\s*(?:\d{1,2}[-–]?\d{0,2}\s+\w+,?(?:\s+\d{4},?)?\s+)?([A-ZА-ЯЁ][\wА-Яа-яёÀ-ÿ'’.-]+(?:[ -][A-ZА-ЯЁ][\wÀ-ÿ'’-]+){0,2})(?:,\s*[A-ZА-ЯЁ][\wÀ-ÿ]+){0,2}\s*(?:[,(][^.–—\n]{0,60})?(?:\s[-–—]{1,2}\s|"
    r""
    r""
    r"\s?[—–]\s?|\.\s?[-–—]\s|\s?/)"
)
_DISTRICT = re.compile(
    r"\b([A-Z][\w'’-]+(?:[ -][A-Z][\w'’-]+)?)\s+(?:district|rayon|raion)\b|\b([А-ЯЁ][а-яё-]+(?:[оое]м|"
    r"ой))\s+район[еа]\b|\bdistrict (?:de|du|d['’])\s*([A-Z][\w-]+)"
)
_REGION_AFTER = word_set(
    "region regions oblast oblasts province provinces velayat области областях областей областью областям"
)


@cache
def _table() -> Phrases[_Entry]:
    table: Phrases[_Entry] = Phrases()
    for name, place in place_names().items():
        table.add(
            name.replace("(", " ").replace(")", " ").replace("*", ""),
            _Entry(place, False),
            "exact" if name.isupper() and len(name) < 4 else "cap",
        )
    for word, code in country_adjectives().items():
        table.add(word, _Entry(Place("", "country", code), True), "cap" if word[0].isupper() else "any")
    for word in ("Central Asia", "Центральная Азия", "Asie centrale"):
        table.add(word, _Entry(Place(word, "world region", ""), False), "cap")
    for word in (
        "South Asia",
        "West Africa",
        "Georgia Institute",
        "New York Times",
        "Washington Post",
        "Paris Agreement",
        "Geneva Convention",
        "Geneva Conventions",
        "Istanbul Convention",
        "Istanbul Protocol",
        "Palermo Convention",
        "Nelson Mandela",
        "Kyoto Protocol",
        "Bangkok Rules",
        "Vienna Convention",
        "Budapest Convention",
        "Madrid Guiding Principles",
        "Hague Memorandum",
        "Rabat Plan",
        "Rome Memorandum",
        "Rabat Memorandum",
        "Abu Dhabi Memorandum",
        "Будапештск* конвенци*",
        "Стамбульск* протокол*",
        "Стамбульск* конвенци*",
        "Moscow time",
        "Mexico City Policy",
        "Ankara Memorandum",
        "Algiers Memorandum",
        "Doha Declaration",
        "Kyoto Declaration",
        "Dushanbe Process",
        "Dushanbe process",
        "Душанбинск* процесс*",
        "English language",
        "русск* язык*",
        "English-speaking",
        "Malta Principles",
        "Valletta Principles",
        "Santiago Principles",
        "Riyadh Guidelines",
        "Beijing Rules",
        "Tokyo Rules",
        "Valletta Declaration",
        "Samarkand Declaration",
        "Ashgabat Declaration",
        "langue française",
        "francophone",
        "Geneva Centre for Security",
    ):
        table.add(word, _Entry(Place("", "nothing", ""), False))
    return table.seal()  # fmt: skip


def find_places(text: Text, covered: list[tuple[int, int]]) -> list[PlaceFound]:
    """Every place, country and country's adjective, in order. `covered` are spans of names of bodies; a place inside one is told as cue "name"."""
    found: list[PlaceFound] = []
    raw, lower = text.raw, text.lower
    datelines = _datelines(text)
    inside = iter(sorted(covered))
    span = next(inside, None)
    chain = ""
    chain_end = -1
    for hit in _table().find(text):
        place, adjective = hit.value.place, hit.value.adjective
        if place.level == "nothing":
            continue
        while span is not None and span[1] <= hit.start:
            span = next(inside, None)
        before = lower[hit.first - 1] if hit.first else ""
        after = lower[hit.last] if hit.last < len(lower) and text.joined(hit.last) else ""
        if adjective:
            hyphened = "-" in (raw[hit.end : hit.end + 1], raw[hit.start - 1 : hit.start])
            if hyphened and not _SCHOOLS.isdisjoint(lower[hit.last : hit.last + 3]):
                continue  # "the Kyrgyz-Russian Slavic University"
            capital = capital_beside(text, hit.first, hit.last, place.country)
            if capital is not None:
                found.append(_told(text, *capital))
                continue
            if after in _NOT_LANGUAGE or (before in ("in", "into", "на", "en") and after in ("", "and", "и", "et")):
                continue
            found.append(
                PlaceFound(
                    hit.start,
                    hit.end,
                    place,
                    "name" if span and span[0] < hit.start < span[1] else "",
                    True,
                    raw[hit.start : hit.end],
                )
            )
            continue
        space = raw[text.ends[hit.first - 1] : hit.start] if hit.first else ""
        joined = hit.first > 0 and (
            text.joined(hit.first)
            or (space in (". ", ".") and before in ("г", "гор", "st"))
            or (space in ("—", " — ", ": ", " – ") and before in _CITY_WORDS)
        )
        gap = raw[chain_end : hit.start] if chain_end >= 0 else "x" * 99
        cue = _cue(text, hit.first, joined)
        if not cue and chain and len(gap) <= 110 and _BRACKETED.fullmatch(gap):
            cue = chain  # "in Latvia (at the dog centre) and Lithuania"
        if (
            not cue
            and len(gap) <= 14
            and re.fullmatch(
                r"(?:\s*\w{0,8}?)\s*(?:,|\(|;|—|–|-|\band\b|\bи\b|\bet\b|&|/|\bin\b|\bв\b)?\s*(?:and|и|et|,|in|в|"
                r"the)?\s*(?:г\.?|the|город[еа]?|ville de)?\s*",
                gap,
            )
        ):
            cue = chain
        if span is not None and span[0] <= hit.start < span[1]:
            cue = "name"
        elif hit.start in datelines:
            cue = "dateline"
        if (
            place.level == "city" and after in _REGION_AFTER
        ):  # "the Kyzylorda and Mangystau regions": towns that stand for regions
            place = replace(place, level="region")
        if not place.strong and place.level == "city":
            if before in _FIRST_NAMES or (cue not in ("at", "to", "dateline") and after not in _CITY_AFTER):
                continue
            if (
                after
                and text.words[hit.last][0].isupper()
                and raw[hit.end : hit.end + 1] == " "
                and after not in ("city", "on")
            ):
                continue
        elif place.level == "city" and _is_surname(text, hit.first, joined):
            continue
        if place.level == "country" and before in _OF | CAPITAL | {"the"}:
            capital = capital_of(text, hit.first, place.country)
            if capital is not None:
                found.append(_told(text, capital[0], hit.last, capital[2]))
                continue
        found.append(PlaceFound(hit.start, hit.end, place, cue, False, raw[hit.start : hit.end]))
        chain, chain_end = cue, hit.end
    _shift_regions(text, found)
    return found


def _told(text: Text, first: int, last: int, place: Place) -> PlaceFound:
    """A place that words [first, last) describe ("the Tajik capital")."""
    start, end = text.starts[first], text.ends[last - 1]
    return PlaceFound(start, end, place, _cue(text, first, text.joined(first)), False, text.raw[start:end])


def _shift_regions(text: Text, found: list[PlaceFound]) -> None:
    """In "the Kyzylorda and Mangystau regions" and "в Ошской и Баткенской областях" every name of the chain is a region."""
    for at in range(len(found) - 1, 0, -1):
        here, before = found[at], found[at - 1]
        gap = text.raw[before.end : here.start]
        if (
            here.place.level == "region"
            and before.place.level == "city"
            and re.fullmatch(r"\s*(?:,|and|и|et|, and)\s*(?:the )?", gap)
        ):
            after = text.raw[here.end : here.end + 10].lower()
            written = here.written.lower()
            if after.strip().startswith(("regions", "oblasts", "provinces")) or written.endswith(
                ("regions", "областях", "областей", "provinces")
            ):
                found[at - 1] = replace(before, place=replace(before.place, level="region"))


def _cue(text: Text, first: int, joined: bool) -> str:
    at = first - 1
    steps = 0
    while joined and at >= 0 and steps < 5:
        word = text.lower[at]
        if word in _AT:
            told_of = at and text.lower[at - 1] in _UNITS and text.joined(at)
            return "unit" if told_of and not (at > 1 and text.lower[at - 2] in _INSIDE) else "at"
        if word in _FROM:
            return "from"
        if word in _TO:
            return "to"
        if (
            word in ("of", "de", "d", "du")
            and at > 0
            and text.lower[at - 1] in _CITY_WORDS | {"kyrgyz", "regions", "districts", "region"}
        ):
            at, steps = at - 1, steps + 1
            continue
        if word in _OF:
            return "of"
        if word in _CITY_WORDS or word in (
            "the",
            "la",
            "le",
            "l",
            "beautiful",
            "kazakh",
            "kyrgyz",
            "uzbek",
            "tajik",
            "turkmen",
            "southern",
            "northern",
            "nearby",
            "city's",
            "солнечном",
            "capital's",
            "capitale",
            "german",
            "french",
            "regional",
            "downtown",
            "sunny",
            "областном",
            "historic",
            "ancient",
        ):
            at, steps = at - 1, steps + 1
            if at >= 0 and not (text.joined(at + 1) or text.raw[text.ends[at] : text.starts[at + 1]] in (". ", ".")):
                return "at" if word in ("г", "гор", "городе") else ""
            continue
        return ""
    return ""


def _is_surname(text: Text, first: int, joined: bool) -> bool:
    return joined and first > 0 and text.lower[first - 1] in _FIRST_NAMES


def _datelines(text: Text) -> set[int]:
    """Starts of place names that stand as a dateline: at the head of a block, before a dash, often with the date."""
    starts: set[int] = set()
    for block in text.blocks:
        m = _DATELINE.match(text.raw[block.start : block.start + 140])
        if m:
            starts.add(block.start + m.start(1))
    return starts


def find_districts(text: Text) -> list[tuple[int, int, str]]:
    """Districts by name, as written ("Lakhsh district"): start, end, name."""
    return [(m.start(), m.end(), next(g for g in m.groups() if g)) for m in _DISTRICT.finditer(text.raw)]
