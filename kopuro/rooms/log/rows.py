"""An event as a row: text and whole numbers, the hash chain beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from kopuro.rooms.rules.run.events import Event, chain, compact, text_hash

COLUMNS = ("run", "seq", "id", "kind", "seat", "at", "time", "cause", "audience", "data", "words", "typed", "hash")


class Row(NamedTuple):
    run: str
    seq: int
    id: str
    kind: str
    seat: str
    at: int
    time: int
    cause: int
    audience: str  # topics, separated by spaces
    data: str  # canonical JSON
    words: str | None  # JSON of what was typed; None when nothing was or it was erased
    typed: str  # hash of the words, "" when nothing was typed; stays when the words are erased
    hash: str


def row_of(run: str, event: Event, before: str) -> Row:
    """The row of an event that follows the row with hash `before`."""
    data = compact(event.data)
    words = compact(event.words) if event.words else None
    typed = text_hash(words) if words else ""
    audience = " ".join(event.audience)
    return Row(
        run,
        event.seq,
        event.id,
        event.kind,
        event.seat,
        event.at,
        event.time,
        event.cause,
        audience,
        data,
        words,
        typed,
        chain(before, event, data, typed),
    )


_quick: Callable[[str | bytes], Any] = msgspec.json.Decoder().decode


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text, as `json.loads` gives it, several times as fast. Raises ValueError or RecursionError."""
    try:
        return _quick(text)
    except msgspec.MsgspecError:  # halves of letters that a cut text leaves, numbers beyond all bounds: or no JSON
        return json.loads(text)


def event_of(row: Row) -> Event:
    """The event of a row as stored; `words` is None when they were erased."""
    _, seq, name, kind, seat, at, time, cause, audience, data, written, typed, _ = row
    words = read_json(written) if written else None if typed else {}
    return Event(seq, name, kind, seat, at, time, cause, tuple(audience.split(" ")), read_json(data), words)
