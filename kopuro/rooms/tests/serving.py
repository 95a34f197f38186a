"""A room server in the test's own process, reached over real sockets."""

from __future__ import annotations

import asyncio
import random
import socket

import uvicorn

from kopuro.rooms import tokens
from kopuro.rooms.bots.station import Station
from kopuro.rooms.bots.wire import Wire
from kopuro.rooms.live import LiveRooms
from kopuro.rooms.log import carry_out, open_store, prepare_run
from kopuro.rooms.protocol import protocol_for
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.standalone import Standalone
from kopuro.rooms.tests.factories import TASTER

FILES = read_folder(TASTER)
SECRET = "a secret of the tests"
KEY = tokens.derive(SECRET)


class Serving:
    """A room server in this process, a run in it, and a director's token."""

    def __init__(self, folder, **how):
        self.store = open_store(folder / "rooms.sqlite3")
        self.pin = prepare_run(self.store, "r1", FILES)
        carry_out(self.store, "r1", "join", "", {"kind": "director", "sign": "Chinara"}, "director-1")
        self.lead = tokens.token(KEY, "r1", "s1")
        self.rooms = LiveRooms(open_store(folder / "rooms.sqlite3"), SECRET, **how)
        self.http = protocol_for(lambda: self.rooms)
        self.made = 0

    async def __aenter__(self):
        self.socket = socket.socket(proto=socket.IPPROTO_TCP)  # else Nagle holds each answer for 40 ms
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)  # a slow reader shows sooner
        self.socket.bind(("127.0.0.1", 0))
        self.doors = [self.socket.getsockname()]
        config = uvicorn.Config(
            Standalone(self.rooms), http=self.http, log_level="error", access_log=False, ws="none",
            timeout_graceful_shutdown=20,
        )  # fmt: skip
        self.server = uvicorn.Server(config)
        self.task = asyncio.create_task(self.server.serve(sockets=[self.socket]))
        while not self.server.started:
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_):
        self.server.should_exit = True
        await asyncio.wait_for(self.task, 10)  # streams are let go, so that nothing is waited for
        self.store.close()

    async def ask(self, method, what, token="", sent=None, **more):
        wire = await Wire.open(*self.doors[0])
        try:
            return await wire.ask(method, f"/live/room/{what}", token, sent, **more)
        finally:
            wire.close()

    async def do(self, kind, token, /, id_="", **data):
        self.made += 1
        return await self.ask("POST", "do", token, {"id": id_ or f"command-{self.made}", "kind": kind, "data": data})

    async def join(self, sign, team="upper-bridge", role="inspector", pin="", id_="", **more):
        self.made += 1
        sent = {
            "pin": pin or self.pin,
            "id": id_ or f"joining-{self.made}",
            "device": "d1",
            "sign": sign,
            "team": team,
            "role": role,
        }
        return await self.ask("POST", "join", sent={**sent, **more})

    async def begin(self):
        await self.do("open", self.lead)
        _, joined = await self.join("Juniper")
        await self.do("start", self.lead)
        return joined["token"]

    async def station(self, token, seat="", after=0, run="r1", **place):
        station = Station(self.doors, random.Random(1))
        station.began = after
        station.sit(run, seat or token.split(".")[1], token, **place)
        while not station.connected:
            await asyncio.sleep(0.01)
        return station


def story(told):
    """Runs an async test."""

    def run(tmp_path):
        asyncio.run(asyncio.wait_for(told(tmp_path), 60))

    run.__name__, run.__doc__ = told.__name__, told.__doc__
    return run


async def until(holds, seconds=5):
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)
