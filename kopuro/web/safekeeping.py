"""Backup and restore. On SQLite the engine's own online backup is taken, on PostgreSQL pg_dump's custom format; uploaded
files and the signing key travel along, and a manifest with the hash of every part guards against damage."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from kopuro.core import clock
from kopuro.core.problems import Problem

FORMAT = 1
PARTS = ("database", "secret.key")


def backup(target: Path) -> int:
    """Writes beside the target first and renames at the end: a cut-off backup never looks whole. Returns its size."""
    if not target.parent.is_dir():
        raise Problem("backup.folder", f"There is no folder “{target.parent}”. Make it first.")
    with tempfile.TemporaryDirectory(prefix="kopuro-backup-") as name:
        folder = Path(name)
        _dump(folder / "database")
        parts = [(folder / "database", "database")]
        for beside in beside_the_database():
            copy = folder / beside.name
            _copy(beside, copy)
            parts.append((copy, f"beside/{beside.name}"))
        if (settings.DATA / "secret.key").exists():
            parts.append((settings.DATA / "secret.key", "secret.key"))
        files = settings.MEDIA_ROOT
        parts += (
            [(path, f"files/{path.relative_to(files)}") for path in sorted(files.rglob("*")) if path.is_file()]
            if files.exists()
            else []
        )
        manifest = {
            "format": FORMAT, "engine": connection.vendor, "made_at": clock.now().isoformat(),
            "parts": {arcname: _sha256(path) for path, arcname in parts},
        }  # fmt: skip
        unfinished = target.with_name(target.name + ".part")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
            _add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
            for path, arcname in parts:
                archive.add(path, arcname, recursive=False)
        unfinished.replace(target)
    return target.stat().st_size


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beside_the_database() -> list[Path]:
    """On SQLite the log of the rooms is a file of its own (`….rooms.sqlite3`)."""
    if connection.vendor != "sqlite":
        return []
    path = Path(settings.DATABASES["default"]["NAME"])
    return sorted(path.parent.glob(f"{path.stem}.*.sqlite3"))


def _copy(source: Path, target: Path) -> None:
    """The engine's online backup: whole, while others write."""
    with closing(sqlcipher3.connect(str(source))) as old, closing(sqlcipher3.connect(str(target))) as new:
        old.backup(new)


def _dump(target: Path) -> None:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        _copy(Path(connection.settings_dict["NAME"]), target)
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _run(program: str, *arguments: str) -> None:
    """PostgreSQL's own programs, with the settings' connection; the password never stands on a command line."""
    found = shutil.which(program) or next(
        iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True)), None
    )
    if found is None:
        raise Problem("backup.program", f"The program {program} is missing. Install PostgreSQL's client programs.")
    facts: dict[str, Any] = settings.DATABASES["default"]
    environment = {
        **os.environ, "PGHOST": facts["HOST"], "PGPORT": str(facts["PORT"] or ""), "PGUSER": facts["USER"],
        "PGPASSWORD": facts["PASSWORD"], "PGDATABASE": connection.settings_dict["NAME"],
    }  # fmt: skip
    done = subprocess.run([str(found), *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - names of ours
    if done.returncode:
        raise Problem(
            "backup.program", f"{program} did not finish. Is the database reachable?", detail=done.stderr[-2000:]
        )


def restore(source: Path, *, replace: bool) -> int:
    """Checks every part against the manifest, then puts them in place. Returns how many rows came back."""
    if not source.is_file():
        raise Problem("restore.missing", f"There is no file “{source}”.")
    if _has_record() and not replace:
        raise Problem(
            "restore.not-empty", "There is a record already. To replace it (it is kept beside), add --replace."
        )
    with tempfile.TemporaryDirectory(prefix="kopuro-restore-") as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        if manifest["engine"] != connection.vendor:
            raise Problem(
                "restore.engine",
                f"This backup was made on {manifest['engine']}, but the settings name {connection.vendor}. Set DATABASE_URL to match.",
            )
        _put_back(folder, manifest)
    call_command("migrate", verbosity=0, interactive=False)
    return _rows()


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    damaged = Problem("restore.damaged", "This file is not a whole backup of Kopuro. Choose another.")
    try:
        with tarfile.open(source, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        whole = manifest["format"] == FORMAT and all(
            _sha256(folder / part) == wanted for part, wanted in manifest["parts"].items()
        )
    except (tarfile.TarError, OSError, ValueError, KeyError, EOFError) as error:
        raise damaged from error
    if not whole or "database" not in manifest["parts"]:
        raise damaged
    return manifest


def _has_record() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM kopuro_account LIMIT 1")
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def _put_back(folder: Path, manifest: dict[str, Any]) -> None:
    connection.close()
    settings.DATA.mkdir(parents=True, exist_ok=True)
    aside = settings.DATA / f"before-restore-{clock.now():%Y%m%d-%H%M%S}"
    if connection.vendor == "sqlite":
        path = Path(settings.DATABASES["default"]["NAME"])
        for there in [path, *beside_the_database()]:
            for ending in ("", "-wal", "-shm"):
                old = there.with_name(there.name + ending)
                if old.exists():
                    aside.mkdir(exist_ok=True)
                    old.rename(aside / old.name)
        shutil.copyfile(folder / "database", path)
        for beside in sorted((folder / "beside").glob("*")):
            shutil.copyfile(beside, path.with_name(path.stem + "." + beside.name.split(".", 1)[1]))
    else:
        _run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--single-transaction",
            "--dbname",
            connection.settings_dict["NAME"],
            str(folder / "database"),
        )
    if settings.MEDIA_ROOT.exists():
        aside.mkdir(exist_ok=True)
        settings.MEDIA_ROOT.rename(aside / "files")
    if (folder / "files").exists():
        shutil.copytree(folder / "files", settings.MEDIA_ROOT)
    if "secret.key" in manifest["parts"]:
        shutil.copyfile(folder / "secret.key", settings.DATA / "secret.key")
        (settings.DATA / "secret.key").chmod(0o600)


def _rows() -> int:
    with connection.cursor() as cursor:
        total = 0
        for table in connection.introspection.table_names(cursor):
            if table.startswith("kopuro_"):
                cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the catalogue
                total += cursor.fetchone()[0]
        return total
