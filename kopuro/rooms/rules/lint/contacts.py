"""Patterns of real contact data, refused line by line in every text of the folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from kopuro.rooms.rules.scenario import Finding, Place
from kopuro.rooms.rules.scenario.tree import MAX_FILE

_RESERVED = re.compile(r"(?:.*\.)?(?:example\.(?:org|com|net)|[a-z0-9-]+\.(?:example|test|invalid)|localhost)\Z")
_MAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[\w-]{2,})")
_HANDLE = re.compile(r"(?<![\w@.])@[a-zA-Z][\w.]{3,}")
_WEB = re.compile(
    r"(?:https?://([\w.-]+))|\b((?:[a-z0-9-]+\.)+(?:com|org|net|info|io|me|ru|kg|kz|uz|tj|tm|рф|eu|int|tv))\b(?![\w@])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[+(]?\d(?:[ .()\-–/]{0,2}\d){5,}")
_DATE = re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\Z")
_YEARS = re.compile(r"(?:1[89]|20)\d\d ?[-–/] ?(?:1[89]|20)\d\d\Z")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+\Z|[1-9]\d{0,2}(?:\.\d{3})+\Z")
_DECIMAL = re.compile(r"\d+\.\d+\Z")
_PASSPORT = re.compile(r"(?<![\w-])(?:[A-ZА-Я]{2}|N|№) ?\d{7,9}(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b")
_HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)


def check(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yields a finding for each line that looks like a way to reach or identify somebody."""
    for name in sorted(files):
        if not name.endswith((".yaml", ".md", ".svg")) or len(files[name]) > MAX_FILE:
            continue
        for number, line in enumerate(files[name].decode("utf-8", "replace").split("\n"), 1):
            for what, seen in contacts_in(line):
                if name.endswith(".svg") and what != "e-mail address":
                    continue
                yield Finding(
                    Place(name, number),
                    "error",
                    "contact",
                    f"'{seen}' looks like a real {what}.",
                    "Nobody may be reachable from a scenario: leave it out, or use example.org.",
                )


def contacts_in(line: str) -> Iterator[tuple[str, str]]:
    """(what, as written) for everything in a line that looks like contact data or an identity number."""
    plain = unicodedata.normalize("NFKC", line[:20_000]).translate(_HIDDEN)
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign for sign in plain)
    for found in _MAIL.finditer(plain):
        if not _RESERVED.match(found[1].lower()):
            yield "e-mail address", found[0]
    for found in _WEB.finditer(_MAIL.sub(" ", plain)):
        host = (found[1] or found[2]).lower().rstrip(".")
        if not _RESERVED.match(host) and host != "www.w3.org":
            yield "web address", host
    for found in _HANDLE.finditer(_MAIL.sub(" ", plain)):
        yield "messenger name", found[0]
    for found in _PASSPORT.finditer(plain):
        yield "document number", found[0]
    for found in _IBAN.finditer(plain):
        yield "account number", found[0]
    for found in _DIGITS.finditer(plain):
        written = found[0].strip(" .()-–/")
        digits = sum(sign.isdigit() for sign in written)
        if any(shape.match(written) for shape in (_DATE, _YEARS, _THOUSANDS, _DECIMAL)):
            continue
        if digits >= 9 or found[0].startswith("+"):
            yield ("identity number" if written.isdigit() and digits >= 12 else "telephone number"), written
        elif digits >= 6 and re.match(r"\(?\d{2,4}\)?[ -]?\d{2,3}[ -]\d{2}[ -]?\d{2}\Z|\d{2,3}-\d{2}-\d{2}\Z", written):
            yield "telephone number", written
