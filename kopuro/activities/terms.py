"""Types and states of activities (status numbers: IATI ActivityStatus 2.03), roles, counts, places."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Type(models.TextChoices):
    TRAINING = "training", _("Training")
    WORKSHOP = "workshop", _("Workshop")
    SEMINAR = "seminar", _("Seminar")
    CONFERENCE = "conference", _("Conference")
    STUDY_VISIT = "study_visit", _("Study visit")
    DIALOGUE = "dialogue", _("Dialogue platform")
    MEETING = "meeting", _("Meeting")
    STEERING_COMMITTEE = "steering_committee", _("Steering committee")
    MISSION = "mission", _("Mission")
    CAMP = "camp", _("Camp")
    CAMPAIGN = "campaign", _("Campaign")
    OTHER = "other", _("Other activity")


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("under way")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


IATI_STATUS = {Status.PLANNED: 1, Status.ONGOING: 2, Status.HELD: 4, Status.CANCELLED: 5}


class Mode(models.TextChoices):
    ONSITE = "onsite", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class SeriesKind(models.TextChoices):
    SERIES = "series", _("Series")
    WAVE = "wave", _("Wave")
    ROUND = "round", _("Round")
    TRACK = "track", _("Track")
    INTAKE = "intake", _("Intake")


class PlaceLevel(models.TextChoices):
    VENUE = "venue", _("venue")
    CITY = "city", _("city")
    DISTRICT = "district", _("district")
    REGION = "region", _("region")
    COUNTRY = "country", _("country")
    ONLINE = "online", _("online")


class CountrySet(models.TextChoices):
    """Three sets that must not be mixed."""

    VENUE = "venue", _("where it was")
    PARTICIPANTS = "participants", _("whose staff attended")
    EXPERTS = "experts", _("where the trainers came from")


class OrganisationRole(models.TextChoices):
    ORGANISER = "organiser", _("organiser")
    CO_ORGANISER = "co_organiser", _("co-organiser")
    HOST = "host", _("host")
    FUNDER = "funder", _("funder")
    IMPLEMENTER = "implementer", _("implementer")
    PARTNER = "partner", _("technical partner")
    SENDING = "sending", _("sending agency")
    TRAINERS = "trainers", _("trainers' agency")


class Stage(models.TextChoices):
    """Kept apart: a plan is not an attendance."""

    PLANNED = "planned", _("planned")
    REGISTERED = "registered", _("registered")
    ATTENDED = "attended", _("attended")
    REPORTED = "reported", _("reported")


class CountUnit(models.TextChoices):
    PEOPLE = "people", _("people")
    SESSIONS = "sessions", _("sessions")
    DISTRICTS = "districts", _("districts")
    ORGANISATIONS = "organisations", _("organisations")
    ACTIVITIES = "activities", _("activities")


class Scope(models.TextChoices):
    SESSION = "session", _("this session")
    ACTIVITY = "activity", _("this activity")
    SERIES = "series", _("the whole series")
    PROGRAMME = "programme", _("the programme to date")


class Sex(models.TextChoices):
    FEMALE = "female", _("women")
    MALE = "male", _("men")
    OTHER = "other", _("another")
    UNKNOWN = "unknown", _("not stated")


class LinkKind(models.TextChoices):
    FOLLOWS = "follows", _("follows")
    REPEATS = "repeats", _("repeats")


class MaterialKind(models.TextChoices):
    SLIDES = "slides", _("slides")
    HANDOUT = "handout", _("handout")
    CURRICULUM = "curriculum", _("curriculum")
    AGENDA = "agenda", _("agenda")
    OTHER = "other", _("other material")
