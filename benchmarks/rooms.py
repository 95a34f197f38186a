"""Live rooms beside a bare socket server: fan-out, durable decisions, slow readers, reconnects, memory, restart.

`python benchmarks/rooms.py [--listeners 1000] [--rounds 5] [--only NAME] [--json]`

Each server is a process of its own, this one is the load. The bare server is uvloop with a protocol of a few lines: it
stores nothing, knows no seats and writes the same bytes to every socket. Rounds alternate between the two, so that a
busy machine weighs on both; what is printed is the median of the rounds. `others` says how many processors were used
meanwhile by programs that are not part of this: where it is not near 0, times and rates are worse than the machine's."""

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

from benchmarks.rooms_load import Ears, Hand, busy, connected, cpu, fan_out, own, quantile, rss, serve_bare
from kopuro.rooms import tokens
from kopuro.rooms.bots.server import ChildServer
from kopuro.rooms.bots.wire import Wire
from kopuro.rooms.log import Hall, Job, carry_out, open_store, perform, prepare_run
from kopuro.rooms.rules.scenario import read_folder

TASTER = Path(__file__).resolve().parents[1] / "demo" / "scenarios" / "taster"
SECRET = "a secret of the benchmark"
RUN = "bench"
WORDS = "A message of ordinary length that a facilitator sends to everybody in the room, in two languages. " * 3
EVENTS = 20  # of one round
TESTS = {"legal": "none needed", "necessary": "yes", "proportionate": "mild", "equal": "the same"}


class Room:
    """The room server with a run that is playing, and as many seats as there are listeners."""

    def __init__(self, folder: Path, seats: int, name: str = "rooms.sqlite3", phase: str = "together") -> None:
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
        if phase == "together":
            carry_out(store, RUN, "phase", "s1", {"phase": phase, "saw": 2**40}, "phase-two-1", now)
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

    def decided(self, number: int) -> int:
        """The seq of a seat's last decision, 0 before its first."""
        query = "SELECT max(seq) FROM event WHERE run = ? AND seat = ? AND kind = 'decision.made'"
        return int(self.store.connection.execute(query, (RUN, f"s{number + 2}")).fetchone()[0] or 0)

    def decisions_after(self, seq: int) -> int:
        query = "SELECT count(*) FROM event WHERE run = ? AND seq > ? AND kind = 'decision.made'"
        return int(self.store.connection.execute(query, (RUN, seq)).fetchone()[0])

    def head(self) -> int:
        return int(self.store.connection.execute("SELECT max(seq) FROM event WHERE run = ?", (RUN,)).fetchone()[0])


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
        ratios, our_last, bare_last, p50, p99, bare_p99, spent, bare_spent = [], [], [], [], [], [], [], []
        for _ in range(rounds):
            began = cpu(bare.pid)
            their_round, their_latencies = await fan_out(theirs, send_bare, EVENTS)
            bare_spent.append((cpu(bare.pid) - began) / (EVENTS * listeners) * 1e6)
            began = cpu(room.pid)
            our_round, latencies = await fan_out(ours, send_ours, EVENTS)
            spent.append((cpu(room.pid) - began) / (EVENTS * listeners) * 1e6)
            our_last.append(statistics.median(our_round))
            bare_last.append(statistics.median(their_round))
            ratios.append(our_last[-1] / bare_last[-1])
            p50.append(quantile(latencies, 0.5))
            p99.append(quantile(latencies, 0.99))
            bare_p99.append(quantile(their_latencies, 0.99))
        lost = sum(ear.lost for ear in ours.ears)
        wire.close()
        return {
            "last_listener_ms": statistics.median(our_last),
            "bare_ms": statistics.median(bare_last),
            "ratio": statistics.median(ratios),
            "cpu_us_per_listener": statistics.median(spent),
            "bare_cpu_us": statistics.median(bare_spent),
            "p50_ms": statistics.median(p50),
            "p99_ms": statistics.median(p99),
            "bare_p99_ms": statistics.median(bare_p99),
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


async def measure_reconnect(room: Room, listeners: int, rounds: int) -> dict[str, float]:
    """All come back at once and have missed ten events."""
    wire = await Wire.open("127.0.0.1", room.server.port)
    times = []
    for _ in range(rounds):
        after = room.head()
        for _ in range(10):
            await publish(room, wire)
        ears = Ears()
        try:
            began = time.perf_counter()
            await ears.open(listeners, room.server.port, room.stream(after))
            while min(ear.count for ear in ears.ears) < 11:
                await asyncio.sleep(0.005)
            times.append(time.perf_counter() - began)
        finally:
            ears.close()
        await asyncio.sleep(0.5)
    wire.close()
    return {"seconds": statistics.median(times), "worst": max(times)}


async def measure_decisions(room: Room, connections: int, seconds: float, rounds: int) -> dict[str, float]:
    """Each connection is a seat that corrects its decision as soon as the last one was acknowledged."""
    loop = asyncio.get_running_loop()

    def decider(number: int) -> Callable[[int], bytes]:
        data = {"inject": "first-step", "option": "leave", "rationale": WORDS, "confidence": 70, "tests": TESTS}
        sent = json.dumps({"id": "ID", "kind": "decide", "data": data | {"corrects": "SEQ"}}).encode()
        before, _, rest = sent.partition(b"ID")
        middle, _, end = rest.partition(b'"SEQ"')
        head = f"POST /live/room/do HTTP/1.1\r\nHost: x\r\nAuthorization: Seat {room.token(number)}\r\nContent-Length: "

        def request(seq: int) -> bytes:
            body = b"%bdecision-%d-%d%b%d%b" % (before, number, seq, middle, seq, end)
            return b"%b%d\r\n\r\n%b" % (head.encode(), len(body), body)

        return request

    hands = []
    for number in range(connections):
        _, hand = await loop.create_connection(
            lambda number=number: Hand(decider(number)), "127.0.0.1", room.server.port
        )
        hand.seq = room.decided(number)
        hands.append(hand)
    rates, p50, p99, server_cost, load_cost, head, total = [], [], [], [], [], room.head(), 0
    for _ in range(rounds):
        began, server, load = time.perf_counter(), cpu(room.pid), time.process_time()
        await asyncio.gather(*[hand.begin(began + seconds) for hand in hands])
        times = [one for hand in hands for one in hand.times]
        rates.append(len(times) / (time.perf_counter() - began))
        server_cost.append((cpu(room.pid) - server) / len(times) * 1e6)
        load_cost.append((time.process_time() - load) / len(times) * 1e6)
        p50.append(quantile(times, 0.5))
        p99.append(quantile(times, 0.99))
        total += len(times)
    for hand in hands:
        hand.transport.close()
    return {
        "per_second": statistics.median(rates),
        "best_round": max(rates),
        "p50_ms": statistics.median(p50),
        "p99_ms": statistics.median(p99),
        "server_us": statistics.median(server_cost),
        "load_us": statistics.median(load_cost),
        "acknowledged": total,
        "missing": total - room.decisions_after(head),
    }


def measure_replay(events: int, rounds: int) -> dict[str, float]:
    """A run of so many events is read from its log: rows, fold, scenario."""
    with tempfile.TemporaryDirectory(prefix="kopuro-bench-") as folder:
        room = Room(Path(folder), 50)
        halls: dict[str, Hall] = {}
        now = int(time.time() * 1000)
        perform(room.store, halls, [Job(RUN)], now)  # the clock sends what is due
        data = {"inject": "first-step", "option": "leave", "rationale": WORDS, "confidence": 70, "tests": TESTS}
        last = [0] * 50
        while halls[RUN].state.seq < events:
            jobs = [
                Job(RUN, "decide", f"s{n + 2}", {**data, "corrects": seq}, f"decision-{n}-{seq}")
                for n, seq in enumerate(last)
            ]
            perform(room.store, halls, jobs, now)
            last = [job.answer.seq for job in jobs]
        times, spent = [], []
        for _ in range(rounds):
            began, used = time.perf_counter(), time.process_time()
            hall = Hall.load(room.store, RUN)
            times.append((time.perf_counter() - began) * 1000)
            spent.append((time.process_time() - used) * 1000)
        room.store.close()
        room.server.stop()
        return {"ms": statistics.median(times), "cpu_ms": statistics.median(spent), "events": hall.state.seq}


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
    """The whole product in one process while a hundred stations listen: 25 pages a second, as if each of them opened one
    every four seconds, then pages without pause."""
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

            calm, paced, loaded, fetched = [], [], [], [0]
            for _ in range(rounds):
                calm.append(quantile((await fan_out(ears, send, 20))[1], 0.95))
                for pause, times in ((4 / 25, paced), (0.0, loaded)):
                    readers = [asyncio.create_task(read_pages(port, fetched, pause)) for _ in range(4)]
                    await asyncio.sleep(0.3)
                    times.append(quantile((await fan_out(ears, send, 20))[1], 0.95))
                    for reader in readers:
                        reader.cancel()
                    await asyncio.gather(*readers, return_exceptions=True)
            wire.close()
            return {
                "calm_p95_ms": statistics.median(calm), "paced_p95_ms": statistics.median(paced),
                "p95_ms": statistics.median(loaded), "pages": fetched[0],
            }  # fmt: skip
        finally:
            ears.close()
            server.terminate()
            server.wait(20)
            room.store.close()
            room.server.stop()


async def read_pages(port: int, fetched: list[int], pause: float) -> None:
    """A page after the other, each begun `pause` seconds after the one before at the earliest."""
    while True:
        due = asyncio.get_running_loop().time() + pause
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        page = await reader.read()
        assert page.startswith(b"HTTP/1.1 200"), page[:300]
        writer.close()
        fetched[0] += 1
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))


async def measure_flood(rounds: int) -> dict[str, float]:
    """Twenty stations act now and then while one sends as fast as it can, over four connections."""
    with tempfile.TemporaryDirectory(prefix="kopuro-bench-") as folder:
        room = Room(Path(folder), 130)
        room.server.pace = (20.0, 60.0)  # as it is served
        room.server.start()
        try:
            await room.server.ready()
            return await flooded(room, rounds)
        finally:
            room.server.stop()
            room.store.close()


async def flooded(room: Room, rounds: int) -> dict[str, float]:
    flooding = await asyncio.gather(*[Wire.open("127.0.0.1", room.server.port) for _ in range(4)])
    wires = await asyncio.gather(*[Wire.open("127.0.0.1", room.server.port) for _ in range(20)])
    told: dict[int, int] = {}

    async def act(number: int, times: list[float]) -> None:
        global made
        await asyncio.sleep(number * 0.005)
        for _ in range(15):
            made += 1
            began = time.perf_counter()
            sent = {"id": f"stop-word-{made}-{os.getpid()}", "kind": "stop"}
            status, said = await wires[number].ask("POST", "/live/room/do", room.token(100 + number), sent)
            assert status == 200, said
            times.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.1)

    async def p95() -> float:
        times: list[float] = []
        await asyncio.gather(*[act(number, times) for number in range(20)])
        return quantile(times, 0.95)

    async def flood(wire: Wire) -> None:
        global made
        while True:
            made += 1
            sent = {"id": f"flood-{made}-{os.getpid()}", "kind": "stop"}
            status, _ = await wire.ask("POST", "/live/room/do", room.token(99), sent)
            told[status] = told.get(status, 0) + 1

    calm, stormy = [], []
    for _ in range(rounds):
        calm.append(await p95())
        floods = [asyncio.create_task(flood(wire)) for wire in flooding]
        stormy.append(await p95())
        for one in floods:
            one.cancel()
        await asyncio.gather(*floods, return_exceptions=True)
        for number in range(4):  # their last answers were not read
            flooding[number].close()
            flooding[number] = await Wire.open("127.0.0.1", room.server.port)
    for wire in (*flooding, *wires):
        wire.close()
    return {
        "calm_p95_ms": statistics.median(calm),
        "flooded_p95_ms": statistics.median(stormy),
        "ratio": statistics.median(stormy) / statistics.median(calm),
        "refused": told.get(429, 0),
    }


async def measure_inject(listeners: int) -> dict[str, float]:
    """How long after its time on the exercise clock an inject is at the last of a thousand stations."""
    with tempfile.TemporaryDirectory(prefix="kopuro-bench-") as folder:
        room = Room(Path(folder), listeners, phase="alone")
        ears = Ears()
        room.server.start()
        try:
            await room.server.ready()
            await asyncio.sleep(1)  # the clock sends what is due
            await ears.open(listeners, room.server.port, room.stream(room.head()))
            wire = await Wire.open("127.0.0.1", room.server.port)
            sent = {"id": "thirty-times", "kind": "speed", "data": {"speed": 30, "saw": 2**40}}
            ears.expect(1)  # the change of speed itself
            await wire.ask("POST", "/live/room/do", room.lead, sent)
            await asyncio.wait_for(ears.done.wait(), 10)
            ears.expect(1)
            await asyncio.wait_for(ears.done.wait(), 30)
            arrived = time.time() * 1000 - (time.perf_counter() - max(ear.at for ear in ears.ears)) * 1000
            wire.close()
            hall = Hall.load(room.store, RUN)
            speed = next(event for event in hall.learned if event.kind == "clock.speed")
            inject = next(e for e in hall.learned if e.seq > speed.seq and e.kind == "inject.released")
            trigger = hall.play.injects[inject.data["inject"]].trigger
            due = speed.time + (trigger.at * 1000 - (speed.at - hall.state.phase_base)) / 30
            return {"late_ms": arrived - due}
        finally:
            ears.close()
            room.server.stop()
            room.store.close()


LIMITS = [
    # measurement, figure, at most / at least, limit
    ("fanout", "ratio", "≤", 2.0),
    ("fanout", "cpu_us_per_listener", "≤", 12.0),
    ("fanout", "kib_per_listener", "≤", 12.0),
    ("crowd", "p99_ms", "≤", 60.0),
    ("crowd", "lost", "≤", 0.0),
    ("stopped", "ratio", "≤", 2.0),
    ("reconnect", "seconds", "≤", 1.0),
    ("pages", "paced_p95_ms", "≤", 50.0),
    ("pages", "p95_ms", "≤", 50.0),
    ("inject", "late_ms", "≤", 1000.0),
    ("flood", "ratio", "≤", 2.0),
    ("decisions", "per_second", "≥", 5000.0),
    ("decisions", "p99_ms", "≤", 25.0),
    ("decisions", "missing", "≤", 0.0),
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
                    others, began = busy() - own(), time.perf_counter()
                    found[name] = await measuring()
                    found[name]["others"] = (busy() - own() - others) / (time.perf_counter() - began)
                    print(name, {key: round(value, 3) for key, value in found[name].items()}, file=sys.stderr)

            await take("fanout", lambda: measure_fanout(room, given.listeners, given.rounds))
            await take("crowd", lambda: measure_fanout(room, 2 * given.listeners, given.rounds))
            await take("stopped", lambda: measure_stopped(room, given.listeners, given.rounds))
            await take("reconnect", lambda: measure_reconnect(room, 2 * given.listeners, given.rounds))
            await take("flood", lambda: measure_flood(given.rounds))
            await take("decisions", lambda: measure_decisions(room, 50, 3, given.rounds))
            await take("inject", lambda: measure_inject(given.listeners))
            await take("pages", lambda: measure_pages(100, given.rounds))
            await take("restart", lambda: measure_restart(room, given.rounds))
            await take("replay", lambda: asyncio.to_thread(measure_replay, 5000, given.rounds))
        finally:
            room.server.stop()
            room.store.close()
    return found


def table(found: dict[str, dict[str, float]]) -> None:
    for name, figure, sign, limit in LIMITS:
        if name in found:
            value = found[name][figure]
            good = value <= limit if sign == "≤" else value >= limit
            others = f"(others {found[name]['others']:.1f} processors)"
            print(
                f"{name:10} {figure:22} {value:12.2f}   {sign} {limit:<8g} {'reached' if good else 'NOT REACHED':11}  {others}"
            )


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
