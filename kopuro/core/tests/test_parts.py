"""Parts of a page, as a template author writes them."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from kopuro.core.drawing.chain import Chain, ChainNode
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.problems import Problem
from kopuro.core.story import Story, StoryClaim
from kopuro.core.style import sample_parts


def written(source: str, **context: Any) -> str:
    with translation.override("en"):
        return " ".join(Template(source).render(Context(context)).split())


# Doors ----------------------------------------------------------------------------------------------------------------


def test_a_door_is_a_link_that_says_what_stands_behind_it():
    assert written("{% door 250 href='/why/' label='who was counted' %}") == (
        '<a class="door" href="/why/" data-door>250<span class="visually-hidden"> (who was counted)</span></a>'
    )


def test_a_value_without_a_story_is_no_door():
    assert written("{% door 4000 %}") == '<span class="value">4,000</span>'


def test_a_missing_value_says_so_and_can_still_be_asked_about():
    assert written("{% door value href='/why/' %}", value=None) == (
        '<a class="door" href="/why/" data-door><span class="unstated">not stated</span>'
        '<span class="visually-hidden"> (where this comes from)</span></a>'
    )


def test_zero_is_a_value():
    assert written("{% door 0 %}") == '<span class="value">0</span>'


def test_words_of_others_are_escaped_everywhere():
    hostile = "<script>alert(1)</script>"
    page = written(
        "{% door x href=x label=x %}{% figure x x href=x note=x unit=x %}{% date_claim written=x %}{% tag x x x %}"
        "{% tags many %}{% crumb x x %}{% count_claim 3 unit=x %}{% table table %}",
        x=hostile,
        many=[hostile, (hostile, "done", hostile)],
        table=Table(hostile, (hostile,), ((Cell(hostile, url=hostile),), (Cell(hostile, door=hostile),))),
    )
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 15


# Dates and counts -----------------------------------------------------------------------------------------------------


def test_a_date_shows_how_it_came_about_when_it_is_not_simply_stated():
    assert written("{% date_claim start='2017-08' basis='completed' %}") == (
        '<span class="value">August 2017</span> <span class="basis">(year taken from the page)</span>'
    )


def test_a_date_is_read_from_a_thing_with_such_attributes():
    activity = SimpleNamespace(
        start=datetime.date(2024, 2, 14), end=datetime.date(2024, 2, 16), date_precision="day", date_basis="stated"
    )
    assert written("{% date_claim activity %}", activity=activity) == '<span class="value">14–16 February 2024</span>'


@pytest.mark.parametrize("days", ["02-21/02-23", ("02-21", "02-23"), ["02-21", "02-23"]])
def test_a_day_without_a_year_gets_none(days: Any):
    assert written("{% date_claim month_day=days %}", days=days) == (
        '<span class="value">21–23 February</span> <span class="basis">(year not stated)</span>'
    )


def test_the_words_of_the_source_stand_in_for_a_date_that_can_not_be_read():
    assert written("{% date_claim written='in the summer months' %}") == (
        '<span class="value">in the summer months</span> <span class="basis">(as written)</span>'
    )


def test_no_date_is_not_stated():
    assert written("{% date_claim %}") == '<span class="value"><span class="unstated">not stated</span></span>'


def test_a_count_is_a_door_with_its_qualifier():
    assert written("{% count_claim 35 'about' unit='people' href='/why/' %}").startswith(
        '<a class="door" href="/why/" data-door>about 35 people<span'
    )


def test_a_figure_sets_its_qualifier_small():
    page = written("{% figure 1040 'participations' qualifier='about' %}")
    assert '<span class="figure-qualifier">about </span>1,040' in page
    assert '<div class="figure">' in page
    assert 'class="figure figure-alert"' in written("{% figure 4 'answers are due' alert=True %}")


# Tags, tables, pager --------------------------------------------------------------------------------------------------


def test_tags_are_words_with_a_kind():
    assert written("{% tags things %}", things=["workshop", ("held", "done"), "", None]) == (
        '<ul class="tags"><li><span class="tag">workshop</span></li><li><span class="tag tag-done">held</span></li></ul>'
    )
    assert written("{% tags things %}", things=[]) == ""
    assert written("{% tag 'x' 'nonsense' %}") == '<span class="tag">x</span>'


def test_a_table_carries_its_headings_onto_a_phone():
    table = Table("Spring", ("Activity", "People"), ((Cell("Workshop", url="/a/"), 35), ("Camp", None)), numbers=(1,))
    page = written("{% table table %}", table=table)
    assert '<th scope="row"><a href="/a/">Workshop</a></th><td class="number" data-label="People">35</td>' in page
    assert '<span aria-hidden="true">–</span><span class="visually-hidden">none</span>' in page


def test_a_pager_keeps_the_filters_of_the_address():
    page = Paginator(range(120), 25).get_page(2)
    request = RequestFactory().get("/activities/", {"country": "KG", "page": "2"})
    html = written("{% pager page %}", page=page, request=request)
    assert 'href="?country=KG&amp;page=1"' in html
    assert 'href="?country=KG&amp;page=3"' in html
    assert "26–50 of 120" in html
    assert written("{% pager page %}", page=Paginator(range(3), 25).get_page(1), request=request) == ""


# Forms ----------------------------------------------------------------------------------------------------------------


class Nomination(forms.Form):
    agency = forms.CharField(label="Agency", help_text="As on its letters.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(label="Agreed", required=False)

    def clean(self) -> None:
        raise forms.ValidationError("All places are taken.")


def test_a_field_is_tied_to_its_help_and_its_error():
    page = written("{% fields form %}", form=Nomination({}))
    assert 'id="id_agency_helptext">As on its letters.' in page
    assert 'id="id_agency_error">This field is required.' in page
    assert 'aria-describedby="id_agency_helptext id_agency_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_group_has_a_legend_and_a_box_its_label_behind_it():
    page = written("{% fields form %}", form=Nomination())
    assert '<legend>Kind <span class="optional">optional</span></legend>' in page
    assert '<input type="checkbox" name="agreed" id="id_agreed"> Agreed</label>' in page


def test_what_is_wrong_with_the_whole_form_comes_first():
    page = written("{% fields form %}", form=Nomination({}))
    assert page.index("All places are taken.") < page.index("Agency")


# Whole parts ----------------------------------------------------------------------------------------------------------


def test_a_problem_says_what_happened_whether_it_is_saved_and_what_to_do():
    problem = Problem("activity.full", "All 20 places are taken.", detail="secret")
    page = written(
        '{% include "core/parts/problem.html" with saved=False advice="Join the waiting list." %}', problem=problem
    )
    assert "<h2>All 20 places are taken.</h2> <p>Nothing was saved.</p> <p>Join the waiting list.</p>" in page
    assert "activity.full" in page
    assert "secret" not in page


def test_a_story_shows_the_sentence_and_who_decided():
    claim = StoryClaim(
        "about 35", "Press release", before="In the room were ", passage="some 35 officials", kind="count"
    )
    page = written('{% include "core/parts/story.html" %}', story=Story("about 35 people", "One source.", (claim,)))
    assert 'In the room were <mark class="mark-count">some 35 officials</mark>' in page


def test_a_drawing_comes_with_a_table():
    chain = Chain("What came of it", (ChainNode("a", "Activity", "Workshop & more", url="/a/"),))
    page = written("{% draw chain 'Read from the left.' %}", chain=chain)
    assert "<figcaption> <p>Read from the left.</p> <details><summary>As a table</summary>" in page
    assert "Workshop &amp; more" in page
    assert "&lt;svg" not in page


def test_only_drawings_are_drawn():
    with pytest.raises(TypeError, match="can't draw int"):
        written("{% draw 7 %}")


# Pages ----------------------------------------------------------------------------------------------------------------

PAGE = """{% extends "core/base.html" %}{% block title %}Workshop & more{% endblock %}
{% block lead %}Two recommendations wait.{% endblock %}"""


def test_a_title_is_written_once_and_shown_twice():
    page = written(PAGE)
    assert "<title>Workshop & more · Kopuro</title>" in page
    assert "<h1>Workshop & more</h1>" in page
    assert '<p class="lead">Two recommendations wait.</p>' in page


def test_a_heading_may_differ_from_the_window_title():
    page = written(PAGE + "{% block heading %}<em>Workshop</em>{% endblock %}")
    assert "<h1><em>Workshop</em></h1>" in page


def test_the_base_stands_without_any_context():
    page = written(PAGE)
    assert 'href="#content">Skip to the content' in page
    assert "Sign in" in page
    assert "Sign out" not in page


def test_who_is_here_and_where_one_can_go():
    page = written(
        PAGE,
        actor=SimpleNamespace(name="Aida", role_label="Project team", is_signed_in=True),
        navigation=[SimpleNamespace(label="Activities", url="/activities/", current=True, key="g a")],
    )
    assert "<b>Aida</b><span>Project team</span>" in page
    assert '<a href="/activities/" aria-current="page" data-key="g a">Activities</a>' in page


def test_a_fragment_has_the_heading_and_no_frame():
    page = written(PAGE.replace("core/base.html", "core/fragment.html"))
    assert page.startswith('<div class="fragment" data-fragment>')
    assert "<h1>Workshop & more</h1>" in page
    assert "<html" not in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_says_what_to_do_and_needs_nothing(name: str):
    with translation.override("en"):
        page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == 1
    assert '<a class="button" href="/">Home page</a>' in page
    if name != "404" and name != "500":
        assert "Nothing was" in page or "nothing was" in page


@pytest.mark.parametrize("language", ["en", "ru", "fr"])
def test_the_style_page_shows_every_part(language: str):
    request = RequestFactory().get("/style/")
    with translation.override(language):
        page = render_to_string("core/style.html", sample_parts(), request=request)
    for part in (
        'class="figures"',
        'class="drawing"',
        'class="claims"',
        'class="problem"',
        'class="empty"',
        'class="filters"',
    ):
        assert part in page
