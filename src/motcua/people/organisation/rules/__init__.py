"""What holds for units, appointments and delegations, whoever enters them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from motcua.ground.access import policy
from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences
from motcua.ground.kernel.vietnamese import tidied
from motcua.people.organisation.models import Role, UnitKind

policy.register_roles({role.value: role.label for role in Role})

AGENCIES = frozenset({UnitKind.PROVINCE, UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.COMMUNE})
"""Units that decide in their own name."""

PARENTS: Mapping[str, frozenset[UnitKind]] = {
    UnitKind.PROVINCE: frozenset(),
    UnitKind.DEPARTMENT: frozenset({UnitKind.PROVINCE}),
    UnitKind.DISTRICT: frozenset({UnitKind.PROVINCE}),
    # From July 2025 communes stand directly under the province: which level there is, is data.
    UnitKind.COMMUNE: frozenset({UnitKind.DISTRICT, UnitKind.PROVINCE}),
    UnitKind.DIVISION: AGENCIES | {UnitKind.DIVISION},
    UnitKind.ONE_STOP: AGENCIES,
}

ONE_STOP_ROLES = frozenset({Role.RECEPTIONIST, Role.ONE_STOP_HEAD})
DELEGABLE = frozenset({Role.LEADER, Role.HEAD_OF_DIVISION, Role.ONE_STOP_HEAD})
"""Roles whose holder may let another act for him: leaders and heads sign; the others do their work
themselves.
"""

# Codes of agencies by QCVN 102:2016/BTTTT: up to five groups of digits and letters; an office may use a
# shorter one.
_CODE = re.compile(r"[0-9A-Z]+(?:[.\-][0-9A-Z]+)*")


class Refusal(RefusalCode):
    """Why a change of the organisation is refused."""

    UNIT_NOT_FOUND = "organisation.unit_not_found"
    OFFICER_NOT_FOUND = "organisation.officer_not_found"
    APPOINTMENT_NOT_FOUND = "organisation.appointment_not_found"
    DELEGATION_NOT_FOUND = "organisation.delegation_not_found"
    CALENDAR_NOT_FOUND = "organisation.calendar_not_found"
    NAME_EMPTY = "organisation.name_empty"
    NAME_TOO_LONG = "organisation.name_too_long"
    CODE_WRONG = "organisation.code_wrong"
    CODE_TAKEN = "organisation.code_taken"
    OFFICER_CODE_TAKEN = "organisation.officer_code_taken"
    KIND_UNKNOWN = "organisation.kind_unknown"
    ROLE_UNKNOWN = "organisation.role_unknown"
    FORM_UNKNOWN = "organisation.form_unknown"
    PARENT_WRONG = "organisation.parent_wrong"
    PARENT_MISSING = "organisation.parent_missing"
    PARENT_CLOSED = "organisation.parent_closed"
    IN_A_CIRCLE = "organisation.in_a_circle"
    ONE_STOP_EXISTS = "organisation.one_stop_exists"
    UNIT_CLOSED = "organisation.unit_closed"
    NOT_AFTER_LAST_CHANGE = "organisation.not_after_last_change"
    UNIT_HAS_PEOPLE = "organisation.unit_has_people"
    UNIT_HAS_UNITS = "organisation.unit_has_units"
    ENDS_BEFORE_IT_BEGINS = "organisation.ends_before_it_begins"
    ENDS_IN_THE_PAST = "organisation.ends_in_the_past"
    ALREADY_APPOINTED = "organisation.already_appointed"
    OWN_ADMINISTRATION = "organisation.own_administration"
    LAST_ADMINISTRATOR = "organisation.last_administrator"
    ROLE_NOT_OF_THIS_UNIT = "organisation.role_not_of_this_unit"
    NOT_DELEGABLE = "organisation.not_delegable"
    TO_ONESELF = "organisation.to_oneself"
    OUTSIDE_APPOINTMENT = "organisation.outside_appointment"
    ALREADY_DELEGATED = "organisation.already_delegated"
    BASIS_EMPTY = "organisation.basis_empty"
    PHONE_WRONG = "organisation.phone_wrong"
    EMAIL_WRONG = "organisation.email_wrong"
    BAD_ROWS = "organisation.bad_rows"
    PARENT_UNKNOWN = "organisation.parent_unknown"
    UNIT_UNKNOWN = "organisation.unit_unknown"
    SUCCEEDED_ALREADY = "organisation.succeeded_already"
    SUCCESSOR_WRONG = "organisation.successor_wrong"
    SUCCESSOR_GOES = "organisation.successor_goes"
    PREDECESSOR_SUCCEEDS = "organisation.predecessor_succeeds"
    ONE_STOP_MISSING = "organisation.one_stop_missing"
    DIVISIONS_LEFT = "organisation.divisions_left"
    NOT_AHEAD = "organisation.not_ahead"
    SUCCESSION_NOT_FOUND = "organisation.succession_not_found"
    SUCCESSION_BEGUN = "organisation.succession_begun"
    NOT_OF_THE_PREDECESSOR = "organisation.not_of_the_predecessor"
    FATE_UNKNOWN = "organisation.fate_unknown"
    PARTS_TOO_FEW = "organisation.parts_too_few"
    DAY_WRONG = "organisation.day_wrong"
    NAME_DIFFERS = "organisation.name_differs"


sentences(
    {
        Refusal.UNIT_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy đơn vị này.")),
        Refusal.OFFICER_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy cán bộ này.")),
        Refusal.APPOINTMENT_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy phân công này.")),
        Refusal.DELEGATION_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy ủy quyền này.")),
        Refusal.CALENDAR_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy lịch làm việc này.")),
        Refusal.NAME_EMPTY: (Kind.WRONG_INPUT, _("Phải ghi tên gọi đầy đủ.")),
        Refusal.NAME_TOO_LONG: (Kind.WRONG_INPUT, _("Nội dung dài quá %(limit)s ký tự.")),
        Refusal.CODE_WRONG: (
            Kind.WRONG_INPUT,
            _("Mã chỉ gồm chữ số, chữ cái không dấu, dấu chấm và dấu gạch ngang, ví dụ 000.00.01.H58."),
        ),
        Refusal.CODE_TAKEN: (Kind.NOT_NOW, _("Mã “%(value)s” đang được một đơn vị khác sử dụng.")),
        Refusal.OFFICER_CODE_TAKEN: (Kind.NOT_NOW, _("Mã cán bộ “%(value)s” đã có người sử dụng.")),
        Refusal.KIND_UNKNOWN: (Kind.WRONG_INPUT, _("Không có loại đơn vị “%(kind)s”.")),
        Refusal.ROLE_UNKNOWN: (Kind.WRONG_INPUT, _("Không có vai trò “%(role)s”.")),
        Refusal.FORM_UNKNOWN: (Kind.WRONG_INPUT, _("Hình thức ký chỉ có thể là KT., TL. hoặc TUQ.")),
        Refusal.PARENT_WRONG: (
            Kind.WRONG_INPUT,
            _("Đơn vị loại này không thể trực thuộc đơn vị đã chọn. Hãy chọn đơn vị cấp trên khác."),
        ),
        Refusal.PARENT_MISSING: (Kind.WRONG_INPUT, _("Phải chọn đơn vị cấp trên trực tiếp.")),
        Refusal.PARENT_CLOSED: (
            Kind.NOT_NOW,
            _("Đơn vị cấp trên chưa thành lập hoặc không còn hoạt động vào ngày %(day)s."),
        ),
        Refusal.IN_A_CIRCLE: (
            Kind.WRONG_INPUT,
            _("Một đơn vị không thể trực thuộc chính đơn vị cấp dưới của mình."),
        ),
        Refusal.ONE_STOP_EXISTS: (Kind.NOT_NOW, _("Cơ quan này đã có Bộ phận Một cửa.")),
        Refusal.UNIT_CLOSED: (
            Kind.NOT_NOW,
            _("Đơn vị chưa thành lập hoặc không còn hoạt động vào ngày %(day)s."),
        ),
        Refusal.NOT_AFTER_LAST_CHANGE: (
            Kind.NOT_NOW,
            _("Ngày áp dụng phải sau ngày %(day)s, là ngày của lần thay đổi gần nhất."),
        ),
        Refusal.UNIT_HAS_PEOPLE: (
            Kind.NOT_NOW,
            _(
                "Đơn vị còn %(count)s phân công có hiệu lực. Hãy kết thúc các phân công trước khi giải "
                "thể đơn vị."
            ),
        ),
        Refusal.UNIT_HAS_UNITS: (
            Kind.NOT_NOW,
            _("Đơn vị còn %(count)s đơn vị trực thuộc. Hãy chuyển hoặc giải thể các đơn vị đó trước."),
        ),
        Refusal.ENDS_BEFORE_IT_BEGINS: (Kind.WRONG_INPUT, _("Ngày kết thúc phải sau ngày bắt đầu.")),
        Refusal.ENDS_IN_THE_PAST: (
            Kind.WRONG_INPUT,
            _("Không thể kết thúc từ một ngày đã qua: những việc đã làm trong thời gian đó vẫn có hiệu lực."),
        ),
        Refusal.ALREADY_APPOINTED: (Kind.NOT_NOW, _("Cán bộ này đang giữ đúng vai trò đó tại đơn vị.")),
        Refusal.OWN_ADMINISTRATION: (
            Kind.NOT_NOW,
            _(
                "Không thể tự kết thúc phân công quản trị hệ thống của chính mình. Hãy nhờ quản trị viên "
                "khác."
            ),
        ),
        Refusal.LAST_ADMINISTRATOR: (
            Kind.NOT_NOW,
            _(
                "Đây là quản trị viên cuối cùng của đơn vị. Hãy phân công một người khác quản trị đơn vị này "
                "hoặc đơn vị cấp trên trước."
            ),
        ),
        Refusal.ROLE_NOT_OF_THIS_UNIT: (
            Kind.WRONG_INPUT,
            _("Vai trò “%(role)s” không có ở loại đơn vị này. Hãy chọn đơn vị hoặc vai trò khác."),
        ),
        Refusal.NOT_DELEGABLE: (
            Kind.NOT_NOW,
            _(
                "Chỉ lãnh đạo cơ quan, trưởng phòng và phụ trách Bộ phận Một cửa được ủy quyền cho người "
                "khác."
            ),
        ),
        Refusal.TO_ONESELF: (Kind.WRONG_INPUT, _("Không thể ủy quyền cho chính người đang giữ vai trò.")),
        Refusal.OUTSIDE_APPOINTMENT: (
            Kind.WRONG_INPUT,
            _("Thời gian ủy quyền phải nằm trọn trong thời gian phân công của người ủy quyền."),
        ),
        Refusal.ALREADY_DELEGATED: (
            Kind.NOT_NOW,
            _("Trong thời gian này vai trò đã được ủy quyền cho cán bộ đó."),
        ),
        Refusal.BASIS_EMPTY: (Kind.WRONG_INPUT, _("Phải ghi văn bản ủy quyền (số, ngày).")),
        Refusal.PHONE_WRONG: (
            Kind.WRONG_INPUT,
            _("Số điện thoại chỉ gồm chữ số, dấu cách và dấu +, tối đa 20 ký tự."),
        ),
        Refusal.EMAIL_WRONG: (Kind.WRONG_INPUT, _("Địa chỉ thư điện tử không đúng.")),
        Refusal.PARENT_UNKNOWN: (
            Kind.WRONG_INPUT,
            _(
                "Không có đơn vị nào mang mã “%(value)s”. Đơn vị cấp trên phải có trước, hoặc đứng ở dòng "
                "trên."
            ),
        ),
        Refusal.UNIT_UNKNOWN: (
            Kind.WRONG_INPUT,
            _("Không có đơn vị nào mang mã “%(value)s”. Hãy kiểm tra lại mã, hoặc nhập đơn vị trước."),
        ),
        Refusal.SUCCEEDED_ALREADY: (Kind.NOT_NOW, _("Đơn vị này đã có kế hoạch kế thừa.")),
        Refusal.SUCCESSOR_WRONG: (
            Kind.WRONG_INPUT,
            _("Đơn vị kế thừa phải là đơn vị khác, cùng loại với đơn vị cũ."),
        ),
        Refusal.SUCCESSOR_GOES: (Kind.NOT_NOW, _("Đơn vị kế thừa cũng sắp được sáp nhập vào đơn vị khác.")),
        Refusal.PREDECESSOR_SUCCEEDS: (
            Kind.NOT_NOW,
            _("Đơn vị này đang chờ tiếp nhận hồ sơ của đơn vị khác; hãy để việc đó xong trước."),
        ),
        Refusal.ONE_STOP_MISSING: (
            Kind.NOT_NOW,
            _("Đơn vị kế thừa chưa có Bộ phận Một cửa để nhận hồ sơ. Hãy thêm Bộ phận Một cửa trước."),
        ),
        Refusal.DIVISIONS_LEFT: (
            Kind.NOT_NOW,
            _("Đơn vị còn phòng trực thuộc. Hãy chuyển hoặc giải thể các phòng trước khi lập kế hoạch."),
        ),
        Refusal.NOT_AHEAD: (Kind.WRONG_INPUT, _("Ngày kế thừa phải sau hôm nay.")),
        Refusal.SUCCESSION_NOT_FOUND: (Kind.NOT_FOUND, _("Không tìm thấy kế hoạch kế thừa này.")),
        Refusal.SUCCESSION_BEGUN: (Kind.NOT_NOW, _("Kế hoạch này đã được thực hiện hoặc đã hủy.")),
        Refusal.NOT_OF_THE_PREDECESSOR: (
            Kind.WRONG_INPUT,
            _("Có phân công không thuộc đơn vị cũ. Hãy mở lại danh sách."),
        ),
        Refusal.FATE_UNKNOWN: (
            Kind.WRONG_INPUT,
            _("Hãy chọn kế thừa, kết thúc, hoặc chuyển sang đơn vị khác và ghi mã đơn vị đó."),
        ),
        Refusal.PARTS_TOO_FEW: (
            Kind.WRONG_INPUT,
            _("Chia tách cần ít nhất hai đơn vị nhận khác nhau."),
        ),
        Refusal.DAY_WRONG: (
            Kind.WRONG_INPUT,
            _("Không hiểu ngày “%(text)s”. Hãy ghi theo dạng 31/12/2017."),
        ),
        Refusal.NAME_DIFFERS: (
            Kind.WRONG_INPUT,
            _("Mã cán bộ này đã ghi cho một người tên khác. Hãy kiểm tra lại mã hoặc họ tên."),
        ),
        Refusal.BAD_ROWS: (
            Kind.WRONG_INPUT,
            _("Tệp còn %(count)s dòng có lỗi. Chưa có dữ liệu nào được ghi; hãy sửa tệp rồi tải lên lại."),
        ),
    }
)


def checked_text(text: str, limit: int) -> str:
    """A name as it is kept, tidied; raises Refused NAME_EMPTY or NAME_TOO_LONG."""
    tidy = tidied(text)
    if not tidy:
        raise Refused(Refusal.NAME_EMPTY)
    if len(tidy) > limit:
        raise Refused(Refusal.NAME_TOO_LONG, limit=limit)
    return tidy


def checked_code(code: str, limit: int = 35) -> str:
    """A code of a unit or an officer as it is kept: capitals; raises Refused CODE_WRONG."""
    tidy = code.strip().upper()
    if len(tidy) > limit or not _CODE.fullmatch(tidy):
        raise Refused(Refusal.CODE_WRONG)
    return tidy


def checked_phone(phone: str) -> str:
    """A telephone number of an office or officer, as typed; empty when there is none; raises Refused
    PHONE_WRONG.
    """
    tidy = " ".join(phone.split())
    if tidy and (len(tidy) > 20 or not re.fullmatch(r"\+?[0-9 .\-()]{3,19}", tidy)):
        raise Refused(Refusal.PHONE_WRONG)
    return tidy


def checked_email(email: str) -> str:
    """An address of e-mail, empty when there is none; raises Refused EMAIL_WRONG."""
    tidy = email.strip()
    if tidy and (len(tidy) > 120 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", tidy)):
        raise Refused(Refusal.EMAIL_WRONG)
    return tidy


def checked_kind(kind: str) -> UnitKind:
    """A kind of unit; raises Refused KIND_UNKNOWN."""
    if kind not in UnitKind.values:
        raise Refused(Refusal.KIND_UNKNOWN, kind=kind)
    return UnitKind(kind)


def checked_role(role: str) -> Role:
    """A role; raises Refused ROLE_UNKNOWN."""
    if role not in Role.values:
        raise Refused(Refusal.ROLE_UNKNOWN, role=role)
    return Role(role)


def check_parent(kind: str, parent_kind: str | None) -> None:
    """A unit of this kind may stand under that one; only a province stands under none.

    Raises Refused PARENT_MISSING or PARENT_WRONG.
    """
    allowed = PARENTS[kind]
    if parent_kind is None:
        if allowed:
            raise Refused(Refusal.PARENT_MISSING)
    elif parent_kind not in allowed:
        raise Refused(Refusal.PARENT_WRONG)


def check_succession(kind: str, successor_kind: str, *, is_same: bool) -> None:
    """An agency below the province goes over into another of its kind; raises Refused SUCCESSOR_WRONG."""
    if is_same or kind != successor_kind or kind not in AGENCIES or kind == UnitKind.PROVINCE:
        raise Refused(Refusal.SUCCESSOR_WRONG)


def check_role_of_unit(role: str, unit_kind: str) -> None:
    """Receiving is done in one-stops; a division has a head, an agency has leaders; raises
    ROLE_NOT_OF_THIS_UNIT.
    """
    if role in ONE_STOP_ROLES:
        fits = unit_kind == UnitKind.ONE_STOP
    elif role == Role.HEAD_OF_DIVISION:
        fits = unit_kind == UnitKind.DIVISION
    elif role == Role.LEADER:
        fits = unit_kind in AGENCIES
    else:
        fits = True
    if not fits:
        raise Refused(Refusal.ROLE_NOT_OF_THIS_UNIT, role=Role(role).label)


def check_period(valid_from: date, valid_to: date | None) -> None:
    """What begins ends later (the day `valid_to` no longer counts); raises Refused ENDS_BEFORE_IT_BEGINS."""
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(Refusal.ENDS_BEFORE_IT_BEGINS)


def check_end(valid_from: date, valid_to: date, today: date) -> None:
    """An end is not entered backwards: what was done under it stays done.

    Raises Refused ENDS_IN_THE_PAST or ENDS_BEFORE_IT_BEGINS. It may end on the day it began, and then never
    counted.
    """
    if valid_to < today:
        raise Refused(Refusal.ENDS_IN_THE_PAST)
    if valid_to < valid_from:
        raise Refused(Refusal.ENDS_BEFORE_IT_BEGINS)


def check_not_own(officer_id: int, by_officer_id: int | None) -> None:
    """Nobody gives up administration by himself: another administrator sees to it; raises OWN_ADMINISTRATION."""
    if officer_id == by_officer_id:
        raise Refused(Refusal.OWN_ADMINISTRATION)


def check_administrator_remains(
    until: date | None, others: Iterable[tuple[int, date | None]], path: Collection[int]
) -> None:
    """A unit keeps an administrator, its own or one above; raises Refused LAST_ADMINISTRATOR.

    `until` is how long the one who goes would have stayed, `others` the unit and the end of those in office when he
    goes, `path` the unit and those above it. Who leaves earlier than he would have does not stand in for him.
    """
    if not any(unit_id in path and _outlasts(end, until) for unit_id, end in others):
        raise Refused(Refusal.LAST_ADMINISTRATOR)


def _outlasts(end: date | None, until: date | None) -> bool:
    return end is None or (until is not None and end >= until)


def holds_on(valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether something valid from–to is valid on that day."""
    return valid_from <= on and (valid_to is None or on < valid_to)


def overlap(first: tuple[date, date | None], second: tuple[date, date | None]) -> bool:
    """Whether two periods share a day; one that ended on the day it began has none."""
    begins = max(first[0], second[0])
    return all(end is None or begins < end for _begin, end in (first, second))


def check_within(inner: tuple[date, date], outer: tuple[date, date | None]) -> None:
    """A delegation lies within the appointment; raises Refused OUTSIDE_APPOINTMENT."""
    if inner[0] < outer[0] or (outer[1] is not None and inner[1] > outer[1]):
        raise Refused(Refusal.OUTSIDE_APPOINTMENT)
