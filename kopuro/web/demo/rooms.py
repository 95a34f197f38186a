"""The shipped scenarios in the demo's library, and the taster opened as a run that anybody may join."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from kopuro.core.actor import Actor
from kopuro.programme.models import Programme
from kopuro.rooms import actions
from kopuro.rooms.models import Run
from kopuro.rooms.rules.scenario import read_folder

TASTER = "taster"
KEPT = timedelta(days=90)


def build_rooms(
    *, scenarios: Path, programme: Programme, author: Actor, leader: Actor, at: datetime, say: Callable[[str], None]
) -> Run:
    """Nobody has reviewed them and no panel has rated their cases, so the taster runs as a demonstration."""
    taster = None
    for folder in sorted(path for path in scenarios.iterdir() if (path / "scenario.yaml").is_file()):
        draft = actions.bring_in(actor=author, at=at, programme=programme, files=read_folder(folder))
        version = actions.publish(actor=author, at=at, version=draft)
        say(f"  scenario {folder.name}: version {version.number}")
        if folder.name == TASTER:
            taster = version
    assert taster is not None  # it is part of the repository
    run = actions.prepare(
        actor=leader, at=at, programme=programme, version=taster, mode="demonstration", retain_until=(at + KEPT).date()
    )
    seat = actions.take_staff_seat(actor=leader, at=at, run=run, kind="director")
    actions.lead(actor=leader, at=at, run=run, seat=seat, kind="open", data={})
    say(f"  room “{run.title}” is open: PIN {run.pin}")
    return run
