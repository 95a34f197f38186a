"""What stands in an inject must fit its kind; restraint is creditable; whoever is referred is offered support."""

from __future__ import annotations

from collections.abc import Iterator

from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario
from kopuro.rooms.rules.scenario.model import Inject


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields findings about options, credit, referral and fields that don't belong to a kind."""
    for inject in scenario.injects:
        yield from _kind(loaded, inject)
        if inject.kind == "decision":
            yield from _decision(loaded, inject)


def _kind(loaded: Loaded, inject: Inject) -> Iterator[Finding]:
    at = ("injects", inject.code)

    def wrong(key: str, sentence: str, mend: str) -> Finding:
        return Finding(loaded.place(*at, key), "error", "inject.kind", sentence, mend)

    if inject.options and inject.kind not in ("decision", "poll"):
        yield wrong("options", f"A {inject.kind} has no options.", "Make it a decision or a poll, or take them out.")
    if inject.kind == "poll":
        if len(inject.options) < 2:
            yield wrong("options", "A poll needs at least two options.", "Add them.")
        for option in inject.options:
            if option.credit or option.refers or option.support or option.no_action or option.asks_more:
                yield wrong(
                    "options", f"The poll option '{option.code}' has keys of a decision.", "Keep code and label."
                )
    if (inject.kind == "case") != (inject.rates is not None):
        yield wrong("rates", "'rates' and the kind 'case' belong together.", "Write both or neither.")
    if inject.kind == "reflection" and not inject.prompts:
        yield wrong("prompts", "A reflection needs a prompt.", "Add 'prompts'.")
    if inject.prompts and inject.kind != "reflection":
        yield wrong("prompts", "Prompts belong to a reflection.", "Take them out or change the kind.")
    if inject.kind == "media" and not inject.attachments:
        yield wrong("attachments", "A media inject shows nothing.", "Add 'attachments'.")
    if inject.free and inject.kind != "decision":
        yield wrong("free", "'free' belongs to a decision.", "Take it out.")
    if inject.shared and inject.kind != "reflection":
        yield wrong("shared", "'shared' belongs to a reflection.", "Take it out.")
    if inject.by != "individual" and inject.kind not in ("decision", "case"):
        yield wrong("by", "Only decisions and cases are answered by a team.", "Take 'by' out.")


def _decision(loaded: Loaded, inject: Inject) -> Iterator[Finding]:
    at = ("injects", inject.code, "options")
    if len(inject.options) < 2:
        yield Finding(
            loaded.place(*at),
            "error",
            "decision.options",
            f"'{inject.code}' leaves no choice.",
            "Write at least two options.",
        )
        return
    restrained = [option for option in inject.options if option.no_action or option.asks_more]
    if not restrained:
        yield Finding(
            loaded.place(*at),
            "error",
            "decision.restraint",
            f"'{inject.code}' has no way to do nothing or to ask for more.",
            "Add an option with 'no_action: true' or 'asks_more: true'.",
        )
    elif not any(option.credit in ("full", "part") for option in restrained):
        yield Finding(
            loaded.place(*at, restrained[0].code),
            "error",
            "decision.restraint",
            f"Doing nothing or asking for more earns no credit in '{inject.code}'.",
            "Give one such option 'credit: part' or 'credit: full'.",
        )
    referring = [option for option in inject.options if option.refers]
    if referring and not any(option.support for option in inject.options):
        yield Finding(
            loaded.place(*at, referring[0].code),
            "error",
            "decision.support",
            f"'{inject.code}' refers a person and offers no support service.",
            "Add an option with 'support: SERVICE'.",
        )
    for option in inject.options:
        if option.credit is None:
            yield Finding(
                loaded.place(*at, option.code),
                "error",
                "decision.credit",
                f"The option '{option.code}' has no credit.",
                "Write 'credit: full', 'part' or 'none'.",
            )
        elif not option.because:
            yield Finding(
                loaded.place(*at, option.code),
                "warning",
                "decision.because",
                f"The option '{option.code}' gives no reason for its credit.",
                "Add 'because' for the debrief.",
            )
