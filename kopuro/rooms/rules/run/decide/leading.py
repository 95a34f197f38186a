"""Facilitators lead: the run, its clock, its phases. Two of them never undo each other silently."""

from __future__ import annotations

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run.audience import EVERYBODY, STAFF_ONLY
from kopuro.rooms.rules.run.clock import exercise_time, in_phase
from kopuro.rooms.rules.run.commands import Command, code, number, ratio
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import RunState


def unchanged(state: RunState, command: Command, thing: str) -> None:
    """Raises Problem when another facilitator has led `thing` after what this console had seen (`data.saw`, a seq)."""
    touched = state.touched.get(thing)
    if touched and touched[1] != command.seat:
        saw = number(command.data, "saw", 0, 2**53, otherwise=0)
        if touched[0] > saw:
            who = state.seats.get(touched[1], {}).get("sign", "somebody else")
            raise Problem("room.changed", f"{who} has just changed this. Look again, then do it if it is still right.")


def prepare(state: RunState, play: Play, command: Command) -> list[Draft]:
    if state.status:
        raise Problem("room.prepared", "This run has been prepared before.")
    data = command.data
    teams = [team for team in data.get("teams") or list(play.teams) if team in play.teams]
    if not teams:
        raise Problem("room.teams", "A run needs at least one team of its scenario.", status=422)
    scenario = play.scenario
    prepared = {
        "run": str(data["run"]),
        "scenario": scenario.code,
        "version": scenario.version,
        "mode": str(data.get("mode", "rehearsal")),
        "reviewed": bool(data.get("reviewed", False)),
        "teams": teams,
        "languages": list(scenario.languages),
        "key_status": scenario.key_status,
        "content": str(data.get("content", "")),
    }
    return [Draft("run.prepared", "", STAFF_ONLY, prepared)]


def open_run(state: RunState, play: Play, command: Command) -> list[Draft]:
    if state.mode == "training" and not state.reviewed:
        raise Problem(
            "room.unreviewed", "Two reviewers have to sign the scenario first. Run it as rehearsal or demonstration."
        )
    return [Draft("run.opened", command.seat, EVERYBODY, {"mode": state.mode})]


def start(state: RunState, play: Play, command: Command) -> list[Draft]:
    unchanged(state, command, "clock")
    first = play.phases[play.order[0]]
    return [Draft("run.started", command.seat, EVERYBODY, {}, first=True), entering(play, first.code, "")]


def entering(play: Play, code: str, seat: str) -> Draft:
    phase = play.phases[code]
    shown = {
        "phase": phase.code,
        "title": phase.title.plain(),
        "mode": phase.mode,
        "starts": phase.starts,
        "length": phase.length * 1000,
        "ratio": phase.ratio,
    }
    return Draft("phase.entered", seat, EVERYBODY, shown)


def pause(state: RunState, play: Play, command: Command) -> list[Draft]:
    unchanged(state, command, "clock")
    return [Draft("run.paused", command.seat, EVERYBODY, {})]


def resume(state: RunState, play: Play, command: Command) -> list[Draft]:
    unchanged(state, command, "clock")
    return [Draft("run.resumed", command.seat, EVERYBODY, {})]


def phase(state: RunState, play: Play, command: Command) -> list[Draft]:
    unchanged(state, command, "phase")
    wanted = code(command.data, "phase")
    if wanted not in play.phases:
        raise Problem("room.phase", "The scenario has no such phase.", status=422)
    if wanted == state.phase:
        raise Problem("room.phase", "This phase is being played already.")
    return [entering(play, wanted, command.seat)]


def speed(state: RunState, play: Play, command: Command) -> list[Draft]:
    unchanged(state, command, "clock")
    wanted = ratio(command.data, "speed", 0.1, 60)
    if wanted == state.speed:
        raise Problem("room.speed", "The clock has this speed already.")
    return [Draft("clock.speed", command.seat, EVERYBODY, {"speed": wanted})]


def jump(state: RunState, play: Play, command: Command) -> list[Draft]:
    """Sets the clock within the phase: `to` is ms since the phase began."""
    unchanged(state, command, "clock")
    to = number(command.data, "to", 0, 24 * 3600 * 1000)
    base = exercise_time(state, command.now) - in_phase(state, command.now)
    return [Draft("clock.jumped", command.seat, EVERYBODY, {"to": base + to})]


def end(state: RunState, play: Play, command: Command) -> list[Draft]:
    unchanged(state, command, "run")
    return [Draft("run.ended", command.seat, EVERYBODY, {})]


def debrief(state: RunState, play: Play, command: Command) -> list[Draft]:
    return [Draft("run.debriefed", command.seat, EVERYBODY, {})]


def seal(state: RunState, play: Play, command: Command) -> list[Draft]:
    if state.debrief["stage"] != "closed":
        raise Problem("room.undebriefed", "Finish the debrief first: a run can't be sealed without one.")
    open_stops = [seq for seq, stop in state.stops.items() if not stop["cleared"]]
    if open_stops:
        raise Problem("room.stop-open", "A stop word has not been taken care of yet. See to it, then seal.")
    return [Draft("run.sealed", command.seat, EVERYBODY, {})]
