"""Limits: how fast a seat may act, how often a PIN may be guessed. Plain numbers in, yes or no out; time is given."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

KEPT = 20_000  # devices and seats remembered; the longest unseen go first


class Bucket:
    """A token bucket: `burst` at once, `rate` a second after that."""

    __slots__ = ("burst", "left", "rate", "seen")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self.left, self.seen = rate, burst, burst, now

    def take(self, now: float) -> bool:
        self.left = min(self.burst, self.left + (now - self.seen) * self.rate)
        self.seen = now
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def wait(self) -> float:
        """Seconds until the next is allowed."""
        return max(0.0, (1 - self.left) / self.rate)


@dataclass
class Pace:
    """One bucket for each seat (or device), made when it is first seen. `now` is any clock in seconds."""

    rate: float
    burst: float
    buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def allows(self, who: str, now: float) -> float:
        """0 when `who` may act now, else the seconds to wait."""
        bucket = self.buckets.get(who)
        if bucket is None:
            bucket = self.buckets[who] = Bucket(self.rate, self.burst, now)
            if len(self.buckets) > KEPT:
                self.buckets.popitem(last=False)
        else:
            self.buckets.move_to_end(who)
        return 0.0 if bucket.take(now) else bucket.wait()


@dataclass
class Gate:
    """Guards the PIN: a few wrong guesses for each device and address, more for the whole room, then it is shut.

    Only wrong guesses count, so thirty phones behind one address join freely. A shut room is opened by a facilitator
    with one click (`readmit`); devices wait."""

    per_device: int = 5
    per_address: int = 40
    per_room: int = 300
    window: float = 600.0  # seconds after which guesses are forgotten
    wrong: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def refuses(self, device: str, address: str, now: float) -> str:
        """ "device", "address" or "room" when its guesses are used up, else ""."""
        for name, key, most in (
            ("device", f"d {device} {address}", self.per_device),
            ("address", f"a {address}", self.per_address),
            ("room", "all", self.per_room),
        ):
            if len(self._recent(key, now)) >= most:
                return name
        return ""

    def guessed_wrong(self, device: str, address: str, now: float) -> None:
        for key in (f"d {device} {address}", f"a {address}", "all"):
            self._recent(key, now).append(now)
            self.wrong.move_to_end(key)
        while len(self.wrong) > KEPT:
            self.wrong.popitem(last=False)

    def readmit(self) -> None:
        """Forgets all guesses: everybody may try again."""
        self.wrong.clear()

    def _recent(self, key: str, now: float) -> list[float]:
        times = self.wrong.setdefault(key, [])
        while times and times[0] <= now - self.window:
            times.pop(0)
        return times
