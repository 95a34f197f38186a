"""Scores of people from a fitted item model, each with its standard error.

EAP: the mean of the posterior and its standard deviation (Bock & Mislevy 1982), drawn towards the mean of the group.
WLE: Warm's (1989) weighted likelihood estimate, finite for all-right and all-wrong as well, with 1 / sqrt(information).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kopuro.core.problems import Problem
from kopuro.learning.rules.items.models import by_theta, log_probabilities
from kopuro.learning.rules.items.result import ItemsResult
from kopuro.learning.rules.results import Floats

CHUNK = 4096
FARTHEST = 30.0
STEPS = 80
SMALL = 1e-10


@dataclass(frozen=True)
class Scores:
    """`theta` and `se` (people,) in the order of the table, nan for people without an answer (a note says how many);
    `answered` (people,) counts answered items."""

    method: str
    theta: Floats
    se: Floats
    answered: NDArray[np.int64]
    reliability: float | None
    notes: tuple[str, ...]


def code_answers(result: ItemsResult, matrix: ArrayLike) -> NDArray[np.int8]:
    """(items, people) of categories counted from 0, -1 where missing, from a table with the columns of the fit."""
    try:
        table = np.asarray(matrix, dtype=float)
    except (TypeError, ValueError) as trouble:
        raise Problem("learning.items_values", "The answers must be numbers, empty where missing.") from trouble
    if table.ndim != 2 or table.shape[1] != result.columns:
        raise Problem("learning.items_shape", f"The table needs the {result.columns} columns the model was fitted to.")
    coded = np.full((len(result.kept), len(table)), -1, dtype=np.int8)
    for item, (column, values) in enumerate(zip(result.kept, result.values, strict=True)):
        answers = table[:, column]
        for category, value in enumerate(values):
            coded[item, answers == value] = category
        strange = (coded[item] < 0) & ~np.isnan(answers)
        if strange.any():
            row = int(np.flatnonzero(strange)[0])
            raise Problem(
                "learning.items_values",
                f"Row {row + 1}, column {result.names[item]}: {answers[row]:g} did not occur in the fit.",
            )
    return coded


def eap(result: ItemsResult, matrix: ArrayLike) -> Scores:
    """Posterior means and standard deviations under the normal prior of the fit."""
    coded = code_answers(result, matrix)
    nodes = result.quadrature.nodes
    logs = log_probabilities(result.design, result.parameters.values, nodes)
    prior = result.quadrature.log_prior()
    theta, se = np.empty(coded.shape[1]), np.empty(coded.shape[1])
    for start in range(0, coded.shape[1], CHUNK):
        part = coded[:, start : start + CHUNK]
        posterior = _log_likelihood(logs, part) + prior[:, None]
        posterior = np.exp(posterior - posterior.max(axis=0))
        posterior /= posterior.sum(axis=0)
        mean = nodes @ posterior
        theta[start : start + CHUNK] = mean
        se[start : start + CHUNK] = np.sqrt(np.maximum(nodes**2 @ posterior - mean**2, 0.0))
    return _finished("EAP", result, coded, theta, se)


def wle(result: ItemsResult, matrix: ArrayLike) -> Scores:
    """Warm's weighted likelihood estimates: the root of score + J / (2 I)."""
    coded = code_answers(result, matrix)
    theta, se = np.empty(coded.shape[1]), np.empty(coded.shape[1])
    for start in range(0, coded.shape[1], CHUNK):
        part = slice(start, start + CHUNK)
        theta[part], se[part] = _warm(result, coded[:, part])
    return _finished("WLE", result, coded, theta, se)


def information(result: ItemsResult, theta: ArrayLike) -> Floats:
    """(items, thetas): Fisher information of each item at theta (on the scale of the reported slopes)."""
    places = np.atleast_1d(np.asarray(theta, dtype=float)) / result.scale
    logs, first, _ = by_theta(result.design, result.parameters.values, places)
    return np.asarray((np.exp(logs) * first**2).sum(axis=1)) / result.scale**2


def _log_likelihood(logs: Floats, coded: NDArray[np.int8]) -> Floats:
    """(nodes, people)."""
    total = np.zeros((logs.shape[2], coded.shape[1]))
    for item, answers in enumerate(coded):
        table = np.vstack([logs[item], np.zeros(logs.shape[2])])  # the last row stands for a missing answer
        total += table[answers].T
    return total


def _warm(result: ItemsResult, coded: NDArray[np.int8]) -> tuple[Floats, Floats]:
    people = np.arange(coded.shape[1])
    present = coded >= 0
    category = np.where(present, coded, 0)
    low, high = np.full(len(people), -FARTHEST), np.full(len(people), FARTHEST)
    theta = np.zeros(len(people))
    information = np.ones(len(people))
    for _ in range(STEPS):
        logs, first, second = by_theta(result.design, result.parameters.values, theta)
        chance = np.exp(logs)
        each = (chance * first**2).sum(axis=1)
        pull = (chance * first * (second + first**2)).sum(axis=1)
        chosen = np.take_along_axis(first, category[:, None], axis=1)[:, 0]
        information = np.maximum((each * present).sum(axis=0), 1e-300)
        slope = (chosen * present).sum(axis=0) + 0.5 * (pull * present).sum(axis=0) / information
        low, high = np.where(slope > 0, theta, low), np.where(slope > 0, high, theta)
        step = np.clip(slope / information, -2.0, 2.0)
        new = theta + step
        outside = (new <= low) | (new >= high)
        new = np.where(outside, 0.5 * (low + high), new)
        moved = np.abs(new - theta).max(initial=0.0)
        theta = new
        if moved < SMALL:
            break
    return theta, 1 / np.sqrt(information)


def _finished(method: str, result: ItemsResult, coded: NDArray[np.int8], theta: Floats, se: Floats) -> Scores:
    answered = (coded >= 0).sum(axis=0)
    silent = answered == 0
    theta, se = np.where(silent, np.nan, theta * result.scale), np.where(silent, np.nan, se * result.scale)
    notes = (f"{int(silent.sum())} people without an answer have no score.",) if silent.any() else ()
    known = ~silent
    reliability = None
    if known.sum() > 1:
        spread, error = float(theta[known].var()), float((se[known] ** 2).mean())
        total = spread + error if method == "EAP" else spread
        true = spread if method == "EAP" else spread - error
        reliability = max(0.0, true / total) if total > 0 else None
    return Scores(method, theta, se, answered.astype(np.int64), reliability, notes)
