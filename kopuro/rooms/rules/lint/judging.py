"""Rated sets, keys and indicators: the innocent are the majority, protected attributes never count, spreads add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario
from kopuro.rooms.rules.scenario.cases import Case, RatingSet

# Stems of words for religion, ethnicity, origin and visible piety; sex shows in attributes, not in words.
_PROTECTED = re.compile(
    r"\b(?:religi|pray|mosque|church|synagogue|fasting|hijab|headscar|veil|beard|qur.?an|koran|bible|muslim|islam|christian|"
    r"jewish|ethnic|nationalit|mother tongue|religious|piety|pious|"
    r"религи|молит|молеб|мечет|церк|синагог|хиджаб|платок|платк|бород|коран|библи|мусульм|ислам|христиан|еврей|этнич|"
    r"национальност|родной язык|набож|благочест)",
    re.IGNORECASE,
)


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields findings about attributes, indicators, cases and sets."""
    if (scenario.sets or scenario.cases) and not any(inject.kind == "case" for inject in scenario.injects):
        yield Finding(
            loaded.place("sets"),
            "warning",
            "judging.unused",
            "No inject asks to rate the cases.",
            "Add an inject of kind 'case'.",
        )
    protected: set[str] = {attribute.code for attribute in scenario.attributes if attribute.protected}
    levels: dict[str, set[str]] = {attribute.code: set(attribute.levels) for attribute in scenario.attributes}
    for attribute in scenario.attributes:
        if len(attribute.levels) < 2:
            yield Finding(
                loaded.place("attributes", attribute.code),
                "error",
                "attribute.levels",
                f"'{attribute.code}' does not vary.",
                "Give it two levels or more.",
            )
        if not attribute.protected and any(_PROTECTED.search(words) for _, words in attribute.title.by):
            yield Finding(
                loaded.place("attributes", attribute.code),
                "error",
                "attribute.protected",
                f"'{attribute.code}' is about religion, origin or piety and is not marked.",
                "Write 'protected: true'.",
            )
    yield from _indicators(loaded, scenario, protected, set(levels))
    for case in scenario.cases:
        yield from _case(loaded, scenario, case, levels)
    for rated in scenario.sets:
        yield from _set(loaded, scenario, rated, protected)


def _indicators(loaded: Loaded, scenario: Scenario, protected: set[str], known: set[str]) -> Iterator[Finding]:
    for indicator in scenario.indicators:
        at = ("indicators", indicator.code)
        if indicator.attribute and indicator.attribute not in known:
            yield Finding(
                loaded.place(*at, "attribute"),
                "error",
                "reference.unknown",
                f"There is no attribute '{indicator.attribute}'.",
                f"Known: {', '.join(sorted(known)) or 'none'}.",
            )
        if indicator.relevant and indicator.attribute in protected:
            yield Finding(
                loaded.place(*at, "relevant"),
                "error",
                "indicator.protected",
                f"'{indicator.code}' counts the protected attribute '{indicator.attribute}'.",
                "Make it a distractor: 'relevant: false'.",
            )
        if indicator.relevant:
            for language, words in (*indicator.counts.by, *indicator.title.by):
                found = _PROTECTED.search(words)
                if found:
                    yield Finding(
                        loaded.place(*at, "counts", language),
                        "error",
                        "indicator.protected",
                        f"'{indicator.code}' counts '{found[0]}…': faith, dress and origin are never a sign.",
                        "Describe the act or the pressure, or make it a distractor.",
                    )


def _case(loaded: Loaded, scenario: Scenario, case: Case, levels: dict[str, set[str]]) -> Iterator[Finding]:
    at = ("cases", case.code)
    for code, level in case.attributes:
        if code not in levels:
            yield Finding(
                loaded.place(*at, "attributes", code),
                "error",
                "reference.unknown",
                f"There is no attribute '{code}'.",
                f"Known: {', '.join(sorted(levels)) or 'none'}.",
            )
        elif level not in levels[code]:
            yield Finding(
                loaded.place(*at, "attributes", code),
                "error",
                "reference.unknown",
                f"'{code}' has no level '{level}'.",
                f"Known: {', '.join(sorted(levels[code]))}.",
            )
    homes = [rated for rated in scenario.sets if case.code in rated.cases]
    if not homes:
        yield Finding(
            loaded.place(*at), "warning", "case.homeless", f"'{case.code}' is in no rated set.", "Add it to sets.yaml."
        )
    indicators = {indicator.code for indicator in scenario.indicators}
    for code, _ in case.key.indicators:
        if code not in indicators:
            yield Finding(
                loaded.place(*at, "key", "indicators", code),
                "error",
                "reference.unknown",
                f"There is no indicator '{code}'.",
                f"Known: {', '.join(sorted(indicators)) or 'none'}.",
            )
    for rated in homes:
        yield from _key(loaded, case, rated)
    panel = scenario.key_status == "panel"
    if panel != (case.key.raters > 0):
        wrong = "says nothing of how many rated it" if panel else f"claims {case.key.raters} raters"
        yield Finding(
            loaded.place(*at, "key", "raters"),
            "error",
            "case.raters",
            f"The key of '{case.code}' {wrong}, while 'key_status' is {scenario.key_status}.",
            "Keys become a panel's only by the product's panel mode.",
        )


def _key(loaded: Loaded, case: Case, rated: RatingSet) -> Iterator[Finding]:
    at = ("cases", case.code, "key")
    means = {value.code: value.means for value in rated.values}
    spread = dict(case.key.spread)
    unknown = sorted(({case.key.value} | set(spread)) - set(means))
    if unknown:
        yield Finding(
            loaded.place(*at),
            "error",
            "case.key",
            f"'{rated.code}' has no value '{unknown[0]}'.",
            f"Known: {', '.join(means)}.",
        )
        return
    if any(not 0 <= share <= 1 for share in spread.values()) or abs(sum(spread.values()) - 1) > 0.02:
        yield Finding(
            loaded.place(*at, "spread"),
            "error",
            "case.spread",
            f"The spread of '{case.code}' does not add up to 1.",
            "Write the share of raters for each value.",
        )
    elif spread.get(case.key.value, 0.0) < max(spread.values()):
        yield Finding(
            loaded.place(*at, "spread"),
            "error",
            "case.spread",
            f"The key '{case.key.value}' is not the most frequent value of its spread.",
            "Correct one of them.",
        )
    if means[case.key.value] == "signal":
        for language, words in case.key.because.by:
            found = _PROTECTED.search(words)
            if found:
                yield Finding(
                    loaded.place(*at, "because", language),
                    "warning",
                    "case.protected",
                    f"The reason for the key of '{case.code}' speaks of '{found[0]}…'.",
                    "Make sure that it says this does NOT count.",
                )


def _set(loaded: Loaded, scenario: Scenario, rated: RatingSet, protected: set[str]) -> Iterator[Finding]:
    at = ("sets", rated.code)
    cases: dict[str, Case] = {case.code: case for case in scenario.cases}
    indicators = {indicator.code for indicator in scenario.indicators}
    for kind, codes, known in (("case", rated.cases, set(cases)), ("indicator", rated.indicators, indicators)):
        for code in codes:
            if code not in known:
                yield Finding(
                    loaded.place(*at, f"{kind}s"),
                    "error",
                    "reference.unknown",
                    f"There is no {kind} '{code}'.",
                    f"Known: {', '.join(sorted(known)[:12]) or 'none'}.",
                )
    if len(set(rated.cases)) != len(rated.cases) or not rated.cases:
        yield Finding(
            loaded.place(*at, "cases"), "error", "set.cases", "The cases are missing or stand twice.", "Name each once."
        )
    missing = sorted({"signal", "no_signal", "not_enough"} - {value.means for value in rated.values})
    if missing:
        yield Finding(
            loaded.place(*at, "values"),
            "error",
            "set.values",
            f"No value means {' or '.join(missing)}.",
            "Add it: nobody may be forced to see a sign, or to know.",
        )
    if not set(rated.design.vary) <= {item.code for item in scenario.attributes}:
        yield Finding(
            loaded.place(*at, "design", "vary"),
            "error",
            "reference.unknown",
            "An attribute that varies does not exist.",
            "Declare it in attributes.yaml.",
        )
    means = {value.code: value.means for value in rated.values}
    here = [cases[code] for code in rated.cases if code in cases and cases[code].key.value in means]
    innocent = [case for case in here if means[case.key.value] == "no_signal"]
    if here and 2 * len(innocent) <= len(here):
        yield Finding(
            loaded.place(*at, "cases"),
            "error",
            "set.innocent",
            f"{len(innocent)} of {len(here)} cases of '{rated.code}' are innocent.",
            "More than half have to be.",
        )
    yield from _pairs(loaded, rated, cases, protected)
    signals = [case for case in here if means[case.key.value] == "signal"]
    for trait in sorted(protected):
        left = {level for case in signals for code, level in case.attributes if code == trait}
        right = {level for case in innocent for code, level in case.attributes if code == trait}
        if left and right and not left & right:
            yield Finding(
                loaded.place(*at, "cases"),
                "error",
                "set.protected",
                f"The protected attribute '{trait}' tells the key in '{rated.code}'.",
                "Let innocent cases have the level that the others have.",
            )


def _pairs(loaded: Loaded, rated: RatingSet, cases: dict[str, Case], protected: set[str]) -> Iterator[Finding]:
    for index, pair in enumerate(rated.design.pairs):
        place = loaded.place("sets", rated.code, "design", "pairs", index)
        if len(pair) != 2 or pair[0] == pair[1] or any(code not in rated.cases or code not in cases for code in pair):
            yield Finding(
                place, "error", "set.pair", "A pair is not two different cases of this set.", "Write [case, case]."
            )
            continue
        first, second = (cases[code] for code in pair)
        a, b = dict(first.attributes), dict(second.attributes)
        differ = sorted(code for code in {*a, *b} if a.get(code) != b.get(code))
        if len(differ) != 1:
            yield Finding(
                place, "error", "set.pair", f"The pair differs in {len(differ)} attributes.", "It must be exactly one."
            )
        elif differ[0] in protected and first.key.value != second.key.value:
            yield Finding(
                place,
                "error",
                "set.pair",
                f"The pair differs in the protected attribute '{differ[0]}' only and has two keys.",
                "Give both the same key.",
            )
