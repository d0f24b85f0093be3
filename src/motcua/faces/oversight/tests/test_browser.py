"""The figures in a real browser: seen by axe, on a telephone, without script, by keyboard, on paper."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, Route, sync_playwright

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.look.middleware import POLICY
from motcua.faces.look.tests.conftest import CHROMIUM, FLAGS, SITE, built
from motcua.faces.look.tests.test_browser import violations
from motcua.faces.oversight.tests.conftest import SignIn
from motcua.people.organisation.models import Role

__all__ = ["built"]

Open = Callable[..., Page]
PAGES = (
    "/figures/?period=2017",
    "/figures/?by=procedure&period=2017-03",
    "/figures/?period=2015",
    "/figures/list/?measure=late&period=2017",
    "/figures/list/?measure=past&period=2017",
    "/figures/list/?measure=late&period=2015",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    # Its loop runs in this thread, and Django takes that for code that must not wait.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as play:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        # Beside a running loop Django keeps connections of its own, which nobody sees once the loop has ended.
        connections.close_all()


@pytest.fixture
def open_page(browser: Browser, built: Path, signed_in: SignIn, settings: Any) -> Iterator[Open]:
    """Open a page as a leader; any complaint of the browser fails the test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client, complaints, contexts = signed_in(Role.LEADER), [], []

    def opened(address: str, *, width: int = 1280, script: bool = True) -> Page:
        # Asked here: what answers the browser runs beside the test, outside its transaction.
        content = client.get(address).content
        context = browser.new_context(viewport={"width": width, "height": 860}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/*", lambda route: answer(route, {address: content}, built))
        page.goto(f"{SITE}{address}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def answer(route: Route, pages: Mapping[str, bytes], built: Path) -> None:
    """Static files as they were built, the page as the site gave it, and an empty one for where it leads."""
    address = route.request.url.removeprefix(SITE)
    if address.startswith("/static/"):
        file = built / address[1:].partition("?")[0]
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "font/woff2")
        return
    body = pages.get(address, b"<title>-</title>")
    headers = {"Content-Security-Policy": POLICY}
    route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_is_cut_off(open_page: Open, built: Path, address: str) -> None:
    page = open_page(address)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 860})
        assert (width, violations(page, built)) == (width, [])
    page.set_viewport_size({"width": 320, "height": 860})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_period_and_reading_are_chosen_without_script(cast: Cast, open_page: Open) -> None:
    page = open_page("/figures/", script=False)
    page.locator("#period").select_option("2017-Q3")
    page.locator("#reading").select_option("received")
    page.locator("form.filters button").click()
    assert page.url == f"{SITE}/figures/?unit={cast.here.agency.pk}&period=2017-Q3&reading=received"


def test_days_of_ones_own_choice_are_chosen_without_script(cast: Cast, open_page: Open) -> None:
    page = open_page("/figures/?by=field", script=False)
    page.locator(".menu summary").click()
    page.locator("#from").fill("2017-03-01")
    page.locator("#to").fill("2017-03-20")
    page.locator(".menu button").click()
    kept = f"unit={cast.here.agency.pk}&by=field&reading=handled"
    assert page.url == f"{SITE}/figures/?{kept}&from=2017-03-01&to=2017-03-20"


def test_the_whole_card_opens_its_list(cast: Cast, open_page: Open) -> None:
    page = open_page("/figures/?period=2017")
    page.locator(".figure").nth(2).click(position={"x": 5, "y": 5})
    assert page.url == f"{SITE}/figures/list/?measure=late&unit={cast.here.agency.pk}&period=2017"


def test_the_keyboard_walks_the_list(open_page: Open) -> None:
    page = open_page("/figures/list/?measure=late&period=2017")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossiers/000.00.19.H58-170301-*/")


def test_on_a_telephone_every_number_stands_under_its_word(open_page: Open) -> None:
    page = open_page("/figures/?period=2017", width=360)
    said = page.evaluate(
        "getComputedStyle(document.querySelector('.table--figures td.number'), '::before').content"
    )
    assert said == '"Tồn kỳ trước"'


def test_paper_has_the_table_and_no_forms(open_page: Open) -> None:
    page = open_page("/figures/?period=2017")
    page.emulate_media(media="print")
    hidden = (".rail", ".bar", "form.filters", ".menu", ".govuk-button", ".moj-sub-navigation")
    assert [selector for selector in hidden if page.locator(selector).first.is_visible()] == []
    assert page.locator("table.table--figures").is_visible()
    assert page.locator(".page-foot").is_visible()
