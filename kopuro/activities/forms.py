"""Input about activities to clean values."""

from __future__ import annotations

from typing import Any

import pycountry
from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import terms
from kopuro.activities.models import Activity, Series
from kopuro.core.actor import Actor
from kopuro.core.forms import ISODate, KeyedForm
from kopuro.core.gazetteer import resolve_place
from kopuro.core.templatetags.kopuro_words import country
from kopuro.people.terms import Group
from kopuro.programme import access as programme_access
from kopuro.programme.models import Indicator, Programme
from kopuro.sources.terms import Qualifier

ANY = ("", _("any"))


def country_choices() -> list[tuple[str, str]]:
    return sorted(((one.alpha_2, country(one.alpha_2)) for one in pycountry.countries), key=lambda pair: pair[1])


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


class ActivityForm(KeyedForm):
    """A new activity, as a person enters it. Every value becomes a claim of the team."""

    programme = forms.ChoiceField(label=_("Programme"))
    title = forms.CharField(label=_("Title"), max_length=400)
    type = forms.ChoiceField(label=_("Type"), choices=terms.Type.choices)
    status = forms.ChoiceField(label=_("Status"), choices=terms.Status.choices, initial=terms.Status.PLANNED)
    start = ISODate(
        label=_("First day"),
        help_text=_("Day, month or year: 2024-02-14, 2024-02, 2024. Leave it empty when it is not known."),
    )
    end = ISODate(label=_("Last day"))
    mode = forms.ChoiceField(label=_("Mode"), required=False, choices=[("", _("not stated")), *terms.Mode.choices])
    city = forms.CharField(label=_("Town"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    people = forms.IntegerField(label=_("Number of people"), required=False, min_value=0, max_value=10_000_000)
    summary = forms.CharField(label=_("In a few sentences"), required=False, widget=forms.Textarea({"rows": 4}))
    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = programme_access.visible_to(actor).filter(pk__in=actor.programmes("activity.change"))
        self.fields["programme"].choices = list(mine.values_list("code", "title"))  # type: ignore[attr-defined]
        self.fields["country"].choices = [("", _("not stated")), *country_choices()]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Only what was filled in: an empty field states nothing."""
        data = self.cleaned_data
        facts: dict[str, Any] = {name: data[name] for name in ("title", "type", "status")}
        for name in ("mode", "summary"):
            if data[name]:
                facts[name] = data[name]
        if data["start"] or data["end"]:
            facts["dates"] = one_day(data["start"], data["end"])
        if data["city"] or data["country"]:
            facts["place"] = [place_value(data["city"], data["country"])]
        if data["people"] is not None:
            stage = "planned" if data["status"] == terms.Status.PLANNED else "reported"
            facts[f"participants.{stage}"] = data["people"]
        return facts


def one_day(start: str, end: str) -> dict[str, Any]:
    """Who fills in one date of a form means that day; a text may leave the other open, a form does not."""
    return {"start": start or end, "end": end or start, "month_day": []}


def place_value(city: str, code: str) -> dict[str, Any]:
    """The place as written, with its codes where the gazetteer knows it."""
    known = resolve_place(city) if city else None
    if known and (not code or known.place.country == code):
        place = known.place
        return {"level": place.level, "written": city, "name": place.name, "country": place.country, "unit": place.unit}
    if city:
        return {"level": "city", "written": city, "name": city, "country": code, "unit": ""}
    return {"level": "country", "written": country(code), "name": country(code), "country": code, "unit": ""}


class FactForm(KeyedForm):
    """One single value of an activity, corrected on its story page."""

    note = forms.CharField(
        label=_("Where you have this from"), max_length=400, help_text=_("It stands beside the value for whoever asks.")
    )

    def __init__(self, *args: Any, field: str, value: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        made = self._fields_of(field, value)
        self.fields = {**made, **self.fields}

    def _fields_of(self, field: str, value: Any) -> dict[str, forms.Field]:
        if field == "dates":
            value = value or {}
            return {
                "start": ISODate(label=_("First day"), initial=value.get("start"), required=True),
                "end": ISODate(label=_("Last day"), initial=value.get("end")),
            }
        if field.startswith("participants."):
            return {
                "value": forms.IntegerField(
                    label=_("Number of people"), min_value=0, max_value=100_000_000, initial=value
                ),
                "qualifier": forms.ChoiceField(label=_("How sure is the number"), choices=Qualifier.choices),
            }
        lists = {"type": terms.Type, "status": terms.Status, "mode": terms.Mode}
        if field in lists:
            return {"value": forms.ChoiceField(label=_("Value"), choices=lists[field].choices, initial=value)}
        widget = forms.Textarea({"rows": 5}) if field == "summary" else forms.TextInput()
        return {"value": forms.CharField(label=_("Value"), initial=value, widget=widget, max_length=20_000)}

    def value(self) -> Any:
        if self.field == "dates":
            return one_day(self.cleaned_data["start"], self.cleaned_data["end"])
        return self.cleaned_data["value"]


class PlaceForm(KeyedForm):
    city = forms.CharField(label=_("Town, or venue"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("not stated")), *country_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("city") and not data.get("country"):
            raise forms.ValidationError(_("Name a town or a country."))
        return data


class OrganisationForm(KeyedForm):
    name = forms.CharField(label=_("Organisation"), max_length=300)
    role = forms.ChoiceField(label=_("Role"), choices=terms.OrganisationRole.choices)
    group = forms.ChoiceField(label=_("Kind of body"), choices=Group.choices, initial=Group.OTHER)
    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)


class AudienceForm(KeyedForm):
    group = forms.ChoiceField(label=_("For whom"), choices=Group.choices)
    written = forms.CharField(label=_("In the words of the invitation"), required=False, max_length=200)


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


class PhotoForm(KeyedForm):
    file = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP. Position, camera and comments in the file are removed.")
    )
    caption = forms.CharField(label=_("What it shows"), max_length=300)
    credit = forms.CharField(label=_("Who took it"), max_length=200)
    consent_note = forms.CharField(label=_("How those shown agreed"), required=False, max_length=300)
    may_be_shown = forms.BooleanField(label=_("May be shown to all who see the activity"), required=False)


class QuotationForm(KeyedForm):
    speaker_role = forms.CharField(label=_("Who speaks (a role, not a name)"), max_length=300)
    speaker_group = forms.ChoiceField(label=_("Group of the speaker"), choices=Group.choices)
    consent_note = forms.CharField(label=_("How the speaker agreed"), required=False, max_length=300)
    may_be_shown = forms.BooleanField(label=_("May be shown to all who see the activity"), required=False)


class SeriesForm(KeyedForm):
    programme = forms.ChoiceField(label=_("Programme"))
    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.SeriesKind.choices)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = programme_access.visible_to(actor).filter(pk__in=actor.programmes("activity.change"))
        self.fields["programme"].choices = list(mine.values_list("code", "title"))  # type: ignore[attr-defined]


class SeriesCountForm(KeyedForm):
    stage = forms.ChoiceField(label=_("Kind of number"), choices=terms.Stage.choices, initial=terms.Stage.REPORTED)
    number = forms.IntegerField(label=_("Number of people"), min_value=0, max_value=100_000_000)
    qualifier = forms.ChoiceField(label=_("How sure is the number"), choices=Qualifier.choices)
    label = forms.CharField(label=_("Who they are"), required=False, max_length=200)
    note = forms.CharField(label=_("Where you have this from"), max_length=400)


class PlacingForm(KeyedForm):
    series = forms.ModelChoiceField(label=_("Series"), queryset=Series.objects.none(), required=False)
    programmes = forms.ModelMultipleChoiceField(
        label=_("Run jointly with"),
        queryset=Programme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    indicators = forms.ModelMultipleChoiceField(
        label=_("Indicators it serves"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, activity: Activity, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = [row.programme_id for row in activity.runnings.all()]
        mine = actor.programmes("activity.change")
        self.fields["series"].queryset = Series.objects.filter(programme_id__in=mine)  # type: ignore[attr-defined]
        self.fields["series"].initial = activity.series_id
        joint = Programme.objects.filter(pk__in=mine).exclude(pk__in=running)
        self.fields["programmes"].queryset = joint  # type: ignore[attr-defined]
        indicators = Indicator.objects.filter(result__programme_id__in=set(running) & set(mine), chosen_only=True)
        self.fields["indicators"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["indicators"].initial = list(activity.indicators.values_list("pk", flat=True))
        for name in ("programmes", "indicators"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("programmes", "indicators"):
            data.setdefault(name, [])
        return data
