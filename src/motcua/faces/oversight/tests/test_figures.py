"""The page of figures, by role: what it says, that every number opens what it counted, and what it costs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.oversight.tests.conftest import SISTER_NAME, SignIn, page, words
from motcua.insight.figures.tests.many import Story, put
from motcua.people.organisation.models import Role

WATCHING = (Role.LEADER, Role.ONE_STOP_HEAD, Role.HEAD_OF_DIVISION, Role.INSPECTOR, Role.REFORM_OFFICE)
OTHERS = (Role.RECEPTIONIST, Role.HANDLER, Role.CLERK, Role.ADMINISTRATOR)


def numbers(tree: BeautifulSoup, row: int = 0) -> list[str]:
    """The numbers of a line of the table."""
    found = tree.select("table.table--tree tbody tr")[row]
    return [words(cell.select_one(".share > span") or cell) for cell in found.select("td")]


@pytest.mark.parametrize("role", WATCHING)
def test_who_answers_for_a_unit_sees_its_figures(signed_in: SignIn, role: Role) -> None:
    assert words(page(signed_in(role), "/figures/").select_one("h1")) == "Tình hình giải quyết"


@pytest.mark.parametrize(
    ("role", "lines"), [(Role.LEADER, 3), (Role.HEAD_OF_DIVISION, 3), (Role.INSPECTOR, 9)]
)
def test_the_rail_leads_there_and_marks_where_one_is(signed_in: SignIn, role: Role, lines: int) -> None:
    client = signed_in(role)
    for address, title in (
        ("/figures/", "Tình hình giải quyết"),
        ("/figures/list/?measure=past", "Đang quá hạn"),
    ):
        links = page(client, address).select('.rail a[href^="/figures/"]')
        assert len(links) == lines
        assert [words(link) for link in links if link.get("aria-current")] == [title]


@pytest.mark.parametrize("address", ["/figures/", "/figures/list/"])
@pytest.mark.parametrize("role", OTHERS)
def test_the_others_are_refused(signed_in: SignIn, role: Role, address: str) -> None:
    assert signed_in(role).get(address).status_code == 403


@pytest.mark.parametrize("address", ["/figures/", "/figures/list/"])
def test_it_only_answers_to_a_get(signed_in: SignIn, address: str) -> None:
    assert signed_in(Role.LEADER).post(address).status_code == 405


@pytest.mark.parametrize("address", ["/figures/", "/figures/list/"])
@pytest.mark.parametrize("role", [Role.LEADER, Role.ONE_STOP_HEAD, Role.HEAD_OF_DIVISION])
def test_the_units_of_others_are_not_there(cast: Cast, signed_in: SignIn, role: Role, address: str) -> None:
    client = signed_in(role)
    for unit in (cast.sister.agency, cast.sister.one_stop, cast.sister.division, cast.province):
        answer = client.get(f"{address}?unit={unit.pk}")
        assert answer.status_code == 404
        assert SISTER_NAME not in answer.content.decode()


@pytest.mark.parametrize("query", ["period=2017-13", "from=2017-02-01", "from=2017-02-01&to=2017-01-01"])
def test_a_period_that_is_none_is_refused(signed_in: SignIn, query: str) -> None:
    assert signed_in(Role.LEADER).get(f"/figures/?{query}").status_code == 422


@pytest.mark.parametrize(
    "query",
    ["unit=x", "unit=99999999999999999999", "by=x", "reading=x", "channel=x", "measure=x", "procedure=-1"],
)
def test_a_word_that_is_none_is_not_found(signed_in: SignIn, query: str) -> None:
    assert signed_in(Role.LEADER).get(f"/figures/list/?{query}").status_code == 404


def test_the_cards_and_the_whole_say_the_same(signed_in: SignIn) -> None:
    tree = page(signed_in(Role.LEADER), "/figures/?period=2017")
    cards = [words(card) for card in tree.select(".figure__number")]
    assert cards == ["6", "60,0 %", "2", "1"]
    assert words(tree.select_one(".figure:nth-of-type(2) .figure__under")) == "3 / 5 hồ sơ đã giải quyết"
    assert numbers(tree) == ["1", "6", "2", "1", "2", "60,0 %", "1 chờ bổ sung 1", "1"]


def test_every_number_opens_a_list_of_that_length(signed_in: SignIn) -> None:
    client = signed_in(Role.REFORM_OFFICE)
    opened = 0
    for query in ("", "?by=procedure", "?by=field", "?by=channel", "?reading=received"):
        tree = page(client, f"/figures/{query}")
        for link in tree.select('table a[href^="/figures/list/"]'):
            number = int(re.sub(r"\D", "", link.text))
            assert len(page(client, str(link["href"])).select("[data-row]")) == number, link
            opened += 1
    assert opened > 60


def test_a_bar_of_the_chart_opens_its_month(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    link = page(client, "/figures/?period=2017").select(".chart a")[2]
    assert link["aria-label"] == "3: đúng, trước hạn 2, trễ hạn 2"
    listed = page(client, str(link["href"]))
    assert "Tháng 03/2017" in words(listed.select_one(".head"))
    assert len(listed.select("[data-row]")) == 4


def test_the_step_that_made_it_late_opens_its_list(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    lines = page(client, "/figures/?period=2017").select(".bars tr")
    assert [words(line) for line in lines] == ["Ký duyệt 1", "Không bước nào vượt thời hạn 1"]
    link = lines[0].select_one("a")
    assert link is not None
    listed = page(client, str(link["href"]))
    assert len(listed.select("[data-row]")) == 1
    assert "Bước gây trễ hạn: Ký duyệt" in words(listed.select_one(".head"))


def test_units_open_downwards_and_crumbs_lead_up_as_far_as_one_may(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.REFORM_OFFICE)
    tree = page(client, "/figures/")
    district = next(a for a in tree.select("table th a") if a.text == "Huyện Châu Thành")
    below = page(client, str(district["href"]))
    assert [words(a) for a in below.select(".govuk-breadcrumbs a")] == ["Tỉnh Tiền Giang"]
    own = page(signed_in(Role.LEADER), f"/figures/?unit={cast.here.division.pk}")
    assert [words(a) for a in own.select(".govuk-breadcrumbs a")] == ["Huyện Châu Thành"]


def test_it_says_which_reading_it_shows_and_why_nothing_counts_twice(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    handled = words(page(client, "/figures/").select_one("main"))
    received = words(page(client, "/figures/?reading=received").select_one("main"))
    assert "không tính lại cho xã" in handled
    assert "không tính lại cho huyện" in received
    assert (
        "Số liệu tại thời điểm 02/01/2018, 07:30; hồ sơ đang giải quyết tính đến hết ngày 31/12/2017."
        in handled
    )


def test_a_one_stop_is_read_only_by_what_it_received(signed_in: SignIn) -> None:
    tree = page(signed_in(Role.ONE_STOP_HEAD), "/figures/")
    assert "theo nơi tiếp nhận" in words(tree.select_one(".head"))
    assert tree.select_one("#reading") is None


def test_a_period_that_is_over_leads_to_this_year(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    link = page(client, "/figures/").select_one(".head__under a")
    assert link is not None
    tree = page(client, str(link["href"]))
    assert "Năm 2018" in words(tree.select_one(".head__under"))
    assert tree.select_one(".head__under a") is None


@pytest.mark.parametrize("address", ["/figures/", "/figures/list/"])
def test_a_period_that_is_over_says_by_which_due_date_it_is_judged(signed_in: SignIn, address: str) -> None:
    said = "theo hạn trả hiện nay, kể cả khi hạn thay đổi sau kỳ"
    over, lasting = (page(signed_in(Role.LEADER), f"{address}?period={year}") for year in ("2017", "2018"))
    assert said in words(over)
    assert said not in words(lasting)


def test_days_of_ones_own_choice_are_counted(signed_in: SignIn) -> None:
    tree = page(signed_in(Role.LEADER), "/figures/?from=2017-03-21&to=2017-03-23")
    assert "21/03/2017–23/03/2017" in words(tree.select_one(".head"))
    assert numbers(tree)[:4] == ["5", "0", "0", "1"]


def test_the_chosen_period_and_reading_stay_chosen(cast: Cast, signed_in: SignIn) -> None:
    tree = page(signed_in(Role.LEADER), "/figures/?period=2016-05&reading=received&by=field")
    assert [words(option) for option in tree.select("option[selected]")] == [
        "Tháng 05/2016",
        "Theo nơi tiếp nhận",
    ]
    kept = {
        str(field["name"]): str(field["value"])
        for field in tree.select("form.filters")[0].select("[type=hidden]")
    }
    assert kept == {"unit": str(cast.here.agency.pk), "by": "field"}


def test_it_speaks_english(signed_in: SignIn) -> None:
    client = signed_in(Role.LEADER)
    client.cookies["language"] = "en"
    said = words(page(client, "/figures/?period=2017").select_one("main"))
    for part in (
        "Figures",
        "Year 2017 · handled by",
        "60.0%",
        "3 of 5 resolved",
        "Received",
        "Past the date",
        "Sign",
    ):
        assert part in said
    shown = words(page(client, "/figures/list/?measure=late&period=2017"))
    for part in (
        "Resolved late",
        "2 dossiers",
        "due 22 Mar 2017",
        "2 days",
        "Days late are days of the calendar",
    ):
        assert part in shown


def test_nothing_in_a_period_is_said(signed_in: SignIn) -> None:
    tree = page(signed_in(Role.LEADER), "/figures/?period=2015")
    assert words(tree.select_one(".empty h2")) == "Chưa có hồ sơ nào trong kỳ này"


def test_a_period_that_has_not_begun_says_so(signed_in: SignIn) -> None:
    assert "Kỳ này chưa bắt đầu" in words(
        page(signed_in(Role.LEADER), "/figures/?period=2019").select_one("main")
    )


def test_a_table_longer_than_a_page_goes_on(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.faces.oversight.figures.SHOWN", 1)
    client = signed_in(Role.LEADER)
    first = page(client, "/figures/?by=channel")
    link = first.select_one(".more a")
    assert link is not None
    second = page(client, str(link["href"]))
    names = [words(tree.select("table.table--tree tbody tr")[1].select_one("th")) for tree in (first, second)]
    assert len(set(names)) == 2
    assert numbers(first) == numbers(second)


@pytest.mark.parametrize(("by", "statements"), [("unit", 6), ("procedure", 7), ("field", 6), ("channel", 6)])
def test_its_statements_are_few_however_many_dossiers(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any, by: str, statements: int
) -> None:
    put(cast.here, cast, *[Story("2017-04-03 08:00", "2017-04-24 08:00", "2017-05-02 08:00")] * 20)
    client = signed_in(Role.REFORM_OFFICE)
    page(client, f"/figures/?by={by}")
    with django_assert_num_queries(AROUND + statements):
        page(client, f"/figures/?by={by}")


# Session, account, clock, who acts, read-only transaction (with its savepoint in a test), the bar's names.
AROUND = 8


# --- told apart, and compared --------------------------------------------------------------------------------------


def lines(tree: BeautifulSoup) -> dict[str, list[str]]:
    """The lines of the tables of a breakdown, by their names."""
    rows = tree.select("table.table--bars tbody tr")
    return {
        str(row.select_one("th").find(string=True)): [words(cell) for cell in row.select("td")]  # type: ignore[union-attr]
        for row in rows
    }


def test_by_step_says_where_it_waits_and_what_made_it_late(signed_in: SignIn) -> None:
    found = lines(page(signed_in(Role.LEADER), "/figures/?by=step"))
    assert found["Ký duyệt"] == ["0", "0", "1", "0"]
    assert found["Thụ lý, thẩm tra"] == ["1", "1", "0", "1"]
    assert found["Chờ người nộp bổ sung"][0] == "1"


def test_by_cause_says_whose_affair_it_was(signed_in: SignIn) -> None:
    tree = page(signed_in(Role.LEADER), "/figures/?by=cause")
    assert lines(tree)["Người có thẩm quyền vắng mặt, chưa ủy quyền"] == ["1", "0"]
    assert lines(tree)["Chưa nêu nguyên nhân"] == ["1", "1"]
    assert "Cơ quan giải quyết" in words(tree.select_one("table.table--bars"))


@pytest.mark.parametrize("by", ["step", "cause", "officer", "age"])
def test_every_number_of_a_breakdown_opens_what_it_counted(signed_in: SignIn, by: str) -> None:
    client = signed_in(Role.LEADER)
    links = page(client, f"/figures/?by={by}").select("table.table--bars td a")
    assert links
    for link in links:
        assert len(page(client, str(link["href"])).select("[data-row]")) == int(words(link))


@pytest.mark.parametrize("role", WATCHING)
def test_figures_of_officers_are_for_who_leads_or_inspects(signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    may = role is not Role.REFORM_OFFICE
    tabs = [words(tab) for tab in page(client, "/figures/").select(".tabs a, .moj-sub-navigation a")]
    assert client.get("/figures/?by=officer").status_code == (200 if may else 404)
    assert client.get("/figures/list/?measure=late&guilty=1").status_code == (200 if may else 403)
    assert not tabs or ("Theo cán bộ" in tabs) is may


def test_a_number_stands_beside_what_it_was(cast: Cast, signed_in: SignIn) -> None:
    put(cast.here, cast, *[Story("2016-03-01 08:00", "2016-03-24 08:00", "2016-03-22 08:00")] * 2)
    tree = page(signed_in(Role.LEADER), "/figures/?period=2017")
    said = [words(one) for one in tree.select(".figure__compared")]
    assert "giảm 40,0 điểm so với kỳ trước, xấu hơn ( 100,0 % )" in said
    assert "tăng 2 so với kỳ trước, xấu hơn ( 0 )" in said


def test_a_compared_number_opens_the_list_of_its_own_period(cast: Cast, signed_in: SignIn) -> None:
    put(cast.here, cast, *[Story("2016-03-01 08:00", "2016-03-24 08:00", "2016-04-22 08:00")] * 3)
    client = signed_in(Role.LEADER)
    links = page(client, "/figures/?period=2017").select(".figure__compared a")
    opened = {words(link): str(link["href"]) for link in links if "measure=late" in str(link["href"])}
    assert len(page(client, opened["3"]).select("[data-row]")) == 3


def test_what_was_withdrawn_or_voided_is_said_apart(cast: Cast, signed_in: SignIn) -> None:
    story = Story("2017-03-01 08:00", "2017-03-24 08:00", "2017-03-22 08:00", ended=State.WITHDRAWN)
    put(cast.here, cast, story, replace(story, ended=State.VOIDED))
    tree = page(signed_in(Role.LEADER), "/figures/?period=2017")
    said = words(tree.select_one("p.below"))
    assert said == "Ngoài ra trong kỳ: 1 công dân rút , 1 đã hủy tiếp nhận ."
