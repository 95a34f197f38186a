"""One transaction, one audit line, one effect per key, also under two writers at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from kopuro.activities.actions import create_series
from kopuro.activities.models import Series
from kopuro.core.models import AuditLine, DoneOnce
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from tests.cast import gathered


@pytest.mark.django_db
def test_a_refusal_leaves_no_row_no_audit_and_no_key(cast):
    with pytest.raises(Problem):
        create_series(programme=cast.programme, title=" ", key="form-1", **cast.writing())
    assert (Series.objects.count(), AuditLine.objects.count(), DoneOnce.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_what_breaks_half_way_leaves_nothing(cast):
    @write("series.broken")
    def broken(*, actor, at):
        Series.objects.create(programme=cast.programme, title="half")
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError):
        broken(**cast.writing())
    assert (Series.objects.count(), AuditLine.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_the_key_of_another_person_is_another_key(cast):
    first = create_series(programme=cast.programme, title="One", key="form-1", **cast.writing())
    cast.accounts["hamid"].memberships.update(role="team")
    second = create_series(programme=cast.programme, title="Two", key="form-1", **cast.writing("hamid"))
    assert first.pk != second.pk


@pytest.mark.django_db(transaction=True)
def test_twelve_retries_at_once_have_one_effect():
    cast = gathered()
    do = cast.writing()
    made: list[int] = []
    errors: list[BaseException] = []

    def retry() -> None:
        try:
            made.append(create_series(programme=cast.programme, title="Once", key="form-1", **do).pk)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=retry) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert (len(set(made)), len(made), Series.objects.count()) == (1, 12, 1)
    assert AuditLine.objects.filter(verb="series.create").count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
