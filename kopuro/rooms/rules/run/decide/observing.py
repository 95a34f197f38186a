"""Observers note with one key and rate criteria P, S, M or U; nothing of it reaches a station."""

from __future__ import annotations

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run.audience import STAFF_ONLY
from kopuro.rooms.rules.run.commands import Command, code, listed, text, wrong
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import RunState

# HSEEP: performed without challenges, with some challenges, with major challenges, unable to be performed
MARKS = ("P", "S", "M", "U")


def _about(state: RunState, command: Command) -> str:
    """A team's code, a seat's id, or "" for the room as a whole."""
    about = command.data.get("about", "")
    if not isinstance(about, str) or (about and about not in state.teams and about not in state.seats):
        raise wrong("about", "it must be a team or a seat")
    return about


def note(state: RunState, play: Play, command: Command) -> list[Draft]:
    data = command.data
    kind = data.get("kind", "note")
    if kind not in ("strength", "improve", "note"):
        raise wrong("kind", "it is a strength, something to improve, or a note")
    criterion = code(data, "criterion", needed=False)
    if criterion and criterion not in play.criteria:
        raise wrong("criterion", "the scenario has no such criterion")
    linked = listed(data, "events", 20)
    if any(isinstance(one, bool) or not isinstance(one, int) or not 0 < one <= state.seq for one in linked):
        raise wrong("events", "an event in it does not exist")
    noted = {"about": _about(state, command), "kind": kind, "criterion": criterion, "events": linked}
    return [Draft("observation.noted", command.seat, STAFF_ONLY, noted, {"text": text(data, "text")})]


def mark(state: RunState, play: Play, command: Command) -> list[Draft]:
    criterion = code(command.data, "criterion")
    if criterion not in play.criteria:
        raise Problem("room.criterion", "The scenario has no such criterion.", status=422)
    given = command.data.get("mark")
    if given not in MARKS:
        raise wrong("mark", "it is P, S, M or U")
    marked = {"criterion": criterion, "about": _about(state, command), "mark": given}
    return [Draft("criterion.rated", command.seat, STAFF_ONLY, marked)]
