"""`kopuro export`: a programme's record as files."""

from __future__ import annotations

from pathlib import Path

import click

from kopuro.web.commands.django_ready import ready


@click.command()
@click.argument("programme")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder to write into (default: here).",
)
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "json"]), default="csv", show_default=True)
@click.option("--as", "account", metavar="NAME", help="Sign-in name of the team member who exports.")
def command(programme: str, folder: Path, form: str, account: str | None) -> None:
    """Write activities, claims, recommendations, engagement and the results framework of a programme.

    \b
    kopuro export leica --to out               a CSV per list
    kopuro export leica --to out --format json one file with everything, claims with their passages

    Names and contacts of people are never part of it.
    """
    ready()
    from kopuro.web import exporting  # noqa: PLC0415 - needs Django started
    from kopuro.web.commands.members import team_member  # noqa: PLC0415 - as above

    row, actor = team_member(programme, account)
    folder.mkdir(parents=True, exist_ok=True)
    for path in exporting.write_all(actor, row, folder, form):
        click.echo(path)
