"""Columns that many tables share."""

from __future__ import annotations

from django.db import models

from kopuro.core.ids import new_key


class Keyed(models.Model):
    """A row with a public key: addresses, claims and exports name it by `key`, never by its number."""

    key = models.UUIDField(default=new_key, unique=True, editable=False)

    class Meta:
        abstract = True


def words(length: int = 300, **options: object) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="", **options)  # type: ignore[arg-type]


def prose(**options: object) -> models.TextField:
    return models.TextField(blank=True, default="", **options)  # type: ignore[arg-type]
