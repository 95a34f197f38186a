"""Things of a scenario found by what a list calls them, and made where they are new."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from kopuro.rooms.rules.scenario import Text
from kopuro.rooms.rules.scenario.text import CODE, Code

from .words import folded

LATIN = dict(zip("абвгдеёзийклмнопрстуфхцыэөүң", "abvgdeezijklmnoprstufhcyeoun", strict=True)) | {
    "ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip


def code_of(written: str, otherwise: str, taken: Iterable[str] = ()) -> Code:
    """A code like what is written: "Women's group" → `women-s-group`; `otherwise` where nothing of it can stand in a
    code, or is put before a digit. Made different from those `taken`."""
    plain = "".join(LATIN.get(sign, sign) for sign in written.casefold()[:200])
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    if not code or not code[0].isalpha():
        code = f"{otherwise}-{code}"[:40].strip("-")
    known = set(taken)
    made, number = code, 2
    while made in known:
        made, number = f"{code}-{number}", number + 1
    assert CODE.match(made)
    return Code(made)


class Named(Protocol):
    @property
    def code(self) -> Code: ...


N = TypeVar("N", bound=Named)


class Known(Generic[N]):
    """The rows of one list of a scenario by code and by title in any language; `made` are those that a list added."""

    def __init__(
        self, rows: Iterable[N], title: Callable[[N], Text], make: Callable[[Code, str], N], what: str
    ) -> None:
        self.rows = list(rows)
        self.made: list[N] = []
        self._title, self._make, self._what = title, make, what
        self._by: dict[str, N] = {}
        for row in self.rows:
            self._know(row)

    def _know(self, row: N) -> None:
        self._by.setdefault(folded(row.code), row)
        for _language, words in self._title(row).by:
            self._by.setdefault(folded(words), row)

    def told(self) -> list[tuple[str, str, str]]:
        """(what, title, code) of those made."""
        return [(self._what, self._title(row).get(), row.code) for row in self.made]

    def find(self, written: str) -> N | None:
        return self._by.get(folded(written))

    def get(self, written: str) -> N:
        """The one that is called so, made where there is none."""
        row = self.find(written)
        if row is None:
            row = self._make(code_of(written, self._what, [one.code for one in self.rows]), " ".join(written.split()))
            self.rows.append(row)
            self.made.append(row)
            self._know(row)
        return row


def pieces(written: str) -> list[str]:
    """A cell's list: parted by commas, semicolons, slashes, line ends and “and”."""
    parts = re.split(r"[,;\n/&+]|\s(?:and|и)\s", written[:2000])
    return [part for part in (" ".join(part.split()) for part in parts) if part]
