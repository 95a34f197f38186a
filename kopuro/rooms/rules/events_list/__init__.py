"""The master scenario events list (MSEL): a scenario's injects as rows, written, understood, and taken into a draft."""

from .columns import Columns, suggest, unclear
from .rows import Fault, Read, letter, read
from .taken import Taken, begin, into
from .words import PER_LANGUAGE
from .written import rows, titles

__all__ = [
    "PER_LANGUAGE",
    "Columns",
    "Fault",
    "Read",
    "Taken",
    "begin",
    "into",
    "letter",
    "read",
    "rows",
    "suggest",
    "titles",
    "unclear",
]
