"""Counts of people and of other things, as documents state them; never a year, an age, a share or a telephone number."""

from kopuro.intake.rules.counts.found import CountFound
from kopuro.intake.rules.counts.read import find_counts
from kopuro.intake.rules.counts.totals import Total, participant_total

__all__ = ["CountFound", "Total", "find_counts", "participant_total"]
