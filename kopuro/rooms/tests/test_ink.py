"""Stories in ink: played through in every way, made a draft, their limits told line by line, hostile ones ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.formats import Limits, read_apart
from kopuro.core.problems import Problem
from kopuro.rooms.models import Version
from kopuro.rooms.queries import library
from kopuro.rooms.rules.ink import draft, story_of
from kopuro.rooms.rules.reach import Reach
from kopuro.rooms.rules.scenario import read_files, to_files
from kopuro.rooms.rules.scenario.model import Audience, Trigger
from kopuro.rooms.tests.factories import Room

STORIES = Path(__file__).parent / "ink"
READER = "kopuro.rooms.rules.ink.walk:play"


def played(data, **limits):
    if isinstance(data, str):
        data = (STORIES / f"{data}.ink.json").read_bytes()
    return story_of(json.loads(read_apart(READER, data, limits=Limits(**limits)).text))


def compiled(*root, **more):
    return json.dumps({"inkVersion": 21, "root": [[*root, None], "done", None], "listDefs": {}, **more}).encode()


@pytest.fixture(scope="module")
def school():
    return draft(played("school"), "", "en")


def test_knots_become_injects_and_choices_decisions_that_lead_on(school):
    scenario = school.scenario
    assert (scenario.title.get(), scenario.code, scenario.languages) == ("The open door", "the-open-door", ("en",))
    first = scenario.inject("school")
    assert (first.kind, first.by, first.sender, first.channel, first.trigger) == ("decision", "team", "nargiza", "mail", Trigger(at=0))  # fmt: skip
    assert first.body.get() == "A teacher writes to you.\n\nShe is worried about a pupil."
    assert [(one.code, one.asks_more, one.no_action) for one in first.options] == [
        ("call-her-back", True, False),
        ("wait-a-day", False, True),
        ("tell-the-police", False, False),
    ]
    assert scenario.inject("school-c-0").trigger == Trigger(when="decision(school) = call-her-back")
    assert scenario.inject("school-g-0").trigger == Trigger(after="school-c-2", delay=120)


def test_a_variable_that_changes_a_text_makes_an_inject_of_each_way(school):
    scenario = school.scenario
    warm, cool = scenario.inject("meeting-room"), scenario.inject("meeting-room-2")
    assert warm.body.get() == "Everybody sits down together.\n\nThe teacher smiles at you."
    assert cool.body.get() == "Everybody sits down together."
    assert warm.trigger == Trigger(after="school-c-0")
    assert cool.trigger == Trigger(when="sent(school-c-1) or sent(school-g-0)")
    assert (warm.phase, warm.to) == ("meeting", Audience(("youth-centre",)))
    assert school.told[0] == "Variables (trust) were followed; each way that they make is an inject of its own."


def test_every_inject_can_come_and_the_draft_is_a_folder_that_can_be_read(school):
    assert Reach(school.scenario).unreachable() == ()
    assert read_files(to_files(school.scenario)).scenario == school.scenario


def test_a_room_plays_the_story(school):
    room = Room(school.scenario)
    room.do("open", room.lead)
    seat = room.join("trainee", "Juniper", "youth-centre", "trainee")
    room.do("start", room.lead)
    room.tick()
    answer = {"rationale": "She asked.", "confidence": 60, "tests": dict.fromkeys(("legal", "necessary", "proportionate", "equal"), "yes")}  # fmt: skip
    room.do("decide", seat, inject="school", option="call-her-back", **{"as": "team"}, **answer)
    room.tick()
    room.do("phase", room.lead, phase="meeting", saw=room.seq())
    room.tick()
    sent = [code for code in room.state.injects if room.state.sent(code, "youth-centre")]
    assert sent == ["school", "school-c-0", "meeting-room"]


def test_what_a_room_has_no_word_for_is_told_line_by_line():
    drafted = draft(played("errands"), "", "ru")
    scenario = drafted.scenario
    assert (scenario.title.get(), scenario.authors) == ("Поручения", ("Kopuro",))
    assert drafted.told == (
        "Variables (asked, places) were followed; each way that they make is an inject of its own.",
        "Chance (shuffle): what was drawn while reading stands in the draft, always the same.",
        "Functions of another program (weather) were not called.",
        "“ask”: it goes on in more than one way; the first was taken.",
        "“start” leads back to “ask”; a room does not go back, so that way ends.",
        "“Поговорить”: the tag “# звук: стук” was not carried.",
        "“start”: the tag “# музыка: дождь” was not carried.",
        "“start-2”: the tag “# музыка: дождь” was not carried.",
        "“start-again-c-2”: “скоро” is no length of time for “delay”.",
        "“final”: “Дальше” was its only choice; it goes on by itself.",
        "The phases' planned lengths are guesses.",
        "Decisions without “# credit” have none yet; the linter names them.",
    )
    assert all(f"- {line}" in scenario.facilitator.get() for line in drafted.told)


def test_tags_say_what_a_room_needs():
    scenario = draft(played("errands"), "", "ru").scenario
    again = scenario.inject("start-again")
    assert [(one.credit, one.no_action, one.sets) for one in again.options] == [
        (None, False, ()), ("part", True, ()), ("full", False, ("doverie",)),
    ]  # fmt: skip
    assert again.options[2].because.get() == "Разговор ничего не портит."
    assert scenario.flags == ("doverie",)
    assert scenario.inject("final").trigger == Trigger()
    last = scenario.inject("final-c-0")
    assert (last.trigger, last.needs_ack, last.deadline) == (Trigger(after="final"), True, 300)
    assert scenario.inject("start").to.roles == ("inspektor",)


def test_a_story_without_an_end_and_one_that_is_too_wide_are_cut_and_told():
    endless = played("endless")
    assert len(endless.passages) == 1
    assert endless.told == ("“a”: it goes on without a choice for too long; the rest was not read.",)
    wide = played("wide")
    assert len(wide.passages) == 300
    assert wide.told[-1] == "The story is larger than a room: only its first 300 passages were read."
    assert len(draft(wide, "", "en").scenario.injects) == 300


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe\x00", b"-> knot\n=== knot ===\nHello", b"{}", b"[]", b'{"inkVersion": 21}', b'{"inkVersion": 99, "root": [["^x", "\\n"]]}',
        compiled(), compiled({"x()": "nothing", "exArgs": 2}), compiled({"->": "nowhere"}), compiled("ev", "/str", "/ev"), compiled({"*": "x", "flg": "a"}),
        b'{"inkVersion": 21, "root": [' + b"[" * 5000 + b"]" * 5000 + b"]}",
    ],
)  # fmt: skip
def test_what_is_no_story_is_refused(data):
    with pytest.raises(Problem) as refusal:
        played(data, seconds=2.0)
    assert refusal.value.code in ("room.ink", "intake.too_heavy")


def test_a_story_that_turns_in_circles_without_a_word_is_ended():
    circle = b'{"inkVersion":21,"root":[[{"->":"a"},["done",{"#n":"g-0"}],null],"done",{"a":[{"->":".^.^.a"},null]}],"listDefs":{}}'
    with pytest.raises(Problem) as refusal:
        played(circle, seconds=1.0)
    assert refusal.value.code in ("intake.too_heavy", "room.ink")


NODES = st.recursive(
    st.one_of(
        st.sampled_from(("ev", "/ev", "str", "/str", "\n", "done", "end", "nop", "out", "^Hello", "#", "/#", "<>", "thread", "turn", "rnd")),
        st.integers(-3, 3), st.none(), st.booleans(),
        st.fixed_dictionaries({"->": st.sampled_from((".^", "a", ".^.c-0", "0"))}),
        st.fixed_dictionaries({"*": st.just(".^.c-0"), "flg": st.integers(0, 31)}),
        st.fixed_dictionaries({"VAR=": st.just("n")}), st.fixed_dictionaries({"VAR?": st.just("n")}),
    ),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(("c-0", "a", "#f", "#n")), inner, max_size=2),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(NODES, max_size=6))
def test_no_tree_breaks_the_reader(nodes):
    data = json.dumps({"inkVersion": 21, "root": [[*nodes, None], "done", None], "listDefs": {}}).encode()
    try:
        story = played(data, seconds=0.7)
    except Problem as problem:
        assert problem.code in ("room.ink", "intake.too_heavy")
        return
    made = draft(story, "", "en").scenario
    assert read_files(to_files(made)).scenario == made


@pytest.mark.django_db
def test_a_story_brought_on_the_page_becomes_a_draft_that_says_what_it_lost(cast):
    client = cast.client("chinara")
    form = {"programme": cast.programme.code, "language": "ru", "title": ""}
    file = SimpleUploadedFile("errands.ink.json", (STORIES / "errands.ink.json").read_bytes())
    page = client.post(reverse("ink-in"), {**form, "file": file}, follow=True)
    version = Version.objects.get()
    assert version.scenario.code == "porucheniya"
    assert "“start” leads back to “ask”" in page.content.decode()
    assert library.loaded(version).scenario.fictional is False
    source = SimpleUploadedFile("errands.ink", (STORIES / "errands.ink").read_bytes())
    refused = client.post(reverse("ink-in"), {**form, "file": source})
    assert refused.status_code == 422
    assert "Export to JSON" in refused.content.decode()
    assert Version.objects.count() == 1
    assert cast.client("hamid").get(reverse("ink-in")).status_code == 404
