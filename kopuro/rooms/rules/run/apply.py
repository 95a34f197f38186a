"""`apply(state, event)`: the fold. It only records; whether something was allowed was decided before it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .events import Event
from .state import RunState

Recorder = Callable[[RunState, Event], None]
_RECORD: dict[str, Recorder] = {}


def apply(state: RunState, event: Event) -> RunState:
    """The state after `event`, changed in place. Raises ValueError when the event is not the next one or its kind is
    unknown: a newer version wrote it, and guessing would be worse than stopping."""
    if event.seq != state.seq + 1:
        raise ValueError(f"event {event.seq} cannot follow {state.seq} in run {state.run}")
    record = _RECORD.get(event.kind)
    if record is None:
        raise ValueError(f"event kind {event.kind!r} is not known to this version")
    record(state, event)
    state.seq, state.time = event.seq, event.time
    return state


def fold(events: Iterable[Event], state: RunState | None = None) -> RunState:
    """The state after all `events`, from nothing or from a snapshot's state."""
    state = state or RunState()
    for event in events:
        apply(state, event)
    return state


def _on(*kinds: str) -> Callable[[Recorder], Recorder]:
    def keep(record: Recorder) -> Recorder:
        for kind in kinds:
            _RECORD[kind] = record
        return record

    return keep


def _touch(state: RunState, thing: str, event: Event) -> None:
    if event.seat:
        state.touched[thing] = [event.seq, event.seat]


def _count(state: RunState, seat: str, things: str, team: str = "") -> None:
    team = team or state.seats.get(seat, {}).get("team", "")
    row = state.counts.setdefault(team, {})
    row[things] = row.get(things, 0) + 1


# --- run and clock


@_on("run.prepared")
def _prepared(state: RunState, event: Event) -> None:
    data = event.data
    state.run, state.scenario, state.version = data["run"], data["scenario"], data["version"]
    state.mode, state.teams, state.languages = data["mode"], list(data["teams"]), list(data["languages"])
    state.reviewed = data["reviewed"]
    state.status = "prepared"


@_on("run.opened", "run.ended", "run.debriefed", "run.sealed")
def _status(state: RunState, event: Event) -> None:
    state.status = {
        "run.opened": "open",
        "run.ended": "ended",
        "run.debriefed": "debrief",
        "run.sealed": "sealed",
    }[event.kind]
    _set_clock(state, event, runs=False)
    _touch(state, "run", event)


@_on("run.started", "run.resumed", "run.paused")
def _running(state: RunState, event: Event) -> None:
    runs = event.kind != "run.paused"
    state.status = "running" if runs else "paused"
    _set_clock(state, event, runs=runs)
    _touch(state, "clock", event)


@_on("clock.speed")
def _speed(state: RunState, event: Event) -> None:
    _set_clock(state, event, runs=bool(state.since))
    state.speed = event.data["speed"]
    _touch(state, "clock", event)


@_on("clock.jumped")
def _jumped(state: RunState, event: Event) -> None:
    _set_clock(state, event, runs=bool(state.since))
    state.base = event.data["to"]
    _touch(state, "clock", event)


@_on("phase.entered")
def _phase(state: RunState, event: Event) -> None:
    _set_clock(state, event, runs=bool(state.since))
    state.phase, state.phase_base, state.ratio = event.data["phase"], event.at, event.data["ratio"]
    _touch(state, "phase", event)


def _set_clock(state: RunState, event: Event, *, runs: bool) -> None:
    state.base = event.at
    state.since = event.time if runs else 0


# --- seats


@_on("seat.joined")
def _joined(state: RunState, event: Event) -> None:
    data = event.data
    state.seats[data["seat"]] = {
        "kind": data["kind"],
        "team": data["team"],
        "role": data["role"],
        "sign": (event.words or {}).get("sign", data["seat"]),
        "joined": event.seq,
        "out": False,
        "left": False,
        "horizon": 0,
    }


@_on("seat.moved")
def _moved(state: RunState, event: Event) -> None:
    held = state.seats[event.data["seat"]]
    held["team"], held["role"] = event.data["team"], event.data["role"]
    _touch(state, "seat:" + event.data["seat"], event)


@_on("seat.out", "seat.in", "seat.left")
def _presence(state: RunState, event: Event) -> None:
    held = state.seats[event.data["seat"]]
    held["out"] = event.kind == "seat.out"
    held["left"] = held["left"] or event.kind == "seat.left"


# --- injects


def _inject(state: RunState, code: str) -> dict[str, Any]:
    return state.injects.setdefault(code, {"sent": {}, "held": [], "recalled": [], "armed": {}, "edited": {}})


@_on("inject.released")
def _released(state: RunState, event: Event) -> None:
    data = event.data
    known = _inject(state, data["inject"])
    for team in data["teams"]:
        known["sent"][team] = [event.seq, event.at]
        known["armed"].pop(team, None)
        for kept in ("held", "recalled"):
            if team in known[kept]:
                known[kept].remove(team)
        if data.get("group"):
            state.groups.setdefault(team, {})[data["group"]] = data["inject"]
    if data["inject"].startswith("own-"):
        state.own += 1
    state.items[str(event.seq)] = _item(event)
    _touch(state, "inject:" + data["inject"], event)


def _item(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "audience": list(event.audience),
        "at": event.at,
        "data": dict(event.data),
        "words": dict(event.words or {}),
        "gone": False,
    }


@_on("inject.armed")
def _armed(state: RunState, event: Event) -> None:
    armed = _inject(state, event.data["inject"])["armed"]
    for team in event.data["teams"]:
        if event.data["due"] is None:
            armed.pop(team, None)
        else:
            armed[team] = event.data["due"]


@_on("inject.held", "inject.unheld")
def _held(state: RunState, event: Event) -> None:
    known = _inject(state, event.data["inject"])
    teams = set(event.data["teams"])
    held = set(known["held"]) | teams if event.kind == "inject.held" else set(known["held"]) - teams
    known["held"] = sorted(held)
    _touch(state, "inject:" + event.data["inject"], event)


@_on("inject.edited")
def _edited(state: RunState, event: Event) -> None:
    known = _inject(state, event.data["inject"])
    known["edited"] = {**known["edited"], **(event.words or {})}
    for team in known["sent"]:
        item = state.items[str(known["sent"][team][0])]
        item["words"] = {**item["words"], **(event.words or {})}
        item["edited"] = event.seq
    _touch(state, "inject:" + event.data["inject"], event)


@_on("inject.recalled")
def _recalled(state: RunState, event: Event) -> None:
    known = _inject(state, event.data["inject"])
    for team in event.data["teams"]:
        known["sent"].pop(team, None)
        known["recalled"].append(team)
        group = event.data.get("group")
        if group and state.groups.get(team, {}).get(group) == event.data["inject"]:
            del state.groups[team][group]
    for item in event.data["items"]:
        state.items[str(item)]["gone"] = True
    _touch(state, "inject:" + event.data["inject"], event)


@_on("flag.set")
def _flag(state: RunState, event: Event) -> None:
    for team in event.data["teams"]:
        for flag in event.data["flags"]:
            if event.data["on"]:
                state.flags.setdefault(team, {})[flag] = event.seq
            else:
                state.flags.get(team, {}).pop(flag, None)


# --- answers


@_on("item.opened")
def _opened(state: RunState, event: Event) -> None:
    held = state.seats[event.seat]
    for item in event.data["items"]:
        state.opened.setdefault(str(item), {}).setdefault(event.seat, event.seq)
        held["horizon"] = max(held["horizon"], item)


@_on("item.acked")
def _acked(state: RunState, event: Event) -> None:
    state.acked.setdefault(str(event.data["item"]), {}).setdefault(event.seat, event.seq)


@_on("decision.made")
def _decided(state: RunState, event: Event) -> None:
    data = event.data
    made = state.decisions.setdefault(data["inject"], {"seats": {}, "teams": {}})
    row = {"seq": event.seq, "at": event.at, "seat": event.seat, **data, "words": dict(event.words or {})}
    if data["as"] == "team":
        made["teams"][data["team"]] = row
    else:
        made["seats"][event.seat] = row
    _count(state, event.seat, "decisions", data["team"])


@_on("stage.opened")
def _stage(state: RunState, event: Event) -> None:
    for team in event.data["teams"]:
        state.stages.setdefault(event.data["inject"], {})[team] = event.seq


@_on("rating.given")
def _rated(state: RunState, event: Event) -> None:
    data = event.data
    given = state.ratings.setdefault(data["set"], {"seats": {}, "teams": {}, "locked": {}})
    row = {key: data[key] for key in ("value", "confidence", "indicators")} | {"seq": event.seq}
    if data["as"] == "team":
        given["teams"].setdefault(data["team"], {})[data["case"]] = row
    else:
        given["seats"].setdefault(event.seat, {})[data["case"]] = row
    _count(state, event.seat, "ratings", data["team"])


@_on("ratings.locked")
def _locked(state: RunState, event: Event) -> None:
    given = state.ratings.setdefault(event.data["set"], {"seats": {}, "teams": {}, "locked": {}})
    given["locked"][event.seat] = event.seq


@_on("poll.answered")
def _polled(state: RunState, event: Event) -> None:
    state.polls.setdefault(event.data["inject"], {})[event.seat] = list(event.data["options"])


@_on("reflection.written")
def _reflected(state: RunState, event: Event) -> None:
    state.reflections.setdefault(event.data["inject"], {})[event.seat] = event.seq


# --- talk


@_on("request.made")
def _requested(state: RunState, event: Event) -> None:
    data = event.data
    state.requests[str(event.seq)] = {
        "seat": event.seat,
        "team": data["team"],
        "code": data["code"],
        "words": dict(event.words or {}),
        "audience": list(event.audience),
        "due": data["due"],
        "answered": 0,
    }
    _count(state, event.seat, "requests", data["team"])


@_on("request.answered")
def _answered(state: RunState, event: Event) -> None:
    state.requests[str(event.data["request"])]["answered"] = event.seq
    state.items[str(event.seq)] = _item(event)
    _touch(state, f"request:{event.data['request']}", event)


@_on("character.spoke", "reply.sent", "chat.said")
def _spoke(state: RunState, event: Event) -> None:
    state.items[str(event.seq)] = _item(event) | {"seat": event.seat}
    if event.kind != "character.spoke":
        _count(state, event.seat, "messages")


# --- beside it


@_on("observation.noted")
def _noted(state: RunState, event: Event) -> None:
    state.observations[str(event.seq)] = {
        "by": event.seat,
        "at": event.at,
        **event.data,
        "words": dict(event.words or {}),
    }


@_on("criterion.rated")
def _marked(state: RunState, event: Event) -> None:
    state.marks.setdefault(event.data["criterion"], {})[f"{event.data['about']} {event.seat}"] = event.data["mark"]


@_on("stop.called")
def _stopped(state: RunState, event: Event) -> None:
    state.stops[str(event.seq)] = {"seat": event.seat, "at": event.at, "cleared": 0}


@_on("stop.cleared")
def _cleared(state: RunState, event: Event) -> None:
    state.stops[str(event.data["stop"])]["cleared"] = event.seq


@_on("debrief.stage")
def _debrief_stage(state: RunState, event: Event) -> None:
    state.debrief["stage"] = event.data["stage"]
    _touch(state, "debrief", event)


@_on("debrief.entered")
def _entered(state: RunState, event: Event) -> None:
    ballots = state.debrief["ballots"].setdefault(event.data["ballot"], {"entries": 0, "order": []})
    ballots["entries"] += 1
    state.debrief["entries"][str(event.seq)] = {"text": (event.words or {}).get("text", ""), "theme": ""}


@_on("debrief.themed")
def _themed(state: RunState, event: Event) -> None:
    state.debrief["themes"] = list((event.words or {}).get("themes", []))
    for entry, theme in event.data["of"].items():
        state.debrief["entries"][entry]["theme"] = theme
    _touch(state, "debrief", event)


@_on("debrief.ranked")
def _ranked(state: RunState, event: Event) -> None:
    ballots = state.debrief["ballots"].setdefault(event.data["ballot"], {"entries": 0, "order": []})
    ballots["order"] = list(event.data["order"])


@_on("hotwash.written")
def _hotwash(state: RunState, event: Event) -> None:
    state.forms[event.data["ballot"]] = event.seq


@_on("lesson.written")
def _lesson(state: RunState, event: Event) -> None:
    state.lessons[str(event.seq)] = {**event.data, "words": dict(event.words or {}), "by": event.seat}
