"""What happened in a run: one event after the other, each naming who may see it, chained by hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

Data = Mapping[str, Any]
"""JSON values only: str, int, float, bool, None, list, dict with str keys."""

NO_WORDS: Mapping[str, Any] = {}
FIRST_HASH = "0" * 64


class Draft(NamedTuple):
    """An event that a command or the clock would cause. `words` holds what people typed, so that it can be erased
    while the event and its hash stay; `audience` lists topics, the most knowing first."""

    kind: str
    seat: str
    audience: tuple[str, ...]
    data: Data
    words: Data = NO_WORDS
    cause: int = 0
    first: bool = False  # this draft's seq is the cause of the drafts after it


class Event(NamedTuple):
    seq: int  # 1, 2, 3 … within the run
    id: str  # client-made, unique in the run; further events of one command get /1, /2 …
    kind: str
    seat: str  # "" when the clock or an unnamed person did it
    at: int  # exercise time of the run, ms
    time: int  # server time, ms since 1970 UTC
    cause: int  # seq of the event that brought it about, or 0
    audience: tuple[str, ...]
    data: Data
    words: Data | None = NO_WORDS  # None: erased


# Every kind there is, with what it says. The log refuses others, so an old version never misreads a newer run.
KINDS: dict[str, str] = {
    "run.prepared": "a run of a scenario version was made",
    "run.opened": "seats may be taken",
    "run.started": "the exercise clock runs for the first time",
    "run.paused": "the clock stands",
    "run.resumed": "the clock runs again",
    "run.ended": "the exercise is over",
    "run.debriefed": "the debrief has begun",
    "run.sealed": "nothing more is written",
    "clock.speed": "the clock runs faster or slower",
    "clock.jumped": "the clock was set within the phase",
    "phase.entered": "a phase began",
    "seat.joined": "somebody took a seat",
    "seat.moved": "a seat changed team or role",
    "seat.out": "somebody stepped out",
    "seat.in": "somebody stepped in again",
    "seat.left": "a seat was given up",
    "inject.released": "an inject was sent",
    "inject.armed": "a condition came true and the inject follows after its delay; or it has passed and none follows",
    "inject.held": "an inject is held back",
    "inject.unheld": "an inject is no longer held back",
    "inject.edited": "an inject has new words",
    "inject.recalled": "an inject was withdrawn",
    "flag.set": "a flag was raised or taken down for a team",
    "item.opened": "a seat has something on its screen",
    "item.acked": "a seat confirmed that it has read",
    "decision.made": "a seat or team decided",
    "stage.opened": "a team may answer although not everybody has answered alone",
    "rating.given": "a case was rated",
    "ratings.locked": "a seat's own ratings stand",
    "poll.answered": "a poll was answered",
    "reflection.written": "a reflection was written",
    "request.made": "information was asked for",
    "request.answered": "a request was answered",
    "character.spoke": "a role-player wrote as a character",
    "reply.sent": "a seat wrote to a character",
    "chat.said": "a seat wrote to its team",
    "observation.noted": "an observer noted something",
    "criterion.rated": "an evaluator rated a criterion P, S, M or U",
    "stop.called": "the stop word was given",
    "stop.cleared": "staff has taken care of a stop word",
    "debrief.stage": "the round of the debrief moved on",
    "debrief.entered": "an unnamed entry of the round",
    "debrief.themed": "entries were put under themes",
    "debrief.ranked": "an unnamed ranking of themes",
    "hotwash.written": "an unnamed hot-wash form",
    "lesson.written": "a lesson, with its recommendation and owner",
}


compact: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""Canonical JSON: the same value gives the same text in every process and version."""


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def words_hash(words: Data | None) -> str:
    """SHA-256 of what was typed; "" when nothing was. Kept beside the event after the words are erased."""
    return text_hash(compact(words)) if words else ""


def chain(before: str, event: Event, data: str, typed: str) -> str:
    """Hash of an event: over the hash before it, all its fields, its data as `compact` wrote them and the hash of its
    words. Whoever changes, drops or swaps a stored event breaks every hash after it."""
    head = f"{before}\n{event.seq}\n{event.id}\n{event.kind}\n{event.seat}\n{event.at}\n{event.time}\n{event.cause}\n"
    return text_hash(f"{head}{' '.join(event.audience)}\n{data}\n{typed}")


def first_break(rows: Iterable[tuple[Event, str, str]]) -> int | None:
    """The seq of the first event whose stored hash does not follow from the one before, or None.

    `rows` are (event, stored words hash, stored hash) in order of seq, from 1."""
    before = FIRST_HASH
    expected = 1
    for event, typed, stored in rows:
        whole = event.words is None or words_hash(event.words) == typed
        if event.seq != expected or not whole or chain(before, event, compact(event.data), typed) != stored:
            return expected
        before = stored
        expected += 1
    return None
