"""Codes that are named must exist, and must fit where they stand."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from kopuro.rooms.rules.conditions import COUNTED, ConditionError, Test, parse, tests_of
from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario
from kopuro.rooms.rules.scenario.model import Audience

Where = tuple[str | int, ...]


def _unknown(loaded: Loaded, where: Where, what: str, code: str, known: Iterable[str]) -> Finding:
    names = list(known)
    near = difflib.get_close_matches(code, names, n=1)
    mend = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(names[:12]) or 'none'}."
    return Finding(loaded.place(*where), "error", "reference.unknown", f"There is no {what} '{code}'.", mend)


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields a finding for every name that leads nowhere and every audience that is empty."""
    phases = [item.code for item in scenario.phases]
    characters = [item.code for item in scenario.characters]
    flags = list(scenario.flags)
    criteria = [criterion.code for objective in scenario.objectives for criterion in objective.criteria]
    roles = [item.code for item in scenario.roles]
    for code in sorted({code for code in criteria if criteria.count(code) > 1}):
        yield Finding(
            loaded.place("objectives"),
            "error",
            "reference.twice",
            f"The criterion '{code}' stands under two objectives.",
            "Give each its own code.",
        )
    for team in scenario.teams:
        for role in team.roles:
            if role not in roles:
                yield _unknown(loaded, ("teams", team.code, "roles"), "role", role, roles)
    for inject in scenario.injects:
        at: Where = ("injects", inject.code)
        if inject.phase not in phases:
            yield _unknown(loaded, (*at, "phase"), "phase", inject.phase, phases)
        if inject.sender and inject.sender not in characters:
            yield _unknown(loaded, (*at, "sender"), "character", inject.sender, characters)
        if inject.storyline and inject.storyline not in [line.code for line in scenario.storylines]:
            yield _unknown(
                loaded, (*at, "storyline"), "storyline", inject.storyline, [line.code for line in scenario.storylines]
            )
        for code in inject.criteria:
            if code not in criteria:
                yield _unknown(loaded, (*at, "criteria"), "criterion", code, criteria)
        if inject.trigger.after and scenario.inject(inject.trigger.after) is None:
            yield _unknown(
                loaded,
                (*at, "trigger", "after"),
                "inject",
                inject.trigger.after,
                [item.code for item in scenario.injects],
            )
        if inject.rates and scenario.rating_set(inject.rates) is None:
            yield _unknown(loaded, (*at, "rates"), "rated set", inject.rates, [item.code for item in scenario.sets])
        if inject.trigger.when:
            yield from _condition(loaded, scenario, (*at, "trigger", "when"), inject.trigger.when)
        yield from _audience(loaded, scenario, (*at, "to"), inject.to)
        for option in inject.options:
            here: Where = (*at, "options", option.code)
            if option.support and option.support not in [item.code for item in scenario.services]:
                yield _unknown(
                    loaded,
                    (*here, "support"),
                    "support service",
                    option.support,
                    [item.code for item in scenario.services],
                )
            yield from (
                _unknown(loaded, (*here, "sets"), "flag", flag, flags) for flag in option.sets if flag not in flags
            )
    for phase in scenario.phases:
        if phase.enter not in ("start", "after", "manual"):
            yield from _condition(loaded, scenario, ("phases", phase.code, "enter"), phase.enter)
    for request in scenario.requests:
        at = ("requests", request.code)
        if request.sender and request.sender not in characters:
            yield _unknown(loaded, (*at, "sender"), "character", request.sender, characters)
        yield from (_unknown(loaded, (*at, "sets"), "flag", flag, flags) for flag in request.sets if flag not in flags)
        yield from _audience(loaded, scenario, (*at, "to"), request.to)


def _audience(loaded: Loaded, scenario: Scenario, where: Where, audience: Audience) -> Iterator[Finding]:
    teams = {team.code: team for team in scenario.teams}
    roles = [role.code for role in scenario.roles]
    for team in audience.teams:
        if team not in teams:
            yield _unknown(loaded, (*where, "teams"), "team", team, teams)
    for role in audience.roles:
        if role not in roles:
            yield _unknown(loaded, (*where, "roles"), "role", role, roles)
    meant = [teams[code] for code in audience.teams if code in teams] or scenario.teams
    if audience.roles and not any(not team.roles or set(team.roles) & set(audience.roles) for team in meant):
        yield Finding(
            loaded.place(*where),
            "error",
            "reference.nobody",
            "Nobody can sit in this audience.",
            "Name a role that these teams have.",
        )


def _condition(loaded: Loaded, scenario: Scenario, where: Where, written: str) -> Iterator[Finding]:
    try:
        condition = parse(written)
    except ConditionError as problem:
        mend = f"Correct it at character {problem.at + 1}: … {written[max(0, problem.at - 12) : problem.at + 12]!r} …"
        yield Finding(
            loaded.place(*where), "error", "condition.syntax", f"The condition can't be read: {problem.wrong}.", mend
        )
        return
    for test in tests_of(condition):
        yield from _test(loaded, scenario, where, test)


def _test(loaded: Loaded, scenario: Scenario, where: Where, test: Test) -> Iterator[Finding]:
    word, args = test.call.word, test.call.args
    if word in ("decided", "decision", "confidence", "share", "sent", "opened", "acked"):
        inject = scenario.inject(args[0])
        if inject is None:
            yield _unknown(loaded, where, "inject", args[0], [item.code for item in scenario.injects])
            return
        if word in ("decided", "decision", "confidence") and inject.kind != "decision":
            yield Finding(
                loaded.place(*where),
                "error",
                "condition.kind",
                f"'{args[0]}' is no decision.",
                f"Use sent({args[0]}) or name a decision.",
            )
            return
        options = [option.code for option in inject.options]
        named = str(test.value) if word == "decision" else args[1] if word == "share" else None
        if named is not None and named not in options:
            yield _unknown(loaded, where, f"option of '{args[0]}'", named, options)
        if word == "share" and inject.by == "team":
            yield Finding(
                loaded.place(*where),
                "error",
                "condition.kind",
                f"'{args[0]}' is decided by the team at once.",
                "share() needs individual choices.",
            )
    elif word == "asked" and args[0] not in [item.code for item in scenario.requests]:
        yield _unknown(loaded, where, "request", args[0], [item.code for item in scenario.requests])
    elif word == "flag" and args[0] not in scenario.flags:
        yield _unknown(loaded, where, "flag", args[0], scenario.flags)
    elif word == "count" and args[0] not in COUNTED:
        yield _unknown(loaded, where, "count of", args[0], COUNTED)
    elif word in ("rated", "rating"):
        rated = scenario.rating_set(args[0])
        if rated is None:
            yield _unknown(loaded, where, "rated set", args[0], [item.code for item in scenario.sets])
        elif word == "rating":
            if args[1] not in rated.cases:
                yield _unknown(loaded, where, f"case of '{args[0]}'", args[1], rated.cases)
            if test.value not in [value.code for value in rated.values]:
                yield _unknown(
                    loaded, where, f"value of '{args[0]}'", str(test.value), [value.code for value in rated.values]
                )
