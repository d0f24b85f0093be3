"""The catalogue on screens: who sees, what is found, what a procedure's page tells, two versions side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures import actions, queries
from motcua.catalogue.procedures.models import Procedure, ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.tests.cast import CONTENT
from motcua.faces.setup.timekeeping.tests.conftest import EVERYBODY, SignIn, text_of, tree_of
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Role

KEEPERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICE)
READERS = [role for role in EVERYBODY if role not in KEEPERS]
CHANGES = ("draft/", "draft/removal/", "draft/publication/", "repeal/", "offers/new/", "process/new/")


def page_of(made: Procedure, more: str = "") -> str:
    return f"/setup/procedures/{made.code}/{more}"


@pytest.fixture
def drafted(cast: Cast) -> ProcedureVersion:
    """A draft of the cast's procedure with a complete content."""
    draft = actions.draft_version(cast.procedure.pk, by=SYSTEM, now=MORNING)
    return actions.edit_draft(draft.pk, replace(CONTENT, name="Tách thửa đất mới"), by=SYSTEM, now=MORNING)


def repealed(cast: Cast) -> Procedure:
    """A procedure that a decision has ended."""
    made = stage.procedure("Cấp giấy cũ")
    act = PublicationDecision.objects.create(
        number="09/QĐ",
        title="Bãi bỏ",
        issuer="UBND",
        signed_on=date(2017, 1, 5),
        in_force_on=date(2017, 2, 1),
    )
    actions.repeal(made.pk, decision_id=act.pk, by=SYSTEM, now=MORNING)
    return made


@pytest.mark.parametrize(
    "role", [role for role in READERS if role in (Role.HANDLER, Role.INSPECTOR, Role.LEADER)]
)
def test_others_look_and_read_why_they_may_not_change(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    for address in (
        "/setup/procedures/",
        page_of(cast.procedure),
        "/setup/decisions/",
        page_of(cast.procedure, "offers/"),
    ):
        assert "Chỉ quản trị viên và cơ quan thường trực CCHC" in text_of(client.get(address).content), (
            address
        )


@pytest.mark.parametrize("role", KEEPERS)
@pytest.mark.parametrize("more", CHANGES)
def test_those_who_keep_the_catalogue_open_every_form(
    cast: Cast, drafted: ProcedureVersion, signed_in: SignIn, role: Role, more: str
) -> None:
    assert signed_in(role).get(page_of(cast.procedure, more)).status_code == 200


@pytest.mark.parametrize("more", [*CHANGES, "drafts/"])
def test_nobody_else_changes_anything(
    cast: Cast, drafted: ProcedureVersion, signed_in: SignIn, more: str
) -> None:
    assert signed_in(Role.INSPECTOR).post(page_of(cast.procedure, more), {"do": "yes"}).status_code == 403
    assert signed_in(Role.LEADER).post(page_of(cast.procedure, more), {"do": "yes"}).status_code == 403


def test_the_public_does_not_come_here(cast: Cast) -> None:
    assert Client().get("/setup/procedures/").status_code == 302


def found_in(client: Client, query: str) -> list[str]:
    page = tree_of(client.get(f"/setup/procedures/?{query}").content)
    return [link.get_text() for link in page.select(".row__name")]


def test_each_state_has_its_list(cast: Cast, drafted: ProcedureVersion, admin: Client) -> None:
    repealed(cast)
    assert found_in(admin, "") == ["Tách thửa đất"]
    assert found_in(admin, "state=draft") == ["Tách thửa đất mới"]
    assert found_in(admin, "state=repealed") == ["Cấp giấy cũ"]
    assert found_in(admin, "state=coming") == found_in(admin, "state=illustrative") == []


def test_what_comes_into_force_later_has_its_list(
    cast: Cast, drafted: ProcedureVersion, admin: Client
) -> None:
    act = PublicationDecision.objects.create(
        number="10/QĐ",
        title="Công bố",
        issuer="UBND",
        signed_on=date(2017, 2, 1),
        in_force_on=date(2017, 7, 1),
    )
    actions.publish(drafted.pk, decision_id=act.pk, by=SYSTEM, now=MORNING)
    assert found_in(admin, "state=coming") == ["Tách thửa đất mới"]
    assert found_in(admin, "") == ["Tách thửa đất"]


def test_a_procedure_that_is_brought_back_is_no_longer_repealed(cast: Cast, admin: Client) -> None:
    made = repealed(cast)
    draft = actions.draft_version(made.pk, by=SYSTEM, now=MORNING)
    actions.edit_draft(draft.pk, CONTENT, by=SYSTEM, now=MORNING)
    assert found_in(admin, "state=repealed") == ["Cấp giấy cũ"]
    act = PublicationDecision.objects.create(
        number="11/QĐ",
        title="Công bố",
        issuer="UBND",
        signed_on=date(2017, 2, 1),
        in_force_on=date(2017, 2, 20),
    )
    actions.publish(draft.pk, decision_id=act.pk, by=SYSTEM, now=MORNING)
    assert found_in(admin, "state=repealed") == []


def test_drafts_are_searched_like_the_rest(cast: Cast, drafted: ProcedureVersion, admin: Client) -> None:
    assert found_in(admin, "state=draft&q=thua+tach") == ["Tách thửa đất mới"]
    assert found_in(admin, "state=draft&q=tach+khongco") == []
    assert found_in(admin, "state=draft&level=commune") == []


def test_nothing_found_says_what_to_do(cast: Cast, admin: Client) -> None:
    said = text_of(admin.get("/setup/procedures/?q=khongco").content)
    assert "Không có thủ tục nào ở đây" in said
    assert "bỏ bớt bộ lọc" in said


def test_a_procedure_shows_its_versions_and_what_each_came_by(
    cast: Cast, drafted: ProcedureVersion, admin: Client
) -> None:
    said = text_of(admin.get(page_of(cast.procedure)).content)
    assert "Bản 2 dự thảo chưa công bố so với bản trước" in said
    assert "Bản 1 đang hiệu lực từ 01/01/2016 01/QĐ-UBND" in said
    assert "2 Bộ phận Một cửa đang tiếp nhận" in said


def test_a_repealed_one_says_by_which_decision(cast: Cast, admin: Client) -> None:
    made = repealed(cast)
    assert "bãi bỏ theo 09/QĐ" in text_of(admin.get(page_of(made)).content)
    assert "Bản này không còn hiệu lực" in text_of(admin.get(page_of(made, "versions/1/")).content)


def test_a_draft_says_what_it_lacks_and_cannot_be_published_yet(cast: Cast, admin: Client) -> None:
    actions.draft_version(cast.procedure.pk, by=SYSTEM, now=MORNING)
    said = text_of(admin.get(page_of(cast.procedure, "versions/2/")).content)
    assert "Chưa công bố được: còn thiếu trình tự thực hiện, cách thức thực hiện" in said


def test_two_versions_stand_side_by_side(cast: Cast, drafted: ProcedureVersion, admin: Client) -> None:
    page = tree_of(admin.get(page_of(cast.procedure, "comparison/")).content)
    rows = {row.find("th").get_text(): row for row in page.select(".diff tbody tr")}  # type: ignore[union-attr]
    assert rows["Tên thủ tục"].find("ins").get_text() == " mới"  # type: ignore[union-attr]
    assert "Số lượng hồ sơ" not in rows


def test_everything_is_compared_when_asked_for(cast: Cast, drafted: ProcedureVersion, admin: Client) -> None:
    said = text_of(admin.get(page_of(cast.procedure, "comparison/?all=yes")).content)
    assert "Số lượng hồ sơ không đổi" in said


def test_a_version_with_itself_has_no_difference(cast: Cast, admin: Client) -> None:
    assert "Hai bản giống nhau" in text_of(admin.get(page_of(cast.procedure, "comparison/")).content)


@pytest.mark.parametrize("address", ["/setup/procedures/9.9/", "/setup/decisions/99999/"])
def test_what_is_not_there_is_not_found(cast: Cast, admin: Client, address: str) -> None:
    assert admin.get(address).status_code == 404


def test_a_version_that_is_not_there_is_not_found(cast: Cast, admin: Client) -> None:
    assert admin.get(page_of(cast.procedure, "versions/9/")).status_code == 404
    assert admin.get(page_of(cast.procedure, "draft/")).status_code == 404


@pytest.mark.parametrize("address", ["/setup/procedures/", "/setup/decisions/"])
def test_a_list_costs_the_same_for_any_number_of_rows(
    cast: Cast, admin: Client, django_assert_num_queries: Any, address: str
) -> None:
    for number in range(5):
        stage.procedure(f"Thủ tục {number}")
    admin.get(address)
    with django_assert_num_queries(STATEMENTS[address]):
        admin.get(address)


STATEMENTS = {"/setup/procedures/": 12, "/setup/decisions/": 11}


def test_papers_limits_and_fees_are_told_in_words(
    cast: Cast, drafted: ProcedureVersion, admin: Client
) -> None:
    said = text_of(admin.get(page_of(cast.procedure, "versions/2/")).content)
    assert "1. Tờ khai đăng ký khai sinh (1 bản chính)" in said
    assert "Ghi chú: Xuất trình giấy tờ." in said
    assert "Trong ngày; nếu nộp sau 15:00 thì 1 ngày làm việc" in said
    assert queries.content(drafted.pk).fees[0].amount == 8000
    assert "8.000" in said
