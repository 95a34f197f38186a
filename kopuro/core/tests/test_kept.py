"""Pages that are kept: drawn once, never older than the last write, never another reader's."""

from __future__ import annotations

import gzip
import threading
from datetime import date

import pytest
from django.contrib.messages import INFO
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import translation

from kopuro.core import kept as keeping
from kopuro.core.actor import Actor
from kopuro.core.kept import Store, kept, remembered
from kopuro.core.models import DoneOnce
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)
AIDA, GULNORA = Actor(key="aida"), Actor(key="gulnora")


@pytest.fixture(autouse=True)
def empty_store(monkeypatch):
    monkeypatch.setattr(keeping, "store", Store())


def write():
    DoneOnce.objects.create(key=str(DoneOnce.objects.count()), actor="aida", verb="test", at=NOW)


def rows(request) -> HttpResponse:
    """A page that shows the record."""
    return HttpResponse(f"{DoneOnce.objects.count()} rows".encode())


def asked(view, actor=AIDA, path="/rows/", **more):
    request = RequestFactory(headers=more.pop("headers", {})).get(path)
    request.actor = actor
    for name, value in more.items():
        setattr(request, name, value)
    return view(request)


class Drawn:
    """A view that counts how often it drew."""

    def __init__(self, view=rows) -> None:
        self.times, self.view = 0, view
        self.page = kept(self.draw)

    def draw(self, request) -> HttpResponse:
        self.times += 1
        return self.view(request)


def test_a_page_is_drawn_once():
    drawn = Drawn()
    assert [asked(drawn.page).content for _ in range(3)] == [b"0 rows"] * 3
    assert drawn.times == 1


def test_a_write_is_on_the_next_page():
    drawn = Drawn()
    asked(drawn.page)
    write()
    assert asked(drawn.page).content == b"1 rows"


def test_a_write_past_all_actions_is_noticed_too():
    drawn = Drawn()
    write()
    asked(drawn.page)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kopuro_doneonce")
    assert asked(drawn.page).content == b"0 rows"


def elsewhere(do):
    """In another thread, with a connection of its own."""

    def run():
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_write_of_another_connection_is_noticed():
    drawn = Drawn()
    asked(drawn.page)
    elsewhere(write)
    assert asked(drawn.page).content == b"1 rows"


def test_what_another_thread_kept_is_never_older_than_the_last_write():
    drawn, seen = Drawn(), []
    for _ in range(5):
        write()
        elsewhere(lambda: seen.append(asked(drawn.page).content))
        seen.append(asked(drawn.page).content)
    assert seen == [f"{n} rows".encode() for n in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5)]


def test_were_writes_not_noticed_the_page_would_be_old(monkeypatch):
    """The twin of the tests above."""
    monkeypatch.setattr(keeping, "state", lambda: "always the same")
    drawn = Drawn()
    asked(drawn.page)
    write()
    assert asked(drawn.page).content == b"0 rows"


def test_inside_a_transaction_nothing_is_kept():
    drawn = Drawn()
    with transaction.atomic():
        asked(drawn.page)
        write()
        assert asked(drawn.page).content == b"1 rows"
        transaction.set_rollback(True)
    assert asked(drawn.page).content == b"0 rows"
    assert drawn.times == 3


def test_each_reader_session_language_address_and_day_has_its_own(monkeypatch):
    drawn = Drawn(lambda request: HttpResponse(request.actor.key))
    assert (asked(drawn.page).content, asked(drawn.page, GULNORA).content) == (b"aida", b"gulnora")
    asked(drawn.page, path="/rows/?page=2")
    asked(drawn.page, headers={"hx-request": "true"})
    asked(drawn.page, META=RequestFactory().get("/rows/").META | {"CSRF_COOKIE": "another session"})
    with translation.override("ru"):
        asked(drawn.page)
    monkeypatch.setattr("kopuro.core.clock.today", lambda: date(2031, 1, 1))
    asked(drawn.page)
    assert drawn.times == 7


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponseRedirect("/"),
        lambda request: HttpResponse(status=404),
        lambda request: HttpResponse(get_token(request)),
        lambda request: HttpResponse("a list", headers={"Content-Disposition": "attachment"}),
        lambda request: FileResponse(iter([b"a photo"])),
    ],
)
def test_only_plain_pages_are_kept(view):
    drawn = Drawn(view)
    asked(drawn.page)
    asked(drawn.page)
    assert drawn.times == 2


def test_a_page_with_a_message_is_shown_once():
    drawn = Drawn()
    request = RequestFactory().get("/rows/")
    request.actor, request._messages = AIDA, CookieStorage(request)
    request._messages.add(INFO, "Saved.")
    drawn.page(request)
    asked(drawn.page)
    assert drawn.times == 2


def test_a_post_is_never_answered_from_what_is_kept():
    drawn = Drawn()
    asked(drawn.page)
    asked(drawn.page, method="POST")
    assert drawn.times == 2


def test_a_kept_page_goes_packed_to_those_who_can_unpack_it():
    drawn = Drawn()
    asked(drawn.page)
    packed = asked(drawn.page, headers={"accept-encoding": "gzip"})
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", b"0 rows")
    assert packed["Vary"] == "Accept-Encoding, Accept-Language, Cookie"
    assert asked(drawn.page).content == b"0 rows"


def test_a_value_is_made_once_for_a_state_and_a_minute(monkeypatch):
    made = []

    def value():
        request = RequestFactory().get("/")
        return remembered(request, "rows", lambda: made.append(1) or DoneOnce.objects.count())

    assert [value(), value(), len(made)] == [0, 0, 1]
    write()
    assert [value(), value(), len(made)] == [1, 1, 2]
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert [value(), len(made)] == [1, 3]


def test_the_store_has_room_for_what_was_asked_for_last():
    store = Store(room=10)
    for key in "abc":
        store.put(1, key, key, 4) if store.get(1, key) is None else None
    assert [store.get(1, key) for key in "abc"] == [None, "b", "c"]
    store.put(1, "huge", "huge", keeping.LARGEST + 1)
    assert store.get(1, "huge") is None
    assert store.get(2, "b") is None
