"""A room server by itself, without pages: for rehearsals, proofs and measurements. `python -m kopuro.rooms.standalone`."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

from kopuro.rooms.live import QUICK, LiveRooms
from kopuro.rooms.log import open_store
from kopuro.rooms.protocol import protocol_for, settle
from kopuro.rooms.rules.admission import Gate


class Standalone:
    """The live rooms as a whole ASGI application, its life tied to the server's."""

    def __init__(self, rooms: LiveRooms) -> None:
        self.rooms = rooms

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        if scope["type"] == "http":
            await self.rooms(scope, receive, send)
            return
        while scope["type"] == "lifespan":
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.rooms.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.rooms.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", help="path of the log, or a postgresql:// address")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fd", type=int, help="an open listening socket to use instead of a port")
    parser.add_argument(
        "--pace", type=float, nargs=2, default=(20.0, 60.0), help="commands of a seat: a second, at once"
    )
    given = parser.parse_args(arguments)
    sys.setswitchinterval(QUICK)
    secret = os.environ["KOPURO_ROOM_SECRET"]
    rooms = LiveRooms(
        open_store(given.log), secret, pace=tuple(given.pace), gate=Gate(per_address=10**9, per_room=10**9)
    )
    config = uvicorn.Config(
        Standalone(rooms), host=given.host, port=given.port, loop="uvloop", http=protocol_for(lambda: rooms), ws="none",
        log_level="warning", access_log=False, proxy_headers=False, server_header=False, date_header=False,
        backlog=4096, timeout_keep_alive=75, timeout_graceful_shutdown=3,
    )  # fmt: skip
    settle()
    # an open socket is made anew from its number: uvicorn's own --fd takes it for a Unix socket, without TCP_NODELAY,
    # and each answer then waits 40 ms
    sockets = None if given.fd is None else [socket.socket(fileno=given.fd)]
    uvicorn.Server(config).run(sockets=sockets)


if __name__ == "__main__":
    main()
