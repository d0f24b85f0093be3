"""Import on screens: a preview that names each bad row, nothing written until all are good, and then all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client

from motcua.casework.dossiers.tests.cast import Cast
from motcua.faces.setup import kept_files
from motcua.faces.setup.models import ImportFile
from motcua.faces.setup.tests.conftest import SignIn, page, said, words
from motcua.ground.sheets.reading import read_table
from motcua.people.organisation.models import Officer, Role, UnitName
from motcua.people.organisation.rules.rows import OFFICER_COLUMNS, UNIT_COLUMNS

HEAD = "Mã đơn vị;Tên đơn vị;Loại đơn vị;Mã đơn vị cấp trên;Từ ngày\n"
GOOD = HEAD + "000.40.19.H58;UBND xã Một;Xã;000.00.19.H58;01/01/2017\n"
TWO = GOOD + "000.41.19.H58;UBND xã Hai;Xã;000.00.19.H58;\n"
BAD = GOOD + "x y;UBND xã Hai;Xã;000.00.19.H58;\n;UBND xã Ba;Thôn;000.00.19.H58;\n"
PEOPLE = (
    "Mã cán bộ,Họ và tên,Mã đơn vị,Vai trò,Từ ngày,Đến hết ngày\n"
    "nv1,Lê Thị Mới,000.02.19.H58,Người thụ lý,01/02/2017,31/12/2017\n"
)


def bring(client: Client, text: str, what: str = "units", name: str = "bang.csv") -> object:
    return client.post(f"/setup/imports/{what}/", {"file": SimpleUploadedFile(name, text.encode())})


def write(client: Client, preview: object, what: str = "units") -> object:
    form = page(preview).select_one("form[action$='/writing/']")  # type: ignore[arg-type]
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    return client.post(form["action"], fields)


def test_good_rows_are_shown_and_nothing_is_written(cast: Cast, administrator: Client) -> None:
    answer = bring(administrator, TWO)
    assert answer.status_code == 200  # type: ignore[attr-defined]
    assert "Ghi 2 dòng" in words(answer)  # type: ignore[arg-type]
    assert "UBND xã Hai" in words(answer)  # type: ignore[arg-type]
    assert not UnitName.objects.filter(code="000.40.19.H58").exists()


def test_each_bad_row_is_named_with_its_column_and_cannot_be_written(
    cast: Cast, administrator: Client
) -> None:
    answer = bring(administrator, BAD)
    tree = page(answer)  # type: ignore[arg-type]
    rows = [[cell.text for cell in row.select("td")] for row in tree.select(".panel--late tbody tr")]
    assert [(line, column) for line, column, _sentence in rows] == [("3", "Mã đơn vị"), ("4", "Loại đơn vị")]
    assert "Thôn" in rows[1][2]
    assert tree.select("form[action$='/writing/']") == []
    assert answer.status_code == 422  # type: ignore[attr-defined]


def test_the_rows_are_written_once_however_often_one_presses(cast: Cast, administrator: Client) -> None:
    preview = bring(administrator, TWO)
    first, second = write(administrator, preview), write(administrator, preview)
    assert {first.status_code, second.status_code} == {302}  # type: ignore[attr-defined]
    assert UnitName.objects.filter(code__in=["000.40.19.H58", "000.41.19.H58"]).count() == 2
    assert "Đã ghi 2 dòng" in words(administrator.get("/setup/units/"))
    assert not ImportFile.objects.exists()


def test_what_is_written_is_the_file_that_is_kept_not_what_the_browser_sends(
    cast: Cast, administrator: Client
) -> None:
    bring(administrator, TWO)
    forged = {"key": "k", "digest": "0" * 64, "file": SimpleUploadedFile("a.csv", GOOD.encode())}
    answer = administrator.post("/setup/imports/units/writing/", forged)
    assert answer.status_code == 409
    assert "Hãy tải tệp lên lại" in words(answer)
    assert not UnitName.objects.filter(code="000.40.19.H58").exists()


def test_a_bad_file_is_not_written_by_a_forged_form(cast: Cast, administrator: Client) -> None:
    bring(administrator, BAD)
    digest = ImportFile.objects.get().digest
    answer = administrator.post("/setup/imports/units/writing/", {"key": "k", "digest": digest})
    assert answer.status_code == 422
    assert not UnitName.objects.filter(code="000.40.19.H58").exists()


def test_what_changed_since_the_preview_is_said_and_nothing_is_written(
    cast: Cast, administrator: Client
) -> None:
    preview = bring(administrator, TWO)
    UnitName.objects.filter(unit=cast.here.division).update(code="000.41.19.H58")
    answer = write(administrator, preview)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "đang được một đơn vị khác sử dụng" in words(answer)  # type: ignore[arg-type]
    assert not UnitName.objects.filter(code="000.40.19.H58").exists()


def test_the_file_of_one_administrator_is_nobody_elses(
    cast: Cast, administrator: Client, sister_administrator: Client
) -> None:
    preview = bring(administrator, TWO)
    assert write(sister_administrator, preview).status_code == 409  # type: ignore[attr-defined]


def test_officers_come_with_their_appointments(cast: Cast, administrator: Client) -> None:
    preview = bring(administrator, PEOPLE, "officers")
    assert "01/02/2017 – 31/12/2017" in words(preview)  # type: ignore[arg-type]
    assert write(administrator, preview, "officers").status_code == 302  # type: ignore[attr-defined]
    assert Officer.objects.get(code="NV1").appointments.get().role == Role.HANDLER


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "không có dòng dữ liệu"),
        (b"PK\x03\x04broken", "Không đọc được tệp này"),
        ("Mã\ncó".encode("utf-16"), "UTF-8"),
        ("Tên đơn vị\nA\n".encode(), "thiếu cột: Mã đơn vị"),
        (HEAD.encode() + b"a" * 5_000_001, "Tệp quá lớn"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(
    cast: Cast, administrator: Client, content: bytes, sentence: str
) -> None:
    answer = administrator.post("/setup/imports/units/", {"file": SimpleUploadedFile("a.csv", content)})
    assert answer.status_code == 422
    assert sentence in page(answer).select_one("#id_file-error").text


def test_a_form_without_a_file_asks_for_one(cast: Cast, administrator: Client) -> None:
    assert "Hãy chọn một tệp" in words(administrator.post("/setup/imports/units/", {}))


def test_a_new_file_takes_the_place_of_the_old(cast: Cast, administrator: Client) -> None:
    bring(administrator, GOOD)
    bring(administrator, TWO)
    assert bytes(ImportFile.objects.get().content) == TWO.encode()


def test_what_was_brought_is_kept_for_a_day(cast: Cast, administrator: Client) -> None:
    bring(administrator, GOOD)
    assert kept_files.forget_old() == 0
    ImportFile.objects.update(saved_at=F("saved_at") - timedelta(days=2))
    assert kept_files.forget_old() == 1


@pytest.mark.parametrize(("what", "columns"), [("units", UNIT_COLUMNS), ("officers", OFFICER_COLUMNS)])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_has_the_columns_that_the_import_asks_for(
    cast: Cast, administrator: Client, what: str, columns: tuple[object, ...], kind: str
) -> None:
    answer = administrator.get(f"/setup/imports/{what}/template.{kind}")
    assert "attachment" in answer.headers["Content-Disposition"]
    (row,) = read_table(answer.content, UNIT_COLUMNS if what == "units" else OFFICER_COLUMNS)
    assert len(row.cells) == len(columns)
    assert row.cells["name"]


@pytest.mark.parametrize("path", ["/setup/imports/other/", "/setup/imports/units/template.exe"])
def test_there_are_no_other_imports(cast: Cast, administrator: Client, path: str) -> None:
    assert administrator.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICE])
def test_only_administrators_import(cast: Cast, signed_in: SignIn, role: Role) -> None:
    client = signed_in(role)
    for path in ("", "units/", "officers/", "units/template.csv"):
        assert client.get(f"/setup/imports/{path}").status_code == 403
    assert bring(client, GOOD).status_code == 403  # type: ignore[attr-defined]
    assert client.post("/setup/imports/units/writing/", said()).status_code == 403


def test_an_administrator_imports_only_below_the_own_unit(cast: Cast, sister_administrator: Client) -> None:
    answer = bring(sister_administrator, GOOD)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Dòng có lỗi" in words(answer)  # type: ignore[arg-type]
