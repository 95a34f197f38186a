"""On the command line one acts as a member too: every write has its actor."""

from __future__ import annotations

from dataclasses import replace

from kopuro.core import clock
from kopuro.core.actor import OUTSIDER, Actor
from kopuro.core.problems import Problem
from kopuro.people import actions as people
from kopuro.people.models import Account
from kopuro.people.terms import Group, RoleName
from kopuro.programme.models import Membership, Programme
from kopuro.programme.queries import actor_of


def programme_named(code: str) -> Programme:
    """Raises `Problem` `command.programme` with the names there are."""
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        known = ", ".join(Programme.objects.values_list("code", flat=True)) or "none yet"
        raise Problem("command.programme", f"There is no programme “{code}”. There are: {known}.")
    return programme


def team_member(code: str, username: str | None) -> tuple[Programme, Actor]:
    """The programme and the team member who acts: the one named, or the only one there is."""
    programme = programme_named(code)
    members = Membership.objects.filter(
        programme=programme, role=RoleName.TEAM, account__is_active=True
    ).select_related("account")
    chosen = [one for one in members if username is None or one.account.username == username]
    if len(chosen) != 1:
        names = ", ".join(one.account.username for one in members) or "none"
        raise Problem("command.member", f"Say as which team member with --as. There are: {names}.")
    return programme, actor_of(chosen[0].account)


def link_for(username: str, *, name: str | None, group: str, administrator: bool) -> str:
    """The secret of a fresh link. Whoever sits at the server's keyboard is its administrator; the audit says so."""
    keyboard = replace(OUTSIDER, key="keyboard", is_administrator=True)
    account = Account.objects.filter(username__iexact=username).first()
    if account is None:
        if not name:
            raise Problem("command.account", f"There is no account “{username}”. Add --name to open it.")
        if group not in Group.values:
            raise Problem("command.group", f"There is no group “{group}”. There are: {', '.join(Group.values)}.")
        account = people.open_account(
            actor=keyboard, at=clock.now(), username=username, name=name, group=group, is_administrator=administrator
        )
    link = people.give_link(actor=keyboard, at=clock.now(), account=account)
    return str(link.secret)  # type: ignore[attr-defined]
