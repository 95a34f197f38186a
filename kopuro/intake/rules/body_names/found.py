"""What the readers of names hand back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its name: words [first, last), its class and, where the language inflects, its name in the nominative."""

    first: int
    last: int
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class BodyFound:
    """A body named in the text: characters [start, end), the name to show, its class, whether it is only a kind of body ("prosecutors' offices")
    and the country it belongs to where the name says so ("" otherwise). `written` is the text as it stands."""

    start: int
    end: int
    name: str
    group: str
    general: bool
    country: str
    written: str
