"""Types of recommendations, answers, states of actions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecommendationType(models.TextChoices):
    CAPACITY = "capacity", _("capacity and training")
    COOPERATION = "cooperation", _("cooperation and exchange")
    LAW = "law", _("law and policy")
    INSTITUTION = "institution", _("institution and resources")
    COMMUNITY = "community", _("community and trust")
    RESEARCH = "research", _("research and data")
    OTHER = "other", _("other")


class Answer(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("accepted in part")
    NOT = "not", _("not accepted")


class UptakeKind(models.TextChoices):
    ACTIVITY = "activity", _("an activity carried it out")
    PRODUCT = "product", _("a product came of it")
    PRACTICE = "practice", _("practice or rule changed")
