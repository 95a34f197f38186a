"""A wrong setting stops the start with a sentence."""

from __future__ import annotations

import os
import stat
import subprocess
import sys

import pytest

from kopuro.core.environment import Environment, kept_secret
from kopuro.core.problems import Problem


def read(**values: str) -> Environment:
    return Environment(values)


@pytest.mark.parametrize(
    ("raw", "value"), [("1", True), ("yes", True), ("ON", True), ("0", False), ("no", False), ("", False)]
)
def test_a_flag_is_yes_or_no(raw, value):
    assert read(X=raw).flag("X", True) is value


@pytest.mark.parametrize("raw", ["maybe", "2", "ja"])
def test_any_other_flag_is_refused(raw):
    with pytest.raises(Problem, match=r"settings\.flag"):
        read(X=raw).flag("X", False)


@pytest.mark.parametrize("raw", ["", "x", "0", "65536", "1.5", "1e3"])
def test_a_number_outside_its_bounds_is_refused(raw):
    with pytest.raises(Problem, match=r"settings\.number"):
        read(X=raw).number("X", 25, low=1, high=65535)


def test_a_file_is_no_folder(tmp_path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(Problem, match=r"settings\.folder"):
        read(X=str(path)).folder("X", tmp_path)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path):
    first = kept_secret(tmp_path / "data")
    assert first == kept_secret(tmp_path / "data")
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DATABASE_URL", "mysql://x/y", "settings.database"),
        ("DATABASE_URL", "nonsense", "settings.database"),
        ("KOPURO_UPLOAD_MB", "many", "settings.number"),
    ],
)
def test_the_command_says_which_setting_is_wrong(name, value, code, tmp_path):
    environment = {**os.environ, name: value, "KOPURO_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from kopuro.web.commands import main; main()", "check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, code in done.stderr, "Traceback" in done.stderr) == (2, True, False)
