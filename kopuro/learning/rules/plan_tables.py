"""Plans by name and number: from options, or a row of a table each."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from kopuro.core.problems import Problem
from kopuro.learning.rules.planning import (
    Plan,
    plan_bias,
    plan_detection,
    plan_gain,
    plan_groups,
    plan_reliability,
)
from kopuro.learning.rules.tables import Table, is_missing, shown

DESIGNS: dict[str, Callable[..., Plan]] = {
    "bias": plan_bias,
    "detection": plan_detection,
    "gain": plan_gain,
    "groups": plan_groups,
    "reliability": plan_reliability,
}


def plan_one(design: str, numbers: Mapping[str, float]) -> Plan:
    """Return the plan of a design; Problem names numbers the design does not know or lacks."""
    function = DESIGNS.get(design)
    if function is None:
        raise Problem("learning.plan_design", f'"{shown(design)}" is no design; there are {", ".join(DESIGNS)}.')
    known = inspect.signature(function).parameters
    unknown = [name for name in numbers if name not in known]
    if unknown:
        raise Problem("learning.plan_open", f'Design {design} has no "{shown(unknown[0])}"; it has {", ".join(known)}.')
    lacking = [name for name, one in known.items() if one.default is inspect.Parameter.empty and name not in numbers]
    if lacking:
        raise Problem("learning.plan_open", f"Design {design} needs {', '.join(lacking)}.")
    if design == "detection" and "effect" in numbers and "cases" in numbers and "seats" not in numbers:
        return plan_detection(seats=None, **numbers)
    return function(**numbers)


def plans_from(table: Table, design: str, numbers: Mapping[str, float]) -> list[Plan]:
    """Return a plan per row: columns named like the numbers, the one asked for empty; `numbers` fill further ones in."""
    column = table.find("design")
    names = {name: name.strip().lower().replace("-", "_").replace(" ", "_") for name in table.names if name != column}
    values = {name: table.numbers(name) for name in names}
    designs = table.words(column) if column else [design] * len(table)
    plans = []
    for row, one in enumerate(designs):
        given = dict(numbers)
        for name, key in names.items():
            if not is_missing(table.cells(name)[row]):
                given[key] = float(values[name][row])
        try:
            plans.append(plan_one(one or design, given))
        except Problem as problem:
            raise Problem(problem.code, f"Row {table.rows[row]}: {problem.sentence}") from None
    return plans
