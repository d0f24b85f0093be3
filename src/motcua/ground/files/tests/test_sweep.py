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
from motcua.ground.files.store import Attached
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


def sweep(attached: Attached = nothing) -> int:
    """Go through all parts."""
    return sum(store.sweep(attached, older_than=DAY, part=part) for part in range(store.PARTS))


def test_what_nothing_is_attached_to_goes_after_a_day(folder: Path) -> None:
    old, young = put(folder, samples.PDF), put(folder, samples.PNG, hours=23)
    assert sweep() == 1
    assert (store.is_whole(old), store.is_whole(young)) == (False, True)
    assert sweep() == 0


def test_what_something_is_attached_to_stays(folder: Path) -> None:
    digest = put(folder, hours=24 * 400)
    assert sweep(lambda _digests: {digest}) == 0
    assert store.is_whole(digest)


def test_what_is_claimed_stays_another_day(folder: Path) -> None:
    digest = put(folder)
    assert store.claim(digest)
    assert sweep() == 0
    assert store.is_whole(digest)


@pytest.mark.parametrize("digest", ["0" * 64, "../../secrets.json", ""])
def test_what_is_not_there_is_not_claimed(folder: Path, digest: str) -> None:
    assert not store.claim(digest)


def test_what_is_claimed_between_the_look_and_the_taking_away_stays(folder: Path) -> None:
    digest = put(folder)

    def claims(_digests: Sequence[str]) -> Collection[str]:
        store.claim(digest)
        return ()

    assert sweep(claims) == 0
    assert store.is_whole(digest)


def test_what_is_attached_between_the_look_and_the_taking_away_stays(folder: Path) -> None:
    digest = put(folder)
    answers = iter([(), (digest,)])
    assert sweep(lambda _digests: next(answers)) == 0
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

    assert sweep(puts) == 1
    assert store.is_whole(digest)


def test_a_sweep_that_was_killed_is_ended_by_the_next(folder: Path) -> None:
    wanted, unwanted = put(folder, samples.PDF), put(folder, samples.PNG)
    (folder / "leaving").mkdir()
    for digest in (wanted, unwanted):
        next(folder.rglob(digest)).rename(folder / "leaving" / digest)
    assert sweep(lambda digests: {wanted} & set(digests)) == 1
    assert (store.is_whole(wanted), store.is_whole(unwanted)) == (True, False)


def test_what_a_killed_server_was_writing_goes(folder: Path) -> None:
    (folder / "incoming").mkdir(parents=True)
    torn, writing = folder / "incoming" / "a", folder / "incoming" / "b"
    torn.write_bytes(b"x")
    writing.write_bytes(b"x")
    age(torn, 25)
    sweep()
    assert (torn.exists(), writing.exists()) == (False, True)


def test_where_nothing_was_ever_kept_there_is_nothing_to_do() -> None:
    assert sweep() == 0


def test_each_time_it_goes_through_one_part(folder: Path) -> None:
    digest = put(folder)
    part = int(digest[:2], 16)
    others = [one for one in range(store.PARTS) if one != part]
    assert sum(store.sweep(nothing, older_than=DAY, part=one) for one in others) == 0
    assert store.sweep(nothing, older_than=DAY, part=part) == 1


def test_what_a_killed_sweep_set_aside_is_of_its_part_too(folder: Path) -> None:
    digest = put(folder)
    (folder / "leaving").mkdir()
    next(folder.rglob(digest)).rename(folder / "leaving" / digest)
    part = int(digest[:2], 16)
    assert store.sweep(nothing, older_than=DAY, part=(part + 1) % store.PARTS) == 0
    assert store.sweep(nothing, older_than=DAY, part=part) == 1


@pytest.mark.parametrize("question", [1, 2])
@pytest.mark.parametrize("is_attached", [False, True])
def test_two_sweeps_at_once_count_it_once(folder: Path, question: int, is_attached: bool) -> None:
    digest, asked, removed = put(folder), 0, []

    def another_sweeps(_digests: Sequence[str]) -> Collection[str]:
        nonlocal asked
        asked += 1
        if asked == question:
            removed.append(sweep())
        return (digest,) if is_attached and asked == 2 else ()

    assert (sweep(another_sweeps), removed) == (0, [1])
    assert not store.is_whole(digest)


def test_what_another_sweep_has_put_back_stays(folder: Path) -> None:
    digest, asked = put(folder), 0

    def another_puts_back(_digests: Sequence[str]) -> Collection[str]:
        nonlocal asked
        asked += 1
        if asked == 2:
            assert sweep(lambda _digests: (digest,)) == 0
        return ()

    assert sweep(another_puts_back) == 0
    assert store.is_whole(digest)
