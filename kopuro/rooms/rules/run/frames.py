"""An event as it travels: one form for staff, one for stations. A station's form says nothing of other audiences,
of staff seats or of causes it was not sent."""

from __future__ import annotations

from typing import Any

from .events import Event

# kinds whose doer a station may know: people of its own team, or itself
_SEAT_SHOWN = frozenset(
    {
        "seat.joined",
        "seat.out",
        "seat.in",
        "item.opened",
        "item.acked",
        "decision.made",
        "rating.given",
        "ratings.locked",
        "poll.answered",
        "reflection.written",
        "request.made",
        "reply.sent",
        "chat.said",
        "stop.called",
    }
)
HIDDEN = ("teams", "group", "horizon")  # of data: which other teams got it, which branch it is, what the server noted


def staff_form(event: Event) -> dict[str, Any]:
    """Everything about an event but its hash, for seats that hold the topic `staff`."""
    return {
        "seq": event.seq,
        "id": event.id,
        "kind": event.kind,
        "seat": event.seat,
        "at": event.at,
        "time": event.time,
        "cause": event.cause,
        "audience": list(event.audience),
        "data": dict(event.data),
        "words": dict(event.words or {}),
    }


def station_form(event: Event) -> dict[str, Any]:
    """What a station is sent of an event that it may see."""
    return {
        "seq": event.seq,
        "kind": event.kind,
        "seat": event.seat if event.kind in _SEAT_SHOWN else "",
        "at": event.at,
        "time": event.time,
        "data": {key: value for key, value in event.data.items() if key not in HIDDEN},
        "words": dict(event.words or {}),
    }
