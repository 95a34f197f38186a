"""The household of a serving process: once at its start and once on each day, what is past its date goes."""

from __future__ import annotations

import logging
import threading
from datetime import date

from django.db import close_old_connections

from kopuro.core import clock
from kopuro.rooms.actions import forget_due

log = logging.getLogger(__name__)
LOOK_SECONDS = 1800.0  # how often it looks whether a new day has come; a laptop may have slept


class Household:
    """`begin` starts the thread, `end` stops it. Several processes may each have one: what one has erased, another finds
    done."""

    def __init__(self, look: float = LOOK_SECONDS) -> None:
        self.look = look
        self.kept: date | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live, name="household", daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join(5)

    def _live(self) -> None:
        while True:
            close_old_connections()
            self.keep()
            close_old_connections()
            if self._over.wait(self.look):
                return

    def keep(self) -> None:
        """The day's work, once a day. A fault is told in the log and tried again at the next look."""
        today = clock.today()
        if self.kept == today:
            return
        try:
            for run in forget_due(at=clock.now()):
                log.info("what was typed in run %s was erased: kept until %s", run.key, run.retain_until)
            self.kept = today
        except Exception:
            log.exception("the household could not do its work")
