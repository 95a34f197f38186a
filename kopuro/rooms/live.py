"""The live path of rooms: raw ASGI, no Django stack. Events go down as a stream, commands come up by POST.

Addresses are below the one that the server gives (`/live/room/…`); only the last part counts:

    GET  look?pin=&device=   before joining → {run, status, mode, title, languages, content_notes, briefing,
                             teams: [{code, title, roles}], roles: [{code, title}]}
    POST join                {pin, id, device, sign, team, role[, kind: "screen"]} → {id, run, seat, token, seq}
    POST do                  {id, kind, data} → {id, seq, events, seat}
                             {commands: [{id, kind, data}, …]} → {answers: [{id, seq, events, seat} | {id, problem}]}
    GET  view                {view, orders, seq, now} for a station (orders: set → cases in this seat's order),
                             {state, seq, now} for staff
    GET  events              server-sent events after Last-Event-ID (header, or ?after=SEQ)
    GET  presence            staff: {seats: {seat: open streams}}

A refusal is {problem: {code, sentence}} (and {id} for a command) with its HTTP status. 5xx and 429 (`Retry-After`) and no
answer at all mean: keep it and send the same id again. Any other problem is final for this id.

The seat token goes in `Authorization: Seat TOKEN` (or Bearer); GET takes `?token=` too, for EventSource.

The stream: `event: hello` {now, seq} first; then for each event `id: SEQ` and data {before, event}, where event is
`frames.station_form` or, for staff, `frames.staff_form`, and `before` the seq of the event before it in one of the
station's topics: if the station has neither seen that one nor begun later, it misses something and asks for `view`
again. `event: again` ends a stream that the server closes (seat moved or given up): ask for `view`, then connect.
Comments are signs of life.

A command is committed before its event is seen by anybody, and its answer comes after the commit. The same id gets the
same answer, however often it is sent. `now` is server time in ms."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
import logging
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from kopuro.core.problems import Problem
from kopuro.rooms import tokens
from kopuro.rooms.fanout import Listener, Streams
from kopuro.rooms.log import Ask, Given, Job, Store, Writer
from kopuro.rooms.log.batch import Learned
from kopuro.rooms.log.hall import Hall
from kopuro.rooms.log.store import READMIT
from kopuro.rooms.messages import (
    STREAM,
    Answer,
    Headers,
    Receive,
    Scope,
    Send,
    after_of,
    body_of,
    claim_of,
    read_map,
    send_answer,
    told,
    told_bytes,
)
from kopuro.rooms.rules.admission import Gate, Pace
from kopuro.rooms.rules.ordering import case_order
from kopuro.rooms.rules.run import view
from kopuro.rooms.rules.run.commands import is_id
from kopuro.rooms.rules.run.state import SCREEN, STAFF, TRAINEE

log = logging.getLogger("kopuro.rooms")

MOST_COMMANDS = 50  # of one request: what a phone gathered while it had no network
HOLD_BACK = 0.25  # seconds before a flood is refused, so that it costs the others nothing
TICK = 0.2  # seconds between two looks at the clocks of running runs
LOOK = 1.0  # seconds between two looks into the log for what other processes wrote unheard
PRESENT = 60_000  # ms for which another process's word on who is connected is believed
QUICK = 0.0001  # seconds after which a busy thread hands the interpreter on, while anybody listens
PIPE = "kopuro.pipe"  # extension of a scope: a way for the publisher straight to the socket (`protocol`)
BEAT = 15.0  # seconds between two signs of life on a quiet stream

GIVEN_UP = Problem("room.seat", "This seat was given up. Join again with the PIN.", status=403)


def _now() -> int:
    return time.time_ns() // 1_000_000


class LiveRooms:
    """The ASGI application of one process. `start` before the first request, `stop` at the end, on the same loop.

    `store` is the log, `secret` the product's secret key, `clock` gives server time in ms. `pace` limits commands of a
    seat: (a second, at once)."""

    def __init__(
        self,
        store: Store,
        secret: str,
        *,
        clock: Callable[[], int] = _now,
        pace: tuple[float, float] = (20, 60),
        gate: Gate | None = None,
    ) -> None:
        self.key = tokens.derive(secret)
        self.clock = clock
        self.store = store
        self.writer = Writer(store, self._tell, clock)
        self.pace = Pace(*pace)
        self.looks = Pace(2, 20)
        self.gate = gate or Gate()
        self.streams: dict[str, Streams] = {}
        self.running: set[str] = set()
        self.tasks: list[asyncio.Task[None]] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self.last_look = 0.0
        self.name = secrets.token_hex(6)  # of this process among those that share the log
        self.open = 0  # streams
        self.ending = False
        self.unreadable: set[str] = set()  # running runs that this version cannot fold
        self.calm = sys.getswitchinterval()
        self.told_presence: dict[str, tuple[str, int]] = {}

    # --- life

    async def start(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.writer.start()
        self.store.on_wake(self._woken)
        await self.ask(self._load_running)
        self.tasks = [self.loop.create_task(self._tick()), self.loop.create_task(self._beat())]

    def _load_running(self, store: Store, halls: dict[str, Hall]) -> None:
        for run in store.rooms("running"):
            if run in self.unreadable:
                continue
            try:
                if run not in halls:
                    halls[run] = Hall.load(store, run)
                self.running.add(run)
            except Exception:  # the others go on; told once
                log.exception("run %s cannot be read by this version", run)
                self.unreadable.add(run)

    def let_go(self) -> None:
        """Ends all streams, each with word to come back: the server is about to end."""
        if not self.ending:
            self.ending = True
            for streams in self.streams.values():
                streams.close_all()

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        self.let_go()
        if self.store.shared:
            for run in self.told_presence:
                self.writer.put(Ask(_keeping_presence(run, self.name, "{}", self.clock()), lambda ask: None))
        await asyncio.to_thread(self.writer.stop)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for run in list(self.running):  # the writer's thread adds to it
                self.writer.put(Job(run))
            now = time.monotonic()
            if now - self.last_look >= LOOK:
                self.last_look = now
                if self.store.shared:
                    self._tell_presence()
                self.writer.put(Ask(self._look_around, _hear_of_trouble))

    def _look_around(self, store: Store, halls: dict[str, Hall]) -> None:
        """Nothing a lost wake-up could hide stays unheard for longer than this: neither an event nor a run begun."""
        for run, hall in list(halls.items()):
            rows = store.tail(run, hall.state.seq)
            try:
                hall.learn(rows)
            except Exception:
                log.exception("run %s cannot be read by this version", run)
                self.unreadable.add(run)
                self.running.discard(run)
                del halls[run]
        self._load_running(store, halls)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for streams in list(self.streams.values()):
                streams.beat()

    def _woken(self, run: str) -> None:
        """Another process wrote to the run (called on any thread)."""
        if run == READMIT:
            self.gate.readmit()
            return

        def catch_up(store: Store, halls: dict[str, Hall]) -> None:
            _hall(store, halls, run)

        self.writer.put(Ask(catch_up, lambda ask: None))

    # --- between the writer's thread and the loop

    def _tell(self, jobs: list[Job], asks: list[Ask], learned: Learned) -> None:
        assert self.loop is not None  # the writer starts after the loop is known
        try:
            self.loop.call_soon_threadsafe(self._told, jobs, asks, learned)
        except RuntimeError:  # the loop is closed: nobody is left to tell, and all of it is in the log
            log.info("%d answers had nobody to go to", len(jobs))

    def _told(self, jobs: list[Job], asks: list[Ask], learned: Learned) -> None:
        for run, events in learned.items():
            streams = self.streams.get(run)
            if streams is None:
                streams = self.streams[run] = Streams(run)
            try:
                streams.publish(events)
            except ValueError:  # cannot be mended here: let the stations come back to a fresh reading
                log.exception("run %s is read again", run)
                self._forget(run)
            for event in events:
                if event.kind in ("run.started", "run.resumed"):
                    self.running.add(run)
                elif event.kind in ("run.paused", "run.ended"):
                    self.running.discard(run)
        for job in jobs:
            if job.done is not None and job.answer is not None:
                job.done(job.answer)
        for ask in asks:
            ask.done(ask)

    def _forget(self, run: str) -> None:
        streams = self.streams.pop(run, None)
        if streams is not None:
            streams.close_all()
        self.writer.put(Ask(lambda store, halls: halls.pop(run, None), lambda ask: None))

    async def ask(self, call: Callable[[Store, dict[str, Hall]], Any]) -> Any:
        """The result of `call` on the writer's thread. Raises what it raises."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def done(ask: Ask) -> None:
            if not future.done():
                future.set_result(ask.result)

        self.writer.put(Ask(call, done))
        result = await future
        if isinstance(result, Exception):
            raise result
        return result

    def carry_out(self, job: Job) -> asyncio.Future[Given | Problem]:
        """The answer of a job, once it is durable or refused."""
        future: asyncio.Future[Given | Problem] = asyncio.get_running_loop().create_future()

        def done(answer: Given | Problem) -> None:
            if not future.done():
                future.set_result(answer)

        job.done = done
        self.writer.put(job)
        return future

    # --- requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, what = scope["method"], scope["path"].rsplit("/", 1)[-1]
        try:
            if method == "POST" and what == "do":
                await self._do(scope, receive, send)
            elif method == "GET" and what == "events":
                await self._events(scope, receive, send)
            elif method == "POST" and what == "join":
                await self._join(scope, receive, send)
            elif method == "GET" and what == "view":
                await self._view(scope, send)
            elif method == "GET" and what == "presence":
                await self._presence(scope, send)
            elif method == "GET" and what == "look":
                await self._look(scope, send)
            else:
                raise Problem("room.address", "Nothing is live at this address.", status=404)
        except Problem as problem:
            await send_answer(send, problem.status, told_bytes(problem))

    def _claim(self, scope: Scope) -> tokens.Claim:
        query = scope.get("query_string", b"") if scope["method"] == "GET" else b""
        return claim_of(self.key, scope["headers"], query)

    async def _do(self, scope: Scope, receive: Receive, send: Send) -> None:
        claim = self._claim(scope)
        body = await body_of(receive)
        said: asyncio.Future[tuple[int, bytes, Headers]] = asyncio.get_running_loop().create_future()

        def answer(*what: Any) -> None:
            if not said.done():
                said.set_result(what)

        self.take(claim, body, answer)
        await send_answer(send, *await said)

    def take(self, claim: tokens.Claim, body: bytes | bytearray, answer: Answer) -> None:
        """Takes a posted body in and calls `answer`, now with a refusal or later with what became durable. Raises Problem."""
        wait = self.pace.allows(f"{claim.run} {claim.seat}", time.monotonic())
        if wait:
            sentence = "This station sends too much at once. It keeps everything and goes on in a moment."
            problem = Problem("room.pace", sentence, status=429)
            headers = [(b"retry-after", b"%d" % (int(wait) + 1))]
            asyncio.get_running_loop().call_later(HOLD_BACK, answer, 429, told_bytes(problem), headers)
            return
        sent = read_map(body)
        if "commands" in sent:
            self._take_many(claim, sent["commands"], answer)
            return
        job = _job(claim, sent)
        job.done = functools.partial(_said, job.id, answer)
        self.writer.put(job)

    def _take_many(self, claim: tokens.Claim, commands: Any, answer: Answer) -> None:
        """Commands in the order in which a station made them; each has its own answer."""
        if not isinstance(commands, list) or not 0 < len(commands) <= MOST_COMMANDS:
            raise Problem("room.input", f"Send 1 to {MOST_COMMANDS} commands at once.", status=422)
        jobs = [_job(claim, one) for one in commands]
        left = len(jobs)

        def done(given: Given | Problem) -> None:
            nonlocal left
            left -= 1
            if not left:
                answers = [_told_many(job) for job in jobs]
                answer(200, json.dumps({"answers": answers}, ensure_ascii=False).encode(), [])

        for job in jobs:
            job.done = done
            self.writer.put(job)

    async def _view(self, scope: Scope, send: Send) -> None:
        claim = self._claim(scope)

        def draw(store: Store, halls: dict[str, Hall]) -> bytes:
            hall = _hall(store, halls, claim.run)
            held = _held(hall, claim.seat)
            if held["kind"] in STAFF:
                shown: dict[str, Any] = {"state": hall.state.plain()}
            else:
                orders = {code: case_order(rated, claim.seat) for code, rated in hall.play.sets.items()}
                shown = {"view": view(hall.state, hall.play, claim.seat), "orders": orders}
            return json.dumps({**shown, "seq": hall.state.seq, "now": self.clock()}, ensure_ascii=False).encode()

        await send_answer(send, 200, await self.ask(draw))

    async def _presence(self, scope: Scope, send: Send) -> None:
        """Who is connected, in all processes; those of the others as they told within the last minute."""
        claim = self._claim(scope)

        def told(store: Store, halls: dict[str, Hall]) -> list[str]:
            if _held(_hall(store, halls, claim.run), claim.seat)["kind"] not in STAFF:
                raise Problem("room.role", "This seat can't do that.", status=403)
            return store.presence(claim.run, self.name, self.clock() - PRESENT) if store.shared else []

        seats: dict[str, int] = {}
        for one in [*await self.ask(told), json.dumps(self._seats(claim.run))]:
            for seat, count in json.loads(one).items():
                seats[seat] = seats.get(seat, 0) + count
        await send_answer(send, 200, json.dumps({"seats": seats}).encode())

    def _seats(self, run: str) -> dict[str, int]:
        streams = self.streams.get(run)
        return streams.seats if streams else {}

    def _tell_presence(self) -> None:
        """Leaves word for other processes when it has changed, and every half minute."""
        now = self.clock()
        for run in list(self.streams):
            seats = json.dumps(self._seats(run))
            before, at = self.told_presence.get(run, ("{}", 0))
            if seats != before or (seats != "{}" and now - at > PRESENT // 2):
                self.told_presence[run] = (seats, now)
                self.writer.put(Ask(_keeping_presence(run, self.name, seats, now), lambda ask: None))

    async def _look(self, scope: Scope, send: Send) -> None:
        """What is shown before joining: roles, teams, languages, content notes, briefing. Guessing is limited."""
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        pin, device = query.get("pin", [""])[0], query.get("device", [""])[0][:64]
        run = await self._run_of(scope, pin, device)

        def draw(store: Store, halls: dict[str, Hall]) -> bytes:
            return json.dumps(_front(_hall(store, halls, run)), ensure_ascii=False).encode()

        await send_answer(send, 200, await self.ask(draw))

    async def _run_of(self, scope: Scope, pin: str, device: str) -> str:
        """The run that a PIN opens. A wrong guess counts against the device, its address and the house."""
        now = time.monotonic()
        address = str((scope.get("client") or ("",))[0])
        if self.looks.allows(f"{address} {device}", now):
            raise Problem("room.pace", "Too fast. Wait a few seconds, then try again.", status=429)
        shut = self.gate.refuses(device, address, now)
        if shut:
            raise Problem(
                "room.gate",
                "Too many wrong PINs. Ask the person who leads the room to let you in, or try again in ten minutes.",
                detail=f"{shut} {address}",
                status=429,
            )
        run = await self.ask(lambda store, halls: store.room_by_pin(pin)) if pin.isascii() and pin.isdigit() else None
        if run is None:
            self.gate.guessed_wrong(device, address, now)
            raise Problem("room.pin", "No room has this PIN. Look at the screen again.", status=404)
        return str(run)

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = read_map(await body_of(receive))
        if not is_id(sent.get("id")):
            raise Problem("room.input", "Joining needs an id.", status=422)
        device = sent.get("device")
        run = await self._run_of(scope, str(sent.get("pin", "")), device[:64] if isinstance(device, str) else "")
        kind = SCREEN if sent.get("kind") == SCREEN else TRAINEE
        data = {**{key: sent.get(key, "") for key in ("sign", "team", "role")}, "kind": kind}
        # the log keeps a hash: whoever reads a joining's id there must not be able to take the seat with it
        name = "join-" + hashlib.sha256(sent["id"].encode()).hexdigest()[:32]
        answer = await self.carry_out(Job(run, "join", "", data, name))
        if isinstance(answer, Problem):
            raise answer
        given = {"run": run, "seat": answer.seat, "token": tokens.token(self.key, run, answer.seat), "seq": answer.seq}
        await send_answer(send, 200, json.dumps({**given, "id": sent["id"]}).encode())

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        claim = self._claim(scope)
        after = after_of(scope)

        streams = self.streams.get(claim.run)
        if streams is None or claim.seat not in streams.topics:  # not loaded, or taken a moment ago in another process
            await self.ask(lambda store, halls: _hall(store, halls, claim.run).run)
            streams = self.streams.get(claim.run)
        if streams is None or claim.seat not in streams.topics:
            raise GIVEN_UP
        pipe = scope.get("extensions", {}).get(PIPE)
        listener = Listener(claim.seat, streams.topics[claim.seat], send, after, pipe)
        listener.task = asyncio.current_task()
        await send({"type": "http.response.start", "status": 200, "headers": STREAM})
        streams.attach(listener)
        self._opened()
        try:
            hello = f'retry: 1000\nevent: hello\ndata: {{"now":{self.clock()},"seq":{streams.head}}}\n\n'.encode()
            await send({"type": "http.response.body", "body": hello, "more_body": True})
            await streams.catch_up(listener)
            while (await receive())["type"] != "http.disconnect":
                pass
        except (asyncio.CancelledError, TimeoutError):
            pass  # closed by the publisher, by the server's end, or too slow: in each case the stream is over
        finally:
            listener.closing = True
            streams.detach(listener)
            self._closed()
        if not listener.lagging:
            await send({"type": "http.response.body", "body": b"event: again\ndata: {}\n\n", "more_body": False})

    def _opened(self) -> None:
        """A message needs the interpreter's lock about eight times on its way through the loop and the writer; beside four
        busy page threads each time costs up to four intervals. The short one costs pages a fifth of their speed, so it
        holds only while somebody would wait."""
        self.open += 1
        if self.open == 1:
            self.calm = sys.getswitchinterval()
            sys.setswitchinterval(min(self.calm, QUICK))

    def _closed(self) -> None:
        self.open -= 1
        if not self.open:
            sys.setswitchinterval(self.calm)


def _job(claim: tokens.Claim, sent: Any) -> Job:
    if not isinstance(sent, dict) or not is_id(sent.get("id")) or not isinstance(sent.get("kind"), str):
        raise Problem("room.input", "A command needs an id, a kind and data.", status=422)
    data = sent.get("data", {})
    if not isinstance(data, dict):
        raise Problem("room.input", "The data of a command is a map.", status=422)
    if sent["kind"] in ("join", "prepare", ""):
        raise Problem("room.command", "This is not something a station can do.", status=422)
    return Job(claim.run, sent["kind"], claim.seat, data, sent["id"])


def _said(name: str, answer: Answer, given: Given | Problem) -> None:
    """Answers the one command `name` (an id, so it may stand in JSON as it is)."""
    if isinstance(given, Problem):
        answer(given.status, told_bytes(given, name), [])
        return
    body = f'{{"id":"{name}","seq":{given.seq},"events":{given.events},"seat":"{given.seat}"}}'
    answer(200, body.encode(), [])


def _told_many(job: Job) -> dict[str, Any]:
    if isinstance(job.answer, Problem):
        return told(job.answer, job.id)
    assert job.answer is not None  # asked when all are answered
    return {"id": job.id, **job.answer._asdict()}


def _hall(store: Store, halls: dict[str, Hall], run: str) -> Hall:
    """The loaded run, up to date with the log. Raises Problem when it does not exist."""
    hall = halls.get(run)
    if hall is None:
        hall = halls[run] = Hall.load(store, run)
    else:
        hall.learn(store.tail(run, hall.state.seq))
    return hall


def _hear_of_trouble(ask: Ask) -> None:
    if isinstance(ask.result, Exception):
        log.error("the log of rooms could not be looked at", exc_info=ask.result)


def _keeping_presence(run: str, name: str, seats: str, now: int) -> Callable[[Store, dict[str, Hall]], None]:
    return lambda store, halls: store.keep_presence(run, name, seats, now)


def _held(hall: Hall, seat: str) -> dict[str, Any]:
    held = hall.state.seats.get(seat)
    if held is None or held["left"]:
        raise GIVEN_UP
    return held


def _front(hall: Hall) -> dict[str, Any]:
    scenario = hall.play.scenario
    return {
        "run": hall.run,
        "status": hall.state.status,
        "mode": hall.state.mode,
        "title": scenario.title.plain(),
        "languages": list(scenario.languages),
        "content_notes": scenario.content_notes.plain(),
        "briefing": scenario.briefing.plain(),
        "teams": [
            {"code": code, "title": hall.play.teams[code].title.plain(), "roles": list(hall.play.teams[code].roles)}
            for code in hall.state.teams
        ],
        "roles": [{"code": role.code, "title": role.title.plain()} for role in scenario.roles],
    }
