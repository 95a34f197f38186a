"""Many-facet Rasch measurement: how strict each seat is, how hard each indicator, where each case stands.

log P(k) / P(k-1) = case - indicator - seat - step(k). Joint maximum likelihood, as the field's programs do, by Newton's
method on all parameters at once. Source: Linacre, Many-Facet Rasch Measurement (1989); Wright & Masters, Rating Scale
Analysis (1982) for fit. One seat gives Andrich's rating-scale model; two categories and no seat Rasch's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from kopuro.core.problems import Problem
from kopuro.learning.rules.facets.bias import bias_by_group
from kopuro.learning.rules.facets.connect import subsets_of
from kopuro.learning.rules.facets.fit import facet_of, step_of
from kopuro.learning.rules.facets.joint import estimate, estimate_extremes, expected, information_errors
from kopuro.learning.rules.facets.ratings import Coded, code_ratings, without_extremes
from kopuro.learning.rules.facets.result import Facet, FacetElement, FacetsResult, GroupBias, Step
from kopuro.learning.rules.partials import one_thread

__all__ = ["Facet", "FacetElement", "FacetsResult", "GroupBias", "Step", "fit_facets"]

PEOPLE = ("seat", "rater", "judge", "coder", "observer", "evaluator", "person")
FEW_RATINGS = 30  # of one element; with fewer a severity is hardly known


def fit_facets(
    rating: ArrayLike,
    facets: Mapping[str, Sequence[object]],
    *,
    measured: str | None = None,
    case_group: Sequence[object] | None = None,
    people: Sequence[str] = PEOPLE,
    tolerance: float = 1e-8,
    max_iterations: int = 200,
    extreme: float = 0.3,
) -> FacetsResult:
    """Fit the many-facet rating-scale model.

    `rating` (n,): one number per rating on an ordered scale, nan where missing (left out). `facets`: for each facet a
    label per rating, for example {"case": ..., "indicator": ..., "seat": ...}. `measured` names the facet that is
    measured (default the first): a higher measure means higher ratings, and it is the one not centred on 0; in all
    others a higher measure means stricter or harder. `case_group` (n,): a group of the case in each rating; bias by
    group is tested for every facet, and for the facets named in `people` only the sum over people is given.
    `extreme`: an element with only lowest or only highest ratings is measured as if it were this many score points
    away, after all others, and marked.

    Raises Problem `learning.facets_*` for tables that can't be read or hold too little.
    """
    with one_thread():  # the matrices are small: more threads would wait for each other
        return _fitted(code_ratings(rating, facets, measured, case_group), people, tolerance, max_iterations, extreme)


def _fitted(coded: Coded, people: Sequence[str], tolerance: float, max_iterations: int, extreme: float) -> FacetsResult:
    if tolerance <= 0 or max_iterations < 1 or not 0 < extreme < 1:
        raise Problem(
            "learning.facets_settings", "The tolerance, the iterations and the extreme adjustment must be > 0."
        )
    notes = list(coded.notes)
    kept, estimable = without_extremes(coded)
    if kept is None:
        raise Problem(
            "learning.facets_all_extreme",
            "No case, indicator or seat has both lower and higher ratings left: there is nothing to measure.",
        )
    subsets = subsets_of(kept)
    connected = all(len(set(part[use])) <= 1 for part, use in zip(subsets, estimable, strict=True))
    location, iterations, converged = estimate(kept, estimable, connected, tolerance, max_iterations)
    errors = information_errors(kept, location, estimable, connected)
    location = estimate_extremes(coded, location, estimable, extreme)
    if not connected:
        notes.append(
            "The ratings fall into parts without a link (no shared cases or seats): compare measures only within the "
            "same subset."
        )
    if not converged:
        notes.append(
            f"Not converged after {iterations} iterations: some ratings separate perfectly (an element or a category "
            "with too few ratings), so that measures run to infinity."
        )
    models = expected(kept, location), expected(coded, location)
    found = tuple(
        facet_of(coded, kept, place, location, models, estimable, errors.facets[place], subsets[place])
        for place in range(len(coded.names))
    )
    notes += _warnings(coded, found)
    return FacetsResult(
        n=len(coded.score),
        n_used=len(kept.score),
        categories=coded.categories,
        measured=coded.names[0],
        facets=found,
        steps=tuple(step_of(kept, location, step, errors.steps) for step in range(len(coded.categories))),
        log_likelihood=location.log_likelihood,
        converged=converged,
        iterations=iterations,
        connected=connected,
        subsets=len({number for part, use in zip(subsets, estimable, strict=True) for number in part[use]}),
        bias=bias_by_group(kept, models[0], coded.groups, people),
        notes=tuple(notes),
    )


def _warnings(coded: Coded, found: tuple[Facet, ...]) -> list[str]:
    notes = []
    for facet in found:
        marked = [element.label for element in facet.elements if element.extreme]
        if marked:
            notes.append(
                f"Only lowest or only highest ratings, measured roughly: {facet.name} {', '.join(marked[:12])}"
                f"{' and more' if len(marked) > 12 else ''}."
            )
        if facet.name != coded.names[0]:
            few = [element.label for element in facet.elements if element.n < FEW_RATINGS]
            if few:
                notes.append(
                    f"Fewer than {FEW_RATINGS} ratings for {len(few)} of {len(facet.elements)} elements of "
                    f"{facet.name}: their measures are hardly known."
                )
    if len(coded.names) > 1 and any(len(facet.elements) == 1 for facet in found[1:]):
        alone = ", ".join(facet.name for facet in found[1:] if len(facet.elements) == 1)
        notes.append(f"Only one element, so nothing to compare in: {alone}.")
    assert np.isfinite([element.measure for facet in found for element in facet.elements]).all()
    return notes
