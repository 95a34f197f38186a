"""Opening accounts, sign-in links, organisations on first mention."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
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
