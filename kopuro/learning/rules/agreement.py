"""Agreement of raters: Krippendorff's alpha by default, with the coefficients a reader may ask for beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.agreement_chance import (
    MOST_WEIGHTED,
    ChanceCorrected,
    Weights,
    chance_corrected,
    conger_kappa,
    weight_matrix,
)
from kopuro.learning.rules.agreement_counts import Counts, as_ratings, count
from kopuro.learning.rules.alpha import Metric, alpha_interval
from kopuro.learning.rules.results import LEVEL, NOTHING, Estimate, Floats, many
from kopuro.learning.rules.said import gettext_noop

WEIGHTS_OF: dict[Metric, Weights] = {
    "nominal": "identity",
    "ordinal": "ordinal",
    "interval": "quadratic",
    "ratio": "ratio",
}


@dataclass(frozen=True)
class AgreementResult:
    """Every coefficient with its interval; the weighted ones are None for the nominal metric."""

    metric: Metric
    weights: Weights
    n_units: int
    n_pairable: int
    n_raters: int
    n_ratings: int
    n_categories: int
    alpha: Estimate
    unweighted: ChanceCorrected
    conger: Estimate
    weighted: ChanceCorrected | None
    weighted_conger: Estimate | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys; cohen_kappa only for two raters, conger_kappa for more."""
        kappa = "cohen_kappa" if self.n_raters == 2 else "conger_kappa"
        answer: dict[str, Any] = {
            "metric": self.metric,
            "n": self.n_units,
            "n_units": self.n_units,
            "n_pairable": self.n_pairable,
            "n_raters": self.n_raters,
            "n_ratings": self.n_ratings,
            "n_categories": self.n_categories,
            "alpha": self.alpha.as_json(),
            "ac1": self.unweighted.ac.as_json(),
            "percent": self.unweighted.percent.as_json(),
            "fleiss_kappa": self.unweighted.fleiss.as_json(),
            "brennan_prediger": self.unweighted.brennan_prediger.as_json(),
            kappa: self.conger.as_json(),
        }
        if self.weighted is not None and self.weighted_conger is not None:
            answer |= {
                "weights": self.weights,
                "ac2": self.weighted.ac.as_json(),
                "weighted_percent": self.weighted.percent.as_json(),
                "weighted_fleiss_kappa": self.weighted.fleiss.as_json(),
                "weighted_brennan_prediger": self.weighted.brennan_prediger.as_json(),
                f"weighted_{kappa}": self.weighted_conger.as_json(),
            }
        return answer | {"notes": list(self.notes)}


def agreement(
    matrix: Floats,
    metric: Metric = "nominal",
    *,
    weights: Weights | None = None,
    categories: Sequence[float] = (),
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> AgreementResult:
    """Return the agreement of a ratings matrix, shape (units, raters), nan for missing.

    `categories` lists values the raters could have used besides those that occur (AC1 and Brennan–Prediger depend on
    their number). `weights` are those of AC2 and the weighted kappas; by default those that fit the metric. Alpha's
    interval is a bootstrap over units with `resamples` draws from `seed`, the others are analytic (see their modules).
    Raises Problem for one rater, no unit rated twice, and what a metric can't take.
    """
    ratings = as_ratings(matrix)
    notes: list[str] = []
    empty = np.isnan(ratings).all(axis=0)
    if empty.any():
        notes.append(
            gettext_noop(
                "%(n)s of %(size)s raters gave no rating at all and were left out.", n=int(empty.sum()), size=empty.size
            )
        )
        ratings = as_ratings(ratings[:, ~empty])
    rated = ~np.isnan(ratings)
    per_unit = rated.sum(axis=1)
    _tell_missing(notes, per_unit, rated)
    alpha, told = alpha_interval(ratings, metric, resamples=resamples, seed=seed, level=level)
    notes += told
    kind = weights or WEIGHTS_OF[metric]
    counts = _counted(ratings, categories, notes)
    weighted: ChanceCorrected | None = None
    weighted_conger: Estimate | None = None
    if counts is None:
        unweighted, conger = ChanceCorrected(NOTHING, NOTHING, NOTHING, NOTHING), NOTHING
    else:
        unweighted = chance_corrected(counts, level=level)
        conger = conger_kappa(ratings, counts.values, level=level)
        if counts.values.size < 2:
            notes.append(gettext_noop("Only one category was used: coefficients corrected for chance are not defined."))
        elif unweighted.percent.value == 1:
            notes.append(
                gettext_noop(
                    "Raters agreed wherever they rated the same unit, so the intervals have no width; further units may still divide them."
                )
            )
        if kind != "identity" and 2 <= counts.values.size <= MOST_WEIGHTED:
            matrix_of_weights = weight_matrix(counts.values, kind)
            weighted = chance_corrected(counts, matrix_of_weights, level=level)
            weighted_conger = conger_kappa(ratings, counts.values, matrix_of_weights, level=level)
        if kind != "identity" and counts.values.size > MOST_WEIGHTED:
            notes.append(
                gettext_noop(
                    "AC2 and weighted kappas need at most %(most_weighted)s different values: left out.",
                    most_weighted=f"{MOST_WEIGHTED:,}",
                )
            )
        if len(counts.values) > 20 and metric == "nominal":
            notes.append(
                gettext_noop(
                    "%(n)s categories: were measured values read as categories? See --metric.", n=len(counts.values)
                )
            )
    return AgreementResult(
        metric=metric,
        weights=kind,
        n_units=int((per_unit >= 1).sum()),
        n_pairable=int((per_unit >= 2).sum()),
        n_raters=ratings.shape[1],
        n_ratings=int(rated.sum()),
        n_categories=0 if counts is None else int(counts.values.size),
        alpha=alpha,
        unweighted=unweighted,
        conger=conger,
        weighted=weighted,
        weighted_conger=weighted_conger,
        notes=tuple(notes),
    )


def _tell_missing(notes: list[str], per_unit: np.ndarray, rated: np.ndarray) -> None:
    if (per_unit == 0).any():
        notes.append(
            gettext_noop("Without any rating, left out: %(units)s.", units=many(int((per_unit == 0).sum()), "unit"))
        )
    if (per_unit == 1).any():
        notes.append(
            gettext_noop(
                "With one rating only, unable to show agreement: %(units)s.",
                units=many(int((per_unit == 1).sum()), "unit"),
            )
        )
    kept = rated[per_unit > 0]
    if kept.size and not kept.all():
        notes.append(
            gettext_noop(
                "Missing: %(ratings)s; all ratings given were used.",
                ratings=many(int(kept.size - kept.sum()), "rating"),
            )
        )


def _counted(ratings: Floats, categories: Sequence[float], notes: list[str]) -> Counts | None:
    """Return the counts with the categories nobody used added; None when there are too many values to count."""
    try:
        counts = count(ratings)
    except Problem as problem:
        notes.append(
            gettext_noop("Coefficients over categories were left out: %(sentence)s", sentence=problem.sentence)
        )
        return None
    extra = np.setdiff1d(np.asarray(categories, dtype=np.float64), counts.values)
    if extra.size == 0:
        return counts
    values = np.union1d(counts.values, extra)
    table = np.zeros((counts.table.shape[0], values.size))
    table[:, np.searchsorted(values, counts.values)] = counts.table
    return Counts(table, values)
