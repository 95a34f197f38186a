"""What the readers of names hand back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A body by its name: words [first, last), its class and, where the language inflects, its name in the nominative."""

    first: int
    last: int
    group: str
    name: str
