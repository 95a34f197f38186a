"""Input of the engagement to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import ISODate, KeyedForm
from kopuro.core.templatetags.kopuro_words import country
from kopuro.engagement import terms
from kopuro.people.models import Person
from kopuro.people.terms import Group
from kopuro.programme import access as programme_access
from kopuro.programme.forms import areas
from kopuro.programme.terms import TOPICS

DAY = {"type": "date"}
TOPIC_CHOICES = sorted(TOPICS.items(), key=lambda pair: str(pair[1]))


class InProgramme(KeyedForm):
    """Of a programme that the actor keeps, in a country."""

    programme = forms.ChoiceField(label=_("Programme"))
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = programme_access.visible_to(actor).filter(pk__in=actor.programmes("engagement.change"))
        self.fields["programme"].choices = list(mine.values_list("code", "title"))  # type: ignore[attr-defined]
        self.fields["country"].choices = areas()  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("once", "programme")}


class LadderForm(InProgramme):
    agency = forms.CharField(label=_("Agency"), max_length=300)
    group = forms.ChoiceField(label=_("Kind of body"), choices=Group.choices, initial=Group.LAW_ENFORCEMENT)


class ContactForm(KeyedForm):
    """Somebody of the contact book, or a new person who is then put into it."""

    person = forms.ModelChoiceField(
        label=_("From the contact book"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("nobody, or a new person"),
    )
    name = forms.CharField(label=_("Or a new person: name"), required=False, max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)

    def __init__(self, *args: Any, book: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = book  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("person") and data.get("name"):
            raise forms.ValidationError(_("Choose a person of the book or enter a new one, not both."))
        if not data.get("name") and (data.get("email") or data.get("phone")):
            self.add_error("name", _("Whose address is it? Enter the name."))
        return data


class StepForm(KeyedForm):
    move = forms.ChoiceField(label=_("What happened"), choices=terms.Move.choices)
    rung = forms.ChoiceField(label=_("Step"), required=False, choices=[("", "—"), *terms.Rung.choices])
    on = ISODate(label=_("When"), required=True)
    note = forms.CharField(label=_("In a sentence"), required=False, max_length=500)


class MeetingForm(InProgramme):
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.MeetingKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=terms.MeetingStatus.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    place = forms.CharField(label=_("Town"), required=False, max_length=200)
    online = forms.BooleanField(label=_("Online"), required=False)
    start = ISODate(label=_("First day"))
    end = ISODate(label=_("Last day"))
    agencies = forms.CharField(label=_("Agencies met, a line each"), required=False, widget=forms.Textarea({"rows": 3}))
    purpose = forms.CharField(label=_("Purpose"), required=False, widget=forms.Textarea({"rows": 3}))
    delegation = forms.CharField(
        label=_("Delegation (roles, not names)"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def clean_agencies(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["agencies"].splitlines() if line.strip()][:40]


class MeetingChangeForm(MeetingForm):
    """The same, of a meeting that stands; its programme stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["programme"]


class MeetingFilter(forms.Form):
    """The state of the list, kept in the address."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    country = forms.ChoiceField(label=_("Country"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *terms.MeetingKind.choices])
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("any")), *terms.MeetingStatus.choices]
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(((code, country(code)) for code in codes), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("any")), *names]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PointForm(KeyedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.PointKind.choices)
    text = forms.CharField(label=_("What"), max_length=500)
    owner = forms.CharField(label=_("Who (an organisation)"), required=False, max_length=300)
    due_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(DAY))


class KeptForm(KeyedForm):
    on = forms.DateField(label=_("Kept on"), widget=forms.DateInput(DAY))


class RequestForm(InProgramme):
    agency = forms.CharField(label=_("Agency"), max_length=300)
    topic = forms.ChoiceField(label=_("Subject"), choices=TOPIC_CHOICES)
    text = forms.CharField(label=_("What it asks for"), max_length=500)
    asked_on = ISODate(label=_("When"))


class AnswerForm(KeyedForm):
    status = forms.ChoiceField(label=_("Where it stands"), choices=terms.RequestStatus.choices)
    answer = forms.CharField(label=_("Answer"), required=False, max_length=500)


class InitiativeForm(InProgramme):
    organisation = forms.CharField(label=_("Who does it"), max_length=300)
    topic = forms.ChoiceField(label=_("Subject"), choices=TOPIC_CHOICES)
    title = forms.CharField(label=_("What"), max_length=300)
    start = ISODate(label=_("From"))
    end = ISODate(label=_("Until"))
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
