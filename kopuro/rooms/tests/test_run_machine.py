"""A room played at random by facilitators and trainees, sensible and senseless: what must hold after anything at all.

Planted faults at the end show that the machine would notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import RunState, apply, decide, fold, view
from kopuro.rooms.rules.run import audience as hearing
from kopuro.rooms.rules.run.commands import Command
from kopuro.rooms.rules.run.decide import COMMANDS
from kopuro.rooms.rules.run.events import FIRST_HASH, KINDS, chain, compact, first_break, words_hash
from kopuro.rooms.rules.run.frames import staff_form, station_form
from kopuro.rooms.rules.run.station import fold_visible
from kopuro.rooms.tests.factories import Room, everything

pytestmark = pytest.mark.contract

TEAMS = ["upper-bridge", "lower-bridge"]
ROLES = ["inspector", "youth-worker"]
CASES = ["reader-one", "reader-two", "reader-three", "reader-four"]

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)
some_teams = st.lists(st.sampled_from(TEAMS), max_size=2, unique=True)


class RoomMachine(RuleBasedStateMachine):
    """Commands of every kind in any order; the invariants are the promises of the rules."""

    @initialize(
        depth=st.sampled_from(
            ["prepared", "open", "running", "running", "together", "together", "look-back", "debrief"]
        )
    )
    def prepared(self, depth: str) -> None:
        """Begins somewhere on the way, so that every stretch of a run is played as often as its beginning."""
        self.room = Room(everything())
        self.snapshots: list[tuple[int, str]] = []
        self.secrets: dict[str, str] = {}  # what was typed → who alone may read it: a team's topic, a seat's, staff
        self.trainees: list[str] = []
        self.words = 0
        if depth == "prepared":
            return
        self.room.do("open", self.room.lead)
        for number, team in enumerate(["upper-bridge", "upper-bridge", "lower-bridge"]):
            self.trainees.append(self.room.join("trainee", f"Bush {number}", team, ROLES[number % 2]))
        if depth == "open":
            return
        self.room.do("start", self.room.lead)
        self.room.tick()
        if depth in ("together", "look-back"):
            self.room.do("phase", self.room.lead, phase=depth, saw=self.room.seq())
            self.room.do("flag", self.room.lead, flags=["trust-hurt"], teams=TEAMS[:1], on=True, saw=self.room.seq())
            self.room.tick()
        if depth == "debrief":
            self.room.do("end", self.room.lead, saw=self.room.seq())
            self.room.do("debrief", self.room.lead)
            self.room.do("round", self.room.lead)

    # --- doing

    def attempt(self, kind: str, seat: str, data: dict[str, Any]) -> list[Any]:
        before = json.dumps(self.room.state.plain())
        try:
            return self.room.do(kind, seat, **data)
        except Problem as refused:
            assert refused.code.startswith("room.") and refused.sentence
            assert json.dumps(self.room.state.plain()) == before
            return []

    def secret(self, reader: str) -> str:
        self.words += 1
        said = f"secret-{self.words}-{reader.replace(':', '-')}"
        self.secrets[said] = reader
        return said

    @rule(seconds=st.sampled_from([0, 0.3, 5, 30, 70, 250]))
    def time_passes(self, seconds: float) -> None:
        self.room.tick(seconds)

    @rule()
    def a_snapshot_is_taken(self) -> None:
        self.snapshots.append((len(self.room.log), json.dumps(self.room.state.plain())))

    @rule(
        kind=st.sampled_from(["trainee", "trainee", "trainee", "screen", "controller"]),
        team=st.sampled_from(TEAMS),
        role=st.sampled_from(ROLES),
    )
    def somebody_joins(self, kind: str, team: str, role: str) -> None:
        sign = f"Tree {len(self.room.state.seats)}"
        joined = self.attempt("join", "", {"kind": kind, "sign": sign, "team": team, "role": role})
        if joined and kind == "trainee":
            self.trainees.append(joined[0].data["seat"])

    @rule(
        what=st.sampled_from(
            ["open", "open", "start", "start", "pause", "resume", "resume", "end", "debrief", "seal", "round", "round"]
        ),
        rare=st.integers(0, 3),
    )
    def it_is_led(self, what: str, rare: int) -> None:
        if what == "end" and rare:
            return
        self.attempt(what, self.room.lead, {"saw": self.room.seq(), "empty": True})

    @rule(
        kind=st.sampled_from(["phase", "speed", "jump"]),
        phase=st.sampled_from(["message", "together", "look-back"]),
        number=st.integers(0, 200),
    )
    def the_clock_is_moved(self, kind: str, phase: str, number: int) -> None:
        data = {"phase": phase, "speed": 0.5 + number / 10, "to": number * 1000, "saw": self.room.seq()}
        self.attempt(kind, self.room.lead, data)

    @rule(
        kind=st.sampled_from(["release", "hold", "unhold", "edit", "recall", "branch", "stage"]),
        inject=st.sampled_from([inject.code for inject in everything().injects]),
        teams=some_teams,
        data=st.data(),
    )
    def an_inject_is_handled(self, kind: str, inject: str, teams: list[str], data: Any) -> None:
        sent = {"inject": inject, "teams": teams, "saw": self.room.seq()}
        if kind == "edit":
            sent[data.draw(st.sampled_from(["title", "body"]))] = {"en": "New words", "ru": "Новые слова"}
        self.attempt(kind, self.room.lead, sent)

    @rule(teams=some_teams, roles=st.lists(st.sampled_from(ROLES), max_size=1))
    def an_own_inject_is_sent(self, teams: list[str], roles: list[str]) -> None:
        reader = f"t:{teams[0]}" if len(teams) == 1 and not roles else "anybody"
        body = {"en": self.secret(reader)}
        self.attempt("own", self.room.lead, {"title": {"en": "Own"}, "body": body, "teams": teams, "roles": roles})

    @rule(
        data=st.data(),
        kind=st.sampled_from(
            ["decide", "decide", "ask", "reply", "chat", "reflect", "poll", "rate", "rate", "lock", "seen", "ack"]
        ),
    )
    def a_trainee_acts(self, data: Any, kind: str) -> None:
        if not self.trainees:
            return
        room = self.room
        seat = data.draw(st.sampled_from(self.trainees))
        team = room.state.seats[seat]["team"]
        sent: dict[str, Any] = {}
        if kind == "decide":
            side = data.draw(st.sampled_from(["seat", "team"]))
            reader = f"t:{team}" if side == "team" else f"s:{seat}"
            made = room.state.decisions.get("first-step", {"seats": {}, "teams": {}})
            before = made["teams"].get(team) if side == "team" else made["seats"].get(seat)
            option = data.draw(st.sampled_from(["talk-and-offer", "ask-more", "leave", "report", ""]))
            tests = dict.fromkeys(("legal", "necessary", "proportionate", "equal"), "a word")
            sent = {"inject": "first-step", "as": side, "option": option, "free": "Something else", "tests": tests}
            sent |= {"rationale": self.secret(reader), "confidence": data.draw(st.integers(0, 100))}
            if before and data.draw(st.booleans()):
                sent["corrects"] = before["seq"]
        elif kind == "rate":
            sent = {"inject": "four-readers", "case": data.draw(st.sampled_from(CASES)), "confidence": 50}
            sent |= {
                "value": data.draw(st.sampled_from(["talk", "nothing", "not-known"])),
                "as": data.draw(st.sampled_from(["seat", "team"])),
            }
        elif kind == "lock":
            for case in CASES:
                self.attempt(
                    "rate", seat, {"inject": "four-readers", "case": case, "confidence": 1, "value": "nothing"}
                )
            sent = {"inject": "four-readers"}
        elif kind == "reflect":
            sent = {"inject": "one-sentence", "text": self.secret(f"s:{seat}")}
        elif kind == "poll":
            sent = {"inject": "surer", "options": [data.draw(st.sampled_from(["less", "same", "more"]))]}
        elif kind == "ask":
            code = data.draw(st.sampled_from(["ask-nargiza", "ask-school", "ask-control", ""]))
            sent = {"request": code, "text": self.secret(f"t:{team}")}
        elif kind in ("reply", "chat"):
            sent = {"character": "nargiza", "text": self.secret(f"t:{team}")}
        else:
            items = [int(seq) for seq in room.state.items]
            chosen = data.draw(st.sampled_from(items)) if items else 1
            sent = {"items": [chosen], "item": chosen}
        self.attempt(kind, seat, sent)

    @rule(data=st.data(), kind=st.sampled_from(["stop", "out", "in", "leave", "entry", "rank", "hotwash"]))
    def a_trainee_speaks_of_itself(self, data: Any, kind: str) -> None:
        if self.trainees and not (kind == "leave" and len(self.trainees) < 4):
            seat = data.draw(st.sampled_from(self.trainees))
            sent = {
                "ballot": f"ballot-{seat}",
                "text": "A thought",
                "order": [0],
                "worth": 3,
                "well": self.secret("staff"),
            }
            self.attempt(kind, seat, sent)

    @rule(data=st.data())
    def staff_looks_after_it(self, data: Any) -> None:
        kind = data.draw(
            st.sampled_from(
                ["observe", "mark", "flag", "answer", "speak", "clear", "move", "remove", "theme", "lesson"]
            )
        )
        room = self.room
        sent: dict[str, Any] = {
            "saw": room.seq(),
            "text": self.secret("staff") if kind == "observe" else "Words",
            "criterion": "asks-before-acting",
        }
        sent |= {"mark": "P", "flags": ["trust-hurt"], "on": data.draw(st.booleans()), "teams": data.draw(some_teams)}
        sent |= {
            "character": "nargiza",
            "themes": ["One", "Two"],
            "of": dict.fromkeys(room.state.debrief["entries"], 1),
        }
        if kind == "answer":
            sent["request"] = int(data.draw(st.sampled_from(sorted(room.state.requests) or ["1"])))
        if kind == "clear":
            sent["stop"] = int(data.draw(st.sampled_from(sorted(room.state.stops) or ["1"])))
        if kind == "lesson":
            sent |= {"kind": "strength"}
        elif kind == "observe":
            sent |= {"kind": "improve", "about": data.draw(st.sampled_from(["", *TEAMS]))}
        if kind in ("move", "remove"):
            if len(self.trainees) < 3:
                return
            sent |= {
                "seat": data.draw(st.sampled_from(self.trainees)),
                "team": data.draw(st.sampled_from(TEAMS)),
                "role": data.draw(st.sampled_from(ROLES)),
            }
        self.attempt(kind, room.lead, sent)

    @rule(
        kind=st.sampled_from([*COMMANDS, "join", "nonsense"]),
        data=st.dictionaries(
            st.sampled_from(
                [
                    "inject",
                    "items",
                    "text",
                    "teams",
                    "option",
                    "as",
                    "tests",
                    "seat",
                    "kind",
                    "order",
                    "of",
                    "saw",
                    "to",
                    "themes",
                ]
            ),
            junk,
        ),
        seat=st.integers(1, 6),
    )
    def nonsense_arrives(self, kind: str, data: dict[str, Any], seat: int) -> None:
        if kind in ("end", "seal", "leave", "debrief"):
            return
        done = self.attempt(kind, f"s{seat}", data)
        if done and done[0].kind == "seat.joined" and done[0].data["kind"] == "trainee":
            self.trainees.append(done[0].data["seat"])

    # --- what must hold

    @invariant()
    def numbers_have_no_gap_and_time_does_not_run_back(self) -> None:
        log = getattr(self, "room", None) and self.room.log
        if log:
            assert [event.seq for event in log[-3:]] == list(range(len(log) - len(log[-3:]) + 1, len(log) + 1))
            assert all(before.time <= after.time for before, after in zip(log[-3:], log[-2:], strict=False))
            assert all(event.kind in KINDS and event.audience and event.cause < event.seq for event in log[-3:])

    def teardown(self) -> None:
        if not getattr(self, "room", None):
            return
        room = self.room
        final = room.state.plain()
        stored = [type(event)(*json.loads(json.dumps(event))) for event in room.log]
        stored = [event._replace(audience=tuple(event.audience)) for event in stored]
        assert fold(stored).plain() == final
        for length, snapshot in [*self.snapshots, *self.snapshots_on_the_way(stored)]:
            started = RunState.of(json.loads(snapshot))
            assert started is not None
            assert fold(stored[length:], started).plain() == final
        for seat, held in room.state.seats.items():
            if held["kind"] in ("trainee", "screen"):
                self.station_agrees(seat)
        for event in room.log:
            assert len({staff_form(event)["seq"], station_form(event)["seq"], event.seq}) == 1

    def snapshots_on_the_way(self, stored: list[Any]) -> Iterator[tuple[int, str]]:
        """A snapshot of the log at every fifth event, as a server that started then would have kept it."""
        state = RunState()
        for length, event in enumerate(stored):
            if length % 5 == 3:
                yield length, json.dumps(state.plain())
            apply(state, event)

    def station_agrees(self, seat: str) -> None:
        room = self.room
        drawn = view(room.state, room.play, seat)
        folded = fold_visible(seat, room.log)
        if not room.state.seats[seat]["left"]:
            assert {**drawn, "seq": 0} == {**folded, "seq": 0}
        written = json.dumps(drawn, ensure_ascii=False)
        held = set(hearing.topics_of(seat, {**room.state.seats[seat], "left": False}))
        for said, reader in self.secrets.items():
            if said in written:
                assert reader in held or reader == "anybody", (said, seat)
        assert "trust-" not in written and "credit" not in written and '"key"' not in written


BOUNDS = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestRoom = RoomMachine.TestCase
TestRoom.settings = BOUNDS


# --- planted faults: the machine has to find each


def _patched(module: Any, name: str, value: Any) -> Any:
    @contextmanager
    def patching() -> Iterator[None]:
        before = getattr(module, name)
        setattr(module, name, value(before))
        try:
            yield
        finally:
            setattr(module, name, before)

    return patching


def _record(kind: str, broken: Any) -> Any:
    from kopuro.rooms.rules.run.apply import _RECORD  # noqa: PLC0415 - the table the mutant is planted in

    @contextmanager
    def patching() -> Iterator[None]:
        before = _RECORD[kind]
        _RECORD[kind] = broken(before)
        try:
            yield
        finally:
            _RECORD[kind] = before

    return patching


def _forgets_flags(of: Any) -> Any:
    return classmethod(lambda cls, plain: of({**plain, "flags": {}}))


def _talks_to_all(own: Any) -> Any:
    return lambda seat: ("staff", "all")


def _counts_twice_from_a_snapshot(before: Any) -> Any:
    def record(state: Any, event: Any) -> None:
        before(state, event)
        if not hasattr(state, "fresh"):
            state.fresh = True
            state.own += 1

    return record


def _withdraws_nothing(before: Any) -> Any:
    def record(view_: Any, form: Any, data: Any, words: Any) -> None:
        return None

    return record


def _station(kind: str, broken: Any) -> Any:
    from kopuro.rooms.rules.run.station import _SEE  # noqa: PLC0415 - the table the mutant is planted in

    @contextmanager
    def patching() -> Iterator[None]:
        before = _SEE[kind]
        _SEE[kind] = broken(before)
        try:
            yield
        finally:
            _SEE[kind] = before

    return patching


MUTANTS = {
    "a snapshot is read without its flags": _patched(RunState, "of", _forgets_flags),
    "what one seat answers is told to all": _patched(hearing, "own", _talks_to_all),
    "the state remembers what a snapshot can't hold": _record("inject.released", _counts_twice_from_a_snapshot),
    "stations ignore a withdrawal": _station("inject.recalled", _withdraws_nothing),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_the_machine_finds_planted_faults(name: str) -> None:
    with MUTANTS[name](), pytest.raises((AssertionError, KeyError, ValueError, ExceptionGroup)):
        run_state_machine_as_test(
            RoomMachine,
            settings=settings(
                BOUNDS,
                max_examples=400,
                derandomize=True,
                report_multiple_bugs=False,
                phases=list(settings().phases)[:3],
            ),
        )


# --- hashes


def test_a_changed_dropped_or_swapped_event_breaks_the_chain():
    room = Room(everything())
    room.begin()
    seat = room.join("trainee", "Juniper")
    room.do("ask", seat, text="Where is he now?")
    rows, before = [], FIRST_HASH
    for event in room.log:
        typed = words_hash(event.words)
        before = chain(before, event, compact(event.data), typed)
        rows.append((event, typed, before))

    assert first_break(rows) is None
    assert first_break([*rows[:3], *rows[4:]]) == 4
    assert first_break([rows[1], rows[0], *rows[2:]]) == 1
    changed = rows[4][0]._replace(data={**rows[4][0].data, "speed": 9})
    assert first_break([*rows[:4], (changed, *rows[4][1:]), *rows[5:]]) == 5
    asked = next(index for index, row in enumerate(rows) if row[0].kind == "request.made")
    altered = (rows[asked][0]._replace(words={"text": "Where is she?"}), *rows[asked][1:])
    assert first_break([*rows[:asked], altered, *rows[asked + 1 :]]) == asked + 1
    erased = (rows[asked][0]._replace(words=None), *rows[asked][1:])
    assert first_break([*rows[:asked], erased, *rows[asked + 1 :]]) is None


def test_a_snapshot_of_another_shape_is_thrown_away():
    room = Room()

    assert RunState.of({**room.state.plain(), "shape": 0}) is None
    assert RunState.of({**room.state.plain(), "more": 1}) is None
    assert RunState.of(room.state.plain()).plain() == room.state.plain()


def test_an_event_out_of_turn_or_of_an_unknown_kind_stops_the_fold():
    room = Room()

    with pytest.raises(ValueError, match="cannot follow"):
        apply(room.state, room.log[0])
    with pytest.raises(ValueError, match="not known"):
        apply(room.state, room.log[-1]._replace(seq=room.state.seq + 1, kind="run.cloned"))
    assert isinstance(decide(RunState(), room.play, Command("command-1", "s1", "start", {}, 0)), Problem)
