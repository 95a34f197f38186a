"""What a station gives back: opened, read, decided, rated, answered, reflected. Only to what its seat was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import audience
from kopuro.rooms.rules.run.clock import exercise_time
from kopuro.rooms.rules.run.commands import SHORT, Command, code, codes, listed, number, text, wrong
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import RunState
from kopuro.rooms.rules.scenario.cases import RatingSet
from kopuro.rooms.rules.scenario.model import Inject, Option

TESTS = ("legal", "necessary", "proportionate", "equal")


def _item_for(state: RunState, seat: str, seq: Any) -> dict[str, Any]:
    """The item, if the seat was sent it. What it was not sent looks the same as what does not exist."""
    item = state.items.get(str(seq)) if isinstance(seq, int) and not isinstance(seq, bool) else None
    held = frozenset(audience.topics_of(seat, state.seats[seat]))
    if item is None or audience.topic_for(item["audience"], held) is None:
        raise Problem("room.item", "Your station was not sent this.", status=404)
    return item


def _inject_for(state: RunState, play: Play, command: Command, kind: str) -> Inject:
    """The inject named, if it stands released to the seat's team and role and is of `kind`."""
    wanted = code(command.data, "inject")
    held = state.seats[command.seat]
    sent = state.sent(wanted, held["team"])
    inject = play.injects.get(wanted)
    if sent is None or inject is None:
        raise Problem("room.item", "Your station was not sent this.", status=404)
    item = _item_for(state, command.seat, sent[0])
    if item["gone"]:
        raise Problem("room.gone", "This was withdrawn. What you typed is kept on your device.")
    if inject.kind != kind:
        raise Problem("room.kind", f"This asks for no {kind}.", status=422)
    return inject


def opened(state: RunState, play: Play, command: Command) -> list[Draft]:
    """The seat had these items on its screen (seqs). Already opened ones are passed over."""
    items = []
    for seq in listed(command.data, "items", 100):
        _item_for(state, command.seat, seq)
        if command.seat not in state.opened.get(str(seq), {}) and seq not in items:
            items.append(seq)
    if not items:
        raise Problem("room.opened", "These were open already.")
    return [Draft("item.opened", command.seat, audience.own(command.seat), {"items": items})]


def acked(state: RunState, play: Play, command: Command) -> list[Draft]:
    seq = command.data.get("item")
    _item_for(state, command.seat, seq)
    if command.seat in state.acked.get(str(seq), {}):
        raise Problem("room.acked", "You have confirmed this before.")
    return [Draft("item.acked", command.seat, audience.own(command.seat), {"item": seq})]


def decision(state: RunState, play: Play, command: Command) -> list[Draft]:
    inject = _inject_for(state, play, command, "decision")
    held, data = state.seats[command.seat], command.data
    side = _side(state, inject, command, lambda: _decided_alone(state, inject, held["team"]))
    made = state.decisions.get(inject.code, {"seats": {}, "teams": {}})
    before = made["teams"].get(held["team"]) if side == "team" else made["seats"].get(command.seat)
    corrects = _correcting(command, before, inject, made, held["team"], side)
    options: dict[str, Option] = {option.code: option for option in inject.options}
    chosen = code(data, "option", needed=not inject.free)
    if chosen and chosen not in options:
        raise wrong("option", "it is none of the options")
    words = {"rationale": text(data, "rationale")}
    if not chosen:
        words["free"] = text(data, "free")
    if inject.four_tests:
        given = data.get("tests")
        if not isinstance(given, dict):
            raise wrong("tests", "a word on each of the four is needed")
        words |= {f"test.{name}": text(given, name, SHORT) for name in TESTS}
    row = {
        "inject": inject.code,
        "as": side,
        "team": held["team"],
        "option": chosen or "free",
        "confidence": number(data, "confidence", 0, 100),
        "horizon": held["horizon"],
    }
    if corrects:
        row["corrects"] = corrects
    seen_by = audience.team(held["team"]) if side == "team" else audience.own(command.seat)
    drafts = [Draft("decision.made", command.seat, seen_by, row, words, first=True)]
    if chosen and options[chosen].sets and (inject.by != "both" or side == "team"):
        flags = {"flags": list(options[chosen].sets), "teams": [held["team"]], "on": True}
        drafts.append(Draft("flag.set", "", audience.STAFF_ONLY, flags))
    return drafts


def _correcting(
    command: Command, before: dict[str, Any] | None, inject: Inject, made: dict[str, Any], team: str, side: str
) -> int:
    """The seq of the decision that is corrected, or 0. A correction names it, and an individual one comes in time."""
    named = number(command.data, "corrects", 0, 2**53, otherwise=0)
    if before is None:
        if named:
            raise Problem("room.correct", "There is no decision of yours to correct.")
        return 0
    if not named:
        raise Problem("room.decided", "This has been decided. Correct it if you meant something else.")
    if named != before["seq"]:
        raise Problem(
            "room.changed", "It was decided anew meanwhile. Look again, then correct it if you still want to."
        )
    if side == "seat" and inject.by == "both" and team in made["teams"]:
        raise Problem("room.locked", "Your own decision is locked since your team decided.")
    return named


def _side(state: RunState, inject: Inject, command: Command, done: Callable[[], bool]) -> str:
    """Whether the answer is the seat's or the team's. With `both`, the team answers after everybody in it did."""
    allowed = {"individual": ("seat",), "team": ("team",), "both": ("seat", "team")}[inject.by]
    side = command.data.get("as", allowed[0])
    if side not in allowed:
        raise Problem("room.side", "This is answered " + ("alone." if inject.by == "individual" else "by the team."))
    if side == "team" and inject.by == "both" and not done():
        team = state.seats[command.seat]["team"]
        sent = state.sent(inject.code, team)
        over = (
            inject.deadline is not None
            and sent is not None
            and exercise_time(state, command.now) >= sent[1] + inject.deadline * 1000
        )
        if not over and team not in state.stages.get(inject.code, {}):
            raise Problem("room.alone-first", "First everybody in your team answers alone; then you answer together.")
    return side


def _decided_alone(state: RunState, inject: Inject, team: str) -> bool:
    made = state.decisions.get(inject.code, {"seats": {}})["seats"]
    return all(seat in made for seat in state.trainees(team))


def _locked_alone(state: RunState, rated: RatingSet, team: str) -> bool:
    locked = state.ratings.get(rated.code, {"locked": {}})["locked"]
    return all(seat in locked for seat in state.trainees(team))


def rate(state: RunState, play: Play, command: Command) -> list[Draft]:
    inject = _inject_for(state, play, command, "case")
    rated = play.sets[str(inject.rates)]
    held, data = state.seats[command.seat], command.data
    side = _side(state, inject, command, lambda: _locked_alone(state, rated, held["team"]))
    case = code(data, "case")
    if case not in rated.cases:
        raise wrong("case", "it is not in this set")
    if side == "seat" and command.seat in state.ratings.get(rated.code, {"locked": {}})["locked"]:
        raise Problem("room.locked", "Your own ratings are locked.")
    value = code(data, "value")
    if value not in [one.code for one in rated.values]:
        raise wrong("value", "it is none of the answers")
    indicators = data.get("indicators", {})
    if not isinstance(indicators, dict) or not set(indicators) <= set(rated.indicators):
        raise wrong("indicators", "it names an unknown one")
    if any(mark not in ("present", "absent", "unknown") for mark in indicators.values()):
        raise wrong("indicators", "each is present, absent or unknown")
    row = {
        "inject": inject.code,
        "set": rated.code,
        "case": case,
        "as": side,
        "team": held["team"],
        "value": value,
        "confidence": number(data, "confidence", 0, 100),
        "indicators": {one: indicators[one] for one in rated.indicators if one in indicators},
        "horizon": held["horizon"],
    }
    seen_by = audience.team(held["team"]) if side == "team" else audience.own(command.seat)
    return [Draft("rating.given", command.seat, seen_by, row)]


def lock(state: RunState, play: Play, command: Command) -> list[Draft]:
    """The seat's own ratings stand. Cases without an answer have to be named as skipped: nobody skips by oversight."""
    inject = _inject_for(state, play, command, "case")
    rated = play.sets[str(inject.rates)]
    given = state.ratings.get(rated.code, {"seats": {}, "locked": {}})
    if command.seat in given["locked"]:
        raise Problem("room.locked", "Your own ratings are locked.")
    missing = [case for case in rated.cases if case not in given["seats"].get(command.seat, {})]
    skipped = codes(command.data, "skipped", missing)
    if len(skipped) < len(missing):
        raise Problem("room.unfinished", f"{len(missing)} of {len(rated.cases)} cases have no answer of yours yet.")
    data = {"inject": inject.code, "set": rated.code, "skipped": skipped}
    return [Draft("ratings.locked", command.seat, audience.own(command.seat), data)]


def poll(state: RunState, play: Play, command: Command) -> list[Draft]:
    inject = _inject_for(state, play, command, "poll")
    chosen = codes(command.data, "options", [option.code for option in inject.options])
    if not chosen or (len(chosen) > 1 and not inject.multiple):
        raise wrong("options", "choose " + ("at least one" if inject.multiple else "one"))
    data = {"inject": inject.code, "options": chosen}
    return [Draft("poll.answered", command.seat, audience.own(command.seat), data)]


def reflect(state: RunState, play: Play, command: Command) -> list[Draft]:
    """What is written stays with the seat, unless the inject says that staff may read it."""
    inject = _inject_for(state, play, command, "reflection")
    words = {"text": text(command.data, "text")}
    seen_by = audience.own(command.seat) if inject.shared else (f"s:{command.seat}",)
    return [Draft("reflection.written", command.seat, seen_by, {"inject": inject.code}, words)]


def open_stage(state: RunState, play: Play, command: Command) -> list[Draft]:
    """A facilitator lets teams answer although not everybody has answered alone."""
    inject = play.injects.get(code(command.data, "inject"))
    if inject is None or inject.by != "both":
        raise Problem("room.inject", "Name a decision or case that is answered alone first.", status=422)
    teams = codes(command.data, "teams", state.teams) or state.teams
    teams = [team for team in teams if team not in state.stages.get(inject.code, {})]
    if not teams:
        raise Problem("room.stage", "They may answer together already.")
    topics = tuple(f"t:{team}" for team in teams)
    return [Draft("stage.opened", command.seat, ("staff", *topics), {"inject": inject.code, "teams": teams})]
