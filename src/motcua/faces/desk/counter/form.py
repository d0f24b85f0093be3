"""The counter's form: its fields, what they must be, and what a card or an earlier visit fills."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.actions import Applicant
from motcua.casework.dossiers.models import ReturnMethod
from motcua.casework.dossiers.rules import Ways
from motcua.catalogue.procedures.models import Channel
from motcua.ground.kernel.refusals import Refused
from motcua.people.parties import rules as parties
from motcua.people.parties.models import PartyKind, PartyVersion

LARGEST_ID = 2**63 - 1
DATES = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
PAID, OWED = "paid", "owed"
# What is filed online comes by another door.
FILED = [(channel.value, channel.label) for channel in (Channel.COUNTER, Channel.POSTAL)]
RETURNED = [
    (ReturnMethod.COUNTER.value, _("Tại Bộ phận Một cửa")),
    (ReturnMethod.POSTAL.value, _("Qua bưu chính công ích")),
]


class CounterForm(forms.Form):
    """Who asks, for what, how; the papers stand beside it."""

    kind = forms.ChoiceField(label=_("Người nộp là"), choices=PartyKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Họ tên, tên tổ chức"),
        max_length=160,
        error_messages={"required": _("Hãy nhập họ tên người nộp hoặc tên tổ chức.")},
    )
    identity_number = forms.CharField(label=_("Số định danh, MST"), max_length=30, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, required=False)
    address = forms.CharField(
        label=_("Địa chỉ"), max_length=300, error_messages={"required": _("Hãy nhập địa chỉ người nộp.")}
    )
    email = forms.CharField(label=_("Thư điện tử"), max_length=120, required=False)
    born_on = forms.DateField(
        label=_("Ngày sinh"),
        required=False,
        input_formats=DATES,
        error_messages={"invalid": _("Hãy ghi ngày sinh theo ngày/tháng/năm.")},
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"), choices=[("", "–"), ("Nam", _("Nam")), ("Nữ", _("Nữ"))], required=False
    )
    representative = forms.CharField(label=_("Người đại diện"), max_length=160, required=False)
    procedure = forms.IntegerField(
        label=_("Thủ tục"),
        min_value=1,
        max_value=LARGEST_ID,
        error_messages=dict.fromkeys(("required", "invalid", "max_value"), _("Hãy chọn thủ tục.")),
    )
    case = forms.CharField(max_length=120, required=False)
    area = forms.CharField(max_length=120, required=False)
    channel = forms.ChoiceField(label=_("Cách nộp"), choices=FILED, widget=forms.RadioSelect)
    sets = forms.IntegerField(label=_("Số bộ"), min_value=1, max_value=50)
    summary = forms.CharField(label=_("Nội dung yêu cầu"), max_length=400, required=False)
    return_method = forms.ChoiceField(label=_("Trả kết quả"), choices=RETURNED, widget=forms.RadioSelect)
    fee = forms.ChoiceField(
        label=_("Phí, lệ phí"),
        choices=[(OWED, _("Chưa nộp")), (PAID, _("Đã nộp tại quầy"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def offer(self, ways: Ways) -> None:
        """Only the ways that the chosen procedure has are offered; what was sent all the same the verb judges."""
        for name, every, lawful in (
            ("channel", FILED, ways.filed),
            ("return_method", RETURNED, ways.returned),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [choice for choice in every if choice[0] in lawful]

    def clean_name(self) -> str:
        """The name as it is kept."""
        return _checked(parties.checked_name, self.cleaned_data["name"])

    def clean_address(self) -> str:
        """The address as it is kept; one of signs that nobody sees is none."""
        address = _checked(lambda text: parties.checked_text(text, 300), self.cleaned_data["address"])
        if not address:
            raise ValidationError(self.fields["address"].error_messages["required"], code="required")
        return address

    def clean_representative(self) -> str:
        """The representative as it is kept."""
        return _checked(lambda text: parties.checked_text(text, 160), self.cleaned_data["representative"])

    def clean_summary(self) -> str:
        """What is asked for, tidied as names are, line by line."""
        lines = self.cleaned_data["summary"].splitlines()
        return "\n".join(_checked(lambda text: parties.checked_text(text, 400), line) for line in lines)

    def clean_phone(self) -> str:
        """A Vietnamese number, or none."""
        return _checked(parties.normalised_phone, self.cleaned_data["phone"])

    def clean_email(self) -> str:
        """An address, or none."""
        return _checked(parties.checked_email, self.cleaned_data["email"])

    def clean_identity_number(self) -> str:
        """A number of the right length for whoever asks, or none."""
        kind = self.cleaned_data.get("kind", PartyKind.CITIZEN.value)
        return _checked(
            lambda text: parties.checked_identity(kind, text), self.cleaned_data["identity_number"]
        )

    def clean_born_on(self) -> date | None:
        """A day on which somebody who stands here can have been born."""
        born_on: date | None = self.cleaned_data["born_on"]
        try:
            parties.check_born(born_on, self.today)
        except Refused as refusal:
            raise ValidationError(refusal.sentence()) from refusal
        return born_on

    def applicant(self) -> Applicant:
        """Who asks, as the counter wrote it down."""
        names = (
            "name",
            "kind",
            "identity_number",
            "born_on",
            "sex",
            "address",
            "phone",
            "email",
            "representative",
        )
        return Applicant(**{name: self.cleaned_data[name] for name in names})


def _checked(rule: Any, text: str) -> str:
    try:
        return str(rule(text))
    except Refused as refusal:
        raise ValidationError(refusal.sentence()) from refusal


def fields_of_card(card: parties.CardFields) -> dict[str, str]:
    """What a citizen card fills."""
    return {
        "kind": PartyKind.CITIZEN.value,
        "name": card.name,
        "identity_number": card.identity_number,
        "born_on": f"{card.born_on:%d/%m/%Y}",
        "sex": card.sex,
        "address": card.address,
        "card": "",
    }


def fields_of_party(known: PartyVersion) -> dict[str, str]:
    """What is known of somebody who was here before."""
    return {
        "kind": known.party.kind,
        "name": known.name,
        "identity_number": known.party.identity_number,
        "born_on": f"{known.born_on:%d/%m/%Y}" if known.born_on else "",
        "sex": known.sex,
        "address": known.address,
        "phone": known.phone,
        "email": known.email,
        "representative": known.representative,
        "card": "",
    }


def is_whole_card(text: str) -> bool:
    """Whether a card's text has come to its end: seven parts, the last a date; a scanner may still be typing."""
    parts = text.strip().split("|")
    return len(parts) >= 7 and parts[6].isdigit() and len(parts[6]) == 8
