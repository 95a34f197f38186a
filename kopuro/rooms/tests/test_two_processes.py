"""Pages in one process, rooms in another, one log in PostgreSQL: what one does the other sees, hears and tells."""

from __future__ import annotations

import asyncio
import random
import time
import uuid

import pytest

from kopuro.rooms import tokens
from kopuro.rooms.bots.server import ChildServer
from kopuro.rooms.bots.station import Station
from kopuro.rooms.bots.wire import Wire
from kopuro.rooms.desk import Desk
from kopuro.rooms.tests.serving import FILES, KEY, SECRET, until

pytestmark = pytest.mark.contract


class Both:
    """The desk that pages use, here, and a room server in a process of its own."""

    def __init__(self, address):
        self.desk = Desk(address)
        self.server = ChildServer(address, SECRET)
        self.run = uuid.uuid4().hex[:12]
        self.pin = self.desk.prepare(self.run, FILES)
        self.made = 0
        self.do("join", "", kind="director", sign="Chinara")
        self.do("open", "s1")
        self.do("join", "", kind="trainee", sign="Juniper", team="upper-bridge", role="inspector")

    def do(self, kind, seat, /, **data):
        self.made += 1
        return self.desk.carry_out(self.run, kind, seat, data, f"by-a-page-{self.made}", time.time_ns() // 1_000_000)

    def connected(self):
        return self.desk.presence(self.run, "", time.time_ns() // 1_000_000 - 60_000)

    async def station(self, seat):
        station = Station([(self.server.host, self.server.port)], random.Random(1))
        station.sit(self.run, seat, tokens.token(KEY, self.run, seat))
        await until(lambda: station.connected)
        return station


@pytest.fixture
def both(cluster):
    both = Both(cluster)
    both.server.start()
    yield both
    both.server.stop()
    both.desk.close()


def test_what_a_page_does_is_heard_at_once_and_what_a_station_does_is_read(both):
    async def told():
        await both.server.ready()
        station = await both.station("s2")
        both.do("start", "s1")
        await until(lambda: any(event["kind"] == "run.started" for event in station.seen.values()))
        late = []
        for number in range(10):
            began = time.perf_counter()
            words = {"title": {"en": f"Message {number}"}, "body": {"en": "Come to the bridge."}}
            seq = (await asyncio.to_thread(both.do, "own", "s1", **words)).seq
            await until(lambda seq=seq: seq in station.seen)
            late.append(time.perf_counter() - began)
        assert sorted(late)[5] < 0.5  # by the wake-up: the look without one comes once a second

        await station.send("stop", {}).done.wait()
        assert both.desk.read(both.run, lambda hall: [stop["seat"] for stop in hall.state.stops.values()]) == ["s2"]
        assert (station.gaps, station.twice) == (0, 0)
        await station.close()

    asyncio.run(asyncio.wait_for(told(), 60))


def test_a_page_knows_who_is_connected_at_the_other_process(both):
    async def told():
        await both.server.ready()
        assert both.connected() == frozenset()
        station = await both.station("s2")
        await until(lambda: both.connected() == {"s2"})
        await station.close()
        await until(lambda: both.connected() == frozenset())
        leaving = await both.station("s2")
        await until(lambda: both.connected() == {"s2"})
        both.server.process.terminate()
        await asyncio.to_thread(both.server.process.wait, 15)
        assert both.connected() == frozenset()
        await leaving.close()

    asyncio.run(asyncio.wait_for(told(), 60))


def test_a_click_on_a_page_opens_the_door_of_the_other_process(both):
    async def told():
        await both.server.ready()
        wire = await Wire.open(both.server.host, both.server.port)

        async def join(pin):
            sent = {"pin": pin, "id": uuid.uuid4().hex, "device": "d1", "sign": "Elm", "team": "upper-bridge"}
            return await wire.ask("POST", "/live/room/join", sent={**sent, "role": "inspector"})

        codes = [(await join("000000"))[1]["problem"]["code"] for _ in range(6)]
        assert codes == ["room.pin"] * 5 + ["room.gate"]
        assert (await join(both.pin))[1]["problem"]["code"] == "room.gate"

        both.desk.readmit()
        await asyncio.sleep(0.5)

        assert (await join(both.pin))[0] == 200
        wire.close()

    asyncio.run(asyncio.wait_for(told(), 60))
