"""Input about documents to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import KeyedForm
from kopuro.sources import terms

DAY = {"type": "date"}


class DocumentFilter(forms.Form):
    """The state of the list, kept in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *terms.DocumentKind.choices])
    language = forms.CharField(label=_("Language"), required=False, max_length=8)

    def values(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DocumentForm(KeyedForm):
    """What is kept of a document beside its file and its text."""

    title = forms.CharField(label=_("Title"), max_length=400)
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.DocumentKind.choices)
    language = forms.CharField(
        label=_("Language"), required=False, max_length=8, help_text=_("Two letters: en, ru, fr, ky.")
    )
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    published_on = forms.DateField(
        label=_("Published on"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d")
    )
    licence_note = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=400,
        help_text=_("How it may be used: CC BY 4.0, “quote, do not republish” …"),
    )
    address = forms.CharField(label=_("Address it came from"), required=False, max_length=500)
