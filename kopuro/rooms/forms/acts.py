"""The acts of staff seats: what a form sent becomes the data of a command. Its words are checked by the rules."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from kopuro.core.problems import Problem


def _whole(posted: QueryDict, name: str) -> int:
    try:
        return int(posted.get(name, ""))
    except ValueError:
        raise Problem("room.number", f"The field “{name}” has to be a whole number.", status=422) from None


def _languages(posted: QueryDict, name: str) -> dict[str, str]:
    """`title.en`, `title.ru` … as words per language; empty ones are left out."""
    start = f"{name}."
    return {key.removeprefix(start): text for key, text in posted.items() if key.startswith(start) and text.strip()}


def _lines(posted: QueryDict, name: str) -> list[str]:
    return [line.strip() for line in posted.get(name, "").splitlines() if line.strip()]


def command_of(posted: QueryDict) -> tuple[str, dict[str, Any]]:
    """(kind, data) of one act. Raises Problem `room.number` for a number that is none; everything else is left to the
    rules, which know the run."""
    kind = posted.get("kind", "")[:20]
    data: dict[str, Any] = {}
    if posted.get("saw"):
        data["saw"] = _whole(posted, "saw")
    for name in (
        "phase",
        "inject",
        "seat",
        "team",
        "role",
        "character",
        "criterion",
        "about",
        "mark",
        "text",
        "recommendation",
        "owner",
    ):
        if name in posted:
            data[name] = posted[name].replace("\r\n", "\n")
    for name in ("teams", "roles", "seats", "flags"):
        if name in posted:
            data[name] = [one for one in posted.getlist(name) if one]
    for name in ("request", "stop"):
        if name in posted:
            data[name] = _whole(posted, name)
    for name in ("title", "body"):
        words = _languages(posted, name)
        if words:
            data[name] = words
    if "sort" in posted:
        data["kind"] = posted["sort"]
    if "minutes" in posted:
        data["to"] = _whole(posted, "minutes") * 60_000
    if "speed" in posted:
        data["speed"] = _speed(posted["speed"])
    if "on" in posted:
        data["on"] = posted["on"] == "1"
    if kind == "observe":
        data["events"] = [int(one) for one in posted.getlist("events") if one.isdigit()]
    if kind == "round":
        data["empty"] = posted.get("empty") == "1"
    if kind == "theme":
        data["themes"] = _lines(posted, "themes")
        data["of"] = {
            key.removeprefix("of."): int(value)
            for key, value in posted.items()
            if key.startswith("of.") and value.isdigit() and int(value) < len(data["themes"])
        }
    return kind, data


def _speed(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise Problem("room.number", "The speed has to be a number.", status=422) from None
