"""Stories of a run: who may do what, what is sent to whom and when, and how refusals read."""

from __future__ import annotations

import dataclasses
import json

import pytest

from kopuro.core.problems import Problem
from kopuro.rooms.rules.ordering import case_order
from kopuro.rooms.rules.run import view
from kopuro.rooms.rules.run.clock import exercise_time, in_phase, server_time_of
from kopuro.rooms.rules.scenario.model import Trigger
from kopuro.rooms.tests.factories import Room, everything, taster

TESTS = {"legal": "none needed", "necessary": "yes", "proportionate": "mild", "equal": "the same for all"}
STEP = {
    "inject": "first-step",
    "option": "talk-and-offer",
    "rationale": "He trusts her.",
    "confidence": 70,
    "tests": TESTS,
}


@pytest.fixture
def room():
    room = Room()
    room.do("open", room.lead)
    room.daniyar = room.join("trainee", "Juniper")
    room.elmira = room.join("trainee", "Walnut", role="youth-worker")
    room.farid = room.join("trainee", "Poplar", team="lower-bridge")
    room.do("start", room.lead)
    room.tick()
    return room


def refused(room, kind, seat, /, **data):
    with pytest.raises(Problem) as problem:
        room.do(kind, seat, **data)
    return problem.value.code


def to_phase(room, phase):
    room.do("phase", room.lead, phase=phase, saw=room.seq())
    return room.tick()


def test_the_first_inject_comes_at_once_and_the_second_after_a_minute(room):
    assert [item["data"]["inject"] for item in room.state.items.values()] == ["letter"]
    assert room.tick(59.9) == []
    assert [event.data["inject"] for event in room.tick(0.1)] == ["four-readers"]
    assert room.tick(100) == []


def test_the_clock_counts_running_time_only(room):
    room.tick(10)
    room.do("pause", room.lead)
    room.now += 3_600_000
    room.do("resume", room.lead)
    room.now += 5000

    assert exercise_time(room.state, room.now) == 15_000
    room.do("speed", room.lead, speed=4)
    room.now += 5000
    assert in_phase(room.state, room.now) == 35_000
    room.do("jump", room.lead, to=60_000)
    assert server_time_of(room.state, 100_000) == room.now + 10_000
    assert [event.data["inject"] for event in room.tick()] == ["four-readers"]


def test_a_clock_set_back_on_the_server_never_turns_exercise_time_back(room):
    room.tick(30)
    room.do("seen", room.daniyar, items=[int(next(iter(room.state.items)))])
    room.now -= 20_000
    late = room.do("ask", room.daniyar, request="ask-school")

    assert late[0].at >= room.log[-2].at
    assert exercise_time(room.state, room.now) >= 0


def test_phases_follow_each_other_and_a_facilitator_may_go_ahead(room):
    caused = room.tick(240)
    assert [event.kind for event in caused] == ["inject.released", "phase.entered", "inject.released"]
    assert room.state.phase == "together"

    to_phase(room, "look-back")

    assert room.state.phase == "look-back"
    assert refused(room, "phase", room.lead, phase="look-back", saw=room.seq()) == "room.phase"


def test_teams_go_different_ways(room):
    to_phase(room, "together")
    room.do("decide", room.daniyar, **STEP)
    room.do("decide", room.farid, **{**STEP, "option": "report"})
    room.tick()

    room.tick(10)

    assert room.state.sent("tea", "upper-bridge") and not room.state.sent("tea", "lower-bridge")
    assert room.state.sent("closed-door", "lower-bridge") and not room.state.sent("closed-door", "upper-bridge")
    upper = json.dumps(view(room.state, room.play, room.daniyar), ensure_ascii=False)
    assert "two glasses of tea" in upper and "the neighbours saw it" not in upper
    assert "trust-" not in upper and "credit" not in upper and "because" not in upper


def test_a_facilitator_sends_a_team_another_way(room):
    to_phase(room, "together")
    room.do("decide", room.daniyar, **STEP)
    room.tick()
    room.tick(10)

    assert (
        refused(room, "release", room.lead, inject="closed-door", teams=["upper-bridge"], saw=room.seq())
        == "room.branch"
    )
    events = room.do("branch", room.lead, inject="closed-door", teams=["upper-bridge"], saw=room.seq())

    assert [event.kind for event in events] == ["inject.recalled", "inject.released"]
    assert room.state.groups["upper-bridge"] == {"what-follows": "closed-door"}
    assert [item.get("gone") for item in view(room.state, room.play, room.daniyar)["items"].values()][-2:] == [
        True,
        None,
    ]


def test_a_team_decides_once_and_may_correct_itself(room):
    to_phase(room, "together")
    first = room.do("decide", room.daniyar, **STEP)[0]

    assert refused(room, "decide", room.elmira, **STEP) == "room.decided"
    assert refused(room, "decide", room.elmira, **STEP, corrects=first.seq + 1) == "room.changed"
    room.do("decide", room.elmira, **{**STEP, "option": "ask-more"}, corrects=first.seq)
    assert room.state.decisions["first-step"]["teams"]["upper-bridge"]["option"] == "ask-more"


def test_a_decision_carries_the_information_horizon_that_the_server_saw(room):
    letter = int(next(iter(room.state.items)))
    room.do("seen", room.daniyar, items=[letter])
    to_phase(room, "together")

    made = room.do("decide", room.daniyar, **STEP, horizon=10**6)[0]

    assert made.data["horizon"] == letter
    assert "horizon" not in view(room.state, room.play, room.daniyar)["decisions"]["team"]["first-step"]


MISSING = [
    ({"rationale": " \u200b "}, "room.input"),
    ({"rationale": "x" * 4001}, "room.input"),
    ({"confidence": 101}, "room.input"),
    ({"confidence": True}, "room.input"),
    ({"confidence": "70"}, "room.input"),
    ({"tests": {"legal": "x"}}, "room.input"),
    ({"tests": "none"}, "room.input"),
    ({"option": "flee"}, "room.input"),
    ({"option": ["leave"]}, "room.input"),
    ({"option": ""}, "room.input"),  # an action in one's own words needs the words
    ({"as": "seat"}, "room.side"),
    ({"inject": "letter"}, "room.kind"),
    ({"inject": "tea"}, "room.item"),
    ({"inject": "no-such"}, "room.item"),
    ({"inject": None}, "room.input"),
]


@pytest.mark.parametrize(("change", "code"), MISSING, ids=[str(row[0])[:40] for row in MISSING])
def test_an_unusable_decision_is_refused_and_says_why(room, change, code):
    to_phase(room, "together")

    assert refused(room, "decide", room.daniyar, **{**STEP, **change}) == code


def test_an_action_in_ones_own_words_is_a_decision(room):
    to_phase(room, "together")
    made = room.do("decide", room.daniyar, **{**STEP, "option": "", "free": "Play football with him."})[0]

    assert (made.data["option"], made.words["free"]) == ("free", "Play football with him.")


def test_alone_first_then_together():
    room = Room(everything())
    room.do("open", room.lead)
    daniyar, elmira = room.join("trainee", "Juniper"), room.join("trainee", "Walnut", role="youth-worker")
    room.do("start", room.lead)
    to_phase(room, "together")

    assert refused(room, "decide", daniyar, **STEP, **{"as": "team"}) == "room.alone-first"
    own = room.do("decide", daniyar, **STEP)[0]
    assert refused(room, "decide", daniyar, **STEP, **{"as": "team"}) == "room.alone-first"
    room.do("decide", elmira, **{**STEP, "option": "leave"})
    room.do("decide", elmira, **STEP, **{"as": "team"})

    assert own.audience == ("staff", f"s:{daniyar}")
    assert refused(room, "decide", daniyar, **STEP, corrects=own.seq) == "room.locked"


def test_somebody_who_stepped_out_is_not_waited_for():
    room = Room(everything())
    room.do("open", room.lead)
    daniyar, elmira = room.join("trainee", "Juniper"), room.join("trainee", "Walnut", role="youth-worker")
    room.do("start", room.lead)
    to_phase(room, "together")
    room.do("out", elmira)
    room.do("decide", daniyar, **STEP)

    room.do("decide", daniyar, **STEP, **{"as": "team"})

    assert room.log[-2].seat == daniyar or room.log[-1].kind == "flag.set"


def test_ratings_are_locked_when_complete_and_only_then(room):
    room.tick(60)
    cases = ["reader-one", "reader-two", "reader-three", "reader-four"]
    rating = {
        "inject": "four-readers",
        "value": "not-known",
        "confidence": 50,
        "indicators": {"prays-visibly": "present"},
    }
    for case in cases[:3]:
        room.do("rate", room.daniyar, **rating, case=case)

    assert refused(room, "lock", room.daniyar, inject="four-readers") == "room.unfinished"
    room.do("rate", room.daniyar, **rating, case=cases[3])
    room.do("rate", room.daniyar, **{**rating, "value": "nothing"}, case=cases[0])
    room.do("lock", room.daniyar, inject="four-readers")

    assert refused(room, "rate", room.daniyar, **rating, case=cases[0]) == "room.locked"
    assert room.state.ratings["four-readers"]["seats"][room.daniyar]["reader-one"]["value"] == "nothing"
    assert refused(room, "rate", room.elmira, **rating, case="reader-nine") == "room.input"
    assert (
        refused(room, "rate", room.elmira, **{**rating, "indicators": {"x": "present"}}, case="reader-one")
        == "room.input"
    )


def test_no_key_ever_travels(room):
    room.tick(60)

    everything_sent = json.dumps([event.data for event in room.log])

    for secret in ('"key"', "spread", "relevant", "no_signal", "attributes", "credit", "expect"):
        assert secret not in everything_sent


def test_a_prepared_answer_comes_to_whoever_asked(room):
    room.do("ask", room.daniyar, request="ask-school")
    assert refused(room, "ask", room.daniyar, request="ask-school") == "room.asked"
    room.do("ask", room.elmira, request="ask-school")

    room.tick(29)
    assert not any(item["kind"] == "request.answered" for item in room.state.items.values())
    room.tick(1)

    answers = [event for event in room.log if event.kind == "request.answered"]
    assert [event.audience for event in answers] == [("staff", f"s:{room.daniyar}"), ("staff", f"s:{room.elmira}")]
    assert "Asel" in json.dumps(answers[0].data)


def test_a_request_in_own_words_waits_for_a_facilitator(room):
    asked = room.do("ask", room.daniyar, text="Has he a bicycle?")[0]
    room.tick(300)

    room.do("answer", room.lead, request=asked.seq, text="He has.")

    assert refused(room, "answer", room.lead, request=asked.seq, text="He has not.") == "room.answered"


def test_in_a_team_phase_the_team_hears_what_one_of_it_asks(room):
    to_phase(room, "together")

    assert room.do("ask", room.daniyar, request="ask-school")[0].audience == ("staff", "t:upper-bridge")
    assert refused(room, "ask", room.elmira, request="ask-school") == "room.asked"


def test_two_facilitators_never_undo_each_other_silently(room):
    aida = room.join("controller", "Aida")
    saw = room.seq()
    room.do("pause", aida, saw=saw)
    room.do("resume", aida, saw=saw)

    assert refused(room, "pause", room.lead, saw=saw) == "room.changed"
    with pytest.raises(Problem, match="Aida has just changed this"):
        room.do("pause", room.lead, saw=saw)
    room.do("pause", room.lead, saw=room.seq())


def test_held_injects_wait_and_edited_ones_come_with_the_new_words(room):
    room.do("hold", room.lead, inject="four-readers")
    assert room.tick(90) == []
    room.do("edit", room.lead, inject="four-readers", title={"en": "Three readers"})

    room.do("release", room.lead, inject="four-readers", teams=["upper-bridge"])
    room.do("unhold", room.lead, inject="four-readers")
    caused = room.tick()

    assert [event.data["teams"] for event in caused] == [["lower-bridge"]]
    assert room.log[-1].words["title"] == {"en": "Three readers"}
    assert room.state.items[str(room.log[-1].seq)]["audience"] == ["staff", "t:lower-bridge"]


def test_a_recalled_inject_is_gone_and_does_not_come_back_by_itself(room):
    room.tick(60)
    room.do("recall", room.lead, inject="four-readers")

    assert room.tick(30) == []
    assert (
        refused(room, "rate", room.daniyar, inject="four-readers", case="reader-one", value="talk", confidence=5)
        == "room.item"
    )
    room.do("release", room.lead, inject="four-readers")


def test_an_own_inject_reaches_whom_it_names(room):
    words = {"title": {"en": "Tea"}, "body": {"en": "Tea is ready.", "ru": "Чай готов."}}
    sent = room.do("own", room.lead, **words, teams=["lower-bridge"], roles=["inspector"])[0]

    assert sent.audience == ("staff", "t:lower-bridge+r:inspector")
    assert sent.data["inject"] == "own-1"
    assert refused(room, "own", room.lead, title={"xx": "a"}, body={"en": "b"}) == "room.input"
    assert "Tea is ready." not in json.dumps(view(room.state, room.play, room.daniyar))


def test_the_stop_word_reaches_all_staff_and_nobody_else(room):
    called = room.do("stop", room.daniyar)[0]

    assert called.audience == ("staff", f"s:{room.daniyar}")
    gulnora = room.join("wellbeing", "Gulnora")
    room.do("pause", gulnora, saw=room.seq())
    room.do("clear", gulnora, stop=called.seq)
    assert refused(room, "clear", gulnora, stop=called.seq) == "room.stop"


def test_stepping_out_needs_no_reason_and_is_known_to_staff_alone(room):
    event = room.do("out", room.elmira, reason="I don't want to say")[0]

    assert (event.audience, dict(event.data), dict(event.words)) == (
        ("staff", f"s:{room.elmira}"),
        {"seat": room.elmira},
        {},
    )
    room.do("in", room.elmira)


def test_a_reflection_stays_with_its_seat(room):
    to_phase(room, "look-back")
    room.tick(30)

    written = room.do("reflect", room.daniyar, inject="one-sentence", text="I looked at the prayer.")[0]

    assert written.audience == (f"s:{room.daniyar}",)


def test_a_moved_seat_knows_what_its_new_team_knows(room):
    to_phase(room, "together")
    room.do("decide", room.farid, **{**STEP, "option": "report"})
    room.tick(10)

    room.do("move", room.lead, seat=room.daniyar, team="lower-bridge", role="inspector")

    shown = view(room.state, room.play, room.daniyar)
    assert shown["decisions"]["team"]["first-step"]["option"] == "report"
    assert set(shown["mates"]) == {room.farid}


JOINS = [
    ({"sign": "juniper"}, "room.sign-taken"),
    ({"sign": ""}, "room.input"),
    ({"sign": "x" * 25}, "room.input"),
    ({"sign": "call 0555 12 34 56"}, "room.sign"),
    ({"sign": "a@mail.kg"}, "room.sign"),
    ({"sign": 7}, "room.input"),
    ({"team": "third-bridge"}, "room.input"),
    ({"role": "general"}, "room.input"),
    ({"kind": "admin"}, "room.input"),
]


@pytest.mark.parametrize(("change", "code"), JOINS, ids=[str(row[0]) for row in JOINS])
def test_a_seat_that_cannot_be_taken(room, change, code):
    wanted = {"kind": "trainee", "sign": "Aspen", "team": "upper-bridge", "role": "inspector"}

    assert refused(room, "join", "", **{**wanted, **change}) == code


def test_a_seat_does_what_its_kind_may(room):
    hamid = room.join("evaluator", "Hamid")

    assert refused(room, "pause", room.daniyar) == "room.role"
    assert refused(room, "pause", hamid) == "room.role"
    assert refused(room, "decide", hamid, **STEP) == "room.role"
    assert refused(room, "explode", hamid) == "room.command"
    assert refused(room, "seen", "s99", items=[1]) == "room.seat"
    room.do(
        "observe",
        hamid,
        text="Asks first.",
        kind="strength",
        about="upper-bridge",
        criterion="asks-before-acting",
        events=[1],
    )
    room.do("mark", hamid, criterion="asks-before-acting", about=room.daniyar, mark="S")
    assert refused(room, "mark", hamid, criterion="asks-before-acting", mark="A") == "room.input"
    assert {event.audience for event in room.log[-2:]} == {("staff",)}


def test_a_removed_seat_is_worthless_and_its_call_sign_free(room):
    room.do("remove", room.lead, seat=room.daniyar)

    assert refused(room, "ask", room.daniyar, text="?") == "room.seat"
    assert room.join("trainee", "Juniper") == "s5"


def test_before_the_start_and_after_the_end_nothing_is_answered():
    room = Room()
    assert refused(room, "join", "", kind="trainee", sign="Elm", team="upper-bridge", role="inspector") == "room.closed"
    room.do("open", room.lead)
    seat = room.join("trainee", "Elm")
    assert refused(room, "ask", seat, text="?") == "room.early"
    assert refused(room, "start", seat) == "room.role"
    room.do("start", room.lead)
    room.do("end", room.lead, saw=room.seq())
    assert refused(room, "ask", seat, text="?") == "room.status"
    assert refused(room, "prepare", "", run="r1") == "room.prepared"


def debriefed(room):
    room.do("end", room.lead, saw=room.seq())
    room.do("debrief", room.lead)
    room.do("round", room.lead)
    for number, ballot in enumerate(["ballot-one", "ballot-two"]):
        room.do("entry", room.daniyar, ballot=ballot, text=f"Thought {number}")
    room.do("round", room.lead)
    entries = list(room.state.debrief["entries"])
    room.do("theme", room.lead, themes=["Asking", "Haste"], of={entries[0]: 0, entries[1]: 1})
    room.do("round", room.lead)
    room.do("rank", room.daniyar, ballot="ballot-one", order=[1, 0])
    room.do("rank", room.elmira, ballot="ballot-two", order=[1])
    room.do("hotwash", room.elmira, ballot="ballot-two", worth=4, learned="To ask.")


def test_a_run_is_sealed_after_its_debrief_and_not_before(room):
    assert refused(room, "seal", room.lead) == "room.status"
    debriefed(room)
    assert refused(room, "seal", room.lead) == "room.undebriefed"
    room.do("lesson", room.lead, text="Ask first", recommendation="A card with five questions", owner="Aida")
    room.do("round", room.lead)

    assert room.state.debrief["stage"] == "closed"
    assert room.log[-1].data["points"] == {"0": 0, "1": 2}
    stop = room.do("stop", room.farid)[0]
    assert refused(room, "seal", room.lead) == "room.stop-open"
    room.do("clear", room.lead, stop=stop.seq)
    room.do("seal", room.lead)
    assert refused(room, "stop", room.farid) == "room.sealed"


def test_the_round_keeps_no_names(room):
    debriefed(room)

    unnamed = [event for event in room.log if event.kind in ("debrief.entered", "debrief.ranked", "hotwash.written")]
    assert [event.seat for event in unnamed] == [""] * 5
    assert {event.audience for event in unnamed} == {("staff",)}
    assert refused(room, "rank", room.farid, ballot="ballot-three", order=[0, 0]) == "room.input"
    assert refused(room, "hotwash", room.elmira, ballot="ballot-two", worth=4) == "room.form"
    assert refused(room, "entry", room.elmira, ballot="ballot-two", text="late") == "room.stage"


def test_an_unreviewed_scenario_opens_for_rehearsal_only():
    room = Room(mode="training")

    assert refused(room, "open", room.lead, reviewed=True) == "room.unreviewed"
    Room(mode="training", reviewed=True).begin()


def test_a_phase_with_a_condition_begins_when_every_team_fulfils_it():
    whole = taster()
    last = dataclasses.replace(whole.phases[2], enter="decided(first-step)")
    room = Room(dataclasses.replace(whole, phases=(*whole.phases[:2], last)))
    room.do("open", room.lead)
    seats = [room.join("trainee", "Juniper"), room.join("trainee", "Poplar", team="lower-bridge")]
    room.do("start", room.lead)
    room.tick(240)
    room.do("decide", seats[0], **STEP)
    room.tick(300)
    assert room.state.phase == "together"

    room.do("decide", seats[1], **STEP)
    room.tick(10)

    assert room.state.phase == "look-back"


def test_characters_speak_to_whom_they_are_told_and_are_answered(room):
    room.do("speak", room.lead, character="nargiza", text="Are you there?", teams=["upper-bridge"])
    reply = room.do("reply", room.daniyar, character="nargiza", text="We are.")[0]

    assert room.log[-2].audience == ("staff", "t:upper-bridge")
    assert reply.audience == ("staff", f"s:{room.daniyar}")
    assert refused(room, "speak", room.lead, character="asel", text="x", teams=["upper-bridge"]) == "room.input"
    assert refused(room, "speak", room.lead, character="nargiza", text="x") == "room.input"
    assert refused(room, "speak", room.lead, character="nargiza", text="x", seats=[room.lead]) == "room.input"
    assert refused(room, "chat", room.daniyar, text="hi") == "room.chat"


def test_what_members_think_alone_does_not_branch_the_story():
    room = Room(everything())
    room.do("open", room.lead)
    daniyar = room.join("trainee", "Juniper")
    room.join("trainee", "Walnut", role="youth-worker")
    room.do("start", room.lead)
    to_phase(room, "together")

    room.do("decide", daniyar, **{**STEP, "option": "report"})
    room.tick()
    room.tick(30)

    assert room.state.flags == {}
    assert not room.state.sent("closed-door", "upper-bridge")


def test_a_delayed_fallback_is_dropped_when_its_condition_passes():
    whole = taster()
    late = dataclasses.replace(
        whole.inject("quiet-evening"), trigger=Trigger(when="not decided(first-step) and in_phase > 1m", delay=30)
    )
    room = Room(dataclasses.replace(whole, injects=(*whole.injects[:5], late, *whole.injects[6:])))
    room.do("open", room.lead)
    seats = [room.join("trainee", "Juniper"), room.join("trainee", "Poplar", team="lower-bridge")]
    room.do("start", room.lead)
    to_phase(room, "together")
    room.tick(61)
    room.do("decide", seats[0], **STEP)

    room.tick(30)

    assert not room.state.sent("quiet-evening", "upper-bridge")
    assert room.state.sent("quiet-evening", "lower-bridge")
    assert room.state.injects["quiet-evening"]["armed"] == {}


def test_cases_may_be_skipped_if_they_are_named(room):
    room.tick(60)
    cases = ["reader-two", "reader-three", "reader-four"]
    room.do("rate", room.daniyar, inject="four-readers", case="reader-one", value="nothing", confidence=5)

    assert refused(room, "lock", room.daniyar, inject="four-readers", skipped=cases[:2]) == "room.unfinished"
    locked = room.do("lock", room.daniyar, inject="four-readers", skipped=cases)[0]

    assert locked.data["skipped"] == cases


def test_every_seat_has_its_own_order_and_pairs_stand_apart():
    rated = taster().rating_set("four-readers")
    orders = {case_order(rated, f"s{number}") for number in range(60)}

    assert all(sorted(order) == sorted(rated.cases) for order in orders)
    assert len(orders) > 5
    assert all(abs(order.index("reader-one") - order.index("reader-two")) >= 2 for order in orders)
    assert case_order(rated, "s1") == case_order(rated, "s1")
