"""Which things are found by words, and by which road each kind is read."""

from __future__ import annotations

from kopuro.activities.models import Activity, Series
from kopuro.core.search import searchable
from kopuro.engagement.models import Meeting
from kopuro.followup.models import Recommendation
from kopuro.people.models import Organisation
from kopuro.programme.models import Programme
from kopuro.sources.models import Document


def install() -> None:
    searchable("programme", Programme)
    searchable("series", Series)
    searchable("activity", Activity)
    searchable("meeting", Meeting)
    searchable("recommendation", Recommendation)
    searchable("organisation", Organisation)
    searchable("document", Document)
