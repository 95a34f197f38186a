"""Puts the room server of this process behind `/live/room/…`; it starts with the first request, on the server's loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings

from kopuro.core import live
from kopuro.rooms.desk import log_address
from kopuro.rooms.live import LiveRooms
from kopuro.rooms.log import open_store
from kopuro.rooms.rules.admission import Gate

gate = Gate()
"""Wrong PINs of this process, on whichever road they come; a facilitator clears it with one click."""


class Doorway:
    def __init__(self) -> None:
        self.rooms: LiveRooms | None = None
        self.starting = asyncio.Lock()

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        async with self.starting:
            if self.rooms is None:
                rooms = LiveRooms(open_store(log_address()), settings.SECRET_KEY, gate=gate)
                await rooms.start()
                self.rooms = rooms
        await self.rooms(scope, receive, send)


def register() -> None:
    """Called once when the server is built."""
    live.routes["room"] = Doorway()


def present(run: str) -> frozenset[str] | None:
    """Seats of a run with an open stream in this process; None where no room server runs beside the pages."""
    door = live.routes.get("room")
    rooms = door.rooms if isinstance(door, Doorway) else None
    if rooms is None:
        return None
    streams = rooms.streams.get(run)
    return frozenset(list(streams.seats)) if streams else frozenset()
