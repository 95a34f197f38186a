"""States of claims and kinds of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    NEWS = "news", _("News item")
    PRESS_RELEASE = "press_release", _("Press release")
    NEWSLETTER = "newsletter", _("Newsletter")
    REPORT = "report", _("Report")
    SHEET = "sheet", _("Spreadsheet")
    OTHER = "other", _("Other document")


class ClaimStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    CORRECTED = "corrected", _("corrected")
    REJECTED = "rejected", _("rejected")


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at_least", _("at least")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")
    SEASON = "season", _("season")
    UNKNOWN = "unknown", _("unknown")


class Basis(models.TextChoices):
    STATED = "stated", _("stated in the text")
    COMPLETED = "completed", _("year completed from the page's own date")
    DURATION = "duration", _("end inferred from the duration")
    RELATIVE = "relative", _("resolved from the page's own date")
    UNKNOWN = "unknown", _("unknown")
