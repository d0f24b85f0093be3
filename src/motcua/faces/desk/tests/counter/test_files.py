"""Scanned papers that come with the form."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from motcua.casework.dossiers import jobs
from motcua.casework.dossiers.models import Attachment, Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page
from motcua.faces.desk.tests.counter.conftest import field, paper_of, refused
from motcua.ground.files import store
from motcua.ground.files.tests import samples
from motcua.people.organisation.models import Role


def upload(content: bytes, name: str = "đơn.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_lies_with_its_paper(cast: Cast, counter: Client, typed: dict[str, Any]) -> None:
    paper = paper_of(cast)
    counter.post("/counter/", typed | {f"file_{paper.pk}": upload(samples.PDF)})
    file = Attachment.objects.get()
    assert (file.name, file.media_type) == ("đơn.pdf", "application/pdf")
    assert file.paper is not None
    assert file.paper.paper_id == paper.pk


@pytest.mark.parametrize("content", [samples.EXE, samples.HTML, samples.SVG, b"a text"])
def test_it_refuses_a_file_of_a_wrong_kind(counter: Client, typed: dict[str, Any], content: bytes) -> None:
    refused(counter, typed | {"file_0": upload(content)}, 422, "Không nhận tệp “đơn.pdf”")


def test_a_good_file_is_not_chosen_again_after_a_refusal(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    sent = typed | {"name": "", f"file_{paper_of(cast).pk}": upload(samples.PDF)}
    answer = refused(counter, sent, 422, "Hãy nhập họ tên")
    counter.post("/counter/", typed | {"kept": field(answer, "kept")})
    assert Attachment.objects.get().name == "đơn.pdf"


def test_a_file_that_is_not_wanted_any_more_is_left_out(
    cast: Cast, counter: Client, typed: dict[str, Any]
) -> None:
    refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    counter.post("/counter/", typed)
    assert Attachment.objects.count() == 0


def test_a_file_cannot_be_carried_into_another_officers_form(
    cast: Cast, counter: Client, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    answer = refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    stranger = signed_in(Role.RECEPTIONIST, cast.sister)
    stranger.post("/counter/", typed | {"kept": field(answer, "kept")})
    assert Dossier.objects.count() == 1
    assert Attachment.objects.count() == 0


# --- files of forms that are never sent --------------------------------------------------------------------------


def sweep() -> int:
    """As often as it takes to go through all files."""
    return sum(jobs.sweep_files() for _turn in range(store.PARTS))


def grow_old() -> None:
    """Let three days pass for every file that is kept."""
    then = time.time() - 3 * 86_400
    for path in Path(settings.FILES_DIR).glob("??/??/*"):
        os.utime(path, (then, then))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> None:
    settings.FILES_DIR = tmp_path / "files"


def test_the_files_of_a_form_that_was_never_sent_go(counter: Client, typed: dict[str, Any]) -> None:
    refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    assert sweep() == 0
    grow_old()
    assert (sweep(), sweep()) == (1, 0)


def test_the_files_of_a_dossier_stay(counter: Client, typed: dict[str, Any]) -> None:
    counter.post("/counter/", typed | {"file_0": upload(samples.PDF)})
    grow_old()
    assert sweep() == 0
    assert store.is_whole(Attachment.objects.get().digest)


def test_while_one_types_the_files_of_the_form_stay(counter: Client, typed: dict[str, Any]) -> None:
    answer = refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    grow_old()
    counter.post("/counter/slip/", typed | {"kept": field(answer, "kept")})
    assert sweep() == 0


def test_a_file_that_is_gone_is_asked_for_again_and_nothing_is_received_without_it(
    counter: Client, typed: dict[str, Any]
) -> None:
    answer = refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    grow_old()
    sweep()
    again = refused(counter, typed | {"kept": field(answer, "kept")}, 422, "Hãy chọn lại tệp")
    assert page(again).select("input[name=kept]") == []


def test_while_one_types_a_file_that_is_gone_is_asked_for_again(
    counter: Client, typed: dict[str, Any]
) -> None:
    answer = refused(counter, typed | {"name": "", "file_0": upload(samples.PDF)}, 422, "Hãy nhập họ tên")
    assert page(answer).select_one("#slip #slip-refusals[aria-live]") is not None
    carried = typed | {"kept": field(answer, "kept")}
    assert page(counter.post("/counter/slip/", carried)).select_one("#slip-refusals") is None
    next(Path(settings.FILES_DIR).glob("??/??/*")).unlink()
    told = page(counter.post("/counter/slip/", carried)).select_one("#slip-refusals[hx-swap-oob=innerHTML]")
    assert told is not None
    assert "Hãy chọn lại tệp" in told.text
