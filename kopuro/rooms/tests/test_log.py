"""The log: what is acknowledged stays, the same id has one effect, a fault undoes all or nothing, on both engines."""

from __future__ import annotations

import json
import threading
import uuid

import pytest
import sqlcipher3
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.rooms.log import Ask, Hall, Job, Writer, carry_out, new_pin, open_store, perform, prepare_run
from kopuro.rooms.log.rows import event_of, read_json
from kopuro.rooms.log.sqlite import VERSION, SqliteStore
from kopuro.rooms.rules.run import fold
from kopuro.rooms.rules.run.events import first_break
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.tests.factories import TASTER

FILES = read_folder(TASTER)
NOW = 1_700_000_000_000


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    return tmp_path / "rooms.sqlite3" if request.param == "sqlite" else request.getfixturevalue("cluster")


@pytest.fixture
def store(address):
    store = open_store(address)
    yield store
    store.close()


@pytest.fixture
def run(store):
    name = uuid.uuid4().hex[:12]
    prepare_run(store, name, FILES)
    return name


def do(store, run, kind, seat="", /, *, at=NOW, id_="", **data):
    return carry_out(store, run, kind, seat, data, id_ or uuid.uuid4().hex, at)


def opened(store, run):
    lead = do(store, run, "join", kind="director", sign="Chinara").seat
    do(store, run, "open", lead)
    seat = do(store, run, "join", kind="trainee", sign="Juniper", team="upper-bridge", role="inspector").seat
    do(store, run, "start", lead)
    return lead, seat


def test_a_run_lives_in_the_log_with_the_scenario_that_it_plays(store, run):
    lead, seat = opened(store, run)
    do(store, run, "ask", seat, request="ask-school")

    hall = Hall.load(store, run)

    assert hall.play.scenario.code == "taster"
    assert hall.play.scenario.media[0].file == "two-bridges.svg"
    assert (hall.state.status, hall.state.seq) == ("running", 7)
    assert store.rooms("running")[-1] == run
    assert fold([event_of(row) for row in store.tail(run, 0)]).plain() == hall.state.plain()


def test_the_same_id_has_one_effect_and_the_same_answer(store, run):
    _, seat = opened(store, run)

    first = do(store, run, "ask", seat, id_="the-same-id", request="ask-school")
    again = do(store, run, "ask", seat, id_="the-same-id", request="ask-school")
    jobs = [Job(run, "stop", seat, {}, "twice-in-one") for _ in range(2)]
    perform(store, {}, jobs, NOW)

    assert first == again
    assert jobs[0].answer == jobs[1].answer
    assert [row.kind for row in store.tail(run, 0)].count("request.made") == 1
    assert [row.kind for row in store.tail(run, 0)].count("stop.called") == 1


def test_somebody_elses_id_is_refused(store, run):
    lead, seat = opened(store, run)
    do(store, run, "ask", seat, id_="the-same-id", request="ask-school")

    with pytest.raises(Problem) as refused:
        do(store, run, "pause", lead, id_="the-same-id")

    assert refused.value.code == "room.id"


def test_a_refusal_writes_nothing_and_may_succeed_later(store, run):
    lead = do(store, run, "join", kind="director", sign="Chinara").seat
    before = len(store.tail(run, 0))

    with pytest.raises(Problem):
        do(store, run, "start", lead, id_="begin-now-1")
    do(store, run, "open", lead)

    assert do(store, run, "start", lead, id_="begin-now-1").seq == before + 2


def test_the_chain_holds_and_erasing_words_keeps_it(store, run):
    _, seat = opened(store, run)
    asked = do(store, run, "ask", seat, text="Has he a bicycle?")
    store.keep_snapshot(run, 1, "{}")

    assert store.erase(run, [asked.seq]) == 1
    rows = store.tail(run, 0)

    assert first_break((event_of(row), row.typed, row.hash) for row in rows) is None
    assert event_of(rows[asked.seq - 1]).words is None
    assert Hall.load(store, run).state.requests[str(asked.seq)]["words"] == {}
    assert store.snapshot(run) is None


def test_a_long_run_is_read_from_its_snapshot(store, run, monkeypatch):
    monkeypatch.setattr("kopuro.rooms.log.hall.SNAPSHOT_EVERY", 5)
    lead, seat = opened(store, run)
    fresh = Hall.load(store, run)
    do(store, run, "ask", seat, request="ask-school")

    seq, _ = store.snapshot(run)
    again = Hall.load(store, run)

    assert seq == fresh.state.seq
    assert again.state.plain() == fold([event_of(row) for row in store.tail(run, 0)]).plain()
    assert again.head == store.tail(run, 0)[-1].hash
    assert set(again.given) >= set(fresh.given)


def test_two_processes_that_write_one_run_never_collide(address, store, run):
    _, seat = opened(store, run)
    other = open_store(address)
    mine, theirs = {}, {}
    for number in range(10):
        for halls, which in ((mine, store), (theirs, other)):
            job = Job(run, "stop", seat, {}, f"stop-{number}-{which is store}")
            perform(which, halls, [job], NOW)
            assert not isinstance(job.answer, Problem)
    other.close()

    rows = store.tail(run, 0)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert first_break((event_of(row), row.typed, row.hash) for row in rows) is None


def test_a_full_disk_is_told_and_loses_nothing(tmp_path):
    store = SqliteStore(tmp_path / "rooms.sqlite3")
    prepare_run(store, "r1", FILES)
    lead, seat = opened(store, "r1")
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count={pages}")
    halls = {}
    answers = []
    for number in range(60):
        job = Job("r1", "ask", seat, {"text": "x" * 390}, f"question-{number}")
        perform(store, halls, [job], NOW)
        answers.append(job.answer)
    refused = [number for number, answer in enumerate(answers) if isinstance(answer, Problem)]
    store.connection.execute("PRAGMA max_page_count=1000000")
    job = Job("r1", "ask", seat, {"text": "after"}, f"question-{refused[0]}")
    perform(store, halls, [job], NOW)

    stored = {row.id for row in store.tail("r1", 0) if row.kind == "request.made"}
    assert refused
    assert {answers[number].code for number in refused} == {"room.store"}
    assert stored == {f"question-{number}" for number in range(60) if number not in refused} | {
        f"question-{refused[0]}"
    }
    store.close()


def test_one_job_with_a_fault_of_ours_does_not_stop_the_others(store, run):
    _, seat = opened(store, run)

    class Broken(dict):
        def get(self, key, default=None):
            raise RuntimeError("a fault of ours")

    jobs = [
        Job(run, "stop", seat, {}, "stop-before"),
        Job(run, "ask", seat, Broken(), "the-broken-one"),
        Job(run, "stop", seat, {}, "stop-after-1"),
    ]
    perform(store, {}, jobs, NOW)

    assert [isinstance(job.answer, Problem) for job in jobs] == [False, True, False]
    assert [row.id for row in store.tail(run, 0)][-2:] == ["stop-before", "stop-after-1"]


def test_unknown_runs_and_repeated_preparations_are_refused(store, run):
    with pytest.raises(Problem) as refused:
        do(store, "no-such-run", "stop", "s1")
    assert refused.value.code == "room.unknown"

    with pytest.raises(Problem) as refused:
        prepare_run(store, run, FILES)
    assert refused.value.code == "room.prepared"

    with pytest.raises(Problem) as refused:
        prepare_run(store, "other", {"scenario.yaml": b"code: ["})
    assert refused.value.code == "room.scenario"


def test_a_pin_opens_its_run_until_it_is_sealed(store, run):
    pin = store.room(run).pin
    assert store.room_by_pin(pin) == run

    store.set_pin(run, new := new_pin(store))
    store.set_status(run, "sealed")

    assert store.room_by_pin(new) is None
    assert store.room(run).key == ""


def test_the_writer_answers_in_order_and_finishes_what_waits(address):
    store = open_store(address)
    run = uuid.uuid4().hex[:12]
    prepare_run(store, run, FILES)
    _, seat = opened(store, run)
    answered, asked, ended = [], [], threading.Event()

    def tell(jobs, asks, learned):
        answered.extend(job.answer.seq for job in jobs)
        asked.extend(ask.result for ask in asks)
        if len(answered) == 300 and asked:
            ended.set()

    writer = Writer(store, tell, lambda: NOW)
    for number in range(300):
        writer.put(Job(run, "stop", seat, {}, f"stop-number-{number}"))
    writer.put(Ask(lambda store, halls: halls[run].state.seq, lambda ask: None))
    writer.start()
    assert ended.wait(20)
    writer.stop()

    assert answered == list(range(answered[0], answered[0] + 300))
    assert asked == [answered[-1]]


def test_a_log_of_a_newer_version_or_without_promises_is_not_touched(tmp_path):
    path = tmp_path / "rooms.sqlite3"
    connection = sqlcipher3.connect(str(path))
    connection.execute(f"PRAGMA user_version={VERSION + 1}")
    connection.close()

    with pytest.raises(Problem) as refused:
        SqliteStore(path)

    assert refused.value.code == "room.log"


def test_wake_ups_reach_the_other_process(address):
    one, two = open_store(address), open_store(address)
    run = uuid.uuid4().hex[:12]
    heard, told, found = threading.Event(), [], []

    def call(name):
        if not told:
            third = open_store(address)
            found.append(len(third.tail(run, 0)))
            third.close()
        told.append(name)
        heard.set()

    one.on_wake(call)
    prepare_run(two, run, FILES)
    assert heard.wait(5)
    assert set(told) == {run}
    assert found == [1]  # whoever is woken finds what was written
    one.close()
    two.close()


def test_wake_ups_need_no_short_path(tmp_path):
    deep = tmp_path / ("a-long-name-of-a-folder" * 4) / ("another-long-name" * 4)
    one, two, heard = open_store(deep / "rooms.sqlite3"), open_store(deep / "rooms.sqlite3"), threading.Event()
    one.on_wake(lambda run: heard.set())

    prepare_run(two, "r1", FILES)

    assert heard.wait(5)
    one.close()
    two.close()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_json_is_read_as_the_language_reads_it(value):
    for written in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        assert repr(read_json(written)) == repr(json.loads(written))


@pytest.mark.parametrize("written", ["", "{", "[1,]", "\ufeff1", '"\x01"', b"\xff", "'x'", '{"a" 1}', "nul"])
def test_what_is_no_json_is_refused(written):
    with pytest.raises(ValueError):
        read_json(written)
