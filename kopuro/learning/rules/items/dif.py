"""Differential item functioning: is an item harder for one group, or in one language, among people of equal ability?

Two methods side by side. Mantel-Haenszel matches people by total score: common odds ratio, the ETS delta -2.35 ln(odds
ratio) and the classes A, B, C (Holland & Thayer 1988; Zieky 1993), and the standardised difference of Dorans & Kulick
(1986). The likelihood ratio compares a model in which the item has parameters of its own in each group with one where
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
from scipy.special import chdtrc, expit

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.adjust import false_discovery
from kopuro.learning.rules.items.answers import Answers, read_answers
from kopuro.learning.rules.items.em import Fitted, Settings, climb, starting_values
from kopuro.learning.rules.items.expectation import category_sums
from kopuro.learning.rules.items.mantel_haenszel import DELTA, MantelHaenszel, mantel_haenszel
from kopuro.learning.rules.items.models import log_probabilities
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.partials import InMemory
from kopuro.learning.rules.results import Floats, finite

FEW = 100  # people in a group; below it only large differences can be seen
ROUNDS = 10
Tested = tuple[float, int, float | None, float | None, float, float]  # statistic, df, p, delta, signed, unsigned
UNTESTED: Tested = (0.0, 0, None, None, 0.0, 0.0)  # a group never chose one of the answers: no curves to compare


@dataclass(frozen=True)
class LikelihoodRatio:
    """One item, one focal group: the test (p None where a group never chose one of the answers), and how far the two
    item curves lie apart over the focal group's ability: `delta` on the ETS scale, `signed`, `unsigned` in points."""

    chi_square: float
    df: int
    p: float | None
    p_adjusted: float | None
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
    adjusted = false_discovery(p)
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
) -> Tested:
    """Statistic, degrees of freedom, p, delta and the signed and unsigned area, with the item's parameters free."""
    split = np.array(group) == "2"
    if item not in read.kept:
        return UNTESTED
    place = read.kept.index(item)
    own = table[:, item].copy()
    other = table[:, item].copy()
    own[split] = np.nan
    other[~split] = np.nan
    if not _same_categories(own, other):
        return UNTESTED
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
    return statistic, df, float(chdtrc(df, statistic)), delta, float(gap @ focal), float(np.abs(gap) @ focal)


def _same_categories(own: Floats, other: Floats) -> bool:
    left, right = np.unique(own[~np.isnan(own)]), np.unique(other[~np.isnan(other)])
    return len(left) == len(right) > 1 and bool((left == right).all())


def _ratio_class(delta: float | None, p: float | None) -> str | None:
    """The ETS limits on the model's own delta, with the adjusted p."""
    if delta is None or p is None:
        return None
    if p >= 0.05 or abs(delta) < 1:
        return "A"
    return "C" if abs(delta) >= 1.5 else "B"
