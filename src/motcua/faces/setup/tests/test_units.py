"""Units on screens: the tree of a day, a unit's history, and each change with its refusals."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.setup.tests.conftest import SignIn, page, said, words
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation import queries
from motcua.people.organisation.models import Role, Unit, UnitCalendar, UnitKind, UnitName, UnitParent

TODAY = date(2017, 3, 1)
NEW = {"kind": "commune", "name": "UBND xã Mới", "code": "000.30.19.h58", "valid_from": "01/03/2017"}


def test_the_tree_shows_the_districts_and_opens_one(cast: Cast, administrator: Client) -> None:
    shut = words(administrator.get("/setup/units/"))
    assert "Huyện Châu Thành" in shut
    assert "Phòng TN&MT Huyện Châu Thành" not in shut
    opened = words(administrator.get(f"/setup/units/?open={cast.here.agency.pk}"))
    assert "Phòng TN&MT Huyện Châu Thành" in opened
    assert "Phòng TN&MT Huyện Cái Bè" not in opened


def test_everything_can_be_opened_at_once(cast: Cast, administrator: Client) -> None:
    assert "Phòng TN&MT Huyện Cái Bè" in words(administrator.get("/setup/units/?open=all"))


def test_units_are_found_by_name_and_by_code(cast: Cast, administrator: Client) -> None:
    UnitName.objects.filter(unit=cast.sister.agency).update(search_text="huyen cai be 000.00.20.h58")
    for text in ("cái bè", "CAI BE", "000.00.20"):
        tree = page(administrator.get("/setup/units/", {"q": text}))
        assert [row.find("a").text for row in tree.select("tbody tr")] == ["Huyện Cái Bè"]


def test_a_search_without_an_answer_says_what_to_try(cast: Cast, administrator: Client) -> None:
    assert "Không có đơn vị nào như vậy" in words(administrator.get("/setup/units/?q=zzz"))


def test_before_the_first_unit_there_is_none(cast: Cast, administrator: Client) -> None:
    assert "Ngày này chưa có đơn vị nào" in words(administrator.get("/setup/units/?on=01/01/1999"))


@pytest.mark.parametrize("day", ["hôm nay", "31/02/2017", "2017-13-01"])
def test_what_is_no_day_is_not_found(cast: Cast, administrator: Client, day: str) -> None:
    assert administrator.get("/setup/units/", {"on": day}).status_code == 404


def test_a_unit_shows_its_officers_by_role(cast: Cast, administrator: Client) -> None:
    answer = words(administrator.get(f"/setup/units/{cast.here.division.pk}/"))
    assert "Trưởng phòng · 1" in answer
    assert "Người thụ lý Huyện Châu Thành" in answer
    assert "Theo lịch của đơn vị cấp trên" in answer


def test_a_unit_is_shown_as_it_was_on_a_day(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.agency.pk}/"
    changed = said(name="Huyện Mới Tên", short_name="", code="000.00.19.H58", from_on="01/03/2017")
    assert administrator.post(f"{where}name/", changed).status_code == 302
    assert page(administrator.get(where)).h1.text == "Huyện Mới Tên"
    assert page(administrator.get(f"{where}?on=28/02/2017")).h1.text == "Huyện Châu Thành"
    assert "01/01/2016 – 28/02/2017" in words(administrator.get(where))


def test_a_unit_that_is_no_more_says_so(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.division.pk}/"
    Unit.objects.filter(pk=cast.here.division.pk).update(valid_to=date(2017, 2, 1))
    for history in (UnitName, UnitParent):
        history.objects.filter(unit=cast.here.division).update(valid_to=date(2017, 2, 1))
    answer = administrator.get(where)
    assert "không còn hoạt động từ 01/02/2017" in words(answer)
    assert page(answer).select("main .govuk-button--warning") == []


def test_a_unit_whose_end_is_entered_is_not_changed_any_more(cast: Cast, administrator: Client) -> None:
    Unit.objects.filter(pk=cast.here.division.pk).update(valid_to=date(2017, 4, 1))
    tree = page(administrator.get(f"/setup/units/{cast.here.division.pk}/"))
    assert len(tree.select("main [aria-disabled=true]")) == 5
    assert "đã có ngày giải thể" in tree.select_one(".reasons").text


def test_a_unit_that_never_was_is_not_found(cast: Cast, administrator: Client) -> None:
    assert administrator.get("/setup/units/999999/").status_code == 404
    assert administrator.get("/setup/units/999999/name/").status_code == 404


# --- changing ----------------------------------------------------------------------------------------------------


def test_a_unit_is_created_once_however_often_one_presses(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.agency.pk}/below/"
    answers = [administrator.post(where, said(**NEW)) for _press in range(2)]
    made = UnitName.objects.get(code="000.30.19.H58")
    assert {answer.headers["Location"] for answer in answers} == {f"/setup/units/{made.unit_id}/"}
    assert JournalRow.objects.filter(verb="units.created").count() <= 1
    assert "Đã thêm đơn vị “UBND xã Mới”" in words(administrator.get(f"/setup/units/{made.unit_id}/"))


def test_the_same_key_with_other_words_is_refused_and_gets_a_new_key(
    cast: Cast, administrator: Client
) -> None:
    where = f"/setup/units/{cast.here.agency.pk}/below/"
    administrator.post(where, said(**NEW))
    other = administrator.post(where, said(**(NEW | {"code": "000.31.19.H58"})))
    assert other.status_code == 409
    assert page(other).select_one("input[name=key]")["value"] != "k"
    assert page(other).select_one("input[name=code]")["value"] == "000.31.19.H58"


@pytest.mark.parametrize(
    ("change", "status", "field", "sentence"),
    [
        ({"code": "x y"}, 422, "code", "Mã chỉ gồm chữ số"),
        ({"code": "000.00.20.H58"}, 409, "code", "đang được một đơn vị khác sử dụng"),
        ({"kind": "province"}, 422, "kind", "không thể trực thuộc"),
        ({"kind": "one_stop"}, 409, "kind", "đã có Bộ phận Một cửa"),
        ({"name": ""}, 422, "name", "Hãy nhập “Tên đầy đủ”"),
        ({"valid_from": "31/02/2017"}, 422, "valid_from", "Hãy nhập ngày dạng"),
        ({"valid_from": "01/01/2010"}, 409, "valid_from", "chưa thành lập"),
    ],
)
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    cast: Cast, administrator: Client, change: dict[str, str], status: int, field: str, sentence: str
) -> None:
    typed = NEW | {"note": "Nghị quyết 12"} | change
    answer = administrator.post(f"/setup/units/{cast.here.agency.pk}/below/", said(**typed))
    tree = page(answer)
    assert answer.status_code == status
    assert sentence in tree.select_one(f"#id_{field}-error").text
    assert tree.select_one("[name=note]")["value"] == "Nghị quyết 12"
    assert not Unit.objects.filter(note="Nghị quyết 12").exists()


def test_a_unit_moves_to_the_parent_that_was_searched_without_script(
    cast: Cast, administrator: Client
) -> None:
    UnitName.objects.filter(unit=cast.sister.agency).update(search_text="huyen cai be")
    where = f"/setup/units/{cast.here.division.pk}/parent/"
    typed = {"key": "k", "q": "cai be", "search": "q", "from_on": "01/04/2017"}
    found = page(administrator.post(where, typed)).select_one("button.option")
    assert found["value"] == str(cast.sister.agency.pk)
    pressed = {"key": "k", "q": "cai be", "from_on": "01/04/2017", "parent": ["", found["value"]]}
    chosen = page(administrator.post(where, pressed))
    assert chosen.select_one("main input[name=q]")["value"] == "Huyện Cái Bè"
    assert chosen.select_one("input[name=from_on]")["value"] == "01/04/2017"
    done = administrator.post(where, said(parent=found["value"], q="Huyện Cái Bè", from_on="01/04/2017"))
    assert done.status_code == 302
    assert queries.unit_as_of(cast.here.division.pk, date(2017, 4, 1)).parent_id == cast.sister.agency.pk
    assert queries.unit_as_of(cast.here.division.pk, TODAY).parent_id == cast.here.agency.pk


def test_moving_without_a_parent_asks_for_one(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.division.pk}/parent/"
    answer = administrator.post(where, said(parent="", q="zzz", from_on="01/04/2017"))
    assert answer.status_code == 422
    assert "Hãy chọn một đơn vị" in page(answer).select_one("#id_q-error").text


def test_words_changed_after_the_choice_are_not_taken_for_it(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.division.pk}/parent/"
    typed = said(parent=cast.sister.agency.pk, q="Sở khác", from_on="01/04/2017")
    answer = administrator.post(where, typed)
    assert (answer.status_code, len(page(answer).select("#id_q-error"))) == (422, 1)
    assert page(answer).select_one("input[name=parent]")["value"] == ""
    assert queries.unit_as_of(cast.here.division.pk, date(2017, 5, 1)).parent_id == cast.here.agency.pk


def test_a_unit_does_not_come_under_its_own(cast: Cast, administrator: Client) -> None:
    below = Unit.objects.get(pk=cast.here.division.pk)
    typed = said(**(NEW | {"kind": "division"}))
    administrator.post(f"/setup/units/{below.pk}/below/", typed)
    inner = UnitName.objects.get(code="000.30.19.H58").unit_id
    answer = administrator.post(
        f"/setup/units/{below.pk}/parent/", said(key="m", parent=inner, from_on="01/04/2017")
    )
    assert answer.status_code == 422
    assert "chính đơn vị cấp dưới" in words(answer)


def test_a_calendar_is_set_from_a_day(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.agency.pk}/calendar/"
    assert "Hồ sơ đã tiếp nhận giữ nguyên lịch" in words(administrator.get(where))
    done = administrator.post(where, said(calendar=cast.calendar.pk, from_on="01/04/2017"))
    assert done.status_code == 302
    assert UnitCalendar.objects.get(unit=cast.here.agency).valid_from == date(2017, 4, 1)


def test_closing_asks_to_be_confirmed(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.division.pk}/closing/"
    assert "Không hoàn tác được" in words(administrator.get(where))
    answer = administrator.post(where, said(from_on="01/04/2017"))
    assert answer.status_code == 422
    assert "Hãy xác nhận" in words(answer)


def test_a_unit_with_people_is_not_closed(cast: Cast, administrator: Client) -> None:
    where = f"/setup/units/{cast.here.division.pk}/closing/"
    answer = administrator.post(where, said(from_on="01/04/2017", confirmed="on"))
    assert answer.status_code == 409
    assert "còn 2 phân công có hiệu lực" in words(answer)
    assert Unit.objects.get(pk=cast.here.division.pk).valid_to is None


def test_an_empty_unit_is_closed(cast: Cast, administrator: Client) -> None:
    administrator.post(f"/setup/units/{cast.here.agency.pk}/below/", said(**NEW))
    made = UnitName.objects.get(code="000.30.19.H58").unit_id
    closed = said(key="c", from_on="01/04/2017", confirmed="on")
    assert administrator.post(f"/setup/units/{made}/closing/", closed).status_code == 302
    assert Unit.objects.get(pk=made).valid_to == date(2017, 4, 1)


# --- who ---------------------------------------------------------------------------------------------------------

CHANGES = ("below", "name", "parent", "calendar", "closing")
OTHERS = (Role.RECEPTIONIST, Role.HANDLER, Role.LEADER, Role.CLERK, Role.INSPECTOR, Role.REFORM_OFFICE)


@pytest.mark.parametrize("role", OTHERS)
def test_others_see_units_and_change_none(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client, where = signed_in(role), f"/setup/units/{cast.here.agency.pk}/"
    assert client.get("/setup/units/").status_code == 200
    assert page(client.get(where)).select("main .govuk-button--warning") == []
    assert {client.get(f"{where}{change}/").status_code for change in CHANGES} == {403}
    assert {client.post(f"{where}{change}/", said(**NEW)).status_code for change in CHANGES} == {403}
    assert not Unit.objects.filter(kind=UnitKind.COMMUNE).exists()


def test_an_administrator_changes_nothing_in_a_sister_district(
    cast: Cast, sister_administrator: Client
) -> None:
    where = f"/setup/units/{cast.here.agency.pk}/"
    assert sister_administrator.get(where).status_code == 200
    assert {sister_administrator.get(f"{where}{change}/").status_code for change in CHANGES} == {403}
    assert sister_administrator.post(f"{where}below/", said(**NEW)).status_code == 403


def test_a_unit_is_not_moved_to_a_parent_of_somebody_else(cast: Cast, sister_administrator: Client) -> None:
    where = f"/setup/units/{cast.sister.division.pk}/parent/"
    answer = sister_administrator.post(where, said(parent=cast.here.agency.pk, from_on="01/04/2017"))
    assert answer.status_code == 403
    assert "không được làm việc này" in page(answer).select_one(".govuk-error-summary").text
    assert queries.unit_as_of(cast.sister.division.pk, date(2017, 5, 1)).parent_id == cast.sister.agency.pk


def test_a_stranger_is_asked_to_sign_in(cast: Cast, client: Client) -> None:
    for path in ("units/", f"units/{cast.here.agency.pk}/name/", "officers/", "accounts/", "imports/"):
        answer = client.get(f"/setup/{path}")
        assert answer.status_code == 302
        assert "/dang-nhap/" in answer.headers["Location"]


def test_the_tree_costs_the_same_whatever_its_size(
    cast: Cast, administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(TREE_QUERIES):
        administrator.get("/setup/units/")
    administrator.post(f"/setup/units/{cast.here.agency.pk}/below/", said(**NEW))
    with django_assert_num_queries(TREE_QUERIES):
        administrator.get(f"/setup/units/?open={cast.here.agency.pk}")


TREE_QUERIES = 11


def test_options_are_a_part_of_a_page(cast: Cast, administrator: Client) -> None:
    UnitName.objects.filter(unit=cast.here.agency).update(search_text="huyen chau thanh")
    answer = administrator.get("/setup/units/options/?q=chau")
    assert answer.status_code == 200
    assert b"<html" not in answer.content
