"""What every form carries: a key made with the page, so that a form sent twice has one effect."""

from __future__ import annotations

import uuid
from typing import Any

import pycountry
from django import forms
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kopuro.core.templatetags.kopuro_words import country

CENTRAL_ASIA = ("KZ", "KG", "TJ", "TM", "UZ")


class KeyedForm(forms.Form):
    """`once` travels with the form; views hand it to the action as `key`."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = lambda: str(uuid.uuid4())

    @property
    def key(self) -> str:
        return str(self.cleaned_data.get("once") or "")


def key_of(request: HttpRequest) -> str:
    """The key of a form made by hand in a template (`<input name="once">`)."""
    return request.POST.get("once", "")[:64]


class ISODate(forms.CharField):
    """A date shortened to what is known: 2024-02-14, 2024-02 or 2024."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 10)
        options.setdefault("required", False)
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "numeric", "placeholder": "2024-02-14", "autocomplete": "off"}


class Suggesting(forms.TextInput):
    """A line of text with suggestions that the browser offers while one types; works without them."""

    suggestions: tuple[str, ...] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = {**(attrs or {}), "list": f"{name}-suggestions", "autocomplete": "off"}
        options = format_html_join("", '<option value="{}"></option>', ((one,) for one in self.suggestions))
        return format_html(
            '{}<datalist id="{}-suggestions">{}</datalist>', super().render(name, value, attrs, renderer), name, options
        )


def areas() -> list[tuple[str, str]]:
    """The five countries first, then all others by name."""
    names = {one.alpha_2: country(one.alpha_2) for one in pycountry.countries}
    rest = sorted((pair for pair in names.items() if pair[0] not in CENTRAL_ASIA), key=lambda pair: pair[1])
    return [(code, names[code]) for code in CENTRAL_ASIA] + rest
