"""Where one prints: the page with the paper, the dossier's menu, the register; and who finds nothing there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.actions import Received
from motcua.casework.dossiers.tests.cast import Cast, at
from motcua.casework.sightings.models import Sighting
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.faces.desk.tests.printing.conftest import print_form
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation.models import Role

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def received(cast: Cast) -> Received:
    return cast.receive(summary="Tách thửa 214")


@pytest.fixture
def counter(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(Role.RECEPTIONIST)


def test_the_page_shows_the_paper_and_what_comes_next(counter: Client, received: Received) -> None:
    place = print_form(counter, "01", [received.code])["Location"]
    shown = page(counter.get(place))
    assert shown.select_one("iframe#paper")["src"] == f"{place}paper.pdf"
    assert shown.select_one('[data-print="#paper"]')["data-key"] == "ctrl+enter"
    assert shown.select_one('a[data-key="n"]')["href"] == "/counter/"
    assert shown.select_one(f'a[href="/dossiers/{received.code}/"]')


def test_the_paper_opens_in_the_browser_and_in_our_frame_only(counter: Client, received: Received) -> None:
    answer = counter.get(print_form(counter, "01", [received.code])["Location"] + "paper.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="mau-01-{received.code}.pdf"'
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert (answer["Cache-Control"], answer["X-Frame-Options"]) == ("no-store", "SAMEORIGIN")


def test_reading_a_print_writes_no_event(counter: Client, received: Received) -> None:
    place = print_form(counter, "01", [received.code])["Location"]
    before = JournalRow.objects.count()
    for address in (place, place + "paper.pdf", place + "paper.pdf"):
        assert counter.get(address).status_code == 200
    assert JournalRow.objects.count() == before


def test_whose_data_was_printed_is_in_the_reading_trail(counter: Client, received: Received) -> None:
    counter.get(print_form(counter, "01", [received.code])["Location"] + "paper.pdf")
    seen = Sighting.objects.get(form=Sighting.Form.PRINT)
    assert seen.page == "printed_paper"


def test_printing_again_is_a_counted_copy(counter: Client, received: Received) -> None:
    shown = page(counter.get(print_form(counter, "01", [received.code])["Location"]))
    form = next(form for form in shown.select("main form") if "In lại" in form.get_text())
    sent = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    data = {name: [value for key, value in sent if key == name] for name, _value in sent}
    data.pop("csrfmiddlewaretoken", None)
    first = counter.post(form["action"], data)
    assert counter.post(form["action"], data)["Location"] == first["Location"]
    assert "bản in lại lần 1" in text_of(counter.get(first["Location"]))
    assert JournalRow.objects.filter(verb="dossiers.print").count() == 2


@pytest.mark.parametrize("places", ["", "x", "1-", "0", "9" * 30, "-".join(["1"] * 101)])
def test_what_is_no_print_is_not_found(counter: Client, places: str) -> None:
    for end in ("", "paper.pdf"):
        assert counter.get(f"/prints/{places}/{end}").status_code == 404


@pytest.mark.parametrize("form", ["", "03", "06", "99"])
def test_a_form_that_is_not_of_a_dossier_is_not_found(counter: Client, received: Received, form: str) -> None:
    assert print_form(counter, form, [received.code]).status_code == 404


def test_choosing_none_is_said(counter: Client) -> None:
    answer = counter.post("/prints/", {"form": "01"})
    assert answer.status_code == 422
    assert "Chưa chọn hồ sơ nào để in." in text_of(answer)


def test_the_sister_counter_finds_nothing(
    cast: Cast, counter: Client, signed_in: SignIn, received: Received
) -> None:
    place = print_form(counter, "01", [received.code])["Location"]
    sister = signed_in(Role.RECEPTIONIST, cast.sister)
    answers = [sister.get(place), sister.get(place + "paper.pdf"), print_form(sister, "01", [received.code])]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("Phước" in answer.content.decode(errors="replace") for answer in answers)


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.ADMINISTRATOR, Role.REFORM_OFFICE])
def test_those_who_do_not_work_on_dossiers_do_not_print(
    counter: Client, signed_in: SignIn, received: Received, role: Role
) -> None:
    place = print_form(counter, "01", [received.code])["Location"]
    client = signed_in(role)
    assert [client.get(place).status_code, print_form(client, "05", [received.code]).status_code] == [
        403,
        403,
    ]


def test_a_print_that_cannot_be_said_again_says_so(cast: Cast, counter: Client, received: Received) -> None:
    place = print_form(counter, "05", [received.code])["Location"]
    row = JournalRow.objects.get(verb="dossiers.print")
    JournalRow.objects.bulk_create(
        [JournalRow(verb=row.verb, object_kind=row.object_kind, object_id=row.object_id, number=99,
                    data=row.data | {"printed": "00"}, at=row.at)]
    )  # fmt: skip
    changed = JournalRow.objects.get(number=99).pk
    assert counter.get(place).status_code == 200
    assert counter.get(f"/prints/{changed}/").status_code == 409


# --- the dossier's page ------------------------------------------------------------------------------------------


def offered(client: Client, received: Received) -> list[str]:
    shown = page(client.get(f"/dossiers/{received.code}/")).select_one("#printing")
    return [button.get_text(strip=True) for button in shown.select("button")] if shown else []


def test_the_counter_is_offered_its_forms(cast: Cast, counter: Client, received: Received) -> None:
    assert offered(counter, received) == ["In giấy tiếp nhận và hẹn trả", "In phiếu kiểm soát"]
    task = cast.bring_to(received.dossier_id, "handle")
    actions.request_completion(
        task.pk, by=cast.here.actor(Role.HANDLER), now=at("2017-03-01 09:00"), missing="Đơn"
    )
    assert offered(counter, received)[1] == "In yêu cầu bổ sung"


def test_others_are_offered_what_goes_with_the_papers(
    cast: Cast, signed_in: SignIn, received: Received
) -> None:
    assert offered(signed_in(Role.HANDLER), received) == ["In phiếu kiểm soát"]
    assert offered(signed_in(Role.INSPECTOR), received) == []


def test_what_was_printed_is_listed(counter: Client, signed_in: SignIn, received: Received) -> None:
    places = [print_form(counter, "01", [received.code])["Location"] for _ in range(2)]
    listed = page(counter.get(f"/dossiers/{received.code}/")).select("#printing li")
    assert [line.select_one("a")["href"] for line in listed] == places[::-1]
    assert ["bản in lại lần 1" in line.get_text() for line in listed] == [True, False]
    assert not page(signed_in(Role.HANDLER).get(f"/dossiers/{received.code}/")).select("#printing li a")


# --- the register ------------------------------------------------------------------------------------------------


def codes_in(client: Client, asked: str = "") -> list[str]:
    return [link.get_text() for link in page(client.get(f"/register/{asked}")).select("tbody a.code")]


def test_the_register_begins_with_today(cast: Cast, counter: Client, received: Received) -> None:
    earlier = cast.receive(now=at("2017-02-01 09:00"))
    assert codes_in(counter) == [received.code]
    assert codes_in(counter, "?first=2017-01-01&last=2017-12-31") == [received.code, earlier.code]
    assert codes_in(counter, "?first=1/2/2017&last=28/2/2017") == [earlier.code]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("?first=2016-12-01&last=2017-01-31", "Sổ mở theo từng năm"),
        ("?first=2017-03-02&last=2017-03-01", "Ngày cuối phải từ ngày đầu trở đi."),
        ("?first=hôm+qua&last=2017-03-01", "Hãy nhập ngày theo dạng ngày/tháng/năm."),
    ],
)
def test_a_stretch_that_cannot_be_is_said(counter: Client, asked: str, words: str) -> None:
    assert words in text_of(counter.get(f"/register/{asked}"))
    assert (
        counter.post(
            "/register/prints/", {"first": "2017-03-02", "last": "2017-03-01", "part": "1"}
        ).status_code
        == 404
    )


def test_an_empty_register_says_so(counter: Client) -> None:
    assert "Không có hồ sơ nào được tiếp nhận trong kỳ này" in text_of(counter.get("/register/"))


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ONE_STOP_HEAD, 200), (Role.LEADER, 200), (Role.HANDLER, 403)]
)
def test_who_reads_the_register(signed_in: SignIn, received: Received, role: Role, status: int) -> None:
    assert signed_in(role).get("/register/").status_code == status


def test_anothers_register_is_not_found(cast: Cast, counter: Client, signed_in: SignIn) -> None:
    asked: dict[str, Any] = {"one_stop": cast.sister.one_stop.pk, "first": "", "last": "", "part": "1"}
    for client in (counter, signed_in(Role.LEADER)):
        assert client.get("/register/", asked).status_code == 404
        assert client.post("/register/prints/", asked).status_code == 404


def test_chosen_lines_are_printed_together(cast: Cast, counter: Client) -> None:
    codes = [cast.receive().code for _ in range(3)]
    shown = page(counter.get("/register/"))
    ticks = [tick["value"] for tick in shown.select('tbody input[name="code"]')]
    assert ticks == codes
    place = print_form(counter, "01", ticks[:2])["Location"]
    assert "2 hồ sơ" in text_of(counter.get(place))
