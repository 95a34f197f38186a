"""The delivery contract, proved by bots on real servers: kill -9, lost networks, double sends, late joiners.

Nothing that was acknowledged is lost, nothing happens twice, nobody misses an event of theirs or is sent another's."""

from __future__ import annotations

import asyncio
import dataclasses
import json

import pytest

from kopuro.rooms.bots.proof import prove
from kopuro.rooms.bots.rehearsal import Plan, rehearse
from kopuro.rooms.bots.station import Kept
from kopuro.rooms.log import open_store
from kopuro.rooms.rules.run.frames import staff_form, station_form
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.tests.factories import TASTER, whole_run

FILES = read_folder(TASTER)

pytestmark = [pytest.mark.contract, pytest.mark.timeout(280)]


def played(where, plan, **more):
    proof = asyncio.run(rehearse(where, FILES, plan, **more))
    print(json.dumps(proof.plain()))
    return proof


def broken(proof):
    return {name: getattr(proof, name) for name in ("lost", "duplicated", "gaps", "out_of_audience")}


NOTHING = {"lost": 0, "duplicated": 0, "gaps": 0, "out_of_audience": 0}


def test_a_thousand_disconnects_and_forty_kills(tmp_path):
    plan = Plan(bots=24, seconds=85, speed=7, drop=34, kills=40, late=0.25, think=0.25)

    proof = played(tmp_path / "rooms.sqlite3", plan)

    assert broken(proof) == NOTHING
    assert proof.disconnects >= 1000
    assert proof.kills == 40
    assert proof.decisions >= 2
    assert proof.acknowledged >= 500


def test_three_processes_on_postgresql_and_one_is_lost(cluster):
    plan = Plan(bots=18, seconds=30, speed=20, drop=20, kills=6, late=0.25, think=0.25, processes=3, lose_one=True)

    proof = played(cluster, plan)

    assert broken(proof) == NOTHING
    assert proof.kills == 6
    assert proof.decisions >= 2


def test_a_server_that_says_saved_too_early_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setenv("KOPURO_BROKEN", "forgetful")
    plan = Plan(bots=8, seconds=8, speed=20, kills=2, think=0.1, late=0)

    try:
        proof = played(tmp_path / "rooms.sqlite3", plan, module="kopuro.rooms.tests.broken_servers")
    except AssertionError as noticed:
        assert "was answered" in str(noticed)  # a bot has seen by itself that an answer changed
    else:
        assert proof.lost > 0


def test_a_server_that_tells_everybody_everything_is_found_out(tmp_path, monkeypatch):
    monkeypatch.setenv("KOPURO_BROKEN", "telling")
    plan = Plan(bots=4, seconds=5, speed=20, think=0.2)

    proof = played(tmp_path / "rooms.sqlite3", plan, module="kopuro.rooms.tests.broken_servers")

    assert proof.out_of_audience > 0


@dataclasses.dataclass
class Heard:
    """What a station has noted, set down by hand."""

    seat: str
    seen: dict
    began: int = 0
    gaps: int = 0
    twice: int = 0
    drops: int = 0
    acknowledged: list = dataclasses.field(default_factory=list)
    acks: tuple = ()
    fanouts: tuple = ()


@pytest.fixture
def recorded(tmp_path):
    """A log with a whole run in it, and what its director and a trainee have rightly heard."""
    from kopuro.rooms.log.rows import row_of  # noqa: PLC0415 - only this fixture writes rows by hand
    from kopuro.rooms.rules.run.events import FIRST_HASH  # noqa: PLC0415 - only this fixture writes rows by hand

    room = whole_run()
    store = open_store(tmp_path / "rooms.sqlite3")
    store.begin(["r1"])
    before, rows = FIRST_HASH, []
    for event in room.log:
        rows.append(row_of("r1", event, before))
        before = rows[-1].hash
    store.append(rows)
    store.commit()
    director = Heard("s1", {event.seq: staff_form(event) for event in room.log if "staff" in event.audience})
    held = {"all", "t:upper-bridge", "r:inspector", "t:upper-bridge+r:inspector", "s:s2"}
    trainee = Heard("s2", {event.seq: station_form(event) for event in room.log if held & set(event.audience)})
    yield store, room, director, trainee
    store.close()


def test_the_proof_counts_nothing_when_nothing_is_wrong(recorded):
    store, room, director, trainee = recorded
    trainee.acknowledged = [Kept(event.id, event.kind, {}, seq=event.seq) for event in room.log if event.seat == "s2"]

    assert broken(prove(store, "r1", [director, trainee], [])) == NOTHING


def test_the_proof_counts_each_fault(recorded):
    store, room, director, trainee = recorded
    mine = next(event for event in room.log if event.seat == "s2")
    secret = next(event for event in room.log if event.audience == ("staff",))
    trainee.acknowledged = [Kept(mine.id, mine.kind, {}, seq=mine.seq + 1), Kept("never-stored", "ask", {}, seq=10**6)]
    trainee.seen.pop(mine.seq)
    trainee.seen[secret.seq] = station_form(secret)
    trainee.twice = 1

    assert broken(prove(store, "r1", [director, trainee], [])) == {
        "lost": 2,
        "duplicated": 1,
        "gaps": 1,
        "out_of_audience": 1,
    }
