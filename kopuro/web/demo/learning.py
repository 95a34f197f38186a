"""Made-up tables of learning for the demo's seminar, taken in as a trainer and an evaluator would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.learning import actions
from kopuro.learning.rules.intake import suggest
from kopuro.web.tables_in import sheet_of

TABLES = (
    ("answers", "made-up-test.csv", "Test of twelve items (made up for the demo)", "Basic test", "1"),
    (
        "judgements",
        "made-up-cases.xlsx",
        "Judgements of 24 fictional cases (made up for the demo)",
        "Matched cases",
        "1",
    ),
    ("ratings", "made-up-ratings.csv", "Ratings of 16 fictional cases (made up for the demo)", "Rating sheet", "1"),
)


def build_learning(
    *, tables: Path, activity: Activity, trainer: Actor, evaluator: Actor, at: datetime, say: Callable[[str], None]
) -> None:
    """The test by the trainer, the rest by the evaluator. The tables are drawn by demo/make_learning.py."""
    for kind, name, title, instrument, version in TABLES:
        sheet = sheet_of(name, (tables / name).read_bytes())
        file = actions.take_in(
            actor=trainer if kind == "answers" else evaluator, at=at, activity=activity, kind=kind, title=title, headers=sheet.headers,
            rows=sheet.rows, columns=suggest(kind, sheet.headers, sheet.rows), instrument=instrument, version=version,
        )  # fmt: skip
        say(f"  learning {name}: {file.rows} rows under random keys")
