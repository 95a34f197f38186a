"""A backup brings everything back; a damaged one changes nothing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETUP = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "kopuro.settings"
django.setup()
"""
FILL = (
    SETUP
    + """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import gathered
from kopuro.intake import actions
cast = gathered()
actions.take_in(programme=cast.programme, name="osh.txt", data=b"Seminar in Osh on 4-5 March 2024 with 25 officers.", **cast.writing())
"""
)
COUNT = (
    SETUP
    + """
from kopuro.sources.models import Claim, Document
from kopuro.people.models import Account
print(Account.objects.count(), Claim.objects.count(), Document.objects.get().file.read().decode())
"""
)


def of(data: Path) -> dict[str, str]:
    """An environment of its own, with a key of its own."""
    mine = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "KOPURO_SECRET_KEY")}
    return mine | {"KOPURO_DATA": str(data)}


def python(code: str, data: Path) -> str:
    environment = of(data)
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def kopuro(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = of(data)
    return subprocess.run(
        [str(Path(sys.executable).parent / "kopuro"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[Path, Path, str]:
    """A filled data folder, its backup, and what stands in it."""
    folder = tmp_path_factory.mktemp("kept")
    python(FILL, folder / "data")
    done = kopuro(folder / "data", "backup", str(folder / "copy.tar.gz"))
    assert done.returncode == 0, done.stderr
    return folder / "data", folder / "copy.tar.gz", python(COUNT, folder / "data")


def test_everything_comes_back_in_an_empty_folder(kept, tmp_path):
    data, copy, there = kept
    done = kopuro(tmp_path / "new", "restore", str(copy))
    assert done.returncode == 0, done.stderr
    assert python(COUNT, tmp_path / "new") == there
    secrets = [(folder / "secret.key").read_text() for folder in (data, tmp_path / "new")]
    assert secrets[0] == secrets[1]


def test_a_record_is_not_replaced_by_accident(kept):
    data, copy, there = kept
    done = kopuro(data, "restore", str(copy))
    assert (done.returncode, "restore.not-empty" in done.stderr) == (2, True)
    assert python(COUNT, data) == there


def test_replaced_on_purpose_the_old_one_is_kept_beside(kept):
    data, copy, there = kept
    assert kopuro(data, "restore", str(copy), "--replace").returncode == 0
    assert python(COUNT, data) == there
    assert list(data.glob("before-restore-*/kopuro.sqlite3"))


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "other"])
def test_a_damaged_backup_changes_nothing(kept, tmp_path, harm):
    _data, copy, _there = kept
    bad = tmp_path / "bad.tar.gz"
    whole = copy.read_bytes()
    if harm == "cut":
        bad.write_bytes(whole[: len(whole) // 2])
    elif harm == "empty":
        bad.write_bytes(b"")
    elif harm == "other":
        with tarfile.open(bad, "w:gz") as archive:
            archive.add(__file__, "database")
    else:
        with tarfile.open(copy) as old, tarfile.open(bad, "w:gz") as new:
            for member in old.getmembers():
                data = old.extractfile(member).read()
                if member.name == "database":
                    data = data[:-1] + bytes([data[-1] ^ 1])
                new.addfile(member, io.BytesIO(data))
    target = tmp_path / "new"
    done = kopuro(target, "restore", str(bad))
    assert (done.returncode, "restore.damaged" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
    assert not (target / "files").exists()
    assert (target / "kopuro.sqlite3").stat().st_size < 8192, "nothing but an empty file was opened"


def test_a_backup_is_for_its_owner_alone(kept):
    assert kept[1].stat().st_mode & 0o077 == 0
