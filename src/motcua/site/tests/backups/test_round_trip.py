"""A province goes into a file and comes back from it as it was."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings
from django.db import connection, connections

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.ground.kernel import seals
from motcua.site import secrets
from motcua.site.backups import reading, restoring, rotation, saving, schemas, staging, tables
from motcua.site.commands import check
from motcua.site.launch import province
from motcua.site.launch.databases import Opened
from motcua.site.launch.failures import BadUse
from motcua.site.tests.backups.conftest import LOST, Told, World, restore, silent


@pytest.fixture(scope="module")
def found(restored: World) -> Told:
    """What is told once more, before any test adds to it."""
    return Told.now()


def test_every_row_and_every_content_comes_back(restored: World, found: Told) -> None:
    assert found.rows == restored.told.rows
    assert found.lost == restored.told.lost
    assert found.digest == restored.told.digest


def test_every_sequence_goes_on_where_it_stood(restored: World, found: Told) -> None:
    assert found.sequences == restored.told.sequences
    assert any(is_called for _last, is_called in found.sequences.values())


def test_its_keys_come_back_and_sessions_end(restored: World, found: Told) -> None:
    assert found.keys == restored.told.keys
    assert secrets.load(restored.place.data).session_key != settings.SECRET_KEY


def test_all_checks_hold_but_that_of_the_lost_content(restored: World, found: Told) -> None:
    broken = [one.english for one in check.CHECKS if list(one.problems())]
    assert (list(check.migrations()), broken) == (
        [],
        ["attachments are there, with the right content"],
    )


def test_work_and_sealing_go_on_as_the_application_s_role(restored: World, found: Told) -> None:
    before = Dossier.objects.count()
    restored.cast.receive()
    seals.seal()
    assert Dossier.objects.count() == before + 1
    assert list(seals.verify(Path(settings.SEALS_FILE))) == []


def test_the_seals_of_the_journal_that_was_there_are_kept(restored: World) -> None:
    kept = [path.read_text(encoding="ascii") for path in restored.place.data.glob("seals-*.txt")]
    assert restored.longer_seals in kept


def test_a_content_that_was_lost_before_is_named(restored: World) -> None:
    lost = reading.read(restored.path, silent).manifest.missing
    assert lost == restored.told.lost
    assert len(lost) == 1
    assert LOST not in restored.path.read_bytes()


def test_a_demonstration_is_shown_again_in_its_new_place(restored: World) -> None:
    note = json.loads((restored.place.data / "demo.json").read_text(encoding="utf8"))
    assert note["database"] == province.identity(restored.place)


def test_nothing_is_left_beside_it(restored: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [schemas.ASIDE])
        assert cursor.fetchone() == (0,)
    assert not (restored.place.data / staging.FOLDER).exists()


def test_the_migrations_are_noted_as_they_were_applied(restored: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        assert cursor.fetchall() == reading.read(restored.path, silent).manifest.migrations


def test_it_is_for_its_owner_s_eyes_and_holds_no_key_in_the_open(saved: Path, folder: Opened) -> None:
    content = saved.read_bytes()
    kept = json.loads((folder.data / secrets.NAME).read_text(encoding="ascii"))
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert not any(key.encode() in content or bytes.fromhex(key) in content for key in kept.values())


def test_it_leaves_out_sessions_and_tries(saved: Path) -> None:
    told = {table.name for table in reading.read(saved, silent).manifest.tables}
    assert told.isdisjoint(tables.LEFT_OUT)
    assert {"journal", "journal_seal", "dossier", "account", "done_request"} <= told


def test_every_column_that_names_a_content_is_known(folder: Opened) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name::text, column_name::text FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name LIKE '%%digest%%' AND table_name <> 'import_file'"
        )
        # An imported file lies in its row.
        assert set(cursor.fetchall()) == set(tables.HOLDERS)


def work_until(stop: Event, cast: Cast) -> int:
    done = 0
    while not stop.is_set():
        cast.receive()
        done += 1
    connections.close_all()
    return done


def test_what_is_done_meanwhile_is_wholly_in_it_and_a_crash_at_the_last_moment_is_made_good(
    restored: World, found: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, path, place = Event(), tmp_path / "meanwhile.tar", restored.place
    with ThreadPoolExecutor(1) as office:
        counter = office.submit(work_until, stop, restored.cast)
        saving.save(path, passphrase="another passphrase", progress=silent)
        stop.set()
        assert counter.result() > 0
    with monkeypatch.context() as patched:
        patched.setattr(staging, "move_in", crash)
        with pytest.raises(KeyboardInterrupt):
            restore(path, place, restoring.Wanted(replace=True, passphrase="another passphrase"))
    # The rows are in their place already, the contents still aside.
    staging.settle(place.data, place.urls.owner)
    assert [one.english for one in check.CHECKS if list(one.problems())] == [
        "attachments are there, with the right content"
    ]
    assert Told.now().lost == restored.told.lost
    assert not (place.data / staging.FOLDER).exists()


def crash(_data: Path) -> None:
    raise KeyboardInterrupt


def test_a_crash_before_that_leaves_nothing(folder: Opened) -> None:
    before = (folder.data / "seals.txt").read_bytes() if (folder.data / "seals.txt").exists() else None
    staging.Staging(folder.data).put("seals.txt", b"")
    staging.settle(folder.data, folder.urls.owner)
    after = (folder.data / "seals.txt").read_bytes() if (folder.data / "seals.txt").exists() else None
    assert before == after
    assert not (folder.data / staging.FOLDER).exists()


def test_a_start_is_refused_while_a_restoring_is_under_way(folder: Opened) -> None:
    stage = staging.Staging(folder.data)
    with staging.lock(folder.data), pytest.raises(BadUse, match="is being restored"):
        staging.settle(folder.data, folder.urls.owner)
    stage.discard()


def test_a_folder_keeps_the_newest_and_touches_nothing_else(tmp_path: Path) -> None:
    names = [f"motcua-2026112{day}-010000.tar" for day in range(5)]
    for name in [*names, "mine.tar", "motcua-old.tar"]:
        (tmp_path / name).touch()
    gone = rotation.rotate(tmp_path, 2)
    assert [path.name for path in gone] == names[:3]
    assert {path.name for path in tmp_path.iterdir()} == {*names[3:], "mine.tar", "motcua-old.tar"}
    assert rotation.rotate(tmp_path, None) == []
