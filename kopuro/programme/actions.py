"""Opening and changing programmes, their partners and codes, members, and the results framework."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.people.actions import organisation_named
from kopuro.people.models import Account, Person, PersonProgramme
from kopuro.people.terms import RoleName
from kopuro.programme import access, terms
from kopuro.programme.models import (
    Classification,
    EnteredActual,
    Indicator,
    Membership,
    Partner,
    Period,
    Programme,
    ProgrammeCountry,
    Result,
    Target,
)
from kopuro.sources import actions as sources


def refused() -> Problem:
    return Problem("programme.not-allowed", "You can't change this programme. Ask its project team.", status=403)


def _may_change(actor: Actor, programme: Programme) -> None:
    if not access.may_change(actor, programme):
        raise refused()


def _may_change_framework(actor: Actor, programme: Programme) -> None:
    if not access.may_change_framework(actor, programme):
        raise refused()


FIELDS = ("title", "objective", "starts_on", "ends_on", "budget", "currency", "parent")


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    if facts.get("starts_on") and facts.get("ends_on") and facts["ends_on"] < facts["starts_on"]:
        raise Problem("programme.dates", "The programme ends before it starts. Mend one of the dates.")
    if facts.get("budget") is not None and not facts.get("currency"):
        raise Problem("programme.budget", "Say in which currency the budget is.")
    if facts.get("budget") is not None and facts["budget"] < 0:
        raise Problem("programme.budget", "A budget is not negative.")
    return {name: facts[name] for name in FIELDS if name in facts}


@write("programme.open")
def open_programme(
    *,
    actor: Actor,
    at: datetime,
    title: str,
    member: Account,
    code: str = "",
    countries: list[str] | None = None,
    **facts: Any,
) -> Programme:
    """`member` becomes its first team member. The code is made from the title when none is given."""
    if not access.may_create(actor):
        raise refused()
    _may_be_under(actor, facts.get("parent"))
    code = slugify(code or title)[:40] or "programme"
    if Programme.objects.filter(code=code).exists():
        raise Problem("programme.code", f"The short name “{code}” is taken. Choose another.")
    programme = Programme.objects.create(
        code=code, title=title, **{k: v for k, v in _checked(facts).items() if k != "title"}
    )
    Membership.objects.create(programme=programme, account=member, role=RoleName.TEAM)
    _set_countries(programme, countries or [])
    return programme


@write("programme.change")
def change_programme(
    *, actor: Actor, at: datetime, programme: Programme, countries: list[str] | None = None, **facts: Any
) -> Programme:
    _may_change(actor, programme)
    if "parent" in facts and facts["parent"] != programme.parent:
        _may_be_under(actor, facts.get("parent"))
    for name, value in _checked(facts).items():
        setattr(programme, name, value)
    parent = programme.parent
    while parent is not None:
        if parent.pk == programme.pk:
            raise Problem("programme.parent", "A programme can't be part of itself. Choose another parent.")
        parent = parent.parent
    programme.save()
    if countries is not None:
        _set_countries(programme, countries)
    return programme


def _may_be_under(actor: Actor, parent: Programme | None) -> None:
    """A parent's figures take in those of its parts, so its own team says which they are."""
    if parent is not None and not access.may_change(actor, parent):
        raise Problem(
            "programme.parent", "Only a team member of the larger programme can take this one in. Ask its team."
        )


def _set_countries(programme: Programme, countries: list[str]) -> None:
    programme.countries.exclude(area__in=countries).delete()
    for area in countries:
        ProgrammeCountry.objects.get_or_create(programme=programme, area=area)


@write("partner.add")
def add_partner(*, actor: Actor, at: datetime, programme: Programme, name: str, role: str) -> Partner:
    _may_change(actor, programme)
    partner, _ = Partner.objects.get_or_create(
        programme=programme, organisation=organisation_named(name=name), role=role
    )
    return partner


@write("partner.remove")
def remove_partner(*, actor: Actor, at: datetime, partner: Partner) -> Programme:
    _may_change(actor, partner.programme)
    partner.delete()
    return partner.programme


@write("classification.set")
def classify(
    *, actor: Actor, at: datetime, programme: Programme, scheme: str, code: str, score: str = ""
) -> Classification:
    """Raises `Problem` `programme.code-list` for a code that its list does not have, `programme.score` for a marker
    without one."""
    _may_change(actor, programme)
    lists: dict[str, dict[str, Any]] = {"sdg": terms.SDG_TARGETS, "purpose": terms.PURPOSES, "marker": terms.MARKERS}
    if code not in lists.get(scheme, {}):
        raise Problem("programme.code-list", "This code is not in the list. Choose one of it.")
    if scheme == terms.Scheme.MARKER and not score:
        raise Problem("programme.score", "A marker needs its score: not targeted, significant, or principal.")
    row, _ = Classification.objects.update_or_create(
        programme=programme, scheme=scheme, code=code, defaults={"score": score if scheme == "marker" else ""}
    )
    return row


@write("classification.remove")
def remove_classification(*, actor: Actor, at: datetime, classification: Classification) -> Programme:
    _may_change(actor, classification.programme)
    classification.delete()
    return classification.programme


@write("member.add")
def add_member(*, actor: Actor, at: datetime, programme: Programme, account: Account, role: str) -> Membership:
    _may_change(actor, programme)
    if role not in RoleName.values or role == RoleName.ADMINISTRATOR:
        raise Problem("programme.role", "Choose one of the roles of a programme.")
    membership, _ = Membership.objects.get_or_create(programme=programme, account=account, role=role)
    return membership


@write("member.remove")
def remove_member(*, actor: Actor, at: datetime, membership: Membership) -> Programme:
    """Ends a role at once. Raises `Problem` `programme.last-member` for the only team member."""
    programme = membership.programme
    _may_change(actor, programme)
    team = programme.memberships.filter(role=RoleName.TEAM, account__is_active=True)
    if membership.role == RoleName.TEAM and not team.exclude(pk=membership.pk).exists():
        raise Problem("programme.last-member", "A programme keeps at least one team member. Add another first.")
    membership.delete()
    return programme


@write("contact.remove")
def remove_contact(*, actor: Actor, at: datetime, programme: Programme, person: Person) -> Programme:
    """Out of this programme's contact book; a person who stands in no book any more is forgotten."""
    if not actor.may("people.change", programme.pk):
        raise refused()
    person.books.filter(programme=programme.key).delete()
    if not person.books.exists() and not person.consents.exists():
        person.delete()
    return programme


@write("contact.add")
def add_contact(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    name: str,
    role: str,
    email: str = "",
    phone: str = "",
    organisation: str = "",
    group: str = "other",
) -> Person:
    """A person in the contact book of the programme; `role` is what people call them about."""
    if not actor.may("people.change", programme.pk):
        raise refused()
    person = Person.objects.create(
        name=name,
        email=email,
        phone=phone,
        group=group,
        organisation=organisation_named(name=organisation) if organisation else None,
    )
    PersonProgramme.objects.create(person=person, programme=programme.key, role=role, is_contact=True)
    return person


def _under(programme: Programme, parent: Result | None, level: str) -> None:
    if parent and (parent.programme_id != programme.pk or int(parent.level) <= int(level)):
        raise Problem(
            "framework.level", "An output stands under an outcome, an outcome under an impact. Choose another parent."
        )


@write("result.add")
def add_result(
    *,
    actor: Actor,
    at: datetime,
    programme: Programme,
    level: str,
    title: str,
    code: str = "",
    parent: Result | None = None,
    donor_label: str = "",
    assumptions: str = "",
) -> Result:
    """Raises `Problem` `framework.level` when the parent is not of a higher level."""
    _may_change_framework(actor, programme)
    _under(programme, parent, level)
    return Result.objects.create(
        programme=programme,
        level=level,
        title=title,
        code=code,
        parent=parent,
        donor_label=donor_label,
        assumptions=assumptions,
    )


@write("result.change")
def change_result(*, actor: Actor, at: datetime, result: Result, **facts: Any) -> Result:
    """Words and place in the tree; the level stays, for its indicators and parts stand on it."""
    _may_change_framework(actor, result.programme)
    parent = facts.get("parent", result.parent)
    _under(result.programme, parent, result.level)
    for name in ("title", "code", "donor_label", "assumptions", "parent"):
        if name in facts:
            setattr(result, name, facts[name])
    result.save()
    return result


INDICATOR = (
    "code", "title", "measure", "contribution", "chosen_only", "activity_types", "countries", "group", "decreasing_is_good",
    "baseline", "baseline_year", "baseline_note", "source_of_verification", "dimensions",
)  # fmt: skip


def _indicator_facts(facts: dict[str, Any]) -> dict[str, Any]:
    if facts.get("baseline") is not None and not facts.get("baseline_year"):
        raise Problem("framework.baseline", "A baseline needs its year.")
    return {name: facts[name] for name in INDICATOR if name in facts}


@write("indicator.add")
def add_indicator(*, actor: Actor, at: datetime, result: Result, **facts: Any) -> Indicator:
    _may_change_framework(actor, result.programme)
    return Indicator.objects.create(result=result, **_indicator_facts(facts))


@write("indicator.change")
def change_indicator(*, actor: Actor, at: datetime, indicator: Indicator, **facts: Any) -> Indicator:
    _may_change_framework(actor, indicator.result.programme)
    for name, value in _indicator_facts(facts).items():
        setattr(indicator, name, value)
    indicator.save()
    return indicator


@write("period.add")
def add_period(
    *, actor: Actor, at: datetime, programme: Programme, label: str, starts_on: date, ends_on: date
) -> Period:
    _may_change_framework(actor, programme)
    if ends_on < starts_on:
        raise Problem("framework.period", "The period ends before it starts. Mend one of the dates.")
    if programme.periods.filter(label=label).exists():
        raise Problem("framework.period", f"There is a period “{label}” already. Choose another name.")
    return Period.objects.create(programme=programme, label=label, starts_on=starts_on, ends_on=ends_on)


def _cell(indicator: Indicator, period: Period, dimension: str, cell: str) -> None:
    if period.programme_id != indicator.result.programme_id:
        raise Problem("framework.period", "This period belongs to another programme.")
    if bool(dimension) != bool(cell):
        raise Problem(
            "framework.cell", "A disaggregated figure needs both the dimension and the cell, such as sex and women."
        )


@write("target.set")
def set_target(
    *,
    actor: Actor,
    at: datetime,
    indicator: Indicator,
    period: Period,
    value: Decimal,
    dimension: str = "",
    cell: str = "",
) -> Target:
    _may_change_framework(actor, indicator.result.programme)
    _cell(indicator, period, dimension, cell)
    row, _ = Target.objects.update_or_create(
        indicator=indicator, period=period, dimension=dimension, cell=cell, defaults={"value": value}
    )
    return row


@write("actual.enter")
def enter_actual(
    *,
    actor: Actor,
    at: datetime,
    indicator: Indicator,
    period: Period,
    value: Decimal,
    source: str,
    dimension: str = "",
    cell: str = "",
) -> EnteredActual:
    """A figure with its source. Raises `Problem` `framework.source` without one, `framework.computed` where rows count."""
    _may_change_framework(actor, indicator.result.programme)
    _cell(indicator, period, dimension, cell)
    if not source.strip():
        raise Problem("framework.source", "A figure that is entered needs its source: a report, a page, a letter.")
    if indicator.contribution != terms.Contribution.ENTERED:
        raise Problem("framework.computed", "This indicator is counted from the record. Add the activities instead.")
    claim = sources.state(
        actor=actor, at=at, subject=indicator.key, field="actual", value=str(value), note=source[:400]
    )
    row, _ = EnteredActual.objects.update_or_create(
        indicator=indicator, period=period, dimension=dimension, cell=cell, defaults={"value": value, "claim": claim}
    )
    return row
