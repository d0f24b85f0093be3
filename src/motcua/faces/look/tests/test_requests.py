"""Pieces of pages that htmx fetches: what comes is put in its place, and what fails is said."""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string
from playwright.sync_api import Page, Route, expect

from motcua.faces.look.parts import Option

Open = Callable[..., Page]
FOUND = render_to_string(
    "look/parts/options.html",
    {"name": "procedure", "options": (Option("9", "Đăng ký kết hôn"),), "searched": "ket"},
)


def answer(page: Page, path: str, *, status: int = 200, body: str = "") -> list[str]:
    """Answer requests for this path; what was asked is noted."""
    asked: list[str] = []

    def handle(route: Route) -> None:
        asked.append(route.request.url.partition("motcua.test")[2])
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    page.route(f"**{path}**", handle)
    return asked


def type_on(page: Page, text: str) -> None:
    """Go on typing behind what stands in the field."""
    page.locator("#id_q").press("End")
    page.locator("#id_q").press_sequentially(text, delay=20)


def test_typing_fetches_the_options_and_shows_them(open_page: Open) -> None:
    page = open_page("counter")
    asked = answer(page, "/tiep-nhan/thu-tuc/", body=FOUND)
    page.locator("#id_q").fill("ket hon")
    expect(page.locator(".option")).to_have_count(1)
    expect(page.locator(".option")).to_be_visible()
    assert asked == ["/tiep-nhan/thu-tuc/?q=ket+hon"]


def test_a_fetched_option_is_chosen_by_keyboard(open_page: Open) -> None:
    page = open_page("counter")
    answer(page, "/tiep-nhan/thu-tuc/", body=FOUND)
    type_on(page, " k")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    assert page.locator("[name=procedure][type=hidden]").input_value() == "9"
    assert page.locator("#id_q").input_value() == "Đăng ký kết hôn"


def test_nothing_found_is_said(open_page: Open) -> None:
    page = open_page("counter")
    answer(page, "/tiep-nhan/thu-tuc/", body=render_to_string("look/parts/options.html", {"searched": "x"}))
    type_on(page, "x")
    expect(page.get_by_text("Không tìm thấy. Thử bớt chữ")).to_be_visible()


def test_a_failing_server_is_said_and_what_was_typed_stays(open_page: Open) -> None:
    page = open_page("counter", may_complain=True)
    answer(page, "/tiep-nhan/thu-tuc/", status=500, body="<h1>500</h1>")
    type_on(page, "x")
    expect(page.get_by_text("Máy chủ gặp lỗi")).to_be_visible()
    expect(page.locator(".option")).to_have_count(3)
    assert page.locator("#id_q").input_value() == "khai sinhx"


def test_a_server_out_of_reach_is_said(open_page: Open) -> None:
    page = open_page("counter", may_complain=True)
    page.route("**/tiep-nhan/thu-tuc/**", lambda route: route.abort())
    type_on(page, "x")
    expect(page.get_by_text("Không kết nối được với máy chủ")).to_be_visible()


def test_more_rows_are_added_under_the_others(open_page: Open) -> None:
    page = open_page("worklist")
    row = '<table><tbody id="rows"><tr data-row><td></td><td><a class="code" href="/x/">X</a></td></tr></tbody></table>'
    answer(page, "/viec/?after=9", body=f"<main>{row}</main>")
    before = page.locator("[data-row]").count()
    page.get_by_role("link", name="Xem thêm").click()
    expect(page.locator("[data-row]")).to_have_count(before + 1)
    assert page.url.endswith("/worklist")
