"""`kopuro check`: is this installation fit to keep a record?"""

from __future__ import annotations

import sys

import click

from kopuro.core.problems import Problem
from kopuro.web.commands.django_ready import ready


@click.command()
def command() -> None:
    """Check the database engine, the settings, the migrations and the data folder.

    Prints a line for each and exits with 1 when one is not in order. Changes nothing.
    """
    ready()
    from kopuro.web.health import findings  # noqa: PLC0415 - needs Django started

    try:
        rows = findings()
    except Problem as problem:
        click.echo(f"✗ {problem.sentence} ({problem.code})")
        sys.exit(1)
    for row in rows:
        click.echo(f"{'✓' if row.ok else '✗'} {row.label}: {row.says}")
    sys.exit(0 if all(row.ok for row in rows) else 1)
