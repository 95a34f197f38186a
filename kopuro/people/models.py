"""Organisations, persons, consent, accounts. Other packages hold a person's `key`, never the row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kopuro.core.columns import Keyed, prose, words
from kopuro.people import terms


class Organisation(Keyed):
    """A body: ministry, agency, NGO, university, international organisation, funded project."""

    name = models.CharField(max_length=300)
    acronym = words(40)
    kind = models.CharField(max_length=2, choices=terms.OrganisationKind, default=terms.OrganisationKind.OTHER)
    group = models.CharField(max_length=20, choices=terms.Group, default=terms.Group.OTHER)
    country = words(2)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    about = prose()

    class Meta:
        app_label = "kopuro"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="one_organisation_per_name_and_country")
        ]

    def __str__(self) -> str:
        return self.acronym or self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.key])

    def search_text(self) -> str:
        return f"{self.name} {self.acronym} {self.about}"


class OrganisationName(models.Model):
    """Another way an organisation is written: other language, other script, old name. Folded for matching."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    written = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True)

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["organisation", "folded"], name="one_spelling_per_organisation")]

    def __str__(self) -> str:
        return self.written


class Person(Keyed):
    """A human in touch with a programme. Everything else refers to the key."""

    name = models.CharField(max_length=200)
    email = words(254)
    phone = words(40)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="persons")
    position = words(200)
    group = models.CharField(max_length=20, choices=terms.Group, default=terms.Group.OTHER)
    country = words(2)
    retain_until = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "kopuro"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonProgramme(models.Model):
    """In which programme's contact book a person stands; the programme is named by its key, for this table may move
    to a file of its own."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="books")
    programme = models.UUIDField(db_index=True)
    role = words(200)
    is_contact = models.BooleanField(default=False)

    class Meta:
        app_label = "kopuro"
        constraints = [models.UniqueConstraint(fields=["person", "programme"], name="once_in_a_contact_book")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.programme}"


class Consent(models.Model):
    """Permission of a person for one purpose, from a date, until withdrawn."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=terms.Purpose)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    evidence = words(300)

    class Meta:
        app_label = "kopuro"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose}"


class Accounts(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(Keyed, AbstractBaseUser):
    """A login. What it may do stands in its memberships (package programme)."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    email = words(254)
    group = models.CharField(max_length=20, choices=terms.Group, default=terms.Group.OTHER)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="accounts")
    country = words(2)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = Accounts()

    class Meta:
        app_label = "kopuro"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """allauth asks; there is no back door behind it."""
        return False


class SignInLink(models.Model):
    """A link that signs its account in until it expires; only a hash of its secret is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="links")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "kopuro"

    def __str__(self) -> str:
        return f"{self.account_id} until {self.expires_at:%Y-%m-%d %H:%M}"
