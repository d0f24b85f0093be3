"""Officers on screens: list, page, particulars, appointments and their end; delegations by oneself and by others."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.casework.dossiers.tests.cast import Cast, officer
from motcua.faces.setup.tests.conftest import SignIn, page, said, words
from motcua.people.organisation.models import Appointment, Delegation, Officer, Role

TODAY = date(2017, 3, 1)
NEW = {"code": "cb-77", "name": "Lê Thị Mới", "phone": "0900 000 111", "email": "moi@example.vn"}
LIST_QUERIES = 14


def person(cast: Cast, role: Role) -> Officer:
    return Officer.objects.get(pk=cast.here.officer_id(role))


def test_officers_are_found_by_name_with_their_offices(cast: Cast, administrator: Client) -> None:
    Officer.objects.filter(pk=cast.here.officer_id(Role.HANDLER)).update(search_text="tran thi thu ha cb9")
    tree = page(administrator.post("/setup/officers/", {"q": "thu hà"}))
    (row,) = tree.select("tbody tr")
    assert "Phòng TN&MT Huyện Châu Thành" in row.text
    assert "1 cán bộ" in tree.text


def test_a_list_without_an_answer_says_what_to_try(cast: Cast, administrator: Client) -> None:
    assert "Không có cán bộ nào như vậy" in words(administrator.post("/setup/officers/", {"q": "zzz"}))


def test_a_search_goes_on_without_a_name_in_an_address(cast: Cast, administrator: Client) -> None:
    for number in range(60):
        officer(f"dong {number:02}", cast.here.division, Role.HANDLER)
    tree = page(administrator.post("/setup/officers/", {"q": "đông"}))
    assert not [link for link in tree.select("[href]") if "q=" in link["href"]]
    assert {form.get("method", "get") for form in tree.select("main form")} == {"post"}
    more = {field["name"]: field["value"] for field in tree.select(".more [name]")}
    last = page(administrator.post("/setup/officers/", more))
    names = [link.text for one in (tree, last) for link in one.select("tbody .row__name")]
    assert len(names) == len(set(names)) == 60
    assert len(page(administrator.get("/setup/officers/?q=zzz")).select("tbody tr")) == 50


def test_the_field_that_searches_for_an_officer_posts(cast: Cast, signed_in: SignIn) -> None:
    field = page(signed_in(Role.LEADER).get(own(cast))).select_one("[data-combobox] input[type=search]")
    assert (field.get("hx-get"), field["hx-post"]) == (None, "/setup/officers/options/")
    assert signed_in(Role.LEADER).get("/setup/officers/options/?q=lanh").status_code == 405


def test_the_list_goes_on_after_its_last_line_and_costs_the_same(
    cast: Cast, administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(LIST_QUERIES):
        administrator.get("/setup/officers/")
    for number in range(60):
        officer(f"Đông {number:02}", cast.here.division, Role.HANDLER)
    with django_assert_num_queries(LIST_QUERIES):
        first = page(administrator.get("/setup/officers/"))
    names = [link.text for link in first.select("tbody .row__name")]
    more = first.select_one(".more a")["href"]
    names += [link.text for link in page(administrator.get(more)).select("tbody .row__name")]
    assert len(names) == len(set(names)) == Officer.objects.count()


def test_an_officer_shows_offices_past_present_and_to_come(cast: Cast, administrator: Client) -> None:
    one = person(cast, Role.HANDLER)
    for begins, ends, role in (
        (date(2015, 1, 1), date(2016, 1, 1), Role.CLERK),
        (date(2018, 1, 1), None, Role.HEAD_OF_DIVISION),
        (date(2017, 1, 5), date(2017, 1, 5), Role.INSPECTOR),
    ):
        Appointment.objects.create(
            officer=one, unit=cast.here.division, role=role, valid_from=begins, valid_to=ends
        )
    answer = words(administrator.get(f"/setup/officers/{one.pk}/"))
    assert [answer.index(title) for title in ("Đang giữ", "Sắp nhận", "Đã giữ", "Đã hủy")] == sorted(
        answer.index(title) for title in ("Đang giữ", "Sắp nhận", "Đã giữ", "Đã hủy")
    )
    assert "01/01/2015 – 31/12/2015" in answer


def test_an_officer_who_is_not_there_is_not_found(cast: Cast, administrator: Client) -> None:
    for path in ("", "particulars/", "appointments/", "account/"):
        assert administrator.get(f"/setup/officers/999999/{path}").status_code == 404
    assert administrator.get("/setup/appointments/999999/end/").status_code == 404


# --- changing ----------------------------------------------------------------------------------------------------


def test_an_officer_is_added_once_and_is_to_be_appointed_next(cast: Cast, administrator: Client) -> None:
    answers = [administrator.post("/setup/officers/new/", said(**NEW)) for _press in range(2)]
    made = Officer.objects.get(code="CB-77")
    assert {answer.headers["Location"] for answer in answers} == {f"/setup/officers/{made.pk}/"}
    assert "Chưa được phân công vai trò nào" in words(administrator.get(f"/setup/officers/{made.pk}/"))


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"code": "có dấu"}, 422, "code"),
        ({"code": "TAKEN"}, 409, "code"),
        ({"name": ""}, 422, "name"),
        ({"phone": "abc"}, 422, "phone"),
        ({"email": "không phải"}, 422, "email"),
    ],
)
def test_what_is_wrong_with_an_officer_stands_at_its_field(
    cast: Cast, administrator: Client, change: dict[str, str], status: int, field: str
) -> None:
    Officer.objects.filter(pk=person(cast, Role.CLERK).pk).update(code="TAKEN")
    answer = administrator.post("/setup/officers/new/", said(**(NEW | change)))
    assert (answer.status_code, bool(page(answer).select(f"#id_{field}-error"))) == (status, True)
    assert not Officer.objects.filter(code="CB-77").exists()


def test_particulars_are_put_right(cast: Cast, administrator: Client) -> None:
    one = person(cast, Role.CLERK)
    typed = said(name="Nguyễn Thị  Cẩm Tú", phone="", email="")
    assert administrator.post(f"/setup/officers/{one.pk}/particulars/", typed).status_code == 302
    assert person(cast, Role.CLERK).name == "Nguyễn Thị Cẩm Tú"


def appoint(cast: Cast, **changes: object) -> dict[str, object]:
    fields = {"unit": cast.sister.division.pk, "role": "handler", "title": "", "valid_from": "01/03/2017"}
    return said(**(fields | {"last_on": ""} | changes))


def test_an_officer_is_appointed_until_the_last_day_that_counts(cast: Cast, administrator: Client) -> None:
    where = f"/setup/officers/{person(cast, Role.CLERK).pk}/"
    typed = appoint(cast, title="Chuyên viên", last_on="31/12/2017")
    assert administrator.post(f"{where}appointments/", typed).status_code == 302
    made = Appointment.objects.get(unit=cast.sister.division, title="Chuyên viên")
    assert made.valid_to == date(2018, 1, 1)
    assert "01/03/2017 – 31/12/2017" in words(administrator.get(where))


@pytest.mark.parametrize(
    ("change", "status", "at"),
    [
        ({"role": "leader"}, 422, "#id_role-error"),
        ({"unit": ""}, 422, "#id_q-error"),
        ({"last_on": "01/02/2017"}, 422, "#id_last_on-error"),
        ({"valid_from": "01/01/2010"}, 409, "#id_valid_from-error"),
    ],
)
def test_an_appointment_that_cannot_be_says_why_at_its_field(
    cast: Cast, administrator: Client, change: dict[str, str], status: int, at: str
) -> None:
    one = person(cast, Role.CLERK)
    answer = administrator.post(f"/setup/officers/{one.pk}/appointments/", appoint(cast, **change))
    assert (answer.status_code, len(page(answer).select(at))) == (status, 1)
    assert Appointment.objects.filter(officer=one).count() == 1


def test_appointing_twice_to_the_same_role_is_refused(cast: Cast, administrator: Client) -> None:
    where = f"/setup/officers/{person(cast, Role.CLERK).pk}/appointments/"
    administrator.post(where, appoint(cast))
    answer = administrator.post(where, appoint(cast, key="again"))
    assert answer.status_code == 409
    assert "đang giữ đúng vai trò đó" in words(answer)


def test_ending_says_what_ends_with_it_and_ends_it(cast: Cast, administrator: Client) -> None:
    row = cast.here.appointments[Role.LEADER.value]
    Delegation.objects.create(
        appointment=row,
        delegate=person(cast, Role.CLERK),
        form="KT.",
        basis="05/GUQ",
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=9),
    )
    where = f"/setup/appointments/{row.pk}/end/"
    before = words(administrator.get(where))
    assert "1 ủy quyền đang có của vai trò này cũng kết thúc" in before
    assert "vai trò cuối cùng" in before
    assert administrator.post(where, said(from_on="01/03/2017")).status_code == 302
    assert Appointment.objects.get(pk=row.pk).valid_to == TODAY
    assert Delegation.objects.get().valid_to == TODAY


def test_ending_says_how_much_work_is_left_behind(cast: Cast, administrator: Client) -> None:
    row = cast.here.appointments[Role.HANDLER.value]
    where = f"/setup/appointments/{row.pk}/end/"
    assert "việc chưa xong" not in words(administrator.get(where))
    for _ in range(2):
        cast.bring_to(cast.receive().dossier_id, "handle")
    assert "Đang giữ 2 việc chưa xong" in words(administrator.get(where))


def test_an_end_is_not_entered_backwards(cast: Cast, administrator: Client) -> None:
    row = cast.here.appointments[Role.CLERK.value]
    answer = administrator.post(f"/setup/appointments/{row.pk}/end/", said(from_on="01/02/2017"))
    assert (answer.status_code, len(page(answer).select("#id_from_on-error"))) == (422, 1)
    assert Appointment.objects.get(pk=row.pk).valid_to is None


# --- delegations -------------------------------------------------------------------------------------------------


def delegation(cast: Cast, **changes: object) -> dict[str, object]:
    fields = {"delegate": cast.here.officer_id(Role.CLERK), "form": "KT.", "basis": "05/GUQ ngày 01/03/2017"}
    return said(**(fields | {"valid_from": "02/03/2017", "last_on": "10/03/2017"} | changes))


def own(cast: Cast, role: Role = Role.LEADER) -> str:
    return f"/setup/appointments/{cast.here.appointments[role.value].pk}/delegations/"


def test_a_leader_delegates_from_a_page_of_his_own(cast: Cast, signed_in: SignIn) -> None:
    leader = signed_in(Role.LEADER)
    link = page(leader.get("/setup/my-delegations/")).select_one(".head__actions a")["href"]
    assert link == own(cast)
    done = leader.post(link, delegation(cast))
    assert done.headers["Location"] == "/setup/my-delegations/"
    assert Delegation.objects.get().valid_to == date(2017, 3, 11)
    assert "02/03/2017 – 10/03/2017" in words(leader.get("/setup/my-delegations/"))


def test_the_delegate_sees_it_and_an_end_ends_it(
    cast: Cast, signed_in: SignIn, administrator: Client
) -> None:
    leader = signed_in(Role.LEADER)
    leader.post(own(cast), delegation(cast, valid_from="01/03/2017"))
    row = Delegation.objects.get()
    clerk = f"/setup/officers/{cast.here.officer_id(Role.CLERK)}/"
    assert "Được người khác ủy quyền" in words(administrator.get(clerk))
    ended = leader.post(f"/setup/delegations/{row.pk}/end/", said(key="e", from_on="03/03/2017"))
    assert ended.status_code == 302
    assert Delegation.objects.get().valid_to == date(2017, 3, 3)


@pytest.mark.parametrize(
    ("change", "status", "at"),
    [
        ({"delegate": ""}, 422, "#id_q-error"),
        ({"basis": " "}, 422, "#id_basis-error"),
        ({"last_on": "01/03/2017"}, 422, "#id_last_on-error"),
        ({"form": "XX."}, 422, "#id_form_0-error, #id_form-error"),
    ],
)
def test_a_delegation_that_cannot_be_says_why(
    cast: Cast, signed_in: SignIn, change: dict[str, str], status: int, at: str
) -> None:
    answer = signed_in(Role.LEADER).post(own(cast), delegation(cast, **change))
    assert (answer.status_code, len(page(answer).select(at))) == (status, 1)
    assert not Delegation.objects.exists()


def test_nobody_delegates_to_himself(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(Role.LEADER).post(
        own(cast), delegation(cast, delegate=cast.here.officer_id(Role.LEADER))
    )
    assert "Không thể ủy quyền cho chính người" in page(answer).select_one("#id_q-error").text


def test_a_leader_delegates_no_office_but_his_own(cast: Cast, signed_in: SignIn) -> None:
    theirs = cast.sister.appointments[Role.LEADER.value].pk
    where = f"/setup/appointments/{theirs}/delegations/"
    leader = signed_in(Role.LEADER)
    assert leader.get(where).status_code == 403
    assert leader.post(where, delegation(cast)).status_code == 403


def test_a_role_that_does_its_own_work_is_not_delegated(cast: Cast, administrator: Client) -> None:
    where = own(cast, Role.HANDLER)
    assert "Chỉ lãnh đạo cơ quan" in words(administrator.get(where))
    assert administrator.post(where, delegation(cast)).status_code == 409


def test_an_administrator_delegates_for_a_leader(cast: Cast, administrator: Client) -> None:
    done = administrator.post(own(cast), delegation(cast))
    assert done.headers["Location"] == f"/setup/officers/{cast.here.officer_id(Role.LEADER)}/"


def test_a_delegate_is_found_with_his_office(cast: Cast, signed_in: SignIn) -> None:
    Officer.objects.filter(pk=cast.here.officer_id(Role.CLERK)).update(search_text="cam tu")
    answer = signed_in(Role.LEADER).post("/setup/officers/options/", {"q": "cẩm tú"})
    option = page(answer).select_one("button.option")
    assert option["name"] == "delegate"
    assert "Văn thư, Huyện Châu Thành" in option.text


def test_who_searches_after_the_session_has_ended_comes_back_to_the_form(cast: Cast, client: Client) -> None:
    form = own(cast)
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{form}"}
    answer = client.post("/setup/officers/options/", {"q": "cẩm tú"}, headers=htmx)
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == [form]
    assert "next" not in client.post("/setup/officers/options/", {"q": "cẩm tú"}).headers["Location"]


# --- who ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICE])
def test_others_look_up_officers_and_change_none(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client, one = signed_in(role), person(cast, Role.CLERK)
    where = f"/setup/officers/{one.pk}/"
    assert client.get("/setup/officers/").status_code == 200
    seen = page(client.get(where))
    assert seen.select("main .govuk-button, main form") == []
    row = cast.here.appointments[Role.CLERK.value].pk
    for path in (f"{where}particulars/", f"{where}appointments/", f"/setup/appointments/{row}/end/"):
        assert client.get(path).status_code == 403
        assert client.post(path, said(**NEW, from_on="01/03/2017")).status_code == 403
    assert client.post("/setup/officers/new/", said(**NEW)).status_code == 403


def test_a_sister_administrator_changes_no_officer_of_another_district(
    cast: Cast, sister_administrator: Client
) -> None:
    one = person(cast, Role.CLERK)
    assert sister_administrator.get(f"/setup/officers/{one.pk}/particulars/").status_code == 403
    assert (
        sister_administrator.post(f"/setup/officers/{one.pk}/appointments/", appoint(cast)).status_code == 403
    )
    assert sister_administrator.post(own(cast), delegation(cast)).status_code == 403


def test_a_sister_administrator_ends_nothing_of_another_district(
    cast: Cast, signed_in: SignIn, sister_administrator: Client
) -> None:
    signed_in(Role.LEADER).post(own(cast), delegation(cast))
    ends = (
        f"/setup/appointments/{cast.here.appointments[Role.CLERK.value].pk}/end/",
        f"/setup/delegations/{Delegation.objects.get().pk}/end/",
    )
    for path in ends:
        assert sister_administrator.get(path).status_code == 403
        assert sister_administrator.post(path, said(from_on="03/03/2017")).status_code == 403
    assert Delegation.objects.get().valid_to == date(2017, 3, 11)
    assert not Appointment.objects.filter(valid_to__isnull=False).exists()


@pytest.mark.parametrize(("role", "status"), [(Role.LEADER, 200), (Role.HANDLER, 403), (Role.CLERK, 403)])
def test_those_who_sign_have_a_page_of_delegations(
    cast: Cast, signed_in: SignIn, role: Role, status: int
) -> None:
    assert signed_in(role).get("/setup/my-delegations/").status_code == status


def test_the_rail_says_where_to_go(cast: Cast, signed_in: SignIn) -> None:
    def rail(role: Role) -> set[str]:
        links = page(signed_in(role).get("/setup/units/")).select(".rail a[href^='/setup/']")
        return {link["href"] for link in links}

    assert {"/setup/units/", "/setup/officers/", "/setup/accounts/", "/setup/imports/"} <= rail(
        Role.ADMINISTRATOR
    )
    assert {"/setup/units/", "/setup/officers/"} <= rail(Role.INSPECTOR)
    assert "/setup/accounts/" not in rail(Role.INSPECTOR)
    assert "/setup/my-delegations/" in rail(Role.LEADER)
    assert not rail(Role.HANDLER) & {"/setup/units/", "/setup/my-delegations/"}


# --- administrators ----------------------------------------------------------------------------------------------


def test_nobody_ends_his_own_administration(cast: Cast, administrator: Client) -> None:
    officer("Quản trị thứ hai", cast.province, Role.ADMINISTRATOR)
    own_one = Appointment.objects.filter(role=Role.ADMINISTRATOR).earliest("pk")
    where = f"/setup/appointments/{own_one.pk}/end/"
    button = page(administrator.get(where)).select_one("form.panel button[aria-disabled]")
    assert "nhờ quản trị viên khác" in words(administrator.get(where))
    assert button["aria-disabled"] == "true"
    answer = administrator.post(where, said(from_on="01/03/2017"))
    assert (answer.status_code, page(answer).select(".reasons")) == (409, [])
    assert Appointment.objects.get(pk=own_one.pk).valid_to is None
