"""Which step made a dossier late, and the causes from which a person chooses: pure, used by figures and the apology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from motcua.casework.dossiers.rules.refusals import Refusal
from motcua.catalogue.processes.rules import Definition, StepKind
from motcua.ground.kernel.refusals import Refused
from motcua.people.calendars.rules import WorkingTime

NOTHING = timedelta()
Stop = tuple[datetime, datetime | None]


# --- the causes --------------------------------------------------------------------------------------------------


class Side(models.TextChoices):
    """Whose affair a cause is."""

    OWN = "own", _("Cơ quan giải quyết")
    OTHER_AGENCY = "other_agency", _("Cơ quan phối hợp")
    SYSTEM = "system", _("Hệ thống thông tin")
    APPLICANT = "applicant", _("Người nộp hồ sơ")
    OTHER = "other", _("Khác")


class Cause(models.TextChoices):
    """Why a dossier is late, as the officer in charge of it says; figures count by these keys."""

    HANDLED_SLOWLY = "handled_slowly", _("Thụ lý, thẩm định chậm")
    DRAFTED_AGAIN = "drafted_again", _("Dự thảo kết quả phải làm lại")
    OVERLOADED = "overloaded", _("Số hồ sơ vượt khả năng giải quyết của bộ phận")
    NOBODY_TO_SIGN = "nobody_to_sign", _("Người có thẩm quyền vắng mặt, chưa ủy quyền")
    ON_SITE = "on_site", _("Phải xác minh, kiểm tra thực địa")
    NOT_RECORDED = "not_recorded", _("Đã giải quyết xong nhưng chưa ghi kết thúc trên hệ thống")
    WAITED_FOR_AGENCY = "waited_for_agency", _("Chờ cơ quan phối hợp trả lời")
    WAITED_FOR_TAX = "waited_for_tax", _("Chờ cơ quan thuế xác định nghĩa vụ tài chính")
    SYSTEM_FAILED = "system_failed", _("Lỗi hệ thống, mất kết nối, dữ liệu chưa liên thông")
    APPLICANT_SLOW = "applicant_slow", _("Người nộp chậm phối hợp hoặc chậm thực hiện nghĩa vụ")
    OTHER = "other", _("Lý do khác")


SIDES: Mapping[Cause, Side] = {
    Cause.HANDLED_SLOWLY: Side.OWN,
    Cause.DRAFTED_AGAIN: Side.OWN,
    Cause.OVERLOADED: Side.OWN,
    Cause.NOBODY_TO_SIGN: Side.OWN,
    Cause.ON_SITE: Side.OWN,
    Cause.NOT_RECORDED: Side.OWN,
    Cause.WAITED_FOR_AGENCY: Side.OTHER_AGENCY,
    Cause.WAITED_FOR_TAX: Side.OTHER_AGENCY,
    Cause.SYSTEM_FAILED: Side.SYSTEM,
    Cause.APPLICANT_SLOW: Side.APPLICANT,
    Cause.OTHER: Side.OTHER,
}


def check_cause(key: str, words: str) -> tuple[Cause, str]:
    """A cause of the list, with its words without the spaces around them; “other” must say what it is.

    Raises Refused UNKNOWN_CAUSE or NO_REASON.
    """
    if key not in Cause.values:
        raise Refused(Refusal.UNKNOWN_CAUSE)
    said = words.strip()
    if key == Cause.OTHER and not said:
        raise Refused(Refusal.NO_REASON)
    return Cause(key), said


# --- the step ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a step: where and in whose hands it was, from when, until when (None: it still is)."""

    element: str
    unit_id: int
    officer_id: int | None
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time that counts against the promise: from where it is counted, until the result or now, without stops."""

    since: datetime
    until: datetime
    working: WorkingTime
    stops: tuple[Stop, ...] = ()

    def between(self, start: datetime, end: datetime | None) -> timedelta:
        """The working time of a round that falls into the stretch; what was lawfully stopped is nobody's."""
        first, last = max(start, self.since), min(end or self.until, self.until)
        if first >= last:
            return NOTHING
        stopped = (
            (max(first, begun), min(last, ended or self.until)) for begun, ended in self.stops if begun < last
        )
        lost = sum((self.working.between(a, b) for a, b in stopped if a < b), NOTHING)
        return self.working.between(first, last) - lost


@dataclass(frozen=True, slots=True)
class Share:
    """What a step used of the dossier's time, of how much, all its rounds together; and who had it longest."""

    element: str
    unit_id: int
    officer_id: int | None
    used: timedelta
    allowance: timedelta

    @property
    def over(self) -> timedelta:
        """By how much it used more than its share; nothing when it kept within it."""
        return max(self.used - self.allowance, NOTHING)


def allowances(definition: Definition, whole: timedelta) -> dict[str, timedelta]:
    """The share of each step in the whole time that was promised, up to the result.

    A step with hours of its own has those. Steps without share equally in what the others leave, if they leave
    anything. Handing the result over has no share: the promise is over then.
    """
    steps = [step for step in definition.steps if step.kind is not StepKind.RETURN]
    fixed = {step.key: _hours(step.hours) for step in steps if step.hours is not None}
    open_ones = [step.key for step in steps if step.hours is None]
    left = max(whole - sum(fixed.values(), NOTHING), NOTHING)
    return fixed | {key: left / len(open_ones) for key in open_ones}


def shares(rounds: Iterable[Round], allowed: Mapping[str, timedelta], stretch: Stretch) -> tuple[Share, ...]:
    """What each step used of the time that counts, in the order in which they began.

    A step that is sent back has no second share: its rounds together use the one. What was done before a recount
    (decree 61/2018, art. 19.4) or after the result counts against nobody.
    """
    found: dict[str, list[tuple[timedelta, Round]]] = {}
    for one in sorted(rounds, key=lambda one: one.started_at):
        if one.element in allowed:
            found.setdefault(one.element, []).append((stretch.between(one.started_at, one.ended_at), one))
    return tuple(_share(element, parts, allowed[element]) for element, parts in found.items())


def guilty_share(used: Sequence[Share]) -> Share | None:
    """The step that made the dossier late: the one that went furthest over its share; of equal ones the earliest.

    None when every step kept its share: then their times together are longer than what was promised.
    """
    worst = max(used, key=lambda share: share.over, default=None)
    return worst if worst is not None and worst.over > NOTHING else None


def _share(element: str, parts: Sequence[tuple[timedelta, Round]], allowance: timedelta) -> Share:
    _length, longest = max(parts, key=lambda part: part[0])
    used = sum((length for length, _one in parts), NOTHING)
    return Share(element, longest.unit_id, longest.officer_id, used, allowance)


def _hours(hours: Decimal) -> timedelta:
    return timedelta(microseconds=int(hours * 3_600_000_000))
