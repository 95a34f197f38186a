"""Every page of the site: no barrier that axe finds, nothing to scroll sideways, a strict policy, no complaint."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Page, expect

from tests.house.routes import own

pytestmark = pytest.mark.journey
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (rules) => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
    .map((one) => one.id + ": " + one.nodes.map((node) => node.html).join(" … ").slice(0, 600))"""
LOOKS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
LISTS = (
    "/activities/", "/activities/?status=planned", "/activities/?conflicts=on", "/recommendations/", "/engagement/", "/engagement/meetings/",
    "/sources/", "/organisations/", "/series/", "/intake/", "/search/?q=prison", "/programmes/", "/programmes/leica/results/",
    "/activities/?q=nothing-has-this-word",
)  # fmt: skip
ACCOUNT = (
    "account_login", "account_logout", "account_change_password", "account_reset_password", "account_email", "account_reauthenticate",
    "mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
)  # fmt: skip
PARTS = 4


def addresses(things: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Every address of ours that takes nothing, or that one of the things fills."""
    for _pattern, entry in own():
        takes = re.findall(r"<(?:\w+:)?(\w+)>", str(entry.pattern))
        if entry.name in things or not takes:
            yield reverse(
                entry.name, kwargs={k: v for k, v in things.get(entry.name, {}).items() if k in takes} or None
            )


def led_to(page: Page, lists: tuple[str, ...]) -> Iterator[str]:
    """From each list of the demo, two things of each kind: they are richer than those made for a test."""
    found: dict[str, set[str]] = defaultdict(set)
    for address in lists:
        for link in re.findall(r'href="(/[^"#?]*)"', page.request.get(address).text()):
            try:
                name = resolve(link).url_name
            except Resolver404:
                continue
            if "<" in resolve(link).route and len(found[name]) < 2 and link not in found[name]:
                found[name].add(link)
                yield link


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


def is_shown(answer: Any) -> bool:
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")


def looked_at(page: Page, wanted: list[str]) -> list[str]:
    found = []
    for address in wanted:
        answer = page.request.get(address)
        if not is_shown(answer):
            continue
        policy = answer.headers["content-security-policy"]
        if "default-src 'none'" not in policy or "unsafe" in policy:
            found.append(f"{address} has the policy {policy}")
        page.goto(address)
        titled = page.title()
        found += barriers(page, address)
        if page.title() != titled:
            found.append(f"{address} lost its title {titled!r} to a part of it: {page.title()!r}")
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_open_to_all(visit: Any, site: Any, part: int):
    page = visit("aida")
    wanted = [*addresses(site.things), *LISTS, *led_to(page, LISTS)]
    wanted = [one for one in dict.fromkeys(wanted) if not one.startswith("/enter/")]
    assert len(wanted) > 100
    found = looked_at(page, wanted[part::PARTS])
    assert found == [], "\n".join(found)


def test_the_pages_of_other_readers_are_open_to_all(visit: Any):
    found = []
    for name, pages in {
        "bakyt": ["/programmes/leica/", "/recommendations/", "/engagement/"],
        "gulnora": ["/programmes/", "/programmes/leica/", "/programmes/leica/results/"],
        "daniyar": ["/programmes/leica/", "/activities/"],
        "zarina": ["/"],
    }.items():
        found += looked_at(visit(name), pages)
    assert found == [], "\n".join(found)


def test_the_pages_of_signing_in_are_open_to_all(visit: Any):
    inside, outside = visit("aida"), visit("zarina")
    found = looked_at(outside, [reverse(name) for name in ACCOUNT])
    found += looked_at(inside, [reverse(name) for name in ACCOUNT if name != "account_logout"])
    inside.goto(reverse("account_logout"))
    found += barriers(inside, "account_logout")
    assert found == [], "\n".join(found)


def test_pages_that_say_what_went_wrong_are_open_to_all(visit: Any):
    page = visit("aida")
    found = []
    for address in ("/nowhere/", "/enter/wrong/"):
        assert page.goto(address).status in (403, 404)
        found += barriers(page, address)
    # A form that stood open until the browser forgot its token.
    page.goto("/engagement/agencies/new/")
    page.get_by_label("Agency").fill("Probation Service")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("open too long")
    found += barriers(page, "a stale form")
    for name in ("400.html", "403.html", "500.html"):
        answer = {"body": render_to_string(name), "content_type": "text/html; charset=utf-8"}
        page.route(f"**/{name}", lambda route: route.fulfill(**answer))  # noqa: B023 - asked for at once
        page.goto(f"/{name}")
        found += barriers(page, name)
    assert found == [], "\n".join(found)


def test_the_live_stream_beats_on_the_page_of_health(visit: Any):
    page = visit("aida")
    page.goto("/health/")
    expect(page.locator("[data-pulse]")).to_have_text("beating")
