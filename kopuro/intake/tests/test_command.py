"""`kopuro intake`: what is printed, what is filed, how a bad file is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kopuro.intake.tests.test_review import OSH
from kopuro.web.commands.intake import command

KOPURO = Path(sys.executable).parent / "kopuro"


@pytest.fixture
def news(tmp_path) -> Path:
    path = tmp_path / "osh.txt"
    path.write_text(OSH)
    return path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(KOPURO), "intake", *arguments], capture_output=True, text=True, check=False, timeout=120)


def test_json_is_one_object_a_file_with_the_fields_promised(news):
    done = run(str(news), "--json")
    found = json.loads(done.stdout)
    (activity,) = found["activities"]
    assert (done.returncode, found["source"], found["language"], found["problems"]) == (0, "osh.txt", "en", [])
    assert set(activity) == {
        "title", "type", "status", "start", "end", "month_day", "date_basis", "places", "mode", "participants",
        "participant_countries", "expert_countries", "institutions", "organisers", "funders", "partners", "topics",
        "recommendations", "follows", "quotes", "spans",
    }  # fmt: skip
    assert activity["places"] == [{"city": "Osh", "country": "KG"}]
    assert activity["participants"]["total"] == 25
    for spans in activity["spans"].values():
        assert all(0 <= start < end <= len(OSH) for start, end in spans)


def test_a_bad_file_is_told_and_the_others_go_on(news, tmp_path):
    bad = tmp_path / "empty.pdf"
    bad.write_bytes(b"")
    done = run(str(bad), str(news), "--json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, first["activities"], len(second["activities"])) == (1, [], 1)
    assert first["problems"][0]["code"].startswith("intake.")
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_told(tmp_path):
    done = run(str(tmp_path / "nothing.txt"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "nothing.txt" in done.stderr


def test_without_into_no_database_is_asked(news, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert run(str(news), "--json").returncode == 0


@pytest.mark.django_db
def test_into_files_for_review(cast, news):
    from kopuro.intake.models import Reading

    done = CliRunner().invoke(command, [str(news), "--into", "leica", "--as", "aida"])
    assert (done.exit_code, Reading.objects.get().cards.count()) == (0, 1)


@pytest.mark.django_db
def test_into_an_unknown_programme_names_those_there_are(cast, news):
    done = CliRunner().invoke(command, [str(news), "--into", "nowhere"])
    assert done.exception.code == "command.programme"
    assert "leica" in done.exception.sentence
