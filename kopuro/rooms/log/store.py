"""What a log has to be able to do, whichever engine keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from kopuro.rooms.rules.scenario import Scenario, of_plain

from .rows import Row

READMIT = "gate:open"  # told like a run that has grown: forget wrong PINs


class KeptRoom(NamedTuple):
    """A run's frame: what has to be known before its events can be read. The scenario's text is kept with the run, so
    that it plays, replays and exports the same whatever happens to the scenario later."""

    run: str
    pin: str
    status: str
    kept: str  # JSON: the scenario version as `to_plain` writes it
    key: str  # makes unnamed ballots from seats; dropped when the run is sealed
    made: int  # server time, ms

    def scenario(self) -> Scenario:
        """The scenario version that the run plays. Raises ValueError when it does not read."""
        return of_plain(json.loads(self.kept))


class Store(Protocol):
    """One connection to a log; used by one thread at a time. `shared` says that stations may sit at several processes."""

    shared: bool

    def begin(self, runs: Iterable[str]) -> None:
        """Opens a write transaction in which nobody else appends to `runs`."""

    def commit(self) -> None:
        """Makes what was appended durable: on disk before it returns."""

    def rollback(self) -> None: ...

    def append(self, rows: list[Row]) -> None: ...

    def tail(self, run: str, after: int) -> list[Row]:
        """The rows of a run with seq greater than `after`, in order."""

    def keep_room(self, room: KeptRoom) -> None: ...

    def room(self, run: str) -> KeptRoom | None: ...

    def room_by_pin(self, pin: str) -> str | None:
        """The run that a PIN opens, if it is not sealed."""

    def rooms(self, *statuses: str) -> list[str]: ...

    def set_status(self, run: str, status: str) -> None: ...

    def set_pin(self, run: str, pin: str) -> None: ...

    def keep_snapshot(self, run: str, seq: int, state: str) -> None: ...

    def snapshot(self, run: str) -> tuple[int, str] | None: ...

    def erase(self, run: str, seqs: Iterable[int]) -> int:
        """Takes what was typed out of these events and drops the run's snapshot; returns how many had words."""

    def scrub(self) -> None:
        """After the commit of an erasure: takes what was erased off the disk too, where the log is a file of ours."""

    def keep_presence(self, run: str, process: str, seats: str, now: int) -> None:
        """Word of one process on who is connected to it (JSON)."""

    def presence(self, run: str, but: str, since: int) -> list[str]:
        """The words of all processes but `but` that are not older than `since`."""

    def wake(self, heads: Mapping[str, int]) -> None:
        """Called inside a transaction: once it is committed, other processes hear that these runs have grown."""

    def on_wake(self, call: Callable[[str], None]) -> None:
        """`call(run)` from any thread whenever another process has told of a run."""

    def close(self) -> None: ...
