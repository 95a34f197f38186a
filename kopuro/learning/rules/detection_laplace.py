"""The likelihood behind the group model of detection: Laplace's approximation with its exact gradient.

The most likely seat and case effects are found by Newton's method; seats are eliminated by 2 × 2 blocks, so that the
work grows with seats × cases² at most. Source of the approximation: Tierney & Kadane (1986), J. American Statistical
Association 81, 82–86; Breslow & Clayton (1993) for generalised linear mixed models.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kopuro.learning.rules.results import Floats


@dataclass(frozen=True)
class Decisions:
    """Rows of equal decisions: `yes` of `total` answers "signal", for a seat, a case and a kind of case (0/1).

    All arrays have shape (rows,). `copies` (seats,) says how many seats of the very same counts a seat stands for;
    with cases every seat stands for itself. `cases` is -1 throughout where they are not known.
    """

    seat: NDArray[np.int64]
    case: NDArray[np.int64]
    signal: Floats
    yes: Floats
    total: Floats
    copies: Floats
    n_cases: int

    @property
    def n_seats(self) -> int:
        return int(self.copies.size)


@dataclass
class Laplace:
    """Minus the log-likelihood of (intercept, d′, sd of criterion, sd of d′, sd of cases) and its gradient.

    A row of the data becomes a row for its answers "signal" and one for the others, each with a sign and a number.
    """

    decisions: Decisions
    seat_effects: Floats = field(init=False)
    case_effects: Floats = field(init=False)

    def __post_init__(self) -> None:
        d = self.decisions
        self.size = 5 if d.n_cases else 4
        self.n_seats, self.n_cases = d.n_seats, d.n_cases
        no = d.total - d.yes
        self.sign = np.repeat([1.0, -1.0], d.yes.size)
        self.number = np.concatenate([d.yes, no])
        some = self.number > 0
        self.sign, self.number = self.sign[some], self.number[some]
        self.seat, self.case = np.tile(d.seat, 2)[some], np.tile(d.case, 2)[some]
        self.x = np.tile(d.signal - 0.5, 2)[some]
        self.ones = np.ones(self.x.size)
        self.copies = d.copies[self.seat]
        self.cell = self.seat * d.n_cases + self.case
        self.seat_effects = np.zeros((d.n_seats, 2))
        self.case_effects = np.zeros(d.n_cases)
        choose = special.gammaln(d.total + 1) - special.gammaln(d.yes + 1) - special.gammaln(no + 1)
        single = d.total <= 1
        self.constant = float((np.where(single, 0.0, choose) * d.copies[d.seat]).sum())

    def value(self, psi: Floats) -> tuple[float, Floats]:
        """Return the objective and its gradient at psi; the modes found stay as the start of the next call."""
        z = np.column_stack([np.full(self.x.size, psi[2]), psi[3] * self.x])  # rows × seat effects
        g = float(psi[4]) if self.n_cases else 0.0
        eta = self._find_modes(psi[0] + psi[1] * self.x, z, g)
        value, slope, weight, change = self._probit(eta)
        blocks = self._blocks(weight, z, g)
        log_det = float(2 * np.log(blocks.root[:, [0, 1], [0, 1]]).sum(axis=1) @ self.decisions.copies)
        objective = -self._height(value, self.seat_effects, self.case_effects)
        objective += (log_det + blocks.case_log_det) / 2 - self.constant
        return objective, self._gradient(z, g, slope, weight, change, blocks)

    def _random(self, z: Floats, g: float, seats: Floats, cases: Floats) -> Floats:
        """Return what the effects add to each row."""
        eta = np.einsum("ij,ij->i", z, seats[self.seat])
        return eta + g * cases[self.case] if self.n_cases else eta

    def _probit(self, eta: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return log-likelihood, slope, curvature (minus the second derivative) and its change, per row."""
        signed = np.clip(self.sign * eta, -300.0, 300.0)  # a line search may look far out
        fit = special.log_ndtr(signed)
        ratio = np.exp(-(signed**2) / 2 - 0.5 * np.log(2 * np.pi) - fit)
        curve = ratio * (ratio + signed)
        number = self.number
        change = self.sign * number * (ratio - curve * (2 * ratio + signed))
        return number * fit, self.sign * number * ratio, number * curve, change

    def _height(self, value: Floats, seats: Floats, cases: Floats) -> float:
        penalty = float((seats**2).sum(axis=1) @ self.decisions.copies) + float(cases @ cases)
        return float(value @ self.copies) - penalty / 2

    def _find_modes(self, fixed: Floats, z: Floats, g: float) -> Floats:
        """Newton steps to the most likely effects, halved where they overshoot (the function is concave)."""
        seats, cases = self.seat_effects, self.case_effects
        eta = fixed + self._random(z, g, seats, cases)
        value, slope, weight, _ = self._probit(eta)
        now = self._height(value, seats, cases)
        for _ in range(50):
            blocks = self._blocks(weight, z, g)
            pull_seats = self._by_seat(z * slope[:, None]) - seats
            pull_cases = g * np.bincount(self.case, slope, minlength=self.n_cases) - cases if self.n_cases else cases
            step_seats, step_cases = blocks.solve(pull_seats, pull_cases)
            step = self._random(z, g, step_seats, step_cases)
            size = 1.0
            while True:
                value, slope, weight, _ = self._probit(eta + size * step)
                new = self._height(value, seats + size * step_seats, cases + size * step_cases)
                if new >= now - 1e-10 or size < 1e-6:
                    break
                size /= 2
            seats, cases, eta, now = seats + size * step_seats, cases + size * step_cases, eta + size * step, new
            largest = max(float(np.abs(step_seats).max()), float(np.abs(step_cases).max(initial=0.0)))
            if largest < 1e-5:  # steps shrink by squares: the next would be below 1e-10
                break
        self.seat_effects, self.case_effects = seats, cases
        return eta

    def _blocks(self, weight: Floats, z: Floats, g: float) -> Blocks:
        n, heavy = self.n_seats, weight[:, None] * z
        a = np.empty((n, 2, 2))
        a[:, 0, 0] = 1 + np.bincount(self.seat, heavy[:, 0] * z[:, 0], minlength=n)
        a[:, 1, 1] = 1 + np.bincount(self.seat, heavy[:, 1] * z[:, 1], minlength=n)
        a[:, 0, 1] = a[:, 1, 0] = np.bincount(self.seat, heavy[:, 0] * z[:, 1], minlength=n)
        if not self.n_cases:
            return Blocks(a, None, None)
        b = np.empty((n, 2, self.n_cases))
        for k in (0, 1):
            b[:, k] = np.bincount(self.cell, heavy[:, k] * g, minlength=n * self.n_cases).reshape(n, -1)
        diagonal = 1.0 + np.bincount(self.case, weight * g**2, minlength=self.n_cases)
        return Blocks(a, b, np.asarray(diagonal, dtype=np.float64))

    def _by_seat(self, values: Floats) -> Floats:
        return np.column_stack([np.bincount(self.seat, values[:, k], minlength=self.n_seats) for k in (0, 1)])

    def _gradient(self, z: Floats, g: float, slope: Floats, weight: Floats, change: Floats, blocks: Blocks) -> Floats:
        """Differentiate the objective, the curvature's change along the moving modes included."""
        seats = self.seat_effects[self.seat]
        moves = [self.ones, self.x, seats[:, 0], self.x * seats[:, 1]]
        if self.n_cases:
            moves.append(self.case_effects[self.case])
        leverage, half = blocks.leverage(z, g, self.seat, self.case, self.x)
        answer = np.empty(self.size)
        for place, move in enumerate(moves):
            pull = weight * move
            by_seat = self._by_seat(z * pull[:, None])
            by_case = self.case_effects
            if self.n_cases:
                by_case = np.asarray(g * np.bincount(self.case, pull, minlength=self.n_cases), dtype=np.float64)
            if place in (2, 3):
                own = slope if place == 2 else slope * self.x
                by_seat[:, place - 2] -= np.bincount(self.seat, own, minlength=self.n_seats)
            elif place == 4:
                by_case = by_case - np.bincount(self.case, slope, minlength=self.n_cases)
            total = move + self._random(z, g, *blocks.solve(-by_seat, -by_case))
            curvature = change * total * leverage
            if place >= 2:
                curvature = curvature + 2 * weight * half[place - 2]
            answer[place] = float((curvature / 2 - slope * move) @ self.copies)
        return answer


class Blocks:
    """The curvature matrix [[A, B], [B', D]]: A of 2×2 blocks per seat, D diagonal over cases."""

    def __init__(self, a: Floats, b: Floats | None, d: Floats | None) -> None:
        self.root = np.linalg.cholesky(a)
        det = a[:, 0, 0] * a[:, 1, 1] - a[:, 0, 1] ** 2
        self.inverse = np.empty_like(a)
        self.inverse[:, 0, 0], self.inverse[:, 1, 1] = a[:, 1, 1] / det, a[:, 0, 0] / det
        self.inverse[:, 0, 1] = self.inverse[:, 1, 0] = -a[:, 0, 1] / det
        self.b = b
        self.case_log_det = 0.0
        if b is not None and d is not None:
            self.through = self.inverse @ b  # A⁻¹B, shape (seats, 2, cases)
            flat_b, flat = b.reshape(-1, d.size), self.through.reshape(-1, d.size)
            schur = np.diag(d) - flat_b.T @ flat
            root = np.linalg.cholesky(schur)
            self.case_log_det = float(2 * np.log(np.diag(root)).sum())
            self.case_inverse = np.linalg.inv(schur)

    def solve(self, seats: Floats, cases: Floats) -> tuple[Floats, Floats]:
        """Return the solution for a right side of seat effects (seats, 2) and case effects (cases,)."""
        alone = np.einsum("sij,sj->si", self.inverse, seats)
        if self.b is None:
            return alone, cases * 0.0
        answer = self.case_inverse @ (cases - np.einsum("sic,si->c", self.through, seats))
        return alone - self.through @ answer, answer

    def leverage(
        self, z: Floats, g: float, seat: NDArray[np.int64], case: NDArray[np.int64], x: Floats
    ) -> tuple[Floats, list[Floats]]:
        """Return, per row, z̃'H⁻¹z̃ and z̃'H⁻¹ in the directions of its two seat effects and its case effect."""
        if self.b is None:
            to_seat = np.einsum("rij,rj->ri", self.inverse[seat], z)
            return np.einsum("ri,ri->r", to_seat, z), [to_seat[:, 0], to_seat[:, 1] * x]
        mixed = -self.through @ self.case_inverse  # seats × 2 × cases
        spread = self.inverse - np.einsum("sic,sjc->sij", mixed, self.through)
        at = mixed[seat, :, case]
        to_seat = np.einsum("rij,rj->ri", spread[seat], z) + g * at
        to_case = np.einsum("ri,ri->r", at, z) + g * np.diag(self.case_inverse)[case]
        total = np.einsum("ri,ri->r", to_seat, z) + g * to_case
        return total, [to_seat[:, 0], to_seat[:, 1] * x, to_case]
