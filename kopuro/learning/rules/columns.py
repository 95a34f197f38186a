"""What the columns of a table of learning data mean, and how the code of a person becomes a random key."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What each kind of table needs and may have, in the order in which a page asks; `items` is any number of columns.
NEEDS = {
    "answers": ("code", "items"),
    "judgements": ("code", "case", "signal", "response"),
    "ratings": ("code", "unit", "value"),
}
MAY = {
    "answers": ("occasion", "group", "language"),
    "judgements": ("occasion", "confidence", "pair", "trait", "level"),
    "ratings": ("indicator",),
}
# Cyrillic letters that look like Latin ones: who writes “АВ12” at the pre-test and “AB12” after means the same code.
ALIKE = str.maketrans("авекмнорстухіјѕё", "abekmhopctyxijse")


@dataclass(frozen=True)
class Columns:
    """Which column (by position) means what; `items` are the columns of a test, by position, with their names."""

    named: Mapping[str, int]
    items: tuple[tuple[int, str], ...] = ()

    def as_plain(self) -> dict[str, Any]:
        return {"named": dict(self.named), "items": [list(pair) for pair in self.items]}


def alike(code: str) -> str:
    """A code as it is compared: capitals, spaces, and letters that look the same in Latin and Cyrillic don't matter."""
    return "".join(unicodedata.normalize("NFKC", code).casefold().split()).translate(ALIKE)


def key_of(salt: str, code: str) -> uuid.UUID:
    """The random key of a self-made code within one activity (HMAC-SHA-256 under the activity's secret, in hex)."""
    digest = hmac.new(bytes.fromhex(salt), alike(code).encode("utf-8", "replace"), hashlib.sha256).digest()
    return uuid.UUID(bytes=digest[:16], version=4)
