"""What is written down of those who ask: the card's QR text, telephone and identity numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences
from motcua.ground.kernel.vietnamese import tidied
from motcua.people.parties.models import PartyKind


class Refusal(RefusalCode):
    """Why what is said of a party is refused."""

    NOT_A_CARD = "parties.not_a_card"
    CARD_NUMBER_WRONG = "parties.card_number_wrong"
    CARD_NAME_MISSING = "parties.card_name_missing"
    CARD_DATE_WRONG = "parties.card_date_wrong"
    IDENTITY_WRONG = "parties.identity_wrong"
    TAX_CODE_WRONG = "parties.tax_code_wrong"
    IDENTITY_TAKEN = "parties.identity_taken"
    PHONE_WRONG = "parties.phone_wrong"
    EMAIL_WRONG = "parties.email_wrong"
    NAME_EMPTY = "parties.name_empty"
    TOO_LONG = "parties.too_long"
    KIND_UNKNOWN = "parties.kind_unknown"
    BORN_WRONG = "parties.born_wrong"
    PARTY_NOT_FOUND = "parties.party_not_found"
    CHANGED_SINCE = "parties.changed_since"


sentences(
    {
        Refusal.NOT_A_CARD: (
            Kind.WRONG_INPUT,
            _("Nội dung vừa quét không phải mã QR của thẻ căn cước. Hãy quét lại hoặc nhập tay."),
        ),
        Refusal.CARD_NUMBER_WRONG: (
            Kind.WRONG_INPUT,
            _("Số định danh trên mã QR không đủ 12 chữ số. Hãy quét lại."),
        ),
        Refusal.CARD_NAME_MISSING: (Kind.WRONG_INPUT, _("Mã QR của thẻ không có họ và tên. Hãy nhập tay.")),
        Refusal.CARD_DATE_WRONG: (Kind.WRONG_INPUT, _("Ngày ghi trong mã QR không đúng. Hãy nhập tay.")),
        Refusal.IDENTITY_WRONG: (
            Kind.WRONG_INPUT,
            _("Số giấy tờ tùy thân phải có 9 chữ số (chứng minh nhân dân) hoặc 12 chữ số (thẻ căn cước)."),
        ),
        Refusal.TAX_CODE_WRONG: (
            Kind.WRONG_INPUT,
            _("Mã số thuế phải có 10 chữ số, hoặc 13 chữ số đối với đơn vị phụ thuộc."),
        ),
        Refusal.IDENTITY_TAKEN: (
            Kind.NOT_NOW,
            _("Số giấy tờ này đã được ghi cho một người hoặc tổ chức khác."),
        ),
        Refusal.PHONE_WRONG: (
            Kind.WRONG_INPUT,
            _("Số điện thoại phải bắt đầu bằng 0 (hoặc +84) và có 10 hoặc 11 chữ số."),
        ),
        Refusal.EMAIL_WRONG: (Kind.WRONG_INPUT, _("Địa chỉ thư điện tử không đúng.")),
        Refusal.NAME_EMPTY: (Kind.WRONG_INPUT, _("Phải ghi họ và tên, hoặc tên tổ chức.")),
        Refusal.TOO_LONG: (Kind.WRONG_INPUT, _("Nội dung dài quá %(limit)s ký tự.")),
        Refusal.KIND_UNKNOWN: (Kind.WRONG_INPUT, _("Loại người nộp hồ sơ không đúng.")),
        Refusal.BORN_WRONG: (Kind.WRONG_INPUT, _("Ngày sinh phải trước hôm nay và sau năm 1900.")),
        Refusal.PARTY_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy người nộp hồ sơ này.")),
        Refusal.CHANGED_SINCE: (
            Kind.NOT_NOW,
            _("Thông tin đã được người khác sửa sau khi bạn xem. Hãy mở lại trang rồi sửa tiếp."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class CardFields:
    """What the QR code of a citizen card says."""

    identity_number: str
    old_identity_number: str
    name: str
    born_on: date
    sex: str
    address: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What is written down of somebody who asks."""

    name: str
    born_on: date | None = None
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""


def checked_facts(facts: PartyFacts, today: date) -> PartyFacts:
    """The facts as they are kept; raises Refused NAME_EMPTY, TOO_LONG, PHONE_WRONG, EMAIL_WRONG or BORN_WRONG."""
    check_born(facts.born_on, today)
    return PartyFacts(
        name=checked_name(facts.name),
        born_on=facts.born_on,
        sex=checked_text(facts.sex, 10),
        address=checked_text(facts.address, 300),
        phone=normalised_phone(facts.phone),
        email=checked_email(facts.email),
        representative=checked_text(facts.representative, 160),
    )


_DIGITS_ONLY = re.compile(r"[\s.\-()]+")
# Some scanners type as a keyboard of another layout: the bar comes as one of these, the ends with control
# characters.
_BARS = str.maketrans({"¦": "|", "│": "|", "｜": "|", "‖": "|"})


def parse_citizen_card(text: str) -> CardFields:
    """Read `id|old id|name|ddmmyyyy|sex|address|ddmmyyyy`, as a scanner types it.

    The old number and what follows the address may be missing; more fields at the end are left alone.
    Raises Refused NOT_A_CARD, CARD_NUMBER_WRONG, CARD_NAME_MISSING or CARD_DATE_WRONG.
    """
    parts = [tidied(part) for part in text.translate(_BARS).split("|")]
    if len(parts) < 5:
        raise Refused(Refusal.NOT_A_CARD)
    number = parts[0]
    if not re.fullmatch(r"[0-9]{12}", number):
        raise Refused(Refusal.CARD_NUMBER_WRONG if number.isdigit() else Refusal.NOT_A_CARD)
    # Where the old number is missing, early scanners drop its bar too: then the second field is the name.
    if parts[1] and not parts[1].isdigit():
        parts.insert(1, "")
    old, name, born, sex, address, issued = (*parts[1:7], "", "", "")[:6]
    if not name:
        raise Refused(Refusal.CARD_NAME_MISSING)
    return CardFields(
        number, old, name, _card_date(born), sex, address, _card_date(issued) if issued else None
    )


def _card_date(text: str) -> date:
    """A date written ddmmyyyy; raises Refused CARD_DATE_WRONG."""
    if not re.fullmatch(r"[0-9]{8}", text):
        raise Refused(Refusal.CARD_DATE_WRONG)
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError as error:
        raise Refused(Refusal.CARD_DATE_WRONG) from error


def normalised_phone(text: str) -> str:
    """A Vietnamese telephone number as 0 and nine or ten more digits; empty when there is none.

    Raises Refused PHONE_WRONG.
    """
    digits = _DIGITS_ONLY.sub("", text)
    if not digits:
        return ""
    for prefix in ("+84", "0084"):
        if digits.startswith(prefix):
            digits = "0" + digits[len(prefix) :].removeprefix("0")
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    if not re.fullmatch(r"0[1-9][0-9]{8,9}", digits):
        raise Refused(Refusal.PHONE_WRONG)
    return digits


def checked_identity(kind: str, text: str) -> str:
    """The number that a party is known by: 9 or 12 digits of a citizen, a tax code of 10 or 13 otherwise.

    Empty when none was given. A household business may also go by its owner's number.
    Raises Refused IDENTITY_WRONG or TAX_CODE_WRONG.
    """
    digits = _DIGITS_ONLY.sub("", text)
    if not digits:
        return ""
    is_digits = re.fullmatch(r"[0-9]+", digits) is not None
    if kind == PartyKind.CITIZEN:
        if not is_digits or len(digits) not in (9, 12):
            raise Refused(Refusal.IDENTITY_WRONG)
        return digits
    lengths = (9, 10, 12, 13) if kind == PartyKind.HOUSEHOLD_BUSINESS else (10, 13)
    if not is_digits or len(digits) not in lengths:
        raise Refused(Refusal.TAX_CODE_WRONG)
    return digits


def checked_kind(kind: str) -> PartyKind:
    """A kind of applicant by the national code list; raises Refused KIND_UNKNOWN."""
    if kind not in PartyKind.values:
        raise Refused(Refusal.KIND_UNKNOWN)
    return PartyKind(kind)


def checked_name(text: str, limit: int = 160) -> str:
    """A name as it is kept; raises Refused NAME_EMPTY or TOO_LONG."""
    tidy = checked_text(text, limit)
    if not tidy:
        raise Refused(Refusal.NAME_EMPTY)
    return tidy


def checked_text(text: str, limit: int) -> str:
    """Text as it is kept, tidied; raises Refused TOO_LONG."""
    tidy = tidied(text)
    if len(tidy) > limit:
        raise Refused(Refusal.TOO_LONG, limit=limit)
    return tidy


def checked_email(text: str) -> str:
    """An address of e-mail, empty when there is none; raises Refused EMAIL_WRONG."""
    tidy = text.strip()
    if tidy and (len(tidy) > 120 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", tidy)):
        raise Refused(Refusal.EMAIL_WRONG)
    return tidy


def check_born(born_on: date | None, today: date) -> None:
    """Nobody is born after today, or was before 1900; raises Refused BORN_WRONG."""
    if born_on is not None and not date(1900, 1, 1) <= born_on <= today:
        raise Refused(Refusal.BORN_WRONG)
