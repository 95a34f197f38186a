"""English that remembers what it was made of, so that a page can say it in the reader's language (`learning.saying`)."""

from __future__ import annotations

from typing import Any


def gettext_noop(text: str) -> str:
    """Return the text itself: the name under which makemessages finds what is to be translated. Rules know no Django."""
    return text


class Said(str):
    """A text with its pattern (marked with `gettext_noop`) and the values in it; a value may itself be said."""

    pattern: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, **values: Any) -> Said:
        said = super().__new__(cls, pattern % values if values else pattern)
        said.pattern, said.values = pattern, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.pattern,), self.values
