"""The disk is full while a scan is stored: the reception is not lost, and says what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.casework.dossiers.models import Attachment, Dossier
from motcua.ground.files.tests import samples
from motcua.people.organisation.models import Role

Browser = Callable[[Role], Client]


def scan(intake: dict[str, Any]) -> dict[str, Any]:
    """A scan of the first paper."""
    return {
        f"file_{intake['paper'][0]}": SimpleUploadedFile("don-de-nghi.pdf", samples.PDF, "application/pdf")
    }


def kept() -> set[Path]:
    return {path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()}


def test_the_form_keeps_what_was_typed_and_goes_through_when_there_is_room(
    browser: Browser, intake: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    counter, before = browser(Role.RECEPTIONIST), kept()
    with monkeypatch.context() as once:
        once.setattr(os, "fsync", full)
        answer = counter.post("/counter/", intake | scan(intake))
    tree = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert "Máy chủ hết chỗ lưu tệp" in tree.get_text()
    assert tree.select_one("input[name=name]")["value"] == intake["name"]  # type: ignore[index]
    assert not Dossier.objects.exists()
    assert kept() == before
    assert counter.post("/counter/", intake | scan(intake)).status_code == 302
    assert Attachment.objects.get().dossier == Dossier.objects.get()
