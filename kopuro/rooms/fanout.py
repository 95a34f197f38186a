"""From the log to the stations: each event encoded once for each audience, pushed to whoever keeps up.

The publisher takes one step of a listener's send. If the step ends, the bytes are on their way; if it suspends, the
listener reads too slowly: it is marked as lagging, the rest of the send goes on beside, and it catches up from the
events by its own cursor. Nobody waits for anybody, and memory does not grow with a listener that has stopped reading."""

from __future__ import annotations

import asyncio
import json
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping
from typing import Any

from kopuro.rooms.rules.run.audience import topic_for, topics_of
from kopuro.rooms.rules.run.events import Event
from kopuro.rooms.rules.run.frames import staff_form, station_form
from kopuro.rooms.rules.run.state import TRAINEE

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PIECE = 64 * 1024  # bytes of one catching-up send
PATIENCE = 120.0  # seconds in which a lagging listener has to take one piece
BEAT = b": \n\n"


class Frame:
    """An event ready to travel. `before` gives, for each topic of its audience, the seq of the event before in that
    topic: a station that has not seen that one knows that it misses something."""

    __slots__ = ("_made", "_staff", "_station", "before", "event")

    def __init__(self, event: Event, before: tuple[int, ...]) -> None:
        self.event = event
        self.before = before
        self._staff: str | None = None
        self._station: str | None = None
        self._made: dict[str, bytes] = {}

    def bytes_for(self, topic: str) -> bytes:
        """The server-sent event for holders of `topic`, one of its audience."""
        made = self._made.get(topic)
        if made is None:
            event = self.event
            if topic == "staff":
                self._staff = body = self._staff or _json(staff_form(event))
            else:
                self._station = body = self._station or _json(station_form(event))
            before = self.before[event.audience.index(topic)]
            made = f'id: {event.seq}\ndata: {{"before":{before},"event":{body}}}\n\n'.encode()
            self._made[topic] = made
        return made


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Listener:
    """One open stream. `cursor` is the seq of the last event it was given or that was not for it."""

    __slots__ = ("closing", "cursor", "ended", "lagging", "pending", "seat", "send", "task", "topics")

    def __init__(self, seat: str, topics: frozenset[str], send: Send, cursor: int) -> None:
        self.seat = seat
        self.topics = topics
        self.send = send
        self.cursor = cursor
        self.lagging = True  # until it has caught up for the first time
        self.closing = False
        self.ended = False
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
        touched: dict[Listener, None] = {}
        for event in events:
            if event.seq <= self.head:
                continue
            if event.seq != self.head + 1:
                raise ValueError(f"run {self.run}: event {event.seq} after {self.head}")
            if event.kind in ("seat.joined", "seat.moved", "seat.left"):
                self._place(event)
            frame = Frame(event, tuple(self.last.get(topic, 0) for topic in event.audience))
            self.frames.append(frame)
            for topic in event.audience:
                self.last[topic] = event.seq
                for listener in self.listeners.get(topic, ()):
                    if listener.cursor < event.seq and not listener.lagging:
                        listener.pending.append(frame.bytes_for(topic))
                        listener.cursor = event.seq
                        touched[listener] = None
        for listener in touched:
            body = listener.pending[0] if len(listener.pending) == 1 else b"".join(listener.pending)
            listener.pending = []
            self._step(listener, body)
        for event in events:
            if event.kind in ("seat.moved", "seat.left"):
                self._close_seat(event.data["seat"])

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
        listener.lagging = True
        task = asyncio.get_running_loop().create_task(self._finish(listener, sending, waiting_for))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

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
            if not listener.lagging and not listener.closing:
                self._step(listener, BEAT)


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
