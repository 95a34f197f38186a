"""Whether an activity was held, is under way or is to come."""

from __future__ import annotations

import re
from datetime import date

from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.scene import Scene
from kopuro.intake.rules.segments import Segment

ENDS = re.compile(
    r"\b(?:concluded|completed|ended|finished|wrapped up|came to an end|завершил\w+|закончил\w+|s['’]est achevée?|"
    r"a pris fin|s['’]est clôturée?)\b",
    re.I,
)
BEGINS = re.compile(
    r"\b(?:inauguré\w*|inaugurated|started|began|opened|launched|kicked off|стартовал\w*|начал\w+|открыл\w+|a débuté|s['’]est ouverte?|"
    r"a démarré)\b",
    re.I,
)
_TODAY_BEGINS = re.compile(
    r"\b(?:today|сегодня|aujourd['’]hui)\W+(?:\w+\W+){0,8}?(?:start\w*|began|begins|open\w*|launch\w*|kick\w*|нача\w+|старт\w+|откры\w+|lanc\w+|ouv\w+|"
    r"débu\w+)|\b(?:start(?:s|ed)|began|begins|open(?:s|ed)|launched|kick(?:s|ed) off|начал\w*|открыл\w*|стартовал\w*|débute|a débuté|s['’]est ouverte?)\W+"
    r"(?:\w+\W+){0,4}?(?:today|сегодня|aujourd['’]hui|ce (?:lundi|mardi|mercredi|jeudi|vendredi))\b",
    re.I,
)
_THIS_DAY_BEGINS = re.compile(
    r"\bce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b[^.]{0,240}?\b(?:inaugur|s['’]est ouv|a débuté|lancé|démarré)",
    re.I,
)
_ARRANGED = frozenset(
    ("organized", "organised", "arranged", "been arranged", "organisé", "organisée", "организован", "организована")
)


def _only_ahead(scene: Scene, segment: Segment) -> bool:
    """Whether the sentence only says who arranged it and all others speak of what is to come."""
    anchor = segment.anchor.sentence
    if not all(scene.text.raw[v.start : v.end].lower() in _ARRANGED for v in anchor.verbs):
        return False
    others = [v.value for s in segment.sentences if s is not anchor and not s.programme for v in s.verbs]
    return others.count("planned") >= 1 and "held" not in others and "ongoing" not in others


def _lies_ahead(d: DateFound, page_date: date) -> bool:
    told = len(d.first or "") == 10 and d.cue not in ("held", "ended")
    return told and str(d.first) > page_date.isoformat()


def status_of(scene: Scene, segment: Segment, chosen: DateFound | None) -> tuple[str, tuple[int, int]]:
    """The status of an activity and the span of the word that says so (empty where none does)."""
    anchor, page_date = segment.anchor.sentence, scene.page_date
    dated = next((s for s in segment.sentences if chosen is not None and s.start <= chosen.start < s.end), anchor)
    near = sorted(anchor.verbs, key=lambda v: abs(v.start - segment.anchor.hit.start))
    if dated is not anchor and chosen is not None and any(v.value != "held" for v in dated.verbs):
        near = sorted(dated.verbs, key=lambda v: abs(v.start - chosen.start))
    if chosen is not None and segment.own_date is chosen:
        near = sorted(anchor.verbs, key=lambda v: min(abs(v.start - chosen.start), abs(v.end - chosen.start)))[:1]
        if chosen.cue in ("held", "ended") and near and near[0].value == "planned" and "held" in anchor.statuses:
            near = [v for v in anchor.verbs if v.value == "held"]
    for wanted in [chosen] if chosen is not None else []:
        if wanted.cue in ("will", "planned") and not any(
            v.value == "held" and abs(v.start - wanted.start) < 40 for v in anchor.verbs
        ):
            verb = next((v for v in near if v.value == "planned"), None)
            if verb is not None:
                return "planned", (verb.start, verb.end)
    if segment.planned and not anchor.verbs:
        return "planned", (anchor.start, anchor.start)
    votes: dict[str, float] = {}
    kinds = [k.end for k in anchor.kinds]
    main = [
        v for v in near if not any(0 <= v.start - k <= 1 for k in kinds)
    ]  # "a workshop organised by …" says how, not when
    for n, verb in enumerate(main or near):
        votes[verb.value] = votes.get(verb.value, 0) + 1.0 / (1 + n)
    if not votes and segment.title:
        for verb in segment.title.verbs:
            votes[verb.value] = votes.get(verb.value, 0) + 1
    if (
        chosen is not None
        and page_date is not None
        and chosen.first
        and chosen.last
        and len(chosen.first) == len(chosen.last) == 10
    ):
        begun = chosen.first <= page_date.isoformat() < chosen.last
        raw = " ".join(v.value for v in near) + " " + anchor.words
        if begun and (chosen.first == page_date.isoformat() or BEGINS.search(raw)) and not ENDS.search(raw):
            return "ongoing", (near[0].start, near[0].end) if near else (anchor.start, anchor.start)
    begins = next((v for v in near if v.value != "planned"), None)
    if begins is not None and (
        _TODAY_BEGINS.search(scene.text.raw, anchor.start, anchor.end)
        or _THIS_DAY_BEGINS.search(scene.text.raw, anchor.start, anchor.end)
    ):
        return "ongoing", (begins.start, begins.end)
    if chosen is not None and page_date is not None and _lies_ahead(chosen, page_date):
        return "planned", (near[0].start, near[0].end) if near else (anchor.start, anchor.start)
    if votes:
        status = max(votes, key=lambda k: votes[k])
        if status != "held":
            later = [
                v for s in segment.sentences if s is not anchor and not s.heading for v in s.verbs if v.value == "held"
            ]
            over = (
                chosen is not None
                and page_date is not None
                and chosen.last
                and len(chosen.last) == 10
                and chosen.last < page_date.isoformat()
            )
            if (status == "ongoing" and (over or (chosen is None and len(later) > 3))) or (
                chosen and chosen.cue == "ended"
            ):
                status = "held"
        elif chosen is None and _only_ahead(scene, segment):
            status = "planned"
        verb = next((v for v in near if v.value == status), None)
        return status, (verb.start, verb.end) if verb else (anchor.start, anchor.start)
    return "held", (anchor.start, anchor.start)
