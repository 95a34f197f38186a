"""`kopuro room`: check a scenario, rehearse it with bots, replay and export a run."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from kopuro.core.problems import Problem

LARGEST_JSON = 200_000_000


@click.group()
def command() -> None:
    """Check, rehearse, replay and export simulation rooms."""


def _files(folder: Path) -> dict[str, bytes]:
    from kopuro.rooms.rules.scenario import read_folder  # noqa: PLC0415 - wanted by two subcommands alone

    try:
        return read_folder(folder)
    except (OSError, ValueError) as error:
        raise Problem("room.folder", f"The folder can't be read: {error}.") from error


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def lint(folder: Path, as_json: bool) -> None:
    """Say what is wrong with the scenario in FOLDER, with file and line, and how to mend it.

    Exit status 1 while it has an error, so that it can't be published.
    """
    from kopuro.rooms.rules.lint import lint as check  # noqa: PLC0415 - keeps `--help` instant
    from kopuro.rooms.rules.lint import may_be_published  # noqa: PLC0415 - as above

    findings = check(_files(folder), folder.resolve().name)
    whole = may_be_published(findings)
    if as_json:
        rows = [
            {"file": one.place.file, "line": one.place.line, "level": one.level, "code": one.code, "wrong": one.wrong, "mend": one.mend}
            for one in findings
        ]  # fmt: skip
        click.echo(json.dumps({"publishable": whole, "findings": rows}, ensure_ascii=False))
    else:
        for one in findings:
            click.echo(str(one))
        click.echo("It can be published." if whole else "It can't be published before the errors are mended.")
    sys.exit(0 if whole else 1)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--bots", default=12, show_default=True, type=click.IntRange(1, 1000), help="Trainees to play it.")
@click.option(
    "--minutes", default=1.0, show_default=True, type=click.FloatRange(0.05, 120), help="Minutes of wall time."
)
@click.option(
    "--speed", default=10.0, show_default=True, type=click.FloatRange(0.1, 60), help="Speed of the exercise clock."
)
@click.option(
    "--drop",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 60),
    help="Lost connections of a station in a minute.",
)
@click.option(
    "--kill",
    "kills",
    default=0,
    show_default=True,
    type=click.IntRange(0, 100),
    help="Times the server is killed at random.",
)
@click.option("--json", "as_json", is_flag=True, help="The counts as one JSON object.")
def rehearse(folder: Path, bots: int, minutes: float, speed: float, drop: float, kills: int, as_json: bool) -> None:
    """Play the scenario in FOLDER with bots on a server of its own, and count what was promised against what is stored.

    Nothing of it touches the record. Exit status 1 when anything was lost, doubled, missing or shown to the wrong seat.
    """
    from kopuro.rooms.bots.rehearsal import Plan  # noqa: PLC0415 - keeps `--help` instant
    from kopuro.rooms.bots.rehearsal import rehearse as play  # noqa: PLC0415 - as above

    plan = Plan(bots=bots, seconds=minutes * 60, speed=speed, drop=drop, kills=kills)

    def say(words: str) -> None:
        if not as_json:
            click.echo(words)

    with tempfile.TemporaryDirectory(prefix="kopuro-rehearsal-") as place:
        proof = asyncio.run(play(Path(place) / "log.sqlite3", _files(folder), plan, say))
    counts: dict[str, Any] = proof.plain()
    if as_json:
        click.echo(json.dumps(counts))
    else:
        for name, value in counts.items():
            click.echo(f"  {name:<20} {value}")
        click.echo("Nothing was lost." if proof.holds else "The contract was broken: see the counts.")
    sys.exit(0 if proof.holds else 1)


def _run(wanted: str) -> Any:
    """A run of the record by its key or PIN."""
    from django.core.exceptions import ValidationError  # noqa: PLC0415 - needs Django started

    from kopuro.rooms.models import Run  # noqa: PLC0415 - as above

    rows = Run.objects.select_related("programme", "version__scenario")
    try:
        found = rows.filter(key=wanted).first()
    except (ValidationError, ValueError):
        found = rows.filter(pin=wanted).order_by("-id").first()
    if found is None:
        raise Problem("room.run", f"There is no run “{wanted[:60]}”. Name its key or PIN, or a file written by export.")
    return found


def _events(wanted: str) -> tuple[dict[str, str], list[Any]]:
    """The scenario's files and the events of an exported record, or of a run of this installation."""
    from kopuro.rooms.rules.run import Event  # noqa: PLC0415 - keeps `--help` instant

    path = Path(wanted)
    if path.is_file():
        try:
            record = json.loads(path.read_text(encoding="utf-8")) if path.stat().st_size <= LARGEST_JSON else None
            events = [Event(**{**one, "audience": tuple(one["audience"])}) for one in record["events"]]
            return dict(record["files"]), events
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Problem(
                "room.record", "This is not a run written by `kopuro room export`.", detail=str(error)
            ) from error
    from kopuro.web.commands.django_ready import ready  # noqa: PLC0415 - only for runs of the record

    ready()
    from kopuro.rooms.desk import desk  # noqa: PLC0415 - needs Django started

    run = _run(wanted)
    return run.version.files, desk().events(run.log_name)


@command.command()
@click.argument("run")
@click.option("--second", type=click.FloatRange(min=0), help="Stop at this second of the exercise.")
@click.option("--json", "as_json", is_flag=True, help="The state at the end as JSON, instead of lines.")
def replay(run: str, second: float | None, as_json: bool) -> None:
    """Tell a run event by event, from the record (RUN is its key or PIN) or from a file written by `export`."""
    from kopuro.rooms.rules.run import RunState, apply  # noqa: PLC0415 - keeps `--help` instant

    _scenario, events = _events(run)
    state = RunState()
    for event in events:
        if second is not None and event.at > second * 1000:
            break
        try:
            apply(state, event)
        except (ValueError, KeyError) as error:
            raise Problem(
                "room.record", "The run can't be folded: an event is missing or unknown.", detail=str(error)
            ) from error
        if not as_json:
            what = (
                event.data.get("inject")
                or event.data.get("phase")
                or event.data.get("seat")
                or event.data.get("code")
                or ""
            )
            click.echo(f"{event.seq:>6} {event.at / 1000:>9.1f} s  {event.seat or '-':<6} {event.kind:<20} {what}")
    if as_json:
        click.echo(json.dumps(state.plain(), ensure_ascii=False))
    else:
        click.echo(
            f"EXERCISE: {state.seq} events, status {state.status}, {len(state.seats)} seats, {len(state.decisions)} decision points."
        )


@command.command()
@click.argument("run")
@click.option(
    "--to", "target", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder; default here."
)
@click.option("--language", default="en", show_default=True, help="Language of the review.")
def export(run: str, target: Path, language: str) -> None:
    """Write a run's record (JSON), answers (CSV), xAPI statements and review (PDF) into a folder."""
    from kopuro.web.commands.django_ready import ready  # noqa: PLC0415 - needs the record

    ready()
    from kopuro.rooms.views.review import KINDS, made  # noqa: PLC0415 - needs Django started

    found = _run(run)
    if not target.is_dir():
        raise Problem("room.folder", f"There is no folder “{target}”. Make it first.")
    for form in KINDS:
        path = target / f"EXERCISE-{found.version.scenario.code}-{form}"
        path.write_bytes(made(found, form, language))
        click.echo(str(path))
