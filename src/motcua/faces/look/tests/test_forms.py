"""Django's forms come out in markup that ties label, hint, error and field together."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from django import forms
from django.template import Context, Template

from motcua.faces.look.forms import shape_of
from motcua.faces.look.tests.gallery import Sample


def soup(form: forms.Form, markup: str = "{{ form }}") -> BeautifulSoup:
    """A form as a page has it."""
    return BeautifulSoup(Template(markup).render(Context({"form": form})), "html.parser")


def one(page: BeautifulSoup, selector: str) -> Tag:
    """The only element that fits."""
    (found,) = page.select(selector)
    return found


def test_a_field_has_its_label_and_its_hint() -> None:
    page = soup(Sample(), "{% field form.phone %}")
    box = one(page, "input")
    assert one(page, "label")["for"] == box["id"]
    assert one(page, f"[id='{box['aria-describedby']}']").get_text() == "Để báo khi có kết quả."


def test_a_refused_field_says_why_and_is_marked() -> None:
    page = soup(Sample({}), "{% field form.name %}")
    box = one(page, "input")
    assert (box["aria-invalid"], box["aria-describedby"]) == ("true", "id_name-error")
    assert "govuk-input--error" in box["class"]
    assert "bắt buộc" in one(page, "#id_name-error").get_text()


def test_what_need_not_be_filled_says_so() -> None:
    assert "(không bắt buộc)" in one(soup(Sample(), "{% field form.phone %}"), "label").get_text()
    assert "(không bắt buộc)" not in one(soup(Sample(), "{% field form.name %}"), "label").get_text()


def test_choices_stand_in_a_fieldset_with_their_question() -> None:
    page = soup(Sample({}), "{% field form.returned %}")
    group = one(page, "fieldset")
    assert one(page, "legend").get_text(strip=True) == "Nhận kết quả"
    assert str(group["aria-describedby"]).split() == ["id_returned-hint", "id_returned-error"]
    assert [box["value"] for box in page.select("input[type=radio]")] == ["counter", "post"]


def test_what_was_chosen_stays_chosen() -> None:
    page = soup(Sample({"papers": ["2"], "agree": "on"}), "{% field form.papers %}{% field form.agree %}")
    assert [box["value"] for box in page.select("input:checked, input[checked]")] == ["2", "on"]


def test_a_whole_form_has_every_field_once_and_every_id_once() -> None:
    page = soup(Sample())
    names = {str(box["name"]) for box in page.select("input, select, textarea")}
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert names == set(Sample.base_fields)
    assert len(ids) == len(set(ids))


def test_a_hidden_field_has_no_label() -> None:
    page = soup(Sample(), "{% field form.key %}")
    assert one(page, "input")["type"] == "hidden"
    assert page.select("label") == []


def test_what_was_typed_is_never_markup() -> None:
    html = Template("{% field form.name %}").render(Context({"form": Sample({"name": '"><script>'})}))
    assert "<script>" not in html


def test_the_summary_links_to_every_field_to_mend() -> None:
    page = soup(Sample({"number": "1"}), "{% error_summary form %}{{ form }}")
    links = [str(link["href"]) for link in page.select(".govuk-error-summary a")]
    assert links == ["#id_name", "#id_papers_0", "#id_returned_0"]
    assert all(page.select(link) for link in links)
    assert "Họ và tên: " in one(page, "a[href='#id_name']").get_text()


def test_an_error_of_a_hidden_field_is_said_without_a_link() -> None:
    page = soup(Sample({"number": "1"}), "{% error_summary form %}")
    assert len(page.select(".govuk-error-summary li")) == 4
    assert page.select("a[href='#id_key']") == []


def test_a_form_without_errors_has_no_summary() -> None:
    assert soup(Sample(), "{% error_summary form %}").get_text(strip=True) == ""


def test_several_forms_share_one_summary() -> None:
    html = Template("{% error_summary forms %}").render(
        Context({"forms": [Sample({}), Sample({}, prefix="b")]})
    )
    assert 'href="#id_name"' in html
    assert 'href="#id_b-name"' in html


def test_every_widget_has_its_shape() -> None:
    assert [shape_of(field.widget) for field in Sample.base_fields.values()] == [
        "input", "input", "input", "select", "checkboxes", "radios", "checkbox", "textarea", "file", "input", "hidden",
    ]  # fmt: skip
    assert shape_of(forms.SplitDateTimeWidget()) == "compound"
