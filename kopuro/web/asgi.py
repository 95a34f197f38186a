"""One port, two roads: `/live/…` raw, everything else through a few lasting WSGI threads (docs/adr/0004)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings

from kopuro.core import live
from kopuro.core.live import Application, Receive, Scope, Send
from kopuro.rooms import doorway
from kopuro.rooms.doorway import Doorway
from kopuro.web.wsgi import application as pages

# A busy page thread would hold a live message for 5 ms at Python's default.
SWITCH_INTERVAL = 0.0005
AT_A_TIME = 2  # pages that are drawn while anybody listens

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def build(part: str = "both") -> Application:
    """`part` is both, web (pages alone) or live (streams alone)."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    door = doorway.register()
    pool = WSGIMiddleware(in_turns(pages), workers=settings.THREADS) if part != "live" else None

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live_with_the_server(door, part, receive, send)
        elif scope["type"] != "http":
            return
        elif pool is None or (part == "both" and scope["path"].startswith("/live/")):
            await live.application(scope, receive, send)
        else:
            await pool(scope, receive, send)  # type: ignore[arg-type]

    return application


def in_turns(application: Wsgi) -> Wsgi:
    """While stations listen to this process, two pages are drawn at a time: each further one that is busy holds every
    message up. What brings a body does not wait, so that two slow uploads don't stop all reading."""
    turns = threading.BoundedSemaphore(AT_A_TIME)

    def waiting(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        rooms = doorway.of_this_process()
        if rooms is None or not rooms.open or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return application(environ, start_response)
        with turns:
            return application(environ, start_response)

    return waiting


async def _live_with_the_server(door: Doorway, part: str, receive: Receive, send: Send) -> None:
    """Rooms begin with the server and end with it; pages alone have none."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if part != "web":
                await door.open()
            await send({"type": "lifespan.startup.complete"})
        else:
            await door.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
