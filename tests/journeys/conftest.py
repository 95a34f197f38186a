"""A browser and the served demo, shared by all journeys of a worker; a page for each member of the cast."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.serving import Site, built_demo, served

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Chromium reports a refused form or a missing page in the console, too; the journey itself looks at those.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo's data folder, built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    return built_demo(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def site(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(demo, tmp_path_factory.mktemp("site")) as site:
        yield site


# Not for the whole session: while Playwright runs, Django takes this thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


class Visits:
    """Opens a page as a member of the cast (Zarina has no account) and hears what the browser complains about."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(self, name: str, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options
        state = None if name == "zarina" else self.signed_in(name)
        context = self.browser.new_context(base_url=self.site.address, storage_state=state, **options)
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def heard(self, said: Any) -> None:
        if said.type == "error" and not ANSWERED.match(said.text) or "Content Security Policy" in said.text:
            self.complaints.append(f"{said.text} {said.location.get('url', '')}")

    def signed_in(self, name: str) -> Any:
        """By the link that `kopuro demo` printed, once for all journeys of this site."""
        if name not in self.site.states:
            context = self.browser.new_context(locale="en-GB")
            context.new_page().goto(self.site.links[name])
            self.site.states[name] = context.storage_state()
            context.close()
        return self.site.states[name]

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.complaints == []


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    visits = Visits(browser, site)
    yield visits
    visits.close()
