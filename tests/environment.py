"""Read before the settings (`-p tests.environment` in pyproject.toml): every test run has a data folder of its own, and
`KOPURO_TEST_DATABASE=postgresql` runs the tests that touch the record on a private cluster."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import pytest

from tests.cluster import Cluster

ON_POSTGRESQL = os.environ.get("KOPURO_TEST_DATABASE") == "postgresql"
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

if not IS_WORKER:
    folder = tempfile.mkdtemp(prefix="kopuro-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KOPURO_DATA"] = folder
    os.environ["KOPURO_SECRET_KEY"] = "for-tests-only-and-long-enough-to-be-accepted-as-a-key"
    if ON_POSTGRESQL:
        cluster = Cluster.started()
        atexit.register(cluster.stop)
        os.environ["DATABASE_URL"] = cluster.url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the record runs: pure tests and journeys have run already."""
    if not ON_POSTGRESQL:
        return
    kept = [item for item in items if item.get_closest_marker("django_db") and not item.get_closest_marker("journey")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept
