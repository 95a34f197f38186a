"""Input of the review to clean values of a claim."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import terms
from kopuro.activities.forms import FactForm, OrganisationForm, PlaceForm, country_choices, place_value
from kopuro.activities.queries import label
from kopuro.core.forms import KeyedForm
from kopuro.people.terms import Group
from kopuro.programme import access as programme_access
from kopuro.programme.terms import TOPICS
from kopuro.sources.terms import Qualifier

ADDABLE = (
    "title", "type", "status", "dates", "place", "mode", "participants.reported", "participants.planned", "group",
    "organisation", "audience", "country", "topic", "recommendation", "follows", "summary",
)  # fmt: skip


def addable() -> list[tuple[str, str]]:
    return [(field, label(field)) for field in ADDABLE]


class ClaimForm(KeyedForm):
    """A form whose `value()` is a claim's value."""

    def qualifier(self) -> str:
        return str(self.cleaned_data.get("qualifier") or "")

    def value(self) -> Any:
        return self.cleaned_data["value"]


class SingleForm(FactForm):
    """A single value; unlike on the activity's page no source is asked for, the document is the source."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]

    def qualifier(self) -> str:
        return str(self.cleaned_data.get("qualifier") or "")


class PlaceValue(PlaceForm):
    def __init__(self, *args: Any, value: Any = None, **kwargs: Any) -> None:
        value = value or {}
        super().__init__(*args, initial={"city": value.get("written"), "country": value.get("country")}, **kwargs)
        del self.fields["note"]

    def qualifier(self) -> str:
        return ""

    def value(self) -> Any:
        return place_value(self.cleaned_data["city"], self.cleaned_data["country"])


class OrganisationValue(OrganisationForm):
    def __init__(self, *args: Any, value: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=value or {}, **kwargs)
        del self.fields["note"]

    def qualifier(self) -> str:
        return ""

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("name", "role", "group")}


class GroupValue(ClaimForm):
    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=100_000_000)
    qualifier_ = forms.ChoiceField(label=_("How sure is the number"), choices=Qualifier.choices)
    label = forms.CharField(label=_("Who or what"), max_length=200)
    stage = forms.ChoiceField(label=_("Kind of number"), choices=terms.Stage.choices, initial=terms.Stage.REPORTED)
    unit = forms.ChoiceField(label=_("Unit"), choices=terms.CountUnit.choices)

    def __init__(self, *args: Any, value: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=value or {}, **kwargs)

    def qualifier(self) -> str:
        return str(self.cleaned_data["qualifier_"])

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("number", "label", "stage", "unit")}


class AudienceValue(ClaimForm):
    group = forms.ChoiceField(label=_("For whom"), choices=Group.choices)
    written = forms.CharField(label=_("In the words of the document"), required=False, max_length=200)

    def __init__(self, *args: Any, value: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=value or {}, **kwargs)

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("group", "written")}


class CountryValue(ClaimForm):
    set = forms.ChoiceField(label=_("Which set"), choices=terms.CountrySet.choices)
    area = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, value: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=value or {}, **kwargs)
        self.fields["area"].choices = country_choices()  # type: ignore[attr-defined]

    def value(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("set", "area")}


class TopicValue(ClaimForm):
    value_ = forms.ChoiceField(label=_("Topic"), choices=sorted(TOPICS.items(), key=lambda pair: str(pair[1])))

    def __init__(self, *args: Any, value: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"value_": value}, **kwargs)

    def value(self) -> Any:
        return self.cleaned_data["value_"]


class TextValue(ClaimForm):
    words = forms.CharField(label=_("In words"), max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, value: Any = None, field: str, **kwargs: Any) -> None:
        self.field = field
        said = value.get("written") or value.get("role") if isinstance(value, dict) else value
        super().__init__(*args, initial={"words": said}, **kwargs)

    def value(self) -> Any:
        words = self.cleaned_data["words"]
        return {"follows": {"written": words}, "quote": {"role": words}}.get(self.field, words)


MADE: dict[str, type[KeyedForm]] = {
    "place": PlaceValue, "organisation": OrganisationValue, "group": GroupValue, "audience": AudienceValue,
    "country": CountryValue, "topic": TopicValue,
}  # fmt: skip


def form_for(field: str, value: Any, qualifier: str, data: Any) -> Any:
    """The form of one field, filled with the present value."""
    if field in MADE:
        form = MADE[field](data, value=value)
        if field == "group":
            form.fields["qualifier_"].initial = qualifier or Qualifier.EXACT
        return form
    if field in ("recommendation", "follows", "quote"):
        return TextValue(data, value=value, field=field)
    form = SingleForm(data, field=field, value=value)
    if "qualifier" in form.fields:
        form.fields["qualifier"].initial = qualifier or Qualifier.EXACT
    return form


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged apart later, so that one bad file never holds up the others."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        return [file for file in files if file is not None]


class TakeInForm(KeyedForm):
    programme = forms.ChoiceField(label=_("Programme"))
    files = FilesField(
        label=_("Documents"),
        help_text=_(
            "Text, Markdown, web page, Word, PDF, OpenDocument; lists of activities as XLSX, CSV or ODS. Several at once."
        ),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = programme_access.visible_to(actor).filter(pk__in=actor.programmes("intake.run"))
        self.fields["programme"].choices = list(mine.values_list("code", "title"))  # type: ignore[attr-defined]


FIELD_CHOICES = [
    ("", _("not taken")), ("title", _("title of the activity")), ("type", _("type")), ("dates", _("dates (both in one)")),
    ("start", _("first day")), ("end", _("last day")), ("year", _("year")), ("city", _("town")), ("country", _("country")),
    ("place", _("place")), ("mode", _("mode")), ("status", _("status")), ("planned", _("people planned")),
    ("registered", _("people registered")), ("attended", _("people who attended")), ("people", _("people")),
    ("organiser", _("organiser")), ("funder", _("funder")), ("partner", _("partner")), ("series", _("series")),
    ("wave", _("wave")), ("summary", _("summary")), ("notes", _("notes")),
]  # fmt: skip
