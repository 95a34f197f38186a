"""What all tests share: static files as a server has them, and the cast."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import settings as hypothesis_settings

from kopuro.rooms import desk
from tests.cast import Cast, gathered

# The same examples on every machine: a run that is green stays green. Look further with --hypothesis-profile=search.
hypothesis_settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis_settings.register_profile("search", derandomize=False, deadline=None, max_examples=1000)
hypothesis_settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    yield
    desk.close()  # its connection to the log of rooms would keep PostgreSQL from dropping the database


@pytest.fixture
def cast(db) -> Cast:
    return gathered()
