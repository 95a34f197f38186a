"""Readers that a package might bring, for the tests of the child process."""

from __future__ import annotations

from kopuro.core.formats.shape import Found


def upper(data: bytes, limits: object) -> Found:
    """A reader that a package might bring."""
    return Found(data.decode().upper())


def writes(data: bytes, limits: object) -> Found:
    """A reader that does what none may do."""
    with open("/tmp/kopuro-written-by-a-reader", "wb") as file:
        file.write(data)
    return Found("written")
