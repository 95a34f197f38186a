"""Numbers as documents write them, in digits and in words, with the hedge before or after them.

`find_numbers` reads '1,200', '1 200', '35-40', 'some thirty', 'one hundred and twenty', 'полсотни', 'двадцати пяти', 'une trentaine'.
It does not decide what is counted; ordinals, and digits tied to letters ("G20", "COVID-19"), are left out.
"""

import re
from dataclasses import dataclass
from functools import cache

from kopuro.intake.rules.letters import small_letters
from kopuro.intake.rules.text import word_set


@dataclass(frozen=True)
class NumberFound:
    """A number in text: `start` at its hedge, `at` at the number itself; `high` is the upper end of a range, else None."""

    start: int
    at: int
    end: int
    low: int
    high: int | None
    qualifier: str  # 'exact', 'about', 'at_least'
    in_words: bool
    weak: bool = False  # a bare "one", "un", "один": a number only beside other numbers


# word -> (kind, value): "u" adds (1-99), "h" multiplies by a hundred, "k" by a thousand or a million, "c" is a round collective ("trentaine")
Words = dict[str, tuple[str, int]]


def _numbered(words: str, first: int = 1, step: int = 1) -> Words:
    return {
        word: ("u", first + step * index) for index, words_ in enumerate(words.split()) for word in words_.split("/")
    }


_ENGLISH: Words = {
    **_numbered(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    ),
    **_numbered("twenty thirty forty/fourty fifty sixty seventy eighty ninety", 20, 10),
    "hundred": ("h", 100),
    "thousand": ("k", 1000),
    "million": ("k", 1_000_000),
    "dozen": ("c", 12),
}
_RUSSIAN: Words = {
    **_numbered(
        "один/одна/одно/одного/одной/одну/одним два/две/двух/двумя/двоих/двое три/трех/трёх/тремя/троих/трое "
        "четыре/четырех/четырёх/четырьмя/четверо/четверых пять/пяти/пятью/пятеро/пятерых шесть/шести/шестью/шестеро семь/семи/семью/семеро "
        "восемь/восьми/восемью девять/девяти/девятью десять/десяти/десятью одиннадцать/одиннадцати двенадцать/двенадцати тринадцать/тринадцати "
        "четырнадцать/четырнадцати пятнадцать/пятнадцати шестнадцать/шестнадцати семнадцать/семнадцати восемнадцать/восемнадцати "
        "девятнадцать/девятнадцати"
    ),
    **_numbered(
        "двадцать/двадцати/двадцатью тридцать/тридцати/тридцатью сорок/сорока пятьдесят/пятидесяти/пятьюдесятью "
        "шестьдесят/шестидесяти семьдесят/семидесяти восемьдесят/восьмидесяти девяносто/девяноста",
        20,
        10,
    ),
    **_numbered("сто/ста двести/двухсот/двумястами триста/трехсот/трёхсот четыреста/четырехсот/четырёхсот пятьсот/пятисот шестьсот/шестисот "
                "семьсот/семисот восемьсот/восьмисот девятьсот/девятисот", 100, 100),
    **dict.fromkeys(str.split("тысяча тысячи тысяч тысячу тыс тысячами тысячам"), ("k", 1000)),
    **dict.fromkeys(str.split("миллион миллиона миллионов млн"), ("k", 1_000_000)),
    **dict.fromkeys(str.split("десяток десятка десятков"), ("c", 10)),
    **dict.fromkeys(str.split("сотня сотню сотни сотен"), ("c", 100)),
    **dict.fromkeys(str.split("дюжина дюжину дюжины"), ("c", 12)),
    "полсотни": ("c", 50),
    "полусотни": ("c", 50),
    "полтысячи": ("c", 500),
    "полутысячи": ("c", 500),
    "полторы": ("1.5", 0),
    "полтора": ("1.5", 0),
    "полутора": ("1.5", 0),
}  # fmt: skip
_FRENCH: Words = {
    **_numbered("un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"),
    **_numbered("vingt/vingts trente quarante cinquante soixante septante", 20, 10),
    "octante": ("u", 80),
    "nonante": ("u", 90),
    "cent": ("h", 100),
    "cents": ("h", 100),
    "mille": ("k", 1000),
    "millions": ("k", 1_000_000),
    **{
        word + "aine": ("c", number)
        for word, number in {
            "diz": 10, "douz": 12, "quinz": 15, "vingt": 20, "trent": 30, "quarant": 40, "cinquant": 50, "soixant": 60, "cent": 100,
        }.items()
    },
    "millier": ("c", 1000),
}  # fmt: skip
_TABLES = {"en": _ENGLISH, "ru": _RUSSIAN, "fr": _FRENCH}
# Collectives in the plural that name no number unless a number or a hedge stands before them ("сотни людей").
_LOOSE = word_set(
    "сотни сотен десятка десятков дюжины тысячи тысяч тысячами тысячам тыс миллионов млн million thousand hundred cents"
)
_WEAK = word_set("one un une один одна одно одного одной одну одним")

_HEDGES = {
    "en": (
        r"about|around|some|approximately|approx\.?|nearly|almost|close to|roughly|circa|ca\.|c\.|up to|an? (?:estimated|approximate)|estimated"
        r"|as many as|just under|(?:no|not) more than|less than|fewer than|a maximum of|maximum|in the region of|around about|~",
        r"more than|over|at least|no(?:t)? (?:less|fewer) than|a minimum of|minimum|above|upwards? of|in excess of|exceed(?:ing|ed|s)|just over|well over|surpassing|>|≥",
    ),
    "ru": (
        r"около|порядка|примерно|почти|приблизительно|ориентировочно|где-то|не более|до|менее|в районе|~",
        r"более чем|более|больше|свыше|не менее(?: чем)?|не меньше|как минимум|минимум|по меньшей мере|по крайней мере|>|≥",
    ),
    "fr": (
        r"environ|près de|pr[eè]s d['’]|quelque|quelques|autour de|à peu près|presque|approximativement|jusqu['’]à|une estimation de|moins de|au plus|pas plus de|à peine|~",
        r"plus de|plus d['’]|au moins|pas moins de|au minimum|minimum|au-delà de|un minimum de|>|≥",
    ),
}  # fmt: skip
_BEFORE = {
    language: re.compile(
        rf"(?<![\w-])(?:(?P<about>{about})|(?P<least>{least}))(?:\s(?:a|an|the|les|une?)(?=\s))?\s*\(?$"
    )
    for language, (about, least) in _HEDGES.items()
}
_OR_MORE = re.compile(
    r"\s?\+(?!\d)|[\s-](?:plus|odd)\b(?![- ]size)|\s(?:or|and) more\b(?! than)|\sи более\b|\sс лишним\b|\sс небольшим\b|\set plus\b|\sou plus\b"
)
# Kazakh, Kyrgyz and Uzbek put the hedge after the number ("150-ге жуық", "200 дан ашык").
_NEARLY = re.compile(r"[\s-]{0,2}(?:[гғкқ][еа]|ga|ка)?\s(?:жуық|жакын|яқин|yaqin)\b")
_PAST = re.compile(r"[\s-]{0,2}(?:[дт][еа]н|dan)?\s(?:астам|ашык|ашуун|артық|ортиқ|ortiq|зиёд\w{0,2})\b")
_OR_SO = re.compile(r"\s(?:or so|or thereabouts)\b")
_DIGITS = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f' ]\d{3})+(?![\d])|\d+")
_RANGE = re.compile(r"\s?(?:[-–—‑]|\b(?:to|or|and|до|или|и|à|ou|et)\b)\s?(?=[\d\w])")
_DECIMAL = re.compile(r"[.,]\d{1,2}(?!\d)")
_SCALE = re.compile(
    r"\s?(?:(?P<thousand>thousand|тыс(?:яч[аиу]?|\.)?|тысячами|k\b|mille\b)|(?P<million>millions?|млн|миллион(?:а|ов)?|m\b))"
)
_WORD = re.compile(r"[^\W\d_]+")
_JOIN = re.compile(r"[\s\u00a0-]{1,2}(?:(?:and|et|a|an)[\s-])?")
_CURRENCY = "$€£¥₽₸+#№_@\\"


@cache
def _vocabulary(language: str) -> frozenset[str]:
    return frozenset(_table(language))


def _table(language: str) -> Words:
    return _TABLES["ru" if language in ("kk", "ky", "tg") else language if language in _TABLES else "en"]


def is_number_word(word: str, language: str) -> bool:
    """Whether a word in small letters is part of a spelled-out number."""
    return word in _table(language)


def find_numbers(text: str, language: str) -> list[NumberFound]:
    """All numbers of a text in order, each with its hedge; a number joined to a range is found once, with `high`."""
    language = language[:2].lower()
    lowered, words = small_letters(text)
    hedges = _BEFORE.get(
        language if language in _BEFORE else "ru" if language in ("kk", "ky", "tg") else "en", _BEFORE["en"]
    )
    starts = sorted([*_digit_starts(text), *_word_starts(lowered, words, language)])
    found: list[NumberFound] = []
    busy = 0
    for start in starts:
        if start < busy:
            continue
        one = _read(text, lowered, start, language)
        if one is None:
            continue
        low, end, in_words, round_word, weak = one
        high: int | None = None
        joint = _RANGE.match(lowered, end, end + 6)
        if joint is not None:
            other = _read(text, lowered, joint.end(), language)
            if other is not None and other[0] > low and _is_range(lowered, joint.group(), start):
                high, end = other[0], other[1]
                busy = end
        number = _hedged(lowered, hedges, start, end, low, high, in_words, round_word, weak)
        if number is not None:
            found.append(number)
        busy = max(busy, end)
    return found


def _hedged(
    lowered: str,
    hedges: re.Pattern[str],
    start: int,
    end: int,
    low: int,
    high: int | None,
    in_words: bool,
    round_word: bool,
    weak: bool,
) -> NumberFound | None:
    qualifier = "about" if round_word or high is not None else "exact"
    at = start
    hedge = hedges.search(lowered[max(0, start - 30) : start])
    if hedge is not None:
        at = max(0, start - 30) + hedge.start()
        qualifier = "at_least" if hedge.group("least") else "about"
    elif weak and lowered[start:end] in _LOOSE:
        if lowered[max(0, start - 2) : start] != "a " or lowered[start - 3 : start - 2].isalpha():
            return None
        weak, qualifier = False, "about"
    after = lowered[end : end + 14]
    more = _OR_MORE.match(after)
    if more is not None:
        qualifier, end = "at_least", end + more.end()
    else:
        so = _OR_SO.match(after) or _NEARLY.match(after)
        past = _PAST.match(after)
        if past is not None:
            qualifier, end = "at_least", end + past.end()
        if so is not None:
            qualifier, end = "about", end + so.end()
    return NumberFound(at, start, end, low, high, qualifier, in_words, weak and hedge is None)


def _is_range(lowered: str, joint: str, start: int) -> bool:
    """ "and" and "or" open a range only after "between"; "to", "до" and a dash always do."""
    word = joint.strip()
    if word in ("and", "et", "и", "or", "ou", "или"):
        return (
            word in ("or", "ou", "или")
            or re.search(r"\b(?:between|entre|между|от)\s$", lowered[max(0, start - 9) : start]) is not None
        )
    return True


def _digit_starts(text: str) -> list[int]:
    starts = []
    for match in re.finditer(r"\d+", text):
        start = match.start()
        before = text[start - 1 : start]
        if before and (
            before.isalnum() or before in _CURRENCY or (before in ".,/:" and text[start - 2 : start - 1].isdigit())
        ):
            continue
        if before in ("-", "–", "‑", "/") and text[start - 2 : start - 1].isalpha():
            continue  # "COVID-19", "SDG-16"
        starts.append(start)
    return starts


def _word_starts(lowered: str, words: frozenset[str], language: str) -> list[int]:
    starts = []
    for word in _vocabulary(language) & words:
        at = lowered.find(word)
        while at >= 0:
            whole = not lowered[at - 1 : at].isalpha() and not lowered[at + len(word) : at + len(word) + 1].isalpha()
            if whole and not (word == "cent" and lowered[at - 5 : at] == "pour "):
                starts.append(at)
            at = lowered.find(word, at + len(word))
    return starts


def _read(text: str, lowered: str, start: int, language: str) -> tuple[int, int, bool, bool, bool] | None:
    """Value, end, whether in words, whether a round collective, whether weak; None when no number stands here."""
    digits = _DIGITS.match(text, start)
    if digits is None:
        return _in_words(lowered, start, _table(language))
    group, end = digits.group(), digits.end()
    if len(group) > 15:
        return None
    if " " in group and (
        re.match(r"[ -]\d", text[end : end + 2]) or text[max(0, start - 2) : start].strip(" ").isdigit()
    ):
        return None  # a telephone number
    value = int(re.sub(r"\D", "", group))
    decimal = _DECIMAL.match(text, end)
    scale = _SCALE.match(lowered, decimal.end() if decimal else end)
    if scale is not None and (scale.end() >= len(text) or not text[scale.end()].isalpha()):
        factor = 1000 if scale.group("thousand") else 1_000_000
        whole = float(f"{value}.{decimal.group()[1:]}") if decimal else float(value)
        if whole * factor > 10**12:
            return None
        return round(whole * factor), scale.end(), False, False, False
    after = text[end : end + 1]
    if (
        decimal is not None
        or after == "%"
        or after == "°"
        or after.isalpha()
        or (after == ":" and text[end + 1 : end + 2].isdigit())
    ):
        return None
    if re.match(r"-(?:го|е|й|ого|м|х|ая|ое|ые|ых|th|st|nd|rd|ème|er|e)\b", lowered[end : end + 4]):
        return None
    return value, end, False, False, False


def _in_words(lowered: str, start: int, table: Words) -> tuple[int, int, bool, bool, bool] | None:
    total = current = 0
    least = 10**9  # a smaller word may follow a larger one only
    end = start
    at = start
    count = 0
    half = False
    round_word = False
    first = ""
    while count < 12:
        word = _WORD.match(lowered, at)
        entry = table.get(word.group()) if word else None
        if word is None or entry is None:
            break
        kind, value = entry
        if kind == "1.5":
            if count:
                break
            half = True
        elif kind == "u":
            if value == 20 and current % 100 == 4 and table is _FRENCH:  # quatre-vingt
                current += 76
                least = 20
            elif value >= least or (current % 100 and value >= 20 and value < 100):
                break
            else:
                current += value
                least = (
                    value
                    if value < 10
                    else 10
                    if value < 20
                    else 10
                    if table is not _FRENCH
                    else 20
                    if value < 60
                    else 30
                )
                least = 100 if value >= 100 else least
                if value < 10:
                    least = 0
        elif kind == "h":
            if current > 99:
                break
            current = (current or 1) * value
            least = 100
        elif kind == "k":
            total += round((1.5 if half else current or 1) * value)
            current, half, least = 0, False, 1000
        elif kind == "c":
            round_word = True
            current = round((1.5 if half else current or 1) * value)
            half, least = False, 0
        first = first or word.group()
        count += 1
        end = word.end()
        joint = _JOIN.match(lowered, end)
        if joint is None or kind == "c":
            break
        at = joint.end()
    if not count or half:
        return None
    weak = count == 1 and (first in _WEAK or first in _LOOSE)
    return total + current, end, True, round_word, weak
