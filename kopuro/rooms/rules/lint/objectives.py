"""Every objective has something that the platform itself can see."""

from __future__ import annotations

from collections.abc import Iterator

from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario

_TRACES = ("decision", "case", "poll", "task", "reflection")


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields objectives without criteria or trace, criteria that nothing serves."""
    if not scenario.objectives:
        yield Finding(
            loaded.place("objectives"), "error", "objective.none", "There is no objective.", "Write objectives.yaml."
        )
    traced = {code for inject in scenario.injects if inject.kind in _TRACES for code in inject.criteria}
    named = {code for inject in scenario.injects for code in inject.criteria}
    for objective in scenario.objectives:
        at = ("objectives", objective.code)
        if not objective.criteria:
            yield Finding(
                loaded.place(*at), "error", "objective.criteria", f"'{objective.code}' has no criterion.", "Add one."
            )
        elif not any(item.code in traced and not item.observed for item in objective.criteria):
            yield Finding(
                loaded.place(*at),
                "error",
                "objective.trace",
                f"The objective '{objective.code}' leaves no trace.",
                "Name one of its criteria under 'criteria' of a decision, case, poll, task or reflection.",
            )
        for item in objective.criteria:
            if item.code not in named and not item.observed:
                yield Finding(
                    loaded.place(*at, "criteria", item.code),
                    "warning",
                    "objective.unused",
                    f"No inject gives evidence for '{item.code}'.",
                    "Name it in an inject or write 'observed: true'.",
                )
