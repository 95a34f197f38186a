"""Words are found in any script, without accents, on both databases."""

from __future__ import annotations

import pytest

from kopuro.activities.access import visible_to
from kopuro.activities.models import Activity
from kopuro.activities.tests.factories import workshop
from kopuro.core.models import SearchEntry
from kopuro.core.search import fold, found_by_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élèves à Genève", "eleves a geneve"),
        ("ТЮРЬМА  И\nзакон", "тюрьма и закон"),
        ("Straße", "strasse"),
        ("Қазақстан", "қазақстан"),
    ],
)
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["тюрьме", "ТЮРЬМЕ", "динамическая тюрьме", "seminaire", "SÉMINAIRE"])
def test_an_activity_is_found(cast, words):
    workshop(cast, title="Динамическая безопасность в тюрьме / séminaire")
    assert found_by_words("activity", words, visible_to(cast.aida)).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["nothing", "тюрьме nothing", "%", "_", "100%"])
def test_and_only_by_its_words(cast, words):
    workshop(cast, title="Динамическая безопасность в тюрьме")
    assert found_by_words("activity", words, visible_to(cast.aida)).count() == 0


@pytest.mark.django_db
def test_what_is_gone_is_not_found(cast):
    activity = workshop(cast)
    assert SearchEntry.objects.filter(kind="activity").count() == 1
    Activity.objects.filter(pk=activity.pk).first().delete()
    assert SearchEntry.objects.filter(kind="activity").count() == 0
