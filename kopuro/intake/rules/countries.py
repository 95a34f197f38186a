"""Whose staff attended and where the trainers came from: countries by the words around their names and adjectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kopuro.intake.rules.backward import BACKWARD
from kopuro.intake.rules.phrases import Phrases, listed
from kopuro.intake.rules.places import CENTRAL_ASIA, PlaceFound

if TYPE_CHECKING:
    from kopuro.intake.rules.scene import Scene, SceneSentence

_QUOTED = re.compile(r"[«“„\"][^«»“”„\"\n]{18,220}[»”″\"]")
_SHARED = re.compile(
    r"\b(?:shared|exchanged|presented|поделил\w+|рассказал\w+|обменял\w+|ont partagé|ont présenté|ont échangé)\b", re.I
)
_FIGHTERS = re.compile(
    r"\b(?:fighters|returnees|returned|repatriated|terrorists|refugees|боевик\w+|возвращ\w+|combattants)\b", re.I
)
_PRACTICE = re.compile(r"\b(?:experience|practices?|implemented|опыт\w*|expérience)\b")
_CAME = re.compile(r"participated|attended|took part|участ|particip", re.I)
_FIVE = re.compile(
    r"\b(?:all\s+|the\s+)*(?:five|5)\s+(?:\w+\s+)?central asian?\s+(?:countries|states|republics|nations)|"
    r"\bfive countries of central asia|\bfive states of central asia|\ball central asian (?:countries|states|"
    r"republics)|\bcentral asian (?:countries|states|republics)|countries of central asia|states of central asia|"
    r"(?:from|across) central asia\b|"
    r"\b(?:всех\s+)?(?:пяти|5)\s+(?:стран|государств|республик)\w*\s+центральной азии|\bстран(?:ами|"
    r"ах)? центральной азии|\bгосударств\w* центральной азии|\bпять стран центральной азии|\b(?:cinq|5)\s+(?:pays|"
    r"républiques|états)\s+d['’]asie centrale|\bpays d['’]asie centrale",
    re.I,
)
_FIVE_FIRM = re.compile(r"five|\b5\b|\ball\b|пят|cinq|всех", re.I)
_SUBJECT = re.compile(
    r"\b(?:in|to|against|situation|conflict|war|fighters|border with|returned|returning|repatriated|stemming from|"
    r"attack|threats?)\s*(?:in |from |on |with )?(?:the )?$|(?:в|из|ситуаци\w+ в|войн\w+ в)\s*$",
    re.I,
)
_THESE = re.compile(
    r"(?:these|they|the (?:partner |participating )?countries|namely)\b[^.:]{0,30}?\b(?:include[ds]?|were|are|namely)\b:?",
    re.I,
)
MONEY = re.compile(
    r"\b(?:funded|financed|sponsored|co-chaired|chaired)\s+(?:jointly\s+)?by\b|\b(?:financial support|funding|contributions?) (?:from|of|provided by)\b|"
    r"\b(?:with|through|thanks to) (?:the )?(?:\w+ )?(?:support|assistance|help|backing|aid) (?:of|from)\b|\bfinancements? (?:de|du|d['’])(?!\s?(?:terroris|la prolif))|"
    r"\bfinancée?s? par\b|\b(?:avec|grâce à|grâce au) (?:le |l['’])?(?:soutien|appui|aide)\b|\bпри (?:\w+ )?(?:финансовой )?(?:поддержке|содействии)\b|\bфинансируем\w+|\bза счет средств",
    re.I,
)
_OF_BEFORE = re.compile(
    r"\bparticipants? (?:of|in|at|from|de l['’]|du|de la|à l['’]|au|à la) ?(?:the |an? )?(?:previous |earlier |first )?(?:workshop|training|seminar|course|"
    r"meeting|conference|atelier|formation|séminaire|réunion|stage|cours|conférence) (?:held|organi[sz]ed|organisée?|tenue?) (?:in|en) (?:\w+ )?\d{4}",
    re.I,
)
_WHO_LED = re.compile(r",?\s+who (?:facilitated|led|delivered|trained|moderated|conducted|taught)\b")
_OFFICE_OF = re.compile(
    r"\b(?:Head|Director|Deputy|Minister|Ambassador|Speaker|Chair(?:man|person|woman)?|Chief|President|Secretary|Rector|Commissioner|"
    r"Representative)\b(?: \w+)? (?:of|at|to|in|for)\b[^.;,]{0,90}$|\b(?:directeur|directrice|ministre|ambassad\w+|président\w*|chef|глав[аы]|директор\w*|"
    r"министр\w*|посол|посла|председатель|начальник)\b[^.;,]{0,50}$"
)
_NEXT_TO = re.compile(
    r"\b(?:border(?:s|ing)?(?: with)?|frontières? (?:avec|du|de la|de|des|d['’])|границ\w+ с|граничащ\w+ с|neighbouring|voisins? d[eu]|limitrophes? d[eu])\s*"
    r"(?:the |le |la |l['’])?$",
    re.I,
)
_AND_EXPERTS = re.compile(r"\s+(?:and|et(?: des| d['’]| les)?|и)\s*")
_WORKING_IN = re.compile(
    r"[^.;,]{0,60}\b(?:operating|working|based|active|œuvrant|работающ\w+|действующ\w+) (?:in|en|au|в) (?:the )?"
)
_FOR_THOSE = re.compile(r"\b(?:for|для|pour)\s[^.;,]{0,70}$")
_AND_ALSO = re.compile(r",?\s*(?:and|as well as|и|а также|et|ainsi que)\s+(?:the |l['’])?")
_OF_STATE = re.compile(
    r"(?:['’]s)?\s+(?:Ambassador|Embassy|President|Prime Minister|Foreign Minister|[Gg]overnment|Department of State|State Department)\b"
)
_HOT = frozenset(("SY", "IQ", "AF"))


@cache
def mark_phrases() -> Phrases[str]:
    """Words for people who teach ("expert"), who take part ("participant") and bodies that leave it open ("weak")."""
    table: Phrases[str] = Phrases()
    for (part,), words in listed("people.tsv"):
        table.add_all(words, part)
    return table.seal()


@dataclass(frozen=True, slots=True)
class CountryFound:
    """A country in a part: "participant" or "expert", with the span of its name and whether it is only implied by an agency or a place."""

    code: str
    part: str
    start: int
    end: int
    implied: bool = False
    adjective: bool = False


def countries_in(scene: Scene, s: SceneSentence, skip: set[int]) -> list[CountryFound]:
    """Countries of participants and experts told in one sentence. `skip` holds starts of places where the activity was held."""
    raw = scene.text.raw
    found: list[CountryFound] = []
    region = raw.find("entral", s.start, s.end) >= 0 or raw.find("ентральн", s.start, s.end) >= 0
    if not (region or any(p.place.level == "country" for p in s.places)):
        return found
    sentence = raw[s.start : s.end]
    organising = [
        (r.body.start, r.body.end)
        for r in s.roles
        if r.role in ("organiser", "funder", "partner", "supporter", "implementer", "speaker", "legal", "host")
    ]
    counted = [(c.start, c.end) for c in s.counts if c.role == "participants"]
    listed = _THESE.match(sentence)
    marks = [(m.start, m.end, "participant" if _within(m.start, counted) else m.value) for m in s.marks]
    quoted = (
        [(m.start(), m.end()) for m in _QUOTED.finditer(raw, s.start, s.end)]
        if any(q in sentence for q in '«“„"')
        else []
    )
    shared = _SHARED.search(sentence) if marks and marks[0][2] == "expert" else None
    if (
        shared and marks and marks[0][2] == "expert" and marks[0][0] < s.start + shared.start()
    ):  # "experts … and police officers from … shared"
        marks = [(a, b, "expert" if a < s.start + shared.start() else kind) for a, b, kind in marks]
    if listed:  # "… from six partner countries. These included: …"
        marks.insert(0, (s.start, s.start + listed.end(), "participant"))
    money = MONEY.search(sentence)
    paid = s.start + money.start() if money else s.end
    looks_back = _OF_BEFORE.search(sentence) if "articip" in sentence else None
    past = s.start + looks_back.start() if looks_back else s.end
    marks = [
        (a, b, "participant" if kind == "expert" and n and _same_people(raw, marks[n - 1], a) else kind)
        for n, (a, b, kind) in enumerate(marks)
    ]
    part, reached = "", -1
    beside = -1  # the end of a neighbour ("at the border with …")
    for place in s.places:
        code = place.place.country
        if not code or place.start in skip or place.place.level not in ("country",):
            continue
        if _OF_STATE.match(raw, place.end):
            continue  # "the U.S. Ambassador"
        if _NEXT_TO.search(raw, max(s.start, place.start - 34), place.start) or (
            beside >= 0 and place.start - beside < 12
        ):
            beside = place.end
            continue
        if BACKWARD.search(raw, max(s.start, place.start - 160), place.start):
            continue  # "after a first course for the services of Mali, …"
        if _OFFICE_OF.search(raw, max(s.start, place.start - 120), place.start):
            if marks and _SHARED.search(raw, place.end, s.end) and not place.adjective:
                found.append(CountryFound(code, "expert", place.start, place.end))
            continue
        if place.start > past:
            continue  # "… the participants of the workshop held in 2023 for Tajikistan"
        if place.start > paid and not any(paid < a < place.start and kind != "weak" for a, _, kind in marks):
            continue
        if _WHO_LED.match(raw, place.end):
            found.append(CountryFound(code, "expert", place.start, place.end))
            part, reached = "expert", place.end
            continue
        if any(a <= place.start < b for a, b in organising) or any(a < place.start < b for a, b in quoted):
            continue
        held = next(
            (
                r.role
                for r in s.roles
                if r.role in ("trainer", "participant")
                and not r.body.general
                and r.body.start <= place.start <= r.body.end + 8
            ),
            "",
        )
        if held and place.cue != "at":
            found.append(CountryFound(code, "expert" if held == "trainer" else "participant", place.start, place.end))
            part, reached = found[-1].part, place.end
            continue
        adjectival = place.adjective or raw[place.end : place.end + 2] in ("'s", "’s")
        ahead = next(
            (
                ("participant" if kind == "weak" else kind, a)
                for a, b, kind in marks
                if 0
                <= a - place.end
                <= (34 if place.adjective or raw[place.end : place.end + 2] in ("'s", "’s") else 2)
            ),
            None,
        )
        chained = (
            reached >= 0
            and place.start - reached <= 22
            and not re.search(r"[.;()]|\b(?:in|on|at)\b", raw[reached : place.start])
        )
        behind = [mark for mark in marks if mark[1] <= place.start and place.start - mark[1] <= 160]
        while (
            len(behind) > 1
            and behind[-1][2] == "weak"
            and behind[-1][0] - behind[-2][1] < 60
            and not re.search(r"[.;]|\b(?:for|who|to|для|pour)\b", raw[behind[-2][1] : behind[-1][0]])
        ):
            behind.pop()
        if behind and behind[-1][2] == "weak":
            behind[-1] = (behind[-1][0], behind[-1][1], "participant")
        told = ""
        if adjectival and (place.adjective or ahead):
            told = ahead[0] if ahead else part if chained else ""
            if not ahead and not chained:
                if (
                    behind
                    and behind[-1][2] == "expert"
                    and place.start - behind[-1][1] < 130
                    and re.match(
                        r"\s*(?:\w+\s+)?(?:forces?|police|officers?|services?|agenc|units?|ministr|academy|guard)",
                        raw[place.end : place.end + 30],
                    )
                ):
                    found.append(CountryFound(code, "expert", place.start, place.end))
                    part, reached = "expert", place.end
                continue
            between = raw[place.end : ahead[1]] if ahead else ""
            if re.search(r"[.;:]", between):
                continue
        elif place.cue == "at":
            told = _told_at(raw, s.start, place, behind, part if chained else "")
        elif place.cue in ("from", "of", "unit", "", "name") and behind:
            before = raw[max(s.start, place.start - 30) : place.start]
            war = code in _HOT and (place.cue == "of" or bool(_FIGHTERS.search(before)))
            loose = place.cue not in ("from", "of", "unit") and bool(_SUBJECT.search(before)) and not chained
            if not (war or loose):
                told = part if chained and part else behind[-1][2]
        elif chained:
            told = part
        listed_here = chained and part == "participant" == told
        if told and not (
            code in _HOT
            and told == "participant"
            and place.cue not in ("from", "of", "unit")
            and not (place.adjective or listed_here)
        ):
            found.append(CountryFound(code, told, place.start, place.end, False, place.adjective))
            part, reached = told, place.end
        else:
            part, reached = "", place.end if chained else -1
    five = _FIVE.search(sentence) if region else None
    if five and (
        _FIVE_FIRM.search(five.group())
        or re.search(
            r"particip|represent|official|officer|attend|участ|представител|сотрудник|réuni|particip", sentence, re.I
        )
    ):
        a, b = s.start + five.start(), s.start + five.end()
        firm = bool(_FIVE_FIRM.search(five.group())) or bool(
            re.search(r"(?:from|of|из)\s+(?:the\s+)?$", sentence[: five.start()])
        )
        meant = _FOR_THOSE.search(raw, max(s.start, a - 80), a)
        if firm and (meant or any(kind != "expert" for _, _, kind in marks)):
            found.extend(CountryFound(code, "participant", a, b) for code in CENTRAL_ASIA)
            for place in s.places:  # "the five Central Asian countries and Afghanistan"
                if place.start >= b and place.place.level == "country" and _AND_ALSO.fullmatch(raw, b, place.start):
                    found.append(CountryFound(place.place.country, "participant", place.start, place.end))
    return found


def _same_people(raw: str, before: tuple[int, int, str], start: int) -> bool:
    """Whether a word for experts is joined to one for those who took part: "representatives and experts from …"."""
    return before[2] == "participant" and bool(_AND_EXPERTS.fullmatch(raw, before[1], start))


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= position < b for a, b in spans)


def _told_at(raw: str, start: int, place: PlaceFound, behind: list[tuple[int, int, str]], part: str) -> str:
    """The part of a country told with "in": that of the chain it stands in, of staff right before it ("prison staff in Kosovo"), of practice
    shared ("the programmes implemented in Algeria"); else none, because it says where something was."""
    if part:
        return part
    if not behind:
        return ""
    a, b, kind = behind[-1]
    if place.start - b <= 5 and kind == "participant" and not _CAME.search(raw[a:b]):
        return "participant"
    if kind == "participant" and _WORKING_IN.fullmatch(raw, b, place.start):
        return "participant"
    return kind if _PRACTICE.search(raw, b, place.start) and place.start - b <= 90 else ""
