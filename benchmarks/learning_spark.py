"""Item models on Spark in local mode against the same fit in memory, and how time and memory grow.

    python benchmarks/learning_spark.py [PEOPLE ...]     (default 100000 300000 1000000, 50 items each)

Every block of 100,000 bots is made from its own seed, by the executors and, for the comparison, here. Memory is the
largest resident set of this process and all it started (Java and the Python workers), read five times a second.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import numpy as np

from kopuro.learning.rules.items import fit_items
from kopuro.learning.spark import fit_items_on_spark, local_session

BLOCK = 100_000
ITEMS = 50
ALLOWED = 1e-6


def block(place: tuple[int, int]) -> np.ndarray:
    """Answers of the bots of one block: (seed, people)."""
    seed, people = place
    truth = np.random.default_rng(0)
    slopes, intercepts = truth.lognormal(0, 0.3, ITEMS), truth.normal(0, 1, ITEMS)
    rng = np.random.default_rng(seed)
    chance = 1 / (1 + np.exp(-(rng.normal(size=(people, 1)) * slopes + intercepts)))
    return (rng.random((people, ITEMS)) < chance).astype(np.int8)


def blocks(people: int) -> list[tuple[int, int]]:
    return [(start // BLOCK + 1, min(BLOCK, people - start)) for start in range(0, people, BLOCK)]


class Memory:
    """Largest resident set of this process and its descendants while it is entered, in GiB."""

    def __enter__(self) -> Memory:
        self.peak = self.before = family_memory()
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.done.wait(0.2):
            self.peak = max(self.peak, family_memory())


def family_memory() -> float:
    """GiB held by this process and all that descend from it."""
    parents, sizes = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(") ", 1)[1].split()
                sizes[int(folder.name)] = int((folder / "statm").read_text().split()[1])
            except (OSError, IndexError):
                continue  # it ended meanwhile
            parents[int(folder.name)] = int(fields[1])
    family, grown = {os.getpid()}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
        grown = bool(more)
    return sum(sizes.get(member, 0) for member in family) * os.sysconf("SC_PAGE_SIZE") / 1024**3


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [100_000, 300_000, 1_000_000]
    spark = local_session(cores=os.cpu_count() or 2, memory="2g")
    context = spark.sparkContext
    context.parallelize(range(4), 4).map(lambda _: len(str(np.zeros(1)))).sum()  # starts the workers
    print(f"processors {os.cpu_count()}, load {os.getloadavg()[0]:.1f}; 2PL, 61 nodes, to 1e-6, errors by Oakes\n")
    print(f"{'people x items':>18} {'spark':>9} {'passes':>7} {'a pass':>8} {'peak memory':>12} {'in memory':>10} "
          f"{'largest difference':>19}  equal")  # fmt: skip
    reached = True
    for people in sizes:
        places = blocks(people)
        data = context.parallelize(places, len(places)).map(block)
        with Memory() as memory:
            start = time.perf_counter()
            there = fit_items_on_spark(data)
            seconds = time.perf_counter() - start
        table = np.concatenate([block(place) for place in places])
        start = time.perf_counter()
        here = fit_items(table)
        seconds_here = time.perf_counter() - start
        del table
        errors = [abs((one.se_a or 0) - (other.se_a or 0)) for one, other in zip(there.items, here.items, strict=True)]
        apart = max(float(np.abs(there.parameters.values - here.parameters.values).max()), *errors)
        equal = apart <= ALLOWED and there.n == here.n and abs(there.log_likelihood - here.log_likelihood) < 1e-3
        reached &= equal
        print(
            f"{people:>13,} x {ITEMS} {seconds:8.1f}s {there.iterations:>7} {seconds / (there.iterations + 4):7.2f}s "
            f"{memory.peak:8.2f} GiB {seconds_here:9.1f}s {apart:19.1e}  {'yes' if equal else 'NO'}",
            flush=True,
        )
    print(f"\nestimates and standard errors equal to {ALLOWED:g}: {'yes' if reached else 'NO'}")
    print(f"load at the end {os.getloadavg()[0]:.1f}")
    spark.stop()


if __name__ == "__main__":
    main()
