"""Hands foreign files to child processes (`child.py`) and kills a child that takes too long or misbehaves."""

from __future__ import annotations

import atexit
import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kopuro.core.formats.archive import damaged
from kopuro.core.formats.child import READY
from kopuro.core.formats.shape import Cell, Found, Limits, Table
from kopuro.core.problems import Problem

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 15.0
MOST_CHILDREN = 2
DOCUMENTS_PER_CHILD = 200
# Text and tables as JSON; a letter outside ASCII takes six bytes.
MOST_ANSWER = 200 * 1024 * 1024


class Child:
    """One child process; used for one file at a time, dropped after any trouble."""

    def __init__(self, memory: int) -> None:
        code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from kopuro.core.formats.child import main; main()"
        self.memory = memory
        self.served = 0
        self.owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own line
            [sys.executable, "-I", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # No settings, keys or addresses of the server reach a process that opens foreign files.
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            cwd="/",
            close_fds=True,
            start_new_session=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    def ask(self, kind: str, data: bytes, limits: Limits) -> dict[str, Any]:
        """The child's answer; raises TimeoutError, or EOFError when the child died."""
        if not self.served and self._receive(time.monotonic() + START_SECONDS) != READY:
            raise EOFError
        deadline = time.monotonic() + limits.seconds
        self.served += 1
        header = json.dumps({"kind": kind, "size": len(data), "limits": asdict(limits)}).encode() + b"\n"
        for part in (header, data):
            self._send(part, deadline)
        answer: dict[str, Any] = json.loads(self._receive(deadline))
        return answer

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self._in], [], left)[1]:
                raise TimeoutError
            try:
                view = view[os.write(self._in, view[: 1 << 16]) :]
            except BrokenPipeError as error:
                raise EOFError from error

    def _receive(self, deadline: float) -> bytes:
        parts: list[bytes] = []
        length = 0
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._out], [], [], left)[0]:
                raise TimeoutError
            part = os.read(self._out, 1 << 20)
            length += len(part)
            if not part or length > MOST_ANSWER:
                raise EOFError
            parts.append(part)
            if part.endswith(b"\n"):
                return b"".join(parts)

    def end(self) -> None:
        """Kill the process and wait for its end."""
        if self.owner != os.getpid():
            return
        self._process.kill()
        self._process.wait(5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class Children:
    """At most `MOST_CHILDREN` files are opened at once; idle children wait for the next file."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_CHILDREN)
        self._idle: list[Child] = []

    def read(self, kind: str, data: bytes, limits: Limits) -> Found:
        """What a child found in `data`; raises the Problem it met, or one saying that the file was too much."""
        if not self._places.acquire(timeout=60):
            raise Problem("intake.busy", "Many files are being read at the moment. Try again in a minute.", status=503)
        try:
            return self._read(kind, data, limits)
        finally:
            self._places.release()

    def _read(self, kind: str, data: bytes, limits: Limits) -> Found:
        child = self._child(limits.memory)
        try:
            answer = child.ask(kind, data, limits)
        except TimeoutError as error:
            child.end()
            raise too_heavy(f"{kind}: no answer in {limits.seconds} s") from error
        except (EOFError, ValueError, OSError) as error:
            child.end()
            raise too_heavy(f"{kind}: child ended, {error!r}") from error
        except BaseException:
            child.end()
            raise
        failed = answer.get("failed")
        if failed or child.served >= DOCUMENTS_PER_CHILD:
            child.end()
        else:
            with self._lock:
                self._idle.append(child)
        if failed in {"memory", "depth"}:
            raise too_heavy(f"{kind}: {failed}")
        if failed:
            log.warning("reading a %s failed: %s", kind, failed)
            raise damaged(str(failed))
        if problem := answer.get("problem"):
            raise Problem(problem[0], problem[1], detail=problem[2], status=problem[3])
        return _found(answer["found"])

    def _child(self, memory: int) -> Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.owner == os.getpid() and child.memory == memory:
                    return child
                child.end()
        return Child(memory)

    def end(self) -> None:
        """End all idle children; those at work end with their file."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()


def too_heavy(detail: str) -> Problem:
    return Problem(
        "intake.too_heavy",
        "The file takes too much time or memory to read, so reading was stopped. Save it again in the program it was "
        "made with, without pictures, or split it.",
        detail=detail,
    )


def _found(plain: dict[str, Any]) -> Found:
    day = plain["page_date"]
    return Found(
        plain["text"],
        title=plain["title"],
        page_date=date.fromisoformat(day) if day else None,
        language_hint=plain["language_hint"],
        publisher=plain["publisher"],
        tables=tuple(
            Table(
                table["name"],
                tuple(tuple(_cell(cell) for cell in row) for row in table["rows"]),
                table["first_row"],
                tuple(tuple(span) for span in table["merged"]),
                tuple(table["hidden"]),
                tuple(tuple(place) for place in table["unstored"]),
            )
            for table in plain["tables"]
        ),
        pages=tuple(plain["pages"]),
        notes=tuple(plain["notes"]),
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["time"]) if "time" in value else date.fromisoformat(value["date"])
    return value  # type: ignore[no-any-return]


CHILDREN = Children()
atexit.register(CHILDREN.end)


def _forget() -> None:
    """After a fork the children belong to the parent process alone."""
    global CHILDREN
    CHILDREN = Children()


os.register_at_fork(after_in_child=_forget)
