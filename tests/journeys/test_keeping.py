"""A working day of the team: an activity with all that hangs on it, advice and what came of it, the engagement, results."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.forms import fill_in

pytestmark = pytest.mark.journey
TITLE = "Training of trainers for women's groups"


def picture() -> bytes:
    file = io.BytesIO()
    image = Image.new("RGB", (640, 400), "teal")
    image.save(file, "JPEG", exif=image.getexif().tobytes(), comment=b"taken by")
    return file.getvalue()


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("link", name=link, exact=True).click()
    return downloading.value.path().read_bytes()


def test_an_activity_with_all_that_hangs_on_it(visit: Any):
    page = visit("aida")
    page.goto("/activities/")
    page.keyboard.press("a")
    fill_in(
        page,
        {
            "Programme": "LEICA, law enforcement and civil society in Central Asia", "Title": TITLE, "Type": "Training", "Status": "planned",
            "First day": "2027-04-06", "Last day": "2027-04-08", "Town": "Khujand", "Number of people": 18,
            "Where you have this from": "Work plan of 2027",
        },
    )  # fmt: skip
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator(".facts")).to_contain_text("Tajikistan")
    page.get_by_role("link", name="Add a session").click()
    fill_in(page, {"Title": "First day", "Begins": "2027-04-06T09:00", "Ends": "2027-04-06T17:00", "Room": "Hall 2"})
    page.get_by_role("link", name="Add a point of the agenda").click()
    fill_in(page, {"What is done": "What a trainer listens for", "At": "09:30", "Led by": "Lead trainer"})
    expect(page.locator("main")).to_contain_text("09:30 What a trainer listens for")
    page.get_by_role("link", name="Add material").click()
    file = ("handout.pdf", "application/pdf", b"%PDF-1.4 handout")
    fill_in(page, {"Title": "Handout", "File": file, "Licence": "CC BY 4.0", "Language": "tg"})
    assert downloaded(page, "Handout") == b"%PDF-1.4 handout"
    page.get_by_role("link", name="Add a photo").click()
    fill_in(
        page,
        {"Picture": ("hall.jpg", "image/jpeg", picture()), "What it shows": "The hall before the training", "Who took it": "Project team",
         "How those shown agreed": "Nobody is shown", "May be shown": True},
    )  # fmt: skip
    shown = page.get_by_role("img", name="The hall before the training")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("one => one.complete && one.naturalWidth === 640", arg=shown.element_handle())
    assert b"taken by" not in page.request.get(shown.get_attribute("src")).body()


def test_advice_is_answered_acted_on_and_used(visit: Any, site: Any):
    page = visit("aida")
    page.goto(f"/activities/{site.things['activity']['key']}/")
    page.get_by_role("link", name="Add a recommendation").click()
    fill_in(
        page,
        {"Programme": "Programme of the walk", "The recommendation": "Write a joint guide for schools and police", "Type": "cooperation and exchange", "To whom": "Ministry of Education"},
    )  # fmt: skip
    page.get_by_role("link", name="Answer", exact=True).click()
    fill_in(page, {"accepted": True})
    page.get_by_role("link", name="Plan an action").click()
    fill_in(
        page, {"What will be done": "Draft the guide", "Who owns it": "Ministry of Education", "Until": "2027-09-01"}
    )
    page.get_by_role("link", name="It is done").click()
    fill_in(page, {"Done on": "2026-11-20", "Or what came of it": "The guide, 40 pages"})
    page.get_by_role("link", name="It was used").click()
    fill_in(
        page,
        {
            "How it was used": "practice or rule changed",
            "In a sentence": "Every school in Osh has it",
            "When": "2026-11",
            "Where you have this from": "Letter of the ministry",
        },
    )
    expect(page.locator(".lead")).to_contain_text("taken up")
    # The drawn chain has every step, and so has its table.
    page.locator("figure.drawing summary").click()
    for step in ("Write a joint guide", "accepted", "Draft the guide", "Every school in Osh has it"):
        expect(page.locator("figure.drawing table")).to_contain_text(step, ignore_case=True)


def test_an_agency_is_won_step_by_step_and_a_mission_ends_with_a_promise(visit: Any):
    page = visit("aida")
    page.goto("/engagement/")
    page.get_by_role("link", name="Add an agency").click()
    fill_in(page, {"Country": "Tajikistan", "Agency": "Committee on Women and Family"})
    page.get_by_role("link", name="Record a step").click()
    fill_in(
        page, {"What happened": "reached", "Step": "presented", "When": "2026-10", "In a sentence": "At its office"}
    )
    expect(page.locator("main")).to_contain_text("At its office")
    page.goto("/engagement/")
    page.get_by_role("link", name="Record a meeting").click()
    fill_in(
        page,
        {"Country": "Tajikistan", "Kind": "Mission", "Title": "Mission to Khujand", "Town": "Khujand", "First day": "2026-10-12",
         "Last day": "2026-10-14", "Agencies met": "Committee on Women and Family", "Purpose": "To agree on the training"},
    )  # fmt: skip
    page.get_by_role("link", name="Add what was agreed").click()
    fill_in(
        page,
        {
            "Kind": "promise",
            "What": "Name two trainers",
            "Who (an organisation)": "Committee on Women and Family",
            "Until": "2026-11-30",
        },
    )
    expect(page.locator("main")).to_contain_text("Name two trainers")
    page.goto("/programmes/leica/")
    expect(page.locator(".waiting")).to_contain_text("Name two trainers")
    page.get_by_role("link", name="Name two trainers").click()
    page.get_by_role("link", name="It was kept").click()
    fill_in(page, {"Kept on": "2026-11-20"})
    page.goto("/programmes/leica/")
    expect(page.locator("main")).not_to_contain_text("Name two trainers")


def test_an_indicator_counts_what_stands_in_the_record(visit: Any):
    page = visit("aida")
    page.goto("/programmes/resilience-kz/results/")
    page.get_by_role("link", name="Add a period").click()
    fill_in(page, {"Name": "All of 2024", "First day": "2024-01-01", "Last day": "2024-12-31"})
    page.get_by_role("link", name="Add a result").click()
    fill_in(page, {"Level": "Output", "Number": "OP9", "What will be different": "Trained youth workers"})
    result = page.locator("section.result", has_text="OP9")
    result.get_by_role("link", name="Add an indicator").click()
    fill_in(
        page, {"Number": "OP9.1", "What is measured": "Activities for youth workers", "How it is counted": "activities"}
    )
    page.get_by_role("link", name="Activities for youth workers").first.click()
    page.get_by_role("link", name="Set a target").click()
    fill_in(page, {"Period": "All of 2024", "Value": 4})
    reached = page.locator(".figure", has_text="All of 2024")
    expect(reached).to_contain_text("target 4")
    reached.locator("a.door[href*='/why/']").click()
    panel = page.locator("#panel[open]")
    expect(panel.locator(".story-rule")).to_contain_text("Counted: activities")
    expect(panel.locator("tbody tr").first).to_be_visible()


def test_filters_stand_in_the_address_and_the_list_can_be_taken_along(visit: Any):
    page = visit("aida")
    page.goto("/activities/")
    everything = page.locator("tbody tr").count()
    page.get_by_label("Country").select_option("KG")
    page.wait_for_url("**country=KG**")
    page.get_by_label("Status").select_option("held")
    page.wait_for_url("**status=held**")
    found = page.locator("#results tbody tr").count()
    assert 0 < found < everything
    # Whoever gets the address sees the same list, and the file holds the same rows.
    other = visit("gulnora")
    other.goto(page.url)
    expect(other.locator("#results tbody tr")).to_have_count(found)
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"))))
    assert len(rows) == found
    assert {row["status"] for row in rows} == {"held"}
    book = zipfile.ZipFile(io.BytesIO(downloaded(page, "XLSX")))
    assert "xl/worksheets/sheet1.xml" in book.namelist()
    # A reload keeps the filters, the way back leads to the whole list.
    page.reload()
    expect(page.get_by_label("Country")).to_have_value("KG")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("#results tbody tr")).to_have_count(everything)


def test_an_attendance_list_by_code_is_counted_and_one_with_names_is_refused(visit: Any):
    page = visit("aida")
    page.goto("/activities/?q=Almaty&status=held")
    page.locator("#results tbody a").first.click()
    page.get_by_role("link", name="Attendance list").click()
    rows = "\n".join(f"P{n};women;f;KG" for n in range(14))
    form = page.locator("main form.form")
    with_names = f"code;group;sex;full name\n{rows}".encode()
    form.get_by_label("The list").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": with_names})
    form.get_by_label("a number in this list alone").check()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("holds personal data")
    fill_in(
        page,
        {
            "The list": ("list.csv", "text/csv", f"code;group;sex;country\n{rows}".encode()),
            "a number in this list alone": True,
        },
    )
    expect(page.locator("main")).to_contain_text("in the attendance list")
