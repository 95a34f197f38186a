"""English that remembers what it was made of, so that a page can say it in the reader's language (`learning.saying`)."""

from __future__ import annotations

from typing import Any


class Said(str):
    """A text with its pattern and the values in it; a value may itself be said."""

    pattern: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, **values: Any) -> Said:
        said = super().__new__(cls, pattern % values if values else pattern)
        said.pattern, said.values = str(pattern), values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.pattern,), self.values


def gettext_noop(pattern: str, **values: Any) -> Said:
    """Say the pattern with its values in English. The name is one of those under which makemessages finds a literal that
    is to be translated; rules know no Django and translate nothing."""
    return Said(pattern, **values)
