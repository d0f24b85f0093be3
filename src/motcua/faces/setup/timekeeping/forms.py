"""What the pages of calendars and of the clock ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from motcua.faces.look.formats import WEEKDAYS
from motcua.faces.setup.forms import SetupForm, day, text
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.models import CHECKED, DAY_KINDS
from motcua.people.calendars.rules import (
    Allowance,
    AllowanceUnit,
    Checked,
    DayKind,
    Hours,
    Refusal,
    SpecialDay,
)

UNITS = (
    (AllowanceUnit.WORKING_DAY.value, _("ngày làm việc")),
    (AllowanceUnit.WORKING_HOUR.value, _("giờ làm việc")),
    (AllowanceUnit.CALENDAR_DAY.value, _("ngày, kể cả ngày nghỉ")),
    (AllowanceUnit.MONTH.value, _("tháng")),
    (AllowanceUnit.YEAR.value, _("năm")),
)
MOMENTS = ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
BEFORE_NOON, AFTER_NOON = "morning", "afternoon"
HALVES = ((BEFORE_NOON, _("Sáng")), (AFTER_NOON, _("Chiều")))


class DayDescriptionForm(SetupForm):
    """What a day that is in the calendar is; its date stays."""

    in_row = frozenset({"name_vi", "name_en"})

    kind = forms.ChoiceField(
        label=_("Ngày này là"),
        choices=[(kind.value, title) for kind, title in DAY_KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn ngày này là ngày gì.")},
    )
    makes_up_for = day(
        _("Làm bù cho ngày"), required=False, hint=_("Chỉ khi chọn “Làm bù”: theo giờ làm việc của ngày đó.")
    )
    name_vi = text(_("Tên gọi tiếng Việt"), 120)
    name_en = text(_("Tên gọi tiếng Anh"), 120)
    source = text(
        _("Căn cứ"), 300, hint=_("Điều luật hoặc số, ngày của thông báo. In trong phần giải thích hẹn trả.")
    )
    checked = forms.ChoiceField(
        label=_("Đã đối chiếu với văn bản chưa"),
        choices=[(checked.value, title) for checked, title in CHECKED.items()],
        initial=Checked.LIST_ONLY.value,
    )

    def described(self, on: date) -> SpecialDay:
        """The day as the rules know it; raises Refused NO_NAME, NO_SOURCE or MAKES_UP_FOR_WHAT."""
        said = self.cleaned_data
        return SpecialDay(
            on=on,
            kind=DayKind(said["kind"]),
            name_vi=said["name_vi"],
            name_en=said["name_en"],
            source=said["source"],
            checked=Checked(said["checked"]),
            makes_up_for=said["makes_up_for"],
        )

    def refuse(self, refused: Refused) -> None:
        """Put what the calendar refuses at its field."""
        places = {Refusal.MAKES_UP_FOR_WHAT: "makes_up_for", Refusal.DAY_TWICE: "on"}
        field = places.get(refused.code)  # type: ignore[call-overload]
        self.add_error(field if field in self.fields else None, refused.sentence())


class DayForm(DayDescriptionForm):
    """A day that is entered."""

    on = day(_("Ngày"))
    field_order = ("key", "on", "kind", "makes_up_for")


class HoursForm(SetupForm):
    """The hours of a week, morning and afternoon, from a day on."""

    from_on = day(_("Áp dụng từ ngày"), hint=_("Giờ trước ngày này giữ nguyên."))
    source = text(
        _("Căn cứ"), 300, hint=_("Số, ngày và cơ quan ban hành của văn bản quy định giờ làm việc này.")
    )

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for weekday in range(1, 8):
            for half, title in HALVES:
                for edge, what in (("opens", _now("từ")), ("closes", _now("đến"))):
                    label = f"{WEEKDAYS[weekday - 1]}, {str(title).lower()}, {what}"
                    self.fields[f"{half}_{edge}_{weekday}"] = _hour(label)

    def clean(self) -> dict[str, Any]:
        """A stretch has both its hours or none."""
        said = super().clean() or self.cleaned_data
        for weekday in range(1, 8):
            for half, _title in HALVES:
                names = [f"{half}_{edge}_{weekday}" for edge in ("opens", "closes")]
                given = [name for name in names if said.get(name) is not None or name in self.errors]
                if len(given) == 1:
                    missing = next(name for name in names if name not in given)
                    self.add_error(missing, _now("Hãy nhập đủ giờ bắt đầu và giờ kết thúc."))
        return said

    def stretches(self) -> tuple[Hours, ...]:
        """The hours as typed, from the day on; raises Refused CLOSES_BEFORE_OPENING."""
        said = self.cleaned_data
        return tuple(
            Hours(
                weekday,
                said[f"{half}_opens_{weekday}"],
                said[f"{half}_closes_{weekday}"],
                said["from_on"],
                source=said["source"],
            )
            for weekday in range(1, 8)
            for half, _title in HALVES
            if said[f"{half}_opens_{weekday}"] is not None
        )

    def refuse(self, refused: Refused) -> None:
        """A refusal of the hours speaks of the table as a whole, that of a missing act of its field."""
        self.add_error("source" if refused.code == Refusal.NO_SOURCE else None, refused.sentence())


def replaced_from(hours: Iterable[Hours], on: date, wanted: Iterable[Hours]) -> tuple[Hours, ...]:
    """The hours that were until the day, then the wanted ones; what was planned for later is given up."""
    kept = []
    for row in hours:
        if row.valid_from is not None and row.valid_from >= on:
            continue
        kept.append(row if row.valid_to is not None and row.valid_to <= on else replace(row, valid_to=on))
    return (*kept, *wanted)


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H.%M", "%H%M"],
        widget=forms.TimeInput(
            format="%H:%M", attrs={"inputmode": "numeric", "size": 5, "maxlength": 5, "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Hãy nhập giờ dạng 07:30.")},
    )


def hours_typed(weekday_hours: Mapping[int, tuple[Any, ...]]) -> dict[str, time]:
    """The hours of a week as the form shows them: the first stretch of a day, and the second."""
    found: dict[str, time] = {}
    for weekday, stretches in weekday_hours.items():
        for (half, _title), stretch in zip(_halves(stretches), stretches, strict=False):
            found[f"{half}_opens_{weekday}"] = stretch.opens
            found[f"{half}_closes_{weekday}"] = stretch.closes
    return found


def _halves(stretches: tuple[Any, ...]) -> tuple[tuple[str, Any], ...]:
    """A single stretch that begins in the afternoon stands in the afternoon."""
    if len(stretches) == 1 and stretches[0].opens >= time(12):
        return HALVES[1:]
    return HALVES


class TryForm(forms.Form):
    """A moment and an allowance to try a calendar with; nothing is kept."""

    received = forms.DateTimeField(
        label=_("Nhận lúc"),
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"placeholder": "dd/mm/yyyy hh:mm"}),
        error_messages={"invalid": _("Hãy nhập ngày, giờ dạng 02/01/2018 09:20.")},
    )
    amount = forms.DecimalField(
        label=_("Thời hạn"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("Hãy nhập một số.")},
    )
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=UNITS)

    def allowance(self) -> Allowance:
        """What was typed, as the rules know it; raises Refused for what no period of the law can be."""
        return Allowance(self.cleaned_data["amount"], AllowanceUnit(self.cleaned_data["unit"]))


class ClockForm(SetupForm):
    """To when the demonstration's clock goes: one of the usual moments, or another."""

    OTHER = "other"

    to = forms.ChoiceField(
        label=_("Chuyển đến"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một thời điểm."),
            "invalid_choice": _("Hãy chọn một thời điểm."),
        },
    )
    other = forms.DateTimeField(
        label=_("Nhập ngày, giờ khác"),
        required=False,
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M", attrs={"placeholder": "dd/mm/yyyy hh:mm"}),
        error_messages={"invalid": _("Hãy nhập ngày, giờ dạng 02/01/2018 09:20.")},
    )

    def clean(self) -> dict[str, Any]:
        """Whoever chooses another moment says which."""
        said = super().clean() or self.cleaned_data
        if said.get("to") == self.OTHER and not said.get("other") and "other" not in self.errors:
            self.add_error("other", _now("Hãy nhập ngày, giờ muốn chuyển đến."))
        return said

    def refuse(self, refused: Refused) -> None:
        """A refusal speaks of the moment."""
        self.add_error("other" if self.cleaned_data.get("to") == self.OTHER else "to", refused.sentence())
