"""The short roads of HTTP say and refuse the same as the long ones, however a request is written."""

from __future__ import annotations

import asyncio
import json

import pytest
import uvicorn

from kopuro.rooms import fanout, protocol
from kopuro.rooms.bots.wire import Wire
from kopuro.rooms.tests.serving import Serving, story, until


def request(token, body, *more, version="1.1", path="/live/room/do"):
    lines = [f"POST {path} HTTP/{version}", "Host: x", f"Authorization: Seat {token}", *more]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def stop(name):
    return json.dumps({"id": name, "kind": "stop"}).encode()


async def answers(serving, sent, count=1):
    """(head, JSON) of the answers to raw bytes, and whether the server has hung up."""
    reader, writer = await asyncio.open_connection(*serving.doors[0])
    found = []
    for piece in sent if isinstance(sent, list) else [sent]:
        writer.write(piece)
        await asyncio.sleep(0.02)
    for _ in range(count):
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)).decode().lower()
        size = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        found.append((head, json.loads(await reader.readexactly(size))))
    try:
        hung_up = await asyncio.wait_for(reader.read(), 0.2) == b""
    except TimeoutError:
        hung_up = False
    writer.close()
    return found, hung_up


@story
async def test_the_short_and_the_long_road_answer_alike(tmp_path):
    bodies = [
        b"",
        b"[]",
        b'{"id":"x"}',
        b'{"id":"long-enough","kind":"explode"}',
        stop("the-first-stop"),
        b"x" * 70_000,
    ]
    said = []
    for road, http in (("short", None), ("long", "httptools")):
        (tmp_path / road).mkdir()
        serving = Serving(tmp_path / road)
        serving.http = http or serving.http
        async with serving:
            seat = await serving.begin()
            tokens = [seat, seat + "0", ""]
            found = [(await answers(serving, request(token, body)))[0][0] for token in tokens for body in bodies[:5]]
            found += (await answers(serving, request(seat, bodies[5])))[0]
            said.append([(head.splitlines()[0], body) for head, body in found])
            headers = [sorted(line.partition(":")[0] for line in head.splitlines()[1:] if line) for head, _ in found]
            said[-1].append(headers[:-1])
    assert said[0] == said[1]


@story
async def test_a_pipelined_request_is_answered_in_order(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        three = b"".join(request(seat, stop(f"stop-number-{number}")) for number in range(3))

        found, hung_up = await answers(serving, three, count=3)

        assert [body["id"] for _, body in found] == ["stop-number-0", "stop-number-1", "stop-number-2"]
        assert not hung_up


@pytest.mark.parametrize(
    ("more", "version", "hangs_up"),
    [((), "1.1", False), (("Connection: close",), "1.1", True), ((), "1.0", True)],
)
def test_a_connection_is_kept_as_the_client_wants_it(tmp_path, more, version, hangs_up):
    @story
    async def told(folder):
        async with Serving(folder) as serving:
            seat = await serving.begin()
            found, hung_up = await answers(serving, request(seat, stop("stop-number-1"), *more, version=version))
            assert (found[0][1]["id"], hung_up) == ("stop-number-1", hangs_up)

    told(tmp_path)


@story
async def test_bodies_in_pieces_and_with_leave_arrive_whole(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        whole = request(seat, stop("stop-in-pieces"))
        found, _ = await answers(serving, [whole[:40], whole[40:120], whole[120:-3], whole[-3:]])
        assert found[0][1]["id"] == "stop-in-pieces"

        head = f"POST /live/room/do HTTP/1.1\r\nHost: x\r\nAuthorization: Seat {seat}\r\nTransfer-Encoding: chunked\r\n\r\n"
        body = stop("stop-in-chunks")
        found, _ = await answers(serving, head.encode() + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
        assert found[0][1]["id"] == "stop-in-chunks"

        reader, writer = await asyncio.open_connection(*serving.doors[0])
        body = stop("stop-with-leave")
        head, _, _ = request(seat, body, "Expect: 100-continue").partition(body)
        writer.write(head)
        assert await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5) == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(body)
        assert b"stop-with-leave" in await asyncio.wait_for(reader.readuntil(b"}"), 5)
        writer.close()


@story
async def test_too_much_is_refused_before_it_has_come_and_the_connection_ends(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        endless = request(seat, b"")[:-4].replace(b"Content-Length: 0", b"Content-Length: 900000") + b"\r\n\r\n"

        found, hung_up = await answers(serving, [endless, b"x" * 70_000])

        assert found[0][0].startswith("http/1.1 413")
        assert found[0][1]["problem"]["code"] == "room.large"
        assert hung_up


@story
async def test_a_station_that_leaves_before_its_answer_harms_nobody(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        for number in range(20):
            wire = await Wire.open(*serving.doors[0])
            wire.transport.write(request(seat, stop(f"stop-and-leave-{number}")))
            await asyncio.sleep(0)
            wire.close()
        await until(lambda: not serving.server.server_state.connections)
        assert (await serving.do("stop", seat))[0] == 200
        again = await serving.do("stop", seat, "stop-and-leave-3")
        assert again == await serving.do("stop", seat, "stop-and-leave-3")


@story
async def test_an_idle_connection_is_closed_and_a_busy_one_is_not(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        serving.server.config.timeout_keep_alive = 0.2
        busy, idle = await Wire.open(*serving.doors[0]), await Wire.open(*serving.doors[0])
        for wire in (busy, idle):
            await wire.ask("POST", "/live/room/do", seat, {"id": f"stop-{id(wire)}", "kind": "stop"})
        for number in range(8):
            await asyncio.sleep(0.1)
            await busy.ask("POST", "/live/room/do", seat, {"id": f"stop-number-{number}", "kind": "stop"})
        assert (busy.lost, idle.lost) == (False, True)
        await until(lambda: busy.lost)


@story
async def test_streams_take_the_long_road_where_the_server_offers_no_other(tmp_path):
    serving = Serving(tmp_path)
    serving.http = "h11"
    async with serving:
        seat = await serving.begin()
        station = await serving.station(seat)
        await serving.do("ask", seat, text="Has he a bicycle?")
        await until(lambda: any(event["kind"] == "request.made" for event in station.seen.values()))
        assert all(one.write is None for one in serving.rooms.streams["r1"].listeners["s:s2"])
        assert (station.gaps, station.twice) == (0, 0)
        await station.close()


def test_what_the_protocol_takes_from_uvicorn_is_there():
    """Its names are not promised by uvicorn: an upgrade that changes them has to fail here and not in a room."""
    theirs = uvicorn.protocols.http.httptools_impl.HttpToolsProtocol
    for name in ("on_headers_complete", "on_body", "on_message_complete", "on_response_complete", "connection_lost",
                 "timeout_keep_alive_handler", "_unset_keepalive_if_required", "_start_asgi_task"):  # fmt: skip
        assert callable(getattr(theirs, name))
    assert issubclass(protocol.protocol_for(lambda: None), theirs)


def test_the_beat_is_a_whole_chunk_or_browsers_hang_up_at_every_one():
    assert fanout.chunk(fanout.BEAT) == fanout.BEAT_CHUNK
