"""Judgements of fictional cases into the parts of a learning page: detection, calibration, bias.

Hits are never told without false alarms and criterion, and nothing is said of fewer than ten seats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.bias import TraitEffect, trait_effect
from kopuro.learning.rules.calibration import CalibrationResult, calibration
from kopuro.learning.rules.detection import SeatCounts, bootstrap_intervals, count_seats
from kopuro.learning.rules.detection_result import DetectionChange, DetectionResult, detect_decisions, detection_change
from kopuro.learning.rules.parts import FEWEST, Mark, Moment, Part, too_few
from kopuro.learning.rules.results import Floats, plain
from kopuro.learning.rules.said import Said, gettext_noop
from kopuro.learning.rules.summary import LATER, POST, PRE, RESAMPLES, SEED
from kopuro.learning.rules.words import figure

BOUND = 0.1  # ten points: the smallest difference within pairs that would matter, set before any data were seen
WHEN = {
    PRE: gettext_noop("before"), POST: gettext_noop("after"), LATER: gettext_noop("call-back"),
}  # fmt: skip
D_PRIME, CRITERION = gettext_noop("Sensitivity d′"), gettext_noop("Criterion c")


@dataclass(frozen=True)
class Decisions:
    """Parallel columns, shape (decisions,): seat, case and pair as codes, occasion 0–2, signal and response as 0/1 (nan
    missing), confidence 0–100 (nan missing), (trait, level) as words, training as a code into `trainings`."""

    seat: NDArray[np.int64]
    case: NDArray[np.int64]
    occasion: NDArray[np.int64]
    signal: Floats
    response: Floats
    confidence: Floats
    traits: tuple[tuple[str, str], ...] = ()
    pair: NDArray[np.int64] | None = None
    training: NDArray[np.int64] | None = None
    trainings: tuple[str, ...] = ()

    def seats(self) -> int:
        return len(np.unique(self.seat))

    def only(self, rows: NDArray[np.bool_]) -> Decisions:
        return Decisions(
            self.seat[rows], self.case[rows], self.occasion[rows], self.signal[rows], self.response[rows], self.confidence[rows],
            tuple(trait for trait, kept in zip(self.traits, rows, strict=True) if kept) if self.traits else (),
            None if self.pair is None else self.pair[rows],
            None if self.training is None else self.training[rows], self.trainings,
        )  # fmt: skip

    def latest(self) -> tuple[Decisions, str]:
        """The judgements after the training where ten seats gave them, else all; and what they are called."""
        after = self.only(self.occasion == POST)
        if after.seats() >= FEWEST:
            return after, gettext_noop("after the training")
        return self, gettext_noop("on every occasion")


def detection_part(decisions: Decisions) -> Part:
    """Before and after where ten seats judged on both occasions; the call-back beside them."""
    known = decisions.only(~np.isnan(decisions.signal) & ~np.isnan(decisions.response))
    n = known.seats()
    if n < FEWEST:
        return too_few("detection", n)
    try:
        told = {when: result for when in WHEN if (result := _detected(known.only(known.occasion == when))) is not None}
        if not told:
            return too_few("detection", 0)
        change = _change(known) if PRE in told and POST in told else None
    except Problem as problem:
        return Part("detection", n, problem.sentence)
    figures: list[tuple[str, str]] = []
    for when, result in told.items():
        named = _figures(result)
        if len(told) > 1:
            named = [(Said("%(label)s, %(when)s", label=label, when=WHEN[when]), value) for label, value in named]
        figures += named
    if change is not None:
        figures += [
            (gettext_noop("Change of d′"), figure(change.d_prime)),
            (gettext_noop("Change of criterion c"), figure(change.criterion)),
        ]
    last = list(told.values())[-1]
    verdict = change.sentence if change is not None else _verdict(last)
    moments = _by_training(known) or tuple(_moment(when, result) for when, result in told.items())
    data = {WHEN[when]: plain(result) for when, result in told.items()} | ({"change": plain(change)} if change else {})
    notes = list(last.notes)
    if change is not None and not change.paired:
        words = gettext_noop(
            "Fewer than half of the seats judged on both occasions: the two groups are compared, not the same people."
        )
        notes.append(Said(words))
    table = _table(told, change) if len(told) > 1 else ()
    return Part("detection", n, verdict, tuple(figures), tuple(notes), moments=moments, table=table, data=data)


def _table(told: dict[int, DetectionResult], change: DetectionChange | None) -> tuple[tuple[str, ...], ...]:
    """The figures of the occasions beside each other, the change last."""
    columns = [_figures(result) for result in told.values()]
    moved: dict[str, str] = (
        {} if change is None else {D_PRIME: figure(change.d_prime), CRITERION: figure(change.criterion)}
    )
    rows = [
        (label, *(column[place][1] for column in columns), *((moved.get(label, ""),) if change else ()))
        for place, (label, _value) in enumerate(columns[0])
    ]
    people = (
        gettext_noop("People"),
        *(str(len(result.counts)) for result in told.values()),
        *(("",) if change else ()),
    )
    head = ("", *(WHEN[when] for when in told), *((gettext_noop("change"),) if change else ()))
    return (head, *rows, people)


def _by_training(known: Decisions) -> tuple[Moment, ...]:
    """Before and after of each of several trainings, in their own order, which is no ranking. Nothing unless ten seats
    judged on both occasions in every one of them: else the hidden one could be had by subtracting the others."""
    if known.training is None or len(np.unique(known.training)) < 2:
        return ()
    moments: list[Moment] = []
    for code in np.unique(known.training).tolist():
        for when in (PRE, POST):
            rows = known.only((known.training == code) & (known.occasion == when))
            if rows.seats() < FEWEST or np.unique(rows.signal).size < 2:
                return ()
            seat = np.unique(rows.seat, return_inverse=True)[1]
            counts = count_seats(seat, rows.signal, rows.response, n_seats=rows.seats())
            shown = bootstrap_intervals(counts, resamples=RESAMPLES, seed=SEED)
            hits, alarms = shown.hit_rate.value, shown.false_alarm_rate.value
            words = figure(shown.d_prime), figure(shown.criterion)
            moments.append(
                Moment(WHEN[when], float(hits or 0), float(alarms or 0), *words, len(counts), known.trainings[code])
            )
    return tuple(moments)


def _detected(decisions: Decisions) -> DetectionResult | None:
    """None below ten seats, or where all cases are of one kind: then hits or false alarms can't be told."""
    if decisions.seats() < FEWEST:
        return None
    if np.unique(decisions.signal).size < 2:
        signals = gettext_noop("All cases were signals: hits and false alarms need cases of both kinds.")
        others = gettext_noop("All cases were non-signals: hits and false alarms need cases of both kinds.")
        raise Problem("learning.one_kind", Said(signals if decisions.signal[0] == 1 else others))
    seat = np.unique(decisions.seat, return_inverse=True)[1]
    case = np.unique(decisions.case, return_inverse=True)[1]
    return detect_decisions(decisions.signal, decisions.response, seat=seat, case=case, resamples=RESAMPLES, seed=SEED)


def _change(known: Decisions) -> DetectionChange:
    """Seats that judged twice are compared with themselves; where they are fewer than half, group with group."""
    most = int(known.seat.max()) + 1
    first, second = (
        count_seats(known.seat[rows], known.signal[rows], known.response[rows], n_seats=most)
        for rows in (known.occasion == PRE, known.occasion == POST)
    )
    seen = [one.table().sum(axis=1) > 0 for one in (first, second)]
    both = seen[0] & seen[1]
    paired = bool(both.any()) and 2 * int(both.sum()) >= max(int(one.sum()) for one in seen)
    chosen = (both, both) if paired else (seen[0], seen[1])
    before, after = (SeatCounts(*one.table()[rows].T) for one, rows in zip((first, second), chosen, strict=True))
    return detection_change(before, after, paired=paired, resamples=RESAMPLES, seed=SEED)


def _moment(when: int, result: DetectionResult) -> Moment:
    hits, alarms = float(result.pooled.hit_rate[0]), float(result.pooled.false_alarm_rate[0])
    shown = result.bootstrap
    return Moment(WHEN[when], hits, alarms, figure(shown.d_prime), figure(shown.criterion), len(result.counts))


def _verdict(result: DetectionResult) -> str:
    d_prime = result.bootstrap.d_prime
    if d_prime.low is not None and d_prime.low > 0:
        words = gettext_noop(
            "People tell signal from noise better than chance. Whether the training did it was not measured."
        )
        return Said(words)
    return gettext_noop("It can’t be told that people do better than chance.")


def _figures(result: DetectionResult) -> list[tuple[str, str]]:
    shown = result.bootstrap
    rows = [
        (gettext_noop("Hits"), figure(shown.hit_rate, percent=True)),
        (gettext_noop("False alarms"), figure(shown.false_alarm_rate, percent=True)),
        (D_PRIME, figure(shown.d_prime)),
        (CRITERION, figure(shown.criterion)),
    ]
    # The bootstrap above draws people; this model draws cases too, so it speaks of other such cases as well.
    group = result.group
    said = "–" if group is None or group.d_prime.value is None else figure(group.d_prime)
    return [*rows, (gettext_noop("d′ of a typical person, over people and cases"), said)]


def calibration_part(decisions: Decisions) -> Part:
    """How sure people were against how often they were right."""
    known = ~np.isnan(decisions.signal) & ~np.isnan(decisions.response) & ~np.isnan(decisions.confidence)
    everything = decisions.only(known)
    if not known.any():
        return Part("calibration", 0, gettext_noop("Nobody was asked how sure they were."))
    rows, when = everything.latest()
    n = rows.seats()
    if n < FEWEST:
        return too_few("calibration", n)
    right = (rows.signal == rows.response).astype(float)
    who = np.unique(rows.seat, return_inverse=True)[1]
    result = calibration(rows.confidence / 100.0, right, clusters=who, resamples=RESAMPLES, seed=SEED)
    figures = (
        (gettext_noop("Mean confidence, %(when)s", when=when), _percent(result.mean_forecast)),
        (gettext_noop("Right"), _percent(result.base_rate)),
        (gettext_noop("Surer than right by"), figure(result.overconfidence, percent=True)),
        (gettext_noop("Brier score (0 is best)"), figure(result.brier, 3)),
    )
    marks = tuple(
        Mark(
            _percent(one.forecast),
            one.observed.value,
            one.observed.low,
            one.observed.high,
            one.n,
            at=one.forecast,
        )
        for one in result.bins
        if one.observed.value is not None
    )
    return Part("calibration", n, _calibration_verdict(result), figures, result.notes, marks, data=plain(result))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _calibration_verdict(result: CalibrationResult) -> str:
    over = result.overconfidence
    if over.low is not None and over.low > 0:
        return gettext_noop("People were surer than they were right.")
    if over.high is not None and over.high < 0:
        return gettext_noop("People were more often right than they were sure.")
    if over.low is None or over.high is None:
        return gettext_noop("It can’t be told whether people were too sure.")
    return gettext_noop("How sure people were fits how often they were right, on the whole.")


def bias_part(decisions: Decisions) -> Part:
    """Each trait of matched vignettes against its first level by the alphabet, with the bound set beforehand."""
    rows, when = decisions.only(~np.isnan(decisions.response)).latest()
    traits = sorted({trait for trait, _level in rows.traits if trait})
    if not traits:
        return Part("bias", 0, gettext_noop("No matched pairs were judged, so nothing is said of bias."))
    n = rows.only(np.array([bool(trait) for trait, _level in rows.traits])).seats()
    if n < FEWEST:
        return too_few("bias", n)
    effects: list[TraitEffect] = []
    notes: list[str] = [gettext_noop("Judgements %(when)s.", when=when)]
    for trait in traits:
        part = rows.only(np.array([one == trait for one, _level in rows.traits]))
        levels = sorted({level for _trait, level in part.traits})
        if len(levels) < 2:
            notes.append(gettext_noop("%(trait)s: only one variant was judged.", trait=trait))
        for level in levels[1:]:
            _effect(part, trait, level, levels[0], effects, notes)
    if not effects:
        return Part("bias", n, gettext_noop("The pairs can’t be compared: see the notes."), notes=tuple(notes))
    figures = tuple(
        (
            gettext_noop(
                "%(trait)s: %(level)s against %(other)s", trait=one.trait, level=one.level, other=one.baseline
            ),
            gettext_noop("%(figure)s, %(n)s people", figure=figure(one.amce, percent=True), n=one.n_seats),
        )
        for one in effects
    )
    notes += [_told(one.trait, one.level, one.sentence) for one in effects]
    below = gettext_noop("A difference below %(bound)s was held not to matter, before the data were seen.")
    notes.append(Said(below, bound=_percent(BOUND)))
    marks = tuple(
        Mark(
            f"{one.trait}: {one.level} / {one.baseline}",
            float(one.amce.value or 0.0),
            one.amce.low,
            one.amce.high,
            one.n_seats,
            at=BOUND,
        )
        for one in effects
    )
    return Part(
        "bias",
        n,
        _bias_verdict(effects),
        figures,
        tuple(notes),
        marks,
        data={"traits": [plain(one) for one in effects]},
    )


def _effect(
    part: Decisions, trait: str, level: str, baseline: str, effects: list[TraitEffect], notes: list[str]
) -> None:
    two = part.only(np.array([said in (baseline, level) for _trait, said in part.traits]))
    if two.seats() < FEWEST:
        notes.append(_told(trait, level, gettext_noop("fewer than ten people, so nothing is said of it.")))
        return
    varied = np.array([float(said == level) for _trait, said in two.traits])
    how: dict[str, Any] = {"pair": two.pair, "signal": two.signal, "bound": BOUND, "names": (trait, level, baseline)}
    try:
        effects.append(trait_effect(two.response, varied, two.seat, resamples=RESAMPLES, seed=SEED, **how))
    except Problem as problem:
        notes.append(_told(trait, level, problem.sentence))


def _told(trait: str, level: str, what: str) -> str:
    return Said("%(trait)s, %(level)s: %(what)s", trait=trait, level=level, what=what)


def _bias_verdict(effects: list[TraitEffect]) -> str:
    moved = [
        one
        for one in effects
        if one.amce.low is not None and one.amce.high is not None and not one.amce.low <= 0 <= one.amce.high
    ]
    if moved:
        words = ", ".join(dict.fromkeys(one.trait for one in moved))
        moved_by = f"{words[:1].upper()}{words[1:]}"
        return gettext_noop("%(traits)s moved judgements, and should not have.", traits=moved_by)
    if all(one.equivalence is not None and one.equivalence.equivalent for one in effects):
        words = gettext_noop("No trait moved judgements by as much as %(bound)s points.")
        return Said(words, bound=f"{100 * BOUND:.0f}")
    words = gettext_noop("No trait moved judgements in a way that can be told from chance. Comparisons made: %(n)s.")
    return Said(words, n=len(effects))
