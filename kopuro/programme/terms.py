"""Code lists of programmes and results. Numbers are those of the IATI standard 2.03 and the OECD-DAC lists (2024)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerRole(models.TextChoices):
    """IATI OrganisationRole: 1 funding, 2 accountable, 3 extending, 4 implementing; `supporter` is the field's word."""

    FUNDER = "1", _("Funder")
    ACCOUNTABLE = "2", _("Accountable")
    EXTENDING = "3", _("Extending")
    IMPLEMENTER = "4", _("Implementer")
    SUPPORTER = "supporter", _("Supporter")


class Level(models.TextChoices):
    """IATI ResultType: 3 impact, 2 outcome, 1 output."""

    IMPACT = "3", _("Impact")
    OUTCOME = "2", _("Outcome")
    OUTPUT = "1", _("Output")


class Measure(models.TextChoices):
    """IATI IndicatorMeasure."""

    UNIT = "1", _("Unit")
    PERCENTAGE = "2", _("Percentage")
    NOMINAL = "3", _("Nominal")
    ORDINAL = "4", _("Ordinal")
    QUALITATIVE = "5", _("Qualitative")


class Contribution(models.TextChoices):
    """How an activity counts towards an indicator; `entered` means that actuals come from a source, not from rows."""

    ENTERED = "entered", _("entered with a source")
    UNIQUE_PEOPLE = "unique_people", _("unique people")
    PARTICIPATIONS = "participations", _("participations")
    PERSON_DAYS = "person_days", _("person-days")
    SESSIONS = "sessions", _("sessions")
    ACTIVITIES = "activities", _("activities")
    RECOMMENDATIONS = "recommendations", _("recommendations taken up")


class Dimension(models.TextChoices):
    SEX = "sex", _("sex")
    AGE = "age", _("age band")
    COUNTRY = "country", _("country")
    GROUP = "group", _("group")


class Scheme(models.TextChoices):
    SDG = "sdg", _("SDG target")
    PURPOSE = "purpose", _("OECD-DAC purpose code")
    MARKER = "marker", _("OECD-DAC policy marker")


class MarkerScore(models.TextChoices):
    """OECD-DAC: 0 not targeted, 1 significant objective, 2 principal objective."""

    NOT_TARGETED = "0", _("not targeted")
    SIGNIFICANT = "1", _("significant objective")
    PRINCIPAL = "2", _("principal objective")


PURPOSES = {
    "15110": _("Public sector policy and administrative management"),
    "15130": _("Legal and judicial development"),
    "15132": _("Police"),
    "15137": _("Prisons"),
    "15150": _("Democratic participation and civil society"),
    "15160": _("Human rights"),
    "15170": _("Women's rights organisations and movements, and government institutions"),
    "15180": _("Ending violence against women and girls"),
    "15210": _("Security system management and reform"),
    "15220": _("Civilian peace-building, conflict prevention and resolution"),
    "11330": _("Vocational training"),
    "16010": _("Social protection"),
}
MARKERS = {
    "1": _("Gender equality"),
    "2": _("Aid to environment"),
    "3": _("Participatory development/good governance"),
    "10": _("Disability inclusion"),
}
SDG_TARGETS = {
    "4.7": _("Education for peace, human rights and global citizenship"),
    "5.2": _("End violence against women and girls"),
    "5.5": _("Women's full participation in leadership and decisions"),
    "5.c": _("Policies for gender equality"),
    "8.6": _("Fewer young people not in employment, education or training"),
    "10.2": _("Inclusion of all"),
    "16.1": _("Less violence everywhere"),
    "16.2": _("End abuse and violence against children"),
    "16.3": _("Rule of law and equal access to justice"),
    "16.6": _("Effective, accountable and transparent institutions"),
    "16.7": _("Responsive, inclusive, participatory decision-making"),
    "16.10": _("Fundamental freedoms and access to information"),
    "16.a": _("Stronger national institutions against violence, terrorism and crime"),
    "17.9": _("Capacity-building"),
    "17.16": _("Partnerships for sustainable development"),
}
# The subjects of requests, initiatives and activities; intake knows the words for each (a test compares the codes).
TOPICS = {
    "pve": _("Prevention of violent extremism"),
    "radicalisation": _("Radicalisation"),
    "detection": _("Detection of radicalisation"),
    "terrorism": _("Counter-terrorism"),
    "financing": _("Terrorist financing and money laundering"),
    "internet": _("Internet and online extremism"),
    "digital": _("Digital investigation and electronic evidence"),
    "cyber": _("Cybercrime and cybersecurity"),
    "prisons": _("Prisons and violent extremist prisoners"),
    "reintegration": _("Rehabilitation and reintegration"),
    "ftf": _("Foreign terrorist fighters"),
    "borders": _("Border security and management"),
    "crime": _("Organised crime"),
    "drugs": _("Drugs"),
    "trafficking": _("Trafficking in human beings"),
    "weapons": _("Weapons, explosives and CBRN"),
    "investigation": _("Criminal investigation"),
    "prosecution": _("Prosecution and trial of terrorism cases"),
    "judicial": _("Judicial and international cooperation"),
    "intelligence": _("Intelligence and analysis"),
    "intervention": _("Special intervention and crisis response"),
    "community": _("Community policing and public trust"),
    "civil_society": _("Cooperation with civil society"),
    "women": _("Women and gender"),
    "gbv": _("Violence against women and children"),
    "youth": _("Youth"),
    "children": _("Protection of children"),
    "religion": _("Religion and tolerance"),
    "human_rights": _("Human rights and rule of law"),
    "communication": _("Strategic communication and counter-narratives"),
    "media": _("Media and information literacy"),
    "resilience": _("Community resilience and peacebuilding"),
    "education": _("Education and schools"),
    "psychology": _("Psychology and communication skills"),
    "livelihoods": _("Employment and livelihoods"),
    "migration": _("Migration"),
    "policy": _("Strategies and action plans"),
    "needs": _("Needs analysis and project planning"),
    "victims": _("Victims"),
    "corruption": _("Anti-corruption and integrity"),
    "multiagency": _("Multi-agency cooperation"),
    "police_reform": _("Police reform and training methods"),
}
