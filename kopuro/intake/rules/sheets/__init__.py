"""Spreadsheets of activities: the header row found, columns understood, rows turned into claims with their cells."""

from kopuro.intake.rules.sheets.mapping import Mapping, fingerprint, headers_at, suggest, unclear
from kopuro.intake.rules.sheets.rows import CellProblem, apply_mapping, letter
from kopuro.intake.rules.sheets.words import FIELDS

__all__ = [
    "FIELDS",
    "CellProblem",
    "Mapping",
    "apply_mapping",
    "fingerprint",
    "headers_at",
    "letter",
    "suggest",
    "unclear",
]
