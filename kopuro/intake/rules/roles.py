"""Who does what in a sentence: organiser, funder, implementer, partner, host, trainers' agency, participants' institution.

A sentence is read from left to right. A cue such as "funded by" gives its role to the bodies that follow in one chain; a verb such as "organised"
gives the role of organiser to the body that stands before it as the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kopuro.intake.rules.bodies import BodyFound
from kopuro.intake.rules.phrases import Hit, Phrases, listed, word_set
from kopuro.intake.rules.role_signs import (
    AT_BEFORE,
    BE,
    COMMA_BEFORE,
    DAY_NEXT,
    GATHERS,
    HOLDS,
    HYPHENED,
    NORM_AFTER,
    OF_BEFORE,
    TEACHER_AFTER,
    TEACHES,
    broken,
    by_after,
    held_office,
    last_chain,
    meant_for,
    names_the_event,
)
from kopuro.intake.rules.text import Sentence, Text

ROLES = (
    "organiser",
    "funder",
    "implementer",
    "partner",
    "supporter",
    "host",
    "venue",
    "trainer",
    "participant",
    "speaker",
    "legal",
)
_REACH = {"participant": 260, "trainer": 120, "speaker": 60, "legal": 80}

_DONORS = frozenset(("donor",))
_FUNDER_NAMES = (
    "Government of",
    "Embassy",
    "Gouvernement",
    "Правительств",
    "правительств",
    "Посольств",
    "посольств",
    "Department of State",
    "Ambassade",
)


@dataclass(frozen=True, slots=True)
class RoleFound:
    """A body in a role, with the sentence's number."""

    body: BodyFound
    role: str
    sentence: int


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str
    shape: str  # "after": bodies follow; "subject": the body before; "present": bodies before take part; "keep": the chain goes on


@cache
def role_phrases() -> Phrases[_Cue]:
    """The table of cues for roles."""
    table: Phrases[_Cue] = Phrases()
    for (key,), words in listed("roles.tsv"):
        role, shape = key.split()
        table.add_all(words, _Cue("" if role == "-" else role, shape))
    return table.seal()


_INSTRUMENTAL = re.compile(r"(?:ой|ей|ом|ем|ами|ями|ым|им|ью)$")


_GIVING = frozenset(("organiser", "funder", "implementer", "host", "supporter", "partner"))
_FOR_THEM = re.compile(r"\)?,?\s+(?:for|pour|для)\s+(?:the\s+|a group of\s+|(?:\d+|[a-z]+)\s+){0,2}")
_TOGETHER = word_set("together jointly along совместно вместе conjointement")


def _acts(text: Text, body: BodyFound, cues: list[Hit[_Cue]]) -> bool:
    """Whether a body begins a main clause: a comma before it, a verb of holding right after it and no "by" behind the verb."""
    if body.general or not COMMA_BEFORE.search(text.raw, max(0, body.start - 8), body.start):
        return False
    for c in cues:
        if c.value.shape == "subject" and c.value.role == "organiser" and 0 < c.start - body.end <= 14:
            after = text.lower[c.last] if c.last < len(text.lower) else ""
            return after not in ("by", "par") and not text.raw[c.start : c.end].lower().startswith(
                ("hold", "supporting")
            )
    return False


_SPLITS = re.compile(r"[.;:,]|\b(?:and|with|by|и|et|par)\b")


def roles_in(
    text: Text,
    number: int,
    sentence: Sentence,
    bodies: list[BodyFound],
    cues: list[Hit[_Cue]],
    kinds: list[tuple[int, int]],
    people: list[tuple[int, int]],
) -> list[RoleFound]:
    """Roles of the bodies of one sentence. `bodies`, `cues`, `kinds` and `people` (character spans of words for activities and of counts of
    participants) are those inside the sentence."""
    if not bodies:
        return []
    events: list[tuple[int, int, object]] = [(c.start, 0, c) for c in cues]
    events += [(b.start, 1, b) for b in bodies]
    events += [(a, 0, (a, b)) for a, b in people]
    events += [(b, 0, (b, b)) for b in meant_for(text, sentence, kinds)]
    events.sort(key=lambda e: (e[0], e[1]))
    roles: dict[int, str] = {}
    open_subjects: list[BodyFound] = []
    current, reach = "", sentence.start
    behind, linked = (
        "",
        False,
    )  # the role before "funded by", for the project that follows; a cue that may be followed by "was"
    wanting = ""  # a verb whose subject may still follow (Russian and French order)
    beside: list[BodyFound] = []  # "X, together with Y, organised …": Y, until the verb comes
    leading: list[BodyFound] = []  # "X in partnership with …": X, the organiser if no verb says who is
    together = False
    for _, rank, thing in events:
        if isinstance(thing, tuple) and current in _GIVING and reach > thing[0]:
            continue  # "held for judges on 5 May by …": the word "by" ahead has spoken
        if isinstance(thing, tuple):  # "27 officers (from …)", "a workshop for …": who follows takes part
            current, reach = "participant", thing[0]
            continue
        if rank == 0:
            cue: Hit[_Cue] = thing  # type: ignore[assignment]
            if any(b.start <= cue.start < b.end for b in bodies) or (
                cue.value.role == "trainer" and any(a <= cue.start < b + 6 for a, b in people)
            ):
                continue
            if cue.value.shape == "keep":
                reach = cue.end if current else reach
                continue
            if cue.value.shape == "after":
                if cue.value.role == "participant" and DAY_NEXT.match(text.raw, cue.end):
                    continue  # "for Uzbek participants from 17 to 19 July by the OSCE"
                if (
                    cue.value.role == "trainer"
                    and current == "participant"
                    and cue.start - reach <= 24
                    and not _SPLITS.search(text.raw, reach, cue.start)
                ):
                    reach = cue.end  # "brought together experts from …": they took part
                    continue
                if (
                    cue.value.role == "participant"
                    and text.raw[cue.start : cue.end].lower() in GATHERS
                    and text.lower[cue.last : cue.last + 1] not in (["to"], ["in"], ["at"], ["for"], ["by"], ["from"])
                ):
                    for body in last_chain(text, [b for b in open_subjects if not b.general]):
                        clause = text.raw[body.end : cue.start]
                        if (
                            len(clause) < 90
                            and not any(body.end <= e <= cue.start for _, e in kinds)
                            and "," not in clause
                        ):
                            roles.setdefault(body.start, "organiser")  # "the Foundation gathered young people"
                if cue.value.role == "partner" and open_subjects and not leading:
                    leading = [b for b in open_subjects[-1:] if not b.general and cue.start - b.end <= 3]
                together = cue.value.role == "partner" and text.lower[cue.first] in _TOGETHER and bool(open_subjects)
                if cue.value.role == "funder" and current != "funder":
                    behind = current
                current, reach = cue.value.role, cue.end
                linked = (
                    text.raw[cue.start : cue.end].lower().startswith(("organizer", "organiser", "implementing partner"))
                )
                wanting = ""
                continue
            if cue.value.shape == "present":
                for body in open_subjects:
                    roles.setdefault(body.start, "participant")
                open_subjects = []
                current = "participant" if current == "participant" else ""
                continue
            before = text.lower[max(sentence.first, cue.first - 2) : cue.first]
            cyrillic = text.raw[cue.start] >= "Ѐ"
            after_word = not cyrillic and any(cue.start - 2 <= e <= cue.start for _, e in kinds)
            passive = after_word or any(w in BE for w in before)
            by = by_after(text, cue.last, sentence, 20 if passive else 9)
            if by is not None and (passive or not open_subjects):
                current, reach = cue.value.role, by
                continue
            if (
                passive
                and "jointly" not in before
                and "recently" not in before
                and "successfully" not in before
                and "also" not in before
            ):
                current = ""
                continue
            named = [b for b in open_subjects if not b.general]
            subjects = last_chain(text, named)
            if (
                subjects
                and subjects[0].group not in ("international", "donor")
                and named[0] is not subjects[0]
                and OF_BEFORE.search(text.raw, max(0, subjects[0].start - 10), subjects[0].start)
            ):
                subjects = named[:1]  # "the Project on the Capacity of Border Liaison Offices conducted …"
            if (
                not subjects
                and roles
                and all(r == "participant" for r in roles.values())
                and bodies[0].start - sentence.start < 60
                and text.lower[cue.last - 1] in HOLDS
            ):
                subjects = [
                    b for b in bodies if roles.get(b.start) == "participant" and not b.general and b.end <= cue.start
                ][:1]  # "staff of the Centre held …"
                for body in subjects:
                    roles[body.start] = cue.value.role
            for body in subjects:
                roles.setdefault(body.start, cue.value.role)
            if subjects and cue.value.role == "organiser" and beside and cue.start - beside[-1].end <= 90:
                roles.update({body.start: "organiser" for body in beside})
            beside = []
            teaching = text.lower[cue.last - 1] in TEACHES
            wanting = cue.value.role if not subjects and cyrillic else ""
            open_subjects = []
            current, reach = (
                ("taught" if teaching else "implementer" if cue.value.role == "implementer" else ""),
                cue.end,
            )
            continue
        body = thing  # type: ignore[assignment]
        assert isinstance(body, BodyFound)
        if body.general and current in _GIVING and _FOR_THEM.fullmatch(text.raw[reach : body.start]):
            current = "participant"  # "organised by the OSCE for police and internal troops"
        if body.general and current in ("organiser", "funder", "implementer", "host", "supporter", "partner"):
            reach = body.end  # "organised by the police": a kind of body is no name, the chain goes on
            continue
        if body.group == "project" and current == "participant" and body.start - reach <= 120:
            reach = body.end  # a project among the bodies of a list: the list goes on
        elif body.group == "project" and current in ("trainer", "participant", "speaker", "legal", "implementer"):
            current = ""
            open_subjects.append(body)
        elif current in ("participant", "trainer", "speaker", "legal", "organiser") and _acts(text, body, cues):
            current = ""
            open_subjects.append(body)  # "…, involving explosive devices, UNODC also held a workshop"
        elif not current and not wanting and AT_BEFORE.search(text.raw, max(0, body.start - 8), body.start):
            roles.setdefault(body.start, "venue")  # "at the State Border Guard College, BOMCA launched …"
        elif current == "trainer" and held_office(text, body, sentence):
            roles.setdefault(body.start, "speaker")  # "led by …, Vice Speaker of the Parliament"
            reach = body.end
        elif current == "taught":
            if body.general and body.start - reach <= 60:
                roles.setdefault(body.start, "participant")
                reach = body.end
            else:
                current = ""
                open_subjects.append(body)
        elif current == "funder" and body.group == "project" and roles:
            if behind:
                roles.setdefault(body.start, behind)
            else:
                open_subjects.append(body)
            current, reach, behind = behind, body.end, ""
        elif (
            current in ("supporter", "partner", "funder", "host", "trainer", "legal", "speaker")
            and text.raw[reach : body.start] in (", ", ", the ")
            and any(c.value.shape == "subject" and 0 < c.start - body.end <= 12 for c in cues)
        ):  # "With funding from the Trust Fund, UNODC held …"
            current = ""
            open_subjects.append(body)
        elif current in ("supporter", "partner", "funder", "host") and any(reach <= k < body.start for k, _ in kinds):
            current = ""
            open_subjects.append(body)
        elif (
            current
            and body.start - reach <= _REACH.get(current, 70)
            and (linked or not broken(text.raw[reach : body.start], current))
        ):
            roles.setdefault(body.start, current)
            reach = body.end
            if together and current == "partner":
                beside.append(body)
        elif wanting and body.start - reach <= 60:
            roles.setdefault(body.start, wanting)
            reach, current = body.end, wanting
        else:
            current = ""
            if held_office(text, body, sentence):
                roles.setdefault(body.start, "speaker")
            else:
                open_subjects.append(body)
    if "organiser" not in roles.values() and text.raw[bodies[0].start] >= "Ѐ":
        done = next((c for c in cues if c.value.role == "organiser" and c.value.shape == "after"), None)
        for body in bodies:
            if (
                done is not None
                and body.end <= done.start
                and not body.general
                and (
                    (body.written.isupper() and body in open_subjects)
                    or (roles.get(body.start, "") in ("", "host") and _INSTRUMENTAL.search(body.written.split()[0]))
                )
            ):
                roles[body.start] = "organiser"  # "Программой развития ООН … был организован"
    if leading and "organiser" not in roles.values() and any(e > leading[-1].end for _, e in kinds):
        roles.setdefault(leading[-1].start, "organiser")
    found = []
    for body in bodies:
        role = roles.get(body.start, "")
        if role == "supporter" and (body.group in _DONORS or any(n in body.written for n in _FUNDER_NAMES)):
            role = "funder"
        hyphened = HYPHENED.match(text.raw, body.end) if not body.general else None
        if hyphened is not None:  # "an OSCE-supported workshop"
            role = {"backed": "supporter", "paid": "funder"}.get(str(hyphened.lastgroup), "organiser")
            found.append(RoleFound(body, role, number))
            continue
        if role in ("", "participant", "owner") and not body.general:
            if NORM_AFTER.match(text.raw, body.end, min(sentence.end, body.end + 60)):
                found.append(RoleFound(body, "legal", number))  # "UNODC/WHO international standards"
                continue
            if body.group == "international" and TEACHER_AFTER.match(text.raw, body.end, sentence.end):
                role = "trainer"
        if (
            role in ("", "participant")
            and not body.general
            and body.name != "United Nations"
            and names_the_event(text, body, kinds, role)
        ):
            role = "owner"
        elif (
            role in ("", "participant")
            and not body.general
            and found
            and found[-1].role == "owner"
            and text.raw[found[-1].body.end : body.start] in (" и ", " and ", " et ", " & ", " and the ", " et de l'")
        ):
            role = "owner"  # "семинар УНП ООН и ОБСЕ"
        found.append(RoleFound(body, role, number))
    return found
