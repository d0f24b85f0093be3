"""The whole errand in a browser, by those who do it: received, passed on, signed, returned, followed, counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, Request
from pypdf import PdfReader

from motcua.casework.dossiers.models import Dossier
from motcua.casework.dossiers.states import State
from motcua.casework.dossiers.tests.cast import MORNING, Cast, Office, set_the_stage
from motcua.faces.look.tests.conftest import built
from motcua.ground.kernel import clock
from motcua.people.accounts import factors
from motcua.people.accounts.models import Account
from motcua.people.accounts.rules import NEEDS_CODE
from motcua.people.organisation.models import Role
from motcua.site.tests.serving import a_browser, opened, serving

__all__ = ["built"]

CARD = "082190000456|310012345|Nguyễn Thị Thanh Thảo|14031990|Nữ|Ấp Tân Lược, xã Tân Hương|20052021"
MISSING = "Bản vẽ tách thửa có ký giáp ranh"
PASSWORD = "cau-tre-lac-leo-2017"


@dataclass
class Town:
    """A served site with its cast, and one browser for each who works in it."""

    site: str
    cast: Cast
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def comes(self, *, width: int = 1280, script: bool = True) -> Page:
        """Somebody who has not signed in."""
        context = opened(self.browser, width=width, script=script)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def signs_in(self, role: Role, *, script: bool = True) -> Page:
        """An officer, by the pages of signing in: password, and the code where the role needs one."""
        page = self.comes(script=script)
        account = self.account(role)
        page.goto(f"{self.site}/dang-nhap/")
        page.fill("[name=login]", account.username)
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        if role.value in NEEDS_CODE:
            # A code is taken once; another test may have used this half minute's.
            cache.clear()
            page.fill("[name=code]", factors.shown_code(account) or "")
            page.click("main form button")
        page.wait_for_url(re.compile(r"/(counter|work|figures)/"))
        return page

    def account(self, role: Role) -> Account:
        """Whose this role is."""
        if role.value in self.cast.watchers:
            return self.cast.watchers[role.value][0]
        return self.cast.here.accounts[role.value]


@pytest.fixture(scope="module")
def town(shared_real_db: None, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    cast = set_the_stage()
    clock.mark_demonstration(at=MORNING)
    _give_passwords(cast.here, cast.watchers[Role.REFORM_OFFICE.value][0])
    with serving(built, tmp_path_factory.mktemp("collected")) as site, a_browser() as browser:
        yield Town(site, cast, browser)


@pytest.fixture(autouse=True)
def _all_leave(town: Town) -> Iterator[None]:
    """Everybody goes home after a test; what a browser complained of fails it."""
    yield
    for context in town.contexts:
        context.close()
    town.contexts.clear()
    assert town.complaints == []


def _give_passwords(office: Office, *others: Account) -> None:
    for account in (*office.accounts.values(), *others):
        account.password = make_password(PASSWORD)
        account.save(update_fields=["password"])
    for account in (office.accounts[Role.LEADER.value], *others):
        factors.add_factor(account, factors.new_secret())


def receive(page: Page) -> str:
    """A citizen at the counter, by keyboard alone; the code of the dossier."""
    page.wait_for_url("**/counter/")
    # The browser sets the caret with its first frame, which may come after the page has loaded.
    page.wait_for_selector("#id_card:focus")
    page.keyboard.insert_text(CARD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_phone:focus")
    page.keyboard.type("0900000456")
    _tab_to(page, "id_wanted")
    page.keyboard.type("tach thua")
    page.wait_for_selector(".option[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#slip .kv__big")
    _tab_to(page, "Đánh dấu tất cả")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/prints/*/")
    return code_on(page)


def receive_without_script(page: Page) -> str:
    """The same with buttons only."""
    page.wait_for_url("**/counter/")
    page.fill("#id_name", "Ngô Văn An")
    page.fill("#id_address", "Ấp Bắc")
    page.fill("#id_wanted", "tach")
    page.click("button[name=search]")
    page.click("button.option")
    page.check("#details [name=paper] >> nth=0")
    page.click("button:has-text('Tiếp nhận và in phiếu')")
    page.wait_for_url("**/prints/*/")
    return code_on(page)


def _tab_to(page: Page, name: str) -> None:
    where = "document.activeElement.id || document.activeElement.getAttribute('aria-label')"
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(where) == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def code_on(page: Page) -> str:
    """The code of the dossier whose receipt is shown."""
    address = page.get_attribute("main a[href^='/dossiers/']", "href") or ""
    return address.strip("/").rpartition("/")[2]


def secret_of(printed: Page) -> str:
    """The secret as it is printed on the applicant's copy."""
    paper = printed.get_attribute("iframe#paper", "src") or ""
    answer = printed.request.get(printed.url.partition("/prints/")[0] + paper)
    text = PdfReader(BytesIO(answer.body())).pages[0].extract_text()
    found = re.search(r"mã bí mật ([0-9A-Z]{5}-[0-9A-Z]{5})", " ".join(text.split()))
    assert found
    return found.group(1)


def says(page: Page, sentence: str) -> None:
    """Wait until the page says so."""
    page.locator("#work", has_text=sentence).wait_for()


def act(page: Page, address: str, then: str, fill: Callable[[Page], object] | None = None) -> None:
    """Open the dossier and do the one primary action that it offers, until the panel says what is next."""
    page.goto(address)
    if fill:
        fill(page)
    page.click("#work button.govuk-button:not(.govuk-button--secondary)")
    says(page, then)


def pass_on(town: Town, code: str, *, script: bool = True) -> Page:
    """From the counter to the clerk: assigned, completed, handled, verified, signed, stamped; the leader's page."""
    address = f"{town.site}/dossiers/{code}/"
    head, handler = (town.signs_in(role, script=script) for role in (Role.HEAD_OF_DIVISION, Role.HANDLER))
    who = town.cast.here.accounts[Role.HANDLER.value].officer
    assert who is not None
    act(
        head,
        address,
        "Bước hiện tại: Thẩm tra",
        lambda page: page.select_option("#work select", label=who.name),
    )
    handler.goto(address)
    handler.click("#work a:has-text('Yêu cầu bổ sung')")
    handler.wait_for_url("**/completion-request/")
    handler.fill("#work textarea", MISSING)
    handler.check("#work [name=confirmed]")
    handler.click("#work button.govuk-button")
    says(handler, "Chờ người nộp bổ sung")
    take_completion(town, address, script=script)
    act(handler, address, "Bước hiện tại: Kiểm tra")
    act(head, address, "Bước hiện tại: Ký")
    leader = town.signs_in(Role.LEADER, script=script)
    act(leader, address, "Bước hiện tại: Đóng dấu")
    clerk = town.signs_in(Role.CLERK, script=script)
    act(
        clerk,
        address,
        "Bước hiện tại: Trả kết quả",
        lambda page: page.fill("[name=document_number]", "45/GCN"),
    )
    return leader


def take_completion(town: Town, address: str, *, script: bool) -> None:
    """The citizen comes back with what was missing."""
    counter = town.signs_in(Role.RECEPTIONIST, script=script)
    counter.goto(f"{town.site}/work/?view=waiting")
    assert address.removeprefix(town.site) in [
        link.get_attribute("href") for link in counter.locator("main a").all()
    ]
    counter.goto(address)
    assert MISSING in counter.inner_text("#work")
    counter.fill("#work textarea", MISSING)
    counter.click("#work button.govuk-button:not(.govuk-button--secondary)")
    says(counter, "Bước hiện tại: Thẩm tra")


def counted(page: Page, site: str, code: str) -> bool:
    """Whether the number of dossiers received leads to this one."""
    page.goto(f"{site}/figures/")
    page.locator(".figures a, a.figure").first.click()
    page.wait_for_url("**/figures/list/**")
    return code in page.inner_text("main")


def test_a_dossier_goes_through_every_hand_and_comes_back(town: Town) -> None:
    counter = town.signs_in(Role.RECEPTIONIST)
    code = receive(counter)
    secret = secret_of(counter)
    scanned = f"{town.site}/tra-cuu/{code}/#{secret}"
    leader = pass_on(town, code)

    citizen = town.comes(width=360)
    citizen.goto(scanned)
    assert secret not in citizen.url
    assert "Đã có kết quả: mời đến nhận" in citizen.inner_text("h1")
    assert "Thanh Thảo" not in citizen.inner_text("main")
    citizen.click("main form button")
    assert "Nguyễn Thị Thanh Thảo" in citizen.inner_text("main")
    assert "45/GCN" in citizen.inner_text("main")
    assert citizen.evaluate("document.documentElement.scrollWidth") == 360

    counter.goto(f"{town.site}/returning/")
    counter.wait_for_selector("[name=scanned]:focus")
    counter.keyboard.type(scanned)
    counter.keyboard.press("Enter")
    counter.locator("#scanned", has_text="Đã trả kết quả cho Nguyễn Thị Thanh Thảo").wait_for()
    citizen.goto(f"{town.site}/tra-cuu/{code}/")
    assert "Đã trả kết quả" in citizen.inner_text("h1")
    assert Dossier.objects.get(code=code).state == State.RETURNED.value

    assert counted(leader, town.site, code)
    assert counted(town.signs_in(Role.REFORM_OFFICE), town.site, code)


def test_the_same_without_script(town: Town) -> None:
    counter = town.signs_in(Role.RECEPTIONIST, script=False)
    code = receive_without_script(counter)
    secret = secret_of(counter)
    pass_on(town, code, script=False)
    counter.goto(f"{town.site}/returning/")
    counter.fill("[name=scanned]", code)
    counter.click("main form button")
    assert "Đã trả kết quả cho Ngô Văn An" in counter.inner_text("#scanned")
    citizen = town.comes(width=360, script=False)
    citizen.goto(f"{town.site}/tra-cuu/")
    citizen.fill("[name=code]", code.lower())
    citizen.click("main form button")
    assert "Đã trả kết quả" in citizen.inner_text("h1")
    citizen.fill("[name=secret]", secret.replace("-", "").lower())
    citizen.click("main form button")
    assert "Ngô Văn An" in citizen.inner_text("main")


def test_sending_the_same_form_again_receives_once(town: Town) -> None:
    counter = town.signs_in(Role.RECEPTIONIST, script=False)
    sent: list[Request] = []
    counter.on("request", lambda asked: sent.append(asked) if asked.method == "POST" else None)
    code = receive_without_script(counter)
    before = Dossier.objects.count()
    kind = {"content-type": sent[-1].headers["content-type"]}
    again = counter.request.post(sent[-1].url, data=sent[-1].post_data_buffer or b"", headers=kind)
    assert code in again.text()
    assert Dossier.objects.count() == before


def test_what_was_done_meanwhile_is_refused_in_a_sentence(town: Town) -> None:
    code = receive_without_script(town.signs_in(Role.RECEPTIONIST, script=False))
    first, second = (town.signs_in(Role.HEAD_OF_DIVISION) for _tab in range(2))
    for page in (first, second):
        page.goto(f"{town.site}/dossiers/{code}/")
        page.select_option("#work select", index=0)
    first.click("#work button.govuk-button:not(.govuk-button--secondary)")
    says(first, "Bước hiện tại: Thẩm tra")
    second.click("#work button.govuk-button:not(.govuk-button--secondary)")
    says(second, "Bước này đã có người làm xong")
    assert second.locator("#work form button", has_text="Trình trưởng phòng").count() == 0
    second.click("#work a:has-text('Về hồ sơ')")
    says(second, "Bước hiện tại: Thẩm tra")


def test_a_wrong_secret_opens_nothing(town: Town) -> None:
    counter = town.signs_in(Role.RECEPTIONIST, script=False)
    codes = [receive_without_script(counter)]
    others = secret_of(counter)
    counter.goto(f"{town.site}/counter/")
    codes.append(receive_without_script(counter))
    citizen = town.comes(width=360)
    for wrong in (others, "AAAAA-BBBBB"):
        citizen.goto(f"{town.site}/tra-cuu/{codes[1]}/")
        citizen.fill("[name=secret]", wrong)
        citizen.click("main form button")
        assert "không khớp" in citizen.inner_text("main")
        assert "Ngô Văn An" not in citizen.inner_text("main")
