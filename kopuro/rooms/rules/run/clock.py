"""Exercise time: the sum of running intervals, each times its ratio. Pauses, speed and jumps are events."""

from __future__ import annotations

from .state import RunState


def exercise_time(state: RunState, now: int) -> int:
    """Exercise time in ms at server time `now` (ms). A clock that stands, or a `now` before its start, gives its base."""
    if not state.since or now <= state.since:
        return state.base
    return state.base + int((now - state.since) * state.ratio * state.speed)


def in_phase(state: RunState, now: int) -> int:
    """Exercise time since the phase began, ms."""
    return exercise_time(state, now) - state.phase_base


def server_time_of(state: RunState, exercise: int) -> int | None:
    """When, in server time, the clock will show `exercise`, if nothing changes; None while it stands."""
    if not state.since:
        return None
    return state.since + int(max(0, exercise - state.base) / (state.ratio * state.speed))
