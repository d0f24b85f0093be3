"""The form of a backup: a tar that any program opens, closed by the hash of all that stands before its last member.

So a file that was cut, or in which one byte has changed, is known before anything is read from it in earnest.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import IO, Any

BLOCK = 512
PART = 1 << 20
FORMAT = 1
BEGINNING = "motcua.json"
END = "end.json"
# What is read into memory whole; a list of migrations and tables is far below it.
MOST_BYTES_OF_A_NOTE = 64_000_000


class NotABackup(Exception):
    """The file does not begin as a backup does."""


class Damaged(Exception):
    """The file was cut or changed after it was written."""


class OtherFormat(Exception):
    """The file was written in a format that this program does not know; its number."""


class Writer:
    """Writes member after member and hashes all of it."""

    def __init__(self, file: IO[bytes], *, program: str, made_at: str) -> None:
        self._file = file
        self._hash = sha256()
        self.note(BEGINNING, {"format": FORMAT, "program": program, "made_at": made_at})

    def member(self, name: str, content: bytes) -> None:
        """Add a member."""
        about = tarfile.TarInfo(name)
        about.size, about.mode = len(content), 0o600
        self._write(about.tobuf(tarfile.USTAR_FORMAT))
        self._write(content)
        self._write(bytes(-len(content) % BLOCK))

    def note(self, name: str, values: Any) -> None:
        """Add a member that is JSON."""
        self.member(name, json.dumps(values, ensure_ascii=False, indent=1).encode())

    def so_far(self) -> bytes:
        """The hash of all that was written until now."""
        return self._hash.digest()

    def close(self) -> None:
        """Write the end; without it the file is no backup."""
        self.note(END, {"sha256": self._hash.hexdigest()})
        self._write(bytes(2 * BLOCK))

    def _write(self, content: bytes) -> None:
        self._hash.update(content)
        self._file.write(content)


class Member:
    """One member while it is the reader's next: its name, its size in bytes, the hash of all before it."""

    def __init__(self, name: str, size: int, before: bytes, take: Callable[[int], bytes]) -> None:
        self.name = name
        self.size = size
        self.before = before
        self._take = take
        self._left = size

    def parts(self) -> Iterator[bytes]:
        """The content that is left, piece by piece."""
        while self._left:
            part = self._take(min(PART, self._left))
            self._left -= len(part)
            yield part

    def content(self) -> bytes:
        """The whole content; raises Damaged for one that no member read this way can have."""
        if self.size > MOST_BYTES_OF_A_NOTE:
            raise Damaged(self.name)
        return b"".join(self.parts())

    def note(self) -> Any:
        """The content as JSON."""
        try:
            return json.loads(self.content())
        except ValueError as failure:
            raise Damaged(self.name) from failure


class Reader:
    """Reads member after member; after the last one the whole file is known to be what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = sha256()
        self.position = 0

    def members(self) -> Iterator[Member]:
        """All members but the first and the last; raises NotABackup, OtherFormat, Damaged."""
        try:
            first = self._next()
        except Damaged as failure:
            raise NotABackup from failure
        if first.name != BEGINNING:
            raise NotABackup
        number = first.note().get("format")
        if number != FORMAT:
            raise OtherFormat(number)
        self._pad(first)
        while (member := self._next()).name != END:
            yield member
            self._pad(member)
        if member.note() != {"sha256": member.before.hex()}:
            raise Damaged(END)
        rest = -member.size % BLOCK + 2 * BLOCK
        if self._file.read(rest + 1) != bytes(rest):
            raise Damaged(END)

    def _next(self) -> Member:
        before = self._hash.digest()
        try:
            about = tarfile.TarInfo.frombuf(self._take(BLOCK), "utf8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError) as failure:
            raise Damaged(str(failure)) from failure
        return Member(about.name, about.size, before, self._take)

    def _pad(self, member: Member) -> None:
        """Read what its user has left of a member, and what fills its last block."""
        for _part in member.parts():
            pass
        self._take(-member.size % BLOCK)

    def _take(self, size: int) -> bytes:
        found = self._file.read(size)
        if len(found) != size:
            raise Damaged("cut")
        self._hash.update(found)
        self.position += size
        return found
