"""The live path over real HTTP: joining, answering, hearing, and everything that must be refused without harm."""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest

from kopuro.rooms import tokens
from kopuro.rooms.bots.wire import Gone, Pieces, Wire
from kopuro.rooms.log import carry_out, prepare_run
from kopuro.rooms.rules.admission import Gate, Pace
from kopuro.rooms.tests.factories import ANSWER
from kopuro.rooms.tests.serving import FILES, KEY, Serving, story, until


@story
async def test_from_the_pin_to_a_heard_decision(tmp_path):
    async with Serving(tmp_path) as serving:
        status, front = await serving.ask("GET", f"look?pin={serving.pin}&device=d1")
        assert (status, front["title"]["en"], front["status"]) == (200, "The quiet reader", "prepared")
        assert "key" not in json.dumps(front)
        daniyar = await serving.begin()
        station = await serving.station(daniyar, team="upper-bridge", role="inspector")
        await until(lambda: station.view["items"])
        letter = int(next(iter(station.view["items"])))

        status, said = await serving.do("seen", daniyar, items=[letter])
        await until(lambda: station.view["opened"] == [letter])

        assert (status, said["events"], said["seat"]) == (200, 1, "s2")
        _, shown = await serving.ask("GET", "view", daniyar)
        assert {**shown["view"], "seq": 0} == {**station.view, "seq": 0}
        assert sorted(shown["orders"]["four-readers"]) == ["reader-four", "reader-one", "reader-three", "reader-two"]
        _, presence = await serving.ask("GET", "presence", serving.lead)
        assert presence == {"seats": {"s2": 1}}
        await station.close()


@story
async def test_the_same_id_has_one_effect_whatever_the_way(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        first = await serving.do("ask", seat, "question-1", text="Has he a bicycle?")
        again = await serving.do("ask", seat, "question-1", text="Has he a bicycle?")
        sent = {
            "commands": [
                {"id": "question-1", "kind": "ask", "data": {"text": "?"}},
                {"id": "question-2", "kind": "ask", "data": {"text": "?"}},
            ]
        }
        _, both = await serving.ask("POST", "do", seat, sent)
        joined, rejoined = (
            await serving.join("Walnut", id_="the-same-joining"),
            await serving.join("Walnut", id_="the-same-joining"),
        )

        assert first == again
        assert both["answers"][0]["seq"] == first[1]["seq"]
        assert both["answers"][1]["seq"] == first[1]["seq"] + 1
        assert joined == rejoined
        assert [row.kind for row in serving.store.tail("r1", 0)].count("request.made") == 2


@story
async def test_a_stream_goes_on_where_it_was_lost(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        station = await serving.station(seat)
        await until(lambda: len(station.seen) >= 5)
        station.drop()
        for number in range(20):
            await serving.do("ask", seat, text=f"Question {number}")

        await until(lambda: sum(event["kind"] == "request.made" for event in station.seen.values()) == 20)

        assert (station.gaps, station.twice) == (0, 0)
        late = await serving.station(seat, after=max(station.seen) - 3)
        await until(lambda: len(late.seen) == 3)
        await station.close()
        await late.close()


@story
async def test_nobody_hears_what_is_not_for_them(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        _, other = await serving.join("Poplar", team="lower-bridge")
        station = await serving.station(other["token"], team="lower-bridge", role="inspector")
        staff = await serving.station(serving.lead)
        await serving.do("ask", seat, text="A question of one seat")
        await serving.do("observe", serving.lead, text="Asks first", kind="note")
        await until(lambda: any(event["kind"] == "observation.noted" for event in staff.seen.values()))
        await serving.do("pause", serving.lead, saw=2**40)
        await until(lambda: station.view["status"] == "paused")

        heard = json.dumps(list(station.seen.values()))
        assert "A question of one seat" not in heard and "Asks first" not in heard
        assert "cause" not in heard and "audience" not in heard
        await station.close()
        await staff.close()


@story
async def test_a_seat_taken_at_another_door_is_known_at_once(tmp_path):
    async with Serving(tmp_path) as serving:
        await serving.begin()
        for number in range(20):
            data = {"kind": "controller", "sign": f"Aida {number}"}
            seat = carry_out(serving.store, "r1", "join", "", data, f"at-the-desk-{number}").seat
            wire = await Wire.open(*serving.doors[0])
            assert await wire.listen("/live/room/events", tokens.token(KEY, "r1", seat), 0) == 200
            wire.close()


@story
async def test_a_moved_seat_hears_its_new_team_and_a_removed_one_nothing(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        station = await serving.station(seat)
        await until(lambda: station.view["items"])
        await serving.do("move", serving.lead, seat="s2", team="lower-bridge", role="inspector")
        await until(lambda: any(event["kind"] == "seat.moved" for event in station.seen.values()))
        await until(lambda: not station.connected)
        await until(lambda: station.connected)

        await serving.do("remove", serving.lead, seat="s2")
        await until(lambda: not station.connected)

        assert (await serving.do("ask", seat, text="?"))[1]["problem"]["code"] == "room.seat"
        assert (await serving.ask("GET", "view", seat))[0] == 403
        await station.close()


@story
async def test_forged_foreign_and_cut_tokens_open_nothing(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        prepare_run(serving.store, "r2", FILES)
        forged = [
            "",
            "x",
            seat[:-1],
            seat + "0",
            seat.replace(".s2.", ".s1."),
            seat.replace("r1.", "r2."),
            tokens.token(tokens.derive("another secret"), "r1", "s2"),
            "r1.s2." + "0" * 40,
        ]
        for token in forged:
            for method, what in (("POST", "do"), ("GET", "view"), ("GET", "events"), ("GET", "presence")):
                status, said = await serving.ask(method, what, token, {} if method == "POST" else None)
                assert (status, said["problem"]["code"]) == (401, "room.token"), (token, what)
        true_elsewhere = tokens.token(KEY, "r2", "s2")
        assert (await serving.do("stop", true_elsewhere))[1]["problem"]["code"] == "room.seat"
        assert (await serving.do("stop", tokens.token(KEY, "r3", "s2")))[1]["problem"]["code"] == "room.unknown"
        assert (await serving.ask("GET", "presence", seat))[1]["problem"]["code"] == "room.role"


@story
async def test_an_event_of_another_run_can_be_neither_heard_nor_answered(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        prepare_run(serving.store, "r2", FILES)
        carry_out(serving.store, "r2", "join", "", {"kind": "director", "sign": "Chinara"}, "director-2")
        carry_out(serving.store, "r2", "open", "s1", {}, "opening-2")
        place = {"kind": "trainee", "team": "upper-bridge", "role": "inspector"}
        for number in range(40):  # so that its events have seqs that the first run does not have
            other = carry_out(
                serving.store, "r2", "join", "", {**place, "sign": f"Tree {number}"}, f"joining-{number}"
            ).seat
        carry_out(serving.store, "r2", "start", "s1", {}, "starting-2")
        elsewhere = await serving.station(tokens.token(KEY, "r2", other), run="r2")
        here = await serving.station(seat)
        await until(lambda: elsewhere.view["items"])
        letter = int(next(iter(elsewhere.view["items"])))
        assert letter > 40

        for kind, data in (("seen", {"items": [letter]}), ("ack", {"item": letter})):
            status, said = await serving.do(kind, seat, **data)
            assert (status, said["problem"]["code"]) == (404, "room.item")
        assert (await serving.do("seen", tokens.token(KEY, "r2", other), items=[letter]))[0] == 200

        assert letter not in here.seen
        ours = {row.seq for row in serving.store.tail("r1", 0)}
        assert set(here.seen) <= ours
        await here.close()
        await elsewhere.close()


@story
async def test_a_station_cannot_do_what_the_server_alone_may(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        for kind in ("join", "prepare", "", "pause", "seal", "explode", "observe"):
            status, said = await serving.do(kind, seat, kind="director", sign="x", run="r1")
            assert status in (403, 422) and said["problem"]["code"].startswith("room."), kind
        _, joined = await serving.join("Aspen", kind="director")
        hall_seats = (await serving.ask("GET", "view", serving.lead))[1]["state"]["seats"]
        assert hall_seats[joined["seat"]]["kind"] == "trainee"


BAD = [
    b"",
    b"{",
    b"[]",
    b'"x"',
    b"null",
    b"\xff\xfe",
    b"{}",
    b'{"id": 5, "kind": "stop"}',
    b'{"id": "short", "kind": "stop"}',
    b'{"id": "long-enough", "kind": 5}',
    b'{"id": "long-enough", "kind": "stop", "data": []}',
    b'{"id": "<script>alert(1)</script>", "kind": "stop"}',
    b'{"commands": []}',
    b'{"commands": "x"}',
    b'{"commands": [1, 2]}',
    b'{"commands": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
    b'{"id": "long-enough", "kind": "ask", "data": {"text": "' + b"x" * 70_000 + b'"}}',
]


@story
async def test_unusable_bodies_are_refused_and_the_next_command_goes_on(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        for body in BAD:
            wire = await Wire.open(*serving.doors[0])
            wire._send("POST", "/live/room/do", seat, body)
            async with asyncio.timeout(5):
                status = await wire.answer
            assert status in (413, 422), body[:60]
            assert json.loads(bytes(wire.body))["problem"]["sentence"]
            wire.close()
        cut = await Wire.open(*serving.doors[0])
        cut.transport.write(
            b"POST /live/room/do HTTP/1.1\r\nHost: x\r\nAuthorization: Seat "
            + seat.encode()
            + b'\r\nContent-Length: 500\r\n\r\n{"id"'
        )
        cut.close()
        for method, what in (
            ("GET", "do"),
            ("POST", "view"),
            ("GET", "nothing"),
            ("DELETE", "do"),
            ("GET", "../../etc/passwd"),
        ):
            assert (await serving.ask(method, what, seat))[0] == 404

        assert (await serving.do("stop", seat))[0] == 200
        assert [row.kind for row in serving.store.tail("r1", 0) if row.seat == "s2"] == ["seat.joined", "stop.called"]


@story
async def test_a_guessed_pin_shuts_the_door_for_the_guesser_and_a_click_opens_it(tmp_path):
    async with Serving(tmp_path) as serving:
        serving.rooms.looks = Pace(1000, 1000)
        await serving.do("open", serving.lead)
        wrong = f"{(int(serving.pin) + 1) % 10**6:06d}"
        codes = [(await serving.join("Elm", pin=wrong))[1]["problem"]["code"] for _ in range(7)]
        assert codes == ["room.pin"] * 5 + ["room.gate"] * 2

        assert (await serving.join("Elm"))[1]["problem"]["code"] == "room.gate"
        assert (await serving.join("Elm", device="another"))[0] == 200
        serving.rooms.gate.readmit()
        assert (await serving.join("Ash"))[0] == 200
        for nonsense in ("", "abc", "１２３４５６", "0" * 400, "' OR 1=1 --"):
            assert (await serving.join("Fir", pin=nonsense or " ", device=nonsense))[1]["problem"]["code"] in (
                "room.pin",
                "room.gate",
            )


@story
async def test_a_flood_from_one_station_is_told_off_and_the_others_are_heard(tmp_path):
    """How little the others notice is measured by benchmarks/rooms.py."""
    async with Serving(tmp_path, pace=(20, 40)) as serving:
        flooding = await serving.begin()
        others = [(await serving.join(f"Tree {number}", device=f"d{number}"))[1]["token"] for number in range(6)]
        told: dict[int, int] = {}
        ended = asyncio.Event()

        async def acts(token):
            wire = await Wire.open(*serving.doors[0])
            for number in range(12):
                sent = {"id": f"an-act-{token[3:9]}-{number}", "kind": "stop", "data": {}}
                status, _ = await wire.ask("POST", "/live/room/do", token, sent)
                assert status == 200
                await asyncio.sleep(0.06)
            wire.close()

        async def flood():
            wire = await Wire.open(*serving.doors[0])
            number = 0
            while not ended.is_set() or told.get(429, 0) <= 20:
                number += 1
                sent = {"id": f"flood-{id(wire)}-{number}", "kind": "stop"}
                status, _ = await wire.ask("POST", "/live/room/do", flooding, sent)
                told[status] = told.get(status, 0) + 1
            wire.close()

        floods = [asyncio.create_task(flood()) for _ in range(4)]
        await asyncio.gather(*[acts(token) for token in others])
        ended.set()
        await asyncio.gather(*floods)
        assert told[429] > 20


@story
async def test_a_reader_that_stops_is_waited_for_by_nobody(tmp_path):
    async with Serving(tmp_path, pace=(1000, 2000)) as serving:
        seat = await serving.begin()
        slow = await Wire.open(*serving.doors[0])
        assert await slow.listen("/live/room/events", seat, 0) == 200
        slow.pause()
        quick = await serving.station(seat)
        wire = await Wire.open(*serving.doors[0])
        for number in range(150):
            await wire.ask(
                "POST",
                "/live/room/do",
                seat,
                {
                    "id": f"long-question-{number}",
                    "kind": "reply",
                    "data": {"character": "nargiza", "text": "x" * 3900},
                },
            )
        await until(lambda: sum(event["kind"] == "reply.sent" for event in quick.seen.values()) == 150, 20)

        assert any(listener.lagging for listener in serving.rooms.streams["r1"].listeners["s:s2"])
        slow.transport.resume_reading()
        pieces, seqs = Pieces(), []
        async with asyncio.timeout(20):
            while not seqs or seqs[-1] < max(quick.seen):
                for one in pieces.feed(await slow.stream.get()):
                    if one["event"] == "message":
                        seqs.append(one["id"])
        assert seqs == sorted(quick.seen)
        slow.close()
        wire.close()
        await quick.close()


@story
async def test_injects_come_within_a_second_of_their_time(tmp_path):
    async with Serving(tmp_path) as serving:
        seat = await serving.begin()
        station = await serving.station(seat)
        await serving.do("speed", serving.lead, speed=30, saw=2**40)
        await until(
            lambda: any(item["data"].get("inject") == "four-readers" for item in station.view["items"].values()), 6
        )
        item = next(item for item in station.view["items"].values() if item["data"].get("inject") == "four-readers")

        late = (item["at"] - 60_000) / 30  # exercise time runs thirty times as fast
        assert 0 <= late < 1000
        await station.close()


@story
async def test_a_server_that_ends_lets_its_listeners_go(tmp_path):
    serving = Serving(tmp_path)
    async with serving:
        seat = await serving.begin()
        station = await serving.station(seat)
        await station.close()
        wire = await Wire.open(*serving.doors[0])
        assert await wire.listen("/live/room/events", seat, 0) == 200
    with contextlib.suppress(Gone):
        pieces = b""
        while (piece := await asyncio.wait_for(wire.stream.get(), 5)) is not None:
            pieces += piece
        assert b"event: again" in pieces


def test_gates_forget_after_their_time_and_paces_recover():
    gate, pace = Gate(per_device=2, per_address=3, per_room=4, window=10), Pace(1, 2)
    for second in range(2):
        gate.guessed_wrong("d1", "a1", second)
    gate.guessed_wrong("d2", "a1", 2)

    assert [gate.refuses(device, address, 3) for device, address in (("d1", "a1"), ("d3", "a1"), ("d3", "a2"))] == [
        "device",
        "address",
        "",
    ]
    gate.guessed_wrong("d3", "a2", 3)
    assert gate.refuses("d9", "a9", 3) == "room"
    assert gate.refuses("d1", "a1", 20) == ""
    assert [pace.allows("s1", 0) for _ in range(3)] == [0.0, 0.0, 1.0]
    assert pace.allows("s1", 1.5) == 0.0
    assert pace.allows("s2", 0) == 0.0


def test_answers_of_a_whole_phase_go_up_at_once(tmp_path):
    async def told():
        async with Serving(tmp_path) as serving:
            seat = await serving.begin()
            await serving.do("phase", serving.lead, phase="together", saw=2**40)
            sent = [
                {"id": f"offline-{number}", "kind": kind, "data": data}
                for number, (kind, data) in enumerate(
                    [
                        ("decide", {"inject": "first-step", "option": "ask-more", **ANSWER}),
                        ("decide", {"inject": "first-step", "option": "leave", **ANSWER}),
                        ("ask", {"text": "Is he well?"}),
                    ]
                )
            ]
            await asyncio.sleep(0.3)
            _, said = await serving.ask("POST", "do", seat, {"commands": sent})
            assert [answer.get("problem", {}).get("code", "") for answer in said["answers"]] == ["", "room.decided", ""]
            assert [answer["id"] for answer in said["answers"]] == ["offline-0", "offline-1", "offline-2"]

    asyncio.run(told())


@pytest.mark.parametrize("header", ["Seat", "Bearer", "seat"])
def test_tokens_travel_in_the_header_or_for_streams_in_the_address(tmp_path, header):
    async def told():
        async with Serving(tmp_path) as serving:
            seat = await serving.begin()
            wire = await Wire.open(*serving.doors[0])
            wire._send("GET", "/live/room/view", "", b"", f"Authorization: {header} {seat}\r\n")
            assert await wire.answer == 200
            wire.close()
            assert (await serving.ask("GET", f"view?token={seat}"))[0] == 200
            assert (await serving.ask("POST", f"do?token={seat}", sent={}))[0] == 401

    asyncio.run(told())
