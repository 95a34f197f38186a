"""Programme, partners, classification, members; results, indicators, periods, targets, entered actuals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kopuro.core.columns import Keyed, prose, words
from kopuro.people.models import Account, Organisation
from kopuro.people.terms import RoleName
from kopuro.programme import terms
from kopuro.sources.models import Claim, Document


class Programme(Keyed):
    """The funded undertaking; a project inside a regional programme names it as its parent."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    objective = prose()
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = words(3)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    partners = models.ManyToManyField(Organisation, through="Partner", related_name="programmes")
    documents = models.ManyToManyField(Document, through="Filing", related_name="programmes")
    is_demo = models.BooleanField(default=False)

    class Meta:
        app_label = "kopuro"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(budget__isnull=True) | ~Q(currency=""), name="budget_has_currency"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.code])

    def search_text(self) -> str:
        return f"{self.code} {self.title} {self.objective}"


class ProgrammeCountry(models.Model):
    """ISO 3166-1 alpha-2, or a region's name where the programme says no more."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="countries")
    area = models.CharField(max_length=40)

    class Meta:
        app_label = "kopuro"
        ordering = ["area"]
        constraints = [models.UniqueConstraint(fields=["programme", "area"], name="country_once_in_programme")]

    def __str__(self) -> str:
        return self.area


class Partner(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=10, choices=terms.PartnerRole)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "kopuro"
        ordering = ["role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation", "role"], name="partner_once_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Classification(models.Model):
    """An SDG target, a purpose code or a marker with its score."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="classifications")
    scheme = models.CharField(max_length=10, choices=terms.Scheme)
    code = models.CharField(max_length=10)
    score = models.CharField(max_length=1, blank=True, default="", choices=terms.MarkerScore)

    class Meta:
        app_label = "kopuro"
        ordering = ["scheme", "code"]
        constraints = [models.UniqueConstraint(fields=["programme", "scheme", "code"], name="code_once_in_programme")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"

    @property
    def label(self) -> str:
        lists = {"sdg": terms.SDG_TARGETS, "purpose": terms.PURPOSES, "marker": terms.MARKERS}
        return str(lists[self.scheme].get(self.code, self.code))


class Membership(models.Model):
    """An account's role in a programme; one person may be a donor here and a trainer there."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=15, choices=RoleName)

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["programme", "account", "role"], name="role_once_per_member")]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"


class Filing(models.Model):
    """A document in the file of a programme; one document may be in the files of two."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="filings")
    document = models.ForeignKey(Document, models.CASCADE, related_name="filings")
    filed_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["programme", "document"], name="document_filed_once")]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.programme_id}"


class Result(Keyed):
    """One box of the results framework."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="results")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    level = models.CharField(max_length=1, choices=terms.Level)
    donor_label = words(60)
    code = words(20)
    title = models.CharField(max_length=500)
    assumptions = prose()

    class Meta:
        app_label = "kopuro"
        ordering = ["code", "id"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Indicator(Keyed):
    """What is measured, how activities count towards it, and which ones: an empty filter means all of the programme."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="indicators")
    code = words(20)
    title = models.CharField(max_length=500)
    measure = models.CharField(max_length=1, choices=terms.Measure, default=terms.Measure.UNIT)
    contribution = models.CharField(max_length=20, choices=terms.Contribution, default=terms.Contribution.ENTERED)
    chosen_only = models.BooleanField(default=False)
    activity_types = models.JSONField(default=list, blank=True)
    countries = models.JSONField(default=list, blank=True)
    group = words(20)
    decreasing_is_good = models.BooleanField(default=False)
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline_note = words(400)
    source_of_verification = words(400)
    dimensions = models.JSONField(default=list, blank=True)

    class Meta:
        app_label = "kopuro"
        ordering = ["code", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | Q(baseline_year__isnull=False), name="baseline_has_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class Period(models.Model):
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="periods")
    label = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        app_label = "kopuro"
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "label"], name="period_label_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.label


class Target(models.Model):
    """What was promised for a period; with a dimension, for one cell of it."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    period = models.ForeignKey(Period, models.CASCADE, related_name="targets")
    dimension = models.CharField(max_length=10, blank=True, default="", choices=terms.Dimension)
    cell = words(60)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        app_label = "kopuro"
        ordering = ["period__starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period", "dimension", "cell"], name="target_once_per_cell")
        ]

    def __str__(self) -> str:
        return f"{self.value} by {self.period}"


class EnteredActual(models.Model):
    """A figure reached that no rows of ours can count, with the claim that says where it comes from."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="entered_actuals")
    period = models.ForeignKey(Period, models.CASCADE, related_name="entered_actuals")
    dimension = models.CharField(max_length=10, blank=True, default="", choices=terms.Dimension)
    cell = words(60)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")

    class Meta:
        app_label = "kopuro"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period", "dimension", "cell"], name="actual_once_per_cell")
        ]

    def __str__(self) -> str:
        return f"{self.value} in {self.period}"
