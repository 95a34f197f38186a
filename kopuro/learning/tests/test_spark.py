"""The same figures from a cluster: Spark in local mode stands for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kopuro.core.problems import Problem
from kopuro.learning.rules.items import fit_items
from kopuro.learning.rules.partials import DetectionSums, InMemory, detection_sums
from kopuro.learning.tests.published import graded, two_parameter

pytest.importorskip("pyspark", reason="PySpark (the extra `scale`) is not installed")

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java runtime; none is on the path")

SLOPES = np.linspace(0.7, 1.6, 10)
INTERCEPTS = np.linspace(-1.2, 1.2, 10)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from kopuro.learning.spark import local_session  # noqa: PLC0415 - starts nothing where Spark is missing

    session = local_session(cores=2, memory="1g")
    yield session
    session.stop()


@needs_java
def test_estimates_on_spark_equal_those_in_memory(spark: SparkSession) -> None:
    from kopuro.learning.spark import fit_items_on_spark  # noqa: PLC0415 - needs Spark

    answers = two_parameter(1, 5000, SLOPES, INTERCEPTS)
    answers[:200, 3] = np.nan
    here = fit_items(answers, tolerance=1e-4)
    parts = spark.sparkContext.parallelize(np.array_split(answers, 3), 2)
    there = fit_items_on_spark(parts, tolerance=1e-4)
    assert there.n == here.n == 5000
    assert np.abs(there.parameters.values - here.parameters.values).max() < 1e-9
    assert there.log_likelihood == pytest.approx(here.log_likelihood, abs=1e-6)
    assert [item.se_a for item in there.items] == pytest.approx([item.se_a for item in here.items], abs=1e-9)


@needs_java
def test_a_table_with_missing_answers_and_weights_is_read_from_spark(spark: SparkSession) -> None:
    from kopuro.learning.spark import fit_items_on_spark  # noqa: PLC0415 - needs Spark

    answers = graded(2, 300, np.full(3, 1.3), np.tile([1.0, -1.0], (3, 1)))
    found, counts = np.unique(answers, axis=0, return_counts=True)
    table = [(*map(float, row), float(count)) for row, count in zip(found, counts, strict=True)]
    table.append((None, None, None, 4.0))
    frame = spark.createDataFrame(table, "q1 double, q2 double, q3 double, n double")
    there = fit_items_on_spark(frame, model="pcm", weights="n", tolerance=1e-4)
    here = fit_items(found, model="pcm", weights=counts, names=["q1", "q2", "q3"], tolerance=1e-4)
    assert there.names == ("q1", "q2", "q3")
    assert there.n == here.n == 300
    assert np.abs(there.parameters.values - here.parameters.values).max() < 1e-9
    with pytest.raises(Problem, match="learning.missing_column"):
        fit_items_on_spark(frame, weights="count")


@needs_java
def test_answers_that_cannot_be_read_are_refused_on_spark_too(spark: SparkSession) -> None:
    from kopuro.learning.spark import fit_items_on_spark  # noqa: PLC0415 - needs Spark

    frame = spark.createDataFrame([(0.0, 1.0), (7.5, 0.0)], "q1 double, q2 double")
    with pytest.raises(Problem) as refusal:
        fit_items_on_spark(frame)
    assert refusal.value.sentence.startswith("A row, column q1: 7.5 is not an answer category.")
    with pytest.raises(Problem, match="learning.items_shape"):
        fit_items_on_spark(spark.sparkContext.emptyRDD())


@needs_java
def test_detection_counts_of_every_seat_on_spark(spark: SparkSession) -> None:
    from kopuro.learning.spark import detection_on_spark  # noqa: PLC0415 - needs Spark

    rows = [("a", 1, 1), ("a", 1, 0), ("a", 0, 1), ("b", 0, 0), ("b", None, 1), (None, 1, 1)]
    frame = spark.createDataFrame(rows, "seat string, signal int, response int")
    assert detection_on_spark(frame, "seat") == {
        "a": {"hits": 1, "misses": 1, "false_alarms": 1, "correct_rejections": 0},
        "b": {"hits": 0, "misses": 0, "false_alarms": 0, "correct_rejections": 1},
    }


def test_detection_counts_add_up_over_any_cut() -> None:
    rng = np.random.default_rng(3)
    signal, response, seat = rng.integers(0, 2, 500), rng.integers(0, 2, 500), rng.integers(0, 7, 500)
    whole = detection_sums(signal, response, seat, 7)
    cuts = [slice(0, 10), slice(10, 11), slice(11, 500)]
    parts = InMemory(cuts).total(lambda cut: detection_sums(signal[cut], response[cut], seat[cut], 7))
    for name in ("hits", "misses", "false_alarms", "correct_rejections"):
        assert (getattr(parts, name) == getattr(whole, name)).all()
    assert isinstance(parts, DetectionSums)
    assert sum(int(getattr(whole, name).sum()) for name in ("hits", "misses")) == int(signal.sum())
