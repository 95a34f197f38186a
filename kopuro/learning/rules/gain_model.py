"""Gain with everybody in it: a mixed model over sites and people, and a waiting group's change taken away.

Model: score ~ time + (1 | site) + (1 | cohort:person), fitted by REML with statsmodels; people with one test only
count as far as they can. Without sites it is the paired comparison, widened to the unpaired. Difference in differences:
gain of the trained − gain of those who waited, cluster-robust by site where there are sites.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.clusters import clustered_se
from kopuro.learning.rules.results import (
    LEVEL,
    NOTHING,
    Estimate,
    Floats,
    Plain,
    around,
    finite,
    many,
    t_quantile,
)

MOST_PEOPLE = 3_000  # people in the model; beyond, its answer equals the paired one to the digits shown
MOST_PEOPLE_IN_A_SITE = 300
FEWEST_CLUSTERS = 5


@dataclass(frozen=True)
class GainModel(Plain):
    """The effect of time with its interval, and the standard deviations of sites, people and single scores."""

    n_people: int
    n_scores: int
    n_sites: int | None
    gain: Estimate
    sd_site: float | None
    sd_person: float | None
    sd_residual: float | None
    log_likelihood: float | None
    converged: bool
    notes: tuple[str, ...]


def gain_model(
    pre: Floats,
    post: Floats,
    *,
    sites: Sequence[str] | None = None,
    cohorts: Sequence[str] | None = None,
    level: float = LEVEL,
) -> GainModel:
    """Return the mixed model of scores, shape (people,) each, nan for missing; a row is a person of a cohort."""
    known = np.concatenate([~np.isnan(pre), ~np.isnan(post)])
    rows = np.tile(np.arange(pre.size), 2)[known]
    scores = np.concatenate([pre, post])[known]
    time = np.repeat([0.0, 1.0], pre.size)[known]
    places = np.asarray(sites)[rows] if sites is not None else rows
    n_people = int(np.unique(rows).size)
    n_sites = int(np.unique(places).size) if sites is not None else None
    shape = (n_people, int(scores.size), n_sites)
    why = _why_not(scores, time, rows, places, n_people, n_sites)
    if why:
        return GainModel(*shape, NOTHING, None, None, None, None, False, (why,))

    import pandas as pd  # noqa: PLC0415 - pandas and statsmodels take seconds to load; only this model needs them
    from statsmodels.regression.mixed_linear_model import MixedLM  # noqa: PLC0415 - as above

    named = cohorts or [""] * pre.size  # a code used in two cohorts is two people
    people = np.array([f"{cohort}:{row}" for row, cohort in enumerate(named)])
    frame = pd.DataFrame({"score": scores, "time": time, "person": people[rows], "site": places})
    notes: list[str] = []
    with_sites = n_sites is not None and n_sites > 1
    scale = float(frame["score"].std())
    frame["score"] /= scale  # one size of numbers for the optimiser
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if with_sites:
            parts = {"person": "0 + C(person)"}
            model = MixedLM.from_formula("score ~ time", groups="site", vc_formula=parts, re_formula="1", data=frame)
        else:
            model = MixedLM.from_formula("score ~ time", groups="person", data=frame)
        try:
            fit = model.fit(reml=True, method=["lbfgs", "powell"])
        except (np.linalg.LinAlgError, ValueError) as error:
            return GainModel(*shape, NOTHING, None, None, None, None, False, (f"The model did not settle ({error}).",))
        se = float(fit.bse["time"]) * scale
        log_likelihood = finite(fit.llf)
    converged = bool(fit.converged and np.isfinite(se))
    if not converged:
        notes.append("The mixed model did not settle: use the paired figures.")
    residual = float(fit.scale)
    if with_sites:
        site, person = float(fit.cov_re.iloc[0, 0]), float(fit.vcomp[0])
        df = (n_sites or 2) - 1 + n_people - 1
        if n_sites is not None and n_sites < FEWEST_CLUSTERS:
            notes.append(f"Only {n_sites} sites: how far sites differ is hardly known.")
    else:
        site, person, df = np.nan, float(fit.cov_re.iloc[0, 0]), n_people - 1
    quantile = t_quantile(level, df)
    return GainModel(
        *shape,
        around(float(fit.params["time"]) * scale, se, quantile),
        None if not with_sites else float(np.sqrt(max(site, 0.0))) * scale,
        float(np.sqrt(max(person, 0.0))) * scale,
        float(np.sqrt(residual)) * scale,
        # REML counts scores less fixed effects
        None if log_likelihood is None else log_likelihood - (len(frame) - 2) * float(np.log(scale)),
        converged,
        tuple(notes),
    )


def _why_not(
    scores: Floats, time: Floats, rows: np.ndarray, places: np.ndarray, n_people: int, n_sites: int | None
) -> str:
    if np.unique(time).size < 2 or n_people < 5:
        return "A mixed model needs both tests and at least five people."
    if np.ptp(scores) == 0:
        return "All scores are equal: there is nothing to model."
    if n_people > MOST_PEOPLE:
        return f"With {n_people:,} people the mixed model says what the paired figures say; it was left out."
    if n_sites is not None and n_sites > 1:
        _, first = np.unique(rows, return_index=True)
        largest = int(np.unique(places[first], return_counts=True)[1].max())
        if largest > MOST_PEOPLE_IN_A_SITE:
            return f"A site has {largest:,} people, too many for this mixed model; use the paired figures by site."
    return ""


@dataclass(frozen=True)
class DifferenceInDifferences(Plain):
    """How much more the trained gained than those who waited."""

    n_trained: int
    n_waiting: int
    gain_trained: float
    gain_waiting: float
    difference: Estimate
    method: str
    notes: tuple[str, ...]


def difference_in_differences(
    pre: Floats, post: Floats, trained: Floats, *, sites: Sequence[str] | None = None, level: float = LEVEL
) -> DifferenceInDifferences:
    """Return the difference of paired gains; `trained` is 1 for the trained, 0 for those who waited, shape (people,).

    Welch's interval; with at least five sites, cluster-robust by site (t with sites − 1 degrees of freedom). People
    without both scores are left out. Problem unless both groups have two pairs.
    """
    known = ~(np.isnan(pre) | np.isnan(post) | np.isnan(trained))
    gain, treated = (post - pre)[known], trained[known] == 1
    a, b = gain[treated], gain[~treated]
    if min(a.size, b.size) < 2:
        raise Problem("learning.few_pairs", "Both the trained and the waiting group need at least two people.")
    value = float(a.mean() - b.mean())
    notes: list[str] = []
    if min(a.size, b.size) < 10:
        notes.append(f"The smaller group has {many(min(a.size, b.size), 'person', 'people')}: too few for a verdict.")
    places = None if sites is None else np.unique(np.asarray(sites)[known], return_inverse=True)[1]
    if places is not None and int(places.max()) + 1 >= FEWEST_CLUSTERS:
        clusters = int(places.max()) + 1
        se = clustered_se(gain, treated.astype(np.float64), places)
        difference = around(value, se, t_quantile(level, clusters - 1))
        method = f"cluster-robust by site ({clusters} sites)"
    else:
        if sites is not None:
            notes.append(f"Fewer than {FEWEST_CLUSTERS} sites: people were taken as independent.")
        va, vb = float(a.var(ddof=1)) / a.size, float(b.var(ddof=1)) / b.size
        difference, method = Estimate(value), "Welch"
        if va + vb > 0:
            df = (va + vb) ** 2 / (va**2 / (a.size - 1) + vb**2 / (b.size - 1))
            difference = around(value, float(np.sqrt(va + vb)), t_quantile(level, df))
    return DifferenceInDifferences(
        int(a.size), int(b.size), float(a.mean()), float(b.mean()), difference, method, tuple(notes)
    )
