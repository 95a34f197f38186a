"""Subjects of activities: a code list of the field with a label each, known by words in English, Russian and French."""

from __future__ import annotations

from functools import cache

from kopuro.intake.rules.phrases import Hit, Phrases, listed
from kopuro.intake.rules.text import Text

LABELS: dict[str, str] = {code: label for (code, label), _ in listed("topics.tsv")}


@cache
def topic_phrases() -> Phrases[str]:
    """The table of words for topics."""
    table: Phrases[str] = Phrases()
    for (code, _), words in listed("topics.tsv"):
        table.add_all(words, code)
    return table.seal()


def find_topics(text: Text) -> list[Hit[str]]:
    """Every word for a topic, words inside longer ones left out."""
    return topic_phrases().find(text)


def ranked(hits: list[tuple[Hit[str], float]], most: int = 5) -> list[tuple[str, list[Hit[str]]]]:
    """Topics of one activity: weighted hits (a title weighs more) in, at most `most` codes with their hits out, the weightiest first.

    A topic needs a weight of at least 2 or a third of the weightiest, so that a word in passing makes no topic.
    """
    weights: dict[str, float] = {}
    by_code: dict[str, list[Hit[str]]] = {}
    for hit, weight in hits:
        weights[hit.value] = weights.get(hit.value, 0.0) + weight
        by_code.setdefault(hit.value, []).append(hit)
    if not weights:
        return []
    top = max(weights.values())
    kept = [
        c for c in sorted(weights, key=lambda c: -weights[c]) if weights[c] >= max(2.0, top / 4) or len(weights) == 1
    ]
    return [(code, by_code[code]) for code in kept[:most]]
