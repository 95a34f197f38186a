"""Documents, passages, claims."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kopuro.core.columns import Keyed, prose, words
from kopuro.sources import terms


class Document(Keyed):
    """A file a team has, kept as it came, with the text that was read from it."""

    title = words(400)
    kind = models.CharField(max_length=20, choices=terms.DocumentKind, default=terms.DocumentKind.OTHER)
    format = words(12)
    name = words(255)
    file = models.FileField(upload_to="documents", max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    text = prose()
    page_starts = models.JSONField(default=list, blank=True)
    language = words(8)
    publisher = words()
    published_on = models.DateField(null=True, blank=True)
    address = words(500)
    licence_note = words(400)
    notes = models.JSONField(default=list, blank=True)
    team_only = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = words(36)

    class Meta:
        app_label = "kopuro"
        ordering = ["-published_on", "-id"]

    def __str__(self) -> str:
        return self.title or self.name

    def search_text(self) -> str:
        return f"{self.title} {self.name} {self.publisher} {self.text}"


class Passage(models.Model):
    """A span of a document's text, `start` to `end` in characters."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        app_label = "kopuro"
        ordering = ["document_id", "start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["document", "start", "end"], name="one_passage_per_span"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_holds_text"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}:{self.start}–{self.end}"


class Claim(Keyed):
    """A fact that a passage, a row of a spreadsheet or a person states about a subject.

    The subject is named by its public key, because what claims speak of (activities, series, programmes) stands in
    later packages; while an activity is still a card under review its claims already carry the key it will have.
    """

    subject = models.UUIDField(db_index=True)
    field = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    read_value = models.JSONField(null=True, blank=True)
    qualifier = models.CharField(max_length=10, blank=True, default="", choices=terms.Qualifier)
    unit = words(40)
    scope = words(40)
    precision = models.CharField(max_length=10, blank=True, default="", choices=terms.Precision)
    basis = models.CharField(max_length=12, blank=True, default="", choices=terms.Basis)
    passage = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="claims")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="claims")
    row = words(80)
    note = words(400)
    extractor = words(40)
    extractor_version = words(20)
    status = models.CharField(max_length=10, choices=terms.ClaimStatus, default=terms.ClaimStatus.PROPOSED)
    stated_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=36, null=True, blank=True)  # noqa: DJ001 - null pairs with decided_at
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=36, null=True, blank=True)  # noqa: DJ001 - null pairs with settled_at

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "field"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="claim_decided_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="claim_settled_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(status=terms.ClaimStatus.PROPOSED) | Q(decided_at__isnull=False),
                name="claim_status_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} = {self.value}"
