"""`kopuro serve`: the record on one port."""

from __future__ import annotations

import click

from kopuro.web.commands.django_ready import ready


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--part",
    type=click.Choice(["both", "web", "live"]),
    default="both",
    show_default=True,
    help="Serve pages and live streams in one process, or one of them (two processes behind a proxy).",
)
def command(host: str, port: int, part: str) -> None:
    """Bring tables and static files up to date, then serve until Ctrl-C.

    \b
    kopuro serve                          this machine only
    kopuro serve --host 0.0.0.0           the local network (name it in KOPURO_HOSTS)
    kopuro serve --part web --port 8000   pages;   kopuro serve --part live --port 8001   streams
    """
    ready()
    from kopuro.web import serving  # noqa: PLC0415 - needs Django started

    serving.prepare()
    serving.free_port(host, port)
    click.echo(f"Kopuro is served at http://{host}:{port}/  (Ctrl-C ends it)")
    serving.run(host, port, part)
