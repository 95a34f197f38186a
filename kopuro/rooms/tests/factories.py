"""Real things for the tests: the shipped taster, and folders made from it by one change."""

from __future__ import annotations

import functools
from pathlib import Path

from kopuro.rooms.rules.scenario import Scenario, read_files, read_folder

SCENARIOS = Path(__file__).parents[3] / "demo" / "scenarios"
TASTER = SCENARIOS / "taster"


@functools.cache
def taster() -> Scenario:
    scenario = read_files(read_folder(TASTER)).scenario
    assert scenario is not None
    return scenario
