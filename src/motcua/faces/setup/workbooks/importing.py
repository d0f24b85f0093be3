"""Bring a workbook, see every trap in it with its cell, and write it as one decision in preparation."""

from __future__ import annotations

import io
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.catalogue.procedures.states import ItemKind
from motcua.catalogue.processes.actions import Preview, import_workbook, preview_workbook
from motcua.catalogue.processes.rules.workbook.sheets import EXAMPLE, EXAMPLES, SHEETS
from motcua.faces.look.decorators import Request, may
from motcua.faces.look.parts import Crumb
from motcua.faces.setup import kept_files
from motcua.faces.setup.asking import once
from motcua.faces.setup.models import ImportFile
from motcua.faces.setup.rules import Refusal
from motcua.faces.setup.workbooks.forms import WordsForm, WorkbookForm
from motcua.ground.files.rules import XLSX
from motcua.ground.kernel.refusals import Refused
from motcua.ground.sheets.rules import MAX_BYTES
from motcua.ground.sheets.rules import Refusal as SheetRefusal
from motcua.ground.sheets.workbooks import Table, write_book
from motcua.ground.sheets.writing import Heading, Kind

WHAT = ImportFile.What.PROCEDURES.value
SHOWN = 300


@may("procedures.edit", methods=("GET", "POST"))
def uploading(request: Request) -> HttpResponse:
    """Bring a workbook, and see what it would do; nothing is written but the file itself, aside."""
    if request.method != "POST":
        return _page(request, WorkbookForm(label_suffix=""))
    form = WorkbookForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return _page(request, form, 422)
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_BYTES:
            raise Refused(SheetRefusal.TOO_LARGE)
        content = file.read()
        preview = preview_workbook(content, by=request.actor, now=request.now)
    except Refused as refused:
        form.add_error("file", refused.sentence())
        return _page(request, form, refused.status)
    kept = kept_files.keep(request.actor.account_id or 0, WHAT, file.name, content)
    return _preview(request, form, kept, preview)


@may("procedures.edit", methods=("POST",))
def writing(request: Request) -> HttpResponse:
    """Write the workbook that was looked through, all of it, through the verb."""
    account_id = request.actor.account_id or 0
    form = WordsForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, WorkbookForm(request.POST, label_suffix=""), 422)
    said = form.cleaned_data

    def write() -> int:
        kept = kept_files.kept(account_id, WHAT, request.POST.get("digest", ""))
        if kept is None:
            raise Refused(Refusal.FILE_GONE)
        draft = import_workbook(
            kept.content,
            title=said["title"],
            issuer=said["issuer"],
            in_force_on=said["in_force_on"],
            by=request.actor,
            now=request.now,
        )
        kept_files.forget(account_id, WHAT)
        return draft.pk

    try:
        draft_id = once(request, write)
    except Refused as refused:
        return _not_written(request, form, refused)
    messages.success(
        request, _("Đã lập dự thảo quyết định từ tệp. Hãy nhờ người khác kiểm tra trước khi ký.")
    )
    return redirect("decision_draft", draft_id)


def _not_written(request: Request, form: WordsForm, refused: Refused) -> HttpResponse:
    """Something changed since the preview: the workbook is looked through again, and says what is wrong now."""
    kept = kept_files.kept(request.actor.account_id or 0, WHAT, request.POST.get("digest", ""))
    if kept is None:
        opened = WorkbookForm(initial=form.cleaned_data, label_suffix="")
        return _page(request, opened, refused.status, refused.sentence())
    preview = preview_workbook(kept.content, by=request.actor, now=request.now)
    return _preview(request, form, kept, preview, refused)


@may("procedures.edit")
def template(_request: Request) -> HttpResponse:
    """An empty workbook with the sheets, the titles of their columns and a row of each as an example."""
    tables = []
    for sheet in SHEETS:
        headings = [Heading(column.title, Kind.CODE) for column in sheet.columns]
        example = {"code": EXAMPLE, **EXAMPLES[sheet.key]}
        tables.append(Table(sheet.name, headings, [[example.get(one.key, "") for one in sheet.columns]]))
    notes = [[note] for note in _notes()]
    tables.append(Table(_("Hướng dẫn"), [Heading(_("Cách điền tệp này"), width=60)], notes))
    made = io.BytesIO()
    write_book(tables, made)
    response = HttpResponse(made.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-thu-tuc.xlsx"'
    return response


def _notes() -> tuple[str, ...]:
    return (
        _("Dòng có mã “VÍ DỤ” được bỏ qua; không cần xóa."),
        _(
            "Trang “Thủ tục”: mỗi thủ tục một dòng. Hình thức: ban hành mới, sửa đổi, bổ sung, thay thế hoặc bãi bỏ."
        ),
        _(
            "Để trống “Hình thức” thì hệ thống xét theo mã: đã công bố là sửa đổi, bổ sung; chưa có là ban hành mới."
        ),
        _(
            "Thủ tục bãi bỏ chỉ cần mã và hình thức. Thủ tục sửa đổi phải ghi đủ nội dung, không chỉ phần thay đổi."
        ),
        _(
            "Trang “Thời hạn”: mỗi trường hợp một dòng; số ở một cột, đơn vị ở cột bên cạnh "
            "(ngày làm việc, giờ làm việc, ngày lịch, tháng, năm)."
        ),
        _(
            "Dòng đầu tiên khớp trường hợp, địa bàn và cách nộp sẽ được dùng; dòng chung (để trống) để sau cùng."
        ),
        _("Trang “Thành phần hồ sơ”: lời lưu ý không phải giấy tờ thì ghi “có” ở cột “Là ghi chú”."),
        _(
            "Trang “Các bước”: tổng thời gian các bước được so với thời hạn. Các bước không được "
            "ghi vào hệ thống; quy trình nội bộ công bố ở trang của từng thủ tục."
        ),
    )


def _crumbs(last: str = "") -> tuple[Crumb, ...]:
    first = Crumb(_("Quyết định công bố"), reverse("decisions"))
    title = _("Nhập thủ tục từ tệp")
    return (first, Crumb(title, reverse("import_workbook")), Crumb(last)) if last else (first, Crumb(title))


def _page(request: Request, form: WorkbookForm, status: int = 200, notice: str = "") -> HttpResponse:
    context = {
        "form": form,
        "notice": notice,
        "crumbs": _crumbs(),
        "sheets": SHEETS,
        "notes": _notes(),
    }
    return render(request, "setup/workbooks/import.html", context, status=status)


def _preview(
    request: Request,
    form: WordsForm,
    kept: kept_files.Kept,
    preview: Preview,
    refused: Refused | None = None,
) -> HttpResponse:
    faults, warnings = preview.faults, preview.warnings
    count = len(preview.procedures)
    context = {
        "file": kept,
        "faults": faults[:SHOWN],
        "fault_count": len(faults),
        "warnings": warnings[:SHOWN],
        "warning_count": len(warnings),
        "more_faults": max(0, len(faults) - SHOWN),
        "more_warnings": max(0, len(warnings) - SHOWN),
        "counts": [(str(kind.label), preview.counts[kind]) for kind in ItemKind],
        "rows": [
            (one, str(preview.kinds[one.code].label), one.content.name) for one in preview.procedures[:SHOWN]
        ],
        "more_rows": max(0, count - SHOWN),
        "count": count,
        "said": form.cleaned_data,
        "key": str(uuid4()),
        "refused": refused.sentence() if refused else "",
        "crumbs": _crumbs(_("Xem trước")),
        "button": ngettext("Lập dự thảo gồm %(n)s thủ tục", "Lập dự thảo gồm %(n)s thủ tục", count)
        % {"n": count},
    }
    status = refused.status if refused else (422 if faults else 200)
    return render(request, "setup/workbooks/preview.html", context, status=status)
