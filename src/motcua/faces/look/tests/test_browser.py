"""Pages like the drawings in a real browser: seen by axe, on a narrow screen, by keyboard, without script, on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from motcua.faces.look.tests import gallery
from motcua.faces.look.tests.conftest import AXE

Open = Callable[..., Page]
VARIANTS = (*gallery.NAMES, "parts-refused", "tracking-refused")
CURRENT = "document.querySelector('.is-current .code')?.textContent"


def violations(page: Page, built: Path) -> list[tuple[str, Any]]:
    """What axe finds."""
    page.evaluate((built / "npm/node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate(AXE)["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", VARIANTS)
def test_axe_finds_nothing(open_page: Open, built: Path, name: str, width: int) -> None:
    assert violations(open_page(name, width=width), built) == []


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_is_cut_off_on_a_screen_of_320_pixels(open_page: Open, name: str) -> None:
    page = open_page(name, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_both_weights_and_both_scripts_come_from_our_own_fonts(open_page: Open) -> None:
    page = open_page("worklist")
    page.evaluate("document.fonts.ready.then(() => null)")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family + f.weight)"
    )
    assert sorted(loaded) == sorted(["Be Vietnam Pro400", "Be Vietnam Pro600"] * 2)


def test_j_and_k_walk_the_rows_and_x_marks_one(open_page: Open) -> None:
    page = open_page("worklist")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.evaluate(CURRENT) == "000.19.815.H58-171211-0002"
    assert page.locator("[name=dossier]:checked").count() == 1
    page.keyboard.press("k")
    assert page.evaluate(CURRENT) == "000.19.815.H58-171204-0007"


def test_enter_opens_the_row(open_page: Open) -> None:
    page = open_page("worklist")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ho-so/000.19.815.H58-171204-0007/")


def test_a_slash_goes_to_the_search_and_letters_typed_there_are_letters(open_page: Open) -> None:
    page = open_page("worklist")
    page.keyboard.press("/")
    page.keyboard.type("jnx?")
    assert page.locator("[name=q]").input_value() == "jnx?"
    assert page.evaluate(CURRENT) is None


def test_n_takes_the_next(open_page: Open) -> None:
    page = open_page("worklist")
    page.keyboard.press("n")
    page.wait_for_url("**/viec/ke-tiep/")


def test_the_question_mark_lists_every_key_that_the_page_shows(open_page: Open) -> None:
    page = open_page("worklist")
    page.keyboard.press("?")
    keys = page.locator("dialog.keys dt").all_inner_texts()
    assert [key.strip() for key in keys] == ["/", "?", "n", "j", "k", "Enter", "x"]
    page.keyboard.press("Escape")
    assert not page.locator("dialog.keys").is_visible()


def test_keys_of_one_letter_can_be_switched_off(open_page: Open) -> None:
    page = open_page("worklist")
    page.keyboard.press("?")
    page.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate(CURRENT) is None


def test_ctrl_enter_does_the_primary_action_even_from_a_field(open_page: Open) -> None:
    page = open_page("counter")
    page.locator("#id_name").fill("Nguyễn Thị Thanh Thảo")
    page.locator("#id_number").press("Control+Enter")
    page.wait_for_url("**/tiep-nhan/")


def test_ctrl_enter_means_the_form_in_which_one_types(open_page: Open) -> None:
    page = open_page("parts")
    asked = page.evaluate(
        """() => new Promise((heard) => {
             document.addEventListener("submit", (event) => { event.preventDefault(); heard(event.target.action); });
             document.querySelector('form[action="/thu/"]').noValidate = true;
             const box = document.getElementById("id_note");
             box.focus();
             box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true }));
           })"""
    )
    assert asked.endswith("/thu/")


def test_an_option_is_chosen_by_arrows_and_enter(open_page: Open) -> None:
    page = open_page("counter")
    box = page.locator("#id_q")
    box.focus()
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "Đăng ký lại khai sinh"
    assert page.locator("[name=procedure][type=hidden]").input_value() == "2"
    assert box.get_attribute("aria-expanded") == "false"


def test_an_option_is_chosen_by_the_mouse(open_page: Open) -> None:
    page = open_page("counter")
    page.locator("#id_q").focus()
    page.locator(".option").nth(2).click()
    assert page.locator("[name=procedure][type=hidden]").input_value() == "3"


def test_typing_again_forgets_the_choice(open_page: Open) -> None:
    page = open_page("counter")
    page.locator("#id_q").focus()
    page.locator(".option").first.click()
    page.locator("#id_q").press("End")
    page.locator("#id_q").press("a")
    assert page.locator("[name=procedure][type=hidden]").input_value() == ""


def test_a_form_is_sent_once_however_often_one_presses(open_page: Open) -> None:
    page = open_page("parts")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.url.endswith("/thu/") else None)
    page.evaluate("document.querySelector('form[action=\"/thu/\"]').noValidate = true")
    page.evaluate(
        "for (let n = 0; n < 3; n++) document.querySelector('form[action=\"/thu/\"] button').click()"
    )
    page.wait_for_timeout(150)
    assert sent == ["POST"]


def test_the_summary_of_errors_takes_the_focus(open_page: Open) -> None:
    page = open_page("parts-refused")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"


def test_without_script_the_options_are_there_as_buttons(open_page: Open) -> None:
    page = open_page("counter", script=False)
    page.locator("#id_name").fill("Nguyễn Thị Thanh Thảo")
    assert page.locator(".without-script").first.is_visible()
    page.locator(".option").nth(1).click()
    page.wait_for_url("**/tiep-nhan/")


def test_without_script_no_button_promises_what_only_script_does(open_page: Open) -> None:
    page = open_page("worklist", script=False)
    assert not page.locator("[data-keys-open]").is_visible()


def test_paper_has_no_rail_and_no_buttons_and_says_who_printed_it(open_page: Open) -> None:
    page = open_page("dossier")
    page.emulate_media(media="print")
    hidden = (".rail", ".bar", ".banner", ".govuk-button", ".reasons")
    assert [selector for selector in hidden if page.locator(selector).first.is_visible()] == []
    assert page.locator(".page-foot").is_visible()


def test_on_paper_the_strip_tells_its_parts_without_colour(open_page: Open) -> None:
    page = open_page("dossier")
    page.emulate_media(media="print")
    fill = "(s) => getComputedStyle(document.querySelector('.strip--page ' + s)).fill"
    assert page.evaluate(fill, ".strip__worked") == "rgb(0, 0, 0)"
    assert page.evaluate(fill, ".strip__late") == "rgb(255, 255, 255)"
    assert "hatch" in page.evaluate(fill, ".strip__stopped")
    assert page.locator(".strip--page .strip__paper").is_visible()
