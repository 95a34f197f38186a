"""The room server lives as long as its process: a running run's clock goes on before anybody asks, nothing is left."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kopuro.rooms import desk, doorway
from kopuro.rooms.doorway import Doorway
from kopuro.rooms.live import LiveRooms
from kopuro.rooms.log import carry_out, open_store, prepare_run
from kopuro.rooms.tests.serving import FILES, until
from kopuro.web import asgi


@pytest.fixture
def address(tmp_path, monkeypatch):
    path = tmp_path / "kopuro.rooms.sqlite3"
    monkeypatch.setattr(desk, "log_address", lambda: str(path))
    monkeypatch.setattr(doorway, "LOOK", 0.02)
    return path


def started(address):
    """A run that was started and has been sent nothing yet: its server is not there."""
    store = open_store(address)
    prepare_run(store, "r1", FILES)
    carry_out(store, "r1", "join", "", {"kind": "director", "sign": "Chinara"}, "director-1")
    carry_out(store, "r1", "open", "s1", {}, "opening-1")
    joining = {"kind": "trainee", "sign": "Juniper", "team": "upper-bridge", "role": "inspector"}
    carry_out(store, "r1", "join", "", joining, "joining-1")
    carry_out(store, "r1", "start", "s1", {}, "starting-1")
    return store


def kinds(store):
    return [row.kind for row in store.tail("r1", 0)]


def room_threads():
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("room ")]


def test_the_clock_of_a_running_run_goes_on_before_anybody_asks(address):
    store = started(address)
    assert "inject.released" not in kinds(store)

    async def told():
        door = Doorway()
        await door.open()
        await until(lambda: "inject.released" in kinds(store))
        await door.close()

    asyncio.run(told())
    assert room_threads() == []
    store.close()


def test_a_room_opened_later_is_found_without_a_request(address):
    async def told():
        door = Doorway()
        await door.open()
        assert door.rooms is None and not address.exists()
        store = await asyncio.to_thread(started, address)
        await until(lambda: "inject.released" in kinds(store))
        await door.close()
        store.close()

    asyncio.run(told())
    assert room_threads() == []


def test_a_run_that_cannot_be_read_stops_no_other(address, caplog):
    store = started(address)
    prepare_run(store, "r0", FILES)
    store.set_status("r0", "running")
    broken = store.tail("r0", 0)[0]._replace(seq=2, id="from-a-newer-version", kind="run.cloned")
    store.begin(["r0"])
    store.append([broken])
    store.commit()

    async def told():
        door = Doorway()
        await door.open()
        await until(lambda: "inject.released" in kinds(store))
        await asyncio.sleep(2.5)  # two looks around
        await door.close()

    asyncio.run(told())
    assert [record.message for record in caplog.records].count("run r0 cannot be read by this version") == 1
    store.close()


def test_a_log_that_does_not_open_is_told_and_the_pages_go_on(address, caplog):
    address.write_bytes(b"this is no database" * 100)

    async def told():
        door = Doorway()
        await door.open()
        assert door.rooms is None
        await door.close()

    asyncio.run(told())
    assert "the room server does not start" in caplog.text


@pytest.mark.parametrize(("part", "starts"), [("both", True), ("live", True), ("web", False)])
def test_rooms_begin_and_end_with_the_server_but_not_with_pages_alone(address, part, starts):
    store = started(address)
    application = asgi.build(part)

    async def told():
        coming, going = asyncio.Queue(), asyncio.Queue()
        life = asyncio.create_task(application({"type": "lifespan"}, coming.get, going.put))
        await coming.put({"type": "lifespan.startup"})
        assert (await going.get())["type"] == "lifespan.startup.complete"
        assert (doorway.of_this_process() is not None) == starts
        await coming.put({"type": "lifespan.shutdown"})
        assert (await going.get())["type"] == "lifespan.shutdown.complete"
        await life

    asyncio.run(told())
    assert doorway.of_this_process() is None
    assert room_threads() == []
    store.close()


@pytest.mark.parametrize(("listening", "method", "at_once"), [(1, "GET", 2), (0, "GET", 4), (1, "POST", 4)])
def test_pages_take_turns_while_anybody_listens(address, listening, method, at_once):
    door = doorway.register()
    door.rooms = LiveRooms(open_store(address), "a secret of the tests")
    door.rooms.open = listening
    inside, most, together = [], [], threading.Event()

    def page(environ, start_response):
        inside.append(1)
        most.append(len(inside))
        if len(inside) == at_once:
            together.set()
        together.wait(5)
        inside.pop()
        return [b"page"]

    application = asgi.in_turns(page)
    threads = [threading.Thread(target=application, args=({"REQUEST_METHOD": method}, None)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    door.rooms.store.close()
    door.rooms = None

    assert max(most) == at_once
    assert len(most) == 4
