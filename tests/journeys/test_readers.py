"""What each reader comes for: the donor a figure and its rows, the focal point what is asked of the agency, the
participant the activities alone, the outsider a page of welcome."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
CLOSED = ("/sources/", "/recommendations/", "/engagement/", "/results/", "/intake/", "/programmes/leica/results/")


def test_the_donor_opens_a_figure_and_sees_the_rows(visit: Any):
    page = visit("gulnora")
    page.goto("/programmes/leica/results/")
    figure = (
        page.locator("tr", has_text="Activities held")
        .first.locator("a.door[href*='/why/']", has_text=re.compile("^[1-9]"))
        .last
    )
    number = re.match(r"\d+", figure.inner_text())[0]
    figure.click()
    panel = page.locator("#panel[open]")
    expect(panel.locator(".story-answer")).to_have_text(number)
    expect(panel.locator("tbody tr")).to_have_count(int(number))
    # A row leads to its activity, and there a value to its sentence.
    panel.locator("tbody a").first.click()
    page.locator(".facts a.door").first.click()
    expect(page.locator("#panel[open] .claim-source").first).to_be_visible()


def test_the_donor_takes_the_framework_along(visit: Any):
    page = visit("gulnora")
    page.goto("/programmes/leica/results/")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="XLSX").click()
    assert downloading.value.suggested_filename == "framework.xlsx"


def test_a_participant_sees_activities_without_names_and_sources(visit: Any):
    page, aida = visit("daniyar"), visit("aida")
    page.goto("/activities/?status=held")
    expect(page.get_by_role("link", name="CSV")).to_have_count(0)
    page.locator("tbody th a").first.click()
    # What is kept from the participant is there: the team sees it on the same page.
    aida.goto(page.url)
    for heading in ("Sources", "For the team"):
        expect(aida.get_by_role("heading", name=heading)).to_have_count(1)
        expect(page.get_by_role("heading", name=heading)).to_have_count(0)
    page.locator(".facts a.door").first.click()
    expect(page.locator("#panel[open] .claim-source").first).to_contain_text("a document in the team's file")
    expect(page.locator("#panel[open] mark")).to_have_count(0)
    for reader, names in ((aida, True), (page, False)):
        reader.goto("/programmes/leica/about/")
        assert ("Bakyt" in reader.locator("main").inner_text()) is names
    for address in CLOSED:
        assert page.goto(address).status == 404


def test_the_outsider_is_welcomed_and_asked_to_sign_in(visit: Any):
    page = visit("zarina")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("From documents to results")
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    for address in ("/activities/", "/programmes/leica/", "/search/?q=prison", *CLOSED):
        page.goto(address)
        assert "/account/login/" in page.url
    page.goto("/health/")
    expect(page.locator("main")).to_contain_text("Kopuro is well")
    expect(page.locator("main")).not_to_contain_text("SQLite")


def test_the_focal_point_answers_what_is_asked_of_the_agency(visit: Any):
    aida = visit("aida")
    aida.goto("/recommendations/new/")
    aida.get_by_label("Programme").select_option("leica")
    aida.get_by_label("The recommendation").fill("Open a room for quiet talks in every prison")
    aida.get_by_label("To whom").fill("Prison Service of the Kyrgyz Republic")
    aida.get_by_label("Where you have this from").fill("Letter of the steering committee")
    aida.get_by_role("button", name="Save").click()
    expect(aida.get_by_role("status")).to_contain_text("Saved")

    page = visit("bakyt")
    page.goto("/programmes/leica/")
    page.get_by_role("link", name="Answer: Open a room for quiet talks in every prison").click()
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("accepted in part").check()
    page.get_by_role("button", name="Save").click()
    # Short of a yes a reason is wanted; what was chosen stays.
    expect(page.get_by_role("alert")).to_contain_text("why")
    expect(page.get_by_label("accepted in part")).to_be_checked()
    page.get_by_label("Why").fill("In two prisons this year, in all by 2028")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("In two prisons this year, in all by 2028")
    page.goto("/programmes/leica/")
    expect(page.get_by_role("link", name="Answer: Open a room")).to_have_count(0)
    # What goes to others is not the focal point's to answer.
    page.goto("/recommendations/")
    others = page.locator("#results a", has_not_text="Open a room").first
    others.click()
    expect(page.get_by_role("link", name="Plan an action")).to_have_count(0)
