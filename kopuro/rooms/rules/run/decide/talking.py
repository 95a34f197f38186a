"""Asking and answering, characters and their partners, chat within a team where the scenario allows it."""

from __future__ import annotations

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import audience
from kopuro.rooms.rules.run.clock import exercise_time
from kopuro.rooms.rules.run.commands import SHORT, Command, code, codes, listed, number, text, wrong
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import TRAINEE, RunState


def _circle(state: RunState, play: Play, seat: str) -> tuple[str, ...]:
    """Who shares what a seat asks and hears: in an individual phase the seat alone, otherwise its team."""
    phase = play.phases.get(state.phase)
    alone = phase is not None and phase.mode == "individual"
    return audience.own(seat) if alone else audience.team(state.seats[seat]["team"])


def ask(state: RunState, play: Play, command: Command) -> list[Draft]:
    """A prepared request by its code, or one in own words. The same prepared one is asked once in the same circle."""
    held, data = state.seats[command.seat], command.data
    circle = _circle(state, play, command.seat)
    wanted = code(data, "request", needed=False)
    due: int | None = None
    words = {}
    if wanted:
        known = play.requests.get(wanted)
        meant = known and (not known.to.teams or held["team"] in known.to.teams)
        if known is None or not meant or (known.to.roles and held["role"] not in known.to.roles):
            raise wrong("request", "it can't be asked for here")
        mine = {f"s:{command.seat}", f"t:{held['team']}"}
        if any(one["code"] == wanted and mine & set(one["audience"]) for one in state.requests.values()):
            raise Problem("room.asked", "This has been asked. The answer comes to your station.")
        if known.delay is not None:
            due = exercise_time(state, command.now) + known.delay * 1000
    else:
        words = {"text": text(data, "text", SHORT)}
    row = {"code": wanted, "team": held["team"], "due": due}
    drafts = [Draft("request.made", command.seat, circle, row, words, first=True)]
    if wanted and play.requests[wanted].sets:
        flags = {"flags": list(play.requests[wanted].sets), "teams": [held["team"]], "on": True}
        drafts.append(Draft("flag.set", "", audience.STAFF_ONLY, flags))
    return drafts


def answering(state: RunState, play: Play, seq: str, seat: str, typed: str = "") -> Draft:
    """The answer to an open request: the prepared one, or what was typed instead."""
    asked = state.requests[seq]
    data = {"request": int(seq), "code": asked["code"]}
    known = play.requests.get(asked["code"])
    if known is not None:
        data["label"] = known.label.plain()
        if known.sender and known.sender in play.characters:
            character = play.characters[known.sender]
            data["sender"] = {"code": known.sender, "name": character.name.plain(), "role": character.role.plain()}
        if not typed:
            data["answer"] = known.answer.plain()
    return Draft("request.answered", seat, tuple(asked["audience"]), data, {"text": typed} if typed else {}, int(seq))


def answer(state: RunState, play: Play, command: Command) -> list[Draft]:
    seq = str(number(command.data, "request", 1, 2**53))
    asked = state.requests.get(seq)
    if asked is None:
        raise Problem("room.request", "There is no such request.", status=422)
    if asked["answered"]:
        raise Problem("room.answered", "It has been answered, by somebody else or by itself.")
    typed = text(command.data, "text", needed=not asked["code"])
    return [answering(state, play, seq, command.seat, typed)]


def speak(state: RunState, play: Play, command: Command) -> list[Draft]:
    """A role-player writes as a character to teams or seats."""
    data = command.data
    character = play.characters.get(code(data, "character"))
    if character is None or not character.played:
        raise wrong("character", "nobody plays this character")
    teams = codes(data, "teams", state.teams)
    seats = listed(data, "seats", 100)
    if any(not isinstance(one, str) or state.seats.get(one, {}).get("kind") != TRAINEE for one in seats):
        raise wrong("seats", "it names an unknown seat")
    topics = [f"t:{team}" for team in teams] + [f"s:{seat}" for seat in dict.fromkeys(seats)]
    if not topics:
        raise wrong("teams", "say to whom the character speaks")
    shown = {"character": character.code, "name": character.name.plain(), "role": character.role.plain()}
    return [Draft("character.spoke", command.seat, ("staff", *topics), shown, {"text": text(data, "text")})]


def reply(state: RunState, play: Play, command: Command) -> list[Draft]:
    """A seat writes to a character that somebody plays."""
    character = play.characters.get(code(command.data, "character"))
    if character is None or not character.played:
        raise wrong("character", "nobody plays this character")
    circle = _circle(state, play, command.seat)
    return [
        Draft("reply.sent", command.seat, circle, {"character": character.code}, {"text": text(command.data, "text")})
    ]


def chat(state: RunState, play: Play, command: Command) -> list[Draft]:
    if not play.scenario.chat:
        raise Problem("room.chat", "This scenario has no chat. Talk to each other.")
    team = state.seats[command.seat]["team"]
    return [Draft("chat.said", command.seat, audience.team(team), {}, {"text": text(command.data, "text", SHORT)})]
