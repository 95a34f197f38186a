"""Item and facet models in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from kopuro.learning.rules.classical import ClassicalResult
from kopuro.learning.rules.facets import FacetsResult
from kopuro.learning.rules.items import ItemsResult
from kopuro.learning.rules.items.dif import DifResult
from kopuro.learning.rules.items.fit import ItemFit, ModelFit
from kopuro.learning.rules.results import many
from kopuro.learning.rules.words import figure, notes

MOST_LINES = 60


def items_words(result: ItemsResult) -> list[str]:
    """Return a line per item: slope, difficulty or steps, with standard errors."""
    width = max([len(item.name) for item in result.items] + [4])
    lines = [
        f"{result.design.family.title}: {result.n:,g} people, {many(len(result.items), 'item')}, "
        f"log-likelihood {result.log_likelihood:.3f}, {'converged' if result.converged else 'NOT converged'}.",
        "",
        f"  {'item':<{width}}  slope a (s.e.)    intercept d (s.e.)   difficulty b",
    ]
    for item in result.items:
        d = ", ".join(_with_se(value, se) for value, se in zip(item.d, item.se_d, strict=True))
        b = ", ".join("–" if value is None else f"{round(value, 3) + 0.0:.3f}" for value in item.b)
        lines.append(f"  {item.name:<{width}}  {_with_se(item.a, item.se_a):<16}  {d}   {b}")
    return lines


def classical_words(result: ClassicalResult) -> list[str]:
    """Return reliability, and a line per item: facility, discrimination, correlation with the rest."""
    width = max([len(item.name) for item in result.items] + [4])
    lines = [
        f"Reliability: alpha {figure(result.alpha)}, omega {figure(result.omega)}; total score: mean "
        f"{_shown(result.mean)}, SD {_shown(result.sd)}, standard error {_shown(result.sem)}, smallest detectable "
        f"change {_shown(result.mdc95)} (n {result.n:,g}).",
        f"  {'item':<{width}}  facility  discrimination  with the rest",
    ]
    for item in result.items:
        cells = (_shown(item.facility), _shown(item.discrimination), _shown(item.item_rest))
        lines.append(f"  {item.name:<{width}}  {cells[0]:<8}  {cells[1]:<14}  {cells[2]}")
    return lines


def fit_words(items: Sequence[ItemFit], model: ModelFit) -> list[str]:
    """Return the fit of the model and of each item."""
    lines = ["Fit of the model: not to be had."]
    if model.m2 is not None:
        lines = [
            f"Fit of the model: M2 {model.m2:.2f}, df {model.df}, p {_shown(model.p, 3)}, RMSEA {_shown(model.rmsea, 3)}."
        ]
    for item in items:
        lines.append(f"  {item.name}: S-X2 {_shown(item.s_x2)}, df {item.df}, p {_shown(item.p, 3)}")
    return lines


def dif_words(result: DifResult) -> list[str]:
    """Return, per item and group, the effect-size class (A negligible, B moderate, C large) and the ETS delta."""
    lines = [f"Differential functioning by {result.by}, against {result.reference} (A negligible, B moderate, C large)"]
    for item in result.items:
        one = item.mantel_haenszel
        lines.append(
            f"  {item.name}, {item.focal}: {one.size or '–'} (delta {_shown(one.delta)}, p {_shown(one.p, 3)})"
        )
    return lines


def facets_words(result: FacetsResult) -> list[str]:
    """Return each facet with its elements, the measured one first; long lists are cut (JSON has all)."""
    lines = [
        f"{many(result.n_used, 'rating')} used of {result.n:,}; log-likelihood {result.log_likelihood:.3f}, "
        f"{'converged' if result.converged else 'NOT converged'}, "
        f"{'connected' if result.connected else f'{result.subsets} parts without a link'}."
    ]
    for facet in result.facets:
        meaning = "higher: higher ratings" if facet.name == result.measured else "higher: stricter or harder"
        spread = "" if facet.reliability is None else f", reliability {facet.reliability:.2f}"
        lines += ["", f"{facet.name} ({meaning}{spread})"]
        width = max(len(element.label) for element in facet.elements)
        for element in facet.elements[:MOST_LINES]:
            fit = (
                ""
                if element.infit is None or element.outfit is None
                else (f"  infit {element.infit:.2f}  outfit {element.outfit:.2f}")
            )
            lines.append(f"  {element.label:<{width}}  {_with_se(element.measure, element.se)}{fit}")
        if len(facet.elements) > MOST_LINES:
            lines.append(f"  … and {len(facet.elements) - MOST_LINES} more (see --json)")
    return lines + notes(result.notes)


def _with_se(value: float, se: float | None) -> str:
    return f"{round(value, 3) + 0.0:.3f} ({'–' if se is None else f'{se:.3f}'})"


def _shown(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
