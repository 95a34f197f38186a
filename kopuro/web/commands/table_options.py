"""What the measures share on the command line: the file and its options, refusals as sentences, words or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kopuro.core.problems import Problem

if TYPE_CHECKING:
    from kopuro.learning.rules.tables import Table


class Told(click.Group):
    """Turns a Problem into its sentence and exit status 2, wherever the command is started from."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            told = problem
        except ValueError as error:
            if type(error).__name__ != "LinAlgError":  # naming NumPy's class would load NumPy for --help
                raise
            told = Problem("learning.singular", "The data do not determine the model: columns or groups coincide.")
        click.echo(f"{told.sentence}\n({told.code})", err=True)
        sys.exit(2)


Options = Callable[[Callable[..., Any]], Callable[..., Any]]


def reads_a_table(*, file_needed: bool = True) -> Options:
    """Add the file argument and the options every measure shares."""

    def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--json", "as_json", is_flag=True, help="Print JSON instead of words."),
            click.option("--encoding", default="utf-8", show_default=True, help="Encoding of the file, e.g. cp1251."),
            click.option("--no-heading", is_flag=True, help="The first row is data, not headings."),
            click.argument("file", type=click.Path(path_type=Path), required=file_needed),
        ):
            function = option(function)
        return function

    return wrapped


resampling = click.option(
    "--resamples", type=click.IntRange(100, 20_000), default=2000, show_default=True, help="Bootstrap draws."
)
level = click.option(
    "--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True, help="Confidence of the intervals."
)
seed = click.option(
    "--seed", type=click.IntRange(0, 2**31), default=1, show_default=True, help="Seed of the bootstrap."
)
all_raters = click.option("--all-raters", is_flag=True, help="Every column is a rater, the first too.")
ids = click.option("--id", "ids", multiple=True, metavar="COLUMN", help="A column that names rows and is no rating.")


def read_table(file: Path, encoding: str, no_heading: bool) -> Table:
    """Return the table of the file named on the command line."""
    from kopuro.learning.rules.tables import read_file  # noqa: PLC0415 - NumPy only when measuring

    return read_file(file, encoding=encoding, heading=not no_heading)


def listed(text: str | None) -> list[str]:
    """Return the parts of a comma-separated option."""
    return [part.strip() for part in text.split(",") if part.strip()] if text else []


def beta_prior(text: str) -> tuple[float, float] | None:
    """Return the two numbers of a Beta prior, or None for "none"."""
    if text.strip().lower() == "none":
        return None
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter('Two numbers such as "5,17", or none.', param_hint="--guess-prior") from None
    return first, second


def show(answer: dict[str, Any], lines: Sequence[str], as_json: bool, told: Sequence[str] = ()) -> None:
    """Print JSON without nan, or words; what the reading of the table had to say comes first among the notes."""
    from kopuro.learning.rules.results import plain  # noqa: PLC0415 - NumPy only when measuring

    if as_json:
        answer = {**answer, "notes": [*told, *answer.get("notes", [])]}
        click.echo(json.dumps(plain(answer), ensure_ascii=False, allow_nan=False, indent=2))
        return
    for line in [*lines, *([""] if told else []), *(f"  - {note}" for note in told)]:
        click.echo(line)
