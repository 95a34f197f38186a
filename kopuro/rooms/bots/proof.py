"""What the bots were promised against what the log holds: every number a count, none an estimate."""

from __future__ import annotations

import dataclasses
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import Any

from kopuro.rooms.log import Store
from kopuro.rooms.log.rows import event_of
from kopuro.rooms.rules.run.audience import topic_for, topics_of
from kopuro.rooms.rules.run.events import first_break

from .station import Station


@dataclasses.dataclass
class Proof:
    """`lost`, `duplicated`, `gaps` and `out_of_audience` have to be 0."""

    stations: int
    decisions: int
    acknowledged: int
    stored: int
    lost: int
    duplicated: int
    gaps: int
    out_of_audience: int
    ack_p50_ms: float
    ack_p95_ms: float
    fanout_p50_ms: float
    fanout_p95_ms: float
    disconnects: int
    kills: int
    recovery_p95_ms: float

    @property
    def holds(self) -> bool:
        return not (self.lost or self.duplicated or self.gaps or self.out_of_audience)

    def plain(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie; 0.0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)


def prove(store: Store, run: str, stations: Sequence[Station], recoveries: Sequence[float]) -> Proof:
    """Compares each station's acknowledgements and events with the log of the run.

    lost: acknowledged commands without their event at the seq that was told, and events whose hash does not follow.
    duplicated: ids that stand in the log twice, and events that a station was sent twice in one connection's order.
    gaps: events for a station's seat that it has not been sent, and holes that it noticed by itself.
    out_of_audience: events that a station was sent and that its seat may not see."""
    rows = store.tail(run, 0)
    events = [event_of(row) for row in rows]
    by_seq = {event.seq: event for event in events}
    lost = (
        0 if first_break((event, row.typed, row.hash) for event, row in zip(events, rows, strict=True)) is None else 1
    )
    ids = Counter(event.id for event in events)
    duplicated = sum(count - 1 for count in ids.values())
    gaps = out = 0
    for station in stations:
        for kept in station.acknowledged:
            stored = by_seq.get(kept.seq)
            lost += stored is None or stored.id != kept.id
        place = _place(events, station.seat)
        held = frozenset(topics_of(station.seat, place)) if place else frozenset()
        due = {event.seq for event in events if event.seq > station.began and topic_for(event.audience, held)}
        gaps += len(due - set(station.seen)) + station.gaps
        out += len(set(station.seen) - due)
        duplicated += station.twice
    acks = [one for station in stations for one in station.acks]
    fanouts = [one for station in stations for one in station.fanouts]
    return Proof(
        stations=len(stations),
        decisions=sum(event.kind == "decision.made" for event in events),
        acknowledged=sum(len(station.acknowledged) for station in stations),
        stored=len(events),
        lost=lost,
        duplicated=duplicated,
        gaps=gaps,
        out_of_audience=out,
        ack_p50_ms=quantile(acks, 0.5),
        ack_p95_ms=quantile(acks, 0.95),
        fanout_p50_ms=quantile(fanouts, 0.5),
        fanout_p95_ms=quantile(fanouts, 0.95),
        disconnects=sum(station.drops for station in stations),
        kills=len(recoveries),
        recovery_p95_ms=quantile([one * 1000 for one in recoveries], 0.95),
    )


def _place(events: Sequence[Any], seat: str) -> dict[str, Any] | None:
    for event in events:
        if event.kind == "seat.joined" and event.data["seat"] == seat:
            return {**event.data, "left": False}
    return None


def median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 2) if values else 0.0
