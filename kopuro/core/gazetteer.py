"""Names of places in three languages and two scripts: countries, the regions and towns of Central Asia, cities that host meetings.

Names and codes come from pycountry (ISO 3166-1, its French and Russian translations), GeoNames (cities.tsv) and tables written by people
(countries.tsv, units.tsv, towns.tsv, old_names.tsv in `data/`). Everything is loaded once, at the first question.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pycountry

from kopuro.core.russian import adjective_forms, forms

DATA = Path(__file__).parent / "data"
CENTRAL_ASIA = ("KZ", "KG", "TJ", "TM", "UZ")
_OBLAST = ("область", "области", "областью", "областях")
_REGION_WORDS = ("region", "oblast", "province", "Region", "Oblast", "Province", "velayat", "wilayat", "viloyat")
_SMALL = 15_000  # a town of fewer people is believed only beside a word that says "in" or "town"


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it is known today: `level` is city, region or country; `unit` its ISO 3166-2 code where known, else ""."""

    name: str
    level: str
    country: str
    unit: str = ""
    strong: bool = True  # False: the name is also a word or a person's name, so a matcher wants a second sign


@dataclass(frozen=True, slots=True)
class Resolved:
    """An answer of `resolve_place`: the place, the name as written and the name that was valid on the day asked for."""

    place: Place
    written: str
    valid_name: str


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PLAIN = str.maketrans(dict.fromkeys("’‘ʻʼ`´", "'") | dict.fromkeys("‐‑–—", "-"))


def folded(name: str) -> str:
    """One spelling for comparison: small letters, no accents or stress marks (й and ё stay apart from и and е), plain quotes and dashes."""
    if name.isascii():
        return " ".join(name.lower().replace("`", "'").split())
    name = name.translate(_PLAIN).casefold()
    return " ".join(
        "".join(c if c < "\x80" or "а" <= c <= "ӿ" else unicodedata.normalize("NFD", c)[0] for c in name).split()
    )


def _rows(file: str) -> Iterator[list[str]]:
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _spellings(names: list[str]) -> Iterator[str]:
    for name in names:
        if "Ѐ" <= name[0] <= "ӿ":
            yield from forms(name)
        else:
            yield name


@cache
def country_names() -> dict[str, str]:
    """Every name of a country in English, French and Russian (all Russian cases) and its ISO 3166-1 alpha-2 code."""
    names: dict[str, str] = {}
    for language in ("ru", "fr"):
        words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for country in pycountry.countries:
            for source in (country.name, getattr(country, "common_name", country.name)):
                told = words.gettext(source).split(",")[0].split(" (")[0]
                if told and len(told) > 3:
                    for name in _spellings([told]):
                        names.setdefault(name, country.alpha_2)
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")):
            if name and "," not in name:
                names[name.split(" (")[0]] = country.alpha_2
    for code, english, _, russian, _, french, _ in (row[:7] + [""] * (7 - len(row)) for row in _rows("countries.tsv")):
        for name in _spellings(_parts(english) + _parts(russian) + _parts(french)):
            names[name] = code
    for word in ("Jersey", "Réunion", "Reunion", "Того", "Того-же"):  # also everyday words
        names.pop(word, None)
    return names


@cache
def country_adjectives() -> dict[str, str]:
    """Adjectives and demonyms (written as the language writes them: English with a capital, Russian and French small) to a code."""
    words: dict[str, str] = {}
    for row in _rows("countries.tsv"):
        code, english, russian, french = row[0], row[2], row[4], row[6] if len(row) > 6 else ""
        for word in _parts(english):
            words[word] = code
        for word in _parts(russian):
            for form in adjective_forms(word):
                words[form] = code
        for word in _parts(french):
            for form in (word, word if word[-1] in "sx" else word + "s"):
                words[form] = code
    return words


def country_name(code: str) -> str:
    """English short name of an ISO 3166-1 alpha-2 code; the code itself when it is unknown."""
    if code == "XK":
        return "Kosovo"
    found = pycountry.countries.get(alpha_2=code)
    return getattr(found, "common_name", found.name) if found else code


@cache
def _towns() -> tuple[list[tuple[str, Place]], dict[tuple[str, str], str]]:
    pairs: list[tuple[str, Place]] = []
    units: dict[tuple[str, str], str] = {}
    known: set[tuple[str, str]] = set()
    for name, country, unit, latin, cyrillic in (row + [""] * (5 - len(row)) for row in _rows("towns.tsv")):
        place = Place(name, "city", country, unit)
        for spelling in _spellings([name, *_parts(latin), *_parts(cyrillic)]):
            strong = folded(spelling) not in _AMBIGUOUS
            pairs.append((spelling, place if strong else replace(place, strong=False)))
        known |= {(folded(n), country) for n in [name, *_parts(latin), *_parts(cyrillic)]}
        units[(folded(name), country)] = unit
    for name, country, unit, people, others in (row + [""] * (5 - len(row)) for row in _rows("cities.tsv")):
        spellings = [name, *_parts(others)]
        if any((folded(s), country) in known for s in spellings):
            continue
        strong = int(people) >= _SMALL and len(name) > 3
        for spelling in _spellings([s for s in spellings if len(s) > 3]):
            sure = strong and folded(spelling) not in _AMBIGUOUS
            pairs.append((spelling, Place(name, "city", country, unit, sure)))
    return pairs, units


# Names of towns that are also given names, surnames or everyday words in the languages read.
_AMBIGUOUS = _word_set(
    "mary manas navoi navoiy kant abai abay aral turan bali porto boston kara kaya pemba granada valence vienne "
    "male most lest gand och kano sofia florence sydney victoria santiago hyderabad aden sana saran rudaki rudny "
    "aksu aksay chu shu kitob koson gagarin panj nice split mobile orange reading bar san leon cork bath hull "
    "derby university salem surat nova mission moers rasht guliston buston zafar mexico washington kherson "
    "lincoln jackson columbus charlotte austin dallas madison marshall leeds nancy tours essen halle bonn man wa "
    "of ufa sale vari delhi мары манас кант порту бали сана вена дели арал шу аксу гагарин панч бустон рудаки "
    "рудный софия победа свобода мир уфа нур талас конаев раззаков рашт валенсия флоренция виктория тур бар рим "
    "риме рима риму римом вене вены вену веной"
) - {
    "rome",
    "bonn",
    "рим",
    "риме",
    "рима",
    "вена",
    "вене",
    "вены",
    "вену",
    "талас",
    "ufa",
    "уфа",
    "leeds",
    "dallas",
    "nice",
}


@cache
def place_names() -> dict[str, Place]:
    """Every written form of a city, a region or a country, as it stands in a text, and the place it names.

    A name shared by a town and its region ("Osh", "Batken") names the town; with "region", "oblast", "область" it names the region.
    Of two towns with one name the larger, or the one people listed in towns.tsv, wins.
    """
    names: dict[str, Place] = {}
    for spelling, place in _towns()[0]:
        names.setdefault(spelling, place)
    for code, name, level, latin, russian, other in (row + [""] * (6 - len(row)) for row in _rows("units.tsv")):
        if level == "city":
            continue
        place = Place(name.removesuffix(" region"), "region", code[:2], code)
        shared = {spelling for spelling in _parts(latin) if spelling in names}
        for spelling in _parts(latin):
            for word in _REGION_WORDS:
                names[f"{spelling} {word}"] = place
                if not spelling.endswith("Autonomous"):
                    names[f"{word.lower()} of {spelling}"] = place
            names[f"région de {spelling}"] = names[f"région d'{spelling}"] = names[f"oblast de {spelling}"] = place
            if spelling not in shared and len(spelling) > 3 and folded(spelling) not in _AMBIGUOUS:
                names[spelling] = place
        for adjective in _parts(russian):
            for form in adjective_forms(adjective):
                for noun in (*_OBLAST, "обл", "регион", "регионе"):
                    names[f"{form} {noun}"] = place
        for spelling in _spellings(_parts(other)):
            names.setdefault(spelling, place)
            names[f"{spelling} область"] = names[f"{spelling} облысы"] = names[f"{spelling} облусу"] = place
    for name, code in country_names().items():
        names[name] = Place(country_name(code), "country", code)
    return names


@cache
def _folded_names() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for name, place in place_names().items():
        found.setdefault(folded(name), place)
    return found


@cache
def _old_names() -> list[tuple[str, str, str, date, date]]:
    return [
        (written, today, country, date.fromisoformat(first or "1900-01-01"), date.fromisoformat(last or "2999-12-31"))
        for written, today, country, first, last in (row + [""] * (5 - len(row)) for row in _rows("old_names.tsv"))
    ]


def valid_name(place: Place, on: date | None) -> str:
    """The name a city had on a day (Nur-Sultan for Astana in 2021); today's name without a day or without a recorded change."""
    if on is not None and place.level == "city":
        for written, today, country, first, last in _old_names():
            if today == place.name and country == place.country and first <= on <= last:
                return written
    return place.name


def resolve_place(name: str, on: date | None = None) -> Resolved | None:
    """The place a name stands for, in any spelling, script, case form or old name; None when it is not known.

    `on` is the day the name was used; it decides `valid_name` only, because documents go on using old names.
    """
    if not isinstance(name, str) or len(name) > 120:
        return None
    key = re.sub(
        r"^(?:г\.|город|city of|the city of|ville de|town of)\s+|\s+(?:city|town|шаары|қаласы|shahri)$",
        "",
        folded(name),
    )
    place = _folded_names().get(key)
    return Resolved(place, name, valid_name(place, on)) if place else None


def unit_of_city(name: str, country: str) -> str:
    """ISO 3166-2 code of a city's region, "" when unknown."""
    found = resolve_place(name)
    return found.place.unit if found and found.place.country == country else ""
