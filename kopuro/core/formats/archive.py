"""ZIP containers (DOCX, XLSX, ODT, ODS) opened under limits: members are counted, weighed and read with a cap."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from kopuro.core.formats.shape import MEBIBYTE, Limits
from kopuro.core.problems import Problem

SMALL = 10 * MEBIBYTE


def damaged(detail: str) -> Problem:
    return Problem(
        "intake.damaged",
        "The file is damaged or was cut off. Open it in the program it was made with, save it again and try once more.",
        detail=detail,
    )


def bomb(detail: str) -> Problem:
    return Problem(
        "intake.archive_bomb",
        "The file unpacks to far more than a document holds, so it was not opened. Save it again in the program it "
        "was made with, or ask its sender for another copy.",
        detail=detail,
    )


def encrypted() -> Problem:
    return Problem(
        "intake.encrypted",
        "The file is protected by a password. Save a copy without the password and add that.",
    )


class Archive:
    """A ZIP whose members are read whole, as bytes, each within what the limits leave."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error) as error:
            raise damaged(f"zip: {error}") from error
        members = self._zip.infolist()
        if len(members) > limits.max_members:
            raise bomb(f"{len(members)} members")
        total = sum(member.file_size for member in members)
        if total > limits.max_unpacked:
            raise bomb(f"{total} bytes unpacked")
        for member in members:
            if member.flag_bits & 1:
                raise encrypted()
            if member.file_size > SMALL and member.file_size > limits.max_ratio * max(member.compress_size, 1):
                raise bomb(f"{member.filename}: {member.compress_size} packed, {member.file_size} unpacked")
        self.names = frozenset(member.filename for member in members)
        self._left = limits.max_unpacked

    def read(self, name: str) -> bytes:
        """The member's bytes; raises `intake.damaged` when missing or broken, `intake.archive_bomb` past the limit."""
        try:
            with self._zip.open(name) as member:
                data = member.read(self._left + 1)
        except KeyError as error:
            raise damaged(f"no member {name}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise damaged(f"member {name}: {error}") from error
        except RuntimeError as error:
            raise encrypted() from error
        self._left -= len(data)
        if self._left < 0:
            raise bomb(f"member {name} is larger than it says")
        return data

    def xml(self, name: str, *, doctype: bool = False) -> bytes:
        """Like `read`, for an XML part; a part that declares entities is refused, as office files never do.

        `doctype` allows a bare document type, which old OpenDocument manifests carry.
        """
        data = self.read(name)
        plain = data.replace(b"\x00", b"") if b"\x00" in data[:200] else data
        if b"<!ENTITY" in plain or (b"<!DOCTYPE" in plain and not doctype):
            raise Problem(
                "intake.unsafe",
                "The file tries to load other files while it is read, so it was not opened. Ask its sender for a "
                "clean copy.",
                detail=f"DTD in {name}",
            )
        return data
