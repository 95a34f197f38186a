"""The log in PostgreSQL, for several processes or hosts: one run is written by one transaction at a time."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping

import psycopg

from .rows import COLUMNS, Row
from .store import KeptRoom

log = logging.getLogger("kopuro.rooms")
CHANNEL = "kopuro_rooms"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS room_event (
  run text NOT NULL, seq bigint NOT NULL CHECK (seq > 0), id text NOT NULL, kind text NOT NULL, seat text NOT NULL,
  at bigint NOT NULL, time bigint NOT NULL, cause bigint NOT NULL, audience text NOT NULL, data text NOT NULL,
  words text, typed text NOT NULL, hash text NOT NULL, PRIMARY KEY (run, seq), UNIQUE (run, id));
CREATE TABLE IF NOT EXISTS room_kept (
  run text PRIMARY KEY, pin text NOT NULL, status text NOT NULL, kept text NOT NULL,
  key text NOT NULL, made bigint NOT NULL);
CREATE INDEX IF NOT EXISTS room_kept_pin ON room_kept (pin);
CREATE TABLE IF NOT EXISTS room_snapshot (run text PRIMARY KEY, seq bigint NOT NULL, state text NOT NULL);
CREATE UNLOGGED TABLE IF NOT EXISTS room_presence (
  run text NOT NULL, process text NOT NULL, seats text NOT NULL, time bigint NOT NULL, PRIMARY KEY (run, process));
"""
_NAMES = ", ".join(COLUMNS)
_COPY = f"COPY room_event ({_NAMES}) FROM STDIN"
_TAIL = f"SELECT {_NAMES} FROM room_event WHERE run = %s AND seq > %s ORDER BY seq"  # noqa: S608 - our own names


class PostgresStore:
    """See `Store`. `address` is a libpq address (`postgresql://…`). A lost connection is opened again."""

    shared = True

    def __init__(self, address: str) -> None:
        self.address = address
        self.connection = self._connect()
        self._begun = False
        with self.connection.transaction():
            self.connection.execute("SELECT pg_advisory_xact_lock(hashtext('kopuro room schema'))")
            self.connection.execute(_SCHEMA)
        self._closed = threading.Event()
        self._name = secrets.token_hex(6)
        self._ear: threading.Thread | None = None

    def _connect(self) -> psycopg.Connection:
        connection = psycopg.connect(
            self.address, autocommit=True, prepare_threshold=1, application_name="kopuro rooms"
        )
        connection.execute("SET synchronous_commit = on")
        return connection

    def _open(self) -> psycopg.Connection:
        """The connection; a lost one is opened again, but never inside a transaction: what was begun there is gone."""
        if self.connection.closed and not self._begun:
            self.connection = self._connect()
        return self.connection

    def begin(self, runs: Iterable[str]) -> None:
        connection = self._open()
        self._begun = True
        connection.execute("BEGIN")
        for run in sorted(runs):  # in one order, so that two processes never wait for each other
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_lock(run),))

    def commit(self) -> None:
        self.connection.execute("COMMIT")
        self._begun = False

    def rollback(self) -> None:
        self._begun = False
        if not self.connection.closed:
            self.connection.execute("ROLLBACK")

    def append(self, rows: list[Row]) -> None:
        with self._open().cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)

    def tail(self, run: str, after: int) -> list[Row]:
        return [Row(*row) for row in self._open().execute(_TAIL, (run, after))]

    def keep_room(self, room: KeptRoom) -> None:
        self._open().execute("INSERT INTO room_kept VALUES (%s, %s, %s, %s, %s, %s)", room)

    def room(self, run: str) -> KeptRoom | None:
        found = self._open().execute("SELECT * FROM room_kept WHERE run = %s", (run,)).fetchone()
        return KeptRoom(*found) if found else None

    def room_by_pin(self, pin: str) -> str | None:
        found = (
            self._open()
            .execute("SELECT run FROM room_kept WHERE pin = %s AND status != 'sealed' ORDER BY made DESC", (pin,))
            .fetchone()
        )
        return str(found[0]) if found else None

    def rooms(self, *statuses: str) -> list[str]:
        query = "SELECT run FROM room_kept WHERE status = ANY(%s) ORDER BY made"
        return [row[0] for row in self._open().execute(query, (list(statuses),))]

    def set_status(self, run: str, status: str) -> None:
        self._open().execute(
            "UPDATE room_kept SET status = %s, key = CASE WHEN %s = 'sealed' THEN '' ELSE key END WHERE run = %s",
            (status, status, run),
        )

    def set_pin(self, run: str, pin: str) -> None:
        self._open().execute("UPDATE room_kept SET pin = %s WHERE run = %s", (pin, run))

    def keep_snapshot(self, run: str, seq: int, state: str) -> None:
        self._open().execute(
            "INSERT INTO room_snapshot VALUES (%s, %s, %s) ON CONFLICT (run) DO UPDATE SET seq = EXCLUDED.seq, "
            "state = EXCLUDED.state WHERE room_snapshot.seq < EXCLUDED.seq",
            (run, seq, state),
        )

    def snapshot(self, run: str) -> tuple[int, str] | None:
        found = self._open().execute("SELECT seq, state FROM room_snapshot WHERE run = %s", (run,)).fetchone()
        return (int(found[0]), str(found[1])) if found else None

    def erase(self, run: str, seqs: Iterable[int]) -> int:
        cursor = self._open().execute(
            "UPDATE room_event SET words = NULL WHERE run = %s AND seq = ANY(%s) AND words IS NOT NULL",
            (run, list(seqs)),
        )
        self._open().execute("DELETE FROM room_snapshot WHERE run = %s", (run,))
        return cursor.rowcount

    def scrub(self) -> None:
        """Left to the server: its vacuum gives the space of old rows away and overwrites it."""

    def keep_presence(self, run: str, process: str, seats: str, now: int) -> None:
        self._open().execute(
            "INSERT INTO room_presence VALUES (%s, %s, %s, %s) ON CONFLICT (run, process) DO UPDATE "
            "SET seats = EXCLUDED.seats, time = EXCLUDED.time",
            (run, process, seats, now),
        )

    def presence(self, run: str, but: str, since: int) -> list[str]:
        query = "SELECT seats FROM room_presence WHERE run = %s AND process <> %s AND time >= %s"
        return [row[0] for row in self._open().execute(query, (run, but, since))]

    def wake(self, heads: Mapping[str, int]) -> None:
        """Inside the transaction: PostgreSQL tells it at the commit, and not at all when there is none."""
        for run in heads:
            self._open().execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"{self._name} {run}"))

    def on_wake(self, call: Callable[[str], None]) -> None:
        self._ear = threading.Thread(target=self._listen, args=(call,), name="room wakes", daemon=True)
        self._ear.start()

    def _listen(self, call: Callable[[str], None]) -> None:
        while not self._closed.is_set():
            try:
                with psycopg.connect(self.address, autocommit=True, application_name="kopuro room wakes") as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._hear(connection, call)
            except psycopg.OperationalError:
                if not self._closed.is_set():
                    log.warning("the wake-up connection to PostgreSQL was lost; trying again")
                    self._closed.wait(0.5)

    def _hear(self, connection: psycopg.Connection, call: Callable[[str], None]) -> None:
        while not self._closed.is_set():
            for told in connection.notifies(timeout=1.0):
                teller, _, run = told.payload.partition(" ")
                if self._closed.is_set():
                    return
                if teller != self._name:
                    call(run)

    def close(self) -> None:
        """Ends the wake-up connection, too: a notice to ourselves ends its waiting."""
        self._closed.set()
        if self._ear is not None:
            with contextlib.suppress(psycopg.Error):
                self.connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"{self._name} "))
            self._ear.join(3)
        self.connection.close()


def _lock(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"room {run}".encode(), digest_size=8).digest(), "big", signed=True)
