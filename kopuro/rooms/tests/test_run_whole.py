"""One whole run with every kind of event: folded from every snapshot, seen from every seat, and as it was recorded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kopuro.rooms.rules.run import Event, RunState, apply, fold, view
from kopuro.rooms.rules.run.events import KINDS, compact
from kopuro.rooms.rules.run.station import fold_visible
from kopuro.rooms.tests.factories import Room, everything, whole_run

pytestmark = pytest.mark.contract

RECORDED = Path(__file__).parent / "recorded"


def test_every_kind_of_event_happens_in_it():
    assert {event.kind for event in whole_run().log} == set(KINDS)


def test_a_snapshot_at_any_moment_and_the_events_after_it_are_the_whole():
    log = whole_run().log
    fresh = fold(log).plain()
    state = RunState()

    for length, event in enumerate(log):
        started = RunState.of(json.loads(json.dumps(state.plain())))
        assert started is not None
        assert fold(log[length:], started).plain() == fresh
        apply(state, event)


def test_at_any_moment_every_station_shows_what_the_server_would_draw():
    whole = whole_run()
    room = Room(everything())
    for event in whole.log[room.state.seq :]:
        apply(room.state, event)
        for seat, held in room.state.seats.items():
            if held["kind"] in ("trainee", "screen") and not held["left"]:
                drawn = view(room.state, room.play, seat)
                folded = fold_visible(seat, whole.log[: event.seq])
                assert {**drawn, "seq": 0} == {**folded, "seq": 0}, (event.kind, seat)


def test_recorded_runs_fold_to_the_state_that_they_had():
    """Each file was written once by the version in its name and is never written again: event by event, then the
    digest of the state they fold to. A new version that would read an old run differently fails here."""
    recorded = sorted(RECORDED.glob("*.jsonl"))
    assert recorded
    for path in recorded:
        *lines, digest = path.read_text(encoding="utf-8").splitlines()
        events = [Event(*json.loads(line)) for line in lines]
        events = [event._replace(audience=tuple(event.audience)) for event in events]
        state = fold(events)
        assert hashlib.sha256(compact(state.plain()).encode()).hexdigest() == digest, path.name
