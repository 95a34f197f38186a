"""Aida files what her team has written and checks what was understood, first of all by keyboard alone."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.journey

NEWS = """Prison officers and teachers practise listening in Naryn

NARYN, 14 May 2025. From 12 to 14 May 2025 some 40 officers and teachers took part in a training on listening and de-escalation in Naryn, Kyrgyzstan.

The training was organised by LEICA together with the Prison Service of the Kyrgyz Republic.

Participants recommended to hold joint exercises of prisons and schools every year.
"""
SAME_AGAIN = """Training on listening and de-escalation ends in Naryn

BISHKEK, 16 May 2025. 43 officers and teachers attended the training on listening and de-escalation in Naryn, Kyrgyzstan, on 12-14 May 2025, organised by LEICA.
"""
# A person who knows the keys presses about two a second, and reads a value in about a second and a half.
PRESS, READ = 0.5, 1.5


def take_in(page: Page, name: str, text: str) -> None:
    page.goto("/intake/")
    page.get_by_label("Programme").select_option("leica")
    page.get_by_label("Documents").set_input_files([{"name": name, "mimeType": "text/plain", "buffer": text.encode()}])
    page.get_by_role("button", name="Read them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(text.split("\n")[0])


class Keys:
    """A pair of hands without a mouse; counts what it would take a person."""

    def __init__(self, page: Page) -> None:
        self.page, self.seconds = page, 0.0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.seconds += PRESS

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.seconds += PRESS * len(text)

    @property
    def here(self) -> str:
        """What the focus is on; nothing while it is on the page as a whole."""
        return self.page.evaluate(
            "(one => one === document.body ? '' : one.value || one.innerText)(document.activeElement)"
        )

    def down_to(self, words: str) -> None:
        """Reads value after value until the one that holds the words."""
        for _ in range(60):
            self.seconds += READ
            if words in self.here:
                return
            self.press("ArrowDown")
        raise AssertionError(f"“{words}” was not reached; the focus is on “{self.here}”")


def lit(page: Page) -> list[str]:
    return page.locator("mark.is-lit").all_inner_texts()


def test_a_document_is_reviewed_by_keyboard_alone(visit: Any):
    page = visit("aida")
    take_in(page, "naryn.txt", NEWS)
    hands, began = Keys(page), time.monotonic()
    expect(page.locator("[data-line]:focus")).to_have_count(1)
    # The first value has the focus, and its passage is lit.
    assert hands.here.startswith("Title")
    hands.down_to("40")
    assert any("40" in passage for passage in lit(page))
    # The list of signatures says 41.
    hands.press("c")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Correct")
    expect(page.locator("input:focus")).to_have_count(1)
    assert hands.here == "40"
    hands.press("Control+a")
    hands.type("41")
    hands.press("Tab", "Home", "Tab", "Enter")
    # Back at the value that was worked on.
    expect(page.locator("[data-line]:focus")).to_contain_text("41")
    expect(page.locator("[data-line]:focus")).to_contain_text("corrected")
    # Accepted from the line, taken back, accepted again.
    hands.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Accepted")
    hands.press("u")
    expect(page.get_by_role("status")).to_contain_text("Taken back: accept")
    assert "41" in page.locator("[data-line]", has_text="corrected").inner_text()
    expect(page.locator("[data-line]:focus")).to_have_count(1)
    hands.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Accepted")
    took = time.monotonic() - began
    assert hands.seconds + took < 90, "a whole document in well under two minutes"

    page.get_by_role("link", name="Open the activity").click()
    expect(page.locator(".figures")).to_contain_text("41")
    expect(page.locator(".facts")).to_contain_text("12–14 May 2025")
    expect(page.locator(".facts")).to_contain_text("Naryn")


def line_of(page: Page, words: str) -> Locator:
    return page.locator("[data-line]", has_text=words).first


def test_a_value_and_its_sentence_light_up_together(visit: Any):
    page = visit("aida")
    take_in(page, "light.txt", NEWS.replace("Naryn", "Osh").replace("NARYN", "OSH"))
    value = line_of(page, "12–14 May 2025")
    value.hover()
    assert any("12 to 14 May 2025" in passage for passage in lit(page))
    mark = page.locator("mark[data-passages]", has_text="some 40").first
    mark.hover()
    expect(page.locator("[data-line].is-lit", has_text="40")).not_to_have_count(0)
    expect(value).not_to_have_class(re.compile("is-lit"))


def test_two_documents_about_one_activity_are_merged_and_their_difference_is_settled(visit: Any):
    page = visit("aida")
    take_in(page, "first.txt", NEWS.replace("Naryn", "Talas").replace("NARYN", "TALAS"))
    page.get_by_role("button", name="Accept", exact=True).click()
    take_in(page, "again.txt", SAME_AGAIN.replace("Naryn", "Talas"))
    expect(page.get_by_label("It is an activity that stands already")).to_contain_text("Talas")
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Merged")
    page.get_by_role("link", name="Open the activity").click()
    expect(page.locator(".lead")).to_contain_text("differ")
    # The door opens the story beside the page.
    door = page.locator(".figures a.door").first
    why = door.get_attribute("href")
    door.click()
    panel = page.locator("#panel[open]")
    expect(panel.locator(".claims")).to_contain_text("43")
    expect(panel.locator(".claims")).to_contain_text("40")
    expect(panel.locator("mark").first).to_be_visible()
    shown = panel.locator(".story-answer").inner_text()
    # One click settles it: the value that was not shown is shown from now on.
    panel.get_by_role("button", name="Show this one").first.click()
    expect(page.get_by_role("status")).to_contain_text("Settled")
    assert page.locator(".story-answer").inner_text() != shown
    # Without script the same link is a page.
    plain = visit("aida", java_script_enabled=False)
    plain.goto(page.url)
    plain.goto(why)
    expect(plain.locator(".claims")).to_contain_text("43")
    expect(plain.get_by_role("link", name="Activities").first).to_be_visible()
