"""Where a procedure is received, and by which steps it is done, on their pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from motcua.casework.dossiers.tests import cast as stage
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures import queries as catalogue
from motcua.catalogue.procedures.models import Offer, Procedure
from motcua.catalogue.processes import queries
from motcua.catalogue.processes.models import ProcessVersion
from motcua.faces.setup.catalogue.processes import steps_of
from motcua.faces.setup.timekeeping.tests.conftest import text_of, tree_of
from motcua.people.organisation.models import Unit, UnitName

APRIL = date(2017, 4, 1)


def page_of(made: Procedure, more: str = "") -> str:
    return f"/setup/procedures/{made.code}/{more}"


@pytest.fixture
def unoffered(cast: Cast) -> Procedure:
    """A procedure that nobody receives yet."""
    return stage.procedure("Cấp giấy phép")


def add(
    client: Client, cast: Cast, made: Procedure, handler: str, key: str = "", since: str = "01/04/2017"
) -> Any:
    said = {"do": "yes", "key": key or str(uuid4()), "handler": handler, "valid_from": since}
    return client.post(page_of(made, f"offers/new/?one_stop={cast.here.one_stop.pk}"), said)


# --- offers ------------------------------------------------------------------------------------------------------


def test_one_stops_are_found_without_tones_and_without_those_that_receive_it(
    cast: Cast, unoffered: Procedure, admin: Client
) -> None:
    found = tree_of(admin.get(page_of(unoffered, "offers/new/?q=chau+thanh")).content)
    assert [link.get_text() for link in found.select("tbody a")] == ["Bộ phận Một cửa Huyện Châu Thành"]
    assert "Không tìm thấy nơi nào" in text_of(admin.get(page_of(cast.procedure, "offers/new/")).content)


def test_a_one_stop_begins_to_receive_and_the_division_handles(
    cast: Cast, unoffered: Procedure, admin: Client
) -> None:
    handler = f"{cast.here.agency.pk}-{cast.here.division.pk}"
    answers = [add(admin, cast, unoffered, handler, "once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    offer = catalogue.offer(unoffered.pk, cast.here.one_stop.pk, APRIL)
    assert (offer.agency_id, offer.division_id) == (cast.here.agency.pk, cast.here.division.pk)
    assert "chưa bắt đầu" in text_of(admin.get(page_of(unoffered, "offers/")).content)


def test_another_office_may_not_handle(cast: Cast, unoffered: Procedure, admin: Client) -> None:
    answer = add(admin, cast, unoffered, f"{cast.sister.agency.pk}-{cast.sister.division.pk}")
    assert answer.status_code == 422
    assert "Hãy chọn nơi thụ lý." in text_of(answer.content)


def test_one_that_receives_it_already_is_refused(cast: Cast, admin: Client) -> None:
    answer = add(admin, cast, cast.procedure, f"{cast.here.agency.pk}-{cast.here.agency.pk}")
    assert answer.status_code == 409
    assert "đang tiếp nhận thủ tục đã chọn" in text_of(answer.content)


def test_only_a_one_stop_is_offered_to(cast: Cast, unoffered: Procedure, admin: Client) -> None:
    assert admin.get(page_of(unoffered, f"offers/new/?one_stop={cast.here.agency.pk}")).status_code == 422
    assert admin.get(page_of(unoffered, "offers/new/?one_stop=x")).status_code == 404


def end(client: Client, cast: Cast, on: str, key: str = "k") -> Any:
    address = page_of(cast.procedure, f"offers/{cast.here.one_stop.pk}/end/")
    return client.post(address, {"do": "yes", "key": key, "valid_to": on})


def test_a_one_stop_ceases_to_receive(cast: Cast, admin: Client) -> None:
    assert [end(admin, cast, "01/04/2017").status_code for _ in range(2)] == [302, 302]
    assert Offer.objects.get(procedure=cast.procedure, one_stop=cast.here.one_stop).valid_to == APRIL


def test_it_cannot_cease_before_it_began(cast: Cast, admin: Client) -> None:
    answer = end(admin, cast, "01/01/2016")
    assert answer.status_code == 409
    assert tree_of(answer.content).select_one("[name=valid_to]")["value"] == "01/01/2016"  # type: ignore[index]


def test_the_places_cost_the_same_for_any_number(
    cast: Cast, admin: Client, django_assert_num_queries: Any
) -> None:
    admin.get(page_of(cast.procedure, "offers/"))
    with django_assert_num_queries(OFFERS):
        admin.get(page_of(cast.procedure, "offers/"))


# One of them asks what units were called that are no longer.
OFFERS = 13

# --- processes ---------------------------------------------------------------------------------------------------

LINES = (
    ("Nhận", "receive", "one_stop", "receptionist", "4"),
    ("Xét", "handle", "division", "handler", "100"),
    ("Xét lại", "handle", "division", "handler", ""),
    ("Ký", "sign", "agency", "leader", "8"),
    ("Trả", "return", "one_stop", "receptionist", ""),
)


def written(lines: tuple[tuple[str, ...], ...] = LINES, **changes: str) -> dict[str, str]:
    said = {
        "do": "yes",
        "key": str(uuid4()),
        "valid_from": "01/04/2017",
        "origin": "published",
        "source": "5/QĐ",
    }
    said["steps-count"] = str(len(lines))
    for at, line in enumerate(lines):
        names = ("name", "kind", "place", "role", "hours")
        said |= {f"steps-{at}-{name}": value for name, value in zip(names, line, strict=True)}
    return said | changes


def publish(client: Client, cast: Cast, said: dict[str, str]) -> Any:
    return client.post(page_of(cast.procedure, "process/new/"), said)


def test_steps_of_one_kind_have_keys_of_their_own() -> None:
    rows = [
        {"name": name, "kind": kind, "place": place, "role": role, "hours": None}
        for name, kind, place, role, _hours in LINES
    ]
    assert [step.key for step in steps_of(rows)] == ["receive", "handle", "handle-2", "sign", "return"]


def test_a_process_is_published_from_a_plain_list(cast: Cast, admin: Client) -> None:
    assert publish(admin, cast, written()).status_code == 302
    found = queries.in_force(cast.procedure.pk, APRIL)
    assert [step.name for step in queries.definition(found.pk).steps] == [line[0] for line in LINES]
    assert "chưa phân bổ hết thời hạn 15 ngày làm việc" in found.mismatch
    said = text_of(admin.get(page_of(cast.procedure, "process/")).content)
    assert "Quy trình 2 từ 01/04/2017 sắp áp dụng Quy trình nội bộ đã công bố" in said
    assert "Do hệ thống lập từ thời hạn" in said


@pytest.mark.parametrize(
    ("lines", "changes", "sentence"),
    [
        (LINES[:3], {}, "chưa có bước trả kết quả."),
        ((LINES[0], LINES[1], LINES[4]), {}, "mà không qua bước ký."),
        (LINES, {"valid_from": "01/01/2016"}, "phải áp dụng sau ngày"),
        (LINES, {"steps-1-hours": "nhiều"}, "Nhập một số"),
        (LINES, {"source": ""}, "Văn bản ban hành"),
    ],
)
def test_a_process_that_cannot_be_used_is_refused_with_its_rows_kept(
    cast: Cast, admin: Client, lines: tuple[tuple[str, ...], ...], changes: dict[str, str], sentence: str
) -> None:
    answer = publish(admin, cast, written(lines, **changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer.content)
    assert tree_of(answer.content).select_one("[name='steps-1-name']")["value"] == "Xét"  # type: ignore[index]
    assert ProcessVersion.objects.filter(procedure=cast.procedure).count() == 1


def test_a_step_is_added_without_losing_what_is_typed(cast: Cast, admin: Client) -> None:
    said = written(valid_from="chưa rõ")
    del said["do"]
    page = tree_of(publish(admin, cast, said | {"add": "steps"}).content)
    assert page.select_one("[name='steps-count']")["value"] == "6"  # type: ignore[index]
    assert page.select_one("[name=valid_from]")["value"] == "chưa rõ"  # type: ignore[index]
    assert not page.select(".govuk-error-message")


def test_the_form_opens_with_the_steps_in_force(cast: Cast, admin: Client) -> None:
    page = tree_of(admin.get(page_of(cast.procedure, "process/new/")).content)
    assert page.select_one("[name='steps-2-name']")["value"] == "Thẩm tra"  # type: ignore[index]


def test_a_unit_that_is_gone_is_called_what_it_was_called(cast: Cast, admin: Client) -> None:
    UnitName.objects.filter(unit=cast.sister.one_stop).update(
        name="Bộ phận Một cửa cũ", valid_to=MORNING.date() - timedelta(days=1)
    )
    Unit.objects.filter(pk=cast.sister.one_stop.pk).update(valid_to=MORNING.date() - timedelta(days=1))
    shown = text_of(admin.get(f"/setup/procedures/{cast.procedure.code}/offers/").content)
    assert "Bộ phận Một cửa cũ" in shown
    assert "nay không còn" not in shown
