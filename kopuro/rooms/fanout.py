"""From the log to the stations: each event encoded once for each audience, pushed to whoever keeps up.

The publisher pushes straight into the socket where the server offers that (`protocol`); elsewhere it takes one step of
a listener's send. If the bytes are taken, they are on their way; if not, the listener reads too slowly: it is marked as
lagging and catches up from the events by its own cursor, beside. Nobody waits for anybody, and memory does not grow
with a listener that has stopped reading."""

from __future__ import annotations

import asyncio
import json
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping
from typing import Any, NamedTuple, Protocol

from kopuro.rooms.rules.run.audience import topic_for, topics_of
from kopuro.rooms.rules.run.events import Event
from kopuro.rooms.rules.run.frames import staff_form, station_form
from kopuro.rooms.rules.run.state import TRAINEE

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PIECE = 64 * 1024  # bytes of one catching-up send
PATIENCE = 120.0  # seconds in which a lagging listener has to take one piece
BEAT = b": \n\n"
BEAT_CHUNK = b"4\r\n: \n\n\r\n"


class Frame:
    """An event ready to travel. `before` gives, for each topic of its audience, the seq of the event before in that
    topic: a station that has not seen that one knows that it misses something."""

    __slots__ = ("_chunks", "_made", "_staff", "_station", "before", "event")

    def __init__(self, event: Event, before: tuple[int, ...]) -> None:
        self.event = event
        self.before = before
        self._staff: str | None = None
        self._station: str | None = None
        self._made: dict[str, bytes] | None = None  # most events reach one or two stations: nothing is held for none
        self._chunks: dict[str, bytes] | None = None

    def bytes_for(self, topic: str) -> bytes:
        """The server-sent event for holders of `topic`, one of its audience."""
        if self._made is None:
            self._made = {}
        made = self._made.get(topic)
        if made is None:
            event = self.event
            if topic == "staff":
                self._staff = body = self._staff or _json(staff_form(event))
            else:
                self._station = body = self._station or _json(station_form(event))
            before = self.before[event.audience.index(topic)]
            made = self._made[topic] = f'id: {event.seq}\ndata: {{"before":{before},"event":{body}}}\n\n'.encode()
        return made

    def chunk_for(self, topic: str) -> bytes:
        """The same as an HTTP chunk."""
        if self._chunks is None:
            self._chunks = {}
        made = self._chunks.get(topic)
        if made is None:
            made = self._chunks[topic] = chunk(self.bytes_for(topic))
        return made


def chunk(body: bytes) -> bytes:
    """A piece of a body as HTTP/1.1 sends it when nobody knows how long the whole will be."""
    return b"%x\r\n%b\r\n" % (len(body), body)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Flow(Protocol):
    """Tells whether a socket's reader is too slow to be written to."""

    write_paused: bool


class Pipe(NamedTuple):
    """The way straight to a socket whose response has begun: takes HTTP chunks."""

    flow: Flow
    write: Callable[[bytes], None]


class Listener:
    """One open stream. `cursor` is the seq of the last event it was given or that was not for it."""

    __slots__ = ("closing", "cursor", "flow", "lagging", "pending", "seat", "send", "task", "topics", "write")

    def __init__(self, seat: str, topics: frozenset[str], send: Send, cursor: int, pipe: Pipe | None = None) -> None:
        self.seat = seat
        self.topics = topics
        self.send = send
        self.cursor = cursor
        self.lagging = True  # until it has caught up for the first time
        self.closing = False
        self.flow = pipe.flow if pipe else None
        self.write = pipe.write if pipe else None
        self.pending: list[bytes] = []
        self.task: asyncio.Task[Any] | None = None


class Streams:
    """All listeners of one run in this process, and the run's events as frames. Used on the loop's thread alone."""

    def __init__(self, run: str) -> None:
        self.run = run
        self.frames: list[Frame] = []  # frames[n] holds seq n + 1
        self.last: dict[str, int] = {}  # topic → seq of its last event
        self.listeners: dict[str, dict[Listener, None]] = {}  # topic → who holds it
        self.seats: dict[str, int] = {}  # seat → open streams in this process
        self.topics: dict[str, frozenset[str]] = {}  # seat → what it holds; none once it was given up
        self.tasks: set[asyncio.Task[None]] = set()

    @property
    def head(self) -> int:
        return len(self.frames)

    def publish(self, events: list[Event]) -> None:
        """Takes committed events in order and pushes them. Events known already are passed over.

        Raises ValueError when one is missing before them: the caller has to read the log again."""
        stepped: dict[Listener, None] = {}
        for event in events:
            if event.seq <= self.head:
                continue
            if event.seq != self.head + 1:
                raise ValueError(f"run {self.run}: event {event.seq} after {self.head}")
            if event.kind in ("seat.joined", "seat.moved", "seat.left"):
                self._place(event)
            last = self.last
            frame = Frame(event, tuple([last.get(topic, 0) for topic in event.audience]))
            self.frames.append(frame)
            for topic in event.audience:
                last[topic] = event.seq
                holders = self.listeners.get(topic)
                if holders:
                    self._push(frame, topic, holders, stepped)
        for listener in stepped:
            body = b"".join(listener.pending)
            listener.pending = []
            self._step(listener, body)
        for event in events:
            if event.kind in ("seat.moved", "seat.left"):
                self._close_seat(event.data["seat"])

    def _push(self, frame: Frame, topic: str, holders: dict[Listener, None], stepped: dict[Listener, None]) -> None:
        """Writes to whoever keeps up. This runs once for each listener and event: nothing here that need not be."""
        seq, chunk = frame.event.seq, frame.chunk_for(topic)
        for listener in holders:
            if listener.lagging or listener.cursor >= seq:
                continue
            if listener.write is None:
                listener.pending.append(frame.bytes_for(topic))
                listener.cursor = seq
                stepped[listener] = None
            elif listener.flow.write_paused:  # type: ignore[union-attr]  # a pipe has both
                self._beside(listener, self._catch_up_beside(listener))
            else:
                listener.cursor = seq
                try:
                    listener.write(chunk)
                except Exception:  # its connection was lost a moment ago
                    self.close(listener)

    def _place(self, event: Event) -> None:
        seat = event.data["seat"]
        if event.kind == "seat.left":
            self.topics.pop(seat, None)
            return
        kind = event.data.get("kind", TRAINEE)  # only trainees are moved
        held = {"kind": kind, "team": event.data["team"], "role": event.data["role"], "left": False}
        self.topics[seat] = frozenset(topics_of(seat, held))

    def _step(self, listener: Listener, body: bytes) -> None:
        sending: Any = listener.send({"type": "http.response.body", "body": body, "more_body": True})
        try:
            waiting_for = sending.send(None)
        except StopIteration:
            return
        except Exception:
            self.close(listener)
            return
        self._beside(listener, self._finish(listener, sending, waiting_for))

    def _beside(self, listener: Listener, catching_up: Coroutine[Any, Any, None]) -> None:
        listener.lagging = True
        task = asyncio.get_running_loop().create_task(catching_up)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _catch_up_beside(self, listener: Listener) -> None:
        try:
            await self.catch_up(listener)
        except Exception:
            self.close(listener)

    async def _finish(self, listener: Listener, sending: Coroutine[Any, Any, None], waiting_for: Any) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await _rest(sending, waiting_for)
            await self.catch_up(listener)
        except Exception:
            self.close(listener)

    async def catch_up(self, listener: Listener) -> None:
        """Sends from the cursor on until nothing is left; then the publisher pushes again.

        Raises TimeoutError when the listener takes nothing for `PATIENCE` seconds."""
        while not listener.closing:
            body = self._missed(listener)
            if not body:
                listener.lagging = False
                return
            async with asyncio.timeout(PATIENCE):
                await listener.send({"type": "http.response.body", "body": body, "more_body": True})

    def _missed(self, listener: Listener) -> bytes:
        parts: list[bytes] = []
        size = 0
        for frame in self.frames[listener.cursor :]:
            topic = topic_for(frame.event.audience, listener.topics)
            listener.cursor = frame.event.seq
            if topic is not None:
                parts.append(frame.bytes_for(topic))
                size += len(parts[-1])
                if size >= PIECE:
                    break
        return b"".join(parts)

    def attach(self, listener: Listener) -> None:
        """Lets the publisher know the listener; it begins lagging and is caught up by its own task."""
        listener.cursor = min(listener.cursor, self.head)
        for topic in listener.topics:
            self.listeners.setdefault(topic, {})[listener] = None
        self.seats[listener.seat] = self.seats.get(listener.seat, 0) + 1

    def detach(self, listener: Listener) -> None:
        for topic in listener.topics:
            holders = self.listeners.get(topic, {})
            holders.pop(listener, None)
            if not holders:
                self.listeners.pop(topic, None)
        left = self.seats.get(listener.seat, 0) - 1
        if left > 0:
            self.seats[listener.seat] = left
        else:
            self.seats.pop(listener.seat, None)

    def close(self, listener: Listener) -> None:
        """Ends the stream of a listener; its station connects again if it may."""
        if not listener.closing:
            listener.closing = True
            if listener.task is not None:
                listener.task.cancel()

    def close_all(self) -> None:
        for listener in self._everybody():
            self.close(listener)

    def _everybody(self) -> list[Listener]:
        return list({listener: None for holders in self.listeners.values() for listener in holders})

    def _close_seat(self, seat: str) -> None:
        for listener in list(self.listeners.get(f"s:{seat}", ())):
            self.close(listener)

    def beat(self) -> None:
        """A comment to every listener that keeps up, so that lost connections are noticed on both sides."""
        for listener in self._everybody():
            if listener.lagging or listener.closing:
                continue
            if listener.write is None:
                self._step(listener, BEAT)
                continue
            try:
                listener.write(BEAT_CHUNK)
            except Exception:
                self.close(listener)


@types.coroutine
def _rest(sending: Coroutine[Any, Any, None], waiting_for: Any) -> Generator[Any, Any, None]:
    """Goes on with a coroutine whose first step was taken by hand and gave `waiting_for`."""
    while True:
        problem: BaseException | None = None
        sent = None
        try:
            sent = yield waiting_for
        except BaseException as raised:
            problem = raised
        try:
            waiting_for = sending.send(sent) if problem is None else sending.throw(problem)
        except StopIteration:
            return
