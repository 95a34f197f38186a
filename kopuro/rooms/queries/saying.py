"""Events in words, for the log that staff read and for the timeline of the review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from kopuro.rooms.log.rows import Row, event_of
from kopuro.rooms.rules.run import Event
from kopuro.rooms.rules.run.state import RunState

if TYPE_CHECKING:
    from kopuro.rooms.queries.control import Words


def say(rows: Iterable[Row | Event], state: RunState, words: Words) -> list[dict[str, Any]]:
    """seq, at, time, kind, seat, who and what happened, oldest first. Unnamed events stay unnamed."""
    told = []
    for row in rows:
        event = event_of(row) if isinstance(row, Row) else row
        held = state.seats.get(event.data.get("seat", "") if event.kind == "seat.joined" else event.seat)
        who = held["sign"] if held else ""
        told.append(
            {"seq": event.seq, "at": event.at, "time": event.time, "kind": event.kind, "seat": event.seat, "who": who,
             "team": held["team"] if held else "", "said": phrase(event, words, state)}
        )  # fmt: skip
    return told


def _teams(event: Event, words: Words) -> str:
    return ", ".join(words.team(team) for team in event.data.get("teams", []))


def phrase(event: Event, words: Words, state: RunState) -> str:
    """One short line on an event."""
    data = event.data
    title = words.inject(data["inject"]) if "inject" in data else ""
    if event.kind == "inject.released" and data["inject"].startswith("own-"):
        title = words.plain((event.words or {}).get("title", {})) or title
    known = {
        "run.prepared": lambda: _("run prepared"),
        "run.opened": lambda: _("opened for joining"),
        "run.started": lambda: _("started"),
        "run.paused": lambda: _("paused"),
        "run.resumed": lambda: _("goes on"),
        "run.ended": lambda: _("exercise ended"),
        "run.debriefed": lambda: _("debrief began"),
        "run.sealed": lambda: _("sealed"),
        "clock.speed": lambda: _("speed × %(speed)g") % {"speed": data["speed"]},
        "clock.jumped": lambda: _("clock set"),
        "phase.entered": lambda: _("phase: %(title)s") % {"title": words.plain(data["title"])},
        "seat.joined": lambda: _("joined"),
        "seat.moved": lambda: _("%(seat)s moved to %(team)s") % {
            "seat": _sign(state, data["seat"]), "team": words.team(data["team"])},
        "seat.out": lambda: _("stepped out"),
        "seat.in": lambda: _("is back"),
        "seat.left": lambda: _("seat of %(seat)s given up") % {"seat": _sign(state, data["seat"])},
        "inject.released": lambda: _("sent “%(title)s” to %(teams)s") % {"title": title, "teams": _teams(event, words)},
        "inject.armed": lambda: _("“%(title)s” is on its way") % {"title": title},
        "inject.held": lambda: _("holds “%(title)s” back") % {"title": title},
        "inject.unheld": lambda: _("lets “%(title)s” go") % {"title": title},
        "inject.edited": lambda: _("changed the words of “%(title)s”") % {"title": title},
        "inject.recalled": lambda: _("took “%(title)s” back") % {"title": title},
        "flag.set": lambda: _("flag %(flags)s for %(teams)s") % {
            "flags": ", ".join(data["flags"]), "teams": _teams(event, words)},
        "item.opened": lambda: _("opened"),
        "item.acked": lambda: _("confirmed reading"),
        "decision.made": lambda: (_("team decided “%(title)s”: %(option)s (%(confidence)s)") if data["as"] == "team"
                                  else _("decided “%(title)s”: %(option)s (%(confidence)s)")) % {
            "title": title, "option": words.option(data["inject"], data["option"]), "confidence": data["confidence"]},
        "stage.opened": lambda: _("lets teams answer “%(title)s”") % {"title": title},
        "rating.given": lambda: _("rated a case"),
        "ratings.locked": lambda: _("own ratings locked"),
        "poll.answered": lambda: _("answered the poll"),
        "reflection.written": lambda: _("wrote a reflection"),
        "request.made": lambda: _("asked: %(what)s") % {"what": _asked(event, words)},
        "request.answered": lambda: _("request answered"),
        "character.spoke": lambda: _("spoke as %(name)s") % {"name": words.plain(data["name"])},
        "reply.sent": lambda: _("wrote to %(name)s") % {"name": data["character"]},
        "chat.said": lambda: _("wrote to the team"),
        "observation.noted": lambda: _("noted: %(text)s") % {"text": (event.words or {}).get("text", _("erased"))},
        "criterion.rated": lambda: _("rated %(criterion)s: %(mark)s") % {"criterion": data["criterion"], "mark": data["mark"]},
        "stop.called": lambda: _("gave the stop word"),
        "stop.cleared": lambda: _("took care of a stop word"),
        "debrief.stage": lambda: _("debrief round: %(stage)s") % {"stage": data["stage"]},
        "debrief.entered": lambda: _("an unnamed entry"),
        "debrief.themed": lambda: _("entries put under themes"),
        "debrief.ranked": lambda: _("an unnamed ranking"),
        "hotwash.written": lambda: _("an unnamed hot-wash form"),
        "lesson.written": lambda: _("wrote a lesson"),
    }  # fmt: skip
    make = known.get(event.kind)
    return make() if make else event.kind


def _sign(state: RunState, seat: str) -> str:
    held = state.seats.get(seat)
    return held["sign"] if held else seat


def _asked(event: Event, words: Words) -> str:
    request = words.play.requests.get(event.data["code"])
    return words.of(request.label) if request else (event.words or {}).get("text", _("in own words"))
