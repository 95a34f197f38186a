"""The load of `benchmarks/rooms.py`: a bare socket server to compare with, ears that only count, hands that only decide,
and meters. Kept cheap: what the load spends, the server on the same processors does not have."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

CLOCK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


# --- the bare server


class Bare(asyncio.Protocol):
    listeners: set[asyncio.Transport] = set()

    def connection_made(self, transport):
        self.transport, self.held = transport, b""

    def data_received(self, data):
        self.held += data
        if self.held == b"L\n":
            Bare.listeners.add(self.transport)
            self.transport.write(b"\n\n")
            self.held = b""
        elif self.held.endswith(b"\n\n"):
            for listener in Bare.listeners:
                listener.write(self.held)
            self.transport.write(b"ok")
            self.held = b""

    def connection_lost(self, problem):
        Bare.listeners.discard(self.transport)


async def serve_bare(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


# --- the load


class Ear(asyncio.Protocol):
    """Counts the events of one stream and when the one waited for came."""

    def __init__(self, hall: Ears) -> None:
        self.hall, self.count, self.tail, self.at, self.lost = hall, 0, b"", 0.0, False

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        whole = self.tail + data
        self.count += whole.count(b"\n\n")
        self.tail = b"\n" if whole.endswith(b"\n") and not whole.endswith(b"\n\n") else b""
        if self.count >= self.hall.wanted and not self.at:
            self.at = time.perf_counter()
            self.hall.heard(self)

    def connection_lost(self, problem):
        self.lost = True


class Ears:
    def __init__(self) -> None:
        self.ears: list[Ear] = []
        self.wanted, self.missing, self.done = 1, 0, asyncio.Event()

    def heard(self, ear: Ear) -> None:
        self.missing -= 1
        if self.missing <= 0:
            self.done.set()

    def expect(self, more: int, who: list[Ear] | None = None) -> None:
        """Waits for `more` events on each ear, from where each stands."""
        chosen = self.ears if who is None else who
        self.wanted = max(ear.count for ear in chosen) + more
        self.missing = len(chosen)
        self.done.clear()
        for ear in self.ears:
            ear.at = 0.0 if ear in set(chosen) else 1.0

    async def open(self, count: int, port: int, hello: Callable[[int], bytes]) -> None:
        loop = asyncio.get_running_loop()
        self.wanted, self.missing = 1, count
        self.done.clear()
        for first in range(0, count, 100):
            made = await asyncio.gather(
                *[
                    loop.create_connection(lambda: Ear(self), "127.0.0.1", port)
                    for _ in range(first, min(count, first + 100))
                ]
            )
            for number, (transport, ear) in enumerate(made, first):
                self.ears.append(ear)
                transport.write(hello(number))
        await asyncio.wait_for(self.done.wait(), 60)

    def close(self) -> None:
        for ear in self.ears:
            ear.transport.abort()
        self.ears = []


class Hand(asyncio.Protocol):
    """One connection that sends a request, waits for its answer and sends the next, until the time is over.

    `request(seq)` makes the next request from the seq that the last answer gave."""

    def __init__(self, request: Callable[[int], bytes]) -> None:
        self.request, self.seq, self.times, self.held = request, 0, [], b""

    def connection_made(self, transport):
        self.transport = transport

    def begin(self, until: float) -> asyncio.Future[None]:
        self.until, self.times = until, []
        self.done = asyncio.get_running_loop().create_future()
        self._send()
        return self.done

    def _send(self) -> None:
        self.began = time.perf_counter()
        self.transport.write(self.request(self.seq))

    def data_received(self, data):
        self.held += data
        if not self.held.endswith(b'"}'):
            return
        answer, self.held = self.held, b""
        now = time.perf_counter()
        if not answer.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(AssertionError(answer))
            return
        self.seq = int(answer.partition(b'"seq":')[2].partition(b",")[0])
        self.times.append((now - self.began) * 1000)
        if now < self.until:
            self._send()
        else:
            self.done.set_result(None)

    def connection_lost(self, problem):
        if hasattr(self, "done") and not self.done.done():
            self.done.set_exception(ConnectionError("the server hung up"))


# --- meters


def cpu(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


def rss(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


def busy() -> float:
    """Seconds of processor that the whole machine has used, all programs together."""
    fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / CLOCK


def own() -> float:
    """Seconds of processor of this benchmark: itself, its children, and those that have ended."""
    ended = os.times()
    spent = ended.children_user + ended.children_system
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(process.name) == os.getpid() or int(fields[1]) == os.getpid():
            spent += (int(fields[11]) + int(fields[12])) / CLOCK
    return spent


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def fan_out(ears: Ears, send: Callable[[], Awaitable[float]], events: int, who: list[Ear] | None = None):
    """(last listener ms, all latencies ms) of single events, one after the other."""
    last, every = [], []
    chosen = ears.ears if who is None else who
    for _ in range(events):
        ears.expect(1, chosen)
        began = await send()
        await asyncio.wait_for(ears.done.wait(), 30)
        times = [(ear.at - began) * 1000 for ear in chosen]
        last.append(max(times))
        every += times
    return last, every


async def connected(port: int, tries: int = 150) -> asyncio.Transport:
    for _ in range(tries):
        try:
            return (await asyncio.get_running_loop().create_connection(asyncio.Protocol, "127.0.0.1", port))[0]
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)
    raise TimeoutError("the server does not answer")
