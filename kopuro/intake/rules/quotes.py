"""Quotations and who said them.

A quotation in the field's sense is someone's sentence with a speaker. Titles, terms and names in quotation marks are none; one
interrupted by "he said", or taken up again by the same speaker in the same paragraph, is one.
"""

import re
from dataclasses import dataclass, replace

from kopuro.intake.rules.speakers import role_of, speaker_of
from kopuro.intake.rules.speech import NAME, PASSIVE, PRONOUN, SOURCE, TITLED, VERB


@dataclass(frozen=True)
class QuoteFound:
    """A quotation: span from its first opening mark to its last closing one, the speaker as written, the speaker's office."""

    start: int
    end: int
    speaker: str
    speaker_role: str
    attributed: bool


_MARK = re.compile("[«»“”„‟\"‹›]|‘(?=[^\\W\\d_])|(?<=[,.!?…])’(?!\\w)|''")
_CLOSERS = {"«": "»", "“": "”“\"", "„": "“”\"", "\"": "\"”", "‹": "›", "”": "”", "‟": "”\"", "‘": "’", "''": "''"}  # fmt: skip
_OPENERS = frozenset('«“„"‹‟‘') | {"''"}
_LONGEST = 2_500
_SENTENCE_END = re.compile(r"[.!?…]\s+(?=[^\Wа-яa-zё\d_])")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Col|Gen|Lt|Maj|Amb|Hon|M|Mme|[A-ZА-Я]|г|им|ул|проф))$")
_DASH_NAME = re.compile(rf"\s*[,.]?\s*(?:[–—]|-)\s*(?P<name>{NAME})(?=[\s]*[,.\n(]|\s*$)")
_NEXT_LINE_NAME = re.compile(rf"\s*\n\s*(?:[–—-]\s*)(?P<name>{NAME})")


@dataclass
class _Piece:
    """A stretch in quotation marks with what was found about its speaker."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    paragraph: int
    speaker: str = ""
    role: str = ""
    spoken: bool = False
    pronoun: bool = False
    opens: bool = False  # the speaker stands before it


def find_quotes(text: str, language: str) -> list[QuoteFound]:
    """Quotations of a text in order; `attributed` tells whether a speaker is named."""
    code = language[:2].lower()
    words = code if code in VERB else "ru" if code in ("kk", "ky", "tg", "uk") else "en"
    if _MARK.search(text) is None:
        return []
    pieces = [piece for piece in _pieces(text) if _attribute(text, piece, words) or _is_sentence(text, piece, words)]
    return _counted(text, pieces, words)


def _pieces(text: str) -> list[_Piece]:
    """Pairs of marks inside one paragraph; a paragraph that opens a quotation and never closes it runs to its end."""
    found: list[_Piece] = []
    opened: tuple[int, int, str] | None = None
    paragraph = 0
    depth = 0
    line_end = text.find("\n")
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        while 0 <= line_end < at:
            if opened is not None and _starts_line(text, opened[0]) and line_end - opened[0] > 60:
                found.append(_Piece(opened[0], line_end, opened[1], line_end, paragraph))
            opened, depth = None, 0
            paragraph += 1
            line_end = text.find("\n", line_end + 1)
        if opened is None:
            if mark in _OPENERS and _may_open(text, at, match.end(), mark):
                opened = (at, match.end(), mark)
            continue
        if mark in _CLOSERS[opened[2]] and _may_close(text, at, match.end(), mark):
            if mark == opened[2] == "«" or depth == 0:
                found.append(_Piece(opened[0], match.end(), opened[1], at, paragraph))
                opened = None
            else:
                depth -= 1
        elif mark == opened[2] and mark == "«":
            depth += 1
        elif at - opened[0] > _LONGEST:
            opened, depth = None, 0
    if opened is not None and _starts_line(text, opened[0]):
        end = text.find("\n", opened[0])
        end = end if end >= 0 else len(text)
        if 60 < end - opened[0] <= _LONGEST:
            found.append(_Piece(opened[0], end, opened[1], end, paragraph))
    return found


def _starts_line(text: str, at: int) -> bool:
    return not text[max(0, at - 4) : at].rpartition("\n")[2].strip()


def _may_open(text: str, start: int, end: int, mark: str) -> bool:
    after = text[end : end + 1]
    if mark in "«„‹" or mark == "“":
        return bool(after.strip()) or mark in "«„"
    before = text[start - 1 : start]
    return bool(after.strip()) and (not before or not before.isalnum())


def _may_close(text: str, start: int, end: int, mark: str) -> bool:
    if mark in "»”›":
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark == "“":  # closes „…“, and “…“ in careless typing
        return not after.isalnum()
    return bool(before.strip()) and not (after.isalnum() and before.isalnum())


def _attribute(text: str, piece: _Piece, words: str) -> bool:
    """Looks for a speaker after the quotation, then before it; True when one is found."""
    inner = text[piece.inner_start : piece.inner_end].strip()
    count = len(inner.split())
    before = text[max(0, piece.start - 50) : piece.start]
    opening = not before.strip() or before.rstrip()[-1:] in ".!?:…»”–—-" or "\n" in before[-3:]
    if count < (2 if opening else 4) or len(inner) < 8:
        return False
    titled = TITLED[words].search(before.lower()) is not None
    ended = inner[-1:] in ",.!?…"
    reported = (
        words == "ru"
        and not opening
        and not ended
        and text[piece.end : piece.end + 4].strip(" ,")[:1] not in "–—-"
        and text[piece.end : piece.end + 3].lower() not in (" де", " го")
    )
    if (not titled or ended) and not reported and _after(text, piece, inner, words):
        return True
    return not titled and (count >= 5 or before.rstrip()[-1:] == ":") and _before(text, piece, words)


def _after(text: str, piece: _Piece, inner: str, words: str) -> bool:
    rest = text[piece.end : piece.end + 260]
    line = rest.split("\n", 1)[0]
    sentence = _first_sentence(line)
    lowered = sentence.lower()
    joined = inner.rstrip()[-1:] in ",!?…." or sentence.lstrip()[:1] in (",", "–", "—", "-")
    for verb in VERB[words].finditer(lowered):
        before = lowered[: verb.start()]
        if PASSIVE[words].search(before[-40:]) or "«" in before or "“" in before or '"' in before:
            break
        lead = before.strip(" ,–—-.")
        if len(lead.split()) > 16:
            break
        if lead and not joined and len(lead.split()) > 3:
            break
        named = speaker_of(sentence[verb.end() : verb.end() + 170])
        if lead and not _is_adverb(lead):
            before_verb = speaker_of(sentence[: verb.start()][-170:])
            named = before_verb if before_verb[0] or not named[0] else named
        if lead and not named[0] and not PRONOUN[words].search(lowered[: verb.end() + 12]) and len(lead.split()) > 9:
            break
        piece.speaker, piece.role = named
        piece.pronoun = (
            not named[0] and PRONOUN[words].search(lowered[max(0, verb.start() - 14) : verb.end() + 14]) is not None
        )
        piece.spoken = True
        return True
    dash = _DASH_NAME.match(line) if inner.rstrip()[-1:] in ".!?…," or len(inner) > 60 else None
    if dash is None and _starts_line(text, piece.start):
        dash = _NEXT_LINE_NAME.match(rest)
    if dash is not None:
        return _spoken(piece, dash.group("name").strip(), role_of(rest[dash.end() :].split("\n", 1)[0]), opens=False)
    return False


def _before(text: str, piece: _Piece, words: str) -> bool:
    left = text[max(0, piece.start - 300) : piece.start]
    here = left.rstrip()
    if left[len(here) :].count("\n") and here[-1:] != ":":
        return False  # a new paragraph, and nothing announces it
    left = (here if here[-1:] == ":" else left).rpartition("\n")[2]
    cuts = [stop.end() for stop in _SENTENCE_END.finditer(left) if not _ABBREVIATED.search(left[: stop.start()])]
    sentence = left[cuts[-1] :] if cuts else left
    if here[-1:] in ".!?…" and any(mark in sentence for mark in '"“”«»'):
        return False  # it goes on from the quotation before it
    if here[-1:] in ".!?…":  # "Aida thanked all. “We go on with this work.”"
        return _named_before(sentence.rstrip(" .!?…") + ",", piece, words, named_only=True)
    return _named_before(sentence, piece, words)


def _named_before(left: str, piece: _Piece, words: str, named_only: bool = False) -> bool:
    """Reads the speaker out of the words before a quotation; `named_only` refuses one without a name."""
    lowered = left.lower().rstrip()
    if not lowered:
        return False
    last = lowered[-1:]
    source = SOURCE[words].search(lowered)
    if source is not None and (last in ",:" or source.end() > len(lowered) - 60):
        speaker, role = speaker_of(left[source.end() :][:170])
        return _spoken(piece, speaker, role, opens=True) if speaker or not named_only else False
    verbs = [
        verb
        for verb in VERB[words].finditer(lowered)
        if not PASSIVE[words].search(lowered[max(0, verb.start() - 40) : verb.start()])
    ]
    if verbs:
        verb = verbs[0] if named_only else verbs[-1]
        gap = lowered[verb.end() :]
        announced = last in ":," or len(gap) <= 12 or re.search(r"(?:that|что|que|qu['’])$", lowered)
        if announced and not any(mark in gap for mark in '"“«'):
            speaker, role = speaker_of(left[: verb.start()][-170:])
            if not speaker and not named_only:
                speaker, role = speaker_of(left[verb.end() :][:170].rstrip(" :,")) if len(gap) > 3 else (speaker, role)
            piece.pronoun = not speaker and PRONOUN[words].search(lowered) is not None
            return _spoken(piece, speaker, role, opens=True) if speaker or not named_only else False
    colon = None if named_only else re.match(rf"[\s–—-]*(?P<name>{NAME})(?P<role>,[^:]{{2,120}})?:$", left.rstrip())
    if colon is not None and len(colon.group("name").split()) > 1:
        return _spoken(piece, colon.group("name"), role_of(colon.group("role") or ""), opens=True)
    return False


def _spoken(piece: _Piece, speaker: str, role: str, opens: bool) -> bool:
    piece.speaker, piece.role, piece.spoken, piece.opens = speaker, role, True, opens
    return True


def _first_sentence(line: str) -> str:
    for stop in _SENTENCE_END.finditer(line):
        if stop.start() > 0 and not _ABBREVIATED.search(line[: stop.start()]):
            return line[: stop.start()]
    return line


def _is_adverb(lead: str) -> bool:
    return len(lead.split()) == 1 and lead.endswith(("ly", "so", "also"))


_FINITE = re.compile(
    r"\b(?:is|are|was|were|will|can|must|should|have|has|we|i|you|need|do|это|мы|я|нам|нужно|должны|является|есть|est|sont|nous|je|il faut|doit|doivent|avons|c['’]est)\b",
    re.IGNORECASE,
)


def _is_sentence(text: str, piece: _Piece, words: str) -> bool:
    """A quotation without a speaker: long enough and built like a sentence, and not announced as a title."""
    inner = text[piece.inner_start : piece.inner_end]
    if len(inner.split()) < 6 or TITLED[words].search(text[max(0, piece.start - 50) : piece.start].lower()):
        return False
    return _FINITE.search(inner) is not None and (
        inner.rstrip()[-1:] in ".!?…," or text[piece.end : piece.end + 1] in (".", ",", ":")
    )


def _counted(text: str, pieces: list[_Piece], words: str) -> list[QuoteFound]:
    """Joins what one speaker says in one paragraph, and a quotation that runs on over paragraphs."""
    out: list[QuoteFound] = []
    paragraphs: list[int] = []
    last_speaker, last_role = "", ""
    for index, piece in enumerate(pieces):
        speaker, role, spoken = piece.speaker, piece.role, piece.spoken
        same = bool(paragraphs) and paragraphs[-1] == piece.paragraph
        runs_on = (
            index > 0
            and text[pieces[index - 1].end - 1] not in '»”"›’“'
            and piece.paragraph - pieces[index - 1].paragraph <= 2
        )
        if piece.pronoun and not speaker and last_speaker:
            speaker, role = last_speaker, last_role
        if (same or runs_on) and out:
            before = out[-1]
            own = not speaker or not before.speaker or _same_person(speaker, before.speaker)
            if (
                own
                and (before.attributed or spoken)
                and not (piece.opens and speaker and not before.attributed and same)
            ):
                out[-1] = replace(
                    before,
                    end=piece.end,
                    speaker=before.speaker or speaker,
                    speaker_role=before.speaker_role or role,
                    attributed=True,
                )
                last_speaker, last_role = out[-1].speaker, out[-1].speaker_role
                paragraphs[-1] = piece.paragraph
                continue
        out.append(QuoteFound(piece.start, piece.end, speaker, role, spoken))
        paragraphs.append(piece.paragraph)
        if spoken:
            last_speaker, last_role = speaker, role
    return out


def _same_person(one: str, other: str) -> bool:
    """The same speaker by a shared part of the name ("Koen Marquering", "Marquering")."""
    return bool(
        {part.lower() for part in one.split() if len(part) > 2}
        & {part.lower() for part in other.split() if len(part) > 2}
    )
