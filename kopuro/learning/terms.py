"""When an answer was given, and what a file of learning data holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occasion(models.TextChoices):
    PRE = "pre", _("before")
    POST = "post", _("after")
    LATER = "later", _("call-back")


class FileKind(models.TextChoices):
    ANSWERS = "answers", _("answers to a test")
    JUDGEMENTS = "judgements", _("judgements of fictional cases")
    RATINGS = "ratings", _("ratings of the same cases by several")


class Kirkpatrick(models.IntegerChoices):
    """Levels of Kirkpatrick (1959), as a reporting frame only."""

    REACTION = 1, _("reaction: what they thought of it")
    LEARNING = 2, _("learning: what they know and can")
    BEHAVIOUR = 3, _("behaviour: what they do at work, months later")
    RESULTS = 4, _("results: what changed for people")
