"""What every measure hands back: a value with its interval and how intervals are made; plain JSON without nan."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kopuro.learning.rules.said import Said, gettext_noop

Floats = NDArray[np.float64]

LEVEL = 0.95  # confidence level of every interval unless asked otherwise
# What `many` counts on a page: its words are put together there, and makemessages needs each as a literal.
COUNTED = (
    gettext_noop("%(n)s person"), gettext_noop("%(n)s people"), gettext_noop("%(n)s unit"), gettext_noop("%(n)s units"),
    gettext_noop("%(n)s rating"), gettext_noop("%(n)s ratings"), gettext_noop("%(n)s case"), gettext_noop("%(n)s cases"),
    gettext_noop("%(n)s pair"), gettext_noop("%(n)s pairs"), gettext_noop("%(n)s seat"), gettext_noop("%(n)s seats"),
    gettext_noop("%(n)s decision"), gettext_noop("%(n)s decisions"), gettext_noop("%(n)s answer"),
    gettext_noop("%(n)s answers"), gettext_noop("%(n)s forecast"), gettext_noop("%(n)s forecasts"),
    gettext_noop("%(n)s signal"), gettext_noop("%(n)s signals"), gettext_noop("%(n)s item"), gettext_noop("%(n)s items"),
    gettext_noop("%(n)s outcome was"), gettext_noop("%(n)s outcomes were"),
)  # fmt: skip
BLOCK = 8_000_000  # numbers worked on at once when units are drawn again and again


@dataclass(frozen=True)
class Estimate:
    """A value with the ends of its confidence interval; None where it could not be had (a note says why)."""

    value: float | None
    low: float | None = None
    high: float | None = None
    se: float | None = None

    def as_json(self) -> dict[str, float | None]:
        """Return value, low, high, and the standard error where the method has one."""
        answer = {"value": finite(self.value), "low": finite(self.low), "high": finite(self.high)}
        if self.se is not None:
            answer["se"] = finite(self.se)
        return answer


NOTHING = Estimate(None)


def finite(value: float | None) -> float | None:
    """Return a plain finite float, or None."""
    if value is None:
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def around(
    value: float, se: float, quantile: float, *, lowest: float = -math.inf, highest: float = math.inf
) -> Estimate:
    """Return value ± quantile·se cut at the bounds of the scale (agreement can't pass 1)."""
    if not (math.isfinite(value) and math.isfinite(se)):
        return Estimate(finite(value))
    return Estimate(value, max(lowest, value - quantile * se), min(highest, value + quantile * se), se)


def z_quantile(level: float) -> float:
    """Return how many standard errors of the normal distribution hold the share `level` around the middle."""
    return float(special.ndtri(0.5 + level / 2))


def t_quantile(level: float, df: float) -> float:
    """Return the same for Student's t with `df` degrees of freedom. (SciPy's statistics package loads too slowly.)"""
    return float(special.stdtrit(df, 0.5 + level / 2))


def two_sided(t: float, df: float) -> float:
    """Return the two-sided p value of t."""
    return float(2 * special.stdtr(df, -abs(t)))


def from_resamples(value: float, resamples: Floats, level: float = LEVEL, *, se: bool = True) -> Estimate:
    """Return the percentile interval of bootstrap values (shape B); those that came out undefined (nan) are left out.

    The interval is widened where needed to hold the estimate itself: with few units the percentiles can miss it.
    """
    good = resamples[np.isfinite(resamples)]
    if good.size < 20 or not math.isfinite(value):  # fewer can't carry a percentile
        return Estimate(finite(value))
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(good, [tail, 1.0 - tail])
    spread = float(np.std(good, ddof=1)) if se else None
    return Estimate(float(value), min(float(low), float(value)), max(float(high), float(value)), spread)


def draw_units(units: int, draws: int, rng: np.random.Generator) -> Floats:
    """Return how often each unit is drawn, shape (draws, units), each row summing to `units`."""
    picks = rng.integers(0, units, size=(draws, units), dtype=np.int64)
    picks += (np.arange(draws) * units)[:, None]
    return np.bincount(picks.ravel(), minlength=draws * units).reshape(draws, units).astype(np.float64)


def resampled_sums(rows: Floats, draws: int, rng: np.random.Generator, others: Floats | None = None) -> Floats:
    """Return the column sums of `rows` (units, columns) with units drawn with replacement, shape (draws, columns).

    `others` (units, columns) are drawn together with `rows`, and their sums stand behind. Works in parts, so that
    memory stays small for millions of units.
    """
    units = rows.shape[0]
    both = rows if others is None else np.column_stack([rows, others])
    step = max(1, min(draws, BLOCK // max(1, units)))
    parts = [draw_units(units, min(step, draws - start), rng) @ both for start in range(0, draws, step)]
    return np.concatenate(parts)


def fewer_draws(resamples: int, size: int, *, budget: int = 100_000_000) -> int:
    """Return how many resamples of `size` numbers fit the budget: `resamples`, or fewer, but never below 100."""
    return int(min(resamples, max(100, budget // max(1, size))))


def wilson(events: float, total: float, level: float = LEVEL) -> Estimate:
    """Return a proportion with Wilson's (1927) score interval; None without cases."""
    if total < 1e-6:
        return Estimate(None)
    z = float(special.ndtri(0.5 + level / 2))
    rate = events / total
    centre = (rate + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z * np.sqrt(rate * (1 - rate) / total + z**2 / (4 * total**2)) / (1 + z**2 / total)
    return Estimate(rate, min(rate, max(0.0, float(centre - half))), max(rate, min(1.0, float(centre + half))))


def many(number: int, noun: str, nouns: str = "") -> str:
    """Return "1 unit", "3 units"; the nouns that come to a page are listed in `COUNTED`."""
    return Said(f"%(n)s {noun if number == 1 else nouns or noun + 's'}", n=f"{number:,}")


def plain(value: Any) -> Any:
    """Turn results, arrays and NumPy numbers into what json.dumps(allow_nan=False) accepts; non-finite becomes None."""
    if hasattr(value, "as_json"):
        return plain(value.as_json())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, bool | str | int) or value is None:
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return finite(float(value))
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


class Plain:
    """A frozen dataclass whose JSON is its fields under their own names."""

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {field.name: plain(getattr(self, field.name)) for field in dataclasses.fields(self)}  # type: ignore[arg-type]
