"""All addresses of the site, for the tests that walk them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# allauth's own pages carry no rule of ours: they let anyone sign in and the signed-in change their own password.
FOREIGN = "allauth."


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def own() -> list[tuple[str, URLPattern]]:
    return [(address, entry) for address, entry in patterns() if not module_of(entry).startswith((FOREIGN, "django."))]


def module_of(entry: URLPattern) -> str:
    return str(getattr(entry.callback, "__module__", ""))
