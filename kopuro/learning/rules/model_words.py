"""Item and facet models in plain words."""

from __future__ import annotations

from kopuro.learning.rules.facets import FacetsResult
from kopuro.learning.rules.items import ItemsResult
from kopuro.learning.rules.results import many
from kopuro.learning.rules.words import notes

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
        b = ", ".join("–" if value is None else f"{value:.3f}" for value in item.b)
        lines.append(f"  {item.name:<{width}}  {_with_se(item.a, item.se_a):<16}  {d}   {b}")
    return lines + notes(result.notes)


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
    return f"{value:.3f} ({'–' if se is None else f'{se:.3f}'})"
