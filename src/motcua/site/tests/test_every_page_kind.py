"""Every kind of page in a real browser: nothing for axe, nothing cut off, light on a slow line, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from motcua.faces.look.tests.conftest import built
from motcua.site.tests.pages import ON_THE_WAY_IN, PASSWORD, Pages, kinds, set_the_pages
from motcua.site.tests.serving import a_browser, opened, serving, sign_in_quietly

__all__ = ["built"]

KINDS = sorted(kinds())
FIRST_LOAD, FIRST_LOAD_WITHOUT_FONTS, NEXT_PAGE = 150_000, 70_000, 30_000


@dataclass
class Weight:
    """What went over the line for one page, in bytes; the handbook's pictures apart, which come after the words."""

    total: int = 0
    fonts: int = 0
    kinds: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Count from now on what this page loads."""
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.responseReceived", self._received)
        line.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        is_picture = "/handbook/" in event["response"]["url"] and event["type"] == "Image"
        self.kinds[event["requestId"]] = "Picture" if is_picture else event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        if self.kinds.get(event["requestId"]) == "Picture":
            return
        size = int(event["encodedDataLength"])
        self.total += size
        if self.kinds.get(event["requestId"]) == "Font":
            self.fonts += size


@dataclass
class Site:
    """A served site with its pages."""

    address: str
    browser: Browser
    pages: Pages

    def comes(self, kind: str, *, script: bool = True) -> BrowserContext:
        """A browser with whoever looks at this kind of page."""
        context = opened(self.browser, script=script)
        if kind in ON_THE_WAY_IN:
            self._begin_to_sign_in(context, ON_THE_WAY_IN[kind])
        elif (account := self.pages.looks(kind, kinds()[kind][1])) is not None:
            sign_in_quietly(context, account, self.address)
        return context

    def url(self, kind: str) -> str:
        """Where the page is."""
        return self.address + self.pages.address(kind, kinds()[kind][0])

    def _begin_to_sign_in(self, context: BrowserContext, username: str) -> None:
        form = context.request.get(f"{self.address}/dang-nhap/").text()
        token = form.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        sent: dict[str, str | float | bool] = {
            "login": username,
            "password": PASSWORD,
            "csrfmiddlewaretoken": token,
        }
        context.request.post(f"{self.address}/dang-nhap/", form=sent)


@pytest.fixture(scope="module")
def site(shared_real_db: None, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    pages = set_the_pages()
    with serving(built, tmp_path_factory.mktemp("collected")) as address, a_browser() as browser:
        yield Site(address, browser, pages)


@pytest.fixture(scope="module")
def axe(built: Path) -> str:
    return (built / "npm/node_modules/axe-core/axe.min.js").read_text()


def complaints(page: Page) -> list[Any]:
    # Every rule; only what is wrong is written down, and no stylesheet is fetched a second time.
    found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


def measured(context: BrowserContext, url: str) -> tuple[Page, Weight]:
    """The page, and what it weighed."""
    page, weight = context.new_page(), Weight()
    weight.watch(page)
    answer = page.goto(url, wait_until="load")
    assert answer is not None
    assert (answer.status, page.url) == (200, url)
    page.evaluate("document.fonts.ready.then(() => null)")
    return page, weight


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_light_accessible_and_whole(site: Site, axe: str, kind: str) -> None:
    with site.comes(kind) as context:
        page, first = measured(context, site.url(kind))
        _again, following = measured(context, site.url(kind))
        assert 0 < first.fonts < first.total <= FIRST_LOAD
        assert first.total - first.fonts <= FIRST_LOAD_WITHOUT_FONTS
        assert 0 < following.total <= NEXT_PAGE
        page.evaluate(axe)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 860})
            assert (width, complaints(page)) == (width, [])
        page.set_viewport_size({"width": 320, "height": 860})
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("kind", KINDS)
def test_it_works_without_script(site: Site, kind: str) -> None:
    with site.comes(kind, script=False) as context:
        page = context.new_page()
        answer = page.goto(site.url(kind))
        assert answer is not None
        assert (answer.status, page.url) == (200, site.url(kind))
        assert page.locator("h1").first.is_visible()
        pressed = page.locator("main button:visible:not([type=button])").count()
        # A form that is folded away has its button where it is unfolded.
        assert pressed > 0 or page.locator("main form:visible").count() == 0
