"""A run that is loaded: its state, its scenario made ready, what was answered to which id, the head of its chain."""

from __future__ import annotations

import json
from typing import NamedTuple

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import Event, Play, RunState, apply
from kopuro.rooms.rules.run.events import FIRST_HASH

from .rows import Row, event_of, row_of
from .store import KeptRoom, Store

SNAPSHOT_EVERY = 2000  # events folded at loading before a new snapshot is kept


class Given(NamedTuple):
    """The answer to a command: the seq of its first event, how many there are, the seat it concerns."""

    seq: int
    events: int
    seat: str


class Hall:
    """Owned by the thread that writes. `learned` holds events not yet told to the stations of this process."""

    def __init__(self, room: KeptRoom) -> None:
        self.run = room.run
        self.key = room.key
        self.play = Play(room.scenario())
        self.state = RunState()
        self.head = FIRST_HASH
        self.given: dict[str, Given] = {}
        self.learned: list[Event] = []

    @classmethod
    def load(cls, store: Store, run: str) -> Hall:
        """The hall of a run, from snapshot and tail. Raises Problem when there is no such run."""
        room = store.room(run)
        if room is None:
            raise Problem("room.unknown", "This run does not exist.", status=404)
        hall = cls(room)
        kept = store.snapshot(run)
        start = RunState.of(json.loads(kept[1])) if kept else None
        rows = store.tail(run, 0)
        if start is not None and start.seq <= len(rows):
            hall.state = start
            for row in rows[: start.seq]:
                hall._remember(event_of(row))
        hall.learn(rows[hall.state.seq :])
        hall.head = rows[-1].hash if rows else FIRST_HASH
        if hall.state.seq - (start.seq if start else 0) >= SNAPSHOT_EVERY:
            store.keep_snapshot(run, hall.state.seq, json.dumps(hall.state.plain()))
        return hall

    def learn(self, rows: list[Row]) -> None:
        """Folds rows that stand in the log, whoever wrote them."""
        for row in rows:
            event = event_of(row)
            apply(self.state, event)
            self._remember(event)
            self.head = row.hash

    def take(self, events: list[Event]) -> list[Row]:
        """Folds events that are being written now; returns their rows."""
        rows = []
        for event in events:
            row = row_of(self.run, event, self.head)
            apply(self.state, event)
            self._remember(event)
            self.head = row.hash
            rows.append(row)
        return rows

    def _remember(self, event: Event) -> None:
        self.learned.append(event)
        name, _, more = event.id.partition("/")
        if more:
            first = self.given[name]
            self.given[name] = first._replace(events=first.events + 1)
        else:
            seat = event.data["seat"] if event.kind == "seat.joined" else event.seat
            self.given[name] = Given(event.seq, 1, seat)
