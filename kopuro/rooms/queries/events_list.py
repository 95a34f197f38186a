"""The master scenario events list (MSEL) of a scenario: a row for each inject, in the columns exercise planners know."""

from __future__ import annotations

from typing import Any

from kopuro.core.exports import as_xlsx
from kopuro.rooms.rules.scenario import Scenario
from kopuro.rooms.rules.scenario.model import Inject
from kopuro.rooms.rules.scenario.text import written_seconds

COLUMNS = (
    "number",
    "code",
    "phase",
    "time",
    "condition",
    "kind",
    "from",
    "channel",
    "to teams",
    "to roles",
    "storyline",
)
AFTER = ("expected action", "criteria", "deadline", "contingency", "alternatives group")


def rows(scenario: Scenario) -> list[list[Any]]:
    """Ordered as written; times count from the beginning of the phase."""
    found = []
    for number, one in enumerate(scenario.injects, 1):
        front = [
            number, one.code, one.phase, written_seconds(one.trigger.at) if one.trigger.at is not None else "", _condition(one),
            one.kind, one.sender or "exercise control", one.channel, ", ".join(one.to.teams) or "all", ", ".join(one.to.roles) or "all",
            one.storyline or "",
        ]  # fmt: skip
        for language in scenario.languages:
            front += [one.title.get(language), one.body.get(language)]
        back = [
            one.expect.get(*scenario.languages), ", ".join(one.criteria),
            written_seconds(one.deadline) if one.deadline is not None else "", "yes" if one.contingency else "", one.one_of or "",
        ]  # fmt: skip
        found.append(front + back)
    return found


def _condition(inject: Inject) -> str:
    trigger = inject.trigger
    later = f" + {written_seconds(trigger.delay)}" if trigger.delay else ""
    if trigger.after:
        return f"after {trigger.after}{later}"
    if trigger.when:
        return f"when {trigger.when}{later}"
    return "" if trigger.at is not None else "by hand"


def as_sheet(scenario: Scenario) -> bytes:
    words = [f"{part} ({language})" for language in scenario.languages for part in ("title", "text")]
    title = f"EXERCISE {scenario.code} {scenario.version}"
    return as_xlsx([*COLUMNS, *words, *AFTER], rows(scenario), title)
