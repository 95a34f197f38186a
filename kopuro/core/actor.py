"""Who acts or looks. Every read and write takes one; the outsider is one too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Actor:
    """What a person may do, per programme, as verbs such as `activity.read`; made once per request."""

    key: str = ""
    name: str = ""
    role_label: str = ""
    verbs: Mapping[int, frozenset[str]] = field(default_factory=dict)
    is_administrator: bool = False
    group: str = ""
    organisation_id: int | None = None
    country: str = ""

    @property
    def is_signed_in(self) -> bool:
        return bool(self.key)

    def may(self, verb: str, programme_id: int | None) -> bool:
        return verb in self.verbs.get(programme_id or 0, frozenset())

    def may_somewhere(self, verb: str) -> bool:
        return any(verb in verbs for verbs in self.verbs.values())

    def within(self, verb: str) -> Actor:
        """The same person, seen only in the programmes where the verb is held (what may be exported, say)."""
        return replace(self, verbs={programme: held for programme, held in self.verbs.items() if verb in held})

    def programmes(self, verb: str) -> list[int]:
        """Ids of the programmes in which this actor may do it, for `…__in` lookups."""
        return sorted(programme for programme, verbs in self.verbs.items() if verb in verbs)


OUTSIDER = Actor()
