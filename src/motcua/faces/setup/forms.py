"""What the pages of units, officers and accounts ask for; what may not be is refused by the verb, not here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import RefusalCode, Refused
from motcua.people.accounts import rules as accounts
from motcua.people.organisation import queries as organisation
from motcua.people.organisation.models import Delegation
from motcua.people.organisation.rules import Refusal

# At which field a refusal stands: the first of these that the form has.
FIELDS_OF: Mapping[RefusalCode, tuple[str, ...]] = {
    Refusal.CODE_WRONG: ("code",),
    Refusal.CODE_TAKEN: ("code",),
    Refusal.OFFICER_CODE_TAKEN: ("code",),
    Refusal.NAME_EMPTY: ("name",),
    Refusal.KIND_UNKNOWN: ("kind",),
    Refusal.ROLE_UNKNOWN: ("role",),
    Refusal.ROLE_NOT_OF_THIS_UNIT: ("role",),
    Refusal.FORM_UNKNOWN: ("form",),
    Refusal.BASIS_EMPTY: ("basis",),
    Refusal.PHONE_WRONG: ("phone",),
    Refusal.EMAIL_WRONG: ("email",),
    Refusal.PARENT_WRONG: ("parent", "kind"),
    Refusal.PARENT_CLOSED: ("parent", "valid_from"),
    Refusal.IN_A_CIRCLE: ("parent",),
    Refusal.ONE_STOP_EXISTS: ("parent", "kind"),
    Refusal.UNIT_NOT_FOUND: ("parent", "unit"),
    Refusal.PARTS_TOO_FEW: ("receivers",),
    Refusal.SUCCESSOR_WRONG: ("receivers", "successor"),
    Refusal.OFFICER_NOT_FOUND: ("delegate",),
    Refusal.TO_ONESELF: ("delegate",),
    Refusal.CALENDAR_NOT_FOUND: ("calendar",),
    Refusal.UNIT_CLOSED: ("from_on", "valid_from"),
    Refusal.NOT_AFTER_LAST_CHANGE: ("from_on",),
    Refusal.ENDS_BEFORE_IT_BEGINS: ("last_on", "from_on"),
    Refusal.ENDS_IN_THE_PAST: ("last_on", "from_on"),
    Refusal.OUTSIDE_APPOINTMENT: ("last_on",),
    accounts.Refusal.USERNAME_WRONG: ("username",),
    accounts.Refusal.USERNAME_TAKEN: ("username",),
}
Choices = Sequence[tuple[str, Any]]
LAST_DAY = date(2999, 12, 30)


class OpenChoice(forms.ChoiceField):
    """A choice whose answer is judged by the verb."""

    def valid_value(self, value: Any) -> bool:
        """Every answer that fits in an id or a code goes on to the verb."""
        return len(str(value)) <= 40


class SetupForm(forms.Form):
    """Every form carries a key, so that pressing twice does it once."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    in_row: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"key": str(uuid4()), **(initial or {})}, label_suffix="")
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, forms.ChoiceField)
                wanted = gettext("Hãy chọn “%(label)s”.") if chosen else gettext("Hãy nhập “%(label)s”.")
                field.error_messages["required"] = wanted % {"label": field.label}

    def parts(self) -> list[tuple[bool, list[BoundField]]]:
        """The fields in order; those that stand side by side together."""
        grouped = groupby(self.visible_fields(), lambda bound: bound.name in self.in_row)
        return [(in_row, list(fields)) for in_row, fields in grouped]

    def choose(self, name: str, choices: Choices) -> None:
        """Let a field offer these."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def refuse(self, refused: Refused) -> None:
        """Put a verb's refusal at the field that it speaks of, or above all."""
        named = FIELDS_OF.get(refused.code, ())
        field = next((name for name in named if name in self.fields), None)
        self.add_error(field, refused.sentence())


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    """A day as it is typed, 02/01/2018."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=["%d/%m/%Y", "%d%m%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}
        ),
        error_messages={"invalid": _("Hãy nhập ngày dạng 02/01/2018.")},
    )


def after(last_on: date | None) -> date | None:
    """The first day that no longer counts, of the last one that does."""
    return None if last_on is None else min(last_on, LAST_DAY) + timedelta(days=1)


def text(label: Any, limit: int, *, required: bool = True, hint: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=limit, required=required, help_text=hint)


def picked(label: Any, missing: Any) -> forms.IntegerField:
    """The id of what is chosen in a field that searches; the error stands at the field one types in."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=2**62,
        widget=forms.TextInput(attrs={"id": "id_q"}),
        error_messages={"required": missing, "invalid": missing, "min_value": missing, "max_value": missing},
    )


# --- units -------------------------------------------------------------------------------------------------------


class UnitForm(SetupForm):
    """A new unit."""

    in_row = frozenset({"code", "valid_from"})

    kind = OpenChoice(label=_("Loại đơn vị"))
    name = text(_("Tên đầy đủ"), 200, hint=_("Như trong quyết định thành lập."))
    short_name = text(
        _("Tên ngắn"), 120, required=False, hint=_("Hiện ở danh sách; để trống thì dùng tên đầy đủ.")
    )
    code = text(_("Mã định danh"), 35, hint=_("Ví dụ 000.00.01.H58."))
    valid_from = day(_("Thành lập từ ngày"))
    calendar = OpenChoice(label=_("Lịch làm việc"), required=False)
    note = text(_("Ghi chú, căn cứ"), 300, required=False)


class RenameForm(SetupForm):
    """Another name or code, from a day on."""

    in_row = frozenset({"code", "from_on"})

    name = text(_("Tên đầy đủ"), 200)
    short_name = text(_("Tên ngắn"), 120, required=False)
    code = text(_("Mã định danh"), 35)
    from_on = day(_("Áp dụng từ ngày"))


class MoveForm(SetupForm):
    """Another parent, from a day on."""

    parent = picked(_("Đơn vị cấp trên mới"), _("Hãy chọn một đơn vị trong danh sách tìm được."))
    from_on = day(_("Áp dụng từ ngày"))


class CalendarForm(SetupForm):
    """Another calendar, from a day on."""

    calendar = OpenChoice(label=_("Lịch làm việc"))
    from_on = day(_("Áp dụng từ ngày"))


class SuccessionForm(SetupForm):
    """Into which unit another goes over, from when, by which act."""

    successor = picked(_("Đơn vị kế thừa"), _("Hãy chọn đơn vị kế thừa trong danh sách."))
    on = day(_("Từ ngày"), hint=_("Ngày đầu tiên đơn vị kế thừa làm việc thay."))
    act = text(_("Căn cứ"), 300, hint=_("Số, ngày và cơ quan ban hành nghị quyết hoặc quyết định sáp nhập."))
    is_checked = forms.BooleanField(
        label=_("Đã đối chiếu với văn bản"),
        required=False,
        help_text=_("Để trống nếu chưa có văn bản trong tay."),
    )


class SplitForm(SetupForm):
    """Into which units another is split, from when, by which act."""

    receivers = text(
        _("Mã các đơn vị nhận"),
        400,
        hint=_("Ít nhất hai mã, cách nhau bằng dấu phẩy. Cán bộ về đơn vị ghi đầu tiên nếu không phân khác."),
    )
    on = day(_("Từ ngày"), hint=_("Ngày đầu tiên các đơn vị nhận làm việc thay."))
    act = text(_("Căn cứ"), 300, hint=_("Số, ngày và cơ quan ban hành nghị quyết hoặc quyết định chia tách."))
    is_checked = forms.BooleanField(
        label=_("Đã đối chiếu với văn bản"),
        required=False,
        help_text=_("Để trống nếu chưa có văn bản trong tay."),
    )

    def clean_receivers(self) -> list[int]:
        """The units of these codes, in the order in which they were written."""
        codes = [code for code in self.cleaned_data["receivers"].replace(",", " ").split() if code]
        found = organisation.ids_of_codes(codes)
        if missing := [code for code in codes if code not in found]:
            raise forms.ValidationError(
                gettext("Không có đơn vị nào mang mã %(codes)s.") % {"codes": ", ".join(missing)}
            )
        return [found[code] for code in codes]


class CloseForm(SetupForm):
    """The end of a unit; it cannot be undone."""

    from_on = day(_("Không còn hoạt động từ ngày"), hint=_("Từ đầu ngày này đơn vị không còn."))
    confirmed = forms.BooleanField(
        label=_("Tôi hiểu việc giải thể không hoàn tác được trên hệ thống"),
        error_messages={"required": _("Hãy xác nhận trước khi giải thể đơn vị.")},
    )


# --- officers ----------------------------------------------------------------------------------------------------


class ParticularsForm(SetupForm):
    """What is known of an officer."""

    in_row = frozenset({"phone", "email"})

    name = text(_("Họ và tên"), 120)
    phone = text(_("Điện thoại"), 20, required=False)
    email = text(_("Thư điện tử"), 120, required=False)


class OfficerForm(ParticularsForm):
    """A new officer."""

    code = text(_("Mã cán bộ"), 40, hint=_("Mã trong hồ sơ công chức; không đổi được về sau."))
    field_order = ("key", "name", "code", "phone", "email")


class AppointmentForm(SetupForm):
    """An officer in a role of a unit, from–to."""

    in_row = frozenset({"valid_from", "last_on"})

    unit = picked(_("Đơn vị"), _("Hãy chọn một đơn vị trong danh sách tìm được."))
    role = OpenChoice(label=_("Vai trò trên hệ thống"))
    title = text(_("Chức danh"), 120, required=False, hint=_("Như ghi trên văn bản, ví dụ Phó Trưởng phòng."))
    valid_from = day(_("Từ ngày"))
    last_on = day(_("Đến hết ngày"), required=False, hint=_("Để trống nếu chưa định ngày thôi."))


class EndForm(SetupForm):
    """The end of an appointment or a delegation."""

    from_on = day(_("Thôi từ ngày"), hint=_("Từ đầu ngày này không còn hiệu lực."))


class DelegationForm(SetupForm):
    """Another officer acts in an office, from–to, by a document."""

    in_row = frozenset({"valid_from", "last_on"})

    delegate = picked(_("Người được ủy quyền"), _("Hãy chọn một cán bộ trong danh sách tìm được."))
    form = OpenChoice(
        label=_("Hình thức ký"),
        widget=forms.RadioSelect,
        choices=[(form.value, f"{form.value} – {form.label}") for form in Delegation.Form],
        initial=Delegation.Form.DEPUTY.value,
    )
    basis = text(_("Văn bản ủy quyền"), 200, hint=_("Số, ngày, ví dụ Giấy ủy quyền 05/GUQ ngày 02/01/2018."))
    valid_from = day(_("Từ ngày"))
    last_on = day(_("Đến hết ngày"))


# --- accounts ----------------------------------------------------------------------------------------------------


class AccountForm(SetupForm):
    """A new account."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=80,
        help_text=_("Chữ thường không dấu, chữ số, dấu chấm, gạch ngang; từ 3 ký tự."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )


class ConfirmForm(SetupForm):
    """Nothing but the key: the page names what will be done, and to whom."""


# --- imports -----------------------------------------------------------------------------------------------------


class FileForm(forms.Form):
    """The table that is brought."""

    file = forms.FileField(
        label=_("Tệp XLSX hoặc CSV"),
        help_text=_("Tối đa 5 MB và 5.000 dòng; dòng đầu là tên cột. Tệp CSV dùng bảng mã UTF-8."),
        max_length=255,
        allow_empty_file=True,
        error_messages={"required": _("Hãy chọn một tệp.")},
    )
