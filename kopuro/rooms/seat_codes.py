"""The code that opens a trainee's own figures: derived from the seat, shown on the own station only, kept as a hash."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings


def own_code(run: str, seat: str) -> str:
    """Twelve letters and digits in threes of four; the same for the same seat."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"own figures {run} {seat}".encode(), hashlib.sha256).digest()
    plain = base64.b32encode(made)[:12].decode().lower()
    return "-".join(plain[start : start + 4] for start in (0, 4, 8))


def code_hash(code: str) -> str:
    """Of a code as somebody types it: case, spaces and hyphens don't matter."""
    return hashlib.sha256("".join(code.lower().split()).replace("-", "").encode()).hexdigest()
