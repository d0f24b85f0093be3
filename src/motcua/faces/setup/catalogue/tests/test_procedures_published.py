"""What decisions do to procedures, on their pages."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.tests.cast import CONTENT
from motcua.faces.setup.timekeeping.tests.conftest import text_of, tree_of
from motcua.ground.kernel.actors import SYSTEM

NEW = {
    "decision": "new",
    "number": "20/QĐ-UBND",
    "title": "Công bố thủ tục đất đai",
    "issuer": "Chủ tịch UBND tỉnh",
    "signed_on": "01/03/2017",
    "in_force_on": "01/04/2017",
}


@pytest.fixture
def draft(cast: Cast) -> ProcedureVersion:
    """A complete draft."""
    made = actions.draft_version(cast.procedure.pk, by=SYSTEM, now=MORNING)
    return actions.edit_draft(made.pk, CONTENT, by=SYSTEM, now=MORNING)


def send(client: Client, cast: Cast, more: str, key: str = "", **said: str) -> Any:
    address = f"/setup/procedures/{cast.procedure.code}/{more}"
    return client.post(address, {"do": "yes", "key": key or str(uuid4()), **said})


def in_force(cast: Cast, on: date) -> str:
    return queries.version_in_force(cast.procedure.pk, on).name


def test_a_draft_is_published_by_a_new_decision(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    answers = [send(admin, cast, "draft/publication/", "once", **NEW) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert in_force(cast, date(2017, 3, 31)) == "Tách thửa đất"
    assert in_force(cast, date(2017, 4, 1)) == CONTENT.name
    assert PublicationDecision.objects.filter(number="20/QĐ-UBND").count() == 1


def test_a_draft_is_published_by_a_decision_that_is_there(
    cast: Cast, draft: ProcedureVersion, admin: Client
) -> None:
    act = PublicationDecision.objects.create(
        number="8/QĐ",
        title="Công bố",
        issuer="UBND",
        signed_on=date(2017, 2, 1),
        in_force_on=date(2017, 2, 20),
    )
    assert send(admin, cast, "draft/publication/", decision=str(act.pk)).status_code == 302
    assert in_force(cast, date(2017, 2, 20)) == CONTENT.name


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"number": ""}, 422, "Hãy nhập “Số quyết định”."),
        ({"in_force_on": "01/02/2017"}, 422, "Ngày có hiệu lực không được trước ngày ký."),
        ({"number": "01/QĐ-UBND"}, 409, "Đã có quyết định công bố số 01/QĐ-UBND."),
        ({"signed_on": "01/01/2015", "in_force_on": "01/01/2015"}, 422, "phải có hiệu lực sau ngày"),
    ],
)
def test_a_refused_publication_writes_nothing_and_keeps_what_was_typed(
    cast: Cast, draft: ProcedureVersion, admin: Client, changes: dict[str, str], status: int, sentence: str
) -> None:
    answer = send(admin, cast, "draft/publication/", **{**NEW, **changes})
    assert answer.status_code == status
    assert sentence in text_of(answer.content)
    assert tree_of(answer.content).select_one("[name=title]")["value"] == NEW["title"]  # type: ignore[index]
    assert PublicationDecision.objects.count() == 1
    assert ProcedureVersion.objects.get(pk=draft.pk).state == "draft"


def test_an_incomplete_draft_is_not_published(cast: Cast, admin: Client) -> None:
    actions.draft_version(cast.procedure.pk, by=SYSTEM, now=MORNING)
    answer = send(admin, cast, "draft/publication/", **NEW)
    assert answer.status_code == 422
    assert "còn thiếu: trình tự thực hiện" in text_of(answer.content)
    assert PublicationDecision.objects.count() == 1


def test_a_procedure_is_repealed(cast: Cast, admin: Client) -> None:
    answers = [send(admin, cast, "repeal/", "once", **NEW) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert not queries.in_force(date(2017, 4, 1)).exists()
    said = text_of(admin.get(f"/setup/procedures/{cast.procedure.code}/").content)
    assert "bãi bỏ theo 20/QĐ-UBND" in said
    assert "Đã có quyết định 20/QĐ-UBND bãi bỏ thủ tục này từ ngày" in said


def test_a_repealed_procedure_is_not_repealed_again(cast: Cast, admin: Client) -> None:
    send(admin, cast, "repeal/", **NEW)
    answer = send(admin, cast, "repeal/", **{**NEW, "number": "21/QĐ-UBND"})
    assert answer.status_code == 409
    assert not PublicationDecision.objects.filter(number="21/QĐ-UBND").exists()


def test_a_decision_tells_what_it_made_new_amended_and_repealed(
    cast: Cast, draft: ProcedureVersion, admin: Client
) -> None:
    send(admin, cast, "draft/publication/", **NEW)
    row = text_of(tree_of(admin.get("/setup/decisions/").content).select_one("tbody tr").encode())  # type: ignore[union-attr]
    assert row.endswith("01/04/2017 chưa có hiệu lực 0 1 0")
    act = PublicationDecision.objects.get(number="20/QĐ-UBND")
    said = text_of(admin.get(f"/setup/decisions/{act.pk}/").content)
    assert "Sửa đổi, thay thế 1 thủ tục" in said
    assert "Ban hành mới" not in said


def test_a_decision_is_entered_before_it_does_anything(cast: Cast, admin: Client) -> None:
    said = {"do": "yes", "key": "once", **NEW}
    address = {admin.post("/setup/decisions/new/", said)["Location"] for _ in range(2)}.pop()
    assert "Quyết định này chưa làm gì" in text_of(admin.get(address).content)
    assert PublicationDecision.objects.count() == 2


def test_a_decision_is_entered_once(cast: Cast, admin: Client) -> None:
    answer = admin.post("/setup/decisions/new/", {"do": "yes", "key": "k", **NEW, "number": "01/QĐ-UBND"})
    assert answer.status_code == 409
    assert tree_of(answer.content).select_one("#id_number-error") is not None
