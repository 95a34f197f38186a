"""The shape of a write: one transaction, the audit line inside, and a retry that gets the first answer.

    @write("series.create")
    def create_series(*, actor: Actor, at: datetime, programme: Programme, title: str) -> Series: ...

Callers may add `key="…"` (made by the client); the same key from the same actor returns the thing made first.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction

from kopuro.core.models import AuditLine, DoneOnce
from kopuro.core.problems import Problem

R = TypeVar("R")


class _Lost(Exception):
    """Another request with the same key committed first; nothing of ours is kept."""


def write(verb: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Makes a function an action. Raises `Problem` `core.reused-key` when a key comes back for another verb."""

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def action(*args: Any, **kwargs: Any) -> R:
            key: str = kwargs.pop("key", "") or ""
            actor, at = kwargs["actor"], kwargs["at"]
            if key and (done := _done(actor.key, key, verb)):
                return done[0]
            try:
                with transaction.atomic():
                    thing = function(*args, **kwargs)
                    changed = [name for name in kwargs if name not in ("actor", "at")]
                    _record(verb, actor.key, at, thing, changed, key)
                    return thing
            except _Lost:
                done = _done(actor.key, key, verb)
                if done is None:
                    raise
                return done[0]

        action.verb = verb  # type: ignore[attr-defined]
        return action

    return decorate


def _done(actor: str, key: str, verb: str) -> tuple[Any] | None:
    row = DoneOnce.objects.filter(actor=actor, key=key).first()
    if row is None:
        return None
    if row.verb != verb:
        raise Problem(
            "core.reused-key", "This form was already used for something else. Reload the page and try again."
        )
    if not row.kind:
        return (None,)
    return (apps.get_model(row.kind)._default_manager.filter(pk=row.thing_id).first(),)


def _record(verb: str, actor: str, at: Any, thing: Any, changed: list[str], key: str) -> None:
    saved = isinstance(thing, models.Model)
    label = thing._meta.label if saved else ""
    AuditLine.objects.create(
        at=at,
        actor=actor,
        verb=verb,
        kind=label,
        thing=str(getattr(thing, "key", thing.pk)) if saved else "",
        fields=changed,
    )
    if key:
        try:
            with transaction.atomic():
                DoneOnce.objects.create(
                    key=key, actor=actor, verb=verb, kind=label, thing_id=thing.pk if saved else None, at=at
                )
        except IntegrityError as error:
            raise _Lost from error
