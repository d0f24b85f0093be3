"""The counter in a browser, over a real server: by keyboard alone, without script, and when the session ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from motcua.casework.dossiers import actions
from motcua.casework.dossiers.models import Attachment, CounterNotice, Dossier
from motcua.casework.dossiers.prints import Form
from motcua.casework.dossiers.tests.cast import MORNING, Cast, set_the_stage
from motcua.faces.desk.models import FormDraft
from motcua.faces.look.tests.conftest import AXE, CHROMIUM, FLAGS, built, wait_for_script
from motcua.faces.look.tests.served import served
from motcua.ground.files.tests import samples
from motcua.ground.kernel import clock
from motcua.people.organisation.models import Role

__all__ = ["built"]

CARD = "082190000456|310012345|Nguyễn Thị Thanh Thảo|14031990|Nữ|Ấp Tân Lược, xã Tân Hương|20052021"

Open = Callable[..., Page]


@pytest.fixture
def stage(real_db: None, built: Path, settings: Any) -> Cast:
    """The cast with real commits, for a server that has its own connections."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = built / "static"
    made = set_the_stage()
    clock.mark_demonstration(at=MORNING)
    return made


@pytest.fixture
def site(stage: Cast) -> Iterator[str]:
    """The address of a server."""
    with served() as address:
        yield address


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_counter(stage: Cast, site: str, browser: Browser) -> Iterator[Open]:
    """Open the counter as the receptionist; what the browser complains of fails the test."""
    complaints: list[str] = []

    def opened(*, width: int = 1280, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 860}, java_script_enabled=script, locale="vi"
        )
        context.set_default_timeout(15_000)
        sign_in(context, stage, site)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}/counter/")
        if script:
            wait_for_script(page)
        return page

    yield opened
    # What a test asked of the database while the browser's loop ran is another connection than outside of it.
    connections.close_all()
    assert complaints == []


def sign_in(context: Any, stage: Cast, site: str) -> None:
    client = Client()
    client.force_login(stage.here.accounts[Role.RECEPTIONIST.value])
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def focused(page: Page) -> str:
    found = page.evaluate(
        "document.activeElement.id || document.activeElement.getAttribute('aria-label') || ''"
    )
    return str(found)


def tab_to(page: Page, name: str) -> list[str]:
    """Press Tab until the field is reached; the way there."""
    way: list[str] = []
    while name not in way and len(way) < 20:
        page.keyboard.press("Tab")
        way.append(focused(page))
    return way


def has_counted(page: Page) -> None:
    """Wait until the slip has its date."""
    page.wait_for_selector("#slip .kv__big")


def keeps(page: Page, name: str, text: str) -> bool:
    """Wait until what is typed is kept and the slip has been drawn anew."""
    for _ in range(150):
        page.wait_for_timeout(100)
        if FormDraft.objects.filter(**{f"fields__{name}": [text]}).exists():
            page.wait_for_timeout(300)
            return True
    return False


def test_a_dossier_is_received_by_keyboard_alone(stage: Cast, open_counter: Open) -> None:
    page = open_counter()
    # The browser sets the caret with its first frame, which may come after the page has loaded.
    page.wait_for_selector("#id_card:focus")
    page.keyboard.insert_text(CARD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_name[value='Nguyễn Thị Thanh Thảo']")
    page.wait_for_selector("#id_phone:focus")
    page.keyboard.type("0900000456")
    assert tab_to(page, "id_wanted") == ["id_address", "", "id_wanted"]
    page.keyboard.type("tach thua")
    page.wait_for_selector(".option[aria-selected=true]")
    page.keyboard.press("Enter")
    has_counted(page)
    assert tab_to(page, "Đánh dấu tất cả") == ["id_summary", "Đánh dấu tất cả"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prints/*/")
    dossier = Dossier.objects.get()
    assert dossier.code in page.inner_text("main")
    assert dossier.party_version.phone == "0900000456"
    page.keyboard.press("n")
    page.wait_for_url("**/counter/")
    page.wait_for_selector("#id_card:focus")
    assert page.locator(".counter-draft").count() == 0


def test_the_slip_fills_itself_and_keeps_the_place_of_whoever_types(stage: Cast, open_counter: Open) -> None:
    page = open_counter()
    page.fill("#id_wanted", "tách thửa")
    page.click(".option")
    has_counted(page)
    page.focus("#id_summary")
    page.keyboard.type("Tách thửa 214 cho con")
    assert keeps(page, "summary", "Tách thửa 214 cho con")
    assert focused(page) == "id_summary"
    assert page.input_value("#id_summary") == "Tách thửa 214 cho con"
    assert "22/03/2017, 08:30" in page.inner_text("#slip")


def test_a_dossier_is_received_without_script(stage: Cast, open_counter: Open) -> None:
    page = open_counter(script=False)
    page.fill("#id_name", "Ngô Văn An")
    page.fill("#id_address", "Ấp Bắc")
    page.fill("#id_wanted", "tach")
    page.click("button[name=search]")
    page.click("button.option")
    page.check("#details [name=paper] >> nth=0")
    page.click("button.without-script:has-text('Tính ngày hẹn')")
    assert "22/03/2017, 08:30" in page.inner_text("#slip")
    assert page.is_checked("#details [name=paper] >> nth=0")
    page.click("button:has-text('Tiếp nhận và in phiếu')")
    page.wait_for_url("**/prints/*/")
    assert Dossier.objects.get().party_version.name == "Ngô Văn An"


def test_a_list_to_complete_is_written_while_the_slip_goes_on_counting(
    stage: Cast, open_counter: Open
) -> None:
    page = open_counter()
    page.fill("#id_name", "Ngô Văn An")
    page.fill("#id_address", "Ấp Bắc")
    page.fill("#id_wanted", "tach")
    page.click(".option")
    has_counted(page)
    page.click("button:has-text('Hướng dẫn bổ sung')")
    page.wait_for_selector("#id_items")
    page.focus("#id_reason")
    page.keyboard.type("Chưa nộp đơn")
    assert keeps(page, "reason", "Chưa nộp đơn")
    assert focused(page) == "id_reason"
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prints/*/")
    assert CounterNotice.objects.get().body == "Đơn đề nghị\n\nChưa nộp đơn"


def test_a_session_that_ends_loses_no_typed_field(stage: Cast, site: str, open_counter: Open) -> None:
    page = open_counter()
    page.fill("#id_name", "Ngô Văn An")
    Session.objects.all().delete()
    page.fill("#id_summary", "Xin tách thửa")
    page.wait_for_url("**next=%2Fcounter%2F%3Fdraft%3D*")
    sign_in(page.context, stage, site)
    page.goto(site + page.evaluate("new URL(location).searchParams.get('next')"))
    assert page.input_value("#id_name") == "Ngô Văn An"
    assert page.input_value("#id_summary") == "Xin tách thửa"


def choose_procedure(page: Page) -> None:
    page.fill("#id_name", "Ngô Văn An")
    page.fill("#id_address", "Ấp Bắc")
    page.fill("#id_wanted", "tach")


def scanned(folder: Path, *names: str) -> list[str]:
    """Files as a scanner leaves them."""
    for name in names:
        (folder / name).write_bytes(samples.PDF)
    return [str(folder / name) for name in names]


def test_files_are_chosen_by_a_button_of_ours_and_named(
    stage: Cast, open_counter: Open, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = tmp_path / "files"
    page = open_counter()
    choose_procedure(page)
    page.click(".option")
    has_counted(page)
    field = page.locator("input[type=file]").first
    assert field.evaluate("field => getComputedStyle(field).opacity") == "0"
    assert page.locator(".upload__face").first.inner_text() == "Chọn tệp"
    field.set_input_files(scanned(tmp_path, "đơn.pdf", "bản đồ.pdf"))
    assert page.locator(".upload__names").first.inner_text().split("\n") == ["đơn.pdf", "bản đồ.pdf"]
    page.check("#details [name=paper] >> nth=0")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prints/*/")
    assert set(Attachment.objects.values_list("name", flat=True)) == {"đơn.pdf", "bản đồ.pdf"}


def test_a_file_that_goes_while_one_types_is_told_and_stays_told(
    stage: Cast, open_counter: Open, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = tmp_path / "files"
    page = open_counter()
    page.fill("#id_wanted", "tach")
    page.click(".option")
    has_counted(page)
    page.locator("input[type=file]").first.set_input_files(scanned(tmp_path, "đơn.pdf"))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[name=kept]")
    next(settings.FILES_DIR.glob("??/??/*")).unlink()
    page.fill("#id_summary", "Tách thửa")
    told = page.locator("#slip-refusals[aria-live] > p")
    told.wait_for()
    assert "Hãy chọn lại tệp" in told.inner_text()
    page.uncheck("[name=kept]")
    page.fill("#id_summary", "Tách thửa 214")
    assert keeps(page, "summary", "Tách thửa 214")
    assert told.count() == 1


def test_the_button_for_files_is_reached_and_pressed_by_keyboard(stage: Cast, open_counter: Open) -> None:
    page = open_counter()
    # Whoever listens from the beginning misses none: the browser is told to ask us, which takes its time.
    page.on("filechooser", lambda _chooser: None)
    choose_procedure(page)
    page.click(".option")
    has_counted(page)
    page.focus("#details [name=paper] >> nth=0")
    assert "Chọn tệp quét: Đơn đề nghị" in tab_to(page, "Chọn tệp quét: Đơn đề nghị")
    ring = "document.activeElement.nextElementSibling"
    assert page.evaluate(f"getComputedStyle({ring}).outlineStyle") == "solid"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    assert chooser.value.is_multiple()


def test_without_script_files_are_chosen_by_the_browsers_own_control(stage: Cast, open_counter: Open) -> None:
    page = open_counter(script=False)
    choose_procedure(page)
    page.click("button[name=search]")
    page.click("button.option")
    assert page.locator("input[type=file]").first.is_visible()
    assert not page.locator(".upload__face").first.is_visible()


def complaints_of(page: Page, built: Path) -> list[str]:
    page.evaluate((built / "npm/node_modules/axe-core/axe.min.js").read_text())
    return [violation["id"] for violation in page.evaluate(AXE)["violations"]]


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_every_state_of_the_counter_is_accessible(
    stage: Cast, open_counter: Open, built: Path, width: int
) -> None:
    stage.receive()
    page, found = open_counter(width=width), []

    def look() -> None:
        found.extend(complaints_of(page, built))
        assert page.evaluate("document.documentElement.scrollWidth") == width

    look()
    page.fill("#id_identity_number", "082190000123")
    page.click(".counter-known button")
    page.wait_for_selector("#id_name[value='Nguyễn Văn Phước']")
    page.fill("#id_address", "Ấp Bắc")
    page.fill("#id_wanted", "tach")
    page.wait_for_selector(".option")
    look()
    page.click(".option")
    has_counted(page)
    page.click("button:has-text('Tiếp nhận và in phiếu')")
    page.wait_for_selector(".govuk-error-summary")
    look()
    page.click("button:has-text('Từ chối')")
    page.wait_for_selector("#id_reason")
    look()
    page.fill("#id_reason", "Sai nơi nộp")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prints/*/")
    look()
    assert found == []


def test_the_paper_opens_inside_the_page_and_goes_to_the_printer(
    stage: Cast, site: str, open_counter: Open
) -> None:
    page = open_counter()
    by = stage.here.actor(Role.RECEPTIONIST)
    (place,) = actions.print_forms(Form.RECEIPT, [stage.receive().dossier_id], by=by, now=MORNING)
    with page.expect_response("**/paper.pdf") as paper:
        page.goto(f"{site}/prints/{place}/")
    assert paper.value.status == 200
    frame = "document.querySelector('#paper').contentWindow"
    page.evaluate(f"{frame}.print = () => {{ window.printed = true }}")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("window.printed") is True
