"""The log in a SQLite file of its own: write-ahead log, every commit on disk before it is acknowledged."""

from __future__ import annotations

import contextlib
import functools
import itertools
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import sqlcipher3

from kopuro.core.problems import Problem

from .rows import COLUMNS, Row
from .store import KeptRoom

log = logging.getLogger("kopuro.rooms")
VERSION = 1
OLDEST_SQLITE = (3, 51, 3)  # earlier write-ahead logs can be corrupted by two connections
_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
  run TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), id TEXT NOT NULL, kind TEXT NOT NULL, seat TEXT NOT NULL,
  at INTEGER NOT NULL, time INTEGER NOT NULL, cause INTEGER NOT NULL, audience TEXT NOT NULL, data TEXT NOT NULL,
  words TEXT, typed TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (run, seq), UNIQUE (run, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS room (
  run TEXT PRIMARY KEY, pin TEXT NOT NULL, status TEXT NOT NULL, kept TEXT NOT NULL,
  key TEXT NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS room_pin ON room (pin);
CREATE TABLE IF NOT EXISTS snapshot (run TEXT PRIMARY KEY, seq INTEGER NOT NULL, state TEXT NOT NULL) WITHOUT ROWID;
"""
# Rows go in by one or two large statements: each statement gives the interpreter's lock away and has to win it back from
# the thread that serves the stations, which costs more than many rows.
_ROW = f"({', '.join('?' * len(COLUMNS))})"
_INTO = f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES "  # noqa: S608 - our own names
_STEP = 16  # rows by which a large statement grows, so that few different ones have to be kept prepared
_MOST = 256


@functools.cache
def _append(rows: int) -> str:
    return _INTO + ", ".join([_ROW] * rows)


_TAIL = f"SELECT {', '.join(COLUMNS)} FROM event WHERE run = ? AND seq > ? ORDER BY seq"  # noqa: S608 - our own names


class SqliteStore:
    """See `Store`. Raises Problem `room.log` when the file is of a newer version or the disk does not keep promises."""

    shared = False  # its stations sit at one process; others only write now and then

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if sqlcipher3.sqlite_version_info < OLDEST_SQLITE:
            raise Problem("room.log", "The SQLite library is too old for the log. Install sqlcipher3 as listed.")
        self.connection = sqlcipher3.connect(
            str(self.path), timeout=20, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        self._prepare()
        self._wakes = Wakes(self.path)
        self._grown: dict[str, int] = {}

    def _prepare(self) -> None:
        run = self.connection.execute
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
            run(f"PRAGMA {pragma}={wanted}")
            found = run(f"PRAGMA {pragma}").fetchone()[0]
            if found != wanted:
                raise Problem(
                    "room.log", f"The log's disk does not keep its promise ({pragma} is {found}). Use a local disk."
                )
        run("PRAGMA wal_autocheckpoint=4000")
        version = run("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise Problem("room.log", "The log was written by a newer version of Kopuro. Start that one.")
        if version < VERSION:
            run("BEGIN IMMEDIATE")
            for statement in _SCHEMA.split(";"):
                run(statement)
            run(f"PRAGMA user_version={VERSION}")
            run("COMMIT")

    def begin(self, runs: Iterable[str]) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.connection.execute("COMMIT")
        if self._grown:
            self._wakes.tell(self._grown)
            self._grown = {}

    def rollback(self) -> None:
        self._grown = {}
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def append(self, rows: list[Row]) -> None:
        at = 0
        while at < len(rows):
            left = len(rows) - at
            size = min(_MOST, left - left % _STEP) or left
            values = list(itertools.chain.from_iterable(rows[at : at + size]))
            self.connection.execute(_append(size), values)
            at += size

    def tail(self, run: str, after: int) -> list[Row]:
        return list(map(Row._make, self.connection.execute(_TAIL, (run, after))))

    def keep_room(self, room: KeptRoom) -> None:
        self.connection.execute("INSERT INTO room VALUES (?, ?, ?, ?, ?, ?)", room)

    def room(self, run: str) -> KeptRoom | None:
        found = self.connection.execute("SELECT * FROM room WHERE run = ?", (run,)).fetchone()
        return KeptRoom(*found) if found else None

    def room_by_pin(self, pin: str) -> str | None:
        found = self.connection.execute(
            "SELECT run FROM room WHERE pin = ? AND status != 'sealed' ORDER BY made DESC", (pin,)
        ).fetchone()
        return str(found[0]) if found else None

    def rooms(self, *statuses: str) -> list[str]:
        marks = ", ".join("?" * len(statuses))
        query = f"SELECT run FROM room WHERE status IN ({marks}) ORDER BY made"  # noqa: S608 - only question marks
        return [row[0] for row in self.connection.execute(query, statuses)]

    def set_status(self, run: str, status: str) -> None:
        key = ", key = ''" if status == "sealed" else ""
        self.connection.execute(f"UPDATE room SET status = ?{key} WHERE run = ?", (status, run))  # noqa: S608 - constant

    def set_pin(self, run: str, pin: str) -> None:
        self.connection.execute("UPDATE room SET pin = ? WHERE run = ?", (pin, run))

    def keep_snapshot(self, run: str, seq: int, state: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)", (run, seq, state))

    def snapshot(self, run: str) -> tuple[int, str] | None:
        found = self.connection.execute("SELECT seq, state FROM snapshot WHERE run = ?", (run,)).fetchone()
        return (int(found[0]), str(found[1])) if found else None

    def erase(self, run: str, seqs: Iterable[int]) -> int:
        changed = 0
        for seq in seqs:
            cursor = self.connection.execute(
                "UPDATE event SET words = NULL WHERE run = ? AND seq = ? AND words IS NOT NULL", (run, seq)
            )
            changed += cursor.rowcount
        self.connection.execute("DELETE FROM snapshot WHERE run = ?", (run,))
        return changed

    def scrub(self) -> None:
        """What was erased still lies in free pages and in the write-ahead log: the file is written anew without it, and the
        log emptied."""
        self.connection.execute("VACUUM")
        busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            log.warning("the write-ahead log of rooms could not be emptied now; it will be when it is next full")

    def keep_presence(self, run: str, process: str, seats: str, now: int) -> None:
        """Nothing to keep: the one process knows by itself."""

    def presence(self, run: str, but: str, since: int) -> list[str]:
        return []

    def wake(self, heads: Mapping[str, int]) -> None:
        """Told after the commit: whoever is woken has to find the rows."""
        self._grown.update(heads)

    def on_wake(self, call: Callable[[str], None]) -> None:
        try:
            self._wakes.listen(call)
        except OSError as problem:  # a path too long for a socket, a disk without sockets
            log.warning("no wake-ups between processes beside %s: %s", self.path, problem)

    def close(self) -> None:
        self._wakes.close()
        self.connection.close()


LOOK = 0.5  # seconds for which the list of listening processes is believed


class Wakes:
    """Wake-ups between the processes of one machine: a datagram socket for each that listens, in a folder beside the
    log. A lost one costs a second: the live process looks into the log that often by itself."""

    def __init__(self, log: Path) -> None:
        self.folder = str(log) + ".wake"
        self.at = -1  # the folder, open
        self.own = ""
        self.others: list[str] = []
        self.looked = -LOOK
        self.out = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.out.setblocking(False)
        self.thread: threading.Thread | None = None

    def listen(self, call: Callable[[str], None]) -> None:
        """Calls `call(run)` on a thread of its own. Raises OSError where no socket can be made."""
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        name = f"{os.getpid()}-{id(self):x}"
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            ear.bind(self._door(name))
        except OSError:
            ear.close()
            raise
        self.own = name
        self.thread = threading.Thread(target=self._hear, args=(ear, call), name="room wakes", daemon=True)
        self.thread.start()

    def _door(self, name: str) -> str:
        """A short way to a socket in the folder: the system allows about a hundred letters. Raises OSError."""
        if self.at < 0:
            self.at = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        return f"/proc/self/fd/{self.at}/{name}"

    @staticmethod
    def _hear(ear: socket.socket, call: Callable[[str], None]) -> None:
        with ear:
            while told := ear.recv(4096):
                for run in told.decode("ascii", "ignore").split():
                    call(run)

    def tell(self, heads: Mapping[str, int]) -> None:
        now = time.monotonic()
        if now - self.looked > LOOK:  # looking gives the interpreter's lock away for each name
            self.looked = now
            try:
                self.others = [name for name in os.listdir(self.folder) if name != self.own]
            except FileNotFoundError:  # nobody has ever listened
                self.others = []
        message = " ".join(heads).encode()
        for name in self.others:
            try:
                self.out.sendto(message, self._door(name))
            except ConnectionRefusedError:  # its process is gone
                with contextlib.suppress(OSError):
                    os.unlink(self._door(name))
            except OSError:  # full or just closed: it will look by itself
                pass

    def close(self) -> None:
        if self.thread is not None:
            with contextlib.suppress(OSError):
                self.out.sendto(b"", self._door(self.own))
            self.thread.join(1)
            with contextlib.suppress(OSError):
                os.unlink(self._door(self.own))
        self.out.close()
        if self.at >= 0:
            os.close(self.at)
            self.at = -1
