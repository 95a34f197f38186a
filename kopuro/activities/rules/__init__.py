"""What an activity shows and counts, on plain values."""

from kopuro.activities.rules.attendance import Attendee, heading_of, pack, read_list, unpack
from kopuro.activities.rules.folding import (
    LIKELY,
    MANY,
    NAMES,
    SINGLE,
    STAGES,
    Fact,
    Shown,
    checked_dates,
    dates_of,
    fold,
    likeness,
)
from kopuro.core.partial_dates import first_day, last_day, precision

__all__ = [
    "LIKELY", "MANY", "NAMES", "SINGLE", "STAGES", "Attendee", "Fact", "Shown", "checked_dates", "dates_of", "first_day", "fold",
    "heading_of", "last_day", "likeness", "pack", "precision", "read_list", "unpack",
]  # fmt: skip
