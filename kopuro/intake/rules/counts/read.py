"""Counts of people, sessions, activities, districts, countries and organisations, each with role, stage and mode."""

import re
from dataclasses import dataclass, replace

from kopuro.intake.rules.counts import cues
from kopuro.intake.rules.counts.found import CountFound
from kopuro.intake.rules.counts.labels import Phrase, mode_after, phrase_after
from kopuro.intake.rules.numbers import NumberFound, find_numbers

_SENTENCE_END = re.compile(r"[.!?…]['\"”»)]?\s+(?=[^\Wа-яa-zё\d_]|[«“\"])|\n\s*\n|\n(?=[^\Wа-яa-zё\d_])")
_MONTHS = re.compile(
    r"\s?(?:st|nd|rd|th|er)?\s?(?:of )?(?:jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"январ[яье]|феврал[яье]|марта?|апрел[яье]|ма[яй]|июн[яье]|июл[яье]|августа?|сентябр[яье]|октябр[яье]|ноябр[яье]|декабр[яье]|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|of|by|until|for|from|during|year|and|to|en|depuis|de|fin|début|в|с|за|от|до|к|на|годы?|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре|ноябре|декабре|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)|[(–—-]|\d,?)\s?$",
    re.IGNORECASE,
)
_RUSSIAN_SCRIPT = frozenset({"kk", "ky", "tg", "uk"})
_WINDOW = 300


@dataclass
class _Seen:
    """A count on the way: the number, its phrase, its sentence's bounds."""

    number: NumberFound
    phrase: Phrase
    low: int
    high: int
    labelled: bool = False  # found as "Participants: 45"


def find_counts(text: str, language: str) -> list[CountFound]:
    """Counted things of a text in the order they stand.

    Only a number that counts a known kind of thing is a count: years, ages, shares, money, telephone and resolution numbers are not.
    """
    code = language[:2].lower()
    words = code if code in ("en", "ru", "fr") else "ru" if code in _RUSSIAN_SCRIPT else "en"
    seen: list[_Seen] = []
    for number in find_numbers(text, language):
        if seen and number.low == seen[-1].number.low and text[seen[-1].number.end : number.start].strip() == "(":
            continue  # "40 (forty)"
        phrase = None if number.weak and not _beside(seen, number) else _phrase(text, number, words)
        labelled = False
        if phrase is None:
            head = text[max(0, number.start - 45) : number.start]
            labelled = cues.FIELD[words].search(head) is not None or (
                cues.IN_ALL.match(text, number.end) is not None and cues.PEOPLE_BEFORE.search(head) is not None
            )
            phrase = (
                Phrase(number.end, number.end, "people", "")
                if labelled
                else mode_after(text, number.end)
                if seen
                else None
            )
            if phrase is None:
                continue
        elif not _counts(text, number, words):
            continue
        low, high = _sentence(text, number.at, phrase.end)
        seen.append(_Seen(number, phrase, low, high, labelled))
    found = [_count(text, seen, index, words) for index in range(len(seen))]
    for index in range(1, len(found)):  # "28 women and 71 children" brought home are both no group that attended
        one, other = found[index - 1], found[index]
        if (
            (one.role, other.role) == ("other", "subgroup")
            and one.unit == "people"
            and _coordinated(text, seen[index - 1], seen[index], words)
        ):
            found[index] = replace(other, role="other", stage="reported")
    return [each for each in found if each.unit != "other" or each.role != "other"]


def _beside(seen: list[_Seen], number: NumberFound) -> bool:
    """A bare "one" counts only right after another count ("three men and one woman")."""
    return bool(seen) and 0 <= number.start - seen[-1].phrase.end <= 12


def _phrase(text: str, number: NumberFound, words: str) -> Phrase | None:
    return phrase_after(text, number.end, words)


def _counts(text: str, number: NumberFound, words: str) -> bool:
    """Refuses years, dates, labels ("Article 5") and parts of longer strings."""
    before = text[max(0, number.start - 24) : number.start]
    if not number.in_words:
        if _looks_like_year(text, number) and (
            (1985 <= number.low <= 2040 and number.low != 2000) or _YEAR_BEFORE.search(before) is not None
        ):
            return False
        if _MONTHS.match(text, number.end, number.end + 18):
            return False
        if cues.LABELLED[words].search(before) or (
            words != "en" and cues.LABELLED["en"].search(before) and number.low > 31
        ):
            return False
        if before[-1:] in "/–—-" and before[-2:-1].isdigit():
            return False
    elif cues.LABELLED[words].search(before) and number.start == number.at:
        return False
    return True


def _looks_like_year(text: str, number: NumberFound) -> bool:
    written = text[number.at : number.end]
    return number.start == number.at and written.isdigit() and len(written) == 4 and 1900 <= number.low <= 2099


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _WINDOW)
    for match in _SENTENCE_END.finditer(text, low, start):
        low = match.end()
    high = min(len(text), end + _WINDOW)
    stop = _SENTENCE_END.search(text, end, high)
    return low, stop.start() if stop else high


def _count(text: str, seen: list[_Seen], index: int, words: str) -> CountFound:
    each = seen[index]
    number, phrase = each.number, each.phrase
    left = text[each.low : number.start].lower()
    right = text[phrase.end : each.high].lower()
    role = _role(text, seen, index, left, right, words) if phrase.unit == "people" else "other"
    stage = _stage(left, right, phrase, role, words, each.labelled)
    start = number.start
    if each.labelled:
        label, end = "", number.end
    else:
        label, end = text[phrase.start : phrase.end], phrase.end
    mode = _mode(text, seen, index)
    return CountFound(
        start,
        max(end, number.end),
        number.low,
        number.high,
        number.qualifier,
        phrase.unit,
        " ".join(label.split()),
        role,
        stage,
        mode,
    )


def _role(text: str, seen: list[_Seen], index: int, left: str, right: str, words: str) -> str:
    each = seen[index]
    near_right = right[:70]
    if cues.FIGHTERS.search(each.phrase.head):
        return "other"
    if cues.OTHER_HEADS[words].search(each.phrase.head) and not _took_part(left, near_right, words):
        return "beneficiaries" if cues.BENEFICIARIES[words].search(left[-60:] + " " + near_right[:40]) else "other"
    if cues.STAFF[words].search(left[-40:].rstrip()) or (
        cues.STAFF_HEADS.match(each.phrase.head) and cues.TEAM[words].search(left[-40:].rstrip())
    ):
        return "staff"
    if cues.NO_GROUP[words].search(left[-45:] + " | " + near_right[:45]) and not _took_part(
        left, near_right[:45], words
    ):
        return "other"
    if _is_part(text, seen, index, left, words):
        return "subgroup"
    if cues.PROGRAMME_TOTAL[words].search(left[-130:]) or cues.PROGRAMME_TOTAL[words].search(near_right):
        return "programme_total"
    if cues.BENEFICIARIES[words].search(left[-50:] + " | " + near_right[:40]) and not _took_part(
        left[-60:], near_right[:45], words
    ):
        return "beneficiaries"
    return "trainers" if _are_trainers(text, seen, index, left, words) else "participants"


def _are_trainers(text: str, seen: list[_Seen], index: int, left: str, words: str) -> bool:
    each = seen[index]
    if not cues.TRAINER_HEADS[words].search(each.phrase.head):
        return False
    if cues.TRAINERS_LEFT[words].search(left[-50:].rstrip()):
        return True
    stop = seen[index + 1].number.start if index + 1 < len(seen) else each.high
    after = text[each.phrase.end : min(stop, each.high, each.phrase.end + 90)].lower()
    return cues.TRAINERS_RIGHT[words].search(after) is not None and not _TOOK_PART[words].search(after)


_TOOK_PART = {
    "en": re.compile(
        r"attend|participa|took part|taking part|take part|brought together|bring(?:s|ing)? together|gathered|trained|training for|joined the|graduat|audience|engaging|engaged|workshop for|course for|learned"
    ),
    "ru": re.compile(
        r"участ|собрал|обуч|слушател|присутств|прошли курс|прошли подготовку|проходят обучение|повышени\w* квалификации"
    ),
    "fr": re.compile(r"particip|pris part|prendront part|réuni|rassembl|formé|formation|assisté|regroup"),
}


def _took_part(left: str, right: str, words: str) -> bool:
    return _TOOK_PART[words].search(left[-90:]) is not None or _TOOK_PART[words].search(right) is not None


def _is_part(text: str, seen: list[_Seen], index: int, left: str, words: str) -> bool:
    """A part of a whole: "including 12 women", "(9 men and 11 women)", one of "20 officers and 15 prosecutors"."""
    each = seen[index]
    if each.phrase.part:
        return True
    if cues.SUBGROUP_LEFT[words].search(left[-30:]) and not left[-30:].rstrip().endswith(("with", "а также")):
        return True
    near = [*seen[max(0, index - 8) : index], *seen[index + 1 : index + 9]]
    same = [other for other in near if other.phrase.unit == "people" and (other.low == each.low or _near(other, each))]
    if not same:
        return False
    label = text[each.phrase.start : each.phrase.end].lower()
    gender = len({sex.group().lower()[:2] for sex in cues.GENDER[words].finditer(label)}) == 1
    before = [other for other in same if other.phrase.end <= each.number.start]
    if before:
        bracket = text.rfind("(", before[0].phrase.end, each.number.start)
        if bracket > text.rfind(")", before[0].phrase.end, each.number.start):
            return True
    if gender:
        return True
    return any(_coordinated(text, each, other, words) for other in same)


def _near(one: _Seen, other: _Seen) -> bool:
    return abs(one.number.start - other.number.start) < 160 and one.low <= other.number.start <= one.high


_FINITE = re.compile(r"\s(?:were|was|are|is|had|have|has|will|были|был|стали|получили|ont|étaient|sont|seront)\b")
_AND = {
    "en": re.compile(r"\s*(?:,|and|, and|as well as|&|plus|,? alongside|together with)\s*$"),
    "ru": re.compile(r"\s*(?:,|и|, и|а также|, а также)\s*$"),
    "fr": re.compile(r"\s*(?:,|et|, et|ainsi que|, ainsi que)\s*$"),
}


def _coordinated(text: str, one: _Seen, other: _Seen, words: str) -> bool:
    first, second = sorted((one, other), key=lambda each: each.number.start)
    gap = cues.MODE.sub("", text[first.phrase.end : min(second.number.start, first.phrase.end + 60)].lower())
    if len(gap) > 14 or one.phrase.part or other.phrase.part or _AND[words].match(gap) is None:
        return False
    own_clause = "," in gap and len(gap.strip(" ,")) > 0  # "…, and 30 trainees were certified" tells of others
    return not (own_clause and _FINITE.match(text[second.phrase.end : second.phrase.end + 16].lower()))


def _stage(left: str, right: str, phrase: Phrase, role: str, words: str, labelled: bool) -> str:
    near_left, near_right = left[-110:], right[:70]
    if (
        cues.REGISTERED[words].search(near_left[-40:])
        or cues.REGISTERED[words].search(near_right[:30])
        or cues.REGISTERED[words].search(phrase.head)
    ):
        return "registered"
    if (
        cues.PLANNED[words].search(near_left)
        or cues.PLANNED[words].search(near_right[:45])
        or cues.PLANNED_RIGHT[words].search(right[:160])
    ):
        return "planned"
    if role in ("programme_total", "other", "staff", "beneficiaries") or phrase.unit != "people":
        return "reported"
    if (
        labelled
        or cues.ATTENDED[words].search(near_left)
        or cues.ATTENDED[words].search(near_right)
        or cues.ATTENDED[words].search(phrase.head)
    ):
        return "attended"
    return "reported"


def _mode(text: str, seen: list[_Seen], index: int) -> str | None:
    """The word of mode nearest the count, between it and the next count or the end of its clause."""
    each = seen[index]
    if each.phrase.unit != "people":
        return None
    stop = seen[index + 1].number.start if index + 1 < len(seen) else each.high
    after = text[each.number.end : min(stop, each.high, each.phrase.end + 60)].lower()
    clause = re.split(r"[.;)]", after[: len(after)])[0]
    match = cues.MODE.search(clause)
    if match is None:
        begin = seen[index - 1].phrase.end if index else each.low
        match = cues.MODE.search(text[max(begin, each.low, each.number.start - 25) : each.number.start].lower())
    return str(match.lastgroup) if match is not None else None


def without_labels(counts: list[CountFound]) -> list[CountFound]:
    """The same counts with empty labels (for comparing numbers alone)."""
    return [replace(each, label="") for each in counts]
