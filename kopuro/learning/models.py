"""Learning data under random keys: answers, judgements, ratings. No name and no code of a person is kept.

`Answer` is also the seam for tests taken on a phone (a later issue on instruments): key, instrument and version, item,
answer, time.
"""

from __future__ import annotations

import secrets

from django.db import models

from kopuro.activities.models import Activity
from kopuro.core.columns import Keyed, words
from kopuro.learning import terms
from kopuro.programme.models import Programme


def new_salt() -> str:
    return secrets.token_hex(32)


class Pairing(models.Model):
    """The secret that turns a self-made code into a random key within one activity, so that before and after pair and
    nobody can find the code from the key. Throwing the row away makes the keys final."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="pairing")
    salt = models.CharField(max_length=64, default=new_salt)

    class Meta:
        app_label = "kopuro"

    def __str__(self) -> str:
        return f"pairing of {self.activity_id}"


class LearningFile(Keyed):
    """A table that a trainer or evaluator took in, or a sealed room; with its code book."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="learning_files")
    kind = models.CharField(max_length=12, choices=terms.FileKind)
    title = models.CharField(max_length=200)
    instrument = words(120)
    version = words(40)
    rows = models.PositiveIntegerField()
    code_book = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64)
    taken_in_at = models.DateTimeField()
    taken_in_by = words(36)

    class Meta:
        app_label = "kopuro"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["activity", "fingerprint"], name="learning_file_taken_in_once")]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    """One answer of one key to one item; `score` is what it counts (0/1, or points), empty where it was not given."""

    file = models.ForeignKey(LearningFile, models.CASCADE, related_name="answers")
    key = models.UUIDField(db_index=True)
    occasion = models.CharField(max_length=6, choices=terms.Occasion)
    item = models.CharField(max_length=80)
    answer = words(200)
    score = models.FloatField(null=True, blank=True)
    group = words(40)
    language = words(8)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["file", "key", "occasion", "item"], name="one_answer_per_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.occasion}"


class Judgement(models.Model):
    """One seat's judgement of one fictional case: was it a signal, did the seat say so, how sure."""

    file = models.ForeignKey(LearningFile, models.CASCADE, related_name="judgements")
    seat = models.UUIDField(db_index=True)
    occasion = models.CharField(max_length=6, choices=terms.Occasion, default=terms.Occasion.POST)
    case = models.CharField(max_length=80)
    pair = words(80)
    trait = words(80)
    level = words(80)
    signal = models.BooleanField(null=True, blank=True)
    response = models.FloatField(null=True, blank=True)
    confidence = models.FloatField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        constraints = [
            models.UniqueConstraint(fields=["file", "seat", "occasion", "case"], name="one_judgement_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.occasion}"


class RatingGiven(models.Model):
    """One rater's value for one unit on one indicator."""

    file = models.ForeignKey(LearningFile, models.CASCADE, related_name="ratings")
    rater = models.UUIDField(db_index=True)
    unit = models.CharField(max_length=80)
    indicator = words(80)
    value = models.FloatField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        constraints = [
            models.UniqueConstraint(
                fields=["file", "rater", "unit", "indicator"], name="one_rating_per_unit_and_indicator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.indicator}"


class LearningMapping(models.Model):
    """Which column means what, remembered by the headers."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="learning_mappings")
    kind = models.CharField(max_length=12, choices=terms.FileKind)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "fingerprint"], name="one_learning_mapping_per_headers"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint[:8]
