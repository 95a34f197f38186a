"""Who and when stand together or not at all, in the database itself; every such pair is found by its names."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction


def pairs() -> list[tuple[type[models.Model], str, str]]:
    found = []
    for model in apps.get_app_config("kopuro").get_models():
        names = {field.name: field for field in model._meta.concrete_fields}
        for name, field in names.items():
            stem = name.removesuffix("_by")
            if name.endswith("_by") and f"{stem}_at" in names and names[f"{stem}_at"].null and field.null:
                found.append((model, name, f"{stem}_at"))
    return found


def test_there_are_pairs_to_look_after():
    assert {(model.__name__, who) for model, who, _when in pairs()} == {
        ("Claim", "decided_by"),
        ("Claim", "settled_by"),
        ("Reading", "reviewed_by"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "who", "when"), pairs(), ids=lambda value: getattr(value, "__name__", value))
def test_a_pair_is_never_half_set(model, who, when):
    """The check is asked of the database by name: no row is needed to know that it stands there."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        checks = connection.introspection.get_constraints(cursor, table)
    guarded = [set(facts["columns"] or []) for facts in checks.values() if facts["check"]]
    texts = [str(one.condition) for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    assert any({who, when} <= columns for columns in guarded) or any(who in text and when in text for text in texts)


@pytest.mark.django_db
def test_the_database_refuses_half_a_decision():
    from kopuro.core import clock
    from kopuro.sources.models import Claim

    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            subject="00000000-0000-0000-0000-000000000001",
            field="title",
            value="x",
            stated_at=clock.now(),
            decided_at=clock.now(),
        )
