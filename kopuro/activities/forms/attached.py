"""What is attached to an activity: sessions, agendas, materials, photos, quotations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import terms
from kopuro.core.forms import KeyedForm
from kopuro.people.terms import Group


class SessionForm(KeyedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    track = forms.CharField(label=_("Track"), required=False, max_length=120)
    starts_at = forms.DateTimeField(
        label=_("Begins"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    room = forms.CharField(label=_("Room"), required=False, max_length=200)
    language = forms.CharField(label=_("Language"), required=False, max_length=8)
    interpretation = forms.CharField(label=_("Interpretation into"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            raise forms.ValidationError(_("A session ends after it begins."))
        return data


class AgendaForm(KeyedForm):
    title = forms.CharField(label=_("What is done"), max_length=300)
    begins = forms.TimeField(label=_("At"), required=False, widget=forms.TimeInput({"type": "time"}))
    lead = forms.CharField(label=_("Led by (a role, not a name)"), required=False, max_length=200)


class MaterialForm(KeyedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    file = forms.FileField(label=_("File"))
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.MaterialKind.choices)
    language = forms.CharField(label=_("Language"), required=False, max_length=8)
    licence = forms.CharField(label=_("Licence"), max_length=100, help_text=_("CC BY 4.0, or “internal use only”."))


class MaterialChangeForm(MaterialForm):
    """What is said of a material; the file stays (another file is another material)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["file"]


class PhotoForm(KeyedForm):
    file = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP. Position, camera and comments in the file are removed.")
    )
    caption = forms.CharField(label=_("What it shows"), max_length=300)
    credit = forms.CharField(label=_("Who took it"), max_length=200)
    consent_note = forms.CharField(label=_("How those shown agreed"), required=False, max_length=300)
    may_be_shown = forms.BooleanField(label=_("May be shown to all who see the activity"), required=False)


class PhotoChangeForm(PhotoForm):
    """Caption, credit and consent; the picture stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["file"]


class QuotationForm(KeyedForm):
    speaker_role = forms.CharField(label=_("Who speaks (a role, not a name)"), max_length=300)
    speaker_group = forms.ChoiceField(label=_("Group of the speaker"), choices=Group.choices)
    consent_note = forms.CharField(label=_("How the speaker agreed"), required=False, max_length=300)
    may_be_shown = forms.BooleanField(label=_("May be shown to all who see the activity"), required=False)
