"""A command: what a seat asks for. Its data comes from a browser and is read with suspicion."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kopuro.core.problems import Problem
from kopuro.rooms.rules.scenario.text import CODE

LONG = 4000  # characters of a rationale, message, note
SHORT = 400  # of a word on a test, a title
NAME = 24  # of a call-sign
_ID = re.compile(r"[0-9a-zA-Z._-]{8,64}\Z")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Command(NamedTuple):
    """`id` is made by the client (UUIDv7); the same id gets the same answer. `now` is server time in ms."""

    id: str
    seat: str  # "" for the clock and for somebody who is joining
    kind: str
    data: Mapping[str, Any]
    now: int


def wrong(field: str, needed: str) -> Problem:
    return Problem("room.input", f"The field '{field}' is not usable: {needed}.", status=422)


def is_id(value: object) -> bool:
    """Whether it can be a client-made id."""
    return isinstance(value, str) and bool(_ID.match(value))


def text(data: Mapping[str, Any], key: str, most: int = LONG, *, needed: bool = True) -> str:
    """Typed words, cleaned of invisible signs. Raises Problem when missing (if needed), too long or no text."""
    value = data.get(key, "")
    if not isinstance(value, str):
        raise wrong(key, "it must be text")
    if value.isascii() and value.isprintable():
        clean = value.strip()
    else:
        clean = _UNSEEN.sub("", unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode())).strip()
    if len(clean) > most:
        raise wrong(key, f"it is longer than {most} characters")
    if needed and not clean:
        raise wrong(key, "it is empty")
    return clean


def code(data: Mapping[str, Any], key: str, *, needed: bool = True) -> str:
    value = data.get(key, "")
    if not needed and value in ("", None):
        return ""
    if not isinstance(value, str) or not CODE.match(value):
        raise wrong(key, "it must be a code")
    return value


def seat_id(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not re.fullmatch(r"s\d{1,6}", value):
        raise wrong(key, "it must name a seat")
    return value


def number(data: Mapping[str, Any], key: str, least: int, most: int, *, otherwise: int | None = None) -> int:
    value = data.get(key, otherwise)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise wrong(key, f"it must be a whole number from {least} to {most}")
    return value


def ratio(data: Mapping[str, Any], key: str, least: float, most: float) -> float:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise wrong(key, f"it must be a number from {least:g} to {most:g}")
    return float(value)


def listed(data: Mapping[str, Any], key: str, most: int) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list) or len(value) > most:
        raise wrong(key, f"it must be a list of at most {most}")
    return value


def codes(data: Mapping[str, Any], key: str, known: Mapping[str, Any] | Sequence[str], most: int = 50) -> list[str]:
    """A list of known codes without repetition, in the order of `known`; empty when none are named."""
    value = listed(data, key, most)
    if any(not isinstance(one, str) or one not in known for one in value):
        raise wrong(key, "it names something unknown")
    return [one for one in known if one in value]


def words_by_language(data: Mapping[str, Any], key: str, languages: list[str], most: int = LONG) -> dict[str, str]:
    """Typed words per language; at least one. Languages that the run does not have are refused."""
    value = data.get(key)
    if not isinstance(value, Mapping) or not value or not set(value) <= set(languages):
        raise wrong(key, f"it must give words in {', '.join(languages)}")
    return {language: text(value, language, most) for language in languages if language in value}
