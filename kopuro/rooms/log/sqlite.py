"""The log in a SQLite file of its own: write-ahead log, every commit on disk before it is acknowledged."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
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
# Rows go in by few large statements: each statement gives the interpreter's lock away and has to win it back from the
# thread that serves the stations, which costs more than the row.
_ROW = f"({', '.join('?' * len(COLUMNS))})"
_APPEND = {
    size: f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES {', '.join([_ROW] * size)}"  # noqa: S608 - our own names
    for size in (256, 64, 16, 4, 1)
}
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
        self._wakes: Wakes | None = None
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
        if self._grown and self._wakes:
            self._wakes.tell(self._grown)
        self._grown = {}

    def rollback(self) -> None:
        self._grown = {}
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def append(self, rows: list[Row]) -> None:
        at = 0
        for size, statement in _APPEND.items():
            while len(rows) - at >= size:
                self.connection.execute(statement, [value for row in rows[at : at + size] for value in row])
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

    def keep_presence(self, run: str, process: str, seats: str, now: int) -> None:
        """Nothing to keep: the one process knows by itself."""

    def presence(self, run: str, but: str, since: int) -> list[str]:
        return []

    def wake(self, heads: Mapping[str, int]) -> None:
        """Told after the commit: whoever is woken has to find the rows."""
        self._grown.update(heads)

    def on_wake(self, call: Callable[[str], None]) -> None:
        try:
            self._wakes = Wakes(self.path, call)
        except OSError as problem:  # a path too long for a socket, a disk without sockets
            log.warning("no wake-ups between processes beside %s: %s", self.path, problem)

    def close(self) -> None:
        if self._wakes:
            self._wakes.close()
        self.connection.close()


class Wakes:
    """Wake-ups between the processes of one machine: a datagram socket each, in a folder beside the log. A lost one
    costs a second: the live process looks into the log that often by itself."""

    def __init__(self, log: Path, call: Callable[[str], None]) -> None:
        self.folder = log.with_name(log.name + ".wake")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.own = self.folder / f"{os.getpid()}-{id(self):x}"
        self.call = call
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(os.path.relpath(self.own))  # a relative name: the system allows about a hundred letters
        self.out = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.out.setblocking(False)
        threading.Thread(target=self._listen, name="room wakes", daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                told = self.socket.recv(4096)
            except OSError:
                return
            if told == b"":
                return
            for run in told.decode("ascii", "ignore").split():
                self.call(run)

    def tell(self, heads: Mapping[str, int]) -> None:
        message = " ".join(heads).encode()
        for other in self.folder.iterdir():
            if other == self.own:
                continue
            try:
                self.out.sendto(message, os.path.relpath(other))
            except ConnectionRefusedError:  # its process is gone
                other.unlink(missing_ok=True)
            except OSError:  # full or just closed: it will look by itself
                pass

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.out.sendto(b"", os.path.relpath(self.own))
        self.own.unlink(missing_ok=True)
        self.out.close()
        self.socket.close()
