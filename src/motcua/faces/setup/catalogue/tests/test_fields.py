"""Fields of administration on screens: the list, a new one, a name put right, and who may not."""

from __future__ import annotations

from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.catalogue.procedures.models import Field
from motcua.faces.setup.tests.conftest import page, said, words
from motcua.people.organisation.models import Role

LIST = "/setup/fields/"
NEW = f"{LIST}new/"


def added(admin: Client, **fields: str) -> Field:
    assert admin.post(NEW, said(**({"name": "Bình đẳng giới", "code": ""} | fields))).status_code == 302
    return Field.objects.latest("pk")


def test_the_list_counts_what_is_in_force_and_leads_to_it(cast: Cast, admin: Client) -> None:
    tree = page(admin.get(LIST))
    row = next(row for row in tree.select("tbody tr") if cast.procedure.field.name in row.text)
    link = row.select_one("a.row__name")["href"]
    assert cast.procedure.code in words(admin.get(link))
    assert not [a for a in row.select("a") if "Sửa tên" in a.text]


def test_a_new_field_gets_its_code_from_its_name_and_can_be_chosen_for_a_procedure(
    cast: Cast, admin: Client
) -> None:
    assert added(admin).code == "binh-dang-gioi"
    assert "Bình đẳng giới" in words(admin.get(LIST))
    chosen = page(admin.get("/setup/procedures/new/")).select_one("select[name=field]")
    assert "binh-dang-gioi" in [option["value"] for option in chosen.select("option")]


def test_what_may_not_be_stands_at_its_field(cast: Cast, admin: Client) -> None:
    added(admin)
    for name, code, status, at in (
        ("", "", 422, "name"),
        ("Khác", "mã sai", 422, "code"),
        ("Khác", "binh-dang-gioi", 409, "code"),
        ("bình đẳng giới", "khac", 409, "name"),
        ("Bình đẳng  giới", "", 409, "name"),
    ):
        answer = admin.post(NEW, said(key=at + name + code, name=name, code=code))
        assert (answer.status_code, len(page(answer).select(f"#id_{at}-error"))) == (status, 1)
    assert Field.objects.filter(name__iexact="Bình đẳng giới").count() == 1


def test_a_form_changed_after_it_was_sent_is_refused_above_its_fields(cast: Cast, admin: Client) -> None:
    added(admin)
    answer = admin.post(NEW, said(name="Khác", code=""))
    assert (answer.status_code, page(answer).select("#id_name-error, #id_code-error")) == (409, [])
    assert page(answer).select_one(".govuk-error-summary") is not None


def test_a_name_is_put_right_where_nothing_was_published(cast: Cast, admin: Client) -> None:
    field = added(admin)
    link = next(a for a in page(admin.get(LIST)).select("a") if "Sửa tên: Bình đẳng giới" in a.text)["href"]
    assert admin.post(link, said(key="r", name="Bình đẳng giới, gia đình")).headers["Location"] == LIST
    field.refresh_from_db()
    assert field.name == "Bình đẳng giới, gia đình"


def test_a_field_in_use_says_why_it_keeps_its_name(cast: Cast, admin: Client) -> None:
    where = f"{LIST}{cast.procedure.field_id}/name/"
    assert "tên được giữ nguyên" in words(admin.get(where))
    answer = admin.post(where, said(name="Khác"))
    assert (answer.status_code, page(answer).select(".reasons")) == (409, [])
    assert admin.get(f"{LIST}999999/name/").status_code == 404


def test_others_look_and_are_told_why_they_change_nothing(cast: Cast, signed_in: object) -> None:
    client = signed_in(Role.HANDLER)  # type: ignore[operator]
    assert "Trang này chỉ để xem" in words(client.get(LIST))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, said(name="Khác", code="khac")).status_code == 403
