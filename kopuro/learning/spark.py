"""The same statistics where the rows are on a cluster: PySpark behind the seam of `kopuro.learning.rules.partials`.

Each pass over the data is one map-reduce: the sums of each partition are formed where it lies and added in a tree; only
sums and parameters travel. Answers are packed once (a byte holds eight right/wrong answers) and kept by the executors.
Needs the extra `scale` and a Java runtime.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

import numpy as np
from pyspark import RDD, StorageLevel
from pyspark.sql import DataFrame, SparkSession

from kopuro.core.problems import Problem
from kopuro.learning.rules.items import estimate, settings_for
from kopuro.learning.rules.items.answers import Answers, Survey, as_table, check_model, pack, plan, survey
from kopuro.learning.rules.items.blocks import Block
from kopuro.learning.rules.items.result import ItemsResult
from kopuro.learning.rules.partials import DetectionSums, T, add_up, detection_sums, one_thread

B = TypeVar("B")
Floats = np.ndarray[Any, np.dtype[np.float64]]
Part = tuple[Floats, Floats | None]  # a slice of the table, and the weights of its rows


EMPTY = "Answers are needed as a table: a row per person, a column per item."


class OnSpark(Generic[B]):
    """Blocks held by Spark executors (an RDD of blocks)."""

    def __init__(self, blocks: RDD[B]) -> None:
        self.blocks = blocks

    def total(self, part: Callable[[B], T]) -> T:
        """The sum over all blocks, partition by partition, then in a tree."""
        sums = self.blocks.mapPartitions(partial(_sum_of_partition, part))
        return sums.treeReduce(_add)  # type: ignore[no-any-return]


def fit_items_on_spark(
    data: DataFrame | RDD[Any],
    *,
    model: str = "2pl",
    items: Sequence[str] | None = None,
    weights: str | None = None,
    nodes: int = 61,
    bounds: tuple[float, float] = (-6.0, 6.0),
    tolerance: float = 1e-6,
    standard_errors: str | None = "oakes",
    max_iterations: int = 2000,
    guess_prior: tuple[float, float] | None = (5.0, 17.0),
) -> ItemsResult:
    """`fit_items` on a Spark DataFrame (a column per item, null where missing, perhaps a column of `weights`), or on an
    RDD of NumPy blocks (people, items) with nan where missing.

    `items` names the columns of a DataFrame (default all but the weights), or the items of an RDD. Estimates equal
    those of `fit_items` on the same rows up to the order of addition.
    """
    check_model(model)
    settings = settings_for(nodes, bounds, tolerance, max_iterations, guess_prior)
    if isinstance(data, DataFrame):
        names = list(items) if items is not None else [name for name in data.columns if name != weights]
        parts = _parts_of_frame(data, names, weights)
    else:
        if weights is not None:
            raise Problem("learning.items_weights", "Weights need a DataFrame with a column that holds them.")
        if data.isEmpty():
            raise Problem("learning.items_shape", EMPTY)
        parts = data.map(_as_part)
        width = data.map(lambda block: int(np.shape(block)[1])).first()
        names = list(items) if items is not None else [f"item{place + 1}" for place in range(width)]
    if not names or parts.isEmpty():
        raise Problem("learning.items_shape", EMPTY)
    seen: Survey = OnSpark(parts).total(partial(_survey_part, labels=tuple(names)))
    answers = plan(seen, names, model)
    packed = parts.flatMap(partial(_pack_part, answers=answers)).persist(StorageLevel.MEMORY_AND_DISK)
    if packed.isEmpty():
        raise Problem("learning.items_too_few_people", "At least two people with answers are needed to estimate items.")
    try:
        return estimate(OnSpark(packed), answers, settings, standard_errors)
    finally:
        packed.unpersist()


def detection_on_spark(
    frame: DataFrame, group: str, *, signal: str = "signal", response: str = "response"
) -> dict[str, dict[str, int]]:
    """Hits, misses, false alarms and correct rejections of each seat or case, by map-reduce.

    `frame` has a row per judgement; `group` names the column of the seat (or case). Rows with a missing judgement are
    left out.
    """
    labels = sorted((row[0] for row in frame.select(group).distinct().collect() if row[0] is not None), key=str)
    if not labels:
        raise Problem("learning.no_groups", f"The column {group} holds nothing to group by.")
    places = {label: place for place, label in enumerate(labels)}
    rows = frame.select(group, signal, response).where(frame[group].isNotNull()).rdd
    blocks = rows.mapPartitions(partial(_judgements, places=places))
    total: DetectionSums = OnSpark(blocks).total(partial(_detection_part, groups=len(labels)))
    kinds = ("hits", "misses", "false_alarms", "correct_rejections")
    return {str(label): {kind: int(getattr(total, kind)[place]) for kind in kinds} for label, place in places.items()}


def local_session(cores: int = 2, memory: str = "4g") -> SparkSession:
    """A Spark session inside this machine, reached over the loopback address only, with this very Python."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers would look for another Python on the path
    builder: SparkSession.Builder = SparkSession.builder.master(f"local[{cores}]").appName("kopuro")
    options = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _sum_of_partition(part: Callable[[B], T], blocks: Iterable[B]) -> Iterator[T]:
    found = list(blocks)
    if found:
        with one_thread():  # an executor has a core to itself
            yield add_up(part(block) for block in found)


def _add(left: T, right: T) -> T:
    return left + right


def _as_part(block: Any) -> Part:
    return as_table(block), None


def _survey_part(part: Part, labels: tuple[str, ...]) -> Survey:
    table, weight = part
    if table.shape[1] != len(labels):
        raise ValueError(f"a block has {table.shape[1]} columns, not {len(labels)}")
    return survey(table, weight, labels)


def _pack_part(part: Part, answers: Answers) -> list[Block]:
    return pack(part[0], part[1], answers)


def _parts_of_frame(frame: DataFrame, names: list[str], weights: str | None) -> RDD[Part]:
    """Arrow batches of a DataFrame as NumPy blocks."""
    missing = [name for name in [*names, *([weights] if weights else [])] if name not in frame.columns]
    if missing:
        raise Problem("learning.missing_column", f"The table has no column {', '.join(missing)}.")
    chosen = frame.select(*names, *([weights] if weights else []))
    batches = chosen.mapInArrow(partial(_batches, weighted=weights is not None), "part binary")
    return batches.rdd.map(lambda row: pickle.loads(row[0]))  # noqa: S301 - written by `_batches` a moment ago


def _batches(batches: Iterable[Any], weighted: bool) -> Iterator[Any]:
    import pyarrow  # noqa: PLC0415 - runs on the executors, which have it

    for batch in batches:
        columns = [np.asarray(column.cast("double").to_numpy(zero_copy_only=False)) for column in batch.columns]
        table = np.column_stack(columns)
        part = (table[:, :-1], table[:, -1]) if weighted else (table, None)
        yield pyarrow.RecordBatch.from_arrays([pyarrow.array([pickle.dumps(part, protocol=5)])], names=["part"])


def _judgements(rows: Iterable[Any], places: dict[Any, int]) -> Iterator[Floats]:
    values = [(places[row[0]], _number(row[1]), _number(row[2])) for row in rows]
    if values:
        yield np.asarray(values, dtype=float)


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def _detection_part(block: Floats, groups: int) -> DetectionSums:
    return detection_sums(block[:, 1], block[:, 2], block[:, 0], groups)
