"""Ladders and their steps, meetings and missions, agreed points, requests, initiatives."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kopuro.core.columns import Keyed, prose, words
from kopuro.engagement import terms
from kopuro.people.models import Organisation
from kopuro.programme.models import Programme
from kopuro.sources.models import Claim


class Ladder(Keyed):
    """A programme's way with one agency; `rung` and `stalled` are the fold of its steps, kept for lists."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="ladders")
    country = models.CharField(max_length=2)
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="ladders")
    rung = models.CharField(max_length=20, blank=True, default="", choices=terms.Rung)
    stalled = models.BooleanField(default=False)
    contact_person = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        ordering = ["country", "agency__name"]
        constraints = [models.UniqueConstraint(fields=["programme", "agency"], name="one_ladder_per_agency")]

    def __str__(self) -> str:
        return f"{self.agency} ({self.country})"


class LadderStep(models.Model):
    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10, choices=terms.Move)
    rung = models.CharField(max_length=20, blank=True, default="", choices=terms.Rung)
    on = models.CharField(max_length=10)
    note = words(500)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.on} {self.get_move_display()} {self.get_rung_display()}"


class Meeting(Keyed):
    """A meeting, mission or visit with its purpose, its delegation and what came of it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="meetings")
    kind = models.CharField(max_length=10, choices=terms.MeetingKind)
    status = models.CharField(max_length=10, choices=terms.MeetingStatus, default=terms.MeetingStatus.HELD)
    title = models.CharField(max_length=300)
    country = models.CharField(max_length=2)
    place = words(200)
    online = models.BooleanField(default=False)
    start = words(10)
    end = words(10)
    purpose = prose()
    delegation = prose()
    agencies = models.ManyToManyField(Organisation, related_name="meetings", blank=True)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["-start", "-id"]

    def __str__(self) -> str:
        return self.title

    def search_text(self) -> str:
        return f"{self.title} {self.purpose} {self.place}"


class AgreedPoint(Keyed):
    """What was agreed or promised, by whom, until when."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    kind = models.CharField(max_length=10, choices=terms.PointKind)
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="promises")
    due_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=terms.PointKind.PROMISE) | Q(owner__isnull=False), name="promise_has_owner"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Request(Keyed):
    """What an agency asks for."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="requests")
    country = models.CharField(max_length=2)
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    topic = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    asked_on = words(10)
    status = models.CharField(max_length=10, choices=terms.RequestStatus, default=terms.RequestStatus.OPEN)
    answer = words(500)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["country", "topic", "id"]

    def __str__(self) -> str:
        return self.text


class Initiative(Keyed):
    """What others already do, so that the team sees gaps and overlaps."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="initiatives")
    country = models.CharField(max_length=2)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="initiatives")
    topic = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    start = words(10)
    end = words(10)
    note = words(500)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["country", "topic", "id"]

    def __str__(self) -> str:
        return self.title
