"""Media: named files exist, hold what their name says, carry no script, and have words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from kopuro.rooms.rules.scenario import Finding, Loaded, Place, Scenario

_BEGINS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".pdf": (b"%PDF-",),
    ".ogg": (b"OggS",),
    ".mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    ".webm": (b"\x1a\x45\xdf\xa3",),
}
_ACTIVE = re.compile(
    rb"<\s*(?:script|foreignobject|iframe|object|embed|handler|animate|set)\b|<!(?:ENTITY|DOCTYPE)|<\?xml-stylesheet"
    rb"|\son[a-z]+\s*=|(?:href|src)\s*=\s*[\"']?\s*(?!#)[a-z]|javascript:|@import|url\(\s*[\"']?\s*(?!#)[a-z]",
    re.IGNORECASE,
)
_SOUND = {".mp3", ".ogg", ".mp4", ".webm"}


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields findings about attachments and the files in media/."""
    known = {item.file for item in scenario.media}
    used = set()
    for inject in scenario.injects:
        for index, attached in enumerate(inject.attachments):
            at = ("injects", inject.code, "attachments", index)
            used.add(attached.file)
            if attached.file not in known:
                yield Finding(
                    loaded.place(*at, "file"),
                    "error",
                    "media.missing",
                    f"There is no file media/{attached.file[:80]}.",
                    "Add it or correct the name.",
                )
            if PurePosixPath(attached.file).suffix.lower() in _SOUND and not attached.transcript:
                yield Finding(
                    loaded.place(*at),
                    "error",
                    "media.transcript",
                    "Sound or film has no words beside it.",
                    "Add a 'transcript'.",
                )
    for item in scenario.media:
        name = f"media/{item.file}"
        if not holds_what_it_says(item.file, loaded.files[name]):
            yield Finding(
                Place(name, 1),
                "error",
                "media.content",
                "The file is not what its name says.",
                "Save it again in that format.",
            )
        if item.file.lower().endswith(".svg"):
            found = _ACTIVE.search(loaded.files[name])
            if found:
                line = loaded.files[name][: found.start()].count(b"\n") + 1
                yield Finding(
                    Place(name, line),
                    "error",
                    "media.active",
                    "The drawing holds a script, an animation, an entity or a link to elsewhere.",
                    "Take it out.",
                )
        if item.file not in used:
            yield Finding(
                Place(name, 1), "warning", "media.unused", "No inject shows this file.", "Attach it or remove it."
            )


def holds_what_it_says(name: str, data: bytes) -> bool:
    """Whether the first bytes fit the ending of the name."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".svg":
        head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return b"<svg" in head and head.startswith((b"<svg", b"<?xml", b"<!--"))
    if suffix == ".webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    if suffix == ".mp4":
        return data[4:8] == b"ftyp"
    return data.startswith(_BEGINS.get(suffix, ()))
