"""A text laid out for reading: blocks (paragraphs, headings, list items), sentences and words, all with character offsets in the raw text.

Lines broken by a page layout are joined; a line that stands alone is a block of its own. Nothing is changed or moved: offsets are those of the
text as extracted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise


def word_set(words: str) -> frozenset[str]:
    """The words of a string, parted by spaces."""
    return frozenset(words.split())


_CYRILLIC = re.compile(r"[Ѐ-ӿ]{3}")
_WORD = re.compile(r"[^\W_]+")
_LINE = re.compile(r"[^\n\r\x0b\x0c\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[.!?]+[”»](?=[a-zа-яёA-ZА-ЯЁ])|;\s(?=[-–•])")
_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof st no vs etc e.g i.e inc ltd gen col lt maj capt amb hon rev jan feb mar apr jun jul aug "
    "sep sept oct nov dec approx m mm mme mlle dr art cf env г гг ул тел др т.е т.д т.п им обл р-н пр стр руб "
    "млн млрд тыс чел см напр п ст проф акад янв фев февр мар апр авг сент окт нояб дек u.s u.n u.k a.m p.m h.e "
    "s.e ph.d"
)
_OPEN_END = re.compile(
    r"(?:[,–—-]|\b(?:of|and|the|in|on|at|to|for|by|with|from|a|an|de|du|des|la|le|les|et|à|au|aux|en|pour|par|и|в|"
    r"на|с|со|по|для|от|из|при|о|об|к))$",
    re.I,
)
_BULLET = re.compile(r"^[\s]*(?:[-–—•·*▪●►✓]|\(?\d{1,2}[.)]|[a-zа-я]\))\s+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_TWO_SENTENCES = re.compile(r"[.!?] [A-ZА-ЯЁ«“\"]")
_LONGEST_SENTENCE = 1_500


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item: characters [start, end) of the raw text; `heading` is a guess by shape alone."""

    start: int
    end: int
    heading: bool
    bullet: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [start, end) of the raw text, words [first, last) of the text, and the number of its block."""

    start: int
    end: int
    first: int
    last: int
    block: int


class Text:
    """A raw text with its words, blocks and sentences. `lower` and `starts`, `ends` are parallel lists over the words."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        spans = [(m.start(), m.end()) for m in _WORD.finditer(raw)]
        self.starts = [s for s, _ in spans]
        self.ends = [e for _, e in spans]
        self.words = [raw[s:e] for s, e in spans]
        self.lower = [w.lower() for w in self.words]
        if "ё" in raw or "Ё" in raw:
            self.lower = [w.replace("ё", "е") for w in self.lower]  # ё is often written е
        self.stems = [w[:3] for w in self.lower]
        self.cyrillic = bool(_CYRILLIC.search(raw))
        self.blocks = _blocks(raw)
        self._fresh = {bisect_left(self.starts, block.start) for block in self.blocks}

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """Numbers of the words by the word in small letters."""
        return _places(self.lower)

    @cached_property
    def stem_where(self) -> dict[str, list[int]]:
        """Numbers of the words by their first three letters."""
        return _places(self.stems)

    @cached_property
    def sentences(self) -> list[Sentence]:
        found: list[Sentence] = []
        for number, block in enumerate(self.blocks):
            for start, end in _split(self.raw, block.start, block.end):
                first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
                if last > first:
                    found.append(Sentence(start, end, first, last, number))
        return found

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    def sentence_at(self, position: int) -> int:
        """Number of the sentence that holds a character position (the nearest before it when it stands between sentences)."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    def word_at(self, position: int) -> int:
        """Number of the first word that ends after a character position."""
        return bisect_right(self.ends, position)

    def joined(self, word: int) -> bool:
        """Whether a word follows the one before with nothing but a space, a hyphen, an apostrophe or a line break between them."""
        if word <= 0 or word >= len(self.starts) or word in self._fresh:
            return False
        gap = self.raw[self.ends[word - 1] : self.starts[word]]
        if gap[:1] == "." and len(gap) <= 2 and len(self.words[word - 1]) == 1 and self.words[word - 1].isupper():
            return True  # "U.S. Embassy"
        return len(gap) <= 3 and not gap.strip(" -\u2010\u2011–'’‘ʻ`\n\r\t\xa0") and gap.count("\n") < 2


def _places(words: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if word in found:
            found[word].append(at)
        else:
            found[word] = [at]
    return found


def _blocks(raw: str) -> list[Block]:
    lines = [(m.start(), m.end()) for m in _LINE.finditer(raw) if m.group().strip()]
    page = _is_wrapped(raw, lines)
    broken = _going_on(raw, lines)
    groups: list[list[tuple[int, int]]] = []
    for number, (start, end) in enumerate(lines):
        line = raw[start:end].strip()
        wrapped = page or (
            number > 0
            and end - start <= 100
            and 40 <= lines[number - 1][1] - lines[number - 1][0] <= 100
            and sum(broken[max(0, number - 4) : number + 4]) >= 2
        )
        if groups and not _BULLET.match(line):
            before_start, before_end = groups[-1][-1]
            before = raw[before_start:before_end].strip()
            breaks = raw[before_end:start].count("\n") + raw[before_end:start].count("\x0c")
            flows = line[0].islower() or bool(_OPEN_END.search(before[-12:]))
            ended = before[-1] in '.!?:;…»”"'
            if (breaks <= 1 and not ended and len(before) > 20 and (flows or (wrapped and len(before) > 45))) or (
                breaks <= 1 and page and len(before) > 60
            ):
                groups[-1].append((start, end))
                continue
        groups.append([(start, end)])
    blocks = []
    for group in groups:
        start, end = group[0][0], group[-1][1]
        text = raw[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        text = raw[start:end]
        heading = len(text) <= 220 and text[-1] not in ".;,!" and not _TWO_SENTENCES.search(text)
        blocks.append(Block(start, end, heading, bool(_BULLET.match(text))))
    return blocks


def _going_on(raw: str, lines: list[tuple[int, int]]) -> list[bool]:
    """For each line, whether the one after goes on in the same sentence with a small letter."""
    return [
        raw[s : s + 20].lstrip()[:1].islower() and raw[e - 1] not in ".!?" and raw.count("\n", e, s) == 1
        for (_, e), (s, _) in pairwise(lines)
    ] + [False]


def _is_wrapped(raw: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the page layout broke the lines: many of middling length that go on with a small letter in the next."""
    lengths = [end - start for start, end in lines]
    if len(lines) < 6 or max(lengths) > 160:
        return False
    going_on = sum(
        1 for (_, e), (s, _) in pairwise(lines) if raw[s : s + 20].lstrip()[:1].islower() and raw[e - 1] not in ".!?"
    )
    return going_on >= 0.3 * len(lines)


def _split(raw: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = start
    for m in _SENTENCE_END.finditer(raw, start, end):
        stop = m.end()
        if stop - at < 3 or not _ends_here(raw, at, m.start(), m.group(), stop, end):
            continue
        spans.append((at, stop))
        at = stop
        while at < end and raw[at].isspace():
            at += 1
    if at < end:
        spans.append((at, end))
    parts: list[tuple[int, int]] = []
    for s, e in spans:  # a runaway without full stops is cut, so that no reader sees a sentence without bounds
        while e - s > _LONGEST_SENTENCE:
            cut = raw.rfind(" ", s + _LONGEST_SENTENCE // 2, s + _LONGEST_SENTENCE)
            cut = cut if cut > s else s + _LONGEST_SENTENCE
            parts.append((s, cut))
            s = cut
        parts.append((s, e))
    return parts


def _ends_here(raw: str, at: int, dot: int, mark: str, stop: int, end: int) -> bool:
    if mark[0] != "." or len(mark.rstrip("\"'”’»)]")) > 1:
        return True
    following = raw[stop : stop + 3].lstrip()[:1]
    if following and following.islower():
        return False
    word_start = dot
    while word_start > at and dot - word_start < 12 and (raw[word_start - 1].isalnum() or raw[word_start - 1] in ".-"):
        word_start -= 1
    word = raw[word_start:dot].lower()
    if len(word) > 2 and raw[dot - 1].isupper() and _INITIALS.fullmatch(word) and word not in ("u.s", "u.n"):
        return False
    if word in _ABBREVIATIONS:  # "г." ends a sentence when a capital follows a year, "Mr." never does
        return (
            word in ("г", "гг", "etc", "др")
            and following.isupper()
            and raw[max(at, dot - 6) : dot].strip()[:1].isdigit()
        )
    if len(word) == 1 and word.isalpha() and raw[dot - 1].isupper() and stop < end:
        return False
    if word.isdigit() and len(word) <= 2 and following.isdigit():
        return False
    return not (word.isdigit() and len(word) <= 2 and dot - at <= 3)
