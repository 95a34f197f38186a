"""Facts of an activity, each of which becomes a claim."""

from __future__ import annotations

from typing import Any

import pycountry
from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import terms
from kopuro.activities.forms.choosing import ActivityNamed
from kopuro.core.actor import Actor
from kopuro.core.forms import ISODate, KeyedForm
from kopuro.core.gazetteer import resolve_place
from kopuro.core.templatetags.kopuro_words import country
from kopuro.people.terms import Group
from kopuro.programme import access as programme_access
from kopuro.programme.terms import TOPICS
from kopuro.sources.terms import Qualifier


def country_choices() -> list[tuple[str, str]]:
    return sorted(((one.alpha_2, country(one.alpha_2)) for one in pycountry.countries), key=lambda pair: pair[1])


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


class CountryForm(KeyedForm):
    """A country, or a region's name, in one of the three sets."""

    which = forms.ChoiceField(
        label=_("Which set"), choices=terms.CountrySet.choices, initial=terms.CountrySet.PARTICIPANTS
    )
    area = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.CharField(
        label=_("Or a region only"),
        required=False,
        max_length=40,
        help_text=_("Such as Central Asia, where the source says no more."),
    )
    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("not stated")), *country_choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("area")) == bool(data.get("region")):
            raise forms.ValidationError(_("Name a country, or a region."))
        return data

    def value(self) -> dict[str, str]:
        return {"set": self.cleaned_data["which"], "area": self.cleaned_data["area"] or self.cleaned_data["region"]}


class TopicForm(KeyedForm):
    topic = forms.ChoiceField(label=_("Topic"), choices=sorted(TOPICS.items(), key=lambda pair: str(pair[1])))
    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)

    def value(self) -> str:
        return str(self.cleaned_data["topic"])


class GroupForm(KeyedForm):
    """A number of a part of those who came, or of something else than people."""

    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=100_000_000)
    qualifier = forms.ChoiceField(label=_("How sure is the number"), choices=Qualifier.choices)
    label = forms.CharField(label=_("Of whom, or of what"), max_length=200)
    unit = forms.ChoiceField(label=_("Unit"), choices=terms.CountUnit.choices)
    stage = forms.ChoiceField(label=_("Kind of number"), choices=terms.Stage.choices, initial=terms.Stage.REPORTED)
    note = forms.CharField(label=_("Where you have this from"), max_length=400)

    def value(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("number", "label", "unit", "stage")}


class EarlierForm(KeyedForm):
    """Which activity of the record."""

    earlier = ActivityNamed(label=_("The earlier activity"))

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["earlier"].among(rows)  # type: ignore[attr-defined]


class FollowsForm(EarlierForm):
    """The earlier activity that this one follows, and who says so."""

    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)

    def value(self) -> dict[str, str]:
        """No words are written: who may not see the earlier activity would read its title in them."""
        return {"written": "", "earlier": str(self.cleaned_data["earlier"].key)}
