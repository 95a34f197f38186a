"""The log of all runs: append-only, the only truth. Whatever is acknowledged is on disk; all else is a fold of it."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from pathlib import Path

from kopuro.core.problems import Problem
from kopuro.rooms.rules.scenario import content_hash, read_files, to_plain

from .batch import Job, perform
from .hall import Given, Hall
from .sqlite import SqliteStore
from .store import KeptRoom, Store
from .writer import Ask, Writer

PIN_DIGITS = 6


def open_store(address: str | Path) -> Store:
    """The log at a path (SQLite) or a `postgresql://` address."""
    written = str(address)
    if written.startswith(("postgres://", "postgresql://")):
        from .postgres import PostgresStore  # noqa: PLC0415 - a laptop without PostgreSQL starts a second sooner

        return PostgresStore(written)
    return SqliteStore(written)


def new_pin(store: Store) -> str:
    """A PIN that opens no other run."""
    for _ in range(200):
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if store.room_by_pin(pin) is None:
            return pin
    raise Problem("room.pins", "No PIN is free. Seal runs that are over.", status=503)


def prepare_run(
    store: Store,
    run: str,
    files: Mapping[str, bytes],
    *,
    mode: str = "rehearsal",
    teams: list[str] | None = None,
    reviewed: bool = False,
) -> str:
    """Makes a run of the scenario in `files` and returns its PIN. Raises Problem when the scenario does not read or
    the run exists. Commits by itself."""
    loaded = read_files(files)
    if loaded.scenario is None:
        first = loaded.findings[0] if loaded.findings else "it is empty"
        raise Problem("room.scenario", "The scenario cannot be read. Lint it first.", detail=str(first), status=422)
    pin = new_pin(store)
    kept = KeptRoom(
        run,
        pin,
        "new",
        json.dumps(to_plain(loaded.scenario), ensure_ascii=False),
        secrets.token_hex(16),
        int(time.time() * 1000),
    )
    before = store.room(run)
    if before is not None and before.status != "new":
        raise Problem("room.prepared", "This run has been prepared before.", status=409)
    if before is None:
        store.keep_room(kept)
    data = {"run": run, "mode": mode, "reviewed": reviewed, "content": content_hash(loaded.scenario)}
    if teams:
        data["teams"] = teams  # type: ignore[assignment]
    carry_out(store, run, "prepare", "", data, f"prepare-{run}")
    return before.pin if before else pin


def carry_out(
    store: Store, run: str, kind: str, seat: str, data: Mapping[str, object], id_: str, now: int | None = None
) -> Given:
    """One command in a transaction of its own, for those who have no room server at hand (pages, commands).

    Raises the Problem that refuses it."""
    job = Job(run, kind, seat, data, id_)
    perform(store, {}, [job], int(time.time() * 1000) if now is None else now)
    if isinstance(job.answer, Problem):
        raise job.answer
    assert job.answer is not None  # perform answers every job
    return job.answer


__all__ = ["Ask", "Given", "Hall", "Job", "KeptRoom", "Store", "Writer", "carry_out", "new_pin", "open_store",
           "perform", "prepare_run"]  # fmt: skip
