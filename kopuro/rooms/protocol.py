"""HTTP for the live path: uvicorn's protocol with two short roads, and the long one for everything else.

A command (`POST …/do`) goes from the parser to the room and its answer to the socket, without a task and the messages
of ASGI; a stream's events are written by the publisher straight to its socket. Both cost about half of what they cost
otherwise (docs/adr/0014). Whatever is not plain (a pipelined request, `Expect`, HTTP/1.0) takes the long road."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kopuro.core.problems import Problem
from kopuro.rooms.fanout import Pipe
from kopuro.rooms.live import PIPE, LiveRooms
from kopuro.rooms.log.batch import NOT_SAVED
from kopuro.rooms.messages import JSON, LARGEST, TOO_LARGE, Headers, claim_of, told_bytes

log = logging.getLogger("kopuro.rooms")
COMMANDS = b"/live/room/do"
EVENTS = b"/live/room/events"


def _lines(headers: Headers) -> bytes:
    return b"".join([b"%b: %b\r\n" % header for header in headers])


_JSON_LINES = _lines(JSON)


class Nothing:
    """Stands for an event that nobody waits for."""

    def set(self) -> None: ...


_NOTHING = Nothing()


class Command:
    """A posted command on its way. It stands where uvicorn keeps the cycle of a request, with the parts uvicorn uses."""

    __slots__ = ("body", "disconnected", "keep_alive", "message_event", "protocol", "response_complete")

    def __init__(self, protocol: LiveProtocol, keep_alive: bool) -> None:
        self.protocol = protocol
        self.keep_alive = keep_alive
        self.body = bytearray()
        self.disconnected = False
        self.response_complete = False
        self.message_event = _NOTHING

    def answer(self, status: int, body: bytes, more: Headers) -> None:
        """Writes the answer, unless it was given or the station is gone: then it asks again."""
        if self.response_complete:
            return
        self.response_complete = True
        protocol = self.protocol
        transport = protocol.transport
        if self.disconnected or transport.is_closing():
            return
        more = protocol.server_state.default_headers + more
        rest = _lines(more) if more else b""
        if not self.keep_alive:
            rest += b"connection: close\r\n"
        head = (STATUS_LINE[status], _JSON_LINES, rest, len(body), body)
        transport.write(b"%b%b%bcontent-length: %d\r\n\r\n%b" % head)
        if not self.keep_alive:
            transport.close()
        protocol.on_response_complete()

    def refuse(self, problem: Problem) -> None:
        self.answer(problem.status, told_bytes(problem), [])


class LiveProtocol(HttpToolsProtocol):
    """One connection. `rooms` gives the room server of this process, or None while there is none."""

    rooms: Callable[[], LiveRooms | None]
    cycle: Any
    heard = True  # anything since the timer last looked

    def on_headers_complete(self) -> None:
        before = self.cycle
        free = before is None or before.response_complete
        if free and self.url == COMMANDS and self._is_plain(b"POST") and self.rooms() is not None:
            self.cycle = Command(self, self.parser.should_keep_alive())
            return
        super().on_headers_complete()
        if free and self.url.startswith(EVENTS) and self._is_plain(b"GET"):
            # the application has not run yet: its task begins after the parser is through
            self.scope["extensions"] = {PIPE: Pipe(self.flow, self.transport.write)}  # type: ignore[dict-item]

    def _is_plain(self, method: bytes) -> bool:
        return (
            self.parser.get_method() == method
            and self.parser.get_http_version() == "1.1"
            and not self.expect_100_continue
            and not self.root_path
            and self.limit_concurrency is None
        )

    def on_body(self, body: bytes) -> None:
        command = self.cycle
        if type(command) is not Command:
            super().on_body(body)
            return
        command.body += body
        if len(command.body) > LARGEST:
            command.keep_alive = False
            command.refuse(TOO_LARGE)

    def on_message_complete(self) -> None:
        command = self.cycle
        if type(command) is not Command:
            super().on_message_complete()
            return
        rooms = self.rooms()
        if command.response_complete or rooms is None:
            return
        try:
            rooms.take(claim_of(rooms.key, self.headers), command.body, command.answer)
        except Problem as problem:
            command.refuse(problem)
        except Exception:
            log.exception("a command could not be taken in")
            command.refuse(NOT_SAVED)

    def shutdown(self) -> None:
        super().shutdown()
        rooms = self.rooms()
        if rooms is not None:
            rooms.let_go()  # else the server waits for streams that never end by themselves

    # An idle connection is closed after one to two times uvicorn's time: a timer that is set and taken back for each
    # request costs as much as reading it does.

    def on_response_complete(self) -> None:
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            cycle, app = self.pipeline.pop()
            self._start_asgi_task(cycle, app)
        elif self.timeout_keep_alive_task is None:
            self._watch()

    def _watch(self) -> None:
        self.heard = False
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        if self.heard or not self.cycle.response_complete:
            self._watch()
        else:
            super().timeout_keep_alive_handler()

    def _unset_keepalive_if_required(self) -> None:
        self.heard = True

    def connection_lost(self, exc: Exception | None) -> None:
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        super().connection_lost(exc)


def settle() -> None:
    """Called when all code is loaded: what lives as long as the process is not looked at again by the collector. A full
    look takes a fifth of a second in which nobody is heard."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def protocol_for(rooms: Callable[[], LiveRooms | None]) -> type[LiveProtocol]:
    """The protocol class to give to uvicorn as `http`."""
    return type("LiveProtocolOfRooms", (LiveProtocol,), {"rooms": staticmethod(rooms)})
