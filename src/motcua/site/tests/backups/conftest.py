"""A province at work, its backup, and the same database once it was restored from that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import override_settings

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.ground.files import store
from motcua.ground.kernel import seals
from motcua.people.accounts.tests.hashers import QUICK
from motcua.people.organisation.models import Role
from motcua.scenario.digests import digest
from motcua.site import secrets
from motcua.site.backups import restoring, saving, tables
from motcua.site.backups.keys import Kept
from motcua.site.backups.restoring import Wanted
from motcua.site.launch.databases import Opened
from motcua.site.launch.embedded.engine import Urls
from motcua.site.tests.staged import set_the_stage_by_verbs

PASSPHRASE = "một cửa mở cho mọi người"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
LOST = PDF.replace(b"Catalog", b"CATALOG")
OVER = Wanted(replace=True, passphrase=PASSPHRASE)


def silent(_label: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def restore(path: Path, place: Opened, wanted: Wanted = OVER) -> None:
    restoring.restore(path, place, wanted=wanted, progress=silent)


@dataclass(frozen=True, slots=True)
class Told:
    """All that a database and its folder say: rows, numbers, contents, the scenario's own digest."""

    rows: dict[str, list[Any]]
    sequences: dict[str, list[Any]]
    lost: list[str]
    digest: str
    keys: Kept

    @classmethod
    def now(cls) -> Told:
        """What they say now."""
        rows = {}
        with connection.cursor() as cursor:
            for table in tables.all_tables():
                cursor.execute(f'SELECT * FROM "{table.name}" ORDER BY 1')
                rows[table.name] = cursor.fetchall()
        lost = [one for one in tables.digests() if not store.is_whole(one)]
        kept = Kept.of(secrets.load(Path(settings.DATA_DIR)))
        return cls(rows, tables.sequences(), lost, digest(), kept)


@dataclass(frozen=True, slots=True)
class World:
    """The people, the place, the file of the backup, what was told when it was made, the seals before restoring."""

    cast: Cast
    place: Opened
    path: Path
    told: Told
    longer_seals: str


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, shared_real_db: None, owner_url: str
) -> Iterator[Opened]:
    """A data folder beside the tests' database."""
    data = tmp_path_factory.mktemp("data")
    changed = {"DATA_DIR": data, "FILES_DIR": data / "files", "SEALS_FILE": data / "seals.txt"}
    (data / secrets.NAME).write_bytes((Path(settings.DATA_DIR) / secrets.NAME).read_bytes())
    with override_settings(PASSWORD_HASHERS=QUICK, **changed):
        yield Opened(data, Urls(settings.DATABASE_URL, owner_url), None, is_embedded=False)
        connections.close_all()


@pytest.fixture(scope="module")
def cast(folder: Opened) -> Cast:
    """Dossiers with scanned papers, of which one was lost; a sealed journal; the note of a demonstration."""
    found = set_the_stage_by_verbs()
    found.receive()
    attach(found, PDF)
    digest = attach(found, LOST).digest
    (folder.data / "files" / digest[:2] / digest[2:4] / digest).write_bytes(b"changed")
    seals.seal()
    note = {"database": "embedded", "dossiers": 2, "is_whole": True}
    (folder.data / "demo.json").write_text(json.dumps(note), encoding="utf8")
    return found


def attach(cast: Cast, content: bytes) -> StoredFile:
    """A dossier with this paper."""
    stored = store.put(BytesIO(content), "don.pdf")
    file = StoredFile(stored.digest, stored.name, stored.media_type, stored.size)
    by = cast.here.actor(Role.RECEPTIONIST)
    actions.attach(cast.receive().dossier_id, by=by, now=MORNING, files=[file])
    return file


@pytest.fixture(scope="module")
def saved(cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup, with its keys."""
    path = tmp_path_factory.mktemp("saved") / "saved.tar"
    saving.save(path, passphrase=PASSPHRASE, progress=silent)
    return path


@pytest.fixture(scope="module")
def restored(cast: Cast, saved: Path, folder: Opened) -> World:
    """The place after more work was done, every content and key was lost, and the backup was restored over it."""
    told = Told.now()
    cast.receive()
    seals.seal()
    longer = (folder.data / "seals.txt").read_text(encoding="ascii")
    for path in (folder.data / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    (folder.data / secrets.NAME).unlink()
    restore(saved, folder)
    return World(cast, folder, saved, told, longer)
