"""Puts the room server of this process behind `/live/room/…`.

It starts with the process as soon as there is a log, so that the clock of a running run goes on after a restart before
anybody asks, and ends with the process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from django.conf import settings

from kopuro.core import live
from kopuro.rooms import desk
from kopuro.rooms.live import PRESENT, LiveRooms
from kopuro.rooms.log import open_store
from kopuro.rooms.rules.admission import Gate

log = logging.getLogger("kopuro.rooms")
LOOK = 1.0  # seconds between two looks for a log, while no room was ever opened here

LONGEST = 60.0

gate = Gate()
"""Wrong PINs of this process, on whichever road they come; a facilitator clears it with one click."""


class Doorway:
    def __init__(self) -> None:
        self.rooms: LiveRooms | None = None
        self.starting = asyncio.Lock()
        self.watching: asyncio.Task[None] | None = None

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        rooms = self.rooms or await self._started()
        await rooms(scope, receive, send)

    async def _started(self) -> LiveRooms:
        async with self.starting:
            if self.rooms is None:
                store = await asyncio.to_thread(open_store, desk.log_address())
                rooms = LiveRooms(store, settings.SECRET_KEY, gate=gate)
                await rooms.start()
                self.rooms = rooms
            return self.rooms

    async def open(self) -> None:
        """Called when the process begins to serve. A log that does not open is told and costs the pages nothing."""
        if _log_is_there():
            await self._try()
        if self.rooms is None:
            self.watching = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        wait = LOOK
        while self.rooms is None:
            await asyncio.sleep(wait)
            if _log_is_there():
                await self._try()
                wait = min(2 * wait, LONGEST)  # only what has failed is waited for longer

    async def _try(self) -> None:
        try:
            await self._started()
        except Exception:
            log.exception("the room server does not start; it is tried again")

    async def close(self) -> None:
        """Called when the process ends: what waits is written, listeners are let go."""
        if self.watching is not None:
            async with self.starting:  # not in the middle of a start
                self.watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.watching
        rooms, self.rooms = self.rooms, None
        if rooms is not None:
            await rooms.stop()
        await asyncio.to_thread(desk.close)


def _log_is_there() -> bool:
    address = desk.log_address()
    return address.startswith("postgresql://") or Path(address).exists()


def register() -> Doorway:
    """Called once when the server is built."""
    door = Doorway()
    live.routes["room"] = door
    return door


def of_this_process() -> LiveRooms | None:
    """The room server that runs beside the pages, or None."""
    door = live.routes.get("room")
    return door.rooms if isinstance(door, Doorway) else None


def present(run: str) -> frozenset[str] | None:
    """Seats of a run with an open stream, here or at another process; None where nobody can know: pages by themselves
    beside a log in SQLite."""
    rooms = of_this_process()
    elsewhere = desk.desk().presence(run, rooms.name if rooms else "", time.time_ns() // 1_000_000 - PRESENT)
    if rooms is None:
        return elsewhere
    streams = rooms.streams.get(run)
    here = frozenset(list(streams.seats)) if streams else frozenset()
    return here | (elsewhere or frozenset())
