"""What the pages of the catalogue ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.models import Channel, Level, ProcedureVersion, PublicationDecision
from motcua.catalogue.procedures.rules import Refusal
from motcua.catalogue.procedures.rules.content import LABELS, Part
from motcua.catalogue.procedures.rules.fields import LONGEST_CODE, LONGEST_NAME
from motcua.catalogue.processes.models import Origin
from motcua.catalogue.processes.rules import KIND_LABELS, PLACE_LABELS
from motcua.faces.look.formats import date_words
from motcua.faces.setup.catalogue.rows import Kind, RowForm
from motcua.faces.setup.forms import SetupForm, day, text
from motcua.faces.setup.timekeeping.forms import UNITS
from motcua.ground.kernel.refusals import Refused
from motcua.people.organisation.models import Role, UnitKind

ANY_CHANNEL = ("*", _("Mọi kênh"))


def _some(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False, widget=_digits())


def _digits() -> forms.TextInput:
    """A field of type number would drop what is no number, and with it what was typed."""
    return forms.TextInput(attrs={"inputmode": "numeric"})


def _label(part: Part) -> Any:
    return LABELS[part]


def _area(part: Part, rows: int = 3, *, required: bool = False, hint: Any = "", limit: int = 20000) -> Any:
    return forms.CharField(
        label=_label(part),
        required=required,
        max_length=limit,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PaperRowForm(RowForm):
    """A paper of the dossier, or a note."""

    widths = {"originals": "rows__narrow", "copies": "rows__narrow", "case": "rows__medium"}

    name = forms.CharField(label=_("Tên giấy tờ"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    originals = _some(_("Bản chính"))
    copies = _some(_("Bản sao"))
    optional = forms.BooleanField(label=_("Nếu có"), required=False)
    is_note = forms.BooleanField(label=_("Chỉ là ghi chú"), required=False)
    case = forms.CharField(label=_("Trường hợp"), max_length=120, required=False)


class LimitRowForm(RowForm):
    """A time limit for a case, an area and a channel."""

    widths = {"amount": "rows__narrow", "unit": "rows__medium", "same_day_before": "rows__narrow"}

    case = forms.CharField(label=_("Trường hợp"), max_length=120, required=False)
    area = forms.CharField(label=_("Địa bàn"), max_length=120, required=False)
    channel = forms.ChoiceField(
        label=_("Kênh nộp"), choices=[ANY_CHANNEL, *Channel.choices], required=False, initial="*"
    )
    amount = forms.DecimalField(
        label=_("Thời hạn"), min_value=0, max_digits=6, decimal_places=2, localize=True
    )
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=UNITS, initial=UNITS[0][0])
    same_day_before = forms.TimeField(
        label=_("Trong ngày, trừ khi nộp sau"), required=False, widget=forms.TimeInput(format="%H:%M")
    )
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
    unit_is_ours = forms.BooleanField(label=_("Đơn vị do hệ thống rà soát"), required=False)


class FeeRowForm(RowForm):
    """A fee for a case, an area and a channel."""

    widths = {"amount": "rows__medium"}

    case = forms.CharField(label=_("Trường hợp"), max_length=120, required=False)
    area = forms.CharField(label=_("Địa bàn"), max_length=120, required=False)
    channel = forms.ChoiceField(
        label=_("Kênh nộp"), choices=[ANY_CHANNEL, *Channel.choices], required=False, initial="*"
    )
    amount = forms.IntegerField(label=_("Mức thu (đồng)"), min_value=0, max_value=10**15, widget=_digits())
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)


class StepRowForm(RowForm):
    """A step of an internal process."""

    widths = {"hours": "rows__narrow"}

    name = forms.CharField(label=_("Tên bước"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Loại việc"),
        choices=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        initial="handle",
    )
    place = forms.ChoiceField(
        label=_("Làm ở"),
        choices=[(place.value, label) for place, label in PLACE_LABELS.items()],
        initial="division",
    )
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[
            (role.value, role.label)
            for role in Role
            if role not in (Role.ADMINISTRATOR, Role.REFORM_OFFICE, Role.INSPECTOR)
        ],
        initial=Role.HANDLER.value,
    )
    hours = forms.DecimalField(
        label=_("Giờ làm việc"), required=False, min_value=0, max_digits=8, decimal_places=2, localize=True
    )


PAPERS = Kind("papers", _("Thành phần hồ sơ"), _("giấy tờ"), PaperRowForm)
LIMITS = Kind("limits", _("Thời hạn giải quyết"), _("thời hạn"), LimitRowForm)
FEES = Kind("fees", _("Phí, lệ phí"), _("mức thu"), FeeRowForm)
STEPS = Kind("steps", _("Các bước"), _("bước"), StepRowForm)


class ContentForm(SetupForm):
    """The parts of a content that have no rows (decree 63/2010, art. 8)."""

    name = _area(Part.NAME, 2, required=True, limit=400)
    sequence = _area(Part.SEQUENCE, 5)
    ways_of_filing = _area(Part.WAYS_OF_FILING, 3)
    channels = forms.MultipleChoiceField(
        label=_label(Part.CHANNELS),
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    post_in = forms.BooleanField(label=_label(Part.POST_IN), required=False)
    post_out = forms.BooleanField(label=_label(Part.POST_OUT), required=False)
    sets = forms.IntegerField(label=_label(Part.SETS), min_value=0, max_value=99, initial=1)
    subjects = text(_label(Part.SUBJECTS), 300, required=False)
    deciding_agency = text(_label(Part.DECIDING_AGENCY), 300, required=False)
    form = text(_label(Part.FORM), 400, required=False)
    result_name = text(_label(Part.RESULT_NAME), 300, required=False)
    result_code = text(_label(Part.RESULT_CODE), 40, required=False)
    conditions = _area(Part.CONDITIONS, 3)
    legal_basis = _area(Part.LEGAL_BASIS, 3, hint=_("Mỗi dòng một văn bản."))
    service_level = forms.ChoiceField(
        label=_label(Part.SERVICE_LEVEL),
        required=False,
        choices=[("", "–"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
    )
    source = text(_label(Part.SOURCE), 300, required=False)
    facts_of = text(
        LABELS[Part.FACTS_OF], 20, required=False, hint=_("Năm của số liệu, khi không phải của thời kỳ này.")
    )
    note = _area(Part.NOTE, 2)

    def refuse(self, refused: Refused) -> None:
        """A refusal of a content speaks of its name, or of the whole."""
        self.add_error("name" if refused.code == Refusal.NO_NAME else None, refused.sentence())


class ProcedureForm(SetupForm):
    """A procedure that the catalogue did not have."""

    in_row = frozenset({"code", "level"})

    code = forms.RegexField(
        r"^[0-9A-Za-z][0-9A-Za-z.\-]*$",
        label=_("Mã thủ tục"),
        max_length=40,
        help_text=_("Ví dụ 1.001193; không đổi được về sau."),
        error_messages={"invalid": _("Mã chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch ngang.")},
    )
    level = forms.ChoiceField(label=_("Cấp giải quyết"), choices=Level.choices)
    field = forms.ChoiceField(label=_("Lĩnh vực"))
    name = text(_label(Part.NAME), 400)
    is_illustrative = forms.BooleanField(label=_("Thủ tục minh hoạ, không có thật"), required=False)

    def refuse(self, refused: Refused) -> None:
        """Put a refusal at the field that it speaks of."""
        places = {Refusal.CODE_TAKEN: "code", Refusal.NO_SUCH_FIELD: "field", Refusal.NO_NAME: "name"}
        self.add_error(places.get(refused.code), refused.sentence())  # type: ignore[call-overload]


class FieldNameForm(SetupForm):
    """What a field of administration is called."""

    name = text(_("Tên lĩnh vực"), LONGEST_NAME, hint=_("Như trong quyết định công bố, ví dụ Hộ tịch."))

    def refuse(self, refused: Refused) -> None:
        """Put a refusal at the field that it speaks of."""
        places = {
            Refusal.FIELD_CODE_WRONG: "code",
            Refusal.FIELD_TAKEN: "code",
            Refusal.FIELD_NAME_WRONG: "name",
            Refusal.FIELD_NAME_TAKEN: "name",
            Refusal.FIELD_IN_USE: "name",
        }
        field = places.get(refused.code)  # type: ignore[call-overload]
        self.add_error(field if field in self.fields else None, refused.sentence())


class FieldForm(FieldNameForm):
    """A new field of administration."""

    code = text(
        _("Mã lĩnh vực"),
        LONGEST_CODE,
        required=False,
        hint=_("Chữ thường không dấu, chữ số và gạch ngang. Để trống thì lấy theo tên, ví dụ ho-tich."),
    )


class DecisionForm(SetupForm):
    """A publication decision."""

    in_row = frozenset({"signed_on", "in_force_on"})

    number = text(_("Số quyết định"), 60, hint=_("Ví dụ 1234/QĐ-UBND."))
    title = text(_("Trích yếu"), 300)
    issuer = text(_("Người, cơ quan ban hành"), 160)
    signed_on = day(_("Ngày ký"))
    in_force_on = day(_("Có hiệu lực từ ngày"))

    def refuse(self, refused: Refused) -> None:
        """Put a refusal at the field that it speaks of."""
        places = {
            Refusal.DECISION_TAKEN: "number",
            Refusal.SIGNED_AFTER_FORCE: "in_force_on",
            Refusal.NOT_AFTER_THE_LAST: "in_force_on"
            if self.data.get("decision") in (None, "new")
            else "decision",
        }
        field = places.get(refused.code)  # type: ignore[call-overload]
        self.add_error(field if field in self.fields else None, refused.sentence())


class ByDecisionForm(DecisionForm):
    """A decision that is entered already, or a new one."""

    NEW_PARTS = ("number", "title", "issuer", "signed_on", "in_force_on")

    NEW = "new"

    decision = forms.ChoiceField(
        label=_("Quyết định công bố"),
        help_text=_("Chọn quyết định đã có; nếu chưa có, nhập quyết định mới ở dưới."),
    )
    field_order = ("key", "decision")

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"decision": self.NEW, **(initial or {})})
        # What is said of a new decision is asked for only when none that is there is chosen.
        chosen = bool(data) and data.get("decision", self.NEW) != self.NEW
        for name in self.NEW_PARTS:
            self.fields[name].required = not chosen

    def offer(self, decisions: list[PublicationDecision]) -> None:
        """Let these be chosen."""
        choices = [
            (str(one.pk), f"{one.number} · {date_words(one.in_force_on)} · {one.title}"[:110])
            for one in decisions
        ]
        self.choose("decision", [(self.NEW, _now("Nhập quyết định mới")), *choices])


class DecisionDraftForm(SetupForm):
    """A publication decision that is being prepared."""

    title = text(_("Trích yếu"), 300, hint=_("Ví dụ: Công bố thủ tục hành chính trong lĩnh vực hộ tịch."))
    issuer = text(_("Người, cơ quan ban hành"), 160)
    in_force_on = day(_("Dự kiến có hiệu lực từ ngày"))


class ItemsForm(SetupForm):
    """Which procedures a decision makes new, amends, replaces or repeals."""

    drafts = forms.MultipleChoiceField(
        label=_("Dự thảo nội dung sẽ công bố"), required=False, widget=forms.CheckboxSelectMultiple
    )
    replaces = forms.BooleanField(label=_("Nội dung mới thay thế hẳn nội dung cũ"), required=False)
    repealed = forms.CharField(
        label=_("Mã các thủ tục bị bãi bỏ"),
        required=False,
        max_length=20000,
        help_text=_("Mỗi dòng một mã."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def offer(self, drafts: list[ProcedureVersion]) -> None:
        """Let these drafts be chosen."""
        choices = [(str(one.procedure_id), f"{one.procedure.code} · {one.name}"[:160]) for one in drafts]
        field = self.fields["drafts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            field.help_text = _now("Không có dự thảo nào chưa thuộc quyết định khác.")

    def clean(self) -> dict[str, Any]:
        """Something must be put in."""
        said = super().clean() or self.cleaned_data
        if not (said.get("drafts") or said.get("repealed", "").split()):
            self.add_error(None, _now("Hãy chọn ít nhất một dự thảo hoặc ghi mã một thủ tục bị bãi bỏ."))
        return said

    def refuse(self, refused: Refused) -> None:
        """A procedure that is not there can only be a code that was typed."""
        self.add_error(
            "repealed" if refused.code == Refusal.PROCEDURE_NOT_FOUND else None, refused.sentence()
        )


class SignatureForm(SetupForm):
    """Number, day and signer of a decision."""

    in_row = frozenset({"number", "signed_on"})

    number = text(_("Số quyết định"), 60, hint=_("Ví dụ 1234/QĐ-UBND."))
    signed_on = day(_("Ngày ký"))
    signer = text(_("Người ký"), 160, hint=_("Họ tên và chức vụ, như dưới quyết định."))

    def refuse(self, refused: Refused) -> None:
        """Put a refusal at the field that it speaks of."""
        places = {Refusal.DECISION_TAKEN: "number", Refusal.SIGNED_AFTER_FORCE: "signed_on"}
        self.add_error(places.get(refused.code), refused.sentence())  # type: ignore[call-overload]


class OfferForm(SetupForm):
    """From when a one-stop receives a procedure, and who handles it."""

    handler = forms.ChoiceField(
        label=_("Nơi thụ lý"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi thụ lý."), "invalid_choice": _("Hãy chọn nơi thụ lý.")},
    )
    valid_from = day(_("Tiếp nhận từ ngày"))


class EndOfferForm(SetupForm):
    """From when a one-stop no longer receives a procedure."""

    valid_to = day(_("Thôi tiếp nhận từ ngày"), hint=_("Từ đầu ngày này không nhận hồ sơ mới."))

    def refuse(self, refused: Refused) -> None:
        """A refusal speaks of the day."""
        self.add_error("valid_to", refused.sentence())


class ManyForm(SetupForm):
    """Which procedures, at which one-stops, and from when."""

    OWN, ABOVE = "own", "above"

    codes = forms.CharField(
        label=_("Mã thủ tục"),
        max_length=4000,
        help_text=_("Mỗi dòng một mã, như trong quyết định công bố."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    where = forms.ChoiceField(
        label=_("Bộ phận Một cửa"),
        choices=[
            (UnitKind.COMMUNE.value, _("Của tất cả xã, phường, thị trấn")),
            (UnitKind.DISTRICT.value, _("Của tất cả huyện, thị xã, thành phố")),
            (UnitKind.DEPARTMENT.value, _("Của tất cả sở, ban, ngành")),
            ("chosen", _("Chỉ các đơn vị ghi dưới đây")),
        ],
        widget=forms.RadioSelect,
    )
    units = forms.CharField(
        label=_("Mã đơn vị"),
        required=False,
        max_length=8000,
        help_text=_("Mỗi dòng một mã của cơ quan hoặc của Bộ phận Một cửa, ví dụ 000.00.19.H58."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    from_on = day(_("Từ ngày"))

    def clean(self) -> dict[str, Any]:
        """Who chooses units says which."""
        said = super().clean() or self.cleaned_data
        if said.get("where") == "chosen" and not said.get("units"):
            self.add_error("units", _now("Hãy ghi mã các đơn vị."))
        return said


class OfferManyForm(ManyForm):
    """The same, and who handles what they receive."""

    decides = forms.ChoiceField(
        label=_("Cơ quan giải quyết"),
        choices=[
            (ManyForm.OWN, _("Cơ quan có Bộ phận Một cửa đó")),
            (ManyForm.ABOVE, _("Cơ quan cấp trên trực tiếp (liên thông)")),
        ],
        widget=forms.RadioSelect,
        initial=ManyForm.OWN,
    )
    division = text(
        _("Phòng thụ lý"),
        120,
        required=False,
        hint=_("Vài chữ trong tên phòng, ví dụ tư pháp. Để trống khi cơ quan tự thụ lý, như ở cấp xã."),
    )
    field_order = ("key", "codes", "where", "units", "decides", "division", "from_on")


class ProcessForm(SetupForm):
    """From when an internal process is in force, and where it comes from."""

    in_row = frozenset({"valid_from", "origin"})

    valid_from = day(_("Áp dụng từ ngày"), hint=_("Hồ sơ đã nhận trước đó vẫn theo quy trình cũ."))
    origin = forms.ChoiceField(label=_("Nguồn gốc"), choices=Origin.choices)
    source = text(_("Văn bản ban hành, ghi chú nguồn"), 300)
