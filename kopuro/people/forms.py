"""Input about accounts to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import KeyedForm, Suggesting, areas
from kopuro.people.queries import spelling
from kopuro.people.terms import Group, OrganisationKind

SUGGESTED = 100


class OrganisationForm(KeyedForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind of body"), choices=OrganisationKind.choices)
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices)
    country = forms.ChoiceField(label=_("Country"), required=False)
    about = forms.CharField(label=_("About it"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))
    written = forms.CharField(
        label=_("Also written, a line each"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Other languages, old names: documents that say so mean this body."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("none")), *areas()]  # type: ignore[attr-defined]

    def clean_written(self) -> list[str]:
        return [line.strip()[:300] for line in self.cleaned_data["written"].splitlines() if line.strip()][:40]


class SameBodyForm(KeyedForm):
    into = forms.CharField(
        label=_("It is the same as"),
        max_length=300,
        widget=Suggesting,
        help_text=_("Begin to type the name of the other."),
    )

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.among = among
        self.fields["into"].widget.suggestions = tuple(among.values_list("name", flat=True)[:SUGGESTED])  # type: ignore[attr-defined]

    def clean_into(self) -> Any:
        written = self.cleaned_data["into"]
        found = list(self.among.filter(names__folded=spelling(written)).distinct()[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("No body that you may see is written so.") if not found else _("Two bodies are written so.")
            )
        return found[0]


class AccountForm(KeyedForm):
    username = forms.SlugField(label=_("Sign-in name"), max_length=60, help_text=_("Small letters, digits, hyphens."))
    name = forms.CharField(label=_("Name"), max_length=200)
    group = forms.ChoiceField(
        label=_("Group"), choices=Group.choices, help_text=_("It decides on which side of the wall the person stands.")
    )
    is_administrator = forms.BooleanField(label=_("Opens and closes accounts"), required=False)
