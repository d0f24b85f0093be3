"""Keeping files: whole or not at all, once, under their hash."""

from __future__ import annotations

import errno
import io
import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from motcua.ground.files import rules, store
from motcua.ground.files.tests import samples
from motcua.ground.kernel.refusals import Refused


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    settings.ATTACHMENT_MAX_BYTES = 1_000_000
    return tmp_path / "files"


def put(content: bytes, name: str = "đơn.pdf") -> store.Stored:
    return store.put(io.BytesIO(content), name)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_it_keeps_a_file_under_its_hash(folder: Path) -> None:
    stored = put(samples.PDF)
    digest = sha256(samples.PDF).hexdigest()
    assert stored == store.Stored(digest, "đơn.pdf", rules.PDF, len(samples.PDF))
    assert kept(folder) == [folder / digest[:2] / digest[2:4] / digest]


def test_it_gives_back_what_it_keeps() -> None:
    with store.open_content(put(samples.PNG, "ảnh.png").digest) as reading:
        assert reading.read() == samples.PNG


def test_the_same_content_is_kept_once(folder: Path) -> None:
    assert put(samples.PDF).digest == put(samples.PDF, "tên khác.pdf").digest
    assert len(kept(folder)) == 1


def test_only_its_owner_reads_it(folder: Path) -> None:
    put(samples.PDF)
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept(folder)] == [0o600]


@pytest.mark.parametrize("content", [samples.EXE, samples.HTML, samples.SVG, b"a text"])
def test_a_wrong_kind_leaves_nothing_behind(folder: Path, content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        put(content, "hoá đơn.pdf")
    assert caught.value.code is rules.Refusal.TYPE_REFUSED
    assert "hoá đơn.pdf" in caught.value.sentence()
    assert kept(folder) == []


def test_an_empty_file_is_refused(folder: Path) -> None:
    with pytest.raises(Refused) as caught:
        put(b"")
    assert caught.value.code is rules.Refusal.EMPTY
    assert kept(folder) == []


def test_a_large_file_is_refused_without_being_read_to_its_end(folder: Path, settings: Settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100_000
    stream = io.BytesIO(samples.PDF + b"0" * 10_000_000)
    with pytest.raises(Refused) as caught:
        store.put(stream, "lớn.pdf")
    assert caught.value.code is rules.Refusal.TOO_LARGE
    assert stream.tell() < 1_000_000
    assert kept(folder) == []


@pytest.mark.parametrize("when", ["write", "fsync", "rename"])
def test_a_full_disk_is_one_refusal_and_nothing_is_left(
    folder: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def full(*_args: Any, **_kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(
        *{"write": (store, "_copy"), "fsync": (os, "fsync"), "rename": (Path, "rename")}[when], full
    )
    with pytest.raises(Refused) as caught:
        put(samples.PDF)
    assert caught.value.code is rules.Refusal.DISK_FULL
    assert kept(folder) == []


def test_another_failure_of_the_disk_is_not_hidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        put(samples.PDF)
    assert kept(folder) == []


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "0" * 63, "0" * 64, "Z" * 64])
def test_it_gives_nothing_for_a_hash_that_it_does_not_keep(digest: str) -> None:
    with pytest.raises(Refused) as caught:
        store.open_content(digest)
    assert caught.value.code is rules.Refusal.NOT_FOUND


def test_it_notices_a_file_that_changed(folder: Path) -> None:
    digest = put(samples.PDF).digest
    assert store.is_whole(digest)
    kept(folder)[0].write_bytes(samples.PNG)
    assert not store.is_whole(digest)
    kept(folder)[0].unlink()
    assert not store.is_whole(digest)
