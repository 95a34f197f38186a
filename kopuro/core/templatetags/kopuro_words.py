"""Codes to the words of the reader."""

from __future__ import annotations

import gettext
from functools import cache

import pycountry
from django import template
from django.utils.translation import get_language

register = template.Library()


@cache
def _countries(language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)


@cache
def _name(code: str, language: str) -> str:
    country = pycountry.countries.get(alpha_2=code) if len(code) == 2 else None
    if country is None:
        return code
    return _countries(language).gettext(getattr(country, "common_name", country.name))


@register.filter
def country(code: str) -> str:
    """KZ → Kazakhstan, in the reader's language; a region's name stays as it is."""
    return _name(code, get_language() or "en")


@register.filter
def unit(code: str) -> str:
    """KZ-MAN → Mangghystaū oblysy as ISO 3166-2 writes it; an unknown code stays."""
    found = pycountry.subdivisions.get(code=code) if code else None
    return found.name if found else code
