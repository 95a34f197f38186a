"""A scenario's folder: YAML and Markdown and media ↔ one `Scenario`, with the place of every node.

`read_files` takes what the folder holds as a mapping of relative names to bytes, so that the same reader serves the
command line, an upload and the web editor's draft. `to_files` writes a scenario anew; `write_back` changes only the
files and nodes that differ, so comments and layout of an author survive an edit."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any, get_args

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from .findings import Finding
from .model import Media, Scenario
from .schema import Path, Reader, fields_of, plain
from .text import CODE, Place, Text
from .tree import decode, dump, load

HEAD = "scenario.yaml"
MAX_MEDIA = 8_000_000  # bytes of one media file: a phone on a slow network has to fetch it
MAX_FOLDER = 64_000_000
MAX_FILES = 4000
MEDIA_KINDS = {".png", ".jpg", ".jpeg", ".webp", ".svg", ".mp3", ".ogg", ".mp4", ".webm", ".pdf"}
_BODIES = {"injects": "body", "cases": "vignette"}  # list → field kept in <list>/<code>.<language>.md
LISTS = {item.name: item.metadata["file"] for item in dataclasses.fields(Scenario) if "file" in item.metadata}
PAGES = tuple(item.name for item in dataclasses.fields(Scenario) if "page" in item.metadata)


@dataclasses.dataclass(frozen=True)
class Loaded:
    """What reading gave. `scenario` is None when the schema does not hold; `findings` then says why."""

    scenario: Scenario | None
    findings: tuple[Finding, ...]
    places: Mapping[Path, Place]
    files: Mapping[str, bytes]

    def place(self, *path: str | int) -> Place:
        """The line of a node, or of its nearest parent that has one."""
        for end in range(len(path), -1, -1):
            found = self.places.get(path[:end])
            if found:
                return found
        return Place(HEAD, 1)


def read_folder(folder: str | os.PathLike[str]) -> dict[str, bytes]:
    """Relative name → bytes of everything in the folder. Hidden files and links are passed over.

    Raises OSError when the folder can't be read and ValueError when it is larger than a scenario may be."""
    root = FilePath(folder)
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    files: dict[str, bytes] = {}
    total = 0
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in name.split("/")):
            continue
        total += path.stat().st_size
        if total > MAX_FOLDER or len(files) >= MAX_FILES:
            raise ValueError(f"{root} holds more than {MAX_FOLDER // 1_000_000} MB or {MAX_FILES} files")
        files[name] = path.read_bytes()
    return files


def read_files(files: Mapping[str, bytes]) -> Loaded:
    """Reads a whole folder; never raises on what the files hold."""
    reader = Reader()
    if HEAD not in files:
        reader.say(Place(HEAD, 1), "folder.head", "The file scenario.yaml is missing.", "Begin with it.")
        return Loaded(None, tuple(reader.findings), {}, files)
    head, findings = load(HEAD, files[HEAD])
    reader.findings += findings
    record = reader.read(Scenario, head, (), Place(HEAD, 1)) if not findings else None
    used = {HEAD}
    parts: dict[str, Any] = {}
    hints = fields_of(Scenario)
    for name, file in LISTS.items():
        if file in files:
            used.add(file)
            parts[name] = _read_list(reader, get_args(hints[name][0])[0], name, file, files[file])
    for name in PAGES:
        parts[name] = _read_page(reader, files, name, (name,), used)
    for name, body in _BODIES.items():
        if parts.get(name):
            parts[name] = tuple(_with_body(reader, files, name, body, item, used) for item in parts[name])
    parts["media"] = _read_media(reader, files, used)
    for stray in sorted(set(files) - used):
        reader.findings.append(_stray(stray))
    whole = not any(value is None for value in parts.values())
    scenario = dataclasses.replace(record, **parts) if record is not None and whole else None
    return Loaded(scenario, tuple(reader.findings), reader.places, files)


def _read_list(reader: Reader, kind: Any, name: str, file: str, data: bytes) -> Any:
    tree, findings = load(file, data)
    reader.findings += findings
    if findings:
        return None
    before = len(reader.findings)
    value = reader.read(tuple[kind, ...], tree, (name,), Place(file, 1))
    return value if len(reader.findings) == before else None


def _read_page(reader: Reader, files: Mapping[str, bytes], stem: str, path: Path, used: set[str]) -> Text:
    """`stem`.<language>.md of every language there is, in alphabetical order."""
    by = []
    for name in sorted(files):
        front, _, ending = name.rpartition("/")
        parts = ending.split(".")
        if f"{front}/{parts[0]}".lstrip("/") != stem or len(parts) != 3 or parts[2] != "md":
            continue
        used.add(name)
        text, finding = decode(name, files[name])
        if finding:
            reader.findings.append(finding)
            continue
        reader.places[(*path, parts[1])] = Place(name, 1)
        by.append((parts[1], text.replace("\r\n", "\n")))
    return Text(tuple(by))


def _with_body(reader: Reader, files: Mapping[str, bytes], folder: str, body: str, item: Any, used: set[str]) -> Any:
    written = _read_page(reader, files, f"{folder}/{item.code}", (folder, item.code, body), used)
    return dataclasses.replace(item, **{body: written})


def _read_media(reader: Reader, files: Mapping[str, bytes], used: set[str]) -> tuple[Media, ...]:
    found = []
    for name in sorted(files):
        if not name.startswith("media/"):
            continue
        used.add(name)
        size = len(files[name])
        if FilePath(name).suffix.lower() not in MEDIA_KINDS:
            reader.say(
                Place(name, 1),
                "media.kind",
                "This kind of file can't be shown on a station.",
                f"Use one of: {', '.join(sorted(MEDIA_KINDS))}.",
            )
        elif size > MAX_MEDIA:
            reader.say(
                Place(name, 1),
                "media.large",
                f"The file has {size / 1e6:.1f} MB.",
                "Make it smaller than 8 MB: phones fetch it over a weak network.",
            )
        else:
            found.append(Media(name.removeprefix("media/"), hashlib.sha256(files[name]).hexdigest(), size))
    return tuple(found)


def _stray(name: str) -> Finding:
    folder, _, ending = name.rpartition("/")
    parts = ending.split(".")
    if folder in _BODIES and len(parts) == 3 and parts[2] == "md" and CODE.match(parts[0]):
        return Finding(
            Place(name, 1),
            "error",
            "folder.stray",
            f"No entry of {folder}.yaml has the code '{parts[0]}'.",
            f"Correct the file's name or add the entry to {folder}.yaml.",
        )
    return Finding(
        Place(name, 1),
        "warning",
        "folder.stray",
        "This file belongs to no part of a scenario.",
        "Remove it, or name it as the format says.",
    )


def content_hash(scenario: Scenario) -> str:
    """SHA-256 over all that a reviewer reads: every file as written anew, without the reviewers' own names."""
    whole = to_files(dataclasses.replace(scenario, reviewers=()))
    digest = hashlib.sha256()
    for name in sorted(whole):
        digest.update(f"{name}\x00{hashlib.sha256(whole[name]).hexdigest()}\n".encode())
    for item in scenario.media:
        digest.update(f"media/{item.file}\x00{item.sha256}\n".encode())
    return digest.hexdigest()


def _plain_files(scenario: Scenario) -> dict[str, Any]:
    """File name → plain tree (YAML) or str (Markdown), media left out."""
    trees: dict[str, Any] = {HEAD: plain(Scenario, scenario)}
    hints = fields_of(Scenario)
    for name, file in LISTS.items():
        rows = []
        for item in getattr(scenario, name):
            body = _BODIES.get(name)
            if body:
                for language, words in getattr(item, body).by:
                    trees[f"{name}/{item.code}.{language}.md"] = words
                item = dataclasses.replace(item, **{body: Text()})
            rows.append(plain(get_args(hints[name][0])[0], item))
        if rows:
            trees[file] = rows
    for name in PAGES:
        for language, words in getattr(scenario, name).by:
            trees[f"{name}.{language}.md"] = words
    return trees


def to_files(scenario: Scenario) -> dict[str, bytes]:
    """The folder's text files written anew. `read_files` of them (with the media) gives the same scenario."""
    return {
        name: tree.encode() if isinstance(tree, str) else dump(tree) for name, tree in _plain_files(scenario).items()
    }


def to_plain(scenario: Scenario) -> dict[str, Any]:
    """The whole scenario as JSON values, media by name and hash. `of_plain` of it is the same scenario."""
    return {**_plain_files(scenario), "media": [[item.file, item.sha256, item.size] for item in scenario.media]}


def of_plain(kept: Mapping[str, Any]) -> Scenario:
    """The scenario that `to_plain` wrote; much quicker than reading YAML. Raises ValueError when it is another's."""
    reader = Reader()
    hints = fields_of(Scenario)
    place = Place("kept", 1)
    head = reader.read(Scenario, kept.get(HEAD), (), place)
    parts: dict[str, Any] = {
        name: reader.read(hints[name][0], kept[file], (name,), place) for name, file in LISTS.items() if file in kept
    }
    for name in PAGES:
        parts[name] = _kept_page(kept, name)
    for name, body in _BODIES.items():
        rows = parts.get(name) or ()
        parts[name] = tuple(
            dataclasses.replace(item, **{body: _kept_page(kept, f"{name}/{item.code}")}) for item in rows
        )
    if reader.findings or head is None:
        raise ValueError(f"this is no kept scenario: {reader.findings[:1]}")
    return dataclasses.replace(head, **parts, media=tuple(Media(*item) for item in kept["media"]))


def _kept_page(kept: Mapping[str, Any], stem: str) -> Text:
    front = stem + "."
    names = sorted(name for name in kept if name.startswith(front) and name.endswith(".md"))
    return Text(tuple((name[len(front) : -3], kept[name]) for name in names))


def write_back(files: Mapping[str, bytes], scenario: Scenario) -> dict[str, bytes]:
    """The folder after an edit: unchanged files stay byte for byte, changed YAML keeps its comments and order."""
    before = read_files(files)
    old = _plain_files(before.scenario) if before.scenario else {}
    new = _plain_files(scenario)
    result = {name: data for name, data in files.items() if name in new or name not in old}
    for name, tree in new.items():
        if name in old and old[name] == tree:
            continue
        if isinstance(tree, str):
            result[name] = tree.encode()
        elif name in files and before.scenario:
            written = load(name, files[name])[0]
            result[name] = dump(_merge(written, tree, old.get(name)))
        else:
            result[name] = dump(tree)
    return result


def _merge(written: Any, new: Any, old: Any) -> Any:
    """`written` (with its comments) changed where `new` differs from `old`."""
    if new == old:
        return written
    if isinstance(written, CommentedMap) and isinstance(new, dict) and isinstance(old, dict):
        for key in [key for key in written if key not in new and key in old]:
            del written[key]
        for key, value in new.items():
            written[key] = _merge(written[key], value, old.get(key)) if key in written else value
        return written
    if isinstance(written, CommentedSeq) and isinstance(new, list) and isinstance(old, list):
        kept = {_key(item, index): (written[index], item) for index, item in enumerate(old) if index < len(written)}
        rows = []
        for index, item in enumerate(new):
            match = kept.get(_key(item, index))
            rows.append(_merge(match[0], item, match[1]) if match else item)
        same_order = [_key(item, i) for i, item in enumerate(new)] == [_key(item, i) for i, item in enumerate(old)]
        if same_order:
            for index, item in enumerate(rows):
                written[index] = item
            return written
        del written[:]
        written.extend(rows)
        return written
    return new


def _key(item: Any, index: int) -> Any:
    return item["code"] if isinstance(item, dict) and "code" in item else index
