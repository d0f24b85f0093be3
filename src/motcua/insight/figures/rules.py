"""What is counted, pure: the period, the two readings, what each measure means, ages, and what is compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from motcua.ground.kernel.clock import LOCAL
from motcua.ground.kernel.refusals import Kind, RefusalCode, Refused, sentences

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Refusal(RefusalCode):
    """Why nothing is counted."""

    NO_SUCH_PERIOD = "figures.no_such_period"


sentences(
    {
        Refusal.NO_SUCH_PERIOD: (
            Kind.WRONG_INPUT,
            _("Kỳ chưa đúng: ngày đầu không được sau ngày cuối, cả hai từ năm %(first)s đến năm %(last)s."),
        )
    }
)


class Reading(StrEnum):
    """By which of its two units a dossier is counted; within one reading it belongs to exactly one unit."""

    HANDLED = "handled"
    RECEIVED = "received"


class Measure(StrEnum):
    """What is counted. Carried over + received = resolved + withdrawn + open; resolved and open are the sums of their
    parts. Voided receptions stand apart from all of it.
    """

    RECEIVED = "received"
    CARRIED_OVER = "carried_over"
    RESOLVED = "resolved"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    IN_TIME = "in_time"
    OPEN = "open"
    WITHIN = "within"
    WAITING = "waiting"
    PAST = "past"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


# Each whole, and the parts into which it falls without rest.
PARTS: dict[Measure, tuple[Measure, ...]] = {
    Measure.RESOLVED: (Measure.EARLY, Measure.ON_TIME, Measure.LATE),
    Measure.IN_TIME: (Measure.EARLY, Measure.ON_TIME),
    Measure.OPEN: (Measure.WITHIN, Measure.PAST),
}
FINISHED = frozenset({Measure.RESOLVED, Measure.EARLY, Measure.ON_TIME, Measure.LATE, Measure.IN_TIME})


def judge(finished_at: datetime, due_at: datetime, late_after: datetime) -> Measure:
    """How a finished dossier counts: trước hạn, đúng hạn or quá hạn (form 05 of circular 01/2018).

    Late when finished after the moment that the rule set gives (`late_after`); early when finished on a day before
    the due day that was promised first, whatever new date an apology has given; on time otherwise. The end that counts
    is the finished result, not its collection (decision 766/2022, indicator 2.1: finished before returned before
    stopped).
    """
    if finished_at > late_after:
        return Measure.LATE
    # The last moment in time is of the first promise: a new appointment moves only the date.
    promised = min(due_at, late_after - INSTANT)
    is_early = finished_at.astimezone(LOCAL).date() < promised.astimezone(LOCAL).date()
    return Measure.EARLY if is_early else Measure.ON_TIME


# --- periods -----------------------------------------------------------------------------------------------------


class Shape(StrEnum):
    """What kind of stretch a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAYS = "days"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day to a day, both included, in local days."""

    first: date
    last: date

    def __post_init__(self) -> None:
        within = self.first.year >= FIRST_YEAR and self.last.year <= LAST_YEAR
        if not within or self.first > self.last:
            raise Refused(Refusal.NO_SUCH_PERIOD, first=FIRST_YEAR, last=LAST_YEAR)

    @property
    def start(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.first, time(), LOCAL)

    @property
    def end(self) -> datetime:
        """The moment at which it is over: the midnight after the last day."""
        return datetime.combine(self.last + DAY, time(), LOCAL)

    def counted_at(self, now: datetime) -> datetime:
        """The moment at which open dossiers are judged: its end, or now while it lasts."""
        return min(self.end, now)

    def until(self, now: datetime) -> datetime:
        """What happened before this moment counts: all of the period, or all until now, now included."""
        return min(self.end, now + INSTANT)

    @property
    def shape(self) -> Shape:
        """Whether it is a whole year, quarter or month."""
        year, month = self.first.year, self.first.month
        if self == whole_months(year, 1, 12):
            return Shape.YEAR
        if month % 3 == 1 and self == whole_months(year, month, 3):
            return Shape.QUARTER
        return Shape.MONTH if self == whole_months(year, month, 1) else Shape.DAYS

    @property
    def key(self) -> str:
        """The period as an address writes it: 2017, 2017-Q4, 2017-12, 2017-01-15_2017-02-03."""
        match self.shape:
            case Shape.YEAR:
                return f"{self.first.year}"
            case Shape.QUARTER:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case Shape.MONTH:
                return f"{self.first:%Y-%m}"
            case _:
                return f"{self.first}_{self.last}"

    def cut_to(self, first: date, last: date) -> Period:
        """The part of it between two days that overlap it."""
        return Period(max(self.first, first), min(self.last, last))


def whole_months(year: int, month: int, count: int) -> Period:
    """The period of so many months that begins with this one."""
    over, following = divmod(month - 1 + count, 12)
    return Period(date(year, month, 1), date(year + over, following + 1, 1) - DAY)


def period_of(key: str) -> Period:
    """The period that an address names; raises Refused NO_SUCH_PERIOD."""
    first, between, last = key.partition("_")
    try:
        if between:
            return Period(date.fromisoformat(first), date.fromisoformat(last))
        year, _hyphen, part = key.partition("-")
        if not part:
            return whole_months(int(year), 1, 12)
        if part.startswith("Q"):
            return whole_months(int(year), {1: 1, 2: 4, 3: 7, 4: 10}[int(part[1:])], 3)
        return whole_months(int(year), int(part), 1)
    except (ValueError, KeyError, OverflowError):
        raise Refused(Refusal.NO_SUCH_PERIOD, first=FIRST_YEAR, last=LAST_YEAR) from None


def usual_periods(today: date) -> tuple[Period, ...]:
    """Those that are asked for most: this year and the one before, the last two quarters, the last three months."""
    years = [whole_months(today.year - back, 1, 12) for back in (0, 1)]
    quarter = (today.month - 1) // 3 * 3 + 1
    quarters = [_months_back(today.year, quarter, 3 * back, 3) for back in (0, 1, 2)]
    months = [_months_back(today.year, today.month, back, 1) for back in (0, 1, 2)]
    return (*years, *quarters, *months)


def first_shown(today: date) -> Period:
    """The period shown before one is chosen: this year, in January the one that has just ended."""
    return whole_months(today.year - (today.month == 1), 1, 12)


def _months_back(year: int, month: int, back: int, count: int) -> Period:
    over, index = divmod(month - 1 - back, 12)
    return whole_months(year + over, index + 1, count)


def by_week(period: Period) -> bool:
    """A period of a month or less is drawn by weeks, a longer one by months."""
    return (period.last - period.first).days < 31


def stretches(period: Period) -> tuple[Period, ...]:
    """The bars of a chart: the months of a period, or its weeks (from Monday) when it lasts a month or less."""
    found = []
    first = period.first
    while first <= period.last:
        if by_week(period):
            last = first + timedelta(days=6 - first.weekday())
        else:
            last = whole_months(first.year, first.month, 1).last
        found.append(period.cut_to(first, last))
        first = last + DAY
    return tuple(found)


# --- how old what is open is --------------------------------------------------------------------------------------


class Age(StrEnum):
    """How long ago an open dossier was received, in days of the calendar; each ends where the next begins."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    OLDER = "older"


class Left(StrEnum):
    """How far an open dossier is from its promise: past it, stopped in time, or how long still to go."""

    OVER_MONTH = "over_month"
    OVER_WEEK = "over_week"
    OVER = "over"
    STOPPED = "stopped"
    DAYS = "days"
    WEEK = "in_week"
    LATER = "later"


_AGES: dict[Age, int] = {Age.WEEK: 7, Age.MONTH: 30, Age.QUARTER: 90, Age.HALF: 180, Age.YEAR: 365}
SOON, WEEK, MONTH = timedelta(days=3), timedelta(days=7), timedelta(days=30)


def received_between(age: Age, moment: datetime) -> tuple[datetime | None, datetime]:
    """After which moment (None: any) and up to which a dossier of this age was received."""
    ages = list(Age)
    at = ages.index(age)
    younger = _AGES[ages[at - 1]] if at else 0
    since = moment - timedelta(days=_AGES[age]) if age in _AGES else None
    return since, moment - timedelta(days=younger)


# --- what it was before --------------------------------------------------------------------------------------------


def before(period: Period) -> Period:
    """The period right before this one, of the same kind or the same number of days; raises Refused at year 2000."""
    first, last = period.first, period.last
    if period.shape is Shape.DAYS:
        return Period(first - (last - first) - DAY, first - DAY)
    months = {Shape.YEAR: 12, Shape.QUARTER: 3}.get(period.shape, 1)
    return _months_back(first.year, first.month, months, months)


def year_before(period: Period) -> Period:
    """The same period a year earlier; the 29th of February becomes the 28th."""
    if period.shape is Shape.DAYS:
        return Period(_a_year_earlier(period.first), _a_year_earlier(period.last))
    months = {Shape.YEAR: 12, Shape.QUARTER: 3}.get(period.shape, 1)
    return whole_months(period.first.year - 1, period.first.month, months)


def _a_year_earlier(on: date) -> date:
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def so_far(earlier: Period, period: Period, now: datetime) -> Period:
    """The part of an earlier period that is as long as what has passed of this one, while it lasts.

    Half a year is compared with half a year. Before the period has begun the whole is compared.
    """
    if not period.start <= now < period.end:
        return earlier
    passed = now.astimezone(LOCAL).date() - period.first
    return Period(earlier.first, min(earlier.first + passed, earlier.last))
