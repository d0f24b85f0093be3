"""The content of a procedure as decree 63/2010, article 8 names its parts; limits and fees as functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.rules.refusals import Refusal
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import Allowance, AllowanceUnit

ANY = "*"  # A case, area or channel that fits all.
CHANNELS = ("counter", "online", "postal")


class Part(StrEnum):
    """A part of a procedure's content; the first eight are always there (art. 8.2), the others where they
    exist.
    """

    NAME = "name"
    SEQUENCE = "sequence"
    WAYS_OF_FILING = "ways_of_filing"
    PAPERS = "papers"
    SETS = "sets"
    TIME_LIMITS = "time_limits"
    SUBJECTS = "subjects"
    DECIDING_AGENCY = "deciding_agency"
    FORM = "form"
    RESULT_NAME = "result_name"
    RESULT_CODE = "result_code"
    CONDITIONS = "conditions"
    FEES = "fees"
    LEGAL_BASIS = "legal_basis"
    SERVICE_LEVEL = "service_level"
    CHANNELS = "channels"
    POST_IN = "post_in"
    POST_OUT = "post_out"
    SOURCE = "source"
    FACTS_OF = "facts_of"
    NOTE = "note"


ALWAYS = (
    Part.NAME,
    Part.SEQUENCE,
    Part.WAYS_OF_FILING,
    Part.PAPERS,
    Part.SETS,
    Part.TIME_LIMITS,
    Part.SUBJECTS,
    Part.DECIDING_AGENCY,
)

LABELS: dict[Part, str | Promise] = {
    Part.NAME: _("Tên thủ tục"),
    Part.SEQUENCE: _("Trình tự thực hiện"),
    Part.WAYS_OF_FILING: _("Cách thức thực hiện"),
    Part.PAPERS: _("Thành phần hồ sơ"),
    Part.SETS: _("Số lượng hồ sơ"),
    Part.TIME_LIMITS: _("Thời hạn giải quyết"),
    Part.SUBJECTS: _("Đối tượng thực hiện"),
    Part.DECIDING_AGENCY: _("Cơ quan giải quyết"),
    Part.FORM: _("Mẫu đơn, tờ khai"),
    Part.RESULT_NAME: _("Kết quả"),
    Part.RESULT_CODE: _("Mã kết quả"),
    Part.CONDITIONS: _("Yêu cầu, điều kiện"),
    Part.FEES: _("Phí, lệ phí"),
    Part.LEGAL_BASIS: _("Căn cứ pháp lý"),
    Part.SERVICE_LEVEL: _("Mức độ dịch vụ công trực tuyến"),
    Part.CHANNELS: _("Hình thức nộp hồ sơ"),
    Part.POST_IN: _("Tiếp nhận qua bưu chính công ích"),
    Part.POST_OUT: _("Trả kết quả qua bưu chính công ích"),
    Part.SOURCE: _("Nguồn"),
    Part.FACTS_OF: _("Số liệu của năm"),
    Part.NOTE: _("Ghi chú"),
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the dossier with its numbers of originals and copies, or a note that asks for none."""

    name: str
    originals: int = 0
    copies: int = 0
    is_note: bool = False
    is_required: bool = True
    case: str = ANY


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A time limit for a case, an area and a channel.

    With `same_day_before`, what is filed up to that hour is decided the same day, anything after it within the
    amount (law on civil status 2014 art. 5.3, decree 23/2015 art. 7: 15:00, the next working day).
    """

    amount: Decimal
    unit: AllowanceUnit
    case: str = ANY
    area: str = ANY
    channel: str = ANY
    same_day_before: time | None = None
    basis: str = ""
    unit_is_ours: bool = False

    @property
    def allowance(self) -> Allowance:
        """The limit as an allowance of working time."""
        return Allowance(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee in đồng for a case, an area and a channel."""

    amount: int
    case: str = ANY
    area: str = ANY
    channel: str = ANY
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version of a procedure says."""

    name: str
    sequence: str = ""
    ways_of_filing: str = ""
    papers: tuple[PaperRow, ...] = ()
    sets: int = 1
    time_limits: tuple[LimitRow, ...] = ()
    subjects: str = ""
    deciding_agency: str = ""
    form: str = ""
    result_name: str = ""
    result_code: str = ""
    conditions: str = ""
    fees: tuple[FeeRow, ...] = ()
    legal_basis: tuple[str, ...] = ()
    service_level: str = ""
    channels: tuple[str, ...] = ("counter",)
    post_in: bool = False
    post_out: bool = False
    source: str = ""
    facts_of: str = ""
    note: str = ""


class _OfCase(Protocol):
    @property
    def case(self) -> str: ...


class _OfArea(Protocol):
    @property
    def area(self) -> str: ...


class _Row(_OfCase, _OfArea, Protocol):
    @property
    def channel(self) -> str: ...


R = TypeVar("R", bound=_Row)


def _first(rows: Iterable[R], case: str, area: str, channel: str) -> R | None:
    for row in rows:
        if row.case in (ANY, case) and row.area in (ANY, area) and row.channel in (ANY, channel):
            return row
    return None


def limit_for(rows: Iterable[LimitRow], case: str, area: str, channel: str) -> LimitRow:
    """The time limit of this case, area and channel: the first row that fits.

    Raises Refused NO_TIME_LIMIT when none does: no date may be promised that is not published.
    """
    found = _first(rows, case, area, channel)
    if found is None:
        raise Refused(Refusal.NO_TIME_LIMIT)
    return found


def fee_for(rows: Iterable[FeeRow], case: str, area: str, channel: str) -> int:
    """The fee in đồng of this case, area and channel: the first row that fits, 0 when none does."""
    found = _first(rows, case, area, channel)
    return 0 if found is None else found.amount


def cases(*lists: Iterable[_OfCase]) -> tuple[str, ...]:
    """The cases that limits, fees and papers tell apart, in their order; empty when they tell none apart."""
    return tuple(case for case in dict.fromkeys(row.case for row in chain(*lists)) if case != ANY)


def areas(*lists: Iterable[_OfArea]) -> tuple[str, ...]:
    """The areas that limits and fees tell apart, in their order; empty when they tell none apart."""
    return tuple(area for area in dict.fromkeys(row.area for row in chain(*lists)) if area != ANY)


def missing_parts(content: Content) -> list[Part]:
    """The parts that decree 63/2010 art. 8.2 always asks for and that are empty."""
    return [part for part in ALWAYS if not getattr(content, part.value)]


def check_complete(content: Content) -> None:
    """Raise Refused INCOMPLETE with the names of the parts that are missing."""
    missing = missing_parts(content)
    if missing:
        raise Refused(Refusal.INCOMPLETE, parts=", ".join(str(LABELS[part]).lower() for part in missing))


def check_rows(content: Content) -> None:
    """Raise Refused for what no draft may hold either: no name, a negative number, an unknown channel.

    A time limit must be an allowance that can be counted; calendars refuses what is not.
    """
    if not content.name.strip():
        raise Refused(Refusal.NO_NAME)
    for limit in content.time_limits:
        Allowance(limit.amount, limit.unit)
    amounts = [content.sets, *(row.amount for row in content.fees)]
    amounts += [number for row in content.papers for number in (row.originals, row.copies)]
    if any(amount < 0 for amount in amounts):
        raise Refused(Refusal.BAD_AMOUNT)
    named = [row.channel for row in content.time_limits] + [row.channel for row in content.fees]
    for channel in (*content.channels, *named):
        if channel not in (ANY, *CHANNELS):
            raise Refused(Refusal.BAD_CHANNEL, channel=channel)
