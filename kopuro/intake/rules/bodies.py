"""Organisations, institutions and groups of people named in a text: from the list of well-known bodies, by the habits of names, by acronyms.

A full name followed by its acronym in brackets ties the two for the rest of the text. Acronyms of subjects (VERLT, FTF, ToT) are no bodies.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kopuro.core.gazetteer import folded
from kopuro.core.russian import nominative_plural
from kopuro.intake.rules.body_names import READERS
from kopuro.intake.rules.body_names.acronyms import as_written, spelt_out
from kopuro.intake.rules.body_names.cued import names_beside
from kopuro.intake.rules.body_names.found import BodyFound
from kopuro.intake.rules.body_names.joined import finished, one_name
from kopuro.intake.rules.body_names.known import is_place, known_bodies
from kopuro.intake.rules.body_names.quoted import projects, quoted_bodies, quoted_projects
from kopuro.intake.rules.phrases import Hit, word_set
from kopuro.intake.rules.text import Text

DATA = Path(__file__).parent / "data"


_SUBJECTS = word_set(
    "VERLT PVE CVE P/CVE PCVE VE CT FTF FTFs ToT TOT TOTs COVID NEET SDG SDGs GBV SGBV HIV AIDS CBRN CBRN-E IT "
    "ICT AI NGO NGOs CSO CSOs OSC ONG MENA HR MIL AML CFT AML/CFT PPP DDR SSR PRR OSINT SALW IED IEDs ILP THB "
    "TIP NPM FIU PDF FAQ EST UTC GMT USD EUR KGS UN SCR UNSCR MoU MOU TV PR HE CV EN RU FR API APIS PNR QR ID "
    "VIP MHPSS LGBT NPP NAP WPS YPS CLA RBM IS ISIL ISIS DAESH GBAO ВИЧ СПИД СМИ НПО ПНЭ ПЭ ПВЭ ТВ ФТБ ИКТ НКО "
    "ОМСУ ЦУР КР РК РТ РУз РФ ВЭ ЦА PSE EVN EV LCT PEV FDS VBG TIC GAFI TPE CM CE CHW DVE FT PVERLT P/CVERLT "
    "CVERLT LEA LEAs EUMS PTSD PIU SOP SOPs IHL CSE CSAM DNA CCTV IQ OK"
)
_QUOTED_TITLE = re.compile(r"[«“„\"]([^«»“”„\"\n]{25,260})[»”\"]")
_LEGAL_FORM = re.compile(
    r"(?:КГУ|ГУ|ОФ|ОО|НПО|МОО|АНО|[Фф]онд\w*|[Оо]бъединени\w+|[Оо]рганизаци\w+|[Цц]ентр\w*|NGO|PF|PA|"
    r"[Ff]oundation|[Ff]und|[Aa]ssociation|ONG|[Oo]rganization|[Ii]nstitution)\s*$"
)
_ACRONYM = re.compile(r"\(\s*(?:[a-zа-я]+ )?[«\"“]?([A-ZА-ЯЁ][A-Za-zА-Яа-яёЁ/&\-]{1,11}s?)[»\"”]?\s*\)")
_NO_BODY = re.compile(
    r"^(?:\w+ )*(?:Steering|Organi[sz]ing) (?:Committee|Group)|^(?:National )?Action Plan|^Working Group$|"
    r"Координационн\w+ комитет|^(?:International|National|Regional|Public|Non-governmental|State) (?:Organi[sz]ation|Office|Foundation|Association|Agency|Institute|Academy)$"
    r"|^Youth Camp|^State Language|^(?:The )?(?:Consortium|Mission|Office|Delegation|Initiative|Programme|Project|Parliament|Council|"
    r"Projet|Projets|Secretariat|Round-Table Meeting|Steering Group|Focal Points?)$"
    r"|\b(?:Resolution|Convention|Protocol|Charter|Declaration|Strategy|Agenda)s?$|^(?:The )?Forum of\b|^Groupe de [Tt]ravail$"
    r"|^Haut Conseil de Coopération$|^(?:Advisory|Supervisory) Board$",
    re.I,
)
_UPPER = re.compile(r"[A-ZА-ЯЁ]")


@lru_cache(maxsize=20_000)
def _no_body(name: str) -> bool:
    return _NO_BODY.search(name) is not None


def find_bodies(
    text: Text, language: str | None, cues: Iterable[Hit[Any]] = (), kinds: Iterable[Hit[Any]] = ()
) -> list[BodyFound]:
    """Every body and group of people named, in order; of names inside one another the longest. `general` groups come along. `cues` for roles
    and words for activities (`kinds`), where given, betray names that stand beside them."""
    raw = text.raw
    taken = [False] * len(text.words)
    spans: list[tuple[int, int, str, str, bool]] = []  # first word, last word, name, class, general
    known, groups = known_bodies()
    titles = _title_words(text)
    aliases: dict[str, tuple[str, str]] = {}
    listed = known.find(text)
    for hit in listed:
        if _only_says_who_pays(text, hit.last):
            taken[hit.first : hit.last] = [True] * (hit.last - hit.first)
            continue
        if hit.value.name in _short_words() and not _stands_as_body(text, hit.first, hit.last):
            continue
        for at in range(hit.first, hit.last):
            taken[at] = True
        if hit.value.as_written:
            continue
        spans.append((hit.first, hit.last, hit.value.name, hit.value.group, False))
    for hit in listed:  # a ministry every state has: the reader of names below may see it longer, with its country
        if hit.value.as_written:
            for at in range(hit.first, hit.last):
                taken[at] = False
    reader = READERS.get(language or "en", READERS["en"])
    named = reader(text, [a or b for a, b in zip(taken, titles, strict=True)])
    for body in named:
        spans.append((body.first, body.last, body.name, body.group, False))
    covered = [False] * len(text.words)
    for first, last, *_ in spans:
        covered[first:last] = [True] * (last - first)
    for hit in listed:
        if hit.value.as_written and not any(covered[hit.first : hit.last]):
            name, last = as_written(text, hit.first, hit.last, language)
            spans.append((hit.first, last, name, hit.value.group, False))
            covered[hit.first : last] = [True] * (last - hit.first)
    for first, last, name in quoted_bodies(text):
        if last <= len(covered) and not any(covered[first:last]):
            spans.append((first, last, name, "civil_society", False))
            covered[first:last] = [True] * (last - first)
    for first, last, name in quoted_projects(text) if language != "ru" else ():
        if last <= len(covered) and not any(covered[first:last]):
            spans.append((first, last, name, "project", False))
            covered[first:last] = [True] * (last - first)
    for at, last, acronym in projects(text):
        if acronym not in _SUBJECTS and at < len(covered) and not covered[at] and len(acronym) > 3 and acronym != "THE":
            spans.append((at, last, acronym, "project", False))
            covered[at:last] = [True] * (last - at)
            aliases.setdefault(acronym, (acronym, "project"))
    by_end = {last: (first, last, name, group) for first, last, name, group, _ in spans}
    for m in _ACRONYM.finditer(raw):
        acronym = m.group(1)
        if len(_UPPER.findall(acronym)) < 2 or acronym in _SUBJECTS:
            continue
        before = text.word_at(m.start())
        ahead = text.word_at(m.start(1))
        held = by_end.get(before)
        if held is None and before and covered[before - 1] and before in by_end:
            continue
        longer = spelt_out(text, before, acronym, covered) if held is not None and acronym != held[2] else None
        if held is not None and longer is not None and longer < held[0] and len(acronym) > 3:
            spans = [
                s for s in spans if not (longer <= s[0] < before)
            ]  # "Middle East and North Africa FATF" holds the FATF
            name = re.sub(r"\s+", " ", raw[text.starts[longer] : text.ends[before - 1]])
            spans.append((longer, before, name, held[3], False))
            covered[longer:before] = [True] * (before - longer)
            aliases[acronym] = (name, held[3])
            if ahead < len(covered):
                covered[ahead] = True
            continue
        if held is not None:
            same = next((s for s in spans if s[0] == ahead and not s[4]), None)
            if same is not None and same[2] != held[2] and _spells(text, held[0], before, acronym):
                spans = [(*s[:2], same[2], same[3], s[4]) if s[:2] == held[:2] else s for s in spans]
                held = (held[0], held[1], same[2], same[3])  # "the Organization for Security and Cooperation (OSCE)"
            aliases[acronym] = (held[2], held[3])
            if ahead < len(covered) and not covered[ahead]:
                covered[ahead] = True
            continue
        start = spelt_out(text, before, acronym, covered)
        if start is not None and not any(covered[start:before]):
            same = next(
                (s for s in spans if s[0] == ahead), None
            )  # the acronym is of a known body: its full name stands for the same
            name = same[2] if same else re.sub(r"\s+", " ", raw[text.starts[start] : text.ends[before - 1]])
            spans.append((start, before, name, same[3] if same else "", False))
            covered[start:before] = [True] * (before - start)
            aliases[acronym] = (name, "")
            if ahead < len(covered):
                covered[ahead] = True
    if aliases:
        for at, word in enumerate(text.words):
            alias = aliases.get(word)
            if alias and not covered[at]:
                spans.append((at, at + 1, alias[0], alias[1], False))
                covered[at] = True
    marked = [a or b or c for a, b, c in zip(covered, titles, taken, strict=True)]
    for first, last in names_beside(text, marked, cues, kinds, is_place, _SUBJECTS) if language != "ru" else ():
        if not any(covered[first:last]):
            spans.append((first, last, re.sub(r"\s+", " ", raw[text.starts[first] : text.ends[last - 1]]), "", False))
            covered[first:last] = [True] * (last - first)
    for ghit in groups.find(text):
        if not any(covered[ghit.first : ghit.last]):
            group, _, russian, _ = ghit.value
            written = text.raw[text.starts[ghit.first] : text.ends[ghit.last - 1]]
            label = (
                _russian_label(written, russian)
                if language == "ru"
                else re.sub(r"\s+", " ", written).lower()
                if written[:1].isupper() and not written[1:2].isupper()
                else re.sub(r"\s+", " ", written)
            )
            spans.append((ghit.first, ghit.last, label, group, True))
    return [b for b in one_name(text, finished(text, spans)) if not _no_body(b.name) and b.group != "none"]


def _spells(text: Text, first: int, last: int, acronym: str) -> bool:
    """Whether the capitals of words [first, last) begin the acronym, all but one letter of it."""
    capitals = "".join(w[0] for w in text.words[first:last] if w[0].isupper())
    return len(capitals) >= 3 and len(capitals) >= len(acronym) - 1 and acronym.startswith(capitals)


def _title_words(text: Text) -> list[bool]:
    """Marks the words of long quoted titles and of headings written with capitals throughout: names by shape are not to be trusted there."""
    marks = [False] * len(text.words)
    for m in _QUOTED_TITLE.finditer(text.raw):
        if m.group(1).count(" ") >= 4 and not _LEGAL_FORM.search(text.raw, max(0, m.start() - 30), m.start()):
            first, last = bisect_left(text.starts, m.start(1)), bisect_left(text.starts, m.end(1))
            marks[first:last] = [True] * (last - first)
    for block in text.blocks:
        if block.heading:
            first, last = bisect_left(text.starts, block.start), bisect_left(text.starts, block.end)
            long_words = [w for w in text.words[first:last] if len(w) > 3]
            if len(long_words) > 4 and sum(w[0].isupper() for w in long_words) > 0.75 * len(long_words):
                marks[first:last] = [True] * (last - first)
    return marks


@cache
def _short_words() -> frozenset[str]:
    return frozenset(
        (
            "United Nations",
            "European Union",
            "African Union",
            "Council of Europe",
            "RAN",
            "Search for Common Ground",
            "WHO",
            "FRANCOPOL",
            "IGAD",
        )
    )


def _stands_as_body(text: Text, first: int, last: int) -> bool:
    """UN before "Security Council resolution", UA, RAN, CE: short acronyms count unless they lead another name."""
    word = text.words[first]
    if last - first > 1:
        return True
    ahead = text.lower[last] if last < len(text.words) and text.joined(last) else ""
    if word in ("UN", "ООН", "ONU"):
        return ahead not in (
            "under",
            "regional",
            "security",
            "secretary",
            "resolution",
            "general",
            "charter",
            "convention",
            "global",
            "member",
            "member",
            "day",
            "system",
            "house",
            "guiding",
            "standards",
            "volunteer",
            "по",
            "в",
        )
    if (
        word in ("EU", "ЕС", "UE")
        and text.raw[text.ends[last - 1] : text.ends[last - 1] + 1] in "-–"
        and is_place(" ".join(text.words[last : last + 2]))
    ):
        return False  # "the EU-Central Asia Rule of Law Platform"
    if word in ("EU", "ЕС", "UE"):
        return ahead not in ("member", "members", "countries", "country", "standards", "law", "citizens", "strategy")
    return word.isupper() or last - first > 1


def _russian_label(written: str, label: str) -> str:
    """The group as written, put into the nominative where that is simple, else the label of its kind."""
    words = re.sub(r"\s+", " ", written)
    if words[1:2].islower():
        words = words[0].lower() + words[1:]
    turned = nominative_plural(words)
    return turned if turned != words or words.endswith(("ы", "и", "я", "во", "СМИ", "НПО", "ие")) else label


def _only_says_who_pays(text: Text, last: int) -> bool:
    """ "EU-funded", "European Union funded": the funder is read by the programme reader and is no subject of the sentence."""
    return (
        last < len(text.lower)
        and text.lower[last] in ("funded", "financed", "backed")
        and text.joined(last)
        and not (last + 1 < len(text.lower) and text.lower[last + 1] == "by")
    )


def names(found: list[BodyFound]) -> Iterator[str]:
    """Distinct names in order of appearance."""
    seen: set[str] = set()
    for body in found:
        key = folded(body.name)
        if key not in seen:
            seen.add(key)
            yield body.name
