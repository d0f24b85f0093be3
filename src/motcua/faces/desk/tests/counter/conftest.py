"""A form that is right, the receptionist who sends it, and how its answer is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import Cast
from motcua.catalogue.procedures.models import Paper
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role


def paper_of(cast: Cast, ordinal: int = 1) -> Paper:
    return Paper.objects.get(version__procedure=cast.procedure, ordinal=ordinal)


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """A form that is right."""
    return {
        "key": "11111111-1111-4111-8111-111111111111",
        "kind": "0",
        "name": "Nguyễn Thị Thanh Thảo",
        "identity_number": "082190000123",
        "phone": "090 000 0123",
        "address": "Ấp Tân Lược, xã Tân Hương",
        "procedure": str(cast.procedure.pk),
        "channel": "counter",
        "return_method": "counter",
        "fee": "owed",
        "sets": "1",
        "summary": "Tách thửa 214",
        "paper": [str(paper_of(cast).pk)],
        "do": "receive",
    }


@pytest.fixture
def counter(signed_in: SignIn) -> Client:
    """The receptionist's browser."""
    return signed_in(Role.RECEPTIONIST)


def field(answer: Any, name: str) -> str:
    """What stands in a field of the page."""
    found = page(answer).select_one(f"[name={name}]")
    assert found is not None
    return str(found.text if found.name == "textarea" else found.get("value", ""))


def refused(counter: Client, sent: dict[str, Any], status: int, sentence: str) -> Any:
    answer = counter.post("/counter/", sent)
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert Dossier.objects.count() == 0
    return answer
