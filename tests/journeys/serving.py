"""The real server for the journeys: the demo is built once for a test run; whoever needs a site serves a copy of it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from kopuro.web.commands import main; main()"]
PORTS = range(20_000, 32_000)  # below those that the system hands out by itself
PATIENCE = 120  # seconds, on a machine that does much else


@dataclass
class Site:
    """A served copy of the demo. `things` are the arguments of each address (see tests/house/things.py)."""

    address: str
    data: Path
    things: dict[str, dict[str, Any]]
    links: dict[str, str]
    states: dict[str, Any] = field(default_factory=dict)


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"KOPURO_DATA": str(data), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def built_demo(folder: Path) -> Path:
    """The data folder with the finished demo and `things.json`; whichever worker comes first builds it."""
    data = folder / "demo"
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "things.json").exists():
            shutil.rmtree(data, ignore_errors=True)
            run([*COMMAND, "demo", "--build-only", "--port", "8000"], data)
            told = run([sys.executable, "-m", "tests.journeys.stocking"], data)
            (data / "things.json").write_text(told.splitlines()[-1])
    return data


def run(command: list[str], data: Path) -> str:
    done = subprocess.run(
        command, cwd=ROOT, env=environment(data), capture_output=True, text=True, timeout=3 * PATIENCE, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@contextlib.contextmanager
def served(demo: Path, folder: Path) -> Iterator[Site]:
    """A copy of the demo, served as `kopuro demo` serves it, until the block ends."""
    data = folder / "data"
    shutil.copytree(demo, data, ignore=shutil.ignore_patterns("*.wake"))  # sockets of a process that is gone
    process, address, said = started(data)
    try:
        links = dict(re.findall(r"^  ([A-Z]\w+) .* (http\S+)$", said, re.MULTILINE))
        yield Site(
            address, data, json.loads((data / "things.json").read_text()), {k.lower(): v for k, v in links.items()}
        )
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def started(data: Path) -> tuple[subprocess.Popen[str], str, str]:
    """Another port is tried when somebody took the first one between looking and serving."""
    for _attempt in range(5):
        port = free_port()
        process = subprocess.Popen(
            [*COMMAND, "demo", "--port", str(port)], cwd=ROOT, env=environment(data), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        said = until_links(process)
        address = f"http://127.0.0.1:{port}"
        if said and answers(f"{address}/health/"):
            # What the server says from now on must not fill the pipe.
            threading.Thread(target=process.stdout.read, daemon=True).start()  # type: ignore[union-attr]
            return process, address, said
        process.terminate()
        process.wait(20)
    raise AssertionError("The demo could not be served.")


def until_links(process: subprocess.Popen[str]) -> str:
    lines: list[str] = []
    for line in process.stdout:  # type: ignore[union-attr]
        lines.append(line)
        if line.startswith("  Zarina"):
            return "".join(lines)
    return ""


def answers(address: str) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.status == 200
        except urllib.error.HTTPError:
            return False
        except OSError:
            time.sleep(0.1)
    return False


def free_port() -> int:
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
