"""A draft written on its page: every part kept, rows added without script, nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Procedure, ProcedureVersion
from motcua.catalogue.procedures.rules import Content
from motcua.catalogue.procedures.tests.cast import CONTENT
from motcua.faces.setup.timekeeping.tests.conftest import text_of, tree_of
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.kernel.models import JournalRow


@pytest.fixture
def draft(cast: Cast) -> ProcedureVersion:
    """A draft with a content that has every kind of row."""
    made = actions.draft_version(cast.procedure.pk, by=SYSTEM, now=MORNING)
    return actions.edit_draft(made.pk, CONTENT, by=SYSTEM, now=MORNING)


def address(cast: Cast) -> str:
    return f"/setup/procedures/{cast.procedure.code}/draft/"


def typed(page: BeautifulSoup) -> dict[str, Any]:
    """What a browser would send of the form as it stands."""
    said: dict[str, Any] = {}
    form = page.select_one("form.parts-form")
    assert form is not None
    for field in form.select("input[name], select[name], textarea[name]"):
        name = str(field["name"])
        if field.name == "textarea":
            said[name] = field.get_text().removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            said[name] = chosen["value"] if chosen else ""
        elif field.get("type") == "checkbox":
            if field.has_attr("checked"):
                said.setdefault(name, []).append(field.get("value", "on"))
        else:
            said[name] = field.get("value", "")
    return said


def opened(client: Client, cast: Cast) -> dict[str, Any]:
    return typed(tree_of(client.get(address(cast)).content))


def kept(draft: ProcedureVersion) -> Content:
    return queries.content(draft.pk)


def test_saving_what_was_opened_changes_nothing(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    before = JournalRow.objects.count()
    answer = admin.post(address(cast), opened(admin, cast) | {"do": "yes"})
    assert answer.status_code == 302
    assert kept(draft) == CONTENT
    assert JournalRow.objects.count() == before


def test_parts_and_rows_are_kept_as_written(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    said = opened(admin, cast) | {
        "do": "yes",
        "conditions": "Đủ tuổi",
        "legal_basis": "60/2014/QH13\r\n\r\n 123/2015/NĐ-CP ",
        "papers-1-is_note": "",
        "limits-0-amount": "2,5",
        "limits-0-case": "Có yếu tố nước ngoài",
        "fees-0-amount": "75000",
    }
    admin.post(address(cast), said)
    found = kept(draft)
    assert found.conditions == "Đủ tuổi"
    assert found.legal_basis == ("60/2014/QH13", "123/2015/NĐ-CP")
    assert (found.time_limits[0].amount, found.time_limits[0].case) == (
        Decimal("2.5"),
        "Có yếu tố nước ngoài",
    )
    assert found.fees[0].amount == 75000


def test_a_row_is_added_without_losing_anything(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    said = opened(admin, cast) | {"add": "papers", "conditions": "đang gõ dở", "limits-0-amount": "hai"}
    page = tree_of(admin.post(address(cast), said).content)
    assert page.select_one("[name='papers-count']")["value"] == "3"  # type: ignore[index]
    assert "đang gõ dở" in page.select_one("[name=conditions]").get_text()  # type: ignore[union-attr]
    assert page.select_one("[name='limits-0-amount']")["value"] == "hai"  # type: ignore[index]
    assert not page.select(".govuk-error-message")
    assert kept(draft) == CONTENT


def test_a_row_is_left_out_and_the_others_move_up(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    page = tree_of(admin.post(address(cast), opened(admin, cast) | {"drop": "papers-0"}).content)
    assert "Xuất trình" in page.select_one("[name='papers-0-name']").get_text()  # type: ignore[union-attr]
    admin.post(address(cast), typed(page) | {"do": "yes"})
    assert [row.name for row in kept(draft).papers] == ["Xuất trình giấy tờ."]


def test_an_empty_row_does_not_count(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    page = tree_of(admin.post(address(cast), opened(admin, cast) | {"add": "limits"}).content)
    assert admin.post(address(cast), typed(page) | {"do": "yes"}).status_code == 302
    assert kept(draft).time_limits == CONTENT.time_limits


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Hãy nhập “Tên thủ tục”."),
        ({"papers-0-name": ""}, "Hãy nhập “Tên giấy tờ”."),
        ({"papers-0-originals": "x"}, "Bản chính"),
        ({"fees-0-amount": "-5"}, "Mức thu (đồng)"),
        ({"limits-0-unit": "month", "limits-0-amount": "1,5"}, "phải là số nguyên"),
    ],
)
def test_what_cannot_be_is_refused_beside_what_was_typed(
    cast: Cast, draft: ProcedureVersion, admin: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = admin.post(address(cast), opened(admin, cast) | {"do": "yes", "note": "giữ lại"} | changes)
    assert answer.status_code == 422
    assert sentence in text_of(answer.content)
    again = typed(tree_of(answer.content))
    assert again["note"] == "giữ lại"
    assert {name: again[name] for name in changes} == changes
    assert kept(draft) == CONTENT


def test_a_draft_is_begun_once(cast: Cast, admin: Client) -> None:
    for _ in range(2):
        answer = admin.post(f"/setup/procedures/{cast.procedure.code}/drafts/")
        assert answer["Location"] == address(cast)
    assert cast.procedure.versions.count() == 2


def test_a_draft_is_thrown_away(cast: Cast, draft: ProcedureVersion, admin: Client) -> None:
    admin.post(address(cast) + "removal/", {"do": "yes", "key": "k"})
    assert list(cast.procedure.versions.values_list("number", flat=True)) == [1]


def new(client: Client, **changes: str) -> Any:
    said = {"code": "1.777", "level": "district", "field": "dat-dai", "name": "Thủ tục mới"}
    return client.post("/setup/procedures/new/", {"do": "yes", "key": str(uuid4()), **said, **changes})


def test_a_procedure_is_entered_with_a_draft_to_write(cast: Cast, admin: Client) -> None:
    assert new(admin)["Location"] == "/setup/procedures/1.777/draft/"
    assert Procedure.objects.get(code="1.777").versions.get().state == "draft"


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"name": ""}, 422, "Hãy nhập"),
        ({"code": "a b"}, 422, "Mã chỉ gồm"),
        ({"code": "TAKEN"}, 409, "Đã có thủ tục"),
    ],
)
def test_a_procedure_that_cannot_be_entered_is_refused(
    cast: Cast, admin: Client, changes: dict[str, str], status: int, sentence: str
) -> None:
    if changes.get("code") == "TAKEN":
        changes = {"code": cast.procedure.code}
    answer = new(admin, **changes)
    assert answer.status_code == status
    assert sentence in text_of(answer.content)
