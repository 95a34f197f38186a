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

TEST, CASES, RATINGS = "answers", "judgements", "ratings"
# By the type and first day of the activity: kind, file, title, instrument.
TABLES = {
    ("seminar", "2022-11-29"): (
        (TEST, "made-up-test.csv", "Test of twelve items (made up for the demo)", "Basic test"),
        (CASES, "made-up-cases.xlsx", "Judgements of 24 fictional cases (made up for the demo)", "Matched cases"),
        (RATINGS, "made-up-ratings.csv", "Ratings of 16 fictional cases (made up for the demo)", "Rating sheet"),
    ),
    ("workshop", "2024-02-14"): (
        (TEST, "made-up-test-workshop.csv", "Test of eight items, with a group that waited (made up for the demo)", "Short test"),
        (CASES, "made-up-cases-workshop.xlsx", "Judgements of 24 fictional cases (made up for the demo)", "Matched cases"),
    ),
}  # fmt: skip


def build_learning(*, tables: Path, trainer: Actor, evaluator: Actor, at: datetime, say: Callable[[str], None]) -> None:
    """The tests by the trainer, the rest by the evaluator. The tables are drawn by demo/make_learning.py."""
    for (type, start), files in TABLES.items():
        activity = Activity.objects.filter(type=type, start=start).first()
        if activity is None:
            continue
        for kind, name, title, instrument in files:
            sheet = sheet_of(name, (tables / name).read_bytes())
            file = actions.take_in(
                actor=trainer if kind == TEST else evaluator, at=at, activity=activity, kind=kind, title=title, headers=sheet.headers,
                rows=sheet.rows, columns=suggest(kind, sheet.headers, sheet.rows), instrument=instrument, version="1",
            )  # fmt: skip
            say(f"  learning {name}: {file.rows} rows under random keys")
