"""The dossier's page: who sees it, what it says, what is hidden, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role

NUMBER = "082190000123"


@pytest.mark.parametrize(
    "role",
    [
        Role.RECEPTIONIST,
        Role.ONE_STOP_HEAD,
        Role.HANDLER,
        Role.HEAD_OF_DIVISION,
        Role.LEADER,
        Role.CLERK,
        Role.INSPECTOR,
        Role.REFORM_OFFICE,
    ],
)
def test_those_whose_dossier_it_is_see_it(cast: Cast, signed_in: SignIn, role: Role) -> None:
    code = cast.receive().code
    assert "Nguyễn Văn Phước: Tách thửa 214" in text_of(signed_in(role).get(f"/dossiers/{code}/"))


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.HANDLER, Role.LEADER, Role.CLERK])
def test_for_a_sister_office_it_is_not_found(cast: Cast, signed_in: SignIn, role: Role) -> None:
    code = cast.receive().code
    stranger = signed_in(role, cast.sister)
    for path in ("", "identity/"):
        answer = stranger.get(f"/dossiers/{code}/{path}")
        unknown = stranger.get(f"/dossiers/999.99.99.H58-170301-0001/{path}")
        assert answer.status_code == unknown.status_code == 404
        assert "Phước" not in text_of(answer)


def test_an_administrator_has_no_business_there(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(Role.ADMINISTRATOR).get(f"/dossiers/{cast.receive().code}/").status_code == 403


def test_it_says_whose_turn_it_is_and_what_follows(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive_untaken()
    said = text_of(signed_in(Role.HEAD_OF_DIVISION).get(f"/dossiers/{received.code}/"))
    assert "Lượt của Người thụ lý" in said
    assert "Tiếp theo Kiểm tra · Trưởng phòng" in said
    assert "Đang chờ Người thụ lý, Phòng TN&MT Huyện Châu Thành, nhận việc" in said


def test_it_explains_its_date(cast: Cast, signed_in: SignIn) -> None:
    tree = page(signed_in(Role.HANDLER).get(f"/dossiers/{cast.receive().code}/"))
    lines = [line.text for line in tree.select("#why li")]
    assert "Thời hạn: 15 ngày làm việc." in lines
    assert "Nghị định 61/2018/NĐ-CP" in lines[-1]


def test_it_says_what_it_waits_for(cast: Cast, signed_in: SignIn) -> None:
    cast.procedure = stage.procedure(fee=100_000)
    stage.offer(cast.procedure, cast.here)
    code = cast.receive(fee_paid=False).code
    assert "Phí, lệ phí 100.000 đ chưa nộp" in text_of(
        signed_in(Role.HANDLER).get(f"/dossiers/{code}/")
    ).replace("\u00a0", " ")


def test_the_identity_number_is_hidden_until_one_asks(cast: Cast, signed_in: SignIn) -> None:
    code = cast.receive().code
    client = signed_in(Role.RECEPTIONIST)
    said = text_of(client.get(f"/dossiers/{code}/"))
    assert NUMBER not in said
    assert "••••••••0123" in said
    full = text_of(client.get(f"/dossiers/{code}/identity/"))
    part = text_of(client.get(f"/dossiers/{code}/identity/", headers={"HX-Request": "true"}))
    assert NUMBER in full
    assert part == NUMBER


def test_the_one_primary_action_says_where_it_leads(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle")
    tree = page(signed_in(Role.HANDLER).get(f"/dossiers/{received.code}/"))
    (button,) = tree.select('#work [data-key="ctrl+enter"]')
    assert "Trình trưởng phòng" in button.text
    assert "Hồ sơ chuyển sang bước “Kiểm tra”" in tree.select_one("#work").text


def test_what_may_not_be_done_now_is_dimmed_with_its_reason(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "verify")
    head = cast.here.actor(Role.HEAD_OF_DIVISION)
    actions.request_completion(task.pk, by=head, now=MORNING, missing="Bản vẽ")
    actions.receive_completion(
        task.pk,
        by=cast.here.actor(Role.RECEPTIONIST),
        now=MORNING,
        papers=(actions.HandedIn(None, "Bản vẽ", originals=1),),
    )
    tree = page(signed_in(Role.HEAD_OF_DIVISION).get(f"/dossiers/{received.code}/"))
    (dimmed,) = tree.select("#work .actions > [aria-disabled=true]")
    assert dimmed.text == "Yêu cầu bổ sung"
    reason = tree.select_one(f"#{dimmed['aria-describedby']}")
    assert "đã được yêu cầu bổ sung 1 lần" in reason.text


def test_an_inspector_reads_and_is_told_why_only_that(cast: Cast, signed_in: SignIn) -> None:
    tree = page(signed_in(Role.INSPECTOR).get(f"/dossiers/{cast.receive().code}/"))
    assert "chỉ xem, không xử lý hồ sơ" in tree.select_one("#work").text
    assert tree.select("#work form, #work button") == []


def test_while_the_fee_is_owed_taking_it_is_the_first_thing_to_do(cast: Cast, signed_in: SignIn) -> None:
    cast.procedure = stage.procedure(fee=100_000)
    stage.offer(cast.procedure, cast.here)
    received = cast.receive(fee_paid=False)
    cast.bring_to(received.dossier_id, "return")
    tree = page(signed_in(Role.RECEPTIONIST).get(f"/dossiers/{received.code}/"))
    assert tree.select_one("#act")["action"] == f"/dossiers/{received.code}/fee/"
    assert "còn 1 điều kiện chưa đáp ứng" in tree.select_one("#work .reasons").text


def test_a_dossier_whose_road_has_ended_says_so(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    task = cast.bring_to(received.dossier_id, "return")
    actions.return_result(
        task.pk, by=cast.here.actor(Role.RECEPTIONIST), now=MORNING, collected_by="Lê Thị Hoa"
    )
    said = text_of(signed_in(Role.RECEPTIONIST).get(f"/dossiers/{received.code}/"))
    assert "Hồ sơ đã kết thúc" in said
    assert "Người nhận Lê Thị Hoa" in said


def test_it_tells_what_happened_the_newest_first(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive()
    cast.bring_to(received.dossier_id, "handle")
    tree = page(signed_in(Role.HANDLER).get(f"/dossiers/{received.code}/"))
    told = [title.text for title in tree.select(".moj-timeline__title")]
    assert "làm xong bước “Phân công”, chuyển sang bước “Thẩm tra”" in told[0]
    assert "tiếp nhận hồ sơ tại Bộ phận Một cửa Huyện Châu Thành" in told[-1]


def test_names_and_remarks_are_text_not_markup(cast: Cast, signed_in: SignIn) -> None:
    received = cast.receive(summary="<script>alert(1)</script>")
    by = cast.here.actor(Role.HANDLER)
    actions.note(received.dossier_id, by=by, now=MORNING, body="<img src=x onerror=alert(1)>")
    content = signed_in(Role.HANDLER).get(f"/dossiers/{received.code}/").content.decode()
    assert "<script>alert" not in content
    assert "<img" not in content


def test_the_search_opens_the_one_that_is_meant(cast: Cast, signed_in: SignIn) -> None:
    code = cast.receive().code
    client = signed_in(Role.HANDLER)
    assert client.post("/search/", {"q": f" {code.lower()} "}).headers["Location"] == f"/dossiers/{code}/"
    assert client.post("/search/", {"q": "170301-0001"}).headers["Location"] == f"/dossiers/{code}/"


def test_the_search_lists_several_and_says_when_there_is_none(cast: Cast, signed_in: SignIn) -> None:
    found = {cast.receive().code, cast.receive().code}
    client = signed_in(Role.HANDLER)
    tree = page(client.post("/search/", {"q": "170301"}))
    assert {link.text for link in tree.select("[data-row] a.code")} == found
    assert "Không tìm thấy hồ sơ" in text_of(client.post("/search/", {"q": "171231-0009"}))
    assert "Mã hồ sơ, họ tên" in text_of(client.get("/search/?q=170301"))


def test_the_search_of_a_sister_office_finds_nothing(cast: Cast, signed_in: SignIn) -> None:
    code = cast.receive().code
    assert signed_in(Role.HANDLER, cast.sister).post("/search/", {"q": code}).status_code == 200


def test_the_page_costs_the_same_whatever_has_happened(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    received = cast.receive()
    client = signed_in(Role.HANDLER)
    client.get(f"/dossiers/{received.code}/")
    with django_assert_num_queries(STATEMENTS):
        client.get(f"/dossiers/{received.code}/")
    cast.bring_to(received.dossier_id, "sign")
    with django_assert_num_queries(STATEMENTS):
        client.get(f"/dossiers/{received.code}/")


STATEMENTS = 23
