"""Russian names of bodies, brought to the nominative: "Министерство внутренних дел …", "Государственная служба …"."""

from __future__ import annotations

import re

from kopuro.intake.rules.body_names.found import Named
from kopuro.intake.rules.phrases import listed, word_set
from kopuro.intake.rules.text import Text

_RU_BY_START: dict[str, list[tuple[str, str, str, str]]] = {}  # first letters: stem, nominative, gender, class
for (_language, _group), _heads in listed("heads.tsv"):
    for _stem, _nominative_form, _gender in (head.split("/") for head in _heads if _language == "ru"):
        _RU_BY_START.setdefault(_stem[:3], []).append((_stem, _nominative_form, _gender, _group))
_RU_ENDS = frozenset(
    (
        "",
        "а",
        "у",
        "ом",
        "е",
        "о",
        "ы",
        "и",
        "я",
        "ю",
        "ей",
        "ем",
        "ой",
        "й",
        "ии",
        "ию",
        "ией",
        "ия",
        "ь",
        "ью",
        "ами",
        "ам",
        "ах",
        "ов",
        "ям",
        "ями",
        "ях",
    )
)
_RU_STOP = word_set(
    "а но или что который которая которое которые которых где также совместно при рамках целью целях этом для "
    "года году с со из к о об от до был была было были это как во включая прошел прошла прошло состоялся "
    "состоялась провел провела провели организовал организовала является приняли принял сообщает сообщили "
    "сообщили ходе под между после"
)
_RU_GENITIVE = re.compile(
    r"(?:ых|их|ого|его|ой|ей|ов|ев|ам|ям|ий|ии|ия|ья|ти|сти|ства|ста|ации|ения|ания|ью|ми|ым|им|ому|ему|ка|та|да|"
    r"на|ра|га|ла|ки|ты|ды|ны|ры|ны|еж[иь]|ода|ела|ел|ров|ью|ке|не|ии|ву|ду|ям|ре|изму)$"
)
_RU_VERB = re.compile(
    r"(?:лся|лась|лось|лись|ется|ются|ится|ятся|ует|уют|ает|ают|дит|дят|ил|ила|или|ал|ала|али|ел|ела|ели)$"
)
_RU_ADJECTIVE = re.compile(r"(ая|ой|ую|ое|ого|ому|ым|ом|ый|ий|ее|его|ему|им|ем|ые|ых|ыми|ие|их|ими|яя|ей|юю)$")
_RU_FIRST_CASE = {"m": "ый", "f": "ая", "n": "ое"}


def russian_bodies(text: Text, skip: list[bool]) -> list[Named]:
    """Bodies around a Russian head word that begins, or whose adjective begins, with a capital; names come back in the nominative."""
    found: list[Named] = []
    words, lower = text.words, text.lower
    size, at = len(words), 0
    while at < size:
        entry = _russian_head(lower[at]) if not skip[at] else None
        if entry is None:
            at += 1
            continue
        first = at
        while (
            first > 0
            and at - first < 3
            and text.joined(first)
            and _RU_ADJECTIVE.search(lower[first - 1])
            and len(lower[first - 1]) > 4
            and not skip[first - 1]
        ):
            first -= 1
        while first < at and not words[first][0].isupper():
            first += 1
        local = (
            first == at
            and at > 0
            and lower[at - 1].startswith(("областн", "городск", "районн", "республиканск", "департамент"))
        )
        plain = entry[0] in _PLAIN and lower[at][len(entry[0]) :] in _SINGULAR and not words[at][0].isupper()
        known = entry[0] in ("акимат", "хукумат", "хокимият", "муфтият")
        if not words[first][0].isupper() and not (known or local or plain):
            quoted = _quoted_after(text, at)
            if quoted and entry[3] == "civil_society":
                found.append(
                    Named(
                        at,
                        quoted,
                        entry[3],
                        _clean(entry[1] + " " + text.raw[text.starts[at + 1] - 1 : text.ends[quoted - 1]] + "»"),
                    )
                )
                at = quoted
                continue
            at += 1
            continue
        last = _russian_right(text, at) if words[first][0].isupper() or local or plain else at + 1
        if last - first < 2 and not words[at].isupper():
            at += 1
            continue
        if local:
            first = at - 1
        adjectives = [_nominative(words[i], entry[2]) for i in range(first, at)]
        if plain and (last - at < (2 if entry[0] in ("министерств", "мэри") else 3) or not text.joined(at + 1)):
            at += 1
            continue
        head = entry[1] if first < at or words[at].isupper() else entry[1].capitalize()
        rest = text.raw[text.ends[at] : text.ends[last - 1]] if last > at + 1 else ""
        if rest.count("«") > rest.count("»"):
            rest += "»"
        name = _clean(" ".join([*adjectives, head]) + rest)
        group = entry[3]
        if re.search(r"внутренних дел|безопасност|полици|милици|наказаний|погранич|таможен|наркот", name):
            group = "law_enforcement"
        elif re.search(r"юстиции|прокур|суд\b", name):
            group = "justice"
        elif re.search(r"религи|мусульман", name):
            group = "religious"
        found.append(Named(first, last, group, name))
        at = last
    return found


_PLAIN = frozenset(
    ("министерств", "посольств", "комитет", "агентств", "мэри", "отдел", "управлени", "департамент")
)  # named even in small letters
_SINGULAR = frozenset(("", "о", "а", "у", "ом", "е", "и", "я", "ю", "ей"))


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


def _russian_head(word: str) -> tuple[str, str, str, str] | None:
    entries = _RU_BY_START.get(word[:3])
    if entries:
        for entry in entries:
            if word.startswith(entry[0]) and word[len(entry[0]) :] in _RU_ENDS:
                return entry
    return None


def _quoted_after(text: Text, at: int) -> int:
    """Number of the word after a quoted name that follows word `at`; 0 when none follows."""
    if at + 1 >= len(text.words):
        return 0
    gap = text.raw[text.ends[at] : text.starts[at + 1]]
    if len(gap) > 3 or not re.search(r"[«\"“„]$", gap):
        return 0
    for last in range(at + 1, min(at + 9, len(text.words))):
        after = text.raw[text.ends[last] : text.ends[last] + 1]
        if after in ("»", '"', "”"):
            return last + 1
    return 0


def _russian_right(text: Text, head: int) -> int:
    words, lower, size = text.words, text.lower, len(text.words)
    at = head + 1
    taken = head + 1
    quoted = _quoted_after(text, head)
    if quoted:
        return quoted
    while at < size and at - head < 14:
        if not text.joined(at):
            quoted = _quoted_after(text, at - 1)
            return quoted if quoted and at - head < 4 else taken
        word = lower[at]
        if word in _RU_STOP or word[0].isdigit() or (_russian_head(word) and words[at][0].isupper() and at > head + 1):
            break
        if word in ("и", "по", "при", "в", "за", "над", "на"):
            follows = lower[at + 1] if at + 1 < size and text.joined(at + 1) else ""
            if (
                not follows
                or follows in _RU_STOP
                or (words[at + 1].isupper() and word == "и")
                or (_RU_VERB.search(follows) and not _RU_GENITIVE.search(follows))
            ):
                break
            if word in ("в", "на") and not (
                words[at + 1][0].isupper() and lower[head][:4] in ("офис", "бюро", "цент", "посо", "деле", "пред")
            ):
                break
            if word == "при" and lower[at + 1][:6] not in ("презид", "правит", "кабине", "минист"):
                break
            if word == "и" and (
                words[at + 1][0].isupper() or _russian_head(lower[at + 1]) or not _RU_GENITIVE.search(follows)
            ):
                break
            at += 1
            continue
        if words[at][0].isupper() and word.endswith(("ом", "ым", "ем", "им")) and not _is_land(word):
            break  # the name of a person
        if words[at][0].isupper() and not _is_land(word) and not words[at].isupper() and at > head + 2:
            break
        if not words[at][0].isupper() and not _RU_GENITIVE.search(word):
            break
        at += 1
        taken = at
        if words[at - 1] in _COUNTRIES_RU:
            break
    return taken


_COUNTRIES_RU = word_set(
    "Казахстан Таджикистан Узбекистан Казахстана Кыргызстана Таджикистана Узбекистана Туркменистана КР РК РТ "
    "РУз РФ России Беларусь"
)


def _is_land(word: str) -> bool:
    return word.startswith(
        (
            "респ",
            "кыргыз",
            "казах",
            "таджик",
            "туркмен",
            "узбек",
            "росс",
            "оон",
            "обсе",
            "ес",
            "област",
            "сша",
            "герман",
            "япон",
            "швейцар",
            "европ",
            "центральн",
            "президент",
            "правительств",
            "министр",
            "мусульман",
        )
    )


def _nominative(adjective: str, gender: str) -> str:
    m = _RU_ADJECTIVE.search(adjective)
    if not m:
        return adjective
    stem = adjective[: m.start()]
    if gender == "m":
        return stem + ("ий" if stem[-1:] in "гкхжшщч" else "ый")
    return stem + _RU_FIRST_CASE[gender]
