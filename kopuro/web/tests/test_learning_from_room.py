"""What a sealed room judged becomes learning data, under keys that nobody can type."""

from __future__ import annotations

import pytest

from kopuro.core.problems import Problem
from kopuro.learning import actions, queries
from kopuro.learning.models import Judgement, LearningFile
from kopuro.learning.tests.factories import a_workshop
from kopuro.rooms.models import Run
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.scenario import read_files, read_folder
from kopuro.rooms.tests.factories import SCENARIOS
from kopuro.rooms.tests.test_pages import Played
from kopuro.web.learning_from_room import _pair, take_room, taken_of

pytestmark = pytest.mark.django_db
CASES = ("reader-one", "reader-two", "reader-three", "reader-four")


@pytest.fixture
def room(cast):
    """Ten seats judge four cases, then the room is sealed. A training needs two reviewers, so it is called one here."""
    played = Played(cast)
    played.lead("open")
    for number in range(10):
        played.join(f"Tree {number}", "upper-bridge" if number % 2 else "lower-bridge")
    played.lead("start")
    played.lead("release", inject="four-readers")
    for number in range(10):
        for case in CASES:
            value = (
                "talk"
                if (case == "reader-three" and number < 8) or (case == "reader-one" and number < 3)
                else "nothing"
            )
            played.do(f"Tree {number}", "rate", inject="four-readers", case=case, value=value, confidence=50 + number)
    for kind in ("end", "debrief", *["round"] * 4, "seal"):
        played.lead(kind, **({"empty": True} if kind == "round" else {}))
    Run.objects.filter(pk=played.run.pk).update(mode="training", activity=a_workshop(cast))
    return Run.objects.get(pk=played.run.pk)


def test_what_each_seat_judged_alone_is_kept_once(cast, room):
    (file,) = take_room(run=room, **cast.writing("chinara"))

    assert (file.kind, file.rows, file.instrument) == ("judgements", 40, "taster")
    assert Judgement.objects.values("seat").distinct().count() == 10
    judged = Judgement.objects.filter(signal=True, response=1), Judgement.objects.filter(signal=False, response=1)
    assert [rows.count() for rows in judged] == [8, 3]
    assert take_room(run=room, **cast.writing("chinara")) == [file]
    assert take_room(run=room, **cast.writing("hamid")) == [file]
    assert LearningFile.objects.count() == 1


def test_what_was_removed_can_be_taken_again(cast, room):
    (file,) = take_room(run=room, **cast.writing("chinara"))
    actions.remove(file=file, **cast.writing("chinara"))
    assert taken_of(room) == []

    (again,) = take_room(run=room, **cast.writing("chinara"))
    assert (again.pk == file.pk, taken_of(room)) == (False, [again])


def test_the_activity_tells_what_its_room_judged(cast, room):
    take_room(run=room, **cast.writing("chinara"))

    detection = queries.parts(list(LearningFile.objects.all()))[0]
    assert (detection.name, detection.n) == ("detection", 10)
    assert detection.data["after"]["hits"] == 8


def test_staff_who_know_run_and_seat_find_no_figures_by_them(cast, room):
    take_room(run=room, **cast.writing("chinara"))

    for code in (f"{room.key} s1", "s1", "Tree 1", f"{room.key}s2"):
        assert queries.own_result(cast.actor("chinara"), room.activity, code) == []


@pytest.mark.parametrize(
    "change", [{"status": "ended"}, {"mode": "rehearsal"}, {"mode": "demonstration"}, {"activity": None}]
)
def test_a_room_for_show_or_unfinished_gives_nothing(cast, room, change):
    Run.objects.filter(pk=room.pk).update(**change)
    room.refresh_from_db()

    with pytest.raises(Problem, match=r"learning\.room"):
        take_room(run=room, **cast.writing("chinara"))


def test_who_may_not_take_tables_in_takes_no_room_in(cast, room):
    with pytest.raises(Problem, match=r"learning\.not-allowed"):
        take_room(run=room, **cast.writing("gulnora"))


def test_only_a_trait_that_leaves_the_key_alone_is_asked_for_bias():
    scenario = read_files(read_folder(SCENARIOS / "prison-wing")).scenario
    play = Play(scenario)
    (rated,) = scenario.sets
    asked, not_asked = set(), set()
    for codes in rated.design.pairs:
        one, other = (play.cases[code] for code in codes)
        traits = {_pair(play, rated, case)[1] for case in (one, other)}
        (asked if one.key.value == other.key.value else not_asked).update(traits)
    assert asked == {"origin", "piety", "sex"}
    assert not_asked == {""}
