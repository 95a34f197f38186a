"""How fast item models and facets are, against fixed limits and against other packages in the same run.

    python benchmarks/learning.py [--quick] [--no-peers]

Times are the best and the median of several runs; other work on the machine makes them longer, so the load is printed,
and the processor time (of all threads), which it touches less. The largest fit runs in a process of its own, whose peak memory is read. Peers (`mirt`, `raschpy`) are
used when they are installed; they are no dependency.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kopuro.learning.rules.facets import fit_facets
from kopuro.learning.rules.items import fit_items

HERE = Path(__file__).resolve().parent
GIB = 1024**2  # of kilobytes, the unit of ru_maxrss


@dataclass
class Row:
    """One line of the table; `ratio` is peer or limit over ours."""

    what: str
    best: float
    median: float
    processor: float
    limit: float
    peer: str = ""
    peer_seconds: float | None = None
    least_ratio: float | None = None

    @property
    def good(self) -> bool:
        ratio = self.ratio
        return self.best <= self.limit and (self.least_ratio is None or ratio is None or ratio >= self.least_ratio)

    @property
    def ratio(self) -> float | None:
        return None if self.peer_seconds is None else self.peer_seconds / self.best


def timed(work: Callable[[], object], runs: int) -> tuple[float, float, float]:
    """Best and median seconds, and the fewest seconds of processor time."""
    taken, worked = [], []
    for _ in range(runs):
        start, before = time.perf_counter(), time.process_time()
        work()
        taken.append(time.perf_counter() - start)
        worked.append(time.process_time() - before)
    return min(taken), statistics.median(taken), min(worked)


def right_wrong(people: int, items: int, seed: int = 1) -> np.ndarray:
    """Bots that follow the two-parameter model; memory stays near that of the table."""
    rng = np.random.default_rng(seed)
    slopes, intercepts = rng.lognormal(0, 0.3, items), rng.normal(0, 1, items)
    table = np.empty((people, items))
    for start in range(0, people, 50_000):
        ability = rng.normal(size=(len(table[start : start + 50_000]), 1))
        chance = 1 / (1 + np.exp(-(ability * slopes + intercepts)))
        table[start : start + 50_000] = rng.random(chance.shape) < chance
    return table


def graded(people: int, items: int, steps: int, seed: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    slopes = rng.lognormal(0, 0.3, items)
    intercepts = np.sort(rng.normal(0, 1.3, (items, steps)), axis=1)[:, ::-1]
    ability = rng.normal(size=(people, 1, 1))
    reach = 1 / (1 + np.exp(-(ability * slopes[:, None] + intercepts)))
    return (rng.random((people, items, 1)) < reach).sum(axis=2).astype(float)


def ratings(cases: int, indicators: int, seats: int, seed: int = 3) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    places = [part.ravel() for part in np.meshgrid(range(cases), range(indicators), range(seats), indexing="ij")]
    sizes = ((cases, 1.0), (indicators, 0.6), (seats, 0.5))
    true = [rng.normal(0, spread, size) for size, spread in sizes]
    level = true[0][places[0]] - true[1][places[1]] - true[2][places[2]]
    logs = level[:, None] * np.arange(5) - np.concatenate([[0.0], np.cumsum(np.linspace(-1, 1, 4))])
    chance = np.exp(logs - logs.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    rating = (rng.random((len(level), 1)) > chance.cumsum(axis=1)).sum(axis=1).astype(float)
    return rating, dict(zip(("case", "indicator", "seat"), places, strict=True))


def there(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def by_mirt(table: np.ndarray) -> float:
    """Seconds of the package `mirt` with SQUAREM, 61 nodes and standard errors, to 1e-6; warmed up, and with the
    quickest of its errors that are of the same kind as ours."""
    mirt = importlib.import_module("mirt")
    answers = table.astype(int)
    how = {"n_quadpts": 61, "tol": 1e-6, "max_iter": 2000, "accelerate": "squarem", "se_method": "oakes"}
    mirt.fit_mirt(answers[:500], "2PL", **how)
    start = time.perf_counter()
    mirt.fit_mirt(answers, "2PL", **how)
    return time.perf_counter() - start


def by_raschpy(rating: np.ndarray, facets: dict[str, np.ndarray]) -> float:
    """Seconds of the package `raschpy`, one severity per rater."""
    raschpy = importlib.import_module("raschpy")
    pandas = importlib.import_module("pandas")
    long = pandas.DataFrame({**facets, "rating": rating.astype(int)})
    wide = long.pivot_table(index=["seat", "case"], columns="indicator", values="rating", aggfunc="first")
    wide.index.names = ["Rater", "Person"]
    wide.columns = [f"indicator {name}" for name in wide.columns]
    start = time.perf_counter()
    model = raschpy.MFRM(wide, max_score=4)
    model.calibrate_global()  # measures, errors and fit: what `fit_facets` gives in one call
    model.std_errors_global()
    model.person_estimates_global()
    model.fit_statistics_global()
    return time.perf_counter() - start


def in_a_process_of_its_own(people: int) -> tuple[float, float, float, float]:
    """Seconds, seconds of processor time, peak memory in GiB, and that before the fit, of one fit of `people` x 50."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__).resolve()), "--one", str(people)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, processor, peak, before = (float(word) for word in told.stdout.split()[-4:])
    return seconds, processor, peak, before


def one(people: int) -> None:
    """What the process of its own does."""
    table = right_wrong(people, 50)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB
    start, worked = time.perf_counter(), time.process_time()
    result = fit_items(table)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    assert result.converged
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIB
    print(seconds, worked, peak, before)


def show(rows: list[Row]) -> None:
    width = max(len(row.what) for row in rows)
    print(
        f"{'':{width}}  {'best':>8}  {'median':>8}  {'processor':>9}  {'limit':>8}  {'peer':>16}  {'ratio':>6}  reached"
    )
    for row in rows:
        peer = "" if row.peer_seconds is None else f"{row.peer} {row.peer_seconds:.2f} s"
        ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
        print(
            f"{row.what:{width}}  {row.best:7.3f}s  {row.median:7.3f}s  {row.processor:8.3f}s  {row.limit:7.2f}s  "
            f"{peer:>16}  {ratio:>6}  "
            f"{'yes' if row.good else 'NO'}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave out the million and the slow peers")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--one", type=int, metavar="PEOPLE", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        one(chosen.one)
        return
    peers = not chosen.no_peers
    print(f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}; 2PL at 61 nodes to 1e-6 with standard errors\n")
    rows = []
    for people, limit, runs in ((10_000, 0.3, 7), (100_000, 3.0, 3)):
        table = right_wrong(people, 50)
        fit_items(table[:500])
        row = Row(f"2PL {people:,} x 50", *timed(lambda table=table: fit_items(table), runs), limit)
        if peers and there("mirt") and not (chosen.quick and people > 10_000):
            row.peer, row.peer_seconds, row.least_ratio = "mirt", by_mirt(table), 3.0
        rows.append(row)
    memory = ""
    if not chosen.quick:
        seconds, processor, peak, before = in_a_process_of_its_own(1_000_000)
        rows.append(Row("2PL 1,000,000 x 50", seconds, seconds, processor, 35.0))
        memory = (
            f"peak memory of 1,000,000 x 50: {peak:.2f} GiB (limit 4), of which {before:.2f} GiB before the fit: "
            f"{'yes' if peak <= 4 else 'NO'}"
        )
    steps = graded(100_000, 20, 4)
    rows.append(Row("graded response 100,000 x 20 x 5", *timed(lambda: fit_items(steps, model="grm"), 2), 10.0))
    for cases, indicators, seats, least in ((12, 10, 300, 20.0), (300, 12, 10, None)):
        rating, facets = ratings(cases, indicators, seats)
        what = f"many-facet, {cases} cases x {indicators} indicators x {seats} seats = {len(rating):,}"
        row = Row(what, *timed(lambda rating=rating, facets=facets: fit_facets(rating, facets), 5), 0.6)
        if peers and there("raschpy") and not chosen.quick:
            row.peer, row.peer_seconds, row.least_ratio = "raschpy", by_raschpy(rating, facets), least
        rows.append(row)
    show(rows)
    print(memory)
    for name in ("mirt", "raschpy"):
        if peers and not there(name):
            print(f"{name} is not installed: no comparison with it")
    print(f"load at the end {os.getloadavg()[0]:.1f}")
    other = HERE / "learning_ratings.py"
    if other.exists():
        print(flush=True)
        subprocess.run([sys.executable, str(other)], check=False)


if __name__ == "__main__":
    main()
