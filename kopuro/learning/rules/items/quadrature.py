"""Nodes for theta, and the parameters of a model and its groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kopuro.learning.rules.results import Floats


@dataclass(frozen=True)
class Quadrature:
    """Equally spaced nodes for theta."""

    nodes: Floats

    @classmethod
    def spaced(cls, count: int, bounds: tuple[float, float]) -> Quadrature:
        return cls(np.linspace(bounds[0], bounds[1], count))

    def log_prior(self, mean: float = 0.0, sd: float = 1.0) -> Floats:
        """Normal density at the nodes, made to sum to one."""
        logs = -0.5 * ((self.nodes - mean) / sd) ** 2
        return np.asarray(logs - np.log(np.exp(logs).sum()))


@dataclass(frozen=True)
class Parameters:
    """Item parameters (items, width) and the mean and standard deviation of theta in each group (groups, 2)."""

    values: Floats
    latent: Floats
