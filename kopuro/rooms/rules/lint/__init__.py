"""The linter: everything that must be right before a scenario can be published, each message with file and line."""

from __future__ import annotations

from collections.abc import Mapping

from kopuro.rooms.rules.scenario import Finding, Loaded, read_files

from . import contacts, decisions, head, judging, languages, media, objectives, references, timing

_CHECKS = (head, references, languages, timing, objectives, decisions, judging, media)
_RANK = {"error": 0, "warning": 1, "notice": 2}


def lint(files: Mapping[str, bytes], folder: str = "") -> tuple[Finding, ...]:
    """Findings of a folder, by file and line. `folder` is its name, which has to be the scenario's code ("" skips that).

    Never raises on what the files hold. Without a readable schema only schema and contact findings are given."""
    return findings_of(read_files(files), folder)


def findings_of(loaded: Loaded, folder: str = "") -> tuple[Finding, ...]:
    found = list(loaded.findings)
    found += contacts.check(loaded.files)
    if loaded.scenario is not None:
        if folder and folder != loaded.scenario.code:
            wrong = f"The folder is called '{folder}', the scenario '{loaded.scenario.code}'."
            found.append(Finding(loaded.place("code"), "error", "head.folder", wrong, "Give both the same name."))
        for part in _CHECKS:
            found += part.check(loaded, loaded.scenario)
    return tuple(sorted(set(found), key=lambda one: (one.place.file, one.place.line, _RANK[one.level], one.code)))


def may_be_published(findings: tuple[Finding, ...]) -> bool:
    """No error is left; warnings are for the reviewers to weigh."""
    return all(finding.level != "error" for finding in findings)
