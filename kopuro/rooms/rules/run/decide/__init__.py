"""`decide(state, play, command)`: what a command causes, as drafts of events, or the Problem that refuses it."""

from __future__ import annotations

from collections.abc import Callable

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run.commands import Command
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import LIVE, STAFF, TRAINEE, RunState

from . import answers, debriefing, leading, observing, putting_in, seats, talking

Decider = Callable[[RunState, Play, Command], list[Draft]]

_LEADERS = ("director", "controller")
_STATUSES_BEFORE_SEALED = ("open", *LIVE, "ended", "debrief")

# command → (who, in which statuses, how it is decided)
COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], Decider]] = {
    "open": (_LEADERS, ("prepared",), leading.open_run),
    "start": (_LEADERS, ("open",), leading.start),
    "pause": ((*_LEADERS, "wellbeing"), ("running",), leading.pause),
    "resume": (_LEADERS, ("paused",), leading.resume),
    "phase": (_LEADERS, LIVE, leading.phase),
    "speed": (_LEADERS, ("open", *LIVE), leading.speed),
    "jump": (_LEADERS, LIVE, leading.jump),
    "end": (_LEADERS, LIVE, leading.end),
    "debrief": (_LEADERS, ("ended",), leading.debrief),
    "seal": (_LEADERS, ("debrief",), leading.seal),
    "release": (_LEADERS, LIVE, putting_in.release),
    "hold": (_LEADERS, ("open", *LIVE), putting_in.hold),
    "unhold": (_LEADERS, ("open", *LIVE), putting_in.unhold),
    "edit": (_LEADERS, ("open", *LIVE), putting_in.edit),
    "recall": (_LEADERS, LIVE, putting_in.recall),
    "own": (_LEADERS, LIVE, putting_in.own),
    "branch": (_LEADERS, LIVE, putting_in.branch),
    "flag": (_LEADERS, ("open", *LIVE), putting_in.flag),
    "stage": (_LEADERS, LIVE, answers.open_stage),
    "answer": ((*_LEADERS, "roleplayer"), LIVE, talking.answer),
    "speak": ((*_LEADERS, "roleplayer"), LIVE, talking.speak),
    "move": (_LEADERS, ("open", *LIVE), seats.move),
    "remove": (_LEADERS, _STATUSES_BEFORE_SEALED, seats.remove),
    "clear": (STAFF, _STATUSES_BEFORE_SEALED, seats.clear_stop),
    "observe": (STAFF, _STATUSES_BEFORE_SEALED, observing.note),
    "mark": ((*_LEADERS, "evaluator"), _STATUSES_BEFORE_SEALED, observing.mark),
    "round": (_LEADERS, ("debrief",), debriefing.move_on),
    "theme": (_LEADERS, ("debrief",), debriefing.theme),
    "lesson": (_LEADERS, ("ended", "debrief"), debriefing.lesson),
    "seen": ((TRAINEE,), (*LIVE, "ended", "debrief"), answers.opened),
    "ack": ((TRAINEE,), (*LIVE, "ended"), answers.acked),
    "decide": ((TRAINEE,), LIVE, answers.decision),
    "rate": ((TRAINEE,), LIVE, answers.rate),
    "lock": ((TRAINEE,), LIVE, answers.lock),
    "poll": ((TRAINEE,), LIVE, answers.poll),
    "reflect": ((TRAINEE,), (*LIVE, "ended", "debrief"), answers.reflect),
    "ask": ((TRAINEE,), LIVE, talking.ask),
    "reply": ((TRAINEE,), LIVE, talking.reply),
    "chat": ((TRAINEE,), LIVE, talking.chat),
    "stop": ((TRAINEE, *STAFF), _STATUSES_BEFORE_SEALED, seats.stop),
    "out": ((TRAINEE,), _STATUSES_BEFORE_SEALED, seats.step_out),
    "in": ((TRAINEE,), _STATUSES_BEFORE_SEALED, seats.step_in),
    "leave": ((TRAINEE,), _STATUSES_BEFORE_SEALED, seats.leave),
    "entry": ((TRAINEE, *STAFF), ("debrief",), debriefing.entry),
    "rank": ((TRAINEE, *STAFF), ("debrief",), debriefing.rank),
    "hotwash": ((TRAINEE, *STAFF), ("ended", "debrief"), debriefing.hotwash),
}

_TOO_EARLY = {"prepared", "open"}


def decide(state: RunState, play: Play, command: Command) -> list[Draft] | Problem:
    """The drafts that follow from `command`, at least one, or why it is refused. Changes nothing.

    `join` and `prepare` come from the server alone, which has checked PIN or account before; everything else comes
    from a seat and is checked here: the kind of seat, the status of the run, what the seat was sent."""
    try:
        if command.kind == "prepare":
            return leading.prepare(state, play, command)
        if not state.status:
            raise Problem("room.unknown", "This run does not exist.", status=404)
        if command.kind == "join":
            return seats.join(state, play, command)
        return _decide_for_seat(state, play, command)
    except Problem as problem:
        return problem


def _decide_for_seat(state: RunState, play: Play, command: Command) -> list[Draft]:
    rule = COMMANDS.get(command.kind)
    if rule is None:
        raise Problem(
            "room.command", "This is not something a station can do.", detail=repr(command.kind)[:80], status=422
        )
    seat = state.seats.get(command.seat)
    if seat is None or seat["left"]:
        raise Problem("room.seat", "This seat was given up. Join again with the PIN.", status=403)
    who, when, decider = rule
    if seat["kind"] not in who:
        raise Problem("room.role", "This seat can't do that.", detail=f"{seat['kind']} {command.kind}", status=403)
    if state.status not in when:
        if state.status == "sealed":
            raise Problem("room.sealed", "The run is sealed. Nothing more can be written.")
        if state.status in _TOO_EARLY:
            raise Problem("room.early", "The exercise has not begun yet. What you typed is kept on your device.")
        raise Problem("room.status", f"This can't be done while the run is '{state.status}'.")
    return decider(state, play, command)


__all__ = ["COMMANDS", "decide"]
