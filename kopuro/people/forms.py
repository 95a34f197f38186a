"""Input about accounts to clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import KeyedForm
from kopuro.people.terms import Group


class AccountForm(KeyedForm):
    username = forms.SlugField(label=_("Sign-in name"), max_length=60, help_text=_("Small letters, digits, hyphens."))
    name = forms.CharField(label=_("Name"), max_length=200)
    group = forms.ChoiceField(
        label=_("Group"), choices=Group.choices, help_text=_("It decides on which side of the wall the person stands.")
    )
    is_administrator = forms.BooleanField(label=_("Opens and closes accounts"), required=False)
