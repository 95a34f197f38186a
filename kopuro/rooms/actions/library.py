"""Bringing scenarios in, editing drafts, publishing, signing a review, rating for the panel."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from datetime import datetime

from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.people.models import Account
from kopuro.programme.models import Programme
from kopuro.rooms import access
from kopuro.rooms.models import (
    MediaFile,
    PanelRating,
    Scenario,
    ScenarioReview,
    Version,
    VersionAuthor,
    VersionMedia,
)
from kopuro.rooms.queries.library import files_of, panel_key
from kopuro.rooms.rules.lint import findings_of, may_be_published
from kopuro.rooms.rules.scenario import content_hash, read_files, write_back
from kopuro.rooms.rules.scenario.tree import decode
from kopuro.rooms.terms import Verdict, VersionState


def refused() -> Problem:
    return Problem("room.not-allowed", "You can't do this with the scenario or room. Ask its project team.", status=403)


def _account(actor: Actor) -> Account:
    return Account.objects.get(key=actor.key)


@write("scenario.bring")
def bring_in(*, actor: Actor, at: datetime, programme: Programme, files: Mapping[str, bytes]) -> Version:
    """Takes a folder into the library as a draft version; its `version` in scenario.yaml is the number.

    Raises `Problem` `room.scenario` when the schema does not hold, `room.version` when the number is published with
    other words: published versions never change."""
    if not access.may_lead(actor, programme):
        raise refused()
    loaded = read_files(files)
    if loaded.scenario is None:
        first = str(loaded.findings[0]) if loaded.findings else ""
        raise Problem("room.scenario", f"The scenario cannot be read. {first}".strip(), detail=first, status=422)
    head = loaded.scenario
    title = head.title.get("en") or head.code
    scenario, _made = Scenario.objects.get_or_create(
        programme=programme, code=head.code, defaults={"title": title[:300], "created_at": at}
    )
    version = Version.objects.filter(scenario=scenario, number=head.version).first()
    if version is not None and version.is_published:
        if version.content_hash == content_hash(head):
            return version
        raise Problem(
            "room.version",
            f"Version {head.version} is published and stays as it is. Write 'version: {head.version + 1}'.",
        )
    if version is None:
        version = Version(scenario=scenario, number=head.version)
    scenario.title = title[:300]
    scenario.save(update_fields=["title"])
    return _keep(version, files, _account(actor), at)


def _keep(version: Version, files: Mapping[str, bytes], account: Account, at: datetime) -> Version:
    """Writes a draft's files; what can be read of the head is copied for lists."""
    texts = {}
    for name, data in files.items():
        if not name.startswith("media/"):
            text, finding = decode(name, data)
            if finding:
                raise Problem("room.scenario", f"{finding.wrong} {finding.mend}", detail=str(finding), status=422)
            texts[name] = text
    loaded = read_files(files)
    version.files, version.author, version.changed_at = texts, account, at
    version.content_hash = content_hash(loaded.scenario) if loaded.scenario else ""
    if loaded.scenario:
        version.key_status, version.minutes = loaded.scenario.key_status, loaded.scenario.minutes
        version.languages = list(loaded.scenario.languages)
    version.save()
    version.media.all().delete()
    for name, data in files.items():
        if name.startswith("media/"):
            digest = hashlib.sha256(data).hexdigest()
            file, _made = MediaFile.objects.get_or_create(sha256=digest, defaults={"data": data})
            VersionMedia.objects.create(version=version, name=name.removeprefix("media/"), file=file)
    VersionAuthor.objects.get_or_create(version=version, account=account)
    return version


def _draft(actor: Actor, version: Version) -> None:
    if not access.may_lead(actor, version.scenario.programme):
        raise refused()
    if version.is_published:
        raise Problem("room.published", "A published version stays as it is. Begin a new draft from it.", status=409)


@write("scenario.edit")
def edit_file(*, actor: Actor, at: datetime, version: Version, name: str, text: str, saw: str | None = None) -> Version:
    """Writes one text file of a draft, byte for byte as typed; an empty text removes the file.

    Raises `Problem` `room.published`, `room.file` for a name that is no file of a scenario, `room.changed` when somebody
    else has changed the file since it was shown (`saw` is the text then)."""
    _draft(actor, version)
    allowed = name.endswith((".yaml", ".md")) and not name.startswith(("/", ".", "media/")) and ".." not in name
    if not allowed or len(name) > 120:
        raise Problem(
            "room.file", "A scenario has YAML and Markdown files; media come with the ZIP.", detail=name[:120]
        )
    version = Version.objects.select_for_update().get(pk=version.pk)
    if saw is not None and version.files.get(name, "").replace("\r\n", "\n") != saw.replace("\r\n", "\n"):
        raise Problem(
            "room.changed",
            "Somebody else has changed this file meanwhile. Copy your text, reload, look again.",
            status=409,
        )
    files = files_of(version)
    if text.strip():
        files[name] = text.replace("\r\n", "\n").encode()
    else:
        files.pop(name, None)
    return _keep(version, files, _account(actor), at)


@write("scenario.change")
def change_draft(*, actor: Actor, at: datetime, version: Version, files: Mapping[str, bytes]) -> Version:
    """Replaces the whole folder of a draft. Raises `Problem` `room.published`."""
    _draft(actor, version)
    return _keep(version, files, _account(actor), at)


@write("scenario.publish")
def publish(*, actor: Actor, at: datetime, version: Version) -> Version:
    """Freezes a draft. Raises `Problem` `room.findings` while the linter has an error."""
    _draft(actor, version)
    findings = findings_of(read_files(files_of(version)))
    if not may_be_published(findings):
        errors = sum(finding.level == "error" for finding in findings)
        raise Problem("room.findings", f"The linter has {errors} errors. Mend them, then publish.", status=409)
    version.state, version.published_at = VersionState.PUBLISHED, at
    version.save()
    return version


@write("scenario.draft")
def new_draft(*, actor: Actor, at: datetime, version: Version) -> Version:
    """The next version, a copy to change; its authors inherit those it was made from."""
    if not access.may_lead(actor, version.scenario.programme):
        raise refused()
    files = files_of(version)
    scenario = read_files(files).scenario
    if scenario is None:
        raise Problem("room.scenario", "The scenario cannot be read. Lint it first.", status=422)
    newest = version.scenario.versions.order_by("-number").first()
    number = (newest.number if newest else 0) + 1
    draft = Version(scenario=version.scenario, number=number)
    written = write_back(files, dataclasses.replace(scenario, version=number, reviewers=()))
    _keep(draft, written, _account(actor), at)
    for row in version.authors.all():
        VersionAuthor.objects.get_or_create(version=draft, account_id=row.account_id)
    return draft


@write("scenario.sign")
def sign(*, actor: Actor, at: datetime, version: Version, side: str, verdict: str, note: str = "") -> ScenarioReview:
    """A named reviewer's word on all of a published version.

    Raises `Problem` `room.four-eyes` for an author or a draft, `room.why` when it is returned without a reason."""
    if not access.may_review(actor, version):
        raise Problem(
            "room.four-eyes",
            "A published version is reviewed by somebody who has not written any of it. Ask two others.",
            status=403,
        )
    if verdict == Verdict.RETURNED and not note.strip():
        raise Problem("room.why", "Say what has to be changed before trainees may play it.")
    review, _made = ScenarioReview.objects.update_or_create(
        version=version,
        account=_account(actor),
        defaults={"side": side, "verdict": verdict, "note": note.strip(), "signed_at": at},
    )
    return review


@write("panel.rate")
def rate_for_panel(
    *, actor: Actor, at: datetime, version: Version, rating_set: str, values: Mapping[str, str]
) -> Version:
    """An expert's values for the cases of one set, each case once. Raises `Problem` `room.panel` for authors, for an
    unknown case or value, and for an incomplete set."""
    if not access.may_review(actor, version):
        raise Problem("room.four-eyes", "Authors don't rate their own cases for the panel.", status=403)
    scenario = read_files(files_of(version)).scenario
    known = scenario.rating_set(rating_set) if scenario else None
    if (
        known is None
        or set(values) != set(known.cases)
        or not set(values.values()) <= {one.code for one in known.values}
    ):
        raise Problem("room.panel", "Rate every case of the set with one of its answers.", status=422)
    for case, value in values.items():
        PanelRating.objects.update_or_create(
            version=version, account=_account(actor), rating_set=rating_set, case=case,
            defaults={"value": value, "rated_at": at},
        )  # fmt: skip
    return version


@write("panel.close")
def close_panel(*, actor: Actor, at: datetime, version: Version) -> Version:
    """A new draft whose keys are the panel's: the commonest value and how the experts spread. Raises `Problem`
    `room.panel` while fewer than five experts have rated every set."""
    if not access.may_lead(actor, version.scenario.programme):
        raise refused()
    cases = panel_key(version)
    if cases is None:
        raise Problem("room.panel", "A key needs at least five experts who have rated every case.", status=409)
    draft = new_draft(actor=actor, at=at, version=version)
    files = files_of(draft)
    scenario = read_files(files).scenario
    assert scenario is not None  # new_draft has read it
    keyed = tuple(dataclasses.replace(case, key=cases.get(case.code, case.key)) for case in scenario.cases)
    rated = dataclasses.replace(scenario, cases=keyed, key_status="panel")
    return _keep(draft, write_back(files, rated), _account(actor), at)
