"""A private PostgreSQL cluster for the tests of the log, where the machine has the programs for one."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return (
            Path(found).resolve().parent if (Path(found).resolve().parent / "postgres").exists() else Path(found).parent
        )
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return newest[-1].parent if newest else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of an empty database, reached by a socket in a temporary folder."""
    programs = _programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL's programs are missing")
        pytest.skip("no PostgreSQL programs on this machine")
    folder = Path(tempfile.mkdtemp(prefix="kopuro-pg-"))  # not in pytest's own: that is closed to other users
    plain: dict[str, object] = {}
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        other = pwd.getpwnam("nobody")
        os.chown(folder, other.pw_uid, other.pw_gid)
        plain = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
    folder.chmod(0o700)
    data = folder / "data"

    def call(*words: str) -> None:
        subprocess.run(
            words, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, **plain
        )  # type: ignore[call-overload]

    call(str(programs / "initdb"), "-A", "trust", "-U", "kopuro", "-E", "UTF8", "--no-sync", "-D", str(data))
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=60"
    call(str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    yield f"postgresql:///postgres?host={folder}&user=kopuro"
    call(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)
