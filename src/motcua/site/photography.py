"""Pictures of a running demonstration, taken in a real browser by whoever is named to look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

from motcua.site.commands.pictures import Picture, Step
from motcua.site.launch.failures import BadUse
from motcua.site.launch.setup.distribution import BROWSER

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDE, NARROW = (1280, 800), (360, 720)
# A page has few colours: so many are enough, and a picture weighs half.
COLOURS = 64
# What a script brings comes a moment later, in milliseconds.
PATIENCE = 5_000
READS = "words => document.querySelector('main').innerText.includes(words)"
# No field shows a blinking cursor, which would make every picture another one; and a page begins at its top.
STILL = "document.activeElement?.blur(); scrollTo(0, 0)"
# A field for a date as a browser in Vietnamese draws it, whatever the language of this one.
DATES = """for (const field of document.querySelectorAll("input[type=date]")) {
  const said = field.value.split("-").reverse().join("/") || "dd/mm/yyyy";
  field.type = "text"; field.value = said; field.style.width = "9em";
}"""


def photograph(
    wanted: Sequence[Picture], address: str, passwords: dict[str, str]
) -> Iterator[tuple[Picture, bytes]]:
    """Each picture as WebP; raises BadUse when a page has gone or does not say what it should."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(BROWSER), args=list(FLAGS))
        signed_in: dict[str, BrowserContext] = {}
        for picture in wanted:
            if picture.account not in signed_in:
                signed_in[picture.account] = _opened(browser, address, picture.account, passwords)
            yield picture, _few_colours(_picture(signed_in[picture.account], picture))
        browser.close()


def _opened(browser: Browser, address: str, account: str, passwords: dict[str, str]) -> BrowserContext:
    context = browser.new_context(base_url=address, locale="vi-VN")
    context.set_default_timeout(20_000)
    if account:
        page = context.new_page()
        page.goto("/dang-nhap/")
        page.fill("[name=login]", account)
        page.fill("[name=password]", passwords[account])
        page.click("form.panel button")
        page.wait_for_load_state()
        if page.locator("[name=code]").count():
            page.fill("[name=code]", _code(context, account))
            page.click("form.panel button")
            page.wait_for_load_state()
        page.close()
    return context


def _code(context: BrowserContext, account: str) -> str:
    """What the application of this account shows now; only a demonstration tells."""
    page = context.new_page()
    page.goto("/demonstration/codes/")
    row = page.locator("tr", has=page.locator(f"th:text-is('{account}')"))
    found = re.search(r"\d{6}", row.inner_text())
    page.close()
    if found is None:
        raise BadUse(f"Không có mã của {account}.", f"There is no code of {account}.")
    return found.group()


def _picture(context: BrowserContext, picture: Picture) -> bytes:
    page = context.new_page()
    width, height = NARROW if picture.narrow else WIDE
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(picture.path)
    if answer is None or not answer.ok:
        raise BadUse(
            f"Ảnh {picture.name}: không mở được {picture.path}.",
            f"Picture {picture.name}: {picture.path} cannot be opened.",
        )
    for step in picture.does:
        _do(page, step)
    _check_sees(page, picture)
    page.evaluate(STILL)
    page.evaluate(DATES)
    taken = page.screenshot()
    page.close()
    return taken


def _do(page: Page, step: Step) -> None:
    if step.into:
        page.locator(step.into).first.press_sequentially(step.type)
    elif step.press or page.locator(step.perhaps).count():
        page.locator(step.press or step.perhaps).first.click()
    page.wait_for_load_state("networkidle")


def _check_sees(page: Page, picture: Picture) -> None:
    try:
        page.wait_for_function(READS, arg=picture.sees, timeout=PATIENCE)
    except TimeoutError:
        raise BadUse(
            f"Ảnh {picture.name}: trang không có “{picture.sees}”.",
            f"Picture {picture.name}: the page does not say “{picture.sees}”.",
        ) from None


def _few_colours(content: bytes) -> bytes:
    image = Image.open(BytesIO(content)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    smaller = BytesIO()
    image.convert("RGB").save(smaller, "WEBP", lossless=True, quality=100, method=6)
    return smaller.getvalue()
