"""Detection from a table of decisions or counts, before and after where the table says so, as JSON and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.detection import Correction, Indices, SeatCounts, count_seats, indices
from kopuro.learning.rules.detection_result import (
    DetectionChange,
    DetectionResult,
    detect_counts,
    detect_decisions,
    detection_change,
)
from kopuro.learning.rules.judgement_tables import Counted, Decisions, detection_table
from kopuro.learning.rules.results import LEVEL, finite
from kopuro.learning.rules.tables import Table
from kopuro.learning.rules.words import change_words, detection_words


@dataclass(frozen=True)
class DetectionReport:
    """The figures of the whole table, of before and after where it tells them apart, and of each row if asked for."""

    whole: DetectionResult
    before: DetectionResult | None
    after: DetectionResult | None
    change: DetectionChange | None
    each: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys: the whole at the top level."""
        answer = self.whole.as_json()
        if self.before is not None and self.after is not None and self.change is not None:
            answer["before"], answer["after"] = self.before.as_json(), self.after.as_json()
            answer["change"] = self.change.as_json()
        if self.each:
            answer["each"] = list(self.each)
        answer["notes"] = [*self.notes, *answer["notes"]]
        return answer

    def words(self) -> list[str]:
        """Return lines for people."""
        if self.before is None or self.after is None or self.change is None:
            lines = detection_words(self.whole)
        else:
            lines = ["Before", *detection_words(self.before), "", "After", *detection_words(self.after), ""]
            lines += change_words(self.change)
        for row in self.each:
            lines.append(f"  {row['label']}: d′ {_shown(row['d_prime'])} ± {_shown(row['se_d_prime'])} (standard error), "
                         f"c {_shown(row['criterion'])}, hits {_shown(row['hit_rate'])}, "
                         f"false alarms {_shown(row['false_alarm_rate'])}")  # fmt: skip
        return lines + [f"  - {note}" for note in self.notes]


def detection_report(
    table: Table,
    correction: Correction = "loglinear",
    *,
    each: bool = False,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> DetectionReport:
    """Return the report of a table (see judgement_tables.detection_table); `each` lists the seats by their codes.

    Rows of counts without a seat column are listed always: they are conditions, not people.
    """
    how: dict[str, Any] = {"resamples": resamples, "seed": seed, "level": level}
    read = detection_table(table)
    notes = list(table.notes)
    if isinstance(read, Counted):
        return _of_counts(read, correction, each, how, notes)
    return _of_decisions(read, correction, each, how, notes)


def _of_counts(
    read: Counted, correction: Correction, each: bool, how: dict[str, Any], notes: list[str]
) -> DetectionReport:
    counts = read.counts
    cells = counts.table()
    if (cells != np.rint(cells)).any():
        notes.append("Counts are not whole numbers; they were used as they are.")
    rows = _each(counts, read.labels, correction) if each or (not read.people and 1 < len(counts) <= 1000) else ()

    def figures(chosen: np.ndarray) -> DetectionResult:
        part = SeatCounts(*cells[chosen].T)
        return detect_counts(part if read.people else part.pooled(), correction, seats=read.people, **how)

    everything = np.ones(len(counts), dtype=bool)
    if not cells.sum():
        raise Problem("learning.no_decisions", "All counts are zero: there is no decision to judge.")
    if read.after is None or _one_sided(cells.sum(axis=1) > 0, read.after, notes):
        return DetectionReport(figures(everything), None, None, None, rows, tuple(notes))
    first, second = SeatCounts(*cells[~read.after].T), SeatCounts(*cells[read.after].T)
    labels = np.asarray(read.labels, dtype=object)
    if read.people:
        first, second, paired = _matched(first, second, labels[~read.after], labels[read.after])
    else:
        first, second, paired = first.pooled(), second.pooled(), False
    change = detection_change(first, second, correction, paired=paired, **how)
    return DetectionReport(figures(everything), figures(~read.after), figures(read.after), change, rows, tuple(notes))


def _of_decisions(
    read: Decisions, correction: Correction, each: bool, how: dict[str, Any], notes: list[str]
) -> DetectionReport:
    def figures(chosen: np.ndarray) -> DetectionResult:
        part = [None if values is None else values[chosen] for values in (read.seat, read.case, read.confidence)]
        seat = None if part[0] is None else np.unique(part[0], return_inverse=True)[1]
        case = None if part[1] is None else np.unique(part[1], return_inverse=True)[1]
        return detect_decisions(
            read.signal[chosen],
            read.response[chosen],
            correction,
            seat=seat,
            case=case,
            confidence=part[2],
            **how,
        )

    known = ~(np.isnan(read.signal) | np.isnan(read.response))
    if not known.any():
        raise Problem("learning.no_decisions", "No row has both signal and response: there is no decision to judge.")
    everything = np.ones(read.signal.size, dtype=bool)
    seat = np.zeros(read.signal.size, dtype=np.int64) if read.seat is None else read.seat
    n_seats = max(1, len(read.seats))
    rows: tuple[dict[str, Any], ...] = ()
    if each:
        whole = count_seats(seat, read.signal, read.response, n_seats=n_seats)
        rows = _each(whole, read.seats or ("all",), correction)
    if read.after is None or _one_sided(known, read.after, notes):
        return DetectionReport(figures(everything), None, None, None, rows, tuple(notes))
    parts = [
        count_seats(seat[chosen], read.signal[chosen], read.response[chosen], n_seats=n_seats)
        for chosen in (~read.after, read.after)
    ]
    labels = np.arange(n_seats).astype(object)
    seen = [one.table().sum(axis=1) > 0 for one in parts]
    used = [SeatCounts(*one.table()[there].T) for one, there in zip(parts, seen, strict=True)]
    first, second, paired = _matched(used[0], used[1], labels[seen[0]], labels[seen[1]])
    change = detection_change(first, second, correction, paired=paired, **how)
    return DetectionReport(figures(everything), figures(~read.after), figures(read.after), change, rows, tuple(notes))


def _one_sided(known: np.ndarray, after: np.ndarray, notes: list[str]) -> bool:
    """Tell whether only one of the two measurements has decisions, and note it."""
    if known[after].any() and known[~after].any():
        return False
    notes.append("Only one of the two measurements has decisions: no change can be shown.")
    return True


def _matched(
    first: SeatCounts, second: SeatCounts, before: np.ndarray, after: np.ndarray
) -> tuple[SeatCounts, SeatCounts, bool]:
    """Keep the seats measured twice, in one order; where fewer than half were, compare the groups unpaired."""
    places = {label: place for place, label in enumerate(after)}
    both = [(place, places[label]) for place, label in enumerate(before) if label in places]
    if not both or 2 * len(both) < max(len(first), len(second)):
        return first, second, False
    left, right = np.array([one for one, _ in both]), np.array([other for _, other in both])
    return SeatCounts(*first.table()[left].T), SeatCounts(*second.table()[right].T), True


def _each(counts: SeatCounts, labels: tuple[str, ...], correction: Correction) -> tuple[dict[str, Any], ...]:
    found = indices(counts, correction)
    names = [name for name in Indices.__dataclass_fields__ if not name.endswith("_corrected")]
    return tuple(
        {"label": label, **{name: finite(float(getattr(found, name)[row])) for name in names}}
        for row, label in enumerate(labels)
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
