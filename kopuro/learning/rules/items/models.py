"""Response functions of the item models and their derivatives, on quadrature nodes.

An item with K ordered categories has a slope `a` and K - 1 intercepts `d`; each step or boundary reads `a * theta + d`.

- divide-by-total models (rasch, 1pl, 2pl, pcm, gpcm): log P(k) - log P(k-1) = a * theta + d[k]
  (Rasch 1960; Birnbaum 1968; Masters 1982; Muraki 1992);
- graded response (grm): P(answer >= k) = logistic(a * theta + d[k]), d falling (Samejima 1969);
- three-parameter (3pl): P(1) = c + (1 - c) * logistic(a * theta + d) (Birnbaum 1968), c held as its logit.

Everything is computed on the log scale, so that extreme nodes neither overflow nor round to zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit

from kopuro.learning.rules.results import Floats


@dataclass(frozen=True)
class Family:
    """What tells one model from another: `slope` is "fixed" at 1, "common" to all items, or "free"."""

    name: str
    slope: str
    linear: bool = True  # the log-probability is linear in the data: the score sum(a * x) is sufficient
    binary: bool = False
    guess: bool = False
    title: str = ""


FAMILIES = {
    "rasch": Family("rasch", "fixed", binary=True, title="Rasch, slope 1, theta ~ N(0, 1)"),
    "1pl": Family("1pl", "common", binary=True, title="one-parameter, common slope, theta ~ N(0, 1)"),
    "2pl": Family("2pl", "free", binary=True, title="two-parameter, theta ~ N(0, 1)"),
    "3pl": Family("3pl", "free", linear=False, binary=True, guess=True, title="three-parameter, theta ~ N(0, 1)"),
    "grm": Family("grm", "free", linear=False, title="graded response, theta ~ N(0, 1)"),
    "pcm": Family("pcm", "common", title="partial credit, slope 1, theta ~ N(0, variance)"),
    "gpcm": Family("gpcm", "free", title="generalised partial credit, theta ~ N(0, 1)"),
}


@dataclass(frozen=True)
class Design:
    """The model and the number of categories of each item: fixes which parameters exist."""

    family: Family
    categories: tuple[int, ...]

    @property
    def items(self) -> int:
        return len(self.categories)

    @property
    def top(self) -> int:
        """The largest number of categories of any item."""
        return max(self.categories)

    @property
    def width(self) -> int:
        """Parameters kept per item: slope, intercepts, and the logit of the lower asymptote where there is one."""
        return self.top + (1 if self.family.guess else 0)

    @property
    def used(self) -> NDArray[np.bool_]:
        """(items, width): which parameters exist."""
        used = np.arange(self.width) < np.asarray(self.categories)[:, None]
        if self.family.guess:
            used[:, -1] = True
        return used

    @property
    def valid(self) -> NDArray[np.bool_]:
        """(items, top): which categories exist."""
        return np.arange(self.top) < np.asarray(self.categories)[:, None]

    @property
    def cells(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Item and category of every category above the lowest, item by item."""
        item, category = np.nonzero(self.valid)
        above = category > 0
        return item[above], category[above]


def log_probabilities(design: Design, values: Floats, nodes: Floats) -> Floats:
    """(items, top, nodes): log P(category | theta); categories that do not exist hold -inf."""
    if design.family.linear:
        return _linear(design, values, nodes)
    if design.family.guess:
        logit = values[:, :1] * nodes + values[:, 1:2]
        floor = values[:, -1:]
        free = log_expit(-floor)
        return np.stack([free + log_expit(-logit), np.logaddexp(log_expit(floor), free + log_expit(logit))], axis=1)
    below, above, gap = _boundaries(design, values, nodes)
    logs = below[:, :-1] + above[:, 1:] + gap
    logs[~design.valid] = -np.inf
    return logs


def derivatives(design: Design, values: Floats, nodes: Floats, logs: Floats | None = None) -> Floats:
    """(items, width, top, nodes): derivative of log P(category | theta) by each parameter; 0 where either is unused.

    `logs` saves computing `log_probabilities` again when the caller has them.
    """
    items, top = design.items, design.top
    out = np.zeros((items, design.width, top, len(nodes)))
    if design.family.linear:
        chance = np.exp(_linear(design, values, nodes) if logs is None else logs)
        category = np.arange(top)
        out[:, 0] = nodes * (category[:, None] - np.einsum("k,ikq->iq", category, chance)[:, None])
        reached = np.cumsum(chance[:, ::-1], axis=1)[:, ::-1]
        for step in range(1, top):
            out[:, step] = (category >= step)[:, None] - reached[:, step, None]
    elif design.family.guess:
        logit = values[:, :1] * nodes + values[:, 1:2]
        floor = expit(values[:, -1:])
        right = floor + (1 - floor) * expit(logit)
        by_logit = np.stack([-expit(logit), (1 - floor) * expit(logit) * expit(-logit) / right], axis=1)
        out[:, 0], out[:, 1] = by_logit * nodes, by_logit
        out[:, 2, 0] = -floor
        out[:, 2, 1] = floor * (1 - floor) * expit(-logit) / right
    else:
        below, above, gap = _boundaries(design, values, nodes)
        with np.errstate(invalid="ignore", over="ignore"):
            lower = np.exp(above[:, :-1] - above[:, 1:] - gap)
            upper = -np.exp(below[:, 1:] - below[:, :-1] - gap)
        lower[:, 0] = 0.0
        lower[~design.valid] = upper[~design.valid] = 0.0
        out[:, 0] = nodes * (lower + upper)
        for step in range(1, top):
            out[:, step, step] = lower[:, step]
            out[:, step, step - 1] = upper[:, step - 1]
    out *= design.used[:, :, None, None]
    out *= design.valid[:, None, :, None]
    return out


def by_theta(design: Design, values: Floats, theta: Floats) -> tuple[Floats, Floats, Floats]:
    """(items, top, thetas): log P, and the first and second derivative of log P by theta."""
    logs = log_probabilities(design, values, theta)
    slope = values[:, :1, None]
    if design.family.linear:
        category = np.arange(design.top)[:, None]
        chance = np.exp(logs)
        mean = (category * chance).sum(axis=1, keepdims=True)
        variance = ((category - mean) ** 2 * chance).sum(axis=1, keepdims=True)
        first = slope * (category - mean)
        second = np.broadcast_to(-(slope**2) * variance, first.shape).copy()
    elif design.family.guess:
        logit = values[:, :1] * theta + values[:, 1:2]
        right, wrong = expit(logit), expit(-logit)
        share = expit(-values[:, -1:]) * right / np.exp(logs[:, 1])  # of the right answers those that were known
        first = slope * np.stack([-right, share * wrong], axis=1)
        bend = np.stack([-right * wrong, share * wrong * (wrong - right) - (share * wrong) ** 2], axis=1)
        second = slope**2 * bend
    else:
        below, above, _ = _boundaries(design, values, theta)
        reach, short = np.exp(below), np.exp(above)
        first = slope * (short[:, 1:] - reach[:, :-1])
        second = -(slope**2) * ((reach * short)[:, :-1] + (reach * short)[:, 1:])
    first[~design.valid] = second[~design.valid] = 0.0
    return logs, first, second


def in_range(design: Design, values: Floats) -> bool:
    """Whether every parameter is finite and inside its limits, and graded intercepts fall strictly."""
    if not np.isfinite(values).all() or np.abs(values[:, 0]).max() > SLOPE_LIMIT:
        return False
    if np.abs(values[:, 1 : design.top]).max() > INTERCEPT_LIMIT:
        return False
    if design.family.guess and (values[:, -1].min() < -GUESS_LIMIT or values[:, -1].max() > GUESS_LIMIT):
        return False
    return not _is_graded(design) or bool((_falls(design, values) > 0).all())


SLOPE_LIMIT = 25.0  # a steeper item is a step; its maximum lies at infinity (a Heywood case)
INTERCEPT_LIMIT = 80.0
GUESS_LIMIT = 9.0  # logit of the lower asymptote: .0001, which no data tell from 0


def clip(design: Design, values: Floats) -> Floats:
    """The values moved into their limits."""
    values = values.copy()
    values[:, 0] = np.clip(values[:, 0], -SLOPE_LIMIT, SLOPE_LIMIT)
    values[:, 1 : design.top] = np.clip(values[:, 1 : design.top], -INTERCEPT_LIMIT, INTERCEPT_LIMIT)
    if design.family.guess:
        values[:, -1] = np.clip(values[:, -1], -GUESS_LIMIT, GUESS_LIMIT)
    return values


def at_limit(design: Design, values: Floats) -> NDArray[np.bool_]:
    """(items, width): parameters that lie at a limit."""
    limits = np.full(design.width, INTERCEPT_LIMIT)
    limits[0] = SLOPE_LIMIT
    if design.family.guess:
        limits[-1] = GUESS_LIMIT
    return np.abs(values) >= limits - 1e-9


def pushed(design: Design, values: Floats, gradient: Floats) -> NDArray[np.bool_]:
    """(items, width): parameters at a limit that the likelihood would move further out."""
    return at_limit(design, values) & (np.sign(values) * gradient > 0)


def keep_order(design: Design, old: Floats, new: Floats) -> Floats:
    """Graded intercepts must fall: an item whose step breaks the order takes half the step until it does not."""
    if not _is_graded(design) or design.top < 3:
        return new
    for _ in range(40):
        broken = np.any(_falls(design, new) < 1e-3 * np.minimum(1.0, _falls(design, old)), axis=1)
        if not broken.any():
            return new
        new = np.where(broken[:, None], 0.5 * (old + new), new)
    return old


def _is_graded(design: Design) -> bool:
    return not design.family.linear and not design.family.guess


def _falls(design: Design, values: Floats) -> Floats:
    """(items, top - 2): how far each intercept lies above the next; 1 where there is no next."""
    falls = values[:, 1 : design.top - 1] - values[:, 2 : design.top]
    return np.where(design.used[:, 2 : design.top], falls, 1.0)


def _linear(design: Design, values: Floats, nodes: Floats) -> Floats:
    start = np.zeros((design.items, 1))
    offset = np.concatenate([start, np.cumsum(values[:, 1:], axis=1)], axis=1)
    logits = (np.arange(design.top) * values[:, :1])[:, :, None] * nodes + offset[:, :, None]
    logits[~design.valid] = -np.inf
    peak = logits.max(axis=1, keepdims=True)
    return logits - (peak + np.log(np.exp(logits - peak).sum(axis=1, keepdims=True)))


def _boundaries(design: Design, values: Floats, nodes: Floats) -> tuple[Floats, Floats, Floats]:
    """Log chance to be at or over boundary 0..top, log chance to be under it, and the log of the gap factor.

    P(k) = s(k) - s(k+1) = s(k) * (1 - s(k+1)) * (1 - exp(d(k+1) - d(k))), which never subtracts two equal numbers.
    """
    intercepts = np.where(design.used[:, 1:], values[:, 1:], -np.inf)
    logits = values[:, :1, None] * nodes + intercepts[:, :, None]
    shape = (design.items, 1, len(nodes))
    below = np.concatenate([np.zeros(shape), log_expit(logits), np.full(shape, -np.inf)], axis=1)
    above = np.concatenate([np.full(shape, -np.inf), log_expit(-logits), np.zeros(shape)], axis=1)
    gap = np.zeros((design.items, design.top))
    inner = design.used[:, 2 : design.top]
    falls = np.where(inner, values[:, 1 : design.top - 1] - values[:, 2 : design.top], 1.0)
    gap[:, 1 : design.top - 1] = np.where(inner, np.log(-np.expm1(-falls)), 0.0)
    return below, above, gap[:, :, None]
