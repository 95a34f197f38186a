"""After its date a run loses what people typed, by itself: once, everywhere, without holding up anything."""

from __future__ import annotations

import glob
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kopuro.core.models import AuditLine
from kopuro.rooms import actions
from kopuro.rooms.actions import keeping
from kopuro.rooms.desk import Desk, desk
from kopuro.rooms.models import Run
from kopuro.rooms.queries.keeping import due
from kopuro.rooms.tests.factories import ANSWER
from kopuro.rooms.tests.test_pages import Played

pytestmark = pytest.mark.django_db
KEPT_UNTIL = date(2027, 3, 1)
AFTER = datetime(2027, 3, 2, 8, tzinfo=UTC)


class Again(Played):
    """A second run of the version that another plays."""

    def __init__(self, other) -> None:
        self.cast, self.seats, self.now = other.cast, {}, 0
        how = {"programme": self.cast.programme, "version": other.version, "mode": "rehearsal"}
        self.run = actions.prepare(retain_until=date(2030, 1, 1), **how, **self.cast.writing("chinara"))
        self.director = actions.take_staff_seat(run=self.run, kind="director", **self.cast.writing("chinara"))


def files_holding(typed):
    """Files of the log with these words in them."""
    if desk().store.shared:
        pytest.skip("PostgreSQL keeps its own files")
    names = glob.glob(f"{glob.escape(desk().address)}*")
    return [name for name in names if typed.encode() in Path(name).read_bytes()]


def played(cast, first=None, typed="I know her."):
    room = Played(cast) if first is None else Again(first)
    Run.objects.filter(pk=room.run.pk).update(retain_until=KEPT_UNTIL)
    room.lead("open")
    for sign in ("Juniper", "Walnut"):
        room.join(sign)
    room.lead("start")
    room.lead("phase", phase="together")
    room.lead("release", inject="first-step")
    room.do("Juniper", "decide", inject="first-step", option="leave", **ANSWER | {"rationale": typed})
    for kind in ("end", "debrief", *["round"] * 4, "seal"):
        room.lead(kind, **({"empty": True} if kind == "round" else {}))
    room.run.refresh_from_db()
    return room


def nothing_typed_is_left(run):
    assert not any(event.words for event in desk().events(run.log_name))
    assert set(run.seats.values_list("code_hash", flat=True)) == {""}
    assert "Juniper" not in str(desk().read(run.log_name, lambda hall: hall.state.plain()))


def test_a_run_past_its_date_loses_its_words_and_keeps_its_events(cast):
    run = played(cast).run
    before = len(desk().events(run.log_name))
    assert actions.forget_due(at=datetime(2027, 3, 1, 8, tzinfo=UTC)) == []
    assert actions.forget_due(at=AFTER) == [run]
    nothing_typed_is_left(run)
    assert len(desk().events(run.log_name)) == before
    line = AuditLine.objects.get(verb="run.forget")
    assert (line.actor, line.thing) == ("", str(run.key))


def test_it_is_done_once_for_a_sealed_run_and_again_where_people_could_go_on_typing(cast):
    run = played(cast).run
    actions.forget_due(at=AFTER)
    assert due(AFTER.date()) == []
    Run.objects.filter(pk=run.pk).update(status="debrief")
    assert due(AFTER.date()) == [run]


def test_a_run_that_cannot_be_erased_holds_up_no_other_and_is_tried_again(cast, monkeypatch, caplog):
    one = played(cast)
    first, second = one.run, played(cast, first=one).run
    real = Desk.forget

    def stuck(self, log_name):
        if log_name == first.log_name:
            raise OSError("the disk is full")
        return real(self, log_name)

    with monkeypatch.context() as broken:
        broken.setattr(Desk, "forget", stuck)
        assert actions.forget_due(at=AFTER) == [second]
    assert "could not be erased" in caplog.text
    nothing_typed_is_left(second)
    assert due(AFTER.date()) == [first]
    assert actions.forget_due(at=AFTER) == [first]


@pytest.mark.parametrize("twin", ["does nothing", "leaves the words", "leaves the codes"])
def test_broken_twins_are_caught(cast, monkeypatch, twin):
    room = played(cast)
    if twin == "does nothing":
        monkeypatch.setattr(keeping, "due", lambda today: [])
    elif twin == "leaves the words":
        monkeypatch.setattr(Desk, "forget", lambda self, log_name: 0)
    else:
        monkeypatch.setattr(keeping, "erase", lambda *, actor, at, run: desk().forget(run.log_name))
    actions.forget_due(at=AFTER)
    with pytest.raises(AssertionError):
        nothing_typed_is_left(room.run)


def test_no_file_of_the_log_holds_the_words_any_more(cast):
    typed = "Words that nobody else would type, kept for a while"
    room = played(cast, typed=typed)
    assert files_holding(typed) != []
    actions.forget_due(at=AFTER)
    assert files_holding(typed) == []
    nothing_typed_is_left(room.run)


def test_a_log_that_is_not_scrubbed_is_caught(cast, monkeypatch):
    typed = "Words that stay in free pages of the file"
    played(cast, typed=typed)
    monkeypatch.setattr(type(desk().store), "scrub", lambda self: None)
    actions.forget_due(at=AFTER)
    assert files_holding(typed) != []
