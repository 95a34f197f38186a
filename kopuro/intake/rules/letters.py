"""A text in small letters, at the same offsets, and the set of its words: what several readers look up first."""

import re
from functools import lru_cache

_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4)
def small_letters(text: str) -> tuple[str, frozenset[str]]:
    """The text in small letters with every character at its old place, and its words without repetition.

    A letter whose small form is longer than itself stays as it is.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return lowered, frozenset(_WORDS.findall(lowered))
