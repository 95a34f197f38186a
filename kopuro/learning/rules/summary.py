"""From stored rows to the parts of a learning page: tests and agreement here, judgements in `summary_judgements`.

Nothing is said of fewer than ten people (`FEWEST`), and no part compares people, teams or countries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement import AgreementResult, agreement
from kopuro.learning.rules.classical import ClassicalItem, ClassicalResult, classical
from kopuro.learning.rules.gain import GainResult, paired_gain
from kopuro.learning.rules.parts import FEWEST, ItemCard, Mark, Part, too_few
from kopuro.learning.rules.results import LEVEL, Estimate, Floats, around, many, plain, t_quantile
from kopuro.learning.rules.words import figure

RESAMPLES = 2000
SEED = 1
PRE, POST, LATER = 0, 1, 2
# An item whose answers hardly go with the rest tells people apart badly (Ebel 1965: below .20, here with small groups .10).
WEAK = 0.1
# Krippendorff (2004): below .667 no conclusion should rest on the ratings, from .800 on they are good.
LOW_ALPHA, GOOD_ALPHA = 0.667, 0.8


@dataclass(frozen=True)
class Answers:
    """Scores of the occasions pre, post, later: each of shape (people, items), nan where missing; one row per key."""

    items: tuple[str, ...]
    tables: tuple[Floats, Floats, Floats]


def gain_part(answers: Answers) -> Part:
    """Gain on the items both tests share, of people who took both. Scores are points of the items answered, raised to
    the whole test: a missing answer is neither right nor wrong."""
    before, after, later = answers.tables
    shared = np.asarray(~np.isnan(before).all(axis=0) & ~np.isnan(after).all(axis=0))
    if not shared.any():
        return Part("gain", 0, "Before and after share no item, so no gain can be told.")
    tops = np.maximum(1.0, np.nanmax(np.vstack([before[:, shared], after[:, shared]]), axis=0))
    pre, post = scores(before[:, shared], tops), scores(after[:, shared], tops)
    both = ~np.isnan(pre) & ~np.isnan(post)
    n = int(both.sum())
    if n < FEWEST:
        return too_few("gain", n)
    names = [name for name, kept in zip(answers.items, list(shared), strict=True) if kept]
    test = _reliability(after[:, shared], names)
    known = test is not None and test.alpha.value is not None and 0 < test.alpha.value < 1
    reliability = test.alpha.value if test is not None and known else None
    top = float(tops.sum())
    result = paired_gain(pre, post, maximum=top, reliability=reliability, resamples=RESAMPLES, seed=SEED)
    marks = [_mean_mark("before", pre[both]), _mean_mark("after", post[both])]
    figures = _gain_figures(result, test)
    kept = _kept(pre, scores(later[:, shared], tops)) if not np.isnan(later[:, shared]).all() else None
    if kept is not None:
        figures.append(("Still above before, at the call-back", f"{figure(kept[0])}, {kept[1]} people"))
    gaps = int((np.isnan(before[both][:, shared]).any(axis=1) | np.isnan(after[both][:, shared]).any(axis=1)).sum())
    notes = [note for note in result.notes if "--" not in note]
    if gaps:
        notes.append(
            f"{many(gaps, 'person', 'people')} left items out: their score is that of the items they answered."
        )
    data = {key: value for key, value in result.as_json().items() if key != "reliable_change"}
    return Part("gain", n, _gain_verdict(result), tuple(figures), tuple(notes), tuple(marks), top=top, data=data)


def scores(table: Floats, tops: Floats) -> Floats:
    """Points per person, shape (people,): the share of what the answered items could give, times the whole test; nan
    for one who answered nothing. `tops` (items,) are the highest points of the items."""
    answered = ~np.isnan(table)
    could = (answered * tops).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(could > 0, np.nansum(table, axis=1) / could * tops.sum(), np.nan))


def _reliability(table: Floats, names: Sequence[str]) -> ClassicalResult | None:
    taken = ~np.isnan(table).all(axis=1)
    try:
        return classical(table[taken], names=names)
    except Problem:
        return None


def _mean_mark(label: str, values: Floats) -> Mark:
    n = int(values.size)
    mean = around(float(values.mean()), float(values.std(ddof=1) / np.sqrt(n)), t_quantile(LEVEL, n - 1))
    return Mark(label, float(mean.value or 0.0), mean.low, mean.high, n)


def _kept(pre: Floats, later: Floats) -> tuple[Estimate, int] | None:
    """Mean of call-back less pre-test, of those who took both."""
    difference = (later - pre)[~np.isnan(later) & ~np.isnan(pre)]
    n = int(difference.size)
    if n < FEWEST:
        return None
    return around(float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(n)), t_quantile(LEVEL, n - 1)), n


def _gain_verdict(result: GainResult) -> str:
    low, high = result.gain.low, result.gain.high
    if low is not None and low > 0:
        return f"People knew more after than before: {result.gain.value:.1f} of {result.maximum:g} points more."
    if high is not None and high < 0:
        return f"People scored lower after than before: {-(result.gain.value or 0.0):.1f} of {result.maximum:g} points less."
    return "No gain that can be told from chance."


def _gain_figures(result: GainResult, test: ClassicalResult | None) -> list[tuple[str, str]]:
    rows = [
        ("Mean before → after", f"{result.mean_pre:.2f} → {result.mean_post:.2f} of {result.maximum:g}"),
        ("Gain in points", figure(result.gain)),
        ("Gain against the spread of people (Hedges’ g)", figure(result.hedges_g)),
        ("Share of what could still be gained", figure(result.normalised_gain)),
    ]
    if test is not None:
        rows.append(("Reliability of the test after (α)", figure(test.alpha)))
    if result.attrition.pre_only or result.attrition.post_only:
        rows.append(
            ("Left out: only before / only after", f"{result.attrition.pre_only} / {result.attrition.post_only}")
        )
    return rows


def items_part(answers: Answers) -> Part:
    """Classical statistics of the test after. No item model is fitted: a room has too few people for one."""
    before, after, _later = answers.tables
    taken = ~np.isnan(after).all(axis=1)
    n = int(taken.sum())
    if n < FEWEST:
        return too_few("items", n)
    asked = np.asarray(~np.isnan(after).all(axis=0))
    names = [name for name, kept in zip(answers.items, list(asked), strict=True) if kept]
    try:
        result = classical(after[taken][:, asked], names=names)
    except Problem as problem:
        return Part("items", n, problem.sentence)
    tops = np.maximum(1.0, np.nanmax(after[:, asked], axis=0))
    earlier = [_share(column, top) for column, top in zip(before[:, asked].T, tops, strict=True)]
    cards = tuple(_card(one, first) for one, first in zip(result.items, earlier, strict=True))
    weak = [card.name for card in cards if card.verdict == "weak"]
    verdict = (
        f"{many(len(weak), 'item')} of {len(names)} {'goes' if len(weak) == 1 else 'go'} badly with the rest: read {'it' if len(weak) == 1 else 'them'} again."
        if weak
        else "Every item goes with the rest."
    )
    figures: tuple[tuple[str, str], ...] = (
        ("Reliability α", figure(result.alpha)),
        ("Reliability ω", figure(result.omega)),
    )
    if result.sem is not None and result.mdc95 is not None:
        figures += (
            (
                "Noise of one person’s score (points)",
                f"{result.sem:.2f}; a change below {result.mdc95:.1f} may be noise",
            ),
        )
    notes = [
        *result.notes,
        f"With {n} people only classical statistics are shown; item models want two hundred and more.",
    ]
    return Part("items", n, verdict, figures, tuple(notes), items=cards, data=result.as_json())


def _share(column: Floats, top: float) -> float | None:
    known = column[~np.isnan(column)]
    return float(known.mean() / top) if known.size >= FEWEST else None


def _card(item: ClassicalItem, before: float | None) -> ItemCard:
    verdict = ""
    if item.item_rest is not None and item.item_rest < WEAK:
        verdict = "weak"
    elif item.facility is not None and item.facility > 0.95:
        verdict = "easy"
    elif item.facility is not None and item.facility < 0.2:
        verdict = "hard"
    after = item.facility if item.n >= FEWEST else None
    return ItemCard(item.name, before, after, item.discrimination, item.item_rest, verdict)


def agreement_part(indicators: Sequence[tuple[str, Floats]]) -> Part:
    """α per indicator; `indicators` holds a matrix each, of shape (units, raters). Below ten raters nothing is said."""
    raters = [int((~np.isnan(matrix)).any(axis=0).sum()) for _name, matrix in indicators]
    n = max(raters, default=0)
    if n < FEWEST:
        return too_few("agreement", n)
    figures: list[tuple[str, str]] = []
    notes: list[str] = []
    found: list[tuple[str, AgreementResult]] = []
    for (name, matrix), there in zip(indicators, raters, strict=True):
        label = name or "All ratings"
        if there < FEWEST:
            notes.append(f"{label}: fewer than ten raters, so nothing is said of it.")
            continue
        try:
            result = agreement(matrix, "ordinal", resamples=RESAMPLES, seed=SEED)
        except Problem as problem:
            notes.append(f"{label}: {problem.sentence}")
            continue
        equal = figure(result.unweighted.percent, percent=True)
        figures.append((label, f"α {figure(result.alpha)}; same value {equal}; {there} raters, {result.n_units} cases"))
        notes += [f"{label}: {note}" for note in result.notes]
        found.append((label, result))
    if not found:
        return Part("agreement", n, "Agreement can’t be told: see the notes.", notes=tuple(notes))
    marks = tuple(
        Mark(label, one.alpha.value, one.alpha.low, one.alpha.high, one.n_raters)
        for label, one in found
        if one.alpha.value is not None
    )
    data = {"indicators": {label: plain(one) for label, one in found}}
    return Part("agreement", n, _agreement_verdict(found), tuple(figures), tuple(notes), marks, data=data)


def _agreement_verdict(found: Sequence[tuple[str, AgreementResult]]) -> str:
    alphas = [one.alpha.value for _label, one in found if one.alpha.value is not None]
    low = [value for value in alphas if value < LOW_ALPHA]
    if not alphas:
        return "Agreement beyond chance can’t be judged: see the notes."
    if not low:
        return (
            "Judges agree well enough to build on."
            if min(alphas) >= GOOD_ALPHA
            else "Judges agree enough for careful conclusions."
        )
    if len(alphas) == 1:
        return "Judges agree too little to build on these ratings."
    return f"On {len(low)} of {len(alphas)} indicators judges agree too little to build on."


def codes(values: Sequence[object]) -> NDArray[np.int64]:
    """Numbers from 0 in order of appearance, shape (values,)."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)
