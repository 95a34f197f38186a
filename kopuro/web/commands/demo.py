"""`kopuro demo`: a programme to look around in."""

from __future__ import annotations

import os
import time

import click

from kopuro.web.commands.django_ready import ready


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--lan", is_flag=True, help="Serve the local network too, and show a QR code for phones.")
@click.option("--build-only", is_flag=True, help="Build the demo and print the links, but do not serve.")
def command(port: int, lan: bool, build_only: bool) -> None:
    """Build the demo programme (once), print a fresh sign-in link for each member of the cast, and serve it.

    The documents of demo/documents go through the real intake. The data folder is KOPURO_DATA (default: var/).
    """
    began = time.monotonic()
    if lan:
        open_to_network()
    ready()
    from kopuro.web import serving  # noqa: PLC0415 - needs Django started
    from kopuro.web.demo import is_built  # noqa: PLC0415 - as above

    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - only when asked for
    if not build_only:
        serving.free_port(host, port)
    serving.prepare()
    if not is_built():
        from kopuro.web.demo.build import build  # noqa: PLC0415 - half of a start's time, for the first start alone

        click.echo("Building the demo programme from its documents …")
        build(click.echo)
    address = f"http://{serving.lan_address() if lan else '127.0.0.1'}:{port}"
    click.echo(f"\nKopuro is at {address}/   (ready after {time.monotonic() - began:.1f} s; Ctrl-C ends it)\n")
    print_links(address)
    if lan:
        import segno  # noqa: PLC0415 - only for phones

        segno.make(f"{address}/").terminal(compact=True)
    if not build_only:
        serving.run(host, port)


def open_to_network() -> None:
    """The address of the local network must be a known host before the settings are read."""
    from kopuro.web.network import lan_address  # noqa: PLC0415 - only for --lan

    hosts = [os.environ.get("KOPURO_HOSTS", ""), lan_address()]
    os.environ["KOPURO_HOSTS"] = ",".join(filter(None, hosts))


def print_links(address: str) -> None:
    from kopuro.core import clock  # noqa: PLC0415 - needs Django started
    from kopuro.people.actions import make_link  # noqa: PLC0415 - as above
    from kopuro.people.models import Account  # noqa: PLC0415 - as above
    from kopuro.programme.queries import actor_of  # noqa: PLC0415 - as above

    click.echo("Sign in as (each link is good for a day, until the next start):")
    for account in Account.objects.order_by("username"):
        label = actor_of(account).role_label
        click.echo(f"  {account.name:<9} {label:<32} {address}/enter/{make_link(account=account, at=clock.now())}/")
    click.echo(f"  {'Zarina':<9} {'outsider, no account':<32} {address}/\n")
