"""English names of bodies: runs of capitalised words around a head word ("Ministry of …", "State Service …", "X Foundation")."""

from __future__ import annotations

import re

from kopuro.intake.rules.body_names.found import Named
from kopuro.intake.rules.body_names.known import is_place
from kopuro.intake.rules.phrases import listed, word_set
from kopuro.intake.rules.text import Text

_ENGLISH_HEADS = {word: group for (language, group), words in listed("heads.tsv") if language == "en" for word in words}
_LINKS_EN = word_set("of for and on the against & to under")
_TITLES = word_set(
    "head deputy director chief minister chair chairman chairperson chairwoman president ambassador "
    "representative mr mrs ms dr prof professor colonel general major captain officer specialist coordinator "
    "manager expert lecturer rector secretary the first senior his her excellency honourable honorable adviser "
    "advisor dean prime co-chair vice project programme acting resident special lieutenant sergeant inspector "
    "rapporteur spokesperson chargé speaker"
)
_GOVERNMENT_ONLY_WITH_OF = word_set(
    "government office unit division branch faculty board assembly force forum delegation administration "
    "department cabinet service school society consortium network union alliance"
)


_NOT_IN_NAME = word_set("the in on at by this a an during for with from as our and of s")
_ALONE = ("university", "embassy")  # no "X and Y University"
_LISTING = ("ministry", "committee", "department", "agency")
_LANDS = ("stan", "gia", "nia", "dova", "key", "key")  # "Kyrgyzstan's State Prison Service" is the State Prison Service
_MISSIONS = frozenset(("mission", "presence"))
_SEATED = word_set("office embassy center centre delegation presence academy university institute")


def english_bodies(text: Text, skip: list[bool]) -> list[Named]:
    """Bodies in runs of capitalised words around an English head word. `skip` marks words that a list or a title already took."""
    found: list[Named] = []
    words, lower = text.words, text.lower
    size, at = len(words), 0
    while at < size:
        project = lower[at] in _PROJECTS
        small = (lower[at] in _SMALL_HEADS and at + 2 < size and lower[at + 1] == "of") or project
        if lower[at] not in _ENGLISH_HEADS or not (words[at][0].isupper() or small) or skip[at]:
            at += 1
            continue
        if project:
            named = _project(text, at, skip)
            if named is not None:
                found.append(named)
                at = named.last
            else:
                at += 1
            continue
        if lower[at] in _MISSIONS and not (at and skip[at - 1] and words[at - 1].isupper() and text.joined(at)):
            at += 1  # a mission is a body only as one of a known body: "OSCE Mission to Montenegro"
            continue
        first = _left(text, at, skip)
        if found and found[-1].first < first < found[-1].last:
            first = found[-1].last  # "Ministries of … Affairs and State Committees of …" are two
        while first < at and lower[first] in ("the", "and", "of", "for", "s", "a"):
            first += 1
        last = _right(text, at, skip)
        head = at
        if lower[at] in _GOVERNMENT_ONLY_WITH_OF and first == at and not (last > at + 1 and lower[at + 1] == "of"):
            at += 1
            continue
        if last - first < 2 or (lower[at] == "society" and lower[at - 1] == "civil"):
            at += 1
            continue
        name = re.sub(r"\s+", " ", text.raw[text.starts[first] : text.ends[last - 1]])
        if is_place(name):  # "the Russian Federation"
            at = last
            continue
        group = _ENGLISH_HEADS[lower[head]]
        if re.search(
            r"\b(?:Internal Affairs|Interior|Police|Security|Border|Penitentiary|Prison|Customs|Drug Control|"
            r"Intelligence|Emergency)\b",
            name,
        ):
            group = "law_enforcement"
        elif re.search(r"\b(?:Justice|Prosecutor|Court|Judicia)", name):
            group = "justice"
        elif re.search(r"\b(?:Relig|Muslim|Islamic|Mufti)", name):
            group = "religious"
        found.append(Named(first, last, group, name))
        at = last
    return found


_SMALL_HEADS = frozenset(("government", "municipality", "embassy", "ministry", "university"))
_PROJECTS = frozenset(("project", "programme", "program", "initiative"))
_COMMON = word_set(
    "national regional international global joint training new pilot state action development work education "
    "master government second third first annual social media exchange development the this our eu european "
    "union human rights and for"
)


def _project(text: Text, head: int, skip: list[bool]) -> Named | None:
    """A project by its name ("Euromed Police Project", "the Regional CT Law Enforcement project"); None for a project without one."""
    words, lower, size = text.words, text.lower, len(text.words)
    beside = head + 1 < size and text.raw[text.ends[head] : text.starts[head + 1]].strip(" \n") == ""
    follows = words[head + 1] if beside else ""
    if follows[:1].isupper() and lower[head] != "initiative" and not follows[0].isdigit():
        return None  # "Programme Officer", "Project Coordinator"
    first = head
    while first > 0 and head - first < 8:
        gap = text.raw[text.ends[first - 1] : text.starts[first]]
        bracket = gap in (" (", ") ") and (words[first - 1].isupper() or words[first].isupper())
        if not (text.joined(first) or bracket) or (skip[first - 1] and not words[first - 1].isupper()):
            break
        before = words[first - 1]
        if before[0].isupper() and lower[first - 1] not in _NOT_IN_NAME and lower[first - 1] not in _TITLES:
            first -= 1
            continue
        linked = lower[first - 1] in ("and", "for", "of") and first >= 2 and words[first - 2][0].isupper()
        if not (linked and text.joined(first - 1)) or skip[first - 2]:
            break
        first -= 2
    last = head + 1
    if words[head][0].isupper() and first < head and last + 1 < size and text.joined(last):
        last = _right(text, head, skip) if lower[last] in ("against", "on", "for") else last
    while (
        first < head
        and ")" in text.raw[text.starts[first] : text.starts[first + 1]]
        and "(" not in text.raw[text.starts[first] : text.starts[first + 1]]
    ):
        first += 1  # "the European Union (EU) Border Management Programme"
    telling = [
        w for i, w in enumerate(words[first:last], first) if not skip[i] and i != head and lower[i] not in _COMMON
    ]
    if not telling or (words[head][0].islower() and len(telling) < 2):
        return None
    name = re.sub(r"\s+", " ", text.raw[text.starts[first] : text.ends[last - 1]])
    return Named(first, last, "project", name)


def _left(text: Text, head: int, skip: list[bool]) -> int:
    """First word of the name: capitalised words before the head, joined by "and", "for" or a possessive."""
    words, lower = text.words, text.lower
    at = head
    while at > 0 and head - at < 7 and text.joined(at):
        before, word = words[at - 1], lower[at - 1]
        if word in ("programme", "project") and at == head and lower[head] == "office" and before[0].isupper():
            at -= 1  # "UNODC Programme Office in Skopje"
            continue
        united = word == "nations" and at >= 2 and lower[at - 2] == "united"
        inside = united or (word == "united" and at - 1 < head and lower[at] == "nations")
        general = word == "general" and lower[at] in (
            "prosecutor",
            "prosecutors",
            "secretariat",
            "directorate",
            "staff",
        )
        if ((skip[at - 1] and not before.isupper()) or (word in _TITLES and not general)) and not inside:
            break
        if word == "united" and lower[at] == "nations":
            at -= 1
            break
        if before[0].isupper() and word not in _NOT_IN_NAME:
            at -= 1
            continue
        if at >= 2 and words[at - 2][0].isupper() and text.raw[text.ends[at - 2] : text.starts[at - 1]] == "-":
            at -= 2  # "Inter-ministerial Commission"
            continue
        further = at >= 2 and words[at - 2][0].isupper() and text.joined(at - 1) and lower[at - 2] not in _TITLES
        possessive = word == "s"
        linked = word in ("and", "for") and lower[at - 2] not in _ENGLISH_HEADS and lower[head] not in _ALONE
        if not further or not (possessive or linked) or (linked and skip[at - 2]):
            break
        at -= 2
    while at < head and (
        lower[at] in ("the", "and", "of", "for", "s", "a") or (lower[at + 1] == "s" and lower[at].endswith(_LANDS))
    ):
        at += 1
    return at


def _right(text: Text, head: int, skip: list[bool]) -> int:
    """Number of the word after the name: capitalised words behind the head with "of", "and", "for" between, until another body begins."""
    words, lower, size = text.words, text.lower, len(text.words)
    at = head + 1
    while at < size and at - head < 16:
        ahead = at
        while ahead < size and lower[ahead] in _LINKS_EN and ahead - at < 2 and text.joined(ahead):
            ahead += 1
        if ahead == at < size and at > head + 1 and text.raw[text.ends[at - 1] : text.starts[at]] == "-":
            at += 1  # "… of Economic Co-operation"
            continue
        if ahead >= size or not words[ahead][0].isupper():
            break
        if not text.joined(ahead):  # "Ministry of Labour, Health and Social Protection": one comma may stand inside
            gap = text.raw[text.ends[ahead - 1] : text.starts[ahead]]
            listing = lower[head] in _LISTING and gap == ", " and ahead == at and at - head > 1
            if not (listing and _goes_on(text, ahead)):
                break
        anew = "and" in lower[at:ahead]
        if skip[ahead] and not words[ahead].isupper() and ahead == at:
            break  # "the International Organization Saferworld"
        if ahead > at and (
            lower[ahead] in _TITLES or skip[ahead] or (anew and (_begins_a_body(text, ahead) or words[ahead].isupper()))
        ):
            break
        if ahead == at and words[ahead].isupper() and len(words[ahead]) > 3 and text.raw[text.starts[ahead] - 1] == "(":
            break
        at = ahead + 1
    seated = at < size - 1 and at == head + 1 and lower[at] == "in" and lower[head] in _SEATED | _MISSIONS
    seated = seated or (at < size - 1 and at == head + 1 and lower[at] == "to" and lower[head] in _MISSIONS)
    return at + 2 if seated and words[at + 1][0].isupper() and text.joined(at) else at


def _begins_a_body(text: Text, at: int) -> bool:
    """Whether the capitalised words from `at` on hold a head word of their own: "… and the Drug Control Agency"."""
    for step in range(at, min(at + 6, len(text.words))):
        if not text.words[step][0].isupper() or (step > at and not text.joined(step)):
            return False
        if text.lower[step] in _ENGLISH_HEADS:
            return True
    return False


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
