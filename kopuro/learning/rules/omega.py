"""McDonald's omega: how much of a total score one common factor explains, from a one-factor model."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from kopuro.learning.rules.results import LEVEL, Estimate, Floats, z_quantile
from kopuro.learning.rules.said import gettext_noop


def mcdonald_omega(covariance: Floats, n: float, level: float = LEVEL) -> tuple[Estimate, str]:
    """Omega total of a one-factor model: (sum of loadings)^2 over that plus the sum of unique variances.

    Returns the estimate, with an interval by the delta method on the logit of omega, and a sentence where it can't be
    had. Source: McDonald 1999; Raykov & Marcoulides 2011 for the interval.
    """
    keep = np.diag(covariance) > 0
    used = covariance[np.ix_(keep, keep)]
    items = len(used)
    if items < 3:
        return Estimate(None), gettext_noop("Omega needs three items or more that differ between people.")
    if n <= items + 1:
        return Estimate(None), gettext_noop(
            "Omega of %(items)s items needs more than %(n)s people.", items=items, n=items + 1
        )
    fitted = _one_factor(used)
    if fitted is None:
        return Estimate(None), gettext_noop("The one-factor model behind omega did not settle on these data.")
    loadings, unique = fitted
    if loadings.sum() < 0:
        loadings = -loadings
    common = float(loadings.sum()) ** 2
    value = common / (common + float(unique.sum()))
    why = ""
    if unique.min() <= 1.01e-4 * np.diag(used).min():
        why = gettext_noop("A unique variance ran to zero (a Heywood case): read omega with care.")
    sd = _omega_error(loadings, unique, value, n)
    if sd is None or not 0 < value < 1:
        return Estimate(value), why or gettext_noop(
            "No interval for omega: the one-factor model is not identified on these data."
        )
    logit, spread = float(np.log(value / (1 - value))), sd / (value * (1 - value))
    quantile = z_quantile(level)
    low, high = (expit(logit + side * quantile * spread) for side in (-1, 1))
    return Estimate(value, float(low), float(high), sd), why


def _one_factor(covariance: Floats) -> tuple[Floats, Floats] | None:
    """Loadings and unique variances of the one-factor model by maximum likelihood (Joereskog 1967): given the unique
    variances the best loadings follow from the first eigenvector, so only their logarithms are searched."""
    scale = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(scale, scale)

    def loadings_of(unique: Floats) -> tuple[Floats, Floats]:
        root = np.sqrt(unique)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        return root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0)), values

    def misfit(logs: Floats) -> tuple[float, Floats]:
        unique = np.exp(logs)
        loadings, values = loadings_of(unique)
        rest = np.maximum(values[:-1], 1e-12)
        gap = np.outer(loadings, loadings) + np.diag(unique) - correlation
        return float((rest - np.log(rest) - 1).sum()), np.diag(gap) / unique

    try:
        inverse = np.linalg.inv(correlation)
        start = np.log(np.clip((1 - 0.5 / len(scale)) / np.diag(inverse), 0.005, 1.0))
    except np.linalg.LinAlgError:
        start = np.full(len(scale), np.log(0.5))
    found = minimize(
        misfit, start, jac=True, method="L-BFGS-B", bounds=[(np.log(1e-4), 0.0)] * len(scale),
        options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8},
    )  # fmt: skip
    if not np.isfinite(found.fun):
        return None
    unique = np.exp(found.x)
    loadings, _ = loadings_of(unique)
    return loadings * scale, unique * scale**2


def _omega_error(loadings: Floats, unique: Floats, value: float, n: float) -> float | None:
    """Standard error of omega from the normal-theory information of loadings and unique variances."""
    items = len(loadings)
    sigma = np.outer(loadings, loadings) + np.diag(unique)
    try:
        inverse = np.linalg.inv(sigma)
    except np.linalg.LinAlgError:
        return None
    changes = []
    for item in range(items):
        change = np.zeros((items, items))
        change[item] += loadings
        change[:, item] += loadings
        changes.append(inverse @ change)
    for item in range(items):
        change = np.zeros((items, items))
        change[:, item] = inverse[:, item]
        changes.append(change)
    stack = np.array(changes)
    information = 0.5 * (n - 1) * np.einsum("aij,bji->ab", stack, stack, optimize=True)
    total = float(loadings.sum()) ** 2 + float(unique.sum())
    slope = np.concatenate([np.full(items, 2 * loadings.sum() * (1 - value) / total), np.full(items, -value / total)])
    try:
        variance = float(slope @ np.linalg.solve(information, slope))
    except np.linalg.LinAlgError:
        return None
    return float(np.sqrt(variance)) if np.isfinite(variance) and variance > 0 else None
