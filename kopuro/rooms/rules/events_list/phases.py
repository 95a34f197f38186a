"""Where a list's times fall: in which phase, and how long after its beginning."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from kopuro.rooms.rules.scenario import Text
from kopuro.rooms.rules.scenario.model import Phase
from kopuro.rooms.rules.scenario.text import Code, Seconds

from .columns import Axis
from .named import Known
from .rows import Row
from .times import DAY

TAIL = 600  # seconds a phase lasts after its last inject where a list says nothing


@dataclass(frozen=True)
class Placed:
    """A row's phase and its seconds from there; None for a row that a facilitator sends."""

    phase: Code
    at: Seconds | None


def known_phases(phases: Sequence[Phase], language: str) -> Known[Phase]:
    def make(code: Code, title: str) -> Phase:
        return Phase(code, Text(((language, title),)), "team", Seconds(0))

    return Known(phases, lambda one: one.title, make, "phase")


def place(
    rows: Sequence[Row], phases: Sequence[Phase], axis: Axis, language: str
) -> tuple[list[Placed], list[Phase], list[str]]:
    """Where each row falls, the phases as they are then, and what has to be told. Phases that are there keep their
    lengths; new ones begin with their first inject and last until the next."""
    known = known_phases(phases, language)
    lasting: dict[Code, int] = {
        phase.code: sum(int(one.length) for one in phases[:number]) for number, phase in enumerate(phases)
    }
    spent, zero = _absolute(rows, axis, _zero(phases))
    notes: list[str] = []
    found: list[Phase] = []
    for row, seconds in zip(rows, spent, strict=True):
        written = row.words.get("phase", "").strip() or row.heading
        if written:
            found.append(known.get(written))
        elif axis != "phase" and seconds is not None and phases:
            found.append(next(one for one in reversed(phases) if lasting[one.code] <= max(seconds, 0)))
        else:
            found.append(found[-1] if found else known.rows[0] if known.rows else known.get(_only(language)))
    begins = dict(lasting)
    for phase in known.made:
        own = [seconds for one, seconds in zip(found, spent, strict=True) if one is phase and seconds is not None]
        first = not begins
        begins[phase.code] = 0 if first else max(0, min(own, default=max(begins.values())))
    placed = []
    for row, phase, seconds in zip(rows, found, spent, strict=True):
        at = seconds if seconds is None or axis == "phase" else seconds - begins[phase.code]
        if seconds is not None and axis != "phase" and seconds < 0:
            notes.append(f"Row {row.number} comes before the start of the exercise; a facilitator sends it by hand.")
            at = None
        elif at is not None and at < 0:
            notes.append(f"Row {row.number} comes before its phase begins; it is sent at its beginning.")
            at = 0
        placed.append(Placed(phase.code, None if at is None else Seconds(at)))
    return placed, _lengths(known, placed, begins, axis, zero), notes


def _only(language: str) -> str:
    return "Учение" if language == "ru" else "Exercise"


def _zero(phases: Sequence[Phase]) -> int | None:
    """The time of day at which the exercise starts, where its first phase says so."""
    hours, _, minutes = phases[0].starts.partition(":") if phases else ("", "", "")
    return int(hours) * 3600 + int(minutes) * 60 if hours.isdigit() and minutes.isdigit() else None


def _absolute(rows: Sequence[Row], axis: Axis, zero: int | None) -> tuple[list[int | None], int]:
    """Seconds of each row from the start (or from its phase where that is the axis), and the time of day of the start:
    `zero`, else the earliest of the list. A clock that goes back by more than half a day has passed midnight."""
    first = min((row.at.date for row in rows if row.at is not None and row.at.date is not None), default=None)
    found: list[int | None] = []
    clocks: list[int] = []
    night = 0
    for place, row in enumerate(rows):
        if row.at is None:
            found.append(None)
            continue
        seconds = row.at.seconds + ((row.at.day - 1) * DAY if row.at.day else 0)
        if axis == "clock" and row.at.clock:
            if row.at.date is not None and first is not None:
                seconds += (row.at.date - first).days * DAY
            elif not row.at.day:
                before = found[clocks[-1]] if clocks else None
                night += DAY if before is not None and seconds + night < before - DAY // 2 else 0
                seconds += night
            clocks.append(place)
        found.append(seconds)
    start = zero if zero is not None else min((found[place] or 0 for place in clocks), default=0)
    for place in clocks:
        found[place] = (found[place] or 0) - start
    return found, start


def _lengths(
    known: Known[Phase], placed: Sequence[Placed], begins: dict[Code, int], axis: Axis, zero: int
) -> list[Phase]:
    """New phases get their planned length, their first clock time and how they are entered."""
    made = {one.code for one in known.made}
    phases = []
    for number, phase in enumerate(known.rows):
        if phase.code in made:
            last = max((one.at for one in placed if one.phase == phase.code and one.at is not None), default=0)
            following = [begins[one.code] - begins[phase.code] for one in known.rows[number + 1 :]]
            gap = following[0] if following and axis != "phase" else 0
            length = max(gap, last + (0 if gap > last else TAIL), 60)
            starts = _clockface(zero + begins[phase.code]) if axis == "clock" else ""
            enter = "start" if number == 0 else "after"
            phase = dataclasses.replace(phase, length=Seconds(length), starts=starts, enter=enter)
        phases.append(phase)
    return phases


def _clockface(seconds: int) -> str:
    return f"{seconds // 3600 % 24:02}:{seconds % 3600 // 60:02}"
