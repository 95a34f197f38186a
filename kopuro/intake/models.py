"""A reading of a document, its cards under review, the steps of the review, remembered mappings of spreadsheets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kopuro.activities.models import Activity
from kopuro.core.columns import Keyed
from kopuro.intake import terms
from kopuro.programme.models import Programme
from kopuro.sources.models import Document


class Reading(Keyed):
    """What an extractor understood of a document for a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="readings")
    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    extractor = models.CharField(max_length=40)
    extractor_version = models.CharField(max_length=20)
    found = models.JSONField()
    read_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=36, null=True, blank=True)  # noqa: DJ001 - null pairs with reviewed_at

    class Meta:
        app_label = "kopuro"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "document"], name="one_reading_per_document_and_programme"),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="reading_reviewed_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"reading of {self.document_id}"


class Card(Keyed):
    """One activity as read. Its key is the subject of its claims and becomes the activity's key when accepted."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="cards")
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=terms.CardStatus, default=terms.CardStatus.PROPOSED)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="cards")

    class Meta:
        app_label = "kopuro"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"card {self.position} of {self.reading_id}"


class ReviewStep(models.Model):
    """One step of a review, with what is needed to take it back."""

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20)
    card = models.ForeignKey(Card, models.CASCADE, null=True, related_name="+")
    before = models.JSONField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=36)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.card_id}"


class SheetMapping(models.Model):
    """Which column means what, remembered by the headers, so that next month's sheet needs no mapping."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="sheet_mappings")
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["programme", "fingerprint"], name="one_mapping_per_headers")]

    def __str__(self) -> str:
        return self.fingerprint[:8]
