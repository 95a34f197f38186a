"""The master scenario events list (MSEL) of a scenario as a spreadsheet, in the columns exercise planners know."""

from __future__ import annotations

from kopuro.core.exports import as_xlsx
from kopuro.rooms.rules.events_list import rows, titles
from kopuro.rooms.rules.scenario import Scenario


def as_sheet(scenario: Scenario) -> bytes:
    title = f"EXERCISE {scenario.code} {scenario.version}"
    return as_xlsx(titles(scenario), rows(scenario), title)
