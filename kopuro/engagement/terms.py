"""Rungs of the ladder and kinds of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rung(models.TextChoices):
    """In climbing order; `stalled` and `reopened` happen at any rung and leave it as it is."""

    PRESENTED = "presented", _("presented")
    CONTACT_NAMED = "contact_named", _("contact point named")
    QUESTIONNAIRE_SENT = "questionnaire_sent", _("questionnaire sent")
    QUESTIONNAIRE_BACK = "questionnaire_back", _("questionnaire back")
    MISSION_HELD = "mission_held", _("mission held")
    PLAN_AGREED = "plan_agreed", _("plan agreed")
    RUNNING = "running", _("running")


class Move(models.TextChoices):
    """What a step on the ladder does."""

    CLIMB = "climb", _("reached")
    STALL = "stall", _("stalled")
    REOPEN = "reopen", _("reopened")
    BACK = "back", _("fell back to")


class MeetingKind(models.TextChoices):
    MEETING = "meeting", _("Meeting")
    MISSION = "mission", _("Mission")
    VISIT = "visit", _("Visit")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class PointKind(models.TextChoices):
    AGREED = "agreed", _("agreed point")
    PROMISE = "promise", _("promise")


class RequestStatus(models.TextChoices):
    OPEN = "open", _("open")
    PLANNED = "planned", _("in the plan")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("declined")
