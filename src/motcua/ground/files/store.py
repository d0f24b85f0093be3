"""Keeping files by the hash of their content: whole or not at all, and once, however often they come."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from motcua.ground.files import rules
from motcua.ground.files.rules import HEAD, Refusal
from motcua.ground.kernel.refusals import Refused

CHUNK = 65_536
MEGABYTE = 1_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")
# A sweep goes through one of these parts: the folder of the hashes that begin with its number.
PARTS = 256
_FULL = (errno.ENOSPC, errno.EDQUOT)


# Which of these hashes something is attached to: the packages above know.
Attached = Callable[[Sequence[str]], Collection[str]]


class Stream(Protocol):
    """Anything that is read piece by piece."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is kept: the hash of its content (hex), the name it shows, its type, its size in bytes."""

    digest: str
    name: str
    media_type: str
    size: int


def put(stream: Stream, name: str) -> Stored:
    """Keep what the stream gives, and say under which hash.

    Raises Refused: empty, too large, a kind that is not kept (by its content, not its name), disk full.
    """
    try:
        with _incoming() as (path, writing):
            digest, size, head = _copy(stream, writing, name)
            media_type = rules.media_type_of(head, writing)
            if media_type is None:
                raise rules.refused(Refusal.TYPE_REFUSED, name)
            writing.flush()
            os.fsync(writing.fileno())
            _settle(path, _place(digest))
    except OSError as error:
        if error.errno in _FULL:
            raise Refused(Refusal.DISK_FULL) from error
        raise
    return Stored(digest, rules.safe_name(name, media_type), media_type, size)


def open_content(digest: str) -> IO[bytes]:
    """The content kept under this hash; raises Refused NOT_FOUND."""
    if not _DIGEST.fullmatch(digest):
        raise Refused(Refusal.NOT_FOUND)
    try:
        return _place(digest).open("rb")
    except FileNotFoundError as error:
        raise Refused(Refusal.NOT_FOUND) from error


def is_whole(digest: str) -> bool:
    """Whether the content is there and still has its hash: what a consistency check asks."""
    try:
        with open_content(digest) as reading:
            found = sha256()
            while part := reading.read(CHUNK):
                found.update(part)
    except Refused:
        return False
    return found.hexdigest() == digest


def claim(digest: str) -> bool:
    """Say that this content is wanted still, though no row names it yet; False when it is not there (any more).

    Whoever carries a hash from one request to the next claims it in each: `sweep` leaves what was claimed since.
    """
    if not _DIGEST.fullmatch(digest):
        return False
    try:
        os.utime(_place(digest))
    except FileNotFoundError:
        return False
    return True


def sweep(attached: Attached, *, older_than: timedelta, part: int) -> int:
    """Remove from a part the contents that nothing is attached to and nobody has put or claimed for so long.

    Returns how many. `part` is from 0 to PARTS - 1: whoever sweeps does other things too, and may not be long at it.

    A content is first set aside, out of reach of `claim`, and only then asked about: whoever claimed it before is seen
    by its time, whoever puts it again meanwhile puts it beside. What a killed sweep has set aside the next one judges.
    Two sweeps may meet: what has gone from where it lay is the other's to judge, and to count.
    """
    before = time.time() - older_than.total_seconds()
    _remove_torn(before)
    leaving = _folder() / "leaving"
    leaving.mkdir(mode=0o700, parents=True, exist_ok=True)
    first = f"{part:02x}"
    removed = sum(_leave(path, attached, before) for path in leaving.glob(f"{first}*"))
    for folder in (_folder() / first).glob("[0-9a-f][0-9a-f]"):
        old = [path for path in folder.iterdir() if _is_older(path, before)]
        kept = attached([path.name for path in old]) if old else frozenset[str]()
        for path in old:
            if path.name not in kept:
                aside = leaving / path.name
                try:
                    path.rename(aside)
                except FileNotFoundError:
                    continue
                removed += _leave(aside, attached, before)
    return removed


def _leave(aside: Path, attached: Attached, before: float) -> bool:
    """Remove what was set aside, or put it back when it turns out to be wanted; whether this sweep removed it."""
    unwanted = _is_older(aside, before) and not attached([aside.name])
    try:
        if unwanted:
            aside.unlink()
        else:
            aside.rename(_place(aside.name))
    except FileNotFoundError:
        return False
    return unwanted


def _remove_torn(before: float) -> None:
    """What a killed server was writing is nobody's."""
    for path in (_folder() / "incoming").glob("*"):
        if _is_older(path, before):
            path.unlink(missing_ok=True)


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _copy(stream: Stream, writing: IO[bytes], name: str) -> tuple[str, int, bytes]:
    """Copy and hash; stops as soon as it is too much."""
    limit = settings.ATTACHMENT_MAX_BYTES
    hashed, size, head = sha256(), 0, b""
    while part := stream.read(CHUNK):
        size += len(part)
        if size > limit:
            raise rules.refused(Refusal.TOO_LARGE, name, limit=limit // MEGABYTE)
        head = head if len(head) >= HEAD else head + part[:HEAD]
        hashed.update(part)
        writing.write(part)
    if not size:
        raise rules.refused(Refusal.EMPTY, name)
    writing.flush()
    return hashed.hexdigest(), size, head


@contextmanager
def _incoming() -> Iterator[tuple[Path, IO[bytes]]]:
    """A file of its own (0600) beside the place where it will lie; it goes unless it was settled."""
    folder = _folder() / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(number, "w+b") as writing:
            yield path, writing
    finally:
        path.unlink(missing_ok=True)


def _settle(path: Path, place: Path) -> None:
    """Put the written file in its place at once; the same content that lies there already is as good."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.rename(place)
    # The name in the folder must outlive a crash as the content does.
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _place(digest: str) -> Path:
    return _folder() / digest[:2] / digest[2:4] / digest


def _folder() -> Path:
    return Path(settings.FILES_DIR)
