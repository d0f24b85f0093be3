"""Many dossiers on one page: ticked, looked at, done, with a line for each; and an officer's work given to others."""

from __future__ import annotations

from typing import Any

import pytest

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Decision, Task
from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role


def standing_at(cast: Cast, element: str, count: int = 3) -> list[int]:
    return [cast.bring_to(cast.receive().dossier_id, element).pk for _ in range(count)]


def test_ticks_lead_to_one_page_that_shows_them(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "sign")
    client = signed_in(Role.LEADER)
    ticks = page(client.get("/work/")).select("input[name=task]")
    assert [int(tick["value"]) for tick in ticks] == ids
    shown = page(client.post("/work/together/chosen/", {"task": ids}, follow=True))
    assert "Ký duyệt: 3 hồ sơ" in " ".join(shown.get_text(" ").split())
    assert len(shown.select("tr[data-row]")) == 3


def test_many_are_approved_with_one_button(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "sign")
    said = text_of(signed_in(Role.LEADER).post("/work/together/", {"task": ids, "key": "k", "remark": ""}))
    assert "3 hồ sơ đã xong" in said
    assert Task.objects.filter(element="stamp", ended_at__isnull=True).count() == 3


def test_a_clerk_finishes_many_with_numbers_that_run_on(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "stamp")
    client = signed_in(Role.CLERK)
    sent: dict[str, Any] = {"task": ids, "key": "k", "numbering": "running", "document_number": "08/GXN"}
    client.post("/work/together/", sent | {"signed_on": "01/03/2017", "signer": "Lê Văn Ký"})
    found = Decision.objects.order_by("dossier_id").values_list("document_number", flat=True)
    assert list(found) == ["08/GXN", "09/GXN", "10/GXN"]


def test_what_was_refused_is_said_and_may_be_tried_again(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "sign")
    actions.approve(ids[1], by=cast.here.actor(Role.LEADER), now=MORNING)
    shown = page(signed_in(Role.LEADER).post("/work/together/", {"task": ids, "key": "k", "remark": ""}))
    said = " ".join(shown.get_text(" ").split())
    assert "2 hồ sơ đã xong · 1 hồ sơ chưa làm được" in said
    assert "Bước này đã có người làm xong" in said
    (again,) = [link["href"] for link in shown.select("a") if "Làm lại" in link.get_text()]
    assert again == f"/work/together/?task={ids[1]}"


def test_a_form_that_lacks_something_does_nothing(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "stamp")
    answer = signed_in(Role.CLERK).post("/work/together/", {"task": ids, "key": "k", "numbering": "same"})
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("elements", [("sign", "stamp"), ("return",), ()])
def test_what_does_not_go_together_leads_back(
    cast: Cast, signed_in: SignIn, elements: tuple[str, ...]
) -> None:
    ids = [standing_at(cast, element, 1)[0] for element in elements]
    answer = signed_in(Role.LEADER).post("/work/together/chosen/", {"task": ids}, follow=True)
    assert answer.redirect_chain[-1][0] == "/work/"


def test_all_alike_are_one_click_away(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "sign")
    client = signed_in(Role.LEADER)
    shown = page(client.get(f"/work/together/?task={ids[0]}"))
    (like,) = [link["href"] for link in shown.select("a") if "Chọn tất cả 3" in link.get_text()]
    assert len(page(client.get(like)).select("tr[data-row]")) == 3


def test_a_neighbour_is_shown_nothing(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "sign", 1)
    answer = signed_in(Role.LEADER, cast.sister).get(f"/work/together/?task={ids[0]}")
    assert answer.status_code == 302


def test_a_head_gives_the_work_of_one_to_two_others(cast: Cast, signed_in: SignIn) -> None:
    ids = standing_at(cast, "handle", 4)
    people = [stage.officer(name, cast.here.division, Role.HANDLER)[1].officer_id for name in ("Hai", "Ba")]
    client = signed_in(Role.HEAD_OF_DIVISION)
    (link,) = [a["href"] for a in page(client.get("/work/sharing/")).select("tr[data-row] a")]
    assert "Thẩm tra: 4" in text_of(client.get(link))
    about = {"officer": cast.here.officer_id(Role.HANDLER), "role": "handler"}
    sent = {"task": ids, "officers": people, "reason": "Nghỉ ốm", "key": "k"}
    assert "4 hồ sơ đã xong" in text_of(client.post(link, sent | about))
    held = Task.objects.filter(pk__in=ids).order_by("pk").values_list("officer_id", flat=True)
    assert list(held) == [people[0], people[1], people[0], people[1]]


def test_where_nobody_else_is_it_is_said(cast: Cast, signed_in: SignIn) -> None:
    standing_at(cast, "handle", 1)
    handler = cast.here.officer_id(Role.HANDLER)
    said = text_of(signed_in(Role.HEAD_OF_DIVISION).get(f"/work/sharing/?officer={handler}&role=handler"))
    assert "Không có ai khác giữ vai trò" in said


def test_the_work_of_a_neighbours_officer_is_not_found(cast: Cast, signed_in: SignIn) -> None:
    standing_at(cast, "handle", 1)
    handler = cast.here.officer_id(Role.HANDLER)
    client = signed_in(Role.HEAD_OF_DIVISION, cast.sister)
    assert client.get(f"/work/sharing/?officer={handler}&role=handler").status_code == 404
    assert signed_in(Role.HANDLER).get("/work/sharing/").status_code == 403
