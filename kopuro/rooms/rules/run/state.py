"""The state of a run: a fold of its events, held in JSON values only, so that a snapshot is exactly the state.

The fold changes the state in place: thousands of events a second would be copied for nothing otherwise. Whoever needs
the old one takes `plain()` first."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any

VERSION = 1  # of the snapshot's shape; a snapshot of another version is thrown away and the log folded afresh

TRAINEE, SCREEN = "trainee", "screen"
STAFF = ("director", "controller", "roleplayer", "evaluator", "wellbeing")
LIVE = ("running", "paused")


@dataclass
class RunState:
    """Times are ms; exercise times count from the start of the run. Keys of maps are codes, seat ids or seqs as text."""

    run: str = ""
    seq: int = 0
    time: int = 0  # server time of the last event
    status: str = ""  # "" before run.prepared
    scenario: str = ""
    version: int = 0
    mode: str = ""  # training | rehearsal | demonstration
    reviewed: bool = False  # when the run was prepared
    teams: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    # clock
    base: int = 0  # exercise time when the clock was last set
    since: int = 0  # server time of that moment while the clock runs, else 0
    speed: float = 1.0
    ratio: float = 1.0
    phase: str = ""
    phase_base: int = 0  # exercise time when the phase began
    # who
    seats: dict[str, dict[str, Any]] = field(default_factory=dict)
    # what was put in
    injects: dict[str, dict[str, Any]] = field(default_factory=dict)  # code → sent, held, armed, edited
    groups: dict[str, dict[str, str]] = field(default_factory=dict)  # team → alternatives group → inject
    flags: dict[str, dict[str, int]] = field(default_factory=dict)  # team → flag → seq
    items: dict[str, dict[str, Any]] = field(default_factory=dict)  # seq → what stations show
    own: int = 0  # injects made up on the spot so far
    # what came back
    opened: dict[str, dict[str, int]] = field(default_factory=dict)  # item → seat → seq
    acked: dict[str, dict[str, int]] = field(default_factory=dict)
    decisions: dict[str, dict[str, Any]] = field(default_factory=dict)  # inject → seats, teams
    ratings: dict[str, dict[str, Any]] = field(default_factory=dict)  # set → seats, teams, locked
    stages: dict[str, dict[str, int]] = field(default_factory=dict)  # inject → team → seq
    polls: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    reflections: dict[str, dict[str, int]] = field(default_factory=dict)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # team → requests, decisions, ratings, messages
    # beside it
    observations: dict[str, dict[str, Any]] = field(default_factory=dict)
    marks: dict[str, dict[str, str]] = field(default_factory=dict)  # criterion → "about by" → P S M U
    stops: dict[str, dict[str, Any]] = field(default_factory=dict)
    debrief: dict[str, Any] = field(default_factory=lambda: {"stage": "", "entries": {}, "themes": [], "ballots": {}})
    forms: dict[str, int] = field(default_factory=dict)  # ballot → seq of its hot-wash form
    lessons: dict[str, dict[str, Any]] = field(default_factory=dict)
    touched: dict[str, list[Any]] = field(default_factory=dict)  # thing → [seq, staff seat]: who led it last

    def plain(self) -> dict[str, Any]:
        """A deep copy in JSON values, with the version of its shape."""
        return {"shape": VERSION, **json.loads(json.dumps(asdict(self)))}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> RunState | None:
        """The state of a snapshot; None when the snapshot is of another shape."""
        if plain.get("shape") != VERSION or set(plain) != {"shape", *(item.name for item in fields(cls))}:
            return None
        copied = json.loads(json.dumps(plain))
        copied.pop("shape")
        return cls(**copied)

    def trainees(self, team: str) -> list[str]:
        """Seats of the team that take part now: neither left nor stepped out."""
        return [
            seat
            for seat, held in self.seats.items()
            if held["team"] == team and held["kind"] == TRAINEE and not held["left"] and not held["out"]
        ]

    def is_staff(self, seat: str) -> bool:
        held = self.seats.get(seat)
        return held is not None and held["kind"] in STAFF

    def sent(self, inject: str, team: str) -> list[int] | None:
        """[seq, exercise time] of the release to the team that stands, or None."""
        found = self.injects.get(inject)
        return found["sent"].get(team) if found else None
