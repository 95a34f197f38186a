"""From stored rows to the parts of a learning page: each a sentence in plain words, figures with intervals and n, notes.

Nothing is said of fewer than ten people (`FEWEST`), and no part compares people, teams or countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement import agreement
from kopuro.learning.rules.bias import TraitEffect, trait_effect
from kopuro.learning.rules.calibration import CalibrationResult, calibration
from kopuro.learning.rules.classical import ClassicalResult, classical
from kopuro.learning.rules.detection_result import DetectionChange, DetectionResult, detect_decisions, detection_change
from kopuro.learning.rules.gain import GainResult, paired_gain
from kopuro.learning.rules.results import Floats
from kopuro.learning.rules.words import figure

FEWEST = 10
RESAMPLES = 500
SEED = 1
TOO_FEW = "Too few people to say: figures are shown from ten on."


@dataclass(frozen=True)
class Part:
    """One part of the page. `result` is the calculation for drawings and files; None when there was too little."""

    name: str
    n: int
    verdict: str
    figures: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    result: Any = None
    more: Any = field(default=None, compare=False)

    @property
    def is_shown(self) -> bool:
        return self.result is not None


def too_few(name: str, n: int) -> Part:
    return Part(name, n, TOO_FEW)


@dataclass(frozen=True)
class Answers:
    """A table of scores: `before` and `after` of shape (people, items), nan where missing; one row per key."""

    items: tuple[str, ...]
    before: Floats
    after: Floats


def gain_part(answers: Answers) -> Part:
    """Gain of the sum of the items both tests share, on people who took both."""
    both = ~np.isnan(answers.before).all(axis=1) & ~np.isnan(answers.after).all(axis=1)
    n = int(both.sum())
    if n < FEWEST:
        return too_few("gain", n)
    shared = ~np.isnan(answers.before).all(axis=0) & ~np.isnan(answers.after).all(axis=0)
    if not shared.any():
        return Part("gain", n, "Before and after share no item, so no gain can be told.")
    try:
        test = classical(answers.after[:, shared], names=[name for name, kept in zip(answers.items, shared, strict=True) if kept])
        reliability = test.alpha.value if test.alpha.value and 0 < test.alpha.value < 1 else None
    except Problem:
        test, reliability = None, None
    pre, post = (_sums(table[:, shared]) for table in (answers.before, answers.after))
    top = float(np.nansum(np.nanmax(np.vstack([answers.before[:, shared], answers.after[:, shared]]), axis=0)))
    result: GainResult = paired_gain(pre, post, maximum=top, reliability=reliability, resamples=RESAMPLES, seed=SEED)
    return Part("gain", n, _gain_verdict(result), _gain_figures(result, test), tuple(result.notes), result, test)


def _sums(table: Floats) -> Floats:
    """Sum of what was answered; nan for one who answered nothing."""
    sums = np.nansum(table, axis=1)
    sums[np.isnan(table).all(axis=1)] = np.nan
    return sums


def _gain_verdict(result: GainResult) -> str:
    low, high = result.gain.low, result.gain.high
    if low is not None and low > 0:
        return f"People knew more after than before: {figure(result.gain, 1)} points of {result.maximum:g}."
    if high is not None and high < 0:
        return f"People scored lower after than before: {figure(result.gain, 1)} points."
    return "No gain that can be told from chance."


def _gain_figures(result: GainResult, test: ClassicalResult | None) -> tuple[tuple[str, str], ...]:
    rows = [
        ("People with both tests", str(result.n)),
        ("Mean before → after", f"{result.mean_pre:.2f} → {result.mean_post:.2f}"),
        ("Gain in points", figure(result.gain)),
        ("Hedges' g (average spread)", figure(result.hedges_g)),
        ("Normalised gain", figure(result.normalised_gain)),
    ]
    if test is not None:
        rows.append(("Reliability of the test after (α)", figure(test.alpha)))
    if result.attrition.pre_only or result.attrition.post_only:
        rows.append(("Only before / only after", f"{result.attrition.pre_only} / {result.attrition.post_only}"))
    return tuple(rows)


def items_part(answers: Answers) -> Part:
    """Item statistics of the test after; Rasch is not fitted below two hundred (the page says so)."""
    taken = ~np.isnan(answers.after).all(axis=1)
    n = int(taken.sum())
    if n < FEWEST:
        return too_few("items", n)
    asked = ~np.isnan(answers.after).all(axis=0)
    names = [name for name, kept in zip(answers.items, asked, strict=True) if kept]
    try:
        result = classical(answers.after[taken][:, asked], names=names)
    except Problem as problem:
        return Part("items", n, problem.sentence)
    weak = [one.name for one in result.items if one.item_rest is not None and one.item_rest < 0.1]
    verdict = f"{len(weak)} of {len(names)} items tell people apart badly: look at them." if weak else "The items hold together."
    return Part("items", n, verdict, (("Reliability α", figure(result.alpha)), ("ω", figure(result.omega))), tuple(result.notes), result)


@dataclass(frozen=True)
class Decisions:
    """Parallel columns: seat and case as codes, signal and response as 0/1 floats (nan missing), confidence 0–100."""

    seat: NDArray[np.int64]
    case: NDArray[np.int64]
    after: NDArray[np.bool_]
    signal: Floats
    response: Floats
    confidence: Floats
    traits: tuple[tuple[str, str], ...] = ()
    pair: NDArray[np.int64] | None = None

    def seats(self) -> int:
        return len(np.unique(self.seat))

    def only(self, rows: NDArray[np.bool_]) -> Decisions:
        return Decisions(
            self.seat[rows], self.case[rows], self.after[rows], self.signal[rows], self.response[rows], self.confidence[rows],
            tuple(trait for trait, kept in zip(self.traits, rows, strict=True) if kept),
            None if self.pair is None else self.pair[rows],
        )  # fmt: skip


def detection_part(decisions: Decisions) -> Part:
    """Hits never without false alarms and criterion; before and after where both are there."""
    known = decisions.only(~np.isnan(decisions.signal) & ~np.isnan(decisions.response))
    n = known.seats()
    if n < FEWEST:
        return too_few("detection", n)
    try:
        before, after = (_detected(known.only(known.after == later)) for later in (False, True))
        if before is None or after is None:
            result = after or before
            assert result is not None  # one side has the ten seats
            return Part("detection", n, _detection_verdict(result), _detection_figures(result), tuple(result.notes), (None, result))
        # Rows stand in the order of the seats' codes: the same seats on both sides are the same rows.
        same = np.array_equal(np.unique(known.seat[~known.after]), np.unique(known.seat[known.after]))
        change: DetectionChange = detection_change(before.counts, after.counts, paired=same, resamples=RESAMPLES, seed=SEED)
    except Problem as problem:
        return Part("detection", n, problem.sentence)
    figures = tuple((f"{label}, before", value) for label, value in _detection_figures(before))
    figures += tuple((f"{label}, after", value) for label, value in _detection_figures(after))
    figures += (("Change of d′", figure(change.d_prime)), ("Change of criterion c", figure(change.criterion)))
    return Part("detection", n, change.sentence, figures, tuple(after.notes), (before, after), change)


def _detected(decisions: Decisions) -> DetectionResult | None:
    if decisions.seats() < FEWEST:
        return None
    seat = np.unique(decisions.seat, return_inverse=True)[1]
    case = np.unique(decisions.case, return_inverse=True)[1]
    return detect_decisions(decisions.signal, decisions.response, seat=seat, case=case, resamples=RESAMPLES, seed=SEED)


def _detection_verdict(result: DetectionResult) -> str:
    d_prime = result.bootstrap.d_prime
    if d_prime.low is not None and d_prime.low > 0:
        return "People tell signal from noise better than chance."
    return "It can't be told that people do better than chance."


def _detection_figures(result: DetectionResult) -> tuple[tuple[str, str], ...]:
    shown = result.bootstrap if len(result.counts) > 1 else result.formula
    return (
        ("Hits", figure(shown.hit_rate, percent=True)),
        ("False alarms", figure(shown.false_alarm_rate, percent=True)),
        ("Sensitivity d′", figure(shown.d_prime)),
        ("Criterion c (below 0: ready to say “signal”)", figure(shown.criterion)),
    )


def calibration_part(decisions: Decisions) -> Part:
    """How sure people were against how often they were right."""
    known = ~np.isnan(decisions.signal) & ~np.isnan(decisions.response) & ~np.isnan(decisions.confidence)
    rows = decisions.only(known)
    n = rows.seats()
    if n < FEWEST:
        return too_few("calibration", n)
    right = (rows.signal == rows.response).astype(float)
    who = np.unique(rows.seat, return_inverse=True)[1]
    result: CalibrationResult = calibration(rows.confidence / 100.0, right, clusters=who, resamples=RESAMPLES, seed=SEED)
    over = result.overconfidence
    if over.low is not None and over.low > 0:
        verdict = "People were surer than they were right."
    elif over.high is not None and over.high < 0:
        verdict = "People were more often right than they were sure."
    else:
        verdict = "How sure people were fits how often they were right."
    figures = (
        ("Mean confidence", f"{result.mean_forecast:.0%}"), ("Right", f"{result.base_rate:.0%}"),
        ("Over-confidence", figure(over, percent=True)), ("Brier score", figure(result.brier, 3)),
    )  # fmt: skip
    return Part("calibration", n, verdict, figures, tuple(result.notes), result)


def bias_part(decisions: Decisions, bound: float = 0.1) -> Part:
    """Each trait of matched vignettes against its baseline; the bound that would matter is ten points, set beforehand."""
    n = decisions.seats()
    traits = sorted({trait for trait, _level in decisions.traits if trait})
    if not traits:
        return Part("bias", 0, "No matched pairs were judged, so nothing is said of bias.")
    if n < FEWEST:
        return too_few("bias", n)
    effects: list[TraitEffect] = []
    notes: list[str] = []
    for trait in traits:
        rows = np.array([one == trait for one, _level in decisions.traits])
        part = decisions.only(rows)
        levels = sorted({level for _trait, level in part.traits})
        for level in levels[1:]:
            chosen = np.array([said in (levels[0], level) for _trait, said in part.traits])
            two = part.only(chosen)
            varied = np.array([float(said == level) for _trait, said in two.traits])
            try:
                effects.append(
                    trait_effect(two.response, varied, two.seat, pair=two.pair, bound=bound, names=(trait, level, levels[0]), resamples=RESAMPLES, seed=SEED)
                )
            except Problem as problem:
                notes.append(problem.sentence)
    if not effects:
        return Part("bias", n, "The pairs can't be compared: see the notes.", notes=tuple(notes))
    moved = [one for one in effects if one.amce.low is not None and one.amce.high is not None and not one.amce.low <= 0 <= one.amce.high]
    verdict = (
        f"{moved[0].trait.capitalize()} moved judgements that it should not move." if moved else "No trait moved judgements in a way that can be told from chance."
    )
    figures = tuple((f"{one.trait}: {one.level} against {one.baseline}", figure(one.amce, 2, percent=True)) for one in effects)
    return Part("bias", n, verdict, figures, tuple(notes), tuple(effects))


def agreement_part(indicators: Sequence[tuple[str, Floats]]) -> Part:
    """α per indicator; a matrix per indicator of shape (units, raters)."""
    raters = max((matrix.shape[1] for _name, matrix in indicators), default=0)
    if raters < FEWEST:
        return too_few("agreement", raters)
    figures: list[tuple[str, str]] = []
    notes: list[str] = []
    results = []
    for name, matrix in indicators:
        try:
            result = agreement(matrix, "ordinal", resamples=RESAMPLES, seed=SEED)
        except Problem as problem:
            notes.append(f"{name or 'All'}: {problem.sentence}")
            continue
        figures.append((name or "All ratings", f"α {figure(result.alpha)}, equal {figure(result.unweighted.percent, percent=True)}"))
        notes += [f"{name}: {note}" for note in result.notes]
        results.append((name, result))
    if not results:
        return Part("agreement", raters, "Agreement can't be told: see the notes.", notes=tuple(notes))
    low = [name for name, result in results if result.alpha.value is not None and result.alpha.value < 0.667]
    verdict = "Judges agree well enough to build on." if not low else f"On {len(low)} of {len(results)} indicators judges agree too little to build on."
    return Part("agreement", raters, verdict, tuple(figures), tuple(notes), tuple(results))
