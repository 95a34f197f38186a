"""The library of scenarios, its reviews and panel ratings; runs and who sits in them.

What happens in a run stands in the event log (`kopuro.rooms.log`), which is the only truth about it. `Run.status` is a
copy of the log's, for lists."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from kopuro.activities.models import Activity
from kopuro.core.columns import Keyed, prose, words
from kopuro.people.models import Account
from kopuro.programme.models import Programme
from kopuro.rooms import terms


class Scenario(Keyed):
    """A fictional story in all its versions."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="scenarios")
    code = models.SlugField(max_length=48)
    title = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="scenario_code_once_in_programme")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("scenario", args=[self.key])


class MediaFile(models.Model):
    """A picture, recording or document of scenarios, kept once however many versions show it."""

    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()

    class Meta:
        app_label = "kopuro"

    def __str__(self) -> str:
        return self.sha256[:12]


class Version(Keyed):
    """The folder of a scenario as it stood. A published version never changes: runs, reviews and ratings rest on it."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=terms.VersionState, default=terms.VersionState.DRAFT)
    files = models.JSONField(default=dict)  # name → text; media apart
    content_hash = words(64)  # of all that a reviewer reads; empty while the schema does not hold
    key_status = words(12)
    minutes = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=list)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "number"], name="version_number_once_in_scenario"),
            models.CheckConstraint(
                condition=models.Q(state="draft", published_at__isnull=True)
                | (models.Q(state="published", published_at__isnull=False) & ~models.Q(content_hash="")),
                name="published_version_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario.title} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("version", args=[self.key])

    @property
    def is_published(self) -> bool:
        return self.state == terms.VersionState.PUBLISHED

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValueError when a published version would change."""
        if self.pk:
            before = Version.objects.filter(pk=self.pk, state=terms.VersionState.PUBLISHED).first()
            if before is not None and (before.files, before.number) != (self.files, self.number):
                raise ValueError("a published version does not change")
        super().save(*args, **kwargs)


class VersionMedia(models.Model):
    version = models.ForeignKey(Version, models.CASCADE, related_name="media")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(MediaFile, models.PROTECT, related_name="uses")

    class Meta:
        app_label = "kopuro"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="media_name_once_in_version")]

    def __str__(self) -> str:
        return self.name


class VersionAuthor(models.Model):
    """Everybody who has changed a version or one it was made from: none of them may review it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="authors")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["version", "account"], name="author_once_per_version")]

    def __str__(self) -> str:
        return f"{self.account_id} of {self.version_id}"


class ScenarioReview(models.Model):
    """What a named reviewer says of a version after reading all of it. A later word of the same person replaces it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="reviews")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    side = models.CharField(max_length=16, choices=terms.Side)
    verdict = models.CharField(max_length=10, choices=terms.Verdict)
    note = prose()
    signed_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["version", "account"], name="one_review_per_reader")]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_verdict_display()}"


class PanelRating(models.Model):
    """How an invited expert rates one fictional case, without seeing the key or the others."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="panel")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    rating_set = models.CharField(max_length=48)
    case = models.CharField(max_length=48)
    value = models.CharField(max_length=48)
    rated_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        constraints = [
            models.UniqueConstraint(
                fields=["version", "account", "rating_set", "case"], name="expert_rates_a_case_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.value}"


class Run(Keyed):
    """One live playing of a version. The log knows it by its key."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="runs")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="runs")
    version = models.ForeignKey(Version, models.PROTECT, related_name="runs")
    title = models.CharField(max_length=300)
    mode = models.CharField(max_length=14, choices=terms.Mode)
    status = models.CharField(max_length=10, choices=terms.RunStatus, default=terms.RunStatus.PREPARED)
    pin = words(12)
    retain_until = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.key])

    @property
    def log_name(self) -> str:
        return str(self.key)


class Seat(models.Model):
    """A seat of the log seen from the house: an account for staff, for a trainee nothing but the hash of the code that
    opens the trainee's own figures. Team, role and call-sign stand in the log.

    The seam to persons: whoever ties a call-sign to a person does it in a table of package `people` that names
    (`run.key`, `seat`) and the person's key, never with a column here, so that dropping that table's rows after the
    retention date leaves a log about nobody."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="seats")
    seat = models.CharField(max_length=8)
    kind = models.CharField(max_length=10, choices=terms.SeatKind)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    code_hash = words(64, db_index=True)
    joined_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "seat"], name="seat_once_in_run"),
            models.UniqueConstraint(
                fields=["run", "account", "kind"], condition=models.Q(account__isnull=False), name="one_seat_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} ({self.get_kind_display()})"
