"""Who speaks: name and office out of the words round a verb of saying."""

import re

from kopuro.intake.rules.speech import NAME, OFFICES, TITLE
from kopuro.intake.rules.text import word_set

_NAME = re.compile(NAME)
_TITLED = re.compile(TITLE)
_DESCRIBED = re.compile(r"(?:the|a|an|one|his|her|their|le|la|les|l['’]|un|une|son|sa)\b|[a-zа-яё]", re.IGNORECASE)
_NOT_NAME = word_set(
    "one another the a an in on at during this these we i he she they our it according as speaking opening addressing monday tuesday wednesday thursday friday saturday "
    "sunday today yesterday from after when while with for and but so из в на о об по он она они это как для при также le la les dans lors au il elle selon pour cette ce"
)
# Words of bodies that stand before a name without a comma ("Member of the Committee Aida Asanova").
_BODY_WORDS = word_set(
    "committee office ministry centre center department police union affairs service agency programme program academy university institute council commission secretariat unit "
    "республики комитета министерства центра управления академии университета института совета службы агентства ministère comité centre bureau direction police"
)
_LOWER = re.compile(r"(?:the|a|an|one|le|la|l['’]|un|une)\b", re.IGNORECASE)


def speaker_of(phrase: str) -> tuple[str, str]:
    """Name and office in a phrase that tells of a speaker ('Aida Asanova, head of the team'); '' for what it does not tell."""
    phrase = phrase.strip(" ,–—-\n\t")
    if not phrase:
        return "", ""
    described = _LOWER.match(phrase) is not None or phrase[0].islower()
    if not described:
        first = _NAME.match(phrase)
        name = _cleaned(first.group()) if first is not None else ""
        if first is not None and name:
            return name, role_of(phrase[first.end() :])
    found = [
        (match.start(), match.end(), name) for match in _NAME.finditer(phrase) if (name := _cleaned(match.group()))
    ]
    titled = [each for each in found if _TITLED.match(each[2]) and " " in each[2]]
    after_comma = [each for each in found if phrase[: each[0]].rstrip()[-1:] == "," and " " in each[2]]
    longer = [each for each in found if " " in each[2]]
    chosen = (
        titled[:1]
        or after_comma[:1]
        or longer[-1:]
        or [each for each in found if phrase[: each[0]].rstrip()[-1:] == ","][:1]
    )
    if not chosen:
        tells_office = _LOWER.match(phrase) is not None or phrase.split()[0].lower() in OFFICES
        return "", role_of(phrase) if tells_office else ""
    start, end, name = chosen[0]
    return name, role_of(phrase[:start]) or role_of(phrase[end:])


def role_of(tail: str) -> str:
    """An office as written, cut at the first word that no longer belongs to it."""
    cleaned = re.split(
        r"[.;:\n«“\"]|\s(?:who|which|said|while|during|at the (?:opening|closing|event|end|workshop|training|seminar|meeting)|в своём|в своем|dans son|lors)\s",
        tail.strip(" ,()–—-"),
    )[0]
    return " ".join(cleaned.split())[:120].strip(" ,")


def _cleaned(name: str) -> str:
    words = name.split()
    if _TITLED.match(name) and len(words) > 1 and words[1].lower() not in OFFICES:
        return name.strip()
    while words and (
        words[0].lower() in _BODY_WORDS or words[0].lower() in _NOT_NAME or (len(words[0]) > 1 and words[0].isupper())
    ):
        if words[0].isupper() and words[0].lower() not in _BODY_WORDS and len(words) == 2 and not words[1].isupper():
            break  # "ASANOV Bakyt"
        words = words[1:]
    if not words or all(word.lower().strip(".") in OFFICES for word in words):
        return ""
    return " ".join(words)
