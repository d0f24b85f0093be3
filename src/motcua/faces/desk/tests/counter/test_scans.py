"""Scans of many pages at the counter: brought, put in order, turned, given to papers, saved; and nothing is lost."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Attachment, Dossier
from motcua.casework.dossiers.queries import files as dossier_files
from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.faces.desk import drafts
from motcua.faces.desk.models import FormDraft
from motcua.faces.desk.scans.plan import Plan, Source
from motcua.faces.desk.tests.conftest import SignIn, page, text_of
from motcua.ground.files import store
from motcua.ground.files.store import Stored
from motcua.ground.files.tests import sheets
from motcua.ground.kernel import journal
from motcua.ground.kernel.models import JournalRow
from motcua.people.organisation.models import Role

Sent = dict[str, Any]


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def code(cast: Cast) -> str:
    return cast.receive().code


@pytest.fixture
def desk(signed_in: SignIn) -> Client:
    return signed_in(Role.RECEPTIONIST)


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(answer: Any) -> Sent:
    """What the page's form would send."""
    found: Sent = {}
    for one in page(answer).select("#scans input[name], #scans select"):
        if one["name"] == "chosen":
            continue
        chosen = one.select_one("option[selected]") if one.name == "select" else None
        value = chosen["value"] if chosen else "" if one.name == "select" else one.get("value", "")
        found.setdefault(one["name"], []).append(value)
    return found


def opened(client: Client, code: str) -> Any:
    return client.get(f"/dossiers/{code}/scans/")


def press(client: Client, code: str, do: str, *files: SimpleUploadedFile, **more: Any) -> Any:
    """Press a button of the page as it stands, with files chosen."""
    sent = form(opened(client, code)) | {"do": do, **more}
    return client.post(f"/dossiers/{code}/scans/", sent | {"chosen": list(files)})


def bring(client: Client, code: str, *contents: bytes) -> Any:
    return press(client, code, "add", *(upload(one, f"q{n}") for n, one in enumerate(contents)))


def order(client: Client, code: str) -> list[str]:
    return [str(one["id"]).removeprefix("p-") for one in page(opened(client, code)).select(".scan")]


def saved() -> list[list[int]]:
    """The widths of the pages of each attachment."""
    found = []
    for row in Attachment.objects.order_by("pk"):
        with store.open_content(row.digest) as reading:
            found.append(sheets.widths(reading.read()))
    return found


def events() -> int:
    return JournalRow.objects.filter(verb="dossiers.attach_scans").count()


# --- bringing and arranging --------------------------------------------------------------------------------------


def test_the_dossier_leads_to_an_empty_list(desk: Client, code: str) -> None:
    (link,) = page(desk.get(f"/dossiers/{code}/")).select(f'a[href="/dossiers/{code}/scans/"]')
    assert link.text == "Thêm bản quét nhiều trang"
    assert "Chưa có trang nào" in text_of(opened(desk, code))


def test_pages_come_in_the_order_of_their_files(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(2), sheets.jpeg())
    bring(desk, code, sheets.tiff(2))
    assert order(desk, code) == ["0.0", "0.1", "1.0", "2.0", "2.1"]
    assert "5 trang được giữ" in text_of(opened(desk, code))


@pytest.mark.parametrize(
    ("do", "then"),
    [
        ("down:0.0", ["0.1", "0.0", "0.2"]),
        ("up:0.2", ["0.0", "0.2", "0.1"]),
        ("up:0.0", ["0.0", "0.1", "0.2"]),
        ("down:0.2", ["0.0", "0.1", "0.2"]),
        ("up:7.7", ["0.0", "0.1", "0.2"]),
    ],
)
def test_a_page_is_moved(desk: Client, code: str, do: str, then: list[str]) -> None:
    bring(desk, code, sheets.pdf(3))
    answer = press(desk, code, do)
    assert order(desk, code) == then
    assert answer["Location"].endswith(f"#p-{do.partition(':')[2]}")


def test_a_page_keeps_its_paper_when_it_is_moved(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(3))
    press(desk, code, "up:0.1", **{"paper_0.0": "1", "paper_0.1": "0"})
    press(desk, code, "save")
    assert [(row.paper_id is None) for row in Attachment.objects.order_by("pk")] == [True, False]
    assert saved() == [[302, 303], [301]]


def test_four_turns_are_none(desk: Client, code: str) -> None:
    bring(desk, code, sheets.jpeg())
    turned = []
    for _turn in range(4):
        press(desk, code, "turn:0.0")
        turned.append(page(opened(desk, code)).select_one(".scan__image")["class"][1])
    assert turned == [f"scan__image--{turn}" for turn in (90, 180, 270, 0)]


def test_a_page_left_out_is_not_saved_and_can_be_taken_back(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(3))
    press(desk, code, "out:0.0")
    press(desk, code, "out:0.2")
    press(desk, code, "in:0.2")
    press(desk, code, "save", **{"paper_0.1": "1"})
    assert saved() == [[302, 303]]


def test_a_picture_is_shown_small_and_large(desk: Client, code: str) -> None:
    bring(desk, code, sheets.jpeg())
    src = page(opened(desk, code)).select_one(".scan__image")["src"]
    small, large = desk.get(src), desk.get(f"{src}?large")
    assert small["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(small.content)).size < Image.open(BytesIO(large.content)).size
    assert desk.get(src.replace("/0/0/", "/0/1/")).status_code == 404


def test_files_that_cannot_be_used_are_named_and_the_others_stay(desk: Client, code: str) -> None:
    answer = bring(desk, code, sheets.pdf(1), sheets.locked(), sheets.bomb(), b"")
    assert answer.status_code == 422
    said = text_of(answer)
    assert all(part in said for part in ("“q1.pdf” được đặt mật khẩu", "“q2.png” quá lớn", "“q3” không có"))
    assert order(desk, code) == ["0.0"]


def test_more_than_can_be_arranged_is_refused(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(199))
    answer = bring(desk, code, sheets.tiff(2), sheets.jpeg())
    assert "“q0.tif” vượt quá 200 trang" in text_of(answer)
    assert len(order(desk, code)) == 200


def test_too_many_files_at_once_are_refused(desk: Client, code: str) -> None:
    answer = bring(desk, code, *[sheets.jpeg()] * 51)
    assert (answer.status_code, "nhiều nhất 50 tệp" in text_of(answer)) == (422, True)


# --- saving ------------------------------------------------------------------------------------------------------


def test_one_pdf_for_each_paper_by_one_event(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(3), sheets.pdf(1))
    answer = press(desk, code, "save", **{"paper_0.0": "1", "paper_0.2": "0", "paper_1.0": "1"})
    assert answer["Location"] == f"/dossiers/{code}/"
    first, other = Attachment.objects.order_by("pk")
    assert first.paper is not None
    assert first.name == f"{first.paper.name} (bản quét).pdf"
    assert (other.paper, other.name) == (None, "Giấy tờ khác (bản quét).pdf")
    assert (saved(), events()) == ([[301, 302, 301], [303]], 1)
    assert "đưa 4 trang quét vào hồ sơ, 2 tệp" in text_of(desk.get(f"/dossiers/{code}/"))


def test_a_turned_page_is_saved_turned(desk: Client, code: str) -> None:
    bring(desk, code, sheets.photograph())
    press(desk, code, "turn:0.0")
    press(desk, code, "save", **{"paper_0.0": "0"})
    with store.open_content(Attachment.objects.get().digest) as reading:
        assert sheets.tops(reading.read())["right"]


def test_pages_without_a_paper_are_asked_for(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(3))
    answer = press(desk, code, "save", **{"paper_0.1": "1"})
    assert (answer.status_code, "Còn 1 trang chưa chọn giấy tờ" in text_of(answer)) == (422, True)
    assert not Attachment.objects.exists()


def test_a_paper_that_is_not_there_is_refused_and_the_pages_stay(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(1))
    answer = press(desk, code, "save", **{"paper_0.0": "9"})
    assert (answer.status_code, order(desk, code)) == (409, ["0.0"])
    assert "chọn lại giấy tờ" in text_of(answer)


def test_nothing_to_save_is_said(desk: Client, code: str) -> None:
    answer = press(desk, code, "save")
    assert (answer.status_code, "Chưa có trang quét nào" in text_of(answer)) == (422, True)


def test_pressed_twice_it_is_saved_once(desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(2))
    sent = form(opened(desk, code)) | {"do": "save", "paper_0.0": "1"}
    answers = [desk.post(f"/dossiers/{code}/scans/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Attachment.objects.count(), events()) == (1, 1)
    assert order(desk, code) == []


def test_an_event_that_fails_leaves_the_pages(
    desk: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(desk, code, sheets.pdf(2))

    def fail(*_args: Any, **_more: Any) -> int:
        raise RuntimeError("journal")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError):
        press(desk, code, "save", **{"paper_0.0": "1"})
    assert (Attachment.objects.count(), order(desk, code)) == (0, ["0.0", "0.1"])


@pytest.mark.parametrize("do", ["add", "save"])
def test_a_full_disk_is_said_and_loses_nothing(
    desk: Client, code: str, monkeypatch: pytest.MonkeyPatch, do: str
) -> None:
    bring(desk, code, sheets.pdf(2))

    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    more = [upload(sheets.jpeg(), "a.jpg")] if do == "add" else []
    answer = press(desk, code, do, *more, **{"paper_0.0": "1"})
    assert (answer.status_code, "hết chỗ lưu tệp" in text_of(answer)) == (409, True)
    assert (Attachment.objects.count(), order(desk, code)) == (0, ["0.0", "0.1"])


# --- who, and what is kept ---------------------------------------------------------------------------------------


def test_strangers_find_nothing_and_watchers_may_not(
    cast: Cast, signed_in: SignIn, desk: Client, code: str
) -> None:
    bring(desk, code, sheets.jpeg())
    src = page(opened(desk, code)).select_one(".scan__image")["src"]
    for client, status in (
        (signed_in(Role.RECEPTIONIST, cast.sister), 404),
        (signed_in(Role.INSPECTOR), 403),
    ):
        assert opened(client, code).status_code == status
        assert client.post(f"/dossiers/{code}/scans/", {"do": "save"}).status_code == status
        assert client.get(src).status_code == status
    # A colleague of the same counter has pages of his own.
    assert signed_in(Role.HANDLER).get(src).status_code == 404


def test_what_another_account_has_signed_is_not_taken(signed_in: SignIn, desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(2))
    sent = form(opened(desk, code)) | {"do": "save", "paper_0.0": "1"}
    answer = signed_in(Role.HANDLER).post(f"/dossiers/{code}/scans/", sent)
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)


def test_a_session_that_ends_loses_nothing(cast: Cast, signed_in: SignIn, desk: Client, code: str) -> None:
    bring(desk, code, sheets.pdf(2))
    sent = form(opened(desk, code)) | {"do": "save", "paper_0.1": "0"}
    FormDraft.objects.all().delete()
    answer = Client().post(f"/dossiers/{code}/scans/", sent)
    assert "/dang-nhap/" in answer["Location"]
    assert f"scans%2F%3Fdraft%3D{sent['key'][0]}" in answer["Location"]
    assert form(opened(desk, code))["paper_0.1"] == ["0"]
    assert not Attachment.objects.exists()


def test_the_largest_plan_is_kept_as_a_draft(desk: Client, cast: Cast, code: str) -> None:
    # Letters that take the most room and repeat nothing.
    long_name = "".join(chr(0x1EA0 + at % 90) for at in range(146)) + ".jpg"
    plan, account = Plan(), cast.here.accounts[Role.RECEPTIONIST.value].pk
    for number in range(200):
        digest = sha256(str(number).encode()).hexdigest()
        plan = plan.with_source(Source.of(Stored(digest, long_name, "image/jpeg", 10**7), 1, account))
    assert drafts.keep(account, f"scans:{code}", drafts.new_key(), plan.fields())
    assert len(order(desk, code)) == 200


def test_what_cannot_be_kept_stands_on_the_page(
    desk: Client, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "LARGEST", 100)
    answer = bring(desk, code, sheets.pdf(2))
    assert (answer.status_code, form(answer)["page"]) == (200, ["0.0.0.0", "0.1.0.0"])


def test_an_address_that_is_no_dossiers_is_asked_to_sign_in(desk: Client, code: str) -> None:
    sent = form(opened(desk, code))
    answer = Client().post(f"/dossiers/{'x' * 200}/scans/", sent)
    assert "/dang-nhap/" in answer["Location"]
    assert not FormDraft.objects.exists()


def test_another_dossiers_page_is_empty(cast: Cast, desk: Client, code: str) -> None:
    bring(desk, code, sheets.jpeg())
    assert order(desk, cast.receive().code) == []


def test_thrown_away_they_are_gone(desk: Client, code: str) -> None:
    bring(desk, code, sheets.jpeg())
    press(desk, code, "discard")
    assert (order(desk, code), FormDraft.objects.count()) == ([], 0)


def test_an_abandoned_draft_and_its_files_are_swept(desk: Client, code: str) -> None:
    bring(desk, code, sheets.jpeg())
    draft = FormDraft.objects.get()
    FormDraft.objects.update(saved_at=draft.saved_at - timedelta(days=2))
    assert drafts.forget_old() == 1
    sweeping = [
        store.sweep(dossier_files.attached, older_than=timedelta(seconds=-1), part=part)
        for part in range(256)
    ]
    assert (order(desk, code), sum(sweeping)) == ([], 1)


def test_a_file_that_is_no_longer_stored_is_named(desk: Client, code: str, tmp_path: Path) -> None:
    bring(desk, code, sheets.jpeg(), sheets.pdf(1))
    (gone,) = [path for path in tmp_path.rglob("?" * 64) if path.read_bytes() == sheets.jpeg()]
    gone.unlink()
    answer = press(desk, code, "save", **{"paper_0.0": "0", "paper_1.0": "1"})
    assert (answer.status_code, "“q0.jpg” đã chọn quá lâu" in text_of(answer)) == (422, True)
    assert (order(desk, code), Attachment.objects.count()) == (["0.0"], 0)
    press(desk, code, "save")
    assert (saved(), Attachment.objects.get().paper is not None) == ([[301]], True)


def test_a_closed_dossier_says_why(cast: Cast, desk: Client, code: str) -> None:
    by = cast.here.actor(Role.RECEPTIONIST)
    actions.void(Dossier.objects.get(code=code).pk, by=by, now=MORNING, reason="Nhập nhầm")
    answer = opened(desk, code)
    assert "Hồ sơ đã kết thúc" in text_of(answer)
    assert page(answer).select_one("#scans") is None


@pytest.mark.parametrize("field", ["0.9.0.0", "5.0.0.0", "0.0.45.0", "0.0.0", "a.b.c.d", "0.0.0.0.0"])
def test_what_is_no_page_is_left_out(desk: Client, code: str, field: str) -> None:
    bring(desk, code, sheets.pdf(2))
    press(desk, code, "keep", page=[field, "0.1.0.0", "0.1.90.0"])
    assert order(desk, code) == ["0.1"]


def test_the_event_names_no_file(desk: Client, code: str) -> None:
    bring(desk, code, sheets.jpeg())
    press(desk, code, "save", **{"paper_0.0": "0"})
    assert JournalRow.objects.get(verb="dossiers.attach_scans").data == {
        "count": 1,
        "pages": 1,
        "papers": [0],
    }
    with (
        store.open_content(Attachment.objects.get().digest) as reading,
        pikepdf.open(BytesIO(reading.read())) as made,
    ):
        assert "/Info" not in made.trailer
