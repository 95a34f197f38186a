"""How long the server takes for every list and detail page of a large programme, against the limit of 100 ms; how many
pages a second it serves from the demo programme, against 300 and against a bare page; and how much the first load weighs.

    python benchmarks/pages.py [--activities 5000] [--rounds 24] [--seconds 10] [--only large|load]

The large record (5,000 activities, 100,000 person keys, 50,000 claims) is made in a temporary folder. Every request is preceded by a write,
so that nothing kept from an earlier request answers; "processor" is the time this process itself worked, which other work on the machine
does not lengthen.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVER_MS, VIEWS, FIRST_LOAD_KB = 100.0, 300.0, 100.0


def main() -> None:
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="kopuro-pages-"))
    os.environ |= {
        "KOPURO_DATA": str(folder / "large"),
        "DJANGO_SETTINGS_MODULE": "kopuro.settings",
        "KOPURO_HOSTS": "testserver",
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    try:
        print(
            f"load of this machine: {' '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} processors\n"
        )
        if options.only != "load":
            measure_pages(options)
        if options.only != "large":
            measure_load(folder / "demo", options.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--activities", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=24, help="requests per page and reader")
    parser.add_argument("--seconds", type=float, default=10.0, help="of load on each server")
    parser.add_argument("--only", choices=("large", "load"))
    parser.add_argument("--pages", default="", help="names of pages, with commas: only these")
    return parser.parse_args()


# --- server time on the large record ---------------------------------------------------------------------------------


def measure_pages(options: argparse.Namespace) -> None:
    import django

    django.setup()
    import logging

    from django.core.management import call_command
    from large.record import Size, fill

    logging.disable(logging.WARNING)
    began = time.perf_counter()
    from kopuro.rooms.protocol import settle
    from kopuro.web import serving

    serving.prepare()
    made = fill(Size(activities=options.activities, documents=options.activities // 2))
    call_command("check", verbosity=0)
    analyse()
    gc.collect()
    settle()  # as the server does; the rows that were made, which no server holds, are left alone by the collector
    print(f"the record: {sizes(made)} (made in {time.perf_counter() - began:.0f} s)\n")
    pages = addresses(made)
    print(
        f"{'page':<24}{'reader':<9}{'p50 ms':>8}{'p95 ms':>8}{'processor p95':>15}{'× limit':>9}{'queries':>9}{'kB':>6}"
    )
    worst = 0.0
    for reader in ("aida", "gulnora"):
        visit = visitor(reader)
        for name, urls in pages.items():
            if options.pages and name not in options.pages.split(","):
                continue
            worst = max(worst, told(name, reader, visit, urls, options.rounds))
    print(f"\nslowest p95: {worst:.0f} ms, {worst / SERVER_MS:.2f} of the limit of {SERVER_MS:.0f} ms\n")


def analyse() -> None:
    """As the database does by itself in time: the planner knows how many rows there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sizes(made: Any) -> str:
    wanted = (
        "Activity",
        "Participation",
        "Claim",
        "Passage",
        "Document",
        "Recommendation",
        "Organisation",
        "SearchEntry",
    )
    counted = {model.__name__: len(rows) for model, rows in made.rows.items()}
    return ", ".join(f"{counted.get(name, 0):,} {name}" for name in wanted)


def addresses(made: Any) -> dict[str, list[str]]:
    """Varied addresses of every list and detail page: things and filters differ from request to request."""
    from large import record

    keys = {model.__name__: [one.key for one in rows if hasattr(one, "key")] for model, rows in made.rows.items()}

    def of(model: str, form: str) -> list[str]:
        step = max(1, len(keys[model]) // 40)
        return [form.format(key) for key in keys[model][::step][:40]]

    words = (
        "prison",
        "mediation osh",
        "trust",
        "listening bishkek",
        "safe schools",
        "workshop",
        "2500",
        "council 7",
        "dushanbe",
        "rights child",
    )
    countries, types, years = list(record.TOWNS), record.TYPES, range(2017, 2027)
    filters = [f"country={a}&type={t}" for a, t in zip(itertools.cycle(countries), types, strict=False)]
    filters += (
        [f"year={year}&status=held" for year in years]
        + [f"q={word}" for word in words]
        + ["conflicts=on", "group=women", "page=3", ""]
    )
    periods = [row.pk for row in made.rows[record.Period]]
    return {
        "programmes": ["/programmes/"],
        "programme home": ["/programmes/large/", "/programmes/second/", "/programmes/third/"],
        "about": ["/programmes/large/about/", "/programmes/second/about/"],
        "activities": [f"/activities/?{one}" for one in filters],
        "activities, all": [f"/activities/?page={n}" for n in range(1, 30)],
        "activity": of("Activity", "/activities/{}/"),
        "its recommendations": of("Activity", "/activities/{}/recommendations/"),
        "story of a value": of("Activity", "/activities/{}/why/dates/") + of("Activity", "/activities/{}/why/place/"),
        "series list": [f"/series/?page={n}" for n in (1, 2, 3)],
        "series": of("Series", "/series/{}/"),
        "series, why": of("Series", "/series/{}/why/"),
        "recommendations": [f"/recommendations/?stage={s}&page={n}" for s in ("", "waiting", "answered", "acting", "used", "declined") for n in (1, 2)],
        "recommendation": of("Recommendation", "/recommendations/{}/"),
        "engagement": ["/engagement/"],
        "agency": of("Ladder", "/engagement/agencies/{}/"),
        "meetings": [f"/engagement/meetings/?page={n}" for n in range(1, 6)],
        "meeting": of("Meeting", "/engagement/meetings/{}/"),
        "results": ["/programmes/large/results/"],
        "indicator": of("Indicator", "/indicators/{}/"),
        "figure, why": [f"/indicators/{key}/why/{period}/" for key in keys["Indicator"] for period in periods],
        "5W": [f"/programmes/large/5w/?page={n}" for n in range(1, 25)],
        "gaps": ["/programmes/large/gaps/"],
        "people, why": [f"/programmes/{one}/why/{what}/" for one in ("large", "second") for what in ("people", "held", "planned")],
        "sources": [f"/sources/?page={n}" for n in range(1, 20)] + [f"/sources/?q={word}" for word in words],
        "document": of("Document", "/sources/{}/"),
        "intake": ["/intake/", "/intake/?page=3"],
        "review": of("Reading", "/intake/{}/"),
        "organisations": [f"/organisations/?page={n}" for n in range(1, 8)] + ["/organisations/?group=women", "/organisations/?q=council"],
        "organisation": of("Organisation", "/organisations/{}/"),
        "country": [f"/countries/{code}/" for code in countries],
        "search": [f"/search/?q={word}" for word in words] + [f"/search/?q={word}&kind=activity" for word in words],
        "form: activity": ["/activities/new/"],
        "form: recommendation": ["/recommendations/new/"],
        "form: action": of("Recommendation", "/recommendations/{}/actions/new/"),
    }  # fmt: skip


def visitor(username: str) -> Callable[[str], Any]:
    from django.test import Client

    from kopuro.people.models import Account

    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(
        Account.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client.get


def write_something(number: int) -> None:
    """Another connection's write, as far as whatever keeps answers is concerned."""
    from large.record import NOW

    from kopuro.core.models import DoneOnce

    DoneOnce.objects.create(key=f"{number}-{time.perf_counter_ns()}", actor="bench", verb="bench", at=NOW)


def told(name: str, reader: str, visit: Callable[[str], Any], urls: list[str], rounds: int) -> float:
    first = visit(urls[0])
    if first.status_code != 200:
        assert reader != "aida", f"{urls[0]} {first.status_code}"
        return 0.0  # what this reader may not open
    wall, worked, sizes_kb = [], [], []
    for number, url in zip(range(rounds), itertools.cycle(urls)):
        write_something(number)
        at, on = time.perf_counter(), time.process_time()
        answer = visit(url)
        wall.append((time.perf_counter() - at) * 1000)
        worked.append((time.process_time() - on) * 1000)
        assert answer.status_code == 200, f"{url} {answer.status_code}"
        sizes_kb.append(len(answer.content) / 1000)
    p95 = at_share(wall, 0.95)
    print(
        f"{name:<24}{reader:<9}{statistics.median(wall):>8.0f}{p95:>8.0f}{at_share(worked, 0.95):>15.0f}{p95 / SERVER_MS:>9.2f}"
        f"{queries(visit, urls):>9}{max(sizes_kb):>6.0f}"
    )
    return p95


def at_share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * len(values)))]


def queries(visit: Callable[[str], Any], urls: list[str]) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number, url in enumerate(urls[:4]):
        write_something(number)
        with CaptureQueriesContext(connection) as captured:
            visit(url)
        counts.append(len(captured))
    return f"{min(counts)}–{max(counts)}" if min(counts) < max(counts) else str(counts[0])


# --- page views a second on the demo ----------------------------------------------------------------------------------

BARE = """
import asyncio, sys, uvicorn
from a2wsgi import WSGIMiddleware
def page(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"Hello."]
uvicorn.Config(WSGIMiddleware(page, workers=4), loop="uvloop", http="httptools", ws="none", lifespan="off", log_level="error", port=int(sys.argv[1]))
uvicorn.run(WSGIMiddleware(page, workers=4), host="127.0.0.1", port=int(sys.argv[1]), loop="uvloop", http="httptools", ws="none",
            lifespan="off", log_level="error", access_log=False)
"""
# One process of load: a keep-alive connection per thread, the answers thrown away.
LOAD = """
import http.client, sys, threading, time
port, until, cookie, *pages = int(sys.argv[1]), time.monotonic() + float(sys.argv[2]), sys.argv[3], *sys.argv[4:]
done = []
def run(start):
    line, n, bad = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0, 0
    while time.monotonic() < until:
        line.request("GET", pages[(start + n) % len(pages)], headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = line.getresponse(); answer.read(); n += 1; bad += answer.status != 200
    done.append((n, bad))
threads = [threading.Thread(target=run, args=(k,)) for k in range(4)]
[one.start() for one in threads]; [one.join() for one in threads]
print(sum(n for n, _ in done), sum(bad for _, bad in done))
"""


def measure_load(data: Path, seconds: float) -> None:
    port = free_port()
    environment = os.environ | {"KOPURO_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", "from kopuro.web.commands import main; main()", "demo", "--port", str(port)]
    server = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        link = sign_in_link(server.stdout, "Aida")
        cookie, pages = signed_in(port, link)
        served = load(port, seconds, cookie, pages)
        first = first_load(port, cookie)
        bare_port = free_port()
        bare = subprocess.Popen([sys.executable, "-c", BARE, str(bare_port)])
        try:
            wait_for(bare_port)
            hello = load(bare_port, seconds / 2, "", ["/"])
        finally:
            bare.terminate()
            bare.wait()
    finally:
        server.terminate()
        server.wait(30)
    print(f"{'on the demo programme':<48}{'measured':>12}{'limit':>10}{'× limit':>9}")
    print(
        f"{f'page views a second, a mix of {len(pages)} pages':<48}{served:>12.0f}{VIEWS:>10.0f}{served / VIEWS:>9.2f}"
    )
    print(
        f"{'a bare page on the same server, a second':<48}{hello:>12.0f}{'':>10}{'':>9}  (a page view is {served / hello:.2f} of it)"
    )
    print(f"{'first load, compressed, kB':<48}{first:>12.1f}{FIRST_LOAD_KB:>10.0f}{first / FIRST_LOAD_KB:>9.2f}")


def free_port() -> int:
    import random
    import socket

    for port in iter(lambda: random.randrange(20_000, 32_000), None):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError


def wait_for(port: int) -> None:
    import socket

    for _ in range(600):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise SystemExit("The server did not start.")


def sign_in_link(lines: Iterator[str], name: str) -> str:
    link = ""
    for line in lines:
        if line.startswith(f"  {name} "):
            link = line.split()[-1]
        if line.startswith("  Zarina"):
            return link
    raise SystemExit("The demo did not start.")


def signed_in(port: int, link: str) -> tuple[str, list[str]]:
    """The session's cookie, and the pages of the mix: home, lists, two things of each list."""
    import httpx

    wait_for(port)
    lists = ["/programmes/leica/", "/activities/", "/recommendations/", "/engagement/", "/programmes/leica/results/", "/sources/", "/organisations/",
             "/countries/KG/", "/search/?q=prison", "/activities/?country=KG"]  # fmt: skip
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=60) as client:
        client.get(link)
        pages = list(lists)
        for one in lists:
            found = re.findall(
                r'href="(/(?:activities|recommendations|sources|organisations)/[0-9a-f-]{36}/)"', client.get(one).text
            )
            pages += list(dict.fromkeys(found))[:2]
        pages = list(dict.fromkeys(pages))
        for page in pages:
            client.get(page).raise_for_status()
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items()), pages


def load(port: int, seconds: float, cookie: str, pages: list[str]) -> float:
    """Page views a second, asked for by two processes."""
    command = [sys.executable, "-c", LOAD, str(port), str(seconds), cookie, *pages]
    began = time.monotonic()
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = [one.communicate()[0].split() for one in running]
    took = time.monotonic() - began
    assert not any(int(bad) for _, bad in answers), answers
    return sum(int(n) for n, _ in answers) / min(took, seconds + 1)


def first_load(port: int, cookie: str) -> float:
    """HTML, styles, scripts and icons of the programme's home for a browser that has nothing yet, compressed, in kB."""
    import httpx

    headers = {"Cookie": cookie, "Accept-Encoding": "gzip"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        page = client.get("/programmes/leica/").text
        parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        total = len(gzip.compress(page.encode()))
        for part in parts:
            with client.stream("GET", part) as answer:
                total += sum(map(len, answer.iter_raw()))
    return total / 1000


if __name__ == "__main__":
    main()
