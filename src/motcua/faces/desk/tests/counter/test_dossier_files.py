"""A dossier's files: who gets them, and how a file is served."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Received
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.models import Attachment, Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk.tests.conftest import SignIn
from motcua.ground.files import store
from motcua.ground.files.tests import samples
from motcua.people.organisation.models import Role


@pytest.fixture
def received(cast: Cast) -> Received:
    return cast.receive(summary="Tách thửa 214")


@pytest.fixture
def file(cast: Cast, received: Received) -> Attachment:
    kept = store.put(io.BytesIO(samples.PDF), "Đơn.pdf")
    stored = StoredFile(kept.digest, kept.name, kept.media_type, kept.size)
    actions.attach(received.dossier_id, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, files=[stored])
    return Attachment.objects.get()


def download(client: Client, received: Received, file: Attachment) -> Any:
    return client.get(f"/dossiers/{received.code}/files/{file.pk}/")


def test_a_file_is_saved_and_never_runs(signed_in: SignIn, received: Received, file: Attachment) -> None:
    answer = download(signed_in(Role.RECEPTIONIST), received, file)
    assert b"".join(answer.streaming_content) == samples.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C4%90%C6%A1n.pdf"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_type_that_is_not_on_the_list_is_not_named(
    signed_in: SignIn, received: Received, file: Attachment
) -> None:
    Attachment.objects.update(media_type="text/html")
    answer = download(signed_in(Role.RECEPTIONIST), received, file)
    assert answer["Content-Type"] == "application/octet-stream"
    answer.close()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.HANDLER, 200), (Role.LEADER, 200), (Role.ADMINISTRATOR, 403)]
)
def test_those_who_see_the_dossier_get_its_files(
    signed_in: SignIn, received: Received, file: Attachment, role: Role, status: int
) -> None:
    answer = download(signed_in(role), received, file)
    assert answer.status_code == status
    answer.close()


def test_a_stranger_gets_no_file(cast: Cast, signed_in: SignIn, received: Received, file: Attachment) -> None:
    assert download(signed_in(Role.RECEPTIONIST, cast.sister), received, file).status_code == 404
    assert Client().get(f"/dossiers/{received.code}/files/{file.pk}/").status_code == 302


def test_a_file_is_asked_for_by_its_own_dossier(
    cast: Cast, signed_in: SignIn, received: Received, file: Attachment
) -> None:
    other = cast.receive()
    assert Dossier.objects.count() == 2
    assert download(signed_in(Role.RECEPTIONIST), other, file).status_code == 404
