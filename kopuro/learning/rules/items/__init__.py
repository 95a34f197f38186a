"""Item response models for tests: what each question measures, how well, and for whom.

`fit_items` is the door: Rasch, one-, two- and three-parameter, graded response and partial credit by marginal maximum
likelihood. Scores, fit and differential item functioning take its result.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.answers import Answers, read_answers
from kopuro.learning.rules.items.blocks import Block
from kopuro.learning.rules.items.em import Fitted, Settings, climb, starting_values
from kopuro.learning.rules.items.errors import standard_errors as errors_of
from kopuro.learning.rules.items.expectation import category_sums
from kopuro.learning.rules.items.models import INTERCEPT_LIMIT, SLOPE_LIMIT
from kopuro.learning.rules.items.quadrature import Parameters, Quadrature
from kopuro.learning.rules.items.result import Item, ItemsResult, items_of
from kopuro.learning.rules.partials import Blocks, InMemory

__all__ = ["Item", "ItemsResult", "estimate", "fit_items", "settings_for"]

FEW_PEOPLE = 200
FEW_NODES = 41
STEEP = 10.0
METHODS = ("oakes", "cross-product", None)


def fit_items(
    matrix: ArrayLike,
    *,
    model: str = "2pl",
    weights: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    nodes: int = 61,
    bounds: tuple[float, float] = (-6.0, 6.0),
    tolerance: float = 1e-6,
    standard_errors: str | None = "oakes",
    max_iterations: int = 2000,
    guess_prior: tuple[float, float] | None = (5.0, 17.0),
) -> ItemsResult:
    """Fit an item model by marginal maximum likelihood.

    `matrix` (people, items): 0/1 for rasch, 1pl, 2pl, 3pl; whole numbers for grm, pcm, gpcm; nan where missing (left
    out of the likelihood). `weights` (people,): counts of answer patterns. theta ~ N(0, 1) on `nodes` equally spaced
    points; pcm is reported with slope 1 and the variance of theta estimated. `tolerance` bounds the distance left to
    the maximum in any parameter. `standard_errors`: "oakes" (observed information), "cross-product" or None.
    `guess_prior`: Beta(alpha, beta) on the lower asymptote of the 3pl, None for none.

    Items answered alike by everyone are dropped and named. Raises Problem `learning.items_*` when the table can't be
    read or holds too little. Source: Bock & Aitkin 1981; Varadhan & Roland 2008; Oakes 1999.
    """
    settings = settings_for(nodes, bounds, tolerance, max_iterations, guess_prior)
    blocks, answers = read_answers(matrix, model=model, weights=weights, names=names)
    return estimate(InMemory(blocks), answers, settings, standard_errors)


def settings_for(
    nodes: int = 61,
    bounds: tuple[float, float] = (-6.0, 6.0),
    tolerance: float = 1e-6,
    max_iterations: int = 2000,
    guess_prior: tuple[float, float] | None = (5.0, 17.0),
) -> Settings:
    """Checked settings; raises Problem `learning.items_settings`."""
    low, high = bounds
    if not (5 <= nodes <= 1001 and np.isfinite([low, high]).all() and low < 0 < high):
        raise Problem("learning.items_settings", "Use 5 to 1001 nodes between a negative and a positive bound.")
    if not 0 < tolerance < 1 or max_iterations < 1:
        raise Problem(
            "learning.items_settings", "The tolerance lies between 0 and 1; at least one iteration is needed."
        )
    if guess_prior is not None and not min(guess_prior) >= 1:
        raise Problem(
            "learning.items_settings", "The Beta prior of the lower asymptote needs two numbers of 1 or more."
        )
    return Settings(Quadrature.spaced(nodes, (low, high)), tolerance, max_iterations, guess_prior)


def estimate(
    blocks: Blocks[Block], answers: Answers, settings: Settings, standard_errors: str | None = "oakes"
) -> ItemsResult:
    """Fit to blocks wherever they are; `answers` tells how they were packed."""
    if standard_errors not in METHODS:
        raise Problem("learning.items_settings", "Standard errors are oakes, cross-product or none.")
    design = answers.design
    counted = blocks.total(partial(category_sums, design=design))
    if counted.people < 2 or counted.weight < 2:
        raise Problem("learning.items_too_few_people", "At least two people with answers are needed to estimate items.")
    fitted = climb(blocks, design, starting_values(design, counted.counts), settings)
    fitted = _positive(fitted, design.family.slope)
    notes = [*answers.notes, *_warnings(answers, fitted, settings, counted.weight)]
    covariance = se = condition = None
    if standard_errors is not None:
        errors = errors_of(blocks, design, fitted, settings, standard_errors)
        covariance, condition = errors.covariance, errors.condition
        se = errors.standard(design)
        notes += [note for note in errors.notes if not note.startswith("fixed:")]
    values = fitted.parameters.values
    unit = design.family.name == "pcm"
    slope = float(values[0, 0])
    return ItemsResult(
        model=design.family.name,
        n=counted.weight,
        log_likelihood=fitted.log_likelihood,
        converged=fitted.converged,
        iterations=fitted.iterations,
        items=items_of(answers.names, design, values, se, covariance),
        dropped=answers.dropped,
        notes=tuple(notes),
        free_parameters=_count(answers),
        variance=slope**2 if unit else 1.0,
        se_variance=2 * abs(slope) * float(se[0, 0]) if unit and se is not None else None,
        method=standard_errors,
        condition=condition,
        design=design,
        parameters=fitted.parameters,
        quadrature=settings.quadrature,
        covariance=covariance,
        kept=answers.kept,
        columns=answers.columns,
        values=answers.values,
    )


def _positive(fitted: Fitted, slope: str) -> Fitted:
    """theta and -theta fit alike: the solution with a positive mean slope is the one reported."""
    if slope == "fixed" or fitted.parameters.values[:, 0].mean() >= 0:
        return fitted
    values = fitted.parameters.values.copy()
    values[:, 0] *= -1
    sums = fitted.sums
    answers = sums.answers.copy()
    if answers.size:
        answers[:, 0] *= -1
    counts = sums.counts[:, :, ::-1] if sums.counts.size else sums.counts
    turned = type(sums)(sums.log_likelihood, sums.latent[:, ::-1], sums.present[:, ::-1], answers, counts)
    parameters = Parameters(values, fitted.parameters.latent)
    return Fitted(parameters, turned, fitted.log_likelihood, fitted.iterations, fitted.converged)


def _count(answers: Answers) -> int:
    design = answers.design
    used = int(design.used[:, 1:].sum())
    return used + {"fixed": 0, "common": 1, "free": design.items}[design.family.slope]


def _warnings(answers: Answers, fitted: Fitted, settings: Settings, n: float) -> list[str]:
    design, values = answers.design, fitted.parameters.values
    notes = []
    if n < FEW_PEOPLE and design.family.slope == "free":
        notes.append(
            f"n = {n:g}: below {FEW_PEOPLE} people slopes are not to be trusted; use rasch, 1pl or pcm, or "
            "classical statistics."
        )
    if not fitted.converged:
        notes.append(f"Not converged after {fitted.iterations} passes: read the estimates with care.")
    steep = [name for name, value in zip(answers.names, values, strict=True) if abs(value[0]) >= STEEP]
    if steep and design.family.slope != "fixed":
        notes.append(
            f"The slope runs to infinity (it is held at {SLOPE_LIMIT:g}, without a standard error): "
            f"{', '.join(steep)}. The item separates people perfectly or hardly anyone chose one of its answers."
        )
    steps = np.abs(values[:, 1 : design.top]).max(axis=1) >= INTERCEPT_LIMIT - 1e-6
    if steps.any():
        extreme = ", ".join(name for name, at in zip(answers.names, steps, strict=True) if at)
        notes.append(f"An intercept runs to infinity (held at {INTERCEPT_LIMIT:g}): {extreme}.")
    negative = [name for name, value in zip(answers.names, values, strict=True) if value[0] < 0]
    if negative:
        notes.append(f"Negative slope, so able people fail it more often; look at the key: {', '.join(negative)}.")
    if design.family.guess and settings.guess_prior is not None:
        notes.append(
            "Lower asymptotes have a Beta({:g}, {:g}) prior; the log-likelihood leaves it out.".format(
                *settings.guess_prior
            )
        )
    if len(settings.quadrature.nodes) < FEW_NODES:
        notes.append(f"Fewer than {FEW_NODES} nodes can be off by .01 in a slope; 61 are the default.")
    return notes
