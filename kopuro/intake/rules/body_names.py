"""Names of bodies not in any list, known by their head word: "Ministry of …", "Государственная служба …", "Direction générale de …".

Each reader walks the words once and extends a head word to the left and right by the habits of its language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.intake.rules.text import Text


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its name: words [first, last), its class and, where the language inflects, its name in the nominative."""

    first: int
    last: int
    group: str
    name: str


_ENGLISH_HEADS = {
    "ministry": "government", "committee": "government", "commission": "government", "agency": "government", "department": "government", "directorate": "government",
    "service": "government", "office": "government", "bureau": "government", "center": "civil_society", "centre": "civil_society", "institute": "academia", "university": "academia",
    "academy": "academia", "college": "academia", "school": "academia", "foundation": "civil_society", "fund": "donor", "council": "government", "union": "civil_society",
    "association": "civil_society", "organization": "civil_society", "organisation": "civil_society", "court": "justice", "police": "law_enforcement", "parliament": "government",
    "embassy": "international", "delegation": "international", "secretariat": "government", "administration": "government", "inspectorate": "government", "network": "civil_society",
    "federation": "civil_society", "league": "civil_society", "society": "civil_society", "alliance": "civil_society", "authority": "government", "chamber": "civil_society",
    "headquarters": "government", "prosecutor": "justice", "guard": "law_enforcement", "guards": "law_enforcement", "gendarmerie": "law_enforcement", "unit": "law_enforcement",
    "branch": "government", "division": "government", "lab": "academia", "laboratory": "justice", "municipality": "government", "coalition": "civil_society", "forum": "civil_society",
    "polytechnic": "academia", "faculty": "academia", "muftiate": "religious", "muftiyat": "religious", "board": "government", "corps": "law_enforcement", "mahkama": "government",
    "government": "government", "senate": "government", "assembly": "government", "ombudsman": "justice", "force": "law_enforcement", "foundation's": "civil_society", "cabinet": "government",
    "trust": "civil_society", "museum": "academia", "library": "academia", "jamoat": "government", "majlis": "government", "kenesh": "government", "rada": "government",
}  # fmt: skip
_LINKS_EN = frozenset(("of", "for", "and", "on", "the", "against", "&", "to", "under"))
_TITLES = frozenset(
    "head deputy director chief minister chair chairman chairperson chairwoman president ambassador representative mr mrs ms dr prof professor colonel general major captain "
    "officer specialist coordinator manager expert lecturer rector secretary the first senior his her excellency honourable honorable adviser advisor dean prime co-chair vice "
    "project programme acting resident special lieutenant sergeant inspector rapporteur spokesperson chargé speaker".split()
)
_GOVERNMENT_ONLY_WITH_OF = frozenset(("government", "office", "unit", "division", "branch", "faculty", "board", "assembly", "force", "forum", "delegation", "administration", "department", "cabinet", "service", "school", "society", "consortium", "network", "union", "alliance"))


def english_bodies(text: Text, skip: list[bool]) -> list[Named]:
    """Bodies in runs of capitalised words around an English head word. `skip` marks words that a list or a title already took."""
    found: list[Named] = []
    words, lower = text.words, text.lower
    size, at = len(words), 0
    while at < size:
        if lower[at] not in _ENGLISH_HEADS or not words[at][0].isupper() or skip[at]:
            at += 1
            continue
        first = _left(text, at, skip)
        last = _right(text, at, skip)
        head = at
        if lower[at] in _GOVERNMENT_ONLY_WITH_OF and first == at and not (last > at + 1 and lower[at + 1] == "of"):
            at += 1
            continue
        if last - first < 2 or (lower[at] == "society" and lower[at - 1] == "civil"):
            at += 1
            continue
        name = re.sub(r"\s+", " ", text.raw[text.starts[first] : text.ends[last - 1]])
        group = _ENGLISH_HEADS[lower[head]]
        if re.search(r"\b(?:Internal Affairs|Interior|Police|Security|Border|Penitentiary|Prison|Customs|Drug Control|Intelligence|Emergency)\b", name):
            group = "law_enforcement"
        elif re.search(r"\b(?:Justice|Prosecutor|Court|Judicia)", name):
            group = "justice"
        elif re.search(r"\b(?:Relig|Muslim|Islamic|Mufti)", name):
            group = "religious"
        found.append(Named(first, last, group, name))
        at = last
    return found


def _left(text: Text, head: int, skip: list[bool]) -> int:
    words, lower = text.words, text.lower
    at = head
    while at > 0 and head - at < 7 and text.joined(at):
        before = words[at - 1]
        if skip[at - 1] and not before.isupper():
            break
        if lower[at - 1] in _TITLES:
            break
        if before[0].isupper() and not (before[0] == "T" and lower[at - 1] == "the") and lower[at - 1] not in ("in", "on", "at", "by", "this", "a", "an", "during", "for", "with", "from", "as", "our"):
            at -= 1
        elif lower[at - 1] in ("of", "and", "for", "s") and at >= 2 and words[at - 2][0].isupper() and text.joined(at - 1) and lower[at - 2] not in _TITLES and (lower[at - 2] not in _ENGLISH_HEADS or lower[at - 1] == "s"):
            if lower[at - 1] == "and" and lower[head] in ("university", "embassy"):
                break
            at -= 2
        else:
            break
    while at < head and lower[at] in ("the", "and", "of", "for", "s", "a"):
        at += 1
    return at


def _right(text: Text, head: int, skip: list[bool]) -> int:
    words, lower, size = text.words, text.lower, len(text.words)
    at = head + 1
    while at < size and at - head < 16:
        ahead = at
        while ahead < size and lower[ahead] in _LINKS_EN and ahead - at < 2 and text.joined(ahead):
            ahead += 1
        if ahead >= size or not words[ahead][0].isupper():
            break
        if not text.joined(ahead):  # "Ministry of Labour, Health and Social Protection": one comma may stand inside
            gap = text.raw[text.ends[ahead - 1] : text.starts[ahead]]
            listing = lower[head] in ("ministry", "committee", "department", "agency") and gap == ", " and ahead == at and at - head > 1
            if not (listing and _goes_on(text, ahead)):
                break
        if lower[ahead] in _ENGLISH_HEADS and ahead > at and lower[ahead - 1] in ("and", "the") and "and" in lower[at:ahead]:
            break
        if ahead > at and lower[at] == "and" and lower[ahead] in ("ministry", "un", "unodc", "osce", "undp", "iom", "eu", "usaid", "state", "national", "general", "prosecutor"):
            break
        if skip[ahead] and ahead > at:
            break
        if ahead > at and "and" in lower[at:ahead] and words[ahead].isupper() and len(words[ahead]) > 2:
            break
        if ahead == at and words[ahead].isupper() and len(words[ahead]) > 3 and text.raw[text.starts[ahead] - 1] == "(":
            break
        at = ahead + 1
    if at < size and lower[at] == "in" and lower[head] in ("office", "embassy", "center", "centre", "delegation", "presence", "academy", "university", "institute") and at + 1 < size and words[at + 1][0].isupper() and text.joined(at) and at == head + 1:
        at += 2
    return at


def _goes_on(text: Text, at: int) -> bool:
    """Whether capitalised words after a comma lead to an "and" with one more: the tail of one ministry's name, not a second body."""
    lower, words = text.lower, text.words
    for step in range(at, min(at + 5, len(words) - 1)):
        if lower[step] in _ENGLISH_HEADS:
            return False
        if lower[step] == "and" and words[step + 1][0].isupper():
            return lower[step + 1] not in _ENGLISH_HEADS and not words[step + 1].isupper()
        if not words[step][0].isupper():
            return False
    return False


# --- Russian -------------------------------------------------------------------------------------------------------------------------------
_RUSSIAN_HEADS = (  # stem, nominative, gender, class
    ("министерств", "министерство", "n", "government"), ("комитет", "комитет", "m", "government"), ("комисси", "комиссия", "f", "government"), ("агентств", "агентство", "n", "government"),
    ("департамент", "департамент", "m", "government"), ("управлени", "управление", "n", "government"), ("служб", "служба", "f", "government"), ("центр", "центр", "m", "civil_society"),
    ("институт", "институт", "m", "academia"), ("университет", "университет", "m", "academia"), ("академи", "академия", "f", "academia"), ("фонд", "фонд", "m", "civil_society"),
    ("союз", "союз", "m", "civil_society"), ("ассоциаци", "ассоциация", "f", "civil_society"), ("организаци", "организация", "f", "civil_society"), ("прокуратур", "прокуратура", "f", "justice"),
    ("посольств", "посольство", "n", "international"), ("делегаци", "делегация", "f", "international"), ("администраци", "администрация", "f", "government"), ("акимат", "акимат", "m", "government"),
    ("инспекци", "инспекция", "f", "government"), ("объединени", "объединение", "n", "civil_society"), ("офис", "офис", "m", "international"), ("представительств", "представительство", "n", "international"),
    ("хукумат", "хукумат", "m", "government"), ("хокимият", "хокимият", "m", "government"), ("правительств", "правительство", "n", "government"), ("совет", "совет", "m", "government"),
    ("бюро", "бюро", "n", "international"), ("муфтият", "муфтият", "m", "religious"), ("суд", "суд", "m", "justice"), ("полици", "полиция", "f", "law_enforcement"), ("колледж", "колледж", "m", "academia"),
    ("генпрокуратур", "Генпрокуратура", "f", "justice"), ("госкомисси", "Госкомиссия", "f", "government"), ("госагентств", "Госагентство", "n", "government"), ("федераци", "федерация", "f", "civil_society"),
    ("мвд", "МВД", "n", "law_enforcement"), ("мид", "МИД", "m", "government"), ("гкнб", "ГКНБ", "m", "law_enforcement"), ("кнб", "КНБ", "m", "law_enforcement"), ("гсин", "ГСИН", "f", "law_enforcement"),
    ("увд", "УВД", "n", "law_enforcement"), ("ровд", "РОВД", "n", "law_enforcement"), ("гувд", "ГУВД", "n", "law_enforcement"), ("сгб", "СГБ", "f", "law_enforcement"), ("минюст", "Минюст", "m", "justice"), ("минобр", "Минобр", "n", "government"),
    ("аппарат", "аппарат", "m", "government"), ("секретариат", "секретариат", "m", "government"), ("школ", "школа", "f", "academia"), ("сет", "сеть", "f", "civil_society"), ("мэри", "мэрия", "f", "government"),
    ("двд", "ДВД", "m", "law_enforcement"), ("куис", "КУИС", "m", "law_enforcement"), ("ассамбле", "ассамблея", "f", "government"), ("омбудсмен", "омбудсмен", "m", "justice"), ("палат", "палата", "f", "government"),
)  # fmt: skip
_RU_BY_START: dict[str, list[tuple[str, str, str, str]]] = {}
for _entry in _RUSSIAN_HEADS:
    _RU_BY_START.setdefault(_entry[0][:3], []).append(_entry)
_RU_ENDS = frozenset(("", "а", "у", "ом", "е", "о", "ы", "и", "я", "ю", "ей", "ем", "ой", "й", "ии", "ию", "ией", "ия", "ь", "ью", "ами", "ам", "ах", "ов", "ям", "ями", "ях"))
_RU_STOP = frozenset(
    "а но или что который которая которое которые которых где также совместно при рамках целью целях этом для года году с со из к о об от до был была было были это как во включая "
    "прошел прошла прошло состоялся состоялась провел провела провели организовал организовала является приняли принял сообщает сообщили сообщили ходе под между после".split()
)
_RU_GENITIVE = re.compile(r"(?:ых|их|ого|его|ой|ей|ов|ев|ам|ям|ий|ии|ия|ья|ти|сти|ства|ста|ации|ения|ания|ью|ми|ым|им|ому|ему|ка|та|да|на|ра|га|ла|ки|ты|ды|ны|ры|ны|еж[иь]|ода|ела|ел|ров|ью|ке|не|ии|ву|ду|ям|ре)$")
_RU_VERB = re.compile(r"(?:лся|лась|лось|лись|ется|ются|ится|ятся|ует|уют|ает|ают|дит|дят|ил|ила|или|ал|ала|али|ел|ела|ели)$")
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
        while first > 0 and at - first < 3 and text.joined(first) and _RU_ADJECTIVE.search(lower[first - 1]) and len(lower[first - 1]) > 4 and not skip[first - 1]:
            first -= 1
        while first < at and not words[first][0].isupper():
            first += 1
        local = first == at and at > 0 and lower[at - 1].startswith(("областн", "городск", "районн", "республиканск", "департамент"))
        if not words[first][0].isupper() and entry[0] not in ("акимат", "хукумат", "хокимият", "муфтият") and not local:
            quoted = _quoted_after(text, at)
            if quoted and entry[3] == "civil_society":
                found.append(Named(at, quoted, entry[3], _clean(entry[1] + " " + text.raw[text.starts[at + 1] - 1 : text.ends[quoted - 1]] + "»")))
                at = quoted
                continue
            at += 1
            continue
        last = _russian_right(text, at)
        if last - first < 2 and not words[at].isupper():
            at += 1
            continue
        if local:
            first = at - 1
        adjectives = [_nominative(words[i], entry[2]) for i in range(first, at)]
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
        if word in _RU_STOP or word[0].isdigit() or _russian_head(word) and words[at][0].isupper() and at > head + 1:
            break
        if word in ("и", "по", "при", "в", "за", "над", "на"):
            follows = lower[at + 1] if at + 1 < size and text.joined(at + 1) else ""
            if not follows or follows in _RU_STOP or words[at + 1].isupper() and word == "и" or _RU_VERB.search(follows) and not _RU_GENITIVE.search(follows):
                break
            if word in ("в", "на") and not (words[at + 1][0].isupper() and lower[head][:4] in ("офис", "бюро", "цент", "посо", "деле", "пред")):
                break
            if word == "при" and lower[at + 1][:6] not in ("презид", "правит", "кабине", "минист"):
                break
            if word == "и" and (words[at + 1][0].isupper() or _russian_head(lower[at + 1]) or not _RU_GENITIVE.search(follows)):
                break
            at += 1
            continue
        if words[at][0].isupper() and not _is_land(word) and not words[at].isupper() and at > head + 2:
            break
        if not words[at][0].isupper() and not _RU_GENITIVE.search(word):
            break
        at += 1
        taken = at
        if words[at - 1] in _COUNTRIES_RU:
            break
    return taken


_COUNTRIES_RU = frozenset(("Казахстан", "Таджикистан", "Узбекистан", "Казахстана", "Кыргызстана", "Таджикистана", "Узбекистана", "Туркменистана", "КР", "РК", "РТ", "РУз", "РФ", "России", "Беларусь"))


def _is_land(word: str) -> bool:
    return word.startswith(("респ", "кыргыз", "казах", "таджик", "туркмен", "узбек", "росс", "оон", "обсе", "ес", "област", "сша", "герман", "япон", "швейцар", "европ", "центральн", "президент", "правительств", "министр", "мусульман"))


def _nominative(adjective: str, gender: str) -> str:
    m = _RU_ADJECTIVE.search(adjective)
    if not m:
        return adjective
    stem = adjective[: m.start()]
    if gender == "m":
        return stem + ("ий" if stem[-1:] in "гкхжшщч" else "ый")
    return stem + _RU_FIRST_CASE[gender]


# --- French --------------------------------------------------------------------------------------------------------------------------------
_FRENCH_HEADS = {
    "ministère": "government", "direction": "government", "office": "government", "agence": "government", "centre": "civil_society", "institut": "academia", "université": "academia", "académie": "academia",
    "école": "academia", "ecole": "academia", "fondation": "civil_society", "fonds": "donor", "conseil": "government", "association": "civil_society", "organisation": "civil_society", "cour": "justice", "parquet": "justice",
    "police": "law_enforcement", "gendarmerie": "law_enforcement", "parlement": "government", "ambassade": "international", "délégation": "international", "secrétariat": "government", "comité": "government",
    "commission": "government", "service": "government", "bureau": "government", "mairie": "government", "préfecture": "government", "réseau": "civil_society", "collectif": "civil_society", "coalition": "civil_society",
    "coopération": "donor", "gouvernorat": "government", "région": "", "cellule": "government", "pôle": "justice", "inspection": "government", "garde": "law_enforcement", "observatoire": "civil_society", "haute": "government",
    "autorité": "government", "chaire": "academia", "groupement": "civil_society", "plateforme": "civil_society", "division": "government", "union": "civil_society", "fédération": "civil_society", "présidence": "government",
    "gouvernement": "government", "tribunal": "justice", "état-major": "law_enforcement", "faculté": "academia", "programme": "project",
}  # fmt: skip
_LINKS_FR = frozenset("de du des la le les l d et à aux au pour en sur contre".split())
_STOP_FR = frozenset("près a ont est sont qui dans lors avec par dont où ainsi que afin se s ce cette ces il elle ils pendant depuis mais selon plus étaient était ou avait ayant".split())


def french_bodies(text: Text, skip: list[bool]) -> list[Named]:
    """Bodies around a French head word, with a capital somewhere in the name ("le ministère de la Justice", "l'École nationale de …")."""
    found: list[Named] = []
    words, lower = text.words, text.lower
    size, at = len(words), 0
    while at < size:
        group = _FRENCH_HEADS.get(lower[at])
        if not group or skip[at]:
            at += 1
            continue
        last, taken = at + 1, at + 1
        while last < size and last - at < 14 and text.joined(last):
            word = lower[last]
            if word in _STOP_FR or word[0].isdigit():
                break
            if word in _LINKS_FR:
                if word == "et" and last + 1 < size and (lower[last + 1] in ("le", "la", "les", "l", "d", "du", "de", "des") or _FRENCH_HEADS.get(lower[last + 1]) or not _noun_fr(lower[last + 1])):
                    break
                if word in ("à", "en", "sur", "pour", "contre", "au", "aux") and not words[at][0].isupper() and word != "pour":
                    break
                last += 1
                continue
            if _FRENCH_HEADS.get(word) and last > at + 1 and lower[last - 1] in ("la", "le", "l") and lower[last - 2] not in ("de", "du", "à"):
                break
            if re.search(r"(?:é|ée|és|ées)$", word) and last > at + 1 and not words[last][0].isupper() and word not in ("société", "sécurité", "santé", "liberté", "égalité", "citoyenneté", "autorité", "criminalité", "unité", "qualité", "stabilité", "publicité", "université", "solidarité", "organisée", "unies", "armées", "intégrée", "fédéral"):
                break
            last += 1
            taken = last
        if taken - at >= 2 and any(words[i][0].isupper() for i in range(at, taken)) and (words[at][0].isupper() or lower[at] not in ("service", "direction", "centre", "programme", "réseau", "cellule", "organisation", "police", "commission", "union", "bureau", "association") or lower[at + 1] in ("de", "du", "national", "nationale", "général", "générale", "d")):
            first = at
            if first > 0 and words[first - 1] in ("Haut", "Haute") and text.joined(first):
                first -= 1
            name = _clean(text.raw[text.starts[first] : text.ends[taken - 1]])
            if re.search(r"\b(?:[Ii]ntérieur|[Ss]écurité|[Pp]olice|[Pp]énitentiaire|[Dd]ouanes?)\b", name):
                group = "law_enforcement"
            elif re.search(r"\b[Jj]ustice\b|\b[Mm]agistrature\b", name):
                group = "justice"
            found.append(Named(first, taken, group, name[0].upper() + name[1:]))
            at = taken
        else:
            at += 1
    return found


def _noun_fr(word: str) -> bool:
    return len(word) > 3 and not word.endswith(("ent", "er")) or word in ("paix",)


READERS = {"en": english_bodies, "ru": russian_bodies, "fr": french_bodies}
