"""A station without a screen: keeps what it sends until it is acknowledged, folds what it is sent, and counts."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import uuid6

from kopuro.rooms.rules.run.station import View, blank, see

from .wire import Pieces, Wire

FINAL = 500  # statuses below this (but 429) are final: the command is not sent again


@dataclass
class Kept:
    """A command in the station's own store."""

    id: str
    kind: str
    data: dict[str, Any]
    made: float = field(default_factory=time.perf_counter)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    seq: int = 0  # of its event, once acknowledged
    refused: str = ""  # code of the problem, once refused for good


class Station:
    """Connects, loses the connection, connects again; nothing it has sent or seen is forgotten."""

    def __init__(self, doors: Sequence[tuple[str, int]], lots: random.Random, *, base: str = "/live/room") -> None:
        self.doors, self.base, self.lots = doors, base, lots  # any door leads to the same log
        self.token = self.run = self.seat = ""
        self.view: View = blank("")
        self.seen: dict[int, dict[str, Any]] = {}  # seq → event as it came
        self.began = 0  # seq after which this station hears
        self.gaps = 0
        self.twice = 0
        self.kept: list[Kept] = []
        self.acknowledged: list[Kept] = []
        self.acks: list[float] = []  # ms from making a command to its acknowledgement
        self.fanouts: list[float] = []  # ms from the server's time of an event to its arrival
        self.refusals: dict[str, int] = {}
        self.drops = 0
        self.heard = asyncio.Event()
        self.work = asyncio.Event()
        self.wires: list[Wire] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.connected = False
        self.ended = False

    # --- joining

    async def join(self, pin: str, sign: str, team: str, role: str, device: str) -> None:
        """Takes a seat, trying again with the same id until there is an answer. Raises PermissionError when refused."""
        sent = {"pin": pin, "id": str(uuid6.uuid7()), "device": device, "sign": sign, "team": team, "role": role}
        while True:
            try:
                wire = await Wire.open(*self.lots.choice(self.doors))
                try:
                    status, said = await wire.ask("POST", f"{self.base}/join", sent=sent)
                finally:
                    wire.close()
            except (OSError, TimeoutError):
                await asyncio.sleep(0.05)
                continue
            if status == 200:
                self.sit(said["run"], said["seat"], said["token"], team, role)
                return
            if status < FINAL and status != 429:
                raise PermissionError(said["problem"]["code"])
            await asyncio.sleep(0.2)

    def sit(self, run: str, seat: str, token: str, team: str = "", role: str = "") -> None:
        self.run, self.seat, self.token = run, seat, token
        self.view = blank(seat, team, role)
        loop = asyncio.get_running_loop()
        self.tasks = [loop.create_task(self._listen()), loop.create_task(self._deliver())]

    async def close(self) -> None:
        self.ended = True
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.drop()

    def drop(self) -> None:
        """The network is gone, in both directions, at once."""
        self.drops += bool(self.wires)
        for wire in self.wires:
            wire.close()

    # --- down

    async def _listen(self) -> None:
        while not self.ended:
            with contextlib.suppress(OSError, TimeoutError):
                await self._one_stream()
            self.connected = False
            await asyncio.sleep(0.02 + 0.1 * self.lots.random())

    async def _one_stream(self) -> None:
        wire = await Wire.open(*self.lots.choice(self.doors))
        self.wires.append(wire)
        try:
            last = max(self.seen, default=self.began)
            if await wire.listen(f"{self.base}/events", self.token, last) != 200:
                await asyncio.sleep(0.2)
                return
            self.connected = True
            assert wire.stream is not None  # listen opened it
            pieces = Pieces()
            while (piece := await wire.stream.get()) is not None:
                for one in pieces.feed(piece):
                    if one["event"] == "message":
                        self.take(json.loads(one["data"]))
        finally:
            wire.close()
            self.wires.remove(wire)

    def take(self, said: dict[str, Any]) -> None:
        event = said["event"]
        if event["seq"] in self.seen:
            self.twice += 1
            return
        if said["before"] > self.began and said["before"] not in self.seen:
            self.gaps += 1
        self.seen[event["seq"]] = event
        self.fanouts.append(time.time() * 1000 - event["time"])
        see(self.view, event)
        self.heard.set()

    # --- up

    def send(self, kind: str, data: dict[str, Any]) -> Kept:
        """Puts a command into the store; it is delivered as soon as the network allows."""
        kept = Kept(str(uuid6.uuid7()), kind, data)
        self.kept.append(kept)
        self.work.set()
        return kept

    async def _deliver(self) -> None:
        wire: Wire | None = None
        while not self.ended:
            if not self.kept:
                self.work.clear()
                await self.work.wait()
                continue
            try:
                if wire is None or wire.lost:
                    wire = await Wire.open(*self.lots.choice(self.doors))
                    self.wires.append(wire)
                await self._try(wire, self.kept[0])
            except (OSError, TimeoutError):
                if wire is not None:
                    wire.close()
                    if wire in self.wires:
                        self.wires.remove(wire)
                wire = None
                await asyncio.sleep(0.02 + 0.1 * self.lots.random())

    async def _try(self, wire: Wire, kept: Kept) -> None:
        sent = {"id": kept.id, "kind": kept.kind, "data": kept.data}
        status, said = await wire.ask("POST", f"{self.base}/do", self.token, sent)
        if status == 429 or status >= FINAL:
            await asyncio.sleep(0.1 + 0.2 * self.lots.random())
            return
        if status == 200 and self.lots.random() < 0.1:  # a second tap on the button: the same id again
            again, repeated = await wire.ask("POST", f"{self.base}/do", self.token, sent)
            if again == 200 and repeated["seq"] != said["seq"]:
                raise AssertionError(f"{kept.id} was answered {said} and then {repeated}")
        self.kept.remove(kept)
        if status == 200:
            kept.seq = said["seq"]
            self.acks.append((time.perf_counter() - kept.made) * 1000)
            self.acknowledged.append(kept)
        else:
            kept.refused = said["problem"]["code"]
            self.refusals[kept.refused] = self.refusals.get(kept.refused, 0) + 1
        kept.done.set()
