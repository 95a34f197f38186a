"""`kopuro account`: the first account of an installation, and a way back in for whoever is locked out."""

from __future__ import annotations

import click

from kopuro.web.commands.django_ready import ready


@click.command()
@click.argument("username")
@click.option("--name", help="Name of the person; opens the account when there is none.")
@click.option(
    "--group", default="other", show_default=True, help="Group of the wall, such as law_enforcement or civil_society."
)
@click.option("--administrator", is_flag=True, help="The account opens and closes accounts.")
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="Where Kopuro is served.")
def command(username: str, name: str | None, group: str, administrator: bool, address: str) -> None:
    """Open the account USERNAME (with --name) and print a sign-in link that is good for a day.

    \b
    kopuro account aida --name Aida --administrator    the first account of a new installation
    kopuro account aida                                a fresh link for an account that is there
    """
    ready()
    from kopuro.web import serving  # noqa: PLC0415 - needs Django started
    from kopuro.web.commands.members import link_for  # noqa: PLC0415 - as above

    serving.prepare()
    click.echo(
        f"{address.rstrip('/')}/enter/{link_for(username, name=name, group=group, administrator=administrator)}/"
    )
