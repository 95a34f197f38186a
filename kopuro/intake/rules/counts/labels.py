"""The words a number counts: the noun phrase after it, its head and its unit."""

import re
from dataclasses import dataclass

from kopuro.intake.rules.counts.nouns import may_stand_before, unit_of
from kopuro.intake.rules.numbers import is_number_word
from kopuro.intake.rules.text import word_set

_STEP = re.compile(
    r"[ \t\u00a0\u202f]*(?:\n[ \t]*)?(?P<mark>[,/&«»“”\"‘’]?)[ \t\u00a0]*"
    r"(?P<word>[^\W\d_](?:[^\W_]|(?:['’\u2010\u2011-](?=[^\W_])))*(?:\(e\)s)?)"
    r"(?:-(?= (?:and|or|to|et|ou|и|или) ))?"  # "27 mid- and senior-level officers"
)
_STOP = {
    "en": word_set(
        "from in at on to for with by during who that which was were is are will would can could may might has have had be been being also as into over under the this "
        "these those their its his her our than but because while when where how why if not no about between within through across after before since per via "
        "attended attend attending participated participate participating took take taking joined join joining gathered gather learned learn shared share "
        "discussed discuss received receive met meet representing represent including include included came come work works worked benefited explored gained "
        "exchanged visited completed trained presented welcomed engaged learnt "
        "a an it they we you he she so then there here each every both all out up off only just now today ago old aged of plus one"
    ),
    "ru": word_set(
        "из в во на с со к ко у о об от до по для при за под над через между среди без но что который которые которых которым как это эти "
        "был была было были будет будут стали стало приняли принял приняло прошли прошел прошёл обсудили получили смогли также уже всего более около не"
    ),
    "fr": word_set(
        "dans en à au aux pour par sur avec sans sous entre pendant durant lors qui que dont où ont a est sont était étaient seront sera été ce ces cette "
        "leur leurs son sa ses venus venues venant issus issues provenant ainsi notamment mais chez contre depuis vers ayant parmi selon"
    ),
}
_LINKS = {"en": frozenset({"and", "or"}), "ru": frozenset({"и", "или", "а"}), "fr": frozenset({"et", "ou"})}
_FILLERS = {
    "en": frozenset({"different", "of"}),
    "ru": frozenset(),
    "fr": frozenset({"de", "des", "du", "la", "le", "les"}),
}
_WHOM = re.compile(
    r"\s*(?:of (?:whom|them|which|these|those)(?: (?:were|are|being))?|(?:were|are|being)(?= (?:women|men|female|male|girls|boys)\b)|[—–](?= (?:женщин|мужчин|девуш|юнош))"
    r"|из (?:них|которых|числа)(?:\s?[—–-])?|d['’]entre (?:eux|elles)(?: (?:étaient|sont))?|(?:sont|étaient)(?: des)?(?= femmes| hommes))\s*(?:,\s*)?"
)
_NUMBER_AGAIN = re.compile(r"\s?\([^()\d\n]{0,24}\)|\s?\)")
_ATTEND = re.compile(
    r"\s+(?:(?:have |had |will |also )?(?:took part|take part|attended|participated|participate|were trained|joined|graduated)"
    r"|приняли участие|участвовал\w|прошли обучение|обучены|ont (?:participé|pris part|été formé)|assistaient|étaient présents)"
)
_MODE_ALONE = re.compile(
    r"\s+(?:(?:more |others |joined |took part |participated |attended |were |participating |attending |еще |участвовали |подключились |autres |ont participé |participaient |étaient )?"
    r"(?:in[- ]person|on[- ]?site|off-?line|online|on-line|virtually|remotely|face-to-face|physically|via zoom|очно|онлайн|офлайн|оффлайн|дистанционно|лично|"
    r"en ligne|à distance|en présentiel|sur place|en visioconférence))\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\s?\([^()\d\n]{2,90}\)")  # "100 NEET (not in employment) youth"
_ADJECTIVE_FR = re.compile(
    r"(?:iens|iennes|ains|aines|ais|aises|ois|oises|aux|ales|aires|els|elles|iques|ifs|ives|isés|isées|iers|ières|ens|ennes)$"
)
_VERB_RU = re.compile(r"(?:ла|ло|ли|лся|лась|лись|лось|ет|ют|ут|ят|ат|ется|ются|утся|\w{3}(?:ены|аны|ено|ано))$")
_NO_VERB_RU = re.compile(
    r"(?:отдел|национал|сел|студент|ассистент|агент|респондент|ветеран|персонал|депутат|университет|комитет|совет|департамент|кабинет|бюджет|институт|маршрут|дебат|солдат|адвокат|кандидат|интернет|аппарат|гражданы|страны|школа|села|сила|ислама|канала|отдела|персонала)$"
)


@dataclass(frozen=True)
class Phrase:
    """The counted words: the label's span, its unit, its head in small letters; `part` when "of whom" tells a part of a whole."""

    start: int
    end: int
    unit: str
    head: str
    part: bool = False


@dataclass(frozen=True)
class _Word:
    word: str
    start: int
    end: int
    linked: str  # '' when it follows directly, ',' or 'and' when a comma or a conjunction stands before it
    unit: str | None


def phrase_after(text: str, end: int, language: str) -> Phrase | None:
    """The phrase a number counts, standing after it at `end`; None when no known noun follows."""
    at = end
    again = _NUMBER_AGAIN.match(text, at)  # "40 (forty) participants", "(16) participants"
    if again is not None:
        at = again.end()
    whom = _WHOM.match(text, at)
    if whom is not None:
        at = whom.end()
    words = _words(text, at, language)
    span = _english(words) if language == "en" else _head_first(text, words, language)
    if span is not None:
        start, stop, unit, head = span
        return Phrase(start, _stretched(text, stop, language), unit, head, whom is not None)
    if whom is not None and "entre" in whom.group():
        return Phrase(end + 1, end + len(text[end : whom.end()].rstrip()), "people", "", True)
    attending = _ATTEND.match(text, at)
    return Phrase(end, end, "people", "") if attending is not None else None


def mode_after(text: str, end: int) -> Phrase | None:
    """ "20 in person", "15 онлайн": people left unnamed because a count before named them."""
    match = _MODE_ALONE.match(text, end)
    return Phrase(end, end, "people", "", False) if match is not None else None


def _words(text: str, at: int, language: str) -> list[_Word]:
    """The words after a number up to the first that cannot belong to its noun phrase."""
    stop, links, fillers = _STOP[language], _LINKS[language], _FILLERS[language]
    words: list[_Word] = []
    linked = ""
    for _ in range(16):
        match = _STEP.match(text, at)
        if match is None:
            inside = _INSIDE.match(text, at) if words and words[-1].unit is None else None
            if inside is None:
                break
            at = inside.end()
            continue
        word, mark = match.group("word").lower(), match.group("mark")
        if mark in (",", "/", "&"):
            if not words:
                break
            linked = "and" if mark == "&" else ","
        if word in links:
            if not words:
                break
            linked = "and"
        elif word in fillers and not words and not mark:
            pass
        else:
            if language == "fr" and word[:2] in ("d'", "d’") and not words:
                word = word[2:]
            if word in stop or is_number_word(word, language):
                break
            words.append(_Word(word, match.start("word"), match.end("word"), linked, unit_of(word, language)))
            linked = ""
        at = match.end()
    return words


def _english(words: list[_Word]) -> tuple[int, int, str, str] | None:
    """The head is the last noun of the first compound that ends in a known noun; coordinated heads of people join the label."""
    index = _first_known(words, 8)
    if index is None:
        return None
    index = _compound(words, index)
    head = words[index]
    last = index
    while True:
        following = _next_linked(words, last, head.unit)
        if following is None:
            break
        last = _compound(words, following)
    return words[0].start, words[last].end, head.unit or "", head.word


def _first_known(words: list[_Word], limit: int) -> int | None:
    for index, each in enumerate(words[:limit]):
        if each.unit == "measure":
            return None
        if each.unit is not None:
            return index
    return None


def _compound(words: list[_Word], index: int) -> int:
    """From "youth" on to "leaders" in "youth leaders"."""
    for ahead in range(index + 1, min(index + 4, len(words))):
        if words[ahead].linked or not may_stand_before(words[index].word):
            break
        if words[ahead].unit not in (None, "measure"):
            return _compound(words, ahead)
    return index


def _next_linked(words: list[_Word], last: int, unit: str | None) -> int | None:
    """The next head in "officers, prosecutors and judges"; a comma counts only when an "and" follows in the same list."""
    if last + 1 >= len(words) or not words[last + 1].linked:
        return None
    if words[last + 1].linked == "," and not any(each.linked == "and" for each in words[last + 2 : last + 10]):
        return None
    for ahead in range(last + 1, min(last + 6, len(words))):
        if ahead > last + 1 and words[ahead].linked == "and" and words[last + 1].linked == "and":
            pass
        if words[ahead].unit == unit:
            return ahead
        if words[ahead].unit is not None or (ahead == last + 1 and words[ahead].word.endswith("ed")):
            return None
    return None


def _head_first(text: str, words: list[_Word], language: str) -> tuple[int, int, str, str] | None:
    """Russian and French: the first known noun is the head; "jeunes leaders" and "et agents" join the label."""
    index = _first_known(words, 6)
    if index is None:
        return None
    head = words[index]
    last = index
    while last + 1 < len(words):
        following = words[last + 1]
        if not following.linked:
            if following.unit == head.unit == "people" and language == "fr" and last == index:
                last += 1
                continue
            break
        if following.linked == "," and not any(each.linked == "and" for each in words[last + 2 : last + 8]):
            break
        ahead = next((i for i in range(last + 1, min(last + 4, len(words))) if words[i].unit is not None), None)
        if ahead is None or words[ahead].unit != head.unit:
            break
        last = ahead
    return words[0].start, words[last].end, head.unit or "", head.word


def _stretched(text: str, end: int, language: str) -> int:
    """Takes in "of the prison service" (English, French) or the genitive words after a Russian head."""
    at = best = end
    opened = False
    for taken in range(8):
        match = _STEP.match(text, at)
        if match is None or match.group("mark"):
            break
        word = match.group("word").lower()
        if is_number_word(word, language):
            break
        if language == "en":
            if taken == 0 and word != "of":
                break
            if taken and ((word in _STOP["en"] and word != "the") or word in _LINKS["en"] or word.endswith("ed")):
                break
        elif language == "fr":
            lead = word[:2] in ("d'", "d’") or word in ("de", "des", "du")
            if taken == 0 and _ADJECTIVE_FR.search(word) and word not in _STOP["fr"]:
                at = best = match.end()
                continue
            if not lead and (
                not opened or (word not in ("la", "le", "les") and (word in _STOP["fr"] or word in _LINKS["fr"]))
            ):
                break
            opened = opened or lead
        elif (
            word in _STOP["ru"]
            or word in _LINKS["ru"]
            or (_VERB_RU.search(word) and not _NO_VERB_RU.search(word))
            or unit_of(word, "ru") == "measure"
        ):
            break
        at = match.end()
        if word not in ("of", "the", "de", "des", "du", "la", "le", "les"):
            best = at
    return best
