"""The filters of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import terms
from kopuro.core.actor import Actor
from kopuro.core.templatetags.kopuro_words import country
from kopuro.people.terms import Group
from kopuro.programme import access as programme_access

ANY = ("", _("any"))


class ActivityFilter(forms.Form):
    """The state of the list, kept in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[ANY, *terms.Type.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ANY, *terms.Status.choices])
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    group = forms.ChoiceField(label=_("For whom"), required=False, choices=[ANY, *Group.choices])
    unit = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    topic = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    conflicts = forms.BooleanField(label=_("Documents differ"), required=False)

    def __init__(self, *args: Any, actor: Actor, areas: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = programme_access.visible_to(actor).values_list("code", "title")
        self.fields["programme"].choices = [ANY, *programmes]  # type: ignore[attr-defined]
        names = sorted(((area, country(area)) for area in areas), key=lambda pair: pair[1])
        self.fields["country"].choices = [ANY, *names]  # type: ignore[attr-defined]
        if len(programmes) < 2:
            del self.fields["programme"]

    def values(self) -> dict[str, Any]:
        """What is valid; a wrong value is left out and told beside its field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
