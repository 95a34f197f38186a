"""Names nobody has listed and no head word betrays, told by what stands beside them: "organised by Novi Ritm", "AIRPOL", "the MARRI workshop"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kopuro.intake.rules.phrases import Hit, word_set
from kopuro.intake.rules.text import Text

_GIVES = frozenset(("organiser", "funder", "partner", "supporter", "host", "implementer"))
_SMALL = word_set("the a an its both le la les l d de du des their our")
_LINKS = word_set("of for de du des")
_JOIN = word_set("and et with as well")
_NEVER = word_set(
    "the this these those it in on at a an and i we they he she our their participants participant experts "
    "representatives mr mrs ms dr prof mme m h e his her excellency ambassador minister president deputy head "
    "director colonel general major captain january february march april may june july august september october "
    "november december monday tuesday wednesday thursday friday saturday sunday janvier février mars avril mai "
    "juin juillet août septembre octobre novembre décembre today yesterday during after following both training "
    "workshop seminar course conference meeting session event central asia south north east west southern northern "
    "eastern western member states state government governments police kingdom republic federation federal "
    "embassy ministry zoom covid online english russian french arabic"
)
_OFFICES = word_set(
    "head director minister ambassador chairman chair chairperson representative rector chief president officer "
    "coordinator specialist expert manager deputy commissioner professor judge prosecutor police trainer senior "
    "former lawyer psychologist consultant who the a an from of member doctor inspector"
)
_RUNS = word_set(
    "organized organised organizes organises held holds hosted hosts launched launches implemented convened "
    "co-organized co-organised initiated organisé organise lancé lance tenu"
)
_BETWEEN = word_set("has have had jointly recently successfully also a ont vient is are will")
_FRENCH = word_set("par avec de du des d à soutien appui l'appui financement organisateurs")
_MOST = 6  # names in one chain


def names_beside(
    text: Text,
    covered: list[bool],
    cues: Iterable[Hit[Any]],
    kinds: Iterable[Hit[Any]],
    known_word: Callable[[str], bool],
    subjects: frozenset[str],
) -> list[tuple[int, int]]:
    """Words [first, last) of capitalised names beside a cue for a role or right before a word for an activity. `known_word` tells names of
    places and countries, which are no bodies; `subjects` are acronyms of subjects."""
    found: list[tuple[int, int]] = []
    kinds = list(kinds)
    events = {at for kind in kinds for at in range(kind.first, kind.last)}
    for cue in cues:
        if cue.value.role not in _GIVES:
            continue
        if cue.value.shape == "after":
            plain = (
                text.lower[cue.last - 1] in _FRENCH
            )  # French writes "la Mission interministérielle" with one capital
            found.extend(_chain(text, covered, cue.last, known_word, subjects, plain))
        elif cue.value.shape == "subject" and cue.value.role == "organiser":
            name = _before(text, covered, cue, known_word, subjects)
            if name is not None:
                found.append(name)
    for kind in kinds:
        at = kind.first - 1
        if (
            kind.value is not None
            and at >= 0
            and text.joined(kind.first)
            and not covered[at]
            and _acronym(text.words[at], subjects)
            and not any(w.isupper() and len(w) > 2 for w in text.words[kind.first : kind.last])
            and not (at and text.joined(at) and (covered[at - 1] or text.words[at - 1].isupper()))
        ):
            found.append((at, at + 1))
    return [(first, last) for first, last in found if last - first == 1 or events.isdisjoint(range(first, last))]


def _acronym(word: str, subjects: frozenset[str]) -> bool:
    capitals = sum(c.isupper() for c in word)
    return (
        3 <= len(word) <= 9
        and capitals >= 2
        and word[0].isupper()
        and word.isascii()
        and word.isalpha()
        and (word not in subjects and (capitals > 2 or capitals >= len(word) - 1))
    )


def _chain(
    text: Text, covered: list[bool], at: int, known_word: Callable[[str], bool], subjects: frozenset[str], plain: bool
) -> list[tuple[int, int]]:
    """The names after "organised by": those joined by commas and "and"; a covered one is stepped over."""
    found: list[tuple[int, int]] = []
    size = len(text.words)
    for _ in range(_MOST):
        while at < size and text.lower[at] in _SMALL and not text.words[at].isupper() and text.joined(at):
            at += 1
        if at >= size:
            break
        if covered[at]:
            while at < size and covered[at]:
                at += 1
        else:
            last = _run(text, covered, at, known_word, subjects, plain)
            if last is None:
                break
            found.append((at, last))
            at = last
        gap = text.raw[text.ends[at - 1] : text.starts[at]] if at < size else "."
        if gap.startswith(" (") and at + 1 < size and text.raw[text.ends[at] : text.ends[at] + 1] == ")":
            at += 1  # the acronym in brackets
            gap = text.raw[text.ends[at - 1] + 1 : text.starts[at]] if at < size else "."
        if at < size and gap.strip() in ("", ",", "&") and "\n\n" not in gap:
            joined = text.lower[at] in ("and", "et")
            if joined:
                at += 1
            if joined or gap.strip() in (",", "&"):
                continue
        break
    return found


def _run(
    text: Text, covered: list[bool], at: int, known_word: Callable[[str], bool], subjects: frozenset[str], plain: bool
) -> int | None:
    """The word after the capitalised name that begins at word `at`; None when it is none: a place, a person with an office, a date."""
    words, lower, size = text.words, text.lower, len(text.words)
    if lower[at].endswith("ed") and not words[at].isupper() and not (at + 1 < size and words[at + 1][0].isupper()):
        return None  # "Consortium / Supported by …"
    if not words[at][0].isupper() or not words[at].isascii() or lower[at] in _NEVER or known_word(words[at]):
        return None
    last = at + 1
    while last < size and last - at < 8 and text.joined(last) and not covered[last]:
        if words[last][0].isupper() and lower[last] not in _NEVER:
            last += 1
            continue
        linked = (
            lower[last] in _LINKS
            and last + 1 < size
            and text.joined(last + 1)
            and not covered[last + 1]
            and words[last + 1][0].isupper()
        )
        if not linked:
            break
        last += 2
    name = " ".join(words[at:last])
    if last - at == 1 and not name.isupper() and plain:
        return None
    if any(known_word(" ".join(words[at:stop])) for stop in range(at + 1, min(at + 4, len(words)) + 1)):
        return None  # "the United States", "Kazakh partners"
    if known_word(name) or (last - at == 1 and (name in subjects or len(name) < 3)):
        return None
    after = text.raw[text.ends[last - 1] : text.ends[last - 1] + 2]
    if last < size and after in (", ", " –", " -") and lower[last] in _OFFICES and not name.isupper():
        return None
    if last < size and text.joined(last) and covered[last] and not name.isupper():
        return None  # the tail of a longer name
    return last


def _before(
    text: Text, covered: list[bool], cue: Hit[Any], known_word: Callable[[str], bool], subjects: frozenset[str]
) -> tuple[int, int] | None:
    """The name right before a verb of holding: an acronym anywhere, a capitalised run only where it begins its sentence."""
    end = cue.first
    while end > 0 and text.joined(end) and text.lower[end - 1] in _BETWEEN:
        end -= 1
    if end <= 0 or not text.joined(end) or covered[end - 1]:
        return None
    if _acronym(text.words[end - 1], subjects):
        first = end - 1
        hyphen = text.raw[text.ends[first - 1] : text.starts[first]] == "-" if first else False
        if first and covered[first - 1] and text.joined(first) and text.words[first - 1].isupper():
            return None  # "UNODC POTKM conducted …": the body is named already
        if hyphen and text.words[first - 1].isupper() and not covered[first - 1]:
            first -= 1
        return (first, end)
    if text.lower[cue.last - 1] not in _RUNS and text.lower[cue.first] not in _RUNS:
        return None
    first = end
    while first > 0 and end - first < 6 and not covered[first - 1]:
        word = text.words[first - 1]
        if not word[0].isupper() or not word.isascii() or text.lower[first - 1] in _NEVER:
            break
        first -= 1
        if not text.joined(first):
            break
    if end - first < 2 or known_word(" ".join(text.words[first:end])):
        return None
    lead = text.raw[text.ends[first - 1] : text.starts[first]] if first else "."
    opens = any(mark in lead for mark in ".!?\n,") or (
        first and (text.words[first - 1] == "The" or text.words[first - 1].isdigit())
    )
    return (first, end) if opens else None
