"""Contents that nobody wants any more are removed; what is wanted meanwhile stays."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Collection, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from motcua.ground.files import store
from motcua.ground.files.tests import samples

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def put(folder: Path, content: bytes = samples.PDF, *, hours: int = 25) -> str:
    """Keep a content, so many hours ago."""
    digest = store.put(io.BytesIO(content), "đơn.pdf").digest
    age(next(path for path in folder.rglob(digest)), hours)
    return digest


def age(path: Path, hours: int) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


def nothing(_digests: Sequence[str]) -> Collection[str]:
    return ()


def test_what_nothing_is_attached_to_goes_after_a_day(folder: Path) -> None:
    old, young = put(folder, samples.PDF), put(folder, samples.PNG, hours=23)
    assert store.sweep(nothing, older_than=DAY) == 1
    assert (store.is_whole(old), store.is_whole(young)) == (False, True)
    assert store.sweep(nothing, older_than=DAY) == 0


def test_what_something_is_attached_to_stays(folder: Path) -> None:
    digest = put(folder, hours=24 * 400)
    assert store.sweep(lambda _digests: {digest}, older_than=DAY) == 0
    assert store.is_whole(digest)


def test_what_is_claimed_stays_another_day(folder: Path) -> None:
    digest = put(folder)
    assert store.claim(digest)
    assert store.sweep(nothing, older_than=DAY) == 0
    assert store.is_whole(digest)


@pytest.mark.parametrize("digest", ["0" * 64, "../../secrets.json", ""])
def test_what_is_not_there_is_not_claimed(folder: Path, digest: str) -> None:
    assert not store.claim(digest)


def test_what_is_claimed_between_the_look_and_the_taking_away_stays(folder: Path) -> None:
    digest = put(folder)

    def claims(_digests: Sequence[str]) -> Collection[str]:
        store.claim(digest)
        return ()

    assert store.sweep(claims, older_than=DAY) == 0
    assert store.is_whole(digest)


def test_what_is_attached_between_the_look_and_the_taking_away_stays(folder: Path) -> None:
    digest = put(folder)
    answers = iter([(), (digest,)])
    assert store.sweep(lambda _digests: next(answers), older_than=DAY) == 0
    assert store.is_whole(digest)


def test_what_is_put_again_while_it_is_taken_away_stays(folder: Path) -> None:
    digest, asked = put(folder), 0

    def puts(_digests: Sequence[str]) -> Collection[str]:
        nonlocal asked
        asked += 1
        if asked == 2:
            assert not store.claim(digest)
            store.put(io.BytesIO(samples.PDF), "đơn.pdf")
        return ()

    assert store.sweep(puts, older_than=DAY) == 1
    assert store.is_whole(digest)


def test_a_sweep_that_was_killed_is_ended_by_the_next(folder: Path) -> None:
    wanted, unwanted = put(folder, samples.PDF), put(folder, samples.PNG)
    (folder / "leaving").mkdir()
    for digest in (wanted, unwanted):
        next(folder.rglob(digest)).rename(folder / "leaving" / digest)
    assert store.sweep(lambda digests: {wanted} & set(digests), older_than=DAY) == 1
    assert (store.is_whole(wanted), store.is_whole(unwanted)) == (True, False)


def test_what_a_killed_server_was_writing_goes(folder: Path) -> None:
    (folder / "incoming").mkdir(parents=True)
    torn, writing = folder / "incoming" / "a", folder / "incoming" / "b"
    torn.write_bytes(b"x")
    writing.write_bytes(b"x")
    age(torn, 25)
    store.sweep(nothing, older_than=DAY)
    assert (torn.exists(), writing.exists()) == (False, True)


def test_where_nothing_was_ever_kept_there_is_nothing_to_do() -> None:
    assert store.sweep(nothing, older_than=DAY) == 0
