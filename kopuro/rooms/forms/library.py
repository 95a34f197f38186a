"""Forms of the library and of preparing a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities.access import visible_to as activities_visible_to
from kopuro.core.actor import Actor
from kopuro.core.forms import KeyedForm
from kopuro.programme.models import Programme
from kopuro.rooms import terms
from kopuro.rooms.models import Version

# The languages a room is written in at first; the format itself takes any.
LANGUAGES = [
    ("en", _("English")), ("ru", _("Russian")), ("ky", _("Kyrgyz")), ("kk", _("Kazakh")), ("uz", _("Uzbek")), ("tg", _("Tajik")),
    ("fr", _("French")), ("ar", _("Arabic")),
]  # fmt: skip


class BringForm(KeyedForm):
    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"), to_field_name="code")
    file = forms.FileField(
        label=_("Scenario folder as ZIP"), help_text=_("At most 64 MB. A ZIP is taken in as a draft.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Programme.objects.filter(pk__in=actor.programmes("room.lead"))
        self.fields["programme"].queryset = rows
        self.fields["programme"].initial = rows.first()


class ForeignForm(KeyedForm):
    """A file that others wrote and where it goes: a scenario of the library, or a new one with a title."""

    file = forms.FileField()
    into = forms.ChoiceField(label=_("It becomes"), required=False)
    title = forms.CharField(
        label=_("Title of the new scenario"), max_length=200, required=False,
        help_text=_("Only for a new scenario. It is a draft until you have read it and declare it fictional."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of its words"), choices=LANGUAGES)

    def __init__(self, *args: Any, actor: Actor, versions: list[Version], file_label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.filter(pk__in=actor.programmes("room.lead"))
        self.targets: dict[str, Programme | Version] = {one.code: one for one in programmes}
        choices = [(one.code, _("a new scenario of %(programme)s") % {"programme": one}) for one in programmes]
        for version in versions:
            self.targets[str(version.key)] = version
            choices.append((str(version.key), _("the next draft of %(version)s") % {"version": version}))
        self.fields["into"].choices = choices
        self.fields["file"].label = file_label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        into = self.targets.get(cleaned.get("into", ""))
        if into is None:
            self.add_error("into", _("Choose where it goes."))
        elif isinstance(into, Programme) and not cleaned.get("title", "").strip():
            self.add_error("title", _("A new scenario needs a title."))
        cleaned["into"] = into
        return cleaned


class StoryForm(BringForm):
    """A compiled story in ink; its own title is taken where none is given."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("Else the story's own, “# title: …”."))  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the story"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("Compiled story (.ink.json), at most 2 MB")
        self.fields["file"].help_text = _("In Inky: File, Export to JSON…")


class SignForm(KeyedForm):
    side = forms.ChoiceField(label=_("I read it for"), choices=terms.Side.choices)
    verdict = forms.ChoiceField(label=_("This version"), choices=terms.Verdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What has to be changed, or what you looked at"), widget=forms.Textarea(attrs={"rows": 4}), required=False,
        max_length=4000,
    )  # fmt: skip


class RunForm(KeyedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    mode = forms.ChoiceField(
        label=_("What it is"), choices=terms.Mode.choices,
        help_text=_("A training needs two reviewers' signatures; a rehearsal or demonstration does not."),
    )  # fmt: skip
    teams = forms.MultipleChoiceField(label=_("Teams"), widget=forms.CheckboxSelectMultiple)
    activity = forms.ModelChoiceField(None, label=_("Part of the activity"), required=False)
    retain_until = forms.DateField(
        label=_("Keep the record until"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("After this day what people typed is erased from the record by itself; counts stay."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, version: Version, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = activities_visible_to(actor).filter(runnings__programme=version.scenario.programme).distinct()
        self.fields["activity"].queryset = rows
        self.fields["teams"].choices = teams
        self.fields["teams"].initial = [code for code, _title in teams]


class RunChangeForm(RunForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["mode"], self.fields["teams"]


class JoinForm(KeyedForm):
    """What a trainee says on joining: no name, a word."""

    pin = forms.CharField(widget=forms.HiddenInput, max_length=12)
    sign = forms.CharField(
        label=_("Your call-sign"), max_length=24, min_length=1,
        help_text=_("A word you like, such as Juniper. Not your name, not a way to reach you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Your team and role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places
