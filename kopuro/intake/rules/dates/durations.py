"""Stated lengths: 'three-day training', 'a week-long course', 'трёхдневный семинар', 'atelier de cinq jours'."""

import re

from kopuro.intake.rules.dates.found import DurationFound
from kopuro.intake.rules.letters import small_letters

_ENGLISH = str.split("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
_FRENCH = str.split("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze")
_AMOUNTS: dict[str, int] = {
    **{word: number for number, word in enumerate(_ENGLISH, start=1)},
    **{word: number for number, word in enumerate(_FRENCH, start=1)},
    "a": 1,
    "an": 1,
    "une": 1,
    "half": 0,
    "twenty": 20,
    "thirty": 30,
    "vingt": 20,
    "trente": 30,
    "quinzaine": 15,
    **{
        form: number
        for number, forms in enumerate(
            (
                "один одного одной одну",
                "два две двух",
                "три трех трёх",
                "четыре четырех четырёх",
                "пять пяти",
                "шесть шести",
                "семь семи",
                "восемь восьми",
                "девять девяти",
                "десять десяти",
                "одиннадцать одиннадцати",
                "двенадцать двенадцати",
                "тринадцать тринадцати",
                "четырнадцать четырнадцати",
                "пятнадцать пятнадцати",
            ),
            start=1,
        )
        for form in forms.split()
    },
}
_RUSSIAN_STEMS = {
    "одно": 1,
    "двух": 2,
    "трех": 3,
    "трёх": 3,
    "четырех": 4,
    "четырёх": 4,
    "пяти": 5,
    "шести": 6,
    "семи": 7,
    "восьми": 8,
    "девяти": 9,
    "десяти": 10,
    "двенадцати": 12,
    "четырнадцати": 14,
    "пятнадцати": 15,
    "": 1,
}
_UNITS = {
    "day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month", "hour": "hour", "hours": "hour",
    "дня": "day", "дней": "day", "день": "day", "дни": "day", "недели": "week", "недель": "week", "неделю": "week", "месяца": "month", "месяцев": "month",
    "часа": "hour", "часов": "hour",
    "jour": "day", "jours": "day", "journée": "day", "journee": "day", "journées": "day", "semaine": "week", "semaines": "week", "mois": "month",
    "heures": "hour", "heure": "hour",
}  # fmt: skip
_UNIT = re.compile(
    r"(?<![^\W_])(?P<amount>\d{1,3}|[^\W\d_]{1,13})(?P<joint>[\s\u00a0\u2010\u2011-]{1,2}|[\s-]{0,2}(?:\(\w{1,10}\)|full|working|consecutive|intensive|pleines?|полных|рабочих)[\s-])"
    r"(?P<unit>days?|weeks?|months?|hours?|дн(?:я|ей|и)|день|недел(?:и|ь|ю)|месяц(?:а|ев)|час(?:а|ов)|jours?|journ[ée]es?|semaines?|mois|heures?)(?P<long>[\s-]long)?(?![^\W_])",
    re.IGNORECASE,
)
_RUSSIAN = re.compile(
    r"(?<![^\W_])(?P<amount>\d{1,3}|[а-яё]{0,12}?)[-–]?(?P<unit>дневн|недельн|месячн|часов)(?:ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми)(?![^\W_])",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![^\W_])(?P<unit>day|week|month)[\s-]?long(?![^\W_])", re.IGNORECASE)
_AND_A_HALF = re.compile(r"\b([A-Za-z]+)[- ]and[- ]a[- ]$")
_NOT_A_LENGTH_BEFORE = re.compile(
    r"(?:past|last|previous|within|every|next|first|second|than|после|последни[ех]|каждые|через|спустя|в течение последних|derni[eè]rs|après|tous les|dans les|"
    r"\bper|each|age of|dernières)\s(?:the\s|les\s)?$",
    re.IGNORECASE,
)
_NOT_A_LENGTH_AFTER = re.compile(
    r"^\s(?:ago|each|chacun|каждый|каждое|later|after|before|old|earlier|prior|of activism|of arrest|per|a week|спустя|назад|после|ареста|подряд|plus tard|avant|après|par semaine)",
    re.IGNORECASE,
)


def find_durations(text: str, language: str) -> list[DurationFound]:
    """Stated lengths of an activity, in the order they stand; "last three days" and "two weeks ago" are none."""
    found: list[DurationFound] = []
    lowered, words = small_letters(text)
    for match in _near_units(text, lowered, words):
        amount_word = match.group("amount").lower()
        amount = int(amount_word) if amount_word.isdigit() else _AMOUNTS.get(amount_word, -1)
        unit = _UNITS[match.group("unit").lower()]
        if amount_word == "half":  # "a two-and-a-half-day course" takes three days
            whole = _AND_A_HALF.search(text, max(0, match.start() - 20), match.start())
            amount = _AMOUNTS.get(whole.group(1).lower(), -1) + 1 if whole else 0
        if amount <= 0 or not _is_length(text, match, amount_word):
            continue
        found.append(DurationFound(match.start(), match.end(), amount, unit, amount if unit == "day" else None))
    if "невн" in text or "недельн" in text or "месячн" in text or "часов" in text:
        found += [each for each in map(_russian, _RUSSIAN.finditer(text)) if each is not None]
    if "long" in text or "LONG" in text:
        taken = {each.end for each in found}  # "three-week-long" is found already
        for match in _LONG.finditer(text):
            unit = match.group("unit").lower()
            if match.end() not in taken:
                found.append(DurationFound(match.start(), match.end(), 1, unit, 1 if unit == "day" else None))
    return sorted(found, key=lambda each: each.start)


def _near_units(text: str, lowered: str, words: frozenset[str]) -> list[re.Match[str]]:
    """An amount and a unit, looked for only where a unit word stands."""
    at = []
    for unit in _UNITS.keys() & words:
        place = lowered.find(unit)
        while place >= 0:
            at.append((place, len(unit)))
            place = lowered.find(unit, place + len(unit))
    found: dict[int, re.Match[str]] = {}
    for place, length in sorted(at):
        match = _UNIT.search(text, max(0, place - 28), place + length + 6)
        if match is not None and match.end() >= place + length:
            found[match.end()] = match
    return list(found.values())


def _is_length(text: str, match: re.Match[str], amount_word: str) -> bool:
    before = text[max(0, match.start() - 24) : match.start()]
    if _NOT_A_LENGTH_BEFORE.search(before) or _NOT_A_LENGTH_AFTER.match(text[match.end() : match.end() + 16]):
        return False
    hyphened = "-" in match.group("joint") or match.group("long") or "‑" in match.group("joint")
    if amount_word in ("a", "an", "one", "un", "une", "один", "одного", "одной", "одну") and not hyphened:
        # "a day", "one day" is a length only in "d'une journée", "for a week", "a one day course"
        return re.search(r"(?:d['’]|\bfor|lasted|\ba|в течение|pendant|durant)\s?$", before, re.IGNORECASE) is not None
    return not (before[-1:] in "-–/" and before[-2:-1].isdigit())


def _russian(match: re.Match[str]) -> DurationFound | None:
    word = match.group("amount").lower()
    amount = int(word) if word.isdigit() else _RUSSIAN_STEMS.get(word, -1)
    unit = {"дневн": "day", "недельн": "week", "месячн": "month", "часов": "hour"}[match.group("unit").lower()]
    if amount <= 0 or (not word and unit in ("day", "hour")):
        return None
    return DurationFound(match.start(), match.end(), amount, unit, amount if unit == "day" else None)
