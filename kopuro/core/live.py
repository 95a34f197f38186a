"""The live path: raw ASGI under `/live/…`, no Django stack per request. Packages register their own streams here;
`/live/pulse` proves that the path is open (the health page listens to it)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
PULSE_SECONDS = 1.0
LONGEST_PULSE = 600

routes: dict[str, Application] = {}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hands the request to the application registered for its first path part after `/live/`."""
    part = scope["path"].removeprefix("/live/").split("/", 1)[0]
    await routes.get(part, _missing)(scope, receive, send)


async def _missing(scope: Scope, receive: Receive, send: Send) -> None:
    await send(
        {"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain; charset=utf-8")]}
    )
    await send({"type": "http.response.body", "body": b"Nothing is live at this address."})


async def pulse(scope: Scope, receive: Receive, send: Send) -> None:
    """A beat a second with its number, until the listener leaves or ten minutes are over."""
    await send({"type": "http.response.start", "status": 200, "headers": STREAM})
    left = asyncio.ensure_future(_until_left(receive))
    try:
        for beat in range(1, LONGEST_PULSE + 1):
            body = f"id: {beat}\nevent: pulse\ndata: {time.time():.3f}\n\n".encode()
            await send({"type": "http.response.body", "body": body, "more_body": True})
            done, _ = await asyncio.wait({left}, timeout=PULSE_SECONDS)
            if done:
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        left.cancel()


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


routes["pulse"] = pulse
