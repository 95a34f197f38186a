"""Recommendation → response → action → the activity or product that carries it out → uptake."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kopuro.activities.models import Activity, Session
from kopuro.core.columns import Keyed, prose, words
from kopuro.followup import terms
from kopuro.people.models import Organisation
from kopuro.programme.models import Programme
from kopuro.sources.models import Claim, Passage


class Recommendation(Keyed):
    """Advice that came out of an activity, a session or a passage of a document."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="recommendations")
    text = models.CharField(max_length=1000)
    type = models.CharField(max_length=12, choices=terms.RecommendationType, default=terms.RecommendationType.OTHER)
    addressee = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="recommendations")
    addressee_written = words(300)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="recommendations")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="recommendations")
    passage = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="recommendations")
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")
    made_on = words(10)
    created_at = models.DateTimeField()
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="told_again")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        app_label = "kopuro"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.key])

    def search_text(self) -> str:
        return f"{self.text} {self.addressee_written}"


class Response(models.Model):
    """What the addressee answers; a later response replaces an earlier one and both are kept."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="responses")
    answer = models.CharField(max_length=10, choices=terms.Answer)
    why = prose()
    by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="responses")
    on = models.DateField()
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=terms.Answer.ACCEPTED) | ~Q(why=""), name="answer_short_of_yes_says_why"
            )
        ]

    def __str__(self) -> str:
        return self.get_answer_display()


class Action(Keyed):
    """A step with an owner and a date; `carried_out_by` is the activity that does it."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="actions")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    carried_out_by = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="carries_out")
    product = words(400)

    class Meta:
        app_label = "kopuro"
        ordering = [F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return self.text


class Uptake(models.Model):
    """Proof that advice was used."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="uptakes")
    kind = models.CharField(max_length=10, choices=terms.UptakeKind)
    text = models.CharField(max_length=500)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="uptakes")
    passage = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="uptakes")
    on = words(10)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
