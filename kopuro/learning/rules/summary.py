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
from kopuro.learning.rules.gain_model import DifferenceInDifferences, difference_in_differences
from kopuro.learning.rules.parts import FEWEST, ItemCard, Mark, Part, too_few
from kopuro.learning.rules.results import LEVEL, Estimate, Floats, around, plain, t_quantile
from kopuro.learning.rules.said import Said, gettext_noop
from kopuro.learning.rules.score_tables import WAITING
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
    # The group of each key where the table says one, else empty: those who waited are told from the trained.
    groups: tuple[str, ...] = ()


def gain_part(answers: Answers) -> Part:
    """Gain on the items both tests share, of people who took both. Scores are points of the items answered, raised to
    the whole test: a missing answer is neither right nor wrong. Where a group waited, the gain is that of the trained,
    and how much it is beyond that of those who waited stands beside it."""
    before, after, later = answers.tables
    shared = np.asarray(~np.isnan(before).all(axis=0) & ~np.isnan(after).all(axis=0))
    if not shared.any():
        return Part("gain", 0, gettext_noop("Before and after share no item, so no gain can be told."))
    tops = np.maximum(1.0, np.nanmax(np.vstack([before[:, shared], after[:, shared]]), axis=0))
    pre, post = scores(before[:, shared], tops), scores(after[:, shared], tops)
    trained = trained_of(answers.groups) if answers.groups else None
    whole = pre, post
    if trained is not None:  # the gain is that of the trained alone
        pre, post = (np.where(trained == 1, points, np.nan) for points in whole)
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
    waited = None if trained is None else _beyond_waiting(*whole, trained)
    if waited is not None:
        words = gettext_noop("%(figure)s, %(trained)s trained and %(waiting)s who waited")
        beyond = Said(words, figure=figure(waited.difference), trained=waited.n_trained, waiting=waited.n_waiting)
        figures.insert(2, (gettext_noop("Points gained beyond those who waited"), beyond))
    kept = _kept(pre, scores(later[:, shared], tops)) if not np.isnan(later[:, shared]).all() else None
    if kept is not None:
        still = gettext_noop("%(figure)s, %(n)s people", figure=figure(kept[0]), n=kept[1])
        figures.append((gettext_noop("Still above before, at the call-back"), still))
    gaps = int((np.isnan(before[both][:, shared]).any(axis=1) | np.isnan(after[both][:, shared]).any(axis=1)).sum())
    notes = [note for note in result.notes if "--" not in note]
    if gaps:
        notes.append(
            gettext_noop("People who left items out: %(n)s. Their score is that of the items they answered.", n=gaps)
        )
    if trained is not None and waited is None:
        notes.append(gettext_noop("Fewer than ten of those who waited took both tests, so nothing is said of them."))
    data = {key: value for key, value in result.as_json().items() if key != "reliable_change"}
    if waited is not None:
        data["difference_in_differences"] = plain(waited)
    verdict = _gain_verdict(result) if waited is None else _beyond_verdict(result, waited)
    return Part("gain", n, verdict, tuple(figures), tuple(notes), tuple(marks), top=top, data=data)


def trained_of(groups: Sequence[str]) -> Floats | None:
    """1 for the trained, 0 for those who waited, nan where no group is said, shape (people,); None where nobody waited
    or several groups were trained, which are not compared."""
    said = {group for group in groups if group}
    waits = {group for group in said if group.strip().lower() in WAITING}
    if len(waits) != 1 or len(said) != 2:
        return None
    return np.array([np.nan if not group else float(group not in waits) for group in groups])


def _beyond_waiting(pre: Floats, post: Floats, trained: Floats) -> DifferenceInDifferences | None:
    """None unless ten of each took both tests."""
    known = ~np.isnan(pre) & ~np.isnan(post)
    if min(int((known & (trained == side)).sum()) for side in (0, 1)) < FEWEST:
        return None
    return difference_in_differences(pre, post, trained)


def _beyond_verdict(result: GainResult, waited: DifferenceInDifferences) -> str:
    low, high = waited.difference.low, waited.difference.high
    if low is not None and low > 0:
        words = gettext_noop("The trained gained %(points)s of %(top)s points more than those who waited.")
        return Said(words, points=f"{waited.difference.value:.1f}", top=f"{result.maximum:g}")
    if high is not None and high < 0:
        return gettext_noop("The trained gained less than those who waited.")
    return gettext_noop("No gain of the trained beyond that of those who waited can be told from chance.")


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
        words = gettext_noop("People knew more after than before: %(points)s of %(top)s points more.")
        return Said(words, points=f"{result.gain.value:.1f}", top=f"{result.maximum:g}")
    if high is not None and high < 0:
        words = gettext_noop("People scored lower after than before: %(points)s of %(top)s points less.")
        return Said(words, points=f"{-(result.gain.value or 0.0):.1f}", top=f"{result.maximum:g}")
    return gettext_noop("No gain that can be told from chance.")


def _gain_figures(result: GainResult, test: ClassicalResult | None) -> list[tuple[str, str]]:
    means = gettext_noop("%(before)s → %(after)s of %(top)s", before=f"{result.mean_pre:.2f}", after=f"{result.mean_post:.2f}", top=f"{result.maximum:g}")  # fmt: skip
    rows: list[tuple[str, str]] = [
        (gettext_noop("Mean before → after"), means),
        (gettext_noop("Gain in points"), figure(result.gain)),
        (gettext_noop("Gain against the spread of people (Hedges’ g)"), figure(result.hedges_g)),
        (gettext_noop("Share of what could still be gained"), figure(result.normalised_gain)),
    ]
    if test is not None:
        rows.append((gettext_noop("Reliability of the test after (α)"), figure(test.alpha)))
    left = result.attrition
    if left.pre_only or left.post_only:
        rows.append((gettext_noop("Left out: only before / only after"), f"{left.pre_only} / {left.post_only}"))
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
    if len(weak) == 1:
        verdict = gettext_noop("One item of %(n)s goes badly with the rest: read it again.", n=len(names))
    elif weak:
        words = gettext_noop("%(weak)s items of %(n)s go badly with the rest: read them again.")
        verdict = Said(words, weak=len(weak), n=len(names))
    else:
        verdict = gettext_noop("Every item goes with the rest.")
    figures: tuple[tuple[str, str], ...] = (
        (gettext_noop("Reliability α"), figure(result.alpha)),
        (gettext_noop("Reliability ω"), figure(result.omega)),
    )
    if result.sem is not None and result.mdc95 is not None:
        noise = gettext_noop("%(sem)s; a change below %(mdc)s may be noise")
        said = Said(noise, sem=f"{result.sem:.2f}", mdc=f"{result.mdc95:.1f}")
        figures += ((gettext_noop("Noise of one person’s score (points)"), said),)
    only = gettext_noop("With %(n)s people only classical statistics are shown; item models want two hundred and more.")
    notes = [*result.notes, Said(only, n=n)]
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
        label = name or gettext_noop("All ratings")
        if there < FEWEST:
            notes.append(gettext_noop("%(what)s: fewer than ten raters, so nothing is said of it.", what=label))
            continue
        try:
            result = agreement(matrix, "ordinal", resamples=RESAMPLES, seed=SEED)
        except Problem as problem:
            notes.append(Said("%(what)s: %(why)s", what=label, why=problem.sentence))
            continue
        said = gettext_noop("α %(alpha)s; same value %(equal)s; %(raters)s raters, %(cases)s cases", alpha=figure(result.alpha), equal=figure(result.unweighted.percent, percent=True), raters=there, cases=result.n_units)  # fmt: skip
        figures.append((label, said))
        notes += [Said("%(what)s: %(why)s", what=label, why=note) for note in result.notes]
        found.append((label, result))
    if not found:
        return Part("agreement", n, gettext_noop("Agreement can’t be told: see the notes."), notes=tuple(notes))
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
        return gettext_noop("Agreement beyond chance can’t be judged: see the notes.")
    if not low and min(alphas) >= GOOD_ALPHA:
        return gettext_noop("Judges agree well enough to build on.")
    if not low:
        return gettext_noop("Judges agree enough for careful conclusions.")
    if len(alphas) == 1:
        return gettext_noop("Judges agree too little to build on these ratings.")
    words = gettext_noop("On %(low)s of %(n)s indicators judges agree too little to build on.")
    return Said(words, low=len(low), n=len(alphas))


def codes(values: Sequence[object]) -> NDArray[np.int64]:
    """Numbers from 0 in order of appearance, shape (values,)."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)
