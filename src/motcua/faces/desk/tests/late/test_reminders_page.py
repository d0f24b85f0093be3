"""The page of reminders, its line in the rail, the apologies to sign, and the thresholds of the administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.tests.cast import MORNING, Cast, at
from motcua.casework.notices import actions, jobs, queries
from motcua.casework.notices.models import Notice
from motcua.casework.notices.rules import Kind, Recipient
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.people.organisation.models import Role

NOW = at("2017-03-22 14:00")


@pytest.fixture
def late(cast: Cast, stand_at: Callable[[datetime], None]) -> Dossier:
    """A dossier past its date in the handler's hands, everybody reminded."""
    stand_at(NOW)
    jobs.remind_until(MORNING)
    dossier_id = cast.bring_to(cast.receive().dossier_id, "handle").dossier_id
    jobs.remind_until(NOW)
    return Dossier.objects.get(pk=dossier_id)


def test_the_most_urgent_stand_first_and_lead_to_the_dossier(late: Dossier, signed_in: SignIn) -> None:
    shown = page(signed_in(Role.HANDLER).get("/work/reminders/"))
    groups = [head.get_text().split(" · ")[0] for head in shown.select(".table__group")]
    assert groups == ["Hồ sơ quá hạn", "Bước quá hạn"]
    assert {link["href"] for link in shown.select("a.code")} == {f"/dossiers/{late.code}/"}
    assert "2 mục chưa đọc" in shown.get_text()


def test_the_rail_counts_what_was_not_read(late: Dossier, signed_in: SignIn) -> None:
    client = signed_in(Role.HANDLER)
    assert "Nhắc việc 2" in text_of(client.get("/work/"))
    ids = list(Notice.objects.values_list("pk", flat=True))
    answer = client.post("/work/reminders/read/", {"notice": ids}, follow=True)
    assert "Đã đánh dấu 3 mục là đã đọc." in text_of(answer)
    assert "Nhắc việc 2" not in text_of(answer)


def test_a_neighbour_reads_none_of_them(cast: Cast, late: Dossier, signed_in: SignIn) -> None:
    stranger = signed_in(Role.HANDLER, cast.sister)
    assert "Không có mục nào cần nhắc" in text_of(stranger.get("/work/reminders/"))
    stranger.post("/work/reminders/read/", {"notice": list(Notice.objects.values_list("pk", flat=True))})
    assert not Notice.objects.filter(read_at__isnull=False).exists()


def test_a_kind_goes_on_page_by_page(
    cast: Cast, stand_at: Callable[[datetime], None], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("motcua.faces.desk.reminders.SHOWN", 1)
    jobs.remind_until(MORNING)
    for minute in (30, 40):
        cast.bring_to(cast.receive(MORNING.replace(minute=minute)).dossier_id, "handle")
    stand_at(at("2017-03-07 10:00"))
    jobs.remind_until(at("2017-03-07 10:00"))
    client = signed_in(Role.HANDLER)
    first = page(client.get("/work/reminders/"))
    (more,) = [link["href"] for link in first.select("a") if "Xem tiếp" in link.get_text()]
    second = page(client.get(more))
    codes = [link.get_text() for shown in (first, second) for link in shown.select("a.code")]
    assert len(codes) == len(set(codes)) == 2


def test_a_leader_finds_the_draft_that_waits_for_him(late: Dossier, signed_in: SignIn) -> None:
    shown = page(signed_in(Role.LEADER).get("/work/apologies/"))
    assert [link["href"] for link in shown.select("a.code")] == [f"/dossiers/{late.code}/apology/"]
    assert "Phiếu xin lỗi chờ ký 1" in " ".join(shown.get_text(" ").split())
    assert signed_in(Role.HANDLER).get("/work/apologies/").status_code == 403


def test_a_step_is_near_its_date_by_the_threshold_of_its_holder(
    cast: Cast, stand_at: Callable[[datetime], None], signed_in: SignIn
) -> None:
    cast.bring_to(cast.receive().dossier_id, "handle")
    stand_at(at("2017-03-06 08:30"))
    client = signed_in(Role.HANDLER)
    assert not page(client.get("/work/")).select(".due.soon-text")
    by = cast.watcher(Role.ADMINISTRATOR)
    actions.change_threshold("step_soon", "holder", Decimal(16), by=by, now=MORNING)
    assert page(client.get("/work/")).select(".due.soon-text")


def test_an_administrator_sets_thresholds(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    shown = page(client.get("/setup/reminders/"))
    sent = {field["name"]: field.get("value", "") for field in shown.select("#thresholds input[inputmode]")}
    assert sent["step_soon.holder"] == "8"
    client.post("/setup/reminders/", sent | {"step_soon.holder": "4,5", "step_late.leader": ""})
    found = queries.thresholds()
    assert found[Kind.STEP_SOON, Recipient.HOLDER] == Decimal("4.5")
    assert found[Kind.STEP_LATE, Recipient.LEADER] is None
    assert found[Kind.DOSSIER_SOON, Recipient.HEAD] == 16


def test_a_wrong_threshold_changes_none(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    answer = client.post("/setup/reminders/", {"step_late.head": "1", "step_soon.holder": "x"})
    assert answer.status_code == 422
    assert page(answer).select_one("input[name='step_soon.holder']")["value"] == "x"
    assert queries.thresholds()[Kind.STEP_LATE, Recipient.HEAD] == 4
