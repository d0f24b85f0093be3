"""A file that is wrong, cut or changed, and a place that is taken: one sentence, nothing touched."""

from __future__ import annotations

import errno
import os
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from motcua.casework.dossiers.tests.cast import Cast
from motcua.site.backups import archive, reading, restoring, saving, schemas, staging
from motcua.site.backups.archive import Writer
from motcua.site.backups.restoring import Wanted
from motcua.site.commands import backup as command
from motcua.site.launch.databases import Opened
from motcua.site.launch.failures import BadUse
from motcua.site.tests.backups.conftest import OVER, PASSPHRASE, Told, restore, silent

Change = Callable[[bytes], bytes]


def members(content: bytes) -> list[tarfile.TarInfo]:
    with tarfile.open(fileobj=BytesIO(content)) as file:
        return file.getmembers()


@pytest.fixture(scope="module")
def kinds(saved: Path) -> dict[str, tuple[int, int]]:
    """Where one member of each kind lies: the beginning of its head, and how many bytes it has."""
    return {
        member.name.partition("/")[0]: (member.offset, member.size)
        for member in members(saved.read_bytes())
        if member.size
    }


def refused(path: Path, words: str) -> None:
    with pytest.raises(BadUse, match=words):
        reading.read(path, silent)


def test_any_program_that_reads_tar_opens_it(kinds: dict[str, tuple[int, int]]) -> None:
    names = {"motcua.json", "tables", "files", "beside", "manifest.json", "secrets.json", "end.json"}
    assert set(kinds) == names


@pytest.mark.parametrize("kind", ["tables", "files", "beside", "manifest.json", "secrets.json", "end.json"])
@pytest.mark.parametrize("where", ["head", "content", "last"])
def test_a_byte_changed_in_any_member_is_seen(
    saved: Path, tmp_path: Path, kinds: dict[str, tuple[int, int]], kind: str, where: str
) -> None:
    content = bytearray(saved.read_bytes())
    offset, size = kinds[kind]
    at = {"head": offset + 5, "content": offset + 512, "last": offset + 512 + size - 1}[where]
    content[at] ^= 1
    changed = tmp_path / "changed.tar"
    changed.write_bytes(content)
    refused(changed, "was cut or changed")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_cut_file_is_seen(saved: Path, tmp_path: Path, share: float) -> None:
    content = saved.read_bytes()
    cut = tmp_path / "cut.tar"
    cut.write_bytes(content[: int(len(content) * share)])
    refused(cut, "was cut or changed")


def test_a_file_with_something_after_its_end_is_seen(saved: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer.tar"
    longer.write_bytes(saved.read_bytes() + b"\0")
    refused(longer, "was cut or changed")


@pytest.mark.parametrize("content", [b"", b"hello", bytes(2000), b"PK\x03\x04" + bytes(600)])
def test_another_file_is_not_taken_for_a_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.tar"
    path.write_bytes(content)
    refused(path, "is not a backup")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    refused(tmp_path / "none.tar", "There is no file")


def written(path: Path, make: Callable[[Writer], None]) -> Path:
    with path.open("wb") as file:
        writer = Writer(file, program="9.9", made_at="2030-01-01T00:00:00+00:00")
        make(writer)
        writer.close()
    return path


def test_a_newer_format_asks_for_the_newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(archive, "FORMAT", 2)
        path = written(tmp_path / "newer.tar", lambda _writer: None)
    refused(path, "has the format 2")


def test_a_newer_schema_asks_for_the_newer_program(saved: Path, tmp_path: Path) -> None:
    manifest = reading.read(saved, silent).manifest
    values = manifest.plain() | {"migrations": [["kernel", "0999_more"]], "tables": [], "files": 0}
    path = written(tmp_path / "newer.tar", lambda writer: writer.note("manifest.json", values))
    refused(path, "made by a newer version .*kernel.0999_more")


def test_a_member_of_no_kind_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "odd.tar", lambda writer: writer.member("../../etc/passwd", b"x"))
    refused(path, "was cut or changed")


@pytest.fixture
def untouched(cast: Cast, folder: Opened) -> Any:
    """Nothing of the place may be another afterwards."""
    (folder.data / "restore.lock").touch()
    before, files = Told.now(), sorted(folder.data.rglob("*"))
    yield
    assert Told.now() == before
    assert sorted(folder.data.rglob("*")) == files
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [schemas.ASIDE])
        assert cursor.fetchone() == (0,)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted(passphrase=PASSPHRASE), "The place holds data already"),
        (Wanted(replace=True, passphrase="not this one, no"), "The passphrase of the backup is wrong"),
    ],
)
def test_it_refuses(saved: Path, folder: Opened, wanted: Wanted, words: str) -> None:
    with pytest.raises(BadUse, match=words):
        restore(saved, folder, wanted)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("passphrase", "words"),
    [
        (PASSPHRASE, "under a passphrase; add --passphrase-file"),
        (None, "holds no secret keys and those here"),
    ],
)
def test_other_keys_than_the_backup_s_are_a_sentence(
    folder: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None, words: str
) -> None:
    path = tmp_path / "saved.tar"
    saving.save(path, passphrase=passphrase, progress=silent)
    elsewhere = Opened(tmp_path / "elsewhere", folder.urls, None, is_embedded=False)
    elsewhere.data.mkdir()
    with pytest.raises(BadUse, match=words):
        restore(path, elsewhere, Wanted(replace=True))


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("where", ["_load", "_prove", "_wait_for_nobody"])
def test_a_failure_on_the_way_touches_nothing(
    saved: Path, folder: Opened, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(schemas, "migrate_to", lambda _names: None)
    monkeypatch.setattr(schemas, "migrate_on", lambda: None)
    for step in ("_load", "_prove", "_wait_for_nobody"):
        monkeypatch.setattr(restoring, step, lambda *_arguments: None)
    monkeypatch.setattr(restoring, where, fail)
    with pytest.raises(OSError, match="No space"):
        restore(saved, folder)


@pytest.mark.usefixtures("untouched")
def test_it_refuses_while_somebody_is_at_work(
    saved: Path, folder: Opened, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "SETTLING_SECONDS", 0.2)
    monkeypatch.setattr(schemas, "migrate_to", lambda _names: None)
    monkeypatch.setattr(schemas, "migrate_on", lambda: None)
    for step in ("_load", "_prove"):
        monkeypatch.setattr(restoring, step, lambda *_arguments: None)
    # `owner` is a session of its own.
    with pytest.raises(BadUse, match="stop the web server and the worker"):
        restore(saved, folder)


def test_a_database_of_another_program_is_never_replaced(
    folder: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_HOLDS", "SELECT false, 3")
    with pytest.raises(BadUse, match="another program"):
        restoring.check_place(folder.urls.owner, replace=True)


def test_a_journal_changed_before_it_was_saved_is_refused_and_restored_when_told_so(
    cast: Cast, saved: Path, monkeypatch: pytest.MonkeyPatch, folder: Opened
) -> None:
    backup = reading.read(saved, silent)
    stage = staging.Staging(folder.data)
    stage.put("seals.txt", b"1 1 1 " + b"00" * 32 + b"\n")
    try:
        with pytest.raises(BadUse, match="does not fit its seals"):
            restoring._prove(backup, stage, OVER, silent)
        restoring._prove(backup, stage, Wanted(despite_findings=True), silent)
    finally:
        stage.discard()


def test_an_existing_file_is_never_written_over(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "mine.tar"
    path.write_bytes(b"mine")
    with pytest.raises(BadUse, match="give the backup another name"):
        saving.save(path, passphrase=None, progress=silent)
    assert path.read_bytes() == b"mine"


def test_a_full_disk_leaves_nothing_of_the_file(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(Writer):
        def _write(self, content: bytes) -> None:
            if self._file.tell() > 10_000:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            super()._write(content)

    monkeypatch.setattr(saving, "Writer", FullDisk)
    with pytest.raises(OSError, match="No space left"):
        saving.save(tmp_path / "full.tar", passphrase=None, progress=silent)
    assert list(tmp_path.iterdir()) == []


BAD_USE: list[tuple[list[str], str]] = [
    (["x.tar", "--keep", "3", "--without-keys"], "goes with --folder only"),
    (["x.tar"], "Add --passphrase-file"),
    (["--without-keys"], "bad arguments"),
    (["x.tar", "--passphrase-file", "/nonexistent/passphrase"], "cannot be read"),
]


@pytest.mark.parametrize(("argv", "words"), BAD_USE)
def test_the_command_says_what_it_needs(
    argv: list[str], words: str, monkeypatch: pytest.MonkeyPatch, cast: Cast, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", BytesIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(BadUse, match=words):
        command.run(argv)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("short\n", encoding="utf8")
    with pytest.raises(BadUse, match="at least 12"):
        command.run([str(tmp_path / "x.tar"), "--passphrase-file", str(tmp_path / "p")])
