"""Public keys: UUIDv7, so that they say nothing and still sort by time."""

from __future__ import annotations

import uuid

import uuid6


def new_key() -> uuid.UUID:
    return uuid.UUID(int=uuid6.uuid7().int)
