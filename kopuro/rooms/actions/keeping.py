"""What rooms do by themselves with the time: after its retention date a run loses what people typed."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils import timezone

from kopuro.core.actor import OUTSIDER, Actor
from kopuro.core.writing import write
from kopuro.rooms.desk import desk
from kopuro.rooms.models import Run
from kopuro.rooms.queries.keeping import due

log = logging.getLogger(__name__)


@write("run.forget")
def erase(*, actor: Actor, at: datetime, run: Run) -> Run:
    """Takes all that people typed out of the log and closes the codes to own figures. Events, their hashes and counts
    stay. Who may and whether it is time is asked before; the audit line is what says that it was done."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    desk().forget(run.log_name)
    run.seats.update(code_hash="")
    return run


def forget_due(*, at: datetime) -> list[Run]:
    """Every run whose retention date has passed loses its words; nobody asks for it, so the audit line names nobody. A run
    that can't be erased now is told in the log and tried again the next time; it holds up no other."""
    done = []
    for run in due(timezone.localdate(at)):
        try:
            done.append(erase(actor=OUTSIDER, at=at, run=run))
        except Exception:
            log.exception("the words of run %s are past their date and could not be erased", run.key)
    return done
