"""Words by which things are found, folded the same way on both databases (SQLite alone folds ASCII only)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save

from kopuro.core.models import SearchEntry

KINDS: dict[str, type[Model]] = {}


def fold(text: str) -> str:
    """Lower case without accents; letters of every script stay."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(letter for letter in flat if not unicodedata.combining(letter))).strip()


def found_by_words(kind: str, words: str, things: QuerySet[Any]) -> QuerySet[Any]:
    """Narrows what the actor may already see to the things that hold every word."""
    entries = SearchEntry.objects.filter(kind=kind)
    for word in fold(words).split()[:8]:
        entries = entries.filter(words__contains=word)
    return things.filter(pk__in=entries.values("thing_id"))


def searchable(kind: str, model: type[Model]) -> None:
    """Keeps the entry of each `model` row up to date; the model has `search_text()`."""
    KINDS[kind] = model

    def keep(sender: Any, instance: Any, **_: Any) -> None:
        SearchEntry.objects.update_or_create(
            kind=kind, thing_id=instance.pk, defaults={"words": fold(instance.search_text())[:200_000]}
        )

    def drop(sender: Any, instance: Any, **_: Any) -> None:
        SearchEntry.objects.filter(kind=kind, thing_id=instance.pk).delete()

    post_save.connect(keep, sender=model, weak=False, dispatch_uid=f"search.keep.{kind}")
    post_delete.connect(drop, sender=model, weak=False, dispatch_uid=f"search.drop.{kind}")
