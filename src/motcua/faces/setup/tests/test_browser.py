"""Every kind of page in a real browser, on a desk's screen and a telephone's: axe finds nothing, nothing is cut off."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.look.middleware import POLICY
from motcua.faces.look.tests.conftest import AXE, CHROMIUM, FLAGS, SITE, built
from motcua.faces.setup.tests.conftest import SignIn, said
from motcua.faces.setup.tests.test_imports import BAD, TWO, bring
from motcua.faces.setup.tests.test_officers import delegation, own
from motcua.people.organisation.models import Role

__all__ = ["built"]
LOOKED_AT = (1280, 360)
WIDTHS = (*LOOKED_AT, 320)


@pytest.fixture
def pages(cast: Cast, administrator: Client, signed_in: SignIn, settings: Any) -> dict[str, str]:
    """What the test of every page kind does not see: searched, refused, done; as it was answered."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    leader = signed_in(Role.LEADER)
    leader.post(own(cast), delegation(cast))
    unit, clerk = f"units/{cast.here.agency.pk}/", f"officers/{cast.here.officer_id(Role.CLERK)}/"
    account = f"accounts/{cast.here.accounts[Role.LEADER.value].pk}/"
    paths = ["units/?open=all", "units/?q=huyen", "units/?q=zzz&on=02/02/2017", "accounts/?show=closed"]
    paths += [unit, clerk, account]
    found: dict[str, Any] = {path: administrator.get(f"/setup/{path}") for path in paths}
    found["nobody"] = administrator.post("/setup/officers/", {"q": "zzz"})
    found["searched"] = administrator.post("/setup/accounts/", {"q": "lãnh đạo"})
    found["my delegations"] = leader.get("/setup/my-delegations/")
    found["delegating"] = leader.get(own(cast))
    found["refused"] = administrator.post(f"/setup/{unit}below/", said(name="", code="x y"))
    found["password"] = administrator.post(f"/setup/{account}password/", said())
    found["bad rows"], found["good rows"] = bring(administrator, BAD), bring(administrator, TWO)
    return {name: answer.content.decode() for name, answer in found.items()}


def faults(page: Page, width: int, axe: str) -> list[str]:
    """What axe finds, and whether the page is wider than the screen."""
    found = []
    if width in LOOKED_AT:
        page.evaluate(axe)
        found = [str(one["id"]) for one in page.evaluate(AXE)["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{wide} pixels wide"] if wide > width else [])


def test_every_state_is_accessible_and_fits(pages: dict[str, str], built: Path) -> None:
    wrong: dict[str, list[str]] = {}
    html = ""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        if path.startswith("/static/"):
            file = built / path[1:]
            kind = mimetypes.guess_type(file.name)[0] or "font/woff2"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    axe = (built / "npm/node_modules/axe-core/axe.min.js").read_text()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 860})
            page.on("console", lambda message: wrong.setdefault("console", []).append(message.text))
            page.route("**/*", answer)
            for name, html in pages.items():  # noqa: B007 – the route answers with it
                page.goto(f"{SITE}/page")
                if found := faults(page, width, axe):
                    wrong[f"{name} at {width}"] = found
        browser.close()
    assert wrong == {}
