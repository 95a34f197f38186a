"""The cast of every story (see docs/testing.md): who they are, and a programme they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.test import Client

from kopuro.core.actor import OUTSIDER, Actor
from kopuro.people.models import Account, Organisation
from kopuro.people.terms import Group, RoleName
from kopuro.programme.models import Membership, Programme, ProgrammeCountry
from kopuro.programme.queries import actor_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MEMBERS = {
    "aida": (RoleName.TEAM, Group.INTERNATIONAL),
    "bakyt": (RoleName.FOCAL_POINT, Group.PRISON),
    "chinara": (RoleName.TRAINER, Group.CIVIL_SOCIETY),
    "daniyar": (RoleName.PARTICIPANT, Group.LAW_ENFORCEMENT),
    "elmira": (RoleName.PARTICIPANT, Group.WOMEN),
    "farid": (RoleName.PARTICIPANT, Group.YOUTH),
    "gulnora": (RoleName.DONOR, Group.INTERNATIONAL),
    "hamid": (RoleName.EVALUATOR, Group.ACADEMIA),
}


@dataclass
class Cast:
    """The programme `leica` with its members, and `other`, where only Aida's colleague of another team works."""

    programme: Programme
    other: Programme
    prison: Organisation
    accounts: dict[str, Account] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return OUTSIDER if name == "zarina" else actor_of(self.accounts[name])

    @property
    def aida(self) -> Actor:
        return self.actor("aida")

    def client(self, name: str) -> Client:
        client = Client()
        if name != "zarina":
            client.force_login(self.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def writing(self, name: str = "aida") -> dict:
        """The actor and time of a write."""
        return {"actor": self.actor(name), "at": NOW}


def gathered() -> Cast:
    leica = Programme.objects.create(
        code="leica", title="Police and civil society together", objective="Prevent together"
    )
    for area in ("KZ", "KG"):
        ProgrammeCountry.objects.create(programme=leica, area=area)
    other = Programme.objects.create(code="other", title="Another programme")
    prison = Organisation.objects.create(name="Prison Service", acronym="PS", country="KG", group=Group.PRISON)
    cast = Cast(leica, other, prison)
    for name, (role, group) in MEMBERS.items():
        account = Account.objects.create(username=name, name=name.capitalize(), group=group, country="KG")
        Membership.objects.create(programme=leica, account=account, role=role)
        cast.accounts[name] = account
    cast.accounts["bakyt"].organisation = prison
    cast.accounts["bakyt"].save()
    return cast
