"""From drafts to events: numbers, times, ids, causes."""

from __future__ import annotations

from .clock import exercise_time
from .events import Draft, Event
from .state import RunState


def numbered(state: RunState, drafts: list[Draft], command_id: str, now: int) -> list[Event]:
    """The events that `drafts` become after `state`, at server time `now` (ms).

    Ids: the command's for the first, `<id>/1` and so on for the rest. A time before the last event's is lifted to it,
    so that exercise time never runs backwards when a server's clock is corrected."""
    now = max(now, state.time)
    at = exercise_time(state, now)
    events = []
    cause = 0
    for index, draft in enumerate(drafts):
        seq = state.seq + 1 + index
        name = command_id if not index else f"{command_id}/{index}"
        events.append(
            Event(
                seq,
                name,
                draft.kind,
                draft.seat,
                at,
                now,
                draft.cause or cause,
                draft.audience,
                draft.data,
                draft.words,
            )
        )
        if draft.first:
            cause = seq
    return events
