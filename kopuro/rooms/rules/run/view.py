"""The view of one station drawn from the server's state: what `station.fold_visible` gives for the same moment."""

from __future__ import annotations

from typing import Any

from . import audience
from .decide.debriefing import points
from .frames import HIDDEN
from .play import Play
from .state import TRAINEE, RunState
from .station import View, blank


def view(state: RunState, play: Play, seat: str) -> View:
    """What the station of `seat` shows now. Holds nothing that its topics do not cover.

    Raises KeyError when the seat does not exist."""
    me = state.seats[seat]
    held = frozenset(audience.topics_of(seat, {**me, "left": False}))
    shown = blank(seat)
    shown["seq"] = state.seq
    shown["status"] = state.status
    shown["clock"] = {"base": state.base, "since": state.since, "speed": state.speed, "ratio": state.ratio}
    shown["phase"] = _phase(state, play)
    shown["me"] = {"seat": seat, **{key: me[key] for key in ("team", "role", "sign", "out", "left")}}
    shown["mates"] = {
        other: {"role": one["role"], "sign": one["sign"]}
        for other, one in state.seats.items()
        if other != seat and me["team"] and one["team"] == me["team"] and one["kind"] == TRAINEE
    }
    shown["items"] = {
        seq: _item(item) for seq, item in state.items.items() if audience.topic_for(item["audience"], held)
    }
    shown["opened"] = sorted(int(seq) for seq, seats in state.opened.items() if seat in seats)
    shown["acked"] = sorted(int(seq) for seq, seats in state.acked.items() if seat in seats)
    shown["decisions"] = _decisions(state, seat, me["team"])
    shown["ratings"] = _ratings(state, seat, me["team"])
    shown["stages"] = sorted(inject for inject, teams in state.stages.items() if me["team"] in teams)
    shown["polls"] = {inject: seats[seat] for inject, seats in state.polls.items() if seat in seats}
    shown["reflections"] = sorted(inject for inject, seats in state.reflections.items() if seat in seats)
    shown["requests"] = {
        seq: {key: one[key] for key in ("code", "words", "due", "answered")}
        for seq, one in state.requests.items()
        if audience.topic_for(one["audience"], held)
    }
    shown["stops"] = {seq: stop["cleared"] for seq, stop in state.stops.items() if stop["seat"] == seat}
    shown["debrief"] = _debrief(state)
    shown["lessons"] = {seq: {"kind": one["kind"], "words": one["words"]} for seq, one in state.lessons.items()}
    return shown


def _phase(state: RunState, play: Play) -> dict[str, Any] | None:
    phase = play.phases.get(state.phase)
    if phase is None:
        return None
    return {
        "phase": phase.code,
        "title": phase.title.plain(),
        "mode": phase.mode,
        "starts": phase.starts,
        "length": phase.length * 1000,
        "ratio": phase.ratio,
        "from": state.phase_base,
    }


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in HIDDEN}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    shown = {"kind": item["kind"], "at": item["at"], "data": _shown(item["data"]), "words": item["words"]}
    if item["kind"] in ("reply.sent", "chat.said"):
        shown["seat"] = item["seat"]
    for key in ("gone", "edited"):
        if item.get(key):
            shown[key] = item[key]
    return shown


def _decisions(state: RunState, seat: str, team: str) -> dict[str, Any]:
    made: dict[str, Any] = {"seat": {}, "team": {}}
    for inject, rows in state.decisions.items():
        if seat in rows["seats"]:
            made["seat"][inject] = _shown(rows["seats"][seat])
        if team in rows["teams"]:
            made["team"][inject] = _shown(rows["teams"][team])
    return made


def _ratings(state: RunState, seat: str, team: str) -> dict[str, Any]:
    given: dict[str, Any] = {"seat": {}, "team": {}, "locked": []}
    for code, rows in state.ratings.items():
        for side, who, known in (("seat", seat, rows["seats"]), ("team", team, rows["teams"])):
            if who in known:
                given[side][code] = {
                    case: {key: row[key] for key in ("value", "confidence", "indicators")}
                    for case, row in known[who].items()
                }
        if seat in rows["locked"]:
            given["locked"].append(code)
    given["locked"].sort()
    return given


def _debrief(state: RunState) -> dict[str, Any]:
    held = state.debrief
    shown: dict[str, Any] = {"stage": held["stage"], "entries": {}, "of": {}, "themes": [], "points": {}}
    if held["stage"] in ("theme", "rank", "closed"):
        shown["entries"] = {seq: one["text"] for seq, one in held["entries"].items()}
        shown["of"] = {seq: one["theme"] for seq, one in held["entries"].items()}
        shown["themes"] = list(held["themes"])
    if held["stage"] == "closed":
        shown["points"] = points(state)
    return shown
