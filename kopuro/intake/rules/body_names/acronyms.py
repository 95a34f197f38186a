"""Acronyms that spell a name out, and names of bodies every state has, longer by their country."""

from __future__ import annotations

import re

from kopuro.core.gazetteer import country_names
from kopuro.intake.rules.body_names.known import country_of_name
from kopuro.intake.rules.text import Text

_LOWER_JOIN = {"en": r"\s+(?:of|in)\s+(?:the\s+)?", "fr": r"\s+(?:de la|du|de l['’]|de|d['’]|en|au)\s*"}


def as_written(text: Text, first: int, last: int, language: str | None) -> tuple[str, int]:
    """The name as it stands, longer by "of the Kyrgyz Republic" or a country's adjective before it, where these follow or lead."""
    raw = text.raw
    if language in _LOWER_JOIN:
        m = re.compile(_LOWER_JOIN[language]).match(raw, text.ends[last - 1])
        if m:
            at = text.word_at(m.end())
            for size in (3, 2, 1):
                tail = raw[text.starts[at] : text.ends[at + size - 1]] if at + size <= len(text.words) else ""
                if tail in country_names():
                    return re.sub(r"\s+", " ", raw[text.starts[first] : text.ends[at + size - 1]]), at + size
    elif (
        last < len(text.words)
        and text.joined(last)
        and country_of_name(raw[text.starts[last] : text.ends[min(last + 1, len(text.words) - 1)]])
        and text.words[last][0].isupper()
    ):
        stop = last + 1
        if (
            stop < len(text.words)
            and text.joined(stop)
            and (text.lower[stop].startswith("республик") or text.lower[last].startswith("республик"))
        ):
            stop += 1
        return re.sub(r"\s+", " ", raw[text.starts[first] : text.ends[stop - 1]]), stop
    return re.sub(r"\s+", " ", raw[text.starts[first] : text.ends[last - 1]]), last


def spelt_out(text: Text, stop: int, acronym: str, covered: list[bool]) -> int | None:
    """First word of the capitalised name whose initials, small link words left out or in, spell the acronym; None when it does not."""
    letters = [c.lower() for c in acronym if c.isupper()]
    for first in range(max(0, stop - 2 * len(letters) - 3), stop - 1):
        if not text.words[first][0].isupper() or text.lower[first][0] != letters[0]:
            continue
        run = text.words[first:stop]
        if not all(text.joined(i) for i in range(first + 1, stop)):
            continue
        capitals = [w[0].lower() for w in run if w[0].isupper()]
        if capitals == letters or [w[0].lower() for w in run] == letters:
            return first
    return None
