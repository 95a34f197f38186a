"""`kopuro restore`: a backup brought back."""

from __future__ import annotations

from pathlib import Path

import click

from kopuro.web.commands.django_ready import ready


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace the record that is there now.")
def command(file: Path, replace: bool) -> None:
    """Bring back the backup FILE into the data folder and the database of the settings.

    The whole file is checked before anything is changed. An existing record is only replaced with --replace, and is
    then kept beside as “before-restore”.
    """
    ready()
    from kopuro.web import safekeeping  # noqa: PLC0415 - needs Django started

    rows = safekeeping.restore(file, replace=replace)
    click.echo(f"Brought back: {rows:,} rows. Start with: kopuro serve")
