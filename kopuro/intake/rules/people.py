"""How many took part in one activity: the stated total with its qualifier, and the groups counted inside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.intake.rules.claims import FieldClaim
from kopuro.intake.rules.counts import CountFound
from kopuro.intake.rules.mentions import is_generic
from kopuro.intake.rules.scene import Scene, SceneSentence
from kopuro.intake.rules.segments import Segment

_SO_FAR = re.compile(
    r"\b(?:so far|to date|since|over the (?:past|last)|in total|overall|will|planned|"
    r"всего|за период|за (?:последн|прош)|с начала|au total|depuis|à ce jour)\b",
    re.I,
)
_LISTED = re.compile(r"[\s,]*(?:and|и|et|as well as|а также|ainsi que|plus)?\s*", re.I)
_TAKES_PART = re.compile(
    r"\b(?:attend\w*|participa\w*|took part|take part|brought together|brings together|gathered|trained|joined|trainees|участ\w+|собра\w+|обучен\w+|"
    r"réuni\w*|pris part|prennent part|rassembl\w+|formée?s)\b",
    re.I,
)
_WOMEN = ("women", "woman", "female", "girls", "женщин", "девуш", "девоч", "femmes", "filles")
_MEN = ("men", "man", "male", "boys", "мужчин", "юнош", "мальчик", "hommes", "garçons")


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """Total (None where none is stated), its qualifier, groups as (label, number), and the claims behind them."""

    total: int | None
    qualifier: str | None
    groups: tuple[tuple[str, int], ...]
    claims: tuple[FieldClaim, ...]


def read_people(scene: Scene, segment: Segment) -> PeopleRead:
    """The people of one activity. A total is one stated count, the nearest to the sentence that tells the activity. Groups are never added up,
    with one exception: the two sexes counted in one sentence ("20 women and 15 men took part") are everyone, other groups may overlap."""
    anchor = segment.anchor.sentence
    telling = [s for s in segment.sentences if not s.programme and not s.about]
    telling.sort(key=lambda s: (s is not anchor, abs(s.number - anchor.number), s.number))
    total, listed = _total(scene, telling)
    subgroups = [
        (s, c) for s in telling for c in s.counts if c.unit == "people" and c.role == "subgroup" and c.number > 0
    ]
    groups: dict[tuple[str, int], CountFound] = {(c.label, c.number): c for c in listed}
    for _, c in subgroups:
        groups.setdefault((c.label or (c.mode or ""), c.number), c)
    sexes = [g for g in groups if g[0].lower().startswith((*_WOMEN, *_MEN))]
    if (
        total is None and len(sexes) == 2
    ):  # "20 members (nine men and 11 women)": the two make up a third count, which is the total
        whole = next((g for g in groups if g not in sexes and g[1] == sum(n for _, n in sexes)), None)
        total = groups.pop(whole) if whole is not None else None
    claims = [
        FieldClaim("participants.groups", f"{label}: {number}", c.start, c.end, c.qualifier, c.unit, why="counts")
        for (label, number), c in groups.items()
    ]
    if total is not None:
        claims.append(
            FieldClaim(
                "participants",
                str(total.number),
                total.start,
                total.end,
                total.qualifier,
                total.unit,
                "activity",
                basis=total.stage,
                why="counts",
            )
        )
        return PeopleRead(total.number, total.qualifier, tuple(groups), tuple(claims))
    summed = _both_sexes(subgroups)
    if summed is None:
        return PeopleRead(None, None, tuple(groups), tuple(claims))
    number, first, last = summed
    claims.append(
        FieldClaim("participants", str(number), first, last, "exact", "people", "activity", basis="sum", why="counts")
    )
    return PeopleRead(number, "exact", tuple(groups), tuple(claims))


def _total(scene: Scene, telling: list[SceneSentence]) -> tuple[CountFound | None, list[CountFound]]:
    """The count that is the total; or, where a sentence lists several groups on one level, no total and the list."""
    said = [(q.start, q.end) for s in telling for q in s.quotes if q.attributed]
    for s in telling:
        counts = [c for c in s.counts if c.unit == "people" and c.role == "participants" and c.number > 0]
        counts = [
            c
            for c in counts
            if not _counts_no_people(c.label)
            and not any(a <= c.start < b for a, b in said)
            and (c.number > 3 or s is telling[0] or _TAKES_PART.search(scene.text.raw, s.start, s.end))
        ]
        if not counts:
            continue
        listed = _on_one_level(scene, counts)
        if len(listed) < 2:
            return counts[0], []
        whole = next((c for c in counts if c.number == sum(x.number for x in listed if x is not c)), None)
        return whole, [c for c in listed if c is not whole]
    for s in telling:  # "The training was provided to 524 employees": said of this activity, not of a programme
        given = [c for c in s.counts if c.unit == "people" and c.role == "beneficiaries" and c.number > 0]
        told = bool(given and s.verbs and not is_generic(s, scene)) and any(k.value for k in s.kinds)
        if told and not _SO_FAR.search(scene.text.raw, s.start, s.end):
            return given[0], []
    return None, []


def _on_one_level(scene: Scene, counts: list[CountFound]) -> list[CountFound]:
    """The counts that follow one another joined by commas and "and" ("20 judges, 15 prosecutors and 4 lawyers")."""
    chain = counts[:1]
    for c in counts[1:]:
        gap = scene.text.raw[chain[-1].end : c.start]
        if len(gap) <= 16 and _LISTED.fullmatch(gap) and c.label and chain[-1].label:
            chain.append(c)
        else:
            break
    return chain


def _counts_no_people(label: str) -> bool:
    lowered = label.lower()
    return label == "Beneficiaries" or lowered.startswith(("заседани", "встреч", "сесси", "beneficiaries in"))


def _both_sexes(subgroups: list[tuple[SceneSentence, CountFound]]) -> tuple[int, int, int] | None:
    """Sum of women and men counted exactly in one sentence, with the span of both; None where one is missing."""
    by_sentence: dict[int, dict[str, CountFound]] = {}
    for s, c in subgroups:
        label = c.label.lower()
        sex = "f" if label.startswith(_WOMEN) else "m" if label.startswith(_MEN) else ""
        if sex and c.qualifier == "exact":
            by_sentence.setdefault(s.number, {}).setdefault(sex, c)
    for found in by_sentence.values():
        if len(found) == 2:
            women, men = found["f"], found["m"]
            return women.number + men.number, min(women.start, men.start), max(women.end, men.end)
    return None
