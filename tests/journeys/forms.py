"""Filling in a form as a person does: by the words beside the fields."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect


def fill_in(page: Page, values: dict[str, Any], button: str = "Save") -> None:
    """Texts are typed, choices chosen by their words, True ticks a box, (name, kind, bytes) is a file. Then the button
    is pressed, and it must be saved."""
    form = page.locator("main form.form")
    for label, value in values.items():
        field = form.get_by_label(re.compile(rf"^\s*{re.escape(label)}(\W|$)")).first
        if value is True:
            field.check()
        elif isinstance(value, tuple):
            name, kind, data = value
            field.set_input_files({"name": name, "mimeType": kind, "buffer": data})
        elif field.evaluate("one => one.localName") == "select":
            field.select_option(label=value)
        else:
            field.fill(str(value))
    form.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
