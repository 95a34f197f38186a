"""How fast agreement and detection are, against fixed limits, and `krippendorff` in the same run where it is installed.

    python benchmarks/learning_ratings.py

Times are the best and the median of several runs in this process. Also run at the end of benchmarks/learning.py.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import statistics
import time
from collections.abc import Callable

import numpy as np
from scipy import special

from kopuro.learning.rules.alpha import alpha_interval, krippendorff_alpha
from kopuro.learning.rules.detection import SeatCounts, bootstrap_intervals
from kopuro.learning.rules.detection_group import fit_group, from_counts, from_trials, patterns
from kopuro.learning.rules.icc import icc


def timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Best and median milliseconds."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return min(taken), statistics.median(taken)


def rated(units: int, raters: int, seed: int = 1) -> np.ndarray:
    """Five categories, four in ten ratings drawn at random, one in twenty missing."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(1, 6, (units, 1))
    table = np.where(rng.random((units, raters)) < 0.6, truth, rng.integers(1, 6, (units, raters))).astype(float)
    table[rng.random(table.shape) < 0.05] = np.nan
    return table


def room(seats: int, cases: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Single decisions of seats that differ, on cases that differ, half of them signals."""
    rng = np.random.default_rng(seed)
    seat, case = (part.ravel() for part in np.meshgrid(np.arange(seats), np.arange(cases), indexing="ij"))
    signal = (case % 2).astype(float)
    lean, hard, keen = rng.normal(0, 0.4, seats), rng.normal(0, 0.3, cases), rng.normal(0, 0.3, seats)
    response = rng.normal(size=seat.size) < (1.2 + keen[seat]) * (signal - 0.5) - lean[seat] - hard[case]
    return seat, case, signal, response.astype(float)


def crowd(seats: int, seed: int = 3) -> SeatCounts:
    """Twelve signals and twelve others for each seat."""
    rng = np.random.default_rng(seed)
    lean = rng.normal(0, 0.4, seats)
    hits, alarms = rng.binomial(12, special.ndtr(0.6 - lean)), rng.binomial(12, special.ndtr(-0.6 - lean))
    return SeatCounts.of(hits, 12 - hits, alarms, 12 - alarms)


def main() -> None:
    table, counts, decisions = rated(2000, 300), crowd(30), from_trials(*room(30, 24))
    million = crowd(1_000_000)
    targets = rated(200, 30)
    rows: list[tuple[str, Callable[[], object], int, float | None]] = [
        ("alpha 2,000 units x 300 raters, nominal", lambda: krippendorff_alpha(table, "nominal"), 15, 10),
        ("alpha 2,000 x 300, ordinal", lambda: krippendorff_alpha(table, "ordinal"), 15, 10),
        ("alpha 2,000 x 300, interval", lambda: krippendorff_alpha(table, "interval"), 15, 10),
        ("alpha 2,000 x 300, ratio", lambda: krippendorff_alpha(table, "ratio"), 15, 10),
        ("alpha 2,000 x 300 with 2,000 resamples", lambda: alpha_interval(table), 3, None),
        ("detection, 2,000 resamples of 30 seats", lambda: bootstrap_intervals(counts), 9, 1000),
        ("alpha, 2,000 resamples of a room: 30 cases x 30 seats", lambda: alpha_interval(table[:30, :30]), 9, 1000),
        ("detection group model, 30 seats x 24 cases", lambda: fit_group(decisions), 5, None),
        (
            "detection group model, 1,000,000 seats by patterns",
            lambda: fit_group(from_counts(*patterns(million))),
            3,
            None,
        ),
        ("ICC 200 x 30 with gaps, 2,000 draws", lambda: icc(targets), 3, None),
    ]
    print(f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}\n")
    width = max(len(what) for what, *_ in rows)
    print(f"{'':{width}}  {'best':>11}  {'median':>11}  {'limit':>9}  reached")
    for what, work, runs, limit in rows:
        best, median = timed(work, runs)
        end = "" if limit is None else f"{limit:7.0f}ms  {'yes' if best <= limit else 'NO'}"
        print(f"{what:{width}}  {best:9.2f}ms  {median:9.2f}ms  {end}")
    if importlib.util.find_spec("krippendorff"):
        oracle = importlib.import_module("krippendorff")
        for metric in ("nominal", "ordinal"):
            theirs, _ = timed(lambda metric=metric: oracle.alpha(table.T, level_of_measurement=metric), 2)
            ours, _ = timed(lambda metric=metric: krippendorff_alpha(table, metric), 5)
            print(f"krippendorff, {metric}: {theirs:.0f} ms, {theirs / ours:.0f} times ours")
    else:
        print("krippendorff is not installed: no comparison with it")


if __name__ == "__main__":
    main()
