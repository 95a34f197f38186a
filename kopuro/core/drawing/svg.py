"""Writing SVG as text: elements with escaped content, lengths, and words that fit a width."""

from __future__ import annotations

import re
from html import escape

# What XML 1.0 can't hold at all, and lone halves of surrogate pairs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
THIN = frozenset("iljtfI.,:;'’‘|!()[] -·іїј")
BROAD = frozenset("mwMWЖШЩЮФЫжшщюфымЪ—@%…")


def clean(text: object) -> str:
    return escape(UNPRINTABLE.sub("", str(text)))


def element(name: str, *inside: str, **attributes: object) -> str:
    """`<name …>inside</name>`; `inside` is markup, made by this module or cleaned; None and "" drop an attribute.

    Attribute names: `class_` gives `class`, `stroke_width` gives `stroke-width`, `viewBox` stays.
    """
    cleaned = (
        (key.rstrip("_").replace("_", "-"), clean(number(value) if isinstance(value, float) else value))
        for key, value in attributes.items()
        if value is not None
    )
    written = "".join(f' {key}="{value}"' for key, value in cleaned if value)
    content = "".join(inside)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(said: object, **attributes: object) -> str:
    return element("text", clean(said), **attributes)


def text_to_fit(said: str, width: float, size: float, class_: str, **attributes: object) -> str:
    """The words whole where there is room (class `wide`), cut to `width` on a phone (class `narrow`)."""
    short = fit(said, width, size)
    if short == said:
        return text(said, class_=class_, **attributes)
    whole = text(said, class_=f"{class_} wide", **attributes)
    return whole + text(short, class_=f"{class_} narrow", **attributes)


def titled(said: str) -> str:
    """The words a pointer resting on a shape, or a screen reader, gets."""
    return element("title", clean(said))


def link(url: str, *inside: str, **attributes: object) -> str:
    """The shapes as a link where there is an address; only web and site addresses are accepted."""
    if not safe_address(url):
        return element("g", *inside, **{key: value for key, value in attributes.items() if key != "data_door"})
    return element("a", *inside, href=url, **attributes)


def safe_address(url: str) -> bool:
    return url.startswith(("/", "#", "?", "https://", "http://")) and not url.startswith("//")


def drawing(title: str, description: str, *inside: str, **attributes: object) -> str:
    """A whole `<svg>`. With links inside it is a group, because the content of an image is hidden from readers."""
    return element(
        "svg",
        titled(title),
        element("desc", clean(description)),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        role="group" if any("<a " in one for one in inside) else "img",
        aria_label=title,
        focusable="false",
        **attributes,
    )


def number(value: float) -> str:
    """At most two decimals, no trailing zeros, never "-0"."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said in ("", "-0") else said


def rem(value: float) -> str:
    return f"{number(value)}rem"


def percent(value: float, mirrored: bool = False) -> str:
    """A place along a line of 100 %; `mirrored` where reading goes from right to left."""
    return f"{number(100 - value if mirrored else value)}%"


def width_of(words: str, size: float) -> float:
    """About how wide the words are at a font size, in the same unit; a little on the wide side."""
    total = 0.0
    for letter in words:
        if letter in THIN:
            total += 0.34
        elif letter in BROAD:
            total += 0.9
        elif ord(letter) > 0x2E80:
            total += 1.0
        elif letter.isupper():
            total += 0.7
        else:
            total += 0.57
    return total * size


def fit(words: str, width: float, size: float) -> str:
    """The words, cut with an ellipsis where they are wider than `width`."""
    if width_of(words, size) <= width:
        return words
    kept = words[: int(width / size / 0.34) + 1]
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(words: str, width: float, size: float, lines: int = 3) -> list[str]:
    """The words in at most `lines` lines of `width`; what is left over ends in an ellipsis. No words give no line."""
    out: list[str] = []
    waiting = " ".join(words.split()).split(" ") if words.strip() else []
    while waiting:
        line = waiting.pop(0)
        while waiting and width_of(f"{line} {waiting[0]}", size) <= width:
            line = f"{line} {waiting.pop(0)}"
        if len(out) == lines - 1 and waiting:
            line = f"{line} {' '.join(waiting)[:200]}"
            waiting = []
        out.append(fit(line, width, size))
    return out
