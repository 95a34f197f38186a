"""Names told by quotation marks ("public foundation “Bridge”") and projects by their acronym ("the BRIDGES project")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kopuro.intake.rules.text import Text

_QUOTES = re.compile(r"[«“\"]([^«»“”\"\n]{2,90})[»”\"]")
_LEAD = re.compile(
    r"(?:[Pp]ublic (?:foundation|fund|association|organi[sz]ation|union)|[Nn]on-governmental organi[sz]ation|NGO|"
    r"CSO|[Cc]harity|[Ff]oundation|[Ii]nstitution|\b(?:ОФ|ОО|МОО|КГУ|ГУ|НПО|АНО|РОО|ЧУ|ТОО)|[Oo]rganisation|ONG|"
    r"[Aa]ssociation|organi[sz]ers of [^«“\".]{0,60} was)\s*$"
)
_PROJECT_QUOTED = re.compile(
    r"\b(?:[Pp]roject|[Pp]rogramme|[Pp]rogram|[Ii]nitiative|[Pp]rojet)"
    r"\s+[«“\"]([^«»“”\"\n]{3,70})[»”\"]"
)
_PROJECT = re.compile(
    r"\b(?:[Pp]rojects?|[Pp]rogrammes?|[Pp]roject's|[Пп]роект(?:а|ом|у|е|ы|ов)?|"
    r"[Pp]rojets?)\s+[«“\"]?([A-Z][A-Z0-9&]{2,}(?:-[A-Z][A-Za-z]+)?)\b|"
    r"\b([A-Z][A-Z0-9&]{2,}(?:-[A-Za-z]+)?)[»”\"]?\s+(?:[Pp]roject|[Pp]rogramme|[Pp]rojet)\b"
)
_WORDS = ("project", "projects", "programme", "programmes", "program", "projet", "projets", "initiative")
_RUSSIAN = ("проект", "проекта", "проектом", "проекту", "проекте", "проекты", "проектов")


def quoted_bodies(text: Text) -> Iterator[tuple[int, int, str]]:
    """Words [first, last) and name of each body told by its kind and a name in quotation marks."""
    for m in _QUOTES.finditer(text.raw):
        if _LEAD.search(text.raw, max(0, m.start() - 90), m.start()):
            yield text.word_at(m.start(1)), text.word_at(m.end(1) - 1) + 1, " ".join(m.group(1).split())


def quoted_projects(text: Text) -> Iterator[tuple[int, int, str]]:
    """Words [first, last) and name of each project told by a name in quotation marks; Latin texts only."""
    for at in _places(text, _WORDS):
        m = _PROJECT_QUOTED.match(text.raw, text.starts[at])
        if m is not None:
            yield text.word_at(m.start(1)), text.word_at(m.end(1) - 1) + 1, " ".join(m.group(1).split())


def projects(text: Text) -> Iterator[tuple[int, int, str]]:
    """Words [first, last) and acronym of each project told by it."""
    seen = -1
    for at in _places(text, _WORDS + _RUSSIAN):
        low = text.starts[max(0, at - 2)]
        for m in _PROJECT.finditer(text.raw, low, min(len(text.raw), text.ends[at] + 40)):
            group = 1 if m.group(1) else 2
            if m.start(group) > seen:
                seen = m.start(group)
                yield text.word_at(seen), text.word_at(m.end(group) - 1) + 1, m.group(group)


def _places(text: Text, words: tuple[str, ...]) -> list[int]:
    return sorted(at for word in words for at in text.where.get(word, ()))
