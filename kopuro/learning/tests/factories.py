"""Tables of learning data for stories: codes, tests, judgements and ratings with a fixed seed."""

from __future__ import annotations

import random
from typing import Any

from kopuro.activities import actions as activities
from kopuro.activities.models import Activity
from kopuro.learning import actions
from kopuro.learning.models import LearningFile
from kopuro.learning.rules.intake import suggest
from tests.cast import Cast

Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def a_workshop(cast: Cast, title: str = "Workshop on listening", programme: Any = None) -> Activity:
    facts = {
        "title": title,
        "type": "workshop",
        "status": "held",
        "dates": {"start": "2024-02-14", "end": "2024-02-16"},
    }
    return activities.create_activity(programme=programme or cast.programme, facts=facts, **cast.writing())


def code_of(place: int) -> str:
    return f"zq{place:03d}xv"


def test_table(people: int = 24, items: int = 8, gain: float = 0.25, seed: int = 7) -> Table:
    draw = random.Random(seed)
    rows = []
    for place in range(people):
        skill = draw.uniform(0.2, 0.7)
        for when, more in (("before", 0.0), ("after", gain)):
            rows.append((code_of(place), when, *(str(int(draw.random() < skill + more)) for _item in range(items))))
    return ("Code", "When", *(f"item {number}" for number in range(1, items + 1))), rows


test_table.__test__ = False  # type: ignore[attr-defined]


def judgement_table(people: int = 24, cases: int = 24, seed: int = 7) -> Table:
    """More suspicious after, not more accurate; half of the cases are signals, in pairs of two variants."""
    draw = random.Random(seed)
    rows = []
    for place in range(people):
        for when, limit in (("before", 0.4), ("after", -0.3)):
            for case in range(cases):
                signal = int(case < cases // 2)
                said = int(draw.gauss(0.6 if signal else -0.6, 1) > limit)
                variant = ("everyday", "religious")[case % 2]
                rows.append(
                    (
                        code_of(place),
                        when,
                        f"case {case}",
                        f"pair {case // 2}",
                        "dress",
                        variant,
                        str(signal),
                        str(said),
                        str(draw.choice((60, 70, 80, 90))),
                    )
                )
    return ("code", "occasion", "case", "pair", "trait", "level", "signal", "response", "confidence"), rows


def rating_table(raters: int = 12, units: int = 10, seed: int = 7) -> Table:
    draw = random.Random(seed)
    true = [draw.randint(1, 5) for _unit in range(units)]
    rows = [
        (code_of(place), f"C{unit}", "seriousness", str(min(5, max(1, value + draw.choice((0, 0, 0, 1, -1))))))
        for place in range(raters)
        for unit, value in enumerate(true)
    ]
    return ("rater", "unit", "indicator", "rating"), rows


TABLES = {"answers": test_table, "judgements": judgement_table, "ratings": rating_table}


def taken_in(
    cast: Cast, activity: Activity, kind: str, table: Table | None = None, by: str = "chinara", **more: Any
) -> LearningFile:
    headers, rows = table or TABLES[kind]()
    columns = more.pop("columns", None) or suggest(kind, headers, rows)
    return actions.take_in(
        activity=activity,
        kind=kind,
        title=f"Table of {kind}",
        headers=headers,
        rows=rows,
        columns=columns,
        **more,
        **cast.writing(by),
    )
