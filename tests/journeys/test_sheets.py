"""A list of activities with headers that nobody knows; many files at once, one of them broken."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
HEADERS = "Ereignis,Zeitpunkt,Ort,Leute"
MARCH = f"{HEADERS}\nTraining on mediation,2025-03-11,Osh,24\nRound table of mayors,2025-03-20,Jalal-Abad,15\n"
APRIL = f"{HEADERS}\nTraining for school psychologists,2025-04-08,Batken,31\n"
MEANINGS = {"Ereignis": "title", "Zeitpunkt": "dates", "Ort": "city", "Leute": "attended"}


def give(page: Page, *files: tuple[str, str, bytes]) -> None:
    page.goto("/intake/")
    page.get_by_label("Programme").select_option("leica")
    page.get_by_label("Documents").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files]
    )
    page.get_by_role("button", name="Read them").click()


def test_unknown_headers_are_explained_once(visit: Any):
    page = visit("aida")
    give(page, ("march.csv", "text/csv", MARCH.encode()))
    expect(page.get_by_role("heading", level=1)).to_have_text("What the columns mean")
    for header, meaning in MEANINGS.items():
        page.get_by_label(header, exact=True).select_option(meaning)
    page.get_by_role("button", name="Read the rows so").click()
    expect(page.get_by_role("status")).to_contain_text("Remembered")
    cards = page.locator("article[data-card]")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Training on mediation")
    expect(cards.first).to_contain_text("11 March 2025")
    expect(cards.first).to_contain_text("24")
    # Next month the same headers ask nothing.
    give(page, ("april.csv", "text/csv", APRIL.encode()))
    expect(page.locator("article[data-card]")).to_contain_text("Training for school psychologists")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_role("link", name="Open the activity").click()
    expect(page.locator(".figures")).to_contain_text("31")
    expect(page.locator(".facts")).to_contain_text("Batken")


def test_one_bad_file_holds_up_no_other(visit: Any):
    page = visit("aida")
    note = "Seminar on trust\n\nOn 3 June 2025 a seminar on trust for 18 officers took place in Tokmok, Kyrgyzstan.\n"
    more = "# Round table\n\nOn 5 June 2025 a round table of 22 teachers took place in Kant, Kyrgyzstan.\n"
    give(
        page,
        ("seminar.txt", "text/plain", note.encode()),
        ("annual report.pdf", "application/pdf", b"%PDF-1.7 and then nothing that belongs there"),
        ("round table.md", "text/markdown", more.encode()),
    )
    told = page.get_by_role("alert")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("annual report.pdf")
    expect(told).to_contain_text("The other files were read")
    expect(page.get_by_role("status")).to_contain_text("Seminar on trust")
    expect(page.get_by_role("status")).to_contain_text("Round table")
    waiting = page.locator("section", has=page.get_by_role("heading", name="To review"))
    expect(waiting).to_contain_text("Seminar on trust")
    expect(waiting).to_contain_text("Round table")
    expect(waiting).not_to_contain_text("annual report")
    # Twice the same file is told, too, and changes nothing.
    give(page, ("seminar again.txt", "text/plain", note.encode()))
    expect(page.get_by_role("alert")).to_contain_text("already in this programme's file")
