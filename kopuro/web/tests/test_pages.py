"""Pages that put the parts together: home, search, country, health, refusals, and the one port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kopuro.activities.tests.factories import workshop
from kopuro.followup import actions as followup
from kopuro.intake import actions as intake

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_an_outsider_learns_what_kopuro_is(client):
    assert "never scores, lists or tracks" in text(client.get("/"))


def test_home_leads_to_the_only_programme(cast):
    assert cast.client("gulnora").get("/").headers["Location"] == "/programmes/leica/"


def test_home_says_what_waits_for_whom(cast):
    intake.take_in(programme=cast.programme, name="n.txt", data=b"Seminar in Osh on 4-5 March 2024.", **cast.writing())
    made = followup.recommend(
        programme=cast.programme, text="Meet more often", addressee="Prison Service", note="letter", **cast.writing()
    )
    made.addressee = cast.prison
    made.save()
    assert "1 document to review" in text(cast.client("aida").get("/programmes/leica/"))
    bakyt = text(cast.client("bakyt").get("/programmes/leica/"))
    assert "Answer: Meet more often" in bakyt and "to review" not in bakyt
    assert "to review" not in text(cast.client("gulnora").get("/programmes/leica/"))


def test_search_finds_each_kind_by_its_own_road(cast):
    workshop(cast)
    intake.take_in(
        programme=cast.programme, name="n.txt", data="Встреча в Алматы 4 марта 2024 года.".encode(), **cast.writing()
    )
    assert "Police and civil society side by side" in text(cast.client("daniyar").get("/search/?q=society"))
    assert "Встреча в Алматы" in text(cast.client("aida").get("/search/?q=алматы"))
    assert "Встреча" not in text(cast.client("daniyar").get("/search/?q=алматы"))


@pytest.mark.parametrize("q", ["", "a", "%", "'; DROP TABLE", "x" * 5000, "<script>alert(1)</script>", "\x00"])
def test_search_stands_any_words(cast, q):
    body = cast.client("aida").get("/search/", {"q": q})
    assert body.status_code == 200
    assert b"<script>alert" not in body.content


def test_a_country_shows_what_is_there(cast):
    workshop(cast)
    assert "Police and civil society side by side" in text(cast.client("aida").get("/countries/KZ/"))
    assert "No activity here yet" in text(cast.client("aida").get("/countries/UZ/"))
    assert cast.client("aida").get("/countries/XX/").status_code == 404


def test_health_tells_machines_and_hides_paths_from_outsiders(client, cast):
    assert client.get("/health/?format=json").json() == {"ok": True, "findings": {}}
    assert cast.client("aida").get("/health/?format=json").json()["findings"]["engine"] is True


def test_a_refusal_is_a_page_with_its_sentence_and_code(client):
    answer = client.get("/enter/wrong/")
    assert answer.status_code == 403
    assert "people.link" in answer.content.decode()
    assert "no longer valid" in answer.content.decode()


def test_the_policy_is_strict_and_pages_are_private(cast):
    answer = cast.client("aida").get("/activities/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert (answer.headers["X-Frame-Options"], answer.headers["Referrer-Policy"]) == ("DENY", "same-origin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return port if port < 32768 else 20_000 + port % 10_000


@pytest.mark.parametrize("part", ["both", "live"])
def test_one_port_serves_pages_and_the_live_stream(tmp_path, part):
    """The real server: a page by WSGI threads, a beat by raw ASGI; `--part live` has no pages."""
    port = free_port()
    kopuro = Path(sys.executable).parent / "kopuro"
    environment = {**os.environ, "KOPURO_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [str(kopuro), "serve", "--port", str(port), "--part", part], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        beat = wait_for(f"http://127.0.0.1:{port}/live/pulse", 240).read(24)
        assert beat.startswith(b"id: 1\nevent: pulse")
        if part == "both":
            page = wait_for(f"http://127.0.0.1:{port}/health/", 10)
            assert (page.status, b"Kopuro" in page.read()) == (200, True)
        else:
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10)
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, seconds: float):
    end = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(url, timeout=10)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
