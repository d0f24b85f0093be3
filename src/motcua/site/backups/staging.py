"""What lies beside a database while it is restored: put aside first, moved into its place once the rows are in theirs.

The rows change places in one transaction, the files after it. A machine that dies between the two finds both here at
its next start: the schema's mark says whether the rows came to be, and the files are moved, or thrown away, by that.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from secrets import token_hex

import psycopg

from motcua.site.launch import places
from motcua.site.launch.failures import BadUse
from motcua.site.launch.locks import FileLock

FOLDER = "restoring"
NOTE = "note.json"
FILES = "files"
SEALS = "seals.txt"
_MARK = "SELECT obj_description('public'::regnamespace, 'pg_namespace')"


def lock(data: Path) -> FileLock:
    """One restoring at a time in a data folder, and none while its files are settled."""
    return FileLock(data / "restore.lock")


class Staging:
    """The folder of one restoring; it always holds a file of seals, be it empty: no other journal's may stay."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.folder = data / FOLDER
        self.mark = f"motcua restored {token_hex(16)}"
        (self.folder / FILES).mkdir(mode=0o700, parents=True)
        self.folder.chmod(0o700)
        places.write_private(self.folder / NOTE, json.dumps({"mark": self.mark}))

    def put_file(self, digest: str, content: bytes) -> None:
        """Keep a content for later."""
        folder = self.folder / FILES / digest[:2] / digest[2:4]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / digest, content)

    def put(self, name: str, content: bytes) -> None:
        """Keep a file that lies directly in the data folder."""
        _write(self.folder / name, content)

    def discard(self) -> None:
        """Throw all of it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def settle(data: Path, owner_url: str) -> None:
    """Finish what a restoring that was cut short has left here; raises BadUse while one is under way."""
    folder = data / FOLDER
    if not folder.exists():
        return
    held = lock(data)
    if not held.try_take():
        raise BadUse(
            f"Dữ liệu trong {data} đang được khôi phục; hãy đợi lệnh đó xong.",
            f"The data in {data} is being restored; wait until that command has ended.",
        )
    try:
        note = folder / NOTE
        if note.exists() and json.loads(note.read_text(encoding="ascii"))["mark"] == _mark_of(owner_url):
            move_in(data)
        else:
            shutil.rmtree(folder)
    finally:
        held.release()


def move_in(data: Path) -> None:
    """Move what was put aside into its place; repeated after a crash it goes on where it stopped."""
    folder = data / FOLDER
    for path in sorted((folder / FILES).rglob("*")):
        if path.is_file():
            place = data / path.relative_to(folder)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.rename(place)
    seals = data / SEALS
    if (folder / SEALS).exists() and seals.exists():
        # Those of the journal that was there before are kept: they are evidence of it.
        seals.rename(seals.with_name(f"seals-{time.strftime('%Y%m%d-%H%M%S')}.txt"))
    for path in folder.iterdir():
        if path.is_file() and path.name != NOTE:
            path.rename(data / path.name)
    os.sync()
    shutil.rmtree(folder)


def _mark_of(owner_url: str) -> str | None:
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(_MARK).fetchone()
    return row[0] if row else None


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
