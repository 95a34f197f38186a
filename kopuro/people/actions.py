"""Opening accounts, sign-in links, organisations on first mention."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction

from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.people import access
from kopuro.people.models import Account, Organisation, OrganisationName, SignInLink
from kopuro.people.queries import organisation_by_name, spelling
from kopuro.people.terms import Group, OrganisationKind

LINK_LIFE = timedelta(hours=24)


def secret_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@write("account.open")
def open_account(
    *, actor: Actor, at: datetime, username: str, name: str, group: str, password: str | None = None, **more: object
) -> Account:
    """Raises `Problem` `people.not-allowed` for anyone but an administrator, `people.taken` for a name in use."""
    if not actor.is_administrator:
        raise Problem("people.not-allowed", "Only an administrator opens accounts. Ask yours.", status=403)
    if Account.objects.filter(username__iexact=username).exists():
        raise Problem("people.taken", "This sign-in name is already in use. Choose another.")
    return Account.objects.create_user(username, password, name=name, group=group, joined_at=at, **more)


@write("account.close")
def close_account(*, actor: Actor, at: datetime, account: Account) -> Account:
    """Ends its sign-in links too. An administrator does not close the own account, lest nobody can open one again."""
    if not actor.is_administrator or str(account.key) == actor.key:
        raise Problem("people.not-allowed", "Only another administrator closes this account.", status=403)
    account.is_active = False
    account.save(update_fields=["is_active"])
    SignInLink.objects.filter(account=account).delete()
    return account


@write("account.link")
def give_link(*, actor: Actor, at: datetime, account: Account) -> SignInLink:
    """A fresh link for a person who has no password yet or has lost it; `secret` is on the returned row, this once."""
    if not actor.is_administrator or not account.is_active:
        raise Problem(
            "people.not-allowed", "Only an administrator gives sign-in links, and only for open accounts.", status=403
        )
    secret = make_link(account=account, at=at)
    link = SignInLink.objects.get(account=account)
    link.secret = secret  # type: ignore[attr-defined]
    return link


def make_link(*, account: Account, at: datetime) -> str:
    """A fresh secret; links made earlier for the account end. The secret is returned once and never stored."""
    secret = secrets.token_urlsafe(24)
    SignInLink.objects.filter(account=account).delete()
    SignInLink.objects.create(account=account, secret_hash=secret_hash(secret), made_at=at, expires_at=at + LINK_LIFE)
    return secret


def organisation_named(
    *, name: str, country: str = "", acronym: str = "", kind: str = OrganisationKind.OTHER, group: str = Group.OTHER
) -> Organisation:
    """The organisation written so, made on first mention. Called inside the write that mentions it."""
    name = " ".join(name.split())[:300]
    known = organisation_by_name(name, country)
    if known:
        return known
    organisation, _ = Organisation.objects.get_or_create(
        name=name, country=country, defaults={"acronym": acronym[:40], "kind": kind, "group": group}
    )
    for written in {name, acronym} - {""}:
        add_spelling(organisation=organisation, written=written)
    return organisation


def add_spelling(*, organisation: Organisation, written: str) -> None:
    OrganisationName.objects.get_or_create(
        organisation=organisation, folded=spelling(written), defaults={"written": written[:300]}
    )


def refused() -> Problem:
    return Problem("people.not-allowed", "Only a team whose programme names this body changes it.", status=403)


@write("organisation.describe")
def describe_organisation(
    *, actor: Actor, at: datetime, organisation: Organisation, name: str, acronym: str, kind: str, group: str,
    country: str, about: str, written: list[str],
) -> Organisation:  # fmt: skip
    """The former name stays as a spelling, and `written` adds others, so that documents are still understood. Raises
    `Problem` `people.same-name` when another body of that country is called so."""
    if not access.may_change_organisation(actor, organisation):
        raise refused()
    name = " ".join(name.split())[:300]
    if Organisation.objects.filter(name=name, country=country).exclude(pk=organisation.pk).exists():
        raise Problem("people.same-name", "Another body has this name. If they are one, say that they are the same.")
    for spelled in {organisation.name, name, acronym, *written} - {""}:
        add_spelling(organisation=organisation, written=spelled)
    organisation.name, organisation.acronym, organisation.kind = name, acronym[:40], kind
    organisation.group, organisation.country, organisation.about = group, country, about
    organisation.save()
    return organisation


@write("organisation.join")
def join_organisations(*, actor: Actor, at: datetime, organisation: Organisation, into: Organisation) -> Organisation:
    """Two rows are one body: all that names `organisation` names `into` from now on, and its spellings go along. Raises
    `Problem` `people.same-name` for a body and itself, or when both climb a ladder in one programme."""
    if not all(access.may_join_organisation(actor, one) for one in (organisation, into)):
        raise Problem(
            "people.not-allowed",
            "Only who is on the team of every programme that names both bodies joins them.",
            status=403,
        )
    if organisation.pk == into.pk:
        raise Problem("people.same-name", "Choose another body.")
    for spelled in {organisation.name, organisation.acronym} - {""}:
        add_spelling(organisation=into, written=spelled)
    if into.parent_id == organisation.pk:
        into.parent = organisation.parent
        into.save(update_fields=["parent"])
    for relation in Organisation._meta.related_objects:
        _point_to(relation, organisation, into)
    into.country = into.country or organisation.country
    into.acronym = into.acronym or organisation.acronym
    if into.group == Group.OTHER:
        into.group = organisation.group
    if into.kind == OrganisationKind.OTHER:
        into.kind = organisation.kind
    organisation.delete()
    into.save()
    return into


def _point_to(relation: models.ForeignObjectRel, old: Organisation, new: Organisation) -> None:
    """A row that would stand twice goes (a spelling, a role in an activity); two ladders are two histories and stay."""
    name, model = relation.field.name, relation.related_model
    assert isinstance(model, type) and issubclass(model, models.Model)
    if isinstance(relation, models.ManyToManyRel):
        assert relation.through is not None
        if relation.through._meta.auto_created:
            for row in model._default_manager.filter(**{name: old}):
                getattr(row, name).add(new)
        return
    for row in model._default_manager.filter(**{name: old}):
        setattr(row, name, new)
        try:
            with transaction.atomic():
                row.save(update_fields=[name])
        except IntegrityError as twice:
            if row._meta.related_objects:
                raise Problem(
                    "people.same-name", "Both bodies have a ladder in the same programme. Keep them apart."
                ) from twice
            row.delete()
