"""The command `kopuro`. Each subcommand is a module of this folder, loaded only when it is called, so that
`kopuro measure` starts without Django and `--help` is instant."""

from __future__ import annotations

import importlib
import sys

import click

from kopuro.core.problems import Problem

SUMMARIES = {
    "demo": "Build the demo programme through the real intake and serve it.",
    "serve": "Serve Kopuro on one port.",
    "intake": "Read documents and spreadsheets of activities.",
    "export": "Write a programme's record to CSV, XLSX or JSON.",
    "account": "Open an account, or make a sign-in link for one.",
    "check": "Check engine, settings and migrations.",
    "backup": "Write everything that must not be lost to one file.",
    "restore": "Bring a backup back.",
    "measure": "Measure learning and judgement from a table.",
    "room": "Check, rehearse, replay and export simulation rooms.",
}


class Lazy(click.Group):
    """Knows its subcommands by name; imports one when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUMMARIES:
            return None
        return importlib.import_module(f"kopuro.web.commands.{cmd_name}").command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kopuro")
def kopuro() -> None:
    """Kopuro runs a prevention capacity-building programme and measures what it changed.

    \b
    A first day:
      kopuro demo                          look around in a programme that is already running
      kopuro intake report.docx news.html  see what Kopuro reads in your documents (stores nothing)
      kopuro intake *.pdf --into PROGRAMME file them, ready for review in the browser
      kopuro serve                         open http://127.0.0.1:8000

    The data folder is KOPURO_DATA (default: var/ beside the code). docs/commands.md explains every command.
    """


def main() -> None:
    """A `Problem` ends with its sentence and status 2, never with a traceback."""
    try:
        kopuro.main(standalone_mode=False)
    except Problem as problem:
        click.echo(f"{problem.sentence}\n({problem.code})", err=True)
        sys.exit(2)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
