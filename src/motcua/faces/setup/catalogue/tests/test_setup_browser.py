"""The pages of calendars, the clock and the catalogue in a real browser: nothing for axe, nothing cut off."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import Browser, Page, Route, sync_playwright

from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures import actions
from motcua.catalogue.procedures.tests.cast import CONTENT
from motcua.faces.look.build import build
from motcua.faces.look.middleware import POLICY
from motcua.faces.look.tests.conftest import AXE
from motcua.faces.setup.timekeeping.tests.conftest import SignIn
from motcua.ground.kernel.actors import SYSTEM
from motcua.people.organisation.models import Role

SITE = "http://motcua.test"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def built() -> Path:
    """The set-up folder with the static files in it."""
    folder = Path(configured.SETUP_DIR)
    build(folder)
    return folder


@pytest.fixture(autouse=True)
def _plain_names(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def addresses(cast: Cast) -> list[str]:
    """One page of each kind."""
    made, calendar = f"/setup/procedures/{cast.procedure.code}/", f"/setup/calendars/{cast.calendar.pk}/"
    draft = actions.draft_version(cast.procedure.pk, by=SYSTEM, now=MORNING)
    actions.edit_draft(draft.pk, CONTENT, by=SYSTEM, now=MORNING)
    return [
        "/setup/calendars/",
        calendar + "?year=2015&received=31/08/2017+16:00&amount=2&unit=working_day",
        *(calendar + more for more in ("days/", "days/2017-09-04/removal/", "hours/")),
        "/setup/clock/",
        "/setup/procedures/",
        made,
        *(made + more for more in ("versions/2/", "comparison/", "draft/", "draft/publication/", "offers/")),
        *(made + more for more in ("offers/new/", "process/", "process/new/")),
        f"{made}offers/new/?one_stop={cast.here.one_stop.pk}",
        "/setup/decisions/",
        f"/setup/decisions/{cast.procedure.versions.earliest('number').decision_id}/",
    ]


def opened(browser: Browser, built: Path, content: bytes, width: int) -> Page:
    """A fetched page under the site's own content policy."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            file = built / path.partition("?")[0][1:]
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            route.fulfill(body=file.read_bytes(), content_type=kind)
            return
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=content, content_type="text/html; charset=utf-8", headers=headers)

    page = browser.new_context(viewport={"width": width, "height": 860}).new_page()
    page.route("**/*", answer)
    page.goto(f"{SITE}/page/")
    return page


@pytest.fixture
def pages(cast: Cast, signed_in: SignIn) -> dict[str, bytes]:
    """The pages of the administrator, one refused form, and one of somebody who only looks."""
    admin = signed_in(Role.ADMINISTRATOR)
    found = {address: admin.get(address).content for address in addresses(cast)}
    draft = f"/setup/procedures/{cast.procedure.code}/draft/"
    refused = {"do": "yes", "key": "k", "papers-count": "1", "papers-0-originals": "x", "sets": ""}
    found["refused"] = admin.post(draft, refused).content
    found["read-only"] = signed_in(Role.INSPECTOR).get(f"/setup/calendars/{cast.calendar.pk}/").content
    return found


@pytest.fixture
def browser(pages: dict[str, bytes]) -> Iterator[Browser]:
    """A browser, begun only when the pages have been fetched: its event loop is in the database's way."""
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)


def test_axe_finds_nothing_and_nothing_is_cut_off(
    pages: dict[str, bytes], browser: Browser, built: Path
) -> None:
    """In what the test of every page kind does not see: what was asked for, refused, or only looked at."""
    axe = (built / "npm/node_modules/axe-core/axe.min.js").read_text()
    seen = {name: content for name, content in pages.items() if "?" in name or not name.startswith("/")}
    assert len(seen) == 4
    found = []
    for name, content in seen.items():
        page = opened(browser, built, content, 1280)
        page.evaluate(axe)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 860})
            found += [(name, width, one["id"]) for one in page.evaluate(AXE)["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") != width:
                found.append((name, width, "wider than the screen"))
        page.context.close()
    assert found == []


def test_pages_are_light(pages: dict[str, bytes]) -> None:
    heavy = {name: len(content) for name, content in pages.items() if len(content) > 36_000}
    assert heavy == {}


def test_every_page_is_written_in_english_too(cast: Cast, admin: Client) -> None:
    admin.cookies["language"] = "en"
    for address in addresses(cast):
        said = admin.get(address).content.decode()
        assert '<html lang="en"' in said
        for vietnamese in ("Lịch làm việc", "Danh mục", "Quay lại", "Thêm ", "Sửa ", "Bỏ "):
            assert vietnamese not in said, (address, vietnamese)
