"""Units and officers from a file: brought, looked through row by row, and written when every row is good."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from motcua.faces.look.decorators import Request, may
from motcua.faces.look.formats import date_words
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import kept_files, words
from motcua.faces.setup.asking import once
from motcua.faces.setup.forms import FileForm
from motcua.faces.setup.models import ImportFile
from motcua.faces.setup.rules import Refusal
from motcua.ground.files.rules import XLSX
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.rules import MAX_BYTES, Column
from motcua.ground.sheets.rules import Refusal as SheetRefusal
from motcua.ground.sheets.workbooks import write_xlsx
from motcua.ground.sheets.writing import CSV, Heading, write_csv
from motcua.ground.sheets.writing import Kind as SheetKind
from motcua.people.organisation import actions
from motcua.people.organisation.models import Role, UnitKind
from motcua.people.organisation.rules.rows import OFFICER_COLUMNS, UNIT_COLUMNS, OfficerRow, UnitRow

SHOWN = 200
What = ImportFile.What


@dataclass(frozen=True, slots=True)
class Import:
    """A kind of import: its words, its columns, its verbs, and what its file may look like."""

    title: str | Promise
    text: str | Promise
    columns: Sequence[Column]
    preview: Callable[..., actions.imports.Preview[Any]]
    write: Callable[..., tuple[int, ...]]
    back: str
    example: tuple[str, ...]


IMPORTS: Mapping[str, Import] = {
    What.UNITS.value: Import(
        gettext_lazy("Nhập đơn vị từ tệp"),
        gettext_lazy(
            "Mỗi dòng là một đơn vị mới. Đơn vị cấp trên phải có sẵn trên hệ thống, hoặc đứng ở dòng trên."
        ),
        UNIT_COLUMNS,
        actions.preview_units,
        actions.import_units,
        "units",
        ("000.00.99.H58", "Sở Ví dụ", "Sở Ví dụ", "Sở", "000.00.00.H58", "02/01/2018"),
    ),
    What.OFFICERS.value: Import(
        gettext_lazy("Nhập cán bộ và phân công từ tệp"),
        gettext_lazy(
            "Mỗi dòng là một phân công; cán bộ chưa có thì được thêm. Người giữ hai vai trò đứng ở hai dòng cùng mã."
        ),
        OFFICER_COLUMNS,
        actions.preview_officers,
        actions.import_officers,
        "officers",
        (
            "CB0001",
            "Nguyễn Văn Ví Dụ",
            "0900000000",
            "vidu@example.vn",
            "000.00.99.H58",
            "Người thụ lý",
            "Chuyên viên",
            "02/01/2018",
            "",
        ),
    ),
}


@may("organisation.import")
def imports(request: Request) -> HttpResponse:
    """What may be brought in by a file."""
    kinds = [(what, kind) for what, kind in IMPORTS.items()]
    return render(request, "setup/imports.html", {"kinds": kinds})


@may("organisation.import", methods=("GET", "POST"))
def uploading(request: Request, what: str) -> HttpResponse:
    """Bring a file, and see what it would do; nothing is written but the file itself, aside."""
    kind = _kind(what)
    if request.method != "POST":
        return _page(request, what, kind, FileForm(label_suffix=""))
    form = FileForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return _page(request, what, kind, form, 422)
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_BYTES:
            raise Refused(SheetRefusal.TOO_LARGE)
        content = file.read()
        preview = kind.preview(content, by=request.actor, now=request.now)
    except Refused as refused:
        form.add_error("file", refused.sentence())
        return _page(request, what, kind, form, refused.status)
    kept = kept_files.keep(request.actor.account_id or 0, what, file.name, content)
    return _preview(request, what, kind, kept, preview)


@may("organisation.import", methods=("POST",))
def writing(request: Request, what: str) -> HttpResponse:
    """Write the rows of the file that was looked through, all of them, through the verbs."""
    kind, account_id = _kind(what), request.actor.account_id or 0

    def write() -> int:
        kept = kept_files.kept(account_id, what, request.POST.get("digest", ""))
        if kept is None:
            raise Refused(Refusal.FILE_GONE)
        count = len(kind.write(kept.content, by=request.actor, now=request.now))
        kept_files.forget(account_id, what)
        return count

    try:
        count = once(request, write)
    except Refused as refused:
        return _not_written(request, what, kind, refused)
    messages.success(
        request, ngettext("Đã ghi %(n)s dòng từ tệp.", "Đã ghi %(n)s dòng từ tệp.", count) % {"n": count}
    )
    return redirect(kind.back)


def _not_written(request: Request, what: str, kind: Import, refused: Refused) -> HttpResponse:
    """Something changed since the preview: the file is looked through again, and says what is wrong now."""
    kept = kept_files.kept(request.actor.account_id or 0, what, request.POST.get("digest", ""))
    if kept is None:
        form = FileForm(label_suffix="")
        return _page(request, what, kind, form, refused.status, refused.sentence())
    preview = kind.preview(kept.content, by=request.actor, now=request.now)
    return _preview(request, what, kind, kept, preview, refused)


@may("organisation.import")
def template(_request: Request, what: str, kind: str) -> HttpResponse:
    """An empty table with the titles of the columns and one row as an example."""
    wanted = _kind(what)
    headings = [Heading(column.title, SheetKind.CODE) for column in wanted.columns]
    made = io.BytesIO()
    if kind == "csv":
        write_csv(headings, [wanted.example], made)
    elif kind == "xlsx":
        write_xlsx(headings, [wanted.example], made, _("Mẫu nhập"))
    else:
        raise Http404
    media_type = XLSX if kind == "xlsx" else CSV
    response = HttpResponse(made.getvalue(), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="mau-{what}.{kind}"'
    return response


def _kind(what: str) -> Import:
    found = IMPORTS.get(what)
    if found is None:
        raise Http404
    return found


def _crumbs(kind: Import, last: str = "") -> tuple[Crumb, ...]:
    first = Crumb(_("Nhập từ tệp"), reverse("imports"))
    return (first, Crumb(last or str(kind.title)))


def _page(
    request: Request, what: str, kind: Import, form: FileForm, status: int = 200, notice: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "what": what,
        "kind": kind,
        "notice": notice,
        "crumbs": _crumbs(kind),
        "columns": [(column, _about(column.key)) for column in kind.columns],
        "back": reverse(kind.back),
    }
    return render(request, "setup/import.html", context, status=status)


def _about(key: str) -> str:
    """What may stand in a column."""
    day = _("Dạng 31/12/2017; để trống là từ hôm nay.")
    known = {
        "kind": ", ".join(str(kind.label) for kind in UnitKind if kind != UnitKind.PROVINCE),
        "role": ", ".join(str(role.label) for role in Role),
        "valid_from": day,
        "valid_to": _("Dạng 31/12/2017; để trống nếu chưa định ngày thôi."),
        "short_name": _("Để trống thì dùng tên đơn vị."),
        "code": _("Chữ số, chữ cái không dấu, dấu chấm, gạch ngang; không trùng."),
        "parent_code": _("Mã của đơn vị quản lý trực tiếp."),
        "unit_code": _("Mã của đơn vị nơi giữ vai trò."),
    }
    return known.get(key, "")


def _preview(
    request: Request,
    what: str,
    kind: Import,
    kept: kept_files.Kept,
    preview: Any,
    refused: Refused | None = None,
) -> HttpResponse:
    titles, rows = _good(preview.good)
    context = {
        "what": what,
        "kind": kind,
        "file": kept,
        "bad": preview.bad,
        "bad_lines": len({row.line for row in preview.bad}),
        "titles": titles,
        "good": rows[:SHOWN],
        "good_count": len(rows),
        "left_out": max(0, len(rows) - SHOWN),
        "key": str(uuid4()),
        "refused": refused.sentence() if refused else "",
        "crumbs": _crumbs(kind, _("Xem trước")),
        "button": ngettext("Ghi %(n)s dòng", "Ghi %(n)s dòng", len(rows)) % {"n": len(rows)},
    }
    status = refused.status if refused else (422 if preview.bad else 200)
    return render(request, "setup/preview.html", context, status=status)


def _good(rows: Sequence[UnitRow | OfficerRow]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The good rows as the page shows them: titles, and each line with its cells."""
    units = [row for row in rows if isinstance(row, UnitRow)]
    people = [row for row in rows if isinstance(row, OfficerRow)]
    if people:
        titles = [_("Mã cán bộ"), _("Họ và tên"), _("Vai trò"), _("Mã đơn vị"), _("Thời gian")]
        return titles, [
            (
                row.line,
                [
                    row.code,
                    row.name,
                    " · ".join(filter(None, (words.role_words(row.role), row.title))),
                    row.unit_code,
                    words.period_words(row.valid_from, row.valid_to),
                ],
            )
            for row in people
        ]
    titles = [_("Mã đơn vị"), _("Tên đơn vị"), _("Loại đơn vị"), _("Mã đơn vị cấp trên"), _("Từ ngày")]
    return titles, [
        (
            row.line,
            [row.code, row.name, str(UnitKind(row.kind).label), row.parent_code, date_words(row.valid_from)],
        )
        for row in units
    ]
