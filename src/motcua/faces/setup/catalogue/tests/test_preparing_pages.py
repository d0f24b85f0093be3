"""A decision prepared on the pages: drafted, filled, checked by another, signed; and its annex to print."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast, officer
from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.actions import NewProcedure
from motcua.catalogue.procedures.models import DecisionDraft, ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.tests.cast import CONTENT
from motcua.faces.setup.tests.conftest import SignIn, page, words
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Role

LIST = "/setup/decisions/"
NEW = "/setup/decision-drafts/new/"
WORDS = {"title": "Công bố thủ tục hộ tịch", "issuer": "Chủ tịch UBND tỉnh", "in_force_on": "10/04/2017"}


def said(**fields: object) -> dict[str, object]:
    return {"key": str(uuid4()), "do": "yes", **fields}


@pytest.fixture
def other(cast: Cast) -> Client:
    """Another administrator of the province."""
    account, _appointed = officer("Quản trị thứ hai", cast.province, Role.ADMINISTRATOR)
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def fresh(cast: Cast) -> ProcedureVersion:
    """A draft of a procedure that was never published."""
    actions.add_field("ho-tich", "Hộ tịch", by=SYSTEM, now=MORNING)
    wanted = NewProcedure("3.000001", "ho-tich", "commune", replace(CONTENT, name="Đăng ký giám hộ"))
    return actions.create_procedures([wanted], by=SYSTEM, now=MORNING)[0]


@pytest.fixture
def drafted(cast: Cast, fresh: ProcedureVersion, admin: Client) -> str:
    """The address of a decision with one procedure made new and one repealed."""
    address = str(admin.post(NEW, said(**WORDS))["Location"])
    items = {"drafts": [fresh.procedure_id], "repealed": cast.procedure.code}
    assert admin.post(address + "items/", said(**items)).status_code == 302
    return address


def test_a_decision_is_drafted_and_listed(cast: Cast, admin: Client, drafted: str) -> None:
    shown = page(admin.get(LIST))
    assert drafted in [link["href"] for link in shown.select("a")]
    assert "Đang soạn" in words(admin.get(LIST))


def test_it_shows_its_items_by_kind(admin: Client, drafted: str) -> None:
    headings = [one.get_text(strip=True) for one in page(admin.get(drafted)).select("main h2")]
    assert headings[:2] == ["Ban hành mới", "Bãi bỏ"]


def test_who_drafted_it_is_told_that_another_must_check(admin: Client, drafted: str) -> None:
    assert "Người soạn không tự kiểm tra" in words(admin.get(drafted))
    admin.post(drafted + "check/")
    assert DecisionDraft.objects.get().state == "draft"


def test_another_checks_it_and_it_is_signed(cast: Cast, admin: Client, other: Client, drafted: str) -> None:
    other.post(drafted + "check/")
    assert "chờ ký" in words(admin.get(drafted))
    signature = said(number="54/QĐ-UBND", signed_on="01/03/2017", signer="Lê Văn A")
    answer = admin.post(drafted + "signature/", signature)
    decision = PublicationDecision.objects.get(number="54/QĐ-UBND")
    assert answer["Location"] == f"/setup/decisions/{decision.pk}/"
    assert {kind: len(found) for kind, found in queries.items_of(decision.pk).items()} == {
        "new": 1,
        "amended": 0,
        "repealed": 1,
    }
    assert admin.get(drafted)["Location"] == answer["Location"]


def test_the_annex_lists_what_it_did(cast: Cast, admin: Client, other: Client, drafted: str) -> None:
    other.post(drafted + "check/")
    admin.post(drafted + "signature/", said(number="54", signed_on="01/03/2017", signer="Lê Văn A"))
    decision = PublicationDecision.objects.get(number="54")
    shown = words(admin.get(f"/setup/decisions/{decision.pk}/annex/"))
    assert "Thủ tục hành chính mới ban hành" in shown
    assert "Thủ tục hành chính bị bãi bỏ" in shown
    assert "Lê Văn A" in shown


def test_a_fault_stands_beside_its_item(
    admin: Client, other: Client, fresh: ProcedureVersion, drafted: str
) -> None:
    actions.edit_draft(fresh.pk, replace(CONTENT, name="X", sequence=""), by=SYSTEM, now=MORNING)
    assert "Nội dung còn thiếu: trình tự thực hiện" in words(other.get(drafted))
    other.post(drafted + "check/")
    assert DecisionDraft.objects.get().state == "draft"


def test_an_item_is_taken_out_again(admin: Client, fresh: ProcedureVersion, drafted: str) -> None:
    admin.post(f"{drafted}items/{fresh.procedure_id}/removal/")
    assert "Đăng ký giám hộ" not in words(admin.get(drafted))


@pytest.mark.parametrize("items", [{}, {"repealed": "9.999"}])
def test_items_that_are_none_are_refused(admin: Client, drafted: str, items: dict[str, str]) -> None:
    assert admin.post(drafted + "items/", said(**items)).status_code in (404, 422)


def test_a_draft_is_withdrawn_after_a_question(admin: Client, drafted: str) -> None:
    assert "Rút dự thảo" in words(admin.get(drafted + "withdrawal/"))
    admin.post(drafted + "withdrawal/", said())
    assert DecisionDraft.objects.get().state == "withdrawn"
    assert drafted not in str(admin.get(LIST).content)


def test_words_are_changed_and_a_checked_one_reopened(admin: Client, other: Client, drafted: str) -> None:
    admin.post(drafted + "words/", said(**WORDS | {"title": "Trích yếu khác"}))
    assert "Trích yếu khác" in words(admin.get(drafted))
    other.post(drafted + "check/")
    admin.post(drafted + "reopening/")
    assert DecisionDraft.objects.get().state == "draft"


@pytest.mark.parametrize("role", [Role.HANDLER, Role.RECEPTIONIST, Role.INSPECTOR])
def test_others_only_look(signed_in: SignIn, drafted: str, role: Role) -> None:
    client = signed_in(role)
    assert "chỉ để xem" in words(client.get(drafted)).lower()
    assert client.post(drafted + "check/").status_code == 403
    assert client.get(drafted + "signature/").status_code == 403


def test_what_is_not_there_is_not_found(admin: Client) -> None:
    assert admin.get("/setup/decision-drafts/999999/").status_code == 404
    assert admin.get("/setup/decisions/999999/annex/").status_code == 404
