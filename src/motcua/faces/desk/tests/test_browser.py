"""The officers' pages in a real browser: nothing for axe to find, nothing cut off, the keyboard first."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.desk.tests.conftest import SignIn
from motcua.faces.desk.tests.scene import Scene, open_task, set_the_scene
from motcua.faces.look.build import build
from motcua.faces.look.middleware import POLICY
from motcua.faces.look.tests.conftest import AXE, CHROMIUM, FLAGS, wait_for_script
from motcua.people.organisation.models import Role

SITE = "http://motcua.test"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def built() -> Path:
    """The set-up folder with the static files in it."""
    folder = Path(settings.SETUP_DIR)
    build(folder)
    return folder


@pytest.fixture
def scene(cast: Cast, settings: Any) -> Scene:
    """A believable morning; static files by their plain names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    return set_the_scene(cast)


@pytest.fixture
def browser() -> Iterator[Callable[[], Browser]]:
    """A browser, begun only when the pages have been fetched: its event loop is in the database's way."""
    begun: list[Any] = []

    def begin() -> Browser:
        play = sync_playwright().start()
        begun.append(play)
        made = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        begun.append(made)
        return made

    yield begin
    for one in reversed(begun):
        one.close() if isinstance(one, Browser) else one.stop()


def fetched(client: Client, url: str) -> bytes:
    """A page's content."""
    return client.get(url).content


@pytest.fixture
def open_page(browser: Callable[[], Browser], built: Path) -> Open:
    """Open fetched pages by address, under the site's own content policy."""

    def opened(pages: dict[str, bytes], at: str, *, width: int = 1280, begun: Browser | None = None) -> Page:
        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(SITE)
            if path.startswith("/static/"):
                file = built / path.partition("?")[0][1:]
                kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
                route.fulfill(body=file.read_bytes(), content_type=kind)
                return
            kind = "text/html; charset=utf-8"
            key = f"POST {path}" if route.request.method == "POST" else path
            status = 422 if route.request.method == "POST" else 200
            body = pages.get(key, b"<title>-</title>")
            route.fulfill(
                body=body, status=status, content_type=kind, headers={"Content-Security-Policy": POLICY}
            )

        page = (begun or browser()).new_context(viewport={"width": width, "height": 860}).new_page()
        page.route("**/*", answer)
        page.goto(SITE + at)
        wait_for_script(page)
        return page

    return opened


def page_kinds(scene: Scene, signed_in: SignIn) -> dict[str, bytes]:
    """One page of each kind, with the officer for whom it is made."""
    codes = [received.code for received in scene.dossiers]
    late, signing, waiting = (open_task(scene.dossiers[n]).pk for n in (0, 6, 7))
    wanted = [
        (Role.HANDLER, "/work/"),
        (Role.HANDLER, "/work/?view=untaken"),
        (Role.HEAD_OF_DIVISION, "/work/?view=unit"),
        (Role.CLERK, "/work/?view=done"),
        (Role.HANDLER, f"/dossiers/{codes[0]}/"),
        (Role.RECEPTIONIST, f"/dossiers/{codes[2]}/"),
        (Role.INSPECTOR, f"/dossiers/{codes[4]}/"),
        (Role.HANDLER, f"/dossiers/{codes[0]}/tasks/{late}/sending-back/"),
        (Role.LEADER, f"/dossiers/{codes[6]}/tasks/{signing}/rejection/"),
        (Role.HEAD_OF_DIVISION, f"/dossiers/{codes[0]}/tasks/{late}/reassignment/"),
        (Role.RECEPTIONIST, f"/dossiers/{codes[7]}/tasks/{waiting}/completion/"),
        (Role.RECEPTIONIST, "/returning/"),
        (Role.HANDLER, "/search/"),
        (Role.HANDLER, f"/dossiers/{codes[1]}/identity/"),
    ]
    return {url: fetched(signed_in(role), url) for role, url in wanted}


def test_axe_finds_nothing_and_nothing_is_cut_off(
    scene: Scene, signed_in: SignIn, browser: Callable[[], Browser], open_page: Open, built: Path
) -> None:
    pages = page_kinds(scene, signed_in)
    axe = (built / "npm/node_modules/axe-core/axe.min.js").read_text()
    begun, found = browser(), []
    for url in pages:
        page = open_page(pages, url, begun=begun)
        page.evaluate(axe)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 860})
            found += [(url, width, one["id"]) for one in page.evaluate(AXE)["violations"]]
            if page.evaluate("document.documentElement.scrollWidth") != width:
                found.append((url, width, "wider than the screen"))
        page.context.close()
    assert found == []


def test_pages_are_light(scene: Scene, signed_in: SignIn) -> None:
    assert max(len(content) for content in page_kinds(scene, signed_in).values()) <= 30_000


def test_the_keyboard_walks_marks_and_takes(scene: Scene, signed_in: SignIn, open_page: Open) -> None:
    pages = {"/work/?view=untaken": fetched(signed_in(Role.HANDLER), "/work/?view=untaken")}
    page = open_page(pages, "/work/?view=untaken")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[name=task]:checked").count() == 1
    current = "document.querySelector('.is-current .code').textContent"
    assert page.evaluate(current) == scene.dossiers[9].code
    with page.expect_request(
        lambda request: request.url.endswith("/work/next/") and request.method == "POST"
    ):
        page.keyboard.press("n")


def test_a_refused_form_takes_the_place_of_the_panel(
    scene: Scene, signed_in: SignIn, open_page: Open
) -> None:
    code, task = scene.dossiers[0].code, open_task(scene.dossiers[0])
    url = f"/dossiers/{code}/tasks/{task.pk}/sending-back/"
    client = signed_in(Role.HANDLER)
    whole = fetched(client, url)
    part = client.post(url, {"key": "k", "element": "assign"}, headers={"HX-Request": "true"}).content
    page = open_page({url: whole, f"POST {url}": part}, url)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#work .govuk-error-summary")
    assert page.locator("#work").count() == 1
    # The focus goes there when the swap has settled.
    page.wait_for_selector("#work .govuk-error-summary:focus")


def test_the_field_for_receipts_keeps_the_focus(scene: Scene, signed_in: SignIn, open_page: Open) -> None:
    client = signed_in(Role.RECEPTIONIST)
    whole = fetched(client, "/returning/")
    sent = {"scanned": scene.dossiers[2].code, "key": "k"}
    part = client.post("/returning/", sent, headers={"HX-Request": "true"}).content
    page = open_page({"/returning/": whole, "POST /returning/": part}, "/returning/")
    waiting = page.locator("#rail a:has-text('Kết quả chờ trả') .rail__count")
    assert waiting.inner_text() == "1"
    page.wait_for_selector("[name=scanned]:focus")
    page.keyboard.type(scene.dossiers[2].code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#scanned table")
    page.wait_for_selector("[name=scanned]:focus")
    expect(waiting).to_have_text("0")
    assert page.evaluate("document.activeElement.value") == ""
