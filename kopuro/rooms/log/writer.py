"""The one thread of a process that writes room events: it takes what waits, commits it together, then tells the loop."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from kopuro.rooms.rules.run import due

from .batch import Job, Learned, perform
from .hall import Hall
from .store import Store

log = logging.getLogger("kopuro.rooms")
MOST = 256  # jobs of one commit

Call = Callable[[Store, dict[str, Hall]], Any]


class Ask:
    """A question to the log, answered on the writer's thread between two commits, so that it sees a whole state."""

    __slots__ = ("call", "done", "result")

    def __init__(self, call: Call, done: Callable[[Ask], None]) -> None:
        self.call, self.done = call, done
        self.result: Any = None


class Writer:
    """`tell(jobs, asks, learned)` is called on the writer's thread after each commit; it must return at once.

    `clock` gives server time in ms. `store` belongs to the thread from `start` on."""

    def __init__(
        self, store: Store, tell: Callable[[list[Job], list[Ask], Learned], None], clock: Callable[[], int]
    ) -> None:
        self.store = store
        self.tell = tell
        self.clock = clock
        self.halls: dict[str, Hall] = {}
        self.waiting: queue.SimpleQueue[Job | Ask | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._work, name="room writer", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Lets the thread finish what waits, then ends it and closes the store."""
        self.waiting.put(None)
        self.thread.join(seconds)

    def put(self, job: Job | Ask) -> None:
        self.waiting.put(job)

    def _work(self) -> None:
        """A commit gathers by itself what comes while the one before is written. Waiting for more was measured: it
        gained nothing on a slow disk and cost on a busy processor."""
        while True:
            taken = [self.waiting.get()]
            try:
                while len(taken) < MOST:
                    taken.append(self.waiting.get_nowait())
            except queue.Empty:
                pass
            self._round([one for one in taken if one is not None])
            if None in taken:
                self.store.close()
                return

    def _round(self, taken: list[Job | Ask]) -> None:
        jobs = [one for one in taken if isinstance(one, Job)]
        asks = [one for one in taken if isinstance(one, Ask)]
        now = self.clock()
        written = [job for job in jobs if job.kind or self._is_due(job.run, now)]
        learned = perform(self.store, self.halls, written, now) if written else {}
        for ask in asks:
            try:
                ask.result = ask.call(self.store, self.halls)
            except Exception as problem:
                ask.result = problem
        for run, hall in self.halls.items():  # what a question has loaded or caught up with
            if hall.learned:
                learned.setdefault(run, []).extend(hall.learned)
                hall.learned = []
        self.tell(jobs, asks, learned)

    def _is_due(self, run: str, now: int) -> bool:
        """Whether the clock of a run may cause something; cheap, so that a quiet room costs no transaction."""
        hall = self.halls.get(run)
        return hall is None or bool(due(hall.state, hall.play, now))
