"""Single cells into the values of a scenario: words in a language, triggers, titles out of a text."""

from __future__ import annotations

from kopuro.rooms.rules.conditions import ConditionError, parse
from kopuro.rooms.rules.scenario import Text
from kopuro.rooms.rules.scenario.model import Trigger
from kopuro.rooms.rules.scenario.text import CODE, Code, Seconds, seconds_of

from .rows import Row

LONGEST_TITLE = 120


def seconds(length: int | None) -> Seconds | None:
    return None if length is None else Seconds(length)


def with_words(text: Text, language: str, words: str) -> Text:
    """The text with other words in one language; a language without words is dropped."""
    kept = dict(text.by)
    if words.strip():
        kept[language] = words
    else:
        kept.pop(language, None)
    return Text(tuple(kept.items()))


def condition(written: str) -> Trigger | None:
    """`after code + 20s`, `when …`: as our own lists write them."""
    front, plus, later = written.rpartition(" + ")
    delay = seconds_of(later) if plus else None
    rest = (front if delay is not None else written).strip()
    if rest.startswith("after ") and CODE.match(rest.removeprefix("after ").strip()):
        return Trigger(after=Code(rest.removeprefix("after ").strip()), delay=Seconds(delay or 0))
    when = rest.removeprefix("when ")
    try:
        parse(when)
    except ConditionError:
        return None
    return Trigger(when=when, delay=Seconds(delay or 0))


def first_title(row: Row) -> str:
    return next((words for name, words in row.words.items() if name.split(":")[0] == "title"), "")


def lines(written: str) -> list[str]:
    return [line for line in (" ".join(part.split()) for part in written.replace(";", "\n").split("\n")) if line]


def shortened(words: str) -> str:
    line = " ".join(words.split())
    sentence = line.split(". ")[0].rstrip(".")
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    return sentence[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
