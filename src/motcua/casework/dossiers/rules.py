"""The law of the dossier, pure: which rule set holds on a date, what is promised, what may be done next."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from motcua.catalogue.procedures.rules import LimitRow
from motcua.catalogue.processes.rules import Definition, Step, StepKind
from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences
from motcua.people.calendars.rules import Allowance, AllowanceUnit, WorkingTime
from motcua.people.calendars.rules.allowance import last_calendar_day


class Refusal(RefusalCode):
    """Why a verb of the dossier says no."""

    NOT_OFFERED = "dossiers.not_offered"
    NO_PROCESS = "dossiers.no_process"
    NO_NAME = "dossiers.no_name"
    PAPERS_MISSING = "dossiers.papers_missing"
    UNKNOWN_PAPER = "dossiers.unknown_paper"
    UNKNOWN_CASE = "dossiers.unknown_case"
    NOT_FILED_SO = "dossiers.not_filed_so"
    NOT_RETURNED_SO = "dossiers.not_returned_so"
    TASK_ENDED = "dossiers.task_ended"
    TASK_OF_ANOTHER = "dossiers.task_of_another"
    WAITING = "dossiers.waiting"
    WRONG_STEP = "dossiers.wrong_step"
    NOT_EARLIER = "dossiers.not_earlier"
    NO_REASON = "dossiers.no_reason"
    ASKED_ENOUGH = "dossiers.asked_enough"
    NOT_WAITING = "dossiers.not_waiting"
    OBLIGATIONS_OPEN = "dossiers.obligations_open"
    NO_DOCUMENT = "dossiers.no_document"
    SIGNED_LATER = "dossiers.signed_later"
    NO_COLLECTOR = "dossiers.no_collector"
    APPOINTMENT_ENDED = "dossiers.appointment_ended"
    NOT_IN_THAT_OFFICE = "dossiers.not_in_that_office"
    SAME_OFFICER = "dossiers.same_officer"
    NO_OFFICER = "dossiers.no_officer"
    FEE_NOT_OWED = "dossiers.fee_not_owed"
    CLOSED = "dossiers.closed"
    MOVES_OPEN_DOSSIERS = "dossiers.moves_open_dossiers"
    FILE_TOO_MANY = "dossiers.file_too_many"
    CALENDAR_IN_CHANGE = "dossiers.calendar_in_change"
    UNIT_HAS_DOSSIERS = "dossiers.unit_has_dossiers"


sentences(
    {
        Refusal.NOT_OFFERED: (Kind.NOT_NOW, _("Bộ phận Một cửa này hiện không tiếp nhận thủ tục đã chọn.")),
        Refusal.NO_PROCESS: (Kind.NOT_NOW, _("Thủ tục chưa có quy trình nội bộ nên chưa tiếp nhận được.")),
        Refusal.NO_NAME: (Kind.WRONG_INPUT, _("Hãy nhập họ tên người nộp hoặc tên tổ chức.")),
        Refusal.PAPERS_MISSING: (
            Kind.WRONG_INPUT,
            _("Hồ sơ còn thiếu %(count)s giấy tờ bắt buộc. Nếu chưa đủ, hãy lập phiếu yêu cầu bổ sung."),
        ),
        Refusal.UNKNOWN_PAPER: (Kind.WRONG_INPUT, _("Có giấy tờ không thuộc thành phần hồ sơ của thủ tục.")),
        Refusal.UNKNOWN_CASE: (
            Kind.WRONG_INPUT,
            _("Hãy chọn trường hợp và địa bàn trong danh sách của thủ tục."),
        ),
        Refusal.NOT_FILED_SO: (
            Kind.WRONG_INPUT,
            _("Thủ tục này không tiếp nhận hồ sơ theo cách nộp đã chọn. Hãy chọn cách nộp khác."),
        ),
        Refusal.NOT_RETURNED_SO: (
            Kind.WRONG_INPUT,
            _("Thủ tục này không trả kết quả qua bưu chính. Hãy chọn trả tại Bộ phận Một cửa."),
        ),
        Refusal.TASK_ENDED: (
            Kind.NOT_NOW,
            _("Bước này đã có người làm xong. Hãy mở lại hồ sơ để xem bước hiện tại."),
        ),
        Refusal.TASK_OF_ANOTHER: (Kind.NOT_NOW, _("Việc này đang do người khác thụ lý.")),
        Refusal.WAITING: (Kind.NOT_NOW, _("Hồ sơ đang chờ người nộp bổ sung giấy tờ.")),
        Refusal.WRONG_STEP: (Kind.NOT_NOW, _("Ở bước hiện tại không thực hiện được việc này.")),
        Refusal.NOT_EARLIER: (Kind.WRONG_INPUT, _("Chỉ trả lại được cho một bước trước đó.")),
        Refusal.NO_REASON: (Kind.WRONG_INPUT, _("Hãy ghi lý do.")),
        Refusal.ASKED_ENOUGH: (
            Kind.NOT_NOW,
            _(
                "Không yêu cầu bổ sung được nữa: hồ sơ đã được yêu cầu bổ sung %(times)s lần, bằng mức cho phép."
            ),
        ),
        Refusal.NOT_WAITING: (Kind.NOT_NOW, _("Hồ sơ không ở trạng thái chờ bổ sung.")),
        Refusal.OBLIGATIONS_OPEN: (
            Kind.NOT_NOW,
            _("Chưa trả kết quả được: hồ sơ còn %(count)s điều kiện chưa đáp ứng."),
        ),
        Refusal.NO_DOCUMENT: (Kind.WRONG_INPUT, _("Hãy nhập số, ngày ký và người ký văn bản.")),
        Refusal.SIGNED_LATER: (Kind.WRONG_INPUT, _("Ngày ký không được sau hôm nay.")),
        Refusal.NO_COLLECTOR: (Kind.WRONG_INPUT, _("Hãy nhập họ tên người nhận kết quả.")),
        Refusal.APPOINTMENT_ENDED: (
            Kind.NOT_ALLOWED,
            _("Phân công hoặc ủy quyền của bạn đã kết thúc, nên quyết định này không được ghi nhận."),
        ),
        Refusal.NOT_IN_THAT_OFFICE: (
            Kind.WRONG_INPUT,
            _("Người được chọn không giữ vai trò của bước này tại đơn vị."),
        ),
        Refusal.SAME_OFFICER: (Kind.NOT_NOW, _("Việc này đã do chính người được chọn thụ lý.")),
        Refusal.NO_OFFICER: (Kind.WRONG_INPUT, _("Hãy chọn người thụ lý.")),
        Refusal.FEE_NOT_OWED: (Kind.NOT_NOW, _("Hồ sơ không còn khoản phí, lệ phí nào chưa nộp.")),
        Refusal.CLOSED: (Kind.NOT_NOW, _("Hồ sơ đã kết thúc.")),
        Refusal.MOVES_OPEN_DOSSIERS: (
            Kind.NOT_NOW,
            _("Không đổi được lịch: %(count)s hồ sơ đang giải quyết sẽ bị đổi ngày hẹn trả."),
        ),
        Refusal.CALENDAR_IN_CHANGE: (Kind.NOT_NOW, _("Lịch làm việc đang được sửa. Hãy bấm lại lần nữa.")),
        Refusal.UNIT_HAS_DOSSIERS: (
            Kind.NOT_NOW,
            _("Chưa giải thể được đơn vị: còn %(count)s hồ sơ chưa trả kết quả."),
        ),
        Refusal.FILE_TOO_MANY: (Kind.WRONG_INPUT, _("Mỗi lần chỉ đính kèm tối đa %(limit)s tệp.")),
    }
)


# --- rule sets ---------------------------------------------------------------------------------------------------


class AfterCompletion(StrEnum):
    """What becomes of the clock when the missing papers have come."""

    RECOUNT = "recount"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The law of a period as rules; `text_at_hand` says whether its own text was, or the nearest known stands in."""

    key: str
    from_on: date
    until: date | None
    name: str
    text_at_hand: bool
    source: str
    recount_basis: str
    completion_limit: int
    after_completion: AfterCompletion


_DECREE_61 = "Nghị định 61/2018/NĐ-CP"
_RECOUNT_61 = f"khoản 4 Điều 19 {_DECREE_61}"

RULE_SETS = (
    RuleSet(
        "2015",
        date(2015, 5, 15),
        date(2018, 6, 21),
        "Quyết định 09/2015/QĐ-TTg",
        False,
        _DECREE_61,
        _RECOUNT_61,
        1,
        AfterCompletion.RECOUNT,
    ),
    RuleSet(
        "2018",
        date(2018, 6, 21),
        date(2025, 7, 1),
        _DECREE_61,
        True,
        _DECREE_61,
        _RECOUNT_61,
        1,
        AfterCompletion.RECOUNT,
    ),
    RuleSet(
        "2025",
        date(2025, 7, 1),
        None,
        "Nghị định 118/2025/NĐ-CP",
        False,
        _DECREE_61,
        _RECOUNT_61,
        1,
        AfterCompletion.RECOUNT,
    ),
)


def rule_set(on: date) -> RuleSet:
    """The rule set of a date; the first one also stands for the years before it."""
    return next((r for r in reversed(RULE_SETS) if r.from_on <= on), RULE_SETS[0])


def code_prefix(unit_code: str, on: date) -> str:
    """What stands before the sequence in a dossier code: unit code and date (circular 01/2018, art. 19)."""
    return f"{unit_code}-{on:%y%m%d}-"


# --- ways in and out ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ways:
    """How a procedure may be filed, and how its result may be returned: channels and return methods by their codes."""

    filed: tuple[str, ...]
    returned: tuple[str, ...]

    def check(self, channel: str, return_method: str) -> None:
        """Raises Refused(NOT_FILED_SO, NOT_RETURNED_SO)."""
        if channel not in self.filed:
            raise Refused(Refusal.NOT_FILED_SO)
        if return_method not in self.returned:
            raise Refused(Refusal.NOT_RETURNED_SO)


def ways(published: Collection[str], *, post_in: bool, post_out: bool) -> Ways:
    """The ways of a procedure that was published with these channels, served by the post in and out or not.

    A one-stop always receives and returns at its counter what it offers. The post serves what is published as served
    by it: an agency posts up which procedures are and which are not (decision 45/2016/QĐ-TTg). That sending in and
    sending back are published each for itself is our reading of the decision's three services.
    """
    online = ("online",) if "online" in published else ()
    by_post = ("postal",) if post_in else ()
    return Ways(("counter", *online, *by_post), ("counter", "postal") if post_out else ("counter",))


# --- what is promised --------------------------------------------------------------------------------------------

# By which rule a stretch of the clock is counted.
PUBLISHED = "published"
SAME_DAY = "same_day"
REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a clock's stretch runs to: its allowance and rule, the due moment, and the moment after which it is late."""

    started_at: datetime
    amount: Decimal
    unit: AllowanceUnit
    basis: str
    due_at: datetime
    late_after: datetime


def promise(limit: LimitRow, start: datetime, working: WorkingTime) -> Promise:
    """Count a published limit from a moment.

    In hours one is late after the very moment; in days, months and years at the end of the day on which the period
    ends, at 24:00 (Civil Code 2015, art. 148.6), while the receipt promises the hour of arrival.
    """
    if limit.same_day_before is not None:
        return _same_day(limit, limit.same_day_before, start, working)
    due = working.add(start, limit.allowance)
    late = due if limit.unit is AllowanceUnit.WORKING_HOUR else _midnight_after(due, working)
    return Promise(start, limit.amount, limit.unit, PUBLISHED, due, late)


def _same_day(limit: LimitRow, before: time, start: datetime, working: WorkingTime) -> Promise:
    """Received up to the hour, decided before the office closes; after it, on the day that the limit gives.

    Law on civil status 2014, art. 5.3, and decree 23/2015, art. 7: the next working day for what is received after
    15:00, so 15:00 sharp is still the same day.
    """
    arrived = working.opening_after(start).astimezone(working.zone)
    amount = Decimal(0) if arrived.time() <= before else limit.amount
    due = due_of(SAME_DAY, arrived, Allowance(amount, limit.unit), working)
    return Promise(start, amount, limit.unit, SAME_DAY, due, _midnight_after(due, working))


def due_of(basis: str, start: datetime, allowance: Allowance, working: WorkingTime) -> datetime:
    """When a stretch of the clock ends; one of the same day ends when the office closes."""
    due = working.add(start, allowance)
    if basis != SAME_DAY:
        return due
    return working.closing(due.astimezone(working.zone).date()) or due


def resumed(running: Promise, paused_at: datetime, now: datetime, working: WorkingTime) -> Promise:
    """The promise after a pause that is not counted: what was left of the running one, from now on.

    Hours and working days leave working time. Days that are counted with the days off, months and years leave such
    days, up to the last one before a day off has moved it (Civil Code 2015, art. 148.5): it moves them anew.
    """
    if not running.unit.counts_working_time:
        return _days_left(running, paused_at, now, working)
    left = max(working.between(paused_at, running.due_at), timedelta())
    due = working.add_work(now, left)
    late = due if running.late_after == running.due_at else _midnight_after(due, working)
    return Promise(now, as_hours(left), AllowanceUnit.WORKING_HOUR, REMAINDER, due, late)


def _days_left(running: Promise, paused_at: datetime, now: datetime, working: WorkingTime) -> Promise:
    first = working.opening_after(running.started_at).astimezone(working.zone).date()
    last = last_calendar_day(first, Allowance(running.amount, running.unit))
    # Before its first day the period has not begun, so a pause has used up nothing of it.
    paused = max(first, paused_at.astimezone(working.zone).date())
    days = max((last - paused).days, 0)
    left = Allowance(Decimal(days), AllowanceUnit.CALENDAR_DAY)
    due = working.add(now, left)
    return Promise(now, left.amount, left.unit, REMAINDER, due, _midnight_after(due, working))


def as_hours(time_left: timedelta) -> Decimal:
    """A length of working time in hours, to four decimals."""
    return round(Decimal(time_left // timedelta(microseconds=1)) / Decimal(3_600_000_000), 4)


def _midnight_after(moment: datetime, working: WorkingTime) -> datetime:
    day = moment.astimezone(working.zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), working.zone)


def step_due(hours: Decimal | None, start: datetime, whole_due: datetime, working: WorkingTime) -> datetime:
    """When a step is due: its working hours from its start, or with the whole dossier when it has none of its own."""
    if hours is None:
        return whole_due
    return working.add(start, Allowance(hours, AllowanceUnit.WORKING_HOUR))


# --- the receipt's secret ----------------------------------------------------------------------------------------


def receipt_secret(code: str, key: bytes) -> str:
    """The secret printed on the receipt of a dossier: ten letters and digits in two groups, not stored anywhere."""
    digest = hmac.new(key, f"receipt {code}".encode(), sha256).digest()
    text = base64.b32encode(digest)[:10].decode()
    return f"{text[:5]}-{text[5:]}"


def is_receipt_secret(given: str, code: str, key: bytes) -> bool:
    """Whether this is the secret of that code's receipt; small letters, spaces and a lost hyphen are forgiven."""
    bare = "".join(given.upper().split()).replace("-", "")
    return hmac.compare_digest(bare.encode(), receipt_secret(code, key).replace("-", "").encode())


# --- what may be done at a step ----------------------------------------------------------------------------------


class StepVerb(StrEnum):
    """The verb that ends a step well."""

    FORWARD = "forward"
    APPROVE = "approve"
    FINISH = "finish"
    RETURN = "return"


def verb_of(definition: Definition, element: str) -> StepVerb:
    """Which verb ends this step: returning at the counter, the result before it, signing, else passing on."""
    step = definition.step(element)
    if step.kind is StepKind.RETURN:
        return StepVerb.RETURN
    following = definition.next_step(element)
    if following is not None and following.kind is StepKind.RETURN:
        return StepVerb.FINISH
    return StepVerb.APPROVE if step.kind is StepKind.SIGN else StepVerb.FORWARD


DECIDING = frozenset({StepVerb.APPROVE, StepVerb.FINISH})


def can_ask_completion(kind: StepKind, asked: int, rules: RuleSet) -> Refusal | None:
    """Why completion may not be asked at this step, or None when it may (decree 61/2018, art. 15.3 and 19)."""
    if kind not in (StepKind.HANDLE, StepKind.VERIFY):
        return Refusal.WRONG_STEP
    return Refusal.ASKED_ENOUGH if asked >= rules.completion_limit else None


def given_to(appointed: Collection[int]) -> int | None:
    """Whose a work is that was given out without a name, of those who are appointed to the office that does it.

    Work is given out to a person (decree 61/2018, art. 19.1): of several one must be named, and one alone is meant
    without being named. Where nobody is appointed nobody can be, and the applicant's time runs on: the work lies there
    until somebody comes into the office. Delegates stand in for one of the appointed, so they are meant only by name.
    Raises Refused(NO_OFFICER).
    """
    if len(appointed) > 1:
        raise Refused(Refusal.NO_OFFICER)
    return next(iter(appointed), None)


def check_reason(text: str) -> str:
    """A reason in words, without the spaces around it; raises Refused(NO_REASON)."""
    if not text.strip():
        raise Refused(Refusal.NO_REASON)
    return text.strip()


def earlier_steps(definition: Definition, element: str) -> list[Step]:
    """The steps that a dossier may be sent back to: those before this one, after the counter's own."""
    return [step for step in definition.previous_steps(element) if step.kind is not StepKind.RECEIVE]


def returning_step(definition: Definition) -> Step:
    """The step at which the result is handed over; every sound definition has one."""
    return next(step for step in definition.steps if step.kind is StepKind.RETURN)
