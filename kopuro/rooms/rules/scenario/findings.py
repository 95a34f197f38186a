"""What the linter says: file and line, what is wrong, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .text import Place

Level = Literal["error", "warning", "notice"]
"""error: cannot be published; warning: a reviewer must look; notice: said so that nobody is surprised."""


@dataclass(frozen=True)
class Finding:
    place: Place
    level: Level
    code: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {self.wrong} {self.mend} [{self.code}]"
