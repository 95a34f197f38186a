"""Finding an organisation by any of its spellings."""

from __future__ import annotations

import re

from kopuro.core.search import fold
from kopuro.people.models import Organisation, OrganisationName

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
