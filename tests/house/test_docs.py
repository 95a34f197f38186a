"""Documentation that fails the build: every setting, command, problem code, role and package has its line."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from kopuro import PACKAGES, settings
from kopuro.people.roles import ROLES
from kopuro.web.commands import SUMMARIES
from kopuro.web.commands import kopuro as command

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
CODE = re.compile(r"""Problem\(\s*\n?\s*f?["']([a-z]+[\w.-]*)["']""")


def sources() -> list[Path]:
    return [
        path for path in (ROOT / "kopuro").rglob("*.py") if "tests" not in path.parts and "migrations" not in path.parts
    ]


def codes() -> set[str]:
    return {code for path in sources() for code in CODE.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented():
    text = (DOCS / "settings.md").read_text()
    asked = {*settings.environment.asked}
    assert asked - set(re.findall(r"`([A-Z_]+)`", text)) == set()


def test_no_documented_setting_is_gone():
    asked = {*settings.environment.asked, "KOPURO_TEST_DATABASE"}
    named = set(re.findall(r"`((?:KOPURO_|DATABASE_)[A-Z_]+)`", (DOCS / "settings.md").read_text()))
    assert named - asked == set()


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_is_documented_with_its_options(name):
    text = (DOCS / "commands.md").read_text()
    assert f"## `kopuro {name}" in text
    found = command.get_command(click.Context(command), name)
    parts = [found, *getattr(found, "commands", {}).values()]
    options = [opt for part in parts for param in part.params for opt in param.opts if opt.startswith("--")]
    assert [opt for opt in options if f"`{opt}" not in text and f" {opt}" not in text] == []


def test_every_problem_code_is_documented():
    text = "\n".join(path.read_text() for path in DOCS.rglob("*.md"))
    documented = set(re.findall(r"`([a-z]+[\w-]*\.[\w.-]+)`", text))
    assert sorted(codes() - documented) == []


def test_no_documented_problem_code_is_gone():
    listed = set(re.findall(r"^- `([a-z]+\.[\w.-]+)`", (DOCS / "problems.md").read_text(), re.MULTILINE))
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    assert sorted(code for code in listed if f'"{code}"' not in text) == []


@pytest.mark.parametrize("name", ROLES)
def test_every_role_is_documented_with_its_verbs(name):
    text = (DOCS / "roles.md").read_text()
    assert sorted(verb for verb in ROLES[name].verbs if f"`{verb}`" not in text) == []


def test_every_package_says_what_it_is_and_stands_in_the_map():
    text = (DOCS / "structure.md").read_text()
    for name in PACKAGES:
        assert (ROOT / "kopuro" / name / "__init__.py").read_text().startswith('"""'), name
        assert f"`{name}`" in text, name


def test_links_between_documents_lead_somewhere():
    for path in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_changelog_speaks_of_the_present_version():
    import kopuro.web.commands  # noqa: F401

    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version and f"## {version[1]}" in (ROOT / "CHANGELOG.md").read_text()
