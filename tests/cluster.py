"""A private PostgreSQL cluster in a temporary folder, from the machine's binaries, listening on a socket alone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c listen_addresses="


def binaries() -> Path | None:
    """The newest installed version's folder of programs."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@dataclass
class Cluster:
    folder: Path
    bin: Path
    user: str | None

    @classmethod
    def started(cls) -> Cluster:
        """Raises `pytest.UsageError` with what to install where there are no binaries."""
        bin_folder = binaries()
        if bin_folder is None:
            raise pytest.UsageError(
                "No PostgreSQL programs were found. Install PostgreSQL 15 or newer, or run without --postgresql."
            )
        folder = Path(tempfile.mkdtemp(prefix="kopuro-pg-"))
        cluster = cls(folder, bin_folder, _plain_user() if os.geteuid() == 0 else None)
        if cluster.user:
            shutil.chown(folder, cluster.user)
        cluster._run(
            "initdb", "-A", "trust", "-U", "kopuro", "-E", "UTF8", "--locale=C.UTF-8", "-D", str(folder / "data")
        )
        options = f"{SPEED} -c unix_socket_directories={folder}"
        cluster._run(
            "pg_ctl", "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-t", "60", "-o", options, "start"
        )
        cluster._run("createdb", "-h", str(folder), "-U", "kopuro", "kopuro")
        return cluster

    @property
    def url(self) -> str:
        return f"postgresql://kopuro@{str(self.folder).replace('/', '%2F')}/kopuro"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.bin / program), *arguments],
            check=True, user=self.user, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if program == "initdb" else None,
        )  # fmt: skip


def _plain_user() -> str:
    """PostgreSQL refuses to run as root."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
