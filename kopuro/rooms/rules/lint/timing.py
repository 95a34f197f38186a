"""Triggers and phases: what can never come, what leads nowhere, what comes too late."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kopuro.rooms.rules.reach import FREE, Reach
from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario
from kopuro.rooms.rules.scenario.model import Inject

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields findings about phases, triggers, reachability and dead ends."""
    yield from _phases(loaded, scenario)
    for inject in scenario.injects:
        yield from _trigger(loaded, scenario, inject)
    groups = [inject.one_of for inject in scenario.injects if inject.one_of]
    for inject in scenario.injects:
        if inject.one_of and groups.count(inject.one_of) == 1:
            yield Finding(
                loaded.place("injects", inject.code, "one_of"),
                "warning",
                "trigger.alone",
                f"'{inject.code}' is the only inject of the group '{inject.one_of}'.",
                "Add its alternatives.",
            )
    reach = Reach(scenario)
    for inject in reach.unreachable():
        trigger = inject.trigger
        where = "when" if trigger.when else "after"
        yield Finding(
            loaded.place("injects", inject.code, "trigger", where),
            "error",
            "trigger.never",
            f"The inject '{inject.code}' can never come: {_why(inject)}.",
            "Correct the trigger, or make it manual or a contingency.",
        )
    for phase in reach.closed_phases():
        yield Finding(
            loaded.place("phases", phase.code, "enter"),
            "error",
            "phase.never",
            f"The phase '{phase.code}' can't be entered: its condition never holds in the phase before.",
            "Correct the condition or write 'enter: manual'.",
        )
    for end in reach.dead_ends():
        where_ = ("injects", end.inject) if end.option == FREE else ("injects", end.inject, "options", end.option)
        name = "an action in one's own words" if end.option == FREE else f"the option '{end.option}'"
        yield Finding(
            loaded.place(*where_),
            "warning",
            "trigger.dead_end",
            f"Nothing follows {name} of '{end.inject}', though something follows {', '.join(end.followed)}.",
            "Write what happens then, or a follower for every other case.",
        )


def _why(inject: Inject) -> str:
    if inject.trigger.after:
        return f"'{inject.trigger.after}' never comes before it or the two wait for each other"
    return "its condition contradicts itself or needs something that can't happen by then"


def _phases(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    if not scenario.phases:
        yield Finding(
            loaded.place(), "error", "phase.none", "There is no phase.", "Write phases.yaml with at least one."
        )
        return
    for index, phase in enumerate(scenario.phases):
        if (phase.enter == "start") != (index == 0):
            yield Finding(
                loaded.place("phases", phase.code, "enter"),
                "error",
                "phase.start",
                "The first phase, and only the first, is entered by 'start'.",
                "Write after, manual or a condition.",
            )
        if phase.starts and not _CLOCK.match(phase.starts):
            yield Finding(
                loaded.place("phases", phase.code, "starts"),
                "error",
                "phase.clock",
                f"'{phase.starts[:20]}' is no time of day.",
                'Write it like "08:30", in quotes.',
            )
        if phase.length < 10:
            yield Finding(
                loaded.place("phases", phase.code, "length"),
                "error",
                "phase.short",
                "The phase is too short.",
                "Give it at least 10s.",
            )
        if not 0.1 <= phase.ratio <= 1000:
            yield Finding(
                loaded.place("phases", phase.code, "ratio"),
                "error",
                "phase.ratio",
                "This ratio can't be played.",
                "Write 0.1 to 1000 exercise seconds for a second on the wall.",
            )
        if not any(inject.phase == phase.code for inject in scenario.injects):
            yield Finding(
                loaded.place("phases", phase.code),
                "warning",
                "phase.empty",
                f"Nothing happens in '{phase.code}'.",
                "Add an inject or drop the phase.",
            )
    planned = sum(phase.length / max(phase.ratio, 0.1) for phase in scenario.phases) / 60
    if abs(planned - scenario.minutes) > 0.25 * max(scenario.minutes, 1):
        yield Finding(
            loaded.place("minutes"),
            "warning",
            "phase.sum",
            f"The phases last {planned:.0f} minutes, the head says {scenario.minutes}.",
            "Bring them together.",
        )


def _trigger(loaded: Loaded, scenario: Scenario, inject: Inject) -> Iterator[Finding]:
    at = ("injects", inject.code, "trigger")
    trigger = inject.trigger
    if sum((trigger.at is not None, trigger.after is not None, bool(trigger.when))) > 1:
        yield Finding(
            loaded.place(*at), "error", "trigger.two", "The trigger has more than one of at, after, when.", "Keep one."
        )
    if trigger.delay and (trigger.at is not None or trigger.manual):
        yield Finding(
            loaded.place(*at),
            "error",
            "trigger.delay",
            "A delay belongs to 'after' and 'when' only.",
            "Add it to the time of 'at', or take it out.",
        )
    if inject.contingency and not trigger.manual:
        yield Finding(
            loaded.place(*at),
            "error",
            "trigger.contingency",
            "A contingency inject is never sent by itself.",
            "Take out its trigger or 'contingency'.",
        )
    phase = scenario.phase(inject.phase)
    if phase and trigger.at is not None and trigger.at >= phase.length:
        yield Finding(
            loaded.place(*at, "at"),
            "warning",
            "trigger.late",
            f"'{inject.code}' comes when its phase is planned to be over.",
            "Send it earlier or lengthen the phase.",
        )
