"""Capitals told by their country: "in the Tajik capital", "dans la capitale du Sénégal", "в столице Узбекистана"."""

from __future__ import annotations

from functools import cache

from kopuro.core.gazetteer import Place, place_names
from kopuro.intake.rules.phrases import listed, word_set
from kopuro.intake.rules.text import Text

CAPITAL = frozenset(("capital", "capitale", "столице", "столица", "столицу"))
_BETWEEN = word_set("of de du des d the la l")


@cache
def _capitals() -> dict[str, Place]:
    names = place_names()
    return {code: names[words[0]] for (code,), words in listed("capitals.tsv") if words[0] in names}


def capital_beside(text: Text, first: int, last: int, code: str) -> tuple[int, int, Place] | None:
    """Words [first, last) and the capital told by a country's adjective at words [first, last) beside the word "capital"; None where none is."""
    place = _capitals().get(code)
    if place is None:
        return None
    if last < len(text.words) and text.joined(last) and text.lower[last] in CAPITAL:
        return first, last + 1, place
    if first and text.joined(first) and text.lower[first - 1] in CAPITAL:
        return first - 1, last, place
    return None


def capital_of(text: Text, first: int, code: str) -> tuple[int, int, Place] | None:
    """Words [first, last) and the capital told before the name of its country at word `first`: "the capital of Kazakhstan"; None where none is."""
    place = _capitals().get(code)
    at = first - 1
    while at > 0 and first - at < 4 and text.joined(at + 1) and text.lower[at] in _BETWEEN:
        at -= 1
    if place is None or at < 0 or not text.joined(at + 1) or text.lower[at] not in CAPITAL:
        return None
    return at, first + 1, place
