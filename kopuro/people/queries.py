"""Finding an organisation by any of its spellings; who an account is, for those who may know."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from kopuro.core.actor import Actor
from kopuro.core.search import fold
from kopuro.people.models import Account, Organisation, OrganisationName

ARTICLES = re.compile(r"^(the|la|le|les|l'|l’)\s*", re.IGNORECASE)


def spelling(written: str) -> str:
    """The folded form under which spellings are compared: no articles, quotes, dots or double spaces."""
    bare = re.sub(r"[“”«»\"'’‘.]", "", ARTICLES.sub("", written.strip()))
    return fold(bare)[:300]


def organisation_by_name(written: str, country: str = "") -> Organisation | None:
    """The organisation that is written so; where two countries have one of that name, the country's own."""
    rows = OrganisationName.objects.filter(folded=spelling(written)).select_related("organisation")
    found = [row.organisation for row in rows]
    if len({organisation.pk for organisation in found}) > 1 and country:
        found = [organisation for organisation in found if organisation.country == country] or found
    return found[0] if found else None


def names_of_accounts(actor: Actor, keys: set[str]) -> dict[str, str]:
    """Who did something: by name for those who read people, “you” for oneself, for others the office alone."""
    found: dict[str, str] = {}
    if actor.may_somewhere("people.read"):
        rows = Account.objects.filter(key__in=[key for key in keys if len(key) == 36])
        found = {str(key): name for key, name in rows.values_list("key", "name")}
    words = {key: found.get(key, _("the project team")) for key in keys}
    if "keyboard" in words:
        words["keyboard"] = _("the administrator")
    if actor.key in words:
        words[actor.key] = _("you")
    return words
