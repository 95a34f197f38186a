"""Series, activity, session and all that hangs on them. What a claim states is also kept in columns, so that lists
are quick; `actions.refresh` folds the claims into the columns, and nothing else writes them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kopuro.activities import terms
from kopuro.core.columns import Keyed, prose, words
from kopuro.engagement.models import Request
from kopuro.people.models import Organisation
from kopuro.people.terms import Group
from kopuro.programme.models import Indicator, Programme
from kopuro.sources.models import Claim, Passage
from kopuro.sources.terms import Basis, Precision, Qualifier


class Series(Keyed):
    """A repeated set: waves, rounds, tracks, intakes. Its own counts are never added to those of its members."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="series")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    kind = models.CharField(max_length=10, choices=terms.SeriesKind, default=terms.SeriesKind.SERIES)
    title = models.CharField(max_length=300)
    about = prose()

    class Meta:
        app_label = "kopuro"
        ordering = ["title"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.key])

    def search_text(self) -> str:
        return f"{self.title} {self.about}"


class Activity(Keyed):
    """One workshop, training, mission … `start` and `end` are ISO dates shortened to what is known (2023-08)."""

    title = models.CharField(max_length=400)
    type = models.CharField(max_length=20, choices=terms.Type, default=terms.Type.OTHER)
    status = models.CharField(max_length=10, choices=terms.Status, default=terms.Status.HELD)
    start = words(10)
    end = words(10)
    month_day = models.JSONField(default=list, blank=True)
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)
    date_basis = models.CharField(max_length=12, choices=Basis, default=Basis.UNKNOWN)
    starts_on = models.DateField(null=True, blank=True, db_index=True)
    ends_on = models.DateField(null=True, blank=True)
    mode = models.CharField(max_length=10, blank=True, default="", choices=terms.Mode)
    summary = prose()
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="activities")
    wave = words(60)
    track = words(120)
    no_names = models.BooleanField(default=False)
    programmes = models.ManyToManyField(Programme, through="Running", related_name="activities")
    answers = models.ManyToManyField(Request, related_name="answered_by", blank=True)
    indicators = models.ManyToManyField(Indicator, related_name="activities", blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    people_qualifier = models.CharField(max_length=10, blank=True, default="", choices=Qualifier)
    people_stage = models.CharField(max_length=10, blank=True, default="", choices=terms.Stage)
    conflicts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        ordering = [F("starts_on").desc(nulls_last=True), "-id"]
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["type"]), models.Index(fields=["status"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="activity_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.key])

    def search_text(self) -> str:
        return f"{self.title} {self.summary} {self.track} {self.wave}"


class Running(models.Model):
    """Which programme runs an activity; a joint one has two and counts once in each and once overall."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="runnings")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="runnings")

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["programme", "activity"], name="activity_once_in_programme")]

    def __str__(self) -> str:
        return f"{self.activity_id} in {self.programme_id}"


class Session(Keyed):
    """One sitting: a day, a half-day, a track's block."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=300)
    track = words(120)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    room = words(200)
    language = words(8)
    interpretation = words(60)

    class Meta:
        app_label = "kopuro"
        ordering = [F("starts_at").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    begins = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=300)
    lead = words(200)

    class Meta:
        app_label = "kopuro"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class ActivityPlace(models.Model):
    """A place as written and as validly named at the time, with its level and codes."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="places")
    level = models.CharField(max_length=10, choices=terms.PlaceLevel)
    written = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    country = words(2)
    unit = words(10)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]
        indexes = [models.Index(fields=["country", "unit"])]

    def __str__(self) -> str:
        return self.name


class ActivityCountry(models.Model):
    """One of three country sets; `area` is ISO 3166-1 alpha-2 or a region's name ("Central Asia")."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="countries")
    which = models.CharField(max_length=12, choices=terms.CountrySet)
    area = models.CharField(max_length=40, db_index=True)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["which", "area"]
        constraints = [models.UniqueConstraint(fields=["activity", "which", "area"], name="country_once_per_set")]

    def __str__(self) -> str:
        return f"{self.which} {self.area}"


class ActivityOrganisation(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="activity_roles")
    role = models.CharField(max_length=12, choices=terms.OrganisationRole)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation", "role"], name="organisation_once_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.role}"


class ActivityAudience(models.Model):
    """For whom, in the groups of the wall, with the words of the source."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="audiences")
    group = models.CharField(max_length=20, choices=Group)
    written = words(200)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["group"]
        constraints = [models.UniqueConstraint(fields=["activity", "group", "written"], name="audience_once")]

    def __str__(self) -> str:
        return self.get_group_display()


class ActivityTopic(models.Model):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=60, db_index=True)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["topic"]
        constraints = [models.UniqueConstraint(fields=["activity", "topic"], name="topic_once")]

    def __str__(self) -> str:
        return self.topic


class Count(models.Model):
    """A stated number of people (or sessions, districts …) at one level, with its qualifier and its claim."""

    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="counts")
    series = models.ForeignKey(Series, models.CASCADE, null=True, blank=True, related_name="counts")
    stage = models.CharField(max_length=10, choices=terms.Stage)
    number = models.PositiveIntegerField()
    upper = models.PositiveIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    unit = models.CharField(max_length=15, choices=terms.CountUnit, default=terms.CountUnit.PEOPLE)
    scope = models.CharField(max_length=10, choices=terms.Scope, default=terms.Scope.ACTIVITY)
    mode = models.CharField(max_length=10, blank=True, default="", choices=terms.Mode)
    label = words(200)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, series__isnull=True)
                | Q(activity__isnull=True, series__isnull=False),
                name="count_belongs_to_one_level",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label or self.unit}"


class Quotation(models.Model):
    """An attributed quotation: the words are the passage's, the speaker's name lives in people."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="quotations")
    passage = models.ForeignKey(Passage, models.PROTECT, related_name="quotations")
    speaker = models.UUIDField(null=True, blank=True)
    speaker_role = words(300)
    speaker_group = models.CharField(max_length=20, choices=Group, default=Group.OTHER)
    consent_note = words(300)
    may_be_shown = models.BooleanField(default=False)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"quotation of {self.speaker_role}"


class Material(Keyed):
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="materials")
    kind = models.CharField(max_length=12, choices=terms.MaterialKind, default=terms.MaterialKind.OTHER)
    title = models.CharField(max_length=300)
    file = models.FileField(upload_to="materials", max_length=255)
    language = words(8)
    licence = models.CharField(max_length=100)

    class Meta:
        app_label = "kopuro"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Photo(Keyed):
    """Re-drawn on a new canvas when taken in, so that no metadata survives."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="photos", max_length=255)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(max_length=300)
    credit = models.CharField(max_length=200)
    consent_note = models.CharField(max_length=300)
    shows_groups = models.JSONField(default=list, blank=True)
    may_be_shown = models.BooleanField(default=False)

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.caption


class Participation(models.Model):
    """One person at one activity, by key alone. `group` decides who may see more than a number."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="participations")
    person = models.UUIDField(db_index=True)
    stage = models.CharField(max_length=10, choices=terms.Stage, default=terms.Stage.ATTENDED)
    group = models.CharField(max_length=20, choices=Group, default=Group.OTHER)
    sex = models.CharField(max_length=10, choices=terms.Sex, default=terms.Sex.UNKNOWN)
    age_band = words(10)
    country = words(2)
    days = models.DecimalField(max_digits=5, decimal_places=1, default=1)
    sessions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="person_once_per_activity")]

    def __str__(self) -> str:
        return f"{self.stage} at {self.activity_id}"


class AttendanceSheet(models.Model):
    """The recorded attendances of an activity, folded: how many, tenths of person-days, and `packed` (see `rules.pack`), so
    that a framework over thousands of activities is counted without reading each row again."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="sheet", primary_key=True)
    people = models.PositiveIntegerField()
    tenths = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        app_label = "kopuro"

    def __str__(self) -> str:
        return f"{self.people} at {self.activity_id}"


class Link(models.Model):
    """A later activity points to an earlier one; `written` keeps the words where the earlier one is not in the record."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="links")
    earlier = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="later_links")
    kind = models.CharField(max_length=10, choices=terms.LinkKind, default=terms.LinkKind.FOLLOWS)
    written = words(500)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(earlier=F("activity")), name="activity_does_not_follow_itself")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.kind} {self.earlier_id or self.written}"
