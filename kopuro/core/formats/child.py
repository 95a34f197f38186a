"""The process that opens foreign files: limited in memory, processor time and open files, without network.

It reads requests from standard input (a line of JSON, then the bytes) and answers each with a line of JSON on standard
output. It is started and killed by `guard.py`; nothing it says is trusted beyond its shape.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import sys
import traceback
from dataclasses import asdict
from datetime import date, datetime
from types import ModuleType
from typing import Any, BinaryIO

from kopuro.core.formats.shape import Found, Limits
from kopuro.core.problems import Problem

READY = b"ready\n"
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.spawn",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.truncate",
    "os.link",
    "os.symlink",
    "os.chmod",
)


def main() -> None:
    """Answer requests until standard input ends."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    sink.write(READY)
    sink.flush()
    first = _request(source)
    if first is None:
        return
    _lock(Limits(**first["limits"]))
    request: dict[str, Any] | None = first
    while request is not None:
        answer = _answer(request)
        sink.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n")
        sink.flush()
        del answer
        gc.collect()
        request = _request(source)


def _request(source: BinaryIO) -> dict[str, Any] | None:
    line = source.readline(100_000)
    if not line:
        return None
    request: dict[str, Any] = json.loads(line)
    data = source.read(request["size"])
    if len(data) != request["size"]:
        return None
    request["data"] = data
    return request


def _lock(limits: Limits) -> None:
    """Give up what reading a file does not need. The limits that the system enforces come first."""
    _without_network()
    for name, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(name)[1]
        resource.setrlimit(
            name, (value, value) if hard in (resource.RLIM_INFINITY, -1) or hard >= value else (hard, hard)
        )

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(f"{event} is not allowed while a file is read")
        if event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise PermissionError("writing is not allowed while a file is read")

    sys.addaudithook(hook)


def _without_network() -> None:
    """An own, empty network where the system allows it; elsewhere the audit hook alone refuses sockets."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNET) != 0:
            libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
        # No new rights by running another program (PR_SET_NO_NEW_PRIVS).
        libc.prctl(38, 1, 0, 0, 0)
    except (OSError, AttributeError):
        return


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(**request["limits"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    try:
        return {"found": _plain(_read(request["kind"], request["data"], limits))}
    except Problem as problem:
        return {"problem": [problem.code, problem.sentence, problem.detail[:2000], problem.status]}
    except MemoryError:
        return {"failed": "memory"}
    except RecursionError:
        return {"failed": "depth"}
    except Exception:
        return {"failed": traceback.format_exc()[-2000:]}


def _read(kind: str, data: bytes, limits: Limits) -> Found:
    # Each reader is imported when the first file of its kind comes: starting stays quick.
    if ":" in kind:
        module, _, name = kind.partition(":")
        return getattr(_module(module), name)(data, limits)  # type: ignore[no-any-return]
    if kind in {"html", "markdown"}:
        return _module("page" if kind == "html" else "marked").read(data.decode(), limits)  # type: ignore[no-any-return]
    if kind == "docx":
        return _module("worddoc").read(data, limits)  # type: ignore[no-any-return]
    if kind == "pdf":
        return _module("pdf").read(data, limits)  # type: ignore[no-any-return]
    if kind in {"odt", "ods"}:
        module = _module("opendoc")
        return module.read_text(data, limits) if kind == "odt" else module.read_sheets(data, limits)  # type: ignore[no-any-return]
    module = _module("sheet")
    if kind == "cells":
        return module.read_xlsx(data, limits, as_written=True)  # type: ignore[no-any-return]
    return module.read_xlsx(data, limits) if kind == "xlsx" else module.read_xls(data, limits)  # type: ignore[no-any-return]


def _module(name: str) -> ModuleType:
    import importlib  # noqa: PLC0415 - see _read

    return importlib.import_module(name if name.startswith("kopuro.") else f"kopuro.core.formats.{name}")


def _plain(found: Found) -> dict[str, Any]:
    plain = asdict(found)
    plain["page_date"] = found.page_date.isoformat() if found.page_date else None
    plain["tables"] = [
        {**asdict(table), "rows": [[_cell(cell) for cell in row] for row in table.rows]} for table in found.tables
    ]
    return plain


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value
