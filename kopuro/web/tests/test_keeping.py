"""The household works at the start of the server and once on each day, and survives a fault."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from kopuro.core import clock
from kopuro.web import keeping
from kopuro.web.keeping import Household


@pytest.fixture
def days(monkeypatch):
    """Days that pass as the test says, and what the household did on each."""
    done: list[date] = []
    now = [date(2027, 3, 1)]
    monkeypatch.setattr(clock, "today", lambda: now[0])

    def forget(at):
        done.append(now[0])
        return []

    monkeypatch.setattr(keeping, "forget_due", forget)
    return now, done


def test_once_at_the_start_and_once_on_each_day(days):
    now, done = days
    house = Household()
    for day in (1, 1, 2, 2, 3):
        now[0] = date(2027, 3, day)
        house.keep()
    assert done == [date(2027, 3, day) for day in (1, 2, 3)]


def test_after_a_fault_it_is_tried_again_on_the_same_day(days, monkeypatch, caplog):
    _now, done = days
    house = Household()
    with monkeypatch.context() as broken:
        broken.setattr(keeping, "forget_due", lambda at: 1 / 0)
        house.keep()
    assert "could not do its work" in caplog.text
    house.keep()
    assert done == [date(2027, 3, 1)]


def test_the_thread_works_at_once_and_ends_when_told(monkeypatch):
    worked = threading.Event()
    monkeypatch.setattr(keeping, "forget_due", lambda at: worked.set() or [])
    house = Household(look=3600)
    house.begin()
    assert worked.wait(10)
    house.end()
    assert not house._thread.is_alive()


@pytest.mark.django_db
def test_the_check_tells_of_runs_that_wait_too_long(cast):
    from kopuro.rooms.models import Run
    from kopuro.rooms.tests.test_pages import Played
    from kopuro.web.health import findings

    def said():
        (finding,) = [one for one in findings() if one.name == "retention"]
        return finding.ok, finding.says

    assert said() == (True, "none")
    Run.objects.filter(pk=Played(cast).run.pk).update(retain_until=date(2020, 1, 1))
    assert said() == (False, "1 run still holds what people typed. Run: kopuro serve")
