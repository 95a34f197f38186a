"""Sensitivity and criterion of a group: a probit model in which seats and cases differ.

Model (DeCarlo 1998, Psychological Methods 3, 186–205; Wright, Horry & Skagerberg 2009): the chance of "signal" is
Φ(−c − u_seat − w_case + (d′ + v_seat)·x), x = ½ for signals and −½ for the others, with u, v, w normal and
independent. d′ and c are those of a seat and a case in the middle; pooling decisions instead would flatten d′.
Fitted by maximum likelihood with Laplace's approximation, analytic gradients, seats eliminated block by block.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from kopuro.learning.rules.detection import SeatCounts
from kopuro.learning.rules.detection_laplace import Decisions, Laplace
from kopuro.learning.rules.partials import one_thread
from kopuro.learning.rules.results import (
    LEVEL,
    NOTHING,
    Estimate,
    Floats,
    Plain,
    around,
    finite,
    t_quantile,
)
from kopuro.learning.rules.said import gettext_noop

FEWEST_SEATS = 5
MOST_SEAT_CASE_CELLS = 2_000_000
NAMES = ("criterion", "d_prime", "sd_criterion", "sd_d_prime", "sd_case")


def from_counts(counts: SeatCounts, copies: Floats | None = None) -> Decisions:
    """Return the rows of counts per seat; `copies` weighs seats (patterns of counts with their number)."""
    n = len(counts)
    seat = np.repeat(np.arange(n), 2)
    yes = np.column_stack([counts.hits, counts.false_alarms]).ravel()
    total = np.column_stack([counts.signals, counts.noises]).ravel()
    weights = np.ones(n) if copies is None else np.asarray(copies, dtype=np.float64)
    some = total > 0
    signal = np.tile([1.0, 0.0], n)[some]
    return Decisions(seat[some], np.full(int(some.sum()), -1), signal, yes[some], total[some], weights, 0)


def patterns(counts: SeatCounts) -> tuple[SeatCounts, Floats]:
    """Return the distinct rows of counts and how many seats share each: all the model needs of millions of seats."""
    rows, copies = np.unique(counts.table(), axis=0, return_counts=True)
    return SeatCounts(*rows.T), copies.astype(np.float64)


def from_trials(seat: NDArray[np.int64], case: NDArray[np.int64], signal: Floats, response: Floats) -> Decisions:
    """Return the rows of single decisions, shape (decisions,) each; nan left out, repeated answers to a case summed."""
    known = ~(np.isnan(signal) | np.isnan(response))
    n_seats, n_cases = int(seat.max(initial=-1)) + 1, int(case.max(initial=-1)) + 1
    cell = (seat[known] * n_cases + case[known]) * 2 + signal[known].astype(np.int64)
    cells, places = np.unique(cell, return_inverse=True)
    yes = np.bincount(places, response[known], minlength=cells.size).astype(np.float64)
    total = np.bincount(places, minlength=cells.size).astype(np.float64)
    signals = (cells % 2).astype(np.float64)
    return Decisions(cells // 2 // n_cases, cells // 2 % n_cases, signals, yes, total, np.ones(n_seats), n_cases)


@dataclass(frozen=True)
class GroupResult(Plain):
    """Figures of the group; the standard deviations are between seats and between cases."""

    n_seats: int
    n_cases: int
    n_decisions: int
    d_prime: Estimate
    criterion: Estimate
    sd_d_prime: float | None
    sd_criterion: float | None
    sd_case: float | None
    log_likelihood: float | None
    converged: bool
    notes: tuple[str, ...]


def fit_group(decisions: Decisions, *, level: float = LEVEL) -> GroupResult:
    """Return the group model, with Wald intervals from the observed information (t with seats − 1 degrees of freedom).

    The result is empty, with a note, for fewer than five seats and where all answers to one kind of case are equal
    (perfect separation: no finite d′ exists).
    """
    if decisions.n_cases and decisions.n_seats * decisions.n_cases > MOST_SEAT_CASE_CELLS:
        raise ValueError("too many seats and cases for the crossed model; use from_counts")
    seats, answers = round(decisions.copies.sum()), round(_copied(decisions, decisions.total).sum())
    why = _why_not(decisions, seats)
    if why:
        empty = (None, None, None, None)
        return GroupResult(seats, decisions.n_cases, answers, NOTHING, NOTHING, *empty, False, (why,))
    model = Laplace(decisions)
    start = _start(decisions, model.size)
    # a standard deviation and its negative fit alike, so no bound is needed: the sign is dropped at the end
    with one_thread():
        found = optimize.minimize(model.value, start, jac=True, method="BFGS", options={"maxiter": 100, "gtol": 1e-4})
        psi = np.concatenate([found.x[:2], np.abs(found.x[2:])])
        settled = bool(np.abs(found.jac).max() < 1e-2)
        free = np.array([True, True, *(psi[2:] > 1e-3)])
        covariance = _covariance(model, psi, free)
    notes = []
    flat = [name for name, kept in zip(NAMES[2:], free[2:], strict=False) if not kept]
    if flat:
        notes.append(
            gettext_noop("No difference was seen beyond chance in: %(n)s (estimated as 0).", n=", ".join(flat))
        )
    if seats < 20:
        notes.append(gettext_noop("Only %(seats)s seats: how far they differ is known roughly.", seats=seats))
    converged = settled and covariance is not None
    if not converged:
        notes.append(gettext_noop("The model did not settle: use the pooled figures and the bootstrap."))
    quantile = t_quantile(level, seats - 1)
    se = np.full(2, np.nan) if covariance is None else np.sqrt(np.diag(covariance)[:2])
    return GroupResult(
        n_seats=seats,
        n_cases=decisions.n_cases,
        n_decisions=answers,
        d_prime=around(float(psi[1]), float(se[1]), quantile),
        criterion=around(float(-psi[0]), float(se[0]), quantile),
        sd_d_prime=finite(psi[3]),
        sd_criterion=finite(psi[2]),
        sd_case=finite(psi[4]) if decisions.n_cases else None,
        log_likelihood=finite(-found.fun),
        converged=converged,
        notes=tuple(notes),
    )


def _copied(decisions: Decisions, values: Floats) -> Floats:
    return np.asarray(values * decisions.copies[decisions.seat])


def _why_not(decisions: Decisions, seats: int) -> str:
    if seats < FEWEST_SEATS:
        return gettext_noop(
            "A group model needs at least %(fewest_seats)s seats; the file has %(seats)s.",
            fewest_seats=FEWEST_SEATS,
            seats=seats,
        )
    for kind, name in ((1.0, "signals"), (0.0, "non-signals")):
        chosen = decisions.signal == kind
        total, yes = decisions.total[chosen].sum(), decisions.yes[chosen].sum()
        if total == 0:
            return gettext_noop(
                "There are no %(name)s, so sensitivity can't be told from readiness to say signal.", name=name
            )
        if yes in (0, total):
            return gettext_noop(
                "All answers to %(name)s are equal: no finite d′ fits the group (perfect separation).", name=name
            )
    return ""


def _start(decisions: Decisions, size: int) -> Floats:
    pooled = []
    for kind in (1.0, 0.0):
        chosen = decisions.signal == kind
        yes, total = (_copied(decisions, column)[chosen].sum() for column in (decisions.yes, decisions.total))
        pooled.append(special.ndtri((yes + 0.5) / (total + 1)))
    return np.array([sum(pooled) / 2, pooled[0] - pooled[1], *[0.4] * (size - 2)])


def _covariance(model: Laplace, psi: Floats, free: NDArray[np.bool_]) -> Floats | None:
    """Invert the second derivatives (differences of the gradient) in the parameters that are not at zero."""
    places = np.flatnonzero(free)
    hessian = np.empty((places.size, places.size))
    for row, place in enumerate(places):
        step = np.zeros(psi.size)
        step[place] = 1e-4
        ahead, behind = model.value(psi + step)[1], model.value(psi - step)[1]
        hessian[row] = (ahead - behind)[places] / 2e-4
    hessian = (hessian + hessian.T) / 2
    try:
        np.linalg.cholesky(hessian)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(np.linalg.inv(hessian))
