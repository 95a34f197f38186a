"""Groups of the wall, kinds of organisations, roles, purposes of consent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """The wall stands between these groups (docs/privacy.md)."""

    LAW_ENFORCEMENT = "law_enforcement", _("law enforcement")
    JUSTICE = "justice", _("justice and prosecution")
    PRISON = "prison", _("prison and probation")
    GOVERNMENT = "government", _("other public bodies")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    WOMEN = "women", _("women's groups")
    YOUTH = "youth", _("youth")
    RELIGIOUS = "religious", _("religious communities")
    ACADEMIA = "academia", _("academia")
    MEDIA = "media", _("media")
    INTERNATIONAL = "international", _("international organisations")
    OTHER = "other", _("others")


PROTECTED_GROUPS = (Group.CIVIL_SOCIETY, Group.WOMEN, Group.YOUTH, Group.RELIGIOUS)


class OrganisationKind(models.TextChoices):
    """OECD/IATI OrganisationType 3.0, shortened to what the field uses; the number is IATI's."""

    GOVERNMENT = "10", _("Government")
    LOCAL_GOVERNMENT = "11", _("Local government")
    OTHER_PUBLIC = "15", _("Other public sector")
    NGO_INTERNATIONAL = "21", _("International NGO")
    NGO_NATIONAL = "22", _("National NGO")
    PARTNERSHIP = "30", _("Public-private partnership")
    MULTILATERAL = "40", _("Multilateral")
    FOUNDATION = "60", _("Foundation")
    PRIVATE = "70", _("Private sector")
    ACADEMIC = "80", _("Academic, training and research")
    OTHER = "90", _("Other")


class RoleName(models.TextChoices):
    TEAM = "team", _("Project team")
    TRAINER = "trainer", _("Trainer")
    FOCAL_POINT = "focal_point", _("National focal point")
    DONOR = "donor", _("Donor")
    EVALUATOR = "evaluator", _("Evaluator")
    PARTICIPANT = "participant", _("Participant")
    ADMINISTRATOR = "administrator", _("Administrator")


class Purpose(models.TextChoices):
    CONTACT = "contact", _("be contacted about the programme")
    PHOTO = "photo", _("appear in published photos")
    QUOTATION = "quotation", _("be quoted with name")
    LIST = "list", _("be named in a list of participants given to the host")
