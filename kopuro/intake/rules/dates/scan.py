"""From text to runs: strings of date words that stand together, each word as one letter of the date grammar.

One pass over the text; every pattern has bounded or single repetition, so the time is linear in the length of the text.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import chain

from kopuro.intake.rules.dates.words import ROMAN_QUARTERS, SHORT_MONTHS, SMALL_LETTER_VERBS, Entry, table_for
from kopuro.intake.rules.letters import small_letters

_TOKEN = re.compile(
    r"""
    (?P<quarter>\bQ[1-4]\b)
    | (?P<current>(?<![^\W\d_])[тсc]\.\s?г\.)                                  # "т.г.", "с.г.": of this year
    | (?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W\d_]*)*)
    | (?P<iso>(?<![\d.,/-])(?:19|20)\d\d(?:-\d\d-\d\d|\.\d\d\.\d\d|/\d\d/\d\d)(?![\d/]|[.,-]\d))
    | (?P<full>(?<![\d.,/])\d{1,2}(?:\.[ \u00a0]?\d{1,2}\.[ \u00a0]?|/\d{1,2}/|(?<!-..)-\d{1,2}-)(?:(?:19|20)\d\d|\d\d)(?![\d/%]|[.,]\d))
    | (?P<short>(?<![\d.,/])[0-3]\d[./](?:0[1-9]|1[0-2])(?![\d/%:]|[.,]\d))
    | (?P<num>(?P<digits>\d+)(?:(?:st|nd|rd|th|er|re|ère|ᵉʳ|-?(?:го|ого|ое|ая|й|е|я|м|х))(?![^\W_])|-(?:n[jy]i|nji|njy|[uü]n?j[iy]|nj[iy]))?)
    | (?P<dash>[-\u2010-\u2015\u2212~]{1,2})
    | (?P<comma>,)
    | (?P<slash>[/&])
    """,
    re.VERBOSE,
)
_COMBINING = re.compile("[\u0300-\u036f]")
_WORDS = re.compile(r"[^\W\d_]+")
_NUMERIC_ANCHOR = re.compile(r"(?:19|20)\d\d|\d[./-][ \u00a0]?\d\d?(?!\d)|Q[1-4]")
_THIS_YEAR = re.compile(r"[тсc]\.\s?г\.")
_REACH = 64  # characters to each side of an anchor in which its date must stand
_LONGEST_RUN = 24
_LIMITS = frozenset({"until", "till", "до", "по", "jusqu"})  # range words that alone make a bare month or year a date
_WORD_ANCHORS = frozenset("mshktgb")
_ANCHORS = frozenset("mMVynNshkqYtezb")
_SPACES = " \t\r\n\u00a0\u2007\u2009\u202f.'’ʼ"


@dataclass
class Token:
    """A word or number of a date: its letter, its value, its span; `flag` is a mark left by a neighbour."""

    letter: str
    value: int | str | tuple[int | None, int, int]
    start: int
    end: int
    flag: str = ""


@dataclass
class Run:
    """Tokens that stand together, the preposition before them, and their letters."""

    tokens: list[Token]
    prep: str
    letters: str = field(default="")


@lru_cache(maxsize=4)
def runs(text: str, language: str) -> tuple[Run, ...]:
    """The runs of a text in which a month, year, season, numeric date or a word like "today" stands."""
    table = table_for(language)
    french = language[:2] == "fr"
    normal = _COMBINING.search(text) is None
    windows = _windows(text, language) if normal else [(0, len(text))]
    found: list[Run] = []
    current: list[Token] = []
    prep = ""
    previous_end = -1  # end of the token before, when it is part of a run or a preposition
    unknown_end = -1

    def close() -> None:
        if current and any(token.letter in _ANCHORS for token in current):
            run = _settled(Run(list(current), prep), text)
            if run.letters:
                found.append(run)
        current.clear()

    for match in chain.from_iterable(_TOKEN.finditer(text, low, high) for low, high in windows):
        kind = match.lastgroup
        start, end = match.span()
        entry: Entry | tuple[str, tuple[int | None, int, int]] | None
        if kind == "word":
            raw = match.group()
            word = raw.lower() if normal else unicodedata.normalize("NFC", raw).lower()
            entry = table.get(word)
            if entry is not None and entry[0] == "m":
                if (
                    french
                    and word == "sept"
                    and text[end : end + 1] != "."
                    and not (current and current[-1].letter == "d")
                ):
                    entry = ("d", 7)
                elif raw in SMALL_LETTER_VERBS:
                    entry = ("V", entry[1])
                elif word in SHORT_MONTHS:
                    entry = ("M", entry[1])
            elif entry is None and raw in ("I", "II", "III", "IV"):
                entry = ("u", ROMAN_QUARTERS[word])
            elif entry is not None and entry[0] == "d":
                entry = ("u", entry[1])
        elif kind == "comma":
            entry = ("c", 0) if current else None
        elif kind == "dash":
            # "COVID-19 March": a number tied to an unknown word is no day
            entry = None if start == unknown_end and text[end : end + 1].isdigit() else ("r", int(end - start))
        elif kind == "num":
            entry = _number(text, match.group("digits"), start, end, unknown_end)
        elif kind == "slash":
            entry = ("a", 1)
        elif kind == "quarter":
            entry = ("q", int(text[start + 1]))
        elif kind == "current":
            entry = ("Y", 0)
        elif kind == "short" and _before_month(text, end, table):  # "10/11 February"
            days = match.group().replace("/", ".").split(".")
            if int(days[0]) and not 0 <= start - previous_end <= 1:
                close()
            current += [Token("d", int(days[0]), start, start + 2), Token("a", 1, start + 2, start + 3)]
            start, entry, previous_end = start + 3, ("d", int(days[1])), start + 3
        else:
            entry = numeric_date(match.group(), str(kind))
        if entry is None:
            if current:
                close()
            prep = ""
            unknown_end = previous_end = end
            continue
        letter, value = entry
        gap = start - previous_end
        if gap > 1 or (gap == 1 and text[previous_end] != " "):
            between = text[previous_end:start]
            if gap > 6 or between.strip(_SPACES) or between.count("\n") > 1:
                if current:
                    close()
                prep = ""
        if letter == "i":
            if current:
                close()
            prep, previous_end = text[start:end].lower(), end
            continue
        if len(current) >= _LONGEST_RUN:
            close()
            prep = ""
        if not current and letter in "car":
            previous_end = end
            word = text[start:end].lower()
            prep = word if word in _LIMITS else ""
            continue
        if not current and letter == "o" and not prep:
            prep = text[start:end].lower()
        current.append(Token(letter, value, start, end))
        previous_end = end
    if current:
        close()
    return tuple(found)


def _windows(text: str, language: str) -> list[tuple[int, int]]:
    """The stretches around month names, years, numeric dates and the like: the rest of a text need not be looked at."""
    lowered, words = small_letters(text)
    points = [match.start() for match in _NUMERIC_ANCHOR.finditer(text)]
    if "г." in lowered:
        points += [match.start() for match in _THIS_YEAR.finditer(lowered)]
    for word in _anchor_words(language) & words:
        at = lowered.find(word)
        while at >= 0:
            points.append(at)
            at = lowered.find(word, at + len(word))
    points.sort()
    windows: list[tuple[int, int]] = []
    for point in points:
        low, high = point - _REACH, point + _REACH
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    edged: list[tuple[int, int]] = []
    for low, high in windows:
        low = max(_edge(text, low, -1), edged[-1][1] if edged else 0)
        edged.append((low, max(low, _edge(text, high, 1))))
    return edged


@cache
def _anchor_words(language: str) -> frozenset[str]:
    return frozenset(word for word, (letter, _) in table_for(language).items() if letter in _WORD_ANCHORS)


def _edge(text: str, at: int, step: int) -> int:
    """The nearest white space outward, so that no word is cut; gives up after forty characters."""
    at = max(0, min(len(text), at))
    for _ in range(40):
        if not 0 < at < len(text) or text[at].isspace():
            break
        at += step
    return at


def _before_month(text: str, end: int, table: dict[str, Entry]) -> bool:
    following = _WORDS.match(text, end + 1)
    return following is not None and table.get(following.group().lower(), ("", 0))[0] == "m"


def _number(text: str, digits: str, start: int, end: int, unknown_end: int) -> Entry | None:
    if len(digits) > 4 or start == unknown_end:  # "G20", "COVID-19"
        return None
    before, after = text[start - 1 : start], text[end : end + 2]
    if before in ("+", "#", "№", "$", "€", "£", "_", "\\", "@") or after[:1] in ("%", "°", "€", "$", "+"):
        return None
    if after[:1] == ":" and after[1:].isdigit():
        return None
    number = int(digits)
    if len(digits) <= 2:
        return ("d", number) if 1 <= number <= 31 else (("x", number) if 22 <= number <= 99 else None)
    if len(digits) == 4 and 1900 <= number <= 2099:
        return ("y", number)
    return None


def numeric_date(written: str, shape: str) -> tuple[str, tuple[int | None, int, int]] | None:
    """'16. 02. 2024', '05/06/2023', '2024-02-14', '10/01' as (year or None, month, day); None when no such day exists.

    The day stands first, as in the field's documents, unless only the other order is possible.
    """
    parts = [int(part) for part in re.findall(r"\d+", written)]
    if shape == "iso":
        year, month, day = parts
        return ("n", (year, month, day)) if is_day(year, month, day) else None
    if shape == "short":
        day, month = parts
        return ("N", (None, month, day)) if is_day(2024, month, day) else None
    day, month, year = parts
    if year < 100:
        if not re.fullmatch(r"\d\d([./])\d\d\1\d\d", written.replace(" ", "")):
            return None  # "1.2.24" numbers a section
        year += 2000 if year < 50 else 1900
    if is_day(year, month, day):
        return ("n", (year, month, day))
    return ("n", (year, day, month)) if "." not in written and is_day(year, day, month) else None


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _settled(run: Run, text: str) -> Run:
    """Drops fillers and weekdays, ties year nouns and "this / last" to what they stand beside, writes the letters."""
    kept: list[Token] = []
    tokens = run.tokens
    for index, token in enumerate(tokens):
        letter = token.letter
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if letter in "ow":
            continue
        if letter in "gb":
            _tie(token, kept, following)
            continue
        if letter == "r" and kept and following is not None and _is_hyphen(token, kept[-1], following, text):
            continue
        kept.append(token)
    for index, token in enumerate(kept):
        following = kept[index + 1] if index + 1 < len(kept) else None
        if token.letter == "u":
            after = following.letter if following else ""
            token.letter = "d" if after and after in "mMhkzuar" else "?"
        elif token.letter == "y" and token.flag == "year" and following is not None and following.letter in "dmMu":
            token.letter = "j"
    run.tokens = kept
    _short_second_year(kept)
    run.letters = "".join(token.letter for token in kept)
    return run


def _tie(token: Token, kept: list[Token], following: Token | None) -> None:
    """ "this year" becomes Y, "last month" B; "2024 года" marks the year as one."""
    name = "Y" if token.letter == "g" else "B"
    if kept and kept[-1].letter == "e":
        kept[-1].letter, kept[-1].end = name, token.end
    elif following is not None and following.letter == "e":
        following.letter, following.start = name, token.start
    elif kept and kept[-1].letter == "y" and token.letter == "g":
        kept[-1].flag, kept[-1].end = "year", token.end
    elif kept and kept[-1].letter == "r" and len(kept) > 1 and kept[-2].letter == "y" and token.letter == "g":
        kept.pop()  # "2024-жылдын"
        kept[-1].flag, kept[-1].end = "year", token.end
    elif following is not None and following.letter == "y" and token.letter == "g":
        following.flag = "noun"


def _is_hyphen(dash: Token, before: Token, after: Token, text: str) -> bool:
    """The hyphen inside "14-Feb-2024", "mid-March" or "14-февраля" joins; it does not open a range."""
    if (
        text[dash.start : dash.end] not in ("-", "\u2010", "\u2011")
        or before.end != dash.start
        or after.start != dash.end
    ):
        return False
    pair = before.letter + after.letter
    return pair in ("dm", "dM", "pm", "pM", "ps", "py", "um", "uM", "ph", "yo") or (
        pair in ("my", "My") and before.letter == "M"
    )


def _short_second_year(kept: list[Token]) -> None:
    """ "2022-23" and "2021/22" are two years."""
    for index in range(len(kept) - 2):
        first, joint, second = kept[index : index + 3]
        if first.letter == "y" and joint.letter in "ra" and second.letter in "dx" and joint.end == second.start:
            ahead = (
                second.value - first.value % 100
                if isinstance(first.value, int) and isinstance(second.value, int)
                else 0
            )
            if isinstance(first.value, int) and 1 <= ahead <= 10 and (ahead == 1 or joint.letter == "r"):
                second.letter, second.value, joint.letter = "y", first.value + ahead, "r"
            else:
                second.letter = "?"
