"""Preparing an installation (tables, static files) and serving it on one port."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path

import uvicorn
from django.conf import settings
from django.core.management import call_command

from kopuro.core.problems import Problem


def prepare() -> None:
    """Brings tables and static files up to date. Does nothing twice, so that a later start is quick."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    _collect()


def _collect() -> None:
    """Static files are hashed and compressed once per change of theirs."""
    stamp = settings.DATA / "static.stamp"
    now = _fingerprint(settings.STATICFILES_DIRS)
    if stamp.exists() and stamp.read_text() == now and settings.STATIC_ROOT.exists():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(now)


def _fingerprint(folders: list[Path]) -> str:
    state = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                facts = path.stat()
                state.update(f"{path}:{facts.st_mtime_ns}:{facts.st_size};".encode())
    return state.hexdigest()


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or a `Problem` `serve.port` that says what to do."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except OSError as error:
            raise Problem(
                "serve.port",
                f"Port {wanted} on {host} can't be used. Is Kopuro already running there? Try --port {wanted + 1}.",
                detail=str(error),
            ) from error
    return wanted


def lan_address() -> str:
    """This machine's address in the local network; nothing is sent (a datagram socket only picks its route)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError as error:
            raise Problem(
                "serve.lan", "This machine is in no local network. Connect it to one, or leave out --lan."
            ) from error


def run(host: str, port: int, part: str = "both") -> None:
    """Serves until interrupted."""
    from kopuro.web.asgi import build  # noqa: PLC0415 - builds the Django handler, wanted only when serving

    config = uvicorn.Config(
        build(part),  # type: ignore[arg-type]
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        backlog=2048,
    )
    uvicorn.Server(config).run()
