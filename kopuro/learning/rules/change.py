"""How far one person's score must move before it says more than the test's own noise.

Sources: standard error of measurement from classical test theory; Jacobson & Truax (1991), J. Consulting and Clinical
Psychology 59, 12–19 (reliable change index); minimal detectable change = z·√2·SEM.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import (
    LEVEL,
    Floats,
    Plain,
    z_quantile,
)


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """Return SD·√(1 − reliability), in score units. Problem unless 0 ≤ reliability ≤ 1 and SD ≥ 0."""
    if not 0 <= reliability <= 1:
        raise Problem("learning.reliability", "A reliability must lie between 0 and 1.")
    if not (np.isfinite(sd) and sd >= 0):
        raise Problem("learning.reliability", "A standard deviation must be a number from zero up.")
    return float(sd * np.sqrt(1 - reliability))


def minimal_detectable_change(sd: float, reliability: float, level: float = LEVEL) -> float:
    """Return the change between two scores of a person that chance exceeds in 1 − level of cases, in score units."""
    z = z_quantile(level)
    return z * float(np.sqrt(2)) * standard_error_of_measurement(sd, reliability)


def reliable_change_index(pre: Floats, post: Floats, sd: float, reliability: float) -> Floats:
    """Return (post − pre) / (√2·SEM) per person, shape (people,); Problem where the SEM is zero."""
    sem = standard_error_of_measurement(sd, reliability)
    if sem == 0:
        raise Problem("learning.reliability", "With no measurement error (or no spread) every change is reliable.")
    return np.asarray((post - pre) / (np.sqrt(2) * sem))


@dataclass(frozen=True)
class ReliableChange(Plain):
    """SEM and minimal detectable change of a test, and how many people moved by more than that."""

    sd: float
    reliability: float
    sem: float
    mdc: float
    improved: int
    unchanged: int
    worse: int


def reliable_change(pre: Floats, post: Floats, reliability: float, level: float = LEVEL) -> ReliableChange:
    """Return the counts of people who reliably improved, stayed, got worse; SD is that of the pre-test (n − 1)."""
    sd = float(np.std(pre, ddof=1))
    index = reliable_change_index(pre, post, sd, reliability)
    z = z_quantile(level)
    improved, worse = int((index > z).sum()), int((index < -z).sum())
    return ReliableChange(
        sd=sd,
        reliability=reliability,
        sem=standard_error_of_measurement(sd, reliability),
        mdc=minimal_detectable_change(sd, reliability, level),
        improved=improved,
        unchanged=int(pre.size) - improved - worse,
        worse=worse,
    )
