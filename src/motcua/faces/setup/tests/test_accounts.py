"""Accounts on screens: the lists, passwords shown once, and each act behind a confirmation that names the person."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from motcua.casework.dossiers.tests.cast import Cast, officer
from motcua.faces.setup.tests.conftest import SignIn, page, said, words
from motcua.ground.kernel.models import JournalRow
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.organisation.models import Delegation, Role

PASSWORD = re.compile(r"\b(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}\b")
LIST_QUERIES = 19
ACTS = ("password", "closing", "reopening", "sessions", "second-factor")


def account(cast: Cast, role: Role = Role.HANDLER) -> Account:
    return Account.objects.get(pk=cast.here.accounts[role.value].pk)


def url(cast: Cast, act: str = "", role: Role = Role.HANDLER) -> str:
    return f"/setup/accounts/{account(cast, role).pk}/" + (f"{act}/" if act else "")


def without_account(cast: Cast) -> int:
    """An officer in office who has no account; returns the officer's id."""
    row, appointed = officer("Đỗ Thị Ân", cast.here.division, Role.HANDLER)
    row.delete()
    return appointed.officer_id


def names(client: Client, **query: str) -> list[str]:
    return [link.text for link in page(client.get("/setup/accounts/", query)).select("tbody .row__name")]


def found(client: Client, **typed: str) -> list[str]:
    return [link.text for link in page(client.post("/setup/accounts/", typed)).select("tbody .row__name")]


def test_each_list_shows_whom_it_is_for(cast: Cast, administrator: Client) -> None:
    without_account(cast)
    Account.objects.filter(pk=account(cast, Role.CLERK).pk).update(must_change_password=True)
    Account.objects.filter(pk=account(cast, Role.HANDLER).pk).update(is_closed=True)
    factors.add_factor(account(cast, Role.LEADER), factors.new_secret())
    assert names(administrator, show="none") == ["Đỗ Thị Ân"]
    assert names(administrator, show="first") == ["Văn thư Huyện Châu Thành"]
    assert names(administrator, show="closed") == ["Người thụ lý Huyện Châu Thành"]
    lacking = names(administrator, show="factor")
    assert "Lãnh đạo cơ quan Huyện Cái Bè" in lacking
    assert "Lãnh đạo cơ quan Huyện Châu Thành" not in lacking
    assert len(names(administrator)) == Account.objects.count()


def test_whoever_acts_for_a_leader_needs_a_code_as_well(cast: Cast, administrator: Client) -> None:
    clerk = "Văn thư Huyện Châu Thành"
    assert clerk not in names(administrator, show="factor")
    Delegation.objects.create(
        appointment=cast.here.appointments[Role.LEADER.value],
        delegate_id=cast.here.officer_id(Role.CLERK),
        form="KT.",
        basis="05/GUQ",
        valid_from=date(2017, 3, 1),
        valid_to=date(2017, 3, 9),
    )
    assert clerk in names(administrator, show="factor")


def test_a_list_with_nobody_in_it_is_good_news(cast: Cast, administrator: Client) -> None:
    assert "Không có tài khoản nào đang khóa" in words(administrator.get("/setup/accounts/?show=closed"))


def test_accounts_are_found_by_user_name(cast: Cast, administrator: Client) -> None:
    username = account(cast).username
    Account.objects.filter(pk=account(cast).pk).update(username=f"{username}.xyz")
    assert found(administrator, q="XYZ") == ["Người thụ lý Huyện Châu Thành"]


def test_a_search_goes_on_through_lists_and_pages_without_a_name_in_an_address(
    cast: Cast, administrator: Client
) -> None:
    for number in range(60):
        officer(f"dong {number:02}", cast.here.division, Role.HANDLER)
    tree = page(administrator.post("/setup/accounts/", {"q": "đông"}))
    assert not [link for link in tree.select("[href]") if "q=" in link["href"]]
    assert {form.get("method", "get") for form in tree.select("main form")} == {"post"}
    more = {field["name"]: field["value"] for field in tree.select(".more [name]")}
    shown = [link.text for link in tree.select("tbody .row__name")] + found(administrator, **more)
    assert len(shown) == len(set(shown)) == 60
    tab = tree.select_one("button[form=accounts-search][value=closed]")
    assert tab["name"] == "show"
    assert found(administrator, q="đông", show="closed") == []


def test_a_name_in_the_address_is_not_read(cast: Cast, administrator: Client) -> None:
    assert names(administrator, q="zzz") == names(administrator)


def test_the_list_costs_the_same_whatever_its_length(
    cast: Cast, administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(LIST_QUERIES):
        administrator.get("/setup/accounts/")
    for number in range(60):
        officer(f"Đông {number:02}", cast.here.division, Role.HANDLER)
    with django_assert_num_queries(LIST_QUERIES):
        tree = page(administrator.get("/setup/accounts/"))
    assert len(tree.select("tbody tr")) == 50
    assert len(page(administrator.get(tree.select_one(".more a")["href"])).select("tbody tr")) > 20


# --- passwords ---------------------------------------------------------------------------------------------------


def test_an_account_is_created_and_its_password_shown_once(cast: Cast, administrator: Client) -> None:
    where = f"/setup/officers/{without_account(cast)}/account/"
    assert page(administrator.get(where)).select_one("[name=username]")["value"] == "an.dt"
    first, second = (administrator.post(where, said(username="an.dt")) for _press in range(2))
    shown = PASSWORD.findall(words(first))
    made = Account.objects.get(username="an.dt")
    assert made.check_password(shown[0])
    assert made.must_change_password
    assert "no-store" in first.headers["Cache-Control"]
    assert PASSWORD.findall(words(second)) == []
    assert "Mật khẩu chỉ hiện một lần" in words(second)
    assert JournalRow.objects.filter(verb="accounts.created", object_id=made.pk).count() == 1


@pytest.mark.parametrize(("username", "status"), [("Có Dấu", 422), ("taken", 409), ("", 422)])
def test_a_user_name_that_cannot_be_is_refused_beside_it(
    cast: Cast, administrator: Client, username: str, status: int
) -> None:
    Account.objects.filter(pk=account(cast).pk).update(username="taken")
    answer = administrator.post(f"/setup/officers/{without_account(cast)}/account/", said(username=username))
    assert (answer.status_code, len(page(answer).select("#id_username-error"))) == (status, 1)
    assert PASSWORD.findall(words(answer)) == []


def test_who_has_an_account_gets_no_second(cast: Cast, administrator: Client) -> None:
    where = f"/setup/officers/{cast.here.officer_id(Role.CLERK)}/account/"
    assert "Cán bộ này đã có tài khoản" in words(administrator.get(where))
    assert administrator.post(where, said(username="second")).status_code == 409


def test_a_password_is_reset_and_the_sessions_end(
    cast: Cast, signed_in: SignIn, administrator: Client
) -> None:
    handler = signed_in(Role.HANDLER)
    answer = administrator.post(url(cast, "password"), said())
    assert account(cast).check_password(PASSWORD.findall(words(answer))[0])
    assert handler.get("/setup/units/").status_code == 302
    assert PASSWORD.findall(words(administrator.post(url(cast, "password"), said()))) == []


# --- the other acts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ACTS)
def test_each_act_asks_first_and_names_the_person(cast: Cast, administrator: Client, act: str) -> None:
    before = account(cast)
    tree = page(administrator.get(url(cast, act)))
    assert before.officer is not None
    assert before.officer.name in tree.select_one("main button.govuk-button[data-key]").text
    assert account(cast).session_epoch == before.session_epoch


def test_an_account_is_closed_and_opened_again(cast: Cast, administrator: Client) -> None:
    assert administrator.post(url(cast, "closing"), said()).status_code == 302
    assert account(cast).is_closed
    reset = administrator.post(url(cast, "password"), said(key="p"))
    assert (reset.status_code, "Tài khoản đã khóa" in words(reset)) == (409, True)
    assert administrator.post(url(cast, "reopening"), said(key="o")).status_code == 302
    assert not account(cast).is_closed


def test_sessions_are_ended(cast: Cast, signed_in: SignIn, administrator: Client) -> None:
    handler = signed_in(Role.HANDLER)
    assert handler.get("/setup/units/").status_code == 200
    assert administrator.post(url(cast, "sessions"), said()).status_code == 302
    assert handler.get("/setup/units/").status_code == 302


def test_a_second_factor_is_set_up_anew(cast: Cast, administrator: Client) -> None:
    refused = administrator.post(url(cast, "second-factor", Role.LEADER), said())
    assert (refused.status_code, "chưa đăng ký ứng dụng" in words(refused)) == (409, True)
    factors.add_factor(account(cast, Role.LEADER), factors.new_secret())
    assert administrator.post(url(cast, "second-factor", Role.LEADER), said(key="f")).status_code == 302
    assert not factors.has_factor(account(cast, Role.LEADER))


def test_nobody_locks_himself_out(cast: Cast, administrator: Client) -> None:
    own = cast.watchers[Role.ADMINISTRATOR.value][0].pk
    tree = page(administrator.get(f"/setup/accounts/{own}/"))
    assert len(tree.select("main [aria-disabled=true]")) == 3
    for act in ("password", "closing", "second-factor"):
        assert administrator.post(f"/setup/accounts/{own}/{act}/", said(key=act)).status_code == 409


# --- who ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICE])
def test_others_have_no_accounts_to_see(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    assert client.get("/setup/accounts/").status_code == 403
    assert client.get(url(cast)).status_code == 403
    create = f"/setup/officers/{cast.here.officer_id(Role.CLERK)}/account/"
    for path in (create, *(url(cast, act) for act in ACTS if act != "sessions")):
        assert client.get(path).status_code == 403
        assert client.post(path, said(username="abc")).status_code == 403
    assert client.post(url(cast, "sessions", Role.CLERK), said()).status_code == 404
    assert "Tài khoản" not in page(client.get(create.removesuffix("account/"))).select_one("main").text


def test_accounts_of_another_district_are_not_found(cast: Cast, sister_administrator: Client) -> None:
    assert "Huyện Châu Thành" not in "".join(names(sister_administrator))
    assert sister_administrator.get(url(cast)).status_code == 404
    assert {sister_administrator.post(url(cast, act), said(key=act)).status_code for act in ACTS} == {404}
    create = f"/setup/officers/{without_account(cast)}/account/"
    assert sister_administrator.get(create).status_code == 403
    assert sister_administrator.post(create, said(username="abc")).status_code == 403
