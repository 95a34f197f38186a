"""What a station shows: a fold of the events that its seat was sent, and nothing else. The browser folds the same.

`see` folds one event in station form; `view.view` draws the same from the server's state, for a late joiner. The two
agree (tested for every kind of event), and that is why a snapshot plus the tail is the whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import audience
from .events import Event
from .frames import station_form
from .state import TRAINEE

View = dict[str, Any]


def blank(seat: str, team: str = "", role: str = "") -> View:
    """A station before its first event; it knows where it sits from the answer to its joining."""
    return {
        "seq": 0,
        "status": "prepared",
        "clock": {"base": 0, "since": 0, "speed": 1.0, "ratio": 1.0},
        "phase": None,
        "me": {"seat": seat, "team": team, "role": role, "sign": "", "out": False, "left": False},
        "mates": {},
        "items": {},
        "opened": [],
        "acked": [],
        "decisions": {"seat": {}, "team": {}},
        "ratings": {"seat": {}, "team": {}, "locked": []},
        "stages": [],
        "polls": {},
        "reflections": [],
        "requests": {},
        "stops": {},
        "debrief": {"stage": "", "entries": {}, "of": {}, "themes": [], "points": {}},
        "lessons": {},
    }


def see(view: View, form: dict[str, Any]) -> View:
    """The view after one event in station form, changed in place. Events seen before are passed over."""
    if form["seq"] <= view["seq"]:
        return view
    view["seq"] = form["seq"]
    kind = form["kind"]
    if kind in _SEE:
        _SEE[kind](view, form, form["data"], form["words"])
    return view


def fold_visible(seat: str, events: Iterable[Event]) -> View:
    """What the station of `seat` would show after `events`, fed only with those it may see at that moment.

    A seat that is moved begins anew: it then knows what its new team knows."""
    seen = list(events)
    held: frozenset[str] = frozenset()
    view = blank(seat)
    kept: list[Event] = []
    for event in seen:
        kept.append(event)
        if event.kind in ("seat.joined", "seat.moved") and event.data["seat"] == seat:
            kind = event.data.get("kind", TRAINEE)
            place = {"kind": kind, "team": event.data["team"], "role": event.data["role"], "left": False}
            held = frozenset(audience.topics_of(seat, place))
            view = blank(seat, event.data["team"], event.data["role"])
            for earlier in kept:
                if audience.topic_for(earlier.audience, held):
                    see(view, station_form(earlier))
        elif audience.topic_for(event.audience, held):
            see(view, station_form(event))
    return view


def _status(status: str, runs: bool) -> Any:
    def record(view: View, form: Any, data: Any, words: Any) -> None:
        view["status"] = status
        _clock(view, form, runs)

    return record


def _clock(view: View, form: Any, runs: bool) -> None:
    view["clock"]["base"], view["clock"]["since"] = form["at"], form["time"] if runs else 0


def _speed(view: View, form: Any, data: Any, words: Any) -> None:
    _clock(view, form, bool(view["clock"]["since"]))
    view["clock"]["speed"] = data["speed"]


def _jumped(view: View, form: Any, data: Any, words: Any) -> None:
    _clock(view, form, bool(view["clock"]["since"]))
    view["clock"]["base"] = data["to"]


def _phase(view: View, form: Any, data: Any, words: Any) -> None:
    _clock(view, form, bool(view["clock"]["since"]))
    view["clock"]["ratio"] = data["ratio"]
    view["phase"] = {**data, "from": form["at"]}


def _joined(view: View, form: Any, data: Any, words: Any) -> None:
    if data["seat"] == view["me"]["seat"]:
        view["me"]["sign"] = words.get("sign", data["seat"])
    else:
        view["mates"][data["seat"]] = {"role": data["role"], "sign": words.get("sign", data["seat"])}


def _moved(view: View, form: Any, data: Any, words: Any) -> None:
    if data["seat"] == view["me"]["seat"]:
        return  # the station begins anew with its new place, and what it was sent before is read in that light
    if data["team"] != view["me"]["team"]:
        view["mates"].pop(data["seat"], None)
    else:
        view["mates"][data["seat"]] = {"role": data["role"], "sign": words.get("sign", data["seat"])}


def _presence(view: View, form: Any, data: Any, words: Any) -> None:
    if data["seat"] == view["me"]["seat"]:
        view["me"]["out"] = form["kind"] == "seat.out"
        view["me"]["left"] = view["me"]["left"] or form["kind"] == "seat.left"


def _item(view: View, form: Any, data: Any, words: Any) -> None:
    view["items"][str(form["seq"])] = {"kind": form["kind"], "at": form["at"], "data": data, "words": words}
    if form["kind"] in ("reply.sent", "chat.said"):
        view["items"][str(form["seq"])]["seat"] = form["seat"]


def _answered(view: View, form: Any, data: Any, words: Any) -> None:
    view["requests"][str(data["request"])]["answered"] = form["seq"]
    _item(view, form, data, words)


def _edited(view: View, form: Any, data: Any, words: Any) -> None:
    for item in map(str, data["items"]):
        if item in view["items"]:
            view["items"][item]["words"] = {**view["items"][item]["words"], **words}
            view["items"][item]["edited"] = form["seq"]


def _recalled(view: View, form: Any, data: Any, words: Any) -> None:
    for item in map(str, data["items"]):
        if item in view["items"]:
            view["items"][item]["gone"] = True


def _opened(view: View, form: Any, data: Any, words: Any) -> None:
    view["opened"] = sorted({*view["opened"], *data["items"]})


def _acked(view: View, form: Any, data: Any, words: Any) -> None:
    view["acked"] = sorted({*view["acked"], data["item"]})


def _decided(view: View, form: Any, data: Any, words: Any) -> None:
    row = {"seq": form["seq"], "at": form["at"], "seat": form["seat"], **data, "words": words}
    view["decisions"][data["as"]][data["inject"]] = row


def _rated(view: View, form: Any, data: Any, words: Any) -> None:
    row = {key: data[key] for key in ("value", "confidence", "indicators")}
    view["ratings"][data["as"]].setdefault(data["set"], {})[data["case"]] = row


def _locked(view: View, form: Any, data: Any, words: Any) -> None:
    view["ratings"]["locked"] = sorted({*view["ratings"]["locked"], data["set"]})


def _stage(view: View, form: Any, data: Any, words: Any) -> None:
    view["stages"] = sorted({*view["stages"], data["inject"]})


def _polled(view: View, form: Any, data: Any, words: Any) -> None:
    view["polls"][data["inject"]] = data["options"]


def _reflected(view: View, form: Any, data: Any, words: Any) -> None:
    view["reflections"] = sorted({*view["reflections"], data["inject"]})


def _requested(view: View, form: Any, data: Any, words: Any) -> None:
    view["requests"][str(form["seq"])] = {"code": data["code"], "words": words, "due": data["due"], "answered": 0}


def _stopped(view: View, form: Any, data: Any, words: Any) -> None:
    view["stops"][str(form["seq"])] = 0


def _cleared(view: View, form: Any, data: Any, words: Any) -> None:
    view["stops"][str(data["stop"])] = form["seq"]


def _debrief(view: View, form: Any, data: Any, words: Any) -> None:
    shown = view["debrief"]
    shown["stage"] = data["stage"]
    if "entries" in words:
        shown["entries"], shown["of"] = words["entries"], data["of"]
    if "themes" in words:
        shown["themes"] = words["themes"]
    if "points" in data:
        shown["points"] = data["points"]


def _themed(view: View, form: Any, data: Any, words: Any) -> None:
    view["debrief"]["themes"] = words.get("themes", [])
    view["debrief"]["of"] = {**view["debrief"]["of"], **data["of"]}


def _lesson(view: View, form: Any, data: Any, words: Any) -> None:
    view["lessons"][str(form["seq"])] = {**data, "words": words}


_SEE = {
    "run.opened": _status("open", False),
    "run.started": _status("running", True),
    "run.paused": _status("paused", False),
    "run.resumed": _status("running", True),
    "run.ended": _status("ended", False),
    "run.debriefed": _status("debrief", False),
    "run.sealed": _status("sealed", False),
    "clock.speed": _speed,
    "clock.jumped": _jumped,
    "phase.entered": _phase,
    "seat.joined": _joined,
    "seat.moved": _moved,
    "seat.out": _presence,
    "seat.in": _presence,
    "seat.left": _presence,
    "inject.released": _item,
    "inject.edited": _edited,
    "inject.recalled": _recalled,
    "item.opened": _opened,
    "item.acked": _acked,
    "decision.made": _decided,
    "stage.opened": _stage,
    "rating.given": _rated,
    "ratings.locked": _locked,
    "poll.answered": _polled,
    "reflection.written": _reflected,
    "request.made": _requested,
    "request.answered": _answered,
    "character.spoke": _item,
    "reply.sent": _item,
    "chat.said": _item,
    "stop.called": _stopped,
    "stop.cleared": _cleared,
    "debrief.stage": _debrief,
    "debrief.themed": _themed,
    "lesson.written": _lesson,
}
