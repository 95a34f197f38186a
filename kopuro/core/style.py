"""What the living style page at /style/ shows: every part once, with words of an invented programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from kopuro.core.drawing.bars import Multiples, Panel, Period
from kopuro.core.drawing.chain import Chain, ChainNode
from kopuro.core.drawing.ladder import Ladder, LadderRow
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.drawing.tilemap import TileMap, TileValue
from kopuro.core.drawing.timeline import Timeline, TimelineItem, TimelineStep
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

SAMPLE_TIMELINE = Timeline(
    title="Two years of the sample programme",
    today=date(2024, 5, 20),
    lines=("Regional", "Kazakhstan", "Kyrgyzstan", "Tajikistan"),
    items=(
        TimelineItem("Regional", "First steering committee", date(2023, 2, 8), date(2023, 2, 9), url="#a"),
        TimelineItem("Regional", "Conference of focal points", date(2024, 10, 1), None, "planned", False, url="#b"),
        TimelineItem("Kazakhstan", "Workshop on listening to youth", date(2024, 2, 14), date(2024, 2, 16), url="#c"),
        TimelineItem(
            "Kazakhstan", "Long course for trainers", date(2024, 3, 4), date(2024, 6, 28), "ongoing", url="#d"
        ),
        TimelineItem("Kazakhstan", "Study visit", date(2024, 2, 20), date(2024, 2, 28), "cancelled", url="#e"),
        TimelineItem("Kyrgyzstan", "Summer training of inspectors", date(2023, 6, 1), date(2023, 8, 1), "held", False),
        TimelineItem(
            "Kyrgyzstan", "Dialogue platform, wave 2", date(2024, 9, 9), date(2024, 9, 13), "planned", url="#f"
        ),
        TimelineItem("Tajikistan", "Seminar without a date", None, None, "planned", url="#g"),
        TimelineItem("Tajikistan", "Mission to Dushanbe", date(2023, 3, 3), date(2023, 3, 4), url="#h"),
    ),
    steps=(
        TimelineStep("Tajikistan", "Contact point named", date(2023, 5, 2)),
        TimelineStep("Tajikistan", "Questionnaire back", date(2023, 11, 20)),
    ),
)

SAMPLE_TILEMAP = TileMap(
    title="Activities by region",
    unit="activities",
    values={
        "KZ-75": TileValue(11, "#almaty"),
        "KZ-71": TileValue(4, "#astana"),
        "KZ-47": TileValue(2),
        "KZ-43": TileValue(2),
        "KG-GB": TileValue(14, "#bishkek"),
        "KG-GO": TileValue(6),
        "KG-J": TileValue(3),
        "TJ-DU": TileValue(7, "#dushanbe"),
        "TJ-SU": TileValue(None, too_few=True),
        "UZ-TK": TileValue(9, "#tashkent"),
        "UZ-FA": TileValue(1),
        "TM-S": TileValue(1),
    },
    names={"KZ-75": "Almaty", "KG-GB": "Bishkek", "TJ-DU": "Dushanbe", "UZ-TK": "Tashkent", "KZ": "Kazakhstan"},
)

SAMPLE_CHAIN = Chain(
    title="What came of the workshop of 2023",
    nodes=(
        ChainNode("a", "Activity", "Workshop for three countries", url="#1", note="2023"),
        ChainNode("r1", "Recommendation", "Invite experts from North Africa and the Middle East", ("a",), url="#2"),
        ChainNode("s1", "Response", "Accepted by the project team", ("r1",), "done"),
        ChainNode("t1", "Action", "Guests of four countries invited", ("s1",), "done", note="due January 2024"),
        ChainNode("b", "Activity", "Workshop in Almaty", ("t1",), "done", note="14–16 February 2024", url="#3"),
        ChainNode("u", "Uptake", "Two agencies ask for the school material", ("b",), "open"),
        ChainNode("r2", "Recommendation", "Name a contact for youth in each district", ("a",), url="#4"),
        ChainNode("s2", "Response", "No answer yet", ("r2",), "waiting"),
        ChainNode("r3", "Recommendation", "Share lists of participants", ("a",)),
        ChainNode("s3", "Response", "Declined: names are not shared", ("r3",), "refused"),
    ),
)

SAMPLE_LADDER = Ladder(
    title="Engagement by country",
    steps=(
        "Presented",
        "Contact point named",
        "Questionnaire sent",
        "Questionnaire back",
        "Mission held",
        "Plan agreed",
        "Running",
    ),
    rows=(
        LadderRow("Kazakhstan", 5, since="14 February 2024", url="#kz"),
        LadderRow("Kyrgyzstan", 7, since="1 March 2024", url="#kg"),
        LadderRow("Tajikistan", 3, stalled=True, since="2 May 2023", url="#tj"),
        LadderRow("Turkmenistan", 0),
        LadderRow("Uzbekistan", 6, since="20 April 2024"),
    ),
)

SAMPLE_MULTIPLES = Multiples(
    title="Reached against target",
    panels=(
        Panel(
            "People trained",
            (
                Period("2022", 180, 200),
                Period("2023", 412, 400, url="#23"),
                Period("2024", 96, 450),
                Period("2025", None, 450),
            ),
        ),
        Panel("Women among them", (Period("2022", 31, 40), Period("2023", 38, 40), Period("2024", 44, 40)), "%"),
        Panel(
            "Recommendations taken up",
            (Period("2022", None, 5, too_few=True), Period("2023", 12, 10), Period("2024", 3, 15)),
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
        "sample_timeline": SAMPLE_TIMELINE,
        "sample_tilemap": SAMPLE_TILEMAP,
        "sample_chain": SAMPLE_CHAIN,
        "sample_ladder": SAMPLE_LADDER,
        "sample_multiples": SAMPLE_MULTIPLES,
        "sample_colours": [
            "paper",
            "sheet",
            "ink",
            "ink-soft",
            "line",
            "line-strong",
            "accent",
            "accent-soft",
            "alert",
        ],
    }
