"""Activities as the team would enter them."""

from __future__ import annotations

from typing import Any

from kopuro.activities.actions import create_activity
from kopuro.activities.models import Activity
from tests.cast import Cast

ALMATY = {"level": "city", "written": "Almaty", "name": "Almaty", "country": "KZ", "unit": "KZ-75"}


def workshop(cast: Cast, **facts: Any) -> Activity:
    """A workshop in Almaty, 14–16 February 2024, about 35 people as reported, organised by LEICA."""
    given = {
        "title": "Police and civil society side by side", "type": "workshop", "status": "held",
        "dates": {"start": "2024-02-14", "end": "2024-02-16", "month_day": []}, "place": [ALMATY],
        "participants.reported": 35, "organisation": [{"name": "LEICA", "role": "organiser"}], **facts,
    }  # fmt: skip
    return create_activity(
        programme=cast.programme, facts={k: v for k, v in given.items() if v is not None}, **cast.writing()
    )
