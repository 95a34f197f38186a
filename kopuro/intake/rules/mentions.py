"""Words for an activity in their sentence, and how strongly the signs around one say that an activity was held: a verb, a date, a place, people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.intake.rules.dates import DateFound
from kopuro.intake.rules.kinds import Kind
from kopuro.intake.rules.phrases import Hit, word_set
from kopuro.intake.rules.scene import Scene, SceneSentence

_INDEFINITE = word_set(
    "a an another one two three four five several series new un une deux trois plusieurs ещё еще два три "
    "четыре серия second third fourth"
)
_DEFINITE = word_set(
    "the this these its their le la les l ce cet cette ces этот эта это этого этой данный данного данная "
    "данном такие such every each all any"
)
_EARLIER = word_set(
    "previous earlier preceding last past former предыдущий предыдущего предыдущем предыдущих ранее прошлый "
    "прошлогодний précédent précédente précédents dernière similar аналогичные similaires first initial"
)
_GENERIC = re.compile(
    r"\b(?:activities (?:include|included|such as)|including (?:training|seminars|workshops)|"
    r"types? of (?:activities|events)|over the (?:past|last) (?:\w+ )?(?:years?|months|decade)|in (?:recent|"
    r"the past|past) years|since \d{4}|every year|annually|regularly|traditionally|per year|each year|"
    r"в последние годы|за последние|ежегодно|регулярно|с \d{4} года|на протяжении|за время|за годы|chaque année|"
    r"régulièrement|ces dernières années|depuis \d{4}|au fil des ans|so far|to date|overall|in total|total of|"
    r"всего за|за период)\b",
    re.I,
)
_PHRASE_BREAK = word_set(
    "in of at for to with by from during on and or as that who which was were is are в на с по для из от при "
    "о и а dans de du des pour par avec à et en sur"
)
STATES = re.compile(
    r"\b(?:strategy|law(?![ -]enforc)|resolution|attack|attacks|war|elections?|pandemic|adopted|signed|approved|independence|"
    r"killed|bomb\w*|incident|стратеги\w+|закон\w*|теракт\w*|принят\w*|утвержд\w+|подписан\w*|выбор\w+|stratégie|"
    r"loi|attentats?|adopté\w*|élections?)\b",
    re.I,
)


_RECALLS = re.compile(
    r"(?:recall that|it is worth\s+(?:to )?(?:not\w+|mention\w*|recall\w*) that|as a reminder|it should be recalled|напомним|напоминаем|pour rappel|rappelons)\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(?:follow(?:s|ed|ing)|preceded by|after|since)\s+(?:another|an earlier|a previous|the previous|the first)\b"
)
DATED_KINDS = ("plain", "season")


def recalls(s: SceneSentence) -> bool:
    """Whether a sentence only recalls something done before."""
    return s.words[:1] in "IiRrAaНнПп" and bool(_RECALLS.match(s.words))


@dataclass
class Mention:
    """A word for an activity in its sentence, with the signs around it."""

    sentence: SceneSentence
    hit: Hit[Kind | None]
    kind: Kind
    definite: bool
    indefinite: bool
    earlier: bool
    score: float = 0.0
    recalled: bool = False

    def word(self, scene: Scene) -> str:
        """The word for the activity as written."""
        return scene.text.raw[self.hit.start : self.hit.end]


def mentions_in(scene: Scene, s: SceneSentence, short: bool = False) -> list[Mention]:
    """Words for activities in a sentence; those of headings under four words only when asked for (`short`)."""
    found: list[Mention] = []
    if not short and s.heading and len(scene.raw(s.start, s.end).split()) < 4:
        return found
    for hit in s.kinds:
        if hit.value is None:
            continue
        if _names_a_body(s, hit):
            continue
        near = _determiners(scene, s, hit.first)
        numbered = "the" in near and any(w in ("second", "third", "fourth", "fifth", "sixth") for w in near)
        definite = any(w in _DEFINITE for w in near)
        indefinite = any(w in _INDEFINITE for w in near)
        earlier = any(w in _EARLIER for w in near) and not any(w in ("a", "an") for w in near)
        if earlier and near and near[-1] == "first" and "the" in near:
            earlier = False
        recalled = recalls(s)
        earlier = earlier or recalled  # "Recall that in 2022 the programme organised a course …"
        if not earlier and _ANOTHER.search(scene.text.raw, s.start, hit.start):
            earlier = True  # "… followed another event, the meeting of the Forum, held on …"
        if (
            not earlier
            and found
            and found[-1].earlier
            and scene.text.raw[found[-1].hit.end : hit.start].strip() in ("of", "of the", "de", "of advanced")
        ):
            earlier = True  # "the initial wave of training"
        found.append(
            Mention(
                s,
                hit,
                hit.value,
                (definite and not indefinite) or numbered,
                indefinite and not numbered,
                earlier,
                recalled=recalled,
            )
        )
    return found


def _names_a_body(s: SceneSentence, hit: Hit[Kind | None]) -> bool:
    """Whether the word is part of a body's name ("OSCE Mission to Georgia", "Global Forum") or stands right before it ("la Mission EUCAP")."""
    mission = hit.value is not None and hit.value.type == "mission"
    return any(
        not b.general
        and b.group != "project"
        and (
            b.start < hit.start < b.end
            or (mission and b.start <= hit.start < b.end)
            or (mission and b.start == hit.end + 1)
        )
        for b in s.bodies
    )


def _determiners(scene: Scene, s: SceneSentence, first: int) -> list[str]:
    """The small words before a word for an activity that say whether it is new or known, up to the verb or preposition before its phrase."""
    text = scene.text
    near: list[str] = []
    for at in range(first - 1, max(-1, first - 6), -1):
        if text.starts[at] < s.start or not text.joined(at + 1):
            break
        word = text.lower[at]
        if word in _PHRASE_BREAK or (len(word) > 5 and word.endswith("ed")):
            break
        near.insert(0, word)
    return near


def event_dates(s: SceneSentence) -> list[DateFound]:
    return [d for d in s.dates if d.kind in DATED_KINDS or (d.kind == "dateline" and d.first != d.last and d.first)]


def score(m: Mention, order: int, title_kinds: list[Hit[Kind | None]], scene: Scene, beside: list[Mention]) -> float:
    s = m.sentence
    score = float(m.kind.weight)
    dates = [d for d in event_dates(s) if d.month_day or (d.first and (len(d.first) > 4 or d.kind == "season"))]
    clause_dates = [d for d in dates if abs(d.start - m.hit.start) < 260 and not _of_earlier(d, m, beside, scene)]
    score += 3 if clause_dates else 0
    score += 2 if any(p.cue == "at" and not p.adjective and p.place.level != "world region" for p in s.places) else 0
    score += 2.5 if s.verbs else -2
    score += 1 if any(c.role == "participants" and c.unit == "people" for c in s.counts) else 0
    score += 1 if m.indefinite else 0
    score += 2.5 if order == 0 else 2 if order <= 2 else 1 if order <= 4 else 0
    score += 2 if any(k.value and k.value.type == m.kind.type for k in title_kinds) else 0
    if is_generic(s, scene):
        score -= 3
    if m.kind.type == "":
        score -= 1
        if m.kind.plural and not (title_kinds or any(c.role == "participants" for c in s.counts)):
            score -= 4
    if m.kind.plural and not clause_dates and not s.verbs:
        score -= 1.5
    if m.kind.weight == 1 and not (clause_dates and s.verbs):
        score -= 3
    if not s.verbs and not clause_dates:
        score -= 3
    if clause_dates and tells(s, STATES, scene) and not any(p.cue == "at" for p in s.places):
        score -= 1
    if s.heading:
        score -= 1.5
    return score


def _of_earlier(d: DateFound, m: Mention, beside: list[Mention], scene: Scene) -> bool:
    """Whether a date in the sentence is that of an earlier activity named right before it ("the initial wave, held in April, …")."""
    if m.hit.end < d.start and _ANOTHER.search(scene.text.raw, m.hit.end, d.start):
        return True
    before = [x for x in beside if x.hit.end <= d.start]
    return bool(before) and before[-1].earlier and not m.earlier


def tells(s: SceneSentence, pattern: re.Pattern[str], scene: Scene) -> bool:
    """Whether a pattern is found in a sentence; asked once for each."""
    found = s.asked.get(pattern)
    if found is None:
        found = s.asked[pattern] = bool(pattern.search(scene.text.raw, s.start, s.end))
    return found


def is_generic(s: SceneSentence, scene: Scene) -> bool:
    """Whether a sentence speaks of activities over years or in total, not of one."""
    return tells(s, _GENERIC, scene)
