"""A room from lint to seal: a facilitator and six stations, two on a slow network, one closed and opened again, one
that loses the network while it decides. Whatever was typed is there once."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import barriers

pytestmark = pytest.mark.journey
SIGNS = ("Juniper", "Walnut", "Poplar", "Almond", "Willow", "Rowan")
PHONE = {"viewport": {"width": 320, "height": 640}}
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "rooms" / "img"
DRAWING = bool(os.environ.get("KOPURO_DRAW_ROOMS"))  # writes the pictures of the guides anew


def picture(page: Page, name: str, full_page: bool = False) -> None:
    """In daylight, whatever the page was last looked at in. The whole page is drawn in a window of its height, so that
    what keeps to the window's edge stands at the page's."""
    if not DRAWING:
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    page.emulate_media(color_scheme="light")
    page.evaluate("window.scrollTo(0, 0)")
    if full_page and before:
        page.set_viewport_size({**before, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    if before:
        page.set_viewport_size(before)


def slow(page: Page) -> None:
    """A weak mobile network: 400 ms, 50 kB/s."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000},
    )


def join(visit: Any, pin: str, number: int) -> Page:
    station = visit("zarina", **PHONE)
    if number in (2, 3):
        slow(station)
    station.goto(f"/room/?pin={pin}")
    station.get_by_label("Your call-sign").fill(SIGNS[number])
    station.locator("input[name=place]").nth(number % 4).check()
    station.get_by_role("button", name="Join").click()
    expect(station.locator("[data-line]")).to_have_text("Saved")
    return station


def rate(station: Page, value: str, cases: int = 4) -> None:
    for _case in range(cases):
        before = station.locator(".progress").inner_text()
        station.locator(".choices").first.get_by_label(value).check()
        station.locator(".confidence input").fill("70")
        station.get_by_role("button", name="Keep and go on").click()
        expect(station.locator(".progress")).not_to_have_text(before)


def fill_decision(station: Page, option: str, why: str) -> None:
    station.get_by_label(option).check()
    station.get_by_label("Why?").fill(why)
    station.locator(".confidence input").fill("60")
    for test in ("Legal basis", "Necessity", "Proportionality", "Non-discrimination"):
        station.get_by_label(test).fill("a word")


def unfold(lead: Page) -> None:
    if lead.locator("#more-lead[open]").count() == 0:
        lead.locator("#more-lead summary").click()


def waits(station: Page, title: str) -> None:
    expect(station.locator("#card-title")).to_have_text(title, timeout=20_000)


def brought(station: Page, title: str) -> None:
    """What waits for an answer comes by itself where nobody types; otherwise it is opened from the inbox."""
    expect(station.locator("#card-title")).not_to_have_text("Inbox")
    station.wait_for_timeout(1500)
    if station.locator("#card-title").inner_text() != title:
        station.get_by_role("button", name="Inbox").click()
        station.get_by_role("button", name=title).click()
    waits(station, title)


def test_a_room_from_lint_to_seal(visit: Any):
    lead = visit("chinara")
    found: list[str] = []

    # the library, the linter, the run
    lead.goto("/rooms/")
    lead.locator("li", has_text="The quiet reader").last.get_by_role("link", name="version 1").click()
    expect(lead.locator("#findings")).to_contain_text("Two reviewers")
    expect(lead.locator("body")).to_contain_text("provisional")
    picture(lead, "version")
    lead.get_by_role("link", name="Prepare a run").click()
    lead.get_by_label("Title").fill("A room of the journey")
    lead.get_by_role("button", name="Prepare it").click()
    run = lead.url
    pin = lead.locator(".pin-large").inner_text()
    lead.get_by_role("button", name="Sit down as Director").click()
    lead.get_by_role("button", name="Open for joining").click()
    start = lead.get_by_role("button", name="Start the exercise")
    expect(start).to_be_visible()
    wall = visit("chinara", viewport={"width": 1280, "height": 720})
    wall.goto(run)
    wall.get_by_role("button", name="Screen for the projector").click()
    expect(wall.locator(".plenary .pin-large")).to_have_text(pin)
    picture(wall, "screen")
    found += barriers(wall, "screen")

    # six stations
    stations = [join(visit, pin, number) for number in range(6)]
    expect(lead.locator("#teams")).to_contain_text("Rowan")
    expect(wall.locator("#plenary")).to_contain_text("Upper Bridge: 4")
    found += barriers(stations[1], "station before")
    stations[1].set_viewport_size(PHONE["viewport"])
    start.click()
    for station in stations:
        waits(station, "A letter from the library")
    picture(stations[0], "station-letter")
    stations[0].get_by_role("button", name="I have read it").click()
    expect(stations[0].locator(".answered")).to_have_text("You have confirmed it.")
    expect(lead.locator("#sent")).to_contain_text("opened 6 of 6")

    # somebody asks, an answer comes; somebody gives the stop word, all staff see it
    stations[0].get_by_role("button", name="Ask", exact=True).click()
    stations[0].get_by_role("button", name="Ask Nargiza what exactly he said").click()
    expect(lead.locator("#requests")).to_contain_text("Ask Nargiza")
    lead.locator("#requests").get_by_role("button", name="Answer").click()
    stations[0].get_by_role("button", name="Inbox").click()
    stations[0].get_by_role("button", name="Ask Nargiza what exactly he said").click()
    expect(stations[0].locator(".card")).to_contain_text("please don't tell my mother")
    stations[4].get_by_role("button", name="More").click()
    stations[4].get_by_role("button", name="Stop: somebody please come").click()
    expect(lead.locator(".stop-banner")).to_contain_text("Stop word from Willow")
    picture(lead, "console", full_page=True)
    found += barriers(lead, "console")
    lead.set_viewport_size({"width": 1280, "height": 900})
    lead.get_by_role("button", name="I take care of it").click()
    expect(lead.locator(".stop-banner")).to_have_count(0)

    # the cases, alone; what was given for a case stays when its station is closed in the middle
    lead.locator("#next li", has_text="Four other readers").get_by_role("button", name="Send now").click()
    expect(lead.locator("#sent")).to_contain_text("Four other readers")
    for station in stations[:2]:
        brought(station, "Four other readers")
    rate(stations[0], "No, nothing to do", 3)
    stations[0].locator(".choices").first.get_by_label("Not enough to tell").check()
    stations[0].locator(".confidence input").fill("40")
    stations[0].get_by_role("button", name="Keep and go on").click()
    stations[0].get_by_role("button", name="Lock my ratings").click()
    expect(stations[0].locator(".answered")).to_contain_text("locked")
    rate(stations[1], "Yes, a talk", 2)
    picture(stations[1], "station-case", full_page=True)
    found += barriers(stations[1], "station case")
    stations[1].set_viewport_size(PHONE["viewport"])
    stations[1].locator(".choices").first.get_by_label("Not enough to tell").check()
    address, context = stations[1].url, stations[1].context
    stations[1].close()
    stations[1] = context.new_page()
    stations[1].goto(address)
    expect(stations[1].locator(".progress")).to_contain_text("Case 3 of 4")
    expect(stations[1].locator(".choices").first.get_by_label("Not enough to tell")).to_be_checked()

    # the team decides; the network goes while it does
    unfold(lead)
    lead.locator("select[name=phase]").select_option("together")
    lead.get_by_role("button", name="Enter it").click()
    expect(lead.locator("#clock")).to_contain_text("Together")
    upper, lower = stations[0], stations[2]
    for station in (upper, lower):
        brought(station, "The first step")
    fill_decision(upper, "The youth worker talks with Temir", "He trusts her, and it is mild.")
    upper.context.set_offline(True)
    upper.get_by_role("button", name="Decide").click()
    expect(upper.locator("[data-line]")).to_have_text("Kept here, being sent: 1")
    upper.context.set_offline(False)
    expect(upper.locator(".answered")).to_contain_text("Your team decided", timeout=20_000)
    expect(upper.locator("[data-line]")).to_have_text("Saved")
    fill_decision(lower, "Pass his name on", "We must be sure.")
    picture(lower, "station-decision", full_page=True)
    lower.reload()
    brought(lower, "The first step")
    expect(lower.get_by_label("Why?")).to_have_value("We must be sure.")
    found += barriers(lower, "station decision")
    lower.set_viewport_size(PHONE["viewport"])
    lower.get_by_role("button", name="Decide").click()
    expect(lower.locator(".answered")).to_contain_text("Pass his name on")
    expect(lead.locator("#teams")).to_contain_text("The first step: Pass his name on")

    # beside it: evaluator, wellbeing, a character speaks
    hamid = visit("hamid")
    hamid.goto(run)
    hamid.get_by_role("button", name="Sit down as Evaluator").click()
    hamid.get_by_label("What you see or hear").fill("They ask before they judge.")
    hamid.get_by_role("button", name="Note it").click()
    expect(hamid.locator("#observations")).to_contain_text("They ask before they judge.")
    hamid.get_by_role("button", name="S: Performed with some challenges, Upper Bridge").first.click()
    expect(hamid.locator(".mark.is-given")).to_have_text("S")
    picture(hamid, "evaluator")
    found += barriers(hamid, "evaluator")
    hamid.goto(run)
    hamid.get_by_role("button", name="Sit down as Wellbeing officer").click()
    stations[5].get_by_role("button", name="More").click()
    stations[5].get_by_role("button", name="Step out").click()
    expect(hamid.locator("#who")).to_contain_text("stepped out")
    found += barriers(hamid, "care")
    stations[5].get_by_role("button", name="I am back").click()
    expect(stations[5].locator(".calm")).to_have_count(0)

    # end, debrief, seal
    unfold(lead)
    lead.get_by_label("The exercise is over").check()
    lead.get_by_role("button", name="End", exact=True).click()
    lead.get_by_role("button", name="Begin the debrief").click()
    lead.get_by_role("link", name="To the debrief").click()
    lead.get_by_role("button", name="Begin: everybody writes").click()
    for number, station in enumerate(stations[:3]):
        station.get_by_label("One thought").fill(f"Thought {number}")
        station.locator(".actions", has_text="Send").first.get_by_role("button").click()
        expect(station.get_by_label("One thought")).to_have_value("")
    expect(lead.locator(".screen-number")).to_have_text("3")
    lead.get_by_role("button", name="Show all entries and sort them").click()
    lead.get_by_label("Themes, one a line").fill("Haste\nTrust")
    lead.get_by_role("button", name="Keep themes and places").click()
    lead.get_by_label("Thought 0").select_option(label="Haste")
    lead.get_by_role("button", name="Keep themes and places").click()
    found += barriers(lead, "debrief")
    lead.set_viewport_size({"width": 1280, "height": 900})
    lead.get_by_role("button", name="Let everybody rank them").click()
    stations[0].get_by_role("button", name="Up: Trust").click()
    stations[0].get_by_role("button", name="Send my ranking").click()
    expect(lead.locator(".screen-number")).to_have_text("1")
    picture(stations[0], "station-debrief")
    code = stations[0].locator(".own-code").inner_text()
    lead.get_by_label("Lesson").first.fill("Ask before judging.")
    lead.get_by_label("Recommendation").fill("A card with five questions for inspectors")
    lead.get_by_label("Owner").fill("Prison Service")
    lead.get_by_role("button", name="Keep the lesson").click()
    expect(lead.locator("#lessons")).to_contain_text("A card with five questions")
    lead.get_by_role("button", name="Close the round").click()
    expect(lead.locator(".themes li").first).to_contain_text("Trust")
    lead.get_by_label("The debrief has been held").check()
    lead.get_by_role("button", name="Seal the run").click()
    expect(lead.locator("#round")).to_contain_text("sealed")

    # the review; one's own figures by the own code; the lesson in follow-up
    lead.get_by_role("link", name="After-action review").click()
    expect(lead.locator("body")).to_contain_text("too few to say")
    expect(lead.locator("body")).to_contain_text("He trusts her, and it is mild.")
    picture(lead, "review")
    found += barriers(lead, "review")
    record = json.loads(lead.request.get(f"{run}review/record.json").body())
    made = [one for one in record["events"] if one["kind"] == "decision.made"]
    assert [(one["data"]["team"], one["data"]["option"]) for one in made] == [
        ("upper-bridge", "talk-and-offer"),
        ("lower-bridge", "report"),
    ]
    assert len({one["id"] for one in record["events"]}) == len(record["events"])
    assert [one["seq"] for one in record["events"]] == list(range(1, len(record["events"]) + 1))
    assert lead.request.get(f"{run}review/review.pdf").body().startswith(b"%PDF-")
    mine = visit("zarina", **PHONE)
    mine.goto("/room/mine/")
    mine.get_by_label("Code").fill(code.upper())
    mine.get_by_role("button", name="Show them").click()
    expect(mine.locator("body")).to_contain_text("You said: No, nothing to do")
    found += barriers(mine, "own figures")
    aida = visit("aida")
    aida.goto(f"{run}lessons/")
    aida.get_by_role("button", name="Take it over").click()
    expect(aida.locator("body")).to_contain_text("in follow-up")
    assert found == [], "\n".join(found)
    # the browser says aloud that we took its network away; everything else it says counts
    visit.complaints[:] = [one for one in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


@pytest.mark.parametrize("seat", ["s2", "s4"])
def test_the_station_folds_as_the_server_does(visit: Any, seat: str):
    """Every event of a run in which everything happens, folded in a real browser and by the rules: the same station."""
    from kopuro.rooms.rules.run.audience import topic_for, topics_of
    from kopuro.rooms.rules.run.frames import station_form
    from kopuro.rooms.rules.run.station import fold_visible
    from kopuro.rooms.tests.factories import whole_run

    log = whole_run().log
    moved = max((event.seq for event in log if event.kind == "seat.moved" and event.data["seat"] == seat), default=0)
    place = next(
        event.data
        for event in reversed(log)
        if event.kind in ("seat.joined", "seat.moved") and event.data["seat"] == seat
    )
    held = frozenset(topics_of(seat, {"kind": "trainee", "left": False, "team": place["team"], "role": place["role"]}))
    forms = [station_form(event) for event in log if topic_for(event.audience, held)]
    page = visit("zarina")
    page.goto("/room/")
    address = page.request.get("/static/staticfiles.json")
    fold = json.loads(address.text())["paths"]["kopuro/rooms/fold.js"] if address.ok else "kopuro/rooms/fold.js"
    shown = page.evaluate(
        """async ([address, seat, place, forms]) => {
          const { blank, see } = await import(address);
          const view = blank(seat);
          view.me.team = place.team; view.me.role = place.role;
          for (const form of forms) see(view, form);
          return view;
        }""",
        [f"/static/{fold}", seat, place, forms],
    )
    assert moved == 0 or moved < log[-1].seq
    assert shown == json.loads(json.dumps(fold_visible(seat, log)))


def test_the_station_is_read_without_script(visit: Any):
    lead = visit("chinara")
    lead.goto("/rooms/")
    lead.get_by_role("link", name="The quiet reader", exact=True).first.click()
    pin = lead.locator(".pin-large").inner_text()
    reader = visit("zarina", java_script_enabled=False, **PHONE)
    reader.goto("/room/")
    reader.get_by_label("PIN").fill(pin)
    reader.get_by_role("button", name="Go on").click()
    reader.get_by_label("Your call-sign").fill("Cherry")
    reader.locator("input[name=place]").first.check()
    reader.get_by_role("button", name="Join").click()
    expect(reader.locator(".station")).to_contain_text("Your station is ready")
    assert "allow scripts for this page" in reader.content()
    expect(reader.locator(".exercise")).to_have_text("EXERCISE")


def test_a_wrong_pin_is_told(visit: Any):
    page = visit("zarina", **PHONE)
    page.goto("/room/?pin=000000")
    expect(page.locator(".problem")).to_contain_text("No room has this PIN")
