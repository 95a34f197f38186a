"""Pages that are kept until something is written: what depends on the record, its reader and its address alone is drawn
once and handed out again.

Whether something was written is asked of the database itself, not of the code that writes: SQLite counts the commits of
other connections and the changes of this one, PostgreSQL tells its snapshot. A write by any road, of any process, is
noticed by the next request. A page never goes to another reader, another session or another day.
"""

from __future__ import annotations

import functools
import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from kopuro.core import clock
from kopuro.core.pages import Request, View

ROOM = 48 * 1024 * 1024  # bytes of pages kept by one process
LARGEST = 512 * 1024
SMALL = 2048  # bytes that a remembered value is taken to hold

T = TypeVar("T")


class Store:
    """What was worked out of one state of the record; what was not asked for lately makes room."""

    def __init__(self, room: int = ROOM) -> None:
        self.room, self.size = room, 0
        self.lock = threading.Lock()
        self.state: Hashable = None
        self.things: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def get(self, state: Hashable, key: Hashable) -> Any:
        """None where nothing is kept for this state."""
        if state is None:
            return None
        with self.lock:
            if state != self.state:
                self.things.clear()
                self.state, self.size = state, 0
            if key not in self.things:
                return None
            self.things.move_to_end(key)
            return self.things[key][0]

    def put(self, state: Hashable, key: Hashable, thing: Any, size: int) -> None:
        with self.lock:
            if state is None or state != self.state or size > LARGEST or key in self.things:
                return
            self.things[key] = (thing, size)
            self.size += size
            while self.size > self.room:
                self.size -= self.things.popitem(last=False)[1][1]


store = Store()
_thread = threading.local()
_changes = 0
_lock = threading.Lock()


def state() -> Hashable:
    """Equal to an earlier answer only if nothing was committed to the database in between. None inside a transaction:
    what was written there may still be taken back, so nothing is kept."""
    if connection.in_atomic_block:
        return None
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return _sqlite_state()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def _sqlite_state() -> int:
    """The counters of two connections can't be compared; each thread that sees its own move turns the common one."""
    global _changes
    raw: Any = connection.connection
    seen = (raw, raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)
    with _lock:
        if seen != getattr(_thread, "seen", None):
            _changes += 1
            _thread.seen = seen
        return _changes


def of_request(request: Any) -> Hashable:
    """The state at the first question of this request: what a page shows is never older than its request."""
    if not hasattr(request, "record_state"):
        request.record_state = state()
    return request.record_state  # type: ignore[no-any-return]


def remembered(request: Any, key: Hashable, make: Callable[[], T]) -> T:
    """A small value that follows from the record alone, made once for each state of it and at least once a minute."""
    now, minute = of_request(request), int(time.time() // 60)
    known = store.get(now, ("value", key, minute))
    if known is None:
        known = (make(),)
        store.put(now, ("value", key, minute), known, SMALL)
    return known[0]  # type: ignore[no-any-return]


@dataclass
class Page:
    body: bytes
    content_type: str
    has_token: bool
    packed: bytes = field(default=b"")

    def answer(self, request: Request) -> HttpResponse:
        if self.has_token:
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True  # as if the token had been drawn now
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            self.packed = self.packed or gzip.compress(self.body, 6)
            response = HttpResponse(self.packed, content_type=self.content_type)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(self.body, content_type=self.content_type)
        patch_vary_headers(response, ("Accept-Encoding", "Accept-Language", "Cookie"))
        return response


def kept(view: View) -> View:
    """For a page that changes nothing and shows nothing of the contact book. Stands under `@page`: the rule is asked first."""

    @functools.wraps(view)
    def answered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET" or len(get_messages(request)):
            return view(request, *args, **kwargs)
        secret = request.META.get("CSRF_COOKIE", "")
        asked = (request.headers.get("HX-Request"), request.headers.get("HX-Target"), request.get_full_path())
        now, key = of_request(request), (request.actor.key, secret, get_language(), clock.today(), *asked)
        page: Page | None = store.get(now, key)
        if page:
            return page.answer(request)
        response = view(request, *args, **kwargs)
        if _is_keepable(response) and request.META.get("CSRF_COOKIE", "") == secret:
            token = bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
            page = Page(response.content, response["Content-Type"], token)
            store.put(now, key, page, len(page.body))
        return response

    return answered


def _is_keepable(response: HttpResponse) -> bool:
    plain = response.status_code == 200 and not response.streaming and not response.cookies
    return plain and "Content-Disposition" not in response
