"""What cannot be read is answered with the page that says so, to officers and strangers alike."""

from __future__ import annotations

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.people.organisation.models import Role

UTF_16 = "application/x-www-form-urlencoded; charset=utf-16"


@pytest.mark.parametrize("is_officer", [True, False])
def test_a_form_in_an_encoding_that_is_not_read_gets_its_page(cast: Cast, is_officer: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    if is_officer:
        client.force_login(cast.here.accounts[Role.RECEPTIONIST.value])
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post("/counter/", "a=1", content_type=UTF_16)
    assert answer.status_code == 400
    assert "Máy chủ không đọc được nội dung vừa gửi" in answer.content.decode()


def test_a_host_that_is_not_ours_gets_its_page() -> None:
    answer = Client().get("/", headers={"host": "a b"})
    assert answer.status_code == 400
    assert "Máy chủ không đọc được nội dung vừa gửi" in answer.content.decode()
