"""Ratings against the key: hits and false alarms side by side, never the one without the other.

Counts and shares only; the measures proper (sensitivity, criterion, agreement, bias) come from package learning."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.scenario.cases import RatingSet

LEAST = 10  # below this many seats a group has no figures


@dataclass(frozen=True)
class Share:
    """`part` of `n`, with a 95 % Wilson interval in percent; None when there is nothing to divide by."""

    part: int
    n: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.n) if self.n else None

    @property
    def interval(self) -> tuple[int, int] | None:
        """Wilson 1927, z = 1.96."""
        if not self.n:
            return None
        z, p = 1.96, self.part / self.n
        middle = p + z * z / (2 * self.n)
        half = z * math.sqrt(p * (1 - p) / self.n + z * z / (4 * self.n * self.n))
        scale = 1 + z * z / self.n
        return round(100 * max(0.0, (middle - half) / scale)), round(100 * min(1.0, (middle + half) / scale))


@dataclass(frozen=True)
class Judged:
    """How a set of ratings stands to the key. `hits`: signals said to be signals; `alarms`: non-signals said to be
    signals; `not_known`: ratings that said there is not enough to tell."""

    hits: Share
    alarms: Share
    not_known: Share
    agreed: Share


def judge(play: Play, rated: RatingSet, given: Iterable[tuple[str, str]]) -> Judged:
    """`given` are (case, value) pairs of one or many raters."""
    means: dict[str, str] = {value.code: value.means for value in rated.values}
    count: Counter[str] = Counter()
    for case, value in given:
        key = play.cases[case].key.value
        signal, said = means.get(key) == "signal", means.get(value) == "signal"
        count["n"] += 1
        count["signals"] += signal
        count["others"] += not signal
        count["hits"] += signal and said
        count["alarms"] += said and not signal
        count["unknown"] += means.get(value) == "not_enough"
        count["agreed"] += value == key
    return Judged(
        Share(count["hits"], count["signals"]), Share(count["alarms"], count["others"]), Share(count["unknown"], count["n"]),
        Share(count["agreed"], count["n"]),
    )  # fmt: skip


def pairs_of(rows: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(case, value) of one rater's rows case → rating."""
    return [(case, row["value"]) for case, row in rows.items()]


def more_suspicious(first: Judged, then: Judged) -> bool:
    """Hits and false alarms both rose: more suspicious, not more accurate."""
    pairs = ((first.hits, then.hits), (first.alarms, then.alarms))
    return all(one.n and two.n and two.part / two.n > one.part / one.n for one, two in pairs)


def flags_right(sensitivity: float, false_alarms: float, base: float = 0.001) -> float:
    """Share of flagged people who are in the place looked for, at base rate `base` (Bayes): .9 and .1 give 0.9 %."""
    flagged = sensitivity * base + false_alarms * (1 - base)
    return sensitivity * base / flagged if flagged else 0.0
