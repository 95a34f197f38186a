"""How a room judged, in the measures of learning: sensitivity, criterion, calibration, bias, agreement. Put together
here because rooms know nothing of learning; nothing is stored, and nothing stands for fewer than ten seats."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from kopuro.learning.rules.parts import Part
from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.terms import RunStatus
from kopuro.web.learning_from_room import HEADERS, tables_of

KEPT_SECONDS = 24 * 3600
OVER = (RunStatus.ENDED, RunStatus.DEBRIEF, RunStatus.SEALED)
Rows = list[tuple[str, str, list[tuple[str, ...]]]]


def parts_of(run: Run) -> list[Part] | None:
    """The parts of a run that is over, over all its sets of cases, agreement for each; None while it goes on, empty when
    nobody judged alone. Kept under the run's last event."""

    def draw(hall: Hall) -> tuple[str, int, Rows]:
        return hall.state.status, hall.state.seq, tables_of(hall.play, hall.state.ratings, run.log_name)

    status, seq, tables = desk().read(run.log_name, draw)
    if status not in OVER:
        return None
    name = f"room-judgement:{run.log_name}:{seq}"
    kept: list[Part] | None = cache.get(name)
    if kept is None:
        kept = parts(tables)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def parts(tables: Rows) -> list[Part]:
    """`tables` as `tables_of` gives them; one seat is one person through all sets."""
    if not tables:
        return []
    import numpy as np  # noqa: PLC0415 - numerical libraries are wanted here only

    from kopuro.learning.rules import summary, summary_judgements  # noqa: PLC0415 - as above

    rows = [dict(zip(HEADERS, row, strict=True)) | {"set": code} for code, _name, given in tables for row in given]

    def numbers(name: str, of: list[dict[str, str]] = rows) -> Any:
        return np.array([float(row[name]) if row[name] else np.nan for row in of])

    decisions = summary_judgements.Decisions(
        summary.codes([row["code"] for row in rows]),
        summary.codes([(row["set"], row["case"]) for row in rows]),
        np.full(len(rows), summary.POST, dtype=np.int64),
        numbers("signal"),
        numbers("response"),
        numbers("confidence"),
        tuple((row["trait"], row["level"]) for row in rows),
        summary.codes([row["pair"] for row in rows]) if any(row["pair"] for row in rows) else None,
    )
    return [
        summary_judgements.detection_part(decisions),
        summary_judgements.calibration_part(decisions),
        summary_judgements.bias_part(decisions),
        summary.agreement_part(
            [(name, _matrix([row for row in rows if row["set"] == code], numbers)) for code, name, _given in tables]
        ),
    ]


def _matrix(rows: list[dict[str, str]], numbers: Any) -> Any:
    """Cases by seats: 1 said to be a signal, 0 said to be none, nan where there was not enough to tell."""
    import numpy as np  # noqa: PLC0415 - as above

    from kopuro.learning.rules.summary import codes  # noqa: PLC0415 - as above

    cases, seats = codes([row["case"] for row in rows]), codes([row["code"] for row in rows])
    matrix = np.full((cases.max() + 1, seats.max() + 1), np.nan)
    matrix[cases, seats] = numbers("response", rows)
    return matrix
