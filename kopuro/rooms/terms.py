"""States, modes and sides of the library and of runs, with the words people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Side(models.TextChoices):
    """From which side a reviewer reads; one of the two has to come from the first or second."""

    HUMAN_RIGHTS = "human_rights", _("human rights")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    LAW_ENFORCEMENT = "law_enforcement", _("law enforcement")
    JUSTICE = "justice", _("justice")
    EDUCATION = "education", _("education")
    HEALTH = "health", _("health")
    ACADEMIA = "academia", _("academia")
    OTHER = "other", _("other")


OUTSIDE_SIDES = (Side.HUMAN_RIGHTS, Side.CIVIL_SOCIETY)


class Verdict(models.TextChoices):
    APPROVED = "approved", _("may be run for trainees")
    RETURNED = "returned", _("has to be changed first")


class Mode(models.TextChoices):
    TRAINING = "training", _("training")
    REHEARSAL = "rehearsal", _("rehearsal")
    DEMONSTRATION = "demonstration", _("demonstration")


class RunStatus(models.TextChoices):
    PREPARED = "prepared", _("prepared")
    OPEN = "open", _("open for joining")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")
    DEBRIEF = "debrief", _("in debrief")
    SEALED = "sealed", _("sealed")


STATUS_KINDS = {"running": "accent", "open": "open", "paused": "open", "sealed": "done"}


class SeatKind(models.TextChoices):
    """HSEEP names; a trainee takes a seat with the PIN, the others by their account."""

    DIRECTOR = "director", _("Director")
    CONTROLLER = "controller", _("Controller")
    ROLEPLAYER = "roleplayer", _("Role-player")
    EVALUATOR = "evaluator", _("Evaluator")
    WELLBEING = "wellbeing", _("Wellbeing officer")
    SCREEN = "screen", _("Screen")
    TRAINEE = "trainee", _("Trainee")


LEADERS = (SeatKind.DIRECTOR, SeatKind.CONTROLLER)

MARKS = {
    "P": _("Performed without challenges"),
    "S": _("Performed with some challenges"),
    "M": _("Performed with major challenges"),
    "U": _("Unable to be performed"),
}

CHANNELS = {
    "in_person": _("in person"),
    "radio": _("radio"),
    "phone": _("phone"),
    "mail": _("mail"),
    "chat": _("message"),
    "letter": _("letter"),
    "news": _("news"),
    "notice": _("notice"),
}

INJECT_KINDS = {
    "information": _("information"),
    "task": _("task"),
    "document": _("document"),
    "media": _("media"),
    "message": _("message"),
    "case": _("cases to rate"),
    "poll": _("poll"),
    "decision": _("decision"),
    "reflection": _("reflection"),
    "pause": _("pause"),
}

# What a column of an events list may mean, and how its times are counted (`rules/events_list`).
LIST_COLUMNS = {
    "number": _("number"),
    "code": _("code"),
    "phase": _("phase"),
    "time": _("time"),
    "condition": _("condition"),
    "kind": _("kind"),
    "from": _("from"),
    "channel": _("channel"),
    "to": _("to (teams or roles)"),
    "to teams": _("to teams"),
    "to roles": _("to roles"),
    "storyline": _("storyline"),
    "title": _("title"),
    "text": _("text"),
    "expected action": _("expected action"),
    "objective": _("objective"),
    "criteria": _("criteria"),
    "deadline": _("deadline"),
    "contingency": _("in reserve"),
    "acknowledgement": _("needs acknowledgement"),
    "alternatives group": _("alternatives group"),
    "responsible": _("who is responsible"),
    "remarks": _("remarks"),
}
LIST_AXES = (
    ("start", _("hours and minutes from the start of the exercise")),
    ("clock", _("times of day")),
    ("phase", _("time from the beginning of their phase")),
)
