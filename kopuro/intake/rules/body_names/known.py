"""The list of well-known bodies and groups of people, and the names of places, which are no bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kopuro.core.gazetteer import country_adjectives, country_names, folded, place_names
from kopuro.intake.rules.phrases import Phrases

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Known:
    name: str
    group: str
    as_written: bool


@cache
def known_bodies() -> tuple[Phrases[Known], Phrases[tuple[str, str, str, str]]]:
    table: Phrases[Known] = Phrases()
    for line in (DATA / "bodies.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, group, acronyms, names = [*line.split("\t"), "", ""][:4]
        known = Known(name, group.rstrip("~"), group.endswith("~"))
        for acronym in filter(None, acronyms.split(";")):
            table.add(acronym, known, "exact")
        for full in _spellings(filter(None, names.split(";"))):
            cyrillic = full[0] >= "Ѐ"
            table.add(full, known, "any" if cyrillic else "cap")
            if full.startswith(("Bureau", "Office", "Fonds", "Ministère", "Comité", "Conseil")):
                table.add(full, known, "any")
    groups: Phrases[tuple[str, str, str, str]] = Phrases()
    for line in (DATA / "groups.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, english, russian, french, phrases = line.split("\t")
            groups.add_all((p for p in phrases.split(";") if p), (group, english, russian, french))
    return table.seal(), groups.seal()


_SPELT = (
    ("Centre", "Center"),
    ("Programme", "Program"),
    ("Organization", "Organisation"),
    ("ganisation", "ganization"),
    ("É", "E"),
    ("États", "états"),
)


def _spellings(names: Iterable[str]) -> Iterator[str]:
    """Names as listed and as written on the other side of the ocean."""
    for name in names:
        yield name
        for one, other in _SPELT:
            if one in name:
                yield name.replace(one, other)


@cache
def _known_places() -> frozenset[str]:
    return frozenset(place_names()) | frozenset(country_names()) | frozenset(country_adjectives())


def is_place(name: str) -> bool:
    """Whether a capitalised name is that of a place, a country or its people."""
    return name in _known_places() or folded(name) in country_words()


@cache
def country_words() -> dict[str, str]:
    words = {folded(name): code for name, code in country_names().items() if " " not in name and len(name) > 3}
    return (
        words
        | {folded(word): code for word, code in country_adjectives().items()}
        | {"рк": "KZ", "кр": "KG", "рт": "TJ", "руз": "UZ", "кыргызской": "KG", "кыргызского": "KG"}
    )


@lru_cache(maxsize=20_000)
def country_of_name(name: str) -> str:
    """The country whose name or adjective stands in the name of a body ("Ministry of Interior of Tajikistan"); "" when none or several do."""
    words = country_words()
    codes = {words[w] for w in re.findall(r"[^\W\d_]+", folded(name)) if w in words}
    return codes.pop() if len(codes) == 1 else ""
