"""Live rooms beside a bare socket server: fan-out, durable decisions, slow readers, reconnects, memory, restart.

`python benchmarks/rooms.py [--listeners 1000] [--rounds 5] [--only NAME] [--json]`

Each server is a process of its own, this one is the load. The bare server is uvloop with a protocol of a few lines: it
stores nothing, knows no seats and writes the same bytes to every socket. Rounds alternate between the two, so that a
busy machine weighs on both; what is printed is the median of the rounds."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kopuro.rooms import tokens
from kopuro.rooms.bots.server import ChildServer
from kopuro.rooms.bots.wire import Wire
from kopuro.rooms.log import Hall, Job, carry_out, open_store, perform, prepare_run
from kopuro.rooms.rules.scenario import read_folder

TASTER = Path(__file__).resolve().parents[1] / "demo" / "scenarios" / "taster"
SECRET = "a secret of the benchmark"
RUN = "bench"
WORDS = "A message of ordinary length that a facilitator sends to everybody in the room, in two languages. " * 3
TESTS = {"legal": "none needed", "necessary": "yes", "proportionate": "mild", "equal": "the same"}
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


class Room:
    """The room server with a run that is playing, and as many seats as there are listeners."""

    def __init__(self, folder: Path, seats: int, name: str = "rooms.sqlite3") -> None:
        self.path = folder / name
        store = open_store(self.path)
        files = read_folder(TASTER)
        files["injects.yaml"] = files["injects.yaml"].replace(b"by: team", b"by: individual")  # each connection decides
        prepare_run(store, RUN, files)
        self.key = tokens.derive(SECRET)
        self.lead = tokens.token(self.key, RUN, "s1")
        now = int(time.time() * 1000)
        carry_out(store, RUN, "join", "", {"kind": "director", "sign": "Director"}, "director", now)
        carry_out(store, RUN, "open", "s1", {}, "opening-1", now)
        self._seats(store, seats, now)
        carry_out(store, RUN, "start", "s1", {}, "starting-1", now)
        carry_out(store, RUN, "phase", "s1", {"phase": "together", "saw": 2**40}, "phase-two-1", now)
        self.store = store
        self.server = ChildServer(str(self.path), SECRET, pace=(1e6, 1e6))

    @staticmethod
    def _seats(store, seats, now):
        halls: dict[str, Hall] = {}
        for first in range(0, seats, 250):
            jobs = [
                Job(
                    RUN,
                    "join",
                    "",
                    {"kind": "trainee", "sign": f"Seat {n}", "team": "upper-bridge", "role": "inspector"},
                    f"join-{n:06d}",
                )
                for n in range(first, min(seats, first + 250))
            ]
            perform(store, halls, jobs, now)

    def token(self, number: int) -> str:
        return tokens.token(self.key, RUN, f"s{number + 2}")

    def stream(self, after: int) -> Callable[[int], bytes]:
        return lambda number: (
            f"GET /live/room/events HTTP/1.1\r\nHost: x\r\nAuthorization: Seat {self.token(number)}\r\nLast-Event-ID: {after}\r\n\r\n"
        ).encode()

    @property
    def pid(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid

    def head(self) -> int:
        return int(self.store.connection.execute("SELECT max(seq) FROM event WHERE run = ?", (RUN,)).fetchone()[0])


def cpu(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK


def rss(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


made = 0


async def publish(room: Room, wire: Wire) -> float:
    """Sends an inject to everybody; when it was sent."""
    global made
    made += 1
    body = {"id": f"own-inject-{made}-{os.getpid()}", "kind": "own"}
    data = {"title": {"en": "Message"}, "body": {"en": WORDS}}
    began = time.perf_counter()
    status, said = await wire.ask("POST", "/live/room/do", room.lead, {**body, "data": data})
    assert status == 200, said
    return began


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


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def connected(port: int, tries: int = 150) -> asyncio.Transport:
    for _ in range(tries):
        try:
            return (await asyncio.get_running_loop().create_connection(asyncio.Protocol, "127.0.0.1", port))[0]
        except ConnectionRefusedError:
            await asyncio.sleep(0.1)
    raise TimeoutError("the server does not answer")


async def measure_fanout(room: Room, listeners: int, rounds: int) -> dict[str, float]:
    bare_port = room.server.port + 1
    bare = subprocess.Popen([sys.executable, __file__, "--bare", str(bare_port)])
    ours, theirs = Ears(), Ears()
    try:
        pipe = await connected(bare_port)
        before = rss(room.pid)
        await ours.open(listeners, room.server.port, room.stream(room.head()))
        memory = (rss(room.pid) - before) / listeners
        await theirs.open(listeners, bare_port, lambda number: b"L\n")
        wire = await Wire.open("127.0.0.1", room.server.port)
        frame = b"x" * 1500 + b"\n\n"

        async def send_bare() -> float:
            began = time.perf_counter()
            pipe.write(frame)
            return began

        async def send_ours() -> float:
            return await publish(room, wire)

        await fan_out(theirs, send_bare, 3)
        await fan_out(ours, send_ours, 3)
        ratios, our_last, bare_last, every, spent = [], [], [], [], []
        for _ in range(rounds):
            their_round, _ = await fan_out(theirs, send_bare, 10)
            began = cpu(room.pid)
            our_round, latencies = await fan_out(ours, send_ours, 10)
            spent.append((cpu(room.pid) - began) / (10 * listeners) * 1e6)
            our_last.append(statistics.median(our_round))
            bare_last.append(statistics.median(their_round))
            ratios.append(our_last[-1] / bare_last[-1])
            every += latencies
        lost = sum(ear.lost for ear in ours.ears)
        wire.close()
        return {
            "last_listener_ms": statistics.median(our_last),
            "bare_ms": statistics.median(bare_last),
            "ratio": statistics.median(ratios),
            "cpu_us_per_listener": statistics.median(spent),
            "p50_ms": quantile(every, 0.5),
            "p99_ms": quantile(every, 0.99),
            "lost": lost,
            "kib_per_listener": memory / 1024,
        }
    finally:
        ours.close()
        theirs.close()
        bare.terminate()
        bare.wait()


async def measure_stopped(room: Room, listeners: int, rounds: int) -> dict[str, float]:
    """A fifth of the readers stops reading; the others must not notice."""
    ears = Ears()
    wire = await Wire.open("127.0.0.1", room.server.port)
    try:
        await ears.open(listeners, room.server.port, room.stream(room.head()))
        healthy = ears.ears[listeners // 5 :]

        async def send() -> float:
            return await publish(room, wire)

        calm = [statistics.median((await fan_out(ears, send, 10, healthy))[1]) for _ in range(rounds)]
        for ear in ears.ears[: listeners // 5]:
            ear.transport.pause_reading()
        for _ in range(100):  # fill their buffers until they lag
            ears.expect(1, healthy)
            await send()
            await asyncio.wait_for(ears.done.wait(), 30)
        stopped = [statistics.median((await fan_out(ears, send, 10, healthy))[1]) for _ in range(rounds)]
        return {"calm_ms": statistics.median(calm), "stopped_ms": statistics.median(stopped),
                "ratio": statistics.median(stopped) / statistics.median(calm)}  # fmt: skip
    finally:
        ears.close()
        wire.close()


async def measure_reconnect(room: Room, listeners: int) -> dict[str, float]:
    """All come back at once and have missed ten events."""
    wire = await Wire.open("127.0.0.1", room.server.port)
    after = room.head()
    for _ in range(10):
        await publish(room, wire)
    ears = Ears()
    try:
        began = time.perf_counter()
        await ears.open(listeners, room.server.port, room.stream(after))
        while min(ear.count for ear in ears.ears) < 11:
            await asyncio.sleep(0.005)
        return {"seconds": time.perf_counter() - began}
    finally:
        ears.close()
        wire.close()


async def measure_decisions(room: Room, connections: int, seconds: float, rounds: int) -> dict[str, float]:
    rates, p50, p99 = [], [], []
    wires = [await Wire.open("127.0.0.1", room.server.port) for _ in range(connections)]
    corrects = [0] * connections

    async def decide(number: int, until: float, times: list[float]) -> None:
        global made
        data = {"inject": "first-step", "option": "leave", "rationale": WORDS, "confidence": 70, "tests": TESTS}
        while time.perf_counter() < until:
            made += 1
            began = time.perf_counter()
            sent = {
                "id": f"decision-{made}-{os.getpid()}",
                "kind": "decide",
                "data": data | {"corrects": corrects[number]},
            }
            status, said = await wires[number].ask("POST", "/live/room/do", room.token(number), sent)
            assert status == 200, said
            times.append((time.perf_counter() - began) * 1000)
            corrects[number] = said["seq"]

    head, total = room.head(), 0
    server, load, clock = cpu(room.pid), time.process_time(), time.perf_counter()
    for _ in range(rounds):
        times: list[float] = []
        began = time.perf_counter()
        await asyncio.gather(*[decide(number, began + seconds, times) for number in range(connections)])
        rates.append(len(times) / (time.perf_counter() - began))
        p50.append(quantile(times, 0.5))
        p99.append(quantile(times, 0.99))
        total += len(times)
    for wire in wires:
        wire.close()
    print(
        f"decisions: processor of server {(cpu(room.pid) - server) / total * 1e6:.0f} µs and of load "
        f"{(time.process_time() - load) / total * 1e6:.0f} µs each, {time.perf_counter() - clock:.1f} s",
        file=sys.stderr,
    )
    return {"per_second": statistics.median(rates), "p50_ms": statistics.median(p50), "p99_ms": statistics.median(p99),
            "acknowledged": total, "stored": room.head() - head}  # fmt: skip


def measure_replay(room: Room, events: int) -> dict[str, float]:
    """A fresh process reads a run of so many events: rows, fold, scenario."""
    carry_on = open_store(room.path)
    times = []
    rows = carry_on.tail(RUN, 0)
    for _ in range(3):
        began = time.perf_counter()
        hall = Hall.load(carry_on, RUN)
        times.append((time.perf_counter() - began) * 1000 * events / len(rows))
        hall.learned.clear()
    carry_on.close()
    return {"ms": statistics.median(times), "events": events}


async def measure_restart(room: Room, rounds: int) -> dict[str, float]:
    times = []
    for _ in range(rounds):
        room.server.kill()
        began = time.perf_counter()
        room.server.start()
        await room.server.ready()
        times.append(time.perf_counter() - began)
    return {"seconds": statistics.median(times)}


async def measure_pages(listeners: int, rounds: int) -> dict[str, float]:
    """The whole product in one process: pages are fetched without pause while a hundred stations listen."""
    with tempfile.TemporaryDirectory(prefix="kopuro-bench-") as folder:
        room = Room(Path(folder), listeners, "kopuro.rooms.sqlite3")
        port = room.server.port + 2
        given = {
            **os.environ,
            "KOPURO_DATA": folder,
            "KOPURO_SECRET_KEY": SECRET * 3,
            "DJANGO_SETTINGS_MODULE": "kopuro.settings",
        }
        room.key = tokens.derive(SECRET * 3)
        room.lead = tokens.token(room.key, RUN, "s1")
        words = [sys.executable, "-c", "from kopuro.web.commands import main; main()", "serve", "--port", str(port)]
        server = subprocess.Popen(words, env=given, stdout=subprocess.DEVNULL)
        ears = Ears()
        try:
            (await connected(port, 600)).close()
            await ears.open(listeners, port, room.stream(room.head()))
            wire = await Wire.open("127.0.0.1", port)

            async def send() -> float:
                await asyncio.sleep(0.06)  # the pace of a seat
                return await publish(room, wire)

            calm, busy, fetched = [], [], [0]
            for _ in range(rounds):
                calm += (await fan_out(ears, send, 20))[1]
                readers = [asyncio.create_task(read_pages(port, fetched)) for _ in range(4)]
                await asyncio.sleep(0.3)
                busy += (await fan_out(ears, send, 20))[1]
                for reader in readers:
                    reader.cancel()
                await asyncio.gather(*readers, return_exceptions=True)
            wire.close()
            return {"calm_p95_ms": quantile(calm, 0.95), "p95_ms": quantile(busy, 0.95), "pages": fetched[0]}
        finally:
            ears.close()
            server.terminate()
            server.wait(20)
            room.store.close()
            room.server.stop()


async def read_pages(port: int, fetched: list[int]) -> None:
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        page = await reader.read()
        assert page.startswith(b"HTTP/1.1 200"), page[:300]
        writer.close()
        fetched[0] += 1


LIMITS = [
    # measurement, figure, at most / at least, limit
    ("fanout", "ratio", "≤", 2.0),
    ("fanout", "cpu_us_per_listener", "≤", 12.0),
    ("fanout", "kib_per_listener", "≤", 12.0),
    ("crowd", "p99_ms", "≤", 60.0),
    ("crowd", "lost", "≤", 0.0),
    ("stopped", "ratio", "≤", 2.0),
    ("reconnect", "seconds", "≤", 1.0),
    ("pages", "p95_ms", "≤", 50.0),
    ("decisions", "per_second", "≥", 5000.0),
    ("decisions", "p99_ms", "≤", 25.0),
    ("replay", "ms", "≤", 200.0),
    ("restart", "seconds", "≤", 3.0),
]


async def main(given: argparse.Namespace) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="kopuro-bench-") as folder:
        room = Room(Path(folder), 2 * given.listeners)
        room.server.start()
        try:
            await room.server.ready()
            await asyncio.sleep(1)  # the clock sends what is due
            wanted = given.only.split(",") if given.only else None

            async def take(name: str, measuring: Callable[[], Awaitable[dict[str, float]]]) -> None:
                if wanted is None or name in wanted:
                    found[name] = await measuring()
                    print(name, {key: round(value, 3) for key, value in found[name].items()}, file=sys.stderr)

            await take("fanout", lambda: measure_fanout(room, given.listeners, given.rounds))
            await take("crowd", lambda: measure_fanout(room, 2 * given.listeners, max(2, given.rounds // 2)))
            await take("stopped", lambda: measure_stopped(room, given.listeners, given.rounds))
            await take("reconnect", lambda: measure_reconnect(room, 2 * given.listeners))
            await take("decisions", lambda: measure_decisions(room, 50, 3, given.rounds))
            await take("pages", lambda: measure_pages(100, given.rounds))
            await take("restart", lambda: measure_restart(room, given.rounds))
            if wanted is None or "replay" in wanted:
                found["replay"] = measure_replay(room, 5000)
        finally:
            room.server.stop()
            room.store.close()
    return found


def table(found: dict[str, dict[str, float]]) -> None:
    for name, figure, sign, limit in LIMITS:
        if name in found:
            value = found[name][figure]
            good = value <= limit if sign == "≤" else value >= limit
            print(f"{name:10} {figure:22} {value:12.2f}   {sign} {limit:<8g} {'reached' if good else 'NOT REACHED'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listeners", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", default="", help="fanout, crowd, stopped, reconnect, decisions, pages, restart, replay"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--bare", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bare:
        uvloop.run(serve_bare(options.bare))
    else:
        result = uvloop.run(main(options))
        print(json.dumps(result)) if options.json else table(result)
