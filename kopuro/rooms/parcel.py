"""A scenario's folder as one file: a ZIP taken in within limits, and written the same way every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from kopuro.core.problems import Problem
from kopuro.rooms.rules.scenario.folder import HEAD, MAX_FILES, MAX_FOLDER

MOST_PACKED = 64_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)


def unpack(data: bytes) -> dict[str, bytes]:
    """Relative name → bytes. The folder may lie at the top of the archive or inside one folder of it.

    Raises Problem `room.parcel` for anything but a sound ZIP with a scenario.yaml, within the limits of a scenario."""
    if len(data) > MOST_PACKED:
        raise _refused("The file is larger than 64 MB. Make pictures and recordings smaller.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _read(archive)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise _refused("This is not a sound ZIP file. Pack the scenario's folder again.", str(error)) from error
    return _at_top(files)


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if len(entries) > MAX_FILES:
        raise _refused(f"The ZIP holds more than {MAX_FILES} files.")
    files: dict[str, bytes] = {}
    left = MAX_FOLDER
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        parts = name.split("/")
        if any(part.startswith(".") or part == "__MACOSX" for part in parts):
            continue
        if name.startswith("/") or ":" in parts[0] or len(name) > 200 or name in files:
            raise _refused("A file in the ZIP has a name that is not possible in a scenario.", name[:80])
        with archive.open(entry) as stream:  # counted while reading: the size written in a ZIP may lie
            held = stream.read(left + 1)
        left -= len(held)
        if left < 0:
            raise _refused("The ZIP would unpack to more than 64 MB.")
        files[name] = held
    return files


def _at_top(files: dict[str, bytes]) -> dict[str, bytes]:
    if HEAD in files:
        return files
    tops = {name.split("/", 1)[0] for name in files}
    if len(tops) == 1 and f"{(top := next(iter(tops)))}/{HEAD}" in files:
        return {name.removeprefix(f"{top}/"): data for name, data in files.items()}
    raise _refused("There is no scenario.yaml in the ZIP. Pack the folder of one scenario.")


def pack(files: Mapping[str, bytes], folder: str) -> bytes:
    """The folder as a ZIP; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def _refused(sentence: str, detail: str = "") -> Problem:
    return Problem("room.parcel", sentence, detail=detail)
