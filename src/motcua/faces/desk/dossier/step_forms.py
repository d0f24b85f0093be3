"""What each verb of a dossier asks for; what may not be is refused by the verb, not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar, Literal
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, Any]]
Layout = Literal["plain", "row", "folded"]


def id_in(text: str | None) -> int | None:
    """The id that a form sent; nothing for what cannot be one, however it is written."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else None


class OpenChoice(forms.ChoiceField):
    """A choice whose answer is judged by the verb: a form sent twice meets the list of a later step."""

    def valid_value(self, value: Any) -> bool:
        """Every answer that fits in an id or a key goes on to the verb."""
        return len(str(value)) <= 40


class OpenChoices(forms.MultipleChoiceField):
    """Several of them, judged by the verb as well."""

    def valid_value(self, value: Any) -> bool:
        """Every answer that is a number goes on to the verb."""
        return id_in(str(value)) is not None


class SeveralFilesInput(forms.FileInput):
    """Choosing several files at once; what each may be is judged where files are kept."""

    allow_multiple_selected = True


class KeyedForm(forms.Form):
    """Every form carries a key, so that pressing twice does it once."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"key": str(uuid4()), **(initial or {})}, label_suffix="")
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, forms.ChoiceField)
                asked = gettext("Hãy chọn “%(label)s”.") if chosen else gettext("Hãy nhập “%(label)s”.")
                field.error_messages["required"] = asked % {"label": field.label}

    in_row: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ("remark",)

    def parts(self) -> list[tuple[Layout, list[BoundField]]]:
        """The fields as the panel lays them out: those of a row side by side, what is seldom used folded away."""

        def layout(bound: BoundField) -> Layout:
            if bound.name in self.in_row:
                return "row"
            return "folded" if bound.name in self.folded else "plain"

        return [(kind, list(fields)) for kind, fields in groupby(self.visible_fields(), layout)]

    def offer(self, choices: Choices) -> None:
        """Fill in what may be chosen; most forms offer no choice."""

    def choose(self, name: str, choices: Choices) -> None:
        """Let a field offer these."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


def _words(label: Any, *, required: bool = True, rows: int = 3, hint: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, max_length=4000, help_text=hint)


class RemarkForm(KeyedForm):
    """Approving, or passing on to an office: a few words, if any."""

    remark = _words(_("Ý kiến"), required=False, rows=2)


class ForwardForm(KeyedForm):
    """Passing on, to a person when one is chosen."""

    officer = OpenChoice(label=_("Giao cho"), required=False)
    remark = _words(_("Ý kiến"), required=False, rows=2)

    def offer(self, choices: Choices) -> None:
        """The people of the next step; where there is nobody to choose, nothing is asked."""
        if choices:
            self.choose("officer", [("", _("Để người ở bước sau tự nhận")), *choices])
        else:
            del self.fields["officer"]


class AssignForm(ForwardForm):
    """Giving out work: somebody is always chosen."""

    def offer(self, choices: Choices) -> None:
        """The handlers of the division; one alone is the choice already."""
        if choices:
            nobody = [("", _("Chọn người thụ lý"))] if len(choices) > 1 else []
            self.choose("officer", [*nobody, *choices])
        else:
            del self.fields["officer"]


class DocumentForm(KeyedForm):
    """A signed document: number, day, signer."""

    in_row = ("document_number", "signed_on", "signer")

    document_number = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=60)
    signed_on = forms.DateField(
        label=_("Ngày ký"),
        input_formats=["%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={"invalid": _("Hãy nhập ngày dạng 02/01/2018.")},
    )
    signer = forms.CharField(label=_("Người ký"), max_length=120)


class RejectForm(DocumentForm):
    """Refusing what was asked: why, by which document; it cannot be undone."""

    reason = _words(
        _("Lý do không giải quyết"),
        hint=_("Ghi rõ căn cứ pháp luật; người nộp hồ sơ sẽ đọc nội dung này."),
    )
    confirmed = forms.BooleanField(
        label=_("Tôi hiểu quyết định này kết thúc việc giải quyết hồ sơ và không thể hoàn tác"),
        error_messages={"required": _("Hãy xác nhận trước khi quyết định không giải quyết.")},
    )
    field_order = ("key", "reason", "document_number", "signed_on", "signer", "confirmed")


class ReturnForm(KeyedForm):
    """Handing over the result: who came for it."""

    in_row = ("collected_by", "identity_number")

    is_applicant = forms.BooleanField(label=_("Người nộp hồ sơ đến nhận"), required=False, initial=True)
    collected_by = forms.CharField(label=_("Họ tên người nhận"), max_length=160)
    identity_number = forms.CharField(
        label=_("Số giấy tờ của người nhận"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    shown = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs=shown),
        error_messages={"invalid": _("Hãy nhập ngày dạng 02/01/2018.")},
    )


class ExpectPaperForm(KeyedForm):
    """A paper that comes later: which, and until when."""

    what = forms.CharField(
        label=_("Giấy tờ nộp sau"),
        max_length=400,
        help_text=_(
            "Chỉ giấy tờ không bắt buộc, hoặc bản chính để đối chiếu. Hồ sơ chưa trả kết quả khi chưa có."
        ),
    )
    until = _day(_("Hẹn nộp trước ngày"), required=False)


class AskAnswerForm(KeyedForm):
    """Asking for an opinion: of whom, what, and until when."""

    whom = forms.CharField(label=_("Hỏi ý kiến của"), max_length=200)
    what = forms.CharField(label=_("Nội dung hỏi ý kiến"), max_length=400)
    until = _day(_("Đề nghị trả lời trước ngày"), required=False)


class OwedForm(KeyedForm):
    """Ending something that is waited for: which of them."""

    obligation = OpenChoice(label=_("Điều kiện đang chờ"), widget=forms.RadioSelect)

    def offer(self, choices: Choices) -> None:
        """What is open; one alone is the choice already."""
        self.choose("obligation", choices)
        if len(choices) == 1:
            self.initial["obligation"] = choices[0][0]


class BringPaperForm(OwedForm):
    """The paper has come: in how many originals and copies."""

    in_row = ("originals", "copies")
    originals = forms.IntegerField(label=_("Số bản chính"), min_value=0, max_value=50, initial=1)
    copies = forms.IntegerField(label=_("Số bản sao"), min_value=0, max_value=50, initial=0)


class NoteAnswerForm(OwedForm):
    """The answer has come: what it says."""

    answer = _words(_("Ý kiến trả lời"), hint=_("Ghi số, ngày văn bản trả lời và nội dung chính."))


class WaiveForm(OwedForm):
    """Waiting no longer: why."""

    reason = _words(_("Lý do không chờ nữa"))


class CallForm(KeyedForm):
    """A call about a result that waits: reached or not, and what was said."""

    reached = forms.ChoiceField(
        label=_("Kết quả cuộc gọi"),
        choices=[("yes", _("Gọi được")), ("no", _("Không gọi được"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Ghi chú cuộc gọi"),
        max_length=400,
        required=False,
        help_text=_("Ví dụ: con trai nghe máy, hẹn chiều thứ Sáu đến nhận."),
    )


class UndoReturnForm(KeyedForm):
    """Taking back a return: why."""

    reason = _words(_("Lý do hoàn tác"), rows=2)


class VoidForm(KeyedForm):
    """Striking out a reception: why."""

    reason = _words(
        _("Lý do hủy tiếp nhận"),
        hint=_("Mã hồ sơ được giữ lại và đánh dấu đã hủy; người nộp đọc được lý do này khi tra cứu."),
    )
    confirmed = forms.BooleanField(
        label=_("Giấy tờ, phí và lệ phí đã nhận được trả lại cho người nộp"),
        error_messages={"required": _("Hãy trả lại giấy tờ và tiền đã nhận trước khi hủy tiếp nhận.")},
    )


class WithdrawForm(KeyedForm):
    """Withdrawing: who came for it, why, and that the papers have been given back."""

    in_row = ("asked_by", "identity_number")

    is_applicant = forms.BooleanField(label=_("Người nộp hồ sơ tự rút"), required=False, initial=True)
    asked_by = forms.CharField(label=_("Họ tên người rút hồ sơ"), max_length=160)
    identity_number = forms.CharField(
        label=_("Số giấy tờ của người rút"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reason = _words(_("Lý do rút hồ sơ"))
    confirmed = forms.BooleanField(
        label=_("Giấy tờ đã nộp được trả lại cho người rút hồ sơ"),
        error_messages={"required": _("Hãy trả lại giấy tờ đã nộp trước khi ghi nhận rút hồ sơ.")},
    )


class StopForm(DocumentForm):
    """Stopping at the agency's initiative: on which basis, why, by which document."""

    basis = forms.CharField(
        label=_("Căn cứ pháp lý"),
        max_length=400,
        help_text=_("Điều, khoản của văn bản cho phép dừng giải quyết."),
    )
    reason = _words(_("Lý do dừng giải quyết"), hint=_("Người nộp hồ sơ sẽ đọc nội dung này."))
    confirmed = forms.BooleanField(
        label=_("Tôi hiểu quyết định này kết thúc việc giải quyết hồ sơ và không thể hoàn tác"),
        error_messages={"required": _("Hãy xác nhận trước khi quyết định dừng giải quyết.")},
    )
    field_order = ("key", "basis", "reason", "document_number", "signed_on", "signer", "confirmed")


class SendBackForm(KeyedForm):
    """Sending back: to which step, and why."""

    element = OpenChoice(label=_("Trả về bước"), widget=forms.RadioSelect)
    reason = _words(_("Lý do trả lại"))

    def offer(self, choices: Choices) -> None:
        """The earlier steps."""
        self.choose("element", choices)


class ReassignForm(KeyedForm):
    """Giving a task to another officer of the same office."""

    officer = OpenChoice(label=_("Người xử lý mới"))
    reason = _words(_("Lý do chuyển"))

    def offer(self, choices: Choices) -> None:
        """The others in this office."""
        self.choose("officer", [("", _("Chọn người xử lý")), *choices])


class CompletionRequestForm(KeyedForm):
    """Asking for what is missing: once, and in full."""

    missing = _words(
        _("Giấy tờ, nội dung phải bổ sung"),
        rows=6,
        hint=_("Mỗi dòng một mục. Chỉ được yêu cầu một lần, nên hãy ghi đầy đủ."),
    )
    confirmed = forms.BooleanField(
        label=_("Tôi đã kiểm tra: danh sách này đầy đủ"),
        error_messages={"required": _("Hãy xác nhận danh sách đã đầy đủ.")},
    )


class CompletionForm(KeyedForm):
    """Taking the missing papers at the counter."""

    papers = OpenChoices(label=_("Giấy tờ đã nhận"), required=False, widget=forms.CheckboxSelectMultiple)
    others = _words(_("Giấy tờ khác"), required=False, rows=2, hint=_("Mỗi dòng một giấy tờ."))

    def offer(self, choices: Choices) -> None:
        """The papers of the procedure's list."""
        if choices:
            self.choose("papers", choices)
        else:
            del self.fields["papers"]

    def clean(self) -> dict[str, Any]:
        """Something must have been handed in."""
        found = super().clean() or {}
        if not found.get("papers") and not (found.get("others") or "").strip():
            self.add_error(None, _("Hãy đánh dấu giấy tờ đã nhận, hoặc ghi vào ô “Giấy tờ khác”."))
        return found


class CauseForm(KeyedForm):
    """Why a dossier is late: one of the list, and more in words."""

    cause = OpenChoice(label=_("Nguyên nhân chậm"))
    words = _words(
        _("Nói rõ thêm"),
        required=False,
        rows=2,
        hint=_("Bắt buộc khi chọn “Lý do khác”; chỉ cán bộ đọc được."),
    )

    def offer(self, choices: Choices) -> None:
        """The list."""
        self.choose("cause", choices)


class ApologyForm(KeyedForm):
    """An apology: the cause, the reason as the applicant will read it, and the one new date."""

    in_row = ("cause", "on")

    cause = OpenChoice(label=_("Nguyên nhân chậm"))
    on = forms.DateField(
        label=_("Hẹn lại ngày trả"),
        input_formats=["%d/%m/%Y", "%d%m%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={"invalid": _("Hãy nhập ngày dạng 02/01/2018.")},
    )
    reason = _words(
        _("Lý do quá hạn"), hint=_("Người nộp hồ sơ đọc nội dung này trên phiếu xin lỗi và trang tra cứu.")
    )

    def offer(self, choices: Choices) -> None:
        """The list of causes."""
        self.choose("cause", choices)


class NoteForm(KeyedForm):
    """A note for colleagues."""

    body = _words(_("Nội dung ghi chú"), hint=_("Chỉ cán bộ được xem hồ sơ này mới đọc được ghi chú."))


class AttachForm(KeyedForm):
    """Files that come after the dossier was received."""

    chosen = forms.Field(
        label=_("Chọn tệp"),
        widget=SeveralFilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp,.docx,.xlsx"}),
        help_text=_("Có thể chọn nhiều tệp. Nếu một tệp không nhận được thì chưa tệp nào được đính kèm."),
        error_messages={"required": _("Hãy chọn ít nhất một tệp.")},
    )


class ScanForm(KeyedForm):
    """The field that a scanner of receipts types into."""

    scanned = forms.CharField(
        label=_("Mã hồ sơ hoặc mã QR trên giấy hẹn"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "spellcheck": "false"}),
        error_messages={"required": _("Hãy quét hoặc gõ mã hồ sơ.")},
    )


class SearchForm(forms.Form):
    """A dossier's code, or a part of it."""

    q = forms.CharField(max_length=80, strip=True)
