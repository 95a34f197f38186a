"""`kopuro backup`: everything that must not be lost, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from kopuro.web.commands.django_ready import ready


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """Write the record, the uploaded files and the signing key to FILE (.tar.gz), while Kopuro goes on serving.

    The backup holds personal data in the clear: keep it as you keep the data folder.
    """
    ready()
    from kopuro.web import safekeeping  # noqa: PLC0415 - needs Django started

    size = safekeeping.backup(file)
    click.echo(f"Written: {file} ({size / 1_048_576:.1f} MB). Bring it back with: kopuro restore {file}")
