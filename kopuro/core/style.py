"""What the living style page at /style/ shows: every part once, with words of an invented programme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.problems import Problem
from kopuro.core.story import Story, StoryClaim


class SampleFilters(forms.Form):
    words = forms.CharField(label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=[("", _("all")), ("KG", "Kyrgyzstan"), ("KZ", "Kazakhstan")]
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)


class SampleForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("As it stands on the invitation."))
    kind = forms.ChoiceField(
        label=_("Type"), choices=[("workshop", _("Workshop")), ("training", _("Training"))], widget=forms.RadioSelect
    )
    start = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea)
    quiet = forms.BooleanField(label=_("No names and no quotations from this activity"), required=False)


SAMPLE_TABLE = Table(
    caption="Activities of the spring",
    note="Sample rows; nothing here happened.",
    columns=("Activity", "When", "Where", "People"),
    rows=(
        (Cell("Workshop on listening to youth", url="#"), "14–16 February 2024", "Almaty", Cell(35, door="#story")),
        (Cell("Training of neighbourhood inspectors", url="#"), "summer 2017", "all regions", Cell(250, door="#story")),
        (Cell("Seminar on prison staff and signs", url="#"), "21–23 February", None, None),
    ),
    numbers=(3,),
)

SAMPLE_STORY = Story(
    value="about 35 people",
    rule="One source states it; a stated total goes before the sum of groups.",
    claims=(
        StoryClaim(
            value="about 35",
            source="Press release, 16 February 2024",
            url="#",
            before="… In the room were ",
            passage="some 35 officials and experts",
            after=" of two neighbouring countries, among them …",
            kind="count",
            state="accepted",
            state_kind="done",
            decided="Aida, 3 March 2024",
            shown=True,
        ),
        StoryClaim(
            value="40", source="Newsletter 7", passage="forty people", kind="count", state="rejected", state_kind="off"
        ),
    ),
)


def sample_parts() -> dict[str, Any]:
    """Context of core/style.html."""
    answered = SampleForm({"title": "", "kind": "workshop", "start": "2024-02-30"})
    return {
        "sample_table": SAMPLE_TABLE,
        "sample_story": SAMPLE_STORY,
        "sample_filters": SampleFilters(),
        "sample_form": answered,
        "sample_page": Paginator(range(120), 25).get_page(2),
        "sample_problem": Problem("activity.full", "All 20 places are taken. You can join the waiting list."),
        "sample_tabs": [
            {"label": _("Overview"), "url": "#", "current": True},
            {"label": _("Sessions"), "url": "#", "current": False},
            {"label": _("Learning"), "url": "#", "current": False},
        ],
        "sample_colours": ["paper", "sheet", "ink", "ink-soft", "line", "line-strong", "accent", "accent-soft", "alert"],
    }
