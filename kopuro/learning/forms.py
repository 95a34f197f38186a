"""Input about learning data to clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import KeyedForm
from kopuro.learning.terms import FileKind, Occasion


class FileForm(KeyedForm):
    """The first step: the table and what it holds. Its columns come next; nothing is stored before."""

    kind = forms.ChoiceField(label=_("What the table holds"), choices=FileKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("Table"), help_text=_("CSV, XLSX or ODS with a heading row. Use self-made codes, never names."))
    occasion = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("a column says so")), *Occasion.choices],
        help_text=_("For a table that holds one moment only."),
    )  # fmt: skip
    instrument = forms.CharField(label=_("Test"), required=False, max_length=120)
    version = forms.CharField(label=_("Version"), required=False, max_length=40)


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Your code"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
