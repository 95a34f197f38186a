"""A whole rehearsal: a child server, a facilitator, trainees that drop out, a hand that kills the server, a proof."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kopuro.rooms import tokens
from kopuro.rooms.log import Store, carry_out, open_store, prepare_run
from kopuro.rooms.rules.scenario import Scenario, read_files

from .proof import Proof, prove
from .server import ChildServer
from .station import Station
from .trainee import Trainee


@dataclass(frozen=True)
class Plan:
    """`seconds` of wall time; `speed` of the exercise clock; `drop`: mean disconnects of a station in a minute;
    `kills` of the server, at random moments; `late`: share of trainees that join after the start."""

    bots: int = 12
    seconds: float = 60
    speed: float = 1
    drop: float = 0.0
    kills: int = 0
    late: float = 0.2
    think: float = 1.0
    seed: int = 1
    processes: int = 1  # servers on the same log; more than one needs PostgreSQL
    lose_one: bool = False  # one of them is killed for good after two thirds of the time


async def rehearse(
    log: str | Path,
    files: Mapping[str, bytes],
    plan: Plan,
    say: Callable[[str], None] = lambda words: None,
    module: str = "kopuro.rooms.standalone",
) -> Proof:
    """Plays the scenario in `files` by bots on a server of its own and counts. `log` is a path or an address.

    Raises Problem when the scenario does not read."""
    lots = random.Random(plan.seed)  # noqa: S311 - a rehearsal is repeatable
    run, secret = f"rehearsal-{secrets.token_hex(4)}", secrets.token_hex(16)
    store = open_store(log)
    pin = prepare_run(store, run, files)
    scenario = read_files(files).scenario
    assert scenario is not None  # prepare_run has read it
    director = carry_out(store, run, "join", "", {"kind": "director", "sign": "Director"}, f"director-{run}").seat
    servers = [ChildServer(str(log), secret, module=module) for _ in range(plan.processes)]
    try:
        for server in servers:
            server.start()
        took = max([await server.ready() for server in servers])
        say(f"server ready after {took:.1f} s, PIN {pin}")
        lead = Station([(server.host, server.port) for server in servers], lots)
        lead.sit(run, director, tokens.token(tokens.derive(secret), run, director))
        return await _Rehearsal(run, pin, servers, scenario, plan, lots, lead, say).play(store)
    finally:
        for server in servers:
            server.stop()
        store.close()


class _Rehearsal:
    def __init__(
        self,
        run: str,
        pin: str,
        servers: list[ChildServer],
        scenario: Scenario,
        plan: Plan,
        lots: random.Random,
        lead: Station,
        say: Callable[[str], None],
    ) -> None:
        self.run, self.pin, self.servers, self.scenario = run, pin, servers, scenario
        self.plan, self.lots, self.lead, self.say = plan, lots, lead, say
        self.stations = [lead]
        self.acting: list[asyncio.Task[None]] = []
        self.recoveries: list[float] = []

    async def play(self, store: Store) -> Proof:
        plan, lead = self.plan, self.lead
        ends = time.perf_counter() + plan.seconds
        await lead.send("open", {}).done.wait()
        late = int(plan.bots * plan.late)
        await asyncio.gather(*[self.enter(number) for number in range(plan.bots - late)])
        await lead.send("start", {}).done.wait()
        if plan.speed != 1:
            await lead.send("speed", {"speed": plan.speed, "saw": 2**40}).done.wait()
        self.say(f"{len(self.stations) - 1} trainees play")
        dropping = asyncio.create_task(self.drop_out())
        work = asyncio.gather(self.come_late(range(plan.bots - late, plan.bots)), self.kill(), self.lose_one())
        await asyncio.sleep(max(0.0, ends - time.perf_counter()))
        await asyncio.wait_for(work, 60 + 10 * plan.kills)
        dropping.cancel()
        for task in self.acting:
            task.cancel()
        await self.settle()
        await lead.send("end", {"saw": 2**40}).done.wait()
        await self.settle()
        proof = prove(store, self.run, self.stations, self.recoveries)
        await asyncio.gather(*[station.close() for station in self.stations])
        for task in self.acting:  # a bot that broke is a fault of ours, not of the network
            if task.done() and not task.cancelled() and (problem := task.exception()):
                raise problem
        return proof

    async def enter(self, number: int) -> None:
        own = random.Random(self.plan.seed * 1000 + number)  # noqa: S311 - repeatable
        station = Station(self.lead.doors, own)
        team = self.scenario.teams[number % len(self.scenario.teams)]
        roles = team.roles or tuple(role.code for role in self.scenario.roles)
        role = roles[number // len(self.scenario.teams) % len(roles)]
        await station.join(self.pin, f"Bot {number}", team.code, role, f"device-{number}")
        self.stations.append(station)
        self.acting.append(asyncio.create_task(Trainee(station, self.plan.think).play()))

    async def come_late(self, numbers: range) -> None:
        for number in numbers:
            await asyncio.sleep(self.plan.seconds * 0.5 / max(1, len(numbers)) * self.lots.random())
            await self.enter(number)

    async def drop_out(self) -> None:
        while self.plan.drop:
            await asyncio.sleep(self.lots.expovariate(self.plan.drop * len(self.stations) / 60))
            self.lots.choice(self.stations).drop()

    async def kill(self) -> None:
        """Kills at random moments, but leaves the server time to come back and work between two of them."""
        for number in range(self.plan.kills):
            await asyncio.sleep(self.lots.uniform(0.3, 1.7) * self.plan.seconds * 0.35 / self.plan.kills)
            staying = self.servers[:-1] if self.plan.lose_one else self.servers
            server = self.lots.choice(staying)
            await asyncio.to_thread(server.kill)
            died = time.perf_counter()
            server.start()
            await server.ready()
            self.recoveries.append(time.perf_counter() - died)
            self.say(f"kill {number + 1} of {self.plan.kills}: back after {self.recoveries[-1]:.2f} s")

    async def lose_one(self) -> None:
        if self.plan.lose_one and len(self.servers) > 1:
            await asyncio.sleep(self.plan.seconds * 0.67)
            await asyncio.to_thread(self.servers[-1].kill, for_good=True)
            self.say("one server is gone for good")

    async def settle(self, seconds: float = 60) -> None:
        """Waits until every command has its answer and no station hears anything new, several looks long."""
        async with asyncio.timeout(seconds):
            quiet, before = 0, -1
            while quiet < 8:
                await asyncio.sleep(0.1)
                heard = sum(len(station.seen) for station in self.stations)
                settled = heard == before and all(not one.kept and one.connected for one in self.stations)
                quiet = quiet + 1 if settled else 0
                before = heard
