"""Handing over paper files in the browser: given by the counter, answered by the division, settled by the counter."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.custody.models import HandoverList
from motcua.casework.dossiers.models import PaperFile
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn, page
from motcua.people.organisation.models import Role


@pytest.fixture
def dossiers(cast: Cast) -> list[int]:
    return [cast.receive().dossier_id for _ in range(2)]


def words(tree: Any) -> str:
    return " ".join(tree.get_text(" ").split())


def give(client: Client, cast: Cast, dossiers: list[int], key: str = "give-1") -> Any:
    return client.post("/handovers/", {"taker": cast.here.division.pk, "dossier": dossiers, "key": key})


def test_the_counter_sees_what_it_has_to_hand_over(
    cast: Cast, signed_in: SignIn, dossiers: list[int]
) -> None:
    giving = page(signed_in(Role.RECEPTIONIST).get("/handovers/")).select_one("#giving")
    assert [box["value"] for box in giving.select("input[name=dossier][checked]")] == [
        str(pk) for pk in dossiers
    ]
    assert "Phòng TN&MT Huyện Châu Thành 2 hồ sơ" in words(giving)


def test_a_day_without_files_says_so(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    giving = page(signed_in(Role.RECEPTIONIST).get("/handovers/?day=2017-02-01")).select_one("#giving")
    assert "Không có hồ sơ nào tiếp nhận ngày này phải bàn giao" in words(giving)


def test_giving_leads_to_the_list_and_twice_to_the_same(
    cast: Cast, signed_in: SignIn, dossiers: list[int]
) -> None:
    client = signed_in(Role.RECEPTIONIST)
    places = {give(client, cast, dossiers)["Location"] for _ in range(2)}
    assert places == {f"/handovers/{HandoverList.objects.get().pk}/"}


def test_nothing_ticked_is_said_on_the_page(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    answer = give(signed_in(Role.RECEPTIONIST), cast, [])
    assert answer.status_code == 422
    assert "Hãy đánh dấu ít nhất một hồ sơ" in words(page(answer))


def test_the_rail_counts_what_waits_for_an_answer(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    give(signed_in(Role.RECEPTIONIST), cast, dossiers)
    rail = page(signed_in(Role.HANDLER).get("/work/")).select_one('.rail a[href="/handovers/"]')
    assert rail.select_one(".rail__count").text == "1"


def test_what_differs_goes_to_and_fro(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    place = give(signed_in(Role.RECEPTIONIST), cast, dossiers)["Location"]
    answer = {"came": ["1"], "difference-2": "Không có trong bì", "key": "take-1"}
    assert signed_in(Role.HANDLER).post(place, answer).status_code == 302
    counter = signed_in(Role.RECEPTIONIST)
    assert "Không có trong bì" in words(page(counter.get(place)))
    assert counter.post(place + "settlement/").status_code == 302
    assert HandoverList.objects.get().state == "settled"
    assert PaperFile.objects.get().dossier_id == dossiers[0]


def test_a_refused_answer_keeps_what_was_typed(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    place = give(signed_in(Role.RECEPTIONIST), cast, dossiers)["Location"]
    answer = signed_in(Role.HANDLER).post(place, {"difference-1": "Rách bìa", "key": "take-1"})
    assert answer.status_code == 422
    assert page(answer).select_one("input[name=difference-1]")["value"] == "Rách bìa"
    assert not page(answer).select("input[name=came][checked]")


def test_a_cancelled_list_is_no_more_to_answer(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    place = give(signed_in(Role.RECEPTIONIST), cast, dossiers)["Location"]
    assert signed_in(Role.RECEPTIONIST).post(place + "cancellation/").status_code == 302
    assert signed_in(Role.HANDLER).post(place, {"came": ["1"], "key": "take-1"}).status_code == 409


def test_another_district_does_not_find_it(cast: Cast, signed_in: SignIn, dossiers: list[int]) -> None:
    place = give(signed_in(Role.RECEPTIONIST), cast, dossiers)["Location"]
    assert signed_in(Role.HANDLER, cast.sister).get(place).status_code == 404
