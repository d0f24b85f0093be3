"""A decision's procedures from a workbook on the pages: brought, looked through, written once, and the template."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.casework.dossiers.tests.cast import MORNING, Cast
from motcua.catalogue.procedures.actions import add_field
from motcua.catalogue.procedures.models import DecisionDraft, Procedure
from motcua.catalogue.processes.rules.workbook import SHEETS, read
from motcua.catalogue.processes.tests.workbook.making import GOOD, Values, book, put
from motcua.faces.setup.models import ImportFile
from motcua.faces.setup.timekeeping.tests.conftest import SignIn, text_of, tree_of
from motcua.ground.kernel.actors import SYSTEM
from motcua.ground.sheets.books import read_book
from motcua.people.organisation.models import Role

HERE = "/setup/decision-drafts/workbook/"
WORDS = {"title": "Công bố <hộ tịch>", "issuer": "Chủ tịch UBND tỉnh", "in_force_on": "10/04/2017"}
FIELD: Values = {**GOOD["procedures"][0], "field": "Giám hộ"}


@pytest.fixture(autouse=True)
def _field(cast: Cast) -> None:
    add_field("giam-ho", "Giám hộ", by=SYSTEM, now=MORNING)


def data(**changes: object) -> bytes:
    return book({**put("limits", 3, **changes), "procedures": [FIELD]})


def bring(client: Client, content: bytes, **words: str):  # type: ignore[no-untyped-def]
    return client.post(HERE, {**WORDS, **words, "file": SimpleUploadedFile("a.xlsx", content)})


def hidden(content: bytes) -> dict[str, str]:
    form = tree_of(content).select_one("form[action$='/writing/']")
    assert form is not None
    return {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}


def test_a_good_workbook_is_shown_and_nothing_is_written(admin: Client) -> None:
    answer = bring(admin, data())
    assert answer.status_code == 200
    shown = text_of(answer.content)
    assert "Lập dự thảo gồm 1 thủ tục" in shown
    assert "Ban hành mới 1" in shown
    assert not Procedure.objects.filter(code="3.000010").exists()


def test_a_fault_is_shown_with_its_cell_and_what_to_do_and_cannot_be_written(admin: Client) -> None:
    answer = bring(admin, data(unit=""))
    cells = [cell.text for cell in tree_of(answer.content).select(".panel--late tbody td")]
    assert answer.status_code == 422
    assert cells[0] == "Thời hạn!D3"
    assert "không có đơn vị" in cells[1]
    assert "ngày làm việc" in cells[2]
    assert tree_of(answer.content).select("form[action$='/writing/']") == []


def test_a_warning_stands_apart_and_lets_it_pass(admin: Client) -> None:
    answer = bring(admin, book({**GOOD, "procedures": [FIELD], "steps": GOOD["steps"][:1]}))
    assert answer.status_code == 200
    assert "chưa phân bổ hết" in text_of(answer.content)
    assert tree_of(answer.content).select(".panel--late") == []


def test_it_is_written_once_however_often_one_presses(admin: Client) -> None:
    fields = hidden(bring(admin, data()).content)
    first, second = (admin.post(HERE + "writing/", fields) for _ in range(2))
    made = DecisionDraft.objects.get()
    assert first["Location"] == second["Location"] == f"/setup/decision-drafts/{made.pk}/"
    assert (made.title, made.items.count()) == (WORDS["title"], 1)
    assert not ImportFile.objects.exists()
    assert "Đăng ký giám hộ" in text_of(admin.get(first["Location"]).content)


def test_what_changed_since_the_preview_is_said_and_nothing_is_written(admin: Client) -> None:
    fields = hidden(bring(admin, data()).content)
    admin.post(HERE + "writing/", fields)
    bring(admin, data())
    answer = admin.post(HERE + "writing/", {**fields, "key": str(uuid4())})
    assert answer.status_code == 422
    assert "đã có trong một dự thảo quyết định chưa ký" in text_of(answer.content)
    assert DecisionDraft.objects.count() == 1


def test_another_file_than_the_one_looked_through_is_not_written(admin: Client) -> None:
    fields = hidden(bring(admin, data()).content)
    answer = admin.post(HERE + "writing/", {**fields, "digest": "0" * 64})
    assert answer.status_code == 409
    assert "Hãy tải tệp lên lại" in text_of(answer.content)
    assert not DecisionDraft.objects.exists()


def test_a_workbook_with_faults_is_not_written_by_a_forged_form(admin: Client) -> None:
    bring(admin, data(unit=""))
    forged = {**WORDS, "key": "k", "digest": ImportFile.objects.get().digest}
    assert admin.post(HERE + "writing/", forged).status_code == 422
    assert not DecisionDraft.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a;b", "không phải là sổ XLSX"),
        (b"PK\x03\x04", "Không đọc được tệp này"),
        (b"a" * 5_000_001, "Tệp quá lớn"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    admin: Client, content: bytes, sentence: str
) -> None:
    answer = bring(admin, content)
    error = tree_of(answer.content).select_one("#id_file-error")
    assert answer.status_code == 422
    assert error is not None
    assert sentence in error.text


def test_the_words_of_the_decision_are_asked_for(admin: Client) -> None:
    answer = bring(admin, data(), title="")
    assert answer.status_code == 422
    assert admin.post(HERE + "writing/", {"key": "k"}).status_code == 422


def test_the_template_is_read_by_the_import_and_its_examples_are_passed_over(admin: Client) -> None:
    answer = admin.get(HERE + "template.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    pages = read_book(answer.content, SHEETS)
    assert [len(page.rows) for page in pages.values()] == [1] * 5
    assert read(pages).procedures == ()
    assert read(pages).findings == ()
    assert "Tệp chưa có thủ tục nào" in text_of(bring(admin, answer.content).content)


def test_the_pages_lead_to_it(admin: Client) -> None:
    assert HERE in [
        link["href"] for link in tree_of(admin.get("/setup/decisions/").content).select("a[href]")
    ]
    assert admin.get(HERE).status_code == 200


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.RECEPTIONIST, Role.INSPECTOR])
def test_strangers_import_nothing(signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    assert client.get(HERE).status_code == 403
    assert client.get(HERE + "template.xlsx").status_code == 403
    assert bring(client, data()).status_code == 403
    assert client.post(HERE + "writing/", {**WORDS, "key": "k"}).status_code == 403
