"""Every page of the site: no barrier that axe finds, nothing to scroll sideways, a strict policy, no complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import axe_playwright_python
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.house.routes import own

pytestmark = pytest.mark.journey
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
    .map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" … ").slice(0, 600))"""
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self'; manifest-src 'self'; object-src 'none'; script-src 'self'; style-src 'self'"
)
# Each file is checked at one size and scheme after the other.
LOOKS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]


def addresses(things: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Every address of ours that takes nothing, or that one of the things fills."""
    for _pattern, entry in own():
        takes = re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern))
        if entry.name in things or not takes:
            yield reverse(
                entry.name, kwargs={k: v for k, v in things.get(entry.name, {}).items() if k in takes} or None
            )


def barriers(page: Page, where: str) -> list[str]:
    """What axe finds in each look, and what is wider than the screen."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate(AXE)
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [f"{where} {width} {scheme} {one}" for one in page.evaluate(RUN, RULES)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{where} {width} scrolls sideways: {wide}")
    return found


def is_page(answer: Any) -> bool:
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")


def test_every_page_is_open_to_all_eyes(visit: Any, site: Any):
    page = visit("aida")
    waiting = list(addresses(site.things))
    seen: dict[str, int] = {}
    found: list[str] = []
    while waiting:
        address = waiting.pop(0)
        if urlsplit(address).path in seen:
            continue
        seen[urlsplit(address).path] = 0
        answer = page.request.get(address)
        if not is_page(answer):
            continue
        page.goto(address)

        found += barriers(page, address)
    assert found == [], "\n".join(found)
