"""All that can be said of decisions on signals and non-signals: pooled, by seat, as a group, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopuro.learning.rules.detection import (
    Correction,
    Indices,
    Intervals,
    SeatCounts,
    bootstrap_intervals,
    count_seats,
    formula_intervals,
    indices,
    seat_mean,
)
from kopuro.learning.rules.detection_group import (
    MOST_SEAT_CASE_CELLS,
    GroupResult,
    fit_group,
    from_counts,
    from_trials,
    patterns,
)
from kopuro.learning.rules.results import (
    LEVEL,
    Estimate,
    Floats,
    Plain,
    fewer_draws,
    finite,
    from_resamples,
    many,
    resampled_sums,
)
from kopuro.learning.rules.roc import RocResult, rating_of, roc
from kopuro.learning.rules.said import gettext_noop

FEWEST_FOR_A_VERDICT = 10
RARE = 0.001  # the share of signals the base-rate sentence speaks of
MOST_ROWS_CROSSED = 60_000  # decisions the model with case effects is fitted to; beyond, seats only


@dataclass(frozen=True)
class DetectionResult:
    """`pooled` holds the indices of all decisions together; `group` and `roc` are None where the data can't give them."""

    correction: Correction
    counts: SeatCounts
    n_cases: int | None
    pooled: Indices
    formula: Intervals
    bootstrap: Intervals
    seat_d_prime: Estimate
    seat_criterion: Estimate
    sd_seat_d_prime: float | None
    group: GroupResult | None
    roc: RocResult | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        whole, one = self.counts.pooled(), self.pooled
        answer: dict[str, Any] = {
            "correction": self.correction,
            "n": float(whole.table().sum()),
            "n_signals": float(whole.signals[0]),
            "n_noises": float(whole.noises[0]),
            "n_seats": len(self.counts),
            "n_cases": self.n_cases,
            "hits": float(whole.hits[0]),
            "misses": float(whole.misses[0]),
            "false_alarms": float(whole.false_alarms[0]),
            "correct_rejections": float(whole.correct_rejections[0]),
        }
        answer = {
            key: int(value) if isinstance(value, float) and value == int(value) else value
            for key, value in answer.items()
        }
        for name in Indices.__dataclass_fields__:
            answer[name] = finite(float(getattr(one, name)[0]))
        answer["intervals"] = _intervals_json(self.formula)
        answer["bootstrap"] = _intervals_json(self.bootstrap)
        # Without a false alarm among few cases nobody knows how rare they are, and every flag would be called right.
        alarms = answer["false_alarm_rate"] or None
        answer["flags_right_at_1_in_1000"] = flags_right(answer["hit_rate"], alarms, RARE)
        if len(self.counts) > 1:
            answer["seats"] = {
                "n": len(self.counts),
                "d_prime": self.seat_d_prime.as_json(),
                "criterion": self.seat_criterion.as_json(),
                "sd_d_prime": self.sd_seat_d_prime,
            }
        if self.group is not None:
            answer["group"] = self.group.as_json()
        if self.roc is not None:
            answer["az"], answer["roc"] = finite(self.roc.az.value), self.roc.as_json()
        return answer | {"notes": list(self.notes)}


def _intervals_json(intervals: Intervals) -> dict[str, Any]:
    names = ("hit_rate", "false_alarm_rate", "d_prime", "criterion")
    return {name: getattr(intervals, name).as_json() for name in names} | {"method": intervals.method}


def detect_counts(
    counts: SeatCounts,
    correction: Correction = "loglinear",
    *,
    seats: bool = True,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> DetectionResult:
    """Return the detection figures of counts; `seats=False` says that the rows are not different people."""
    group = None
    if seats and len(counts) > 1:
        group = fit_group(from_counts(*patterns(counts)), level=level)
    return _result(counts, correction, None, group, None, resamples, seed, level, [])


def detect_decisions(
    signal: Floats,
    response: Floats,
    correction: Correction = "loglinear",
    *,
    seat: NDArray[np.int64] | None = None,
    case: NDArray[np.int64] | None = None,
    confidence: Floats | None = None,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> DetectionResult:
    """Return the detection figures of single decisions.

    `signal` and `response` are 0/1 with nan for missing, `seat` and `case` codes from 0, `confidence` zero or more; all
    of shape (decisions,). With seats the group model is fitted, with cases crossed; with confidence the rating curve.
    """
    notes: list[str] = []
    missing = int((np.isnan(signal) | np.isnan(response)).sum())
    if missing:
        notes.append(gettext_noop("Left out for a missing answer: %(decisions)s.", decisions=many(missing, "decision")))
    seats = np.zeros(signal.size, dtype=np.int64) if seat is None else seat
    n_seats = int(seats.max(initial=0)) + 1
    counts = count_seats(seats, signal, response, n_seats=n_seats)
    group = None
    n_cases = None if case is None else int(case.max(initial=-1)) + 1
    if n_seats > 1:
        crossed = case is not None and signal.size <= MOST_ROWS_CROSSED
        if crossed and case is not None and n_seats * (n_cases or 0) <= MOST_SEAT_CASE_CELLS and n_cases != 1:
            group = fit_group(from_trials(seats, case, signal, response), level=level)
            notes += _unclear_cases(case, signal)
        else:
            group = fit_group(from_counts(*patterns(counts)), level=level)
            if case is not None:
                notes.append(
                    gettext_noop(
                        "The group model leaves out differences between cases: the table is too large for them."
                    )
                )
    curve = None
    if confidence is not None:
        curve = roc(signal, rating_of(response, confidence), level=level)
    return _result(counts, correction, n_cases, group, curve, resamples, seed, level, notes)


def _unclear_cases(case: NDArray[np.int64], signal: Floats) -> list[str]:
    known = ~np.isnan(signal)
    both = np.bincount(case[known], signal[known]), np.bincount(case[known])
    mixed = int(((both[0] > 0) & (both[0] < both[1])).sum())
    return (
        [gettext_noop("Called signal in some rows and not in others: %(cases)s.", cases=many(mixed, "case"))]
        if mixed
        else []
    )


def _result(
    counts: SeatCounts,
    correction: Correction,
    n_cases: int | None,
    group: GroupResult | None,
    curve: RocResult | None,
    resamples: int,
    seed: int,
    level: float,
    notes: list[str],
) -> DetectionResult:
    answered = counts.table().sum(axis=1) > 0
    if not answered.all() and answered.any():
        notes.append(
            gettext_noop("Left out for having no decision: %(seats)s.", seats=many(int((~answered).sum()), "seat"))
        )
        counts = SeatCounts(*counts.table()[answered].T)
    pooled = indices(counts.pooled(), correction)
    formula, told = formula_intervals(counts, correction, level=level)
    notes += told
    by_seat = indices(counts, correction)
    d_prime, sd = seat_mean(by_seat.d_prime, level)
    criterion, _ = seat_mean(by_seat.criterion, level)
    words = {
        "loglinear": gettext_noop("log-linear correction (½ added to hits and false alarms, 1 to their totals)"),
        "half": gettext_noop("rates of 0 and 1 moved by 1/(2n)"),
        "none": gettext_noop("no correction of the rates"),
    }[correction]
    notes.append(
        gettext_noop("d′, c, ln β and A′ use the %(words)s.", words=words)
        if correction == "loglinear"
        else gettext_noop("d′ and c: %(words)s.", words=words)
    )
    if len(counts) > 1:
        notes.append(
            gettext_noop(
                "All decisions are pooled in the main figures; d′ of pooled decisions is smaller than that of the seats where these differ (see seats and group)."
            )
        )
    smallest = float(min(counts.pooled().signals[0], counts.pooled().noises[0]))
    if 0 < smallest < 20:
        notes.append(
            gettext_noop(
                "Only %(smallest)s cases of one kind: feedback with an interval, never a grade.",
                smallest=f"{smallest:g}",
            )
        )
    return DetectionResult(
        correction=correction,
        counts=counts,
        n_cases=n_cases,
        pooled=pooled,
        formula=formula,
        bootstrap=bootstrap_intervals(counts, correction, resamples=resamples, seed=seed, level=level),
        seat_d_prime=d_prime,
        seat_criterion=criterion,
        sd_seat_d_prime=sd,
        group=group,
        roc=curve,
        notes=tuple(notes),
    )


def flags_right(hit_rate: float | None, false_alarm_rate: float | None, base_rate: float) -> float | None:
    """Return the share of raised flags that are right where `base_rate` of all cases are signals (Bayes)."""
    if hit_rate is None or false_alarm_rate is None:
        return None
    right, wrong = base_rate * hit_rate, (1 - base_rate) * false_alarm_rate
    return right / (right + wrong) if right + wrong > 0 else None


@dataclass(frozen=True)
class DetectionChange(Plain):
    """How the pooled figures moved from before to after; `verdict` is a code, `sentence` says it in plain words."""

    n_seats: int
    paired: bool
    d_prime: Estimate
    criterion: Estimate
    verdict: str
    sentence: str


SENTENCES = {
    "too_few": gettext_noop("Too few to say: fewer than ten seats."),
    "better": gettext_noop("Better at telling signal from noise, and no readier to raise a flag."),
    "better_and_readier": gettext_noop("Better at telling signal from noise, and readier to raise a flag."),
    "better_and_slower": gettext_noop("Better at telling signal from noise, and slower to raise a flag."),
    "more_suspicious": gettext_noop("More suspicious, not more accurate."),
    "less_suspicious": gettext_noop("Slower to raise a flag, not more accurate."),
    "worse": gettext_noop("Worse at telling signal from noise than before."),
    "no_change": gettext_noop("No change that can be told from chance."),
}


def detection_change(
    before: SeatCounts,
    after: SeatCounts,
    correction: Correction = "loglinear",
    *,
    paired: bool = True,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> DetectionChange:
    """Return the change of pooled d′ and c, with a bootstrap over seats.

    `paired`: row i of both is the same seat, and both are drawn together; otherwise each is drawn by itself.
    """
    rng = np.random.default_rng(seed)
    draws = fewer_draws(resamples, max(len(before), len(after)))
    if paired:
        both = resampled_sums(before.table(), draws, rng, after.table())
        drawn = both[:, :4], both[:, 4:]
    else:
        drawn = resampled_sums(before.table(), draws, rng), resampled_sums(after.table(), draws, rng)
    start, end = (indices(SeatCounts(*part.T), correction) for part in drawn)
    first, last = indices(before.pooled(), correction), indices(after.pooled(), correction)
    estimates = [
        from_resamples(
            float(getattr(last, name)[0] - getattr(first, name)[0]), getattr(end, name) - getattr(start, name), level
        )
        for name in ("d_prime", "criterion")
    ]
    verdict = _verdict(estimates[0], estimates[1], min(len(before), len(after)))
    return DetectionChange(len(before), paired, estimates[0], estimates[1], verdict, SENTENCES[verdict])


def _verdict(d_prime: Estimate, criterion: Estimate, seats: int) -> str:
    if seats < FEWEST_FOR_A_VERDICT or None in (d_prime.low, d_prime.high, criterion.low, criterion.high):
        return "too_few"
    readier, slower = (criterion.high or 0) < 0, (criterion.low or 0) > 0
    if (d_prime.low or 0) > 0:
        return "better_and_readier" if readier else "better_and_slower" if slower else "better"
    if readier:
        return "more_suspicious"
    if (d_prime.high or 0) < 0:
        return "worse"
    return "less_suspicious" if slower else "no_change"
