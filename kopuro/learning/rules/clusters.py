"""The error of a difference where answers of one person, or scores of one site, go together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kopuro.learning.rules.results import Floats


def clustered_se(y: Floats, x: Floats, groups: NDArray[np.int64]) -> float:
    """Return the cluster-robust standard error (CR1, Liang & Zeger 1986) of the slope of y on x, each of shape (n,).

    `groups` are codes 0 … G − 1, shape (n,). nan where there are fewer than three answers, two groups, or one x only.
    The figure of statsmodels' OLS, without its seconds of loading.
    """
    n, many = y.size, int(groups.max()) + 1
    if n < 3 or many < 2 or np.ptp(x) == 0:
        return float("nan")
    centred = x - x.mean()
    residual = y - y.mean() - centred * float(centred @ y) / float(centred @ centred)
    sums = np.bincount(groups, centred * residual)
    factor = many / (many - 1) * (n - 1) / (n - 2)
    return float(np.sqrt(factor * (sums @ sums)) / (centred @ centred))
