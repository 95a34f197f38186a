"""Recording who took part, by key alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.conf import settings

from kopuro.activities import access
from kopuro.activities.actions.facts import refused
from kopuro.activities.actions.folding import fold_attendance
from kopuro.activities.models import Activity, Participation
from kopuro.activities.rules import Attendee, read_list
from kopuro.core.actor import Actor
from kopuro.core.writing import write
from kopuro.programme.models import Programme


@write("participation.record")
def record_participations(
    *, actor: Actor, at: datetime, activity: Activity, attendees: Iterable[Attendee], is_whole: bool = False
) -> Activity:
    """Adds or corrects the rows of an activity, one per person. `is_whole`: who is not among them was not there."""
    if not access.may_change(actor, activity):
        raise refused()
    rows = [Participation(activity=activity, **asdict(attendee)) for attendee in attendees]
    if is_whole:
        activity.participations.all().delete()
    Participation.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["activity", "person"],
        update_fields=["stage", "group", "sex", "age_band", "country", "days", "sessions"],
    )  # fmt: skip
    fold_attendance(activity)
    return activity


def attendees_of(
    activity: Activity,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    first_row: int,
    programme: Programme | None,
) -> tuple[list[Attendee], list[str]]:
    """A list as a team keeps it, with the codes turned into keys: within `programme` a code is always the same person,
    without one it means somebody in this list alone. See `rules.read_list` for what is refused."""
    scope = str(programme.key if programme else activity.key)
    salt = hmac.new(settings.SECRET_KEY.encode(), f"attendance {scope}".encode(), hashlib.sha256).digest()
    return read_list(headers, rows, salt=salt, first_row=first_row)
