"""The look stands alone here: static files as they were built, and addresses that are only linked to."""

from __future__ import annotations

import fcntl
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

from motcua.faces.look.build import build
from motcua.faces.look.middleware import POLICY
from motcua.faces.look.tests import gallery

SITE = "http://motcua.test"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Every rule; only what is wrong is written down, and no stylesheet is fetched a second time: half the time.
AXE = "axe.run({resultTypes: ['violations'], preload: false})"

Open = Callable[..., Page]


def wait_for_script(page: Page) -> None:
    """Wait until htmx has bound what is there for it: it begins a moment after the page has loaded."""
    if page.locator("[hx-get], [hx-post]").count():
        page.wait_for_selector("[data-htmx-powered]", state="attached")


@pytest.fixture(autouse=True)
def _alone(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ROOT_URLCONF = "motcua.faces.look.tests.urls"


@pytest.fixture(scope="session")
def built() -> Path:
    """The set-up folder with the static files in it; of several test processes one builds."""
    folder = Path(settings.SETUP_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "look.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module: its event loop would be in the way of the database's tests."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, built: Path) -> Iterator[Open]:
    """Open a page of the gallery under the site's own content policy; any complaint of the browser fails the test."""
    complaints: list[str] = []
    contexts = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if path.startswith("/static/"):
            file = built / path[1:]
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            route.fulfill(body=file.read_bytes(), content_type=kind)
            return
        name, _, variant = path.strip("/").partition("-")
        page = gallery.html(name, bound=variant == "refused") if name in gallery.NAMES else "<title>-</title>"
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=page, content_type="text/html; charset=utf-8", headers=headers)

    def opened(name: str, *, width: int = 1280, script: bool = True, may_complain: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 860}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        if not may_complain:
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"{SITE}/{name}")
        if script:
            wait_for_script(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
