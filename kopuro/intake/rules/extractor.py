"""The one interface through which intake reads a text, and the extractor that is always there: the readers of this package."""

from __future__ import annotations

from datetime import date
from typing import Protocol, runtime_checkable

from kopuro.intake.rules.reading import Reading, read_text


@runtime_checkable
class Extractor(Protocol):
    """Reads a text into activities. `name` and `version` are stored with every claim, so that a later reader's claims can be told apart."""

    name: str
    version: str

    def read(self, text: str, *, source: str, language: str | None, page_date: date | None) -> Reading: ...


class RulesExtractor:
    """The built-in readers: no model, no network, the same answer every time."""

    name = "rules"
    version = "1"

    def read(self, text: str, *, source: str, language: str | None = None, page_date: date | None = None) -> Reading:
        """See `reading.read_text`."""
        return read_text(text, source=source, language=language, page_date=page_date)
