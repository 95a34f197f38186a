"""The style page in a real browser, under the content security policy the site has."""

from __future__ import annotations

import gzip
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from kopuro.core.style import sample_parts

pytestmark = pytest.mark.journey
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def rendered(language: str) -> str:
    with translation.override(language):
        return render_to_string("core/style.html", sample_parts(), request=RequestFactory().get("/style/"))


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The page in two languages and the collected static files, on a port of its own."""
    pages = {"/style/": rendered("en"), "/ar/style/": rendered("ar")}
    pages["/story/"] = pages["/style/"].replace("How a page is made", "Why 26?")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            file = Path(settings.STATIC_ROOT) / path.removeprefix(settings.STATIC_URL)
            if path in pages:
                body, kind = pages[path].encode(), "text/html; charset=utf-8"
            elif path.startswith(settings.STATIC_URL) and file.is_file():
                body, kind = file.read_bytes(), KINDS.get(file.suffix, "application/octet-stream")
            else:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'self'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Whatever the browser complains about (a blocked style, a script error) fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("address", "width", "scheme"),
    [
        ("/style/", 1280, "light"),
        ("/style/", 1280, "dark"),
        ("/style/", 320, "light"),
        ("/style/", 320, "dark"),
        ("/ar/style/", 320, "light"),
    ],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, address: str, width: int, scheme: str):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_sent_for_the_first_page_is_small(page: Page):
    sizes: dict[str, tuple[int, int]] = {}

    def note(response: object) -> None:
        body = response.body()  # type: ignore[attr-defined]
        sizes[response.url] = (len(body), len(gzip.compress(body, 6)))  # type: ignore[attr-defined]

    page.on("response", note)
    page.goto("/style/", wait_until="networkidle")
    assert len(sizes) >= 9
    assert sum(sent for _, sent in sizes.values()) <= 50_000


def test_a_door_opens_beside_the_page_and_gives_the_focus_back(page: Page):
    page.goto("/style/")
    door = page.locator("dl.figures a.door").first
    door.evaluate("door => door.href = '/story/'")
    door.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel[open]")
    panel.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Why 26?"
    assert panel.get_by_role("link", name="Open as a page").get_attribute("href").endswith("/story/")
    assert panel.locator("header.top").count() == 0
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('a.door')")
    assert page.url.endswith("/style/")


def test_a_door_whose_story_is_missing_leads_to_the_page_that_says_so(browser: Browser, site: str):
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/style/")
    door = page.locator("dl.figures a.door").first
    door.evaluate("door => door.href = '/nowhere/'")
    door.click()
    page.wait_for_url(f"{site}/nowhere/")
    context.close()


def test_without_script_a_door_is_a_link_and_the_menu_is_in_sight(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/style/")
    page.locator("dl.figures a.door").first.click()
    assert page.url == f"{site}/style/#story"
    assert not page.get_by_role("button", name="Keyboard shortcuts").is_visible()
    context.close()


def test_shortcuts_are_listed_and_can_be_turned_off(page: Page):
    page.goto("/style/")
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    assert page.locator("#keys dt").first.inner_text().split() == ["g", "h"]
    page.get_by_role("checkbox", name="Single-key shortcuts are on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("n")
    page.wait_for_timeout(200)
    assert page.locator("#keys[open]").count() == 0
    assert page.url.endswith("/style/")


def test_typing_into_a_field_is_no_shortcut(page: Page):
    page.goto("/style/")
    page.get_by_role("searchbox", name="Words").fill("")
    page.keyboard.type("n?p")
    assert page.get_by_role("searchbox", name="Words").input_value() == "n?p"
    assert page.locator("#keys[open]").count() == 0


def test_the_first_key_reaches_the_content(page: Page):
    page.goto("/style/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_no_motion_for_those_who_asked_for_none(page: Page):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/style/")
    page.keyboard.press("?")
    page.locator("#keys[open]").wait_for()
    seconds = page.evaluate("getComputedStyle(document.querySelector('#keys')).animationDuration")
    assert float(re.sub(r"[a-z]+$", "", seconds)) <= 0.001


@pytest.mark.parametrize(("width", "shown"), [(320, "chain chain-down"), (1280, "chain chain-across chain-6")])
def test_a_chain_is_drawn_for_its_place(page: Page, width: int, shown: str):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/style/")
    visible = page.locator("svg.chain:visible")
    assert [one.get_attribute("class") for one in visible.all()] == [shown]


def test_on_paper_the_way_around_is_gone_and_the_drawings_stay(page: Page):
    page.emulate_media(media="print")
    page.goto("/style/")
    assert not page.locator("footer form").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator("svg.tilemap").is_visible()
    line = "getComputedStyle(document.querySelector('svg.chain-down .path')).display"
    assert page.evaluate(line) == "inline"
