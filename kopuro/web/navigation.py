"""What the head of every page shows: who is here, where one can go, which programme is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.core.actor import OUTSIDER


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", OUTSIDER)
    if not actor.is_signed_in:
        return {"actor": actor, "navigation": []}
    wanted = [("home", _("Home"), True)]
    wanted += [
        ("activities", _("Activities"), actor.may_somewhere("activity.read")),
        ("rooms", _("Rooms"), actor.may_somewhere("room.read")),
        ("recommendations", _("Recommendations"), actor.may_somewhere("followup.read")),
        (
            "engagement",
            _("Engagement"),
            actor.may_somewhere("engagement.read") or actor.may_somewhere("engagement.read_own"),
        ),
        ("framework", _("Results"), actor.may_somewhere("framework.read")),
        ("documents", _("Sources"), actor.may_somewhere("source.read")),
        ("search", _("Search"), True),
        ("accounts", _("Accounts"), actor.is_administrator),
    ]
    here = request.path
    entries = []
    for name, label, shown in wanted:
        if shown:
            url = reverse(name)
            entries.append(Entry(label, url, here == url or (url != "/" and here.startswith(url))))
    return {"actor": actor, "navigation": entries, "may_take_along": actor.may_somewhere("report.export")}
