"""Gain from pre-test to post-test, paired by person: how much, in which unit, how sure, and who is missing.

Sources: effect_size.py for the standardised forms; Hake (1998), American J. Physics 66, 64–74 (normalised gain of class
means); Bland & Altman for the paired interval of the mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.attrition import Attrition, attrition_of
from kopuro.learning.rules.change import ReliableChange, reliable_change
from kopuro.learning.rules.effect_size import (
    d_z_interval,
    independent,
    paired_average_variance,
    paired_within,
    paired_z,
    small_sample_factor,
)
from kopuro.learning.rules.normalised_gain import highest_score, normalised_gain
from kopuro.learning.rules.results import (
    LEVEL,
    NOTHING,
    Estimate,
    Floats,
    around,
    finite,
    many,
    t_quantile,
    two_sided,
    z_quantile,
)
from kopuro.learning.rules.said import gettext_noop

FEWEST_FOR_A_GROUP = 10


@dataclass(frozen=True)
class GainResult:
    """Means, gain and effect sizes.

    `d` and `hedges_g` stand on the average spread of both tests (d_av) and `var_g` is its variance as two independent
    groups, the form meta-analysis asks for; with pairs `var_g_paired` is the sharper one and the intervals use it.
    """

    paired: bool
    n: int
    n_pre: int
    n_post: int
    mean_pre: float
    mean_post: float
    sd_pre: float
    sd_post: float
    r: float | None
    gain: Estimate
    d: float | None
    hedges_g: Estimate
    var_g: float | None
    var_g_paired: float | None
    d_within: float | None
    hedges_g_within: float | None
    var_g_within: float | None
    d_z: float | None
    hedges_g_z: Estimate
    var_g_z: float | None
    normalised_gain: Estimate
    maximum: float | None
    p_value: float | None
    attrition: Attrition
    change: ReliableChange | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys."""
        answer: dict[str, Any] = {
            "paired": self.paired,
            "n": self.n,
            "n_pre": self.n_pre,
            "n_post": self.n_post,
            "mean_pre": self.mean_pre,
            "mean_post": self.mean_post,
            "sd_pre": self.sd_pre,
            "sd_post": self.sd_post,
            "r": finite(self.r),
            "gain": finite(self.gain.value),
            "d": finite(self.d),
            "hedges_g": finite(self.hedges_g.value),
            "var_g": finite(self.var_g),
            "normalised_gain": finite(self.normalised_gain.value),
            "maximum": self.maximum,
            "p_value": finite(self.p_value),
            "intervals": {
                "gain": self.gain.as_json(),
                "hedges_g": self.hedges_g.as_json(),
                "normalised_gain": self.normalised_gain.as_json(),
            },
        }
        if self.paired:
            answer["intervals"]["hedges_g_z"] = self.hedges_g_z.as_json()
            for name in ("var_g_paired", "d_within", "hedges_g_within", "var_g_within", "d_z", "var_g_z"):
                answer[name] = finite(getattr(self, name))
            answer["hedges_g_z"] = finite(self.hedges_g_z.value)
        answer["attrition"] = self.attrition.as_json()
        if self.change is not None:
            answer["reliable_change"] = self.change.as_json()
        return answer | {"notes": list(self.notes)}


def paired_gain(
    pre: Floats,
    post: Floats,
    *,
    maximum: float | None = None,
    reliability: float | None = None,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> GainResult:
    """Return the gain of people with both scores; `pre` and `post` have shape (people,), nan for missing.

    `maximum` is the highest score that can be had (for the normalised gain; guessed as 100 or 1 where scores fit);
    `reliability` that of the test, for the change of single people. Problem with fewer than two complete pairs.
    """
    both = ~(np.isnan(pre) | np.isnan(post))
    x, y = pre[both], post[both]
    n = int(x.size)
    if n < 2:
        raise Problem("learning.few_pairs", f"Only {many(n, 'person', 'people')} with both scores: no gain can be had.")
    notes: list[str] = []
    attrition = attrition_of(pre, post, both, notes)
    difference = y - x
    change, sd_change = float(difference.mean()), float(difference.std(ddof=1))
    sd = [_spread(x), _spread(y)]
    quantile = t_quantile(level, n - 1)
    p_value = None
    if sd_change > 0:
        p_value = two_sided(change / (sd_change / np.sqrt(n)), n - 1)
    r = float(np.corrcoef(x, y)[0, 1]) if min(sd) > 0 else None
    sizes: dict[str, Any] = dict.fromkeys(("d", "var_g", "var_g_paired", "d_within", "hedges_g_within", "var_g_within"))
    sizes |= {"hedges_g": NOTHING, "d_z": None, "hedges_g_z": NOTHING, "var_g_z": None}
    if max(sd) == 0:
        notes.append(gettext_noop("All scores of each test are equal: a standardised gain is not defined."))
    else:
        sizes |= _average(change, sd, 0.0 if r is None else r, n, level)
        if r is not None and r < 1:
            within = paired_within(change, sd_change, r, n) if sd_change > 0 else None
            if within:
                sizes |= {"d_within": within.d, "hedges_g_within": within.g, "var_g_within": within.var_g}
        if sd_change > 0:
            sizes |= _of_differences(change, sd_change, n, level)
        else:
            notes.append(gettext_noop("Every person gained the same: d_z is not defined."))
    limit = highest_score(maximum, np.concatenate([x, y]), notes)
    if n < 20:
        notes.append(gettext_noop("Only %(pairs)s: read the intervals, not the values.", pairs=many(n, "pair")))
    moved = _change_of_people(x, y, reliability, level, notes)
    return GainResult(
        paired=True,
        n=n,
        n_pre=int((~np.isnan(pre)).sum()),
        n_post=int((~np.isnan(post)).sum()),
        mean_pre=float(x.mean()),
        mean_post=float(y.mean()),
        sd_pre=sd[0],
        sd_post=sd[1],
        r=r,
        gain=around(change, sd_change / np.sqrt(n), quantile),
        normalised_gain=normalised_gain(x, y, limit, True, resamples, seed, level, notes),
        maximum=limit,
        p_value=p_value,
        attrition=attrition,
        change=moved,
        notes=tuple(notes),
        **sizes,
    )


def unpaired_gain(
    pre: Floats,
    post: Floats,
    *,
    maximum: float | None = None,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> GainResult:
    """Return the difference of two tests whose answers can't be joined by person (Welch interval), nan left out."""
    x, y = pre[~np.isnan(pre)], post[~np.isnan(post)]
    if min(x.size, y.size) < 2:
        raise Problem("learning.few_pairs", "At least two scores before and two after are needed.")
    notes: list[str] = [
        gettext_noop(
            "Tests were not paired by person: the interval is wider, and other people may have sat the second test."
        )
    ]
    change, sd = float(y.mean() - x.mean()), [_spread(x), _spread(y)]
    parts = sd[0] ** 2 / x.size, sd[1] ** 2 / y.size
    gain, p_value = Estimate(change), None
    if sum(parts) > 0:
        df = sum(parts) ** 2 / (parts[0] ** 2 / (x.size - 1) + parts[1] ** 2 / (y.size - 1))
        se = float(np.sqrt(sum(parts)))
        gain = around(change, se, t_quantile(level, df))
        p_value = two_sided(change / se, df)
    d, hedges_g, var_g = None, NOTHING, None
    if max(sd) > 0:
        size = independent(float(x.mean()), float(y.mean()), sd[0], sd[1], x.size, y.size)
        d, var_g = size.d, size.var_g
        hedges_g = around(size.g, float(np.sqrt(size.var_g)), z_quantile(level))
    else:
        notes.append(gettext_noop("All scores of each test are equal: a standardised gain is not defined."))
    limit = highest_score(maximum, np.concatenate([x, y]), notes)
    return GainResult(
        paired=False,
        n=int(min(x.size, y.size)),
        n_pre=int(x.size),
        n_post=int(y.size),
        mean_pre=float(x.mean()),
        mean_post=float(y.mean()),
        sd_pre=sd[0],
        sd_post=sd[1],
        r=None,
        gain=gain,
        d=d,
        hedges_g=hedges_g,
        var_g=var_g,
        var_g_paired=None,
        d_within=None,
        hedges_g_within=None,
        var_g_within=None,
        d_z=None,
        hedges_g_z=NOTHING,
        var_g_z=None,
        normalised_gain=normalised_gain(x, y, limit, False, resamples, seed, level, notes),
        maximum=limit,
        p_value=p_value,
        attrition=Attrition(0, 0, None, None, None),
        change=None,
        notes=tuple(notes),
    )


def gains_by_group(pre: Floats, post: Floats, groups: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return n, mean gain and Hedges' g for each group of at least ten pairs; smaller ones say "too few"."""
    names = np.asarray(groups)
    answer: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(groups):
        chosen = (names == name) & ~(np.isnan(pre) | np.isnan(post))
        if chosen.sum() < FEWEST_FOR_A_GROUP:
            answer[name] = {"n": None, "gain": None, "hedges_g": None, "note": "too few"}
            continue
        one = paired_gain(pre[chosen], post[chosen])
        answer[name] = {"n": one.n, "gain": one.gain.as_json(), "hedges_g": one.hedges_g.as_json()}
    return answer


def _spread(values: Floats) -> float:
    """Return the SD with n − 1, zero where all are equal to the last digit a sum keeps."""
    spread = float(values.std(ddof=1))
    return 0.0 if spread <= 1e-13 * float(np.abs(values).max(initial=0.0)) else spread


def _average(change: float, sd: list[float], r: float, n: int, level: float) -> dict[str, Any]:
    size = independent(0.0, change, sd[0], sd[1], n, n)
    j = small_sample_factor(2 * n - 2)
    variance = j**2 * paired_average_variance(size.d, sd[0], sd[1], r, n)
    quantile = z_quantile(level)
    return {
        "d": size.d,
        "hedges_g": around(size.g, float(np.sqrt(variance)), quantile),
        "var_g": size.var_g,
        "var_g_paired": variance,
    }


def _of_differences(change: float, sd_change: float, n: int, level: float) -> dict[str, Any]:
    size = paired_z(change, sd_change, n)
    exact = d_z_interval(size.d, n, level)
    j = small_sample_factor(n - 1)
    ends = (None if end is None else j * end for end in (exact.low, exact.high))
    return {"d_z": size.d, "hedges_g_z": Estimate(size.g, *ends), "var_g_z": size.var_g}


def _change_of_people(
    x: Floats, y: Floats, reliability: float | None, level: float, notes: list[str]
) -> ReliableChange | None:
    if reliability is None:
        notes.append(
            gettext_noop(
                "Say the test's reliability (--reliability) to see which change of a person is beyond its noise."
            )
        )
        return None
    if _spread(x) == 0 or reliability == 1:
        notes.append(
            gettext_noop("No measurement error can be worked out: the pre-test has no spread or reliability is 1.")
        )
        return None
    return reliable_change(x, y, reliability, level)
