"""Reading a backup to its end before anything is done with it: is it ours, whole, unchanged, and for this program?"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from motcua.site.backups import keys
from motcua.site.backups.archive import Damaged, Member, NotABackup, OtherFormat, Reader
from motcua.site.backups.manifest import DEMONSTRATION, NAME, SEALS, SECRETS, Manifest, Progress
from motcua.site.database import known
from motcua.site.launch.failures import BadUse

READING = "Đọc bản sao lưu / reading the backup"
_FILE = re.compile(r"files/([0-9a-f]{64})")
_CHUNK = re.compile(r"tables/([a-z0-9_]+)/([0-9]{6})\.gz")
_BESIDE = (SEALS, *(f"beside/{name}" for name in DEMONSTRATION))


@dataclass(slots=True)
class Backup:
    """A backup that was read to its end and found whole."""

    path: Path
    manifest: Manifest
    # What lies beside a database, by its name in the data folder.
    beside: dict[str, bytes] = field(default_factory=dict)
    box: dict[str, str] | None = None
    box_beside: bytes = b""

    def keys(self, passphrase: str) -> keys.Kept:
        """The keys of the province; raises BadUse for a wrong passphrase."""
        try:
            return keys.unseal(self.box or {}, passphrase, self.box_beside)
        except (keys.WrongPassphrase, KeyError, ValueError) as failure:
            raise BadUse(
                "Mật khẩu của bản sao lưu không đúng; không có gì bị thay đổi.",
                "The passphrase of the backup is wrong; nothing was changed.",
            ) from failure


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what may be wrong with the file into a sentence."""
    try:
        yield
    except NotABackup as failure:
        raise BadUse(
            f"{path} không phải là bản sao lưu của Một Cửa; không có gì bị thay đổi.",
            f"{path} is not a backup of Một Cửa; nothing was changed.",
        ) from failure
    except OtherFormat as failure:
        raise BadUse(
            f"Bản sao lưu {path} có định dạng {failure} mà chương trình này không đọc được; "
            "hãy dùng phiên bản chương trình đã tạo ra nó. Không có gì bị thay đổi.",
            f"The backup {path} has the format {failure}, which this program cannot read; "
            "use the version of the program that made it. Nothing was changed.",
        ) from failure
    except Damaged as failure:
        raise BadUse(
            f"Bản sao lưu {path} bị cắt cụt hoặc đã bị sửa; không có gì bị thay đổi. Hãy dùng một bản khác.",
            f"The backup {path} was cut or changed; nothing was changed here. Use another one.",
        ) from failure
    except FileNotFoundError as failure:
        raise BadUse(f"Không có tệp {path}.", f"There is no file {path}.") from failure


def read(path: Path, progress: Progress) -> Backup:
    """Read the whole file; raises BadUse when it is not a whole backup that this program can restore."""
    with sentences(path), path.open("rb") as file:
        backup = _read(path, file, progress)
    _check_known(backup.manifest)
    return backup


def _read(path: Path, file: IO[bytes], progress: Progress) -> Backup:
    size = path.stat().st_size
    reader = Reader(file)
    manifest: Manifest | None = None
    beside: dict[str, bytes] = {}
    sealed: tuple[dict[str, str], bytes] | None = None
    texts = _Texts()
    files = 0
    for member in reader.members():
        if found := _FILE.fullmatch(member.name):
            _check_content(member, found[1])
            files += 1
        elif found := _CHUNK.fullmatch(member.name):
            texts.take(found[1], member)
        elif member.name in _BESIDE:
            beside[member.name.removeprefix("beside/")] = member.content()
        elif member.name == NAME and manifest is None:
            manifest = _manifest(member)
        elif member.name == SECRETS:
            sealed = member.note(), member.before
        else:
            raise Damaged(member.name)
        progress(READING, reader.position // 1_000_000, size // 1_000_000)
    if manifest is None or files != manifest.files or not texts.are_those_of(manifest):
        raise Damaged(NAME)
    box, box_beside = sealed or (None, b"")
    return Backup(path, manifest, beside, box, box_beside)


def _manifest(member: Member) -> Manifest:
    try:
        return Manifest.read(member.note())
    except (TypeError, KeyError, ValueError) as failure:
        raise Damaged(member.name) from failure


def _check_content(member: Member, digest: str) -> None:
    hashed = sha256()
    for part in member.parts():
        hashed.update(part)
    if hashed.hexdigest() != digest:
        raise Damaged(member.name)


class _Texts:
    """The hash and the number of rows of each table's text, as they are read."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, int, str]] = {}
        self._name = ""
        self._hash = sha256()
        self._rows = 0
        self._chunks = 0

    def take(self, name: str, member: Member) -> None:
        """Another piece of a table; the pieces of one table stand together."""
        if name != self._name:
            self._close()
            self._name, self._hash, self._rows, self._chunks = name, sha256(), 0, 0
        chunk = text_of(member)
        self._hash.update(chunk)
        self._rows += chunk.count(b"\n")
        self._chunks += 1

    def are_those_of(self, manifest: Manifest) -> bool:
        """Whether these were the tables that the manifest names, no more and no fewer."""
        self._close()
        nothing = (0, 0, sha256().hexdigest())
        told = {table.name: (table.rows, table.chunks, table.sha256) for table in manifest.tables}
        return set(self._found) <= set(told) and all(
            self._found.get(name, nothing) == values for name, values in told.items()
        )

    def _close(self) -> None:
        if self._name:
            self._found[self._name] = (self._rows, self._chunks, self._hash.hexdigest())


def text_of(member: Member) -> bytes:
    """The text of a piece of a table."""
    try:
        return gzip.decompress(member.content())
    except (OSError, EOFError, zlib.error) as failure:
        raise Damaged(member.name) from failure


def _check_known(manifest: Manifest) -> None:
    unknown = [name for name in manifest.migrations if name not in known()]
    if unknown:
        raise BadUse(
            f"Bản sao lưu do phiên bản mới hơn ({manifest.program}) tạo ra: chương trình này không biết "
            f"{len(unknown)} bước nâng cấp của nó ({'.'.join(unknown[0])}, …). Hãy cập nhật chương trình trước.",
            f"The backup was made by a newer version ({manifest.program}): this program does not know "
            f"{len(unknown)} of its migrations ({'.'.join(unknown[0])}, …). Update the program first.",
        )


def contents(backup: Backup) -> Iterator[Member]:
    """The members once more, for who restores; raises Damaged if the file has changed since it was read."""
    with backup.path.open("rb") as file:
        yield from Reader(file).members()
