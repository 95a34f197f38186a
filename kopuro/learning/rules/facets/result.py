"""What the many-facet model hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kopuro.learning.rules.results import finite


@dataclass(frozen=True)
class FacetElement:
    """One case, indicator or seat. `measure` in logits: of the measured facet higher means higher ratings, of others
    stricter or harder. `se` allows for all else being estimated, `se_conditional` takes it as known (as most programs
    print). Infit and outfit are mean squares (1 expected), `infit_z` and `outfit_z` their standardised forms."""

    label: str
    measure: float
    se: float | None
    se_conditional: float | None
    n: int
    mean_rating: float
    fair_rating: float  # expected from an average of all other facets
    infit: float | None
    outfit: float | None
    infit_z: float | None
    outfit_z: float | None
    extreme: bool
    subset: int

    def as_json(self) -> dict[str, Any]:
        numbers = {
            key: finite(getattr(self, key))
            for key in (
                "measure", "se", "se_conditional", "mean_rating", "fair_rating",
                "infit", "outfit", "infit_z", "outfit_z",
            )
        }  # fmt: skip
        return {"label": self.label, "n": self.n, **numbers, "extreme": self.extreme, "subset": self.subset + 1}


@dataclass(frozen=True)
class Facet:
    """A facet with its spread: `separation` is true spread over average error, `reliability` the share of observed
    variance that is true; for seats a high value means that they differ in severity, not that they agree."""

    name: str
    elements: tuple[FacetElement, ...]
    sd: float | None
    rmse: float | None
    separation: float | None
    reliability: float | None
    chi_square: float | None
    df: int
    p: float | None

    def as_json(self) -> dict[str, Any]:
        numbers = {
            key: finite(getattr(self, key)) for key in ("sd", "rmse", "separation", "reliability", "chi_square", "p")
        }
        return {
            "name": self.name,
            **numbers,
            "df": self.df,
            "elements": [element.as_json() for element in self.elements],
        }


@dataclass(frozen=True)
class Step:
    """A used category and the threshold that leads to it (None for the lowest)."""

    category: float
    count: int
    threshold: float | None
    se: float | None

    def as_json(self) -> dict[str, Any]:
        return {
            "category": self.category,
            "count": self.count,
            "threshold": finite(self.threshold),
            "se": finite(self.se),
        }


@dataclass(frozen=True)
class GroupBias:
    """Bias of a facet by group of case: are its elements stricter with one group than with the rest?

    `terms` are (element, group, n, bias in logits, standard error, p); positive bias is stricter towards that group
    than expected. Empty where the elements are people: then only the sum over them is given: `chi_square` with `df`,
    `sd` of bias beyond error, and how many terms lie beyond two standard errors.
    """

    facet: str
    chi_square: float
    df: int
    p: float | None
    sd: float
    beyond_two: int
    n_terms: int
    terms: tuple[tuple[str, str, int, float, float, float], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "facet": self.facet,
            "chi_square": finite(self.chi_square),
            "df": self.df,
            "p": finite(self.p),
            "sd": finite(self.sd),
            "beyond_two_standard_errors": self.beyond_two,
            "n_terms": self.n_terms,
            "terms": [
                {"label": label, "group": group, "n": n, "bias": finite(bias), "se": finite(se), "p": finite(p)}
                for label, group, n, bias, se, p in self.terms
            ],
        }


@dataclass(frozen=True)
class FacetsResult:
    """A fitted many-facet model. `n` counts ratings, `n_used` those left after extreme elements were set aside."""

    n: int
    n_used: int
    categories: tuple[float, ...]
    measured: str
    facets: tuple[Facet, ...]
    steps: tuple[Step, ...]
    log_likelihood: float
    converged: bool
    iterations: int
    connected: bool
    subsets: int
    bias: tuple[GroupBias, ...]
    notes: tuple[str, ...]

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)

    def as_json(self) -> dict[str, Any]:
        """Plain values ready for json.dumps; no nan."""
        return {
            "model": "many-facet rating scale",
            "n": self.n,
            "n_used": self.n_used,
            "measured": self.measured,
            "log_likelihood": finite(self.log_likelihood),
            "converged": self.converged,
            "iterations": self.iterations,
            "connected": self.connected,
            "subsets": self.subsets,
            "facets": [facet.as_json() for facet in self.facets],
            "steps": [step.as_json() for step in self.steps],
            "bias": [bias.as_json() for bias in self.bias],
            "notes": list(self.notes),
        }
