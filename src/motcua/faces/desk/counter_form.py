"""The counter's form: what stands in it while one types, and the intake that it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.actions import Applicant, HandedIn, Intake
from motcua.casework.dossiers.actions.receiving import StoredFile
from motcua.casework.dossiers.models import ReturnMethod
from motcua.casework.dossiers.queries.counter import Slip
from motcua.casework.dossiers.queries.terms import AskedPaper
from motcua.catalogue.procedures.models import Channel
from motcua.ground.files import store
from motcua.ground.kernel.refusals import Refused
from motcua.people.parties import rules as parties
from motcua.people.parties.models import PartyKind, PartyVersion

FORM = "counter"
FILE_SALT = "motcua.desk.file"
OTHER = 0  # the line of a paper that the list does not name
DATES = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y", "%Y-%m-%d"]
PAID, OWED = "paid", "owed"
# Fields that stand on the page beside those of the form itself.
BESIDE = ("card", "wanted", "other", "items", "reason")


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
    procedure = forms.IntegerField(error_messages={"required": _("Hãy chọn thủ tục.")})
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

    def clean_name(self) -> str:
        """The name as it is kept."""
        return _checked(parties.checked_name, self.cleaned_data["name"])

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


DEFAULTS = {
    "kind": PartyKind.CITIZEN.value,
    "channel": Channel.COUNTER.value,
    "sets": "1",
    "return_method": ReturnMethod.COUNTER.value,
    "fee": OWED,
}


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that came with an earlier sending of this form: stored already, and carried on, signed."""

    paper: int
    digest: str
    name: str
    media_type: str
    size: int
    signed: str = ""

    def facts(self) -> dict[str, Any]:
        """What is signed."""
        return {name: getattr(self, name) for name in ("paper", "digest", "name", "media_type", "size")}

    def signed_for(self, account_id: int) -> KeptFile:
        """The file as a field of the form carries it: only for the officer who sent it."""
        return replace(self, signed=signing.dumps(self.facts(), salt=f"{FILE_SALT}.{account_id}"))


def copies_words(originals: int, copies: int) -> str:
    """How many of a paper: 1 bản chính, 2 bản sao."""
    told = [_("%(n)s bản chính") % {"n": originals} if originals else ""]
    told.append(_("%(n)s bản sao") % {"n": copies} if copies else "")
    return ", ".join(str(part) for part in told if part)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the checklist as it stands: what is asked, what was handed in, the files put to it."""

    id: int
    name: str
    asked_originals: int
    asked_copies: int
    is_note: bool
    is_required: bool
    is_ticked: bool
    originals: int
    copies: int
    files: tuple[KeptFile, ...]

    @property
    def asked_words(self) -> str:
        """How many are asked for, in words."""
        return copies_words(self.asked_originals, self.asked_copies)

    @property
    def is_changed(self) -> bool:
        """Whether the numbers differ from those asked for: then they are shown open."""
        return self.is_ticked and (self.originals, self.copies) != (self.asked_originals, self.asked_copies)


class Typed:
    """What stands in the form, right or wrong; the same for a sent form, a draft and a new page."""

    def __init__(self, fields: Mapping[str, list[str]], account_id: int) -> None:
        self.fields = dict(fields)
        self.account_id = account_id

    def value(self, name: str) -> str:
        """The last value of a field: an option chosen without script comes after the hidden one."""
        values = self.fields.get(name) or [DEFAULTS.get(name, "")]
        return values[-1].strip()

    def __getitem__(self, name: str) -> str:
        """A field for a template, `typed.address`; a template asks here before it asks for an attribute."""
        if name not in CounterForm.base_fields and name not in BESIDE:
            raise KeyError(name)
        return self.value(name)

    @property
    def is_citizen(self) -> bool:
        """Whether a citizen asks, not an organisation."""
        return self.value("kind") == PartyKind.CITIZEN

    def with_values(self, **values: str) -> Typed:
        """The same with these fields filled."""
        return Typed(self.fields | {name: [value] for name, value in values.items()}, self.account_id)

    def initial(self) -> dict[str, str]:
        """The values of the form's own fields."""
        return {name: self.value(name) for name in CounterForm.base_fields}

    @property
    def procedure_id(self) -> int | None:
        """The procedure chosen, if any."""
        number: int | None = _number(self.value("procedure"), None)
        return number

    @property
    def ticked(self) -> frozenset[int]:
        """The papers ticked."""
        return frozenset(number for text in self.fields.get("paper", ()) if (number := _number(text, None)))

    def kept_files(self) -> Iterator[KeptFile]:
        """The files of earlier sendings that are still wanted; what was not signed for this officer is left out."""
        for token in dict.fromkeys(self.fields.get("kept", ())):
            try:
                facts = signing.loads(token, salt=f"{FILE_SALT}.{self.account_id}")
                yield KeptFile(**facts, signed=token)
            except signing.BadSignature:
                continue

    def with_files(self, files: Sequence[KeptFile]) -> Typed:
        """The same, carrying these files too."""
        if not files and "kept" not in self.fields:
            return self
        before = list(self.kept_files())
        known = {tuple(file.facts().values()) for file in before}
        fresh = [file for file in files if tuple(file.facts().values()) not in known]
        kept = [file.signed for file in (*before, *(file.signed_for(self.account_id) for file in fresh))]
        return Typed(self.fields | {"kept": kept}, self.account_id)

    def lines(self, slip: Slip | None) -> list[PaperLine]:
        """The checklist for what is chosen, with what was ticked."""
        files = tuple(self.kept_files())
        papers = slip.papers(self.value("case")) if slip else ()
        return [self._line(paper, files) for paper in papers]

    def _line(self, paper: AskedPaper, files: tuple[KeptFile, ...]) -> PaperLine:
        ask_one = not paper.originals and not paper.copies
        originals, copies = (1, 0) if ask_one else (paper.originals, paper.copies)
        return PaperLine(
            id=paper.id,
            name=paper.name,
            asked_originals=originals,
            asked_copies=copies,
            is_note=paper.is_note,
            is_required=paper.is_required,
            is_ticked=paper.id in self.ticked,
            originals=_number(self.value(f"originals_{paper.id}"), originals),
            copies=_number(self.value(f"copies_{paper.id}"), copies),
            files=tuple(file for file in files if file.paper == paper.id),
        )

    def other_files(self) -> tuple[KeptFile, ...]:
        """The files put to no paper of the list."""
        return tuple(file for file in self.kept_files() if file.paper == OTHER)

    def handed_in(self, lines: Sequence[PaperLine]) -> tuple[HandedIn, ...]:
        """The papers ticked, and one that the list does not name."""
        given = [
            HandedIn(x.id, x.name, x.originals, x.copies) for x in lines if x.is_ticked and not x.is_note
        ]
        if other := self.value("other"):
            given.append(HandedIn(None, other[:300], _number(self.value("originals_0"), 1), 0))
        return tuple(given)


def _number(text: str, otherwise: Any) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def stored_files(sent: Mapping[str, Sequence[UploadedFile[Any]]]) -> Iterator[KeptFile | Refused]:
    """Store each file that came with the form; a refusal stands in the place of one that is not kept."""
    for field, files in sent.items():
        paper = _number(field.removeprefix("file_"), None)
        if not field.startswith("file_") or paper is None:
            continue
        for file in files:
            try:
                yield KeptFile(paper, **asdict(store.put(file, file.name or "")))
            except Refused as refusal:
                yield refusal


def intake_of(form: CounterForm, typed: Typed, lines: Sequence[PaperLine]) -> Intake:
    """The intake of a form that is right."""
    clean = form.cleaned_data
    papers = typed.handed_in(lines)
    places = {paper.paper_id or OTHER: place for place, paper in enumerate(papers, start=1)}
    files = tuple(
        StoredFile(file.digest, file.name, file.media_type, file.size, places.get(file.paper))
        for file in typed.kept_files()
    )
    return Intake(
        procedure_id=clean["procedure"],
        applicant=form.applicant(),
        papers=papers,
        files=files,
        channel=clean["channel"],
        case=clean["case"],
        area=clean["area"],
        return_method=clean["return_method"],
        summary=clean["summary"],
        sets=clean["sets"],
        fee_paid=clean["fee"] == PAID,
    )


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
