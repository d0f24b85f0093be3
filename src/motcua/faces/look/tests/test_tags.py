"""The components as pages get them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bs4 import BeautifulSoup
from django.template import Context, Template
from django.template.loader import render_to_string

from motcua.faces.look.frame import Banner, Frame
from motcua.faces.look.parts import Action, Option, Tab
from motcua.faces.look.tests import gallery


def soup(markup: str, **context: Any) -> BeautifulSoup:
    """A component as a page has it."""
    return BeautifulSoup(Template(markup).render(Context(context)), "html.parser")


def test_an_action_that_is_not_allowed_now_stays_with_its_reason() -> None:
    page = soup(
        "{% actions offered %}", offered=(Action("Yêu cầu bổ sung", "/x/", reason="Đã yêu cầu một lần."),)
    )
    (button,) = page.select("button")
    (reason,) = page.select(f"#{button['aria-describedby']}")
    assert (button["type"], button["aria-disabled"]) == ("button", "true")
    assert reason.get_text() == "Đã yêu cầu một lần."


def test_an_action_that_writes_is_a_form_with_its_token() -> None:
    page = soup(
        "{% actions offered %}", offered=(Action("Trình", "/t/", "primary", post=True),), csrf_token="abc"
    )
    (form,) = page.select("form")
    assert (form["method"], form["action"]) == ("post", "/t/")
    assert [box["value"] for box in form.select("[name=csrfmiddlewaretoken]")] == ["abc"]


def test_an_action_that_asks_more_is_a_link() -> None:
    (link,) = soup("{% actions offered %}", offered=(Action("Trả lại", "/r/"),)).select("a")
    assert (link["href"], link.get_text(strip=True)) == ("/r/", "Trả lại")


def test_the_reasons_of_two_rows_of_actions_are_told_apart() -> None:
    one, two = (Action("A", "/", reason="a"),), (Action("B", "/", reason="b"),)
    page = soup("{% actions one %}{% actions two %}", one=one, two=two)
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(set(ids)) == 2


def test_a_button_shows_its_key() -> None:
    (button,) = soup('{% button "Tiếp nhận và in phiếu" key="ctrl+enter" %}').select("button")
    assert button["data-key"] == "ctrl+enter"
    assert button.get_text() == "Tiếp nhận và in phiếu Ctrl Enter"


def test_a_button_with_a_reason_submits_nothing() -> None:
    (button,) = soup('{% button "Từ chối" reason="Chọn thủ tục trước." %}').select("button")
    assert button["type"] == "button"


def test_one_tab_is_the_current_one() -> None:
    page = soup("{% tabs tabs %}", tabs=(Tab("A", "/a/", "1", current=True), Tab("B", "/b/")))
    assert [link["href"] for link in page.select("[aria-current=page]")] == ["/a/"]


def test_an_option_is_a_submit_button_so_that_it_works_without_script() -> None:
    html = render_to_string(
        "look/parts/options.html", {"name": "procedure", "options": (Option("7", "Khai sinh"),)}
    )
    (button,) = BeautifulSoup(html, "html.parser").select("button")
    assert (button["name"], button["value"], button.get("type")) == ("procedure", "7", None)


def test_a_search_without_answer_says_what_to_try() -> None:
    assert "Không tìm thấy" in render_to_string("look/parts/options.html", {"searched": "xyz"})
    assert render_to_string("look/parts/options.html", {}).strip() == ""


def test_text_from_people_is_never_markup() -> None:
    html = str(soup("{% tag text 'soon' %}{% notice text %}{% empty text %}", text="<script>"))
    assert "<script>" not in html


def test_paper_says_who_printed_it_and_when() -> None:
    frame = Frame(banner=Banner(datetime(2018, 1, 2, 0, 46, tzinfo=UTC)), person="Trần Thị Thu Hà")
    page = soup("{% page_foot %}", frame=frame)
    assert page.get_text(" ", strip=True) == "Người in: Trần Thị Thu Hà In lúc 02/01/2018, 07:46"


def test_the_layouts_speak_english() -> None:
    page = BeautifulSoup(gallery.html("worklist", language="en"), "html.parser")
    (banner,) = page.select(".banner")
    assert page.select("html")[0]["lang"] == "en"
    assert banner.get_text() == "Demonstration. People and dossiers are made up.Tuesday, 2 Jan 2018 · 07:46"
    assert [link.get_text() for link in page.select(".skip")] == ["Skip to main content"]


def test_no_banner_outside_a_demonstration() -> None:
    shown = render_to_string(
        "look/parts/frame/banner.html", {"frame": Frame(banner=Banner(datetime(2018, 1, 2, tzinfo=UTC)))}
    )
    assert "Thứ Ba, 02/01/2018 · 07:00" in shown
    assert render_to_string("look/parts/frame/banner.html", {"frame": Frame()}).strip() == ""
