"""Series, and where an activity belongs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.activities import terms
from kopuro.activities.models import Activity, Series
from kopuro.core.actor import Actor
from kopuro.core.forms import KeyedForm
from kopuro.engagement.access import requests_visible_to
from kopuro.engagement.models import Request
from kopuro.programme import access as programme_access
from kopuro.programme.models import Indicator, Programme
from kopuro.sources.terms import Qualifier


class SeriesForm(KeyedForm):
    programme = forms.ChoiceField(label=_("Programme"))
    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=terms.SeriesKind.choices)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = programme_access.visible_to(actor).filter(pk__in=actor.programmes("activity.change"))
        self.fields["programme"].choices = list(mine.values_list("code", "title"))  # type: ignore[attr-defined]


class SeriesChangeForm(SeriesForm):
    """Its words, and the series it is a part of; its programme stays."""

    parent = forms.ModelChoiceField(label=_("Part of"), queryset=Series.objects.none(), required=False)

    def __init__(self, *args: Any, actor: Actor, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        del self.fields["programme"]
        others = Series.objects.filter(programme=series.programme_id).exclude(pk=series.pk)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]


class SeriesCountForm(KeyedForm):
    stage = forms.ChoiceField(label=_("Kind of number"), choices=terms.Stage.choices, initial=terms.Stage.REPORTED)
    number = forms.IntegerField(label=_("Number of people"), min_value=0, max_value=100_000_000)
    qualifier = forms.ChoiceField(label=_("How sure is the number"), choices=Qualifier.choices)
    label = forms.CharField(label=_("Who they are"), required=False, max_length=200)
    note = forms.CharField(label=_("Where you have this from"), max_length=400)


class PlacingForm(KeyedForm):
    series = forms.ModelChoiceField(label=_("Series"), queryset=Series.objects.none(), required=False)
    programmes = forms.ModelMultipleChoiceField(
        label=_("Run by"),
        queryset=Programme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Two or more run it jointly: it counts once in each, and once overall."),
    )
    indicators = forms.ModelMultipleChoiceField(
        label=_("Indicators it serves"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    answers = forms.ModelMultipleChoiceField(
        label=_("Requests of agencies it answers"),
        queryset=Request.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, activity: Activity, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = [row.programme_id for row in activity.runnings.all()]
        mine = actor.programmes("activity.change")
        self.fields["series"].queryset = Series.objects.filter(programme_id__in=mine)  # type: ignore[attr-defined]
        self.fields["series"].initial = activity.series_id
        self.fields["programmes"].queryset = Programme.objects.filter(pk__in=mine)  # type: ignore[attr-defined]
        self.fields["programmes"].initial = running
        asked = (
            requests_visible_to(actor)
            .filter(programme_id__in=running)
            .select_related("agency")
            .exclude(status="declined")
        )
        self.fields["answers"].queryset = asked  # type: ignore[attr-defined]
        self.fields["answers"].initial = list(activity.answers.values_list("pk", flat=True))
        indicators = Indicator.objects.filter(result__programme_id__in=set(running) & set(mine), chosen_only=True)
        self.fields["indicators"].queryset = indicators  # type: ignore[attr-defined]
        self.fields["indicators"].initial = list(activity.indicators.values_list("pk", flat=True))
        if len(mine) < 2:
            del self.fields["programmes"]
        for name in ("answers", "indicators"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("answers", "indicators"):
            data.setdefault(name, [])
        return data
