"""Results in plain words, for people without an analyst: a few lines each, every figure with its interval and n."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kopuro.learning.rules.agreement import AgreementResult
from kopuro.learning.rules.bias import TraitEffect
from kopuro.learning.rules.calibration import CalibrationResult
from kopuro.learning.rules.detection_result import DetectionChange, DetectionResult
from kopuro.learning.rules.gain import GainResult
from kopuro.learning.rules.gain_model import DifferenceInDifferences, GainModel
from kopuro.learning.rules.icc import FORMS, IccResult
from kopuro.learning.rules.planning import Plan
from kopuro.learning.rules.results import Estimate, many
from kopuro.learning.rules.roc import RocResult
from kopuro.learning.rules.said import gettext_noop


def figure(estimate: Estimate, digits: int = 2, *, percent: bool = False) -> str:
    """Return "0.74 (0.44 to 1.00)", or "not defined"."""
    if estimate.value is None:
        return gettext_noop("not defined")
    scale, end = (100, " %") if percent else (1, "")
    places = max(0, digits - 2) if percent else digits

    def one(value: float) -> str:
        rounded = round(value * scale, places)
        return f"{rounded + 0.0:.{places}f}".replace("-", "−")

    if estimate.low is None or estimate.high is None:
        return gettext_noop("%(value)s (no interval)", value=one(estimate.value) + end)
    ends = {"low": one(estimate.low), "high": one(estimate.high)}
    return gettext_noop("%(value)s (%(low)s to %(high)s)", value=one(estimate.value) + end, **ends)


def rows(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return labels and figures in two columns."""
    listed = list(pairs)
    width = max((len(label) for label, _ in listed), default=0)
    return [f"  {label:<{width}}  {value}" for label, value in listed]


def notes(lines: Sequence[str]) -> list[str]:
    """Return the notes as a list, or nothing."""
    return ["", "Notes", *(f"  - {line}" for line in lines)] if lines else []


def detection_words(result: DetectionResult) -> list[str]:
    """Return the detection figures in words."""
    whole = result.counts.pooled()
    shown = result.bootstrap if len(result.counts) > 1 else result.formula
    lines = [
        f"{whole.table().sum():,.10g} decisions on {whole.signals[0]:,.10g} signals and {whole.noises[0]:,.10g} "
        f"non-signals" + (f", {len(result.counts)} seats." if len(result.counts) > 1 else "."),
        "",
        *rows(
            [
                ("Hits (signals called signal)", figure(shown.hit_rate, 2, percent=True)),
                ("False alarms (others called signal)", figure(shown.false_alarm_rate, 2, percent=True)),
                ("Sensitivity d′ (0: can't tell them apart)", figure(shown.d_prime)),
                ("Criterion c (below 0: ready to say signal)", figure(shown.criterion)),
            ]
        ),
        f"  Intervals (95 % unless asked otherwise): {shown.method}.",
    ]
    right = result.as_json()["flags_right_at_1_in_1000"]
    if right is not None:
        lines += [
            "",
            f"If 1 case in 1,000 were a signal, {right:.1%} of the flags raised at these rates would be right.",
        ]
    if result.group is not None and result.group.d_prime.value is not None:
        lines += ["", "Group model (a seat and a case in the middle)"]
        lines += rows([("d′", figure(result.group.d_prime)), ("c", figure(result.group.criterion))])
    if result.roc is not None:
        lines += ["", *_roc_words(result.roc)]
    told = list(result.notes)
    for part in (result.group, result.roc):
        told += list(part.notes) if part is not None else []
    return lines + notes(told)


def _roc_words(curve: RocResult) -> list[str]:
    return [
        "From confidence (0.5: guessing, 1: perfect)",
        *rows([("Area under the curve A_z", figure(curve.az)), ("Area under the points", figure(curve.trapezoid))]),
    ]


def change_words(change: DetectionChange) -> list[str]:
    """Return before against after in words."""
    return [
        "Before to after",
        *rows([("change of d′", figure(change.d_prime)), ("change of c", figure(change.criterion))]),
        f"  {change.sentence}",
    ]


def calibration_words(result: CalibrationResult) -> list[str]:
    """Return the calibration in words."""
    over = result.overconfidence
    if over.low is not None and over.low > 0:
        verdict = "Over-confident: stated chances are higher than what came true."
    elif over.high is not None and over.high < 0:
        verdict = "Under-confident: stated chances are lower than what came true."
    elif over.low is None:
        verdict = "Too few to say whether they were too sure."
    else:
        verdict = "Neither over- nor under-confident beyond chance."
    return [
        f"{many(result.n, 'forecast')}; mean {result.mean_forecast:.2f}, came true {result.base_rate:.2f}. {verdict}",
        "",
        *rows(
            [
                ("Brier score (0 best)", figure(result.brier, 3)),
                ("  reliability (0 best)", f"{result.reliability:.3f}"),
                ("  resolution (more is better)", f"{result.resolution:.3f}"),
                ("  uncertainty (of the cases)", f"{result.uncertainty:.3f}"),
                ("Log loss", figure(result.log_loss, 3)),
                ("Calibration error ECE", figure(result.ece, 3)),
                ("Over-confidence", figure(over, 3)),
            ]
        ),
        *notes(result.notes),
    ]


def agreement_words(result: AgreementResult) -> list[str]:
    """Return the agreement in words."""
    plain = result.unweighted
    pairs = [
        (f"Krippendorff's alpha ({result.metric})", figure(result.alpha, 3)),
        ("Gwet's AC1", figure(plain.ac, 3)),
        ("Percent agreement", figure(plain.percent, 3, percent=True)),
        ("Fleiss' kappa", figure(plain.fleiss, 3)),
        ("Brennan–Prediger", figure(plain.brennan_prediger, 3)),
        ("Cohen's kappa" if result.n_raters == 2 else "Conger's kappa", figure(result.conger, 3)),
    ]
    if result.weighted is not None:
        pairs.append((f"Gwet's AC2 ({result.weights} weights)", figure(result.weighted.ac, 3)))
    return [
        f"{many(result.n_units, 'unit')} ({result.n_pairable} rated twice or more), {many(result.n_raters, 'rater')}, "
        f"{many(result.n_ratings, 'rating')}. {_alpha_verdict(result.alpha)}",
        "",
        *rows(pairs),
        "  Intervals 95 % unless asked otherwise; alpha by bootstrap over units.",
        *notes(result.notes),
    ]


def _alpha_verdict(alpha: Estimate) -> str:
    if alpha.value is None:
        return "Agreement beyond chance can't be judged."
    if alpha.low is None:
        return "Too few units to judge agreement."
    if alpha.low >= 0.8:
        return "Raters agree well."
    if alpha.value >= 0.667:
        return (
            "Raters agree enough for careful conclusions."
            if alpha.low >= 0.667
            else ("Raters may agree enough for careful conclusions; the interval leaves it open.")
        )
    return "Raters don't agree enough to build on these ratings."


def icc_words(result: IccResult) -> list[str]:
    """Return the intraclass correlations in words."""
    names = {
        "icc1": "ICC(1)  raters differ from target to target",
        "icc2": "ICC(2)  raters stand for other raters",
        "icc3": "ICC(3)  these raters only",
        "icc1k": f"ICC(1,k) mean of {result.k:.3g} ratings",
        "icc2k": f"ICC(2,k) mean of {result.k:.3g} ratings",
        "icc3k": f"ICC(3,k) mean of {result.k:.3g} ratings",
    }
    return [
        f"{many(result.n_targets, 'target')}, {many(result.n_raters, 'rater')}, {many(result.n_ratings, 'rating')}.",
        "",
        *rows((names[form], figure(result.forms[form])) for form in FORMS),
        f"  Method: {result.method}.",
        *notes(result.notes),
    ]


def gain_words(
    result: GainResult, model: GainModel | None = None, waited: DifferenceInDifferences | None = None
) -> list[str]:
    """Return the gain in words."""
    gain = result.gain
    if gain.low is not None and gain.low > 0:
        verdict = "People scored higher after than before."
    elif gain.high is not None and gain.high < 0:
        verdict = "People scored lower after than before."
    else:
        verdict = "No gain that can be told from chance."
    who = (
        f"{many(result.n, 'person', 'people')} with both tests."
        if result.paired
        else (f"{result.n_pre:,} scores before, {result.n_post:,} after, not paired by person.")
    )
    pairs = [
        ("Mean before → after", f"{result.mean_pre:.2f} → {result.mean_post:.2f}"),
        ("Gain in points", figure(gain)),
        ("Hedges' g (average spread)", figure(result.hedges_g)),
    ]
    if result.paired:
        pairs.append(("Hedges' g (of differences, d_z)", figure(result.hedges_g_z)))
    pairs.append(
        (f"Normalised gain (of the room up to {result.maximum:g})", figure(result.normalised_gain))
        if result.maximum is not None
        else ("Normalised gain", "not defined")
    )
    if result.change is not None:
        change = result.change
        pairs.append(
            (
                f"Moved by more than {change.mdc:.1f} points (beyond the test's noise)",
                f"{change.improved} up, {change.worse} down, {change.unchanged} neither",
            )
        )
    told = list(result.notes)
    if model is not None:
        pairs.append((f"Mixed model, {many(model.n_people, 'person', 'people')}", figure(model.gain)))
        told += model.notes
    if waited is not None:
        pairs.append(("Gain beyond the waiting group's", figure(waited.difference)))
        told += waited.notes
    return [f"{who} {verdict}", "", *rows(pairs), *notes(told)]


def bias_words(effects: Sequence[TraitEffect]) -> list[str]:
    """Return the effects of traits in words."""
    lines: list[str] = []
    for effect in effects:
        lines.append(f"{effect.trait}: {effect.level} against {effect.baseline}. {effect.sentence}")
        pairs = [
            ("Mean answer", f"{effect.mean:.3f} against {effect.mean_baseline:.3f}"),
            ("Difference (AMCE)", figure(effect.amce, 3)),
        ]
        if effect.equivalence is not None and effect.equivalence.p_value is not None:
            pairs.append((f"Smaller than {effect.equivalence.bound:g}: p", f"{effect.equivalence.p_value:.3f}"))
        if effect.detection is not None:
            pairs += [
                ("  of it in d′", figure(effect.detection.d_prime)),
                ("  of it in criterion c", figure(effect.detection.criterion)),
            ]
        pairs.append(("Answers, seats", f"{effect.n:,}, {effect.n_seats}"))
        lines += [*rows(pairs), *(f"  - {note}" for note in effect.notes), ""]
    return lines[:-1]


def plan_words(plans: Sequence[Plan]) -> list[str]:
    """Return each plan's sentence with its notes."""
    return [line for plan in plans for line in (plan.sentence, *(f"  - {note}" for note in plan.notes))]
