"""Input of follow-up to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import access as activity_access
from kopuro.activities.forms import ActivityNamed
from kopuro.activities.models import Session
from kopuro.core.actor import Actor
from kopuro.core.forms import ISODate, KeyedForm
from kopuro.followup import terms
from kopuro.followup.models import Recommendation
from kopuro.programme import access as programme_access

STAGES = [
    ("", _("any")), ("waiting", _("waiting for an answer")), ("answered", _("answered, no action yet")),
    ("acting", _("being acted on")), ("used", _("taken up")), ("declined", _("not accepted")),
]  # fmt: skip
DAY = {"type": "date"}


class RecommendationFilter(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    stage = forms.ChoiceField(label=_("Where it stands"), required=False, choices=STAGES)
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("any")), *terms.RecommendationType.choices]
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = list(programme_access.visible_to(actor).values_list("code", "title"))
        self.fields["programme"].choices = [("", _("any")), *programmes]  # type: ignore[attr-defined]
        if len(programmes) < 2:
            del self.fields["programme"]

    def values(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RecommendationForm(KeyedForm):
    programme = forms.ChoiceField(label=_("Programme"))
    text = forms.CharField(label=_("The recommendation"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    type = forms.ChoiceField(label=_("Type"), choices=terms.RecommendationType.choices)
    addressee = forms.CharField(label=_("To whom (an organisation)"), required=False, max_length=300)
    activity = ActivityNamed(label=_("Made at"), required=False)
    session = forms.ModelChoiceField(label=_("In which session"), queryset=Session.objects.none(), required=False)
    made_on = ISODate(label=_("When"))
    note = forms.CharField(
        label=_("Where you have this from"),
        required=False,
        max_length=400,
        help_text=_("Needed when no activity is chosen."),
    )

    def __init__(self, *args: Any, actor: Actor, activity: Any = None, **kwargs: Any) -> None:
        """`activity` is the one whose page led here: its sessions are then offered too."""
        super().__init__(*args, **kwargs)
        if activity is not None and activity.sessions.exists():
            self.fields["session"].queryset = activity.sessions.all()  # type: ignore[attr-defined]
        else:
            del self.fields["session"]
        mine = programme_access.visible_to(actor).filter(pk__in=actor.programmes("followup.change"))
        self.fields["programme"].choices = list(mine.values_list("code", "title"))  # type: ignore[attr-defined]
        self.fields["activity"].among(activity_access.visible_to(actor))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sitting, activity = data.get("session"), data.get("activity")
        if sitting and activity and sitting.activity_id != activity.pk:
            self.add_error("session", _("This session belongs to another activity."))
        return data


class DescribeForm(KeyedForm):
    text = forms.CharField(label=_("The recommendation"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    type = forms.ChoiceField(label=_("Type"), choices=terms.RecommendationType.choices)
    addressee = forms.CharField(label=_("To whom (an organisation)"), required=False, max_length=300)


class JoinForm(KeyedForm):
    into = forms.ModelChoiceField(
        label=_("It is the same as"), queryset=Recommendation.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = among  # type: ignore[attr-defined]


class ResponseForm(KeyedForm):
    answer = forms.ChoiceField(label=_("Answer"), choices=terms.Answer.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"), required=False, widget=forms.Textarea({"rows": 3}), help_text=_("Needed unless it is accepted.")
    )
    on = forms.DateField(label=_("Answered on"), widget=forms.DateInput(DAY))


class ActionForm(KeyedForm):
    text = forms.CharField(label=_("What will be done"), max_length=500)
    owner = forms.CharField(label=_("Who owns it (an organisation)"), max_length=300)
    due_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(DAY))
    carried_out_by = ActivityNamed(label=_("The activity that carries it out"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carried_out_by"].among(activity_access.visible_to(actor))  # type: ignore[attr-defined]


class DoneForm(KeyedForm):
    on = forms.DateField(label=_("Done on"), widget=forms.DateInput(DAY))
    carried_out_by = ActivityNamed(label=_("The activity that carried it out"), required=False)
    product = forms.CharField(label=_("Or what came of it"), required=False, max_length=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carried_out_by"].among(activity_access.visible_to(actor))  # type: ignore[attr-defined]


class UptakeForm(KeyedForm):
    kind = forms.ChoiceField(label=_("How it was used"), choices=terms.UptakeKind.choices)
    text = forms.CharField(label=_("In a sentence"), max_length=500)
    activity = ActivityNamed(label=_("In which activity"), required=False)
    on = ISODate(label=_("When"))
    note = forms.CharField(label=_("Where you have this from"), required=False, max_length=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].among(activity_access.visible_to(actor))  # type: ignore[attr-defined]
