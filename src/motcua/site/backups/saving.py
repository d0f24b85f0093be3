"""Making a backup: one snapshot of the rows, the contents that they name, while people go on working."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction

from motcua.ground.files import store
from motcua.ground.kernel import seals
from motcua.ground.kernel.refusals import Refused
from motcua.site import secrets
from motcua.site.backups import keys, tables
from motcua.site.backups.archive import Writer
from motcua.site.backups.manifest import DEMONSTRATION, NAME, SEALS, SECRETS, Manifest, Progress
from motcua.site.launch.failures import BadUse
from motcua.site.version import VERSION

ROWS = "Dữ liệu / rows"
FILES = "Tệp đính kèm / attachments"


def save(path: Path, *, passphrase: str | None, progress: Progress) -> Manifest:
    """Write a backup to a new file (0600), whole or not at all; the keys go in only under a passphrase.

    Raises BadUse when the file is there already; OSError when it cannot be written, and then nothing of it is left.
    """
    with _new_file(path) as file, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables.plain_text()
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        writer = Writer(file, program=VERSION, made_at=made_at)
        found = _account(made_at)
        _write_rows(writer, found, progress)
        _write_contents(writer, found, progress)
        _write_beside(writer, found)
        writer.note(NAME, found.plain())
        if passphrase is not None:
            kept = keys.Kept.of(secrets.load(Path(settings.DATA_DIR)))
            writer.note(SECRETS, keys.seal(kept, passphrase, writer.so_far()))
        writer.close()
    return found


def _account(made_at: str) -> Manifest:
    """What there is to tell before the first row; its reading begins the snapshot."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = [(str(app), str(name)) for app, name in cursor.fetchall()]
        cursor.execute("SHOW server_version_num")
        (server,) = cursor.fetchone()
    head = seals.last_head()
    return Manifest(
        program=VERSION,
        made_at=made_at,
        server=int(server),
        migrations=migrations,
        seal=[head.seal_id, head.last_event_id, head.count, head.head.hex()] if head.count else None,
        unsealed=seals.unsealed(),
        marks=keys.Kept.of(secrets.load(Path(settings.DATA_DIR))).marks(),
    )


def _write_rows(writer: Writer, found: Manifest, progress: Progress) -> None:
    found.tables = tables.all_tables()
    expected = sum(table.expected for table in found.tables)
    for table in found.tables:
        for name, content in tables.members_of(table):
            writer.member(name, content)
            progress(ROWS, found.rows, max(expected, found.rows))
    progress(ROWS, found.rows, found.rows)
    # After the rows: what was drawn since leaves a gap, which a sequence may have; before them it could repeat.
    found.sequences = tables.sequences()


def _write_contents(writer: Writer, found: Manifest, progress: Progress) -> None:
    digests = list(tables.digests())
    for number, digest in enumerate(digests, start=1):
        content = _content(digest)
        if content is None:
            found.missing.append(digest)
            continue
        writer.member(f"files/{digest}", content)
        found.files += 1
        found.file_bytes += len(content)
        progress(FILES, number, len(digests))


def _content(digest: str) -> bytes | None:
    """The content under this hash, at most settings.ATTACHMENT_MAX_BYTES; None when it is gone or another."""
    try:
        with store.open_content(digest) as reading:
            content = reading.read()
    except Refused:
        return None
    return content if sha256(content).hexdigest() == digest else None


def _write_beside(writer: Writer, found: Manifest) -> None:
    """The seals' heads that are kept outside the database, as they stand there up to the snapshot's newest."""
    path = Path(settings.SEALS_FILE)
    newest = found.seal[0] if found.seal else 0
    if path.exists():
        lines = path.read_bytes().splitlines(keepends=True)
        writer.member(SEALS, b"".join(line for line in lines if not _is_later(line, newest)))
    for name in DEMONSTRATION:
        beside = Path(settings.DATA_DIR) / name
        if beside.exists():
            writer.member(f"beside/{name}", beside.read_bytes())


def _is_later(line: bytes, newest: int) -> bool:
    # A line that somebody has damaged goes along: it is evidence.
    number = line.split(b" ", 1)[0]
    return not line.endswith(b"\n") or (number.isdigit() and int(number) > newest)


@contextmanager
def _new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is whole and on the disk, and of which else nothing is left."""
    if path.exists():
        raise BadUse(
            f"{path} đã có; hãy đặt tên khác cho bản sao lưu.",
            f"{path} exists; give the backup another name.",
        )
    if not path.parent.is_dir():
        raise BadUse(f"Không có thư mục {path.parent}.", f"There is no folder {path.parent}.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb", buffering=1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # Unlike a renaming, a link takes no name that somebody has given meanwhile.
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
