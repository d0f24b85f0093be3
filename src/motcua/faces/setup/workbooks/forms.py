"""What is asked for when a workbook is brought."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.faces.setup.forms import day, text


class WordsForm(forms.Form):
    """The words and the day of the decision that the workbook becomes."""

    title = text(_("Trích yếu"), 300, hint=_("Ví dụ: Công bố thủ tục hành chính trong lĩnh vực hộ tịch."))
    issuer = text(_("Người, cơ quan ban hành"), 160)
    in_force_on = day(_("Dự kiến có hiệu lực từ ngày"))


class WorkbookForm(WordsForm):
    """The workbook, with the words of its decision."""

    file = forms.FileField(
        label=_("Tệp XLSX theo mẫu"),
        help_text=_(
            "Tối đa 5 MB; mỗi trang tính tối đa 5.000 dòng. Giữ nguyên tên trang tính và tên cột của tệp mẫu."
        ),
        max_length=255,
        allow_empty_file=True,
        error_messages={"required": _("Hãy chọn một tệp.")},
    )
