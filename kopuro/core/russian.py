"""Russian forms of proper names: the six cases of a place name or of an adjective, by plain rules of spelling.

The rules cover how names of places and countries decline in news and reports. A form too many does no harm, since a matcher looks for exact
forms; names that do not decline (Алматы, Баку, Осло) come back with themselves among the forms.
"""

from __future__ import annotations

from functools import lru_cache

_VELAR = "гкхжчшщ"
_ADJECTIVE = {
    "ая": ("ой", "ой", "ую", "ой", "ой"),
    "яя": ("ей", "ей", "юю", "ей", "ей"),
    "ое": ("ого", "ому", "ое", "ым", "ом"),
    "ые": ("ых", "ым", "ые", "ыми", "ых"),
    "ие": ("их", "им", "ие", "ими", "их"),
    "ий": ("ого", "ому", "ий", "им", "ом"),
    "ый": ("ого", "ому", "ый", "ым", "ом"),
}


@lru_cache(maxsize=20_000)
def cases(word: str) -> tuple[str, ...]:
    """Nominative, genitive, dative, accusative, instrumental, prepositional of one word that names something."""
    last, stem = word[-1:], word[:-1]
    if len(word) < 2 or word.isupper():
        return (word,) * 6
    if len(word) > 5 and word[-2:] in _ADJECTIVE and not word.endswith(("рия", "ние")):
        base = word[:-2]
        if word[-2:] == "ая" and base[-1] in _VELAR:
            return (word, *(base + end for end in _ADJECTIVE["ая"]))
        return (word, *(base + end for end in _ADJECTIVE[word[-2:]]))
    if word.endswith("ия"):
        return (word, stem + "и", stem + "и", stem + "ю", stem + "ей", stem + "и")
    if last == "а":
        soft = "и" if stem[-1] in _VELAR else "ы"
        return (word, stem + soft, stem + "е", stem + "у", stem + ("ей" if stem[-1] in "жчшщц" else "ой"), stem + "е")
    if last == "я":
        return (word, stem + "и", stem + "е", stem + "ю", stem + "ей", stem + "е")
    if last == "ь":
        return (word, stem + "и", stem + "и", word, word + "ю", stem + "и")
    if last == "й":
        return (word, stem + "я", stem + "ю", word, stem + "ем", stem + "е")
    if last in "ыи" and word.endswith(("ды", "ны", "ины", "аты", "ники", "ивы")):
        return (word, stem + "ов" if word.endswith("аты") else stem, stem + "ам", word, stem + "ами", stem + "ах")
    if last in "оиеуюэыё":
        return (word,) * 6
    return (word, word + "а", word + "у", word, word + "ом", word + "е")


def forms(name: str) -> set[str]:
    """All case forms of a name of one or more words; words in small letters and prepositions stay as they are."""
    words = name.split()
    tables = [cases(word) if word[:1].isupper() else (word,) * 6 for word in words]
    found = {" ".join(table[case] for table in tables) for case in range(6)}
    if len(words) == 1 and name.endswith("ь"):  # masculine soft sign: Израиль, Ярославль
        found |= {name[:-1] + end for end in ("я", "ю", "ем", "е")}
    if len(words) == 1 and name.endswith("ды"):
        found.add(name[:-1] + "ов")
    return found


def adjective_forms(adjective: str) -> set[str]:
    """All forms of an adjective given in the masculine or feminine nominative ("испанский", "Ошская")."""
    stem = adjective[:-2]
    soft = stem[-1:] in _VELAR
    ends = ["ая", "ой", "ую", "ое", "ого", "ому", "ом", "ою"]
    ends += ["ий", "им", "ие", "их", "ими"] if soft else ["ый", "ым", "ые", "ых", "ыми"]
    return {stem + end for end in ends}


_VOWEL_PLURAL = (
    ("ений", "ения"),
    ("аний", "ания"),
    ("аций", "ации"),
    ("ий", "ии"),
    ("ств", "ства"),
    ("ей", "и"),
    ("ев", "и"),
)


def nominative_plural(phrase: str) -> str:
    """A phrase of adjectives and one noun in the genitive plural put into the nominative, the words after the noun left as they stand:
    "правоохранительных органов" becomes "правоохранительные органы". A phrase of another shape comes back unchanged."""
    words = phrase.split()
    for at, word in enumerate(words):
        if word.endswith(("ых", "их")) and len(word) > 4:
            words[at] = word[:-1] + "е"
            continue
        if word.endswith("ов") and len(word) > 4:
            words[at] = word[:-2] + ("и" if word[-3] in _VELAR else "ы")
        elif at and words[at - 1].endswith(("ые", "ие")):
            for end, new in _VOWEL_PLURAL:
                if word.endswith(end):
                    words[at] = word[: -len(end)] + new
                    break
            else:
                if word[-1] not in "аеиоуыэюяйь":
                    words[at] = word + ("и" if word[-1] in _VELAR else "ы")
        break
    return " ".join(words)
