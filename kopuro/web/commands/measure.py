"""`kopuro measure`: learning and judgement from a table, without the rest of Kopuro (no Django is loaded).

Reads a file, asks one measure, prints words or JSON. Each measure is imported when it is called, so that `--help` does
not wait for SciPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kopuro.web.commands.table_options import (
    Told,
    all_raters,
    beta_prior,
    ids,
    level,
    listed,
    read_table,
    reads_a_table,
    resampling,
    seed,
    show,
)

METRICS = ("nominal", "ordinal", "interval", "ratio")
WEIGHTS = ("identity", "linear", "quadratic", "ordinal", "radical", "ratio")
MODELS = ("rasch", "1pl", "2pl", "3pl", "grm", "pcm", "gpcm")
CORRECTIONS = ("loglinear", "half", "none")


@click.group(name="measure", cls=Told, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Measure learning and judgement from a CSV file: words for people, or --json.

    \b
    kopuro measure detection decisions.csv     do people tell signal from noise, or only say signal more often
    kopuro measure calibration forecasts.csv   do stated chances come true as often as they say
    kopuro measure agreement ratings.csv       do raters agree beyond chance
    kopuro measure icc ratings.csv             how far ratings tell the cases apart
    kopuro measure facets ratings.csv          who is severe, which case and indicator is hard
    kopuro measure items answers.csv           what each question of a test measures
    kopuro measure gain scores.csv             did people learn between pre-test and post-test
    kopuro measure bias answers.csv            does one trait alone move the answers
    kopuro measure plan --design bias --pairs 8 --effect 0.1   how many seats that takes

    The first row holds the headings. Comma, semicolon or tab; UTF-8 unless --encoding says otherwise; an empty cell, a
    point or NA is a missing answer. docs/measurement.md explains every figure.
    """


@command.command()
@reads_a_table()
@click.option("--correction", type=click.Choice(CORRECTIONS), default="loglinear", show_default=True)
@click.option("--each", is_flag=True, help="Also list every seat (by its code). Keep it for that person.")
@resampling
@level
@seed
def detection(
    file: Path, as_json: bool, encoding: str, no_heading: bool, correction: Any, each: bool, **how: Any
) -> None:
    """Sensitivity d′ and criterion c: hits never without false alarms.

    Columns signal and response (0/1), optional seat, case, confidence, time (pre/post); or counts: hits, misses,
    false_alarms, correct_rejections, optional seat. With seats a group model is fitted as well.
    """
    from kopuro.learning.rules.detection_report import detection_report  # noqa: PLC0415 - SciPy only when measuring

    report = detection_report(read_table(file, encoding, no_heading), correction, each=each, **how)
    show(report.as_json(), report.words(), as_json)


@command.command()
@reads_a_table()
@click.option("--forecast", metavar="COLUMN", help="Column of stated chances (recognised: forecast, confidence, p …).")
@click.option("--outcome", metavar="COLUMN", help="Column of what happened, 0/1 (recognised: outcome, correct, y …).")
@click.option("--percent", is_flag=True, help="Chances are percentages.")
@click.option("--bins", type=click.IntRange(2, 100), default=10, show_default=True, help="Bins of equal mass.")
@resampling
@level
@seed
def calibration(
    file: Path,
    as_json: bool,
    encoding: str,
    no_heading: bool,
    forecast: str | None,
    outcome: str | None,
    percent: bool,
    **how: Any,
) -> None:
    """Brier score with its three parts, log loss, ECE, over-confidence. Optional column seat."""
    from kopuro.learning.rules.calibration import calibration as measured  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.judgement_tables import calibration_table  # noqa: PLC0415 - as above
    from kopuro.learning.rules.words import calibration_words  # noqa: PLC0415 - as above

    table = read_table(file, encoding, no_heading)
    read = calibration_table(table, forecast=forecast, outcome=outcome, percent=percent)
    result = measured(read.forecast, read.outcome, clusters=read.seat, **how)
    told = [*table.notes, *read.notes]
    show(result.as_json(), calibration_words(result), as_json, told)


@command.command()
@reads_a_table()
@click.option("--metric", type=click.Choice(METRICS), default="nominal", show_default=True)
@click.option(
    "--weights", type=click.Choice(WEIGHTS), help="Weights of AC2 and weighted kappas (default: the metric's)."
)
@click.option("--categories", metavar="LIST", help="All categories there are, comma-separated, also unused ones.")
@click.option("--order", metavar="LIST", help="Words from lowest to highest, comma-separated, for the other metrics.")
@ids
@all_raters
@resampling
@level
@seed
def agreement(
    file: Path,
    as_json: bool,
    encoding: str,
    no_heading: bool,
    metric: Any,
    weights: Any,
    categories: str | None,
    order: str | None,
    ids: Sequence[str],
    all_raters: bool,
    **how: Any,
) -> None:
    """Krippendorff's alpha, Gwet's AC1, percent, kappas: a row per unit, a column per rater (or unit, rater, rating)."""
    from kopuro.learning.rules.agreement import agreement as measured  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.rating_tables import category_values, ratings  # noqa: PLC0415 - as above
    from kopuro.learning.rules.words import agreement_words  # noqa: PLC0415 - as above

    words = metric == "nominal" and weights in (None, "identity")
    table = read_table(file, encoding, no_heading)
    read = ratings(table, words=words, ids=ids, order=listed(order), all_raters=all_raters)
    more = category_values(read, listed(categories))
    result = measured(read.matrix, metric, weights=weights, categories=more, **how)
    show(result.as_json(), agreement_words(result), as_json, read.notes)


@command.command()
@reads_a_table()
@click.option("--missing", type=click.Choice(("all", "complete")), default="all", show_default=True,
              help="Use all ratings, or complete rows only.")  # fmt: skip
@ids
@all_raters
@resampling
@level
@seed
def icc(
    file: Path,
    as_json: bool,
    encoding: str,
    no_heading: bool,
    missing: Any,
    ids: Sequence[str],
    all_raters: bool,
    **how: Any,
) -> None:
    """Intraclass correlation in six forms: a row per target, a column per rater (or unit, rater, rating)."""
    from kopuro.learning.rules.icc import icc as measured  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.rating_tables import ratings  # noqa: PLC0415 - as above
    from kopuro.learning.rules.words import icc_words  # noqa: PLC0415 - as above

    read = ratings(read_table(file, encoding, no_heading), words=False, ids=ids, all_raters=all_raters)
    result = measured(read.matrix, missing=missing, **how)
    show(result.as_json(), icc_words(result), as_json, read.notes)


@command.command()
@reads_a_table()
@click.option("--facet", "facets", multiple=True, metavar="COLUMN", help="A facet; the measured one first.")
@click.option("--rating", metavar="COLUMN", help="Column of the ratings (recognised: rating, score, value …).")
def facets(
    file: Path, as_json: bool, encoding: str, no_heading: bool, facets: Sequence[str], rating: str | None
) -> None:
    """Severity of seats, difficulty of indicators, measures of cases (many-facet Rasch).

    Columns case, indicator, seat, rating (a row per rating), or a case column and one per seat. An optional column
    group (of the case) adds bias by group, summed over people.
    """
    from kopuro.learning.rules.facets import fit_facets  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.model_words import facets_words  # noqa: PLC0415 - as above
    from kopuro.learning.rules.score_tables import facets_table  # noqa: PLC0415 - as above

    table = read_table(file, encoding, no_heading)
    read = facets_table(table, facets=facets, rating=rating)
    result = fit_facets(read.rating, read.facets, case_group=read.case_group)
    show(result.as_json(), facets_words(result), as_json, table.notes)


@command.command()
@reads_a_table()
@click.option("--model", type=click.Choice(MODELS), default="1pl", show_default=True)
@click.option("--weights", metavar="COLUMN", help="Column that counts how often a row (a pattern) occurs.")
@click.option("--nodes", type=click.IntRange(11, 501), default=61, show_default=True, help="Quadrature nodes.")
@click.option("--tolerance", type=click.FloatRange(1e-12, 1e-2), default=1e-6, show_default=True)
@click.option("--se", type=click.Choice(("oakes", "cross-product", "none")), default="oakes", show_default=True)
@click.option("--fit", is_flag=True, help="Also S-X2 of each item and M2 of the model.")
@click.option(
    "--guess-prior", metavar="A,B", default="5,17", show_default=True,
    help="3pl: Beta prior of the lower asymptote, or none.",
)  # fmt: skip
@click.option("--scores", type=click.Choice(("eap", "wle")), help="Also a score per row, in JSON, by row number only.")
@click.option(
    "--dif", "group", metavar="COLUMN", help="Also differential functioning by this column (group, language)."
)
@ids
def items(
    file: Path,
    as_json: bool,
    encoding: str,
    no_heading: bool,
    weights: str | None,
    se: str,
    guess_prior: str,
    group: str | None,
    ids: Sequence[str],
    **how: Any,
) -> None:
    """Item models of a test: a row per person, a column per item (0/1, or steps), optional weights for patterns."""
    from kopuro.learning.rules.items_report import items_report  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.score_tables import items_table  # noqa: PLC0415 - as above

    table = read_table(file, encoding, no_heading)
    read = items_table(table, weights=weights, group=group, ids=ids)
    prior = beta_prior(guess_prior)
    report = items_report(read, standard_errors=None if se == "none" else se, guess_prior=prior, **how)
    show(report.as_json(), report.words(), as_json, [*table.notes, *read.notes])


@command.command()
@reads_a_table()
@click.option("--pre", metavar="COLUMN", help="Column of the pre-test (recognised: pre, before …).")
@click.option("--post", metavar="COLUMN", help="Column of the post-test (recognised: post, after …).")
@click.option("--max", "--maximum", "maximum", type=float, help="Highest possible score, for the normalised gain.")
@click.option(
    "--reliability", type=click.FloatRange(0, 1), help="Reliability of the test, for change of single people."
)
@click.option("--unpaired", is_flag=True, help="Rows don't join the two tests of a person.")
@click.option("--waiting", metavar="GROUP", help="Value of column group for those who waited.")
@resampling
@level
@seed
def gain(
    file: Path,
    as_json: bool,
    encoding: str,
    no_heading: bool,
    pre: str | None,
    post: str | None,
    waiting: str | None,
    **how: Any,
) -> None:
    """Gain from pre-test to post-test, paired by person.

    Columns pre and post with a row per person (optional key, site, cohort, group), or key, time (pre/post), score.
    """
    from kopuro.learning.rules.gain_report import gain_report  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.score_tables import gain_table  # noqa: PLC0415 - as above

    table = read_table(file, encoding, no_heading)
    report = gain_report(gain_table(table, pre=pre, post=post, waiting=waiting), **how)
    show(report.as_json(), report.words(), as_json, table.notes)


@command.command()
@reads_a_table()
@click.option("--trait", "traits", multiple=True, metavar="COLUMN", help="A varied trait (default: all other columns).")
@click.option("--response", metavar="COLUMN", help="Column of the answers (recognised: response, rating …).")
@click.option("--baseline", metavar="VALUE", help="Value of the trait the others are compared with.")
@click.option("--bound", type=float, help="Smallest effect that would matter, set beforehand (e.g. 0.05).")
@click.option("--correction", type=click.Choice(CORRECTIONS), default="loglinear", show_default=True)
@resampling
@level
@seed
def bias(
    file: Path,
    as_json: bool,
    encoding: str,
    no_heading: bool,
    traits: Sequence[str],
    response: str | None,
    baseline: str | None,
    bound: float | None,
    correction: Any,
    **how: Any,
) -> None:
    """Does one trait alone move the answers to matched vignettes: AMCE, cluster-robust by seat.

    Columns response, seat and the varied trait(s); optional pair and signal (the key), which splits the effect into d′
    and criterion.
    """
    from kopuro.learning.rules.bias import trait_effects  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.judgement_tables import bias_table  # noqa: PLC0415 - as above
    from kopuro.learning.rules.words import bias_words  # noqa: PLC0415 - as above

    table = read_table(file, encoding, no_heading)
    answers = bias_table(table, traits=traits, response=response, baseline=baseline)
    effects = trait_effects(answers, bound=bound, correction=correction, **how)
    n = max(effect.n for effect in effects)
    answer = {"n": n, "traits": [effect.as_json() for effect in effects], "notes": []}
    show(answer, bias_words(effects), as_json, table.notes)


@command.command()
@reads_a_table(file_needed=False)
@click.option("--design", type=click.Choice(("bias", "detection", "gain", "groups", "reliability")), default="bias")
@click.option("--seats", type=float, help="bias, detection: number of seats.")
@click.option("--pairs", type=float, help="bias: matched pairs per seat.")
@click.option("--cases", type=float, help="detection: cases of each kind per seat and measurement.")
@click.option("--people", type=float, help="gain: people; groups: people in each group.")
@click.option("--items", type=float, help="reliability: items the test has now.")
@click.option("--new-items", type=float, help="reliability: items it would have.")
@click.option("--wanted", type=float, help="reliability: the reliability wanted.")
@click.option("--reliability", type=float, help="reliability: what it is now.")
@click.option("--effect", type=float, help="bias: difference of shares; detection: of d′; gain, groups: in SDs.")
@click.option("--share", type=float, help="bias: expected share of 'signal' (0.5, the worst case).")
@click.option("--pair-correlation", type=float, help="bias: correlation of answers in a pair (0).")
@click.option("--seat-sd", type=float, help="bias, detection: how far the effect differs between seats (0).")
@click.option("--d-prime", type=float, help="detection: expected d′ (1.5).")
@click.option("--criterion", type=float, help="detection: expected criterion (0).")
@click.option("--correlation", type=float, help="gain, groups: of pre with post (0.5).")
@click.option("--site-size", type=float, help="groups: people per site (1).")
@click.option("--site-correlation", type=float, help="groups: correlation of gains in a site (0).")
@click.option("--alpha", type=float, help="Two-sided test level (0.05).")
@click.option("--power", type=float, help="Probability of detecting the effect (0.8).")
def plan(file: Path | None, as_json: bool, encoding: str, no_heading: bool, design: str, **given: float | None) -> None:
    """How many seats, pairs, cases, people or items it takes, or what a number of them can show.

    Give all but one number of a design by options, or a file with a row per plan (columns named like the options with
    underscores, the number asked for left empty, optional column design).
    """
    from kopuro.learning.rules.plan_tables import plan_one, plans_from  # noqa: PLC0415 - SciPy only when measuring
    from kopuro.learning.rules.words import plan_words  # noqa: PLC0415 - as above

    numbers = {name: value for name, value in given.items() if value is not None}
    if file is None:
        plans, told = [plan_one(design, numbers)], []
    else:
        table = read_table(file, encoding, no_heading)
        plans, told = plans_from(table, design, numbers), list(table.notes)
    found = [one.as_json() for one in plans]
    answer = {**(found[0] if len(found) == 1 else {"notes": []}), "plans": found}
    show(answer, plan_words(plans), as_json, told)


if __name__ == "__main__":
    command(prog_name="kopuro measure")
