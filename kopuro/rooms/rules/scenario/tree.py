"""YAML read so that every node knows its line, and can be written back as it was."""

from __future__ import annotations

import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .findings import Finding
from .text import Place

MAX_FILE = 1_000_000  # bytes of one YAML or Markdown file
_DEPTH = 40


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000  # never re-wrap what an author wrote on one line
    yaml.indent(mapping=2, sequence=2, offset=0)
    return yaml


def decode(name: str, data: bytes) -> tuple[str, Finding | None]:
    """UTF-8 text of a file of the folder, or what is wrong with it."""
    if len(data) > MAX_FILE:
        return "", Finding(
            Place(name, 1), "error", "file.large", f"The file has {len(data):,} bytes.", "Split it below 1 MB."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        return "", Finding(
            Place(name, line), "error", "file.encoding", "The file is not UTF-8 text.", "Save it again as UTF-8."
        )
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        return "", Finding(
            Place(name, line), "error", "file.encoding", "The file holds a zero byte.", "Save it again as plain text."
        )
    return text, None


def load(name: str, data: bytes) -> tuple[Any, list[Finding]]:
    """The tree of one YAML file, its maps and lists knowing their lines; None and the reasons when it can't be read."""
    text, finding = decode(name, data)
    finding = finding or _too_deep(name, text)
    if finding:
        return None, [finding]
    try:
        tree = _yaml().load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        said = (problem.problem or "it cannot be read").strip().split("\n")[0]
        line = mark.line + 1 if mark else 1
        wrong = f"This is not valid YAML: {said}."
        return None, [
            Finding(Place(name, line), "error", "file.yaml", wrong, "Check indentation, quotes and repeated keys.")
        ]
    except (YAMLError, RecursionError, ValueError, OverflowError) as problem:
        said = str(problem).strip().split("\n")[0][:120] or type(problem).__name__
        return None, [
            Finding(Place(name, 1), "error", "file.yaml", f"This is not valid YAML: {said}.", "Write it more plainly.")
        ]
    shape = _refused_shape(name, tree)
    return (None, [shape]) if shape else (tree, [])


def _too_deep(name: str, text: str) -> Finding | None:
    """Depth seen before the reader starts: the reader needs time that grows with the square of it."""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        for sign in line:
            depth = max(0, depth + (sign in "[{") - (sign in "]}"))
            if depth > _DEPTH:
                return Finding(Place(name, number), "error", "file.deep", "The file nests too deeply.", "Flatten it.")
        lead = len(line) - len(line.lstrip(" -?\t"))
        if lead > 4 * _DEPTH:
            return Finding(Place(name, number), "error", "file.deep", "The line is indented too far.", "Flatten it.")
    return None


def _refused_shape(name: str, tree: Any) -> Finding | None:
    """Anchors that repeat a whole branch and depth without end: an author needs neither, an attacker does."""
    seen: set[int] = set()
    waiting: list[tuple[Any, int, int]] = [(tree, 0, 1)]
    while waiting:
        node, depth, line = waiting.pop()
        if not isinstance(node, CommentedMap | CommentedSeq):
            continue
        line = node.lc.line + 1 if node.lc.line is not None else line
        if id(node) in seen or (isinstance(node, CommentedMap) and node.merge):
            return Finding(
                Place(name, line), "error", "file.anchor", "A branch is repeated by an anchor.", "Write it out in full."
            )
        if depth > _DEPTH:
            return Finding(Place(name, line), "error", "file.deep", "The file nests too deeply.", "Flatten it.")
        seen.add(id(node))
        children = node.values() if isinstance(node, CommentedMap) else node
        waiting.extend((child, depth + 1, line) for child in children)
    return None


def line_of(node: Any, key: Any, otherwise: int) -> int:
    """Line of the value under `key` of a map or list, counted from 1."""
    position = getattr(getattr(node, "lc", None), "data", None) or {}
    found = position.get(key)
    return found[0] + 1 if found else otherwise


def dump(tree: Any) -> bytes:
    out = io.StringIO()
    _yaml().dump(tree, out)
    return out.getvalue().encode()
