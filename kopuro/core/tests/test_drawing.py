"""Drawings of the programme: what is drawn, what is only told, and what never gets out."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.drawing import bars, chain, graph, ladder, svg, tilemap, timeline
from kopuro.core.drawing.paper import on_paper, paper_sheet
from kopuro.core.drawing.picture import Cell, Picture, Table
from kopuro.core.drawing.words import ENGLISH, Words

SVG = "{http://www.w3.org/2000/svg}"
Day = datetime.date
SETTINGS = settings(max_examples=60, deadline=None)
HOSTILE = "<script>alert(1)</script>\"'&\x00\x1b\ud800 ]]> -->"


def shapes(picture: Picture, name: str, css: str = "") -> list[ET.Element]:
    root = ET.fromstring(f"<all>{picture.markup}</all>")
    return [one for one in root.iter(SVG + name) if css in one.get("class", "").split() or not css]


def is_sound(picture: Picture) -> None:
    """What every drawing owes its reader."""
    root = ET.fromstring(f"<all>{picture.markup}</all>")
    drawings = [one for one in root.iter(SVG + "svg") if one.get("role")]
    assert drawings
    for one in drawings:
        title, description = list(one)[:2]
        assert (title.tag, description.tag) == (SVG + "title", SVG + "desc")
        assert one.get("aria-label", "").split() == (title.text or "").split()
        assert one.get("role") == ("group" if next(one.iter(SVG + "a"), None) is not None else "img")
    names = {key for one in root.iter() for key in one.attrib}
    assert "style" not in names
    assert not [key for key in names if key.startswith("on")]
    assert {one.tag for one in root.iter()} & {"script", SVG + "script", SVG + "style", SVG + "foreignObject"} == set()
    assert all(svg.safe_address(one.get("href", "")) for one in root.iter(SVG + "a"))
    assert all(len(row) == len(picture.table.columns) for row in picture.table.rows)


# Writing SVG ----------------------------------------------------------------------------------------------------------


def test_an_element_is_written_as_it_is_read():
    assert svg.element("rect", x=1.0, y=2.5, class_="bar", stroke_width=3, fill=None) == (
        '<rect x="1" y="2.5" class="bar" stroke-width="3"/>'
    )
    assert svg.text("5 < 6", x="2%") == '<text x="2%">5 &lt; 6</text>'


@pytest.mark.parametrize("value, said", [(0.0, "0"), (-0.001, "0"), (10.0, "10"), (1.239, "1.24"), (-3.5, "-3.5")])
def test_numbers_are_short(value: float, said: str):
    assert svg.number(value) == said


@pytest.mark.parametrize(
    "url, safe",
    [
        ("/activities/1/", True),
        ("#rows", True),
        ("?page=2", True),
        ("https://example.org/", True),
        ("javascript:alert(1)", False),
        ("//example.org/", False),
        ("data:text/html,x", False),
        ("", False),
    ],
)
def test_only_plain_addresses_become_links(url: str, safe: bool):
    assert svg.link(url, "<rect/>").startswith("<a ") is safe


@SETTINGS
@given(st.text(max_size=80), st.integers(1, 40), st.integers(1, 5))
def test_wrapped_words_fit_and_lose_nothing_but_what_is_marked(words: str, width: int, lines: int):
    out = svg.wrap(words, width, 1, lines)
    assert len(out) <= lines
    assert all(svg.width_of(line, 1) <= width or line == "…" for line in out)
    if not any("…" in line for line in out):
        assert " ".join(out) == " ".join(words.split())


def test_a_table_refuses_a_row_of_another_width():
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        Table("Activities", ("Activity", "People"), (("Workshop",),))


# Timeline -------------------------------------------------------------------------------------------------------------

WORKSHOP = timeline.TimelineItem("Kazakhstan", "Workshop", Day(2024, 2, 14), Day(2024, 2, 16), url="/a/1/")
SEMINAR = timeline.TimelineItem("Tajikistan", "Seminar", None, None, "planned", url="/a/2/")


def test_a_dated_activity_is_a_bar_and_an_undated_one_is_told():
    picture = timeline.draw_timeline(timeline.Timeline("Programme", (WORKSHOP, SEMINAR), today=Day(2024, 3, 1)))
    is_sound(picture)
    assert len(shapes(picture, "line", "bar")) == 1
    assert picture.description == "held: 1; planned: 1; without a date: 1"
    assert picture.table.rows == (
        (Cell("Workshop", url="/a/1/"), "Kazakhstan", "2024-02-14 – 2024-02-16", "held"),
        (Cell("Seminar", url="/a/2/"), "Tajikistan", "without a date", "planned"),
    )


def test_a_bar_says_its_words_to_those_who_point_at_it():
    picture = timeline.draw_timeline(timeline.Timeline("Programme", (WORKSHOP,)))
    (door,) = shapes(picture, "a")
    assert door.get("href") == "/a/1/"
    assert door.get("aria-label") == "Workshop, 2024-02-14 – 2024-02-16, held"


def test_a_month_without_a_day_is_drawn_soft_over_the_whole_month():
    item = timeline.TimelineItem("Regional", "Camp", Day(2024, 8, 1), None, "planned", precise=False)
    span = timeline.Span(Day(2024, 7, 1), Day(2024, 10, 1))
    assert timeline.places_of(item, span) == (span.place(Day(2024, 8, 1)), span.place(Day(2024, 8, 31)))
    picture = timeline.draw_timeline(timeline.Timeline("Programme", (item,)))
    assert len(shapes(picture, "line", "bar-soft")) == 1
    assert picture.table.rows[0][2] == "2024-08"


def test_the_span_is_whole_months_and_at_least_three():
    assert timeline.span_of(timeline.Timeline("P", (WORKSHOP,))) == timeline.Span(Day(2024, 2, 1), Day(2024, 5, 1))
    empty = timeline.span_of(timeline.Timeline("P", today=Day(2025, 12, 31)))
    assert empty == timeline.Span(Day(2025, 12, 1), Day(2026, 3, 1))


def test_today_is_drawn_only_when_it_lies_in_the_span():
    inside = timeline.draw_timeline(timeline.Timeline("P", (WORKSHOP,), today=Day(2024, 3, 1)))
    outside = timeline.draw_timeline(timeline.Timeline("P", (WORKSHOP,), today=Day(2031, 3, 1)))
    assert (len(shapes(inside, "g", "today")), len(shapes(outside, "g", "today"))) == (1, 0)


def test_lines_stand_in_the_order_asked_for():
    items = [timeline.TimelineItem(line, "x", Day(2024, 1, 1)) for line in ("Regional", "Uzbekistan", "Kazakhstan")]
    chosen = timeline.Timeline("P", items, lines=("Kazakhstan", "Turkmenistan", "Regional"))
    assert timeline.line_names(chosen) == ["Kazakhstan", "Regional", "Uzbekistan"]


def test_a_line_of_thousands_becomes_columns_and_the_table_counts_months():
    items = [
        timeline.TimelineItem("Kazakhstan", f"Activity {n}", Day(2022 + n % 3, 1 + n % 12, 1 + n % 28))
        for n in range(2000)
    ]
    picture = timeline.draw_timeline(timeline.Timeline("P", items))
    assert len(shapes(picture, "rect", "column")) == 12
    assert len(picture.markup) < 30_000
    assert picture.table.columns == ("When", "Line", "activities per month")
    assert sum(row[2] for row in picture.table.rows) == 2000
    assert picture.table.rows[0] == ("Jan 2022", "Kazakhstan", 167)


def test_reading_from_the_right_mirrors_the_months():
    plain = timeline.draw_timeline(timeline.Timeline("P", (WORKSHOP,)))
    mirrored = timeline.draw_timeline(timeline.Timeline("P", (WORKSHOP,)), Words(mirrored=True))
    (one,), (other,) = shapes(plain, "line", "bar"), shapes(mirrored, "line", "bar")
    assert float(one.get("x1", "")[:-1]) + float(other.get("x1", "")[:-1]) == pytest.approx(100, abs=0.02)


dates = st.dates(Day(1900, 1, 1), Day(9999, 12, 31))
items = st.builds(
    timeline.TimelineItem,
    line=st.sampled_from(["Kazakhstan", "Regional", HOSTILE, ""]),
    title=st.text(max_size=40),
    start=st.none() | dates,
    end=st.none() | dates,
    state=st.sampled_from(["planned", "ongoing", "held", "cancelled"]),
    precise=st.booleans(),
    when=st.text(max_size=20),
    url=st.sampled_from(["", "/a/1/", "javascript:alert(1)"]),
)


@SETTINGS
@given(st.lists(items, max_size=12), st.none() | st.dates(Day(1990, 1, 1), Day(2040, 1, 1)))
def test_any_programme_can_be_drawn(things: list[timeline.TimelineItem], today: Day | None):
    picture = timeline.draw_timeline(timeline.Timeline("P", things, today=today))
    is_sound(picture)
    assert len(picture.table.rows) == len(things)


@SETTINGS
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30)), max_size=40))
def test_neighbours_of_a_track_can_be_pressed_apart(things: list[tuple[float, float]]):
    places = sorted((start, min(100.0, start + long)) for start, long in things)
    assert timeline.pack(places, most=1) is None or len(places) < 13
    tracks = timeline.pack(places, most=99)
    assert tracks is not None
    for track in set(tracks):
        mine = [place for place, of in zip(places, tracks, strict=True) if of == track]
        for before, after in zip(mine, mine[1:], strict=False):
            assert after[0] >= before[0] + timeline.SLOT
            assert after[0] >= before[1] + timeline.SLOT / 2


# Tile map -------------------------------------------------------------------------------------------------------------


def test_every_region_of_the_five_countries_has_one_square():
    codes = {
        unit.code
        for country in ("KZ", "KG", "TJ", "TM", "UZ")
        for unit in pycountry.subdivisions.get(country_code=country)
    }
    assert set(tilemap.UNITS) == codes
    assert len(set(tilemap.PLACES.values())) == len(tilemap.PLACES)
    assert set(tilemap.SHORT) == codes


def test_a_square_opens_the_rows_behind_it():
    picture = tilemap.draw_tilemap(
        tilemap.TileMap("Activities", {"KZ-75": tilemap.TileValue(11, "/why/")}, {"KZ-75": "Almaty"}, "activities")
    )
    is_sound(picture)
    (door,) = shapes(picture, "a")
    assert (door.get("href"), door.get("aria-label")) == ("/why/", "Almaty: 11 activities")
    assert picture.table.rows == (("Almaty", "KZ", Cell(11, door="/why/")),)
    assert picture.description == "Almaty: 11"


def test_a_hidden_number_is_nowhere():
    hidden = tilemap.TileMap("A", {"TJ-SU": tilemap.TileValue(7, too_few=True), "TJ-DU": tilemap.TileValue(20)})
    picture = tilemap.draw_tilemap(hidden)
    assert "TJ-SU: too few" in picture.markup
    assert re.findall(r"\b7\b", re.sub(r'(?:[xy]|width|height|rx|viewBox|class)="[^"]*"', "", picture.markup)) == []
    assert picture.table.rows[1] == ("TJ-SU", "TJ", Cell("too few"))
    assert "7" not in picture.description


def test_a_region_that_is_no_square_stays_in_the_table():
    picture = tilemap.draw_tilemap(tilemap.TileMap("A", {"FR-75": tilemap.TileValue(2, "/paris/")}))
    assert picture.table.rows == (("FR-75", "FR", Cell(2, door="/paris/")),)
    assert shapes(picture, "a") == []


@pytest.mark.parametrize(
    "values, limits",
    [
        ([], []),
        ([0, 0], []),
        ([1], [1]),
        ([1, 2, 3], [1, 2, 3]),
        ([14, 3], [3, 6, 9, 12, 15]),
        ([1000], [200, 400, 600, 800, 1000]),
        ([float("inf"), 4], [1, 2, 3, 4]),
    ],
)
def test_classes_of_equal_width(values: list[float], limits: list[float]):
    assert tilemap.shade_limits(values) == limits


@SETTINGS
@given(st.lists(st.floats(0, 1e9), min_size=2, max_size=20))
def test_more_is_never_lighter(values: list[float]):
    limits = tilemap.shade_limits(values)
    shades = [tilemap.shade_of(value, limits) for value in sorted(values)]
    assert shades == sorted(shades)
    assert set(shades) <= set(range(6))


# Chain ----------------------------------------------------------------------------------------------------------------

STORY = chain.Chain(
    "What came of it",
    (
        chain.ChainNode("a", "Activity", "Workshop of 2023", url="/a/1/"),
        chain.ChainNode("r", "Recommendation", "Invite experts from other regions", ("a",)),
        chain.ChainNode("s", "Response", "Accepted", ("r",), "done"),
        chain.ChainNode("q", "Recommendation", "Name a contact", ("a",)),
        chain.ChainNode("w", "Response", "No answer yet", ("q",), "waiting"),
        chain.ChainNode("b", "Activity", "Workshop in Almaty", ("s",), "done"),
    ),
)


def test_the_longest_way_is_the_main_line_and_is_read_last():
    placed = graph.place({node.key: node.after for node in STORY.nodes})
    assert placed.order == ("a", "q", "w", "r", "s", "b")
    assert placed.step == {"a": 0, "r": 1, "s": 2, "q": 1, "w": 2, "b": 3}
    assert placed.lane == {"a": 0, "r": 0, "s": 0, "b": 0, "q": 1, "w": 1}


def test_a_chain_is_drawn_across_and_down_and_told():
    picture = chain.draw_chain(STORY)
    is_sound(picture)
    assert [one.get("class") for one in shapes(picture, "svg") if one.get("role")] == [
        "chain chain-across chain-4",
        "chain chain-down",
    ]
    assert len(shapes(picture, "path", "path")) == 2 * 5
    assert picture.description.startswith("Activity: Workshop of 2023 → Recommendation: Name a contact → Response")
    assert picture.table.rows[2] == (Cell("No answer yet"), "Response", "waits for a person", "Name a contact")


def test_only_what_waits_is_red():
    picture = chain.draw_chain(STORY)
    assert len(shapes(picture, "path", "dot-waiting")) == 2
    assert [entry.label for entry in picture.legend] == ["done", "waits for a person"]


def test_a_circle_and_an_unknown_name_are_left_out():
    assert graph.without_cycles({"a": ["b"], "b": ["a", "nobody"], "c": ["c"]}) == [("b", "a")]


keys = st.sampled_from([f"n{place}" for place in range(9)])


@SETTINGS
@given(st.dictionaries(keys, st.lists(keys, max_size=4), max_size=9))
def test_any_web_of_nodes_is_placed_once_each_and_forwards(parents: dict[str, list[str]]):
    placed = graph.place(parents)
    assert sorted(placed.order) == sorted(parents)
    assert all(placed.step[before] < placed.step[after] for before, after in placed.edges)
    assert len({(placed.step[key], placed.row[key]) for key in parents}) == len(parents)
    nodes = [chain.ChainNode(key, "Action", HOSTILE, tuple(before)) for key, before in parents.items()]
    is_sound(chain.draw_chain(chain.Chain("P", nodes)))


def test_a_chain_of_hundreds_is_cut_in_the_drawing_and_whole_in_the_table():
    nodes = [chain.ChainNode(str(n), "Action", f"Step {n}", (str(n - 1),)) for n in range(500)]
    picture = chain.draw_chain(chain.Chain("P", nodes))
    assert len(shapes(picture, "g", "node")) == chain.MOST
    assert len(picture.table.rows) == 500
    assert picture.description.endswith("(+300)")


# Ladder and small multiples -------------------------------------------------------------------------------------------


def test_a_ladder_says_where_each_country_stands():
    steps = ("Presented", "Contact named", "Running")
    rows = (
        ladder.LadderRow("Kazakhstan", 3, since="1 March 2024", url="/kz/"),
        ladder.LadderRow("Tajikistan", 2, stalled=True),
        ladder.LadderRow("Turkmenistan", 0),
        ladder.LadderRow("Uzbekistan", 99),
    )
    picture = ladder.draw_ladder(ladder.Ladder("Engagement", steps, rows))
    is_sound(picture)
    assert picture.description == (
        "Kazakhstan: Running; Tajikistan: stalled: Contact named; Turkmenistan: not started; Uzbekistan: Running"
    )
    assert len(shapes(picture, "path", "rung-stalled")) == 1
    assert len(shapes(picture, "circle", "rung-here")) == 2


@pytest.mark.parametrize("steps", [(), ("Only",)])
def test_a_ladder_of_hardly_any_steps(steps: tuple[str, ...]):
    is_sound(ladder.draw_ladder(ladder.Ladder("E", steps, (ladder.LadderRow("Kazakhstan", 1),))))


def test_reached_stands_against_target():
    panel = bars.Panel("Trained", (bars.Period("2023", 412, 400, "/why/"), bars.Period("2024", 96, 450)), "people")
    picture = bars.draw_multiples(bars.Multiples("Reached", (panel,)))
    is_sound(picture)
    assert picture.description == (
        "Trained: 2023: Reached 412 people, Target 400 people; 2024: Reached 96 people, Target 450 people"
    )
    assert picture.table.rows[0] == ("Trained (people)", "2023", Cell(412, door="/why/"), 400)
    heights = [float(one.get("height", "")) for one in shapes(picture, "rect", "actual")]
    assert heights == [pytest.approx(bars.PLOT * 412 / 450, abs=0.01), pytest.approx(bars.PLOT * 96 / 450, abs=0.01)]


def test_one_scale_for_all_panels_when_they_are_compared():
    panels = (bars.Panel("A", (bars.Period("2024", 10),)), bars.Panel("B", (bars.Period("2024", 20),)))
    picture = bars.draw_multiples(bars.Multiples("P", panels, same_scale=True))
    assert [one.get("height") for one in shapes(picture, "rect", "actual")] == ["38", "76"]


def test_a_hidden_actual_gives_nothing_away():
    panel = bars.Panel("P", (bars.Period("2023", 7, too_few=True), bars.Period("2024", 40)))
    hidden = bars.draw_multiples(bars.Multiples("P", (panel,)))
    other = bars.draw_multiples(
        bars.Multiples("P", (bars.Panel("P", (bars.Period("2023", 3, too_few=True), bars.Period("2024", 40))),))
    )
    assert hidden == other


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5.0, 1e300, None])
def test_odd_numbers_do_not_break_a_panel(value: float | None):
    panel = bars.Panel("P", (bars.Period("2023", value, value),))
    is_sound(bars.draw_multiples(bars.Multiples("P", (panel,))))


# Hostile words, and paper ---------------------------------------------------------------------------------------------


def everything(words: str) -> list[Picture]:
    return [
        timeline.draw_timeline(
            timeline.Timeline(words, (timeline.TimelineItem(words, words, Day(2024, 1, 1), when=words, url=words),))
        ),
        tilemap.draw_tilemap(tilemap.TileMap(words, {"KZ-75": tilemap.TileValue(1, words)}, {"KZ-75": words}, words)),
        chain.draw_chain(chain.Chain(words, (chain.ChainNode("a", words, words, (), "done", words, words),))),
        ladder.draw_ladder(ladder.Ladder(words, (words, words), (ladder.LadderRow(words, 1, True, words, words),))),
        bars.draw_multiples(bars.Multiples(words, (bars.Panel(words, (bars.Period(words, 1, 2, words),), words),))),
    ]


@SETTINGS
@given(st.sampled_from([HOSTILE, "", "javascript:alert(1)", "x" * 5000, "«Көпүрө» کوپرو"]) | st.text(max_size=60))
def test_no_words_break_out_of_a_drawing(words: str):
    for picture in everything(words):
        is_sound(picture)
        assert "<script" not in picture.markup


def test_paper_has_its_colours_inside_and_no_variable_left():
    for picture in [*everything("Word"), chain.draw_chain(STORY)]:
        paper = on_paper(picture)
        assert paper.count("<style>") == paper.count('role="')
        assert "var(" not in paper
        assert re.findall(r'="[\d.]+rem"', paper) == []
    assert on_paper(chain.draw_chain(STORY)).count("chain-down") == paper_sheet().count("chain-down")


def test_english_is_only_the_default():
    picture = timeline.draw_timeline(timeline.Timeline("P", (WORKSHOP,)), Words(held="проведено"))
    assert picture.description == "проведено: 1"
    assert ENGLISH.held == "held"
