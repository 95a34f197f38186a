"""Preparing an installation (tables, static files) and serving it on one port."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver

from kopuro.rooms import doorway, protocol
from kopuro.web.keeping import Household
from kopuro.web.network import free_port, lan_address

__all__ = ["free_port", "lan_address", "prepare", "run"]


def prepare() -> None:
    """Brings tables and static files up to date. Does nothing twice, so that a later start is quick."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
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


def _load_pages() -> None:
    """Loads the code of all pages while the first reader still looks for the link."""
    get_resolver().url_patterns  # noqa: B018 - reading it loads it
    protocol.settle()


def run(host: str, port: int, part: str = "both") -> None:
    """Serves until interrupted."""
    from kopuro.web.asgi import build  # noqa: PLC0415 - builds the Django handler, wanted only when serving

    config = uvicorn.Config(
        build(part),  # type: ignore[arg-type]
        host=host,
        port=port,
        loop="uvloop",
        http=protocol.protocol_for(doorway.of_this_process),
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        backlog=2048,
    )
    threading.Thread(target=_load_pages, daemon=True).start()
    if part != "live":
        Household().begin()
    uvicorn.Server(config).run()
