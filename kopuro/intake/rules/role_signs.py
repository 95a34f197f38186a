"""Small signs that tell roles: the subject before a verb, "by" after a passive, an office held, an event named after its body."""

from __future__ import annotations

import re

from kopuro.intake.rules.bodies import BodyFound
from kopuro.intake.rules.phrases import word_set
from kopuro.intake.rules.text import Sentence, Text

_FOR = frozenset(("for", "для", "pour"))


BE = word_set("was were been is are be being was jointly successfully которые était été also being recently")


_BY = frozenset(("by", "par"))


_BESIDE = re.compile(r"\b(?:parallel to|alongside|in addition to|besides|as well as) (?:the |these )?(?:\w+ )?$", re.I)
_CONDUCTED_FOR = re.compile(
    r"\s+(?:was|were|is|are|has been|have been)\s+(?:\w+ly\s+|also\s+)?(?:conducted|held|organi[sz]ed|run|delivered|arranged|designed|intended)\s+for"
    r"(?!\s+(?:the\s+)?(?:first|second|\w+ (?:days?|weeks?|hours?)))"
)


def meant_for(text: Text, sentence: Sentence, kinds: list[tuple[int, int]]) -> list[int]:
    """Ends of the word "for" that follows a word for an activity within a short phrase ("a two-day course on … for border guards")."""
    found = []
    for start, end in kinds:
        if _BESIDE.search(text.raw, max(sentence.start, start - 30), start):
            continue  # "parallel to the sessions for youth, …"
        after = _CONDUCTED_FOR.match(text.raw, end, sentence.end)
        if after is not None:
            found.append(after.end())
            continue
        for at in range(text.word_at(end), min(text.word_at(end) + 16, sentence.last)):
            if (
                text.lower[at] in BE
                or text.lower[at] in _BY
                or text.lower[at]
                in (
                    "which",
                    "that",
                    "aimed",
                    "took",
                    "held",
                    "organized",
                    "organised",
                    "a",
                    "ont",
                    "который",
                    "состоялся",
                    "прошел",
                )
            ):
                break
            if text.lower[at] in _FOR and (
                at == text.word_at(end) or text.lower[at + 1 : at + 2] not in (["the"], ["a"])
            ):
                found.append(text.ends[at])
                break
    return found


def last_chain(text: Text, bodies: list[BodyFound]) -> list[BodyFound]:
    """The bodies right before a verb that are joined by commas and "and": its subject."""
    chain = bodies[-1:]
    for body in reversed(bodies[:-1]):
        gap = text.raw[body.end : chain[0].start].lower()
        if (
            len(gap) > 45
            or not any(j in gap for j in (",", "(", " and ", " et ", " и ", "&", "with", "/", "совместно"))
            or "." in gap
            or gap.count(")") > gap.count("(")
        ):
            break
        chain.insert(0, body)
    return chain


_OF_THE = re.compile(r"\s+(?:of(?: the)?|du|de la|des|de l['’]|de|d['’])\s*")


def names_the_event(text: Text, body: BodyFound, kinds: list[tuple[int, int]], role: str) -> bool:
    """Whether a body stands right beside a word for an activity: "the OSCE workshop", "семинар Центра ОБСЕ"."""
    cyrillic = text.raw[body.start] >= "Ѐ"
    if text.raw[body.end : body.end + 1] in ("-", "–"):
        return False  # "the EU-Central Asia Dialogue"
    for start, end in kinds:
        if cyrillic and 0 < body.start - end <= 2:
            return True
        linked = text.raw[end : body.start] if not cyrillic and 0 < body.start - end < 12 else ""
        if linked and _OF_THE.fullmatch(linked):
            return True
        if (
            not cyrillic
            and not role
            and 0 < start - body.end <= 26
            and not any(c in ",.;:()" for c in text.raw[body.end : start])
            and " " not in text.raw[body.end + 1 : start].strip()[14:]
        ):
            return True
    return False


def by_after(text: Text, word: int, sentence: Sentence, most: int) -> int | None:
    for at in range(word, min(word + most, sentence.last)):
        if text.lower[at] in _BY:
            return text.ends[at]
    return None


def broken(gap: str, role: str) -> bool:
    """Whether the words between a cue and a body are too much of a sentence to carry the role on."""
    if role in ("participant", "trainer"):
        return False
    lowered = gap.lower()
    return any(
        word in lowered
        for word in (
            " was ",
            " were ",
            " who ",
            " which ",
            " where ",
            " that ",
            " aimed ",
            " called ",
            " entitled ",
            " named ",
            " for the ",
            " который",
            " которая",
            " которые",
            " qui ",
            " a été",
            " dont ",
            " прошел",
            " прошла",
            " состоял",
            " took place",
            " is part ",
            " are part ",
            " as part of ",
            " and brought ",
            " brings ",
            " brought ",
            " fait partie ",
            " aims ",
            " in order ",
            " для ",
            " afin ",
        )
    )


_SKIPPED = word_set("of the at in for to a an s de du des la le l d au aux à the")


_OFFICES = word_set(
    "secretary commissioner spokesman speaker head director minister ambassador chairman chair chairperson representative rector chief president "
    "officer coordinator specialist expert manager deputy spokesperson adviser директор руководитель глава "
    "посол министр представитель начальник председатель заместитель координатор ректор директора главы "
    "начальника эксперт directeur directrice ministre ambassadeur ambassadrice représentant représentante "
    "chef cheffe président présidente coordonnateur secrétaire responsable préfet gouverneur commissaire"
)  # fmt: skip


def held_office(text: Text, body: BodyFound, sentence: Sentence) -> bool:
    """Whether the body only says whose director, minister or ambassador someone is."""
    at = text.word_at(body.start) - 1
    after = text.word_at(body.end)
    if (
        after < sentence.last
        and text.joined(after)
        and text.lower[after] in _OFFICES
        and text.words[after][0].isupper()
    ):
        return True  # "EU Ambassador … opened the meeting"
    if at >= sentence.first and text.lower[at] in _OFFICES and text.raw[text.ends[at] : body.start] == ", ":
        return True  # "Principal Secretary, Ministry of Interior, …"
    while at >= sentence.first and text.lower[at] in _SKIPPED and text.joined(at + 1):
        at -= 1
    return at >= sentence.first and text.joined(at + 1) and text.lower[at] in _OFFICES


COMMA_BEFORE = re.compile(r",\s(?:the |l['’]|le |la |les )?$", re.I)
DAY_NEXT = re.compile(r"\s\d{1,2}(?:st|nd|rd|th)?\s(?:to|until|-|–|[A-Z][a-z]+)")
HYPHENED = re.compile(
    r"[-–](?P<backed>supported|backed|assisted)|[-–](?P<paid>funded|financed|sponsored)|[-–](?P<led>led|organi[sz]ed|run|hosted|facilitated)\b"
)
AT_BEFORE = re.compile(r"\b[Aa]t (?:the )?$")
GATHERS = frozenset(
    ("brought together", "brings together", "gathered", "gathers", "a réuni", "ont réuni", "a rassemblé")
)
OF_BEFORE = re.compile(r"\b(?:of|for|on)\s(?:the\s)?$")
NORM_AFTER = re.compile(
    r"(?:[/,]\s?\w+)*(?:['’]s)?(?:\s(?:and|or|\w+)){0,3}?\s(?:standards?|guidelines|conventions?|resolutions?|principles|recommendations|strategy|charter|norms|rules|handbook|"
    r"manual|curriculum|toolkit|methodology|treaty)\b"
)
TEACHER_AFTER = re.compile(
    r"\s(?:\w+\s)?(?:trainers?|experts?|facilitators?|lecturers?|consultants?|instructors?)\b(?! (?:from|of))"
)
HOLDS = word_set(
    "held conducted organized organised hosted провели провел провела организовали организовал организовала "
    "проводят tenu organisé animé"
)
TEACHES = word_set(
    "trained trains train обучил обучила обучили обучает formé forme forment outille outillé sensibilise "
    "sensibilisé equipped equips"
)
