"""One reader and one writer for all the frozen dataclasses of a scenario: their type hints are the schema."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import types
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .findings import Finding
from .text import CODE, Code, Place, Seconds, Text, seconds_of, written_seconds
from .tree import line_of

Path = tuple[str | int, ...]


@functools.cache
def fields_of(kind: type) -> dict[str, tuple[Any, dataclasses.Field[Any]]]:
    """Name → (type, field) of a dataclass, in order."""
    hints = get_type_hints(kind)
    return {item.name: (hints[item.name], item) for item in dataclasses.fields(kind)}


def is_required(item: dataclasses.Field[Any]) -> bool:
    return item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING


class Reader:
    """Turns trees into values and gathers findings and the place of every node. One reader for one folder."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.places: dict[Path, Place] = {}

    def say(self, place: Place, code: str, wrong: str, mend: str) -> None:
        self.findings.append(Finding(place, "error", code, wrong, mend))

    def read(self, kind: Any, node: Any, path: Path, place: Place) -> Any:
        """The value of type `kind` at `node`; None when it is wrong (a finding says why)."""
        self.places.setdefault(path, place)
        origin = get_origin(kind)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind is not Text:
            return self._record(kind, node, path, place)
        if origin in (types.UnionType, Union):
            inner = next(part for part in get_args(kind) if part is not type(None))
            return None if node is None else self.read(inner, node, path, place)
        if origin is tuple:
            item = get_args(kind)[0]
            if get_origin(item) is tuple and len(get_args(item)) == 2 and get_args(item)[1] is not Ellipsis:
                return self._pairs(item, node, path, place)
            return self._list(item, node, path, place)
        if origin is Literal:
            return self._choice(get_args(kind), node, place)
        return self._scalar(kind, node, path, place)

    def _record(self, kind: type, node: Any, path: Path, place: Place) -> Any:
        if not isinstance(node, Mapping):
            wanted = ", ".join(fields_of(kind))
            self.say(place, "schema.map", f"Here stands {_seen(node)}.", f"Write keys and values: {wanted}.")
            return None
        fields = {
            name: (hint, item)
            for name, (hint, item) in fields_of(kind).items()
            if not ({"file", "page", "derived"} & set(item.metadata))
        }
        values: dict[str, Any] = {}
        broken = False
        for key in node:
            if key not in fields:
                near = difflib.get_close_matches(str(key), fields, n=1)
                mend = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(fields)}."
                where = Place(place.file, line_of(node, key, place.line))
                self.say(where, "schema.key", f"The key '{str(key)[:60]}' is not known here.", mend)
                broken = True
        for name, (hint, item) in fields.items():
            if name not in node:
                if is_required(item):
                    self.say(place, "schema.missing", f"The key '{name}' is missing.", f"Add '{name}:'.")
                    broken = True
                continue
            where = Place(place.file, line_of(node, name, place.line))
            before = len(self.findings)
            values[name] = self.read(hint, node[name], (*path, name), where)
            broken = broken or len(self.findings) > before
        return None if broken else kind(**values)

    def _list(self, kind: Any, node: Any, path: Path, place: Place) -> Any:
        if node is None:
            return ()
        if not isinstance(node, Sequence) or isinstance(node, str | bytes):
            self.say(place, "schema.list", f"Here stands {_seen(node)}.", "Write a list, each item after a '-'.")
            return None
        result = []
        codes: dict[str, int] = {}
        for index, item in enumerate(node):
            where = Place(place.file, line_of(node, index, place.line))
            name: str | int = index
            if isinstance(item, Mapping) and isinstance(item.get("code"), str):
                name = str(item["code"])
                if name in codes:
                    self.say(
                        where,
                        "schema.twice",
                        f"The code '{name}' stands twice (also in line {codes[name]}).",
                        "Give one of them another code.",
                    )
                    continue
                codes[name] = where.line
            value = self.read(kind, item, (*path, name), where)
            if value is not None:
                result.append(value)
        return tuple(result)

    def _pairs(self, item: Any, node: Any, path: Path, place: Place) -> Any:
        if not isinstance(node, Mapping):
            self.say(place, "schema.map", f"Here stands {_seen(node)}.", "Write 'code: value' pairs.")
            return None
        result = []
        for key, value in node.items():
            where = Place(place.file, line_of(node, key, place.line))
            left = self._scalar(Code, key, path, where)
            right = self.read(get_args(item)[1], value, (*path, str(key)), where)
            if left is not None and right is not None:
                result.append((left, right))
        return tuple(result)

    def _choice(self, allowed: tuple[Any, ...], node: Any, place: Place) -> Any:
        if node in allowed and isinstance(node, str):
            return str(node)
        self.say(
            place,
            "schema.choice",
            f"{_seen(node)} is not possible here.",
            f"Choose one of: {', '.join(map(str, allowed))}.",
        )
        return None

    def _scalar(self, kind: Any, node: Any, path: Path, place: Place) -> Any:
        if kind is Text:
            return self._text(node, path, place)
        if kind is Code:
            if isinstance(node, str) and CODE.match(node):
                return Code(str(node))
            self.say(
                place,
                "schema.code",
                f"{_seen(node)} is not a code.",
                "Use lower-case Latin letters, digits and hyphens, beginning with a letter (at most 48).",
            )
            return None
        if kind is Seconds:
            length = seconds_of(node) if isinstance(node, str) else None
            if length is None:
                self.say(
                    place, "schema.duration", f"{_seen(node)} is not a duration.", "Write it like 45s, 6m or 1h10m."
                )
            return length
        if kind is bool and isinstance(node, bool):
            return bool(node)
        if kind is int and isinstance(node, int) and not isinstance(node, bool) and abs(node) < 2**53:
            return int(node)
        if kind is float and isinstance(node, int | float) and not isinstance(node, bool) and abs(node) < 1e9:
            return float(node)
        if kind is str and isinstance(node, str):
            return str(node)
        wanted = {bool: "true or false", int: "a whole number", float: "a number", str: "words in quotes"}[kind]
        self.say(place, "schema.type", f"Here stands {_seen(node)}.", f"Write {wanted}.")
        return None

    def _text(self, node: Any, path: Path, place: Place) -> Any:
        if not isinstance(node, Mapping) or not node:
            self.say(place, "schema.text", f"Here stands {_seen(node)}.", "Write one line per language: 'en: …'.")
            return None
        by = []
        for key, value in node.items():
            where = Place(place.file, line_of(node, key, place.line))
            if not isinstance(key, str) or not isinstance(value, str):
                self.say(
                    where,
                    "schema.text",
                    "Words are missing here.",
                    "Write 'en: \"…\"'; words with a comma or a colon need the quotes.",
                )
                return None
            self.places.setdefault((*path, str(key)), where)
            by.append((str(key), str(value)))
        return Text(tuple(by))


def _seen(node: Any) -> str:
    if node is None:
        return "Nothing"
    if isinstance(node, Mapping):
        return "a map of keys"
    if isinstance(node, Sequence) and not isinstance(node, str | bytes):
        return "a list"
    written = str(node)
    return f"'{written[:60]}{'…' if len(written) > 60 else ''}'"


def plain(kind: Any, value: Any) -> Any:
    """The value as maps, lists and scalars for YAML or JSON: what `Reader.read` turns back into the same value.

    Fields that equal their default are left out, and so are fields that live in files of their own."""
    origin = get_origin(kind)
    if kind is Text:
        return value.plain()
    if dataclasses.is_dataclass(kind):
        record = {}
        for name, (hint, item) in fields_of(kind).items():  # type: ignore[arg-type]
            held = getattr(value, name)
            if {"file", "page", "derived"} & set(item.metadata) or (not is_required(item) and held == item.default):
                continue
            record[name] = plain(hint, held)
        return record
    if origin in (types.UnionType, Union):
        inner = next(part for part in get_args(kind) if part is not type(None))
        return None if value is None else plain(inner, value)
    if origin is tuple:
        item = get_args(kind)[0]
        if get_origin(item) is tuple and len(get_args(item)) == 2 and get_args(item)[1] is not Ellipsis:
            return {left: plain(get_args(item)[1], right) for left, right in value}
        return [plain(item, part) for part in value]
    if kind is Seconds:
        return written_seconds(value)
    return value
