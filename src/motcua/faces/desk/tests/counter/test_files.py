"""Scanned papers that come with the form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.casework.dossiers.models import Attachment, Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn
from motcua.faces.desk.tests.counter.conftest import field, paper_of, refused
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
