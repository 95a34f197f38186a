"""What goes over the wire of the live path: bodies read with suspicion, answers and refusals as JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from kopuro.core.problems import Problem
from kopuro.rooms import tokens
from kopuro.rooms.log.rows import read_json

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Answer = Callable[[int, bytes, Headers], None]
"""Takes status, body and further headers of an answer; called once."""

LARGEST = 64 * 1024  # bytes of one request body
JSON: Headers = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
STREAM: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
TOO_LARGE = Problem("room.large", "This is more than a station may send at once.", status=413)


async def body_of(receive: Receive) -> bytes:
    """The whole body of a request. Raises Problem when it is too large or cut off."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Problem("room.cut", "The request was cut off. It is sent again.", status=400)
        body = body + message["body"] if body else message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise TOO_LARGE
    return body


def read_map(body: bytes | bytearray) -> dict[str, Any]:
    """The JSON map in a body. Raises Problem when there is none."""
    try:
        read = read_json(bytes(body))
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise Problem("room.input", "This can't be read. Reload the page; what you typed is kept.", status=422)
    return read


def told(problem: Problem, id_: str = "") -> dict[str, Any]:
    """A refusal as the station reads it."""
    said: dict[str, Any] = {"problem": {"code": problem.code, "sentence": problem.sentence}}
    return {**said, "id": id_} if id_ else said


def told_bytes(problem: Problem, id_: str = "") -> bytes:
    return json.dumps(told(problem, id_), ensure_ascii=False).encode()


async def send_answer(send: Send, status: int, body: bytes, more: Headers | None = None) -> None:
    headers = [*JSON, *(more or ()), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def claim_of(key: bytes, headers: Iterable[tuple[bytes, bytes]], query: bytes = b"") -> tokens.Claim:
    """Who asks, by the seat token in `Authorization`, or in the address where `query` is given (streams cannot send
    headers). Raises Problem when it is forged, cut or none."""
    given = ""
    for name, value in headers:
        if name == b"authorization":
            scheme, _, rest = value.decode("latin-1").partition(" ")
            given = rest if scheme.lower() in ("seat", "bearer") else ""
    if not given and b"token=" in query:
        given = parse_qs(query.decode("latin-1")).get("token", [""])[0]
    claim = tokens.claim(key, given)
    if claim is None:
        raise Problem("room.token", "This station has no seat here. Join with the PIN.", status=401)
    return claim


def after_of(scope: Scope) -> int:
    """The seq after which a station wants to hear, from Last-Event-ID or `?after=`; 0 when it says nothing usable."""
    said = b""
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            said = value
    if not said:
        said = parse_qs(scope.get("query_string", b"")).get(b"after", [b""])[0]
    return int(said) if said.isdigit() and len(said) < 16 else 0
