"""Many commands, one commit: decided one after the other on the newest state, written together, answered together."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Callable, Mapping
from typing import Any

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import Command, decide, due, numbered
from kopuro.rooms.rules.run.events import Event

from .hall import Given, Hall
from .rows import Row
from .store import Store

log = logging.getLogger("kopuro.rooms")
NOT_SAVED = Problem(
    "room.store",
    "This could not be saved just now. Your device keeps it and sends it again.",
    status=503,
)
_STATUS = {
    "run.prepared": "prepared",
    "run.opened": "open",
    "run.started": "running",
    "run.paused": "paused",
    "run.resumed": "running",
    "run.ended": "ended",
    "run.debriefed": "debrief",
    "run.sealed": "sealed",
}
_UNNAMED = ("entry", "rank", "hotwash")


class Job:
    """One thing for the writer: a command (`kind` set) or a look at the clock of a run (`kind` empty)."""

    __slots__ = ("answer", "data", "done", "id", "kind", "run", "seat")

    def __init__(
        self, run: str, kind: str = "", seat: str = "", data: Mapping[str, Any] | None = None, id_: str = ""
    ) -> None:
        self.run, self.kind, self.seat, self.data, self.id = run, kind, seat, data or {}, id_
        self.answer: Given | Problem | None = None
        self.done: Callable[[Given | Problem], None] | None = None


Learned = dict[str, list[Event]]


def perform(store: Store, halls: dict[str, Hall], jobs: list[Job], now: int) -> Learned:
    """Carries out `jobs` in one transaction. Every job has its answer afterwards; answers are true because the commit
    came first. Returns the events each run has gained, by whomever, since this process last heard of it.

    A job that fails by a fault of ours is refused alone; when the disk refuses, all are, and nothing is half done."""
    waiting = jobs
    while waiting:
        failed = _attempt(store, halls, waiting, now)
        if failed is None:
            break
        failed.answer = NOT_SAVED
        waiting = [job for job in waiting if job is not failed]
    return _gained(halls, {job.run for job in jobs})


def _gained(halls: dict[str, Hall], runs: set[str]) -> Learned:
    learned: Learned = {}
    for run in runs:
        hall = halls.get(run)
        if hall is not None and hall.learned:
            learned[run], hall.learned = hall.learned, []
    return learned


def _attempt(store: Store, halls: dict[str, Hall], jobs: list[Job], now: int) -> Job | None:
    """One try at the whole batch; the job that broke it, if one did."""
    runs = dict.fromkeys(job.run for job in jobs)
    at_fault: Job | None = None
    try:
        store.begin(runs)
        rows: list[Row] = []
        missing = _catch_up(store, halls, runs)
        for job in jobs:
            at_fault = job
            if job.run in missing:
                job.answer = missing[job.run]
            else:
                job.answer = _carry_out(halls[job.run], job, now, rows)
        at_fault = None
        if rows:
            store.append(rows)
            for row in rows:
                if row.kind in _STATUS:
                    store.set_status(row.run, _STATUS[row.kind])
            store.wake({row.run: row.seq for row in rows})
        store.commit()
    except Exception as failure:
        log.exception("a batch of %d room commands failed", len(jobs), exc_info=failure)
        _undo(store, halls, runs)
        if at_fault is not None and len(jobs) > 1:
            return at_fault
        for job in jobs:
            job.answer = NOT_SAVED
    return None


def _undo(store: Store, halls: dict[str, Hall], runs: Mapping[str, Any]) -> None:
    """Nothing of the batch stands: states that ran ahead are thrown away and read again from the log."""
    try:
        store.rollback()
    except Exception:
        log.exception("the log could not roll back")
    for run in runs:
        halls.pop(run, None)


def _catch_up(store: Store, halls: dict[str, Hall], runs: Mapping[str, Any]) -> dict[str, Problem]:
    """Brings every run to the head of the log; the runs that don't exist, with the Problem to answer."""
    missing: dict[str, Problem] = {}
    for run in runs:
        hall = halls.get(run)
        if hall is not None:
            rows = store.tail(run, hall.state.seq)
            if rows:
                hall.learn(rows)
            continue
        try:
            halls[run] = Hall.load(store, run)
        except Problem as problem:
            missing[run] = problem
    return missing


def _carry_out(hall: Hall, job: Job, now: int, rows: list[Row]) -> Given | Problem:
    if not job.kind:
        return _clock(hall, now, rows)
    known = hall.given.get(job.id)
    if known is not None:
        mine = known.seat in ("", job.seat) or job.kind == "join"
        return known if mine else Problem("room.id", "This id belongs to another seat.", status=409)
    data = job.data
    if job.kind in _UNNAMED:
        data = {**data, "ballot": ballot(hall.key, job.seat)}
    drafts = decide(hall.state, hall.play, Command(job.id, job.seat, job.kind, data, now))
    if isinstance(drafts, Problem):
        return drafts
    rows += hall.take(numbered(hall.state, drafts, job.id, now))
    return hall.given[job.id]


def _clock(hall: Hall, now: int, rows: list[Row]) -> Given:
    for _ in range(50):
        drafts = due(hall.state, hall.play, now)
        if not drafts:
            break
        rows += hall.take(numbered(hall.state, drafts, f"clock-{hall.state.seq + 1}", now))
    return Given(hall.state.seq, 0, "")


def ballot(key: str, seat: str) -> str:
    """The unnamed mark of a seat in the debrief: the same for the same seat, and without the key nobody's."""
    return hmac.new(key.encode(), seat.encode(), hashlib.sha256).hexdigest()[:24]
