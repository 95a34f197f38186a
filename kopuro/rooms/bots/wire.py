"""HTTP as small as a bot needs it: one connection for commands, one for the stream."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import httptools


class Gone(ConnectionError):
    """The connection ended before the answer did."""


class Wire(asyncio.Protocol):
    """One kept-alive connection; one request at a time. A stream is a request whose body never ends."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.parser: Any = None
        self.status = 0
        self.body = bytearray()
        self.answer: asyncio.Future[int] | None = None
        self.stream: asyncio.Queue[bytes | None] | None = None
        self.lost = False

    @classmethod
    async def open(cls, host: str, port: int, seconds: float = 10) -> Wire:
        """Raises OSError or TimeoutError when nobody answers."""
        async with asyncio.timeout(seconds):
            _, wire = await asyncio.get_running_loop().create_connection(cls, host, port)
        return wire

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except (httptools.HttpParserError, AttributeError):
            self.close()

    def connection_lost(self, problem: Exception | None) -> None:
        self.lost = True
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(Gone("the connection was lost"))
        if self.stream is not None:
            self.stream.put_nowait(None)

    # httptools

    def on_headers_complete(self) -> None:
        self.status = self.parser.get_status_code()
        if self.stream is not None and self.answer is not None and not self.answer.done():
            self.answer.set_result(self.status)

    def on_body(self, data: bytes) -> None:
        if self.stream is not None and self.status == 200:
            self.stream.put_nowait(data)
        else:
            self.body += data

    def on_message_complete(self) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(self.status)
        if self.stream is not None:
            self.stream.put_nowait(None)

    # requests

    def _send(self, method: str, path: str, token: str, body: bytes, more: str = "") -> None:
        if self.lost or self.transport is None:
            raise Gone("the connection was lost")
        self.parser = httptools.HttpResponseParser(self)
        self.body = bytearray()
        seat = f"Authorization: Seat {token}\r\n" if token else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: bots\r\n{seat}{more}Content-Length: {len(body)}\r\n\r\n"
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(head.encode() + body)

    async def ask(
        self, method: str, path: str, token: str = "", sent: Any = None, seconds: float = 15
    ) -> tuple[int, Any]:
        """(status, JSON of the answer). Raises Gone or TimeoutError."""
        self._send(method, path, token, b"" if sent is None else json.dumps(sent).encode())
        assert self.answer is not None  # set by _send
        async with asyncio.timeout(seconds):
            status = await self.answer
        return status, json.loads(bytes(self.body)) if self.body else None

    async def listen(self, path: str, token: str, after: int, seconds: float = 15) -> int:
        """Opens the stream after a seq; its pieces come into `self.stream`. Returns the status."""
        self.stream = asyncio.Queue()
        self._send("GET", path, token, b"", f"Last-Event-ID: {after}\r\n")
        assert self.answer is not None  # set by _send
        async with asyncio.timeout(seconds):
            return await self.answer

    def pause(self) -> None:
        if self.transport is not None:
            self.transport.pause_reading()

    def close(self) -> None:
        if self.transport is not None:
            with contextlib.suppress(RuntimeError):
                self.transport.abort()


class Pieces:
    """Server-sent events out of the pieces of a stream."""

    def __init__(self) -> None:
        self.rest = b""

    def feed(self, piece: bytes) -> list[dict[str, Any]]:
        """The events that are complete now, as {event, id, data}; comments are passed over."""
        *whole, self.rest = (self.rest + piece).split(b"\n\n")
        events = []
        for one in whole:
            fields: dict[str, Any] = {"event": "message", "id": 0, "data": ""}
            for line in one.split(b"\n"):
                name, _, value = line.decode().partition(": ")
                if name in fields:
                    fields[name] = int(value) if name == "id" else value
            if fields["data"]:
                events.append(fields)
        return events
