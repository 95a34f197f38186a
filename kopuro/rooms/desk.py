"""The pages' own way to the log: reads a run's state and carries out commands that come by form.

The room server of the process (`doorway`) keeps its own connection; both see the same log, and a commit here wakes it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from kopuro.core.problems import Problem
from kopuro.rooms import tokens
from kopuro.rooms.log import Given, Hall, Job, Store, open_store, perform, prepare_run
from kopuro.rooms.log.rows import event_of
from kopuro.rooms.log.store import READMIT
from kopuro.rooms.rules.run import Event

R = TypeVar("R")
MOST_HALLS = 12  # runs kept in memory for pages; others are read again when asked for


def log_address() -> str:
    """Where the log of rooms stands: beside the database's file, or in the same PostgreSQL database."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(where["NAME"]).removesuffix(".sqlite3") + ".rooms.sqlite3"
    # Every part is quoted: a host may be the folder of a socket, a password may hold any sign.
    user, password, host, name = (
        quote(str(where.get(part) or ""), safe="") for part in ("USER", "PASSWORD", "HOST", "NAME")
    )
    who = f"{user}{':' + password if password else ''}@" if user else ""
    port = f":{where['PORT']}" if where.get("PORT") else ""
    return f"postgresql://{who}{host or 'localhost'}{port}/{name}"


class Desk:
    """One connection behind one lock: pages are few, and the log has one writer at a time anyway."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.store: Store = open_store(address)
        self.halls: OrderedDict[str, Hall] = OrderedDict()
        self.lock = threading.RLock()

    def carry_out(self, run: str, kind: str, seat: str, data: Mapping[str, Any], id_: str, now: int) -> Given:
        """Commits a command and gives its answer; the same id gets the same answer. Raises the Problem that refuses it."""
        job = Job(run, kind, seat, data, id_)
        with self.lock:
            perform(self.store, self.halls, [job], now)
            self._tidy(run)
        if isinstance(job.answer, Problem):
            raise job.answer
        assert job.answer is not None  # perform answers every job
        return job.answer

    def read(self, run: str, look: Callable[[Hall], R]) -> R:
        """What `look` finds in the run's newest state. It must not change the hall, nor keep it."""
        with self.lock:
            hall = self.halls.get(run)
            if hall is None:
                hall = self.halls[run] = Hall.load(self.store, run)
            else:
                rows = self.store.tail(run, hall.state.seq)
                if rows:
                    hall.learn(rows)
            found = look(hall)
            self._tidy(run)
            return found

    def events(self, run: str) -> list[Event]:
        """All events of a run in order."""
        with self.lock:
            return [event_of(row) for row in self.store.tail(run, 0)]

    def prepare(self, run: str, files: Mapping[str, bytes], **how: Any) -> str:
        with self.lock:
            return prepare_run(self.store, run, files, **how)

    def run_of_pin(self, pin: str) -> str | None:
        with self.lock:
            return self.store.room_by_pin(pin) if pin.isascii() and pin.isdigit() else None

    def forget(self, run: str) -> int:
        """Takes what was typed out of a run's events; returns how many had words."""
        with self._writing(run):
            erased = self.store.erase(run, [row.seq for row in self.store.tail(run, 0) if row.words])
        with self.lock:
            self.halls.pop(run, None)
            if erased:
                self.store.scrub()
        return erased

    def readmit(self) -> None:
        """Tells the room servers of all processes to forget wrong PINs."""
        with self._writing():
            self.store.wake({READMIT: 0})

    @contextlib.contextmanager
    def _writing(self, *runs: str) -> Iterator[None]:
        with self.lock:
            try:
                self.store.begin(runs)
                yield
                self.store.commit()
            except Exception:
                self.store.rollback()
                raise

    def presence(self, run: str, but: str, since: int) -> frozenset[str] | None:
        """Seats with an open stream at another process than `but`, by its word since `since` (ms); None where the log
        keeps no such word (SQLite: the process that serves the stations knows by itself)."""
        if not self.store.shared:
            return None
        with self.lock:
            words = self.store.presence(run, but, since)
        return frozenset(seat for one in words for seat in json.loads(one))

    def _tidy(self, run: str) -> None:
        hall = self.halls.get(run)
        if hall is not None:
            hall.learned.clear()
            self.halls.move_to_end(run)
        while len(self.halls) > MOST_HALLS:
            self.halls.popitem(last=False)

    def close(self) -> None:
        with self.lock:
            self.store.close()


_desk: Desk | None = None
_opening = threading.Lock()


def desk() -> Desk:
    """The desk of this process, opened when it is first wanted."""
    global _desk
    address = log_address()
    with _opening:
        if _desk is None or _desk.address != address:
            if _desk is not None:
                _desk.close()
            _desk = Desk(address)
        return _desk


def close() -> None:
    """Lets the desk's connection go, at the end of the process or of a test run; the next who asks opens another."""
    global _desk
    with _opening:
        if _desk is not None:
            _desk.close()
            _desk = None


def seat_token(run: str, seat: str) -> str:
    return tokens.token(tokens.derive(settings.SECRET_KEY), run, seat)


def seat_claim(token: str) -> tokens.Claim | None:
    """What a seat token proves; None when it is forged."""
    return tokens.claim(tokens.derive(settings.SECRET_KEY), token) if token else None
