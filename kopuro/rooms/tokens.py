"""Seat tokens: who holds one sits on that seat of that run. Signed, so that no look-up is needed to believe it."""

from __future__ import annotations

import functools
import hashlib
import hmac
import re
from typing import NamedTuple

_SHAPE = re.compile(r"([0-9A-Za-z-]{1,64})\.(s\d{1,6})\.([0-9a-f]{40})\Z")


class Claim(NamedTuple):
    run: str
    seat: str


def derive(secret: str) -> bytes:
    """The key for seats out of the product's secret key: useless for anything else."""
    return hmac.new(secret.encode(), b"kopuro.rooms.seat", hashlib.sha256).digest()


def token(key: bytes, run: str, seat: str) -> str:
    """The token of a seat, `<run>.<seat>.<signature>`."""
    return f"{run}.{seat}.{_sign(key, run, seat)}"


def _sign(key: bytes, run: str, seat: str) -> str:
    return hmac.new(key, f"{run}.{seat}".encode(), hashlib.sha256).hexdigest()[:40]


@functools.lru_cache(maxsize=8192)
def claim(key: bytes, given: str) -> Claim | None:
    """What a token proves; None when it is forged, cut or none at all."""
    shape = _SHAPE.match(given)
    if not shape or not hmac.compare_digest(_sign(key, shape[1], shape[2]), shape[3]):
        return None
    return Claim(shape[1], shape[2])
