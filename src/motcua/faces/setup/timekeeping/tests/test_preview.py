"""A change that moves dates: looked at, confirmed as it was seen, refused when it differs, worked off under a bar."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from motcua.casework.dossiers.actions.changes import working
from motcua.casework.dossiers.models import BulkChange, Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.casework.sightings.models import Sighting
from motcua.faces.setup.timekeeping.tests.conftest import SignIn, text_of, tree_of
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.calendars.models import CalendarDay
from motcua.people.organisation.models import Role

DAY = {
    "on": "08/03/2017",
    "kind": "holiday",
    "name_vi": "Ngày hội tỉnh",
    "name_en": "Province day",
    "source": "Thông báo 12/TB-UBND",
    "checked": "notice",
}


def url(cast: Cast, more: str = "") -> str:
    return f"/setup/calendars/{cast.calendar.pk}/{more}"


def send(client: Client, address: str, **said: str) -> Any:
    return client.post(address, {"do": "yes", "key": str(uuid4()), **said})


def previewed(cast: Cast, admin: Client) -> str:
    """Fill the form in; the address of the preview."""
    answer = send(admin, url(cast, "days/"), **DAY)
    assert answer.status_code == 302
    return str(answer.url)


def seen(page: Any) -> str:
    return str(tree_of(page.content).select_one("[name=seen]")["value"])  # type: ignore[index]


def test_what_moves_is_listed_by_unit_and_procedure_and_one_by_one(cast: Cast, admin: Client) -> None:
    received = cast.receive()
    page = admin.get(previewed(cast, admin))
    said = text_of(page.content)
    assert "Thêm ngày 08/03/2017: Ngày hội tỉnh" in said
    assert "Huyện Châu Thành Tách thửa đất 1 0 0 0" in said
    assert received.code in said
    assert "22/03/2017, 08:30 23/03/2017, 08:30 muộn hơn" in said
    assert not CalendarDay.objects.filter(on_date=date(2017, 3, 8)).exists()


def test_confirmed_it_shows_its_progress_and_whom_to_tell(cast: Cast, admin: Client) -> None:
    received = cast.receive()
    address = previewed(cast, admin)
    answer = admin.post(address, {"key": "once", "do": "yes", "seen": seen(admin.get(address))}, follow=True)
    assert "Đã xem 0 trên 1 hồ sơ" in text_of(answer.content)
    assert CalendarDay.objects.filter(on_date=date(2017, 3, 8)).exists()
    working.work_off(by=SYSTEM, now=MORNING, seconds=9)
    change = BulkChange.objects.get()
    said = text_of(admin.get(f"/setup/changes/{change.pk}/").content)
    assert "Thêm ngày 08/03/2017 vào lịch" in said
    assert received.code in said
    assert "Xong" in said
    assert "0900000123" not in said


def test_sent_twice_it_is_confirmed_once(cast: Cast, admin: Client) -> None:
    cast.receive()
    address = previewed(cast, admin)
    said = {"key": "once", "do": "yes", "seen": seen(admin.get(address))}
    answers = [admin.post(address, said) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url  # type: ignore[attr-defined]
    assert BulkChange.objects.count() == 1


def test_what_changed_meanwhile_is_refused_and_shown(cast: Cast, admin: Client) -> None:
    cast.receive()
    address = previewed(cast, admin)
    token = seen(admin.get(address))
    later = cast.receive()
    answer = send(admin, address, seen=token)
    said = text_of(answer.content)
    assert answer.status_code == 409
    assert "đã khác lúc bạn xem" in said
    assert f"{later.code} mới có hoặc đã thay đổi" in said
    assert send(admin, address, seen=seen(answer)).status_code == 302


def test_the_list_is_saved_as_a_file(cast: Cast, admin: Client) -> None:
    code = cast.receive().code
    address = previewed(cast, admin).replace("/preview/", "/preview.csv")
    answer = admin.get(address)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][0] == code
    assert rows[1][3:] == ["2017-03-22 08:30", "2017-03-23 08:30", "muộn hơn"]


def test_a_long_list_has_pages(cast: Cast, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.faces.setup.timekeeping.preview.PAGE", 2)
    codes = [cast.receive().code for _ in range(3)]
    address = previewed(cast, admin)
    first, second = (text_of(admin.get(f"{address}&page={page}").content) for page in (1, 2))
    assert [code in first for code in codes] == [True, True, False]
    assert [code in second for code in codes] == [False, False, True]


def test_a_day_is_moved_by_its_form(cast: Cast, admin: Client) -> None:
    said = {**DAY, "on": "05/09/2017"}
    assert send(admin, url(cast, "days/2017-09-04/"), **said).status_code == 302
    assert not CalendarDay.objects.filter(on_date=date(2017, 9, 4)).exists()
    assert CalendarDay.objects.filter(on_date=date(2017, 9, 5)).exists()


def test_a_day_that_moves_dates_is_moved_after_a_look(cast: Cast, admin: Client) -> None:
    send(admin, url(cast, "days/"), **{**DAY, "on": "10/11/2017"})
    cast.receive()
    answer = send(admin, url(cast, "days/2017-11-10/"), **DAY)
    page = admin.get(answer.url)
    assert "Dời ngày 10/11/2017 sang ngày 08/03/2017" in text_of(page.content)
    assert send(admin, answer.url, seen=seen(page)).status_code == 302
    assert set(CalendarDay.objects.filter(name_vi=DAY["name_vi"]).values_list("on_date", flat=True)) == {
        date(2017, 3, 8)
    }


def test_hours_that_move_dates_are_looked_at_too(cast: Cast, admin: Client) -> None:
    cast.receive()
    hours = {
        f"{half}_{end}_{weekday}": value
        for weekday in range(1, 6)
        for half, end, value in (("morning", "opens", "09:00"), ("morning", "closes", "12:00"))
    }
    answer = send(admin, url(cast, "hours/"), from_on="06/03/2017", source="QĐ 5", **hours)
    assert answer.status_code == 302
    page = admin.get(answer.url)
    assert "Đổi giờ làm việc từ ngày 06/03/2017" in text_of(page.content)
    assert send(admin, answer.url, seen=seen(page)).status_code == 302
    working.work_off(by=SYSTEM, now=MORNING, seconds=9)
    due = timezone.localtime(Dossier.objects.get().due_at)
    assert (due.date(), due.hour) == (date(2017, 3, 22), 9)


@pytest.mark.parametrize(
    "query", ["", "?verb=drop", "?verb=add_day&on=x", "?verb=change_hours", "?verb=remove_day"]
)
def test_an_address_that_says_nothing_leads_to_the_calendar(cast: Cast, admin: Client, query: str) -> None:
    for page in ("preview/", "preview.csv"):
        assert admin.get(url(cast, f"{page}{query}")).url == url(cast)  # type: ignore[attr-defined]


def test_only_the_administrator_looks_and_confirms(cast: Cast, signed_in: SignIn, admin: Client) -> None:
    cast.receive()
    address = previewed(cast, admin)
    for role in (Role.REFORM_OFFICE, Role.LEADER, Role.RECEPTIONIST):
        assert signed_in(role).get(address).status_code == 403
        assert signed_in(role).post(address, {"do": "yes", "key": "x"}).status_code == 403


def done(cast: Cast, admin: Client) -> str:
    """A change that has moved one dossier here; the address of its page."""
    cast.receive()
    address = previewed(cast, admin)
    send(admin, address, seen=seen(admin.get(address)))
    working.work_off(by=SYSTEM, now=MORNING + timedelta(minutes=1), seconds=9)
    return f"/setup/changes/{BulkChange.objects.get().pk}/"


def test_the_counter_sees_its_own_with_the_telephone(cast: Cast, signed_in: SignIn, admin: Client) -> None:
    page = done(cast, admin)
    assert "0900000123" in text_of(signed_in(Role.RECEPTIONIST).get(page).content)
    assert "0900000123" in signed_in(Role.RECEPTIONIST).get(f"{page}notices.csv").content.decode()
    assert "0900000123" not in admin.get(f"{page}notices.csv").content.decode()
    taken = Sighting.objects.get(form=Sighting.Form.EXPORT)
    assert (taken.page, taken.role, taken.row_count) == ("bulk_change_csv", Role.RECEPTIONIST, 1)
    sister = Client()
    sister.force_login(cast.sister.accounts[Role.RECEPTIONIST.value])
    said = text_of(sister.get(page).content)
    assert "0900000123" not in said
    assert "Chưa có ngày hẹn nào bị dời muộn hơn" in said


def test_a_handler_does_not_see_it(cast: Cast, signed_in: SignIn, admin: Client) -> None:
    page = done(cast, admin)
    for address in (page, f"{page}progress/", f"{page}notices.csv", "/setup/changes/"):
        assert signed_in(Role.HANDLER).get(address).status_code == 403
    assert admin.get("/setup/changes/999999/").status_code == 404


def test_the_bar_asks_again_only_while_there_is_work(cast: Cast, admin: Client) -> None:
    cast.receive()
    address = previewed(cast, admin)
    send(admin, address, seen=seen(admin.get(address)))
    bar = f"/setup/changes/{BulkChange.objects.get().pk}/progress/"
    assert "hx-get" in admin.get(bar).content.decode()
    working.work_off(by=SYSTEM, now=MORNING, seconds=9)
    assert "hx-get" not in admin.get(bar).content.decode()


def test_the_list_of_changes_names_each(cast: Cast, admin: Client) -> None:
    assert "Chưa có thay đổi hàng loạt nào" in text_of(admin.get("/setup/changes/").content)
    done(cast, admin)
    assert "Thêm ngày 08/03/2017 vào lịch" in text_of(admin.get("/setup/changes/").content)
