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
import hashlib
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from kopuro.core.problems import Problem
from kopuro.rooms import tokens
from kopuro.rooms.fanout import Listener, Streams
from kopuro.rooms.log import Ask, Given, Job, Store, Writer
from kopuro.rooms.log.batch import Learned
from kopuro.rooms.log.hall import Hall
from kopuro.rooms.rules.admission import Gate, Pace
from kopuro.rooms.rules.ordering import case_order
from kopuro.rooms.rules.run import view
from kopuro.rooms.rules.run.commands import is_id
from kopuro.rooms.rules.run.state import SCREEN, STAFF, TRAINEE

log = logging.getLogger("kopuro.rooms")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST = 64 * 1024  # bytes of one request body
MOST_COMMANDS = 50  # of one request: what a phone gathered while it had no network
TICK = 0.2  # seconds between two looks at the clocks of running runs
LOOK = 1.0  # seconds between two looks into the log for what other processes wrote unheard
PRESENT = 60_000  # ms for which another process's word on who is connected is believed
BEAT = 15.0  # seconds between two signs of life on a quiet stream

_JSON = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
_STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


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
            if run not in halls:
                halls[run] = Hall.load(store, run)
            self.running.add(run)

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        for streams in self.streams.values():
            streams.close_all()
        await asyncio.to_thread(self.writer.stop)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for run in self.running:
                self.writer.put(Job(run))
            now = time.monotonic()
            if now - self.last_look >= LOOK and self.streams:
                self.last_look = now
                if self.store.shared:
                    self._tell_presence()
                self.writer.put(Ask(self._catch_up_all, lambda ask: None))

    @staticmethod
    def _catch_up_all(store: Store, halls: dict[str, Hall]) -> None:
        """Nothing a lost wake-up could hide stays unheard for longer than this."""
        for run, hall in halls.items():
            rows = store.tail(run, hall.state.seq)
            if rows:
                hall.learn(rows)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for streams in list(self.streams.values()):
                streams.beat()

    def _woken(self, run: str) -> None:
        """Another process wrote to the run (called on any thread)."""

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
            await _answer(send, problem.status, _told_problem(problem))

    def _claim(self, scope: Scope) -> tokens.Claim:
        given = ""
        for name, value in scope["headers"]:
            if name == b"authorization":
                scheme, _, rest = value.decode("latin-1").partition(" ")
                given = rest if scheme.lower() in ("seat", "bearer") else ""
        if not given and scope["method"] == "GET" and b"token=" in scope.get("query_string", b""):
            given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        claim = tokens.claim(self.key, given)
        if claim is None:
            raise Problem("room.token", "This station has no seat here. Join with the PIN.", status=401)
        return claim

    async def _do(self, scope: Scope, receive: Receive, send: Send) -> None:
        claim = self._claim(scope)
        wait = self.pace.allows(f"{claim.run} {claim.seat}", time.monotonic())
        if wait:
            sentence = "This station sends too much at once. It keeps everything and goes on in a moment."
            headers = [*_JSON, (b"retry-after", str(int(wait) + 1).encode())]
            await _answer(send, 429, _told_problem(Problem("room.pace", sentence, status=429)), headers)
            return
        sent = await _read(receive)
        if "commands" in sent:
            await self._do_many(claim, sent["commands"], send)
            return
        answer = await self.carry_out(self._job(claim, sent))
        if isinstance(answer, Problem):
            await _answer(send, answer.status, _told_problem(answer, sent["id"]))
            return
        body = f'{{"id":"{sent["id"]}","seq":{answer.seq},"events":{answer.events},"seat":"{answer.seat}"}}'
        await _answer(send, 200, body.encode())

    def _job(self, claim: tokens.Claim, sent: Any) -> Job:
        if not isinstance(sent, dict) or not is_id(sent.get("id")) or not isinstance(sent.get("kind"), str):
            raise Problem("room.input", "A command needs an id, a kind and data.", status=422)
        data = sent.get("data", {})
        if not isinstance(data, dict):
            raise Problem("room.input", "The data of a command is a map.", status=422)
        if sent["kind"] in ("join", "prepare", ""):
            raise Problem("room.command", "This is not something a station can do.", status=422)
        return Job(claim.run, sent["kind"], claim.seat, data, sent["id"])

    async def _do_many(self, claim: tokens.Claim, commands: Any, send: Send) -> None:
        """Commands in the order in which a station made them; each has its own answer."""
        if not isinstance(commands, list) or not 0 < len(commands) <= MOST_COMMANDS:
            raise Problem("room.input", f"Send 1 to {MOST_COMMANDS} commands at once.", status=422)
        answers = await asyncio.gather(*[self.carry_out(self._job(claim, one)) for one in commands])
        told = [
            json.loads(_told_problem(answer, one["id"]))
            if isinstance(answer, Problem)
            else {"id": one["id"], **answer._asdict()}
            for one, answer in zip(commands, answers, strict=True)
        ]
        await _answer(send, 200, json.dumps({"answers": told}).encode())

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

        await _answer(send, 200, await self.ask(draw))

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
        await _answer(send, 200, json.dumps({"seats": seats}).encode())

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

        await _answer(send, 200, await self.ask(draw))

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
        sent = await _read(receive)
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
        await _answer(send, 200, json.dumps({**given, "id": sent["id"]}).encode())

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        claim = self._claim(scope)
        after = _after(scope)

        streams = self.streams.get(claim.run)
        if streams is None or claim.seat not in streams.topics:  # not loaded, or taken a moment ago in another process
            await self.ask(lambda store, halls: _hall(store, halls, claim.run).run)
            streams = self.streams.get(claim.run)
        if streams is None or claim.seat not in streams.topics:
            raise GIVEN_UP
        listener = Listener(claim.seat, streams.topics[claim.seat], send, after)
        listener.task = asyncio.current_task()
        await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
        streams.attach(listener)
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
        if not listener.lagging:
            await send({"type": "http.response.body", "body": b"event: again\ndata: {}\n\n", "more_body": False})


def _hall(store: Store, halls: dict[str, Hall], run: str) -> Hall:
    """The loaded run, up to date with the log. Raises Problem when it does not exist."""
    hall = halls.get(run)
    if hall is None:
        hall = halls[run] = Hall.load(store, run)
    else:
        hall.learn(store.tail(run, hall.state.seq))
    return hall


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


def _after(scope: Scope) -> int:
    """The seq after which a station wants to hear, from Last-Event-ID or `?after=`; 0 when it says nothing usable."""
    said = b""
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            said = value
    if not said:
        said = parse_qs(scope.get("query_string", b"")).get(b"after", [b""])[0]
    return int(said) if said.isdigit() and len(said) < 16 else 0


_decode = json.JSONDecoder().decode


async def _read(receive: Receive) -> dict[str, Any]:
    """The JSON map in the body. Raises Problem when it is too large, cut off, or none."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Problem("room.cut", "The request was cut off. It is sent again.", status=400)
        body = body + message["body"] if body else message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            raise Problem("room.large", "This is more than a station may send at once.", status=413)
    try:
        read = _decode(body.decode())
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise Problem("room.input", "This can't be read. Reload the page; what you typed is kept.", status=422)
    return read


def _told_problem(problem: Problem, id_: str = "") -> bytes:
    told = {"problem": {"code": problem.code, "sentence": problem.sentence}}
    return json.dumps({**told, "id": id_} if id_ else told, ensure_ascii=False).encode()


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]] = _JSON) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
