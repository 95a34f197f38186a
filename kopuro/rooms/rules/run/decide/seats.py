"""Seats: taking, moving, giving up; stepping out without a reason; the stop word."""

from __future__ import annotations

from kopuro.core.problems import Problem
from kopuro.rooms.rules.lint.contacts import contacts_in
from kopuro.rooms.rules.run import audience
from kopuro.rooms.rules.run.commands import NAME, Command, code, number, seat_id, text, wrong
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import SCREEN, STAFF, TRAINEE, RunState

MOST_SEATS = 3000


def join(state: RunState, play: Play, command: Command) -> list[Draft]:
    """A seat for `kind`, which the server has checked by PIN or account. A late joiner joins a run that goes on."""
    data = command.data
    kind = data.get("kind")
    if kind not in (TRAINEE, SCREEN, *STAFF):
        raise wrong("kind", "there is no such seat")
    if state.status == "sealed" or (kind == TRAINEE and state.status in ("prepared", "ended", "debrief")):
        raise Problem("room.closed", "Nobody can join now. Ask the person who leads the room.")
    if len(state.seats) >= MOST_SEATS:
        raise Problem("room.full", "All seats of this room are taken.")
    sign = text(data, "sign", NAME)
    if any(contacts_in(sign)):
        raise Problem(
            "room.sign", "A call-sign must not be a way to reach you. Choose a word like 'Juniper'.", status=422
        )
    if any(held["sign"].casefold() == sign.casefold() and not held["left"] for held in state.seats.values()):
        raise Problem("room.sign-taken", "Somebody has this call-sign. Choose another word.")
    team = role = ""
    if kind == TRAINEE:
        team, role = _place(state, play, command)
    seat = f"s{len(state.seats) + 1}"
    topics = ("staff", f"t:{team}", f"s:{seat}") if team else ("staff", f"s:{seat}")
    joined = {"seat": seat, "kind": kind, "team": team, "role": role}
    return [Draft("seat.joined", seat, topics, joined, {"sign": sign})]


def _place(state: RunState, play: Play, command: Command) -> tuple[str, str]:
    team, role = code(command.data, "team"), code(command.data, "role")
    if team not in state.teams:
        raise wrong("team", "it does not play in this run")
    allowed = play.teams[team].roles
    if role not in (allowed or play.roles):
        raise wrong("role", "this team has no such role")
    return team, role


def move(state: RunState, play: Play, command: Command) -> list[Draft]:
    seat = seat_id(command.data, "seat")
    held = state.seats.get(seat)
    if held is None or held["kind"] != TRAINEE or held["left"]:
        raise Problem("room.seat", "There is no such seat.", status=422)
    team, role = _place(state, play, command)
    if (team, role) == (held["team"], held["role"]):
        raise Problem("room.moved", "The seat is there already.")
    topics = tuple(dict.fromkeys(("staff", f"s:{seat}", f"t:{held['team']}", f"t:{team}")))
    return [
        Draft("seat.moved", command.seat, topics, {"seat": seat, "team": team, "role": role}, {"sign": held["sign"]})
    ]


def remove(state: RunState, play: Play, command: Command) -> list[Draft]:
    """A facilitator gives up somebody's seat, so that the call-sign is free and a lost token is worthless."""
    seat = seat_id(command.data, "seat")
    held = state.seats.get(seat)
    if held is None or held["left"] or seat == command.seat:
        raise Problem("room.seat", "There is no such seat.", status=422)
    return [Draft("seat.left", command.seat, audience.own(seat), {"seat": seat})]


def leave(state: RunState, play: Play, command: Command) -> list[Draft]:
    return [Draft("seat.left", command.seat, audience.own(command.seat), {"seat": command.seat})]


def step_out(state: RunState, play: Play, command: Command) -> list[Draft]:
    """No reason is asked and none is stored."""
    if state.seats[command.seat]["out"]:
        raise Problem("room.out", "You have stepped out already. Take your time.")
    return [Draft("seat.out", command.seat, audience.own(command.seat), {"seat": command.seat})]


def step_in(state: RunState, play: Play, command: Command) -> list[Draft]:
    if not state.seats[command.seat]["out"]:
        raise Problem("room.out", "You are in the exercise.")
    return [Draft("seat.in", command.seat, audience.own(command.seat), {"seat": command.seat})]


def stop(state: RunState, play: Play, command: Command) -> list[Draft]:
    return [Draft("stop.called", command.seat, audience.own(command.seat), {})]


def clear_stop(state: RunState, play: Play, command: Command) -> list[Draft]:
    seq = number(command.data, "stop", 1, 2**53)
    called = state.stops.get(str(seq))
    if called is None or called["cleared"]:
        raise Problem("room.stop", "There is no such open stop word.")
    return [Draft("stop.cleared", command.seat, audience.own(called["seat"]), {"stop": seq})]
