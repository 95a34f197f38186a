"""A scenario's injects as a list: the columns exercise planners know, in words that can be read back."""

from __future__ import annotations

from kopuro.rooms.rules.scenario import Scenario
from kopuro.rooms.rules.scenario.model import Inject
from kopuro.rooms.rules.scenario.text import written_seconds

FRONT = (
    "number", "code", "phase", "time", "condition", "kind", "from", "channel", "to teams", "to roles", "storyline",
)  # fmt: skip
BACK = ("criteria", "deadline", "contingency", "acknowledgement", "alternatives group")
CONTROL = "exercise control"


def meanings(scenario: Scenario) -> list[str]:
    """The columns in order, words of a language as "title:en"."""
    words = [f"{part}:{language}" for language in scenario.languages for part in ("title", "text")]
    return [*FRONT, *words, *(f"expected action:{language}" for language in scenario.languages), *BACK]


def titles(scenario: Scenario) -> list[str]:
    """What stands above the columns."""
    found = []
    for meaning in meanings(scenario):
        base, _, language = meaning.partition(":")
        found.append(f"{base} ({language})" if language else base)
    return found


def rows(scenario: Scenario) -> list[list[str]]:
    """A row for each inject, ordered as written; times count from the beginning of the phase."""
    columns = meanings(scenario)
    return [[cell(inject, number, one) for one in columns] for number, inject in enumerate(scenario.injects, 1)]


def cell(inject: Inject, number: int, meaning: str) -> str:
    """What one column says of one inject."""
    base, _, language = meaning.partition(":")
    if base in _WORDS:
        return dict(getattr(inject, _WORDS[base]).by).get(language, "")
    trigger = inject.trigger
    return {
        "number": str(number),
        "code": inject.code,
        "phase": inject.phase,
        "time": written_seconds(trigger.at) if trigger.at is not None else "",
        "condition": _condition(inject),
        "kind": inject.kind,
        "from": inject.sender or CONTROL,
        "channel": inject.channel,
        "to teams": ", ".join(inject.to.teams) or "all",
        "to roles": ", ".join(inject.to.roles) or "all",
        "storyline": inject.storyline or "",
        "criteria": ", ".join(inject.criteria),
        "deadline": written_seconds(inject.deadline) if inject.deadline is not None else "",
        "contingency": "yes" if inject.contingency else "",
        "acknowledgement": "yes" if inject.needs_ack else "",
        "alternatives group": inject.one_of or "",
    }.get(base, "")


_WORDS = {"title": "title", "text": "body", "expected action": "expect"}


def _condition(inject: Inject) -> str:
    trigger = inject.trigger
    later = f" + {written_seconds(trigger.delay)}" if trigger.delay else ""
    if trigger.after:
        return f"after {trigger.after}{later}"
    if trigger.when:
        return f"when {trigger.when}{later}"
    return "" if trigger.at is not None else "by hand"
