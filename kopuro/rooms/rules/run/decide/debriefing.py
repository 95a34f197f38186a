"""The debrief: a round without names (everybody types at once, then themes, then ranks), forms, lessons.

Entries, rankings and forms carry a ballot instead of a seat: the server makes it from the seat with a key that is
dropped when the run is sealed, so that one seat counts once and the log does not say who wrote."""

from __future__ import annotations

from typing import Any

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run.audience import EVERYBODY, STAFF_ONLY
from kopuro.rooms.rules.run.commands import SHORT, Command, listed, number, text, wrong
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import RunState

from .leading import unchanged

STAGES = ("", "collect", "theme", "rank", "closed")
ENTRIES = 12  # from one ballot
_QUESTIONS = ("well", "better", "learned")


def _ballot(command: Command) -> str:
    ballot = command.data.get("ballot")
    if not isinstance(ballot, str) or not 8 <= len(ballot) <= 64:
        raise wrong("ballot", "the server gives it")
    return ballot


def move_on(state: RunState, play: Play, command: Command) -> list[Draft]:
    """The next stage of the round. With `theme` everybody sees all entries, with `closed` the ranked themes."""
    unchanged(state, command, "debrief")
    at = STAGES.index(state.debrief["stage"])
    if at + 1 >= len(STAGES):
        raise Problem("room.stage", "The round is closed.")
    stage = STAGES[at + 1]
    entries = state.debrief["entries"]
    if stage == "theme" and not entries and not command.data.get("empty"):
        raise Problem("room.entries", "Nobody has written anything yet. Give the group a moment, or close it as it is.")
    data: dict[str, Any] = {"stage": stage}
    words: dict[str, Any] = {}
    if stage in ("theme", "rank"):
        words = {"entries": {seq: one["text"] for seq, one in entries.items()}, "themes": state.debrief["themes"]}
        data["of"] = {seq: one["theme"] for seq, one in entries.items()}
    if stage == "closed":
        data["points"] = points(state)
        words = {"themes": state.debrief["themes"]}
    return [Draft("debrief.stage", command.seat, EVERYBODY, data, words)]


def points(state: RunState) -> dict[str, int]:
    """Borda points per theme (its index as text): the first of k themes gets k−1, the last 0, unranked ones 0."""
    count = len(state.debrief["themes"])
    total = {str(index): 0 for index in range(count)}
    for ballot in state.debrief["ballots"].values():
        for place, theme in enumerate(ballot["order"]):
            if str(theme) in total:
                total[str(theme)] += count - 1 - place
    return total


def entry(state: RunState, play: Play, command: Command) -> list[Draft]:
    if state.debrief["stage"] != "collect":
        raise Problem("room.stage", "Entries are not collected now.")
    ballot = _ballot(command)
    if state.debrief["ballots"].get(ballot, {"entries": 0})["entries"] >= ENTRIES:
        raise Problem("room.entries", f"You have written {ENTRIES} entries. Let the others have their say.")
    return [Draft("debrief.entered", "", STAFF_ONLY, {"ballot": ballot}, {"text": text(command.data, "text", SHORT)})]


def theme(state: RunState, play: Play, command: Command) -> list[Draft]:
    """Names of themes and which entry goes where: `themes` list of words, `of` entry → index of its theme."""
    unchanged(state, command, "debrief")
    if state.debrief["stage"] != "theme":
        raise Problem("room.stage", "Themes are not sorted now.")
    themes = listed(command.data, "themes", 20)
    named = [text({"themes": one}, "themes", 100) for one in themes]
    of = command.data.get("of", {})
    if not isinstance(of, dict) or not set(of) <= set(state.debrief["entries"]):
        raise wrong("of", "it names an unknown entry")
    places = [number(of, key, 0, len(named) - 1) if named else None for key in of]
    if None in places:
        raise wrong("of", "there is no theme")
    return [Draft("debrief.themed", command.seat, EVERYBODY, {"of": dict(of)}, {"themes": named})]


def rank(state: RunState, play: Play, command: Command) -> list[Draft]:
    if state.debrief["stage"] != "rank":
        raise Problem("room.stage", "Themes are not ranked now.")
    order = listed(command.data, "order", 20)
    known = range(len(state.debrief["themes"]))
    if (
        not order
        or len(set(map(str, order))) != len(order)
        or any(type(one) is not int or one not in known for one in order)
    ):
        raise wrong("order", "name each theme once by its number")
    return [Draft("debrief.ranked", "", STAFF_ONLY, {"ballot": _ballot(command), "order": order})]


def hotwash(state: RunState, play: Play, command: Command) -> list[Draft]:
    """The form at the end, once per seat: what went well, what could be better, what was learned; worth it 1–5."""
    ballot = _ballot(command)
    if ballot in state.forms:
        raise Problem("room.form", "Your form is in. Thank you.")
    words = {name: text(command.data, name, needed=False) for name in _QUESTIONS}
    data = {"ballot": ballot, "worth": number(command.data, "worth", 1, 5)}
    return [Draft("hotwash.written", "", STAFF_ONLY, data, {name: said for name, said in words.items() if said})]


def lesson(state: RunState, play: Play, command: Command) -> list[Draft]:
    data = command.data
    kind = data.get("kind", "improve")
    if kind not in ("strength", "improve"):
        raise wrong("kind", "it is a strength or something to improve")
    words = {"text": text(data, "text")}
    for name in ("recommendation", "owner"):
        said = text(data, name, SHORT, needed=False)
        if said:
            words[name] = said
    return [Draft("lesson.written", command.seat, EVERYBODY, {"kind": kind}, words)]
