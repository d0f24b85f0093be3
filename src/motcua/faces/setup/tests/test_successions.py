"""Two communes become one on the screens: planned, looked at, officers reviewed, given up, carried out, followed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from motcua.casework.dossiers.actions.changes import working
from motcua.casework.dossiers.models import Dossier, PartAssignment
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at, office, set_the_stage
from motcua.casework.dossiers.tests.verbs.units.test_moving import without_division
from motcua.ground.kernel import clock
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Appointment, Role, Succession, Unit, UnitName, UnitParent

SAID = {"on": "03/04/2017", "act": "Nghị quyết 12/NQ-HĐND"}


@pytest.fixture
def cast(db: None) -> Cast:
    made = set_the_stage()
    without_division(made)
    clock.mark_demonstration(at=MORNING)
    return made


@pytest.fixture
def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.watchers[Role.ADMINISTRATOR.value][0])
    return client


def words(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def plan(cast: Cast, admin: Client, **changes: str) -> Any:
    said = {"do": "yes", "key": str(uuid4()), "successor": str(cast.sister.agency.pk), **SAID, **changes}
    return admin.post(f"/setup/units/{cast.here.agency.pk}/succession/", said)


def planned(cast: Cast, admin: Client) -> str:
    answer = plan(cast, admin)
    assert answer.status_code == 302
    return str(answer.url)


def test_the_unit_leads_to_its_plan(cast: Cast, admin: Client) -> None:
    unit = f"/setup/units/{cast.here.agency.pk}/"
    assert "Sáp nhập vào đơn vị khác" in words(admin.get(unit))
    address = planned(cast, admin)
    assert address in admin.get(unit).content.decode()


def test_the_plan_shows_all_that_goes(cast: Cast, admin: Client) -> None:
    cast.receive_untaken()
    said = words(admin.get(planned(cast, admin)))
    assert "Huyện Châu Thành → Huyện Cái Bè" in said
    assert "Huyện Châu Thành Thẩm tra 1" in said
    assert "2 thủ tục được đơn vị kế thừa tiếp nhận thay" in said
    assert "chưa được đối chiếu với văn bản" in said
    assert "Người tiếp nhận Huyện Châu Thành" in said


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"on": "01/03/2017"}, 422, "Ngày kế thừa phải sau hôm nay"),
        ({"act": ""}, 422, "Căn cứ"),
        ({"successor": ""}, 422, "Hãy chọn đơn vị kế thừa"),
    ],
)
def test_what_cannot_be_is_refused_beside_what_was_typed(
    cast: Cast, admin: Client, changes: dict[str, str], status: int, said: str
) -> None:
    answer = plan(cast, admin, **changes)
    assert answer.status_code == status
    assert said in words(answer)


def test_sent_twice_it_is_planned_once(cast: Cast, admin: Client) -> None:
    answers = [plan(cast, admin, key="once") for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Succession.objects.filter(lead=None).count() == 1


def test_the_officers_are_reviewed(cast: Cast, admin: Client) -> None:
    address = planned(cast, admin)
    leaving = cast.here.appointments[Role.HANDLER.value].pk
    answer = admin.post(f"{address}officers/", {"key": "k", f"fate-{leaving}": "ended"}, follow=True)
    page = BeautifulSoup(answer.content, "html.parser")
    chosen = page.select_one(f"#fate-{leaving} option[selected]")
    assert chosen is not None
    assert chosen["value"] == "ended"
    assert admin.post(f"{address}officers/", {"key": "l", f"fate-{leaving}": "x"}).status_code == 422


def test_a_plan_is_given_up(cast: Cast, admin: Client) -> None:
    address = planned(cast, admin)
    said = words(admin.post(f"{address}cancellation/", follow=True))
    assert "Đã hủy kế hoạch" in said
    assert "Sáp nhập vào đơn vị khác" in words(admin.get(f"/setup/units/{cast.here.agency.pk}/"))


def test_on_the_day_it_is_carried_out_and_followed(cast: Cast, admin: Client) -> None:
    received = cast.receive_untaken()
    address = planned(cast, admin)
    working.work_off(by=SYSTEM, now=at("2017-04-03 00:05"), seconds=30)
    said = words(admin.get(address))
    assert "Đã xong" in said
    assert "Hồ sơ đã chuyển" in said
    change = words(admin.get("/setup/changes/"))
    assert "Huyện Châu Thành sáp nhập vào Huyện Cái Bè" in change
    assert Dossier.objects.get(pk=received.dossier_id).agency_id == cast.sister.agency.pk
    again = admin.post(f"{address}cancellation/")
    assert again.status_code == 409
    assert Appointment.objects.filter(unit=cast.sister.one_stop, valid_from=date(2017, 4, 3)).exists()


def test_the_story_says_it_moved(cast: Cast, admin: Client) -> None:
    received = cast.receive_untaken()
    planned(cast, admin)
    now = at("2017-04-03 08:00")
    working.work_off(by=SYSTEM, now=now, seconds=30)
    clock.mark_demonstration(at=now)
    leader = Client()
    leader.force_login(cast.sister.accounts[Role.LEADER.value])
    said = words(leader.get(f"/dossiers/{received.code}/"))
    assert "Đơn vị được sắp xếp lại. Hồ sơ chuyển sang Huyện Cái Bè." in said


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECEPTIONIST])
def test_others_see_no_plans(cast: Cast, admin: Client, role: Role) -> None:
    address = planned(cast, admin)
    other = Client()
    other.force_login(cast.here.accounts[role.value])
    assert other.get(address).status_code == 403
    assert other.get("/setup/successions/").status_code == 403
    assert other.post(f"{address}cancellation/").status_code == 403


def test_the_reform_office_sees_and_does_not_change(cast: Cast, admin: Client) -> None:
    address = planned(cast, admin)
    watcher = Client()
    watcher.force_login(cast.watchers[Role.REFORM_OFFICE.value][0])
    assert "Hủy kế hoạch" not in words(watcher.get(address))
    assert watcher.post(f"{address}cancellation/").status_code == 403


def test_the_shipped_list_marks_what_is_doubtful(cast: Cast, admin: Client) -> None:
    said = words(admin.get("/setup/successions/2025/"))
    assert (
        "173 xã, phường, thị trấn năm 2017 vào 57 xã, phường năm 2025; 24 dòng chưa đối chiếu được." in said
    )
    assert "Phường 7 28255 Phường Mỹ Tho 28261 chưa đối chiếu với văn bản" in said


# --- a split -----------------------------------------------------------------------------------------------------


def split(cast: Cast, admin: Client, **changes: str) -> Any:
    third = office(UnitParent.objects.get(unit=cast.here.agency).parent, "Huyện Tân Phú", "33")
    codes = ", ".join(UnitName.objects.get(unit=one).code for one in (cast.sister.agency, third.agency))
    said = {"do": "yes", "key": str(uuid4()), "receivers": codes, **SAID, **changes}
    return admin.post(f"/setup/units/{cast.here.agency.pk}/split/", said)


def give(page: str) -> str:
    """Where the list of dossiers sends what was chosen."""
    return page.replace("/dossiers/", "/parts/")


def test_a_split_is_planned_and_asks_for_every_dossier(cast: Cast, admin: Client) -> None:
    cast.receive_untaken()
    address = split(cast, admin).url
    said = words(admin.get(address))
    assert "Còn 1 hồ sơ chưa được phân đơn vị nhận" in said
    assert "Huyện Cái Bè" in said
    assert "Huyện Tân Phú" in said


def test_ticked_dossiers_are_given_to_a_part(cast: Cast, admin: Client) -> None:
    one, two = cast.receive_untaken(), cast.receive_untaken()
    page = f"{split(cast, admin).url}dossiers/"
    part = cast.sister.agency.pk
    said = words(admin.post(give(page), {"part": part, "dossier": [one.dossier_id]}, follow=True))
    assert "Đã phân 1 hồ sơ" in said
    assert "Còn 1 hồ sơ chưa được phân" in said
    left = words(admin.get(f"{page}?open=yes"))
    assert two.code in left
    assert one.code not in left


def test_all_that_answer_a_filter_are_given_at_once(cast: Cast, admin: Client) -> None:
    one, two = cast.receive_untaken(), cast.receive_untaken()
    Dossier.objects.filter(pk=two.dossier_id).update(area="Khu vực 2")
    page = f"{split(cast, admin).url}dossiers/"
    admin.post(give(page), {"part": cast.sister.agency.pk, "area": "Khu vực 2", "all": "yes"})
    assert list(PartAssignment.objects.values_list("dossier_id", flat=True)) == [two.dossier_id]
    assert one.code in words(admin.get(f"{page}?open=yes"))


def test_without_a_part_or_a_dossier_it_is_refused(cast: Cast, admin: Client) -> None:
    one = cast.receive_untaken()
    page = f"{split(cast, admin).url}dossiers/"
    assert admin.post(give(page), {"part": "", "dossier": [one.dossier_id]}).status_code == 422
    answer = admin.post(give(page), {"part": cast.sister.agency.pk})
    assert answer.status_code == 422
    assert "Hãy chọn ít nhất một hồ sơ" in words(answer)


def test_a_split_into_unknown_units_is_refused_beside_the_field(cast: Cast, admin: Client) -> None:
    answer = split(cast, admin, receivers="H58.99, H58.98")
    assert answer.status_code == 422
    assert "Không có đơn vị nào mang mã H58.99, H58.98" in words(answer)


def test_the_reform_office_looks_at_the_parts_and_gives_none(cast: Cast, admin: Client) -> None:
    cast.receive_untaken()
    page = f"{split(cast, admin).url}dossiers/"
    watcher = Client()
    watcher.force_login(cast.watchers[Role.REFORM_OFFICE.value][0])
    assert "Phân hồ sơ đã đánh dấu" not in words(watcher.get(page))
    assert watcher.post(give(page), {"part": cast.sister.agency.pk, "all": "yes"}).status_code == 403


def test_officers_of_a_split_go_to_a_part_of_it(cast: Cast, admin: Client) -> None:
    address = split(cast, admin).url
    leaving = cast.here.appointments[Role.LEADER.value].pk
    part = Unit.objects.get(names__name="Huyện Tân Phú").pk
    answer = admin.post(f"{address}officers/", {"key": "k", f"fate-{leaving}": f"to-{part}"}, follow=True)
    chosen = BeautifulSoup(answer.content, "html.parser").select_one(f"#fate-{leaving} option[selected]")
    assert chosen is not None
    assert chosen["value"] == f"to-{part}"


def test_an_officer_of_a_merger_goes_to_a_third_unit_by_its_code(cast: Cast, admin: Client) -> None:
    address = planned(cast, admin)
    office(UnitParent.objects.get(unit=cast.here.agency).parent, "Huyện Tân Phú", "33")
    leaving = cast.here.appointments[Role.LEADER.value].pk
    sent = {"key": "k", f"fate-{leaving}": "other", f"code-{leaving}": "000.00.33.H58"}
    answer = admin.post(f"{address}officers/", sent, follow=True)
    field = BeautifulSoup(answer.content, "html.parser").select_one(f"[name=code-{leaving}]")
    assert field is not None
    assert field["value"] == "000.00.33.H58"
