"""Restoring a backup: into a schema and a folder beside those in use, proved there, and only then in their place."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections, transaction

from motcua.ground.kernel import seals
from motcua.site import secrets
from motcua.site.backups import reading, schemas, staging, tables
from motcua.site.backups.archive import Damaged, Member
from motcua.site.backups.keys import Kept
from motcua.site.backups.manifest import Manifest, Progress
from motcua.site.backups.reading import Backup
from motcua.site.backups.staging import Staging
from motcua.site.commands.check import FINDINGS
from motcua.site.launch import province
from motcua.site.launch.databases import Opened
from motcua.site.launch.failures import BadUse

ROWS = "Khôi phục dữ liệu / restoring rows"
PROVING = "Đối chiếu chuỗi niêm phong / proving the chain of seals"
SETTLING_SECONDS = 5.0

_HOLDS = """
SELECT to_regclass('public.django_migrations') IS NOT NULL,
       (SELECT count(*) FROM pg_tables WHERE schemaname = 'public')
"""
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to restore: over what is there, without keys, against what the proof finds."""

    replace: bool = False
    passphrase: str | None = None
    without_keys: bool = False
    despite_findings: bool = False


def restore(path: Path, place: Opened, *, wanted: Wanted, progress: Progress) -> Backup:
    """Put what the backup holds in the place of what is there, all or nothing; raises BadUse.

    Until the last moment nothing that is in use is touched.
    """
    backup = reading.read(path, progress)
    with staging.lock(place.data):
        check_place(place.urls.owner, replace=wanted.replace)
        kept = _keys(backup, place.data, wanted)
        stage = Staging(place.data)
        is_in_use = False
        try:
            _stage_beside(stage, backup, kept, province.identity(place))
            with schemas.aside():
                _load(backup, stage, progress)
                _prove(backup, stage, wanted, progress)
                schemas.migrate_on()
                _wait_for_nobody(place.urls.owner)
                schemas.take_into_use(stage.mark)
                is_in_use = True
        finally:
            if not is_in_use:
                stage.discard()
        staging.move_in(place.data)
    return backup


def check_place(owner_url: str, *, replace: bool) -> None:
    """Refuse a database that holds something, unless it is a province's and may be replaced."""
    with psycopg.connect(owner_url) as connection:
        is_ours, count = connection.execute(_HOLDS).fetchone() or (False, 0)
        if not count:
            return
        if not is_ours:
            raise BadUse(
                "Cơ sở dữ liệu này chứa dữ liệu của chương trình khác; hãy chọn cơ sở dữ liệu trống.",
                "This database holds the data of another program; choose an empty one.",
            )
        holds = _journal_holds(connection)
    if holds and not replace:
        raise BadUse(
            "Nơi khôi phục đã có dữ liệu; không có gì bị thay đổi. Thêm --replace để thay toàn bộ dữ liệu đó, "
            "hoặc chọn nơi khác bằng --data.",
            "The place holds data already; nothing was changed. Add --replace to replace all of it, "
            "or choose another place with --data.",
        )


def _journal_holds(connection: psycopg.Connection[Any]) -> bool:
    if connection.execute("SELECT to_regclass('public.journal')").fetchone() == (None,):
        return False
    return connection.execute("SELECT EXISTS (SELECT 1 FROM public.journal)").fetchone() == (True,)


def _keys(backup: Backup, data: Path, wanted: Wanted) -> Kept | None:
    """The keys from the backup; None when those of the place serve, or the person goes on without."""
    if backup.box is not None and wanted.passphrase is not None:
        return backup.keys(wanted.passphrase)
    if Kept.of(secrets.load(data)).marks() == backup.manifest.marks or wanted.without_keys:
        return None
    if backup.box is not None:
        raise BadUse(
            "Bản sao lưu có khóa bí mật được bảo vệ bằng mật khẩu; hãy thêm --passphrase-file TỆP.",
            "The backup holds the secret keys under a passphrase; add --passphrase-file FILE.",
        )
    raise BadUse(
        "Bản sao lưu không kèm khóa bí mật và khóa ở đây là khóa khác: nếu tiếp tục sẽ không đối chiếu được nội dung "
        "với sổ sự kiện, mã tra cứu trên giấy tiếp nhận cũ mất hiệu lực và mọi người phải thiết lập lại xác thực hai "
        f"lớp. Hãy chép tệp {secrets.NAME} của máy cũ vào {data}, hoặc thêm --without-keys để vẫn tiếp tục.",
        "The backup holds no secret keys and those here are others: going on, contents can no longer be proved by the "
        "journal, the secrets on receipts already given no longer open anything, and second factors must be set up "
        f"again. Copy {secrets.NAME} of the old machine into {data}, or add --without-keys to go on all the same.",
    )


def _stage_beside(stage: Staging, backup: Backup, kept: Kept | None, identity: str) -> None:
    beside = {staging.SEALS: b""} | backup.beside
    if province.NOTE in beside:
        # `demo` shows what is in the place that its note names: now this one.
        note = json.loads(beside[province.NOTE]) | {"database": identity}
        beside[province.NOTE] = json.dumps(note).encode()
    for name, content in beside.items():
        stage.put(name, content)
    if kept is not None:
        text = secrets.renewed(event=kept.event, receipt=kept.receipt, second_factor=kept.second_factor)
        stage.put(secrets.NAME, text.encode("ascii"))


def _load(backup: Backup, stage: Staging, progress: Progress) -> None:
    """Make the tables as they were, and fill them; contents go into the folder aside."""
    schemas.migrate_to(backup.manifest.migrations)
    loaded = _Loaded(backup.manifest, progress)
    with reading.sentences(backup.path), transaction.atomic(), schemas.without_indexes():
        tables.plain_text()
        # The members of a table, or of the files, follow one another.
        for folder, members in groupby(reading.contents(backup), key=_folder_of):
            if folder == "files":
                for member in members:
                    stage.put_file(member.name.removeprefix("files/"), member.content())
            elif folder.startswith("tables/"):
                loaded.fill(folder.removeprefix("tables/"), members)
        tables.set_sequences(backup.manifest.sequences)


def _folder_of(member: Member) -> str:
    return member.name.rpartition("/")[0]


class _Loaded:
    """The tables as they fill."""

    def __init__(self, manifest: Manifest, progress: Progress) -> None:
        self._tables = {table.name: table for table in manifest.tables}
        self._total = manifest.rows
        self._done = 0
        self._progress = progress

    def fill(self, name: str, members: Iterable[Member]) -> None:
        """Write the rows of a table."""
        written = tables.copy_in(self._tables[name], self._texts(members))
        if written != self._tables[name].rows:
            raise Damaged(name)

    def _texts(self, members: Iterable[Member]) -> Iterator[bytes]:
        for member in members:
            text = reading.text_of(member)
            yield text
            self._done += text.count(b"\n")
            self._progress(ROWS, self._done, self._total)


def _prove(backup: Backup, stage: Staging, wanted: Wanted, progress: Progress) -> None:
    """What was loaded is the journal that was sealed; every content was read by its hash already."""
    progress(PROVING, 0, 0)
    found = [FINDINGS[one.code].format(at=one.at) for one in seals.verify(stage.folder / staging.SEALS)]
    head = seals.last_head()
    if backup.manifest.seal not in (None, [head.seal_id, head.last_event_id, head.count, head.head.hex()]):
        raise Damaged("seal")
    if found and not wanted.despite_findings:
        raise BadUse(
            f"Sổ sự kiện trong bản sao lưu không khớp với niêm phong ({found[0]}): dữ liệu đã bị sửa trước khi sao "
            "lưu. Không có gì bị thay đổi; hãy dùng bản cũ hơn, hoặc thêm --despite-findings để vẫn khôi phục.",
            f"The journal in the backup does not fit its seals ({found[0]}): the data was changed before the backup "
            "was made. Nothing was changed here; use an older one, or add --despite-findings to restore it anyway.",
        )


def _wait_for_nobody(owner_url: str) -> None:
    """Nobody may be at work on the rows that are replaced; sessions that are just ending are waited for."""
    until = time.monotonic() + SETTLING_SECONDS
    connections.close_all()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        while connection.execute(_OTHERS).fetchone() != (0,):
            if time.monotonic() > until:
                raise BadUse(
                    "Đang có tiến trình khác dùng cơ sở dữ liệu này; hãy dừng máy chủ web và tiến trình nền trước "
                    "khi khôi phục. Không có gì bị thay đổi.",
                    "Something else is using this database; stop the web server and the worker before restoring. "
                    "Nothing was changed.",
                )
            time.sleep(0.1)
