"""States of a card under review."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CardStatus(models.TextChoices):
    PROPOSED = "proposed", _("to review")
    ACCEPTED = "accepted", _("accepted")
    MERGED = "merged", _("merged")
    REJECTED = "rejected", _("rejected")
