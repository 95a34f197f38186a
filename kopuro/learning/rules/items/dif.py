"""Differential item functioning: is an item harder for one group, or in one language, among people of equal ability?

Two methods side by side. Mantel-Haenszel matches people by total score: common odds ratio, the ETS delta -2.35 ln(odds
ratio) and the classes A, B, C (Holland & Thayer 1988; Zieky 1993), and the standardised difference of Dorans & Kulick
(1986). The likelihood ratio compares a model in which the item has parameters of its own in each group with one in which
it does not, groups differing in the mean and spread of ability (Thissen, Steinberg & Wainer 1993). Negative values:
the item is harder for the focal group than it should be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit
from scipy.stats import chi2, norm

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.answers import Answers, read_answers
from kopuro.learning.rules.items.em import Fitted, Settings, climb, starting_values
from kopuro.learning.rules.items.expectation import category_sums
from kopuro.learning.rules.items.models import log_probabilities
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.partials import InMemory
from kopuro.learning.rules.results import Floats, finite

DELTA = -2.35  # from log odds to the ETS delta scale
FEW = 100  # people in a group; below it only large differences can be seen
ROUNDS = 10
CLASSES = {"A": "negligible", "B": "moderate", "C": "large"}


@dataclass(frozen=True)
class MantelHaenszel:
    """One item, one focal group. Right/wrong items have `odds_ratio`, `delta` and its error; graded ones (Mantel 1963)
    only the standardised difference `standardised` in score points and `effect`, the same in standard deviations."""

    chi_square: float | None
    p: float | None
    odds_ratio: float | None
    delta: float | None
    se_delta: float | None
    standardised: float | None
    effect: float | None
    size: str | None  # class A, B or C

    def as_json(self) -> dict[str, Any]:
        keys = ("chi_square", "p", "odds_ratio", "delta", "se_delta", "standardised", "effect")
        return {**{key: finite(getattr(self, key)) for key in keys}, "class": self.size}


@dataclass(frozen=True)
class LikelihoodRatio:
    """One item, one focal group: the test, and how far the two item curves lie apart over the focal group's ability:
    `delta` on the ETS scale, `signed` and `unsigned` in score points."""

    chi_square: float
    df: int
    p: float
    p_adjusted: float
    delta: float | None
    signed: float
    unsigned: float
    size: str | None

    def as_json(self) -> dict[str, Any]:
        keys = ("chi_square", "p", "p_adjusted", "delta", "signed", "unsigned")
        return {**{key: finite(getattr(self, key)) for key in keys}, "df": self.df, "class": self.size}


@dataclass(frozen=True)
class ItemDif:
    """What both methods say of one item in one focal group."""

    name: str
    focal: str
    mantel_haenszel: MantelHaenszel
    likelihood_ratio: LikelihoodRatio | None

    def as_json(self) -> dict[str, Any]:
        ratio = self.likelihood_ratio
        return {
            "name": self.name,
            "focal": self.focal,
            "mantel_haenszel": self.mantel_haenszel.as_json(),
            "likelihood_ratio": None if ratio is None else ratio.as_json(),
        }


@dataclass(frozen=True)
class DifResult:
    """`groups` are (label, people, mean of ability, its standard deviation), the reference first."""

    by: str
    reference: str
    groups: tuple[tuple[str, int, float | None, float | None], ...]
    items: tuple[ItemDif, ...]
    dropped: tuple[str, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "by": self.by,
            "reference": self.reference,
            "groups": [
                {"label": label, "n": n, "mean": finite(mean), "sd": finite(sd)} for label, n, mean, sd in self.groups
            ],
            "items": [item.as_json() for item in self.items],
            "dropped": list(self.dropped),
            "notes": list(self.notes),
        }


def dif(
    matrix: ArrayLike,
    group: Sequence[object],
    *,
    by: str = "group",
    reference: str | None = None,
    model: str | None = "2pl",
    names: Sequence[str] | None = None,
    purify: bool = True,
) -> DifResult:
    """Test every item for differential functioning between the reference group and each other group.

    `matrix` (people, items), nan where missing; `group` (people,): a group or the language of the sheet, told in `by`.
    `reference`: default the largest group. `model`: item model of the likelihood-ratio test, None to leave it out.
    `purify`: items of class B or C are taken out of the matching score, and the rest looked at again.
    Raises Problem `learning.dif_*` or `learning.items_*`.
    """
    _, answers = read_answers(matrix, model="grm" if model is None else model, names=names, group=group)
    labels = np.asarray([str(label) for label in group])
    counts = {name: int((labels == name).sum()) for name in answers.groups}
    if len(counts) < 2:
        raise Problem("learning.dif_one_group", f"Everyone is in the same {by}: there is nothing to compare.")
    first = reference if reference is not None else max(counts, key=lambda name: counts[name])
    if first not in counts:
        raise Problem("learning.dif_reference", f"Nobody is in the reference {by} {first!r}.")
    order = [first, *(name for name in answers.groups if name != first)]
    notes = list(answers.notes)
    small = [name for name in order if counts[name] < FEW]
    if small:
        notes.append(f"Fewer than {FEW} people, so only large differences would show: {', '.join(small)}.")
    table = np.asarray(matrix, dtype=float)[:, answers.kept]
    found: dict[str, list[MantelHaenszel]] = {
        name: _matched(table, labels == first, labels == name, answers, purify) for name in order[1:]
    }
    latent: dict[str, tuple[float, float]] = {}
    ratios: dict[str, list[LikelihoodRatio]] = {}
    if model is not None:
        for name in order[1:]:
            latent[name], ratios[name] = _ratios(table, labels, first, name, model)
    items = tuple(
        ItemDif(item, name, found[name][place], ratios[name][place] if name in ratios else None)
        for place, item in enumerate(answers.names)
        for name in order[1:]
    )
    means = {first: (0.0, 1.0), **latent} if model is not None else {}
    groups = tuple((name, counts[name], *means.get(name, (None, None))) for name in order)
    return DifResult(by, first, groups, items, answers.dropped, tuple(notes))


def mantel_haenszel(right: ArrayLike, focal: ArrayLike, score: ArrayLike) -> MantelHaenszel:
    """One item by strata: `right` (people,) its score, `focal` (people,) true in the focal group, `score` (people,) the
    strata. The statistic has the continuity correction for right/wrong items."""
    answer, group = np.asarray(right, dtype=float), np.asarray(focal, dtype=bool)
    strata = np.unique(np.asarray(score), return_inverse=True)[1]
    size = int(strata.max()) + 1 if len(strata) else 0
    n_focal = np.bincount(strata, weights=group, minlength=size)
    n_reference = np.bincount(strata, weights=~group, minlength=size)
    use = (n_focal > 0) & (n_reference > 0)
    if not use.any():
        return MantelHaenszel(None, None, None, None, None, None, None, None)
    sums = {True: np.zeros(size), False: np.zeros(size)}
    for which in sums:
        sums[which][:] = np.bincount(strata, weights=answer * (group == which), minlength=size)
    total = n_focal + n_reference
    all_right = sums[True] + sums[False]
    squares = np.bincount(strata, weights=answer**2, minlength=size)
    weight = n_focal[use] / n_focal[use].sum()
    gap = float((weight * (sums[True][use] / n_focal[use] - sums[False][use] / n_reference[use])).sum())
    expected = n_reference * all_right / total
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = n_focal * n_reference * (total * squares - all_right**2) / (total**2 * (total - 1))
    variance = np.where(total > 1, variance, 0.0)[use].sum()
    distance = abs(float((sums[False] - expected)[use].sum()))
    binary = bool(np.isin(answer, (0, 1)).all())
    statistic = max(0.0, distance - (0.5 if binary else 0.0)) ** 2 / variance if variance > 0 else None
    p = None if statistic is None else float(chi2.sf(statistic, 1))
    spread = _pooled_sd(answer, group)
    effect = gap / spread if spread > 0 else None
    if not binary:
        return MantelHaenszel(finite(statistic), p, None, None, None, gap, effect, _graded_class(effect, p))
    a, b = sums[False][use], (n_reference - sums[False])[use]
    c, d = sums[True][use], (n_focal - sums[True])[use]
    n = total[use]
    r, s = float((a * d / n).sum()), float((b * c / n).sum())
    if r <= 0 or s <= 0:
        return MantelHaenszel(finite(statistic), p, None, None, None, gap, effect, None)
    ratio = r / s
    agree, differ = (a + d) / n, (b + c) / n
    log_variance = float(  # Robins, Breslow & Greenland 1986
        (agree * a * d / n).sum() / (2 * r**2)
        + ((agree * b * c + differ * a * d) / n).sum() / (2 * r * s)
        + (differ * b * c / n).sum() / (2 * s**2)
    )
    delta, se = DELTA * float(np.log(ratio)), abs(DELTA) * float(np.sqrt(log_variance))
    return MantelHaenszel(finite(statistic), p, ratio, delta, se, gap, effect, ets_class(delta, se, p))


def ets_class(delta: float, se: float, p: float | None) -> str:
    """A: |delta| below 1 or not different from 0; C: at least 1.5 and above 1 by more than chance; B: between."""
    size = abs(delta)
    if size < 1 or p is None or p >= 0.05:
        return "A"
    if size >= 1.5 and se > 0 and (size - 1) / se > norm.ppf(0.95):
        return "C"
    return "B"


def _graded_class(effect: float | None, p: float | None) -> str | None:
    """Classes of the standardised difference in standard deviations: .17 and .25."""
    if effect is None or p is None:
        return None
    if p >= 0.05 or abs(effect) <= 0.17:
        return "A"
    return "B" if abs(effect) <= 0.25 else "C"


def _pooled_sd(answer: Floats, group: NDArray[np.bool_]) -> float:
    parts = [answer[group], answer[~group]]
    degrees = sum(len(part) - 1 for part in parts)
    if degrees < 1:
        return 0.0
    return float(np.sqrt(sum(((part - part.mean()) ** 2).sum() for part in parts if len(part)) / degrees))


def _matched(
    table: Floats, reference: NDArray[np.bool_], focal: NDArray[np.bool_], answers: Answers, purify: bool
) -> list[MantelHaenszel]:
    """Mantel-Haenszel of every item against the sum of the items thought clean, the item itself always included."""
    rows = (reference | focal) & ~np.isnan(table).any(axis=1)
    scores = table[rows] - np.array([values[0] for values in answers.values])
    group = focal[rows]
    clean = np.ones(table.shape[1], dtype=bool)
    found: list[MantelHaenszel] = []
    for _ in range(ROUNDS if purify else 1):
        base = scores[:, clean].sum(axis=1)
        found = [
            mantel_haenszel(scores[:, item], group, base if clean[item] else base + scores[:, item])
            for item in range(table.shape[1])
        ]
        now = np.array([result.size not in ("B", "C") for result in found])
        if now.sum() < 2 or (now == clean).all():
            break
        clean = now
    return found


def _ratios(
    table: Floats, labels: NDArray[np.str_], reference: str, focal: str, model: str
) -> tuple[tuple[float, float], list[LikelihoodRatio]]:
    """Likelihood-ratio tests of all items for one focal group; every other item holds the groups together."""
    rows = (labels == reference) | (labels == focal)
    part = table[rows]
    group = ["1" if label == reference else "2" for label in labels[rows]]
    settings = Settings(Quadrature.spaced(61, (-6.0, 6.0)), 1e-5, 1000, free_latent=True)
    base, base_answers = _fit_groups(part, group, model, settings, None)
    mean, sd = (float(value) for value in base.parameters.latent[1])
    tests = []
    for item in range(table.shape[1]):
        tests.append(_one_item(part, group, model, settings, item, base, base_answers))
    p = [test[2] for test in tests]
    adjusted = _adjusted(p)
    return (mean, sd), [
        LikelihoodRatio(statistic, df, chance, share, delta, signed, unsigned, _ratio_class(delta, share))
        for (statistic, df, chance, delta, signed, unsigned), share in zip(tests, adjusted, strict=True)
    ]


def _fit_groups(
    table: Floats, group: list[str], model: str, settings: Settings, start: Parameters | None
) -> tuple[Fitted, Answers]:
    packed, read = read_answers(table, model=model, group=group)
    blocks = InMemory(packed)
    if start is None or start.values.shape != (read.design.items, read.design.width):
        counts = blocks.total(partial(category_sums, design=read.design)).counts
        start = starting_values(read.design, counts, groups=len(read.groups))
    return climb(blocks, read.design, start, settings), read


def _one_item(
    table: Floats, group: list[str], model: str, settings: Settings, item: int, base: Fitted, read: Answers
) -> tuple[float, int, float, float | None, float, float]:
    """Statistic, degrees of freedom, p, delta and the signed and unsigned area, with the item's parameters free."""
    split = np.array(group) == "2"
    if item not in read.kept:
        return 0.0, 0, 1.0, None, 0.0, 0.0
    place = read.kept.index(item)
    own = table[:, item].copy()
    other = table[:, item].copy()
    own[split] = np.nan
    other[~split] = np.nan
    if not _same_categories(own, other):  # a category nobody of one group chose: the curves can't be compared
        return 0.0, 0, 1.0, None, 0.0, 0.0
    wide = np.column_stack([table, other])
    wide[:, item] = own
    values = np.vstack([base.parameters.values, base.parameters.values[place : place + 1]])
    free, wide_read = _fit_groups(wide, group, model, settings, Parameters(values, base.parameters.latent))
    statistic = max(0.0, 2 * (free.log_likelihood - base.log_likelihood))
    df = int(read.design.used[place].sum())
    if read.design.family.slope != "free":
        df -= 1
    nodes = settings.quadrature.nodes
    mean, sd = free.parameters.latent[1]
    focal = np.exp(settings.quadrature.log_prior(float(mean), float(sd)))
    pair = [place, len(free.parameters.values) - 1]
    chance = np.exp(log_probabilities(wide_read.design, free.parameters.values, nodes))[pair]
    score = np.einsum("k,ikq->iq", np.arange(wide_read.design.top), chance)
    gap = score[1] - score[0]
    delta = None
    if wide_read.design.family.binary:
        floor = expit(free.parameters.values[pair, -1]) if wide_read.design.family.guess else np.zeros(2)
        known = (chance[:, 1] - floor[:, None]) / (1 - floor[:, None])
        logit = np.log(known) - np.log1p(-known)
        delta = DELTA * float((logit[0] - logit[1]) @ focal)
    return statistic, df, float(chi2.sf(statistic, df)), delta, float(gap @ focal), float(np.abs(gap) @ focal)


def _same_categories(own: Floats, other: Floats) -> bool:
    left, right = np.unique(own[~np.isnan(own)]), np.unique(other[~np.isnan(other)])
    return len(left) == len(right) > 1 and bool((left == right).all())


def _ratio_class(delta: float | None, p: float) -> str | None:
    """The ETS limits on the model's own delta, with the adjusted p."""
    if delta is None:
        return None
    if p >= 0.05 or abs(delta) < 1:
        return "A"
    return "C" if abs(delta) >= 1.5 else "B"


def _adjusted(p: list[float]) -> list[float]:
    """Benjamini & Hochberg (1995)."""
    order = np.argsort(p)[::-1]
    out, smallest = [1.0] * len(p), 1.0
    for rank, place in enumerate(order):
        smallest = min(smallest, p[place] * len(p) / (len(p) - rank))
        out[place] = smallest
    return out
