"""French names of bodies: "ministère de …", "Direction générale de …", "École nationale de …"."""

from __future__ import annotations

import re

from kopuro.intake.rules.body_names.found import Named
from kopuro.intake.rules.phrases import listed, word_set
from kopuro.intake.rules.text import Text

_FRENCH_HEADS = {
    word: "" if group == "-" else group
    for (language, group), words in listed("heads.tsv")
    if language == "fr"
    for word in words
}
_LINKS_FR = word_set("de du des la le les l d et à aux au pour en sur contre")
_STOP_FR = word_set(
    "près a ont est sont qui dans lors avec par dont où ainsi que afin se s ce cette ces il elle ils pendant "
    "depuis mais selon plus étaient était ou avait ayant prennent prend participe participent organise organisent "
    "réunit réunissent tient tiennent lance lancent forme forment accueille accueillent également aussi ensemble "
    "conjointement ainsi notamment vient viennent sera seront vise visent appuie appuient poursuit poursuivent "
    "souhaite souligne ouvre ouvrent propose proposent mène mènent célèbre célèbrent invite invitent permet permettent"
)


def french_bodies(text: Text, skip: list[bool]) -> list[Named]:
    """Bodies around a French head word, with a capital somewhere in the name ("le ministère de la Justice", "l'École nationale de …")."""
    found: list[Named] = []
    words, lower = text.words, text.lower
    size, at = len(words), 0
    while at < size:
        group = _FRENCH_HEADS.get(lower[at])
        if (
            not group
            or skip[at]
            or (lower[at] == "centre" and at > 1 and lower[at - 1] == "du" and lower[at - 2] == "et")
        ):
            at += 1  # "l'Afrique de l'Ouest et du Centre" is a region
            continue
        last, taken = at + 1, at + 1
        while last < size and last - at < 14 and text.joined(last):
            word = lower[last]
            if word in _STOP_FR or word[0].isdigit():
                break
            if word in _LINKS_FR:
                if (
                    word == "et"
                    and last + 1 < size
                    and (
                        lower[last + 1] in ("le", "la", "les", "l", "d", "du", "de", "des")
                        or _FRENCH_HEADS.get(lower[last + 1])
                        or not _noun_fr(lower[last + 1])
                    )
                ):
                    break
                if (
                    word in ("à", "en", "sur", "pour", "contre", "au", "aux")
                    and not words[at][0].isupper()
                    and word != "pour"
                ):
                    break
                last += 1
                continue
            if (
                _FRENCH_HEADS.get(word)
                and last > at + 1
                and lower[last - 1] in ("la", "le", "l")
                and lower[last - 2] not in ("de", "du", "à")
            ):
                break
            if (
                re.search(r"(?:é|ée|és|ées)$", word)
                and last > at + 1
                and not words[last][0].isupper()
                and word
                not in (
                    "société",
                    "sécurité",
                    "santé",
                    "liberté",
                    "égalité",
                    "citoyenneté",
                    "autorité",
                    "criminalité",
                    "unité",
                    "qualité",
                    "stabilité",
                    "publicité",
                    "université",
                    "solidarité",
                    "organisée",
                    "unies",
                    "armées",
                    "intégrée",
                    "fédéral",
                )
            ):
                break
            last += 1
            taken = last
        if (
            taken - at >= 2
            and not (lower[at] == "coopération" and taken - at > 3)
            and any(words[i][0].isupper() for i in range(at, taken))
            and (
                words[at][0].isupper()
                or lower[at]
                not in (
                    "service",
                    "direction",
                    "centre",
                    "programme",
                    "réseau",
                    "cellule",
                    "organisation",
                    "police",
                    "commission",
                    "union",
                    "bureau",
                    "association",
                )
                or lower[at + 1] in ("de", "du", "national", "nationale", "général", "générale", "d")
            )
        ):
            first = at
            if first > 0 and words[first - 1] in ("Haut", "Haute") and text.joined(first):
                first -= 1
            name = " ".join(text.raw[text.starts[first] : text.ends[taken - 1]].split())
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
    return (len(word) > 3 and not word.endswith(("ent", "er"))) or word in ("paix",)
