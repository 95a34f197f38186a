"""What every form carries: a key made with the page, so that a form sent twice has one effect."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest


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
