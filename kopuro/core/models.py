"""Audit lines, idempotency keys, search words: kept for every part."""

from __future__ import annotations

from django.db import models


class AuditLine(models.Model):
    """Who did what to which thing, and when. Holds keys and names of fields, never values."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=36, db_index=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    thing = models.CharField(max_length=40, blank=True, db_index=True)
    fields = models.JSONField(default=list)

    class Meta:
        app_label = "kopuro"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.kind} {self.thing}"


class DoneOnce(models.Model):
    """An idempotency key and what came of it, written in the transaction of its effect: a retry gets the same answer."""

    key = models.CharField(max_length=64)
    actor = models.CharField(max_length=36)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="one_effect_per_key")]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class SearchEntry(models.Model):
    """The words by which a thing is found, folded (case, accents); who may see it is asked of the thing itself."""

    kind = models.CharField(max_length=30)
    thing_id = models.BigIntegerField()
    words = models.TextField()

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="one_search_entry_per_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
