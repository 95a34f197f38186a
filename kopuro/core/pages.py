"""How a view declares who may open it, and how it answers.

Every view carries exactly one rule; a test walks all addresses and fails on one without. What the person may see of a
thing is then asked of the thing's `visible_to(actor)`: refused and missing look the same.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from kopuro.core.actor import Actor

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """What middleware adds, for the type checker."""

    actor: Actor
    htmx: Any


@dataclass(frozen=True)
class Rule:
    """`name` is for the access matrix in docs; `allows` answers for one actor, errors being a denial."""

    name: str
    allows: Callable[[Actor], bool]


ANYONE = Rule("anyone", lambda actor: True)
SIGNED_IN = Rule("signed in", lambda actor: actor.is_signed_in)
ADMINISTRATOR = Rule("administrator", lambda actor: actor.is_administrator)


def may(verb: str) -> Rule:
    """Those who hold the verb in at least one programme."""
    return Rule(verb, lambda actor: actor.may_somewhere(verb))


def may_any(*verbs: str) -> Rule:
    return Rule(" or ".join(verbs), lambda actor: any(actor.may_somewhere(verb) for verb in verbs))


def page(rule: Rule) -> Callable[[View], View]:
    """Declares a view's rule and keeps it."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not rule.allows(request.actor):
                if not request.actor.is_signed_in:
                    return redirect_to_login(request.get_full_path())
                raise Http404
            return view(request, *args, **kwargs)

        opened.rule = rule  # type: ignore[attr-defined]
        return opened

    return decorate
