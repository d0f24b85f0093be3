"""Files that come after reception: put to the dossier by whoever works on it, all of them or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.casework.dossiers.models import Attachment
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.ground.files.tests import samples
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation.models import Role

HX = {"HX-Request": "true"}
WORKING = (
    Role.RECEPTIONIST,
    Role.ONE_STOP_HEAD,
    Role.HANDLER,
    Role.HEAD_OF_DIVISION,
    Role.LEADER,
    Role.CLERK,
)


@pytest.fixture
def code(cast: Cast) -> str:
    """A dossier that was received without a file."""
    return cast.receive().code


def upload(name: str = "bản vẽ.pdf", content: bytes = samples.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def attach(client: Client, code: str, *files: SimpleUploadedFile, key: str = "k", **more: Any) -> Any:
    return client.post(f"/dossiers/{code}/files/", {"key": key, "chosen": list(files)}, **more)


def attached() -> int:
    """How many events say that files were put to a dossier."""
    return JournalRow.objects.filter(verb="dossiers.attach").count()


@pytest.mark.parametrize("role", WORKING)
def test_whoever_works_on_it_puts_files_to_it(signed_in: SignIn, code: str, role: Role) -> None:
    answer = attach(signed_in(role), code, upload(), upload("đơn.pdf"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/dossiers/{code}/")
    assert list(Attachment.objects.order_by("pk").values_list("name", flat=True)) == ["bản vẽ.pdf", "đơn.pdf"]
    assert attached() == 1


def test_the_page_then_lists_them_and_says_who_attached_them(signed_in: SignIn, code: str) -> None:
    client = signed_in(Role.HANDLER)
    assert "bản vẽ.pdf" not in text_of(client.get(f"/dossiers/{code}/"))
    attach(client, code, upload())
    answer = client.get(f"/dossiers/{code}/")
    (link,) = page(answer).select(f'a[href^="/dossiers/{code}/files/"]:-soup-contains("bản vẽ.pdf")')
    assert b"".join(client.get(link["href"]).streaming_content) == samples.PDF  # type: ignore[attr-defined]
    assert "đính kèm 1 tệp" in text_of(answer)


def test_the_page_leads_to_the_form(signed_in: SignIn, code: str) -> None:
    client = signed_in(Role.HANDLER)
    (link,) = page(client.get(f"/dossiers/{code}/")).select(f'#work a[href="/dossiers/{code}/files/"]')
    assert link.text.strip() == "Đính kèm tệp"
    form = page(client.get(link["href"])).select_one("#act")
    assert (form["method"], form["enctype"], form["action"]) == ("post", "multipart/form-data", link["href"])
    assert form.select_one("input[type=file][name=chosen][multiple]") is not None
    assert len(form.select_one("input[name=key]")["value"]) == 36


def test_pressed_twice_they_are_attached_once(signed_in: SignIn, code: str) -> None:
    client = signed_in(Role.HANDLER)
    assert [attach(client, code, upload()).status_code for _ in range(2)] == [302, 302]
    assert (Attachment.objects.count(), attached()) == (1, 1)


def test_the_same_key_with_another_file_is_refused(signed_in: SignIn, code: str) -> None:
    client = signed_in(Role.HANDLER)
    attach(client, code, upload())
    assert attach(client, code, upload(content=samples.PNG, name="ảnh.png")).status_code == 409
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, HX])
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Tệp “sai.pdf” không có nội dung"), (b"<script>alert(1)</script>", "Không nhận tệp “sai.pdf”")],
)
def test_one_file_that_is_not_kept_is_named_and_none_is_attached(
    signed_in: SignIn, code: str, content: bytes, said: str, headers: dict[str, str]
) -> None:
    answer = attach(signed_in(Role.HANDLER), code, upload(), upload("sai.pdf", content), headers=headers)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Attachment.objects.exists()


def test_without_a_file_it_asks_for_one(signed_in: SignIn, code: str) -> None:
    answer = attach(signed_in(Role.HANDLER), code)
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một tệp" in text_of(answer)
    assert attached() == 0


def test_too_many_at_once_are_refused(signed_in: SignIn, code: str) -> None:
    answer = attach(signed_in(Role.HANDLER), code, *(upload(f"{n}.pdf") for n in range(60)))
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_for_a_sister_office_the_dossier_is_not_found(cast: Cast, signed_in: SignIn, code: str) -> None:
    client = signed_in(Role.HANDLER, cast.sister)
    assert attach(client, code, upload()).status_code == 404
    assert client.get(f"/dossiers/{code}/files/").status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFORM_OFFICE, Role.ADMINISTRATOR])
def test_whoever_only_watches_may_not(signed_in: SignIn, code: str, role: Role) -> None:
    assert attach(signed_in(role), code, upload()).status_code == 403
    assert not Attachment.objects.exists()


def test_a_reader_is_not_led_to_it(signed_in: SignIn, code: str) -> None:
    tree = page(signed_in(Role.INSPECTOR).get(f"/dossiers/{code}/"))
    assert tree.select_one("h1") is not None
    assert not tree.select(f'a[href="/dossiers/{code}/files/"]')


def test_a_dossier_whose_road_has_ended_takes_none(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "return")
    client = signed_in(Role.RECEPTIONIST)
    client.post(
        f"/dossiers/{received.code}/tasks/{task.pk}/return/", {"key": "r", "collected_by": "Lê Thị Hoa"}
    )
    answer = attach(client, received.code, upload())
    assert answer.status_code == 409
    assert "Hồ sơ đã kết thúc" in text_of(answer)
    assert not Attachment.objects.exists()
