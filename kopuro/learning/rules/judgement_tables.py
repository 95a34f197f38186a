"""Judgements on cases from a table: decisions or counts for detection, forecasts for calibration, answers to traits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.detection import SeatCounts
from kopuro.learning.rules.results import Floats
from kopuro.learning.rules.tables import Table, shown

Codes = NDArray[np.int64]

SEAT = ("seat", "rater", "participant", "person", "respondent", "judge", "call_sign", "key", "observer", "subject")
CASE = ("case", "vignette", "item", "case_id", "stimulus", "unit")
COUNTS = (
    ("hits", "hit", "tp", "true_positives"),
    ("misses", "miss", "fn", "false_negatives"),
    ("false_alarms", "false_alarm", "falsealarms", "fa", "fp", "false_positives"),
    ("correct_rejections", "correct_rejection", "correctrejections", "cr", "tn", "true_negatives"),
)
SIGNAL = ("signal", "is_signal", "key", "truth", "target")
TIME = ("time", "phase", "occasion", "test", "wave")
PERIODS = (("pre", "post"), ("before", "after"), ("0", "1"), ("1", "2"), ("t1", "t2"), ("t0", "t1"))
FORECAST = ("forecast", "probability", "prob", "p", "confidence", "predicted", "prediction", "chance")
OUTCOME = ("outcome", "y", "correct", "observed", "event", "result", "happened", "occurred", "actual", "truth", "label")
RESPONSE = ("response", "answer", "said_signal", "judgement", "rating", "flagged", "choice", "score")
BASELINES = ("0", "no", "none", "baseline", "control", "without", "false", "reference")


@dataclass(frozen=True)
class Decisions:
    """Single decisions, shape (decisions,) each; codes index the labels."""

    signal: Floats
    response: Floats
    seat: Codes | None
    seats: tuple[str, ...]
    case: Codes | None
    confidence: Floats | None
    after: NDArray[np.bool_] | None


@dataclass(frozen=True)
class Counted:
    """Counts of decisions; `people` says whether a row is a seat, `after` which rows are the second measurement."""

    counts: SeatCounts
    labels: tuple[str, ...]
    people: bool
    after: NDArray[np.bool_] | None


def detection_table(table: Table) -> Decisions | Counted:
    """Return decisions (columns signal, response) or counts (hits, misses, false_alarms, correct_rejections).

    Optional columns: seat, case, confidence, time (pre/post). Raises Problem naming the column that is missing or the
    row and column of a cell that can't be read.
    """
    seat = table.find(*SEAT)
    if table.find(*COUNTS[0]) and not (table.find(*SIGNAL) and table.find(*RESPONSE)):
        columns = [table.numbers(table.need(*names), low=0, gaps=False) for names in COUNTS]
        after = _after(table)
        if seat is None:
            labels = tuple(f"row {row}" for row in table.rows)
            return Counted(SeatCounts.of(*columns), labels, False, after)
        codes, labels_found = table.codes(seat)
        second = np.zeros(len(table), dtype=np.int64) if after is None else after.astype(np.int64)
        rows, place = np.unique(codes * 2 + second, return_inverse=True)
        summed = [np.bincount(place, column) for column in columns]
        return Counted(
            SeatCounts.of(*summed),
            tuple(labels_found[row // 2] for row in rows),
            True,
            None if after is None else rows % 2 == 1,
        )
    signal, response = table.flags(table.need(*SIGNAL)), table.flags(table.need(*RESPONSE))
    case = table.find(*CASE)
    confidence = table.find("confidence")
    seat_codes, seats = table.codes(seat) if seat else (None, [])
    return Decisions(
        signal,
        response,
        seat_codes,
        tuple(seats),
        table.codes(case)[0] if case else None,
        table.numbers(confidence, low=0) if confidence else None,
        _after(table),
    )


def _after(table: Table) -> NDArray[np.bool_] | None:
    """Return which rows belong to the second measurement, from a column of pre/post."""
    name = table.find(*TIME)
    if name is None:
        return None
    words = [word.lower() for word in table.words(name)]
    found = set(words)
    for first, second in PERIODS:
        if found == {first, second}:
            return np.array([word == second for word in words])
    if len(found) == 1:
        return None
    raise Problem(
        "learning.periods",
        f'Column "{shown(name)}" should say pre or post in every row (or before/after, 1/2).',
    )


@dataclass(frozen=True)
class Forecasts:
    """Forecasts in 0…1 with outcomes 0/1, shape (n,), and the code of who made each."""

    forecast: Floats
    outcome: Floats
    seat: Codes | None
    notes: tuple[str, ...]


def calibration_table(
    table: Table, *, forecast: str | None = None, outcome: str | None = None, percent: bool = False
) -> Forecasts:
    """Return forecasts and outcomes; columns by name, or recognised.

    Percentages are read with `percent`, or when a column called confidence or percent holds nothing between 0 and 1.
    Without an outcome column, signal and response tell whether the answer was right.
    """
    notes: list[str] = []
    said = table.need(forecast) if forecast else table.find(*FORECAST, "percent", "confidence_percent")
    came = table.need(outcome) if outcome else table.find(*OUTCOME)
    if said is None and came is None and not table.find("signal"):
        said, came = _by_content(table)
        if said and came:
            notes.append(f'"{shown(said)}" was read as the forecast and "{shown(came)}" as the outcome.')
    if said is None:
        said = table.need(*FORECAST)
    if came is None and table.find("signal") and table.find(*RESPONSE):
        right = table.flags(table.need("signal")) == table.flags(table.need(*RESPONSE))
        known = ~np.isnan(table.flags(table.need("signal"))) & ~np.isnan(table.flags(table.need(*RESPONSE)))
        result = np.where(known, right.astype(np.float64), np.nan)
        notes.append("An answer counts as right where response equals signal.")
    else:
        result = table.flags(came or table.need(*OUTCOME))
    values = table.numbers(said, low=0, high=100)
    if percent or _looks_like_percent(said, values):
        if not percent:
            notes.append(f'"{shown(said)}" was read as percentages.')
        values = values / 100
    elif np.nanmax(values, initial=0.0) > 1:
        worst = int(np.flatnonzero(values > 1)[0])
        raise Problem(
            "learning.forecast_range",
            f'Row {table.rows[worst]}, column "{shown(said)}": {values[worst]:g} is above 1. Forecasts lie in 0 to 1; '
            "say --percent if they are percentages.",
        )
    seat = table.find(*SEAT)
    return Forecasts(values, result, table.codes(seat)[0] if seat else None, tuple(notes))


def _by_content(table: Table) -> tuple[str | None, str | None]:
    """Return the only column of chances between 0 and 1 and the only one of 0 and 1, if there is one of each."""
    chances, flags = [], []
    for name in table.names:
        if table.numeric(name):
            known = table.numbers(name)
            known = known[~np.isnan(known)]
            if np.isin(known, (0.0, 1.0)).all():
                flags.append(name)
            elif ((known >= 0) & (known <= 1)).all():
                chances.append(name)
    return (chances[0], flags[0]) if len(chances) == len(flags) == 1 else (None, None)


def _looks_like_percent(name: str, values: Floats) -> bool:
    lowered = name.lower()
    if not any(word in lowered for word in ("confidence", "percent", "%")):
        return False
    known = values[~np.isnan(values)]
    return bool((known > 1).any() and not ((known > 0) & (known < 1)).any())


@dataclass(frozen=True)
class Trait:
    """One level of a trait against its baseline: `varied` is 1, 0, or nan for other levels, shape (answers,)."""

    name: str
    level: str
    baseline: str
    varied: Floats


@dataclass(frozen=True)
class VignetteAnswers:
    """Answers to matched vignettes, shape (answers,) each."""

    response: Floats
    seat: Codes
    pair: Codes | None
    signal: Floats | None
    traits: tuple[Trait, ...]


def bias_table(
    table: Table, *, traits: Sequence[str] = (), response: str | None = None, baseline: str | None = None
) -> VignetteAnswers:
    """Return answers with their traits. Columns: response (0/1 or a rating), seat, the traits; optional pair, signal.

    Traits are named, or are every column that is none of the known ones. The baseline of a trait is `baseline` where
    it has that level, else 0, no, none …, else the first level in sorting order.
    """
    answer = table.need(response) if response else table.need(*RESPONSE)
    seat = table.need(*SEAT)
    pair, signal = table.find("pair", "matched_pair", "pair_id", "vignette_pair"), table.find("signal", "is_signal")
    named = [table.need(name) for name in traits]
    if not named:
        known = {answer, seat, pair, signal, table.find(*CASE), table.find("confidence"), table.find("order")}
        known |= {table.find(*TIME), table.find("id"), table.find("row"), table.find("unnamed 1")}
        named = [name for name in table.names if name not in known]
    if not named:
        raise Problem("learning.missing_column", 'The file needs a column for the varied trait, e.g. "trait".')
    found = tuple(one for name in named for one in _levels(table, name, baseline))
    return VignetteAnswers(
        table.numbers(answer),
        table.codes(seat)[0],
        table.codes(pair)[0] if pair else None,
        table.flags(signal) if signal else None,
        found,
    )


def _levels(table: Table, name: str, baseline: str | None) -> list[Trait]:
    words = np.asarray(table.words(name), dtype=object)
    levels = sorted({word for word in words if word})
    if len(levels) < 2:
        raise Problem("learning.one_variant", f'Column "{shown(name)}" has one value only: a trait needs two variants.')
    if len(levels) > 12:
        raise Problem(
            "learning.too_many_levels",
            f'Column "{shown(name)}" has {len(levels)} values; name the traits with --trait.',
        )
    start = levels[0]
    if baseline in levels:
        start = str(baseline)
    else:
        start = next((level for level in levels if level.lower() in BASELINES), start)
    return [
        Trait(name, level, start, np.where(words == level, 1.0, np.where(words == start, 0.0, np.nan)))
        for level in levels
        if level != start
    ]
