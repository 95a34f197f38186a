"""`kopuro intake`: what Kopuro reads in documents; with `--into`, filed for review."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from kopuro.core.problems import Problem
from kopuro.intake.taking_in import TakenIn, from_file


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file instead of a summary.")
@click.option("--into", metavar="PROGRAMME", help="File the documents in this programme (its short name) for review.")
@click.option("--as", "account", metavar="NAME", help="Sign-in name of the team member who files them (with --into).")
def command(files: tuple[Path, ...], as_json: bool, into: str | None, account: str | None) -> None:
    """Read documents (text, Markdown, HTML, DOCX, PDF, ODT) and sheets of activities (XLSX, CSV, ODS).

    Without --into nothing is stored: you see what was understood. A file that can't be read is told with its reason and
    the others go on; the exit status is then 1.

    \b
    kopuro intake report.docx                      a summary
    kopuro intake *.html --json                    one JSON object per line, for programs
    kopuro intake *.pdf --into leica --as aida     filed, ready for review in the browser
    """
    paths = list(expanded(files))
    take = filing(into, account) if into else from_file
    failed = 0
    wants_bar = len(paths) > 1 and not as_json and sys.stderr.isatty()
    with click.progressbar(paths, label="Reading", file=sys.stderr, hidden=not wants_bar) as bar:
        for path in bar:
            try:
                taken = take(path)
            except Problem as problem:
                failed += 1
                refuse(path, problem, as_json)
                continue
            click.echo(json.dumps(taken.json, ensure_ascii=False) if as_json else summary(taken, into))
    if failed and not as_json:
        click.echo(f"{failed} of {len(paths)} files could not be read; the reasons stand above.", err=True)
    sys.exit(1 if failed else 0)


def expanded(files: tuple[Path, ...]) -> Any:
    """A folder stands for the files in it, in order of name."""
    for path in files:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        else:
            yield path


def refuse(path: Path, problem: Problem, as_json: bool) -> None:
    if as_json:
        said = {"code": problem.code, "sentence": problem.sentence}
        click.echo(
            json.dumps(
                {"source": path.name, "language": None, "activities": [], "problems": [said]}, ensure_ascii=False
            )
        )
    else:
        click.echo(f"✗ {path.name}: {problem.sentence} ({problem.code})", err=True)


def filing(into: str, account: str | None) -> Any:
    """A function that files a path and gives back what was understood. Raises `Problem` for an unknown programme."""
    from kopuro.web.commands.django_ready import ready  # noqa: PLC0415 - Django is wanted only with --into

    ready()
    from kopuro.core import clock  # noqa: PLC0415 - needs Django started
    from kopuro.intake import actions  # noqa: PLC0415 - as above
    from kopuro.web.commands.members import team_member  # noqa: PLC0415 - as above

    programme, actor = team_member(into, account)

    def file(path: Path) -> TakenIn:
        taken = from_file(path)
        actions.take_in(actor=actor, at=clock.now(), programme=programme, name=path.name, data=path.read_bytes())
        return taken

    return file


def summary(taken: TakenIn, into: str | None) -> str:
    lines = [f"✓ {taken.name}" + (f" → {into}" if into else "")]
    for activity in taken.json["activities"]:
        when = (
            " – ".join(dict.fromkeys(filter(None, (activity["start"], activity["end"]))))
            or "/".join(activity["month_day"])
            or "no date stated"
        )
        where = (
            ", ".join(filter(None, (place["city"] or place["country"] for place in activity["places"])))
            or "no place stated"
        )
        people = activity["participants"]["total"]
        who = f"{activity['participants']['qualifier']} {people} people" if people is not None else "no number stated"
        lines.append(f"   {activity['type']}: {activity['title']}\n      {when} · {where} · {who}")
    lines += [f"   ! {problem}" for problem in taken.json["problems"]]
    return "\n".join(lines)
