"""Who is the actor behind an account; a programme with all its parts."""

from __future__ import annotations

from typing import Any

from kopuro.core.actor import OUTSIDER, Actor
from kopuro.people.models import Account
from kopuro.people.roles import verbs_of
from kopuro.people.terms import RoleName
from kopuro.programme.models import Membership, Programme


def actor_of(account: Any) -> Actor:
    """One query; an anonymous or closed account is an outsider."""
    if not isinstance(account, Account) and not getattr(account, "is_authenticated", False):
        return OUTSIDER
    if not account.is_active:
        return OUTSIDER
    verbs: dict[int, frozenset[str]] = {}
    labels = [RoleName.ADMINISTRATOR.label] if account.is_administrator else []
    for membership in Membership.objects.filter(account_id=account.pk):
        held = verbs.get(membership.programme_id, frozenset())
        verbs[membership.programme_id] = held | verbs_of(membership.role)
        label = RoleName(membership.role).label
        if label not in labels:
            labels.append(label)
    return Actor(
        key=str(account.key),
        name=account.name,
        role_label=", ".join(str(label) for label in labels),
        verbs=verbs,
        is_administrator=account.is_administrator,
        group=account.group,
        organisation_id=account.organisation_id,
        country=account.country,
    )


def family(programme: Programme) -> list[int]:
    """The programme and its parts, and theirs: a regional programme reports what its projects do. One query for each
    level; a ring (which `change_programme` refuses) would still end. Kept on the instance, which a page reads once and
    asks many times; one whose parts change has to be read again."""
    known: list[int] | None = getattr(programme, "_family", None)
    if known is not None:
        return known
    found = [programme.pk]
    level = [programme.pk]
    while level:
        level = list(Programme.objects.filter(parent_id__in=level).exclude(pk__in=found).values_list("pk", flat=True))
        found += level
    programme._family = found  # type: ignore[attr-defined]
    return found
